//! The sections by number and name, and when each is there.

/// The sections that this release knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub(crate) enum SectionId {
    /// The settings of the build: JSON.
    Settings = 1,
    /// The dictionary: an FST from each key to its first slot.
    Keys = 2,
    /// The rank of each slot: packed.
    Slots = 3,
    /// The tree of least ranks above the slots.
    Minima = 4,
    /// The surface form of each rank: packed. Absent where form and rank are equal: no aliases.
    Forms = 5,
    /// The weight of each ordinal: the bits of an `f64`, in blocks.
    Weights = 6,
    /// The text of each ordinal: strings.
    Texts = 7,
    /// The ordinal of each alias: blocks. Absent without aliases, as are the next two.
    AliasOrdinals = 8,
    /// The factor of each alias: the bits of an `f64`, in blocks.
    AliasFactors = 9,
    /// The text of each alias: strings.
    AliasTexts = 10,
    /// The id of each ordinal: strings, empty where there is none. Absent if no entry has one.
    Ids = 11,
    /// The ordinals of the ids: buckets. Absent if no entry has an id.
    IdBuckets = 12,
    /// The payload of each ordinal: strings of JSON, empty where there is none. Absent if none has.
    Payloads = 13,
    /// What made each alias: packed. Absent if all were given.
    AliasKinds = 14,
    /// The term dictionary: an FST from each term to its number. Absent of kind `literal`, as are the next five.
    Terms = 15,
    /// Where the postings of each term start, and where the last end: packed.
    PostingStarts = 16,
    /// The ranks of the forms that hold each term, rising, term by term: packed.
    Postings = 17,
    /// The tree of least ranks above the first postings of the terms.
    TermMinima = 18,
    /// Where the terms of each rank start, and where the last end: packed.
    FormStarts = 19,
    /// The terms of each form in the order of its words, rank by rank: packed.
    FormTerms = 20,
    /// The stems: an FST from language and stem to the first of its terms. Absent without languages that have stems.
    Stems = 21,
    /// The terms of each stem, rising, stem by stem: packed. Absent as the stems are.
    StemTerms = 22,
    /// The slot of each rank: packed, the inverse of the slots. Absent if no entry has an id or a context.
    RankSlots = 23,
    /// The rank of each form: packed, the inverse of the forms. Absent if the rank-slots or the forms are.
    FormRanks = 24,
    /// The values of contexts: an FST from field and value to a number. Absent if no entry has one, as are the next five.
    ContextValues = 25,
    /// Where the list of each value starts, and where the last ends: packed.
    ContextStarts = 26,
    /// The ranks of all forms of the entries with each value, by slot, value by value: packed.
    ContextRanks = 27,
    /// The tree of least ranks above the lists.
    ContextMinima = 28,
    /// Where the values of each ordinal start, and where the last end: packed.
    EntryContextStarts = 29,
    /// The numbers of the values of each entry, rising, by ordinal: packed.
    EntryContexts = 30,
    /// The distinct seasons. Absent if all entries have the neutral one, as are the next three.
    SeasonRows = 31,
    /// The row of each ordinal: packed.
    EntrySeasons = 32,
    /// Of each month, the tree of the greatest seasonal weights of the slots.
    SlotSeasons = 33,
    /// Of each month, the greatest seasonal weights by blocks of ranks.
    RankSeasons = 34,
}

impl SectionId {
    /// All sections, in the order of their numbers.
    pub(crate) const ALL: [SectionId; 34] = [
        SectionId::Settings,
        SectionId::Keys,
        SectionId::Slots,
        SectionId::Minima,
        SectionId::Forms,
        SectionId::Weights,
        SectionId::Texts,
        SectionId::AliasOrdinals,
        SectionId::AliasFactors,
        SectionId::AliasTexts,
        SectionId::Ids,
        SectionId::IdBuckets,
        SectionId::Payloads,
        SectionId::AliasKinds,
        SectionId::Terms,
        SectionId::PostingStarts,
        SectionId::Postings,
        SectionId::TermMinima,
        SectionId::FormStarts,
        SectionId::FormTerms,
        SectionId::Stems,
        SectionId::StemTerms,
        SectionId::RankSlots,
        SectionId::FormRanks,
        SectionId::ContextValues,
        SectionId::ContextStarts,
        SectionId::ContextRanks,
        SectionId::ContextMinima,
        SectionId::EntryContextStarts,
        SectionId::EntryContexts,
        SectionId::SeasonRows,
        SectionId::EntrySeasons,
        SectionId::SlotSeasons,
        SectionId::RankSeasons,
    ];

    /// Returns the name for people.
    pub(crate) fn name(self) -> &'static str {
        match self {
            SectionId::Settings => "settings",
            SectionId::Keys => "keys",
            SectionId::Slots => "slots",
            SectionId::Minima => "minima",
            SectionId::Forms => "forms",
            SectionId::Weights => "weights",
            SectionId::Texts => "texts",
            SectionId::AliasOrdinals => "alias-ordinals",
            SectionId::AliasFactors => "alias-factors",
            SectionId::AliasTexts => "alias-texts",
            SectionId::Ids => "ids",
            SectionId::IdBuckets => "id-buckets",
            SectionId::Payloads => "payloads",
            SectionId::AliasKinds => "alias-kinds",
            SectionId::Terms => "terms",
            SectionId::PostingStarts => "posting-starts",
            SectionId::Postings => "postings",
            SectionId::TermMinima => "term-minima",
            SectionId::FormStarts => "form-starts",
            SectionId::FormTerms => "form-terms",
            SectionId::Stems => "stems",
            SectionId::StemTerms => "stem-terms",
            SectionId::RankSlots => "rank-slots",
            SectionId::FormRanks => "form-ranks",
            SectionId::ContextValues => "context-values",
            SectionId::ContextStarts => "context-starts",
            SectionId::ContextRanks => "context-ranks",
            SectionId::ContextMinima => "context-minima",
            SectionId::EntryContextStarts => "entry-context-starts",
            SectionId::EntryContexts => "entry-contexts",
            SectionId::SeasonRows => "season-rows",
            SectionId::EntrySeasons => "entry-seasons",
            SectionId::SlotSeasons => "slot-seasons",
            SectionId::RankSeasons => "rank-seasons",
        }
    }

    /// Returns the section with a number, if this release knows it.
    pub(super) fn from_number(number: u32) -> Option<Self> {
        Self::ALL.into_iter().find(|&id| id as u32 == number)
    }
}
