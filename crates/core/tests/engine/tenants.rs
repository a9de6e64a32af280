//! Behind a filter by tenant, an index of several tenants answers as one of that tenant's records
//! alone would: nothing about the entries of others can be seen.

use std::path::Path;

use mapahead::{BuildOptions, Error, Index, Restriction, SuggestOptions};
use proptest::prelude::*;

use super::every_option::{build_options, suggest_options};
use super::ranked::{picks, ranked};
use crate::corpus;
use crate::model::ModelEntry;
use crate::recipes;

const FIELD: &str = "owner";
const OWN: &str = "a";

fn open(path: &Path, records: &[ModelEntry], options: &BuildOptions) -> Index {
    let options = BuildOptions { threads: Some(1), ..options.clone() };
    corpus::build(path, records, options).unwrap();
    Index::open(path).unwrap()
}

/// Returns what the tenant may see.
fn own_wall() -> Restriction {
    let filter = [(FIELD.to_owned(), vec![OWN.to_owned()])].into();
    Restriction { filter, ..Restriction::default() }
}

/// Compares answers of `shared` behind the filter, its own or that of the restriction, with those of
/// `alone`, to the last factor.
fn compare(shared: &Index, alone: &Index, query: &str, options: &SuggestOptions) {
    let mut filtered = options.clone();
    filtered.filter.insert(FIELD.to_owned(), vec![OWN.to_owned()]);
    let expected = alone.suggest(query, options).unwrap();
    let found = shared.suggest(query, &filtered).unwrap();
    assert_eq!(found.suggestions, expected.suggestions, "{query:?}, {options:?}");
    assert_eq!(found.total, expected.total, "{query:?}, {options:?}");
    assert_eq!(found.complete, expected.complete, "{query:?}, {options:?}");

    let restricted = SuggestOptions { restrict: own_wall(), ..options.clone() };
    let again = shared.suggest(query, &restricted).unwrap();
    assert_eq!(again.suggestions, expected.suggestions, "restricted: {query:?}, {options:?}");
    assert_eq!(again.total, expected.total, "restricted: {query:?}, {options:?}");

    let prepared = |index: &Index, options: &SuggestOptions| SuggestOptions {
        prepared_boosts: Some(index.prepare_boosts(&options.boosts).unwrap()),
        boosts: mapahead::Boosts::default(),
        ..options.clone()
    };
    let filtered = prepared(shared, &filtered);
    let again = shared.suggest(query, &filtered).unwrap();
    assert_eq!(again.suggestions, expected.suggestions, "prepared: {query:?}, {options:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn an_answer_behind_a_filter_is_that_of_an_index_without_the_others(
        build in build_options(),
        records in ranked(corpus::word_records(24)),
        owners in prop::collection::vec(prop::sample::select(vec![OWN, "b", "c"]), 24),
        asked in prop::collection::vec(
            (recipes::recipe(), suggest_options(), picks(), any::<bool>(), any::<bool>()),
            2,
        ),
    ) {
        let mut records = records;
        // The tenant has a record: without one there is no index to compare with.
        let owners = std::iter::once(OWN).chain(owners);
        for (record, owner) in records.iter_mut().zip(owners) {
            record.contexts.insert(FIELD.to_owned(), vec![owner.to_owned()]);
        }
        let of_own = |record: &&ModelEntry| record.contexts[FIELD] == [OWN];
        let mut own: Vec<ModelEntry> = records.iter().filter(of_own).cloned().collect();
        // The filter is by a field of the shared index alone.
        for record in &mut own {
            record.contexts.remove(FIELD);
        }
        let folder = corpus::folder();
        let shared = open(&folder.path().join("shared.mapahead"), &records, &build);
        let alone = open(&folder.path().join("alone.mapahead"), &own, &build);
        let is_own_field = |field: &String| own.iter().any(|one| one.contexts.contains_key(field));
        for (recipe, options, picks, explain, total) in &asked {
            // Ids, values and texts of all, but the names of fields that the tenant has.
            let mut options = picks.options(options, &records);
            options.filter.retain(|field, _| is_own_field(field));
            options.exclude.contexts.retain(|field, _| is_own_field(field));
            options.boosts.contexts.retain(|field, _| is_own_field(field));
            (options.explain, options.total) = (*explain, *total);
            compare(&shared, &alone, &recipe.query(&records), &options);
            // What the request asks for names other tenants, and is no way out of what it may see.
            let others = ["b", "c"].map(str::to_owned).to_vec();
            options.filter.insert(FIELD.to_owned(), others);
            let outside = SuggestOptions { restrict: own_wall(), ..options };
            let query = recipe.query(&records);
            let answer = shared.suggest(&query, &outside).unwrap();
            assert_eq!((answer.suggestions.len(), answer.total.map_or(0, |one| one.value)), (0, 0));
        }
        for id in records.iter().filter_map(|record| record.id.as_deref()) {
            let mut found = shared.get_restricted(id, &own_wall()).unwrap();
            if let Some(entry) = &mut found {
                entry.contexts.retain(|(field, _)| field != FIELD);
            }
            prop_assert_eq!(found, alone.get(id).unwrap());
        }
    }
}

#[test]
fn ids_of_another_tenant_are_as_unknown_as_those_that_nobody_has() {
    let record = |text: &str, owner: &str, weight: f64| ModelEntry {
        text: text.to_owned(),
        id: Some(format!("{owner} {text}")),
        weight,
        contexts: [(FIELD.to_owned(), vec![owner.to_owned()])].into(),
        ..ModelEntry::default()
    };
    let records =
        [record("door", OWN, 1.0), record("doors", OWN, 2.0), record("doorbell", "b", 9.0)];
    let folder = tempfile::tempdir().unwrap();
    let shared = open(&folder.path().join("shared.mapahead"), &records, &BuildOptions::default());
    let ask = |id: &str| {
        let options = SuggestOptions {
            filter: [(FIELD.to_owned(), vec![OWN.to_owned()])].into(),
            pin: vec![id.to_owned()],
            boosts: mapahead::Boosts { ids: vec![(id.to_owned(), 1000.0)], ..Default::default() },
            explain: true,
            total: true,
            ..SuggestOptions::default()
        };
        let result = shared.suggest("door", &options).unwrap();
        (format!("{:?}", result.suggestions), result.total, result.complete)
    };
    let (suggestions, total, _) = ask("nobody");
    assert_eq!(total.unwrap().value, 2);
    assert!(!suggestions.contains("doorbell"), "{suggestions}");
    assert_eq!(ask("b doorbell"), ask("nobody"));
    assert_ne!(ask("a door"), ask("nobody"));
}

#[test]
fn a_restriction_that_the_index_does_not_understand_is_an_error_and_never_an_open_one() {
    let record = ModelEntry {
        text: "door".to_owned(),
        id: Some("1".to_owned()),
        contexts: [(FIELD.to_owned(), vec![OWN.to_owned()])].into(),
        ..ModelEntry::default()
    };
    let folder = tempfile::tempdir().unwrap();
    let shared = open(&folder.path().join("shared.mapahead"), &[record], &BuildOptions::default());
    let of_field = |name: &str, values: usize| Restriction {
        filter: [(name.to_owned(), vec![OWN.to_owned(); values])].into(),
        ..Restriction::default()
    };
    let option_of = |error: Error| match error {
        Error::InvalidOption { option, .. } => option,
        error => panic!("{error}"),
    };
    for (restrict, inside) in
        [(of_field("tennant", 1), "filter"), (of_field(FIELD, 10_001), "filter")]
    {
        assert_eq!(option_of(shared.get_restricted("1", &restrict).unwrap_err()), inside);
        assert_eq!(option_of(shared.get_restricted("nobody", &restrict).unwrap_err()), inside);
        let options = SuggestOptions { restrict, ..SuggestOptions::default() };
        let error = shared.suggest("door", &options).unwrap_err();
        assert_eq!(option_of(error), "restrict.filter");
    }
    // As many as allowed of each: neither takes places of the other.
    let restrict = of_field(FIELD, 10_000);
    let options =
        SuggestOptions { filter: restrict.filter.clone(), restrict, ..Default::default() };
    assert_eq!(shared.suggest("door", &options).unwrap().suggestions.len(), 1);
}
