//! What one slip costs by a table of costs, in whole units.

use crate::analysis::costs::EditCosts;

use super::slips::{Slip, SlipClass};

/// The costs of a table, asked slip by slip.
#[derive(Debug)]
pub(super) struct Prices<'c>(&'c EditCosts);

impl<'c> Prices<'c> {
    pub(super) fn new(costs: &'c EditCosts) -> Self {
        Prices(costs)
    }

    pub(super) fn costs(&self) -> &'c EditCosts {
        self.0
    }

    /// Returns the price of `typed` in place of `meant`.
    pub(super) fn replaced(&self, typed: char, meant: char) -> u8 {
        let price = self.0.replaced(typed, meant);
        price.cheap.min(price.any)
    }

    /// Returns the price of a letter too much.
    pub(super) fn added(&self, letter: char) -> u8 {
        self.0.added(letter, false).any
    }

    /// Returns the price of a letter too few.
    pub(super) fn dropped(&self, letter: char) -> u8 {
        self.0.dropped(letter, false).any
    }

    /// Returns the price of a letter twice in place of once.
    pub(super) fn doubled(&self, letter: char) -> u8 {
        self.0.added(letter, true).any
    }

    /// Returns the price of a letter once in place of twice.
    pub(super) fn halved(&self, letter: char) -> u8 {
        self.0.dropped(letter, true).any
    }

    /// Returns the price of the meant letters `a` and `b` typed the other way round.
    pub(super) fn swapped(&self, a: char, b: char) -> u8 {
        // As they were typed.
        self.0.swapped(b, a)
    }

    /// Returns the price of letters in place of others that sound like them, with several on a side.
    pub(super) fn sounding(&self) -> u8 {
        self.0.sounding()
    }

    /// Returns what a wrong first letter costs more.
    pub(super) fn first(&self) -> u8 {
        self.0.first()
    }

    /// Returns the price of `slip`, with that of a wrong first letter.
    pub(super) fn of_slip(&self, slip: &Slip) -> u16 {
        let [mut typed, mut meant] = [&slip.typed, &slip.meant].map(|side| side.chars());
        let extra = if slip.first { self.first() } else { 0 };
        let price = match (slip.class, typed.next(), typed.next(), meant.next(), meant.next()) {
            (SlipClass::Doubled, Some(letter), ..) => self.doubled(letter),
            (SlipClass::Halved, _, _, Some(letter), _) => self.halved(letter),
            (SlipClass::Swap, _, _, Some(a), Some(b)) => self.swapped(a, b),
            (_, Some(typed), None, Some(meant), None) => self.replaced(typed, meant),
            (_, Some(typed), None, None, None) => self.added(typed),
            (_, None, None, Some(meant), None) => self.dropped(meant),
            // Letters that sound like others, with several on a side.
            _ => self.0.sounding(),
        };
        u16::from(price) + u16::from(extra)
    }
}
