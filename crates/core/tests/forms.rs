//! Forms that the build makes: by synonyms, and by transliteration.

use std::fs;

use mapahead::{BuildOptions, BuildReport, Error, Index, Kind, SuggestOptions, Synonyms};
use proptest::prelude::*;

use crate::model::forms::{self, parse_synonyms};
use crate::model::{self, ModelEntry};
use crate::place::{Place, build_lines};

fn rules(lines: &[&str]) -> Option<Synonyms> {
    Some(Synonyms::Rules(lines.iter().map(|line| (*line).to_owned()).collect()))
}

fn services() -> BuildOptions {
    BuildOptions {
        languages: vec!["ru".into(), "en".into()],
        synonyms: rules(&["# groups", "холодильник, рефрижератор", "сплит => кондиционер"]),
        transliterate: true,
        ..BuildOptions::default()
    }
}

const TEXTS: [&str; 3] = [
    "{\"text\":\"Ремонт холодильников\",\"weight\":2}",
    "{\"text\":\"Кондиционер\",\"aliases\":[{\"text\":\"Кондиционер 7\",\"factor\":0.5},\"Сплит\"]}",
    "{\"text\":\"Tosno\"}",
];

fn build(place: &Place, options: BuildOptions, lines: &[&str]) -> (BuildReport, Index) {
    let report = build_lines(&place.index(), options, lines).unwrap();
    let index = Index::open(place.index()).unwrap();
    index.verify().unwrap();
    (report, index)
}

/// Text, surface and score of what is found as it stands.
fn found(index: &Index, query: &str) -> Vec<(String, String, f64)> {
    let options = SuggestOptions { max_tier: 0, ..SuggestOptions::default() };
    let result = index.suggest(query, &options).unwrap();
    let suggestions = result.suggestions.into_iter();
    suggestions
        .map(|found| (found.text.to_owned(), found.matched.surface.to_string(), found.score))
        .collect()
}

#[test]
fn a_form_made_by_a_synonym_is_found_like_an_alias() {
    let place = Place::new();
    let (report, index) = build(&place, services(), &TEXTS);
    let expect = |text: &str, surface: &str, score| (text.to_owned(), surface.to_owned(), score);
    assert_eq!(
        found(&index, "ремонт реф"),
        [expect("Ремонт холодильников", "ремонт рефрижератор", 0.1)]
    );
    // The alias as given has a larger factor than the synonym with the same key.
    assert_eq!(found(&index, "сплит"), [expect("Кондиционер", "Сплит", 1.0)]);
    assert_eq!(found(&index, "сплит 7"), [expect("Кондиционер", "сплит 7", 0.5 * 0.05 * 10.0)]);
    assert_eq!((report.synonym_forms, report.forms_cut), (2, 0));
    assert_eq!((report.aliases_merged, index.info().synonyms), (0, 2));
    assert!(index.info().transliterate);
}

#[test]
fn transliterations_are_keys_apart() {
    let place = Place::new();
    let (report, index) = build(&place, services(), &TEXTS);
    // 3 texts, 2 aliases, 2 synonyms, and one for each of the 6 that are not Latin.
    assert_eq!((report.slots, report.keys), (13, 13));
    let kinds = index.info().sections.into_iter().find(|section| section.name == "alias-kinds");
    assert_eq!(kinds.map(|section| section.bytes), Some(16 + 4 + 8));
    let plain = BuildOptions { transliterate: false, ..services() };
    assert_eq!(build(&place, plain, &TEXTS).0.slots, 7);
}

#[test]
fn without_made_forms_the_file_says_nothing_of_kinds() {
    let place = Place::new();
    let (_, index) = build(&place, BuildOptions::default(), &TEXTS);
    assert!(index.info().sections.iter().all(|section| section.name != "alias-kinds"));
    let latin = BuildOptions { transliterate: true, ..BuildOptions::default() };
    let (_, index) = build(&place, latin, &TEXTS[2..]);
    assert!(index.info().sections.iter().all(|section| !section.name.starts_with("alias")));
}

#[test]
fn an_entry_has_64_forms_and_the_report_says_what_was_cut() {
    let place = Place::new();
    let group: Vec<String> = (0..100).map(|number| format!("word{number}")).collect();
    let options = BuildOptions { synonyms: rules(&[&group.join(",")]), ..BuildOptions::default() };
    let aliases: Vec<String> = (0..70).map(|number| format!("\"alias {number}\"")).collect();
    let lines = [
        "{\"text\":\"word1 here\"}".to_owned(),
        "{\"text\":\"other\"}".to_owned(),
        format!("{{\"text\":\"word2\",\"aliases\":[{}]}}", aliases.join(",")),
    ];
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let (report, index) = build(&place, options, &lines);
    assert_eq!((report.synonym_forms, report.forms_cut), (63, 2));
    assert_eq!(report.slots, 3 + 63 + 70);
    assert_eq!(found(&index, "word63 h").len(), 1, "63 others come first");
    assert_eq!(found(&index, "word64 h").len(), 0);
}

#[test]
fn forms_of_every_kind_that_find_no_room_are_told() {
    let place = Place::new();
    let aliases = |count: usize, like: &str| -> String {
        let aliases = (0..count).map(|number| format!("\"{like} {}\"", letters(number)));
        aliases.collect::<Vec<_>>().join(",")
    };
    let entry =
        |count, like| format!("{{\"text\":\"other\",\"aliases\":[{}]}}", aliases(count, like));
    // Each alias has a form besides: with its sign as a word, or cut into parts.
    for like in ["a & b", "ab12"] {
        let cut =
            |count| build(&place, BuildOptions::default(), &[&entry(count, like)]).0.forms_cut;
        assert_eq!((cut(31), cut(32)), (0, 1), "{like}");
    }
}

/// Returns the name of a number that has no digit.
fn letters(number: usize) -> String {
    number.to_string().bytes().map(|digit| char::from(digit - b'0' + b'k')).collect()
}

#[test]
fn synonyms_come_from_a_file_too() {
    let place = Place::new();
    let path = place.path("synonyms.txt");
    fs::write(&path, "\u{FEFF}# groups\r\n\r\nfridge, ice box\r\n").unwrap();
    let options = BuildOptions {
        synonyms: Some(Synonyms::File(path.clone())),
        synonym_factor: 0.5,
        ..BuildOptions::default()
    };
    let (report, index) = build(&place, options.clone(), &["{\"text\":\"Fridge\"}"]);
    assert_eq!((report.synonym_forms, index.info().synonyms), (1, 1));
    assert_eq!(found(&index, "ice"), [("Fridge".to_owned(), "ice box".to_owned(), 0.5)]);

    let refused = |contents: &[u8]| {
        fs::write(&path, contents).unwrap();
        let error = build_lines(&place.index(), options.clone(), &["{}"]).unwrap_err();
        format!("{} {error}", error.code())
    };
    let name = path.display();
    assert_eq!(
        refused(b"a, b\n\na => b => c\n"),
        format!(
            "ERR_INVALID_INPUT {name}:3: there are several =>; write a rule of its own for each"
        )
    );
    assert!(refused(b"a, b\nc, \xff\n").contains("line 2 is not UTF-8"));
    fs::remove_file(&path).unwrap();
    let missing = build_lines(&place.index(), options, &["{}"]).unwrap_err();
    assert_eq!(missing.code(), "ERR_IO");
}

#[test]
fn bad_rules_are_refused_with_their_line() {
    let place = Place::new();
    let options = |lines| BuildOptions { synonyms: rules(lines), ..BuildOptions::default() };
    let refused = |lines| build_lines(&place.index(), options(lines), &["{}"]).unwrap_err();
    let error = refused(&["a, b", "alone"]).to_string();
    assert!(error.starts_with("<synonyms>:2: there is a single synonym"), "{error}");
}

#[test]
fn an_index_of_literals_refuses_what_works_by_words() {
    let place = Place::new();
    let literal = BuildOptions { kind: Kind::Literal, ..BuildOptions::default() };
    let refused =
        |options| build_lines(&place.index(), options, &["{\"text\":\"a\"}"]).unwrap_err();
    for (options, name) in [
        (BuildOptions { synonyms: rules(&["a, b"]), ..literal.clone() }, "synonyms"),
        (BuildOptions { transliterate: true, ..literal.clone() }, "transliterate"),
        (BuildOptions { inside: true, ..literal.clone() }, "inside"),
    ] {
        let error = refused(options);
        assert!(matches!(error, Error::InvalidOption { option, .. } if option == name), "{error}");
        assert!(error.to_string().contains("has no words"), "{error}");
    }
    for (options, name) in [
        (BuildOptions { layouts: vec!["qwerty".into()], ..literal.clone() }, "layouts"),
        (BuildOptions { languages: vec!["english".into()], ..literal }, "languages"),
    ] {
        let error = refused(options);
        assert!(matches!(error, Error::InvalidOption { option, .. } if option == name), "{error}");
    }
}

#[test]
fn an_index_does_not_replace_the_file_of_its_synonyms() {
    let place = Place::new();
    let options =
        BuildOptions { synonyms: Some(Synonyms::File(place.index())), ..BuildOptions::default() };
    let error = build_lines(&place.index(), options, &["{\"text\":\"a\"}"]).unwrap_err();
    assert!(matches!(error, Error::InvalidOption { option: "out", .. }), "{error}");
    assert!(fs::read(place.index()).unwrap() == place.good);
}

#[test]
fn equal_input_gives_equal_bytes_with_made_forms_too() {
    let place = Place::new();
    let lines: Vec<String> = (0..3000)
        .map(|number| {
            format!("{{\"text\":\"Ремонт холодильника {number}\",\"weight\":{}}}", number % 7)
        })
        .collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let mut built = Vec::new();
    for threads in [1, 4] {
        let options = BuildOptions { threads: Some(threads), ..services() };
        let (report, _) = build(&place, options, &lines);
        assert_eq!((report.synonym_forms, report.slots), (3000, 12_000));
        built.push(fs::read(place.index()).unwrap());
    }
    assert!(built[0] == built[1]);
}

#[test]
fn a_changed_kind_under_right_checksums_never_panics_and_is_flagged_if_anything_tells_it() {
    let place = Place::new();
    build(&place, services(), &TEXTS);
    let good = fs::read(place.index()).unwrap();
    let number = |at: usize| u64::from_le_bytes(good[at..at + 8].try_into().unwrap()) as usize;
    // The section table starts at byte 64; an entry has 32 bytes, its id first.
    let entries = (64..).step_by(32).take(number(56));
    let kinds = entries.into_iter().find(|at| number(*at) & 0xffff_ffff == 14).unwrap();
    let (start, count) = (number(kinds + 8), number(number(kinds + 8)));
    // Three bits each, after the number of kinds and their width.
    let is_latin = |kind: usize| kind > 1;
    for alias in 0..count {
        let (at, shift) = (start + 16 + alias * 3 / 8, alias * 3 % 8);
        let old = (number(at) >> shift) & 7;
        for new in (0..8).filter(|new| *new != old) {
            let mut bytes = good.clone();
            let word = (number(at) & !(7 << shift)) | (new << shift);
            bytes[at..at + 8].copy_from_slice(&word.to_le_bytes());
            crate::damage::repair(&mut bytes);
            let path = place.path("changed");
            fs::write(&path, bytes).unwrap();
            let index = Index::open(&path).unwrap();
            for query in ["", "ремонт", "сплит", "tosno", "ustanovka"] {
                let _ = index.suggest(query, &SuggestOptions::default());
            }
            // Nothing tells a synonym from an alias, but a key tells a transliteration.
            let passes = index.verify().is_ok();
            assert!(!passes || (new <= 4 && is_latin(old) == is_latin(new)), "{alias}: {new}");
        }
    }
}

/// A line of two or more members over few words, so that they meet.
fn line() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec!["a", "b", "c", "d", "a b", "b c", "Ä", "c d e", "c-d"]);
    let members = |size| prop::collection::vec(word.clone(), size).prop_map(|all| all.join(", "));
    prop_oneof![
        members(2..4),
        (members(1..3), members(1..3)).prop_map(|(typed, found)| format!("{typed} => {found}")),
        Just("# a, b".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn the_forms_of_a_record_are_those_of_the_model(
        lines in prop::collection::vec(line(), 1..5),
        text in prop::sample::select(vec!["a b c", "A", "b c a", "c d e", "a a a a"]),
        aliases in prop::collection::vec(
            (prop::sample::select(vec!["a", "d e", "b", "B c", "c c"]),
             prop::sample::select(vec![1.0, 0.75, 0.5])),
            0..4,
        ),
    ) {
        let entry = ModelEntry {
            text: text.to_owned(),
            aliases: aliases.iter().map(|(text, factor)| ((*text).to_owned(), *factor)).collect(),
            ..ModelEntry::default()
        };
        let settings = model::Settings {
            synonyms: parse_synonyms(&lines.join("\n"), &[]),
            ..model::Settings::new(model::Kind::Text)
        };
        let mut expected = forms::forms(&settings, &entry);
        // Words of several forms are put together by a query, and no index stores them.
        expected.retain(|form| form.class != forms::FormClass::Combined);

        let place = Place::new();
        let synonyms: Vec<&str> = lines.iter().map(String::as_str).collect();
        let options = BuildOptions { synonyms: rules(&synonyms), ..BuildOptions::default() };
        let record = serde_json::json!({
            "text": text,
            "aliases": aliases
                .iter()
                .map(|(text, factor)| serde_json::json!({ "text": text, "factor": factor }))
                .collect::<Vec<_>>(),
        });
        let (report, index) = build(&place, options, &[&record.to_string()]);
        prop_assert_eq!(report.slots, expected.len() as u64);
        prop_assert_eq!(report.keys, expected.len() as u64);
        let keys: Vec<(String, f64)> = expected
            .iter()
            .map(|form| {
                let words: Vec<String> =
                    form.words.iter().map(|word| word.iter().collect()).collect();
                (words.join(" "), form.factor)
            })
            .collect();
        for (query, _) in &keys {
            let score = |(key, factor): &(String, f64)| {
                let quality = if key == query { 10.0 } else { 1.0 };
                key.starts_with(query.as_str()).then_some(factor * quality)
            };
            let best = keys.iter().filter_map(score).fold(0.0, f64::max);
            let found = found(&index, query);
            prop_assert_eq!(found.len(), 1, "{}", query);
            prop_assert_eq!(found[0].2, best, "{}", query);
        }
    }
}
