//! An edit: what was typed in place of what was meant, and why it costs what it does.

/// One edit: what was typed in place of what was meant.
///
/// ```
/// use mapahead::{Index, IndexBuilder, SuggestOptions};
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("index");
/// # let mut builder = IndexBuilder::new(&path, Default::default())?;
/// # builder.add_ndjson("cities", br#"{"text":"Berlin"}"#.to_vec())?;
/// # builder.finish()?;
/// # let index = Index::open(&path)?;
/// let options = SuggestOptions { explain: true, ..Default::default() };
/// let result = index.suggest("brelin", &options)?;
/// let words = result.suggestions[0].explanation.as_ref().map(|explanation| &explanation.words);
/// let swap = &words.expect("it was asked for")[0].edits[0];
/// assert_eq!((swap.typed.as_str(), swap.meant.as_str(), swap.cost), ("re", "er", 0.375));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    /// What was done.
    pub kind: EditKind,
    /// Why it costs what it does, if that is not what any edit of its kind costs.
    pub because: Option<EditReason>,
    /// The letters that were typed. None where one was dropped.
    pub typed: String,
    /// The letters that were meant. None where one was added.
    pub meant: String,
    /// What it costs, with what a wrong first letter costs more.
    pub cost: f64,
}

/// What an edit did.
///
/// ```
/// use mapahead::{Edit, EditKind};
/// fn tell(edit: &Edit) -> String {
///     match edit.kind {
///         EditKind::Dropped => format!("{} is missing", edit.meant),
///         kind => format!("{} {}", edit.typed, kind.code()),
///     }
/// }
/// # let (typed, meant) = (String::new(), "r".to_owned());
/// # let edit = Edit { kind: EditKind::Dropped, because: None, typed, meant, cost: 0.5 };
/// assert_eq!(tell(&edit), "r is missing");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum EditKind {
    /// Letters were typed in place of others.
    Replaced,
    /// A letter too much was typed.
    Added,
    /// A letter was left out.
    Dropped,
    /// Two neighboring letters changed places.
    Swapped,
}

/// Why an edit costs what it does.
///
/// ```
/// use mapahead::EditReason;
/// assert_eq!(EditReason::Doubled.code(), "doubled"); // `berllin` for `berlin`
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum EditReason {
    /// The keys are neighbors.
    Neighbor,
    /// The letter was typed twice instead of once.
    Doubled,
    /// The letter was typed once instead of twice.
    Halved,
    /// The letters sound alike.
    Sound,
    /// The index has a cost for these letters.
    Letters,
    /// It is no letter, but what separates two.
    Spacing,
}

impl EditKind {
    /// Returns the code: `"replaced"`, `"added"`, `"dropped"` or `"swapped"`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            EditKind::Replaced => "replaced",
            EditKind::Added => "added",
            EditKind::Dropped => "dropped",
            EditKind::Swapped => "swapped",
        }
    }
}

impl EditReason {
    /// Returns the code: `"neighbor"`, `"doubled"`, `"halved"`, `"sound"`, `"letters"` or
    /// `"spacing"`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            EditReason::Neighbor => "neighbor",
            EditReason::Doubled => "doubled",
            EditReason::Halved => "halved",
            EditReason::Sound => "sound",
            EditReason::Letters => "letters",
            EditReason::Spacing => "spacing",
        }
    }
}
