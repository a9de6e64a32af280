//! What relaxed a match.

/// What relaxed a match, in the order in which answers list it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Via {
    /// The form is an alias, or was made from one.
    Alias,
    /// A synonym made the form.
    Synonym,
    /// A word matched only by its stem.
    Stem,
    /// The query was typed on another keyboard layout.
    Layout,
    /// The query or the form was transliterated.
    Transliteration,
    /// Every word was taken as unfinished.
    OpenWords,
    /// Two neighbouring words were joined.
    Joined,
    /// One word was split.
    Split,
}

impl Via {
    /// All of them, in order.
    pub const ALL: [Via; 8] = [
        Via::Alias,
        Via::Synonym,
        Via::Stem,
        Via::Layout,
        Via::Transliteration,
        Via::OpenWords,
        Via::Joined,
        Via::Split,
    ];

    /// Returns the code, for example `"open-words"`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Via::Alias => "alias",
            Via::Synonym => "synonym",
            Via::Stem => "stem",
            Via::Layout => "layout",
            Via::Transliteration => "transliteration",
            Via::OpenWords => "open-words",
            Via::Joined => "joined",
            Via::Split => "split",
        }
    }

    fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// A set of what relaxed a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Vias(u8);

impl Vias {
    /// Returns the set with `via` in it.
    #[must_use]
    pub fn with(self, via: Via) -> Self {
        Vias(self.0 | via.bit())
    }

    /// Returns whether `via` is in the set.
    #[must_use]
    pub fn contains(self, via: Via) -> bool {
        self.0 & via.bit() != 0
    }

    /// Returns whether nothing relaxed the match.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Returns one bit for each, [`Via::Alias`] in the lowest, in the order of [`Via::ALL`].
    #[must_use]
    pub fn bits(self) -> u8 {
        self.0
    }

    /// Returns what is in the set, in the order in which answers list it.
    pub fn iter(self) -> impl Iterator<Item = Via> {
        Via::ALL.into_iter().filter(move |via| self.contains(*via))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_lists_what_was_put_in_in_order_and_once() {
        let set = Vias::default().with(Via::Split).with(Via::Alias).with(Via::Split);
        assert_eq!(set.iter().collect::<Vec<_>>(), [Via::Alias, Via::Split]);
        assert!(set.contains(Via::Split) && !set.contains(Via::Stem) && !set.is_empty());
        assert!(Vias::default().is_empty());
        assert_eq!(set.bits(), 0b1000_0001);
        assert!(Via::ALL.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
