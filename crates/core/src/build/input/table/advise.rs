//! What helps against a column that is missing: the column that is likely meant, and whether the
//! first row is a header at all.

use super::content::{Content, Rows, content, form, likeness_of_column};
use crate::advice::Advice;
use crate::build::input::batch::Batch;
use crate::build::input::names::{is_slip, is_usual, may_weigh};
use crate::error::Error;

/// Words that are names of columns in many tables, and no texts of records.
const HEADINGS: [&str; 24] = [
    "id",
    "name",
    "title",
    "label",
    "text",
    "term",
    "query",
    "key",
    "value",
    "code",
    "type",
    "weight",
    "count",
    "score",
    "rank",
    "aliases",
    "city",
    "country",
    "description",
    "category",
    "lat",
    "lon",
    "url",
    "date",
];

/// Adds to the error of a missing column what the first rows of the table tell; other errors stay.
pub(in crate::build::input) fn advised(error: Error, batch: &Batch, header: bool) -> Error {
    let Error::MissingColumn { file, field, column, available, suggested: None, advice: None } =
        error
    else {
        return error;
    };
    let mut rows = Rows::new(batch, header);
    let first = if header { first_row(&rows, &available) } else { First::Unknown };
    if first == First::Record {
        rows = Rows::new(batch, false);
    }
    // What is no header has no names that could be meant.
    let named = match first {
        First::Record => None,
        _ => by_name(field, &column, &available),
    };
    let by_content = || match field {
        "text" => by_texts(&rows, &available),
        "weight" => by_numbers(&rows, &available),
        _ => None,
    };
    let suggested = named.or_else(by_content);
    let is_joined = |only: &String| only.contains([';', '\t', ',', '|']);
    let advice = match first {
        _ if !header => Some(Advice::NumberColumn),
        // One column with delimiters of others in its name: another one was told.
        _ if available.len() == 1 && available.iter().all(is_joined) => {
            Some(Advice::CheckSeparator)
        }
        First::Record => Some(Advice::NoHeader),
        First::Unknown if field == "text" && named.is_none() => Some(Advice::MaybeNoHeader),
        _ if field == "text" || suggested.is_some() => Some(Advice::NameColumn),
        _ => None,
    };
    Error::MissingColumn { file, field, column, available, suggested, advice }
}

/// What the first row of a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum First {
    Header,
    Record,
    /// Either, by all that is known.
    Unknown,
}

/// Tells whether the first row names the columns: a name is of another kind than what it stands
/// above, and a value is of the same.
fn first_row(rows: &Rows<'_>, cells: &[String]) -> First {
    let mut is_record = false;
    for at in 0..cells.len() {
        match heads(rows, at) {
            First::Header => return First::Header,
            First::Record => is_record = true,
            First::Unknown => {}
        }
    }
    if is_record { First::Record } else { First::Unknown }
}

/// Tells whether the first cell of a column is its name.
fn heads(rows: &Rows<'_>, at: usize) -> First {
    let top = rows.top(at).trim();
    let kind = content(top);
    if HEADINGS.contains(&top.to_lowercase().as_str()) {
        return First::Header;
    }
    let below = || rows.column(at).filter(|cell| content(cell) != Content::Nothing);
    let all = |wanted: Content| below().all(|cell| content(cell) == wanted);
    let is_number_or_code = |cell: &str| matches!(content(cell), Content::Number | Content::Code);
    match kind {
        // Nothing is neither a name nor a value.
        Content::Nothing => First::Unknown,
        // Columns may be called by years, so other columns have to agree.
        Content::Number if all(Content::Number) => First::Record,
        _ if below().next().is_none() => First::Unknown,
        Content::Code if top.contains(|char: char| char.is_ascii_digit()) => {
            let same = below().filter(|cell| form(cell) == form(top)).count();
            if same * 2 > below().count() { First::Record } else { First::Unknown }
        }
        Content::Text | Content::Code if all(Content::Number) => First::Header,
        Content::Text if below().all(is_number_or_code) => First::Header,
        // `name` above `Berlin` and `Rome`, and `display_name`.
        Content::Text | Content::Code if is_identifier(top) && below().all(is_capital) => {
            First::Header
        }
        Content::Text if top.contains('_') && !below().any(|cell| cell.contains('_')) => {
            First::Header
        }
        _ => First::Unknown,
    }
}

fn is_identifier(cell: &str) -> bool {
    cell.starts_with(char::is_lowercase) && !cell.contains(char::is_whitespace)
}

fn is_capital(cell: &str) -> bool {
    cell.trim_start().starts_with(|char: char| !char.is_lowercase())
}

/// Returns the column whose name is a slip of the one that was looked for, or a usual word.
fn by_name(field: &str, column: &str, names: &[String]) -> Option<usize> {
    let slip = names.iter().position(|name| is_slip(name, column));
    // A text has many usual words, and its content tells it better.
    let usual = || names.iter().position(|name| is_usual(name, field));
    slip.or_else(usual)
}

/// Returns the column that most likely has the texts.
fn by_texts(rows: &Rows<'_>, names: &[String]) -> Option<usize> {
    let mut best = (0.0, None);
    for (at, name) in names.iter().enumerate() {
        let likeness = likeness_of_column(name, rows.column(at));
        // Of equals the first: a table begins with the names of things.
        if likeness > best.0 {
            best = (likeness, Some(at));
        }
    }
    best.1
}

/// Returns the first column of numbers that may be weights.
fn by_numbers(rows: &Rows<'_>, names: &[String]) -> Option<usize> {
    let is_weight = |cell: &str| cell.trim().parse().is_ok_and(|number: f64| number >= 0.0);
    names.iter().enumerate().position(|(at, name)| {
        let filled = || rows.column(at).filter(|cell| content(cell) != Content::Nothing);
        may_weigh(name) && filled().next().is_some() && filled().all(is_weight)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the rows of lines whose cells `,` separates, and those of the first as texts.
    fn table(lines: &[&str]) -> (Batch, Vec<String>) {
        let mut rows = Batch::new(usize::MAX, usize::MAX);
        for (line, text) in (1..).zip(lines) {
            let mut row = rows.begin();
            row.extend(text.as_bytes());
            row.finish_split(line, b',');
        }
        let top = lines.first().map_or(Vec::new(), |top| top.split(',').collect());
        (rows, top.into_iter().map(str::to_owned).collect())
    }

    fn advice(
        field: &'static str,
        column: &str,
        lines: &[&str],
    ) -> (Option<usize>, Option<Advice>) {
        let (rows, available) = table(lines);
        let (file, column) = ("in".to_owned(), column.to_owned());
        let error =
            Error::MissingColumn { file, field, column, available, suggested: None, advice: None };
        match advised(error, &rows, true) {
            Error::MissingColumn { suggested, advice, .. } => (suggested, advice),
            other => panic!("{other}"),
        }
    }

    #[test]
    fn the_column_of_texts_is_suggested_and_not_that_of_codes_or_numbers() {
        for (lines, column) in [
            (&["code,pop,city", "DE-BE,3,Berlin", "IT-RM,2,Rome"][..], 2),
            (&["iso,full_name,region", "DE,Germany,Europe", "FR,France,Europe"], 1),
            (&["id,url,title", "1,https://a.b,A new start", "2,https://c.d,The end of it"], 2),
            (&["date,value,Country Name", "2020-01-01,5,Aruba", "2020-01-02,6,Chad"], 2),
            (&["lat,lon,place", "1.5,2.5,Oslo", "3.5,4.5,Bergen"], 2),
        ] {
            assert_eq!(advice("text", "text", lines), (Some(column), Some(Advice::NameColumn)));
        }
    }

    #[test]
    fn a_first_row_that_is_a_record_is_told_with_the_number_of_the_column() {
        for (lines, column) in [
            (&["A00,Cholera", "A01,Typhoid fever"][..], 1),
            (&["Paris,12", "Rome,3"], 0),
            (&["Paris,12"], 0),
            (&["1,Goroka Airport,Goroka,GKA", "2,Madang Airport,Madang,MAG"], 1),
            (&["2024-01-05,Oslo", "2024-02-07,Rome"], 1),
            (&["12.5,\\N,tea", "3.25,7,coffee"], 2),
            (&["#ff0000,red apple", "#00ff00,green tea"], 1),
        ] {
            let expected = (Some(column), Some(Advice::NoHeader));
            assert_eq!(advice("text", "text", lines), expected, "{lines:?}");
        }
    }

    #[test]
    fn a_header_is_not_taken_for_a_record() {
        for lines in [
            &["Country,1990,1991", "Aruba,5,6", "Chad,7,8"][..],
            &["stadt,land", "Berlin,Deutschland", "Rom,Italien"],
            &["display_name,n", "tea,1", "coffee,2"],
            &["ISO3,Land", "DEU,Deutschland", "ITA,Italien"],
            &["Stadt,Einwohner", "Berlin,3"],
        ] {
            let told = advice("text", "text", lines).1;
            assert_ne!(told, Some(Advice::NoHeader), "{lines:?}");
        }
    }

    #[test]
    fn rows_of_texts_alone_may_have_a_header_or_not() {
        let told = advice("text", "text", &["Paris,France", "Rome,Italy", "Bern,Switzerland"]);
        assert_eq!(told, (Some(0), Some(Advice::MaybeNoHeader)));
    }

    #[test]
    fn a_slip_in_the_name_of_a_column_is_seen() {
        let lines = &["Name,Population,Kind", "Berlin,3,city", "Rome,2,city"];
        assert_eq!(advice("weight", "populaton", lines), (Some(1), Some(Advice::NameColumn)));
        assert_eq!(advice("weight", "pop", lines), (Some(1), Some(Advice::NameColumn)));
        assert_eq!(advice("id", "nam", lines).0, None);
        assert_eq!(advice("aliases", "other", lines), (None, None));
    }
}
