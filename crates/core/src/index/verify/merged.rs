//! Verifying what is kept only to be read back: merged aliases, and synonym rules.

use super::verification::Verification;
use crate::error::Result;
use crate::index::merged::MergedAlias;

impl Verification<'_> {
    /// Merged aliases stand by entry and place, and each gave way to a form of its entry that has
    /// its key and no smaller factor.
    pub(super) fn check_merged(&self) -> Result<()> {
        let view = self.opened.view();
        let Some(merged) = view.merged_aliases()? else { return Ok(()) };
        merged.ordinals.verify()?;
        merged.places.verify()?;
        merged.factors.verify()?;
        merged.texts.verify()?;
        let is_any = merged.len() > 0;
        merged.ordinals.ensure(is_any, "there are none, so the section should be absent")?;
        let mut before: Option<(u32, u32)> = None;
        let mut given = 0;
        for number in 0..merged.len() {
            let ordinal = u32::try_from(merged.ordinals.get(number)?).unwrap_or(u32::MAX);
            let is_entry = ordinal < self.entries();
            merged.ordinals.ensure(is_entry, "an alias is of no entry")?;
            let alias = merged.get(number)?;
            let place = (ordinal, alias.place);
            let rises = before.is_none_or(|before| before < place);
            merged.places.ensure(rises, "merged aliases are not in the order of their records")?;
            if before.is_none_or(|(other, _)| other != ordinal) {
                given = view.aliases_as_stored(ordinal)? + merged.of_entry(ordinal)?.len();
            }
            // The last place is that of the last alias.
            let is_place = (alias.place as usize) < given;
            merged.places.ensure(is_place, "an alias has a place behind the last")?;
            let is_text = alias.text == self.texts.get(ordinal)?;
            merged.texts.ensure(!is_text, "an alias that is the text is not left empty")?;
            self.check_gave_way(ordinal, &alias)?;
            before = Some(place);
        }
        Ok(())
    }

    fn check_gave_way(&self, ordinal: u32, alias: &MergedAlias<'_>) -> Result<()> {
        let view = self.opened.view();
        if alias.text.is_empty() {
            return Ok(());
        }
        let key_of = |text: &str| {
            let mut key = String::new();
            self.opened.analyzer.form_key(text, &mut key);
            key
        };
        let key = key_of(alias.text);
        let mut is_there = key == key_of(self.texts.get(ordinal)?);
        for number in view.aliases_of(ordinal)? {
            // Only what is searched as an alias is stands in for one.
            let class = self.kind_of(number).class;
            let is_same = class.mark().is_none()
                && self.forms.factor_of(number)? >= alias.factor
                && key_of(&view.surface(number, ordinal)?.1) == key;
            is_there |= is_same;
        }
        let Some(merged) = view.merged_aliases()? else { return Ok(()) };
        merged.texts.ensure(is_there, "an alias gave way to no form of its entry")
    }

    /// Every synonym rule is a line.
    pub(super) fn check_synonyms(&self) -> Result<()> {
        let Some(rules) = self.opened.view().synonym_rules()? else { return Ok(()) };
        rules.verify()?;
        rules.ensure(rules.len() > 0, "there are none, so the section should be absent")?;
        for number in 0..rules.len() {
            let rule = rules.get(u32::try_from(number).unwrap_or(u32::MAX))?;
            let is_line = !rule.trim().is_empty() && !rule.contains(['\n', '\r']);
            rules
                .ensure(is_line && !rule.starts_with('#'), "a synonym rule is no line of rules")?;
        }
        Ok(())
    }
}
