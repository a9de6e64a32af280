//! Numbers as values of contexts.

/// Returns the value of a context that a number stands for: its text as JavaScript writes it.
///
/// Whole numbers below 10^21 are digits, others have as many as tell them from their neighbors: `5`
/// for 5 and 5.0, `0.5`, `1e-7`, `1e+21`. −0 is `0`.
///
/// ```
/// assert_eq!(mapahead::context_of_number(5.0), "5");
/// assert_eq!(mapahead::context_of_number(1.5e-7), "1.5e-7");
/// ```
#[must_use]
pub fn context_of_number(number: f64) -> String {
    if number == 0.0 || !number.is_finite() {
        return if number == 0.0 { "0".to_owned() } else { number.to_string() };
    }
    // The shortest digits, and the power of ten of the first.
    let shortest = format!("{:e}", number.abs());
    let (digits, power) = shortest.split_once('e').unwrap_or((&shortest, "0"));
    let digits = digits.replace('.', "");
    let power: i32 = power.parse().unwrap_or(0);
    let sign = if number < 0.0 { "-" } else { "" };
    let (whole, fraction) = match usize::try_from(power) {
        Ok(power) => digits.split_at((power + 1).min(digits.len())),
        Err(_) => ("0", digits.as_str()),
    };
    match power {
        0..=20 if fraction.is_empty() => {
            let zeros = power as usize + 1 - whole.len();
            format!("{sign}{whole}{}", "0".repeat(zeros))
        }
        0..=20 => format!("{sign}{whole}.{fraction}"),
        -6..=-1 => format!("{sign}0.{}{fraction}", "0".repeat((-power) as usize - 1)),
        _ => {
            let (first, rest) = digits.split_at(1);
            let point = if rest.is_empty() { "" } else { "." };
            format!("{sign}{first}{point}{rest}e{power:+}")
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_written_as_javascript_does() {
        for (number, expected) in [
            (0.0, "0"),
            (-0.0, "0"),
            (5.0, "5"),
            (-7.0, "-7"),
            (10.0, "10"),
            (0.5, "0.5"),
            (1234.5678, "1234.5678"),
            (0.1 + 0.2, "0.30000000000000004"),
            (9_007_199_254_740_992.0, "9007199254740992"),
            (123_456_789_012_345_680_000.0, "123456789012345680000"),
            (1e20, "100000000000000000000"),
            (1e21, "1e+21"),
            (1.5e300, "1.5e+300"),
            (0.000_001, "0.000001"),
            (0.000_001_5, "0.0000015"),
            (1e-7, "1e-7"),
            (-1.25e-9, "-1.25e-9"),
            (5e-324, "5e-324"),
        ] {
            assert_eq!(context_of_number(number), expected);
        }
    }

    proptest! {
        #[test]
        fn a_number_is_read_back_as_it_was(number in any::<f64>(), whole in any::<i32>()) {
            prop_assume!(number.is_finite());
            prop_assert_eq!(context_of_number(number).parse::<f64>().unwrap(), number);
            prop_assert_eq!(context_of_number(whole.into()), whole.to_string());
        }
    }
}
