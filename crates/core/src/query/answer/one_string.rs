//! How a form matched as one string: how far it was typed, and by which edits.

use super::align::MatchedWord;
use super::asked::Asked;
use super::edit_kind::Edit;
use super::edits::trace_one;
use crate::query::read::reading::Reading;
use crate::query::score::candidate::Candidate;
use crate::query::score::match_kind::MatchKind;
use crate::query::terms::one_string::OneString;
use crate::query::terms::typed_letters::TypedLetters;

/// So many pairs of letters that are compared are a step.
const LETTER_PAIRS_A_STEP: usize = 32;

/// A form that matched as one string.
pub(super) struct OneMatch {
    /// The key of the form.
    key: Vec<char>,
    /// The query and the form.
    typed: OneString,
    form: OneString,
    /// How far the form was typed.
    end: usize,
}

impl OneMatch {
    /// Finds how far the form with `words` was typed. `None` if no work is left for it.
    pub(super) fn find(
        asked: &Asked<'_>,
        reading: &Reading,
        words: &[Vec<char>],
        candidate: &Candidate,
    ) -> Option<Self> {
        let kind = asked.view.settings().kind;
        let key = words.join(&' ');
        let typed = OneString::of_query(kind, reading.words.first()?);
        let form = OneString::of_form(kind, &key);
        let pairs = if candidate.cost == 0 { 0 } else { typed.chars().len() * form.chars().len() };
        asked.spend(1 + (key.len() + pairs) / LETTER_PAIRS_A_STEP)?;
        let found = OneMatch { key, typed, form, end: 0 };
        let end = match candidate.cost {
            // Without slips the letters are those that were typed.
            0 => found.form.end_of_letter(found.typed.letters().count().checked_sub(1)?)?,
            cost => found.end_at(asked, reading, candidate.kind, cost)?,
        };
        Some(OneMatch { end, ..found })
    }

    /// Returns the last end of the form up to which the query costs `cost`.
    fn end_at(
        &self,
        asked: &Asked<'_>,
        reading: &Reading,
        kind: MatchKind,
        cost: u32,
    ) -> Option<usize> {
        let letters = self.typed_letters(asked, reading);
        let costs = letters.costs_of_prefixes(self.form.chars());
        let ends = |end: &usize| match kind {
            MatchKind::Whole => self.form.is_whole(*end),
            _ => !reading.closed || self.form.closes(*end),
        };
        let is_cost = |end: &usize| costs.get(*end).copied().flatten().map(u32::from) == Some(cost);
        (0..costs.len()).rev().filter(ends).find(is_cost)
    }

    fn typed_letters<'o>(&'o self, asked: &'o Asked<'_>, reading: &Reading) -> TypedLetters<'o> {
        let budget =
            asked.options.budget(asked.view, self.typed.letters().count(), !reading.closed);
        TypedLetters::of_one(&self.typed, budget, asked.costs())
    }

    /// Returns the part of the key of the form that was typed.
    pub(super) fn typed_key(&self) -> &[char] {
        self.key.get(..self.form.reach(self.end)).unwrap_or_default()
    }

    /// Returns what of each of the `words` of the form was typed.
    pub(super) fn words(&self, words: &[Vec<char>]) -> Vec<MatchedWord> {
        let mut left = self.typed_key().len();
        let mut matched = Vec::new();
        for (position, word) in words.iter().enumerate() {
            if left == 0 {
                break;
            }
            let chars = word.len().min(left);
            matched.push(MatchedWord { position, start: 0, chars, typed: 0, is_indirect: false });
            // And the space that follows.
            left = left.saturating_sub(word.len() + 1);
        }
        matched
    }

    /// Returns the edits, first to last. `None` if no work is left for them.
    pub(super) fn edits(&self, asked: &Asked<'_>, reading: &Reading) -> Option<Vec<Edit>> {
        let meant = self.form.chars().get(..self.end)?;
        asked.spend(1 + self.typed.chars().len())?;
        Some(trace_one(&self.typed_letters(asked, reading), meant).unwrap_or_default())
    }
}
