//! The walks through a dictionary against one word, or one key, after the other.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::super::one_string::{GAP, OneString};
use super::super::typed_letters::TypedLetters;
use super::ground::Ground;
use super::key_walk::{Sought, walk_keys};
use super::word_walk::walk;
use crate::analysis::costs::EditCosts;
use crate::analysis::slip_budget::SlipBudget;
use crate::format::dictionary::Dictionary;
use crate::kind::Kind;
use crate::query::work_budget::WorkBudget;
use crate::settings::{LetterCosts, TypoSettings};

/// Letters of several scripts, of one to four bytes, digits and what stands between them.
const LETTERS: [&str; 20] = [
    "a", "b", "s", "v", "p", "h", "f", "c", "z", "1", "2", ".", "о", "р", "и", "я", "北", "京",
    "😀", "n",
];
const SEPARATORS: [&str; 5] = [" ", "-", ".", "/", "_"];
/// What sounds alike.
const SOUNDS: [(&str, &str); 6] =
    [("ph", "f"), ("s", "z"), ("sch", "sh"), ("ия", "я"), ("о", "а"), ("a", "北h")];

/// Returns settings of any costs, with some by letters.
fn settings() -> impl Strategy<Value = TypoSettings> {
    let price = || prop::sample::select(vec![1.0 / 64.0, 0.25, 0.375, 0.5, 0.75, 1.0, 1.5, 3.0]);
    let letter = || prop::sample::select(vec!["", "a", "b", "s", "и", "я", "北", "n"]);
    let letters = prop::collection::vec((letter(), letter(), price()), 0..6);
    let prices = (prop::array::uniform7(price()), prop::sample::select(vec![0.0, 0.5, 1.0]));
    (any::<bool>(), prices, letters).prop_map(|(is_default, (prices, first), letters)| {
        if is_default {
            return TypoSettings::default();
        }
        let [edit, dropped, neighbor, doubled, halved, swap, sound] = prices;
        let mut by_letters = LetterCosts::new();
        for (typed, meant, cost) in letters {
            if typed != meant {
                by_letters.entry(typed.to_owned()).or_default().insert(meant.to_owned(), cost);
            }
        }
        let letters = (!by_letters.is_empty()).then_some(by_letters);
        let default = TypoSettings::default();
        TypoSettings {
            edit,
            dropped,
            neighbor,
            doubled,
            halved,
            swap,
            sound,
            first,
            letters,
            ..default
        }
    })
}

fn costs(settings: &TypoSettings) -> EditCosts {
    EditCosts::new(settings, &[('a', 's'), ('b', 'v'), ('о', 'р')], &SOUNDS)
}

fn budget() -> impl Strategy<Value = SlipBudget> {
    let cost = prop::sample::select(vec![1u8, 16, 24, 33, 48, 64, 96, 97, 128, 160, 192]);
    (1u8..3, cost, prop::bool::weighted(0.2)).prop_map(|(edits, cost, cheap_only)| SlipBudget {
        edits,
        cost,
        cheap_only,
    })
}

fn dictionary(keys: &BTreeSet<String>) -> Vec<u8> {
    let mut builder = fst::raw::Builder::memory();
    for (number, key) in (0..).zip(keys) {
        builder.insert(key, number).unwrap();
    }
    builder.into_inner().unwrap()
}

fn ground<'a>(
    dictionary: &'a Dictionary<'a>,
    keys: &BTreeSet<String>,
    work: &'a WorkBudget,
) -> Ground<'a> {
    Ground { dictionary, root: dictionary.root(keys.len() as u32), from: 0, only: None, work }
}

/// Returns the cost of each prefix that the walk finds, and of those that are words.
fn walked(
    words: &BTreeSet<String>,
    typed: &TypedLetters<'_>,
) -> (BTreeMap<String, u8>, BTreeSet<String>) {
    let bytes = dictionary(words);
    let dictionary = Dictionary::parse(&bytes).unwrap();
    let (mut found, mut whole) = (BTreeMap::new(), BTreeSet::new());
    let (work, mut before) = (WorkBudget::new(), String::new());
    walk(ground(&dictionary, words, &work), typed, |mut prefix| {
        let text: String = prefix.letters().iter().collect();
        assert!(text.is_empty() || before < text, "each prefix comes once, in order");
        before.clone_from(&text);
        if let Some(cost) = prefix.cost() {
            assert!(prefix.least <= cost);
            if prefix.is_key {
                whole.insert(text.clone());
            }
            found.insert(text, cost);
        }
        Ok(())
    })
    .unwrap();
    assert!(work.is_complete());
    (found, whole)
}

fn word(len: impl Into<prop::collection::SizeRange>) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(LETTERS.to_vec()), len)
        .prop_map(|letters| letters.concat())
}

/// Returns `word` with some letters changed, so that most are within a budget.
fn slipped(word: &str, slips: &[Slip]) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    for &(at, kind, what) in slips {
        let at = at % letters.len().max(1);
        let letter = LETTERS[what % LETTERS.len()].chars().next().unwrap();
        match kind {
            0 => letters.insert(at, letter),
            _ if letters.is_empty() => {}
            1 => drop(letters.remove(at)),
            2 if at + 1 < letters.len() => letters.swap(at, at + 1),
            3 => letters.insert(at, letters[at]),
            4 => letters = with_sound(&letters, at, SOUNDS[what % SOUNDS.len()]),
            _ => letters[at] = letter,
        }
    }
    letters.into_iter().collect()
}

/// Returns `letters` with one side of a sound in place of the other, at its first place from `at`
/// on, or put in there where it is not found.
fn with_sound(letters: &[char], at: usize, (one, other): (&str, &str)) -> Vec<char> {
    let (before, rest): (String, String) =
        (letters[..at].iter().collect(), letters[at..].iter().collect());
    let rest = match (rest.contains(one), rest.contains(other)) {
        (true, _) => rest.replacen(one, other, 1),
        (false, true) => rest.replacen(other, one, 1),
        (false, false) => other.to_owned() + &rest,
    };
    (before + &rest).chars().collect()
}

/// Where a slip is, which kind, and of which letter or sound.
type Slip = (usize, usize, usize);

fn slips() -> impl Strategy<Value = Vec<Vec<Slip>>> {
    let slip = (0usize..300, 0usize..6, 0usize..LETTERS.len());
    prop::collection::vec(prop::collection::vec(slip, 0..4), 0..12)
}

fn check_words(words: BTreeSet<String>, typed: &TypedLetters<'_>) -> Result<(), TestCaseError> {
    let mut expected = BTreeMap::new();
    for word in &words {
        let letters: Vec<char> = word.chars().collect();
        for (len, cost) in typed.costs_of_prefixes(&letters).into_iter().enumerate() {
            if let Some(cost) = cost {
                expected.insert(letters[..len].iter().collect::<String>(), cost);
            }
        }
    }
    let (found, whole) = walked(&words, typed);
    prop_assert_eq!(&found, &expected);
    let expected: BTreeSet<String> =
        words.into_iter().filter(|word| expected.contains_key(word)).collect();
    prop_assert_eq!(whole, expected);
    Ok(())
}

/// Returns what `typed` costs for the key as a whole, and as what begins it.
fn costs_of_key(typed: &TypedLetters<'_>, kind: Kind, closed: bool, key: &str) -> [Option<u8>; 2] {
    let key: Vec<char> = key.chars().collect();
    let one = OneString::of_form(kind, &key);
    let letters = one.chars();
    let costs = typed.costs_of_prefixes(letters);
    let ends_in_gap = letters.last() == Some(&GAP);
    let whole = costs.len() - 1 - usize::from(ends_in_gap)..costs.len();
    // A point at the end of a key may go on as a number, so it closes nothing.
    let is_point = key.len() > 1 && key[key.len() - 1] == '.' && key[key.len() - 2].is_numeric();
    let end = if ends_in_gap && is_point { costs.len() - 1 } else { costs.len() };
    let prefixes = (0..end).filter(|&len| match (closed, letters.get(len)) {
        (true, next) => next == Some(&GAP) && len + 1 < end.max(1),
        (false, _) => true,
    });
    let least = |lens: &mut dyn Iterator<Item = usize>| lens.filter_map(|len| costs[len]).min();
    [least(&mut whole.clone()), least(&mut prefixes.into_iter())]
}

fn check_keys(keys: &BTreeSet<String>, sought: Sought<'_>) -> Result<(), TestCaseError> {
    let bytes = dictionary(keys);
    let dictionary = Dictionary::parse(&bytes).unwrap();
    let work = WorkBudget::new();
    let mut found = vec![[None; 2]; keys.len()];
    let lower = |known: &mut Option<u8>, cost: Option<u8>| {
        *known = [*known, cost].into_iter().flatten().min();
    };
    walk_keys(ground(&dictionary, keys, &work), sought, |mut place| {
        let (whole, prefix) = (place.whole_cost(), place.prefix_cost());
        assert!([whole, prefix].into_iter().flatten().all(|cost| place.least <= cost));
        let at = place.node.place();
        lower(&mut found[at.first as usize][0], whole);
        for key in &mut found[at.first as usize..at.end as usize] {
            lower(&mut key[1], prefix);
        }
        Ok(())
    })
    .unwrap();
    prop_assert!(work.is_complete());
    for (key, found) in keys.iter().zip(found) {
        let expected = costs_of_key(sought.typed, sought.kind, sought.closed, key);
        prop_assert_eq!(found, expected, "{:?}", key);
    }
    Ok(())
}

#[test]
fn keys_of_a_thousand_separators_cost_what_they_cost_alone() {
    let costs = costs(&TypoSettings::default());
    let budget = SlipBudget { edits: 2, cost: 128, cheap_only: false };
    let query = OneString::of_query(Kind::Literal, "abcdefg");
    let typed = TypedLetters::of_one(&query, budget, &costs);
    let sought = Sought { typed: &typed, closed: false, kind: Kind::Literal };
    let separated = |count| format!("abc{}defgh", "-".repeat(count));
    check_keys(&BTreeSet::from([separated(20_000)]), sought).unwrap();
    // Keys part behind each separator.
    check_keys(&(1..1_000).map(separated).collect(), sought).unwrap();
}

#[test]
fn separators_without_an_end_are_no_deep_recursion() {
    let costs = costs(&TypoSettings::default());
    let budget = SlipBudget { edits: 2, cost: 128, cheap_only: false };
    let query = OneString::of_query(Kind::Literal, "abcdefg");
    let typed = TypedLetters::of_one(&query, budget, &costs);
    let keys: BTreeSet<String> =
        (1..20_000).map(|count| "abc".to_owned() + &"-".repeat(count)).collect();
    let bytes = dictionary(&keys);
    let dictionary = Dictionary::parse(&bytes).unwrap();
    let (root, work) = (dictionary.root(keys.len() as u32), WorkBudget::new());
    let ground = Ground { dictionary: &dictionary, root, from: 0, only: None, work: &work };
    let sought = Sought { typed: &typed, closed: false, kind: Kind::Literal };
    walk_keys(ground, sought, |_| Ok(())).unwrap();
    assert!(!work.is_complete());
}

proptest! {
    #[test]
    fn the_walk_finds_every_prefix_within_the_budget_at_the_cost_that_it_has_alone(
        mut words in prop::collection::btree_set(word(1..8), 1..40),
        typed in word(1..10),
        slips in slips(),
        settings in settings(),
        budget in budget(),
    ) {
        words.extend(slips.iter().map(|slips| slipped(&typed, slips)).filter(|word| !word.is_empty()));
        let costs = costs(&settings);
        let chars: Vec<char> = typed.chars().collect();
        check_words(words, &TypedLetters::new(&chars, budget, &costs))?;
    }

    #[test]
    fn words_of_any_length_are_found_as_short_ones_are(
        typed in word(50..256),
        slips in slips(),
        settings in settings(),
        budget in budget(),
    ) {
        let mut words: BTreeSet<String> = slips.iter().map(|slips| slipped(&typed, slips)).collect();
        words.insert(typed.clone());
        let costs = costs(&settings);
        let chars: Vec<char> = typed.chars().collect();
        check_words(words, &TypedLetters::new(&chars, budget, &costs))?;
    }

    #[test]
    fn keys_cost_what_they_cost_as_one_string_each(
        parts in prop::collection::vec((word(1..4), prop::sample::select(SEPARATORS.to_vec())), 1..30),
        other in prop::collection::vec(prop::collection::vec(any::<prop::sample::Index>(), 1..5), 1..20),
        slips in slips(),
        settings in settings(),
        budget in budget(),
        kind in prop::sample::select(vec![Kind::Text, Kind::Literal]),
        closed: bool,
    ) {
        let (gap, parts) = match kind {
            Kind::Text => (Some(" "), &parts[..]),
            Kind::Literal => (None, &parts[..]),
        };
        let join = |parts: &mut dyn Iterator<Item = &(String, &'static str)>| -> String {
            parts.map(|(word, separator)| format!("{word}{}", gap.unwrap_or(separator))).collect()
        };
        let typed = join(&mut parts.iter());
        let mut keys: BTreeSet<String> = slips.iter().map(|slips| slipped(&typed, slips)).collect();
        keys.extend(other.iter().map(|indexes| join(&mut indexes.iter().map(|index| index.get(parts)))));
        keys.extend(keys.clone().iter().map(|key| key.trim_end_matches(' ').to_owned()));
        keys.remove("");
        let costs = costs(&settings);
        let query = OneString::of_query(kind, &typed);
        let typed = TypedLetters::of_one(&query, budget, &costs);
        check_keys(&keys, Sought { typed: &typed, closed, kind })?;
    }
}
