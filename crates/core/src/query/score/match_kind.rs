//! What of a form was typed, and the quality that this gives a match.

use crate::analysis::units::cost_of;
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

    /// Returns the quality of a match of this kind with slips of `cost` units.
    #[inline]
    pub(crate) fn quality(self, quality: &QueryQuality, cost: u32) -> f64 {
        let constant = quality.constant(self, cost);
        // Most matches have no slip, and a power takes as long as reading a form.
        if cost == 0 {
            constant
        } else {
            constant * quality.settings.typo_base.powf(-cost_of(cost))
        }
    }
}

/// So many typed letters, with slips, are worth no more as a whole form than as its beginning: a
/// short wrong word is rarely all that was meant.
const RAMP_START: usize = 5;
/// So many count as a whole form does without slips.
const RAMP_END: usize = 10;

/// The constants of the score for the matches of one query.
#[derive(Debug, Clone, Copy)]
pub(crate) struct QueryQuality {
    /// Those of the build.
    pub(crate) settings: Quality,
    /// For a form that was typed whole, with slips.
    slipped_whole: f64,
}

impl QueryQuality {
    /// Makes them for a query with the key `key`.
    pub(crate) fn new(settings: &Quality, key: &str) -> Self {
        let letters = key.chars().filter(|letter| !letter.is_whitespace()).count();
        let risen = letters.clamp(RAMP_START, RAMP_END) - RAMP_START;
        let part = risen as f64 / (RAMP_END - RAMP_START) as f64;
        let slipped_whole = settings.prefix + (settings.whole - settings.prefix) * part;
        QueryQuality { settings: *settings, slipped_whole }
    }

    /// Returns the constant for a match of `kind` with slips of `cost` units.
    #[inline]
    pub(crate) fn constant(&self, kind: MatchKind, cost: u32) -> f64 {
        match (kind, cost) {
            (MatchKind::Whole, 0) => self.settings.whole,
            (MatchKind::Whole, _) => self.slipped_whole,
            (MatchKind::Prefix, _) => self.settings.prefix,
            (MatchKind::Words, 0) => self.settings.words,
            (MatchKind::Words, _) => self.settings.slipped_words,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::Kind;

    #[test]
    fn a_whole_form_with_slips_is_worth_more_the_more_letters_were_typed() {
        let settings = Quality::for_kind(Kind::Text);
        for (key, expected) in [
            ("", 1.0),
            ("abcde", 1.0),
            ("abcd ef ", 2.8),
            ("собака", 2.8),
            ("abcdefgh", 6.4),
            ("abcd efghij", 10.0),
            ("abcdefghijklmnop", 10.0),
        ] {
            let quality = QueryQuality::new(&settings, key);
            let told = quality.constant(MatchKind::Whole, 1);
            assert!((told - expected).abs() < 1e-9, "{key}: {told}");
            assert_eq!(quality.constant(MatchKind::Whole, 0), settings.whole);
        }
        let quality = QueryQuality::new(&settings, "abc");
        assert_eq!(quality.constant(MatchKind::Words, 0), settings.words);
        assert_eq!(quality.constant(MatchKind::Words, 24), settings.slipped_words);
    }
}
