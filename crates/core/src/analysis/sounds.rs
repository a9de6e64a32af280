//! Letters that sound alike, by language: what people write who spell by ear.
//!
//! The table, `data/sounds.tsv`, has one pair a line: the language, and two different spellings of one to
//! three letters each, as they stand in keys of texts. A pair holds in both directions and stands
//! there once. It lists what the ear cannot tell apart, in some places of a word at least, and no
//! more: a pair too many makes a slip cheap that nobody makes.

use std::sync::LazyLock;

/// Two spellings that sound alike.
pub(crate) type Pair = (&'static str, &'static str);

/// The pairs by language.
static ALL: LazyLock<Vec<(&'static str, Vec<Pair>)>> =
    LazyLock::new(|| parse(include_str!("../../data/sounds.tsv")));

/// Reads the table. What is not a row is left out; the tests see that nothing is.
fn parse(table: &'static str) -> Vec<(&'static str, Vec<Pair>)> {
    let mut languages: Vec<(&str, Vec<Pair>)> = Vec::new();
    for (language, pair) in table.lines().skip(1).filter_map(parse_row) {
        match languages.iter_mut().find(|(known, _)| *known == language) {
            Some((_, pairs)) => pairs.push(pair),
            None => languages.push((language, vec![pair])),
        }
    }
    languages
}

fn parse_row(line: &'static str) -> Option<(&'static str, Pair)> {
    let (language, pair) = line.split_once('\t')?;
    Some((language, pair.split_once('\t')?))
}

/// Returns the pairs of spellings that sound alike in the language with the code `language`; none if
/// the table has nothing for it.
pub(crate) fn sounds(language: &str) -> &'static [Pair] {
    ALL.iter().find(|(known, _)| *known == language).map_or(&[], |(_, pairs)| pairs)
}
