//! Numbers as people write them, and the one way in which a key has them.

use super::Class;
use crate::analysis::element::Element;

/// So many digits stand behind a sign that groups.
const GROUP_DIGITS: usize = 3;

/// How to read the last comma of a number that may not be typed to its end yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::analysis) enum LastComma {
    /// By the digits that are there.
    AsItStands,
    /// As further digits would change it: `1,00` is on its way to `1,000`, and `1,000` to `1,0005`.
    AsIfUnfinished,
}

/// Rewrites the numbers of folded `elements`.
///
/// - A comma or an apostrophe before exactly three digits groups and goes, where a group stands
///   before it: `1,000` and `1'000` are `1000`. A group is one to three digits, the first of them
///   not 0, at the beginning of the number, or the three digits behind another such sign.
/// - Any other comma between digits is a point: `0,5` is `0.5`.
/// - A point before a digit, at the beginning or after white space, is `0.`: `.5` is `0.5`.
pub(in crate::analysis) fn rewrite(elements: &mut Vec<Element>, last: LastComma) {
    let is_sign = |class| matches!(class, Class::Comma | Class::Apostrophe | Class::Point);
    // Most texts have no such sign beside a digit, and nothing is copied for them.
    let beside_digit = |pair: &[Element]| matches!(pair, [a, b] if is_sign(Class::of(a.ch)) && Class::of(b.ch) == Class::Digit);
    if !elements.windows(2).any(beside_digit) {
        return;
    }
    let read = std::mem::take(elements);
    let mut number = Number::default();
    for (at, element) in read.iter().enumerate() {
        let class = Class::of(element.ch);
        if class == Class::Digit {
            number.add_digit(element.ch);
            elements.push(*element);
            continue;
        }
        let rest = read.get(at + 1..).unwrap_or_default();
        let digits = rest.iter().take_while(|next| Class::of(next.ch) == Class::Digit);
        let digits = digits.take(GROUP_DIGITS + 1).count();
        let joins = number.digits > 0 && digits > 0;
        let is_first = at == 0 || read.get(at - 1).is_some_and(|before| before.ch == ' ');
        match class {
            Class::Comma | Class::Apostrophe if joins => {
                let flips = last == LastComma::AsIfUnfinished
                    && class == Class::Comma
                    && digits <= GROUP_DIGITS
                    && digits == rest.len();
                let groups = number.is_group && (digits == GROUP_DIGITS) != flips;
                number = Number { is_group: groups, is_joined: true, digits: 0 };
                // An apostrophe that groups nothing goes with the others inside words.
                match class {
                    _ if groups => {}
                    Class::Comma => elements.push(Element::new('.', element.source())),
                    _ => elements.push(*element),
                }
                continue;
            }
            Class::Point | Class::Colon if joins => {
                number = Number { is_joined: true, ..Number::default() };
            }
            Class::Point if is_first && digits > 0 => {
                elements.push(Element::new('0', element.source()));
                // As if that zero had been read, which begins no group.
                number = Number { is_joined: true, ..Number::default() };
            }
            _ => number = Number::default(),
        }
        elements.push(*element);
    }
}

/// The digits before the place that is looked at.
#[derive(Debug, Default)]
struct Number {
    /// How many there are, since the last sign.
    digits: usize,
    /// Whether a sign joins them to digits before.
    is_joined: bool,
    /// Whether they are a group so far, by their number, their first one and where they stand.
    is_group: bool,
}

impl Number {
    fn add_digit(&mut self, ch: char) {
        self.digits += 1;
        // After a sign that groups they are one, and after any other sign they are none.
        if !self.is_joined {
            let begins = if self.digits == 1 { ch != '0' } else { self.is_group };
            self.is_group = self.digits <= GROUP_DIGITS && begins;
        }
    }
}

/// Says whether `ch`, behind `before`, is part of a number, which slips never touch: a digit, or
/// what stands between two. That is known before the second one has come.
#[inline]
pub(crate) fn is_of_number(before: Option<char>, ch: char) -> bool {
    match ch {
        // Nearly all letters of most words, so they are asked for first.
        ';'..='\u{7F}' => false,
        '0'..='9' => true,
        '.' | ':' | ',' => before.is_some_and(|before| is_of_number(None, before)),
        _ => !ch.is_ascii() && ch.is_numeric(),
    }
}

/// Returns a key whose numbers have no leading zeros, or `None` if none has: `007` is `7`.
///
/// A number is digits and the points and colons between them. So the zeros of `0.5`, `1.05` and
/// `3:05` stay, and so does the last digit of `000`.
pub(crate) fn without_leading_zeros(key: &str) -> Option<String> {
    let bytes = key.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let is_joint = |at: usize| matches!(bytes.get(at), Some(b'.' | b':'));
    let mut short = String::with_capacity(key.len());
    let mut begins_number = true;
    for (at, ch) in key.char_indices() {
        if ch == '0' && begins_number && is_digit(at + 1) {
            continue;
        }
        // What a joint brings behind digits is part of the same number.
        let inside = is_digit(at) || is_joint(at) && at > 0 && is_digit(at - 1);
        begins_number = !inside;
        short.push(ch);
    }
    Some(short).filter(|short| short.len() < key.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::key_tests::key;
    use crate::kind::Kind;

    #[test]
    fn numbers_are_written_in_one_way() {
        for (text, expected) in [
            ("1,000", "1000"),
            ("1'000 1’000", "1000 1000"),
            ("1,000,000.50", "1000000.50"),
            ("12,345,678", "12345678"),
            ("1'000,500", "1000500"),
            ("1,0000 1,00 12,34", "1.0000 1.00 12.34"),
            ("1234,567", "1234.567"),
            ("0,5 0,500 00,123", "0.5 0.500 00.123"),
            ("1,000,50", "1000.50"),
            ("1,5,300", "1.5.300"),
            ("1.234,567", "1.234.567"),
            (".5 x.5 -.5", "0.5 x 5 5"),
            (".5,300 .005", "0.5.300 0.005"),
            ("1,000mm x1,000", "1000mm x1000"),
            ("25.4mm 3:30 1_000 3;4", "25.4mm 3:30 1 000 3 4"),
            ("5'10 1''000", "510 1 000"),
            ("1, 000 1 ,000", "1 000 1 000"),
            ("v1.2.3 192.168.0.1", "v1.2.3 192.168.0.1"),
            ("１，０００", "1000"),
            ("1،234 ١٬٢٣٤", "1234 1234"),
        ] {
            assert_eq!(key(Kind::Text, text), expected, "{text}");
        }
        assert_eq!(key(Kind::Literal, "1,000 .5"), "1,000 .5");
    }

    #[test]
    fn a_point_or_a_colon_behind_a_digit_is_part_of_a_number() {
        for (before, ch) in [(None, '1'), (Some('1'), '.'), (Some('٣'), ':'), (Some('9'), ',')] {
            assert!(is_of_number(before, ch), "{before:?} {ch}");
        }
        for (before, ch) in
            [(None, '.'), (Some('a'), ':'), (Some('1'), '-'), (Some('1'), 'a'), (Some('.'), '.')]
        {
            assert!(!is_of_number(before, ch), "{before:?} {ch}");
        }
        assert!(is_of_number(None, '½') && is_of_number(None, '٣') && !is_of_number(None, 'я'));
    }

    #[test]
    fn leading_zeros_go_before_another_digit_alone() {
        for (key, expected) in [
            ("007", Some("7")),
            ("sku 00123 b", Some("sku 123 b")),
            ("abc007", Some("abc7")),
            ("2024 01 05", Some("2024 1 5")),
            ("03:05", Some("3:05")),
            ("00.50", Some("0.50")),
            ("000", Some("0")),
            ("00 ", Some("0 ")),
            ("номер 010", Some("номер 10")),
            ("東京 07", Some("東京 7")),
            ("0.5 1.05 3:05 10 100 0 a0 0a", None),
            ("192.168.001.1", None),
            ("", None),
        ] {
            assert_eq!(without_leading_zeros(key).as_deref(), expected, "{key}");
        }
    }
}
