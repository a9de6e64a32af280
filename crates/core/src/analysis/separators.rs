//! The characters of keys that only separate letters.

use crate::kind::Kind;

/// Returns the separators in keys of `kind`, rising. Inside a number a `.` is none.
pub(crate) fn separators(kind: Kind) -> &'static [char] {
    match kind {
        // Analysis made single spaces of all that separates, but inside numbers.
        Kind::Text => &[' '],
        Kind::Literal => &[' ', '-', '.', '/', '_'],
    }
}
