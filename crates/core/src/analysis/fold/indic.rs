//! What the scripts of India write in two ways: letters with a dot, and nasals.
//!
//! Nine of these scripts have blocks of 128 characters in one order, so a place in the block says
//! what a letter is.

use crate::analysis::element::Element;

/// The first characters of the blocks: Devanagari, Bengali, Gurmukhi, Gujarati, Odia, Tamil,
/// Telugu, Kannada and Malayalam.
const BLOCKS: std::ops::RangeInclusive<char> = '\u{900}'..='\u{D7F}';
const BLOCK_CHARS: u32 = 0x80;
/// The places of the anusvara and of the virama in a block.
const ANUSVARA: u32 = 0x02;
const VIRAMA: u32 = 0x4D;
/// The other anusvara of Gurmukhi.
const TIPPI: char = '\u{A70}';

/// Says whether `ch` is a nukta, the dot by which a letter stands for a sound of another language.
/// Others of its combining class, such as the Burmese tone, are none.
pub(super) fn is_nukta(ch: char) -> bool {
    matches!(
        ch,
        '\u{93C}'
            | '\u{9BC}'
            | '\u{A3C}'
            | '\u{ABC}'
            | '\u{B3C}'
            | '\u{C3C}'
            | '\u{CBC}'
            | '\u{1C37}'
            | '\u{110BA}'
            | '\u{11173}'
            | '\u{111CA}'
            | '\u{11236}'
            | '\u{112E9}'
            | '\u{1133B}'
            | '\u{1133C}'
            | '\u{11446}'
            | '\u{114C3}'
            | '\u{115C0}'
            | '\u{116B7}'
            | '\u{1183A}'
            | '\u{11943}'
            | '\u{11D42}'
    )
}

/// Says whether `ch` is an anusvara: a nasal without a letter of its own.
pub(in crate::analysis) fn is_anusvara(ch: char) -> bool {
    ch == TIPPI || BLOCKS.contains(&ch) && u32::from(ch) % BLOCK_CHARS == ANUSVARA
}

/// Writes the anusvara before a stop as the nasal of the same place in the mouth, which is how it
/// is spoken and often written: `हिंदी` is `हिन्दी`.
///
/// Not the other way round, since a query that is not typed to its end must begin the text: `हिन`
/// begins the one and not the other.
pub(in crate::analysis) fn spell_nasals(elements: &mut Vec<Element>) {
    if !elements.iter().any(|element| is_anusvara(element.ch)) {
        return;
    }
    let read = std::mem::take(elements);
    for (at, element) in read.iter().enumerate() {
        let next = read.get(at + 1).map(|next| next.ch);
        let of_one_script = |next: &char| {
            is_anusvara(element.ch)
                && u32::from(*next) / BLOCK_CHARS == u32::from(element.ch) / BLOCK_CHARS
        };
        match next.filter(of_one_script).and_then(nasal_before) {
            Some(nasal) => {
                elements.extend(nasal.map(|part| Element::new(part, element.source())));
            }
            None => elements.push(*element),
        }
    }
}

/// Returns the nasal of the same place as the stop `ch`, with a virama; `None` if it is no stop.
fn nasal_before(ch: char) -> Option<[char; 2]> {
    if !BLOCKS.contains(&ch) {
        return None;
    }
    let block = u32::from(ch) / BLOCK_CHARS * BLOCK_CHARS;
    // Each row of four stops is followed by its nasal. One letter stands between the rows of the
    // teeth and of the lips.
    let nasal = match u32::from(ch) - block {
        0x15..=0x18 => 0x19,
        0x1A..=0x1D => 0x1E,
        0x1F..=0x22 => 0x23,
        0x24..=0x27 => 0x28,
        0x2A..=0x2D => 0x2E,
        _ => return None,
    };
    Some([char::from_u32(block + nasal)?, char::from_u32(block + VIRAMA)?])
}

#[cfg(test)]
mod tests {
    use unicode_normalization::char::canonical_combining_class;
    use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

    use super::*;
    use crate::analysis::key_tests::{any_scalar, key};
    use crate::kind::Kind;

    #[test]
    fn an_anusvara_and_the_nasal_of_the_same_place_meet() {
        for (one, other) in [
            ("हिंदी", "हिन्दी"),
            ("गंगा", "गङ्गा"),
            ("पंचम", "पञ्चम"),
            ("अंडा", "अण्डा"),
            ("संपर्क", "सम्पर्क"),
            ("সংগীত", "সঙ্গীত"),
            ("গুজরাত সংঘ", "গুজরাত সঙ্ঘ"),
            ("ગાંધી", "ગાન્ધી"),
            ("ਪੰਜਾਬ", "ਪਞ੍ਜਾਬ"),
            ("ਹਿੰਦੀ", "ਹਿਂਦੀ"),
            ("ଓଡ଼ିଆ ଗଂଗା", "ଓଡିଆ ଗଙ୍ଗା"),
            ("ஸம்பந்தம்", "ஸம்பந்தம்"),
            ("గంగ", "గఙ్గ"),
            ("ಗಂಗಾ", "ಗಙ್ಗಾ"),
            ("സംഗീതം", "സങ്ഗീതം"),
        ] {
            assert_eq!(key(Kind::Text, one), key(Kind::Text, other), "{one} {other}");
        }
        for (one, other) in [
            ("संस्कृत", "सन्स्कृत"),
            ("में", "मे"),
            ("संयम", "सन्यम"),
            ("कन्या", "कंया"),
            ("अन्न", "अंन"),
            ("हिन्दी", "हिदी"),
            ("বাংলা", "বাঙলা"),
            ("కंగ", "కఙ్గ"),
        ] {
            assert_ne!(key(Kind::Text, one), key(Kind::Text, other), "{one} {other}");
        }
    }

    #[test]
    fn a_nukta_goes_and_the_letter_stays() {
        for (one, other) in
            [("ज़मीन", "जमीन"), ("क़लम", "कलम"), ("बड़ा", "बडा"), ("ড়", "ড"), ("ਖ਼ਾਲਸਾ", "ਖਾਲਸਾ")]
        {
            assert_eq!(key(Kind::Text, one), key(Kind::Text, other), "{one}");
        }
        assert_ne!(key(Kind::Text, "န့"), key(Kind::Text, "န"), "a tone is no nukta");
    }

    #[test]
    fn the_places_in_the_blocks_are_right() {
        for ch in any_scalar() {
            // The class that Unicode gives to nuktas; Burmese and three scripts of Indonesia and
            // Adlam have other marks in it.
            let others = ['\u{1037}', '\u{1B34}', '\u{1BE6}', '\u{A9B3}', '\u{1E94A}'];
            let nukta = canonical_combining_class(ch) == 7 && !others.contains(&ch);
            assert_eq!(is_nukta(ch), nukta, "{ch:?}");
            if let Some([nasal, virama]) = nasal_before(ch) {
                let known = |ch: char| ch.general_category_group() != GeneralCategoryGroup::Other;
                if known(ch) && known(nasal) {
                    assert_eq!(canonical_combining_class(virama), 9, "{ch:?}");
                }
            }
        }
    }
}
