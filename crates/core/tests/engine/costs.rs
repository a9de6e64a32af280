//! The typo cost that the engine tells is the least one of the model's recurrence.

use mapahead::{BuildOptions, Costs, SuggestOptions, TypoSettings};
use proptest::prelude::*;

use super::every_option::letters;
use crate::corpus::Pair;
use crate::model::settings::Settings;
use crate::recipes::one_slip;

fn word() -> impl Strategy<Value = String> {
    let real = [
        "elephant",
        "собака",
        "bookkeeper",
        "ремонт",
        "photographic",
        "установка",
        "straße",
        "iphone15",
        "ภาษาไทย",
        "ویلچر",
        "harbour",
    ];
    prop_oneof![
        2 => prop::sample::select(real.to_vec()).prop_map(str::to_owned),
        1 => "[abc]{1,9}",
        1 => "[a-z]{1,12}",
        1 => "[а-я]{1,12}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn the_cost_of_a_match_is_that_of_the_recurrence(
        meant in word(),
        other in word(),
        slips in prop::collection::vec(one_slip(), 0..4),
        cut in 0usize..12,
        closed in any::<bool>(),
        unit in any::<bool>(),
        letters in letters(),
        languages in prop::sample::select(vec![vec![], vec!["en"], vec!["ru", "en"]]),
    ) {
        let build = BuildOptions {
            languages: languages.into_iter().map(str::to_owned).collect(),
            typos: TypoSettings { letters, ..TypoSettings::default() },
            ..BuildOptions::default()
        };
        let pair = Pair::with_texts(build.clone(), &[(&meant, 1.0)]);
        let mut slipped: Vec<char> = meant.chars().collect();
        slips.iter().for_each(|slip| slip.apply(&mut slipped));
        let slipped: String = slipped.iter().collect();
        let begun: String = slipped.chars().take(cut).collect();
        let costs = if unit { Costs::Unit } else { Costs::Weighted };
        let options = SuggestOptions { costs, ..Default::default() };
        for query in [slipped, begun, other] {
            let query = if closed { query + " " } else { query };
            // A slip may have put white space at its end.
            let closed = query.ends_with(char::is_whitespace);
            let said = pair.ask_with(&query, &options);
            let Some(said) = said.first().filter(|said| said.tier == 2 && said.via.is_empty()) else {
                continue;
            };
            // Worked out here once more, without readings and ways.
            let settings = Settings::of(&build);
            let costs = if unit { settings.costs.unit() } else { settings.costs };
            let [typed, meant]: [Vec<char>; 2] =
                [&query, &meant].map(|text| pair.model.key(text).chars().collect());
            // Of several words the form is one string.
            if typed.contains(&' ') {
                continue;
            }
            let budget = costs.budget(typed.len(), closed, None);
            let of_prefixes = costs.of_prefixes(&typed, &meant, budget);
            let whole = of_prefixes[meant.len()];
            let least = of_prefixes.iter().copied().fold(f64::INFINITY, f64::min);
            let expected = if closed || said.kind == "whole" { whole } else { least };
            prop_assert_eq!(said.cost, expected, "{:?} for {:?}", query, meant);
        }
    }
}
