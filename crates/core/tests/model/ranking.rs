//! Season, boosts, filters and the score: section 5 of docs/design.md.

use super::forms::Form;
use super::{ModelEntry, Options, Restriction};

/// A day: year, month 1 to 12, day of the month.
pub type Day = (i64, i64, i64);

/// Rounds a multiplier to the nearest number that an index stores, of two as near to the greater:
/// 0, and from 2^−25 to 128 those with eleven binary digits after the first, but for 2^−25 itself.
pub fn stored_multiplier(multiplier: f64) -> f64 {
    let power = (-25..7).rev().find(|&power| multiplier >= 2f64.powi(power)).unwrap_or(-25);
    let least = 2f64.powi(-25) + 2f64.powi(-36);
    let step = 2f64.powi(power - 11);
    let below = (multiplier / step).floor() * step;
    let candidates = [0.0, least, below, below + step];
    let stored = candidates.into_iter().filter(|&number| number == 0.0 || number >= least);
    let distance = |number: f64| (number - multiplier).abs();
    stored
        .max_by(|a, b| distance(*b).total_cmp(&distance(*a)).then(a.total_cmp(b)))
        .expect("there is a candidate")
}

/// Returns the multiplier of the season on a day: linear between the 15ths, by whole UTC days,
/// `from + (to − from) · (days / span)`.
pub fn season(months: &[f64; 12], at: Day) -> f64 {
    let (year, month, day) = at;
    let months_since_0 = year * 12 + (month - 1) - i64::from(day < 15);
    let fifteenth = |month: i64| day_number((month.div_euclid(12), month.rem_euclid(12) + 1, 15));
    let month = |month: i64| usize::try_from(month.rem_euclid(12)).expect("a month from 0");
    let value = |at: i64| stored_multiplier(months[month(at)]);
    let (from, to) = (value(months_since_0), value(months_since_0 + 1));
    let days = day_number(at) - fifteenth(months_since_0);
    let span = fifteenth(months_since_0 + 1) - fifteenth(months_since_0);
    from + (to - from) * (days as f64 / span as f64)
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

/// Whether the filters let `entry` pass: AND between fields, OR inside one. A field without values
/// lets nothing pass. Excluded ids and values never do. What is asked for and what may be seen are
/// two, and both must let it pass.
pub fn passes(entry: &ModelEntry, options: &Options) -> bool {
    let asked = Restriction {
        filter: options.filter.clone(),
        exclude: options.exclude.clone(),
        without: options.without.clone(),
    };
    passes_one(entry, &asked) && passes_one(entry, &options.restrict)
}

fn passes_one(entry: &ModelEntry, one: &Restriction) -> bool {
    let has = |field: &String, value: &String| {
        entry.contexts.get(field).is_some_and(|values| values.contains(value))
    };
    one.filter.iter().all(|(field, allowed)| allowed.iter().any(|value| has(field, value)))
        && !one.without.iter().any(|(field, values)| values.iter().any(|value| has(field, value)))
        && !entry.id.as_ref().is_some_and(|id| one.exclude.contains(id))
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

/// The largest boost given for a value of the entry inside a field (1 if none is given), the
/// product over fields by name.
fn context_boost(entry: &ModelEntry, options: &Options) -> f64 {
    let largest = |(field, boosts): (&String, &std::collections::BTreeMap<String, f64>)| {
        let values = entry.contexts.get(field).into_iter().flatten();
        values.filter_map(|value| boosts.get(value)).copied().max_by(f64::total_cmp).unwrap_or(1.0)
    };
    options.boosts.contexts.iter().map(largest).product()
}
