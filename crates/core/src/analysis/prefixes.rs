//! Letters that are written with the word that follows them: the article, conjunctions and
//! prepositions of Hebrew and Arabic.
//!
//! The table, `data/prefix-letters.tsv`, has a prefix a line: the language, the prefix, and the
//! common words that begin with it and have none, with spaces between, all as they stand in keys of
//! texts. The words keep their first letters: `בית` is a house, and not ב with `ית`.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::letter_count;

/// The rest of a word begins with as many letters.
pub(super) const MIN_REST_LETTERS: usize = 2;

/// The prefixes of a language.
#[derive(Debug)]
pub(crate) struct Prefixes {
    language: &'static str,
    /// In the order of the table.
    prefixes: Vec<&'static str>,
    /// The words that have none.
    words: HashSet<&'static str>,
}

static ALL: LazyLock<Vec<Prefixes>> =
    LazyLock::new(|| parse(include_str!("../../data/prefix-letters.tsv")));

/// Reads the table. What is not a row is left out; the tests see that nothing is.
fn parse(table: &'static str) -> Vec<Prefixes> {
    let mut languages: Vec<Prefixes> = Vec::new();
    for (language, prefix, words) in table.lines().skip(1).filter_map(parse_row) {
        let known = languages.iter().position(|known| known.language == language);
        let at = known.unwrap_or_else(|| {
            let (prefixes, words) = (Vec::new(), HashSet::new());
            languages.push(Prefixes { language, prefixes, words });
            languages.len() - 1
        });
        if let Some(of_language) = languages.get_mut(at) {
            of_language.prefixes.push(prefix);
            of_language.words.extend(words.split_whitespace());
        }
    }
    languages
}

fn parse_row(line: &'static str) -> Option<(&'static str, &'static str, &'static str)> {
    let (language, rest) = line.split_once('\t')?;
    let (prefix, words) = rest.split_once('\t')?;
    Some((language, prefix, words))
}

/// Returns the prefixes of the language with the code `language`, if it has any.
pub(super) fn of_language(language: &str) -> Option<&'static Prefixes> {
    ALL.iter().find(|known| known.language == language)
}

impl Prefixes {
    /// Returns the code of the language.
    pub(super) fn language(&self) -> &'static str {
        self.language
    }

    /// Returns what is left of `word`, as it stands in a key, behind each prefix that it may have.
    pub(super) fn rests<'w>(&self, word: &'w str) -> impl Iterator<Item = &'w str> {
        self.prefixes.iter().filter_map(move |prefix| {
            let rest = word.strip_prefix(prefix)?;
            // Two letters are the shortest words that anybody looks for behind a prefix.
            if letter_count(rest) < MIN_REST_LETTERS {
                return None;
            }
            // `ו` before `בית` is a prefix, and `וב` before `ית` is none.
            let inner = prefix.char_indices().map(|(at, _)| word.split_at(at));
            let has_word = |(before, after): (&str, &str)| {
                (before.is_empty() || self.prefixes.contains(&before)) && self.words.contains(after)
            };
            (!inner.into_iter().any(has_word)).then_some(rest)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Analyzer;
    use super::*;
    use crate::kind::Kind;

    fn rests(language: &str, word: &str) -> Vec<String> {
        of_language(language).unwrap().rests(word).map(str::to_owned).collect()
    }

    #[test]
    fn a_word_with_a_prefix_has_the_rest() {
        for (language, word, expected) in [
            ("he", "הספר", &["ספר"][..]),
            ("he", "בתל", &["תל"]),
            ("he", "והבית", &["הבית", "בית"]),
            ("he", "ובית", &["בית"]),
            ("he", "בית", &[]),
            ("he", "הם", &[]),
            ("ar", "الكتاب", &["كتاب"]),
            ("ar", "وبالبيت", &["البيت", "بالبيت", "بيت"]),
            ("ar", "وزارة", &[]),
        ] {
            let mut found = rests(language, word);
            found.sort();
            let mut expected: Vec<String> = expected.iter().map(|&rest| rest.to_owned()).collect();
            expected.sort();
            assert!(expected.iter().all(|rest| found.contains(rest)), "{word}: {found:?}");
            assert_eq!(found.is_empty(), expected.is_empty(), "{word}: {found:?}");
        }
        assert!(of_language("en").is_none());
    }

    #[test]
    fn each_row_of_the_table_is_read_and_stands_as_keys_do() {
        let table = include_str!("../../data/prefix-letters.tsv");
        assert!(table.lines().skip(1).all(|line| parse_row(line).is_some()));
        let analyzer = Analyzer::new(Kind::Text);
        let mut key = String::new();
        for of_language in ALL.iter() {
            let mut seen = HashSet::new();
            let rows = table.lines().skip(1).filter_map(parse_row);
            for (_, prefix, words) in rows.filter(|row| row.0 == of_language.language) {
                assert!(seen.insert(prefix), "{prefix}");
                for word in words.split_whitespace() {
                    analyzer.form_key(word, &mut key);
                    assert_eq!(key, word);
                    assert!(word.starts_with(prefix) && seen.insert(word), "{word}");
                    // One letter behind the prefix makes no rest, so the word need not be there.
                    assert!(letter_count(word) > 2, "{word}");
                }
            }
        }
    }
}
