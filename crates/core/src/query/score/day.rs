//! Days, for seasons: whole days of the Gregorian calendar, in UTC.

use std::time::{SystemTime, UNIX_EPOCH};

/// A day in UTC, as the number of days since 1970-01-01.
///
/// ```
/// use mapahead::{Day, SuggestOptions};
///
/// let christmas_eve = Day::from_calendar(2026, 12, 24).expect("there is such a day");
/// let options = SuggestOptions { at: Some(christmas_eve), ..Default::default() };
/// assert_eq!(options.at.map(Day::calendar), Some((2026, 12, 24)));
/// assert_eq!(Day::from_calendar(2026, 2, 30), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

/// The days of the years 1 to 9999.
const FIRST: i32 = -719_162;
const LAST: i32 = 2_932_896;
const SECONDS: u64 = 86_400;

/// Where a day lies between two neighboring 15ths.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct MonthPosition {
    /// The month of the 15th on or before the day: 0 is January.
    pub(crate) from: usize,
    /// The month after it.
    pub(crate) to: usize,
    /// How much of the way has passed: from 0 to below 1.
    pub(crate) fraction: f64,
}

impl Day {
    /// Returns the day that is `days` after 1970-01-01, or before it if that is negative. `None`
    /// outside the years 1 to 9999.
    #[must_use]
    pub fn from_epoch(days: i32) -> Option<Self> {
        (FIRST..=LAST).contains(&days).then_some(Day(days))
    }

    /// Returns a day of the Gregorian calendar, or `None` if there is no such day. The year is from
    /// 1 to 9999, and month and day count from 1.
    #[must_use]
    pub fn from_calendar(year: i32, month: u32, day: u32) -> Option<Self> {
        // The arithmetic below takes any number, so what is no date must not get there.
        if !(1..=9999).contains(&year) || !(1..=12).contains(&month) {
            return None;
        }
        let found = Day(number(year, month, i32::try_from(day).ok()?));
        // The 30th of February is some day in March: it is told by the way back.
        (found.calendar() == (year, month, day)).then_some(found)
    }

    /// Returns today, by the system's clock.
    #[must_use]
    pub fn today() -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        // A clock before 1970 is that day, and one past the year 9999 the last.
        let days = i32::try_from(since.as_secs() / SECONDS).unwrap_or(LAST);
        Day(days.min(LAST))
    }

    /// Returns the days since 1970-01-01.
    #[must_use]
    pub fn epoch(self) -> i32 {
        self.0
    }

    /// Returns the year, the month and the day of the month, these two from 1.
    ///
    /// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": years that begin in March.
    #[must_use]
    pub fn calendar(self) -> (i32, u32, u32) {
        let days = self.0 + 719_468;
        let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let of_years = of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096;
        let year_of_era = of_years / 365;
        let day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        // From March on, months of 31 and 30 days take turns, 153 days in five of them.
        let march_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * march_month + 2) / 5 + 1;
        let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
        let year = year_of_era + era * 400 + i32::from(month <= 2);
        (year, month as u32, day as u32)
    }

    /// Returns where the day lies between the 15th on or before it and the next.
    pub(crate) fn position(self) -> MonthPosition {
        let (year, month, day) = self.calendar();
        let before = |year: i32, month: u32| match month {
            1 => (year - 1, 12),
            _ => (year, month - 1),
        };
        // Values of a month stand for its 15th, so before that the line comes from the month
        // before.
        let (from_year, from) = if day < 15 { before(year, month) } else { (year, month) };
        let (to_year, to) = if from == 12 { (from_year + 1, 1) } else { (from_year, from + 1) };
        let (start, end) = (number(from_year, from, 15), number(to_year, to, 15));
        let fraction = f64::from(self.0 - start) / f64::from(end - start);
        MonthPosition { from: from as usize - 1, to: to as usize - 1, fraction }
    }
}

/// Returns the days from 1970-01-01 to a day of the Gregorian calendar, by the source named above.
fn number(year: i32, month: u32, day: i32) -> i32 {
    // February is the last month of such a year, so the leap day is its last day.
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let march_month = if month > 2 { month as i32 - 3 } else { month as i32 + 9 };
    let day_of_year = (153 * march_month + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_the_calendar_follows_the_one_before() {
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        let mut expected = FIRST;
        for year in 1..=9999 {
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            for (month, length) in (1..).zip(lengths) {
                let length = length + u32::from(leap && month == 2);
                for day in [1, 14, 15, length] {
                    let found = Day::from_calendar(year, month, day).unwrap();
                    assert_eq!(found.epoch(), expected + day as i32 - 1);
                    assert_eq!(found.calendar(), (year, month, day));
                }
                assert_eq!(Day::from_calendar(year, month, length + 1), None);
                expected += length as i32;
            }
        }
        assert_eq!(expected - 1, LAST);
        assert_eq!(Day::from_calendar(1970, 1, 1), Day::from_epoch(0));
        for (year, month, day) in
            [(0, 1, 1), (10_000, 1, 1), (2025, 0, 1), (2025, 13, 1), (2025, 1, 0)]
        {
            assert_eq!(Day::from_calendar(year, month, day), None);
        }
        assert_eq!((Day::from_epoch(FIRST - 1), Day::from_epoch(LAST + 1)), (None, None));
        assert!(Day::today() > Day::from_calendar(2025, 1, 1).unwrap());
    }

    #[test]
    fn a_day_lies_between_the_15ths_across_the_end_of_the_year_too() {
        let position = |year, month, day| {
            let position = Day::from_calendar(year, month, day).unwrap().position();
            (position.from, position.to, position.fraction)
        };
        assert_eq!(position(2025, 1, 15), (0, 1, 0.0));
        assert_eq!(position(2025, 2, 14), (0, 1, 30.0 / 31.0));
        assert_eq!(position(2025, 12, 31), (11, 0, 16.0 / 31.0));
        assert_eq!(position(2025, 1, 1), (11, 0, 17.0 / 31.0));
        assert_eq!(position(2024, 2, 29), (1, 2, 14.0 / 29.0));
        assert_eq!(position(1, 1, 1), (11, 0, 17.0 / 31.0));
        assert_eq!(position(9999, 12, 15), (11, 0, 0.0));
    }
}
