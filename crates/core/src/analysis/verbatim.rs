//! Verbatim keys: texts with their marks and signs.
//!
//! A verbatim key is the key of kind `literal` without ignorable characters, and with the letters
//! and digits of all scripts but Latin folded as in kind `text`. So `Résumé` is `résumé`, and `+1`
//! is `+1`. Two spaces are one, and there is none at the ends.

use std::ops::Range;

use super::Analyzer;
use super::element::compose_all;
use super::fold::{fold_verbatim, indic};
use super::general::MappedKey;
use super::source::{Cover, to_graphemes};
use super::words::{Class, collapse_spaces};
use crate::kind::Kind;

impl Analyzer {
    /// Returns the verbatim key of `text`, whose key is `key`, if that has lost marks or signs of
    /// the text. White space at the end is set aside, and so is that between words, since no mark
    /// and no sign makes words.
    pub(crate) fn verbatim_key(&self, text: &str, key: &str) -> Option<String> {
        // Nearly all texts end here, and of kind literal a key loses nothing.
        if self.kind == Kind::Literal
            || text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b' ')
        {
            return None;
        }
        let verbatim = self.verbatim(text);
        let letters = |key: &'_ str| key.chars().filter(|&ch| ch != ' ').collect::<Vec<_>>();
        (letters(&verbatim) != letters(key)).then_some(verbatim)
    }

    /// Returns `text` with all its marks and signs.
    pub(crate) fn verbatim(&self, text: &str) -> String {
        analyze(text).elements.iter().map(|element| element.ch).collect()
    }

    /// Returns the verbatim key of the query `text`, and also if it has nothing but signs.
    pub(crate) fn verbatim_query(&self, text: &str, key: &str) -> Option<String> {
        let lost = self.verbatim_key(text, key);
        // A sign alone is its own key, and begins what has letters behind it.
        lost.or_else(|| self.is_signs(key).then(|| key.trim_end_matches(' ').to_owned()))
    }

    /// Returns whether `key`, of kind `text`, has nothing but signs.
    pub(crate) fn is_signs(&self, key: &str) -> bool {
        // A letter comes first in most keys.
        self.kind == Kind::Text
            && !key.is_empty()
            && !key.chars().any(|ch| Class::of(ch).makes_words())
    }

    /// Returns the bytes of `text` that the bytes `key` of its verbatim key came from, as
    /// [`Analyzer::source_range`] does.
    pub(crate) fn verbatim_range(&self, text: &str, key: Range<usize>) -> Option<Range<usize>> {
        let mut cover = Cover::new(key);
        for element in &analyze(text).elements {
            if cover.add(element.ch, element.source()).is_break() {
                break;
            }
        }
        cover.source.map(|source| to_graphemes(text, source))
    }
}

fn analyze(text: &str) -> MappedKey {
    let mut elements = collapse_spaces(&fold_verbatim(text));
    // A nasal before a letter has two spellings, and neither has a mark that the other lacks.
    indic::spell_nasals(&mut elements);
    compose_all(&mut elements);
    MappedKey { elements, closed: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verbatim(text: &str) -> Option<String> {
        let analyzer = Analyzer::new(Kind::Text);
        let mut key = String::new();
        analyzer.form_key(text, &mut key);
        analyzer.verbatim_key(text, &key)
    }

    #[test]
    fn marks_and_signs_stay_and_case_and_width_go() {
        for (text, expected) in [
            ("Résumé", "résumé"),
            ("RE\u{301}SUME\u{301}", "résumé"),
            ("+1", "+1"),
            ("Ｇｒａｄｅ  Ａ－ ", "grade a-"),
            ("Łódź", "łódź"),
            ("Ёлка", "ёлка"),
            ("שָׁלוֹם", "שָׁלוֹם"),
            ("J.R.R. Tolkien", "j.r.r. tolkien"),
            ("Foo™ ©", "foo™ ©"),
            ("हिंदी!", "हिन्दी!"),
        ] {
            assert_eq!(verbatim(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_text_without_marks_and_signs_has_no_verbatim_key() {
        for text in [
            "New  York",
            "straße",
            "c++",
            "Йод",
            "東京 Tokyo",
            "東京Tokyo",
            "soft\u{AD}ly",
            "کتاب",
            "हिंदी",
            "👨\u{200D}👩\u{200D}👧",
            "&",
        ] {
            assert_eq!(verbatim(text), None, "{text}");
        }
    }

    #[test]
    fn a_query_of_signs_alone_is_verbatim() {
        let analyzer = Analyzer::new(Kind::Text);
        assert_eq!(analyzer.verbatim_query("@ ", "@ ").as_deref(), Some("@"));
        assert_eq!(analyzer.verbatim_query("a", "a"), None);
        assert!(analyzer.is_signs("@ ") && !analyzer.is_signs("") && !analyzer.is_signs("@ 1"));
    }
}
