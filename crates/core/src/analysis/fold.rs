//! Which differences between characters do not count: case, width, marks, look-alike letters.

use std::ops::Range;

use icu_casemap::{CaseMapper, CaseMapperBorrowed};
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};
use unicode_script::{Script, UnicodeScript};

use super::Kind;
use super::element::{Element, push_decomposed, sort_marks};

pub(super) mod emoji;
pub(super) mod hangul;
pub(super) mod indic;
mod initials;
pub(super) mod kana;
pub(super) mod marks;
pub(super) mod signs;

pub(crate) use initials::{are_initials, initials};
use marks::{END_OF_STEM, is_dropped, is_mark};
use signs::Decomposer;

/// Returns the folded characters of `text`, decomposed and in canonical order. White space is
/// `' '`. In kind `text`, the signs `™ ℠ © ®` go.
///
/// They are composed only at the end, by `key`, since dropping a mark or an apostrophe can bring
/// two characters together that compose.
pub(super) fn fold(kind: Kind, text: &str) -> Vec<Element> {
    match kind {
        Kind::Literal => case_folded(kind, decomposed(text)),
        Kind::Text => unmarked(&fold_with_marks(text)),
    }
}

/// Returns the same of kind `text` before marks are dropped and letters made equal.
pub(super) fn fold_with_marks(text: &str) -> Vec<Element> {
    with_marks(without_trade_signs(text), is_dropped)
}

/// Returns the same of kind `text` with the sign that parts an ending from its word.
pub(super) fn fold_with_endings(text: &str) -> Vec<Element> {
    with_marks(without_trade_signs(text), |ch| is_dropped(ch) && ch != END_OF_STEM)
}

/// Returns the same for a `text` of kind `text` that has nothing but symbols, with `™ ℠ © ®` as
/// they stand.
pub(super) fn fold_symbols(text: &str) -> Vec<Element> {
    unmarked(&with_marks(with_trade_signs(text), is_dropped))
}

/// Returns the characters of `text`, decomposed, but for the signs `™ ℠ © ®`.
fn with_trade_signs(text: &str) -> Vec<Element> {
    let mut normalized = Vec::with_capacity(text.len());
    for (start, ch) in text.char_indices() {
        let source = start..start + ch.len_utf8();
        match signs::is_trade_sign(ch) {
            true => normalized.push(Element::new(ch, source)),
            false => push_decomposed(ch, source, &mut normalized),
        }
    }
    normalized
}

/// Returns the characters of `text`, decomposed, in the order in which they stand there.
pub(super) fn decomposed(text: &str) -> Vec<Element> {
    let mut elements = Vec::with_capacity(text.len());
    for (start, ch) in text.char_indices() {
        push_decomposed(ch, start..start + ch.len_utf8(), &mut elements);
    }
    elements
}

/// Returns the same without the signs `™ ℠ © ®`, with superscripts and fractions by what stands
/// beside them.
fn without_trade_signs(text: &str) -> Vec<Element> {
    let mut decomposer = Decomposer::default();
    for (start, ch) in text.char_indices() {
        if !signs::is_trade_sign(ch) {
            decomposer.push(ch, start..start + ch.len_utf8());
        }
    }
    decomposer.elements
}

/// Folds decomposed elements of kind `text` but for their marks, without what `drops` says.
fn with_marks(mut normalized: Vec<Element>, drops: impl Fn(char) -> bool) -> Vec<Element> {
    // Before marks are sorted: a joiner between two marks would keep them apart.
    let mut joiners = emoji::joiners(&normalized).into_iter().peekable();
    let mut at = 0..;
    normalized.retain(|element| {
        let joins = joiners.next_if_eq(&at.next().unwrap_or(usize::MAX)).is_some();
        joins || !drops(element.ch)
    });
    case_folded(Kind::Text, normalized)
}

/// Returns the same with all marks and signs, `™ ℠ © ®` as they stand: only ignorable characters go,
/// and what stands for one letter or digit in other scripts than Latin is one.
pub(super) fn fold_verbatim(text: &str) -> Vec<Element> {
    let marked = with_marks(with_trade_signs(text), is_dropped);
    let mut folded = Vec::with_capacity(marked.len());
    for element in marked {
        // A stroke through a Latin letter is a mark, though Unicode has it as another letter.
        let (first, second) = match element.ch.is_ascii() || element.ch.script() == Script::Latin {
            true => (element.ch, None),
            false => equivalent(element.ch),
        };
        folded.push(Element::new(first, element.source()));
        folded.extend(second.map(|second| Element::new(second, element.source())));
    }
    folded
}

/// Folds the case of decomposed elements, and their white space.
fn case_folded(kind: Kind, mut normalized: Vec<Element>) -> Vec<Element> {
    // Case folding may decompose again, so marks are sorted before and after it.
    sort_marks(&mut normalized);

    let mut folded = Vec::with_capacity(normalized.len());
    for element in &normalized {
        if is_space(kind, element.ch) {
            folded.push(Element::new(' ', element.source()));
        } else if kind == Kind::Text && signs::is_trade_sign(element.ch) {
            folded.push(*element);
        } else {
            push_case_folded(element.ch, element.source(), &mut folded);
        }
    }
    sort_marks(&mut folded);
    folded
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

/// Returns folded `elements` without the marks that people leave out, and with equivalent letters
/// made one.
pub(super) fn unmarked(elements: &[Element]) -> Vec<Element> {
    let mut unmarked: Vec<Element> = Vec::with_capacity(elements.len());
    let mut base = ' ';
    for element in elements {
        if is_mark(element.ch) {
            // By the letter before all its marks, since others may stand between.
            if mark_is_left_out(base, element.ch) {
                continue;
            }
            // Before words are made: an arrow that is struck out is a sign, and no emoji.
            let struck = unmarked.last_mut().filter(|last| emoji::is_emoji(last.ch));
            match struck.and_then(|last| Some((last.with_mark(element)?, last))) {
                Some((composed, last)) => *last = composed,
                None => unmarked.push(*element),
            }
            continue;
        }
        let (first, second) = equivalent(element.ch);
        base = first;
        unmarked.push(Element::new(first, element.source()));
        if let Some(second) = second {
            unmarked.push(Element::new(second, element.source()));
        }
    }
    unmarked
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
        // The signs inside Arabic numbers, and the comma.
        '٫' => ('.', None),
        '٬' | '،' => (',', None),
        '\u{1100}'..='\u{11FF}' => hangul::typed_part(ch).unwrap_or((ch, None)),
        '\u{3041}'..='\u{309E}' => (kana::katakana(ch), None),
        _ => (signs::ascii_digit(ch).unwrap_or(ch), None),
    }
}

/// Says whether people leave `mark` out after `base`, so that it does not count.
fn mark_is_left_out(base: char, mark: char) -> bool {
    use GeneralCategory::{DecimalNumber, SpacingMark};
    if indic::is_nukta(mark) {
        return true;
    }
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
        for text in ["हिन्दी", "น้ำ", "ガギグ", "နေ့", "ᠮᠣᠩᠭᠣᠯ", "བོད", "தமிழ்"]
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
