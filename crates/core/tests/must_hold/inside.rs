//! Parts of words that do not begin them, with the setting `inside`.

use mapahead::{BuildOptions, Kind, Quality, SuggestOptions, Synonyms, Typos};

use super::list;
use crate::asking::Said;
use crate::corpus::Pair;
use crate::model::ModelEntry;

fn inside() -> BuildOptions {
    BuildOptions { inside: true, ..BuildOptions::default() }
}

fn of_text(text: &str) -> Pair {
    Pair::with_texts(inside(), &[(text, 1.0)])
}

/// Returns the only suggestion, which must be one of tier 1.
fn only(pair: &Pair, query: &str) -> Said {
    let said = pair.ask(query);
    assert_eq!(said.len(), 1, "{query}: {said:?}");
    assert_eq!((said[0].tier, said[0].kind.as_str()), (1, "words"), "{query}");
    said.into_iter().next().unwrap()
}

#[test]
fn a_word_is_found_by_a_part_of_three_letters_that_does_not_begin_it() {
    let found = [
        ("Handwerkskammer", "kammer", "Handwerks[kammer]"),
        ("Handwerkskammer", "kam", "Handwerks[kam]mer"),
        ("Handwerkskammer", "werk", "Hand[werk]skammer"),
        ("Handwerkskammer", "kammer ", "Handwerks[kammer]"),
        ("Regenschirm blau", "schirm blau", "Regen[schirm] [blau]"),
        ("Regenschirm blau", "blau schirm", "Regen[schirm] [blau]"),
        ("Gartenstuhl Holztisch", "stuhl tisch", "Garten[stuhl] Holz[tisch]"),
        ("Gartenstuhl Holztisch", "tisch stuhl", "Garten[stuhl] Holz[tisch]"),
        ("Gartenstuhl Holztisch", "stuhl tis", "Garten[stuhl] Holz[tis]ch"),
        ("Großküche", "kuche", "Groß[küche]"),
        ("sykehusbygning", "bygn", "sykehus[bygn]ing"),
        ("wielkopolski", "polski", "wielko[polski]"),
        ("HOOFDINGANG", "ingang", "HOOFD[INGANG]"),
        ("автомойка", "мойка", "авто[мойка]"),
        ("автомойка", "мой", "авто[мой]ка"),
        ("электростанция", "станц", "электро[станц]ия"),
        ("Велосипедные перчатки", "перчатки сипед", "Вело[сипед]ные [перчатки]"),
        ("ηλεκτροκινητήρας", "κινητηρ", "ηλεκτρο[κινητήρ]ας"),
        ("南京市长江大桥", "长江大", "南京市[长江大]桥"),
        ("南京市长江大桥", "长江大桥 ", "南京市[长江大桥]"),
        ("大阪ステーション", "ステーション", "大阪[ステーション]"),
        ("มหาวิทยาลัยเชียงใหม่", "เชียงใหม่", "มหาวิทยาลัย[เชียงใหม่]"),
        ("전자세탁기", "세탁기", "전자[세탁기]"),
        ("전자세탁기세제", "세탁기ㅅ", "전자[세탁기세]제"),
        ("महाविद्यालय", "विद्यालय", "महा[विद्यालय]"),
        ("بتروكيماويات", "كيماو", "بترو[كيماو]يات"),
        ("M10x50", "x50", "M10[x50]"),
        ("banana", "ana", "b[ana]na"),
    ];
    for (text, query, highlighted) in found {
        let said = only(&of_text(text), query);
        let highlighted_ranges =
            said.highlights.iter().rev().fold(text.to_owned(), |text, range| {
                let (start, rest) = text.split_at(range.start);
                let (typed, end) = rest.split_at(range.end - range.start);
                format!("{start}[{typed}]{end}")
            });
        // What is a part of camel case or of a code too is told as such.
        if text != "M10x50" {
            assert_eq!(said.via, list(&["inside"]), "{query} for {text}");
        }
        assert_eq!(highlighted_ranges, highlighted, "{query} for {text}");
    }
}

#[test]
fn what_is_no_part_inside_a_word_finds_nothing_there() {
    let not_found = [
        // A closed word is all that follows.
        ("Handwerkskammer", "werk "),
        ("Handwerkskammer", "werks kammer "),
        ("автомойка", "мой "),
        ("南京市长江大桥", "长江大 "),
        // Fewer than three letters, of which a Hangul syllable is one.
        ("Handwerkskammer", "er"),
        ("전자세탁", "세탁"),
        ("南京市长江大桥", "大桥"),
        ("मेहमानदारी", "री"),
        // A number, and what begins inside one.
        ("311992", "992"),
        ("M10x50", "0x50"),
        ("12.500", "500"),
        // One word of the form for each typed word.
        ("Handwerkskammer", "kammer kammer"),
        ("Gartenstuhl", "garten stuhl garten"),
        // The end of a syllable begins nothing.
        ("전자세탁기", "ㄱㅣ세탁기"),
        // Letters of two words, and letters in another order.
        ("hand werkskammer", "ndwerks"),
        ("Handwerkskammer", "kammre"),
    ];
    for (text, query) in not_found {
        let said = of_text(text).ask(query);
        // Without a word of the query the rest may be inside.
        let said: Vec<_> = said.iter().filter(|said| said.tier < 3).collect();
        assert!(said.iter().all(|said| !said.via.contains(&"inside".into())), "{query}: {said:?}");
        assert!(said.iter().all(|said| said.tier != 1), "{query} for {text}: {said:?}");
    }
}

#[test]
fn the_beginning_of_a_word_is_tier_0_and_comes_before_its_inside() {
    let pair = Pair::with_texts(inside(), &[("Waschmaschine", 900.0), ("Maschinenöl", 1.0)]);
    let said = pair.ask("maschine");
    let told: Vec<_> = said.iter().map(|said| (said.text.as_str(), said.tier)).collect();
    assert_eq!(told, [("Maschinenöl", 0), ("Waschmaschine", 1)]);
    assert!(said[0].via.is_empty());
    let one = SuggestOptions { limit: 1, ..SuggestOptions::default() };
    assert_eq!(pair.ask_with("maschine", &one).len(), 1);
    let exact = SuggestOptions { max_tier: 0, ..SuggestOptions::default() };
    assert_eq!(pair.ask_with("maschine", &exact).len(), 1);
}

#[test]
fn without_the_setting_nothing_is_found_inside_a_word() {
    let pair = Pair::of_texts(&[("Regenschirm", 1.0), ("автомойка", 1.0)]);
    assert!(!pair.index.info().inside);
    assert!(pair.index.info().sections.iter().all(|section| !section.name.starts_with("tail")));
    for query in ["schirm", "мойка"] {
        assert!(pair.ask(query).is_empty(), "{query}");
    }
}

#[test]
fn parts_inside_words_are_found_where_slips_are_never() {
    let never = SuggestOptions { typos: Typos::Never, ..SuggestOptions::default() };
    let pair = of_text("Regenschirm");
    assert_eq!(pair.ask_with("schirm", &never)[0].via, list(&["inside"]));
    assert!(pair.ask_with("schrim", &never).is_empty(), "no slips inside a word");
    assert!(pair.ask("schrim").is_empty(), "no slips inside a word");
}

#[test]
fn words_of_over_64_characters_have_no_parts() {
    let (short, long) = ("ä".repeat(61) + "bcd", "ä".repeat(62) + "bcd");
    let pair = Pair::with_texts(inside(), &[(&short, 1.0), (&long, 1.0)]);
    assert_eq!(pair.texts("bcd"), [short]);
}

#[test]
fn aliases_synonyms_and_spelled_forms_are_found_by_what_is_inside_their_words() {
    let entry = ModelEntry {
        text: "Dampfschiff".into(),
        aliases: vec![("Raddampfer".into(), 0.5)],
        ..ModelEntry::default()
    };
    let rules = Synonyms::Rules(list(&["Hochsee, dampfschiff"]));
    let languages = list(&["de"]);
    let options = BuildOptions { synonyms: Some(rules), languages, ..inside() };
    let müller = ModelEntry { text: "Obermüller".into(), ..ModelEntry::default() };
    let pair = Pair::with_options(options, vec![entry, müller]);
    for (query, via) in [
        ("schiff", &["inside"][..]),
        ("dampfer", &["alias", "inside"]),
        ("see", &["synonym", "inside"]),
        ("mueller", &["spelled", "inside"]),
    ] {
        assert_eq!(only(&pair, query).via, list(via), "{query}");
    }
    assert_eq!(only(&pair, "mueller").highlighted(), ["müller"]);
}

#[test]
fn another_layout_another_script_and_parts_go_with_it_and_stems_do_not() {
    let options = BuildOptions {
        layouts: list(&["us", "ru"]),
        languages: list(&["en", "ru"]),
        transliterate: true,
        ..inside()
    };
    let texts = [("автомойка", 1.0), ("Regenschirm", 1.0), ("workmeetings", 1.0)];
    let pair = Pair::with_texts(options, &texts);
    for (query, text, via) in [
        ("vjqrf", "автомойка", &["inside", "layout"][..]),
        ("ысршкь", "Regenschirm", &["inside", "layout"]),
        ("шырм", "Regenschirm", &[]),
        ("скирм", "Regenschirm", &[]),
        ("схирм", "Regenschirm", &[]),
        ("meeting ", "workmeetings", &[]),
        ("meetings ", "workmeetings", &["inside"]),
    ] {
        let said = pair.ask(query);
        let said: Vec<_> = said.iter().filter(|said| said.tier < 2).collect();
        match via {
            [] => assert!(said.iter().all(|said| said.text != text), "{query}: {said:?}"),
            _ => assert_eq!((said[0].text.as_str(), &said[0].via), (text, &list(via)), "{query}"),
        }
    }
}

#[test]
fn the_word_that_holds_what_was_typed_is_explained() {
    let pair = of_text("Regenschirm blau");
    let options = SuggestOptions { explain: true, ..SuggestOptions::default() };
    let result = pair.index.suggest("blau schirm", &options).unwrap();
    let explanation = result.suggestions[0].explanation.as_ref().unwrap();
    let words: Vec<_> = explanation.words.iter().map(|word| (&*word.typed, &*word.word)).collect();
    assert_eq!(words, [("blau", "blau"), ("schirm", "regenschirm")]);
    assert!(explanation.words.iter().all(|word| !word.by_stem && word.edits.is_empty()));
}

#[test]
fn words_in_a_form_come_before_words_inside_where_the_two_score_alike() {
    let quality = Quality { words: 1.0, prefix: 1.0, whole: 1.0, ..Quality::for_kind(Kind::Text) };
    let options = BuildOptions { quality: Some(quality), ..inside() };
    let entry = ModelEntry {
        text: "Regenschirm".into(),
        aliases: vec![("SonnenSchirm".into(), 1.0)],
        ..ModelEntry::default()
    };
    let said = only(&Pair::with_options(options, vec![entry]), "schirm");
    assert_eq!(said.via, list(&["alias", "parts"]));
}

#[test]
fn three_letters_inside_very_many_words_are_found_while_steps_are_left() {
    let letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p'];
    let word = |number: usize| -> String {
        let letter = |place: u32| letters[number / letters.len().pow(place) % letters.len()];
        (0..3).map(letter).chain(['x', 'y', 'z']).chain((0..2).map(letter)).collect()
    };
    let record = |number: usize| ModelEntry {
        text: word(number) + if number.is_multiple_of(3) { " qqxyz" } else { "" },
        weight: (number % 17) as f64,
        ..ModelEntry::default()
    };
    let pair = Pair::with_options(inside(), (0..4096).map(record).collect());
    for query in ["xyz", "xyza", "xyz ", "xyz xyz", "xyzab qqx", "abxyzb"] {
        for limit in [1, 10, 300] {
            pair.ask_with(query, &SuggestOptions { limit, max_tier: 1, ..Default::default() });
        }
    }
}
