//! Texts of other scripts: what is found, and what is not.

use super::equal;
use crate::corpus::Pair;
use crate::model::ModelEntry;

/// The texts found and their tiers.
fn found(pair: &Pair, query: &str) -> Vec<(String, u8)> {
    pair.ask(query).into_iter().map(|said| (said.text, said.tier)).collect()
}

fn one(text: &str, tier: u8) -> Vec<(String, u8)> {
    vec![(text.to_owned(), tier)]
}

#[test]
fn slips_are_counted_in_characters() {
    for (text, query, tier) in [
        ("собака", "собак", 0),
        ("собака", "соабк", 2),
        ("собака", "сбака", 2),
        ("ویلچر", "ویلچ", 0),
        ("ویلچر", "ویچلر", 2),
        ("ویلچر", "ویلجر", 2),
        ("ภาษาไทย", "ภาษา", 0),
        ("ภาษาไทย", "ภาาษไทย", 2),
        ("ภาษาไทย", "ภาษไทย", 2),
    ] {
        assert_eq!(found(&equal(&[text]), query), one(text, tier), "{query} for {text}");
    }
}

#[test]
fn two_characters_of_any_script_are_not_corrected() {
    for (text, query) in [("北京", "京北"), ("дом", "од"), ("ไทย", "ทไ"), ("שלום", "לש")]
    {
        assert_eq!(found(&equal(&[text]), query), [], "{query} for {text}");
    }
}

#[test]
fn a_run_of_han_or_kana_keeps_its_order() {
    let pair = equal(&["北京市", "京北", "東京タワー", "大阪城"]);
    assert_eq!(found(&pair, "北京"), one("北京市", 0));
    assert_eq!(found(&pair, "東京タ"), one("東京タワー", 0));
    assert_eq!(found(&pair, "タワー"), [], "not from the middle of a run");
    assert_eq!(
        found(&equal(&["東京 タワー"]), "タワー"),
        one("東京 タワー", 0),
        "but after a space"
    );
    assert_eq!(found(&equal(&["東京 タワー"]), "東京タワー"), one("東京 タワー", 1), "no space");
    assert_eq!(found(&equal(&["東京タワー"]), "東京 タワー"), one("東京タワー", 1), "a space");
}

#[test]
fn thai_is_found_by_its_beginning() {
    let pair = equal(&["กรุงเทพมหานคร", "เชียงใหม่"]);
    assert_eq!(found(&pair, "กรุงเทพ"), one("กรุงเทพมหานคร", 0));
    assert_eq!(found(&pair, "เชียง"), one("เชียงใหม่", 0));
    assert_eq!(found(&pair, "มหานคร"), []);
}

#[test]
fn arabic_and_persian_letters_are_found_by_each_other() {
    let pair = equal(&["كتاب", "محمد علي", "مدرسة"]);
    assert_eq!(found(&pair, "کتاب"), one("كتاب", 0), "the Persian kaf");
    assert_eq!(found(&pair, "علی"), one("محمد علي", 0), "the Persian yeh");
    assert_eq!(found(&pair, "مُحَمَّد"), one("محمد علي", 0), "vowel signs");
    assert_eq!(found(&pair, "مـــدرسة"), one("مدرسة", 0), "a stretched word");
    assert_eq!(found(&pair, "علي محم"), one("محمد علي", 0), "in another order");
    assert_eq!(found(&pair, "كتبا"), one("كتاب", 2), "a swap");
}

#[test]
fn hebrew_is_found_without_points_and_quotes() {
    let pair = equal(&["שָׁלוֹם עולם", "צה\"ל"]);
    assert_eq!(found(&pair, "שלום"), one("שָׁלוֹם עולם", 0));
    assert_eq!(found(&pair, "עולם ש"), one("שָׁלוֹם עולם", 0));
    assert_eq!(found(&pair, "צהל"), one("צה\"ל", 0));
    assert_eq!(found(&pair, "צה״ל"), one("צה\"ל", 0));
    assert_eq!(found(&pair, "שולם"), one("שָׁלוֹם עולם", 2));
    assert_eq!(pair.ask("שלום")[0].highlighted(), ["שָׁלוֹם"]);
}

#[test]
fn keys_of_other_scripts_are_aliases() {
    let city = |text: &str, aliases: &[&str]| ModelEntry {
        text: text.into(),
        aliases: aliases.iter().map(|alias| ((*alias).to_owned(), 0.1)).collect(),
        ..ModelEntry::default()
    };
    let cities = vec![city("Beijing", &["Пекин", "北京"]), city("Moscow", &["Москва"])];
    let pair = Pair::new(mapahead::Kind::Text, cities);
    for query in ["Пек", "пекин", "北", "北京"] {
        assert_eq!(found(&pair, query), one("Beijing", 0), "{query}");
        assert!(pair.ask(query)[0].highlights.is_empty());
    }
    assert_eq!(found(&pair, "пекни"), one("Beijing", 2));
}
