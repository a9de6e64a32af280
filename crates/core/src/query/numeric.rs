//! The kinds of options of a query that are one number, or stand for one.
//!
//! Such options cross into the core as numbers, which costs a query the least. A kind says which
//! numbers an option takes, and words what is expected.

use super::score::day::Day;

/// What an option of a query may be that is one number, or stands for one.
///
/// ```
/// use mapahead::NumericKind;
///
/// let limit = NumericKind::Whole { least: 1, most: 1000, less: None };
/// assert_eq!(limit.expected(), "a whole number from 1 to 1000");
/// ```
///
/// ```
/// use mapahead::NumericKind;
///
/// let kind = NumericKind::Whole { least: 1, most: 1000, less: None };
/// assert_eq!(kind.expected(), "a whole number from 1 to 1000");
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum NumericKind {
    /// A whole number from `least` to `most`, or `most` less another option.
    Whole {
        /// The least.
        least: u64,
        /// The most.
        most: u64,
        /// The option that lowers the most.
        less: Option<&'static str>,
    },
    /// A number from `least` to `most`.
    Number {
        /// The least.
        least: f64,
        /// The most.
        most: f64,
    },
    /// One of these words. The number is its place.
    Choice(&'static [&'static str]),
    /// True or false. The number is 1 or 0.
    Truth,
    /// A day of the years 1 to 9999. The number is that of the days since 1970-01-01.
    Day,
}

impl NumericKind {
    /// Returns what is accepted, as what follows "must be".
    #[must_use]
    pub fn expected(self) -> String {
        match self {
            NumericKind::Whole { least, most, less: None } => {
                format!("a whole number from {least} to {most}")
            }
            NumericKind::Whole { least, most, less: Some(other) } => {
                format!("a whole number from {least} to {most} less the {other}")
            }
            NumericKind::Number { least, most } => format!("a number from {least} to {most}"),
            NumericKind::Choice(words) => words.join(" or "),
            NumericKind::Truth => "true or false".to_owned(),
            NumericKind::Day => "a day of the years 1 to 9999".to_owned(),
        }
    }

    /// Returns whether `number` is one that is accepted.
    pub(super) fn accepts(self, number: f64) -> bool {
        let is_whole = number.fract() == 0.0;
        match self {
            NumericKind::Whole { least, most, .. } => {
                is_whole && (least as f64..=most as f64).contains(&number)
            }
            NumericKind::Number { least, most } => (least..=most).contains(&number),
            NumericKind::Choice(words) => is_whole && (0.0..words.len() as f64).contains(&number),
            NumericKind::Truth => number == 0.0 || number == 1.0,
            // What an `i32` cannot hold becomes its end, which is no day either.
            NumericKind::Day => is_whole && Day::from_epoch(number as i32).is_some(),
        }
    }
}

/// Writes a number about as JavaScript does.
pub(super) fn shown(number: f64) -> String {
    match number {
        f64::INFINITY => "Infinity".to_owned(),
        f64::NEG_INFINITY => "-Infinity".to_owned(),
        _ if number.abs() >= 1e21 => format!("{number:e}"),
        _ => number.to_string(),
    }
}
