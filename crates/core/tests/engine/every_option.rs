//! The engine gives the answers of the model: every setting of a build, every option of a query,
//! and queries as people type them.

use mapahead::{
    BuildOptions, Costs, Kind, LetterCosts, Quality, SuggestOptions, Synonyms, TypoBudget,
    TypoBudgets, TypoSettings, Typos,
};
use proptest::prelude::*;

use crate::asking::ask_engine;
use crate::corpus;
use crate::corpus::Pair;
use crate::recipes;

pub(super) fn select<T: Clone + std::fmt::Debug + 'static>(
    values: &[T],
) -> impl Strategy<Value = T> + use<T> {
    prop::sample::select(values.to_vec())
}

fn quality() -> impl Strategy<Value = Quality> {
    let factors = prop::collection::vec(select(&[0.001, 0.05, 0.7, 1.0, 1.0, 3.0, 10.0]), 4);
    let (verbatim, base) = (select(&[3.0, 1.0, 10.0]), select(&[1.0, 2.0, 4.0, 4.0, 1000.0, 1e6]));
    let dropped = select(&[1.0, 10.0, 10_000.0, 1e6]);
    (factors, verbatim, base, dropped).prop_map(|(mut factors, verbatim, typo_base, drop_base)| {
        factors.sort_by(f64::total_cmp);
        Quality {
            whole: factors[3],
            prefix: factors[2],
            words: factors[1],
            slipped_words: factors[0],
            verbatim,
            typo_base,
            drop_base,
        }
    })
}

/// Multiples of 1/64 above 0, and what is rounded to one.
fn cost() -> impl Strategy<Value = f64> {
    prop_oneof![
        3 => select(&[0.25, 0.5, 0.5, 1.0, 1.0, 1.5]),
        1 => (1u8..=192).prop_map(|parts| f64::from(parts) / 64.0),
        1 => 0.02..3.0f64,
    ]
}

fn budgets() -> impl Strategy<Value = TypoBudgets> {
    let apart = (list_of_budgets(), list_of_budgets());
    let budgets =
        prop_oneof![2 => apart, 1 => list_of_budgets().prop_map(|one| (one.clone(), one))];
    budgets.prop_map(|(open, closed)| TypoBudgets { open, closed })
}

fn list_of_budgets() -> impl Strategy<Value = Vec<TypoBudget>> {
    let budget = (1usize..9, 0u8..=2, 0u8..=192, any::<bool>());
    prop::collection::vec(budget, 0..4).prop_map(|mut budgets| {
        budgets.sort_by_key(|(from, ..)| *from);
        budgets.dedup_by_key(|(from, ..)| *from);
        let budget = |(from, edits, cost, cheap_only)| TypoBudget {
            from,
            edits,
            cost: f64::from(cost) / 64.0,
            cheap_only,
        };
        budgets.into_iter().map(budget).collect()
    })
}

/// Costs by letters: of those that the corpora have most of, a letter past all tables among them.
pub(super) fn letters() -> impl Strategy<Value = Option<LetterCosts>> {
    let letter = || select(&["", "a", "b", "c", "e", "о", "а", "и", "т", "北"]);
    let single = (letter(), letter()).prop_filter("an edit", |(typed, meant)| typed != meant);
    let swap = select(&[("ba", "ab"), ("ое", "ео"), ("re", "er"), ("京北", "北京")]);
    let one = (prop_oneof![4 => single, 1 => swap], cost());
    let some = prop::collection::vec(one, 0..12).prop_map(|all| {
        let mut letters = LetterCosts::new();
        for ((typed, meant), cost) in all {
            letters.entry(typed.to_owned()).or_default().insert(meant.to_owned(), cost);
        }
        Some(letters)
    });
    prop_oneof![1 => Just(None), 2 => some]
}

fn typo_settings() -> impl Strategy<Value = TypoSettings> {
    let costs = prop::array::uniform7(cost());
    let any = (costs, prop_oneof![Just(0.0), cost()], letters(), budgets()).prop_map(
        |([edit, dropped, neighbor, doubled, halved, swap, sound], first, letters, budgets)| {
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
                budgets,
            }
        },
    );
    prop_oneof![3 => Just(TypoSettings::default()), 2 => any]
}

fn strings(lists: &[&[&str]]) -> impl Strategy<Value = Vec<String>> + use<> {
    let lists: Vec<Vec<String>> =
        lists.iter().map(|list| list.iter().map(|name| (*name).to_owned()).collect()).collect();
    prop::sample::select(lists)
}

fn synonyms() -> impl Strategy<Value = Option<Synonyms>> {
    let rule = select(&[
        "a, b",
        "ab => b a",
        "a b, ba, bb",
        "b => aaa",
        "aa, bbb, c",
        "ремонт, починка",
        "apple watch => iwatch",
        "установка, монтаж, сборка мебели",
        "phone, iphone => телефон",
        "the => a",
        "m, x, meter",
        "request => call",
        "7 => seven",
        "rtx3080 => card",
        "# a, zz",
        "one\\, two, 1",
        "",
    ]);
    let rules = prop::collection::vec(rule.prop_map(str::to_owned), 1..6);
    prop_oneof![2 => Just(None), 1 => rules.prop_map(|rules| Some(Synonyms::Rules(rules)))]
}

pub fn build_options() -> impl Strategy<Value = BuildOptions> {
    let kind = prop_oneof![4 => Just(Kind::Text), 1 => Just(Kind::Literal)];
    let languages = strings(&[&[], &["en"], &["ru"], &["ru", "en"], &["de", "fr"], &["ko", "en"]]);
    let layouts = strings(&[&[], &["us"], &["us", "ru"], &["ru", "us"], &["de", "us", "fr"]]);
    let factor = select(&[0.0, 0.05, 0.05, 0.5, 1.0]);
    let parts = (
        kind,
        quality(),
        typo_settings(),
        languages,
        layouts,
        synonyms(),
        factor,
        any::<[bool; 2]>(),
    );
    parts.prop_map(|(kind, quality, typos, languages, layouts, synonyms, factor, switches)| {
        let [transliterate, inside] = switches;
        // All three are refused for kind `literal`.
        let of_text = kind == Kind::Text;
        BuildOptions {
            kind,
            quality: Some(quality),
            typos,
            languages,
            layouts,
            synonyms: synonyms.filter(|_| of_text),
            synonym_factor: factor,
            transliterate: transliterate && of_text,
            inside: inside && of_text,
            ..BuildOptions::default()
        }
    })
}

pub(super) fn suggest_options() -> impl Strategy<Value = SuggestOptions> {
    let limit = prop_oneof![2 => 1usize..6, 1 => Just(10), 1 => Just(1000)];
    let offset = prop_oneof![3 => Just(0), 1 => 0usize..8];
    let typos = prop_oneof![5 => Just(Typos::Auto), 1 => Just(Typos::Never)];
    let max_tier = prop_oneof![4 => Just(3), 1 => Just(2), 1 => Just(1), 1 => Just(0)];
    let max_cost = prop_oneof![4 => Just(3.0), 1 => select(&[0.0, 0.25, 0.5, 0.7, 1.0, 1.5, 2.0])];
    let costs = prop_oneof![4 => Just(Costs::Weighted), 1 => Just(Costs::Unit)];
    let distinct = prop::bool::weighted(0.3);
    (limit, offset, typos, max_tier, max_cost, costs, distinct).prop_map(
        |(limit, offset, typos, max_tier, max_cost, costs, distinct)| SuggestOptions {
            limit,
            offset,
            typos,
            max_tier,
            max_cost,
            costs,
            distinct,
            ..SuggestOptions::default()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn every_query_is_answered_as_by_the_model_whatever_the_settings_and_options(
        build in build_options(),
        records in corpus::word_records(16),
        asked in prop::collection::vec((recipes::recipe(), suggest_options()), 2),
    ) {
        let pair = Pair::with_options(build, records);
        for (recipe, options) in &asked {
            pair.ask_with(&recipe.query(&pair.records), options);
        }
        pair.index.verify().unwrap();
    }

    #[test]
    fn hard_texts_are_found_as_by_the_model_with_slips(
        build in build_options(),
        records in corpus::records(8),
        asked in prop::collection::vec((recipes::recipe(), suggest_options()), 2),
    ) {
        let pair = Pair::with_options(build, records);
        for (recipe, options) in &asked {
            pair.ask_with(&recipe.query(&pair.records), options);
        }
    }

    #[test]
    fn a_page_is_a_slice_of_all_answers(
        build in build_options(),
        records in corpus::word_records(12),
        recipe in recipes::recipe(),
        offset in 0usize..12,
        limit in 1usize..12,
    ) {
        let pair = Pair::with_options(build, records);
        let query = recipe.query(&pair.records);
        let all = pair.ask_with(&query, &SuggestOptions { limit: 1000, ..Default::default() });
        let page = SuggestOptions { limit, offset, ..Default::default() };
        let page = ask_engine(&pair.index, &query, &page);
        let slice: Vec<_> = all.into_iter().skip(offset).take(limit).collect();
        prop_assert_eq!(page, slice);
    }
}
