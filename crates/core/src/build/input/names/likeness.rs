//! Names that look like one that is looked for: slips of the keyboard, and usual words for a field.

use super::matching::fit;

/// What else people call a field, folded to letters and digits in lower case.
///
/// No name of a text is here, since a record without a text is an error already. Names that are as
/// often something else (`rank`, where 1 is the best, `code`, `type`) are left out: a hint that is
/// wrong every other time is not read.
const USUAL_WORDS: [(&str, &[&str]); 5] = [
    ("id", &["identifier", "key", "uid", "uuid", "guid"]),
    (
        "weight",
        &[
            "boost",
            "count",
            "frequency",
            "freq",
            "hits",
            "importance",
            "popularity",
            "pop",
            "population",
            "priority",
            "sales",
            "score",
            "views",
            "votes",
        ],
    ),
    (
        "aliases",
        &[
            "aka",
            "alternatename",
            "alternatenames",
            "alternatives",
            "altname",
            "altnames",
            "keywords",
            "othernames",
            "synonyms",
            "tags",
        ],
    ),
    ("contexts", &["categories", "category", "facets", "filters", "scope", "scopes", "tenant"]),
    ("payload", &["data", "extra", "meta", "metadata"]),
];

/// Words that are a slip away from a field, and mean something of their own.
const OTHER_WORDS: [&str; 4] = ["content", "contents", "contest", "test"];

/// The shortest name of which two letters may be wrong. In a shorter one too little is left.
const MIN_TWO_SLIPS: usize = 7;
/// The shortest name of which a letter may be wrong.
const MIN_ONE_SLIP: usize = 4;

/// Returns whether `name` is `wanted` with a slip or two: of 4 letters on one, of 7 on two, and the
/// first is right, so that `height` is no weight. Of paths each part is, so that `names.en` is not
/// `names.de`. The digits are the same, so that `code3` is not `code2`.
pub(in crate::build::input) fn is_slip(name: &str, wanted: &str) -> bool {
    if name.split('.').count() != wanted.split('.').count() {
        return is_slip_of_part(name, wanted);
    }
    name.split('.').zip(wanted.split('.')).all(|(name, wanted)| is_slip_of_part(name, wanted))
}

fn is_slip_of_part(name: &str, wanted: &str) -> bool {
    let (name, wanted) = (folded(name), folded(wanted));
    if name == wanted {
        return true;
    }
    let edits = match wanted.chars().count() {
        0..MIN_ONE_SLIP => 0,
        MIN_ONE_SLIP..MIN_TWO_SLIPS => 1,
        _ => 2,
    };
    name.chars().next() == wanted.chars().next()
        && !OTHER_WORDS.contains(&name.as_str())
        && digits(&name).eq(digits(&wanted))
        && distance(&name, &wanted) <= edits
}

/// Returns whether `name` is a usual word for `field`.
pub(in crate::build::input) fn is_usual(name: &str, field: &str) -> bool {
    let name = folded(name);
    USUAL_WORDS.iter().any(|(usual, words)| *usual == field && words.contains(&name.as_str()))
}

/// Names of numbers that are never a popularity.
const OTHER_NUMBERS: [&str; 24] = [
    "altitude",
    "date",
    "day",
    "elevation",
    "group",
    "index",
    "lat",
    "latitude",
    "lng",
    "lon",
    "long",
    "longitude",
    "month",
    "order",
    "phone",
    "position",
    "postcode",
    "sort",
    "subgroup",
    "time",
    "type",
    "version",
    "year",
    "zip",
];

/// Returns whether a number of this name may be a weight: it is no place, no date, and no id.
pub(in crate::build::input) fn may_weigh(name: &str) -> bool {
    let folded = folded(name);
    // `userId` and `city_id`, but not `paid`.
    let is_id = folded == "id" || name.ends_with("Id") || name.ends_with("ID");
    !is_id
        && fit(name, "id").is_none()
        && !name.to_lowercase().ends_with("_id")
        && !OTHER_NUMBERS.contains(&folded.as_str())
}

fn digits(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(char::is_ascii_digit)
}

/// Returns the letters and digits of `name` in lower case: `alt_names` is `altnames`.
fn folded(name: &str) -> String {
    name.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Returns the least number of letters to add, drop, change or swap with the next, to make one of
/// the other. No pair of letters is edited after its swap.
fn distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (mut before, mut row): (Vec<usize>, Vec<usize>) = (Vec::new(), (0..=other.len()).collect());
    for (at, letter) in one.iter().enumerate() {
        let mut next = vec![at + 1];
        for (to, wanted) in other.iter().enumerate() {
            let kept = row[to] + usize::from(letter != wanted);
            let mut least = kept.min(row[to + 1] + 1).min(next[to] + 1);
            let is_swap = at > 0 && to > 0 && one[at - 1] == *wanted && other[to - 1] == *letter;
            if is_swap {
                least = least.min(before[to - 1] + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut row, next);
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_names_of_fields_are_seen() {
        for (name, wanted) in [
            ("weigth", "weight"),
            ("weights", "weight"),
            ("wieght", "weight"),
            ("alias", "aliases"),
            ("aliasses", "aliases"),
            ("Alaises", "aliases"),
            ("txt", "text"),
            ("texts", "text"),
            ("context", "contexts"),
            ("seasons", "season"),
            ("pay_load", "payload"),
            ("paylod", "payload"),
            ("populaton", "population"),
            ("name.comon", "name.common"),
        ] {
            assert!(is_slip(name, wanted), "{name}");
        }
    }

    #[test]
    fn other_words_are_no_slips() {
        for (name, wanted) in [
            ("height", "weight"),
            ("test", "text"),
            ("next", "text"),
            ("reason", "season"),
            ("content", "contexts"),
            ("is", "id"),
            ("di", "id"),
            ("population", "weight"),
            ("country", "contexts"),
            ("title", "text"),
            ("", "text"),
            ("cca3", "cca2"),
            ("translations.ces.common", "translations.rus.common"),
        ] {
            assert!(!is_slip(name, wanted), "{name}");
        }
    }

    #[test]
    fn usual_words_are_known_for_their_field_alone() {
        assert!(is_usual("popularity", "weight") && is_usual("Alternate_Names", "aliases"));
        assert!(is_usual("_id", "id") || is_usual("uuid", "id"));
        assert!(!is_usual("popularity", "id") && !is_usual("rank", "weight"));
    }

    #[test]
    fn places_dates_and_ids_are_no_weights() {
        for name in ["population", "scalerank", "paid", "Pop. 2020", "valid"] {
            assert!(may_weigh(name), "{name}");
        }
        for name in
            ["lat", "Longitude", "year", "id", "_id", "ID ", "userId", "city_id", "zip", "order"]
        {
            assert!(!may_weigh(name), "{name}");
        }
    }

    #[test]
    fn a_distance_counts_swaps_once() {
        for (one, other, expected) in [
            ("", "ab", 2),
            ("ab", "ba", 1),
            ("abc", "abc", 0),
            ("abcd", "acbd", 1),
            ("ca", "abc", 3),
        ] {
            assert_eq!(distance(one, other), expected, "{one} {other}");
            assert_eq!(distance(other, one), expected, "{other} {one}");
        }
    }
}
