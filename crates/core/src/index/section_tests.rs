//! What the sections say of contexts, seasons and ids, against the records they were built of.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::json;

use crate::format::season_rows::{self, MONTHS};
use crate::{BuildOptions, Index, IndexBuilder};

#[derive(Debug, Clone)]
struct Item {
    text: String,
    weight: u32,
    aliases: Vec<(String, f64)>,
    has_id: bool,
    contexts: BTreeMap<String, BTreeSet<String>>,
    season: Option<[f64; MONTHS]>,
}

fn item() -> impl Strategy<Value = Item> {
    let word = "[ab]{1,3}";
    let value = prop::sample::select(vec!["x", "xy", "y", "5", "ж"]).prop_map(str::to_owned);
    let values = prop::collection::btree_set(value, 1..3);
    let field = prop::sample::select(vec!["city", "cit", "tenant"]).prop_map(str::to_owned);
    let multiplier = prop::sample::select(vec![0.0, 0.3, 1.0, 2.5, 100.0]);
    let season = prop_oneof![
        2 => Just(None),
        1 => Just(Some([1.0; MONTHS])),
        2 => prop::array::uniform12(multiplier).prop_map(Some),
    ];
    let aliases = prop::collection::vec((word, prop::sample::select(vec![0.0, 0.5, 1.0])), 0..3);
    let contexts = prop::collection::btree_map(field, values, 0..3);
    (word, 0u32..4, aliases, any::<bool>(), contexts, season).prop_map(
        |(text, weight, aliases, has_id, contexts, season)| Item {
            text,
            weight,
            aliases,
            has_id,
            contexts,
            season,
        },
    )
}

/// Up to `most` items, of which all have what they may, or none has.
fn items(most: usize) -> impl Strategy<Value = Vec<Item>> {
    let items = prop::collection::vec(item(), 0..most);
    (items, any::<[bool; 4]>()).prop_map(|(mut items, [aliases, ids, contexts, seasons])| {
        for item in &mut items {
            item.aliases.retain(|_| aliases);
            item.has_id &= ids;
            item.contexts.retain(|_, _| contexts);
            item.season = item.season.filter(|_| seasons);
        }
        items
    })
}

fn build(items: &[Item]) -> (tempfile::TempDir, Index) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index");
    let options = BuildOptions { threads: Some(1), ..BuildOptions::default() };
    let mut builder = IndexBuilder::new(&path, options).unwrap();
    let mut lines = String::new();
    for (number, item) in items.iter().enumerate() {
        let aliases: Vec<_> = item
            .aliases
            .iter()
            .map(|(text, factor)| json!({ "text": text, "factor": factor }))
            .collect();
        let line = json!({
            "text": item.text, "weight": item.weight, "aliases": aliases, "contexts": item.contexts,
            "season": item.season, "id": item.has_id.then(|| format!("id {number}")), "payload": number,
        });
        lines += &format!("{line}\n");
    }
    builder.add_ndjson("items", lines.into_bytes()).unwrap();
    builder.finish().unwrap();
    let index = Index::open(&path).unwrap();
    (folder, index)
}

/// Returns the number of the item of each ordinal, which the payload tells.
fn numbers(index: &Index, count: usize) -> Vec<usize> {
    let payloads = index.view().payloads().unwrap();
    let number = |ordinal| payloads.unwrap().get(ordinal).unwrap().parse().unwrap();
    (0..count as u32).map(number).collect()
}

/// Returns the ordinals of the items with each value of a field.
fn ordinals_by_value<'a>(
    items: &'a [Item],
    numbers: &[usize],
) -> BTreeMap<(&'a str, &'a str), BTreeSet<u32>> {
    let mut ordinals: BTreeMap<(&str, &str), BTreeSet<u32>> = BTreeMap::new();
    for (ordinal, &number) in (0..).zip(numbers) {
        for (field, values) in &items[number].contexts {
            for value in values {
                ordinals.entry((field, value)).or_default().insert(ordinal);
            }
        }
    }
    ordinals
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_value_has_the_forms_of_its_entries_by_slot(items in items(40)) {
        let (_folder, index) = build(&items);
        let view = index.view();
        let numbers = numbers(&index, items.len());
        let (forms, slots) = (view.forms().unwrap(), view.slots().unwrap());
        let expected = ordinals_by_value(&items, &numbers);
        let Some(contexts) = view.contexts().unwrap() else {
            prop_assert!(expected.is_empty());
            return Ok(());
        };
        let fields: BTreeSet<&str> = expected.keys().map(|(field, _)| *field).collect();
        prop_assert!(contexts.fields().unwrap().iter().eq(&fields));
        for field in fields {
            let place = contexts.field(field).unwrap().unwrap();
            let values = expected.keys().filter(|(other, _)| *other == field).count();
            prop_assert_eq!(contexts.values_of_field(place).len(), values);
            prop_assert_eq!(contexts.value(place, "z").unwrap(), None);
            prop_assert_eq!(contexts.value(place, "").unwrap(), None);
        }
        for (number, ((field, value), ordinals)) in (0..).zip(&expected) {
            let place = contexts.field(field).unwrap().unwrap();
            prop_assert_eq!(contexts.value(place, value).unwrap(), Some(number));
            prop_assert!(contexts.values_of_field(place).contains(&number));
            let name = ((*field).to_owned(), (*value).to_owned());
            prop_assert_eq!(contexts.name(number).unwrap(), name);
            let list: Vec<u32> = contexts
                .list(number)
                .unwrap()
                .map(|place| contexts.ranks().get(place).unwrap())
                .collect();
            let of_entries: Vec<u32> = (0..slots.len())
                .map(|slot| slots.get(slot).unwrap())
                .filter(|&rank| ordinals.contains(&forms.get(rank).unwrap().ordinal))
                .collect();
            prop_assert_eq!(list, of_entries);
        }
        let mut values = Vec::new();
        for (ordinal, &number) in (0..).zip(&numbers) {
            contexts.values_of(ordinal, &mut values).unwrap();
            let mine: Vec<u32> = (0..)
                .zip(&expected)
                .filter(|(_, (_, ordinals))| ordinals.contains(&ordinal))
                .map(|(value, _)| value)
                .collect();
            prop_assert_eq!(&values, &mine);
            for value in 0..expected.len() as u32 {
                prop_assert_eq!(contexts.has_any(ordinal, &[value]).unwrap(), mine.contains(&value));
            }
            prop_assert_eq!(contexts.has_any(ordinal, &mine).unwrap(), !mine.is_empty());
            prop_assert_eq!(mine.is_empty(), items[number].contexts.is_empty());
        }
        for unknown in ["", "town", "cit\0x", "city\0", "c"] {
            prop_assert_eq!(contexts.field(unknown).unwrap(), None);
        }
        let count = contexts.ranks().len();
        contexts.minima().view().verify(count, |place| contexts.ranks().find(place)).unwrap();
    }

    #[test]
    fn every_entry_has_its_season_and_every_maximum_bounds_its_forms(items in items(120)) {
        let (_folder, index) = build(&items);
        let view = index.view();
        let numbers = numbers(&index, items.len());
        let rounded = |number: usize| {
            let season = items[number].season.unwrap_or([1.0; MONTHS]);
            season_rows::decode(&season_rows::encode(&season))
        };
        let Some(seasons) = view.seasons().unwrap() else {
            prop_assert!(numbers.iter().all(|&number| rounded(number) == [1.0; MONTHS]));
            return Ok(());
        };
        let mut highest = 0;
        for (ordinal, &number) in (0..).zip(&numbers) {
            let months = rounded(number);
            let row = seasons.row(ordinal).unwrap();
            prop_assert!(row <= highest + 1, "rows are numbered as they come");
            highest = highest.max(row);
            prop_assert_eq!(row == 0, months == [1.0; MONTHS]);
            prop_assert_eq!(seasons.months(row).unwrap(), months);
            for (from, to, fraction) in [(0, 1, 0.0), (11, 0, 14.0 / 31.0), (3, 4, 1.0)] {
                let factor = months[from] + (months[to] - months[from]) * fraction;
                prop_assert_eq!(seasons.factor(ordinal, from, to, fraction).unwrap(), factor);
            }
        }
        let (forms, slots) = (view.forms().unwrap(), view.slots().unwrap());
        let weight = |rank: u32, month: usize| {
            let form = forms.get(rank).unwrap();
            form.base * seasons.months(seasons.row(form.ordinal).unwrap()).unwrap()[month]
        };
        for month in 0..MONTHS {
            for rank in 0..view.slot_count() {
                let block = seasons.ranks().view().block(rank, month).unwrap();
                prop_assert!(weight(rank, month) <= block);
                prop_assert!(block <= seasons.ranks().view().rest(rank, month).unwrap());
            }
            for slot in 0..slots.len() {
                let mut below = weight(slots.get(slot).unwrap(), month);
                for level in 1..=seasons.slots().view().levels() {
                    let node = slot / 16usize.pow(level as u32);
                    let bound = seasons.slots().view().get(level, month, node).unwrap();
                    prop_assert!(below <= bound);
                    below = bound;
                }
            }
        }
    }

    #[test]
    fn ids_lead_to_entries_their_forms_ranks_and_slots(items in items(40)) {
        let (_folder, index) = build(&items);
        let view = index.view();
        let numbers = numbers(&index, items.len());
        for (ordinal, &number) in (0..).zip(&numbers) {
            let found = view.ordinal_of(&format!("id {number}")).unwrap();
            prop_assert_eq!(found, items[number].has_id.then_some(ordinal));
        }
        prop_assert_eq!(view.ordinal_of("").unwrap(), None);
        // Many at once are each found as alone, whether entries have them or not.
        let ids: Vec<String> = (0..2 * items.len()).map(|number| format!("id {number}")).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).chain(["", "id 0"]).collect();
        let alone: Vec<Option<u32>> = ids.iter().map(|id| view.ordinal_of(id).unwrap()).collect();
        prop_assert_eq!(view.ordinals_of(&ids).unwrap(), alone);
        let (forms, slots) = (view.forms().unwrap(), view.slots().unwrap());
        for ordinal in 0..view.entries() {
            let aliases: Vec<u32> = (view.entries()..view.slot_count())
                .filter(|&form| forms.of_number(form).unwrap().ordinal == ordinal)
                .collect();
            prop_assert_eq!(view.aliases_of(ordinal).unwrap().collect::<Vec<_>>(), aliases);
        }
        let needed = items.iter().any(|item| item.has_id || !item.contexts.is_empty());
        let Some(rank_slots) = view.optional_rank_slots().unwrap() else {
            prop_assert!(!needed);
            return Ok(());
        };
        prop_assert!(needed);
        for rank in 0..view.slot_count() {
            let slot = rank_slots.get(rank as usize).unwrap();
            prop_assert_eq!(slots.find(slot as usize), Some(rank));
            prop_assert_eq!(view.rank_of_form(forms.get(rank).unwrap().number).unwrap(), rank);
        }
    }
}
