//! Which differences between characters do not count: case, width, marks, look-alike letters.

use std::ops::Range;

use icu_casemap::{CaseMapper, CaseMapperBorrowed};
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};
use unicode_script::{Script, UnicodeScript};

use super::Kind;
use super::element::{Element, push_decomposed, sort_marks};

/// Returns the folded characters of `text`, decomposed and in canonical order. White space is
/// `' '`.
///
/// They are composed only at the end, by `key`, since dropping a mark or an apostrophe can bring
/// two characters together that compose.
pub(super) fn fold(kind: Kind, text: &str) -> Vec<Element> {
    let folded = fold_with_marks(kind, text);
    match kind {
        Kind::Literal => folded,
        Kind::Text => unmarked(&folded),
    }
}

/// Returns the same before marks are dropped and letters made equal.
pub(super) fn fold_with_marks(kind: Kind, text: &str) -> Vec<Element> {
    fold_without(kind, text, |ch| kind == Kind::Text && is_dropped(ch))
}

/// Returns the same of kind `text` with the sign that parts an ending from its word.
pub(super) fn fold_with_endings(text: &str) -> Vec<Element> {
    fold_without(Kind::Text, text, |ch| is_dropped(ch) && ch != END_OF_STEM)
}

/// Returns the same without what `drops` says.
fn fold_without(kind: Kind, text: &str, drops: impl Fn(char) -> bool) -> Vec<Element> {
    let mut normalized = decomposed(text);
    // Before marks are sorted: a joiner between two marks would keep them apart.
    normalized.retain(|element| !drops(element.ch));
    // Case folding may decompose again, so marks are sorted before and after it.
    sort_marks(&mut normalized);

    let mut folded = Vec::with_capacity(normalized.len());
    for element in &normalized {
        if is_space(kind, element.ch) {
            folded.push(Element::new(' ', element.source()));
        } else {
            push_case_folded(element.ch, element.source(), &mut folded);
        }
    }
    sort_marks(&mut folded);
    folded
}

/// Returns the characters of `text`, decomposed, in the order in which they stand there.
pub(super) fn decomposed(text: &str) -> Vec<Element> {
    let mut elements = Vec::with_capacity(text.len());
    for (start, ch) in text.char_indices() {
        push_decomposed(ch, start..start + ch.len_utf8(), &mut elements);
    }
    elements
}

/// Returns folded `elements` without the marks that people leave out, and with equivalent letters
/// made one.
pub(super) fn unmarked(elements: &[Element]) -> Vec<Element> {
    let mut unmarked = Vec::with_capacity(elements.len());
    let mut base = ' ';
    for element in elements {
        if is_mark(element.ch) {
            // By the letter before all its marks, since others may stand between.
            if !mark_is_left_out(base, element.ch) {
                unmarked.push(*element);
            }
            continue;
        }
        base = element.ch;
        let (first, second) = equivalent(element.ch);
        unmarked.push(Element::new(first, element.source()));
        if let Some(second) = second {
            unmarked.push(Element::new(second, element.source()));
        }
    }
    unmarked
}

/// Says whether `ch` is a mark: of category Mn, Mc or Me.
pub(super) fn is_mark(ch: char) -> bool {
    use GeneralCategory::{EnclosingMark, NonspacingMark, SpacingMark};
    !matches!(ch, '\0'..'\u{300}' | '\u{4E00}'..='\u{9FFF}')
        && matches!(ch.general_category(), NonspacingMark | SpacingMark | EnclosingMark)
}

/// Says whether `ch` has the property `Default_Ignorable_Code_Point`: joiners, variation
/// selectors, the soft hyphen, marks of direction …
pub(super) fn is_ignorable(ch: char) -> bool {
    matches!(ch,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}')
}

/// Parts endings from words in Persian: it shows no more than that the letters do not join.
pub(super) const END_OF_STEM: char = '\u{200C}';

/// Says whether kind `text` drops `ch` wherever it stands: ignorable characters and the tatweel,
/// which only stretches an Arabic word.
pub(super) fn is_dropped(ch: char) -> bool {
    const TATWEEL: char = '\u{640}';
    ch == TATWEEL || (!ch.is_ascii() && is_ignorable(ch))
}

/// Says whether `ch` counts as white space; in kind `text`, control characters do too.
fn is_space(kind: Kind, ch: char) -> bool {
    ch.is_whitespace() || (kind == Kind::Text && ch.is_control())
}

fn push_case_folded(ch: char, source: Range<usize>, folded: &mut Vec<Element>) {
    // The tables of case folding say the same of these, and take longer.
    if ch.is_ascii() {
        folded.push(Element::new(ch.to_ascii_lowercase(), source));
        return;
    }
    const CASES: CaseMapperBorrowed<'static> = CaseMapper::new();
    for part in CASES.fold_string(ch.encode_utf8(&mut [0; 4])).chars() {
        push_decomposed(part, source.clone(), folded);
    }
}

/// Returns the letter, or the two letters, that stand for `ch` in a key.
fn equivalent(ch: char) -> (char, Option<char>) {
    match ch {
        'ı' => ('i', None),
        'ł' => ('l', None),
        'ø' => ('o', None),
        'đ' => ('d', None),
        'æ' => ('a', Some('e')),
        'œ' => ('o', Some('e')),
        // Yeh: alef maksura and the Persian form are typed for it, and it for them.
        'ى' | 'ی' => ('ي', None),
        // Kaf: the Persian form.
        'ک' => ('ك', None),
        _ => (ch, None),
    }
}

/// Says whether people leave `mark` out after `base`, so that it does not count.
fn mark_is_left_out(base: char, mark: char) -> bool {
    use GeneralCategory::{DecimalNumber, SpacingMark};
    match base.script() {
        _ if mark.general_category() == SpacingMark => false,
        Script::Latin | Script::Greek | Script::Arabic | Script::Hebrew => true,
        Script::Cyrillic => match mark {
            // Stress, and tones of Serbian. ѓ and ќ are letters, ѐ and ѝ are not.
            '\u{300}' | '\u{30F}' | '\u{311}' => true,
            '\u{301}' => base != 'г' && base != 'к',
            // ё: the only letter whose dots people leave out.
            '\u{308}' => base == 'е',
            // Titlo and its kin over the letters of old texts.
            '\u{483}'..='\u{489}' => true,
            _ => false,
        },
        Script::Common => base.general_category() == DecimalNumber,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(kind: Kind, text: &str) -> String {
        let mut elements = fold(kind, text);
        super::super::element::compose_all(&mut elements);
        elements.iter().map(|element| element.ch).collect()
    }

    #[test]
    fn folding_of_case_is_full() {
        for (text, expected) in [
            ("Straße", "strasse"),
            ("ẞ", "ss"),
            ("ΣΊΣΥΦΟΣ ς", "σίσυφοσ σ"),
            ("ﬃ", "ffi"),
            ("և", "եւ"),
            ("Ꭰ", "Ꭰ"),
            ("ꭰ", "Ꭰ"),
        ] {
            assert_eq!(folded(Kind::Literal, text), expected, "{text}");
        }
    }

    #[test]
    fn marks_are_dropped_where_people_leave_them_out() {
        for (text, expected) in [
            ("Ĳsselmeer", "ijsselmeer"),
            ("Crème Brûlée", "creme brulee"),
            ("e\u{301}\u{323}", "e"),
            ("Việt Nam", "viet nam"),
            ("Άλφα ΐ", "αλφα ι"),
            ("مُحَمَّد", "محمد"),
            ("أحمد إيمان آدم", "احمد ايمان ادم"),
            ("שָׁלוֹם", "שלום"),
            ("1\u{308}", "1"),
        ] {
            assert_eq!(folded(Kind::Text, text), expected, "{text}");
        }
    }

    #[test]
    fn cyrillic_loses_stress_and_the_dots_of_yo_but_no_letter() {
        for (text, expected) in [
            ("Ёлка", "елка"),
            ("Йод", "йод"),
            ("и\u{306}од", "йод"),
            ("и\u{301}\u{306}", "й"),
            ("за\u{301}мок", "замок"),
            ("ѐ ѝ", "е и"),
            ("їжак ўсе ѓ ќ ӗ ӓ", "їжак ўсе ѓ ќ ӗ ӓ"),
        ] {
            assert_eq!(folded(Kind::Text, text), expected, "{text}");
        }
    }

    #[test]
    fn marks_stay_in_all_other_scripts() {
        for text in ["हिन्दी", "น้ำ", "ガギグ", "ᠮᠣᠩᠭᠣᠯ", "བོད", "தமிழ்"]
        {
            let nfkc: String = unicode_normalization::UnicodeNormalization::nfkc(text).collect();
            assert_eq!(folded(Kind::Text, text), nfkc);
        }
    }

    #[test]
    fn letters_that_are_typed_for_each_other_are_one() {
        for (text, expected) in [
            ("Diyarbakır İzmir", "diyarbakir izmir"),
            ("Wrocław", "wroclaw"),
            ("Tromsø Ǿ", "tromso o"),
            ("Đakovo", "dakovo"),
            ("Ærø œuvre Ǽ", "aero oeuvre ae"),
            ("ویلچر كتاب على", "ويلچر كتاب علي"),
            ("کتاب", "كتاب"),
        ] {
            assert_eq!(folded(Kind::Text, text), expected, "{text}");
        }
    }

    #[test]
    fn ignorable_characters_do_not_count_in_a_text() {
        assert_eq!(folded(Kind::Text, "\u{FEFF}co\u{AD}op\u{200D}er\u{FE0F}"), "cooper");
        assert_eq!(folded(Kind::Text, "محـــمد"), "محمد");
        assert_eq!(folded(Kind::Text, "می\u{200C}خواهم"), "ميخواهم");
    }
}
