//! How the forms with the rarest word are read.

/// How the forms with the rarest word are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Plan {
    /// As takes the least, as far as that can be told.
    #[default]
    Adaptive,
    /// In the order of their ranks, to the end.
    #[cfg(test)]
    InOrder,
    /// All of them, term by term.
    #[cfg(test)]
    Whole,
    /// Those that the rarest of the other words has too.
    #[cfg(test)]
    Intersect,
}

impl Plan {
    /// Returns whether the first forms of a cost come in the order of their ranks.
    pub(super) fn begins_in_order(self) -> bool {
        self == Plan::Adaptive
    }

    /// Returns whether the postings of two words are intersected, if that is settled.
    pub(super) fn intersects(self) -> Option<bool> {
        match self {
            Plan::Adaptive => None,
            #[cfg(test)]
            Plan::InOrder | Plan::Whole => Some(false),
            #[cfg(test)]
            Plan::Intersect => Some(true),
        }
    }

    /// Returns up to how many forms are looked at in order where nothing else is.
    pub(super) fn most_in_order(self, shorter: Option<u64>) -> Option<u64> {
        match self {
            #[cfg(test)]
            Plan::InOrder => Some(u64::MAX),
            _ => shorter,
        }
    }
}
