//! The texts of aliases: those that are stored, and those that are made again of what they were made
//! of.

use std::borrow::Cow;

use super::column::Column;
use super::view::View;
use crate::analysis::{initials, spelled, spellings_of, to_latin};
use crate::error::{Error, Result};
use crate::format::blocks::Blocks;
use crate::format::form_kind::{FormClass, FormKind, FormSource};
use crate::format::section_id::SectionId;
use crate::format::strings::Strings;

impl<'a> View<'a> {
    /// Returns the numbers of what the aliases were made of. Without them all are 0.
    pub(super) fn alias_sources(&self) -> Result<Option<Column<'a, Blocks<'a>>>> {
        self.optional(SectionId::AliasSources, Blocks::parse)
    }

    /// Returns the surface form number `form`, of the entry `ordinal`, and what it is. Below the number
    /// of entries a form is the text of its ordinal. The aliases are numbered behind them.
    pub(crate) fn surface(&self, form: u32, ordinal: u32) -> Result<(FormKind, Cow<'a, str>)> {
        match form.checked_sub(self.entries()) {
            None => Ok((FormKind::TEXT, Cow::Borrowed(self.texts()?.get(ordinal)?))),
            Some(alias) => self.alias_surface(alias, ordinal),
        }
    }

    /// Returns the text of the alias `alias` of `ordinal`, and what it is.
    ///
    /// Most forms that the build made are made again, which takes time in the length of a text, or
    /// that of each language if it is spelled otherwise. Besides that it takes O(log n) time for n
    /// aliases.
    fn alias_surface(&self, alias: u32, ordinal: u32) -> Result<(FormKind, Cow<'a, str>)> {
        let kind = self.alias_kind(alias)?;
        if kind.has_own_text() {
            return Ok((kind, Cow::Borrowed(self.stored_text(alias)?)));
        }
        let number = match self.alias_sources()? {
            Some(sources) => sources.get(alias as usize)?,
            None => 0,
        };
        let most = u64::from(kind.class.most_of_a_text(self.spelling_languages()));
        // Each text has room for as many as may be made of it.
        let (source, place) = (number / most, number % most);
        let text = match kind.source {
            FormSource::Text if source == 0 => self.texts()?.get(ordinal)?,
            FormSource::Text => return Err(self.bad_source("the text of an entry has a place")),
            _ => self.given_text(source, ordinal)?,
        };
        let made = self.made_of(text, kind.class, place as usize);
        let made = made.ok_or_else(|| self.bad_source("a form cannot be made of its text"))?;
        Ok((kind, made))
    }

    /// Returns the alias of `ordinal` that a form was made of. An even number is twice the place
    /// among those that are forms, an odd one among those that gave way.
    fn given_text(&self, source: u64, ordinal: u32) -> Result<&'a str> {
        let missing = || self.bad_source("a form was made of an alias that the entry lacks");
        let place = usize::try_from(source / 2).unwrap_or(usize::MAX);
        if source.is_multiple_of(2) {
            let form = self.aliases_of(ordinal)?.nth(place).ok_or_else(missing)?;
            let alias = form - self.entries();
            // Those that were given come first, and have texts of their own.
            return match self.alias_kind(alias)? {
                FormKind::ALIAS => self.stored_text(alias),
                _ => Err(missing()),
            };
        }
        let merged = self.merged_aliases()?.ok_or_else(missing)?;
        let number = merged.of_entry(ordinal)?.nth(place).ok_or_else(missing)?;
        match merged.get(number)?.text {
            "" => self.texts()?.get(ordinal),
            text => Ok(text),
        }
    }

    /// Returns the text that stands in the file for an alias.
    fn stored_text(&self, alias: u32) -> Result<&'a str> {
        self.parse(SectionId::AliasTexts, Strings::parse)?.get(alias)
    }

    /// Returns what the build made of `text`: the form number `place` of `class`. `None` if there
    /// is no such form.
    fn made_of(&self, text: &'a str, class: FormClass, place: usize) -> Option<Cow<'a, str>> {
        match class {
            FormClass::Plain => None,
            // Its marks and signs are in its key alone.
            FormClass::Verbatim => Some(Cow::Borrowed(text)),
            FormClass::Latin => Some(Cow::Owned(to_latin(text))),
            FormClass::Spelled => {
                let made = spelled(text, &spellings_of(&self.settings().languages));
                made.into_iter().nth(place).map(|spelled| Cow::Owned(spelled.text))
            }
            FormClass::Parts => {
                let mut key = String::new();
                self.analyzer().form_key(text, &mut key);
                let parts = self.analyzer().all_parts(text, &key).into_iter().nth(place);
                parts.flatten().map(Cow::Owned)
            }
            FormClass::Initials => initials(text).map(Cow::Owned),
        }
    }

    /// Returns how many languages spell texts otherwise.
    fn spelling_languages(&self) -> usize {
        spellings_of(&self.settings().languages).len()
    }

    #[cold]
    fn bad_source(&self, reason: &'static str) -> Error {
        self.corrupt(SectionId::AliasSources, reason)
    }
}
