//! What each field may hold, whatever the format it came in.

use std::borrow::Cow;

use crate::advice::Advice;
pub(super) use crate::advice::shown;
use crate::build::input::names::Figure;
use crate::format::MAX_ID_BYTES;
use crate::settings::MAX_WEIGHT;

/// The longest text or alias, in characters.
pub(in crate::build) const MAX_TEXT_CHARS: usize = 1_000;

/// Why a field cannot be used.
#[derive(Debug)]
pub(super) struct FieldError {
    pub(super) field: &'static str,
    pub(super) reason: String,
    /// What the record has in place of the field.
    pub(super) available: Vec<String>,
    /// The one of `available` that is likely meant.
    pub(super) suggested: Option<usize>,
    pub(super) advice: Option<Advice>,
}

impl FieldError {
    pub(super) fn new(field: &'static str, reason: impl Into<String>) -> Self {
        let (reason, available) = (reason.into(), Vec::new());
        FieldError { field, reason, available, suggested: None, advice: None }
    }

    /// Makes the error of a required field that is absent; `column` is where it was looked for.
    pub(super) fn missing(field: &'static str, column: &str) -> Self {
        // The name of the column helps only where it is another one than that of the field.
        let reason = match field == column {
            true => "is missing".to_owned(),
            false => format!("is missing; {} has no value", shown(column)),
        };
        FieldError::new(field, reason)
    }
}

/// Checks the text of a record, or of one of its aliases.
pub(super) fn check_text(field: &'static str, text: &str) -> Result<(), FieldError> {
    if text.chars().all(char::is_whitespace) {
        let what = if text.is_empty() { "is empty" } else { "is only white space" };
        return Err(FieldError::new(field, format!("{what}; it must have 1 to 1,000 characters")));
    }
    // A character has at least one byte, so most texts need no count.
    if text.len() > MAX_TEXT_CHARS {
        let chars = text.chars().count();
        if chars > MAX_TEXT_CHARS {
            let reason = format!("must have 1 to 1,000 characters, got {chars}: {}", shown(text));
            return Err(FieldError::new(field, reason));
        }
    }
    Ok(())
}

/// Checks an id.
pub(super) fn check_id(id: &str) -> Result<(), FieldError> {
    // In bytes, since ids are compared byte for byte.
    if id.is_empty() || id.len() > MAX_ID_BYTES {
        let reason = format!("must have 1 to 1,000 bytes, got {}: {}", id.len(), shown(id));
        return Err(FieldError::new("id", reason));
    }
    Ok(())
}

/// The most aliases of a record. A query may have to look at all of an entry to show it once.
pub(super) const MAX_ALIASES: usize = 1000;

/// Checks the number of aliases of a record.
pub(super) fn check_alias_count(count: usize) -> Result<(), FieldError> {
    if count <= MAX_ALIASES {
        return Ok(());
    }
    let reason = format!("must be at most {MAX_ALIASES}, got {count}");
    Err(FieldError::new("aliases", reason))
}

/// Parses a weight: from 0 to [`MAX_WEIGHT`]; −0 becomes 0.
pub(super) fn parse_weight(number: &str) -> Result<f64, FieldError> {
    match number.parse::<f64>() {
        // NaN is in no range, so it falls through to the refusal.
        Ok(weight) if (0.0..=MAX_WEIGHT).contains(&weight) => Ok(weight + 0.0),
        Ok(_) => {
            let reason = format!("must be from 0 to {MAX_WEIGHT:e}, got {}", shown(number));
            Err(FieldError::new("weight", reason))
        }
        Err(_) => {
            let reason = format!("must be a number from 0, got {}", shown(number));
            Err(FieldError::new("weight", reason))
        }
    }
}

/// Returns what `text` is as a popularity: `007` and `049 30` are codes.
pub(super) fn figure(text: &str) -> Figure {
    let text = text.trim_ascii();
    match text.as_bytes() {
        // Most values are told by their first bytes.
        [b'0' | b'1'] => Figure::Flag,
        [b'0', b'0'..=b'9', ..] => Figure::Code,
        [b'0'..=b'9', ..] if text.parse::<f64>().is_ok() => Figure::Number,
        _ => Figure::None,
    }
}

/// Parses the factor of an alias: 0 to 1; −0 becomes 0.
pub(super) fn parse_factor(number: &str) -> Result<f64, FieldError> {
    match number.parse::<f64>() {
        // Above 1 an alias would outrank the text that it stands for.
        Ok(factor) if (0.0..=1.0).contains(&factor) => Ok(factor + 0.0),
        _ => {
            let reason = format!("factor must be a number from 0 to 1, got {}", shown(number));
            Err(FieldError::new("aliases", reason))
        }
    }
}

/// Returns `bytes` as text to show: at most `max_bytes` of them, what is not UTF-8 replaced, and an
/// ellipsis where something was cut.
pub(super) fn lossy(bytes: &[u8], max_bytes: usize) -> String {
    let Some(cut) = bytes.get(..max_bytes).filter(|cut| cut.len() < bytes.len()) else {
        return String::from_utf8_lossy(bytes).into_owned();
    };
    // The cut may be inside a character, which is no fault of the input.
    let end = match std::str::from_utf8(cut) {
        Err(error) if error.error_len().is_none() => error.valid_up_to(),
        _ => cut.len(),
    };
    let text: Cow<'_, str> = String::from_utf8_lossy(cut.get(..end).unwrap_or_default());
    format!("{text}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_1_to_1000_characters_and_not_only_white_space() {
        let long = "ж".repeat(1_000);
        for text in ["a", " a ", "\u{1f34e}", &long] {
            assert!(check_text("text", text).is_ok(), "{text:?}");
        }
        let too_long = "ж".repeat(1_001);
        for text in ["", " ", "\t\u{a0}\u{3000}", &too_long] {
            assert!(check_text("text", text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn an_id_has_1_to_1000_bytes() {
        assert!(check_id(&"ж".repeat(500)).is_ok());
        assert!(check_id(" ").is_ok());
        assert!(check_id("").is_err());
        assert!(check_id(&format!("{}x", "ж".repeat(500))).is_err());
    }

    #[test]
    fn a_weight_is_from_0_to_1e300() {
        for (number, expected) in [
            ("0", 0.0),
            ("1.5", 1.5),
            ("1e3", 1_000.0),
            ("9007199254740992", 9_007_199_254_740_992.0),
            ("9007199254740991", 9_007_199_254_740_991.0),
            ("5e-324", 5e-324),
            ("1e300", 1e300),
        ] {
            assert_eq!(parse_weight(number).unwrap(), expected);
        }
        for number in ["-0", "-0.0", "-0e5"] {
            assert!(parse_weight(number).unwrap().is_sign_positive());
        }
        for number in [
            "-1", "nan", "NaN", "inf", "infinity", "1.1e300", "1e999", "1,5", "x", "", "0x10",
            "1 2",
        ] {
            assert!(parse_weight(number).is_err(), "{number}");
        }
    }

    #[test]
    fn a_factor_is_from_0_to_1() {
        assert_eq!(parse_factor("0.25").unwrap(), 0.25);
        assert_eq!(parse_factor("1").unwrap(), 1.0);
        assert!(parse_factor("-0").unwrap().is_sign_positive());
        for number in ["1.01", "-0.1", "nan", "x", ""] {
            assert!(parse_factor(number).is_err(), "{number}");
        }
    }

    #[test]
    fn a_shown_value_is_quoted_and_cut() {
        assert_eq!(shown("a\"b\n"), r#""a\"b\n""#);
        assert_eq!(shown(&"ж".repeat(60)), format!("\"{}\"", "ж".repeat(60)));
        assert_eq!(shown(&"ж".repeat(61)), format!("\"{}\"…", "ж".repeat(60)));
    }

    #[test]
    fn a_cut_does_not_spoil_the_last_character() {
        assert_eq!(lossy("жжж".as_bytes(), 100), "жжж");
        assert_eq!(lossy("жжж".as_bytes(), 6), "жжж");
        assert_eq!(lossy("жжж".as_bytes(), 5), "жж…");
        assert_eq!(lossy(b"a\xffb", 100), "a\u{fffd}b");
        assert_eq!(lossy(b"a\xffb", 2), "a\u{fffd}…");
    }
}
