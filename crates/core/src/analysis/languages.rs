//! The languages that builds can name: what each has of stems, sounds and keyboards.

use frostem::Algorithm;

use crate::error::{Error, Result};

/// A language.
pub(super) struct Language {
    /// Its code by ISO 639-1.
    pub(super) code: &'static str,
    /// Its stemmer, if there is one.
    pub(super) stems: Option<Algorithm>,
    /// The keyboard layouts that it is typed on, of those that the table has.
    layouts: &'static [&'static str],
}

const fn language(
    code: &'static str,
    stems: Algorithm,
    layouts: &'static [&'static str],
) -> Language {
    Language { code, stems: Some(stems), layouts }
}

const fn stemless(code: &'static str, layouts: &'static [&'static str]) -> Language {
    Language { code, stems: None, layouts }
}

/// All languages, by code.
pub(super) const LANGUAGES: [Language; 43] = [
    language("ar", Algorithm::Arabic, &["ar"]),
    stemless("be", &["by"]),
    stemless("bg", &["bg"]),
    language("ca", Algorithm::Catalan, &["es"]),
    language("cs", Algorithm::Czech, &[]),
    language("da", Algorithm::Danish, &[]),
    language("de", Algorithm::German, &["de"]),
    language("el", Algorithm::Greek, &["gr"]),
    language("en", Algorithm::English, &["us", "gb"]),
    language("eo", Algorithm::Esperanto, &[]),
    language("es", Algorithm::Spanish, &["es"]),
    language("et", Algorithm::Estonian, &[]),
    language("eu", Algorithm::Basque, &["es"]),
    language("fa", Algorithm::Persian, &[]),
    language("fi", Algorithm::Finnish, &[]),
    language("fr", Algorithm::French, &["fr"]),
    language("ga", Algorithm::Irish, &["gb"]),
    stemless("he", &["il"]),
    language("hi", Algorithm::Hindi, &[]),
    language("hu", Algorithm::Hungarian, &[]),
    language("hy", Algorithm::Armenian, &["am"]),
    language("id", Algorithm::Indonesian, &["us"]),
    language("it", Algorithm::Italian, &["it"]),
    stemless("ka", &["ge"]),
    stemless("kk", &["kz"]),
    stemless("ko", &["kr"]),
    language("lt", Algorithm::Lithuanian, &[]),
    language("ne", Algorithm::Nepali, &[]),
    language("nl", Algorithm::Dutch, &["us"]),
    language("no", Algorithm::Norwegian, &[]),
    language("pl", Algorithm::Polish, &["pl"]),
    language("pt", Algorithm::Portuguese, &[]),
    language("ro", Algorithm::Romanian, &[]),
    language("ru", Algorithm::Russian, &["ru"]),
    language("sr", Algorithm::Serbian, &["rs"]),
    language("st", Algorithm::Sesotho, &["us"]),
    language("sv", Algorithm::Swedish, &[]),
    language("ta", Algorithm::Tamil, &[]),
    stemless("th", &["th"]),
    language("tr", Algorithm::Turkish, &["tr"]),
    language("uk", Algorithm::Ukrainian, &["ua"]),
    language("yi", Algorithm::Yiddish, &["il"]),
    stemless("zh", &["us"]),
];

/// Returns the language with the code `code`.
pub(super) fn find(code: &str) -> Option<&'static Language> {
    // A search in order, since few languages are looked up, and none for each query.
    LANGUAGES.iter().find(|language| language.code == code)
}

/// Returns the names of the layouts on which the language `code` is typed, of those that the table
/// has; none if the language is unknown.
pub(crate) fn layouts_of_language(code: &str) -> &'static [&'static str] {
    find(code).map_or(&[], |language| language.layouts)
}

/// Checks that every code is known and none comes twice.
///
/// # Errors
///
/// `ERR_INVALID_OPTION` for the option `languages`.
pub(super) fn check<S: AsRef<str>>(codes: &[S]) -> Result<()> {
    let known = LANGUAGES.map(|language| language.code);
    check_names("languages", codes, &known)
}

/// Checks that each of `names` is one of `known` and none comes twice.
///
/// # Errors
///
/// `ERR_INVALID_OPTION` for `option`.
pub(super) fn check_names<S: AsRef<str>>(
    option: &'static str,
    names: &[S],
    known: &[&str],
) -> Result<()> {
    // A name twice is a slip of the caller that would cost time and bytes unseen.
    for (at, name) in names.iter().map(AsRef::as_ref).enumerate() {
        let expected = if !known.contains(&name) {
            format!("one of {}", known.join(" "))
        } else if names.iter().take(at).any(|earlier| earlier.as_ref() == name) {
            "different from each other".to_owned()
        } else {
            continue;
        };
        return Err(Error::InvalidOption { option, expected, got: format!("{name:?}") });
    }
    Ok(())
}
