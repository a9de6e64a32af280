//! Capitals and small letters, whatever script they are taken from.

/// Appends the letters that stand for one letter, which is a capital or not. `capitals` says that
/// it stands among capitals, so that all of them become one.
pub(super) fn push_cased(latin: &str, capital: bool, capitals: bool, out: &mut String) {
    for (at, ch) in latin.chars().enumerate() {
        out.push(if capital && (at == 0 || capitals) { ch.to_ascii_uppercase() } else { ch });
    }
}

/// Returns `ch` as a small letter, if that is one letter, and whether it was a capital.
pub(super) fn lowered(ch: char) -> (char, bool) {
    let mut lower = ch.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(lower), None) => (lower, lower != ch),
        _ => (ch, false),
    }
}
