//! The walk through a dictionary against one word after the other.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::edit_states::cost_at;
use super::typed_letters::TypedLetters;
use super::walk::{Ground, walk};
use crate::analysis::costs::EditCosts;
use crate::analysis::slip_budget::SlipBudget;
use crate::format::Damaged;
use crate::format::dictionary::Dictionary;
use crate::query::work_budget::WorkBudget;
use crate::settings::TypoSettings;

fn costs() -> EditCosts {
    let sounds = [("ph", "f"), ("s", "z"), ("sch", "sh"), ("ия", "я"), ("о", "а")];
    EditCosts::new(&TypoSettings::default(), &[('a', 's'), ('b', 'v'), ('о', 'р')], &sounds)
}

fn dictionary(words: &BTreeMap<String, ()>) -> Vec<u8> {
    let mut builder = fst::raw::Builder::memory();
    for (number, word) in (0..).zip(words.keys()) {
        builder.insert(word, number).unwrap();
    }
    builder.into_inner().unwrap()
}

/// Returns the cost of each prefix that the walk finds.
fn walked(words: &BTreeMap<String, ()>, typed: &TypedLetters<'_>) -> BTreeMap<String, u8> {
    let bytes = dictionary(words);
    let dictionary = Dictionary::parse(&bytes).unwrap();
    let mut found = BTreeMap::new();
    let work = WorkBudget::new();
    let root = dictionary.root(words.len() as u32);
    walk(
        Ground { dictionary: &dictionary, root, from: 0, only: None, work: &work },
        typed,
        |_, text, states| {
            if let Some(cost) = cost_at(states, typed.chars.len()) {
                let text = String::from_utf8(text.to_vec()).unwrap();
                assert_eq!(found.insert(text, cost), None, "each prefix comes once");
            }
            Ok(())
        },
        |Damaged(reason)| panic!("{reason}"),
    )
    .unwrap();
    assert!(work.is_complete());
    found
}

fn word() -> impl Strategy<Value = String> {
    let letters = vec!["a", "b", "s", "v", "p", "h", "f", "c", "z", "1", "о", "р", "и", "я", "北"];
    prop::collection::vec(prop::sample::select(letters), 1..8).prop_map(|letters| letters.concat())
}

proptest! {
    #[test]
    fn the_walk_finds_every_prefix_within_the_budget_at_the_cost_that_it_has_alone(
        words in prop::collection::btree_map(word(), Just(()), 1..40),
        typed in word(),
        edits in 1u8..3,
        cost in prop::sample::select(vec![32u8, 96, 128, 192]),
        cheap_only: bool,
    ) {
        let costs = costs();
        let chars: Vec<char> = typed.chars().collect();
        let typed = TypedLetters::new(&chars, SlipBudget { edits, cost, cheap_only }, &costs);
        let mut expected = BTreeMap::new();
        for word in words.keys() {
            let letters: Vec<char> = word.chars().collect();
            for (len, cost) in typed.costs_of_prefixes(&letters).into_iter().enumerate() {
                if let Some(cost) = cost {
                    expected.insert(letters[..len].iter().collect::<String>(), cost);
                }
            }
        }
        prop_assert_eq!(walked(&words, &typed), expected);
    }
}
