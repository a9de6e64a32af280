//! The season of a record: twelve multipliers, or the name of a profile of the settings.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::json_values::{arrived, not_json, number, string};
use super::rules::{FieldError, shown};
use crate::format::season_rows::MONTHS;
use crate::settings::MAX_MULTIPLIER;

const FIELD: &str = "season";

/// The season of a record.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::build) enum Season<'a> {
    /// The multipliers of January to December: 0 to 100, never −0.
    Months([f64; MONTHS]),
    /// The name of a profile.
    Profile(Cow<'a, str>),
}

/// Where the season of a record is: in columns or members by their number.
#[derive(Debug)]
pub(super) enum SeasonPlaces {
    One(usize),
    Months([usize; MONTHS]),
}

impl SeasonPlaces {
    /// Returns whether column or member `at` holds all or some of the season.
    pub(super) fn contains(&self, at: usize) -> bool {
        match self {
            SeasonPlaces::One(place) => *place == at,
            SeasonPlaces::Months(places) => places.contains(&at),
        }
    }
}

/// Parses a multiplier: from 0 to 100; −0 becomes 0.
fn parse_multiplier(number: &str) -> Result<f64, FieldError> {
    match number.parse::<f64>() {
        // Adding 0 turns −0 into 0, so that equal seasons are equal in bits.
        Ok(multiplier) if (0.0..=MAX_MULTIPLIER).contains(&multiplier) => Ok(multiplier + 0.0),
        _ => Err(FieldError::new(FIELD, not_a_multiplier(&shown(number)))),
    }
}

fn not_a_multiplier(got: &str) -> String {
    format!("must have numbers from 0 to {MAX_MULTIPLIER}, got {got}")
}

/// Parses an array of twelve numbers, or a name.
pub(super) fn parse_json(json: &str) -> Result<Season<'_>, FieldError> {
    if json.starts_with('"') {
        return string(FIELD, json).map(Season::Profile);
    }
    // Neither a name nor numbers: say both that would be right.
    if !json.starts_with('[') {
        let reason = format!("must be 12 numbers or the name of a profile, got {}", arrived(json));
        return Err(FieldError::new(FIELD, reason));
    }
    // As text, so that a message shows the one that is wrong as it was written.
    let items: Vec<&RawValue> =
        serde_json::from_str(json).map_err(|error| FieldError::new(FIELD, not_json(&error)))?;
    let Ok(items): Result<[_; MONTHS], _> = items.as_slice().try_into() else {
        let reason = format!("must have 12 numbers, January to December, got {}", items.len());
        return Err(FieldError::new(FIELD, reason));
    };
    let mut months = [0.0; MONTHS];
    for (month, item) in months.iter_mut().zip(items) {
        *month = parse_json_multiplier(item.get())?;
    }
    Ok(Season::Months(months))
}

fn parse_json_multiplier(json: &str) -> Result<f64, FieldError> {
    match number(FIELD, json)? {
        Some(number) => parse_multiplier(&number),
        None => Err(FieldError::new(FIELD, not_a_multiplier(&arrived(json)))),
    }
}

/// Parses the multipliers of twelve members; `None` if all are absent.
pub(super) fn parse_members(
    members: [Option<&str>; MONTHS],
    name_of: impl Fn(usize) -> String,
) -> Result<Option<Season<'static>>, FieldError> {
    parse_months(members, parse_json_multiplier, name_of)
}

/// Parses the multipliers of twelve cells; `None` if all are empty.
pub(super) fn parse_cells(
    cells: [Option<&str>; MONTHS],
    name_of: impl Fn(usize) -> String,
) -> Result<Option<Season<'static>>, FieldError> {
    parse_months(cells, |cell| parse_multiplier(cell.trim()), name_of)
}

fn parse_months(
    given: [Option<&str>; MONTHS],
    parse: impl Fn(&str) -> Result<f64, FieldError>,
    name_of: impl Fn(usize) -> String,
) -> Result<Option<Season<'static>>, FieldError> {
    // A record without a season leaves all twelve empty.
    if given.iter().all(Option::is_none) {
        return Ok(None);
    }
    let mut months = [0.0; MONTHS];
    for (month, (multiplier, given)) in months.iter_mut().zip(given).enumerate() {
        // A gap is more likely a slip than a month in which nothing is wanted.
        let Some(given) = given else {
            let reason =
                format!("must have 12 numbers or none; column {} is empty", name_of(month));
            return Err(FieldError::new(FIELD, reason));
        };
        *multiplier = parse(given)?;
    }
    Ok(Some(Season::Months(months)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(json: &str) -> String {
        match parse_json(json) {
            Ok(Season::Profile(name)) => name.into_owned(),
            Ok(Season::Months(months)) => format!("{months:?}"),
            Err(FieldError { field, reason, .. }) => format!("{field}: {reason}"),
        }
    }

    #[test]
    fn a_season_is_twelve_numbers_or_a_name() {
        assert_eq!(
            parsed("[0,1,2.5,100, 1e1,-0,1,1,1,1,1,1]"),
            "[0.0, 1.0, 2.5, 100.0, 10.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]"
        );
        assert_eq!(parsed(r#""au\u0074umn""#), "autumn");
        let strings = r#"["2"," 2 ",2,2,2,2,2,2,2,2,2,"2.0"]"#;
        assert_eq!(parsed(strings), format!("{:?}", [2.0; MONTHS]));
        for (json, expected) in [
            ("5", r#"season: must be 12 numbers or the name of a profile, got a number, 5"#),
            ("{}", r#"season: must be 12 numbers or the name of a profile, got an object, {}"#),
            ("[]", "season: must have 12 numbers, January to December, got 0"),
            (
                "[1,1,1,1,1,1,1,1,1,1,1]",
                "season: must have 12 numbers, January to December, got 11",
            ),
            ("[1,1,1,1,1,1,1,1,1,1,1,-1]", r#"season: must have numbers from 0 to 100, got "-1""#),
            (
                "[100.1,1,1,1,1,1,1,1,1,1,1,1]",
                r#"season: must have numbers from 0 to 100, got "100.1""#,
            ),
            (
                r#"["x",1,1,1,1,1,1,1,1,1,1,1]"#,
                r#"season: must have numbers from 0 to 100, got "x""#,
            ),
            (
                "[null,1,1,1,1,1,1,1,1,1,1,1]",
                r#"season: must have numbers from 0 to 100, got null"#,
            ),
        ] {
            assert_eq!(parsed(json), expected, "{json}");
        }
    }

    #[test]
    fn twelve_cells_are_all_filled_or_all_empty() {
        let name_of = |month: usize| format!("\"m{month}\"");
        let parsed = |cells| parse_cells(cells, name_of).map_err(|error| error.reason);
        assert_eq!(parsed([None; MONTHS]), Ok(None));
        assert_eq!(parsed([Some(" 2 "); MONTHS]), Ok(Some(Season::Months([2.0; MONTHS]))));
        let mut cells = [Some("1"); MONTHS];
        cells[3] = None;
        assert_eq!(
            parsed(cells).unwrap_err(),
            "must have 12 numbers or none; column \"m3\" is empty"
        );
        for bad in ["nan", "-0.1", "inf", "x", ""] {
            cells[3] = Some(bad);
            assert!(parsed(cells).unwrap_err().starts_with("must have numbers from 0 to 100"));
        }
    }
}
