//! Characters that are no letters of their own: marks, and what is ignored.

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// Says whether `ch` is a mark: of category Mn, Mc or Me.
pub(in crate::analysis) fn is_mark(ch: char) -> bool {
    use GeneralCategory::{EnclosingMark, NonspacingMark, SpacingMark};
    !matches!(ch, '\0'..'\u{300}' | '\u{4E00}'..='\u{9FFF}')
        && matches!(ch.general_category(), NonspacingMark | SpacingMark | EnclosingMark)
}

/// Says whether `ch` has the property `Default_Ignorable_Code_Point`: joiners, variation
/// selectors, the soft hyphen, marks of direction …
pub(in crate::analysis) fn is_ignorable(ch: char) -> bool {
    matches!(ch,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}')
}

/// Parts endings from words in Persian: it shows no more than that the letters do not join.
pub(in crate::analysis) const END_OF_STEM: char = '\u{200C}';

/// Says whether kind `text` drops `ch` wherever it stands: ignorable characters and the tatweel,
/// which only stretches an Arabic word.
pub(in crate::analysis) fn is_dropped(ch: char) -> bool {
    const TATWEEL: char = '\u{640}';
    ch == TATWEEL || (!ch.is_ascii() && is_ignorable(ch))
}
