//! The sections: one table of their numbers, names, codecs and reasons to be there.

/// Declares the sections, one a line: what it holds, its number, name and codec, and why a file has
/// it.
///
/// Everything that is said of all sections comes from this table, so a section is added in one
/// line. A test holds the table of `docs/format.md` to it.
macro_rules! sections {
    ($(
        $(#[$doc:meta])*
        $id:ident = $number:literal, $name:literal, $codec:literal, $presence:ident;
    )+) => {
        /// The sections that this release knows.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u32)]
        pub(crate) enum SectionId {
            $($(#[$doc])* $id = $number,)+
        }

        impl SectionId {
            /// All sections, in the order of their numbers, which count from 1.
            pub(crate) const ALL: &[SectionId] = &[$(SectionId::$id),+];

            /// Returns the name for people.
            pub(crate) fn name(self) -> &'static str {
                match self {
                    $(SectionId::$id => $name,)+
                }
            }

            /// Returns when a file has the section.
            pub(crate) fn presence(self) -> Presence {
                match self {
                    $(SectionId::$id => Presence::$presence,)+
                }
            }

            /// Returns the module that says how the bytes are laid out.
            #[cfg(test)]
            fn codec(self) -> &'static str {
                match self {
                    $(SectionId::$id => $codec,)+
                }
            }
        }
    };
}

sections! {
    /// The settings of the build: JSON.
    Settings = 1, "settings", "settings", Always;
    /// The dictionary: an FST from each key to its first slot.
    Keys = 2, "keys", "dictionary", Always;
    /// The rank of each slot.
    Slots = 3, "slots", "packed", Always;
    /// The tree of least ranks above the slots.
    Minima = 4, "minima", "minima", Always;
    /// Whether the surface form of each rank is an alias. Those that are not are the texts, by ordinal.
    Forms = 5, "forms", "bits", WithAliases;
    /// The weight of each ordinal: the bits of an `f64`, in blocks.
    Weights = 6, "weights", "blocks", Always;
    /// The text of each ordinal.
    Texts = 7, "texts", "strings", Always;
    /// The ordinal of each alias.
    AliasOrdinals = 8, "alias-ordinals", "blocks", WithAliases;
    /// The place of the factor of each alias among the factors.
    AliasFactors = 9, "alias-factors", "packed", WithAliases;
    /// The text of each alias, empty where it is made again.
    AliasTexts = 10, "alias-texts", "strings", WithAliases;
    /// The id of each ordinal: strings, empty where there is none.
    Ids = 11, "ids", "strings", WithIds;
    /// The ordinals of the ids.
    IdBuckets = 12, "id-buckets", "buckets", WithIds;
    /// The payload of each ordinal: strings of JSON, empty where there is none.
    Payloads = 13, "payloads", "strings", WithPayloads;
    /// What made each alias.
    AliasKinds = 14, "alias-kinds", "packed", WithMadeForms;
    /// The term dictionary: an FST from each term to its number.
    Terms = 15, "terms", "dictionary", WithWords;
    /// Where the postings of each term start, and where the last end.
    PostingStarts = 16, "posting-starts", "packed", WithWords;
    /// The ranks of the forms that hold each term, rising, term by term.
    Postings = 17, "postings", "packed", WithWords;
    /// The tree of least ranks above the first postings of the terms.
    TermMinima = 18, "term-minima", "minima", WithWords;
    /// Where the terms of each rank start, and where the last end.
    FormStarts = 19, "form-starts", "list_starts", WithWords;
    /// The terms of each form in the order of its words, rank by rank.
    FormTerms = 20, "form-terms", "packed", WithWords;
    /// The stems: an FST from language and stem to the first of its terms.
    Stems = 21, "stems", "dictionary", WithStems;
    /// The terms of each stem, rising, stem by stem.
    StemTerms = 22, "stem-terms", "packed", WithStems;
    /// The slot of each rank: packed, the inverse of the slots.
    RankSlots = 23, "rank-slots", "packed", WithWaysBack;
    /// The rank of each form: packed, the inverse of the forms.
    FormRanks = 24, "form-ranks", "packed", WithWaysBackAndAliases;
    /// The values of contexts: an FST from field and value to a number.
    ContextValues = 25, "context-values", "dictionary", WithContexts;
    /// Where the list of each value starts, and where the last ends.
    ContextStarts = 26, "context-starts", "packed", WithContexts;
    /// The ranks of all forms of the entries with each value, by slot, value by value.
    ContextRanks = 27, "context-ranks", "packed", WithContexts;
    /// The tree of least ranks above the lists.
    ContextMinima = 28, "context-minima", "minima", WithContexts;
    /// Where the values of each ordinal start, and where the last end.
    EntryContextStarts = 29, "entry-context-starts", "packed", WithContexts;
    /// The numbers of the values of each entry, rising, by ordinal.
    EntryContexts = 30, "entry-contexts", "packed", WithContexts;
    /// The distinct seasons.
    SeasonRows = 31, "season-rows", "season_rows", WithSeasons;
    /// The row of each ordinal.
    EntrySeasons = 32, "entry-seasons", "packed", WithSeasons;
    /// Of each month, the tree of the greatest seasonal weights of the slots.
    SlotSeasons = 33, "slot-seasons", "slot_maxima", WithSeasons;
    /// Of each month, the greatest seasonal weights by blocks of ranks.
    RankSeasons = 34, "rank-seasons", "rank_maxima", WithSeasons;
    /// Whether the text of each ordinal is that of an earlier one.
    Repeats = 35, "repeats", "bits", WithRepeats;
    /// The first ordinal with the text of each repeat.
    RepeatFirsts = 36, "repeat-firsts", "packed", WithRepeats;
    /// Whether the form of each rank is covered by a better one with its key, text and season.
    CoveredForms = 37, "covered-forms", "bits", WithRepeats;
    /// The tree of least ranks above the slots whose forms are not covered.
    TextMinima = 38, "text-minima", "minima", WithRepeats;
    /// Whether it is covered by one whose entry has the same contexts besides.
    TwinForms = 39, "twin-forms", "bits", WithRepeatsAndContexts;
    /// The ordinal of each alias that gave way to another form.
    MergedOrdinals = 40, "merged-ordinals", "blocks", WithMergedAliases;
    /// Its place among the aliases of the record.
    MergedPlaces = 41, "merged-places", "packed", WithMergedAliases;
    /// Its factor: the bits of an `f64`, in blocks.
    MergedFactors = 42, "merged-factors", "blocks", WithMergedAliases;
    /// Its text, empty if that is the text of the entry.
    MergedTexts = 43, "merged-texts", "strings", WithMergedAliases;
    /// The synonym rules, each a line.
    Synonyms = 44, "synonyms", "strings", WithSynonyms;
    /// The tails: an FST from each tail of a term to the first of its terms.
    Tails = 45, "tails", "dictionary", WithInside;
    /// The terms of each tail, rising, tail by tail.
    TailTerms = 46, "tail-terms", "packed", WithInside;
    /// The distinct factors of aliases, rising: the bits of an `f64`, in blocks.
    Factors = 47, "factors", "blocks", WithAliases;
    /// The alias of each rank whose form is one, rank by rank.
    RankedAliases = 48, "ranked-aliases", "packed", WithAliasesOutOfOrder;
    /// The number of what each alias is made again of, in blocks.
    AliasSources = 49, "alias-sources", "blocks", WithAliasSources;
    /// Of each value that many forms have, the ranks of these.
    ContextBitmaps = 50, "context-bitmaps", "bitmaps", WithCommonValues;
    /// The best ranks of each long range of slots.
    SlotBests = 51, "slot-bests", "bests", WithLongRanges;
    /// The best ranks of the forms with a term of each long range, behind their first word.
    InsideBests = 52, "inside-bests", "bests", WithLongRangesInside;
}

/// When a file has a section. Sections with the same reason are there together or not at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presence {
    /// In every file.
    Always,
    /// An entry has several forms. Without, form and rank are equal.
    WithAliases,
    /// An alias has a lower rank than one of a higher number.
    WithAliasesOutOfOrder,
    /// A form was made of an alias, or is not the first made of a text.
    WithAliasSources,
    /// An entry has an id.
    WithIds,
    /// An entry has a payload.
    WithPayloads,
    /// The build made a form, so not all aliases were given.
    WithMadeForms,
    /// The index is of kind `text`.
    WithWords,
    /// A language of the build has stems.
    WithStems,
    /// An entry has an id or a context, from which ways lead back to forms.
    WithWaysBack,
    /// The same, of an index with aliases.
    WithWaysBackAndAliases,
    /// An entry has a context.
    WithContexts,
    /// A value of a context is that of many forms.
    WithCommonValues,
    /// An entry has a season that is not neutral.
    WithSeasons,
    /// Two entries have one text.
    WithRepeats,
    /// The same, in an index with contexts.
    WithRepeatsAndContexts,
    /// An alias gave way to another form with its key.
    WithMergedAliases,
    /// The build had synonym rules.
    WithSynonyms,
    /// Words are found by their tails.
    WithInside,
    /// Many keys have one beginning.
    WithLongRanges,
    /// Many words behind the first of a form have one beginning.
    WithLongRangesInside,
}

impl SectionId {
    /// Returns the section with a number, if this release knows it.
    pub(super) fn from_number(number: u32) -> Option<Self> {
        // A search, since it is done once for each section of a file that is opened.
        Self::ALL.iter().copied().find(|&id| id as u32 == number)
    }

    /// Returns the sections that are there for one reason, in the order of their numbers.
    pub(crate) fn with(presence: Presence) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |id| id.presence() == presence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Presence {
        /// Returns the reason as the page about the format words it.
        fn words(self) -> &'static str {
            match self {
                Presence::Always => "always",
                Presence::WithAliases => "with aliases",
                Presence::WithAliasesOutOfOrder => "unless aliases rise with their ranks",
                Presence::WithAliasSources => "unless all are 0",
                Presence::WithIds => "with ids",
                Presence::WithPayloads => "with payloads",
                Presence::WithMadeForms => "unless all aliases were given",
                Presence::WithWords => "kind `text`",
                Presence::WithStems => "with languages that have stems",
                Presence::WithWaysBack => "with ids or contexts",
                Presence::WithWaysBackAndAliases => "with ids or contexts, and aliases",
                Presence::WithContexts => "with contexts",
                Presence::WithCommonValues => "with a value that a 32nd of the forms has",
                Presence::WithSeasons => "with a season that is not neutral",
                Presence::WithRepeats => "where texts repeat",
                Presence::WithRepeatsAndContexts => "where texts repeat, with contexts",
                Presence::WithMergedAliases => "with merged aliases",
                Presence::WithSynonyms => "with synonyms",
                Presence::WithInside => "with `inside`",
                Presence::WithLongRanges => "with a range of over 1,024 slots",
                Presence::WithLongRangesInside => {
                    "with a range of over 1,024 words behind the first"
                }
            }
        }
    }

    /// Returns number, name, codec and presence of each row of the table on the page.
    fn documented() -> Vec<[String; 4]> {
        let page = include_str!("../../../../docs/format.md");
        let rows = page.lines().filter_map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            let [number, name, _, codec, presence] = cells[..] else { return None };
            number.parse::<u32>().ok()?;
            // What stands in parentheses says when the section is empty.
            let presence = presence.split(" (").next().unwrap_or(presence);
            Some([number, name, codec, presence].map(str::to_owned))
        });
        rows.collect()
    }

    #[test]
    fn the_page_about_the_format_has_the_same_table() {
        let declared = SectionId::ALL.iter().map(|&id| {
            let codec = format!("`{}.rs`", id.codec());
            [(id as u32).to_string(), id.name().to_owned(), codec, id.presence().words().to_owned()]
        });
        assert_eq!(declared.collect::<Vec<_>>(), documented());
    }

    #[test]
    fn numbers_count_from_1_and_names_differ() {
        let numbers = SectionId::ALL.iter().map(|&id| id as u32);
        assert!(numbers.eq(1..=SectionId::ALL.len() as u32));
        let names: std::collections::BTreeSet<_> =
            SectionId::ALL.iter().map(|id| id.name()).collect();
        assert_eq!(names.len(), SectionId::ALL.len());
    }

    #[test]
    fn every_codec_is_a_module_with_the_layout() {
        let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        for id in SectionId::ALL {
            let file = format!("{}.rs", id.codec());
            let is_there =
                ["format", ""].iter().any(|folder| source.join(folder).join(&file).exists());
            assert!(is_there, "{} has no module {file}", id.name());
        }
    }
}
