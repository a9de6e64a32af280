//! What an error of the core is about, as properties, and its message in the names of JavaScript.

use std::error::Error as _;

use mapahead::{Advice, Error};

/// The value of a property.
#[derive(Debug)]
pub(crate) enum Field {
    Text(String),
    Texts(Vec<String>),
    Number(f64),
}

/// The properties of an error, with their names.
#[derive(Default)]
struct ErrorFields(Vec<(&'static str, Field)>);

impl ErrorFields {
    fn text(mut self, name: &'static str, text: impl ToString) -> Self {
        self.0.push((name, Field::Text(text.to_string())));
        self
    }

    fn number(mut self, name: &'static str, number: u64) -> Self {
        self.0.push((name, Field::Number(number as f64)));
        self
    }

    fn texts(mut self, name: &'static str, texts: &[String]) -> Self {
        self.0.push((name, Field::Texts(texts.to_vec())));
        self
    }

    fn advice(self, advice: Option<Advice>) -> Self {
        match advice {
            Some(advice) => self.texts("advice", &[advice.name().to_owned()]),
            None => self,
        }
    }

    fn suggested(self, name: Option<String>) -> Self {
        match name {
            Some(name) => self.text("suggested", name),
            None => self,
        }
    }

    fn option(self, option: &str, expected: &str, got: &str) -> Self {
        self.text("option", camel_case(option)).text("expected", expected).text("got", got)
    }
}

/// Returns the properties of `error`: `docs/errors.md` says which code has which.
pub(crate) fn fields_of(error: &Error) -> Vec<(&'static str, Field)> {
    let none = ErrorFields::default();
    let fields = match error {
        Error::Io { action, path, .. } => {
            none.text("file", path.display()).text("action", action).text("reason", causes(error))
        }
        Error::InvalidRecord {
            file,
            line,
            position,
            field,
            reason,
            available,
            suggested,
            advice,
        } => {
            let record = none.text("file", file).number("line", *line);
            let record = match position {
                None => record.text("field", field),
                Some(position) => record.number("position", *position).text("field", field),
            };
            match advice {
                None => record.text("reason", reason),
                advice => {
                    let suggested = suggested.and_then(|at| available.get(at as usize).cloned());
                    let record = record.text("reason", reason).texts("available", available);
                    record.suggested(suggested).advice(*advice)
                }
            }
        }
        Error::NoRecords { records, source } => {
            let first = ErrorFields(fields_of(source));
            first.number("records", *records)
        }
        Error::MissingColumn { file, field, column, available, suggested, advice } => none
            .text("file", file)
            .text("field", field)
            .text("column", column)
            .texts("available", available)
            .suggested(suggested.and_then(|at| suggested_name(at, available, *advice)))
            .advice(*advice),
        Error::WrongEncoding { file, line, reason, likely, advice } => none
            .text("file", file)
            .number("line", *line)
            .text("reason", reason)
            .texts("available", likely)
            .advice(*advice),
        Error::InvalidInput { file, reason, advice } => {
            none.text("file", file).text("reason", reason).advice(*advice)
        }
        Error::InvalidOption { option, expected, got } => none.option(option, expected, got),
        // The path has names of JavaScript already, and names that the caller chose, as of a season.
        Error::MistypedOption { option, expected, got } => {
            none.text("option", option).text("expected", expected).text("got", got)
        }
        Error::UnknownOption { owner, option, available } => {
            none.text("option", option).text("owner", owner).texts("available", available)
        }
        Error::TooLittleMemory { least, got } => none
            .option("memory", &format!("at least {least} bytes"), &got.to_string())
            .number("limit", *least)
            .number("size", *got),
        Error::TooManyBoosts { most, got } => none
            .option("boosts.ids", &format!("at most {most} ids"), &got.to_string())
            .advice(Some(Advice::PrepareBoosts)),
        Error::TooLarge { got, limit, .. } => none.number("size", *got).number("limit", *limit),
        Error::AnswerTooLarge { limit } => none.number("limit", *limit),
        Error::NotAnIndex { path, reason } => {
            none.text("file", path.display()).text("reason", reason)
        }
        Error::UnsupportedVersion { path, found, supported, .. } => none
            .text("file", path.display())
            .number("found", (*found).into())
            .number("supported", (*supported).into()),
        Error::Corrupt { path, part, reason } => {
            none.text("file", path.display()).text("part", part).text("reason", reason)
        }
        _ => none,
    };
    fields.0
}

/// Returns what an option has to call the suggested column: its number, if its table has no header.
fn suggested_name(at: usize, available: &[String], advice: Option<Advice>) -> Option<String> {
    match advice {
        Some(Advice::NoHeader) => Some((at + 1).to_string()),
        _ => available.get(at).cloned(),
    }
}

/// Returns the message of `error` with every cause, since JavaScript prints only that.
pub(crate) fn message_of(error: &Error) -> String {
    let message = match error {
        Error::InvalidOption { option, expected, got } => {
            format!("{} must be {expected}, got {got}", camel_case(option))
        }
        _ => error.to_string(),
    };
    match error.source() {
        None => message,
        Some(_) => format!("{message}: {}", causes(error)),
    }
}

/// Returns what the causes of `error` say, the nearest first.
fn causes(error: &Error) -> String {
    let mut said = Vec::new();
    let mut cause = error.source();
    while let Some(error) = cause {
        said.push(error.to_string());
        cause = error.source();
    }
    said.join(": ")
}

/// Writes the name of an option as JavaScript does: `max_cost` is `maxCost` there.
fn camel_case(name: &str) -> String {
    let mut parts = name.split('_');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |mut joined, part| {
        let mut characters = part.chars();
        joined.extend(characters.next().map(|first| first.to_ascii_uppercase()));
        joined.push_str(characters.as_str());
        joined
    })
}
