//! Words left out of a query that finds nothing: what they find, and what they must not.

use mapahead::{BuildOptions, SuggestOptions, Synonyms, Typos};
use proptest::prelude::*;

use super::{equal, list};
use crate::corpus::{self, Pair};

/// Asserts that each query finds its text first among all texts of the table, without the words.
fn finds(build: BuildOptions, table: &[(&str, &str, &[&str])]) {
    let mut texts: Vec<(&str, f64)> = table.iter().map(|(_, text, _)| (*text, 1.0)).collect();
    texts.sort_unstable_by(|a, b| a.0.cmp(b.0));
    texts.dedup();
    let pair = Pair::with_texts(build, &texts);
    for (query, text, dropped) in table {
        let said = pair.ask(query);
        let first = said.first().unwrap_or_else(|| panic!("{query} for {text}"));
        assert_eq!((first.text.as_str(), first.tier), (*text, 3), "{query}");
        assert_eq!(first.dropped, list(dropped), "{query}");
        assert!(said.iter().all(|one| one.via.contains(&"dropped".to_owned())), "{query}");
    }
}

/// Asserts that no query finds its text.
fn does_not_find(table: &[(&str, &str)]) {
    for (query, text) in table {
        assert_eq!(equal(&[text]).texts(query), [""; 0], "{query} for {text}");
    }
}

#[test]
fn a_word_that_the_entry_lacks_does_not_empty_the_list() {
    finds(
        BuildOptions { languages: list(&["en", "ru"]), ..BuildOptions::default() },
        &[
            ("the big winter garden gate", "Big Winter Garden", &["the", "gate"]),
            ("an open door", "Open Door", &["an"]),
            ("nokia brick e7 handset", "Nokia Brick E7", &["handset"]),
            ("nokia brick e7 hand", "Nokia Brick E7", &["hand"]),
            ("museum lisbon Portugal", "Lisbon Museum", &["Portugal"]),
            ("blue suede shoes ", "Blue Shoes", &["suede"]),
            ("second-hand oak tables lamps chairs", "Oak Table Lamps Chairs", &["second", "hand"]),
            ("buy kettle", "Kettle", &["buy"]),
            ("kettle cheap ", "Kettle", &["cheap"]),
            ("Großer Crème brulée", "Creme Brulee", &["Großer"]),
            ("купить синий диван", "Синий диван", &["купить"]),
            ("синий диван недорого", "Синий диван", &["недорого"]),
            ("Новые зимние шины", "Шины зимние", &["Новые"]),
            ("чайник Ёлочка керамический", "Чайник керамический", &["Ёлочка"]),
            ("το μεγάλο βιβλίο", "Μεγάλο βιβλίο", &["το"]),
            ("καφές ελληνικός φθηνός", "Ελληνικός καφές", &["φθηνός"]),
            ("בית קפה תל אביב", "קפה תל אביב", &["בית"]),
            ("מסעדה גדולה חדשה", "מסעדה חדשה", &["גדולה"]),
            ("مطعم البحر الجديد", "مطعم البحر", &["الجديد"]),
            ("शहर की किताब", "शहर किताब", &["की"]),
            ("서울시청 도서관 안내", "서울시청 도서관", &["안내"]),
            ("東京 タワー 入口 ", "タワー 入口", &["東京"]),
        ],
    );
}

#[test]
fn a_number_a_short_word_and_an_unfinished_one_of_two_stay() {
    does_not_find(&[
        ("galaxy phone 15", "Galaxy Phone 16"),
        ("galaxy 15", "Galaxy"),
        ("m4 bolt steel", "M8 Bolt Steel"),
        ("room 101 b", "Room 102 b"),
        ("chair ④ oak", "Chair ⑤ Oak"),
        ("vitamin b12", "Vitamin B6"),
        ("unite s", "Unite Arab"),
        ("north k", "North Africa"),
        ("go xx ", "Go"),
        ("서울 부산시 ", "서울"),
        ("купить билет", "Купить дом"),
        ("one two three four", "One Two"),
        ("one two three four five", "One Two"),
        ("дом ххх ууу", "Дом"),
    ]);
}

#[test]
fn of_two_words_the_one_that_is_left_has_no_slip_and_of_more_each_may() {
    let pair = equal(&["Kettle", "Garden Chair"]);
    assert_eq!(pair.texts("buy kettle"), ["Kettle"]);
    assert_eq!(pair.texts("buy ketlte"), [""; 0]);
    let said = pair.ask("buy gardne chair");
    assert_eq!((said[0].text.as_str(), said[0].cost, said[0].tier), ("Garden Chair", 0.375, 3));
    let never = SuggestOptions { typos: Typos::Never, ..Default::default() };
    assert_eq!(pair.ask_with("buy gardne chair", &never), []);
    assert_eq!(pair.ask_with("buy garden chair", &never)[0].tier, 3, "without slips it is tried");
    let tier_2 = SuggestOptions { max_tier: 2, ..Default::default() };
    assert_eq!(pair.ask_with("buy garden chair", &tier_2), []);
}

#[test]
fn the_words_that_stay_match_in_every_way_of_the_tiers_before() {
    let build = BuildOptions {
        languages: list(&["en"]),
        layouts: list(&["us", "ru"]),
        synonyms: Some(Synonyms::Rules(list(&["sofa, couch"]))),
        transliterate: true,
        inside: true,
        ..BuildOptions::default()
    };
    let texts = ["Sofas green", "Диван синий", "RTX3080 card", "Kaffeemaschine blau"];
    let pair = Pair::with_texts(build, &texts.map(|text| (text, 1.0)));
    for (query, text, via) in [
        ("couch green zzz", "Sofas green", "synonym"),
        ("lbdfy cbybq pppp", "Диван синий", "layout"),
        ("divan siniy zzz", "Диван синий", "transliteration"),
        ("zzz card 3080", "RTX3080 card", "parts"),
        ("zzz maschine blau", "Kaffeemaschine blau", "inside"),
        ("kaff bla zzz", "Kaffeemaschine blau", "open-words"),
        ("greens sofas zzz", "Sofas green", "stem"),
    ] {
        let said = pair.ask(query);
        assert_eq!((said[0].text.as_str(), said[0].tier), (text, 3), "{query}");
        assert!(said[0].via.contains(&via.to_owned()), "{query}: {:?}", said[0].via);
    }
}

#[test]
fn consonants_alone_that_are_left_out_count_as_letters() {
    let share = |query: &str| equal(&["garden chair"]).ask(query)[0].score;
    assert_eq!(share("garden chair ㅋㅋㅋ "), share("garden chair xqz "));
    assert!(share("garden chair ㅋㅋㅋㅋ ") < share("garden chair ㅋ "));
}

#[test]
fn fewer_letters_left_out_count_more_than_popularity() {
    let texts = [("Lost World", 1.0), ("Lost Gun", 2.0)];
    let pair = Pair::of_texts(&texts);
    assert_eq!(pair.texts("lost gun world"), ["Lost World", "Lost Gun"]);
    let free =
        mapahead::Quality { drop_base: 1.0, ..mapahead::Quality::for_kind(mapahead::Kind::Text) };
    let build = BuildOptions { quality: Some(free), ..BuildOptions::default() };
    assert_eq!(Pair::with_texts(build, &texts).texts("lost gun world"), ["Lost Gun", "Lost World"]);
}

#[test]
fn a_pinned_entry_that_passed_before_ends_the_search() {
    let record = |text: &str, id: &str| crate::model::ModelEntry {
        text: text.to_owned(),
        id: Some(id.to_owned()),
        ..Default::default()
    };
    let records = vec![record("Garden chair oak", "a"), record("Garden chair", "b")];
    let pair = Pair::new(mapahead::Kind::Text, records);
    let pin = SuggestOptions { pin: list(&["a"]), ..Default::default() };
    assert_eq!(pair.ask_with("garden chair oak", &pin).len(), 1, "tier 0 has the pinned one");
    let said = pair.ask_with("garden chair zzz", &pin);
    assert_eq!(
        said.iter().map(|one| (one.text.as_str(), one.tier)).collect::<Vec<_>>(),
        [("Garden chair oak", 3), ("Garden chair", 3)]
    );
}

/// A few words, so that queries of them often meet, and often do not.
fn words(most: usize) -> impl Strategy<Value = Vec<&'static str>> {
    let words = [
        "abc",
        "abd",
        "ba",
        "xyz",
        "дом",
        "дома",
        "b",
        "qqqqq",
        "서울시",
        "κήπος",
        "7",
        "1",
        "17",
        "71",
        "117",
        "8",
    ];
    prop::collection::vec(prop::sample::select(words.to_vec()), 1..most)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn tier_3_is_searched_only_when_nothing_passed_and_the_top_5_is_the_head_of_the_top_10(
        texts in prop::collection::vec(words(5), 1..12),
        queries in prop::collection::vec(words(7), 6),
    ) {
        let texts: Vec<String> = texts.iter().map(|words| words.join(" ")).collect();
        let pair = equal(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        for query in queries.iter().map(|words| words.join(" ")) {
            let all = pair.ask(&query);
            let two = pair.ask_with(&query, &SuggestOptions { max_tier: 2, ..Default::default() });
            prop_assert!(two.is_empty() || two == all, "{}", query);
            prop_assert!(!two.is_empty() || all.iter().all(|said| said.tier == 3), "{}", query);
            let five = pair.ask_with(&query, &SuggestOptions { limit: 5, ..Default::default() });
            prop_assert_eq!(&five[..], &all[..5.min(all.len())], "{}", query);
        }
    }

    #[test]
    fn a_query_of_which_nothing_finds_anything_stays_empty_and_no_number_finds_another(
        texts in prop::collection::vec(words(5), 1..12),
        queries in prop::collection::vec(words(7), 6),
    ) {
        let texts: Vec<String> = texts.iter().map(|words| words.join(" ")).collect();
        let pair = equal(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        for words in &queries {
            let query = words.join(" ");
            let alone = words.iter().any(|word| {
                !pair.ask(word).is_empty() || !pair.ask(&format!("{word} ")).is_empty()
            });
            let two = SuggestOptions { max_tier: 2, ..Default::default() };
            let said = pair.ask(&query);
            if !alone && pair.ask_with(&query, &two).is_empty() {
                prop_assert!(said.is_empty(), "{}", query);
            }
            // By slips and without words. The last number may go on, and each where all words may.
            let (last, closed) = words.split_last().expect("there are words");
            let is_number = |word: &&str| word.chars().all(char::is_numeric);
            let open = "open-words".to_owned();
            let is_closed = |one: &&crate::asking::Said| one.tier >= 2 && !one.via.contains(&open);
            for one in said.iter().filter(is_closed) {
                let count = |number: &str| one.text.split(' ').filter(|word| *word == number).count();
                for number in closed.iter().filter(|word| is_number(word)) {
                    let typed = closed.iter().filter(|word| *word == number).count();
                    prop_assert!(count(number) >= typed, "{} for {}", one.text, query);
                }
                let begun = one.text.split(' ').any(|word| word.starts_with(last));
                prop_assert!(!is_number(last) || begun, "{} for {}", one.text, query);
            }
        }
    }

    #[test]
    fn a_query_of_three_words_of_which_all_but_one_match_an_entry_is_not_empty(
        records in corpus::word_records(12),
        at in any::<prop::sample::Index>(),
        place in any::<prop::sample::Index>(),
        word in prop::sample::select(vec!["zzzz", "b", "дом", "é", "qx"]),
        end in prop::sample::select(vec!["", " "]),
    ) {
        let text = at.get(&records).text.clone();
        let mut words: Vec<&str> = text.split_whitespace().collect();
        // Each of them is a word of the key, and no sign between two.
        let plain = words.iter().all(|word| word.chars().all(char::is_alphanumeric));
        let long = words.iter().any(|word| {
            word.chars().filter(|char| char.is_alphabetic()).count() >= 3 && word.is_ascii()
        });
        words.insert(place.index(words.len() + 1), word);
        let query = words.join(" ") + end;
        let pair = Pair::new(mapahead::Kind::Text, records);
        let said = pair.ask(&query);
        prop_assert!(words.len() < 3 || !long || !plain || !said.is_empty(), "{}", query);
    }
}

/// A text, and words that find it without slips, by parts, spacing, or joined or split.
const OTHERWISE_WRITTEN: [(&str, &str); 24] = [
    ("C. S. Lewis", "cs lewis"),
    ("G. R. R. Martin Saga", "grr martin"),
    ("N.A.S.A. archive", "nasa archive"),
    ("Blue Ray Disc", "bluera ydisc"),
    ("left_pad fast", "leftpad fast"),
    ("GTX 1660 Board", "gtx1660 board"),
    ("GTX1660 Board", "gtx 1660 board"),
    ("Screw M8x30 zinc", "zinc screw m8 x 30"),
    ("XMLHttpRequest api", "xml http request api"),
    ("xml http request api", "XMLHttpRequest api"),
    ("Agent 007", "agent 7"),
    ("7 Agent", "007 agent"),
    ("Cold Red Bull", "redbull cold"),
    ("Cold Redbull", "red bull cold"),
    ("Old Ice Tea Pot", "icetea old"),
    ("Санкт-Петербург вокзал", "санктпетербург вокзал"),
    ("С.С.С.Р. карта", "ссср карта"),
    ("Холодный Чай Лимон", "чайлимон холодный"),
    ("Насос ВК16 синий", "насос вк 16 синий"),
    ("Δ.Ε.Η. λογαριασμός", "δεη λογαριασμος"),
    ("서울-역 안내소", "서울역 안내소"),
    ("ラーメン 東京店", "ラメン 東京店"),
    ("ת.נ.ך מבואר", "תנך מבואר"),
    ("नई-दिल्ली स्टेशन", "नईदिल्ली स्टेशन"),
];

#[test]
fn a_word_more_does_not_empty_the_list_however_the_others_are_written() {
    for (text, query) in OTHERWISE_WRITTEN {
        let pair = equal(&[text]);
        let free = SuggestOptions { typos: Typos::Never, max_tier: 1, ..Default::default() };
        assert_eq!(pair.ask_with(query, &free).len(), 1, "{query} for {text}");
        let words: Vec<&str> = query.split(' ').collect();
        for at in 0..=words.len() {
            for (word, end) in [("zzz", ""), ("zzz", " "), ("qx", ""), ("ыы", " "), ("Zxq", "")] {
                let mut more = words.clone();
                more.insert(at, word);
                let more = more.join(" ") + end;
                assert_eq!(pair.texts(&more), [text], "{more}");
                if word == "zzz" {
                    let said =
                        pair.ask_with(&more, &SuggestOptions { explain: true, ..free.clone() });
                    assert_eq!(said, [], "{more}");
                    assert!(pair.ask(&more)[0].dropped.contains(&word.to_owned()), "{more}");
                }
            }
        }
    }
}

#[test]
fn a_typed_word_is_left_out_with_all_its_parts_and_never_with_a_digit() {
    does_not_find(&[
        ("gtx1660ti board blue", "GTX 1080 Board"),
        ("gtx1660 board blue", "GTX Board Blue"),
        ("m8x30 screw zinc", "M8 Screw Zinc"),
        ("XmlHttp2 request api", "Xml Request Api"),
        ("RedBull cold", "Red Zzz"),
        ("насос16 синий новый", "Насос синий"),
        ("007 agent zzz", "8 Agent"),
        ("agent 15 6 zzz", "Agent 156"),
    ]);
    let said = equal(&["GTX 1660 Board"]).ask("SuperTurbo gtx1660 board").remove(0);
    assert_eq!((said.tier, said.dropped), (3, list(&["SuperTurbo"])));
    assert_eq!(said.via, list(&["parts", "dropped"]));
    let said = equal(&["C. S. Lewis Box"]).ask("cs lewis zzz").remove(0);
    assert_eq!(
        (said.via.clone(), said.highlighted()),
        (list(&["spacing", "dropped"]), vec!["C. S. Lewis"])
    );
    let said = equal(&["Cold Red Bull"]).ask("redbull cold zzz").remove(0);
    assert_eq!(said.via, list(&["split", "dropped"]));
}

#[test]
fn no_part_of_a_code_and_no_number_alone_carries_an_entry() {
    does_not_find(&[
        ("kx-8020-d", "KX-8020-C"),
        ("zz-8020-c", "KX-8020-C"),
        ("zz8020c", "KX-8020-C"),
        ("gt-3080", "RTX3080"),
        ("rtx3080super", "RTX3080"),
        ("lumia x24 blue phone", "Lumia S24 blue"),
        ("tupolev 747", "Boeing 747"),
        ("насос вк-16-д", "Насос ВК-16-К"),
        ("כבל קט-90-ב", "כבל קט-90-א"),
    ]);
    // But a word beside a code may go.
    assert_eq!(equal(&["KX-8020-C pump"]).texts("kx-8020-c pumps big "), ["KX-8020-C pump"]);
}

#[test]
fn a_word_is_told_and_counted_as_it_was_typed_whatever_else_may_be_read() {
    let texts = ["Lumia Galaxy", "Ростов на Дону", "New York"];
    let texts = texts.map(|text| (text, 1.0));
    let plain = Pair::with_texts(BuildOptions::default(), &texts);
    let build = BuildOptions {
        layouts: list(&["us", "ru", "kr"]),
        transliterate: true,
        ..BuildOptions::default()
    };
    let many = Pair::with_texts(build, &texts);
    for (query, dropped) in [
        ("lumia galaxy phone", "phone"),
        ("ростов на дону отель", "отель"),
        ("new york отель", "отель"),
        ("new york Hotels", "Hotels"),
    ] {
        let (alone, said) = (&plain.ask(query)[0], &many.ask(query)[0]);
        assert_eq!(said.dropped, [dropped], "{query}");
        assert_eq!((said.tier, &said.via), (3, &list(&["dropped"])), "{query}");
        assert_eq!((said.score, &said.text), (alone.score, &alone.text), "{query}");
        assert_eq!(said.highlights, alone.highlights, "{query}");
    }
}
