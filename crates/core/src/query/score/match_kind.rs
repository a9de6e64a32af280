//! What of a form was typed, and the quality that this gives a match.

use crate::analysis::costs::cost_of;
use crate::settings::Quality;

/// What of a surface form was typed.
///
/// ```
/// use mapahead::{Index, MatchKind, SuggestOptions};
///
/// # use mapahead::{BuildOptions, Format, IndexBuilder};
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("index.mapahead");
/// # let mut builder = IndexBuilder::new(&path, BuildOptions::default())?;
/// # let records = r#"text,id,weight
/// # Berlin,berlin,3769
/// # Bern,bern,134
/// # New York,nyc,8336
/// # "#;
/// # builder.add_reader("records", Format::Csv, records.as_bytes())?;
/// # builder.finish()?;
/// # let index = Index::open(&path)?;
/// let kinds = |query| -> mapahead::Result<MatchKind> {
///     Ok(index.suggest(query, &SuggestOptions::default())?.suggestions[0].matched.kind)
/// };
/// assert_eq!(kinds("bern")?, MatchKind::Whole);
/// assert_eq!(kinds("ber")?, MatchKind::Prefix);
/// assert_eq!(kinds("york")?, MatchKind::Words);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
#[non_exhaustive]
pub enum MatchKind {
    /// All of it.
    #[default]
    Whole,
    /// A prefix of it.
    Prefix,
    /// Words inside it, in any order.
    Words,
}

impl MatchKind {
    /// Returns the code: `"whole"`, `"prefix"` or `"words"`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            MatchKind::Whole => "whole",
            MatchKind::Prefix => "prefix",
            MatchKind::Words => "words",
        }
    }

    /// Returns the constant of the score for a match of this kind.
    #[inline]
    pub(crate) fn constant(self, quality: &Quality) -> f64 {
        match self {
            MatchKind::Whole => quality.whole,
            MatchKind::Prefix => quality.prefix,
            MatchKind::Words => quality.words,
        }
    }

    /// Returns the quality of a match of this kind with slips of `cost` units.
    #[inline]
    pub(crate) fn quality(self, quality: &Quality, cost: u32) -> f64 {
        let constant = self.constant(quality);
        // Most matches have no slip, and a power takes as long as reading a form.
        if cost == 0 { constant } else { constant * quality.typo_base.powf(-cost_of(cost)) }
    }
}
