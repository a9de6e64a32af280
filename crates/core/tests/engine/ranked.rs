//! The engine gives the answers of the model under everything that ranks at once: seasons, boosts,
//! filters, exclusions and pins, with slips, aliases and pages.

use std::collections::BTreeMap;

use mapahead::{Boosts, Contexts, Day, Exclude, Restriction, SuggestOptions};
use proptest::prelude::*;
use proptest::sample::Index;

use super::every_option::{build_options, select, suggest_options};
use crate::asking::ask_engine;
use crate::corpus::{self, Pair};
use crate::model::ModelEntry;
use crate::recipes;

/// What a request asks for, as places among what the records have.
#[derive(Debug, Clone)]
pub(super) struct Picks {
    /// Places of a field and of values in it; for 0 a value that no record has besides.
    filter: Vec<(Index, Vec<Index>, u8)>,
    without: Vec<(Index, Index)>,
    excluded: Vec<Index>,
    boosted_values: Vec<(Index, Index, f64)>,
    boosted_ids: Vec<(Index, f64)>,
    pinned: Vec<Index>,
    day: (i32, u32, u32),
}

pub(super) fn picks() -> impl Strategy<Value = Picks> {
    let index = any::<Index>;
    let boost = || select(&[0.0, 0.5, 1.0, 1.5, 3.0, 40.0, 1000.0]);
    let filter = (index(), prop::collection::vec(index(), 0..3), 0u8..4);
    let day = (select(&[2024, 2025]), 1u32..=12, 1u32..=28);
    (
        prop_oneof![Just(Vec::new()), prop::collection::vec(filter, 1..3)],
        prop_oneof![3 => Just(Vec::new()), 1 => prop::collection::vec((index(), index()), 1..3)],
        prop_oneof![2 => Just(Vec::new()), 1 => prop::collection::vec(index(), 1..4)],
        prop_oneof![Just(Vec::new()), prop::collection::vec((index(), index(), boost()), 1..4)],
        prop_oneof![Just(Vec::new()), prop::collection::vec((index(), boost()), 1..5)],
        prop_oneof![3 => Just(Vec::new()), 1 => prop::collection::vec(index(), 1..4)],
        day,
    )
        .prop_map(|(filter, without, excluded, boosted_values, boosted_ids, pinned, day)| {
            Picks { filter, without, excluded, boosted_values, boosted_ids, pinned, day }
        })
}

/// Gives half of the corpora seasons, and most records ids.
pub(super) fn ranked(
    records: impl Strategy<Value = Vec<ModelEntry>>,
) -> impl Strategy<Value = Vec<ModelEntry>> {
    (corpus::with_seasons(records), any::<bool>()).prop_map(|(mut records, with_seasons)| {
        for (number, record) in records.iter_mut().enumerate() {
            if !with_seasons {
                record.season = [1.0; 12];
            }
            if number % 4 > 0 {
                record.id = Some(format!("id {number}"));
            }
        }
        records
    })
}

/// Returns the values of each field of the records.
fn values(records: &[ModelEntry]) -> Vec<(String, Vec<String>)> {
    let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (field, values) in records.iter().flat_map(|record| &record.contexts) {
        fields.entry(field.clone()).or_default().extend(values.iter().cloned());
    }
    for values in fields.values_mut() {
        values.sort();
        values.dedup();
    }
    fields.into_iter().filter(|(_, values)| !values.is_empty()).collect()
}

impl Picks {
    /// Returns `options` with what was picked of `records`.
    pub(super) fn options(
        &self,
        options: &SuggestOptions,
        records: &[ModelEntry],
    ) -> SuggestOptions {
        let fields = values(records);
        let ids: Vec<String> = records.iter().filter_map(|record| record.id.clone()).collect();
        let id = |index: &Index| match ids.is_empty() {
            true => "nobody".to_owned(),
            false => index.get(&ids).clone(),
        };
        let mut filter = Contexts::new();
        let mut exclude = Exclude::default();
        let mut boosts = Boosts::default();
        if !fields.is_empty() {
            for (field, places, unknown) in &self.filter {
                let (field, values) = field.get(&fields);
                let mut picked: Vec<String> =
                    places.iter().map(|place| place.get(values).clone()).collect();
                picked.extend((*unknown == 0).then(|| "nothing has this".to_owned()));
                filter.insert(field.clone(), picked);
            }
            for (field, value) in &self.without {
                let (field, values) = field.get(&fields);
                let value = value.get(values).clone();
                exclude.contexts.entry(field.clone()).or_default().push(value);
            }
            for (field, value, boost) in &self.boosted_values {
                let (field, values) = field.get(&fields);
                let value = value.get(values).clone();
                boosts.contexts.entry(field.clone()).or_default().insert(value, *boost);
            }
        }
        exclude.ids = self.excluded.iter().map(id).collect();
        boosts.ids = self.boosted_ids.iter().map(|(index, boost)| (id(index), *boost)).collect();
        let (year, month, day) = self.day;
        SuggestOptions {
            filter,
            exclude,
            boosts,
            pin: self.pinned.iter().map(id).collect(),
            at: Day::from_calendar(year, month, day),
            ..options.clone()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn every_answer_is_that_of_sorting_everything_whatever_ranks(
        build in build_options(),
        records in ranked(corpus::word_records(20)),
        asked in prop::collection::vec(
            (recipes::recipe(), suggest_options(), picks(), prop::option::of(picks())),
            2,
        ),
    ) {
        let pair = Pair::with_options(build, records);
        for (recipe, options, picks, may_see) in &asked {
            let mut options = picks.options(options, &pair.records);
            if let Some(may_see) = may_see {
                let SuggestOptions { filter, exclude, .. } =
                    may_see.options(&options, &pair.records);
                options.restrict = Restriction { filter, exclude };
            }
            pair.ask_ranked(&recipe.query(&pair.records), &options);
        }
        pair.index.verify().unwrap();
    }

    #[test]
    fn hard_texts_are_ranked_as_by_the_model(
        build in build_options(),
        records in ranked(corpus::records(12)),
        asked in prop::collection::vec((recipes::recipe(), suggest_options(), picks()), 2),
    ) {
        let pair = Pair::with_options(build, records);
        for (recipe, options, picks) in &asked {
            let options = picks.options(options, &pair.records);
            pair.ask_ranked(&recipe.query(&pair.records), &options);
        }
    }

    #[test]
    fn pages_are_disjoint_and_complete_whatever_ranks(
        build in build_options(),
        records in ranked(corpus::word_records(12)),
        recipe in recipes::recipe(),
        picks in picks(),
        limit in 2usize..8,
    ) {
        let pair = Pair::with_options(build, records);
        let query = recipe.query(&pair.records);
        let options = picks.options(&SuggestOptions::default(), &pair.records);
        let all = pair.ask_ranked(&query, &SuggestOptions { limit: 1000, ..options.clone() });
        let mut pages = Vec::new();
        for offset in (0..all.len() + limit).step_by(limit) {
            let page = SuggestOptions { limit, offset, ..options.clone() };
            // What all of them are is known from the model.
            pages.extend(ask_engine(&pair.index, &query, &page));
        }
        prop_assert_eq!(pages, all);
    }
}
