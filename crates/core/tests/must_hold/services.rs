//! The home-services story: Russian, with slips, stems, synonyms, on either keyboard.

use mapahead::{BuildOptions, SuggestOptions, Synonyms};

use super::list;
use crate::corpus::Pair;

const SERVICES: [(&str, f64); 14] = [
    ("Установка кондиционера", 90.0),
    ("Установка дверей", 80.0),
    ("Установка стиральной машины", 70.0),
    ("Ремонт холодильника", 60.0),
    ("Ремонт стиральных машин", 50.0),
    ("Ремонт квартиры", 40.0),
    ("Уборка квартиры", 40.0),
    ("Мастер на час", 30.0),
    ("Сборка мебели", 30.0),
    ("Холодильник", 20.0),
    ("Вывоз мусора", 10.0),
    ("Ёлка", 5.0),
    ("Замена замков", 5.0),
    ("Выгул собак", 4.0),
];

fn services() -> Pair {
    let build = BuildOptions {
        languages: list(&["ru"]),
        layouts: list(&["us", "ru"]),
        synonyms: Some(Synonyms::Rules(list(&["монтаж => установка", "сплит, кондиционер"]))),
        ..BuildOptions::default()
    };
    Pair::with_texts(build, &SERVICES)
}

#[test]
fn a_typed_inflected_form_finds_the_entry() {
    let pair = services();
    let said = pair.ask("ремонт холодильников").remove(0);
    assert_eq!(
        (said.text.as_str(), said.tier, said.kind.as_str()),
        ("Ремонт холодильника", 0, "words")
    );
    assert_eq!(
        (said.via.as_slice(), said.highlighted()),
        (&list(&["stem"])[..], vec!["Ремонт", "холодильника"])
    );
    assert_eq!(pair.texts("холодильников ремонт")[0], "Ремонт холодильника");
    assert_eq!(pair.texts("дверями установка")[0], "Установка дверей");
}

#[test]
fn yo_is_ye() {
    assert_eq!(services().texts("елка"), ["Ёлка"]);
    assert_eq!(services().texts("ёлк"), ["Ёлка"]);
}

#[test]
fn words_are_found_without_the_space_between_them() {
    let said = services().ask("установкакон").remove(0);
    assert_eq!(
        (said.text.as_str(), said.tier, said.kind.as_str()),
        ("Установка кондиционера", 1, "prefix")
    );
    assert_eq!(
        (said.via.as_slice(), said.highlighted()),
        (&list(&["spacing"])[..], vec!["Установка кон"])
    );
}

#[test]
fn the_first_two_letters_may_be_swapped() {
    let said = services().ask("ермонт");
    assert_eq!(said.iter().map(|said| (said.tier, said.cost)).collect::<Vec<_>>(), [(2, 0.375); 3]);
    assert_eq!(said[0].text, "Ремонт холодильника");
}

#[test]
fn what_is_not_there_is_not_found() {
    assert!(services().ask("купить билет").is_empty());
    assert!(services().ask("купить билет ").is_empty());
    let all = SuggestOptions { limit: 1000, ..Default::default() };
    assert!(services().ask_with("купить билет", &all).is_empty());
}

#[test]
fn the_wrong_layout_is_switched_also_half_typed_and_with_slips() {
    let pair = services();
    for (query, tier, first) in [
        ("ecnfyjdrf", 1, "Установка кондиционера"),
        ("ecnfy", 1, "Установка кондиционера"),
        ("[jkjlbkmybr", 1, "Холодильник"),
        ("{jkjlbkmybr", 1, "Холодильник"),
        ("htvjyn [jkjlbkmybrf", 1, "Ремонт холодильника"),
        ("ecnfyjrdf", 2, "Установка кондиционера"),
        ("thvjyn", 2, "Ремонт холодильника"), // `ермонт`
        ("`krf", 1, "Ёлка"),
        ("gjxbcnrf ghbdtn", 9, ""), // `почистка привет`
    ] {
        let said = pair.ask(query);
        let got = said.first().map_or((9, ""), |said| (said.tier, said.text.as_str()));
        assert_eq!(got, (tier, first), "{query:?}");
        assert!(said.iter().all(|said| said.via.contains(&"layout".to_owned())), "{query:?}");
    }
}

#[test]
fn a_text_is_found_in_latin_letters_and_a_latin_text_in_cyrillic_ones() {
    let build = BuildOptions { transliterate: true, ..BuildOptions::default() };
    let pair = Pair::with_texts(build, &[("Установка дверей", 2.0), ("Tosno", 1.0)]);
    for (query, tier, text) in [
        ("ustanovka", 1, "Установка дверей"),
        ("ustanov", 1, "Установка дверей"),
        ("dverey ustan", 1, "Установка дверей"),
        ("usatnovka", 2, "Установка дверей"),
        ("тосно", 1, "Tosno"),
        ("установка", 0, "Установка дверей"),
    ] {
        let said = pair.ask(query).remove(0);
        assert_eq!((said.tier, said.text.as_str()), (tier, text), "{query:?}");
        let latin = said.via == ["transliteration"];
        assert_eq!(
            (latin, said.highlights.is_empty()),
            (tier > 0, text != "Tosno" && tier > 0),
            "{query:?}"
        );
    }
}

#[test]
fn a_synonym_finds_words_that_the_text_does_not_have() {
    let pair = services();
    let said = pair.ask("монтаж двер").remove(0);
    assert_eq!((said.text.as_str(), said.surface.as_str()), ("Установка дверей", "монтаж дверей"));
    assert_eq!((said.via.as_slice(), said.highlighted()), (&list(&["synonym"])[..], vec!["двер"]));
    assert_eq!(pair.texts("сплит"), ["Установка кондиционера"]);
    assert_eq!(pair.texts("спилт установка")[0], "Установка кондиционера");
}
