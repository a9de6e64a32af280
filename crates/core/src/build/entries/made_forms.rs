//! The forms that were made of a record: what each is made of, the room for them, and which stay.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashMap;

use crate::format::form_kind::{FormClass, FormKind};

/// A form other than the text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct MadeForm<'a> {
    pub(super) kind: FormKind,
    pub(super) text: Cow<'a, str>,
    pub(super) factor: f64,
    /// Its key, with the mark of its class before it.
    pub(super) key: String,
    /// What it was made of.
    pub(super) origin: Origin,
}

/// What a form was made of.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Origin {
    /// The place of the text among those given: 0 is the text of the record, and 1 its first alias.
    pub(super) given: usize,
    /// The place of the form among those of its class that the text makes.
    pub(super) place: u32,
    /// The number of both that stands in the file, once it is known which aliases are forms.
    pub(super) number: u32,
}

impl Origin {
    pub(super) fn of(given: usize, place: u32) -> Self {
        Origin { given, place, number: 0 }
    }
}

impl MadeForm<'_> {
    /// Returns the key without the mark.
    pub(super) fn words(&self) -> &str {
        let mark = self.kind.class.mark().map(char::from);
        mark.and_then(|mark| self.key.strip_prefix(mark)).unwrap_or(&self.key)
    }
}

/// An alias that gave way to another form: no form itself, and kept to be read back.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::build) struct MergedAlias<'a> {
    /// Its place among the aliases of the record, from 0.
    pub(in crate::build) place: u32,
    pub(in crate::build) factor: f64,
    /// Empty if it is the text of the record.
    pub(in crate::build) text: &'a str,
}

/// The forms of one record, and what was left out.
#[derive(Debug, Default)]
pub(super) struct MadeForms<'a> {
    /// All but the text, by kind: aliases in the order given, forms by synonyms, and so on.
    pub(super) forms: Vec<MadeForm<'a>>,
    /// Aliases left out for the sake of another form with the same key.
    pub(super) merged: Vec<MergedAlias<'a>>,
    /// Whether made forms were left out because there was no room.
    pub(super) cut: bool,
}

/// The room that is left for made forms of an entry.
pub(super) struct Room {
    pub(super) left: usize,
    /// Whether there were more.
    pub(super) cut: bool,
}

impl Room {
    /// Takes the room of the `made` forms, and returns those that find some.
    pub(super) fn take<'a>(&mut self, mut made: Vec<MadeForm<'a>>) -> Vec<MadeForm<'a>> {
        self.cut |= made.len() > self.left;
        made.truncate(self.left);
        self.left -= made.len();
        made
    }
}

/// Returns the key of a form of `class`: `key` behind the mark of the class, if it has one.
pub(super) fn marked(class: FormClass, key: &str) -> String {
    class.mark().map(char::from).into_iter().chain(key.chars()).collect()
}

/// Returns which forms to keep. Of several forms with one key one stays: of those that count from the
/// earliest tier that with the largest factor, and of equal ones the first. A form with the key of the
/// text goes, since the text has the factor 1. Verbatim keys are compared with one another alone.
pub(super) fn keep_best(text_key: &str, forms: &[MadeForm<'_>]) -> Vec<bool> {
    // By the key without its mark, so that a transliteration meets the form that people wrote so.
    let mut best: HashMap<(bool, &str), (usize, &MadeForm<'_>)> =
        HashMap::with_capacity(forms.len());
    let is_verbatim = |form: &MadeForm<'_>| form.kind.class == FormClass::Verbatim;
    let others = |form: &MadeForm<'_>| is_verbatim(form) || form.words() != text_key;
    for (at, form) in forms.iter().enumerate().filter(|(_, form)| others(form)) {
        let key = (is_verbatim(form), form.words());
        let (kept_at, kept) = best.entry(key).or_insert((at, form));
        let tier = |form: &MadeForm<'_>| form.kind.class.first_tier();
        // Of one tier the larger factor, and of several the first.
        let is_better = match tier(form).cmp(&tier(kept)) {
            Ordering::Less => true,
            Ordering::Equal => form.factor > kept.factor,
            Ordering::Greater => false,
        };
        if is_better {
            (*kept_at, *kept) = (at, form);
        }
    }
    let mut keep = vec![false; forms.len()];
    for (at, _) in best.into_values() {
        if let Some(keep) = keep.get_mut(at) {
            *keep = true;
        }
    }
    keep
}
