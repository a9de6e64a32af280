//! What slips cost, and how many a word may have.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};

use super::whole_number::read_whole;
use crate::error::{Error, Result};

/// The most that the slips of one word may cost.
pub(crate) const MAX_TYPO_COST: f64 = 3.0;
/// The least that an edit may cost: the unit of all costs. A free slip would be none.
pub(crate) const MIN_EDIT_COST: f64 = 1.0 / 64.0;
/// The most edits that one word may have.
pub(crate) const MAX_EDITS: u8 = 2;
const EDITS_EXPECTED: &str = "a whole number from 0 to 2";

fn read_edits<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<u8, D::Error> {
    let edits = read_whole(deserializer, EDITS_EXPECTED)?;
    // Out of range all the same, which the check tells.
    Ok(u8::try_from(edits).unwrap_or(u8::MAX))
}

/// Costs of edits by what was typed, then by what was meant: 1/64 to 3, at most 10,000 of them.
///
/// Each side is one letter as it stands in keys: in lower case, for kind `text` without marks, and
/// no digit. It is empty if a letter was left out, or typed too much. Two letters typed for the same
/// two turned around are a swap.
///
/// ```
/// use mapahead::{BuildOptions, LetterCosts, TypoSettings};
///
/// let mut letters = LetterCosts::new();
/// // Whoever types `e` often means `a`, and an `h` is often left out.
/// letters.entry("e".into()).or_default().insert("a".into(), 0.375);
/// letters.entry("".into()).or_default().insert("h".into(), 0.25);
/// let typos = TypoSettings { letters: Some(letters), ..Default::default() };
/// let options = BuildOptions { typos, ..Default::default() };
/// # let folder = tempfile::tempdir()?;
/// mapahead::IndexBuilder::new(folder.path().join("index.mapahead"), options)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub type LetterCosts = BTreeMap<String, BTreeMap<String, f64>>;

/// What slips cost, and how many a word may have. Costs are rounded to multiples of 1/64, so that
/// sums of them are exact.
///
/// ```
/// use mapahead::{BuildOptions, TypoSettings};
///
/// // On a touch screen people hit the neighboring key more often than they swap two.
/// let typos = TypoSettings { neighbor: 0.5, swap: 0.625, ..Default::default() };
/// let options = BuildOptions { typos, ..Default::default() };
/// # let folder = tempfile::tempdir()?;
/// mapahead::IndexBuilder::new(folder.path().join("index.mapahead"), options)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct TypoSettings {
    /// A letter too much, or another one: 1/64 to 3, as all that follow but `first`; by default 1.
    pub edit: f64,
    /// A letter too few; by default 0.5.
    pub dropped: f64,
    /// A letter instead of its neighbour on the keyboard; by default 0.75.
    pub neighbor: f64,
    /// A letter twice instead of once; by default 0.5.
    pub doubled: f64,
    /// A letter once instead of twice; by default 0.375.
    pub halved: f64,
    /// Two neighbouring letters swapped; by default 0.375.
    pub swap: f64,
    /// Letters instead of others that sound like them in one of the languages; by default 0.625.
    pub sound: f64,
    /// What a wrong first letter costs more, unless it is swapped: 0 to 3; by default 0.5.
    pub first: f64,
    /// Costs of single edits by letters, by default none. A cost of an edit takes the place of
    /// `edit`, `dropped`, `neighbor`, `sound` or `swap` for these letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub letters: Option<LetterCosts>,
    /// How many slips a word may have.
    pub budgets: TypoBudgets,
}

/// Bounds the slips of typed words: of one that is still being typed, and of one that white space
/// closed. Each list rises by the typed length.
///
/// ```
/// use mapahead::{BuildOptions, TypoBudget, TypoBudgets, TypoSettings};
///
/// // Only words that were typed to their end have slips.
/// let closed = vec![TypoBudget { from: 6, edits: 1, cost: 1.0, cheap_only: false }];
/// let budgets = TypoBudgets { open: vec![], closed };
/// let typos = TypoSettings { budgets, ..Default::default() };
/// let options = BuildOptions { typos, ..Default::default() };
/// # let folder = tempfile::tempdir()?;
/// mapahead::IndexBuilder::new(folder.path().join("index.mapahead"), options)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct TypoBudgets {
    /// Of a word that is the last of the query, and goes on.
    pub open: Vec<TypoBudget>,
    /// Of a word that white space follows.
    pub closed: Vec<TypoBudget>,
}

/// Bounds the slips of one typed word.
///
/// ```
/// use mapahead::{BuildOptions, TypoBudget, TypoBudgets, TypoSettings};
///
/// // No slips in words of up to five letters, one plain edit in longer ones.
/// let open = vec![TypoBudget { from: 6, edits: 1, cost: 1.0, cheap_only: false }];
/// let budgets = TypoBudgets { closed: open.clone(), open };
/// let typos = TypoSettings { budgets, ..Default::default() };
/// let options = BuildOptions { typos, ..Default::default() };
/// # let folder = tempfile::tempdir()?;
/// mapahead::IndexBuilder::new(folder.path().join("index.mapahead"), options)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct TypoBudget {
    /// From which typed length on it holds, in characters.
    pub from: usize,
    /// The most edits, 0 to 2. Two where the first letter is right.
    #[serde(deserialize_with = "read_edits")]
    pub edits: u8,
    /// The most they may cost together, 0 to 3.
    pub cost: f64,
    /// Whether only swaps, letters twice or once, and neighboring keys are edits.
    pub cheap_only: bool,
}

/// Chosen on one half of the slips of `benches/relevance`, English and Russian, by changing one
/// constant at a time and asking `mapahead eval`; docs/performance.md says what they reach on the
/// other half. One is a judgment: those slips are misspellings rather than slips of the finger, and
/// for them alone a neighboring key would cost almost a plain edit. A closed word may have two edits
/// from 5 letters on, since nothing is missing from it; an open one from 7, since most of what it
/// may become is not typed yet.
impl Default for TypoSettings {
    fn default() -> Self {
        let budget = |from, edits, cost, cheap_only| TypoBudget { from, edits, cost, cheap_only };
        TypoSettings {
            edit: 1.0,
            dropped: 0.5,
            neighbor: 0.75,
            doubled: 0.5,
            halved: 0.375,
            swap: 0.375,
            sound: 0.625,
            first: 0.5,
            letters: None,
            budgets: TypoBudgets {
                open: vec![
                    budget(3, 1, 0.75, true),
                    budget(4, 1, 1.5, false),
                    budget(7, 2, 2.0, false),
                ],
                closed: vec![
                    budget(3, 1, 0.75, true),
                    budget(4, 1, 1.5, false),
                    budget(5, 2, 2.5, false),
                ],
            },
        }
    }
}

impl TypoSettings {
    /// Checks the ranges. Costs by letters are checked where keys are made, in `analysis`.
    pub(crate) fn check(&self) -> Result<()> {
        let costs = [
            ("typos.edit", self.edit),
            ("typos.dropped", self.dropped),
            ("typos.neighbor", self.neighbor),
            ("typos.doubled", self.doubled),
            ("typos.halved", self.halved),
            ("typos.swap", self.swap),
            ("typos.sound", self.sound),
        ];
        for (option, value) in costs {
            if !(MIN_EDIT_COST..=MAX_TYPO_COST).contains(&value) {
                let expected = format!("a number from {MIN_EDIT_COST} to {MAX_TYPO_COST}");
                return Err(Error::InvalidOption { option, expected, got: value.to_string() });
            }
        }
        // It may be 0: a first letter like any other.
        check_bound("typos.first", self.first)?;
        self.budgets.check()
    }
}

impl TypoBudgets {
    fn check(&self) -> Result<()> {
        let open =
            ["typos.budgets.open.cost", "typos.budgets.open.edits", "typos.budgets.open.from"];
        let closed = [
            "typos.budgets.closed.cost",
            "typos.budgets.closed.edits",
            "typos.budgets.closed.from",
        ];
        check_budgets(&self.open, open)?;
        check_budgets(&self.closed, closed)
    }
}

/// Checks the budgets of one kind of words. The names are those of their members.
fn check_budgets(budgets: &[TypoBudget], [cost, edits, from]: [&'static str; 3]) -> Result<()> {
    for budget in budgets {
        // It may be 0: a budget that allows nothing.
        check_bound(cost, budget.cost)?;
        if budget.edits > MAX_EDITS {
            let (expected, got) = (EDITS_EXPECTED.to_owned(), budget.edits.to_string());
            return Err(Error::InvalidOption { option: edits, expected, got });
        }
    }
    // Strictly, since of two budgets for one length the first would never hold.
    if !budgets.is_sorted_by(|a, b| a.from < b.from) {
        let froms: Vec<usize> = budgets.iter().map(|budget| budget.from).collect();
        let (expected, got) = ("rising".to_owned(), format!("{froms:?}"));
        return Err(Error::InvalidOption { option: from, expected, got });
    }
    Ok(())
}

fn check_bound(option: &'static str, value: f64) -> Result<()> {
    if (0.0..=MAX_TYPO_COST).contains(&value) {
        return Ok(());
    }
    let expected = format!("a number from 0 to {MAX_TYPO_COST}");
    Err(Error::InvalidOption { option, expected, got: value.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_of_slips_are_checked() {
        let text = |change: fn(&mut TypoSettings)| {
            let mut settings = TypoSettings::default();
            change(&mut settings);
            settings.check().map_err(|error| error.to_string())
        };
        assert_eq!(text(|_| ()), Ok(()));
        assert!(text(|typos| typos.doubled = 0.0).unwrap_err().starts_with("typos.doubled"));
        assert_eq!(text(|typos| typos.first = 0.0), Ok(()));
        assert!(text(|typos| typos.swap = -1.0).unwrap_err().starts_with("typos.swap"));
        assert!(
            text(|typos| typos.budgets.open[0].cost = 3.5)
                .unwrap_err()
                .contains("budgets.open.cost")
        );
        assert!(
            text(|typos| typos.budgets.closed[1].edits = 3)
                .unwrap_err()
                .contains("budgets.closed.edits")
        );
        assert!(
            text(|typos| typos.budgets.open.reverse()).unwrap_err().contains("budgets.open.from")
        );
    }

    #[test]
    fn a_file_leaves_nothing_of_a_budget_out() {
        let read = serde_json::from_str::<TypoBudget>;
        assert!(read(r#"{"from":3,"edits":1,"cost":1,"cheapOnly":false}"#).is_ok());
        assert!(read(r#"{"from":3,"edits":1,"cost":1}"#).is_err());
    }
}
