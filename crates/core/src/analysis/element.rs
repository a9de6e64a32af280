//! Characters that remember where they came from, and Unicode normalization over them.
//!
//! The normalizers of the `unicode-normalization` crate lose the source of each character, so this
//! file applies the crate's tables itself: decompose, put marks in canonical order, compose.

use std::ops::Range;

use unicode_normalization::char::{canonical_combining_class, compose, decompose_compatible};

/// One character on its way from a text to a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Element {
    /// The character.
    pub(super) ch: char,
    /// Its canonical combining class: 0 for all that do not move in a sequence of marks.
    combining: u8,
    /// The byte of the text where the source of the character starts.
    pub(super) start: usize,
    /// The byte of the text where the source of the character ends.
    pub(super) end: usize,
}

impl Element {
    /// Makes an element of `ch` that came from the bytes `source` of the text.
    pub(super) fn new(ch: char, source: Range<usize>) -> Self {
        // No character below has a class, and most texts have no others.
        let combining = if ch < '\u{300}' { 0 } else { canonical_combining_class(ch) };
        Element { ch, combining, start: source.start, end: source.end }
    }

    /// Returns the character that it makes with the `mark` behind it, if they compose.
    pub(super) fn with_mark(&self, mark: &Element) -> Option<Element> {
        let source = self.start.min(mark.start)..self.end.max(mark.end);
        Some(Element::new(compose(self.ch, mark.ch)?, source))
    }

    /// Returns the bytes of the text that the character came from.
    pub(super) fn source(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// Appends the compatibility decomposition (NFKD, not yet in order) of `ch` to `elements`.
pub(super) fn push_decomposed(ch: char, source: Range<usize>, elements: &mut Vec<Element>) {
    decompose_compatible(ch, |part| elements.push(Element::new(part, source.clone())));
}

/// Puts every sequence of marks into canonical order.
pub(super) fn sort_marks(elements: &mut [Element]) {
    let marks = elements.chunk_by_mut(|a, b| a.combining != 0 && b.combining != 0);
    for marks in marks.filter(|marks| marks.len() > 1) {
        // A stable sort: marks of one class keep their order, which is part of the text.
        marks.sort_by_key(|element| element.combining);
    }
}

/// Composes decomposed, ordered elements, which gives the composed form (NFC or NFKC) of them.
///
/// A composed character came from all that its parts came from.
pub(super) fn compose_all(elements: &mut Vec<Element>) {
    let mut starter: Option<usize> = None;
    let mut last_combining = 0;
    let mut kept = 0;
    for read in 0..elements.len() {
        let element = elements[read];
        // A mark is blocked from its starter by a mark of its own class, a starter by any mark.
        let blocked = last_combining != 0 && last_combining >= element.combining;
        if !blocked
            && let Some(starter) = starter
            && let Some(composed) = elements[starter].with_mark(&element)
        {
            elements[starter] = composed;
            continue;
        }
        last_combining = element.combining;
        if element.combining == 0 {
            starter = Some(kept);
        }
        // In place: what is composed never takes more room than its parts.
        elements[kept] = element;
        kept += 1;
    }
    elements.truncate(kept);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    use super::super::key_tests::any_scalar;
    use super::super::property_tests::tricky_text;
    use super::*;

    fn nfkc(text: &str) -> String {
        let mut elements = Vec::new();
        for (at, ch) in text.char_indices() {
            push_decomposed(ch, at..at + ch.len_utf8(), &mut elements);
        }
        sort_marks(&mut elements);
        compose_all(&mut elements);
        elements.iter().map(|element| element.ch).collect()
    }

    #[test]
    fn every_scalar_value_is_normalized_as_the_crate_does_it() {
        for ch in any_scalar() {
            let text = String::from(ch);
            assert_eq!(nfkc(&text), text.nfkc().collect::<String>(), "{ch:?}");
        }
    }

    #[test]
    fn a_composed_character_comes_from_all_its_parts() {
        let mut elements = Vec::new();
        for (at, ch) in "ae\u{301}".char_indices() {
            push_decomposed(ch, at..at + ch.len_utf8(), &mut elements);
        }
        compose_all(&mut elements);
        assert_eq!(elements, [Element::new('a', 0..1), Element::new('é', 1..4)]);
    }

    proptest! {
        #[test]
        fn any_text_is_normalized_as_the_crate_does_it(text in tricky_text()) {
            prop_assert_eq!(nfkc(&text), text.nfkc().collect::<String>());
        }
    }
}
