//! Texts with signs as words, letters written out, and elided words apart, by language.
//!
//! The table, `data/spelled.tsv`, has one spelling a line: the language, and a sign, a letter, or
//! an elided word with its apostrophe; then what people type for it. The words of signs are their
//! everyday names; those of CLDR's annotations are the same but for `&`, which people read as a
//! word.
//!
//! ```text
//! language  text          its signs as words  and what else the language writes otherwise
//! en        Salt & Pepper Salt and Pepper     –
//! de        Größe 50 %    Größe 50 prozent    Groeße 50 prozent
//! fr        L'eau & moi   L'eau et moi        eau et moi
//! fr        Côte d'Or     –                   Côte d Or
//! ```

use std::ops::Range;
use std::sync::LazyLock;

use unicode_normalization::char::{compose, decompose_compatible};

/// What one language writes in another way.
#[derive(Debug)]
pub(crate) struct Spellings {
    language: &'static str,
    signs: Vec<(char, &'static str)>,
    letters: Vec<(char, &'static str)>,
    /// Elided words, without their apostrophe.
    elided: Vec<&'static str>,
}

static ALL: LazyLock<Vec<Spellings>> =
    LazyLock::new(|| parse(include_str!("../../data/spelled.tsv")));

/// Reads the table. What is not a row is left out; the tests see that nothing is.
fn parse(table: &'static str) -> Vec<Spellings> {
    let mut all: Vec<Spellings> = Vec::new();
    for (language, written, spelled) in table.lines().skip(1).filter_map(parse_row) {
        if all.last().is_none_or(|last| last.language != language) {
            let (signs, letters, elided) = (Vec::new(), Vec::new(), Vec::new());
            all.push(Spellings { language, signs, letters, elided });
        }
        let Some(last) = all.last_mut() else { continue };
        match written.strip_suffix('\'') {
            Some(elided) => last.elided.push(elided),
            None => {
                let Some(sign) = written.chars().next() else { continue };
                let list = if sign.is_alphabetic() { &mut last.letters } else { &mut last.signs };
                list.push((sign, spelled));
            }
        }
    }
    all
}

fn parse_row(line: &'static str) -> Option<(&'static str, &'static str, &'static str)> {
    let (language, rest) = line.split_once('\t')?;
    let (written, spelled) = rest.split_once('\t')?;
    Some((language, written, spelled))
}

/// Returns the spellings of some languages, English without any.
pub(crate) fn spellings_of<S: AsRef<str>>(languages: &[S]) -> Vec<&'static Spellings> {
    let known = |code: &str| ALL.iter().find(|spellings| spellings.language == code);
    if languages.is_empty() {
        return known("en").into_iter().collect();
    }
    languages.iter().filter_map(|code| known(code.as_ref())).collect()
}

/// A text spelled in another way, with the place in the text of every part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SpelledText {
    pub(crate) text: String,
    /// Parts one after the other: where each ends here, and what of the text it came from.
    parts: Vec<(usize, Range<usize>)>,
    /// Whether a space must stand before what comes next.
    gap: bool,
}

impl SpelledText {
    fn new() -> Self {
        SpelledText { text: String::new(), parts: Vec::new(), gap: false }
    }

    /// Adds `spelled` for the bytes `source` of the text.
    fn push(&mut self, spelled: &str, source: Range<usize>) {
        let beside = |text: &str| !text.is_empty() && !text.ends_with(char::is_whitespace);
        if self.gap && beside(&self.text) && !spelled.starts_with(char::is_whitespace) {
            // Without a source, so that a highlight of the word does not reach beside the sign.
            self.text.push(' ');
            self.parts.push((self.text.len(), source.start..source.start));
        }
        self.gap = false;
        self.text.push_str(spelled);
        self.parts.push((self.text.len(), source));
    }

    /// Adds a word for a sign, apart from what stands beside it.
    fn push_word(&mut self, word: &str, source: Range<usize>) {
        self.gap = true;
        self.push(word, source);
        self.gap = true;
    }

    /// Returns the bytes of the text that the bytes `range` came from.
    pub(crate) fn source(&self, range: Range<usize>) -> Range<usize> {
        let mut start = 0;
        let mut found: Option<Range<usize>> = None;
        for (end, source) in &self.parts {
            if start < range.end && range.start < *end {
                let so_far = found.get_or_insert_with(|| source.clone());
                so_far.end = so_far.end.max(source.end);
            }
            start = *end;
        }
        found.unwrap_or(0..0)
    }
}

/// Returns `text` as each of `languages` spells it: with its signs as words, and then with its
/// letters written out or its elided words apart too. Those that come out as a text before are left
/// out, as is the text itself.
pub(crate) fn spelled(text: &str, languages: &[&'static Spellings]) -> Vec<SpelledText> {
    // Most texts have nothing to spell otherwise.
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b" -.,:()/_!?\"".contains(&byte);
    if text.bytes().all(plain) {
        return Vec::new();
    }
    apply_all(text, languages, &[false, true])
}

/// Returns `text` with its signs as the words of each of `languages`, where it has any.
pub(crate) fn signs_spelled(text: &str, languages: &[&'static Spellings]) -> Vec<SpelledText> {
    apply_all(text, languages, &[false])
}

fn apply_all(text: &str, languages: &[&'static Spellings], steps: &[bool]) -> Vec<SpelledText> {
    let mut made: Vec<SpelledText> = Vec::new();
    for spellings in languages {
        for &with_letters in steps {
            let spelled = spellings.apply(text, with_letters);
            if spelled.text != text && made.iter().all(|other| other.text != spelled.text) {
                made.push(spelled);
            }
        }
    }
    made
}

/// Returns the words of `signs` in each of `languages` that has words for all of them; none if
/// there is anything but signs in it.
pub(crate) fn words_of_signs(signs: &str, languages: &[&'static Spellings]) -> Vec<String> {
    let words = |spellings: &&'static Spellings| {
        let words: Option<Vec<&str>> = signs
            .chars()
            .filter(|ch| !ch.is_whitespace())
            .map(|ch| spellings.word(narrow(ch)))
            .collect();
        words.map(|words| words.join(" ")).filter(|words| !words.is_empty())
    };
    let mut all = Vec::new();
    for words in languages.iter().filter_map(words) {
        if !all.contains(&words) {
            all.push(words);
        }
    }
    all
}

/// Says whether `ch` is typed as an apostrophe.
fn is_apostrophe(ch: char) -> bool {
    matches!(ch, '\'' | '’' | '‘' | 'ʼ' | '`' | '＇')
}

/// Returns the character that `ch` is written for, such as the narrow form of a sign of full width.
fn narrow(ch: char) -> char {
    // Most characters stand for themselves.
    if ch.is_ascii() {
        return ch;
    }
    let (mut last, mut count) = (ch, 0);
    decompose_compatible(ch, |part| (last, count) = (part, count + 1));
    // A character of several parts is no sign.
    if count == 1 { last } else { ch }
}

impl Spellings {
    fn word(&self, sign: char) -> Option<&'static str> {
        self.signs.iter().find(|(known, _)| *known == sign).map(|(_, word)| *word)
    }

    /// Returns what is written for `letter`, in its case.
    fn letters(&self, letter: char) -> Option<String> {
        let mut lower = letter.to_lowercase();
        let small = lower.next().filter(|_| lower.next().is_none())?;
        let (_, written) = self.letters.iter().find(|(known, _)| *known == small)?;
        if small == letter {
            return Some((*written).to_owned());
        }
        let mut chars = written.chars();
        let first = chars.next().map(|ch| ch.to_ascii_uppercase());
        Some(first.into_iter().chain(chars).collect())
    }

    /// Returns the text with signs as words, and letters written out and elided words apart too.
    fn apply(&self, text: &str, with_letters: bool) -> SpelledText {
        let mut out = SpelledText::new();
        let mut at = 0;
        // Whether a word may begin here, and whether none has begun so far.
        let (mut begins, mut is_first) = (true, true);
        while let Some(rest) = text.get(at..)
            && let Some(ch) = rest.chars().next()
        {
            let end = at + ch.len_utf8();
            if with_letters
                && begins
                && let Some(elided) = self.elided_at(rest)
            {
                // The first word of the text goes, and another one stands by itself.
                if !is_first && let Some(word) = text.get(at..at + elided.start) {
                    out.push_word(word, at..at + elided.start);
                }
                at += elided.end;
                (begins, is_first) = (true, false);
                continue;
            }
            let (letter, len) = composed(rest).unwrap_or((ch, ch.len_utf8()));
            if let Some(word) = self.word(narrow(ch)) {
                out.push_word(word, at..end);
                at = end;
            } else if with_letters && let Some(written) = self.letters(letter) {
                out.push(&written, at..at + len);
                at += len;
            } else {
                out.push(rest.get(..ch.len_utf8()).unwrap_or_default(), at..end);
                at = end;
            }
            begins = !ch.is_alphanumeric() && !is_apostrophe(ch);
            is_first &= !ch.is_alphanumeric();
        }
        out
    }

    /// Returns where the apostrophe of an elided word is in `rest`, which begins with that word.
    fn elided_at(&self, rest: &str) -> Option<Range<usize>> {
        self.elided.iter().find_map(|word| {
            let head = rest.get(..word.len()).filter(|head| head.eq_ignore_ascii_case(word))?;
            let mut behind = rest.get(head.len()..)?.chars();
            let apostrophe = behind.next().filter(|&ch| is_apostrophe(ch))?;
            // A letter or a digit must follow, or the word is no other's beginning.
            behind.next().filter(|ch| ch.is_alphanumeric())?;
            Some(word.len()..word.len() + apostrophe.len_utf8())
        })
    }
}

/// Returns the letter that the first two characters make together, with their length.
fn composed(rest: &str) -> Option<(char, usize)> {
    let mut chars = rest.chars();
    let (base, mark) = (chars.next()?, chars.next()?);
    // Only of these marks: most texts have none, and the tables take longer.
    let mark = Some(mark).filter(|mark| ('\u{300}'..'\u{370}').contains(mark))?;
    Some((compose(base, mark)?, base.len_utf8() + mark.len_utf8()))
}

#[cfg(test)]
mod tests {
    use super::super::languages::LANGUAGES;
    use super::*;

    fn texts(text: &str, languages: &[&str]) -> Vec<String> {
        let made = spelled(text, &spellings_of(languages));
        made.into_iter().map(|spelled| spelled.text).collect()
    }

    #[test]
    fn every_line_of_the_table_is_a_spelling_of_a_language() {
        let lines = include_str!("../../data/spelled.tsv").lines().count();
        let rows = |all: &Spellings| all.signs.len() + all.letters.len() + all.elided.len();
        assert_eq!(ALL.iter().map(rows).sum::<usize>(), lines - 1);
        // Each language has a word for the commonest sign at least.
        for known in LANGUAGES {
            let found = spellings_of(&[known.code]);
            assert!(found.first().is_some_and(|all| all.word('&').is_some()), "{}", known.code);
        }
        assert!(ALL.is_sorted_by(|a, b| a.language < b.language));
    }

    #[test]
    fn signs_are_words_and_letters_are_written_out() {
        assert_eq!(texts("Salt&Pepper", &[]), ["Salt and Pepper"]);
        assert_eq!(texts("Köln", &[]), Vec::<String>::new());
        assert_eq!(texts("Über 50 ％", &["de"]), ["Über 50 prozent", "Ueber 50 prozent"]);
        assert_eq!(texts("﹪ ⁺", &[]), ["percent plus"]);
        assert_eq!(texts("Ko\u{308}ln", &["de"]), ["Koeln"]);
        assert_eq!(texts("Ærø + Ål", &["da"]), ["Ærø plus Ål", "Aeroe plus Aal"]);
        assert_eq!(texts("A & B", &["de", "nl", "sv"]), ["A und B", "A en B", "A och B"]);
    }

    #[test]
    fn an_elided_word_goes_at_the_beginning_and_stands_apart_inside() {
        assert_eq!(texts("L’île d'Or", &["fr"]), ["île d Or"]);
        assert_eq!(texts("L'eau & moi", &["fr"]), ["L'eau et moi", "eau et moi"]);
        assert_eq!(texts("Piazza Sant'Anna dell'Arte", &["it"]), ["Piazza Sant Anna dell Arte"]);
        for text in ["Aujourd'hui", "O'Brien", "rock'n'roll", "l' eau", "L'"] {
            assert_eq!(texts(text, &["fr"]), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn every_part_knows_what_it_came_from() {
        let made = spelled("Öl & Co", &spellings_of(&["de"]));
        let with_letters = made.last().unwrap();
        assert_eq!(with_letters.text, "Oel und Co");
        let source = |part: &str| {
            let start = with_letters.text.find(part).unwrap();
            &"Öl & Co"[with_letters.source(start..start + part.len())]
        };
        assert_eq!(["Oe", "O", "Oel", "und"].map(source), ["Ö", "Ö", "Öl", "&"]);
        assert_eq!(source("Co"), "Co");
    }

    #[test]
    fn signs_have_words_where_a_language_has_one_for_each() {
        let words = |signs, languages: &[&str]| words_of_signs(signs, &spellings_of(languages));
        assert_eq!(words("&", &[]), ["and"]);
        assert_eq!(words(" & + ", &["de", "en"]), ["und plus", "and plus"]);
        assert!(words("&!", &[]).is_empty() && words("", &[]).is_empty());
    }
}
