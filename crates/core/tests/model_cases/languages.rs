//! Section 4: layouts, transliteration, stems and synonyms.

use super::{ask, english, entry, found, highlighted, layouts, stemmer, to_latin};
use crate::model::forms::parse_synonyms;
use crate::model::{Kind, MatchKind, Model, Options, Settings, Via};

const SERVICES: [&str; 6] = [
    "Установка дверей",
    "Ремонт холодильника",
    "Холодильник",
    "Установка кондиционера",
    "Уборка квартиры",
    "Детский билет в цирк",
];

fn services() -> Settings {
    Settings {
        layouts: layouts(),
        stems: vec![stemmer()],
        transliterate: Some(to_latin),
        ..english()
    }
}

fn model() -> Model {
    Model::new(services(), SERVICES[..5].iter().map(|text| entry(text, 1.0)).collect())
}

#[test]
fn a_query_typed_in_the_wrong_layout_is_switched() {
    let answers = ask(&model(), "ecnfyjdrf");
    assert_eq!(
        answers.iter().map(|answer| (answer.tier, answer.kind)).collect::<Vec<_>>(),
        [(1, MatchKind::Prefix); 2]
    );
    assert!(answers.iter().all(|answer| answer.via == [Via::Layout]));
    assert_eq!(highlighted(&answers[0]), ["Установка"]);
    assert_eq!(found(&model(), "[jkjlbkmy"), ["Холодильник", "Ремонт холодильника"]);
    assert_eq!(
        found(&model(), "{JKJLBKM"),
        ["Холодильник", "Ремонт холодильника"],
        "shifted keys too"
    );
    assert_eq!(ask(&model(), "ecnfyjrdf")[0].tier, 2, "with a typo in it");
}

#[test]
fn short_queries_are_switched_when_tier_0_is_empty() {
    assert_eq!(found(&model(), "ec"), ["Установка дверей", "Установка кондиционера"]);
    let mut entries = vec![entry("Echo", 1.0)];
    entries.extend(SERVICES.iter().map(|text| entry(text, 1.0)));
    let model = Model::new(services(), entries);
    assert_eq!(found(&model, "ec"), ["Echo"]);
    let filtered = Options { exclude: vec!["echo".into()], ..Options::default() };
    let mut echo = entry("Echo", 1.0);
    echo.id = Some("echo".into());
    let model = Model::new(services(), vec![echo, entry("Установка", 1.0)]);
    assert_eq!(model.suggest("ec", &filtered).len(), 1, "what may not be returned does not count");
}

#[test]
fn a_literal_is_switched_too() {
    let settings = Settings { layouts: layouts(), ..Settings::new(Kind::Literal) };
    let model = Model::new(settings, vec![entry("привет мир", 1.0)]);
    let answers = ask(&model, "ghbdtn vb");
    assert_eq!(
        (answers[0].tier, answers[0].kind, answers[0].via.clone()),
        (1, MatchKind::Prefix, vec![Via::Layout])
    );
}

#[test]
fn transliteration_works_both_ways() {
    let model = Model::new(services(), vec![entry("Установка", 1.0), entry("Tosno", 1.0)]);
    let answers = ask(&model, "ustan");
    assert_eq!(
        (answers[0].text.as_str(), answers[0].tier, answers[0].via.clone()),
        ("Установка", 1, vec![Via::Transliteration])
    );
    assert_eq!((answers[0].surface.as_str(), highlighted(&answers[0])), ("ustanovka", vec![]));
    assert_eq!(found(&model, "тосн"), ["Tosno"]);
    assert_eq!(ask(&model, "usatnovka")[0].tier, 2);
}

#[test]
fn an_inflected_word_finds_the_entry_by_its_stem() {
    let answers = ask(&model(), "ремонт холодильников");
    assert_eq!(
        (answers[0].text.as_str(), answers[0].tier, answers[0].kind),
        ("Ремонт холодильника", 0, MatchKind::Words)
    );
    assert_eq!(answers[0].via, [Via::Stem]);
    assert_eq!(found(&model(), "холодильников ремонт"), ["Ремонт холодильника"]);
    let model = Model::new(services(), vec![entry("too shy", 1.0), entry("cat", 1.0)]);
    assert_eq!(ask(&model, "tooing shy")[0].via, [Via::Stem], "a closed word");
    assert_eq!(ask(&model, "cats")[0].tier, 0, "an open word from 4 letters");
    let short = Model::new(services(), vec![entry("ca", 1.0)]);
    assert!(ask(&short, "cas").iter().all(|answer| answer.tier > 0), "but not of 3");
}

#[test]
fn what_is_not_there_is_not_found() {
    assert!(found(&model(), "купить билет").is_empty());
    assert_eq!(found(&model(), "установкакон"), ["Установка кондиционера"]);
}

#[test]
fn any_member_of_a_synonym_group_finds_the_others() {
    let settings = Settings {
        synonyms: parse_synonyms("# comment\nfridge, ice box\nсплит => кондиционер\n", &[]),
        ..services()
    };
    let mut coded = entry("Кондиционер", 1.0);
    coded.aliases = vec![("кондиционер 7".into(), 0.5)];
    let model =
        Model::new(settings, vec![entry("Fridges repair", 2.0), entry("Ice box", 1.0), coded]);
    let answers = ask(&model, "ice bo");
    assert_eq!(
        answers.iter().map(|answer| answer.text.as_str()).collect::<Vec<_>>(),
        ["Ice box", "Fridges repair"]
    );
    assert_eq!(
        (answers[1].surface.as_str(), answers[1].score, answers[1].via.clone()),
        ("ice box repair", 0.1, vec![Via::Synonym])
    );
    assert_eq!(found(&model, "fridge"), ["Fridges repair", "Ice box"]);
    assert_eq!(ask(&model, "сплит")[0].text, "Кондиционер", "one way");
    assert_eq!(
        ask(&model, "сплит 7")[0].score,
        0.5 * 0.05 * 10.0,
        "the factor is that of the form it was made from"
    );
    assert_eq!(
        ask(&model, "firdge").iter().map(|answer| answer.tier).collect::<Vec<_>>(),
        [2, 2],
        "with slips"
    );
}

#[test]
fn synonyms_of_one_text_combine_up_to_64_forms() {
    let combined = |text: &str, query: &str| {
        let settings = Settings {
            synonyms: parse_synonyms("a, aa, aaa\nb, bb\n", &[]),
            ..Settings::new(Kind::Text)
        };
        Model::new(settings, vec![entry(text, 1.0)])
            .suggest(query, &Options { max_tier: 0, ..Options::default() })
            .len()
    };
    assert_eq!(combined("a b", "aaa bb"), 1, "both words replaced");
    assert_eq!(combined("a a a a a a", "aa a a a a a"), 1);
    assert_eq!(combined("a a a a a a", "aa aa aa aa aa aa"), 0, "too many forms before it");
}
