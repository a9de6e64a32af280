//! Keys cut into parts: at camel case, and where letters meet digits.

use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// A text with a space before each word that camel case begins.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct SpacedText {
    /// The text with the spaces.
    pub(crate) text: String,
    /// The places in the text as it was where spaces were put in, rising.
    places: Vec<usize>,
}

impl SpacedText {
    /// Returns the place in the text as it was of a place in the text with spaces.
    pub(crate) fn source(&self, place: usize) -> usize {
        // Each space before it moved it by a byte.
        let before = (0..).zip(&self.places).take_while(|&(number, at)| at + number < place);
        place.saturating_sub(before.count())
    }
}

/// Returns `text` with a space before each capital letter behind a small one, and before each
/// behind another capital that a small letter follows, which does not end the word. `None` if there
/// is none: `XMLHttpRequest` is `XML Http Request`, `DVDs` is one word.
pub(crate) fn spaced(text: &str) -> Option<SpacedText> {
    let places = places(text);
    if places.is_empty() {
        return None;
    }
    let (mut spaced, mut start) = (String::with_capacity(text.len() + places.len()), 0);
    for &place in &places {
        spaced.push_str(text.get(start..place).unwrap_or_default());
        spaced.push(' ');
        start = place;
    }
    spaced.push_str(text.get(start..).unwrap_or_default());
    Some(SpacedText { text: spaced, places })
}

/// A letter of a text, as far as camel case goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Case {
    Small,
    Capital,
    #[default]
    Neither,
}

/// Returns where camel case begins a word.
fn places(text: &str) -> Vec<usize> {
    let mut places = Vec::new();
    // Most texts are of words with a capital at most at their beginning: a look at their bytes is
    // enough for them.
    let is_plain = |pair: &[u8]| !(pair[0].is_ascii_alphabetic() && pair[1].is_ascii_uppercase());
    if text.is_ascii() && text.as_bytes().windows(2).all(is_plain) {
        return places;
    }
    // The three letters before, the last one first.
    let mut before = [Case::default(); 3];
    let mut last_capital = 0;
    for (at, ch) in text.char_indices() {
        // A mark belongs to the letter before it.
        if !ch.is_ascii() && ch.general_category_group() == GeneralCategoryGroup::Mark {
            continue;
        }
        let case = match ch {
            _ if ch.is_lowercase() => Case::Small,
            _ if ch.is_uppercase() => Case::Capital,
            _ => Case::Neither,
        };
        if before == [Case::Small, Case::Capital, Case::Capital] && ch.is_alphabetic() {
            places.push(last_capital);
        }
        if case == Case::Capital {
            if before[0] == Case::Small {
                places.push(at);
            }
            last_capital = at;
        }
        before = [case, before[0], before[1]];
    }
    places
}

/// What a character of a key is to a cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Letter,
    Digit,
    Neither,
}

impl Side {
    fn of(ch: char) -> Self {
        match ch {
            'a'..='z' => Side::Letter,
            '0'..='9' => Side::Digit,
            _ if ch.is_ascii() => Side::Neither,
            _ => match ch.general_category() {
                GeneralCategory::DecimalNumber => Side::Digit,
                // A mark belongs to the letter before it.
                _ => match ch.general_category_group() {
                    GeneralCategoryGroup::Letter | GeneralCategoryGroup::Mark => Side::Letter,
                    _ => Side::Neither,
                },
            },
        }
    }
}

/// Returns `key` with a space between each letter and digit that stand beside each other. `None` if
/// none do: `rtx3080` is `rtx 3080`.
pub(crate) fn cut_at_numbers(key: &str) -> Option<String> {
    // Most keys have no digit, which their bytes tell if they are ASCII.
    if key.is_ascii() && !key.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut cut = String::with_capacity(key.len() + 4);
    let mut before = Side::Neither;
    for ch in key.chars() {
        let side = Side::of(ch);
        if before != side && before != Side::Neither && side != Side::Neither {
            cut.push(' ');
        }
        cut.push(ch);
        before = side;
    }
    Some(cut).filter(|cut| cut.len() > key.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn camel_case_begins_a_word_at_a_capital_behind_a_small_letter_or_before_one() {
        for (text, expected) in [
            ("XMLHttpRequest", "XML Http Request"),
            ("getElementById", "get Element By Id"),
            ("iPhone eBay", "i Phone e Bay"),
            ("parseHTMLTable", "parse HTML Table"),
            ("привет\u{301}Мир", "привет\u{301} Мир"),
            ("e\u{301}Éa", "e\u{301} Éa"),
            ("ÉcoleNormale", "École Normale"),
            ("ΑΒΓδεζ", "ΑΒ Γδεζ"),
        ] {
            assert_eq!(spaced(text).map(|spaced| spaced.text).as_deref(), Some(expected));
        }
        for text in ["DVDs", "New York", "ABC", "A1b", "o'Neil", "a-B", "東京タワー", "", "Ä"]
        {
            assert_eq!(spaced(text), None, "{text}");
        }
    }

    #[test]
    fn each_place_of_a_spaced_text_leads_back() {
        let spaced = spaced("aBcD é").unwrap();
        assert_eq!(spaced.text, "a Bc D é");
        let sources: Vec<usize> = (0..=9).map(|place| spaced.source(place)).collect();
        assert_eq!(sources, [0, 1, 1, 2, 3, 3, 4, 5, 6, 7]);
    }

    #[test]
    fn keys_are_cut_where_letters_meet_digits() {
        for (key, expected) in [
            ("rtx3080 card", Some("rtx 3080 card")),
            ("m8x30", Some("m 8 x 30")),
            ("25.4mm", Some("25.4 mm")),
            ("3м 10й", Some("3 м 10 й")),
            ("टी20", Some("टी 20")),
            ("c++11", None),
            ("new york 10", None),
            ("東京", None),
            ("", None),
        ] {
            assert_eq!(cut_at_numbers(key).as_deref(), expected, "{key}");
        }
    }
}
