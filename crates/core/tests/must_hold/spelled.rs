//! Signs as words, letters written out, elided words apart.

use mapahead::{BuildOptions, Synonyms};

use super::list;
use crate::corpus::Pair;
use crate::model::ModelEntry;

fn texts_in(languages: &[&str], texts: &[&str]) -> Pair {
    let options = BuildOptions { languages: list(languages), ..BuildOptions::default() };
    Pair::with_texts(options, &texts.iter().map(|text| (*text, 1.0)).collect::<Vec<_>>())
}

/// Each text is found by the query in tier 0, by a spelling; and how the query is highlighted.
const FOUND: [(&str, &str, &str, &[&str]); 36] = [
    // Signs, in the languages of the build.
    ("", "Barnum & Bailey", "barnum and b", &["Barnum & B"]),
    ("", "R&D lab", "r and d", &["R&D"]),
    ("", "Q＆A", "q and a", &["Q＆A"]),
    ("", "Canal+", "canal plus", &["Canal+"]),
    ("", "C++ primer", "c plus plus p", &["C++ p"]),
    ("", "Meet @ noon", "meet at no", &["Meet @ no"]),
    ("", "100% cotton", "100 percent cot", &["100% cot"]),
    ("", "€5 menu", "euro 5", &["€5"]),
    ("", "$uicide", "dollar", &["$"]),
    ("", "1+1=2", "1 plus 1 equals 2", &["1+1=2"]),
    ("de", "Kind & Kegel", "kind und ke", &["Kind & Ke"]),
    ("es", "Arroz & Pan", "arroz y pa", &["Arroz & Pa"]),
    ("ru", "Рога & Копыта", "рога и коп", &["Рога & Коп"]),
    ("uk", "Хліб & Сіль", "хліб і с", &["Хліб & С"]),
    ("el", "Ήλιος & Νερό", "ηλιος και ν", &["Ήλιος & Ν"]),
    ("ar", "قهوة & شاي", "قهوة و ش", &["قهوة & ش"]),
    ("he", "לחם & יין", "לחם ו י", &["לחם & י"]),
    ("hi", "चाय & पानी", "चाय और पा", &["चाय & पा"]),
    ("th", "ก & ข", "ก และ ข", &["ก & ข"]),
    ("zh", "A&B", "a 和 b", &["A&B"]),
    ("fr", "Fils & Co", "co et fils", &["Fils", "&", "Co"]),
    // Letters, where the language writes them so.
    ("de", "Zürich", "zue", &["Zü"]),
    ("de", "Äpfel", "aepf", &["Äpf"]),
    ("de", "Bad Tölz", "bad toel", &["Bad Töl"]),
    ("da", "Ærø", "aeroe", &["Ærø"]),
    ("da", "Århus", "aarh", &["Årh"]),
    ("no", "Tromsø", "tromsoe", &["Tromsø"]),
    ("sv", "Växjö", "vaexjoe", &["Växjö"]),
    ("fi", "Jyväskylä", "jyvaesk", &["Jyväsk"]),
    // Elided words.
    ("fr", "L'huître", "huit", &["huît"]),
    ("fr", "D’Artagnan", "artag", &["Artag"]),
    ("fr", "Val d'Isère", "val isere", &["Val", "Isère"]),
    ("fr", "Place de l'Étoile", "etoile", &["Étoile"]),
    ("it", "L'Aquila", "aqui", &["Aqui"]),
    ("it", "Via dell'Orso", "orso", &["Orso"]),
    ("ca", "L'Hospitalet", "hospi", &["Hospi"]),
];

#[test]
fn a_text_is_found_as_its_languages_spell_it() {
    for (language, text, query, highlighted) in FOUND {
        let languages: Vec<&str> = language.split_whitespace().collect();
        let pair = texts_in(&languages, &[text, "Zzz"]);
        let found = pair.ask(query);
        assert_eq!(found.first().map(|said| said.text.as_str()), Some(text), "{query}");
        assert_eq!((found[0].tier, &found[0].via), (0, &list(&["spelled"])), "{query}");
        assert_eq!(found[0].highlighted(), highlighted, "{query}");
    }
}

#[test]
fn a_text_is_found_as_it_stands_all_the_same() {
    for (language, text, query) in [
        ("de", "Köln", "kol"),
        ("fr", "L'huître", "lhui"),
        ("fr", "Val d'Isère", "val dis"),
        ("", "Barnum & Bailey", "barnum bai"),
        ("sv", "Växjö", "vaxjo"),
    ] {
        let languages: Vec<&str> = language.split_whitespace().collect();
        let found = texts_in(&languages, &[text]).ask(query);
        assert_eq!((found[0].tier, found[0].via.len()), (0, 0), "{query}");
    }
}

#[test]
fn no_other_spelling_is_found_in_tier_0() {
    for (language, text, query) in [
        // Another language's, or none.
        ("de", "Barnum & Bailey", "barnum and"),
        ("en", "Köln", "koe"),
        ("fr", "Zürich", "zue"),
        ("en", "L'Aquila", "aqui"),
        ("de", "D'Artagnan", "artag"),
        // Not elided words.
        ("fr", "Aujourd'hui", "hui"),
        ("fr", "O'Brien", "bri"),
        ("it", "Rock'n'roll", "roll"),
        // Not signs that have words, and not parts of words.
        ("", "A-B", "a minus b"),
        ("", "R&D", "rand"),
        ("", "Sand & Sea", "sea and sand castle"),
    ] {
        let languages: Vec<&str> = language.split_whitespace().collect();
        let found = texts_in(&languages, &[text]).ask(query);
        assert!(found.iter().all(|said| said.tier > 0), "{query}");
    }
}

#[test]
fn an_alias_is_spelled_too_with_its_factor() {
    let entry = ModelEntry {
        text: "Cologne".to_owned(),
        aliases: vec![("Köln".to_owned(), 0.5)],
        ..ModelEntry::default()
    };
    let options = BuildOptions { languages: list(&["de"]), ..BuildOptions::default() };
    let pair = Pair::with_options(options, vec![entry]);
    let found = pair.ask("koeln");
    assert_eq!((found[0].surface.as_str(), &found[0].via), ("Koeln", &list(&["alias", "spelled"])));
    assert_eq!((found[0].score, found[0].highlights.len()), (5.0, 0));
}

#[test]
fn a_sign_in_a_synonym_rule_is_its_words() {
    let rules = |lines: &[&str], languages: &[&str], texts: &[&str]| {
        let options = BuildOptions {
            languages: list(languages),
            synonyms: Some(Synonyms::Rules(list(lines))),
            ..BuildOptions::default()
        };
        Pair::with_texts(options, &texts.iter().map(|text| (*text, 1.0)).collect::<Vec<_>>())
    };
    let pair = rules(&["&, n"], &[], &["Mac & Cheese", "Guns n Roses"]);
    assert_eq!(pair.texts("mac n ch"), ["Mac & Cheese"]);
    assert_eq!(pair.ask("mac n ch")[0].via, list(&["synonym"]));
    assert_eq!(pair.texts("guns and r"), ["Guns n Roses"]);
    let pair = rules(&["&, and"], &[], &["Mac & Cheese"]);
    assert_eq!(pair.texts("mac and ch"), ["Mac & Cheese"]);
    let pair = rules(&["% => vom hundert"], &["de"], &["Zehn Prozent", "Zehn vom Hundert"]);
    assert_eq!(pair.texts("zehn prozent"), ["Zehn Prozent", "Zehn vom Hundert"]);
}
