//! What a build says of the names that were taken and of those that were not.

use super::likeness::{is_slip, is_usual, may_weigh};
use super::matching::fit;
use super::tally::Tally;
use crate::build::options::Columns;
use crate::build::report::{Ignored, IgnoredField, TakenColumn, Unweighted};

/// The most names of numbers that are told where records have no weight.
const MOST_NUMBERS: usize = 5;

/// Returns each field with the names that are looked for in its place, in the order in which
/// reports list them. Contexts with columns of their own are fields of their own:
/// `contexts.country`.
pub(in crate::build) fn wanted_names(columns: &Columns) -> Vec<(String, String)> {
    let mut wanted = Vec::new();
    let mut want = |field: &str, names: &[String]| {
        let default = [field.to_owned()];
        let names = if names.is_empty() { &default } else { names };
        wanted.extend(names.iter().map(|name| (field.to_owned(), name.clone())));
    };
    want("text", columns.text.as_slice());
    want("id", columns.id.as_slice());
    want("weight", columns.weight.as_slice());
    want("aliases", columns.aliases.as_deref().unwrap_or_default());
    if columns.contexts.is_empty() {
        want("contexts", &[]);
    }
    for (field, name) in &columns.contexts {
        want(&format!("contexts.{field}"), std::slice::from_ref(name));
    }
    want("season", columns.season.as_deref().unwrap_or_default());
    want("payload", columns.payload.as_deref().unwrap_or_default());
    wanted
}

/// Returns `taken` by the order of the fields.
pub(in crate::build) fn in_order(taken: &[TakenColumn], columns: &Columns) -> Vec<TakenColumn> {
    let wanted = wanted_names(columns);
    let mut taken = taken.to_vec();
    // Stable: the columns of one field stay in the order in which they were found.
    taken.sort_by_key(|taken| wanted.iter().position(|(field, _)| *field == taken.field));
    taken
}

/// Says what `tally` counted of records whose fields came from `taken`.
pub(in crate::build) fn ignored(
    tally: &Tally,
    taken: &[TakenColumn],
    columns: &Columns,
) -> Ignored {
    let wanted = wanted_names(columns);
    let mut unused: Vec<_> = tally.unused().iter().filter(|unused| unused.records > 0).collect();
    // Those that most records have first; of equals, the one that came first.
    unused.sort_by_key(|unused| std::cmp::Reverse(unused.records));
    let fields = unused.iter().map(|unused| IgnoredField {
        name: unused.name.clone(),
        records: unused.records,
        like: like(&unused.name, &wanted, taken),
    });
    let fields = fields.collect();
    let numbers = unused.iter().filter(|unused| unused.has_weights());
    let numbers = numbers.map(|unused| &unused.name).filter(|name| may_weigh(name));
    let beside: Vec<String> = numbers.take(MOST_NUMBERS).cloned().collect();
    let records = tally.unweighted();
    // One record of many without a weight is popular by none, which is meant.
    let is_weighted = taken.iter().any(|taken| taken.field == "weight");
    let is_told = records > 0 && !beside.is_empty() && !is_weighted;
    let unweighted = is_told.then_some(Unweighted { records, beside });
    Ignored { fields, others: tally.others(), unweighted }
}

/// Returns the wanted name that `name` looks like, if there is one.
fn like(name: &str, wanted: &[(String, String)], taken: &[TakenColumn]) -> Option<String> {
    // A name that is looked for by another spelling is not a slip of one.
    if wanted.iter().any(|(_, wanted)| fit(name, wanted).is_some()) {
        return None;
    }
    let slip = wanted.iter().find(|(_, wanted)| is_slip(name, wanted));
    // A usual word means a field only where no other name has filled it.
    let is_free = |field: &str| taken.iter().all(|taken| taken.field != field);
    let usual = || wanted.iter().find(|(field, _)| is_usual(name, field) && is_free(field));
    slip.or_else(usual).map(|(_, wanted)| wanted.clone())
}

#[cfg(test)]
mod tests {
    use super::super::tally::Figure;
    use super::*;

    fn tally(records: &[(&[(&str, bool)], bool)]) -> Tally {
        let mut tally = Tally::default();
        for (members, has_weight) in records {
            tally.begin();
            for (name, is_number) in *members {
                let slot = tally.slot(name);
                tally.count(slot, if *is_number { Figure::Number } else { Figure::None });
            }
            tally.end(*has_weight);
        }
        tally
    }

    fn taken(fields: &[&str]) -> Vec<TakenColumn> {
        let column =
            |field: &&str| TakenColumn { field: (*field).to_owned(), column: (*field).to_owned() };
        fields.iter().map(column).collect()
    }

    fn likes(names: &[&str], fields: &[&str], columns: &Columns) -> Vec<Option<String>> {
        let members: Vec<(&str, bool)> = names.iter().map(|name| (*name, false)).collect();
        let ignored = ignored(&tally(&[(&members, true)]), &taken(fields), columns);
        ignored.fields.into_iter().map(|field| field.like).collect()
    }

    #[test]
    fn a_name_looks_like_a_field_or_like_a_column_of_an_option() {
        let named = Columns { weight: Some("population".into()), ..Columns::default() };
        let told = likes(&["populaton", "weigth", "alias", "tags", "city"], &["text"], &named);
        let expected = [Some("population"), None, Some("aliases"), Some("aliases"), None];
        assert_eq!(told, expected.map(|like| like.map(str::to_owned)));
    }

    #[test]
    fn a_usual_word_is_not_told_where_the_field_is_filled() {
        let columns = Columns::default();
        let told = likes(&["views", "weigth", "Weight"], &["text", "weight"], &columns);
        assert_eq!(told, [None, Some("weight".to_owned()), None]);
    }

    #[test]
    fn records_without_a_weight_are_told_beside_numbers() {
        let columns = Columns::default();
        let members: &[(&str, bool)] = &[("pop", true), ("lat", true), ("code", false)];
        let some = tally(&[(members, false), (members, false), (&members[1..], false)]);
        let told = ignored(&some, &taken(&["text"]), &columns).unweighted.unwrap();
        assert_eq!((told.records, told.beside), (3, vec!["pop".to_owned()]));
        // Somebody gave weights, and left out some.
        assert_eq!(ignored(&some, &taken(&["text", "weight"]), &columns).unweighted, None);
        // Coordinates alone are no weights.
        let places = tally(&[(&members[1..], false)]);
        assert_eq!(ignored(&places, &taken(&["text"]), &columns).unweighted, None);
    }
}
