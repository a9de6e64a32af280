//! Season, boosts, filters and the score: section 5 of docs/design.md.

use super::forms::Form;
use super::{ModelEntry, Options};

/// A day: year, month 1 to 12, day of the month.
pub type Day = (i64, i64, i64);

/// Returns the multiplier of the season on a day: linear between the 15ths, by whole UTC days,
/// `from + (to − from) · (days / span)`.
pub fn season(months: &[f64; 12], at: Day) -> f64 {
    let (year, month, day) = at;
    let months_since_0 = year * 12 + (month - 1) - i64::from(day < 15);
    let fifteenth = |month: i64| day_number((month.div_euclid(12), month.rem_euclid(12) + 1, 15));
    let month = |month: i64| usize::try_from(month.rem_euclid(12)).expect("a month from 0");
    let value = |at: i64| stored(months[month(at)]);
    let (from, to) = (value(months_since_0), value(months_since_0 + 1));
    let days = day_number(at) - fifteenth(months_since_0);
    let span = fifteenth(months_since_0 + 1) - fifteenth(months_since_0);
    from + (to - from) * (days as f64 / span as f64)
}

/// Returns a multiplier as it is stored: with twelve significant binary digits, of two that are as near the greater. The
/// least above 0 is the first behind 2^−25; what is nearer to 0 than to that becomes 0.
fn stored(multiplier: f64) -> f64 {
    let least = 0.5f64.powi(25) + 0.5f64.powi(36);
    if multiplier < least {
        return if multiplier < least / 2.0 { 0.0 } else { least };
    }
    let exponent =
        (-25..=7).rfind(|&power| 2.0f64.powi(power) <= multiplier).expect("from 2^−25 on");
    let step = 2.0f64.powi(exponent - 11);
    (multiplier / step + 0.5).floor() * step
}

/// Numbers the days of the Gregorian calendar.
fn day_number((year, month, day): Day) -> i64 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let february = if leap { 29 } else { 28 };
    let lengths = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let past = year - 1;
    let leap_days = past.div_euclid(4) - past.div_euclid(100) + past.div_euclid(400);
    let before_month: i64 = lengths.iter().zip(1..month).map(|(length, _)| length).sum();
    year * 365 + leap_days + before_month + day
}

/// Whether the filters let `entry` pass: AND between fields, OR inside one. A field without values lets
/// nothing pass. Excluded ids and values never do.
pub fn passes(entry: &ModelEntry, options: &Options) -> bool {
    let has = |field: &String, value: &String| {
        entry.contexts.get(field).is_some_and(|values| values.contains(value))
    };
    options.filter.iter().all(|(field, allowed)| allowed.iter().any(|value| has(field, value)))
        && !options
            .without
            .iter()
            .any(|(field, values)| values.iter().any(|value| has(field, value)))
        && !entry.id.as_ref().is_some_and(|id| options.exclude.contains(id))
}

/// Returns the score, in the order that section 5 fixes.
pub fn score(entry: &ModelEntry, form: &Form, quality: f64, options: &Options) -> f64 {
    let boost = entry.id.as_ref().and_then(|id| options.boosts.ids.get(id)).unwrap_or(&1.0);
    let factors = (((entry.weight * form.factor) * season(&entry.season, options.at))
        * context_boost(entry, options))
        * boost;
    // Nothing times what is past all numbers is nothing.
    factors.max(0.0) * quality
}

/// The largest boost given for a value of the entry inside a field (1 if none is given), the product
/// over fields by name.
fn context_boost(entry: &ModelEntry, options: &Options) -> f64 {
    let largest = |(field, boosts): (&String, &std::collections::BTreeMap<String, f64>)| {
        let values = entry.contexts.get(field).into_iter().flatten();
        values.filter_map(|value| boosts.get(value)).copied().max_by(f64::total_cmp).unwrap_or(1.0)
    };
    options.boosts.contexts.iter().map(largest).product()
}
