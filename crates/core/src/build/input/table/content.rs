//! What the columns of a table hold, as far as its first rows tell.

use std::collections::HashSet;

use crate::build::input::batch::Batch;

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// Nothing, or what stands for it.
    Nothing,
    /// A number, with or without signs that people write in it.
    Number,
    /// What identifies something and is no text to type: codes, dates, addresses, words for yes.
    Code,
    Text,
}

/// What stands for nothing in exports.
const NOTHING: [&str; 9] = ["", "\\n", "-", "na", "n/a", "nan", "nil", "none", "null"];
const TRUTHS: [&str; 6] = ["true", "false", "yes", "no", "t", "f"];

/// Up to this many letters, a word in capitals is a code, and one of small letters is too if it has
/// one less: `USA`, `us`.
const CODE_LETTERS: usize = 4;

/// Returns what `cell` holds.
pub(super) fn content(cell: &str) -> Content {
    let cell = cell.trim();
    let lower = cell.to_lowercase();
    let is_in = |words: &[&str]| words.contains(&lower.as_str());
    let letters = cell.chars().count();
    let has_digit = cell.contains(|char: char| char.is_ascii_digit());
    let is_word = !cell.contains(char::is_whitespace);
    let all = |is: fn(char) -> bool| cell.chars().all(is);
    if is_in(&NOTHING) {
        Content::Nothing
    } else if has_digit && is_number(cell) {
        Content::Number
    } else if is_date(cell)
        || is_word
            && (has_digit
                || is_in(&TRUTHS)
                || (letters <= CODE_LETTERS && all(|char| char.is_ascii_uppercase()))
                || (letters <= 2 * CODE_LETTERS && all(is_capital_or_dash))
                || (letters < CODE_LETTERS && all(|char| char.is_ascii_lowercase()))
                || cell.contains("://")
                || (cell.contains('@') && cell.contains('.'))
                || cell.starts_with(['/', '#', '{', '[']))
    {
        Content::Code
    } else {
        Content::Text
    }
}

/// Tells the signs of `DE-BE`, and of words in capitals, which are texts if they are long.
fn is_capital_or_dash(char: char) -> bool {
    char.is_ascii_uppercase() || char == '-'
}

fn is_number(cell: &str) -> bool {
    let unsigned = cell.strip_prefix(['+', '-']).unwrap_or(cell);
    unsigned.chars().all(|char| char.is_ascii_digit() || ".,' %€$£".contains(char))
}

/// Returns whether `cell` is a date with a time behind a space.
fn is_date(cell: &str) -> bool {
    cell.starts_with(|char: char| char.is_ascii_digit())
        && cell.chars().all(|char| char.is_ascii_digit() || "-/.:TZ+ ".contains(char))
}

/// Returns the form of a code, in which letters of a kind and digits are alike: `A00` and `B17`.
pub(super) fn form(cell: &str) -> String {
    let mut signs = cell.trim().chars().filter(char::is_ascii_alphanumeric);
    // `#ff0000` and `#00ff00`
    let is_hexadecimal = signs.all(|char| char.is_ascii_hexdigit());
    let form = cell.trim().chars().map(|char| match char {
        other if is_hexadecimal && other.is_ascii_alphanumeric() => '9',
        '0'..='9' => '9',
        'A'..='Z' => 'A',
        'a'..='z' => 'a',
        other => other,
    });
    form.collect()
}

/// The first rows of a table, as texts. Cells that are not UTF-8 are empty.
pub(super) struct Rows<'r> {
    rows: &'r Batch,
    /// The number of the first that is a record.
    first: usize,
}

impl<'r> Rows<'r> {
    /// Looks at `rows`, whose first one is a header or not.
    pub(super) fn new(rows: &'r Batch, header: bool) -> Self {
        Rows { rows, first: usize::from(header) }
    }

    /// Returns the cells of the column at `at`, below the header.
    pub(super) fn column(&self, at: usize) -> impl Iterator<Item = &'r str> {
        (self.first..self.rows.len()).map(move |row| self.cell(row, at))
    }

    /// Returns the cell of the first row.
    pub(super) fn top(&self, at: usize) -> &'r str {
        if self.rows.is_empty() { "" } else { self.cell(0, at) }
    }

    fn cell(&self, row: usize, at: usize) -> &'r str {
        let cell = self.rows.record(row).cell(at).unwrap_or_default();
        std::str::from_utf8(cell).unwrap_or_default()
    }
}

/// Parts of the names of columns that have texts.
const TELLING: [&str; 4] = ["name", "title", "label", "text"];

/// Returns how much the column called `name`, of these cells, looks like one of texts to suggest; 0
/// if it does not.
pub(in crate::build::input) fn likeness_of_column<'c>(
    name: &str,
    cells: impl Iterator<Item = &'c str>,
) -> f64 {
    let name = name.to_lowercase();
    // A column that is called so has texts, if its cells are no codes.
    let told = if TELLING.iter().any(|word| name.contains(word)) { 2.0 } else { 1.0 };
    told * likeness_to_texts(cells)
}

/// Returns how much these cells look like texts to suggest; 0 if they do not.
///
/// Texts mostly differ from record to record, and are not as long as descriptions.
fn likeness_to_texts<'c>(cells: impl Iterator<Item = &'c str>) -> f64 {
    let (mut filled, mut texts, mut chars) = (0_u32, 0_u32, 0);
    let mut distinct = HashSet::new();
    for cell in cells {
        let content = content(cell);
        filled += u32::from(content != Content::Nothing);
        if content == Content::Text {
            texts += 1;
            chars += cell.chars().count();
            distinct.insert(cell.trim());
        }
    }
    if texts == 0 || texts * 2 < filled {
        return 0.0;
    }
    let texts = f64::from(texts);
    let length = match chars as f64 / texts {
        0.0..40.0 => 1.0,
        40.0..80.0 => 0.6,
        _ => 0.2,
    };
    texts / f64::from(filled) * (0.1 + distinct.len() as f64 / texts) * length
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_holds_a_text_a_code_a_number_or_nothing() {
        let cases = [
            (Content::Nothing, &["", " ", "\\N", "N/A", "null", "-"][..]),
            (Content::Number, &["5", "-1.5", "12,000", "1 200", "7 %", "$ 3.50", "0049"]),
            (
                Content::Code,
                &[
                    "A00",
                    "USA",
                    "us",
                    "GKA",
                    "2024-01-31",
                    "2024-01-31 12:00",
                    "true",
                    "#ff0000",
                    "https://a.b/c",
                    "a@b.de",
                    "Asia/Tokyo1",
                    "4f9a-11",
                    "/home",
                ],
            ),
            (
                Content::Text,
                &["Cholera", "New York", "Goroka Airport", "7 wonders", "Łódź", "東京", "Oslo"],
            ),
        ];
        for (expected, cells) in cases {
            for cell in cells {
                assert_eq!(content(cell), expected, "{cell:?}");
            }
        }
    }

    #[test]
    fn texts_differ_and_are_not_as_long_as_descriptions() {
        let likeness = |cells: &[&str]| likeness_of_column("", cells.iter().copied());
        let names = likeness(&["Goroka Airport", "Madang Airport", "Nadzab Airport"]);
        let lands = likeness(&["Papua New Guinea", "Papua New Guinea", "Papua New Guinea"]);
        let long = "It lies in the east of the country, and has a runway of two kilometers.";
        let notes = likeness(&[long, &long[3..], &long[6..]]);
        assert!(names > lands && names > notes && notes > 0.0);
        assert_eq!(likeness(&["GKA", "MAG", "LAE"]), 0.0);
        assert_eq!(likeness(&["1", "2", "three"]), 0.0);
        assert_eq!(likeness(&[]), 0.0);
        let named = |name| likeness_of_column(name, ["Goroka", "Madang"].into_iter());
        assert!(named("Full_Name") > named("region"));
    }
}
