//! The costs of slips, by class and by letters.

use super::costs::{EditCosts, NO_EDIT, Price};
use super::slip_budget::SlipBudget;
use crate::settings::{LetterCosts, TypoSettings};

fn costs() -> EditCosts {
    let neighbors = [('a', 's'), ('s', 'd'), ('о', 'р')];
    EditCosts::new(&TypoSettings::default(), &neighbors, &[("s", "z"), ("ph", "f"), ("a", "s")])
}

#[test]
fn neighbors_and_sounds_cost_less_in_both_directions() {
    let costs = costs();
    for (typed, meant) in [('d', 's'), ('s', 'd'), ('о', 'р'), ('р', 'о')] {
        assert_eq!(costs.replaced(typed, meant), Price { cheap: 48, any: 48 }, "{typed} {meant}");
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
    let two = SlipBudget { edits: 2, cost: 128, cheap_only: false };
    assert_eq!((costs.budgets().of(8, true, 255), costs.budgets().of(8, false, 255)), (two, two));
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
