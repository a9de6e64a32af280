//! What slips may do: two edits behind a right first letter, letters twice and once, short words
//! that were typed whole, letters with costs of their own. And what they never do to numbers.

use mapahead::{BuildOptions, EditReason, LetterCosts, SuggestOptions, TypoSettings};

use super::equal;
use crate::corpus::Pair;

/// A text, and a closed word of two edits behind its right first letter.
const TWO_EDITS: [(&str, &str); 20] = [
    ("Umbrella", "umbxelqa "),
    ("Quarter", "qarte "),
    ("Lantern", "lanzerm "),
    ("Blanket", "blnaekt "),
    ("Cushion", "cuhsiom "),
    ("Mirror", "morrer "),
    ("Carpet", "crapeet "),
    ("Pillow", "pilox "),
    ("Straße", "starse "),
    ("Подушка", "подшуква "),
    ("Одеяло", "одиялл "),
    ("Зеркало", "зекралро "),
    ("Лампочка", "лмпочкка "),
    ("Будильник", "будлник "),
    ("Скатерть", "скотерьт "),
    ("Καθρέφτης", "καθρευτις "),
    ("Κουβέρτα", "κοβρετα "),
    ("Μαξιλάρι", "μαξηλαρη "),
    ("מחברת", "מחרתה "),
    ("საპონი", "საპუმი "),
];

#[test]
fn two_edits_find_a_word_behind_its_first_letter() {
    for (text, query) in TWO_EDITS {
        let found = equal(&[text, "Zzz"]).ask(query);
        let found: Vec<&str> = found.iter().map(|said| said.text.as_str()).collect();
        assert_eq!(found, [text], "{query}");
    }
}

#[test]
fn a_wrong_first_letter_is_the_only_edit() {
    for (text, one, two) in [
        ("Umbrella", "xmbrella ", "xmbrelqa "),
        ("Lantern", "antern ", "anterm "),
        ("Mirror", "xmirror ", "xmirrer "),
        ("Подушка", "бодушка ", "бодушкп "),
        ("Κουβέρτα", "λουβερτα ", "λουβερτυ "),
    ] {
        let pair = equal(&[text]);
        assert_eq!(pair.ask(one).len(), 1, "{one}");
        assert!(pair.ask(two).is_empty(), "{two}");
        // As it is with an open word, and with costs of one unit.
        assert!(pair.ask(two.trim()).is_empty(), "{two}");
        let unit = SuggestOptions { costs: mapahead::Costs::Unit, ..Default::default() };
        assert!(pair.ask_with(two, &unit).is_empty(), "{two}");
    }
}

#[test]
fn a_swap_of_the_first_two_letters_leaves_a_second_edit() {
    for (text, query) in
        [("Umbrella", "mubrelxa "), ("Подушка", "опдушкп "), ("Κουβέρτα", "οκυβερτυ ")]
    {
        assert_eq!(equal(&[text]).ask(query).len(), 1, "{query}");
    }
}

#[test]
fn a_letter_once_for_twice_costs_less_than_twice_for_once() {
    for (text, query, cost) in [
        ("Letter", "leter ", 0.375),
        ("Later", "latter ", 0.5),
        ("Касса", "каса ", 0.375),
        ("Коса", "косса ", 0.5),
        ("Θάλασσα", "θαλασα ", 0.375),
        ("Μέλι", "μελλι ", 0.5),
    ] {
        let found = equal(&[text]).ask(query);
        assert_eq!(found.first().map(|said| said.cost), Some(cost), "{query}");
    }
}

#[test]
fn a_short_word_with_slips_may_go_on() {
    for (whole, longer, query) in [
        ("Lamb", "Lambada", "labm"),
        ("Grape", "Grapefruit", "garpe"),
        ("Банан", "Бананы", "бнаан"),
        ("Μέλισ", "Μέλισσα", "μλεισ"),
    ] {
        let pair = Pair::of_texts(&[(whole, 1.0), (longer, 2.0)]);
        let found = pair.ask(query);
        assert_eq!(found.first().map(|said| said.text.as_str()), Some(longer), "{query}");
    }
}

#[test]
fn a_long_word_with_slips_is_rather_whole() {
    for (whole, longer, query) in [
        ("Translator", "Translators", "trasnlator"),
        ("Библиотека", "Библиотекарь", "бибилотека"),
        ("Αεροδρόμιο", "Αεροδρόμιον", "αεορδρομιο"),
    ] {
        let pair = Pair::of_texts(&[(whole, 1.0), (longer, 2.0)]);
        let found = pair.ask(query);
        assert_eq!(found.first().map(|said| said.text.as_str()), Some(whole), "{query}");
    }
}

#[test]
fn a_slip_never_makes_another_number() {
    for (text, same, other) in [
        ("Pixel 7", "pixle 7", "pixle 8"),
        ("Volvo S60", "vlovo s60", "vlovo s90"),
        ("Route 66", "ruote 66", "ruote 67"),
        ("Ряд 12", "рдя 12", "рдя 13"),
        ("Окно 1.5", "онко 1.5", "онко 1.6"),
        ("Δρόμος 24", "δρομσο 24", "δρομσο 25"),
        ("Model T1000", "modle t1000", "modle t1001"),
    ] {
        let pair = equal(&[text]);
        for end in ["", " "] {
            assert_eq!(pair.ask(&format!("{same}{end}")).len(), 1, "{same}");
            assert!(pair.ask(&format!("{other}{end}")).is_empty(), "{other}");
        }
    }
}

/// Costs by letters: typed, meant, and the cost.
fn with_letters(texts: &[&str], costs: &[(&str, &str, f64)]) -> Pair {
    let mut letters = LetterCosts::new();
    for &(typed, meant, cost) in costs {
        letters.entry(typed.to_owned()).or_default().insert(meant.to_owned(), cost);
    }
    let typos = TypoSettings { letters: Some(letters), ..TypoSettings::default() };
    let options = BuildOptions { typos, ..BuildOptions::default() };
    Pair::with_texts(options, &texts.iter().map(|text| (*text, 1.0)).collect::<Vec<_>>())
}

#[test]
fn a_slip_costs_what_its_letters_cost() {
    for (text, query, letters, cost) in [
        ("Bear", "bxar ", ("x", "e", 0.125), 0.125),
        ("Bear", "bxar ", ("x", "e", 1.25), 1.25),
        ("Bear", "xear ", ("x", "b", 0.125), 0.625), // a wrong first letter
        ("Honey", "hony ", ("", "e", 0.25), 0.25),
        ("Honey", "honxey ", ("x", "", 0.25), 0.25),
        ("Honey", "hnoey ", ("no", "on", 1.25), 1.25),
        ("Honey", "hnoey ", ("on", "no", 1.25), 0.375), // the other direction
        ("Letter", "leter ", ("", "t", 1.0), 0.375),    // never dearer than once for twice
        ("Letter", "leter ", ("", "t", 0.125), 0.125),
        ("Медведь", "мидведь ", ("и", "е", 0.25), 0.25),
        ("Медведь", "медвед ", ("", "ь", 0.125), 0.125),
        ("Αρκούδα", "αρκουδε ", ("ε", "α", 0.25), 0.25),
        ("北海道", "北海到 ", ("到", "道", 0.25), f64::NAN), // three letters have cheap edits alone
        ("北海道大学", "北海到大学 ", ("到", "道", 0.25), 0.25),
    ] {
        let found = with_letters(&[text], &[letters]).ask(query);
        let told = found.first().map(|said| said.cost);
        assert_eq!(told, Some(cost).filter(|cost| !cost.is_nan()), "{query} {letters:?}");
    }
}

#[test]
fn cheap_edits_stay_those_of_their_class() {
    // Of three letters: a neighbor at any cost within the budget, and no other however cheap.
    let pair = with_letters(&["bad"], &[("s", "a", 0.5), ("x", "a", 0.0625)]);
    assert_eq!(pair.ask("bsd").first().map(|said| said.cost), Some(0.5));
    assert!(pair.ask("bxd").is_empty());
}

#[test]
fn an_explanation_says_that_letters_have_their_costs() {
    let costs = [("x", "e", 0.125), ("", "y", 0.25), ("z", "", 0.25), ("no", "on", 0.25)];
    let pair = with_letters(&["Honey"], &costs);
    let options = SuggestOptions { explain: true, ..Default::default() };
    for query in ["honxy ", "hone ", "honzey ", "hnoey "] {
        let result = pair.index.suggest(query, &options).unwrap();
        let explanation = result.suggestions[0].explanation.as_ref().unwrap();
        let edit = &explanation.words[0].edits[0];
        assert_eq!(edit.because, Some(EditReason::Letters), "{query}");
    }
}
