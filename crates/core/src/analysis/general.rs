//! The general path: any text, with the source of every character of its key.

use super::Kind;
use super::element::{Element, compose_all};
use super::fold::{fold, fold_with_marks};
use super::words::{collapse_spaces, words};

/// A key whose characters remember where they came from.
#[derive(Debug)]
pub(super) struct MappedKey {
    /// The characters, in order. Those that separate words are `' '`.
    pub(super) elements: Vec<Element>,
    /// Whether the text ends in white space.
    pub(super) closed: bool,
}

/// Returns the key of `text`.
pub(super) fn analyze(kind: Kind, text: &str) -> MappedKey {
    let folded = fold(kind, text);
    // Before words are made, which leave out white space at the end.
    let closed = folded.last().is_some_and(|element| element.ch == ' ');
    let mut elements = match kind {
        Kind::Text => words(&folded),
        Kind::Literal => collapse_spaces(&folded),
    };
    // Last, since words may drop a sign between two characters that then compose.
    compose_all(&mut elements);
    MappedKey { elements, closed }
}

/// Returns what `ch` becomes when nothing stands beside it, before words are made of it.
pub(super) fn folded(kind: Kind, ch: char) -> Vec<char> {
    let mut elements = fold(kind, ch.encode_utf8(&mut [0; 4]));
    compose_all(&mut elements);
    elements.iter().map(|element| element.ch).collect()
}

/// Says whether `ch` loses marks, or a difference to another letter, in a key of kind `text` when
/// nothing stands beside it.
pub(super) fn loses_marks(ch: char) -> bool {
    let mut marked = fold_with_marks(Kind::Text, ch.encode_utf8(&mut [0; 4]));
    compose_all(&mut marked);
    !marked.iter().map(|element| element.ch).eq(folded(Kind::Text, ch))
}
