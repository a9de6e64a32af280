//! From the words of a form cut into parts back to the text.

use std::ops::Range;

use super::align::MatchedWord;
use super::asked::{Asked, split_words};
use super::highlights::Highlights;
use crate::analysis::{Analyzer, SpacedText, cut_at_numbers, spaced};

/// The text of an entry cut into parts.
pub(super) struct TextInParts<'a> {
    analyzer: &'a Analyzer,
    text: &'a str,
    /// The text with a space before each word of camel case, if it has any.
    spaced: Option<SpacedText>,
    words: Vec<Vec<char>>,
    /// Where each word starts in the key of the text, or of the text with spaces.
    starts: Vec<usize>,
}

impl<'a> TextInParts<'a> {
    /// Cuts `text`. `None` if no work is left for it.
    pub(super) fn new(asked: &Asked<'a>, text: &'a str) -> Option<Self> {
        let analyzer = asked.view.analyzer();
        let spaced = spaced(text);
        let whole: String = asked
            .words(spaced.as_ref().map_or(text, |spaced| &spaced.text))?
            .join(&' ')
            .iter()
            .collect();
        let words = split_words(cut_at_numbers(&whole).as_deref().unwrap_or(&whole));
        let mut starts = Vec::with_capacity(words.len());
        let mut start = 0;
        for word in &words {
            // A cut between a letter and a digit is no space of the key.
            start += usize::from(whole.as_bytes().get(start) == Some(&b' '));
            starts.push(start);
            start += word.iter().map(|ch| ch.len_utf8()).sum::<usize>();
        }
        Some(TextInParts { analyzer, text, spaced, words, starts })
    }

    /// Returns the words that it is cut into.
    pub(super) fn words(&self) -> &[Vec<char>] {
        &self.words
    }

    /// Returns what of the text the matched of these words are.
    pub(super) fn of_words(&self, matched: &[MatchedWord]) -> Highlights {
        let range = |matched: &MatchedWord| self.source(matched.position, 0..matched.chars);
        Highlights::of_all(matched.iter().filter_map(range).collect())
    }

    /// Returns what of the text the matched of the words of a form are: those it is cut into, or
    /// the same without leading zeros and long marks.
    pub(super) fn of_form(&self, form: &[Vec<char>], matched: &[MatchedWord]) -> Highlights {
        let range = |matched: &MatchedWord| {
            let whole = self.words.get(matched.position)?;
            let kept = kept(whole, form.get(matched.position)?);
            let typed = kept.get(..matched.chars)?;
            self.source(matched.position, *typed.first()?..typed.last()? + 1)
        };
        Highlights::of_all(matched.iter().filter_map(range).collect())
    }

    /// Returns the bytes of the text that some characters of a word came from.
    fn source(&self, position: usize, chars: Range<usize>) -> Option<Range<usize>> {
        let (word, start) = (self.words.get(position)?, *self.starts.get(position)?);
        let bytes = |chars: &[char]| chars.iter().map(|ch| ch.len_utf8()).sum::<usize>();
        let start = start + bytes(word.get(..chars.start)?);
        let end = start + bytes(word.get(chars)?);
        let Some(spaced) = &self.spaced else {
            return self.analyzer.source_range(self.text, start..end);
        };
        let range = self.analyzer.source_range(&spaced.text, start..end)?;
        Some(spaced.source(range.start)..spaced.source(range.end))
    }
}

/// Returns the places of the characters of `whole` that are left in `rest`. From the end, since of
/// several zeros the last one stays, and of several long marks one with a mark of its own.
fn kept(whole: &[char], rest: &[char]) -> Vec<usize> {
    let mut left = rest;
    let mut places = Vec::with_capacity(rest.len());
    for (at, ch) in whole.iter().enumerate().rev() {
        if let Some((last, before)) = left.split_last()
            && last == ch
        {
            places.push(at);
            left = before;
        }
    }
    places.reverse();
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_of_a_word_is_found_in_it_again() {
        let places = |whole: &str, rest: &str| {
            let chars = |word: &str| word.chars().collect::<Vec<char>>();
            kept(&chars(whole), &chars(rest))
        };
        assert_eq!(places("007", "7"), [2]);
        assert_eq!(places("000", "0"), [2]);
        assert_eq!(places("ラーメン", "ラメン"), [0, 2, 3]);
        assert_eq!(places("スーーパー", "スパ"), [0, 3]);
        assert_eq!(places("abc", "abc"), [0, 1, 2]);
    }
}
