//! Strings: one text for each of the numbers from 0, such as the display texts by ordinal.
//!
//! ```text
//! byte  size        field
//! 0     (varies)    ends    where each string ends in `text`, in bytes: blocks (`blocks.rs`)
//! then  to the end  text    UTF-8, in order, without separators
//! ```
//!
//! A string starts where the one before it ends, so the ends never fall. Where an empty string
//! cannot occur (ids, payloads) it stands for an absent one.

use super::blocks::{Blocks, BlocksWriter};
use super::{Damaged, Result};

/// Collects where strings end, while their text is written elsewhere.
#[derive(Debug, Default)]
pub(crate) struct StringEnds {
    ends: BlocksWriter,
    end: u64,
}

impl StringEnds {
    /// Adds the next string.
    pub(crate) fn push(&mut self, string: &str) {
        // Ends and no lengths, so that a string is found by two reads wherever it stands.
        self.end += string.len() as u64;
        self.ends.push(self.end);
    }

    /// Returns the bytes that come before the text in the section.
    pub(crate) fn finish(self) -> Vec<u8> {
        self.ends.finish()
    }
}

/// A view of strings.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Strings<'a> {
    ends: Blocks<'a>,
    text: &'a [u8],
}

impl<'a> Strings<'a> {
    /// Finds the parts of `bytes` in constant time.
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self> {
        // Whether the ends fit the text shows at each read. Looking at all of them takes time in n.
        let (ends, text) = Blocks::split(bytes)?;
        Ok(Strings { ends, text })
    }

    /// Returns the number of strings.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns the number of bytes of all strings together.
    pub(crate) fn text_bytes(&self) -> usize {
        self.text.len()
    }

    /// Returns the string at `position`, or `None` past the end.
    ///
    /// # Errors
    ///
    /// [`Damaged`] if the ends leave the text or cut a character.
    #[inline]
    pub(crate) fn get(&self, position: usize) -> Result<Option<&'a str>> {
        if position >= self.ends.len() {
            return Ok(None);
        }
        let (start, end) = self
            .ends
            .get_with_previous(position)
            .ok_or(Damaged("the end of a string is missing"))?;
        let text = self
            .text
            .get(start as usize..end as usize)
            .ok_or(Damaged("a string lies outside its text"))?;
        // Checked at each read, and not once at open, which would read the whole file.
        std::str::from_utf8(text).map(Some).map_err(|_| Damaged("a string is not UTF-8"))
    }

    /// Reads every string, and checks that together they are the text.
    pub(crate) fn verify(&self) -> Result<()> {
        self.ends.verify()?;
        for position in 0..self.len() {
            self.get(position)?;
        }
        // Text behind the last end belongs to no string, and the checksum would still be right.
        let end = match self.len().checked_sub(1) {
            None => Some(0),
            Some(last) => self.ends.get(last),
        };
        if end == Some(self.text.len() as u64) {
            Ok(())
        } else {
            Err(Damaged("text follows the last string"))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn encode(strings: &[String]) -> Vec<u8> {
        let mut ends = StringEnds::default();
        strings.iter().for_each(|string| ends.push(string));
        [ends.finish(), strings.concat().into_bytes()].concat()
    }

    #[test]
    fn the_text_follows_the_ends_as_documented() {
        let bytes = encode(&["ab".to_owned(), "c".to_owned()]);
        assert_eq!(bytes.len(), 16 + 16 + 1 + 16 + 3);
        assert!(bytes.ends_with(b"abc"));
    }

    proptest! {
        #[test]
        fn every_string_survives_a_round_trip(strings: Vec<String>) {
            let bytes = encode(&strings);
            let section = Strings::parse(&bytes).unwrap();
            section.verify().unwrap();
            prop_assert_eq!(section.len(), strings.len());
            for (position, string) in strings.iter().enumerate() {
                prop_assert_eq!(section.get(position).unwrap(), Some(string.as_str()));
            }
            prop_assert_eq!(section.get(strings.len()).unwrap(), None);
        }

        #[test]
        fn a_damaged_section_never_panics(
            strings: Vec<String>, at: prop::sample::Index, byte: u8, position in 0usize..100,
        ) {
            let mut bytes = encode(&strings);
            let at = at.index(bytes.len());
            bytes[at] = byte;
            if let Ok(section) = Strings::parse(&bytes) {
                let _ = section.get(position);
                let _ = section.verify();
            }
        }
    }
}
