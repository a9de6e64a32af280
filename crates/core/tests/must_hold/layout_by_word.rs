//! One word of a query typed on another layout: what it finds, and what not.

use mapahead::{BuildOptions, Kind};

use super::list;
use crate::corpus::Pair;

fn pair(layouts: &[&str], texts: &[&str]) -> Pair {
    let build = BuildOptions { layouts: list(layouts), ..BuildOptions::default() };
    Pair::with_texts(build, &texts.iter().map(|text| (*text, 1.0)).collect::<Vec<_>>())
}

/// Asserts that each query finds its text in tier 1, by its layout alone.
fn finds(layouts: &[&str], table: &[(&str, &str)]) {
    let texts: Vec<&str> = table.iter().map(|(_, text)| *text).collect();
    let pair = pair(layouts, &texts);
    for (query, text) in table {
        let said = pair.ask(query);
        let first = said.first().unwrap_or_else(|| panic!("{query} for {text}"));
        assert_eq!((first.text.as_str(), first.tier), (*text, 1), "{query}");
        assert_eq!(first.via, ["layout"], "{query}");
    }
}

#[test]
fn one_word_may_be_typed_on_the_other_layout() {
    finds(
        &["us", "ru"],
        &[
            ("ecnfyjdrf linux", "Установка Linux"),
            ("htvjyn macbook", "Ремонт MacBook"),
            ("htvjyn iphone 7", "Ремонт iPhone 7"),
            ("купить хлеб vfckj", "Купить хлеб масло"),
            ("купить vjkjrj утром", "Купить молоко утром"),
            ("золотой {jkjlbkmybr", "Золотой холодильник"),
            ("золотая `krf ", "Золотая ёлка"),
            ("цштвщцы server", "Windows Server"),
            ("photo ыефешщт", "Photo station"),
            ("adobe зрщещырщз", "Adobe Photoshop"),
            ("старый cgtrnfrk", "Старый спектакль"),
            ("yjdsq год", "Новый год"),
            ("NTFNH кукол", "Театр кукол"),
            ("синий lbdf", "Синий диван"),
            ("1c ,e[ufknthbz", "1C бухгалтерия"),
        ],
    );
    finds(&["us", "gr"], &[("athens βοοκσ", "Athens books"), ("new κευσ", "New keys")]);
    finds(&["us", "il"], &[("tel גםםר", "Tel door"), ("red יםוד", "Red house")]);
    finds(&["us", "kr"], &[("서울 tlwkd", "서울 시장"), ("busan 호텔 gkrry", "Busan 호텔 학교")]);
}

#[test]
fn two_letters_two_words_and_keys_of_no_layout_are_not_switched_alone() {
    let texts = ["Новый дом", "Установка Linux", "Он Linux", "Ремонт окон Apple", "Cafe мой"];
    let pair = pair(&["us", "ru"], &texts);
    for query in [
        "jy linux",          // two letters
        "htvjyn jrjy apple", // two words
        "ecnfyjdrf дштгч",   // two words, both ways
        "ecnfyéjdrf linux",  // a letter of neither
        "gjxbcnrf linux",    // a word that is not there
        "yjd linux",         // words of two entries
    ] {
        let said =
            pair.ask_with(query, &mapahead::SuggestOptions { max_tier: 1, ..Default::default() });
        assert_eq!(said, [], "{query}");
    }
}

#[test]
fn a_number_does_not_become_signs_on_another_layout() {
    for layout in ["fr", "kz", "th"] {
        let pair = pair(&["us", layout], &["Audi 100", "Audi quattro", "Phone 2019 case"]);
        for query in ["audi 345", "audi 123", "audi 6767", "phone 2024 case"] {
            assert_eq!(pair.texts(query), [""; 0], "{query} on {layout}");
        }
    }
}

#[test]
fn consonants_of_hangul_that_are_left_out_leave_a_score() {
    // Typed on the layout kr, but meant on us: no word as typed has a syllable.
    let said = &pair(&["us", "kr"], &["Red data"]).ask("ㄱㄷㅇ ㅇㅁㅅㅁ ㅊㅁㄹㄷ")[0];
    assert_eq!((said.tier, said.text.as_str()), (3, "Red data"));
    assert!(said.score > 0.0, "{}", said.score);
}

#[test]
fn a_literal_is_not_switched_by_word() {
    let build =
        BuildOptions { kind: Kind::Literal, layouts: list(&["us", "ru"]), ..Default::default() };
    let pair = Pair::with_texts(build, &[("установка linux", 1.0)]);
    assert_eq!(pair.texts("ecnfyjdrf linux"), [""; 0]);
    assert_eq!(pair.texts("установка lin").len(), 1);
}

#[test]
fn the_word_that_was_switched_may_have_a_slip_and_says_so() {
    let pair = pair(&["us", "ru"], &["Установка Linux"]);
    let said = pair.ask("ecnfyjrdf linux").remove(0);
    assert_eq!((said.tier, said.cost, said.via), (2, 0.375, list(&["layout"])));
    assert_eq!(pair.ask("ecnfyjdrf linux")[0].highlighted(), ["Установка Linux"]);
}
