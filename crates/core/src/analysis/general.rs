//! The general path: any text, with the source of every character of its key.

use super::Kind;
use super::element::{Element, compose_all};
use super::fold::{fold, fold_symbols, fold_with_marks, indic, signs};
use super::words::numbers::{self, LastComma};
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
    match kind {
        Kind::Text => analyze_text(text, LastComma::AsItStands),
        Kind::Literal => {
            let folded = fold(kind, text);
            let closed = ends_in_space(&folded);
            let mut elements = collapse_spaces(&folded);
            compose_all(&mut elements);
            MappedKey { elements, closed }
        }
    }
}

/// Returns the key of `text` in kind `text`, with its last comma read in one of two ways.
pub(super) fn analyze_text(text: &str, last: LastComma) -> MappedKey {
    let mut folded = fold(Kind::Text, text);
    // Before words are made, which leave out white space at the end.
    let closed = ends_in_space(&folded);
    numbers::rewrite(&mut folded, last);
    let mut elements = words(&folded);
    if elements.is_empty() {
        // Without a letter, a digit or an emoji a text is its symbols.
        let has_signs = text.contains(signs::is_trade_sign);
        elements = collapse_spaces(&if has_signs { fold_symbols(text) } else { folded });
    }
    // Last, since words may drop a sign between two characters that then meet.
    indic::spell_nasals(&mut elements);
    compose_all(&mut elements);
    MappedKey { elements, closed }
}

fn ends_in_space(folded: &[Element]) -> bool {
    folded.last().is_some_and(|element| element.ch == ' ')
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
    let mut marked = fold_with_marks(ch.encode_utf8(&mut [0; 4]));
    compose_all(&mut marked);
    !marked.iter().map(|element| element.ch).eq(folded(Kind::Text, ch))
}
