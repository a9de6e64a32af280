//! Which characters are emoji, and what joins them into one picture.

use super::marks::is_ignorable;
use crate::analysis::element::Element;

/// The zero width joiner, which makes one picture of two.
pub(in crate::analysis) const JOINER: char = '\u{200D}';

/// Says whether `ch` is an emoji, or the half of a flag.
pub(in crate::analysis) fn is_emoji(ch: char) -> bool {
    is_pictograph(ch) || is_half_of_flag(ch)
}

/// Says whether `ch` is half of a flag: a letter of the code of a country.
pub(in crate::analysis) fn is_half_of_flag(ch: char) -> bool {
    matches!(ch, '\u{1F1E6}'..='\u{1F1FF}')
}

/// Says whether `ch` gives the emoji before it the color of a skin.
pub(in crate::analysis) fn is_skin_tone(ch: char) -> bool {
    matches!(ch, '\u{1F3FB}'..='\u{1F3FF}')
}

/// Returns the places of the joiners that stand between two emoji.
pub(super) fn joiners(elements: &[Element]) -> Vec<usize> {
    let counts = |ch: &char| *ch == JOINER || !is_ignorable(*ch);
    let mut places = Vec::new();
    for (at, element) in elements.iter().enumerate() {
        if element.ch != JOINER {
            continue;
        }
        let (before, after) = elements.split_at(at);
        let mut before = before.iter().rev().map(|element| element.ch).filter(counts);
        let mut after = after.iter().skip(1).map(|element| element.ch).filter(counts);
        let picture = before.find(|ch| !is_skin_tone(*ch));
        if picture.is_some_and(is_pictograph) && after.next().is_some_and(is_pictograph) {
            places.push(at);
        }
    }
    places
}

/// Says whether `ch` has the property `Extended_Pictographic` and normalization leaves it. So `©`,
/// `®`, `™` and the like, which are signs and letters, are none.
fn is_pictograph(ch: char) -> bool {
    // Before the first of them are nearly all letters.
    ch >= '\u{2194}' && (is_symbol_picture(ch) || ch >= '\u{1F004}' && is_picture(ch))
}

/// Those among the symbols that print had before there were emoji.
fn is_symbol_picture(ch: char) -> bool {
    matches!(ch,
        '\u{2194}'..='\u{2199}' | '\u{21A9}'..='\u{21AA}' | '\u{231A}'..='\u{231B}' | '\u{2328}'
        | '\u{23CF}' | '\u{23E9}'..='\u{23F3}' | '\u{23F8}'..='\u{23FA}'
        | '\u{25AA}'..='\u{25AB}' | '\u{25B6}' | '\u{25C0}' | '\u{25FB}'..='\u{25FE}'
        | '\u{2600}'..='\u{2604}' | '\u{260E}' | '\u{2611}' | '\u{2614}'..='\u{2615}'
        | '\u{2618}' | '\u{261D}' | '\u{2620}' | '\u{2622}'..='\u{2623}' | '\u{2626}'
        | '\u{262A}' | '\u{262E}'..='\u{262F}' | '\u{2638}'..='\u{263A}' | '\u{2640}'
        | '\u{2642}' | '\u{2648}'..='\u{2653}' | '\u{265F}'..='\u{2660}' | '\u{2663}'
        | '\u{2665}'..='\u{2666}' | '\u{2668}' | '\u{267B}' | '\u{267E}'..='\u{267F}'
        | '\u{2692}'..='\u{2697}' | '\u{2699}' | '\u{269B}'..='\u{269C}'
        | '\u{26A0}'..='\u{26A1}' | '\u{26A7}' | '\u{26AA}'..='\u{26AB}'
        | '\u{26B0}'..='\u{26B1}' | '\u{26BD}'..='\u{26BE}' | '\u{26C4}'..='\u{26C5}'
        | '\u{26C8}' | '\u{26CE}'..='\u{26CF}' | '\u{26D1}' | '\u{26D3}'..='\u{26D4}'
        | '\u{26E9}'..='\u{26EA}' | '\u{26F0}'..='\u{26F5}' | '\u{26F7}'..='\u{26FA}'
        | '\u{26FD}' | '\u{2702}' | '\u{2705}' | '\u{2708}'..='\u{270D}' | '\u{270F}'
        | '\u{2712}' | '\u{2714}' | '\u{2716}' | '\u{271D}' | '\u{2721}' | '\u{2728}'
        | '\u{2733}'..='\u{2734}' | '\u{2744}' | '\u{2747}' | '\u{274C}' | '\u{274E}'
        | '\u{2753}'..='\u{2755}' | '\u{2757}' | '\u{2763}'..='\u{2764}'
        | '\u{2795}'..='\u{2797}' | '\u{27A1}' | '\u{27B0}' | '\u{27BF}'
        | '\u{2934}'..='\u{2935}' | '\u{2B05}'..='\u{2B07}' | '\u{2B1B}'..='\u{2B1C}'
        | '\u{2B50}' | '\u{2B55}' | '\u{3030}' | '\u{303D}'
    )
}

/// Those of the blocks that were made for pictures.
fn is_picture(ch: char) -> bool {
    matches!(ch,
        '\u{1F004}' | '\u{1F02C}'..='\u{1F02F}' | '\u{1F094}'..='\u{1F09F}'
        | '\u{1F0AF}'..='\u{1F0B0}' | '\u{1F0C0}' | '\u{1F0CF}'..='\u{1F0D0}'
        | '\u{1F0F6}'..='\u{1F0FF}' | '\u{1F170}'..='\u{1F171}' | '\u{1F17E}'..='\u{1F17F}'
        | '\u{1F18E}' | '\u{1F191}'..='\u{1F19A}' | '\u{1F1AE}'..='\u{1F1E5}'
        | '\u{1F203}'..='\u{1F20F}' | '\u{1F23C}'..='\u{1F23F}' | '\u{1F249}'..='\u{1F24F}'
        | '\u{1F252}'..='\u{1F25F}' | '\u{1F266}'..='\u{1F321}' | '\u{1F324}'..='\u{1F393}'
        | '\u{1F396}'..='\u{1F397}' | '\u{1F399}'..='\u{1F39B}' | '\u{1F39E}'..='\u{1F3F0}'
        | '\u{1F3F3}'..='\u{1F3F5}' | '\u{1F3F7}'..='\u{1F3FA}' | '\u{1F400}'..='\u{1F4FD}'
        | '\u{1F4FF}'..='\u{1F53D}' | '\u{1F549}'..='\u{1F54E}' | '\u{1F550}'..='\u{1F567}'
        | '\u{1F56F}'..='\u{1F570}' | '\u{1F573}'..='\u{1F57A}' | '\u{1F587}'
        | '\u{1F58A}'..='\u{1F58D}' | '\u{1F590}' | '\u{1F595}'..='\u{1F596}'
        | '\u{1F5A4}'..='\u{1F5A5}' | '\u{1F5A8}' | '\u{1F5B1}'..='\u{1F5B2}' | '\u{1F5BC}'
        | '\u{1F5C2}'..='\u{1F5C4}' | '\u{1F5D1}'..='\u{1F5D3}' | '\u{1F5DC}'..='\u{1F5DE}'
        | '\u{1F5E1}' | '\u{1F5E3}' | '\u{1F5E8}' | '\u{1F5EF}' | '\u{1F5F3}'
        | '\u{1F5FA}'..='\u{1F64F}' | '\u{1F680}'..='\u{1F6C5}' | '\u{1F6CB}'..='\u{1F6D2}'
        | '\u{1F6D5}'..='\u{1F6E5}' | '\u{1F6E9}' | '\u{1F6EB}'..='\u{1F6F0}'
        | '\u{1F6F3}'..='\u{1F6FF}' | '\u{1F7DA}'..='\u{1F7FF}' | '\u{1F80C}'..='\u{1F80F}'
        | '\u{1F848}'..='\u{1F84F}' | '\u{1F85A}'..='\u{1F85F}' | '\u{1F888}'..='\u{1F88F}'
        | '\u{1F8AE}'..='\u{1F8AF}' | '\u{1F8BC}'..='\u{1F8BF}' | '\u{1F8C2}'..='\u{1F8CF}'
        | '\u{1F8D9}'..='\u{1F8FF}' | '\u{1F90C}'..='\u{1F93A}' | '\u{1F93C}'..='\u{1F945}'
        | '\u{1F947}'..='\u{1F9FF}' | '\u{1FA58}'..='\u{1FA5F}' | '\u{1FA6E}'..='\u{1FAFF}'
        | '\u{1FC00}'..='\u{1FFFD}'
    )
}

#[cfg(test)]
mod tests {
    use unicode_normalization::{IsNormalized, is_nfkc_quick};
    use unicode_segmentation::UnicodeSegmentation;

    use super::*;
    use crate::analysis::fold::marks::is_mark;
    use crate::analysis::key_tests::{any_scalar, key};
    use crate::kind::Kind;

    #[test]
    fn emoji_are_those_that_a_joiner_ties_to_another_by_uax_29() {
        for ch in any_scalar().filter(|ch| !is_mark(*ch) && *ch != '©' && *ch != '®') {
            let mut joined = String::from(ch);
            joined.push_str("\u{200D}😀");
            let tied = joined.graphemes(true).count() == 1;
            let stays = is_nfkc_quick([ch].into_iter()) == IsNormalized::Yes;
            assert_eq!(is_pictograph(ch), tied && stays, "{ch:?} {:X}", u32::from(ch));
        }
    }

    #[test]
    fn an_emoji_is_a_word_of_its_own() {
        for (text, expected) in [
            ("☕ coffee", "☕ coffee"),
            ("coffee☕", "coffee ☕"),
            ("☕🍰", "☕ 🍰"),
            ("🇩🇪 Germany", "🇩🇪 germany"),
            ("🇩🇪🇫🇷🇮", "🇩🇪 🇫🇷 🇮"),
            ("🏳\u{FE0F}\u{200D}🌈 pride", "🏳\u{200D}🌈 pride"),
            ("👨\u{200D}👩\u{200D}👧👍", "👨\u{200D}👩\u{200D}👧 👍"),
            ("👍🏽 ok", "👍🏽 ok"),
            ("a🏽b", "a b"),
            ("❤\u{FE0F} \t !!!", "❤"),
            ("1\u{FE0F}\u{20E3} 2", "1 2"),
            ("\u{1F3F4}\u{E0067}\u{E0062}\u{E007F} x", "\u{1F3F4} x"),
            ("a\u{200D}☕\u{200D}b", "a ☕ b"),
            ("☕\u{200D}\u{200D}🍰", "☕ 🍰"),
            ("☕\u{301}x", "☕ x"),
            ("№ 5 🅰", "no 5 🅰"),
            ("東京🗼タワー", "東京 🗼 タワー"),
            ("☕+1", "☕ 1"),
        ] {
            assert_eq!(key(Kind::Text, text), expected, "{text}");
        }
    }
}
