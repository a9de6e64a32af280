//! The words of a text with the marks that its key lost.
//!
//! Keys have no marks where people leave them out, but stemmers know endings with them: `réparé` is
//! a form of *réparer*, and `repare` is none. So stems are made of both. Persian parts endings by a
//! sign that keys do not have either, and the nasals of Hindi endings are letters there. Both are
//! taken for marks here.

use super::element::{Element, compose_all, sort_marks};
use super::fold::indic;
use super::fold::marks::{END_OF_STEM, is_dropped, is_mark};
use super::fold::{decomposed, fold_with_endings, unmarked};
use super::words::numbers::LastComma;
use super::{fast, general};

/// A word of the key of a text that lost marks on its way there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MarkedWord {
    /// Which word of the key it is, from 0.
    pub(crate) position: usize,
    /// The word as it stands in the key.
    pub(crate) word: String,
    /// The word with its marks, case folded.
    pub(crate) marked: String,
}

/// Returns the words of the key of `text` that lost marks, in order.
pub(super) fn marked_words(text: &str) -> Vec<MarkedWord> {
    if !fast::may_lose_marks(text) {
        return Vec::new();
    }
    let with_marks = fold_with_endings(text);
    let key = general::analyze_text(text, LastComma::AsItStands).elements;
    let both = key.split(is_space).zip(with_marks_by_word(&key, &with_marks)).enumerate();
    let both = both.filter_map(|(position, (word, mut marked))| {
        compose_all(&mut marked);
        let (word, marked) = (text_of(word), text_of(&marked));
        // Kana and Hangul are other letters in keys, which is no mark that they lose.
        let lost = marked != word && fast::may_lose_marks(&marked);
        // A sign that becomes two words leaves what is between them in both.
        (lost && unmarked_text(&marked) == word).then_some(MarkedWord { position, word, marked })
    });
    both.collect()
}

/// Returns folded `text` without the marks that a key would not have, and its nasals as a key spells
/// them.
pub(super) fn unmarked_text(text: &str) -> String {
    let mut elements = decomposed(text);
    elements.retain(|element| !is_dropped(element.ch));
    sort_marks(&mut elements);
    let mut elements = unmarked(&elements);
    // The key of `करेंगे` has another letter for the nasal, which no ending has.
    indic::spell_nasals(&mut elements);
    compose_all(&mut elements);
    text_of(&elements)
}

fn is_space(element: &Element) -> bool {
    element.ch == ' '
}

fn text_of(elements: &[Element]) -> String {
    elements.iter().map(|element| element.ch).collect()
}

/// Returns what of `with_marks` became each of the words of `key`.
fn with_marks_by_word(key: &[Element], with_marks: &[Element]) -> Vec<Vec<Element>> {
    let mut words = vec![Vec::new()];
    let mut at = 0;
    let mut is_kept = false;
    for element in with_marks {
        // A mark goes where the letter before it went.
        if !is_mark(element.ch) && element.ch != END_OF_STEM {
            // Letters keep the order of the text, so the first that ends behind the start of this
            // one may be what became of it.
            while let Some(before) = key.get(at).filter(|kept| kept.end <= element.start) {
                if is_space(before) {
                    words.push(Vec::new());
                }
                at += 1;
            }
            is_kept = key.get(at).is_some_and(|kept| kept.start <= element.start);
        }
        if is_kept && let Some(word) = words.last_mut() {
            word.push(*element);
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str) -> Vec<(usize, String, String)> {
        let words = marked_words(text).into_iter();
        words.map(|word| (word.position, word.word, word.marked)).collect()
    }

    #[test]
    fn words_have_the_marks_that_their_key_lost() {
        let word = |position, word: &str, marked: &str| (position, word.into(), marked.into());
        for (text, expected) in [
            ("plain words 12", vec![]),
            (
                "Crème brûlée d'été",
                vec![
                    word(0, "creme", "crème"),
                    word(1, "brulee", "brûlée"),
                    word(2, "dete", "dété"),
                ],
            ),
            ("e\u{301}te\u{301} ete", vec![word(0, "ete", "été")]),
            ("Kapı (açık)", vec![word(0, "kapi", "kapı"), word(1, "acik", "açık")]),
            ("Ærø, Straße", vec![word(0, "aero", "ærø")]),
            ("ёлка и йод", vec![word(0, "елка", "ёлка")]),
            ("شجرة أحمد", vec![word(1, "احمد", "أحمد")]),
            ("שָׁלוֹם ירושלים", vec![word(0, "שלום", "שָׁלוֹם")]),
            ("می\u{200C}خواهم", vec![word(0, "ميخواهم", "می\u{200C}خواهم")]),
            ("हिन्दी 北京 서울 ひらがな é", vec![word(4, "e", "é")]),
            ("करेंगे हिन्दी", vec![word(0, "करेङ्गे", "करेंगे")]),
        ] {
            assert_eq!(marked(text), expected, "{text}");
        }
    }

    #[test]
    fn a_sign_of_two_words_gives_neither_of_them_what_stands_between() {
        assert!(marked("℀").is_empty());
    }

    #[test]
    fn every_letter_that_loses_marks_is_seen_before_words_are_made() {
        for ch in ('\u{80}'..'\u{3000}').filter(|ch| !is_mark(*ch)) {
            let text = format!("a{ch}");
            let seen = fast::may_lose_marks(&text);
            let mut with_marks = fold_with_endings(&text);
            compose_all(&mut with_marks);
            let key = general::analyze_text(&text, LastComma::AsItStands).elements;
            let lost = text_of(&with_marks) != text_of(&key);
            assert!(seen || !lost || marked(&text).is_empty(), "{ch:?}");
        }
    }
}
