//! Section 4: typos, their costs and budgets.

use mapahead::{TypoBudget, TypoBudgets, TypoSettings};
use proptest::prelude::*;

use super::{ask, english, entry, found, texts};
use crate::model::typos::{Budget, Costs};
use crate::model::{Kind, MatchKind, Model, Options, Settings};

/// The cost of a whole word, with as many edits as it takes.
fn cost(costs: &Costs, typed: &str, meant: &str) -> f64 {
    let chars = |text: &str| text.chars().collect::<Vec<_>>();
    let anything = Budget { edits: 12, cost: f64::INFINITY, cheap_only: false };
    *costs
        .of_prefixes(&chars(typed), &chars(meant), anything)
        .last()
        .expect("the cost of the whole word")
}

fn keyboard() -> Costs {
    let mut costs = english().costs;
    costs.add_sound("ph", "f");
    costs.add_sound("о", "а");
    costs
}

#[test]
fn likely_slips_cost_less_than_others() {
    for (typed, meant, expected) in [
        ("harry", "harry", 0.0),
        ("hrary", "harry", 0.375), // swapped
        ("harrry", "harry", 0.5),  // twice for once
        ("hary", "harry", 0.375),  // once for twice
        ("hatry", "harry", 0.75),  // neighbouring keys
        ("hazry", "harry", 1.0),
        ("harqry", "harry", 1.0),
        ("hrry", "harry", 0.5),
        ("elefant", "elephant", 0.625), // sounds
        ("сабака", "собака", 0.625),
        ("carry", "harry", 1.5), // a wrong first letter
        ("arry", "harry", 1.0),
        ("xharry", "harry", 1.5),
        ("ahrry", "harry", 0.375), // but not a swap
        ("iphone15", "iphone16", f64::INFINITY),
        ("iphone1", "iphone", f64::INFINITY),
    ] {
        assert_eq!(cost(&keyboard(), typed, meant), expected, "{typed} for {meant}");
    }
}

#[test]
fn the_budget_grows_with_the_typed_length() {
    let edits = |closed| -> Vec<usize> {
        (0..10).map(|len| keyboard().budget(len, closed, None).edits).collect()
    };
    assert_eq!(edits(false), [0, 0, 0, 1, 1, 1, 1, 2, 2, 2]);
    assert_eq!(edits(true), [0, 0, 0, 1, 1, 2, 2, 2, 2, 2]);
    assert!(keyboard().budget(3, true, None).cheap_only);
    let most = |closed| keyboard().budget(9, closed, None).cost;
    assert_eq!((most(false), most(true)), (2.0, 2.5));
    assert_eq!(keyboard().budget(9, false, Some(0.5)).cost, 0.5);
    let tier = |model: &Model, query: &str| ask(model, query).first().map(|answer| answer.tier);
    let model = texts(&["harbour", "of", "bookkeeper"]);
    assert_eq!(tier(&model, "fo"), None, "two letters are not corrected");
    assert_eq!(tier(&model, "hra"), Some(2), "three by a swap");
    assert_eq!(tier(&model, "haa"), Some(2), "by a doubled letter");
    assert_eq!(tier(&model, "hsr"), Some(2), "by a neighbouring key");
    assert_eq!(tier(&model, "hpr"), None, "by no other edit");
    assert_eq!(tier(&model, "hprb"), Some(2), "four by any edit");
    assert_eq!(tier(&model, "hprpo"), None, "but one");
    assert_eq!(tier(&model, "bpokkeper"), Some(2), "nine by two");
    assert_eq!(tier(&model, "bxokkeqper"), Some(2), "also by two unlikely ones");
    assert_eq!(tier(&model, "pxokkeeper"), None, "but not with a wrong first letter");
    assert_eq!(tier(&model, "bpokkeqxer"), None, "but not three");
}

#[test]
fn both_the_cost_and_the_number_of_edits_are_bounded() {
    let model = texts(&["harbour"]);
    assert_eq!(found(&model, "hrabuo"), Vec::<String>::new(), "two cheap edits are one too many");
    let mut settings = english();
    settings.costs.open = vec![(4, Budget { edits: 2, cost: 1.0, cheap_only: false })];
    let model = Model::new(settings, vec![entry("harbour", 1.0)]);
    assert_eq!(found(&model, "hrabuor"), ["harbour"]);
    assert_eq!(found(&model, "hxrbzur"), Vec::<String>::new(), "two dear ones cost too much");
}

#[test]
fn exact_comes_before_typo_always() {
    let headings: Vec<String> = (0..10).map(|i| format!("Heading {i}")).collect();
    let mut entries: Vec<_> = headings.iter().map(|text| entry(text, 1.0)).collect();
    entries.push(entry("Headphones", 1e9));
    let model = Model::new(english(), entries);
    assert_eq!(found(&model, "headi"), headings);
    let eleven = Options { limit: 11, ..Options::default() };
    assert_eq!(model.suggest("headi", &eleven)[10].text, "Headphones");
}

#[test]
fn a_valid_word_does_not_hide_slips() {
    assert_eq!(found(&texts(&["harry", "carry"]), "carry"), ["carry", "harry"]);
    let one = Options { limit: 1, ..Options::default() };
    assert_eq!(texts(&["harry", "carry"]).suggest("carry", &one).len(), 1);
    assert_eq!(found(&texts(&["har"]), "hra"), ["har"]);
}

#[test]
fn slips_are_counted_in_characters() {
    for (text, typed) in
        [("собака", "соабк"), ("ویلچر", "ویچلر"), ("ภาษาไทย", "ภาาษไทย"), ("ремонт", "ермонт")]
    {
        let answers = ask(&texts(&[text]), typed);
        assert_eq!(
            answers.iter().map(|answer| (answer.tier, answer.cost)).collect::<Vec<_>>(),
            [(2, 0.375)],
            "{typed} for {text}"
        );
    }
    assert_eq!(ask(&texts(&["собака"]), "собак")[0].tier, 0);
}

#[test]
fn digits_are_never_corrected() {
    let model = texts(&["iphone 16", "iphone 15", "galaxy5"]);
    assert_eq!(found(&model, "iphone 15"), ["iphone 15"]);
    assert_eq!(found(&model, "ihpone 15"), ["iphone 15"]);
    assert_eq!(found(&model, "iphone 1t "), Vec::<String>::new(), "not even a meant one");
    assert_eq!(
        found(&model, "galaxyt "),
        ["galaxy5"],
        "but a letter too much may be dropped before it"
    );
}

#[test]
fn every_word_may_have_its_slips_also_the_unfinished_one() {
    let model = texts(&["wireless headphones black", "headphones"]);
    let answers = ask(&model, "haedphones wierl");
    assert_eq!(
        (answers[0].text.as_str(), answers[0].kind, answers[0].cost),
        ("wireless headphones black", MatchKind::Words, 0.75)
    );
    let answers = ask(&model, "wierless haed");
    assert_eq!((answers[0].kind, answers[0].cost), (MatchKind::Prefix, 0.75));
    assert_eq!(answers[0].quality, 10_000f64.powf(-0.75), "quality falls with the cost");
    let answers = ask(&model, "haedphones");
    assert_eq!(
        (answers[0].kind, answers[0].quality),
        (MatchKind::Whole, 10.0 * 10_000f64.powf(-0.375))
    );
}

#[test]
fn typos_go_with_a_relaxation() {
    for (text, typed) in
        [("apple watch", "aplpe watc"), ("redbull", "rde bull"), ("red bull", "redubll")]
    {
        assert_eq!(
            ask(&texts(&[text]), typed).first().map(|answer| answer.tier),
            Some(2),
            "{typed}"
        );
    }
}

#[test]
fn never_is_never() {
    let model = texts(&["harry", "red bull"]);
    let never = Options { typos: false, ..Options::default() };
    assert!(model.suggest("hrary", &never).is_empty());
    assert_eq!(model.suggest("redbull", &never)[0].tier, 1, "tier 1 is still tried");
    let tier_1 = Options { max_tier: 1, ..Options::default() };
    assert!(model.suggest("hrary", &tier_1).is_empty());
    let cheap = Options { max_cost: Some(0.5), ..Options::default() };
    assert_eq!(model.suggest("hrary", &cheap).len(), 1);
    assert!(model.suggest("hxrry", &cheap).is_empty());
    let free = Options { max_cost: Some(0.0), ..Options::default() };
    assert!(model.suggest("hrary", &free).is_empty());
}

#[test]
fn costs_and_what_bounds_them_are_rounded_alike() {
    let open = vec![TypoBudget { from: 1, edits: 1, cost: 0.7, cheap_only: false }];
    let typos = TypoSettings {
        swap: 0.7001,
        budgets: TypoBudgets { open, closed: Vec::new() },
        ..TypoSettings::default()
    };
    let settings = Settings { costs: Costs::new(&typos), ..Settings::new(Kind::Text) };
    let model = Model::new(settings, vec![entry("harry", 1.0)]);
    let options = Options { max_cost: Some(0.7), ..Options::default() };
    assert_eq!(model.suggest("hrary", &options).first().map(|found| found.cost), Some(0.703125));
}

#[test]
fn a_literal_has_its_slips_over_the_whole_form() {
    let model = Model::new(
        Settings::new(Kind::Literal),
        vec![entry("ann.lee@example.com", 1.0), entry("new york", 1.0)],
    );
    let answers = ask(&model, "ann.ele@ex");
    assert_eq!((answers[0].tier, answers[0].kind, answers[0].cost), (2, MatchKind::Prefix, 0.375));
    assert_eq!(ask(&model, "enw ")[0].kind, MatchKind::Prefix);
    assert!(ask(&model, "lee").is_empty());
}

#[test]
fn with_unit_costs_every_edit_costs_1_within_the_same_budgets() {
    let unit = keyboard().unit();
    for (typed, meant, expected) in [
        ("hrary", "harry", 1.0),
        ("harrry", "harry", 1.0),
        ("hatry", "harry", 1.0),
        ("carry", "harry", 1.0), // nothing extra for the first letter
        ("elefant", "elephant", 2.0),
        ("сабака", "собака", 1.0),
    ] {
        assert_eq!(cost(&unit, typed, meant), expected, "{typed} for {meant}");
    }
    assert_eq!(unit.budget(3, true, None), Budget { edits: 1, cost: 1.0, cheap_only: true });
    assert_eq!(unit.budget(8, true, None), Budget { edits: 2, cost: 2.0, cheap_only: false });
    let options = Options { unit_costs: true, ..Options::default() };
    let tier = |query: &str| {
        texts(&["harbour"]).suggest(query, &options).first().map(|answer| answer.tier)
    };
    assert_eq!(
        (tier("hra"), tier("hsr"), tier("hpr")),
        (Some(2), Some(2), None),
        "cheap edits stay what they are"
    );
    assert_eq!((tier("hrab"), tier("hrabp")), (Some(2), None));
    let lowered = Options { max_cost: Some(0.5), ..options.clone() };
    assert!(texts(&["harbour"]).suggest("hrab", &lowered).is_empty());
}

#[test]
fn a_space_beside_an_edit_costs_as_much_as_a_dropped_letter_and_is_no_edit() {
    let found = |text: &str, query: &str| {
        ask(&texts(&[text]), query).first().map(|answer| (answer.tier, answer.cost))
    };
    assert_eq!(found("apple watch", "applewatch"), Some((1, 0.0)));
    assert_eq!(found("apple watch", "app lewatch"), Some((1, 0.0)), "however many");
    assert_eq!(found("apple watch", "aplpewatch"), Some((2, 0.875)));
    assert_eq!(found("apple watch", "aplpewacth"), Some((2, 1.25)), "two edits, and the space");
    assert_eq!(found("apple watch", "ap plewacth"), Some((2, 1.375)), "one, and two spaces");
    assert_eq!(found("apple watch", "app lewacht x"), None, "all cost too much");
    assert_eq!(found("sea red", "saered"), Some((2, 0.875)), "six letters have one edit");
    assert_eq!(found("sea red", "saerde"), None, "and not two");
    assert_eq!(found("big apple watch", "aplpewatch"), None, "not inside");
    assert_eq!(found("wireless a b", "wierless ab"), Some((2, 0.875)));
}

#[test]
fn two_edits_of_a_whole_form_leave_its_first_letter_right() {
    let found = |text: &str, query: &str| {
        ask(&texts(&[text]), query).first().map(|answer| (answer.tier, answer.cost))
    };
    // Two letters in place of others are too much. Without one of them spacing finds the form.
    assert_eq!(found("a bcdefgh", "b abcdefgh").map(|(tier, _)| tier), Some(3));
    assert_eq!(found("blue moon", "lbuemono"), Some((2, 1.25)), "the first two swapped");
    assert_eq!(found("blue moon", "luemoon"), Some((2, 1.5)), "the first one dropped");
    assert_eq!(found("blue moon", "luemono"), None, "and another edit");
}

/// The textbook distance with unit costs (restricted Damerau-Levenshtein).
fn textbook(a: &[char], b: &[char]) -> usize {
    let mut d = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            d[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let swap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                let least = (d[i - 1][j] + 1)
                    .min(d[i][j - 1] + 1)
                    .min(d[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]));
                if swap { least.min(d[i - 2][j - 2] + 1) } else { least }
            };
        }
    }
    d[a.len()][b.len()]
}

proptest! {
    #[test]
    fn with_unit_costs_the_cost_is_the_textbook_distance(a in "[abc]{0,6}", b in "[abc]{0,6}") {
        let unit = keyboard().unit();
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        // Behind a first letter that is right and no part of an edit.
        let (typed, meant) = (format!("x{a}"), format!("x{b}"));
        prop_assert_eq!(cost(&unit, &typed, &meant), textbook(&chars(&a), &chars(&b)) as f64);
    }
}
