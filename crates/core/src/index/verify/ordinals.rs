//! Verifying what each ordinal has: its text and place in the order, its id and its payload.

use super::verification::Verification;
use crate::error::Result;
use crate::format::section_id::SectionId;

impl Verification<'_> {
    /// Weights are numbers that fall with the ordinal; equal ones stand by the length of their text,
    /// then by their text.
    pub(super) fn check_entries(&self) -> Result<()> {
        self.forms.verify_sections()?;
        self.texts.verify()?;
        let weights = self.forms.weights();
        let mut before: Option<(f64, (usize, &str))> = None;
        for ordinal in 0..self.entries() {
            let weight = self.forms.of_number(ordinal)?.weight;
            // It compares as 0, so two builds of one input could differ in it.
            weights.ensure(weight.is_sign_positive(), "a weight is −0")?;
            let text = self.texts.get(ordinal)?;
            let text = (text.chars().count(), text);
            if let Some((heavier, text_before)) = before {
                let falls = weight < heavier || (weight == heavier && text_before <= text);
                weights.ensure(falls, "entries are out of order")?;
            }
            before = Some((weight, text));
        }
        Ok(())
    }

    /// Every id is found where a look-up searches it.
    pub(super) fn check_ids(&self) -> Result<()> {
        let view = self.opened.view();
        // Opening has checked that ids have a table.
        let (Some(ids), Some(buckets)) = (view.ids()?, view.id_buckets()?) else {
            return view.ensure_absent(SectionId::IdBuckets, "there is a table without ids");
        };
        ids.verify()?;
        let get = |ordinal: u32| {
            let id = ids.view().get(ordinal as usize);
            id.map(|id| id.filter(|id| !id.is_empty()))
        };
        let mut count = 0;
        for ordinal in 0..self.entries() {
            count += usize::from(ids.blame(get(ordinal))?.is_some());
        }
        // Together with each id in its bucket once, this leaves no id out.
        buckets.ensure(count == buckets.view().len(), "the table lacks or repeats ids")?;
        buckets.blame(buckets.view().verify(get))
    }

    /// Every payload is JSON.
    pub(super) fn check_payloads(&self) -> Result<()> {
        let Some(payloads) = self.opened.view().payloads()? else { return Ok(()) };
        payloads.verify()?;
        for ordinal in 0..self.entries() {
            let payload = payloads.get(ordinal)?;
            let is_json = payload.is_empty()
                || serde_json::from_str::<serde::de::IgnoredAny>(payload).is_ok();
            payloads.ensure(is_json, "a payload is not JSON")?;
        }
        Ok(())
    }
}
