//! What was typed, prepared for steps of sets of positions: which letters are at each position, and
//! what an edit there may cost.
//!
//! A position is a number of typed letters, and a set of them is bits. Spaces of a query as one string
//! have no position, since separators are free to the sets.

use std::collections::HashMap;

use super::super::typed_letters::{TypedLetters, ends_number};
use super::levels::{Affordable, Level, Limits, Reach};
use crate::analysis::costs::{NO_EDIT, Price};
use crate::analysis::is_of_number;

/// Letters from here on are few of those that a walk comes upon, or are all alike to it.
const TABLE_END: usize = 0x800;
/// How far a position may be from the number of meant letters. Two edits do not take it further, since
/// a side of a sound has at most three letters.
const DRIFT: usize = 24;

/// The rows of bits that belong to no letter: where edits may be, where a typed letter may be too
/// much, where a swap may begin, where sounds do, and what is behind a digit.
const KEPT: usize = 0;
const ADDED: usize = 1;
const SWAPPED: usize = 4;
const SOUNDS: usize = 7;
const BEHIND_DIGIT: usize = 8;
const FIXED_ROWS: usize = 9;
/// The rows of a letter: where it was typed, where it was typed next to another one, and where
/// another one may stand for it.
const EQUAL: usize = 0;
const NEXT: usize = 1;
const REPLACED: usize = 2;
const LETTER_ROWS: usize = 5;

/// Where a meant letter is a digit, or belongs to a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OfNumber {
    Never,
    BehindDigit,
    Always,
}

/// A typed letter.
#[derive(Debug, Clone, Copy)]
pub(super) struct TypedLetter {
    pub(super) letter: char,
    /// Its place among the typed characters.
    pub(super) index: usize,
}

/// A meant letter.
#[derive(Debug, Clone, Copy)]
pub(super) struct MeantLetter {
    pub(super) letter: char,
    pub(super) is_digit: bool,
    of_number: OfNumber,
    /// Its first row.
    row: usize,
    /// What it costs if it was left out, and where it repeats the one before.
    dropped: [Level; 2],
    /// Whether the first typed letter may stand for it as the first meant one, and whether it may
    /// have been left out there.
    pub(super) replaces_first: bool,
    pub(super) dropped_first: bool,
}

impl MeantLetter {
    /// Returns whether it takes no edit behind a letter which is a digit or not.
    #[inline]
    pub(super) fn is_of_number(&self, behind_digit: bool) -> bool {
        match self.of_number {
            OfNumber::Never => false,
            OfNumber::BehindDigit => behind_digit,
            OfNumber::Always => true,
        }
    }

    #[inline]
    pub(super) fn dropped(&self, repeats: bool) -> Level {
        self.dropped[usize::from(repeats)]
    }
}

/// What was typed, prepared for a walk.
#[derive(Debug)]
pub(super) struct SetTables<'t> {
    pub(super) typed: &'t TypedLetters<'t>,
    pub(super) letters: Vec<TypedLetter>,
    limits: Limits,
    /// What positions without an edit, behind a low one and behind a high one go on with.
    pub(super) reaches: [Reach; 3],
    /// What sounds cost, and whether one may be at the first letter.
    pub(super) sound: Level,
    pub(super) sounds_first: bool,
    /// The least that an edit costs.
    pub(super) least: u8,
    /// The words of each row.
    words: usize,
    rows: Vec<u64>,
    meant: Vec<MeantLetter>,
    /// The number of each letter in `meant`, from 1. Those of large alphabets are apart.
    numbers: Vec<u32>,
    others: HashMap<char, u32>,
    /// Any letter of a large alphabet that was not typed and costs as all others do.
    plain: Option<MeantLetter>,
}

impl<'t> SetTables<'t> {
    /// Prepares `typed`.
    pub(super) fn new(typed: &'t TypedLetters<'t>) -> Self {
        let chars = typed.chars.iter().enumerate();
        let letters: Vec<TypedLetter> = chars
            .filter(|&(_, &letter)| !typed.is_gap(letter))
            .map(|(index, &letter)| TypedLetter { letter, index })
            .collect();
        let (budget, costs) = (typed.budget, typed.costs);
        let any = i32::from(costs.least_of_any(budget.cheap_only));
        let few = i32::from(costs.least_of_few());
        let limits = Limits::new(budget, any.min(few));
        let reach = |left: i32| match left {
            _ if left >= any => Reach::Any,
            _ if left >= few => Reach::Few,
            _ => Reach::Expected,
        };
        let sound = i32::from(costs.sounding());
        let positions = letters.len() + 1;
        // One word where it holds all, and else one behind the last, so that windows can be read.
        let words = if positions <= 64 { 1 } else { positions.div_ceil(64) + 1 };
        let mut tables = SetTables {
            typed,
            letters,
            limits,
            reaches: [reach(limits.all), reach(limits.high), reach(limits.low)],
            sound: limits.level(sound),
            sounds_first: sound + i32::from(costs.first()) <= limits.all,
            least: any.min(few) as u8,
            words,
            rows: vec![0; words * (FIXED_ROWS + 16 * LETTER_ROWS)],
            meant: Vec::with_capacity(32),
            numbers: vec![0; TABLE_END],
            others: HashMap::new(),
            plain: None,
        };
        tables.rows.truncate(words * FIXED_ROWS);
        tables.fill_fixed_rows();
        for &letter in typed.chars {
            // Whatever else a letter is, it is not plain if it was typed.
            if letter as usize >= TABLE_END && !tables.others.contains_key(&letter) {
                tables.prepare(letter);
            }
        }
        tables
    }

    fn fill_fixed_rows(&mut self) {
        let typed = self.typed;
        let chars = typed.chars;
        let mut behind = 0;
        for at in 0..=self.letters.len() {
            // Between the letter before and the spaces behind it.
            if behind < typed.kept_from {
                self.set(KEPT, at);
            }
            let Some(&TypedLetter { letter, index }) = self.letters.get(at) else { break };
            behind = index + 1;
            if index.checked_sub(1).and_then(|at| chars.get(at)).is_some_and(|ch| ch.is_numeric()) {
                self.set(BEHIND_DIGIT, at);
            }
            let Some(price) = typed.added(index).filter(|_| index < typed.kept_from) else {
                continue;
            };
            if !ends_number(chars, index) {
                let is_first = index == 0;
                let first = if is_first { typed.costs.first() } else { 0 };
                let price = self.price(price) + i32::from(first);
                self.set_level(ADDED, at, self.limits.level(price));
            }
            if typed.sounds.get(index).is_some_and(|sounds| !sounds.is_empty()) {
                self.set(SOUNDS, at);
            }
            let Some(&next) = chars.get(index + 1).filter(|_| index + 1 < typed.kept_from) else {
                continue;
            };
            if next != letter && !typed.is_gap(next) {
                let price = typed.costs.swapped(letter, next);
                self.set_level(SWAPPED, at, self.limits.level(price.into()));
            }
        }
    }

    /// Returns what an edit costs in the budget.
    fn price(&self, price: Price) -> i32 {
        let any = if self.typed.budget.cheap_only { NO_EDIT } else { price.any };
        match price.cheap.min(any) {
            NO_EDIT => i32::MAX / 2,
            cost => cost.into(),
        }
    }

    fn set(&mut self, row: usize, at: usize) {
        if let Some(word) = self.rows.get_mut(row * self.words + at / 64) {
            *word |= 1 << (at % 64);
        }
    }

    /// Adds `at` to the rows of its level: those of low edits, of high ones too, and of all.
    fn set_level(&mut self, row: usize, at: usize, level: Level) {
        for (number, least) in [Level::Low, Level::High, Level::Only].into_iter().enumerate() {
            if level >= least {
                self.set(row + number, at);
            }
        }
    }

    /// Returns the position of the first bit of sets behind so many meant letters.
    #[inline]
    pub(super) fn base(&self, depth: usize) -> usize {
        // Whole bytes, so that sets move seldom.
        if self.words == 1 { 0 } else { depth.saturating_sub(DRIFT) & !7 }
    }

    #[inline]
    fn row(&self, row: usize, base: usize) -> u64 {
        if self.words == 1 {
            return self.rows.get(row).copied().unwrap_or_default();
        }
        let word = |at: usize| match at < self.words {
            true => self.rows.get(row * self.words + at).copied().unwrap_or_default(),
            false => 0,
        };
        let (at, bit) = (base / 64, base % 64);
        match bit {
            0 => word(at),
            _ => word(at) >> bit | word(at + 1) << (64 - bit),
        }
    }

    #[inline]
    fn rows(&self, row: usize, base: usize) -> Affordable {
        let row = |number| self.row(row + number, base);
        Affordable { low: row(0), high: row(1), all: row(2) }
    }

    /// Returns where edits may be.
    #[inline]
    pub(super) fn kept(&self, base: usize) -> u64 {
        self.row(KEPT, base)
    }

    /// Returns where the typed letter may be too much.
    #[inline]
    pub(super) fn added(&self, base: usize) -> Affordable {
        self.rows(ADDED, base)
    }

    /// Returns whether sounds were typed anywhere.
    #[inline]
    pub(super) fn has_sounds(&self) -> bool {
        !self.typed.sounds.is_empty()
    }

    /// Returns where sounds were typed.
    #[inline]
    pub(super) fn sounds(&self, base: usize) -> u64 {
        self.row(SOUNDS, base)
    }

    /// Returns what stands behind a digit.
    #[inline]
    pub(super) fn behind_digit(&self, base: usize) -> u64 {
        self.row(BEHIND_DIGIT, base)
    }

    /// Returns where `meant` was typed.
    #[inline]
    pub(super) fn equal(&self, meant: &MeantLetter, base: usize) -> u64 {
        self.row(meant.row + EQUAL, base)
    }

    /// Returns where another letter may stand for `meant`.
    #[inline]
    pub(super) fn replaced(&self, meant: &MeantLetter, base: usize) -> Affordable {
        self.rows(meant.row + REPLACED, base)
    }

    /// Returns where `meant` may have changed places with the letter before it, if it did anywhere
    /// of `before`.
    #[inline]
    pub(super) fn swapped(
        &self,
        meant: &MeantLetter,
        before: u64,
        base: usize,
    ) -> Option<Affordable> {
        let next = self.row(meant.row + NEXT, base) & before;
        (next != 0).then(|| self.rows(SWAPPED, base).within(next))
    }

    /// Returns the set of the position at which all is used up.
    #[inline]
    pub(super) fn end(&self, base: usize) -> u64 {
        let at = self.letters.len().wrapping_sub(base);
        if at < 64 { 1 << at } else { 0 }
    }

    /// Returns what is known of a meant letter.
    #[inline]
    pub(super) fn meant(&mut self, letter: char) -> MeantLetter {
        let number = match self.numbers.get(letter as usize) {
            Some(&number) => number,
            None => self.others.get(&letter).copied().unwrap_or_default(),
        };
        let known = (number as usize).checked_sub(1).and_then(|at| self.meant.get(at));
        known.copied().unwrap_or_else(|| self.find(letter))
    }

    /// Returns the same of a letter that has no number.
    fn find(&mut self, letter: char) -> MeantLetter {
        let is_plain = letter as usize >= TABLE_END && self.typed.costs.is_plain(letter);
        if !is_plain || letter.is_numeric() {
            return self.prepare(letter);
        }
        // A large alphabet has thousands of letters, which are all alike to the sets.
        let plain = self.plain.unwrap_or_else(|| self.prepare(letter));
        self.plain = Some(plain);
        MeantLetter { letter, ..plain }
    }

    fn prepare(&mut self, letter: char) -> MeantLetter {
        let costs = self.typed.costs;
        let of_number = match (is_of_number(None, letter), is_of_number(Some('0'), letter)) {
            (true, _) => OfNumber::Always,
            (false, true) => OfNumber::BehindDigit,
            (false, false) => OfNumber::Never,
        };
        let price = |repeats| self.price(costs.dropped(letter, repeats));
        let first = i32::from(costs.first());
        let mut meant = MeantLetter {
            letter,
            is_digit: letter.is_numeric(),
            of_number,
            row: self.rows.len() / self.words,
            dropped: [false, true].map(|repeats| self.limits.level(price(repeats))),
            replaces_first: false,
            dropped_first: price(false) + first <= self.limits.all,
        };
        self.rows.resize(self.rows.len() + LETTER_ROWS * self.words, 0);
        for at in 0..self.letters.len() {
            let Some(&TypedLetter { letter: typed, index }) = self.letters.get(at) else { break };
            if self.typed.chars.get(index + 1) == Some(&letter) {
                self.set(meant.row + NEXT, at);
            }
            if typed == letter {
                self.set(meant.row + EQUAL, at);
                continue;
            }
            if self.typed.added(index).is_none() || index >= self.typed.kept_from {
                continue;
            }
            let price = self.price(costs.replaced(typed, letter));
            self.set_level(meant.row + REPLACED, at, self.limits.level(price));
            meant.replaces_first |= index == 0 && price + first <= self.limits.all;
        }
        self.keep(meant);
        meant
    }

    /// Keeps what is known of a letter.
    fn keep(&mut self, meant: MeantLetter) {
        self.meant.push(meant);
        let number = self.meant.len() as u32;
        match self.numbers.get_mut(meant.letter as usize) {
            Some(known) => *known = number,
            None => {
                self.others.insert(meant.letter, number);
            }
        }
    }
}
