//! What slips cost: tables made of the settings of a build, the keyboards and the languages.
//!
//! Costs are whole numbers of [`UNITS`], so that sums of them are exact in any order.

use std::collections::HashMap;

use super::letter_costs::{self, LetterEdit};
use crate::settings::TypoSettings;

/// A plain edit costs as many units by default.
pub(crate) const UNITS: u8 = 64;
/// The price of what is no edit. Prices are at most three plain edits, far below.
pub(crate) const NO_EDIT: u8 = u8::MAX;
/// Longer words, in characters, are not corrected: nobody typed them, and the search is as deep as
/// they are long.
pub(crate) const MAX_CORRECTED_CHARS: usize = 256;
/// Characters from here on are in no table; those of the keyboards are all below.
const TABLE_END: usize = 0x3164;
/// Letters of costs by letters get no number past so many: the table of pairs has half a megabyte
/// then. The costs of the others are looked up.
const MAX_NUMBERED: usize = 512;

/// Bounds the slips of one typed word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SlipBudget {
    /// The most edits.
    pub(crate) edits: u8,
    /// The most they may cost together, in units.
    pub(crate) cost: u8,
    /// Only swaps, doubled letters and neighboring keys.
    pub(crate) cheap_only: bool,
}

impl SlipBudget {
    /// No slips at all.
    pub(crate) const NONE: SlipBudget = SlipBudget { edits: 0, cost: 0, cheap_only: false };

    /// Returns whether a word with this budget may have slips.
    pub(crate) fn allows_slips(self) -> bool {
        self.edits > 0
    }
}

/// What one edit costs, in units: as one of the slips that any budget allows (swaps, doubled
/// letters, neighboring keys), and as any slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Price {
    pub(crate) cheap: u8,
    pub(crate) any: u8,
}

/// Letters that sound like others, where one side has more than one letter: one edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sound {
    pub(crate) typed: Vec<char>,
    pub(crate) meant: Vec<char>,
}

/// What slips cost in one index.
#[derive(Debug, Clone)]
pub(crate) struct EditCosts {
    edit: u8,
    dropped: u8,
    neighbor: u8,
    doubled: u8,
    halved: u8,
    swap: u8,
    sound: u8,
    first: u8,
    /// The least that an edit costs after which any letter may come: any of them, and one of two
    /// neighboring keys.
    least_of_any: [u8; 2],
    least_of_few: u8,
    /// A number for each character that replaces another for less than a plain edit; 0 for the
    /// others.
    classes: Vec<u16>,
    class_count: usize,
    /// By the classes of the typed and the meant character.
    prices: Vec<Price>,
    sounds: Vec<Sound>,
    /// The costs of single edits that the settings give by letters. None for most indexes.
    letters: HashMap<LetterEdit, u8>,
    budgets: Vec<(usize, SlipBudget)>,
}

/// Returns a cost in units.
pub(crate) fn units(cost: f64) -> u8 {
    (cost * f64::from(UNITS)).round().clamp(0.0, 254.0) as u8
}

/// Returns a cost as it is shown.
pub(crate) fn cost_of(units: u32) -> f64 {
    f64::from(units) / f64::from(UNITS)
}

impl EditCosts {
    /// Makes the tables for `settings`, where `neighbors` stand side by side on a keyboard and
    /// `sounds` sound alike, in both directions.
    pub(crate) fn new(
        settings: &TypoSettings,
        neighbors: &[(char, char)],
        sounds: &[(&str, &str)],
    ) -> Self {
        let budget = |budget: &crate::settings::TypoBudget| {
            let (edits, cheap_only) = (budget.edits, budget.cheap_only);
            (budget.from, SlipBudget { edits, cost: units(budget.cost), cheap_only })
        };
        let mut costs = EditCosts {
            edit: units(settings.edit),
            dropped: units(settings.dropped),
            neighbor: units(settings.neighbor),
            doubled: units(settings.doubled),
            halved: units(settings.halved),
            swap: units(settings.swap),
            sound: units(settings.sound),
            first: units(settings.first),
            least_of_any: [0; 2],
            least_of_few: 0,
            classes: vec![0; TABLE_END],
            class_count: 1,
            prices: Vec::new(),
            sounds: Vec::new(),
            letters: HashMap::new(),
            budgets: settings.budgets.iter().map(budget).collect(),
        };
        let single = |side: &str| {
            let mut chars = side.chars();
            chars.next().filter(|_| chars.next().is_none())
        };
        let mut alike: Vec<(char, char)> = Vec::new();
        for &(a, b) in sounds {
            match (single(a), single(b)) {
                (Some(a), Some(b)) => alike.push((a, b)),
                // With several letters on a side it is no price of a pair, but an edit of its own.
                _ => {
                    for (typed, meant) in [(a, b), (b, a)] {
                        let chars = |side: &str| side.chars().collect::<Vec<_>>();
                        costs.sounds.push(Sound { typed: chars(typed), meant: chars(meant) });
                    }
                }
            }
        }
        let given = settings.letters.iter().flat_map(letter_costs::edits);
        costs.letters = given.map(|(edit, cost)| (edit, units(cost))).collect();
        // Numbers for those letters alone: a table of all pairs of characters would be too large.
        for &(a, b) in neighbors.iter().chain(&alike) {
            costs.number(a);
            costs.number(b);
        }
        costs.number_letters();
        let plain = Price { cheap: NO_EDIT, any: costs.edit };
        // Every pair costs a plain edit until something makes it likely.
        costs.prices = vec![plain; costs.class_count * costs.class_count];
        let (neighbor, sound) = (units(settings.neighbor), costs.sound);
        // A neighbor is a slip of the finger, which short words may have too. A sound is none.
        for &(a, b) in neighbors {
            costs.lower(a, b, Price { cheap: neighbor, any: neighbor });
        }
        for &(a, b) in &alike {
            costs.lower(a, b, Price { cheap: NO_EDIT, any: sound });
        }
        costs.put_letters();
        costs.find_least();
        costs
    }

    /// Numbers the letters of the costs by letters, as far as there are numbers.
    fn number_letters(&mut self) {
        let mut letters: Vec<char> = Vec::new();
        for edit in self.letters.keys() {
            match *edit {
                LetterEdit::Replaced(typed, meant) => letters.extend([typed, meant]),
                // Single ones and swaps need no table of pairs.
                LetterEdit::Added(_) | LetterEdit::Dropped(_) | LetterEdit::Swapped(..) => {}
            }
        }
        for letter in letters {
            if self.class_count < MAX_NUMBERED {
                self.number(letter);
            }
        }
    }

    /// Puts the costs by letters in the place of those by class.
    fn put_letters(&mut self) {
        for (edit, &cost) in &self.letters {
            let LetterEdit::Replaced(typed, meant) = *edit else { continue };
            let (typed, meant) = (self.class(typed), self.class(meant));
            if typed == 0 || meant == 0 {
                continue;
            }
            if let Some(price) = self.prices.get_mut(typed * self.class_count + meant) {
                // A neighbor stays one, which short words may have.
                let cheap = if price.cheap == NO_EDIT { NO_EDIT } else { cost };
                *price = Price { cheap, any: cost };
            }
        }
    }

    /// Finds the least that edits cost, for walks that ask whether one can still be paid.
    fn find_least(&mut self) {
        let (mut any, mut swap) = (u8::MAX, self.swap);
        for (edit, &cost) in &self.letters {
            match edit {
                LetterEdit::Swapped(..) => swap = swap.min(cost),
                _ => any = any.min(cost),
            }
        }
        let all = self.edit.min(self.dropped).min(self.neighbor).min(self.sound);
        // Of the cheap edits only a neighbor lets any letter follow.
        self.least_of_any = [any.min(all), any.min(self.neighbor)];
        self.least_of_few = swap.min(self.doubled).min(self.halved);
    }

    /// Makes the tables in which every slip costs 1, with the same budgets: what plain edit
    /// distance finds.
    pub(crate) fn unit(settings: &TypoSettings, neighbors: &[(char, char)]) -> Self {
        let mut all_equal = settings.clone();
        for cost in [
            &mut all_equal.edit,
            &mut all_equal.dropped,
            &mut all_equal.neighbor,
            &mut all_equal.doubled,
            &mut all_equal.halved,
            &mut all_equal.swap,
            &mut all_equal.sound,
        ] {
            *cost = 1.0;
        }
        // Plain edit distance knows no first letter, and no letters at all.
        all_equal.first = 0.0;
        all_equal.letters = None;
        // As many edits as the weighted tables allow, whatever they cost there.
        for budget in &mut all_equal.budgets {
            budget.cost = f64::from(budget.edits);
        }
        // Sounds may be edits of several letters at once, which plain edit distance does not have.
        EditCosts::new(&all_equal, neighbors, &[])
    }

    fn number(&mut self, ch: char) {
        if let Some(class) = self.classes.get_mut(ch as usize)
            && *class == 0
        {
            // There are fewer characters in the table.
            *class = self.class_count as u16;
            self.class_count += 1;
        }
    }

    fn class(&self, ch: char) -> usize {
        self.classes.get(ch as usize).copied().unwrap_or(0).into()
    }

    fn lower(&mut self, a: char, b: char, price: Price) {
        let (a, b) = (self.class(a), self.class(b));
        // Class 0 is all other characters, which must not become cheap together.
        if a == 0 || b == 0 || a == b {
            return;
        }
        for at in [a * self.class_count + b, b * self.class_count + a] {
            if let Some(known) = self.prices.get_mut(at) {
                // Two letters may be neighbors and sound alike.
                known.cheap = known.cheap.min(price.cheap);
                known.any = known.any.min(price.any);
            }
        }
    }

    /// Returns the budget of a word of `len` typed characters; `max_cost` units lower it. Words of
    /// more than [`MAX_CORRECTED_CHARS`] have none.
    pub(crate) fn budget(&self, len: usize, max_cost: u8) -> SlipBudget {
        let corrected = len <= MAX_CORRECTED_CHARS;
        // Budgets rise with the length, so the last that fits is the one.
        let found = self.budgets.iter().rfind(|(from, _)| *from <= len && corrected);
        let budget = found.map_or(SlipBudget::NONE, |(_, budget)| *budget);
        SlipBudget { cost: budget.cost.min(max_cost), ..budget }
    }

    /// Returns the price of `typed` instead of `meant`, which differ.
    #[inline]
    pub(crate) fn replaced(&self, typed: char, meant: char) -> Price {
        let (typed_class, meant_class) = (self.class(typed), self.class(meant));
        let plain = Price { cheap: NO_EDIT, any: self.edit };
        // Letters of most scripts have no class, and need no look into the table.
        if typed_class == 0 || meant_class == 0 {
            let given = self.given(LetterEdit::Replaced(typed, meant));
            return given.map_or(plain, |cost| Price { cheap: NO_EDIT, any: cost });
        }
        self.prices.get(typed_class * self.class_count + meant_class).copied().unwrap_or(plain)
    }

    /// Returns the cost of an edit that the settings give by letters.
    #[inline]
    pub(crate) fn given(&self, edit: LetterEdit) -> Option<u8> {
        // Most indexes have none, and a walk asks for each letter.
        if self.letters.is_empty() { None } else { self.letters.get(&edit).copied() }
    }

    /// Returns the price of a letter in place of another, where nothing makes that likely.
    pub(crate) fn plain(&self) -> u8 {
        self.edit
    }

    /// Returns the price of `letter` too much, which repeats the one before or does not.
    pub(crate) fn added(&self, letter: char, repeats: bool) -> Price {
        let plain = self.given(LetterEdit::Added(letter)).unwrap_or(self.edit);
        once_or_twice(repeats.then_some(self.doubled), plain)
    }

    /// Returns the price of `letter` left out, which repeats the one before or does not.
    #[inline]
    pub(crate) fn dropped(&self, letter: char, repeats: bool) -> Price {
        let plain = self.given(LetterEdit::Dropped(letter)).unwrap_or(self.dropped);
        once_or_twice(repeats.then_some(self.halved), plain)
    }

    /// Returns the price of two neighboring letters that were typed in the wrong order.
    pub(crate) fn swapped(&self, first: char, second: char) -> u8 {
        self.given(LetterEdit::Swapped(first, second)).unwrap_or(self.swap)
    }

    /// Returns the price of letters instead of others that sound like them.
    pub(crate) fn sounding(&self) -> u8 {
        self.sound
    }

    /// Returns the least that an edit costs after which any letter may come: all but swaps and
    /// doubled letters.
    pub(crate) fn least_of_any(&self, cheap_only: bool) -> u8 {
        let [all, neighbors] = self.least_of_any;
        if cheap_only { neighbors } else { all }
    }

    /// Returns the least that a swap costs, or a letter twice or once.
    pub(crate) fn least_of_few(&self) -> u8 {
        self.least_of_few
    }

    /// Returns what a wrong first letter costs more.
    pub(crate) fn first(&self) -> u8 {
        self.first
    }

    /// Returns the letters that sound alike where one side has more than one.
    pub(crate) fn sounds(&self) -> &[Sound] {
        &self.sounds
    }
}

/// Returns the price of a letter that costs `plain`, or `repeated` if it repeats the one before.
fn once_or_twice(repeated: Option<u8>, plain: u8) -> Price {
    // A letter that repeats is never dearer than another, however the settings price it.
    match repeated {
        Some(repeated) => Price { cheap: repeated, any: repeated.min(plain) },
        None => Price { cheap: NO_EDIT, any: plain },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::LetterCosts;

    fn costs() -> EditCosts {
        let neighbors = [('a', 's'), ('s', 'd'), ('о', 'р')];
        EditCosts::new(&TypoSettings::default(), &neighbors, &[("s", "z"), ("ph", "f"), ("a", "s")])
    }

    #[test]
    fn neighbors_and_sounds_cost_less_in_both_directions() {
        let costs = costs();
        for (typed, meant) in [('d', 's'), ('s', 'd'), ('о', 'р'), ('р', 'о')] {
            assert_eq!(
                costs.replaced(typed, meant),
                Price { cheap: 48, any: 48 },
                "{typed} {meant}"
            );
        }
        for (typed, meant) in [('a', 's'), ('s', 'a')] {
            let both = Price { cheap: 48, any: 40 };
            assert_eq!(costs.replaced(typed, meant), both, "{typed} {meant}");
        }
        assert_eq!(costs.replaced('z', 's'), Price { cheap: NO_EDIT, any: 40 });
        for (typed, meant) in [('a', 'd'), ('a', 'q'), ('北', 'a')] {
            assert_eq!(costs.replaced(typed, meant), Price { cheap: NO_EDIT, any: 64 });
        }
        assert_eq!(costs.sounds().len(), 2);
    }

    #[test]
    fn unit_costs_are_equal_and_keep_what_a_budget_allows() {
        let costs = EditCosts::unit(&TypoSettings::default(), &[('a', 's')]);
        assert_eq!(costs.replaced('a', 's'), Price { cheap: 64, any: 64 });
        assert_eq!(costs.replaced('a', 'z'), Price { cheap: NO_EDIT, any: 64 });
        assert_eq!((costs.swapped('a', 'b'), costs.first()), (64, 0));
        assert_eq!(costs.budget(8, 255), SlipBudget { edits: 2, cost: 128, cheap_only: false });
    }

    #[test]
    fn costs_by_letters_take_the_place_of_those_by_class() {
        let mut letters = LetterCosts::new();
        for (typed, meant, cost) in [
            ("a", "s", 2.0),
            ("z", "s", 0.25),
            ("北", "背", 0.25),
            ("h", "", 0.5),
            ("", "h", 0.125),
            ("ei", "ie", 0.5),
        ] {
            letters.entry(typed.to_owned()).or_default().insert(meant.to_owned(), cost);
        }
        let settings = TypoSettings { letters: Some(letters), ..TypoSettings::default() };
        let costs = EditCosts::new(&settings, &[('a', 's')], &[("s", "z")]);
        // In one direction alone, and a neighbor stays one.
        assert_eq!(costs.replaced('a', 's'), Price { cheap: 128, any: 128 });
        assert_eq!(costs.replaced('s', 'a'), Price { cheap: 48, any: 48 });
        assert_eq!(costs.replaced('z', 's'), Price { cheap: NO_EDIT, any: 16 });
        assert_eq!(costs.replaced('s', 'z'), Price { cheap: NO_EDIT, any: 40 });
        assert_eq!(costs.replaced('北', '背'), Price { cheap: NO_EDIT, any: 16 });
        assert_eq!(costs.replaced('背', '北'), Price { cheap: NO_EDIT, any: 64 });
        assert_eq!(costs.added('h', false), Price { cheap: NO_EDIT, any: 32 });
        // What repeats is what the classes say, unless letters say less.
        assert_eq!(costs.added('a', true), Price { cheap: 32, any: 32 });
        assert_eq!(costs.dropped('h', true), Price { cheap: 24, any: 8 });
        assert_eq!((costs.swapped('e', 'i'), costs.swapped('i', 'e')), (32, 24));
        assert_eq!((costs.least_of_any(false), costs.least_of_few()), (8, 24));
        let unit = EditCosts::unit(&settings, &[('a', 's')]);
        assert_eq!(unit.replaced('a', 's'), Price { cheap: 64, any: 64 });
        assert_eq!((unit.swapped('e', 'i'), unit.least_of_any(false)), (64, 64));
    }

    #[test]
    fn letters_past_the_numbers_have_their_costs_too() {
        let letter = |number: u32| char::from_u32(0x0400 + number).unwrap();
        let mut letters = LetterCosts::new();
        for number in 0..400 {
            let costs = letters.entry(letter(number).to_string()).or_default();
            costs.insert(letter(number + 400).to_string(), f64::from(1 + number % 64) / 64.0);
        }
        let settings = TypoSettings { letters: Some(letters), ..TypoSettings::default() };
        let costs = EditCosts::new(&settings, &[], &[]);
        for number in 0..400 {
            let any = 1 + (number % 64) as u8;
            let told = costs.replaced(letter(number), letter(number + 400));
            assert_eq!(told, Price { cheap: NO_EDIT, any }, "{number}");
        }
    }

    #[test]
    fn budgets_grow_with_the_length_and_are_lowered_by_the_option() {
        let costs = costs();
        let budget = |len, max_cost| costs.budget(len, max_cost);
        assert_eq!(budget(2, 255), SlipBudget::NONE);
        assert_eq!(budget(3, 255), SlipBudget { edits: 1, cost: 48, cheap_only: true });
        assert_eq!(budget(6, 255), SlipBudget { edits: 1, cost: 96, cheap_only: false });
        assert_eq!(budget(7, 255), SlipBudget { edits: 2, cost: 96, cheap_only: false });
        assert_eq!(budget(256, 255), SlipBudget { edits: 2, cost: 96, cheap_only: false });
        assert_eq!(budget(257, 255), SlipBudget::NONE);
        assert_eq!(budget(80, 64), SlipBudget { edits: 2, cost: 64, cheap_only: false });
    }
}
