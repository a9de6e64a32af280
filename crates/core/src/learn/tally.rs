//! How often each slip happened, and how often it could have.

use std::collections::BTreeMap;

use crate::analysis::costs::EditCosts;

use super::likelihood::{Alphabet, SlippedWord};
use super::places::{Place, each_place};
use super::slips::{SlipClass, class_of};

/// A slip that has a cost of its own: what was typed, and what was meant. One side is empty where a
/// letter is too much or too few, and both have two letters where they were swapped.
pub(super) type Letters = (String, String);

/// What happened to one slip.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Chances {
    /// How often it happened.
    pub(super) happened: f64,
    /// How often it could have: one word with one slip is one chance for each slip of that word.
    pub(super) possible: f64,
}

impl Chances {
    fn add(&mut self, other: Chances) {
        self.happened += other.happened;
        self.possible += other.possible;
    }
}

/// All slips of some words, by their classes and letters.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// By class.
    pub(super) classes: BTreeMap<SlipClass, Chances>,
    /// By class and letters, without letters that are doubled, halved, or sound alike together.
    pub(super) letters: BTreeMap<(SlipClass, Letters), Chances>,
    /// How often the first letter was wrong, and not swapped.
    pub(super) first: f64,
}

/// The chances of places, by letters, before they are spread over all that can be typed there.
#[derive(Debug, Default)]
struct PlaceCounts {
    replaced: BTreeMap<char, f64>,
    gaps: f64,
    /// The gaps beside a letter, where it would be a doubled one.
    beside: BTreeMap<char, f64>,
    dropped: BTreeMap<char, f64>,
    swapped: BTreeMap<(char, char), f64>,
    halved: f64,
    doubled: f64,
    sounding: f64,
}

impl PlaceCounts {
    fn add(&mut self, place: Place, count: f64) {
        let to = |map: &mut BTreeMap<char, f64>, letter| *map.entry(letter).or_default() += count;
        match place {
            Place::Replaced(letter) => to(&mut self.replaced, letter),
            Place::Added(before, after) => {
                self.gaps += count;
                before.into_iter().for_each(|letter| to(&mut self.beside, letter));
                let other = after.filter(|_| after != before);
                other.into_iter().for_each(|letter| to(&mut self.beside, letter));
            }
            Place::Dropped(letter) => to(&mut self.dropped, letter),
            Place::Halved(_) => self.halved += count,
            Place::Doubled(_) => self.doubled += count,
            Place::Swapped(a, b) => *self.swapped.entry((a, b)).or_default() += count,
            Place::Sounding => self.sounding += count,
        }
    }
}

impl Tally {
    /// Counts the slips of `words`, by the classes of `classes`.
    pub(super) fn of<'w>(
        words: impl Iterator<Item = &'w SlippedWord>,
        classes: &EditCosts,
        alphabet: &Alphabet,
    ) -> Self {
        let (mut tally, mut places) = (Tally::default(), PlaceCounts::default());
        for word in words {
            let count = word.count();
            each_place(&word.meant, classes, |place, _| places.add(place, count));
            for (slip, count) in word.slips() {
                let happened = Chances { happened: count, possible: 0.0 };
                tally.classes.entry(slip.class).or_default().add(happened);
                tally.first += if slip.first { count } else { 0.0 };
                let several = slip.typed.chars().count().max(slip.meant.chars().count()) > 1;
                let own = match slip.class {
                    SlipClass::Doubled | SlipClass::Halved => false,
                    SlipClass::Sound => !several,
                    _ => true,
                };
                if own && alphabet.has(&slip.typed) && alphabet.has(&slip.meant) {
                    let letters = (slip.typed.clone(), slip.meant.clone());
                    tally.letters.entry((slip.class, letters)).or_default().add(happened);
                }
            }
        }
        tally.spread(&places, classes, alphabet);
        tally
    }

    /// Adds the chances of all slips at the places that were counted.
    fn spread(&mut self, places: &PlaceCounts, classes: &EditCosts, alphabet: &Alphabet) {
        for (&meant, &possible) in &places.replaced {
            for &typed in alphabet.letters().iter().filter(|&&typed| typed != meant) {
                let letters = (typed.to_string(), meant.to_string());
                self.could(class_of(typed, meant, classes), Some(letters), possible);
            }
        }
        for &typed in alphabet.letters() {
            let beside = places.beside.get(&typed).copied().unwrap_or_default();
            let letters = (typed.to_string(), String::new());
            self.could(SlipClass::Edit, Some(letters), places.gaps - beside);
        }
        let nameable = |letter: &char| alphabet.letters().contains(letter);
        for (meant, &possible) in places.dropped.iter().filter(|(meant, _)| nameable(meant)) {
            let letters = (String::new(), meant.to_string());
            self.could(SlipClass::Dropped, Some(letters), possible);
        }
        let swapped = places.swapped.iter().filter(|((a, b), _)| nameable(a) && nameable(b));
        for ((a, b), &possible) in swapped {
            let letters = (format!("{b}{a}"), format!("{a}{b}"));
            self.could(SlipClass::Swap, Some(letters), possible);
        }
        self.could(SlipClass::Halved, None, places.halved);
        self.could(SlipClass::Doubled, None, places.doubled);
        self.could(SlipClass::Sound, None, places.sounding);
    }

    fn could(&mut self, class: SlipClass, letters: Option<Letters>, possible: f64) {
        let chances = Chances { happened: 0.0, possible };
        self.classes.entry(class).or_default().add(chances);
        if let Some(letters) = letters {
            self.letters.entry((class, letters)).or_default().add(chances);
        }
    }
}
