//! The readings of the raw text: as it was typed, as typed on other layouts, all of it or a word
//! alone, transliterated, cut into parts, without what people leave out of numbers and kana, and with
//! its end as a further sign would change it.

use super::layouts;
use super::reading::Reading;
use super::via::Via;
use crate::index::View;
use crate::kind::Kind;
use crate::query::work_budget::WorkBudget;

/// Returns the readings of `raw`, which became `key`: that as it was typed first. `none_exact` says
/// that nothing matched it so.
pub(crate) fn readings(
    view: &View<'_>,
    raw: &str,
    key: &str,
    none_exact: bool,
    work: &WorkBudget,
) -> Vec<Reading> {
    let analyzer = view.analyzer();
    let read = |raw: &str, key: &str, via| {
        Reading::of_key(view.settings().kind, key, via).with_marked(view.marked_words(raw))
    };
    let mut readings = vec![read(raw, key, None)];
    let mut other = String::new();
    let whole = view.switched(raw).filter(|_| layouts::is_switched(raw, none_exact));
    let whole = whole.filter(|other| layouts::keeps_digits(raw, other));
    // The key of a literal has no words.
    let is_text = view.settings().kind == Kind::Text;
    let by_word = layouts::by_word(view, raw, work).filter(|_| is_text).map(|(_, text)| text);
    let names = view.settings().layouts.len();
    let pairs = names * names.saturating_sub(1);
    for switched in whole.chain(by_word) {
        analyzer.query_key(&switched, &mut other);
        let reading = read(&switched, &other, Some(Via::Layout));
        // Many layouts have the same letters. A word alone becomes the same only by those, or all that
        // the whole text becomes.
        let mut near = readings.iter().take(1 + pairs).chain(readings.iter().rev().take(pairs));
        if !near.any(|known| *known == reading) {
            readings.push(reading);
        }
    }
    if let Some(latin) = view.latin(raw) {
        analyzer.query_key(&latin, &mut other);
        readings.push(read(&latin, &other, Some(Via::Transliteration)));
    }
    let parts = analyzer.parts(raw, key);
    let second = analyzer.second_key(parts.as_deref().unwrap_or(key));
    let read = |key: &String| Reading::of_key(view.settings().kind, key, Some(Via::Parts));
    let unfinished = analyzer.unfinished_key(raw, key);
    readings.extend([parts, second, unfinished].iter().flatten().map(read));
    let typed = readings.first().map(|typed| typed.words.clone()).unwrap_or_default();
    // The same words again would only cost another search.
    let is_new = |reading: &Reading| {
        reading.via.is_none() || (!reading.words.is_empty() && reading.words != typed)
    };
    readings.retain(is_new);
    readings
}
