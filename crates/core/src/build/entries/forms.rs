//! Makes the surface forms of a record: its aliases, and those that the build makes of them and of the
//! text.

use std::borrow::Cow;

use super::made_forms::{MadeForm, MadeForms, MergedAlias, Origin, Room, keep_best, marked};
use super::synonyms::{MarkedSpellings, SynonymRules, add_spellings};
use crate::analysis::{
    Analyzer, Spellings, cut_at_numbers, initials, signs_spelled, spelled, to_latin,
};
use crate::build::input::Record;
use crate::format::form_kind::{FormClass, FormKind, FormSource};

/// The most forms of an entry, transliterations, verbatim forms and initials not counted; aliases as
/// given may be more.
const MAX_FORMS: usize = 64;

/// Makes forms by the settings of a build.
pub(in crate::build) struct FormMaker {
    pub(in crate::build) analyzer: Analyzer,
    pub(in crate::build) synonyms: Option<SynonymRules>,
    pub(in crate::build) synonym_factor: f64,
    pub(in crate::build) transliterate: bool,
    /// The languages that spell signs and letters; none of kind `literal`.
    pub(in crate::build) spellings: Vec<&'static Spellings>,
    /// Whether Korean texts are found by the initial consonants of their syllables.
    pub(in crate::build) initials: bool,
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
            let origin = Origin::default();
            forms.push(MadeForm { kind: FormKind::ALIAS, text, factor: alias.factor, key, origin });
        }
        // Synonyms before transliterations: a form by a synonym is transliterated as well.
        let cut = self.add_synonyms(record, key, &mut forms);
        let mut room = Room { left: (MAX_FORMS - 1).saturating_sub(forms.len()), cut };
        self.add_latin(record, &mut forms);
        self.add_verbatim(record, key, &mut forms);
        let spelled = self.spelled(record, key, &forms);
        forms.extend(room.take(spelled));
        let mut parts = self.parts(record, key, &forms);
        self.add_synonyms_of_parts(&mut parts, &mut room);
        forms.extend(room.take(parts));
        self.add_initials(record, &mut forms);
        let cut = room.cut;
        // The way of most records, without a table of the best.
        if forms.is_empty() {
            return Some(MadeForms { forms, merged: Vec::new(), cut });
        }
        // One key of an entry is one slot: a second form with it would only be found twice.
        let keep = keep_best(key, &forms);
        // Aliases that lost to another form are told of, since somebody wrote them. They come first
        // among the forms, in their order.
        let merged = (0u32..).zip(&record.aliases).zip(&keep).filter(|(_, keep)| !**keep);
        let merged = merged.map(|((place, alias), _)| MergedAlias {
            place,
            factor: alias.factor,
            text: if alias.text == record.text { "" } else { &alias.text },
        });
        let merged = merged.collect();
        self.number_origins(&mut forms, keep.get(..record.aliases.len()).unwrap_or_default());
        let mut keep = keep.into_iter();
        forms.retain(|_| keep.next() == Some(true));
        Some(MadeForms { forms, merged, cut })
    }

    /// Numbers what forms were made of, from which aliases are forms.
    fn number_origins(&self, forms: &mut [MadeForm<'_>], kept: &[bool]) {
        let mut counts = [0u32; 2];
        // The text is 0, and aliases that gave way are numbered apart from those that did not.
        let mut sources = vec![0];
        for &kept in kept {
            let gave_way = u32::from(!kept);
            let Some(count) = counts.get_mut(gave_way as usize) else { continue };
            sources.push(2 * *count + gave_way);
            *count += 1;
        }
        for form in forms.iter_mut().filter(|form| !form.kind.has_own_text()) {
            let most = form.kind.class.most_of_a_text(self.spellings.len());
            let source = sources.get(form.origin.given).copied().unwrap_or(0);
            form.origin.number = source * most + form.origin.place;
        }
    }

    fn key(&self, text: &str) -> String {
        let mut key = String::new();
        self.analyzer.form_key(text, &mut key);
        key
    }

    /// Adds what synonyms make of the text and the aliases; returns whether there was more.
    fn add_synonyms(&self, record: &Record<'_>, key: &str, forms: &mut Vec<MadeForm<'_>>) -> bool {
        let Some(synonyms) = &self.synonyms else { return false };
        let spellings = self.marked_spellings(synonyms, record);
        // The text counts as a form of factor 1, so that rules apply to it too.
        let aliases = forms.iter().map(|form| (form.key.as_str(), form.factor));
        let mut given: Vec<(&str, f64)> = std::iter::once((key, 1.0)).chain(aliases).collect();
        // Aliases as given are never cut, so the room may be none.
        let room = MAX_FORMS.saturating_sub(given.len());
        let mut with_words = Vec::new();
        if synonyms.names_signs() {
            for (text, _, factor) in given_texts(record) {
                let made = signs_spelled(text, &self.spellings);
                with_words.extend(made.iter().map(|made| (self.key(&made.text), factor)));
            }
        }
        // A rule that names a sign finds the texts that have it, as its words.
        given.extend(with_words.iter().map(|(key, factor)| (key.as_str(), *factor)));
        let made = synonyms.expand(&given, &spellings, room);
        for (text, factor) in made.forms {
            // A form by a synonym can rank no higher than what it was made of.
            let (key, factor) = (self.key(&text), factor * self.synonym_factor);
            let (kind, text, origin) = (FormKind::SYNONYM, Cow::Owned(text), Origin::default());
            let form = MadeForm { kind, text, factor, key, origin };
            forms.extend(Some(form).filter(|form| !form.key.is_empty()));
        }
        made.cut
    }

    /// Returns the spellings with marks of the words of the text and the aliases, if `synonyms` look
    /// at stems.
    fn marked_spellings(&self, synonyms: &SynonymRules, record: &Record<'_>) -> MarkedSpellings {
        let mut spellings = MarkedSpellings::new();
        if synonyms.have_stems() {
            for (text, ..) in given_texts(record) {
                add_spellings(self.analyzer.marked_words(text), &mut spellings);
            }
        }
        spellings
    }

    /// Adds the transliteration of the text and of all forms, where it is another text.
    fn add_latin(&self, record: &Record<'_>, forms: &mut Vec<MadeForm<'_>>) {
        if !self.transliterate {
            return;
        }
        let mut latin = Vec::new();
        let text = (FormSource::Text, record.text.as_ref(), 1.0);
        let given = forms.iter().map(|form| (form.kind.source, form.text.as_ref(), form.factor));
        for (number, (source, text, factor)) in std::iter::once(text).chain(given).enumerate() {
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
                origin: Origin::of(number, 0),
            });
        }
        forms.extend(latin);
    }

    /// Returns the text and the plain ones of `forms` cut into parts.
    fn parts(
        &self,
        record: &Record<'_>,
        key: &str,
        forms: &[MadeForm<'_>],
    ) -> Vec<MadeForm<'static>> {
        let text = PlainForm { source: FormSource::Text, text: &record.text, key, factor: 1.0 };
        let plain = forms.iter().filter(|form| form.kind.class == FormClass::Plain);
        let plain = plain.map(|form| PlainForm {
            source: form.kind.source,
            text: &form.text,
            key: &form.key,
            factor: form.factor,
        });
        let mut made = Vec::new();
        for (number, form) in std::iter::once(text).chain(plain).enumerate() {
            for (place, key) in (0..).zip(self.analyzer.all_parts(form.text, form.key)) {
                let Some(key) = key else { continue };
                let origin = Origin::of(number, place);
                made.push(parts_form(form.source, key, form.factor, origin));
            }
        }
        made
    }

    /// Adds what synonyms make of forms cut into parts: the unit of `3m` is found by its synonyms too.
    fn add_synonyms_of_parts(&self, parts: &mut Vec<MadeForm<'_>>, room: &mut Room) {
        let Some(synonyms) = self.synonyms.as_ref().filter(|_| !parts.is_empty()) else { return };
        // Those in forms by synonyms were found.
        let given = parts.iter().filter(|form| form.kind.source != FormSource::Synonym);
        let given: Vec<(&str, f64)> = given.map(|form| (form.words(), form.factor)).collect();
        let left = room.left.saturating_sub(parts.len());
        // Parts have no marks.
        let expanded = synonyms.expand(&given, &MarkedSpellings::new(), left);
        room.cut |= expanded.cut;
        parts.extend(expanded.forms.into_iter().map(|(text, factor)| {
            let words = cut_at_numbers(&text).unwrap_or(text);
            let factor = factor * self.synonym_factor;
            parts_form(FormSource::Synonym, words, factor, Origin::default())
        }));
    }

    /// Adds the text and the aliases by the initial consonants of their Korean syllables.
    fn add_initials(&self, record: &Record<'_>, forms: &mut Vec<MadeForm<'_>>) {
        if !self.initials {
            return;
        }
        for (number, (text, source, factor)) in given_texts(record).enumerate() {
            let Some(text) = initials(text) else { continue };
            let kind = FormKind::of(FormClass::Initials, source);
            let key = marked(kind.class, &self.key(&text));
            let origin = Origin::of(number, 0);
            forms.push(MadeForm { kind, text: Cow::Owned(text), factor, key, origin });
        }
    }

    /// Adds the text and the aliases with their marks and signs, where their keys lose any.
    fn add_verbatim<'a>(&self, record: &'a Record<'_>, key: &str, forms: &mut Vec<MadeForm<'a>>) {
        let aliases = forms.iter().take(record.aliases.len()).map(|form| form.key.as_str());
        let keys = std::iter::once(key).chain(aliases);
        let mut made = Vec::new();
        for (number, ((text, source, factor), key)) in given_texts(record).zip(keys).enumerate() {
            let Some(verbatim) = self.analyzer.verbatim_key(text, key) else { continue };
            let kind = FormKind::of(FormClass::Verbatim, source);
            // That of the text is known from the entry, and need not stand in the file again.
            let text = if source == FormSource::Text { "" } else { text };
            let (key, origin) = (marked(kind.class, &verbatim), Origin::of(number, 0));
            made.push(MadeForm { kind, text: Cow::Borrowed(text), factor, key, origin });
        }
        forms.extend(made);
    }

    /// Returns the text and the aliases, the first of `forms`, as the languages spell them otherwise.
    fn spelled(
        &self,
        record: &Record<'_>,
        key: &str,
        forms: &[MadeForm<'_>],
    ) -> Vec<MadeForm<'static>> {
        let aliases = forms.iter().take(record.aliases.len()).map(|form| form.key.as_str());
        let keys = std::iter::once(key).chain(aliases);
        let mut made = Vec::new();
        let given = given_texts(record).zip(keys).enumerate();
        for (number, ((text, source, factor), source_key)) in given {
            let kind = FormKind::of(FormClass::Spelled, source);
            for (place, spelled) in (0..).zip(spelled(text, &self.spellings)) {
                let key = self.key(&spelled.text);
                // Without what it was to be spelled, such as `ä` in `ª`, there is nothing to find.
                if !key.is_empty() && key != source_key {
                    let (text, origin) = (Cow::Owned(spelled.text), Origin::of(number, place));
                    made.push(MadeForm { kind, text, factor, key, origin });
                }
            }
        }
        made
    }
}

/// A form that is cut into parts.
struct PlainForm<'f> {
    source: FormSource,
    text: &'f str,
    key: &'f str,
    factor: f64,
}

/// Returns a form cut into parts, whose words are its text.
fn parts_form<'a>(source: FormSource, words: String, factor: f64, origin: Origin) -> MadeForm<'a> {
    let kind = FormKind::of(FormClass::Parts, source);
    let key = marked(kind.class, &words);
    MadeForm { kind, text: Cow::Owned(words), factor, key, origin }
}

/// Returns the text and the aliases of `record` with their factors.
fn given_texts<'a>(
    record: &'a Record<'_>,
) -> impl Iterator<Item = (&'a str, FormSource, f64)> + use<'a> {
    let aliases = record.aliases.iter();
    let aliases = aliases.map(|alias| (alias.text.as_ref(), FormSource::Alias, alias.factor));
    std::iter::once((record.text.as_ref(), FormSource::Text, 1.0)).chain(aliases)
}
