//! What slips cost: tables made of the settings of a build, the keyboards and the languages.
//!
//! Costs are whole numbers of [`units`], so that sums of them are exact in any order.

use std::collections::{HashMap, HashSet};

use super::letter_costs::{self, LetterEdit};
use super::slip_budget::SlipBudgets;
use super::units::units;
use crate::settings::{TypoBudgets, TypoSettings};

/// The price of what is no edit. Prices are at most three plain edits, far below.
pub(crate) const NO_EDIT: u8 = u8::MAX;
/// Characters from here on are in no table; those of the keyboards are all below.
const TABLE_END: usize = 0x3164;
/// Letters of costs by letters get no number past so many: the table of pairs has half a megabyte
/// then. The costs of the others are looked up.
const MAX_NUMBERED: usize = 512;

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
    /// The letters of these edits.
    given_letters: HashSet<char>,
    budgets: SlipBudgets,
}

impl EditCosts {
    /// Makes the tables for `settings`, where `neighbors` stand side by side on a keyboard and
    /// `sounds` sound alike, in both directions.
    pub(crate) fn new(
        settings: &TypoSettings,
        neighbors: &[(char, char)],
        sounds: &[(&str, &str)],
    ) -> Self {
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
            given_letters: HashSet::new(),
            budgets: SlipBudgets::new(&settings.budgets),
        };
        let alike = costs.take_sounds(sounds);
        let given = settings.letters.iter().flat_map(letter_costs::edits);
        costs.letters = given.map(|(edit, cost)| (edit, units(cost))).collect();
        costs.given_letters = costs.letters.keys().flat_map(|edit| edit.letters()).collect();
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

    /// Takes the sounds with several letters on a side, which are edits of their own, and returns the
    /// pairs of single letters.
    fn take_sounds(&mut self, sounds: &[(&str, &str)]) -> Vec<(char, char)> {
        let single = |side: &str| {
            let mut chars = side.chars();
            chars.next().filter(|_| chars.next().is_none())
        };
        let mut alike: Vec<(char, char)> = Vec::new();
        for &(a, b) in sounds {
            match (single(a), single(b)) {
                (Some(a), Some(b)) => alike.push((a, b)),
                // It is no price of a pair.
                _ => {
                    for (typed, meant) in [(a, b), (b, a)] {
                        let chars = |side: &str| side.chars().collect::<Vec<_>>();
                        self.sounds.push(Sound { typed: chars(typed), meant: chars(meant) });
                    }
                }
            }
        }
        alike
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
        let TypoBudgets { open, closed } = &mut all_equal.budgets;
        for budget in open.iter_mut().chain(closed) {
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

    /// Returns the budgets of slips.
    pub(crate) fn budgets(&self) -> &SlipBudgets {
        &self.budgets
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

    /// Returns whether all edits of `letter` cost the same as those of any other such letter.
    pub(crate) fn is_plain(&self, letter: char) -> bool {
        self.class(letter) == 0 && !self.given_letters.contains(&letter)
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

    /// Returns the price of separators that stand on one side only.
    pub(crate) fn separator(&self) -> u8 {
        self.dropped
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
