//! Signs that normalization (NFKC) would make letters and digits of, which they are not, and the
//! digits of all scripts.

use std::ops::Range;

use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

use super::hangul;
use super::marks::{is_dropped, is_mark};
use crate::analysis::element::{Element, push_decomposed};

/// From how many letters on a superscript digit behind them names a footnote. Units are shorter:
/// `m²`, `cm³`.
const FOOTNOTE_LETTERS: usize = 4;

/// Says whether `ch` only claims a right to the name before it.
pub(in crate::analysis) fn is_trade_sign(ch: char) -> bool {
    matches!(ch, '™' | '℠' | '©' | '®')
}

/// Says whether `ch` is a superscript digit.
pub(in crate::analysis) fn is_superscript(ch: char) -> bool {
    matches!(ch, '\u{B2}' | '\u{B3}' | '\u{B9}' | '\u{2070}' | '\u{2074}'..='\u{2079}')
}

/// Says whether `ch` is a fraction in one character, such as `½`.
pub(in crate::analysis) fn is_fraction(ch: char) -> bool {
    matches!(ch, '\u{BC}'..='\u{BE}' | '\u{2150}'..='\u{215F}' | '\u{2189}')
}

/// Decomposes the characters of a text, one after the other, as people mean them.
#[derive(Debug, Default)]
pub(super) struct Decomposer {
    pub(super) elements: Vec<Element>,
    /// Whether the element that was pushed last ends a fraction.
    after_fraction: bool,
}

impl Decomposer {
    /// Appends what stands for `ch`, at the bytes `source` of the text.
    ///
    /// A superscript digit that names a footnote stands for nothing. A fraction is kept apart from
    /// the digits beside it: `1½` is `1 1/2` and not `11/2`.
    pub(super) fn push(&mut self, ch: char, source: Range<usize>) {
        if is_superscript(ch) && self.ends_word() {
            return;
        }
        let (start, is_fraction) = (self.elements.len(), is_fraction(ch));
        let after_digit = (is_fraction || self.after_fraction)
            && self.letters_before().next().is_some_and(is_digit);
        push_decomposed(ch, source.clone(), &mut self.elements);
        if after_digit && self.elements.get(start).is_some_and(|first| is_digit(first.ch)) {
            self.elements.insert(start, Element::new(' ', source.start..source.start));
        }
        // What is dropped later does not part a fraction from what follows.
        self.after_fraction = is_fraction || self.after_fraction && !counts(ch);
    }

    /// Returns whether a word ends here that is long enough for a footnote.
    fn ends_word(&self) -> bool {
        let letters = self.letters_before().take_while(|ch| is_letter(*ch));
        letters.take(FOOTNOTE_LETTERS).count() == FOOTNOTE_LETTERS
    }

    /// Returns the characters so far, the last first. Marks do not count, and syllables count once,
    /// so it is the same whether a text is composed or not.
    fn letters_before(&self) -> impl Iterator<Item = char> {
        self.elements.iter().rev().map(|element| element.ch).filter(|ch| counts(*ch))
    }
}

fn counts(ch: char) -> bool {
    !is_mark(ch) && !is_dropped(ch) && !hangul::continues_syllable(ch)
}

fn is_letter(ch: char) -> bool {
    ch.general_category_group() == GeneralCategoryGroup::Letter
}

fn is_digit(ch: char) -> bool {
    ch.general_category() == GeneralCategory::DecimalNumber
}

/// Returns the digit from 0 to 9 that `ch` is in its script, if it is one beyond ASCII.
///
/// Unicode puts the ten digits of a set one after the other, from zero on, and never moves them.
pub(super) fn ascii_digit(ch: char) -> Option<char> {
    // Before the first other set, and where the letters of large alphabets are, there is none.
    if matches!(ch, '\0'..'\u{660}' | '\u{2000}'..='\u{A61F}' | '\u{AC00}'..='\u{D7FF}') {
        return None;
    }
    if !is_digit(ch) {
        return None;
    }
    let set = ('\u{660}'..=ch).rev().take_while(|ch| is_digit(*ch)).count();
    char::from_digit(u32::try_from((set + 9) % 10).ok()?, 10)
}

#[cfg(test)]
mod tests {
    use unicode_normalization::char::decompose_compatible;

    use super::*;
    use crate::analysis::key_tests::{any_scalar, key};
    use crate::kind::Kind;

    #[test]
    fn signs_go_and_superscripts_stay_with_units() {
        for (text, expected) in [
            ("Hitman™: The Complete", "hitman the complete"),
            ("Kilo™", "kilo"),
            ("Foo® Bar℠ ©2024", "foo bar 2024"),
            ("m² cm³ km² 10⁻³", "m2 cm3 km2 10 3"),
            ("Notes¹ Маска²³ H₂O", "notes маска h2o"),
            ("Café\u{301}¹", "cafe"),
            ("서울시청² 서울²", "ㅅㅓㅇㅜㄹㅅㅣㅊㅓㅇ ㅅㅓㅇㅜㄹ2"),
            ("x¹² naïve²x", "x12 naivex"),
            ("½ 1½ 1/2 ½kg 2⅔3", "1 2 1 1 2 1 2 1 2kg 2 2 3 3"),
            ("1⁄2 ½½ ½\u{200D}3", "1 2 1 2 1 2 1 2 3"),
        ] {
            assert_eq!(key(Kind::Text, text), expected, "{text}");
        }
    }

    #[test]
    fn a_text_of_signs_alone_keeps_them() {
        for (text, expected) in [("™", "™"), ("© ®", "© ®"), ("℠!", "℠!"), ("™ x", "x")]
        {
            assert_eq!(key(Kind::Text, text), expected, "{text}");
        }
    }

    #[test]
    fn every_fraction_is_known_and_so_is_every_superscript() {
        for ch in any_scalar().filter(|ch| *ch != '\u{2044}') {
            let mut parts = Vec::new();
            decompose_compatible(ch, |part| parts.push(part));
            assert_eq!(is_fraction(ch), parts.contains(&'\u{2044}'), "{ch:?}");
        }
    }

    #[test]
    fn the_digits_of_all_scripts_are_one_set() {
        for (text, expected) in [
            ("٢٠٢٤", "2024"),
            ("۱۲۳", "123"),
            ("१२३ १०", "123 10"),
            ("๒๕", "25"),
            ("১২", "12"),
            ("٣٫١٤", "3.14"),
            ("١٬٠٠٠ ١،٥", "1000 1.5"),
            ("𝟙𝟘 １２", "10 12"),
        ] {
            assert_eq!(key(Kind::Text, text), expected, "{text}");
        }
        for ch in any_scalar().filter(|ch| *ch > '\u{7F}') {
            let mut normalized = Vec::new();
            decompose_compatible(ch, |part| normalized.push(part));
            let is_ascii = normalized.iter().all(char::is_ascii_digit);
            assert_eq!(is_digit(ch) && !is_ascii, ascii_digit(ch).is_some() && !is_ascii, "{ch:?}");
        }
    }
}
