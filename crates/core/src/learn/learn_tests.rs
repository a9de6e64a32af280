//! Learning from slips that are made by known rules, and from pairs that have none.

use super::*;

/// Draws numbers, the same for the same seed.
struct Draws(u64);

impl Draws {
    fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % end
    }

    fn letter(&mut self, letters: &[char]) -> char {
        letters[self.below(letters.len())]
    }

    fn word(&mut self, letters: &[char], len: usize) -> String {
        (0..len).map(|_| self.letter(letters)).collect()
    }
}

const LETTERS: [char; 12] = ['a', 'c', 'e', 'g', 'i', 'k', 'm', 'o', 'r', 's', 't', 'u'];

/// Returns pairs by a table of who is typed for whom: each letter has two that are typed for it, one
/// far more often than all others.
fn pairs_by_letters(seed: u64, count: usize) -> Vec<SlipPair> {
    let mut draws = Draws(seed);
    let usual: Vec<char> = LETTERS.iter().map(|_| draws.letter(&LETTERS)).collect();
    (0..count)
        .map(|_| {
            let len = 5 + draws.below(5);
            let meant = draws.word(&LETTERS, len);
            let mut typed: Vec<char> = meant.chars().collect();
            let at = draws.below(typed.len());
            let of = LETTERS.iter().position(|&letter| letter == typed[at]).unwrap();
            match draws.below(10) {
                0..8 => typed[at] = usual[of],
                8 => typed[at] = draws.letter(&LETTERS),
                _ => drop(typed.remove(at)),
            }
            SlipPair::new(&typed.iter().collect::<String>(), &meant)
        })
        .collect()
}

/// Returns pairs of words that have nothing to do with each other, short ones, so that many are two
/// slips apart by chance.
fn pairs_at_random(seed: u64, count: usize) -> Vec<SlipPair> {
    let mut draws = Draws(seed);
    let letters = &LETTERS[..5];
    let pair = |_| {
        let [typed, meant] = [(); 2].map(|()| {
            let len = 3 + draws.below(3);
            draws.word(letters, len)
        });
        SlipPair::new(&typed, &meant)
    };
    (0..count).map(pair).collect()
}

#[test]
fn held_out_slips_of_known_rules_are_likelier_by_the_learned_costs() {
    for seed in 1..=5 {
        let report = learn(&pairs_by_letters(seed, 2000), &BuildOptions::default()).unwrap();
        let LikelihoodReport { before, learned, difference } = report.likelihood;
        assert!(learned > before && difference.is_better(), "{seed}: {:?}", report.likelihood);
        assert!((learned - before - difference.value).abs() < 1e-9);
    }
}

#[test]
fn rules_that_tell_words_apart_are_a_gain_and_stand_in_the_costs() {
    // Who types b means m, and never the word with k in its place, which comes first in an order.
    let mut draws = Draws(7);
    let letters = &LETTERS[8..11];
    let mut pairs = Vec::new();
    for _ in 0..400 {
        let [before, after] = [(); 2].map(|()| draws.word(letters, 4));
        let word = |middle: &str| format!("{before}{middle}{after}");
        pairs.push(SlipPair::new(&word("b"), &word("m")));
        pairs.push(SlipPair::new(&word("kk"), &word("k")));
    }
    let report = learn(&pairs, &BuildOptions::default()).unwrap();
    assert!(report.gain, "{report:?}");
    let letters = report.typos.letters.as_ref().unwrap();
    assert!(letters["b"]["m"] < report.typos.edit);
    assert!(!letters["b"].contains_key("k") || letters["b"]["k"] > letters["b"]["m"]);
    let [first, ten] = &report.success[0].at;
    assert!(first.learned > first.before && ten.learned >= ten.before);
    assert!(
        first.learned_interval[0] <= first.learned && first.learned <= first.learned_interval[1]
    );
    // The budgets are not learned.
    assert_eq!(report.typos.budgets, TypoSettings::default().budgets);
    // A build takes them.
    let options = BuildOptions { typos: report.typos, ..BuildOptions::default() };
    assert!(options.check().is_ok());
}

#[test]
fn pairs_at_random_are_no_gain_and_the_given_costs_stay() {
    let given = TypoSettings { swap: 0.5, ..TypoSettings::default() };
    let options = BuildOptions { typos: given.clone(), ..BuildOptions::default() };
    for seed in 1..=5 {
        let report = learn(&pairs_at_random(seed, 4000), &options).unwrap();
        assert!(!report.gain, "{seed}: {report:?}");
        assert_eq!(report.typos, given);
        // Hundreds of them look like slips.
        assert!(report.pairs.given - report.pairs.beyond > 300, "{:?}", report.pairs);
    }
}

#[test]
fn real_words_with_words_of_others_are_no_gain() {
    // As when a column of a table was sorted without the others.
    let mut pairs = pairs_by_letters(3, 2000);
    let typed: Vec<String> = pairs.iter().map(|pair| pair.typed.clone()).collect();
    for (place, pair) in pairs.iter_mut().enumerate() {
        pair.typed.clone_from(&typed[(place + 997) % typed.len()]);
    }
    match learn(&pairs, &BuildOptions::default()) {
        Ok(report) => assert!(!report.gain),
        // Hardly any is two slips from the other.
        Err(error) => assert_eq!(error.code(), "ERR_INVALID_INPUT"),
    }
}

#[test]
fn the_report_does_not_depend_on_the_order_of_the_pairs() {
    let mut pairs = pairs_by_letters(11, 600);
    // Rejects are told by their places.
    pairs.retain(|pair| pair.typed != pair.meant);
    let report = learn(&pairs, &BuildOptions::default()).unwrap();
    pairs.reverse();
    assert_eq!(learn(&pairs, &BuildOptions::default()).unwrap(), report);
}

#[test]
fn a_pair_that_came_often_teaches_as_often() {
    let pairs = pairs_by_letters(13, 600);
    let twice: Vec<SlipPair> =
        pairs.iter().map(|pair| SlipPair { count: 2.0, ..pair.clone() }).collect();
    let doubled: Vec<SlipPair> = pairs.iter().chain(&pairs).cloned().collect();
    let options = BuildOptions::default();
    let [twice, doubled] = [twice, doubled].map(|pairs| learn(&pairs, &options).unwrap());
    assert!((twice.likelihood.learned - doubled.likelihood.learned).abs() < 1e-9);
}

#[test]
fn a_few_pairs_are_refused_with_how_many_there_must_be() {
    let told = |pairs: &[SlipPair]| learn(pairs, &BuildOptions::default()).unwrap_err().to_string();
    let few = told(&pairs_by_letters(1, 40));
    assert!(few.contains("of 40 there are") && few.contains("there must be 50 of both"), "{few}");
    assert!(told(&[]).contains("of 0 there are 0 to learn from and 0 to judge by"));
    let literal = BuildOptions { kind: Kind::Literal, ..BuildOptions::default() };
    let error = learn(&pairs_by_letters(1, 400), &literal).unwrap_err();
    assert!(matches!(error, Error::InvalidOption { option: "kind", .. }), "{error}");
}
