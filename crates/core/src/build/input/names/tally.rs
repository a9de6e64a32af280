//! What records have besides the fields that are taken from them, counted in bounded memory.

/// The most names that are told apart. An object that is used as a map has a name for each entry.
const MAX_NAMES: usize = 100;
/// The longest name that is told, in bytes.
const MAX_NAME_BYTES: usize = 200;

/// What the value of a name that nothing took is as a popularity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::build) enum Figure {
    /// No number from 0.
    None,
    /// Digits with a 0 before them, as codes have. A column with one of these is no weight.
    Code,
    /// 0 or 1: a number, but if a column has no other, they are its words for no and yes.
    Flag,
    /// Another number from 0.
    Number,
}

/// Counts the members and columns of records that no field took, and notes those that were taken by
/// a name that fits but for its case and white space.
///
/// One is made for each chunk of records, and those are merged in the order of the input. For each
/// record call [`Tally::begin`], [`Tally::slot`] and [`Tally::count`] for each member that is not
/// used, and [`Tally::end`].
#[derive(Debug, Default)]
pub(in crate::build) struct Tally {
    unused: Vec<Unused>,
    /// The place in `unused` of the name that most likely comes next.
    next: usize,
    has_number: bool,
    /// Members past the names that are told apart.
    others: u64,
    /// Records without a weight beside a number that nothing took.
    unweighted: u64,
    /// The wanted names that were found to the letter, a bit each.
    exact: u64,
    loose: Vec<Loose>,
}

/// A name that nothing took.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Unused {
    pub(super) name: String,
    /// The records that have it, with a value.
    pub(super) records: u64,
    /// Those in which the value is a number from 0.
    pub(super) numbers: u64,
    /// Whether a number is more than 0 or 1.
    pub(super) has_others_than_flags: bool,
    /// Whether a value is a code.
    pub(super) has_codes: bool,
    /// Whether it fits a wanted name loosely, so that a record without the exact one uses it.
    is_loose: bool,
}

impl Unused {
    /// Returns whether the values can be weights: numbers in every other record that has the name
    /// at all, and neither codes nor words for yes and no.
    pub(super) fn has_weights(&self) -> bool {
        self.numbers * 2 > self.records && self.has_others_than_flags && !self.has_codes
    }

    fn add(&mut self, more: &Unused) {
        self.records += more.records;
        self.numbers += more.numbers;
        self.has_others_than_flags |= more.has_others_than_flags;
        self.has_codes |= more.has_codes;
    }
}

/// A name that fits a wanted one but for its case and white space.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Loose {
    wanted: usize,
    name: String,
    is_taken: bool,
}

impl Tally {
    /// Begins a record.
    pub(in crate::build) fn begin(&mut self) {
        self.next = 0;
        self.has_number = false;
    }

    /// Returns the place of `name` if a record before had it and no wanted name fits it.
    ///
    /// Records of one source mostly have the same members in the same order, so nearly all of them
    /// cost one comparison. Where some are left out, the next names are behind the expected one.
    pub(in crate::build) fn known(&self, name: &str) -> Option<usize> {
        let is_known = |(_, known): &(usize, &Unused)| known.name == name && !known.is_loose;
        let (before, after) = self.unused.split_at_checked(self.next)?;
        let mut places = (self.next..).zip(after).chain((0..).zip(before));
        places.find(is_known).map(|(at, _)| at)
    }

    /// Returns the place of `name`, new or not, or `None` for one too many.
    pub(in crate::build) fn slot(&mut self, name: &str) -> Option<usize> {
        self.slot_of(name, false)
    }

    fn slot_of(&mut self, name: &str, is_loose: bool) -> Option<usize> {
        let known = self.known(name);
        if let Some(at) = known.or_else(|| self.unused.iter().position(|known| known.name == name))
        {
            return Some(at);
        }
        if self.unused.len() == MAX_NAMES || name.len() > MAX_NAME_BYTES {
            return None;
        }
        self.unused.push(Unused { name: name.to_owned(), is_loose, ..Unused::default() });
        Some(self.unused.len() - 1)
    }

    /// Counts a member at the place that [`Tally::slot`] returned; `figure` says whether its value
    /// can be a weight.
    pub(in crate::build) fn count(&mut self, slot: Option<usize>, figure: Figure) {
        let Some((at, unused)) = slot.and_then(|at| Some((at, self.unused.get_mut(at)?))) else {
            self.others += 1;
            return;
        };
        unused.records += 1;
        let is_number = matches!(figure, Figure::Flag | Figure::Number);
        unused.numbers += u64::from(is_number);
        unused.has_others_than_flags |= figure == Figure::Number;
        unused.has_codes |= figure == Figure::Code;
        self.has_number |= is_number;
        self.next = at + 1;
    }

    /// Counts each name of this tally, which is that of values inside the member `of` of one record,
    /// once in `record`: `aliases.facotr`.
    pub(in crate::build) fn count_inside(&self, of: &str, record: &mut Tally) {
        for unused in self.unused.iter().filter(|unused| unused.records > 0) {
            let slot = record.slot(&format!("{of}.{}", unused.name));
            // What is inside of another member is no weight of the record.
            record.count(slot, Figure::None);
        }
        record.others += self.others;
    }

    /// Ends a record, which has a weight or has none.
    pub(in crate::build) fn end(&mut self, has_weight: bool) {
        self.unweighted += u64::from(self.has_number && !has_weight);
    }

    /// Notes that the record at hand has the wanted name at `wanted` to the letter.
    pub(in crate::build) fn take_exact(&mut self, wanted: usize) {
        // Past the bits that there are, a name is taken and not told.
        if wanted < 64 {
            self.exact |= 1 << wanted;
        }
    }

    /// Returns the place of a name that fits the wanted one at `wanted` loosely, or `None` past
    /// those that are told.
    pub(in crate::build) fn loose_slot(&mut self, wanted: usize, name: &str) -> Option<usize> {
        let same = |loose: &Loose| loose.wanted == wanted && loose.name == name;
        if let Some(at) = self.loose.iter().position(same) {
            return Some(at);
        }
        if self.loose.len() == MAX_NAMES || name.len() > MAX_NAME_BYTES {
            return None;
        }
        self.loose.push(Loose { wanted, name: name.to_owned(), is_taken: false });
        Some(self.loose.len() - 1)
    }

    /// Notes that the name at a place of [`Tally::loose_slot`] was taken.
    pub(in crate::build) fn take_loose(&mut self, slot: Option<usize>) {
        if let Some(loose) = slot.and_then(|at| self.loose.get_mut(at)) {
            loose.is_taken = true;
        }
    }

    /// Counts a loose name as not used, since the record has the exact one too.
    pub(in crate::build) fn drop_loose(&mut self, slot: Option<usize>, figure: Figure) {
        let name = slot.and_then(|at| self.loose.get(at)).map(|loose| loose.name.clone());
        let slot = name.and_then(|name| self.slot_of(&name, true));
        self.count(slot, figure);
    }

    /// Returns the wanted names that were found, as their numbers and how they were spelled; `names`
    /// are all of them.
    pub(in crate::build) fn taken<'t>(
        &'t self,
        names: &'t [String],
    ) -> impl Iterator<Item = (usize, &'t str)> {
        let exact = names.iter().enumerate().take(64).filter(|(at, _)| self.exact >> at & 1 == 1);
        let loose = self.loose.iter().filter(|loose| loose.is_taken);
        exact
            .map(|(at, name)| (at, name.as_str()))
            .chain(loose.map(|loose| (loose.wanted, loose.name.as_str())))
    }

    /// Adds what a later part of the input has.
    pub(in crate::build) fn merge(&mut self, later: &Tally) {
        self.next = 0;
        for more in &later.unused {
            match self.slot(&more.name).and_then(|at| Some((at, self.unused.get_mut(at)?))) {
                Some((at, unused)) => {
                    unused.add(more);
                    self.next = at + 1;
                }
                None => self.others += more.records,
            }
        }
        self.others += later.others;
        self.unweighted += later.unweighted;
    }

    /// Returns the names that nothing took, in the order in which they came.
    pub(super) fn unused(&self) -> &[Unused] {
        &self.unused
    }

    /// Returns how many members had further names.
    pub(super) fn others(&self) -> u64 {
        self.others
    }

    /// Returns how many records have no weight beside a number that nothing took.
    pub(super) fn unweighted(&self) -> u64 {
        self.unweighted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(tally: &mut Tally, members: &[(&str, bool)], has_weight: bool) {
        tally.begin();
        for (name, is_number) in members {
            let slot = tally.slot(name);
            tally.count(slot, if *is_number { Figure::Number } else { Figure::None });
        }
        tally.end(has_weight);
    }

    fn counts(tally: &Tally) -> Vec<(&str, u64, u64)> {
        tally.unused.iter().map(|one| (one.name.as_str(), one.records, one.numbers)).collect()
    }

    #[test]
    fn names_are_counted_in_whatever_order_they_come() {
        let mut tally = Tally::default();
        record(&mut tally, &[("a", false), ("b", true)], true);
        record(&mut tally, &[("b", true), ("a", false), ("c", false)], false);
        record(&mut tally, &[("c", false)], false);
        assert_eq!(counts(&tally), [("a", 2, 0), ("b", 2, 2), ("c", 2, 0)]);
        assert_eq!((tally.unweighted, tally.others), (1, 0));
    }

    #[test]
    fn a_name_of_a_record_before_is_known_wherever_it_comes() {
        let mut tally = Tally::default();
        record(&mut tally, &[("a", false), ("b", true), ("c", true)], true);
        tally.begin();
        for (name, place) in [("c", Some(2)), ("a", Some(0)), ("b", Some(1)), ("d", None)] {
            assert_eq!(tally.known(name), place, "{name}");
            tally.count(place, Figure::None);
        }
        // A name that fits a wanted one is looked at anew: the next record may use it.
        let loose = tally.loose_slot(0, "Text");
        tally.drop_loose(loose, Figure::None);
        assert_eq!(tally.known("Text"), None);
    }

    #[test]
    fn codes_and_words_for_yes_and_no_are_no_weights() {
        let has_weights = |figures: &[Figure]| {
            let mut parts = [Tally::default(), Tally::default()];
            for (at, figure) in figures.iter().enumerate() {
                let slot = parts[at % 2].slot("n");
                parts[at % 2].count(slot, *figure);
            }
            let mut whole = Tally::default();
            parts.iter().for_each(|part| whole.merge(part));
            whole.unused[0].has_weights()
        };
        use Figure::{Code, Flag, None, Number};
        assert!(has_weights(&[Flag, Flag, Flag, Number]) && has_weights(&[Number, Number, None]));
        assert!(!has_weights(&[Flag, Flag, Flag]) && !has_weights(&[Number, None, None]));
        assert!(!has_weights(&[Number, Number, Number, Code]));
    }

    #[test]
    fn parts_merge_to_the_counts_of_the_whole() {
        let (mut whole, mut merged) = (Tally::default(), Tally::default());
        for number in 0..40u64 {
            let names = [format!("n{}", number % 7), format!("m{}", number % 3)];
            let members = [(names[0].as_str(), number % 2 == 0), (names[1].as_str(), false)];
            record(&mut whole, &members, number % 5 == 0);
            let mut part = Tally::default();
            record(&mut part, &members, number % 5 == 0);
            merged.merge(&part);
        }
        assert_eq!(counts(&merged), counts(&whole));
        assert_eq!(merged.unweighted, whole.unweighted);
    }

    #[test]
    fn a_name_for_each_record_takes_no_memory_for_each() {
        let mut tally = Tally::default();
        for number in 0..1_000 {
            record(&mut tally, &[(&format!("key{number}"), false)], true);
        }
        record(&mut tally, &[(&"x".repeat(MAX_NAME_BYTES + 1), false), ("key0", false)], true);
        assert_eq!((tally.unused.len(), tally.others), (MAX_NAMES, 901));
        assert_eq!(tally.unused[0].records, 2);
        let mut twice = Tally::default();
        twice.merge(&tally);
        twice.merge(&tally);
        assert_eq!((twice.unused.len(), twice.others), (MAX_NAMES, 1802));
    }
}
