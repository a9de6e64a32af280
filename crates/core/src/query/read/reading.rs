//! The ways to read a query: as it was typed, and each relaxed in one way.

use super::via::Via;
use crate::analysis::{MarkedWord, are_initials};
use crate::format::form_kind::FormClass;
use crate::kind::Kind;
use crate::query::terms::typed_word::Stemming;

/// The steps of a reading for each of its words, besides what looking them up takes.
pub(crate) const READING_STEPS: u32 = 8;

/// A word that a reading leaves out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DroppedWord {
    /// Its place among the words of the whole reading.
    pub(crate) position: usize,
    /// The word, as it was read.
    pub(crate) word: String,
}

/// One way to read a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reading {
    /// Its words as they stand in a key. Of kind `literal`, the whole key as one word.
    pub(crate) words: Vec<String>,
    /// The words that were typed with marks which keys do not have, if words match by their stems.
    pub(crate) marked: Vec<MarkedWord>,
    /// Whether white space closed the last word.
    pub(crate) closed: bool,
    /// What relaxed the query, if anything.
    pub(crate) via: Option<Via>,
    /// Whether it is the whole key as one string, which stands in place of its words and is matched
    /// against forms from their beginning.
    pub(crate) is_one: bool,
    /// The words that it leaves out of the query, in their order.
    pub(crate) dropped: Vec<DroppedWord>,
    /// The letters of those words, and of all that were typed.
    pub(crate) letters_dropped: [usize; 2],
}

impl Reading {
    fn of_words(words: Vec<String>, closed: bool, via: Option<Via>) -> Self {
        let (marked, dropped) = (Vec::new(), Vec::new());
        Reading { words, marked, closed, via, is_one: false, dropped, letters_dropped: [0, 0] }
    }

    /// Returns the reading whose words make up `key`, which ends in a space if the last one is
    /// closed.
    pub(crate) fn of_text(key: &str, via: Option<Via>) -> Self {
        let open = key.trim_end_matches(' ');
        // The empty key is split into one empty word, which is none.
        let words = open.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
        Reading::of_words(words, open.len() < key.len(), via)
    }

    /// Returns the reading of a literal `key`.
    fn of_literal(key: &str, via: Option<Via>) -> Self {
        let open = key.trim_end_matches(' ');
        // A literal keeps its spaces: they are letters like others.
        let words = if open.is_empty() { Vec::new() } else { vec![open.to_owned()] };
        Reading::of_words(words, open.len() < key.len(), via)
    }

    /// Returns the reading of a query with its marks and signs: one word that goes on.
    pub(crate) fn of_verbatim(key: &str) -> Self {
        Reading::of_words(vec![key.to_owned()], false, Some(Via::Verbatim))
    }

    /// Returns the reading of the key of a query in an index of `kind`.
    pub(crate) fn of_key(kind: Kind, key: &str, via: Option<Via>) -> Self {
        match kind {
            Kind::Text => Reading::of_text(key, via),
            Kind::Literal => Reading::of_literal(key, via),
        }
    }

    /// Returns the reading with what its words had of marks.
    pub(crate) fn with_marked(self, marked: Vec<MarkedWord>) -> Self {
        Reading { marked, ..self }
    }

    /// Returns by which stems the word at `position` matches.
    pub(crate) fn stemming(&self, position: usize) -> Stemming<'_> {
        // A letter of the next word would be taken for an ending of the word before.
        if matches!(self.via, Some(Via::Joined | Via::Split)) {
            return Stemming::None;
        }
        let marked = self.marked.iter().find(|word| word.position == position);
        marked.map_or(Stemming::OfKey, |word| Stemming::Marked(&word.marked))
    }

    /// Returns whether the query, read so, is searched among the forms of `class`.
    pub(crate) fn goes_with(&self, class: FormClass) -> bool {
        match class {
            FormClass::Plain => true,
            // Their letters are those of the text, and only separators are others.
            FormClass::Parts if self.is_one => self.via == Some(Via::Spacing),
            FormClass::Initials if self.is_one => false,
            // A transliterated form is a relaxation itself, and goes with no other.
            FormClass::Latin => matches!(self.via, None | Some(Via::Transliteration)),
            // Forms cut into parts go with all that reads the whole of a query.
            FormClass::Parts => true,
            // No other word is found among initial consonants that is not found in the text.
            FormClass::Initials => {
                matches!(self.via, None | Some(Via::Layout)) && are_initials(&self.words)
            }
            // Those among the given ones are found with them. Verbatim ones have a query of their
            // own.
            FormClass::Spelled | FormClass::Verbatim => false,
        }
    }

    /// Returns whether the word at `position` may be the start of a longer one.
    pub(crate) fn is_open(&self, position: usize) -> bool {
        // White space closes a word, but for the reading that takes it as if it were not there.
        self.via == Some(Via::OpenWords) || (position + 1 == self.words.len() && !self.closed)
    }

    /// Returns the reading with every word open.
    pub(crate) fn opened(&self) -> Self {
        Reading { via: Some(Via::OpenWords), ..self.clone() }
    }

    /// Returns the reading as one string.
    pub(crate) fn as_one(&self) -> Self {
        let words = vec![self.words.join(" ")];
        Reading { words, marked: Vec::new(), is_one: true, ..self.clone() }
    }

    /// Returns the reading with separators free from the beginning of a form.
    pub(crate) fn spaced(&self) -> Self {
        Reading { via: Some(Via::Spacing), ..self.as_one() }
    }

    /// Returns the reading with the word at `position` and the next joined, if there are both.
    pub(crate) fn joined(&self, position: usize) -> Option<Self> {
        let joined = [self.words.get(position)?.as_str(), self.words.get(position + 1)?].concat();
        let mut words = self.words.clone();
        words.splice(position..position + 2, [joined]);
        let (marked, via) = (Vec::new(), Some(Via::Joined)); // it matches by no stem
        Some(Reading { words, marked, via, ..self.clone() })
    }

    /// Returns the reading with the word at `position` split before its byte `at`, if that is
    /// inside it.
    pub(crate) fn split(&self, position: usize, at: usize) -> Option<Self> {
        // Inside a character there is nothing to split.
        let (head, tail) = self.words.get(position)?.split_at_checked(at)?;
        let parts = [head.to_owned(), tail.to_owned()];
        let mut words = self.words.clone();
        words.splice(position..=position, parts);
        let (marked, via) = (Vec::new(), Some(Via::Split));
        Some(Reading { words, marked, via, ..self.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reading_is_relaxed_in_one_way_each() {
        let typed = Reading::of_text("red bull ", None);
        assert_eq!((typed.words.len(), typed.closed), (2, true));
        assert!(!typed.is_open(0) && !typed.is_open(1));
        assert!(typed.opened().is_open(0) && typed.opened().is_open(1));
        let joined = typed.joined(0).unwrap();
        assert_eq!((joined.words, joined.via), (vec!["redbull".to_owned()], Some(Via::Joined)));
        assert_eq!(typed.joined(1), None);
        let split = typed.split(1, 2).unwrap();
        assert_eq!(split.words, ["red", "bu", "ll"]);
        assert_eq!(typed.split(2, 1), None);
        let one = typed.spaced();
        assert_eq!((one.words, one.closed, one.is_one), (vec!["red bull".to_owned()], true, true));
    }

    #[test]
    fn a_literal_is_one_word_with_its_spaces() {
        let literal = Reading::of_literal("a b ", None);
        assert_eq!((literal.words, literal.closed), (vec!["a b".to_owned()], true));
        assert!(Reading::of_literal("", None).words.is_empty());
        assert!(Reading::of_text("", None).words.is_empty());
    }
}
