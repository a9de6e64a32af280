//! What a surface form is: its class, which says how it is stored and searched, and its source.
//!
//! ```text
//! class     mark  from tier  terms  slips
//! plain     –     0          yes    yes    a text, an alias, or made by a synonym
//! latin     1     1          yes    yes    the transliteration of another form
//! verbatim  2     0          –      –      with its marks and signs
//! spelled   –     0          yes    yes    with signs as words, or letters written out
//! parts     4     1          yes    yes    cut into parts, or without leading zeros and long marks
//! initials  5     1          yes    –      Korean initial consonants
//! ```
//!
//! The texts of forms of the first class stand in a file, and those of forms that were made of a
//! synonym. The others are made again of the text or the alias that they were made of: a number says
//! which of the [`most_of_a_text`](FormClass::most_of_a_text) a form is, and of which alias.
//!
//! The number of a kind in a file is 3 · class + source − 1. So an alias as given is 0, and the
//! text of an entry, which needs no number, has none.

/// How a form is stored and searched. The numbers stand in files, so a class may be added, and none
/// may change. The forms of an entry stand in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub(crate) enum FormClass {
    /// As it was given, or made by a synonym.
    Plain = 0,
    /// The transliteration of a plain form.
    Latin = 1,
    /// A text or an alias with its marks and signs.
    Verbatim = 2,
    /// Signs as words, or letters written out.
    Spelled = 3,
    /// Cut into parts, or without leading zeros and long marks.
    Parts = 4,
    /// Korean initial consonants.
    Initials = 5,
}

/// How the forms of a class are stored and searched.
#[derive(Debug, Clone, Copy)]
struct Traits {
    /// Whether a byte of their own stands before their keys and terms.
    marked: bool,
    first_tier: u8,
    has_terms: bool,
    has_slips: bool,
}

/// Searched wherever a query is, as what was given is.
const LIKE_GIVEN: Traits =
    Traits { marked: false, first_tier: 0, has_terms: true, has_slips: true };
/// Searched apart, from tier 1 on.
const RELAXED: Traits = Traits { marked: true, first_tier: 1, ..LIKE_GIVEN };

/// Marks below this byte stand before the key, and before each term, of a form of a class. No text
/// becomes a key with such a byte, since the analysis reads control characters as white space.
const END_OF_MARKS: u8 = b' ';

impl FormClass {
    /// All classes, in the order of their numbers.
    pub(crate) const ALL: [FormClass; 6] = [
        FormClass::Plain,
        FormClass::Latin,
        FormClass::Verbatim,
        FormClass::Spelled,
        FormClass::Parts,
        FormClass::Initials,
    ];

    fn traits(self) -> Traits {
        match self {
            FormClass::Plain | FormClass::Spelled => LIKE_GIVEN,
            FormClass::Latin | FormClass::Parts => RELAXED,
            FormClass::Verbatim => {
                Traits { first_tier: 0, has_terms: false, has_slips: false, ..RELAXED }
            }
            FormClass::Initials => Traits { has_slips: false, ..RELAXED },
        }
    }

    /// Returns the byte before the keys and the terms of the class, which makes each of both a
    /// range of its own. `None` if its forms are among those that were given.
    pub(crate) fn mark(self) -> Option<u8> {
        // The number of the class, which is a control character as long as there are few of them.
        self.traits().marked.then_some(self as u8)
    }

    /// Returns the tier from which on the forms count.
    pub(crate) fn first_tier(self) -> u8 {
        self.traits().first_tier
    }

    /// Returns how many forms of the class may be made of one text, which `languages` spell
    /// otherwise; at least 1.
    pub(crate) fn most_of_a_text(self, languages: usize) -> u32 {
        match self {
            // With its signs as words, and with its letters written out too.
            FormClass::Spelled => (2 * languages).max(1) as u32, // few languages are known
            // Cut, and without leading zeros and long marks.
            FormClass::Parts => 2,
            _ => 1,
        }
    }

    /// Returns whether forms match by their words in any order.
    pub(crate) fn has_terms(self) -> bool {
        self.traits().has_terms
    }

    /// Returns whether forms match with slips.
    pub(crate) fn has_slips(self) -> bool {
        self.traits().has_slips
    }

    /// Parts the mark from a key or a term, and returns the class that it stands for. Bytes without
    /// a mark that is known are those of a plain form.
    pub(crate) fn split(marked: &[u8]) -> (Self, &[u8]) {
        match marked.split_first() {
            Some((&mark, rest)) if is_mark(mark) => {
                let class = FormClass::ALL.into_iter().find(|class| class.mark() == Some(mark));
                class.map_or((FormClass::Plain, marked), |class| (class, rest))
            }
            _ => (FormClass::Plain, marked),
        }
    }
}

/// Returns whether a byte at the beginning of a key of a text, or of a term, is a mark.
fn is_mark(byte: u8) -> bool {
    byte < END_OF_MARKS
}

/// What a form was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum FormSource {
    /// The text of the entry.
    Text = 0,
    /// An alias as given.
    Alias = 1,
    /// A form that a synonym made.
    Synonym = 2,
}

impl FormSource {
    const ALL: [FormSource; 3] = [FormSource::Text, FormSource::Alias, FormSource::Synonym];
}

/// What a form is: its class, and what it was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FormKind {
    pub(crate) class: FormClass,
    pub(crate) source: FormSource,
}

impl FormKind {
    /// The text itself.
    pub(crate) const TEXT: FormKind = FormKind::of(FormClass::Plain, FormSource::Text);
    /// An alias as given.
    pub(crate) const ALIAS: FormKind = FormKind::of(FormClass::Plain, FormSource::Alias);
    /// Made by a synonym.
    pub(crate) const SYNONYM: FormKind = FormKind::of(FormClass::Plain, FormSource::Synonym);

    /// The text with its marks and signs.
    pub(crate) const VERBATIM_TEXT: FormKind = FormKind::of(FormClass::Verbatim, FormSource::Text);

    /// Returns the kind of forms of `class` made of `source`.
    pub(crate) const fn of(class: FormClass, source: FormSource) -> Self {
        FormKind { class, source }
    }

    /// Returns whether the text of such a form stands in a file. Otherwise it is made again.
    pub(crate) fn has_own_text(self) -> bool {
        self.class == FormClass::Plain || self.source == FormSource::Synonym
    }

    /// Returns the number that stands in a file. Not for the text, which needs none: it would be
    /// that of an alias.
    pub(crate) fn number(self) -> u8 {
        // Aliases as given are 0, so that a file with no other forms need not store it.
        (3 * self.class as u8 + self.source as u8).saturating_sub(1)
    }

    /// Returns the kind with a number; `None` if no kind has it.
    pub(crate) fn of_number(number: u32) -> Option<Self> {
        let number = number.checked_add(1)?;
        let class = *FormClass::ALL.get(number as usize / 3)?;
        let source = *FormSource::ALL.get(number as usize % 3)?;
        Some(FormKind { class, source })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_lead_back_to_their_kinds_and_rise_with_class_and_source() {
        let numbers = [FormKind::ALIAS, FormKind::SYNONYM].map(FormKind::number);
        assert_eq!(numbers, [0, 1]);
        let latin = FormSource::ALL.map(|source| FormKind::of(FormClass::Latin, source).number());
        assert_eq!(latin, [2, 3, 4]);
        let count = 3 * FormClass::ALL.len() as u32 - 1;
        for number in 0..count {
            assert_eq!(u32::from(FormKind::of_number(number).unwrap().number()), number);
        }
        assert_eq!(FormKind::of_number(count), None);
        assert_eq!(FormKind::of_number(u32::MAX), None);
        assert!(FormClass::ALL.iter().enumerate().all(|(at, class)| *class as usize == at));
    }

    #[test]
    fn the_mark_of_a_class_is_no_part_of_its_words() {
        let split = FormClass::split;
        assert_eq!(split(b"\x01new york"), (FormClass::Latin, &b"new york"[..]));
        assert_eq!(split(b"new york"), (FormClass::Plain, &b"new york"[..]));
        assert_eq!(split(b"\x1fnew"), (FormClass::Plain, &b"\x1fnew"[..]));
        assert_eq!(split(b""), (FormClass::Plain, &b""[..]));
        let marks = FormClass::ALL.iter().filter_map(|class| class.mark());
        assert!(marks.eq([1, 2, 4, 5]));
    }
}
