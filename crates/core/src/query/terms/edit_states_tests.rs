//! What slips cost.

use super::typed_letters::TypedLetters;
use crate::analysis::costs::EditCosts;
use crate::analysis::slip_budget::SlipBudget;
use crate::settings::TypoSettings;

fn costs() -> EditCosts {
    let sounds = [("ph", "f"), ("s", "z"), ("sch", "sh"), ("ия", "я"), ("о", "а")];
    let settings = TypoSettings {
        dropped: 0.75,
        neighbor: 0.5,
        doubled: 0.5,
        halved: 0.25,
        swap: 0.5,
        sound: 0.5,
        ..TypoSettings::default()
    };
    EditCosts::new(&settings, &[('a', 's'), ('b', 'v'), ('о', 'р')], &sounds)
}

#[test]
fn what_slips_cost_is_as_documented() {
    let costs = costs();
    let cost = |typed: &str, meant: &str| {
        let chars: Vec<char> = typed.chars().collect();
        let meant: Vec<char> = meant.chars().collect();
        let budget = SlipBudget { edits: 2, cost: 192, cheap_only: false };
        TypedLetters::new(&chars, budget, &costs)
            .costs_of_prefixes(&meant)
            .last()
            .copied()
            .flatten()
    };
    for (typed, meant, expected) in [
        ("harry", "harry", Some(0)),
        ("hrary", "harry", Some(32)),
        ("hary", "harry", Some(16)),
        ("hrry", "harry", Some(48)),
        ("harrry", "harry", Some(32)),
        ("hsrry", "harry", Some(32)),
        ("hqrry", "harry", Some(64)),
        ("carry", "harry", Some(96)),
        ("ahrry", "harry", Some(32)),
        ("arry", "harry", Some(48 + 32)),
        ("foto", "photo", Some(32 + 32)),
        ("fish", "phisch", None),
        ("fisch", "phish", None),
        ("afish", "aphisch", Some(32 + 32)),
        ("a1", "a2", None),
        ("a1b", "ab", None),
        ("xyzzy", "harry", None),
        ("собкаа", "собака", Some(32)),
    ] {
        assert_eq!(cost(typed, meant), expected, "{typed} for {meant}");
    }
}
