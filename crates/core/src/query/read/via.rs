//! What relaxed a match.

/// What relaxed a match, in the order in which answers list it.
///
/// ```
/// use mapahead::{Index, SuggestOptions, Via};
///
/// # use mapahead::{BuildOptions, Format, IndexBuilder};
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("index.mapahead");
/// # let mut builder = IndexBuilder::new(&path, BuildOptions::default())?;
/// # let records = r#"text,id,weight
/// # Berlin,berlin,3769
/// # Bern,bern,134
/// # New York,nyc,8336
/// # "#;
/// # builder.add_reader("records", Format::Csv, records.as_bytes())?;
/// # builder.finish()?;
/// # let index = Index::open(&path)?;
/// let result = index.suggest("newyork", &SuggestOptions::default())?;
/// let via: Vec<&str> = result.suggestions[0].matched.via.iter().map(Via::code).collect();
/// assert_eq!(via, ["spacing"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Via {
    /// The form is an alias, or was made from one.
    Alias,
    /// A synonym made the form.
    Synonym,
    /// The query was typed with its marks and signs, and the form has them.
    Verbatim,
    /// The form has signs as words, letters written out, or elided words apart.
    Spelled,
    /// The form or the query was cut into parts, or taken without leading zeros or long marks, or the
    /// query as a further sign would change its end.
    Parts,
    /// The words are those of the text and of aliases together.
    Combined,
    /// The form is of Korean initial consonants.
    Initials,
    /// A word matched only inside another.
    Inside,
    /// A word matched only by its stem.
    Stem,
    /// The query was typed on another keyboard layout.
    Layout,
    /// The query or the form was transliterated.
    Transliteration,
    /// Separators of the query and the form were free.
    Spacing,
    /// Every word was taken as unfinished.
    OpenWords,
    /// Two neighboring words were joined, inside a form.
    Joined,
    /// One word was split, inside a form.
    Split,
    /// Words of the query were left out.
    Dropped,
}

impl Via {
    /// All of them, in order.
    pub const ALL: [Via; 16] = [
        Via::Alias,
        Via::Synonym,
        Via::Verbatim,
        Via::Spelled,
        Via::Parts,
        Via::Combined,
        Via::Initials,
        Via::Inside,
        Via::Stem,
        Via::Layout,
        Via::Transliteration,
        Via::Spacing,
        Via::OpenWords,
        Via::Joined,
        Via::Split,
        Via::Dropped,
    ];

    /// Returns the code, for example `"open-words"`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Via::Alias => "alias",
            Via::Synonym => "synonym",
            Via::Verbatim => "verbatim",
            Via::Spelled => "spelled",
            Via::Parts => "parts",
            Via::Combined => "combined",
            Via::Initials => "initials",
            Via::Inside => "inside",
            Via::Stem => "stem",
            Via::Layout => "layout",
            Via::Transliteration => "transliteration",
            Via::Spacing => "spacing",
            Via::OpenWords => "open-words",
            Via::Joined => "joined",
            Via::Split => "split",
            Via::Dropped => "dropped",
        }
    }

    fn bit(self) -> u32 {
        1 << self as u8
    }
}

/// A set of what relaxed a match.
///
/// ```
/// use mapahead::{Index, SuggestOptions, Via, Vias};
///
/// # use mapahead::{BuildOptions, Format, IndexBuilder};
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("index.mapahead");
/// # let mut builder = IndexBuilder::new(&path, BuildOptions::default())?;
/// # let records = r#"text,id,weight
/// # Berlin,berlin,3769
/// # Bern,bern,134
/// # New York,nyc,8336
/// # "#;
/// # builder.add_reader("records", Format::Csv, records.as_bytes())?;
/// # builder.finish()?;
/// # let index = Index::open(&path)?;
/// let options = SuggestOptions::default();
/// let vias = |query| -> mapahead::Result<Vias> {
///     Ok(index.suggest(query, &options)?.suggestions[0].matched.via)
/// };
/// assert!(vias("new y")?.is_empty());
/// assert!(vias("newyork")?.contains(Via::Spacing));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Vias(u32);

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
    pub fn bits(self) -> u32 {
        self.0
    }

    /// Returns what is in the set, in the order in which answers list it.
    pub fn iter(self) -> impl Iterator<Item = Via> {
        // In the order of the list, whatever the order in which they were put in.
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
        assert_eq!(set.bits(), 0b100_0000_0000_0001);
        assert!(Via::ALL.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
