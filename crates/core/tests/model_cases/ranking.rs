//! Section 5: season, boosts, filters, score.

use std::collections::BTreeMap;

use super::{context, english, entry, found, texts_of};
use crate::model::ranking::{season, stored_multiplier};
use crate::model::{Boosts, Model, ModelEntry, Options};

fn with_contexts(text: &str, contexts: &[(&str, &[&str])]) -> ModelEntry {
    let contexts = contexts.iter().flat_map(|(field, values)| context(field, values)).collect();
    ModelEntry { contexts, id: Some(text.to_lowercase()), ..entry(text, 1.0) }
}

fn catalog() -> Model {
    Model::new(
        english(),
        vec![
            with_contexts("Door A", &[("category", &["doors"]), ("city", &["moscow", "perm"])]),
            with_contexts("Door B", &[("category", &["doors", "sale"]), ("city", &["omsk"])]),
            with_contexts("Door C", &[("category", &["windows"]), ("city", &["moscow"])]),
            with_contexts("Door D", &[]),
        ],
    )
}

#[test]
fn the_season_is_linear_between_the_fifteenths_also_over_the_new_year() {
    let months = [1.0, 2.0, 0.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 32.0];
    assert_eq!(season(&months, (2025, 1, 15)), 1.0);
    assert_eq!(season(&months, (2025, 12, 15)), 32.0);
    assert_eq!(
        season(&months, (2025, 12, 16)),
        31.0,
        "one of the 31 days from December to January"
    );
    assert_eq!(season(&months, (2026, 1, 14)), 2.0);
    assert_eq!(season(&months, (2025, 1, 1)), 32.0 - 31.0 * (17.0 / 31.0));
    assert_eq!(season(&months, (2025, 3, 1)), 1.0, "14 of 28 days");
    assert_eq!(season(&months, (2024, 2, 29)), 2.0 - 2.0 * (14.0 / 29.0), "a leap year");
    assert_eq!(season(&[1.0; 12], (2025, 7, 4)), 1.0);
}

#[test]
fn a_stored_multiplier_is_off_by_a_fortieth_of_a_hundredth_at_most() {
    for exact in [0.0, 0.125, 0.5, 1.0, 1.25, 2.0, 99.5, 100.0] {
        assert_eq!(stored_multiplier(exact), exact);
    }
    for multiplier in [0.1, 0.3, 1.1, 2.7, 33.3, 99.99, 1e-6] {
        let stored = stored_multiplier(multiplier);
        assert!((stored - multiplier).abs() <= multiplier * 0.000_25, "{multiplier}: {stored}");
    }
    assert_eq!(stored_multiplier(1e-9), 0.0);
    assert_eq!(stored_multiplier(2f64.powi(-25)), 2f64.powi(-25) * (1.0 + 1.0 / 2048.0));
}

#[test]
fn the_season_turns_the_order() {
    let mut doors = entry("Doors in", 1.0);
    doors.season[9] = 5.0;
    let mut cooling = entry("Doors of air conditioners", 1.0);
    cooling.season[4] = 5.0;
    let model = Model::new(english(), vec![doors, cooling]);
    let at = |month| {
        texts_of(model.suggest("doors", &Options { at: (2025, month, 15), ..Options::default() }))
    };
    assert_eq!(at(10), ["Doors in", "Doors of air conditioners"]);
    assert_eq!(at(5), ["Doors of air conditioners", "Doors in"]);
}

#[test]
fn filters_are_and_between_fields_and_or_inside_one() {
    let filtered = |filter: BTreeMap<String, Vec<String>>| {
        texts_of(catalog().suggest("door", &Options { filter, ..Options::default() }))
    };
    assert_eq!(
        filtered(context("category", &["doors", "windows"])),
        ["Door A", "Door B", "Door C"]
    );
    let mut both = context("category", &["doors"]);
    both.extend(context("city", &["moscow", "kazan"]));
    assert_eq!(filtered(both), ["Door A"]);
    assert!(filtered(context("category", &["none"])).is_empty());
    assert!(filtered(context("category", &[])).is_empty());
    assert!(filtered(context("colour", &["red"])).is_empty());
}

#[test]
fn lower_tiers_are_tried_while_too_few_pass_the_filters() {
    let model = Model::new(
        english(),
        vec![
            with_contexts("harry", &[("city", &["perm"])]),
            with_contexts("carry", &[("city", &["omsk"])]),
        ],
    );
    let in_perm = Options { filter: context("city", &["perm"]), limit: 1, ..Options::default() };
    assert_eq!(model.suggest("carry", &in_perm)[0].tier, 2);
    assert_eq!(
        texts_of(model.suggest("carry", &Options { limit: 1, ..Options::default() })),
        ["carry"]
    );
}

#[test]
fn excluded_ids_are_never_returned() {
    let options =
        Options { exclude: vec!["door a".into(), "unknown".into()], ..Options::default() };
    assert_eq!(texts_of(catalog().suggest("door", &options)), ["Door B", "Door C", "Door D"]);
}

#[test]
fn the_largest_boost_inside_a_field_counts_and_the_product_over_fields() {
    let boosts = |field: &str, values: &[(&str, f64)]| {
        (
            field.to_owned(),
            values
                .iter()
                .map(|(value, boost)| ((*value).to_owned(), *boost))
                .collect::<BTreeMap<_, _>>(),
        )
    };
    let contexts = BTreeMap::from([
        boosts("category", &[("doors", 3.0), ("sale", 5.0), ("windows", 0.5)]),
        boosts("city", &[("moscow", 2.0)]),
    ]);
    let ids = BTreeMap::from([("door d".to_owned(), 100.0)]);
    let options = Options { boosts: Boosts { contexts, ids }, ..Options::default() };
    let scores: Vec<_> = catalog()
        .suggest("door", &options)
        .into_iter()
        .map(|answer| (answer.text, answer.score))
        .collect();
    let expected = [("Door D", 100.0), ("Door A", 6.0), ("Door B", 5.0), ("Door C", 1.0)];
    assert_eq!(scores, expected.map(|(text, score)| (text.to_owned(), score)));
}

#[test]
fn a_boost_of_zero_puts_last_but_hides_nothing() {
    let options = Options {
        boosts: Boosts { ids: BTreeMap::from([("door a".to_owned(), 0.0)]), ..Boosts::default() },
        ..Options::default()
    };
    let answers = catalog().suggest("door", &options);
    assert_eq!((answers[3].text.as_str(), answers[3].score), ("Door A", 0.0));
}

#[test]
fn pinned_entries_come_first_if_they_match_at_all() {
    let options = Options {
        pin: vec!["door c".into(), "door b".into(), "unknown".into()],
        limit: 3,
        ..Options::default()
    };
    assert_eq!(texts_of(catalog().suggest("door", &options)), ["Door C", "Door B", "Door A"]);
    assert_eq!(texts_of(catalog().suggest("dor d", &options)), ["Door D"]);
    let one = Options { pin: vec!["harry".into()], limit: 1, ..Options::default() };
    let model =
        Model::new(english(), vec![with_contexts("harry", &[]), with_contexts("carry", &[])]);
    assert_eq!(texts_of(model.suggest("carry", &one)), ["harry"], "also from a lower tier");
}

#[test]
fn the_score_is_multiplied_in_the_order_of_the_design() {
    let mut item = with_contexts("Thing", &[("a", &["x"]), ("b", &["y"])]);
    (item.weight, item.aliases, item.season) = (0.1, vec![("Other".into(), 0.7)], [1.125; 12]);
    let contexts = ["a", "b"].map(|field| {
        (field.to_owned(), BTreeMap::from([("x".to_owned(), 1.3), ("y".to_owned(), 1.7)]))
    });
    let boosts =
        Boosts { contexts: contexts.into(), ids: BTreeMap::from([("thing".to_owned(), 0.3)]) };
    let model = Model::new(english(), vec![item]);
    let answer = model.suggest("oter", &Options { boosts, ..Options::default() }).remove(0);
    // With slips so few letters count no more whole than as a beginning.
    let quality = 10_000f64.powf(-0.5);
    assert_eq!(answer.score, ((((0.1 * 0.7) * 1.125) * (1.3 * 1.7)) * 0.3) * quality);
}

#[test]
fn a_record_is_found_by_its_id_byte_for_byte() {
    let mut thing = with_contexts("Thing", &[]);
    thing.payload = Some("{\"a\":1}".into());
    let model = Model::new(english(), vec![entry("No id", 1.0), thing]);
    assert_eq!(model.get("thing").and_then(|entry| entry.payload.as_deref()), Some("{\"a\":1}"));
    assert_eq!((model.get("Thing"), model.get("")), (None, None));
    assert_eq!(found(&model, "thing"), ["Thing"]);
}
