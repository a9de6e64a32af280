//! The surface forms of a record: its text, its aliases, and those that the build makes of them.

use std::borrow::Cow;
use std::collections::HashMap;

use super::synonyms::{Spellings, SynonymRules, add_spellings};
use crate::analysis::{Analyzer, to_latin};
use crate::build::input::Record;
use crate::format::form_kind::{FormClass, FormKind, FormSource};

/// The most forms of an entry, transliterations not counted; aliases as given may be more.
const MAX_FORMS: usize = 64;

/// A form other than the text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct MadeForm<'a> {
    pub(super) kind: FormKind,
    pub(super) text: Cow<'a, str>,
    pub(super) factor: f64,
    /// Its key, with the mark of its class before it.
    pub(super) key: String,
}

impl MadeForm<'_> {
    /// Returns the key without the mark.
    fn words(&self) -> &str {
        let mark = self.kind.class.mark().map(char::from);
        mark.and_then(|mark| self.key.strip_prefix(mark)).unwrap_or(&self.key)
    }
}

/// The forms of one record, and what was left out.
#[derive(Debug, Default)]
pub(super) struct MadeForms<'a> {
    /// All but the text: aliases in the order given, forms by synonyms, transliterations.
    pub(super) forms: Vec<MadeForm<'a>>,
    /// Aliases left out for the sake of another form with the same key.
    pub(super) aliases_merged: u64,
    /// Whether forms by synonyms were left out because there was no room.
    pub(super) cut: bool,
}

/// Makes forms by the settings of a build.
pub(in crate::build) struct FormMaker {
    pub(in crate::build) analyzer: Analyzer,
    pub(in crate::build) synonyms: Option<SynonymRules>,
    pub(in crate::build) synonym_factor: f64,
    pub(in crate::build) transliterate: bool,
}

impl FormMaker {
    /// Returns the forms of `record` other than the text, whose key is `key`; `None` if an alias
    /// has nothing to match by.
    pub(super) fn forms<'a>(&self, record: &'a Record<'_>, key: &str) -> Option<MadeForms<'a>> {
        let mut forms = Vec::with_capacity(record.aliases.len());
        for alias in &record.aliases {
            let key = self.key(&alias.text);
            // An alias without a letter could never be typed, which its author should hear.
            if key.is_empty() {
                return None;
            }
            let text = Cow::Borrowed(alias.text.as_ref());
            forms.push(MadeForm { kind: FormKind::ALIAS, text, factor: alias.factor, key });
        }
        // Synonyms before transliterations: a form by a synonym is transliterated as well.
        let cut = self.add_synonyms(record, key, &mut forms);
        self.add_latin(record, &mut forms);
        // The way of most records, without a table of the best.
        if forms.is_empty() {
            return Some(MadeForms { forms, aliases_merged: 0, cut });
        }
        // One key of an entry is one slot: a second form with it would only be found twice.
        keep_best(key, &mut forms);
        // Aliases that lost to another form are told of, since somebody wrote them.
        let kept = forms.iter().filter(|form| form.kind == FormKind::ALIAS).count();
        Some(MadeForms { forms, aliases_merged: (record.aliases.len() - kept) as u64, cut })
    }

    fn key(&self, text: &str) -> String {
        let mut key = String::new();
        self.analyzer.form_key(text, &mut key);
        key
    }

    /// Adds what synonyms make of the text and the aliases; returns whether there was more.
    fn add_synonyms(&self, record: &Record<'_>, key: &str, forms: &mut Vec<MadeForm<'_>>) -> bool {
        let Some(synonyms) = &self.synonyms else { return false };
        let mut spellings = Spellings::new();
        if synonyms.have_stems() {
            let aliases = record.aliases.iter().map(|alias| alias.text.as_ref());
            for text in std::iter::once(record.text.as_ref()).chain(aliases) {
                add_spellings(self.analyzer.marked_words(text), &mut spellings);
            }
        }
        // The text counts as a form of factor 1, so that rules apply to it too.
        let aliases = forms.iter().map(|form| (form.key.as_str(), form.factor));
        let given: Vec<(&str, f64)> = std::iter::once((key, 1.0)).chain(aliases).collect();
        // Aliases as given are never cut, so the room may be none.
        let room = MAX_FORMS.saturating_sub(given.len());
        let made = synonyms.expand(&given, &spellings, room);
        for (text, factor) in made.forms {
            // A form by a synonym can rank no higher than what it was made of.
            let (key, factor) = (self.key(&text), factor * self.synonym_factor);
            let form = MadeForm { kind: FormKind::SYNONYM, text: Cow::Owned(text), factor, key };
            forms.extend(Some(form).filter(|form| !form.key.is_empty()));
        }
        made.cut
    }

    /// Adds the transliteration of the text and of all forms, where it is another text.
    fn add_latin(&self, record: &Record<'_>, forms: &mut Vec<MadeForm<'_>>) {
        if !self.transliterate {
            return;
        }
        let mut latin = Vec::new();
        let text = (FormSource::Text, record.text.as_ref(), 1.0);
        let given = forms.iter().map(|form| (form.kind.source, form.text.as_ref(), form.factor));
        for (source, text, factor) in std::iter::once(text).chain(given) {
            // Latin texts come back as they are, and have no form for it.
            let transliterated = to_latin(text);
            let key = self.key(&transliterated);
            if transliterated == text || key.is_empty() {
                continue;
            }
            // The mark keeps these keys in a range of their own, which a query skips at first.
            let kind = FormKind::of(FormClass::Latin, source);
            latin.push(MadeForm {
                kind,
                text: Cow::Owned(transliterated),
                factor,
                key: marked(kind.class, &key),
            });
        }
        forms.extend(latin);
    }
}

/// Returns the key of a form of `class`: `key` behind the mark of the class, if it has one.
fn marked(class: FormClass, key: &str) -> String {
    class.mark().map(char::from).into_iter().chain(key.chars()).collect()
}

/// Keeps one form of those with one key: that with the largest factor, the first of equal ones.
/// None with the key of the text, whose factor is 1, and no transliteration with the key of another
/// form.
fn keep_best(text_key: &str, forms: &mut Vec<MadeForm<'_>>) {
    // By the key without its mark, so that a transliteration meets the form that people wrote so.
    let mut best: HashMap<&str, (usize, &MadeForm<'_>)> = HashMap::with_capacity(forms.len());
    for (at, form) in forms.iter().enumerate().filter(|(_, form)| form.words() != text_key) {
        let (kept_at, kept) = best.entry(form.words()).or_insert((at, form));
        // Forms that were given or made by synonyms come first in the list, and stay.
        if kept.kind.class == form.kind.class && form.factor > kept.factor {
            (*kept_at, *kept) = (at, form);
        }
    }
    let mut keep = vec![false; forms.len()];
    for (at, _) in best.into_values() {
        if let Some(keep) = keep.get_mut(at) {
            *keep = true;
        }
    }
    let mut keep = keep.into_iter();
    forms.retain(|_| keep.next() == Some(true));
}
