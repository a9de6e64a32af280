//! The words that a match left out, as people typed them.

use super::asked::Asked;
use crate::query::read::dropped::WITHOUT_WORDS;
use crate::query::read::via::Via;
use crate::query::score::candidate::Candidate;
use crate::query::work_budget::BYTES_A_STEP;

/// Returns the words of the query that a candidate left out: as they were typed. Those of another
/// layout or of other letters that has more words or fewer, and those for which no work is left, are
/// as they were read.
pub(super) fn dropped_words(asked: &Asked<'_>, candidate: &Candidate) -> Vec<String> {
    if candidate.tier != WITHOUT_WORDS {
        return Vec::new();
    }
    let Some(found) = asked.readings.get(candidate.reading as usize) else { return Vec::new() };
    let reading = &found.reading;
    // Where another layout or other letters make as many words, each is one that was typed. All other
    // readings leave out words of the query itself.
    let count = asked.key.split_whitespace().count();
    let is_other = matches!(reading.via, Some(Via::Layout | Via::Transliteration));
    let is_typed = !is_other || reading.words.len() + reading.dropped.len() == count;
    let typed = |position| is_typed.then(|| typed_word(asked, position)).flatten();
    let word = |position, word: &str| typed(position).unwrap_or(word).to_owned();
    reading.dropped.iter().map(|dropped| word(dropped.position, &dropped.word)).collect()
}

/// Returns what of the query became the word of its key at `position`.
fn typed_word<'a>(asked: &Asked<'a>, position: usize) -> Option<&'a str> {
    asked.spend(asked.raw.len() / BYTES_A_STEP)?;
    let mut start = 0;
    for (at, word) in asked.key.split(' ').enumerate() {
        let end = start + word.len();
        if at == position {
            let range = asked.view.analyzer().source_range(asked.raw, start..end)?;
            return asked.raw.get(range);
        }
        start = end + 1;
    }
    None
}
