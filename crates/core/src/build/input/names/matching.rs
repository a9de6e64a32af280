//! Which name of a header or of a record is meant by one that is looked for.

/// How well a name fits one that is looked for; of several names, the best fit is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::build) enum Fit {
    /// But for case and outer white space.
    Loose,
    /// To the letter.
    Exact,
}

/// Returns how `name`, of a column or a member, fits `wanted`, if it does.
pub(in crate::build) fn fit(name: &str, wanted: &str) -> Option<Fit> {
    if name == wanted {
        return Some(Fit::Exact);
    }
    is_same(trimmed(name), trimmed(wanted)).then_some(Fit::Loose)
}

/// Returns `name` without its outer white space.
pub(in crate::build::input) fn trimmed(name: &str) -> &str {
    name.trim_matches(is_outer)
}

/// Returns whether a character at an end of a name is no part of it.
fn is_outer(char: char) -> bool {
    // Where files were joined, a byte order mark stands before a name.
    char.is_whitespace() || char == '\u{feff}'
}

fn is_same(name: &str, wanted: &str) -> bool {
    // Most names are ASCII, and most pairs differ in length.
    if name.is_ascii() && wanted.is_ascii() {
        return name.eq_ignore_ascii_case(wanted);
    }
    // Character by character, since one may be lowered to several, and nothing is stored of it.
    let lower = |text: &str| text.chars().flat_map(char::to_lowercase).collect::<Vec<char>>();
    lower(name) == lower(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_match_without_regard_to_case_and_outer_white_space() {
        for (name, wanted) in [
            ("Text", "text"),
            (" weight", "weight"),
            ("WEIGHT\t", "weight"),
            ("\u{feff}text", "text"),
            ("\u{a0}id", "ID "),
            ("Größe", "GRÖßE"),
            ("НАЗВАНИЕ", "название"),
            ("İd", "i\u{307}D"),
        ] {
            assert_eq!(fit(name, wanted), Some(Fit::Loose), "{name:?} {wanted:?}");
        }
        assert_eq!(fit("text", "text"), Some(Fit::Exact));
        for (name, wanted) in
            [("texts", "text"), ("te xt", "text"), ("", "text"), ("téxt", "text"), ("вес", "вece")]
        {
            assert_eq!(fit(name, wanted), None, "{name:?} {wanted:?}");
        }
    }
}
