//! Numbers in keys.

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
