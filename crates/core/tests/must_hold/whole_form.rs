//! Slips of a whole form as one string: short words, and separators that moved, got lost or came.

use mapahead::{BuildOptions, Kind, SuggestOptions, TypoBudgets};

use super::{equal, list};
use crate::corpus::Pair;

#[test]
fn a_form_is_found_by_slips_wherever_its_separators_are() {
    let found = [
        ("Los Angeles", "lsoangeles", 0.875),
        ("Los Angeles", "losa gneles", 1.375),
        ("Los Angeles", "lo sangelse", 1.375),
        ("New York City", "newyrok", 0.875),
        ("New York City", "ne wyrok c", 1.375),
        ("Red Bull", "rdebull", 0.875),
        ("Redbull", "rde bull", 0.875),
        ("T.N.T. shop", "tntsohp", 1.875),
        ("T N Toolbox", "tn toolobx", 0.875),
        ("QX-77-B motor", "qx77bmtoor", 1.875),
        ("Нижний Новгород", "нижнийнвогород", 0.875),
        ("Санкт-Петербург", "санктпетербугр", 0.875),
        ("Санктпетербург", "санкт петербугр", 0.875),
        ("Айфон про макс", "айфон пормакс", 0.875),
        ("Νέα Ορλεάνη", "νεαορλεανη", 0.0),
        ("Νέα Ορλεάνη", "νεαορλενάη", 0.875),
        ("בית הספר הישן", "ביתהסרפ", 0.875),
        ("नई दिल्ली", "नईदलि्ली", 0.875),
        ("서울 타워", "서울타우ㅓ", 0.0),
        ("ห้าง สยาม", "ห้างสายม", 0.875),
    ];
    // Enough for the dots of an acronym besides an edit.
    let mut options = BuildOptions::default();
    let TypoBudgets { open, closed } = &mut options.typos.budgets;
    open.iter_mut().chain(closed).for_each(|budget| budget.cost = budget.cost.max(2.0));
    for (text, query, cost) in found {
        let pair = Pair::with_texts(options.clone(), &[(text, 1.0)]);
        let said = pair.ask(query);
        let [said] = &said[..] else { panic!("{query} for {text}: {said:?}") };
        assert_eq!(said.cost, cost, "{query} for {text}");
        assert_eq!(said.tier, if cost > 0.0 { 2 } else { 1 }, "{query} for {text}");
        assert_ne!(said.kind, "words", "{query} for {text}");
    }
}

#[test]
fn short_words_have_slips_together() {
    let found = [
        ("Up in Rio", "up ni rio"),
        ("Up in Rio", "pu in rio"),
        ("To Be or Not", "to eb or"),
        ("Do It", "od it"),
        ("Я и Ты", "я и тыы"),
        ("Он и Я там", "но и я"),
        ("Το νι", "οτ νι"),
    ];
    for (text, query) in found {
        let said = equal(&[text]).ask(query);
        assert_eq!(said.first().map(|said| said.tier), Some(2), "{query} for {text}");
    }
}

#[test]
fn a_wrong_first_letter_of_a_whole_form_is_its_only_edit() {
    let options = BuildOptions { kind: Kind::Literal, ..BuildOptions::default() };
    for (text, found, not_found) in [
        ("lantern shop", ["antern shop", "lantern shpo", "alntern shpo"], "antern shpo"),
        ("кухня и сад", ["ухня и сад", "кухня и сда", "укхня и сда"], "ухня и сда"),
        ("πόλη νερό", ["όλη νερό", "πόλη νεόρ", "όπλη νεόρ"], "όλη νεόρ"),
    ] {
        let pair = Pair::with_texts(options.clone(), &[(text, 1.0)]);
        for query in found {
            assert_eq!(pair.ask(query).len(), 1, "{query} for {text}");
        }
        assert_eq!(pair.ask(not_found), [], "{not_found} for {text}");
    }
}

#[test]
fn a_number_is_no_other_number_by_slips() {
    let never = [
        ("phone 15 pro", "pohne 1 5"),
        ("phone 1 5 pro", "pohne 15"),
        ("phone 16", "phnoe 15"),
        ("part 12-34", "prat 1234"),
        ("part 1234", "prat 12-34"),
        ("part 1.5", "prat 15"),
        ("part 15", "prat 1.5"),
        ("v 1 0 beta", "v10 bteaa"),
        ("дом 2 3", "дмо 23"),
        ("عدد 1 2", "عدد12د"),
    ];
    for kind in [Kind::Text, Kind::Literal] {
        let options = BuildOptions { kind, ..BuildOptions::default() };
        for (text, query) in never {
            let said = Pair::with_texts(options.clone(), &[(text, 1.0)]).ask(query);
            assert_eq!(said, [], "{query} for {text}");
        }
    }
    for (text, query) in [("phone 15 pro", "pohne15"), ("phone15", "pohne 15")] {
        assert_eq!(equal(&[text]).ask(query).len(), 1, "{query} for {text}");
    }
}

#[test]
fn an_open_last_word_of_one_letter_keeps_its_letter() {
    let pair = equal(&["Golden Apple Farm", "Green Dragon", "Silver Fox", "Большой Алмаз"]);
    for query in ["golden s", "golden x", "green s", "green x", "silver d", "большой п"] {
        assert_eq!(pair.ask(query), [], "{query}");
    }
    assert_eq!(pair.texts("golden a"), ["Golden Apple Farm"]);
    assert_eq!(pair.texts("goldne a"), ["Golden Apple Farm"]);
    assert_eq!(pair.texts("goldnea"), ["Golden Apple Farm"]);
}

#[test]
fn a_last_word_of_one_letter_that_white_space_closed_keeps_its_letter_too() {
    let never = [
        ("United Arab Emirates", "united s "),
        ("United Arab Emirates", "unietd s "),
        ("United", "united s "),
        ("United Sa", "united s "),
        ("New York", "new y "),
        ("New Ya", "new y "),
        ("New", "new x "),
        ("Golden Ax Farm", "golden a "),
        ("Golden Apple", "golden s "),
        ("Vitamin", "vitamin c "),
        ("Vitamin Be", "vitamin b "),
        ("Plan", "plan b "),
        ("Большой", "большой п "),
        ("Большой Ад", "большой а "),
        ("Новый Яр", "новый я "),
        ("Μεγάλο Αγ", "μεγαλο α "),
        ("Μεγάλο", "μεγαλο β "),
        ("גדולה", "גדולה ב "),
        ("الجديد", "الجديد ب "),
        ("서울역", "서울역 ㅂ "),
    ];
    for kind in [Kind::Text, Kind::Literal] {
        let options = BuildOptions { kind, ..BuildOptions::default() };
        for (text, query) in never {
            let said = Pair::with_texts(options.clone(), &[(text, 1.0)]).ask(query);
            // Words that are all open have no slips.
            let open = list(&["open-words"]);
            assert!(said.iter().all(|one| one.via == open), "{query} for {text}, {kind:?}");
        }
    }
    for (text, query) in
        [("United S", "unietd s "), ("New Y Road", "nwe y "), ("Большой А", "бошьлой а ")]
    {
        assert_eq!(equal(&[text]).texts(query), [text], "{query}");
    }
    let said = equal(&["Town"]).ask("town xq ");
    assert_eq!(said.iter().map(|one| one.tier).collect::<Vec<_>>(), [3], "a word left out");
}

#[test]
fn a_last_word_of_two_letters_keeps_both() {
    for (text, query) in [
        ("United Arab Emirates", "united ki"),
        ("United Arab Emirates", "united xy"),
        ("Hong Kong", "hong ar"),
        ("New York", "new xa"),
        ("Большой Дом", "большой ау"),
        ("Новый Мост", "новый ры"),
        ("Μεγάλο Σπίτι", "μεγαλο βα"),
    ] {
        assert_eq!(equal(&[text]).ask(query), [], "{query} for {text}");
    }
    for (text, query) in [
        ("United Kingdom", "unietd ki"),
        ("Hong Kong", "hnog ko"),
        ("Hong Kong", "hong kno"),
        ("Большой Дом", "бошьлой до"),
    ] {
        assert_eq!(equal(&[text]).texts(query), [text], "{query}");
    }
}

#[test]
fn a_last_syllable_keeps_its_letters_as_a_letter_does() {
    let pair = equal(&["서울숲 산책", "부산역 카페", "대전시 강남"]);
    for query in ["서울숲 상", "서울숲 사ㅂ", "부산역 커", "부산역 키", "대전시 갈", "대전시 감"]
    {
        assert_eq!(pair.ask(query), [], "{query}");
    }
    for (query, text) in [
        ("서울숲 산", "서울숲 산책"),
        ("서울숲 사", "서울숲 산책"),
        ("부산역 카", "부산역 카페"),
        ("부산역 카폐", "부산역 카페"),
        ("부산여 카페", "부산역 카페"),
        ("대전시 강나", "대전시 강남"),
    ] {
        assert_eq!(pair.texts(query), [text], "{query}");
    }
}

#[test]
fn a_split_off_letter_does_not_bring_what_the_word_is_not() {
    let options = BuildOptions { languages: list(&["en"]), ..BuildOptions::default() };
    let texts = [("Moonlight", 900.0), ("Echo (Moonlight, 2)", 500.0), ("Moonlight Echo", 1.0)];
    let pair = Pair::with_texts(options, &texts);
    for query in ["moonligt", "moonlihgt", "mooonlight", "moonligjt", "moon lihgt"] {
        assert_eq!(pair.texts(query).first().map(String::as_str), Some("Moonlight"), "{query}");
    }
}

#[test]
fn a_space_is_free_alone_and_costs_as_much_as_a_dropped_letter_beside_an_edit() {
    for kind in [Kind::Text, Kind::Literal] {
        let mut options = BuildOptions { kind, ..BuildOptions::default() };
        options.typos.dropped = 0.6;
        let dropped = (0.6f64 * 64.0).round() / 64.0;
        let cost = |text: &str, query: &str| {
            let pair = Pair::with_texts(options.clone(), &[(text, 1.0)]);
            pair.ask(query).first().map(|said| (said.tier, said.cost))
        };
        assert_eq!(cost("green apple", "greenapple"), Some((1, 0.0)));
        assert_eq!(cost("greenapple", "gre en apple"), Some((1, 0.0)));
        assert_eq!(cost("green apple", "geren apple"), Some((2, 0.375)));
        assert_eq!(cost("green apple", "gerenapple"), Some((2, 0.375 + dropped)));
        assert_eq!(cost("greenapple", "geren apple"), Some((2, 0.375 + dropped)));
        assert_eq!(cost("зелёный сад", "зелёныйсда"), Some((2, 0.375 + dropped)));
    }
}

#[test]
fn words_and_whole_forms_with_slips_are_one_list() {
    let texts = [("Blue Moon", 1.0), ("Once in a Blue Moon", 1000.0), ("Bluemoon", 2.0)];
    let pair = Pair::of_texts(&texts);
    let top = |limit| pair.ask_with("bule moon", &SuggestOptions { limit, ..Default::default() });
    let ten = top(10);
    assert_eq!(ten.len(), 3);
    assert!((1..4).all(|limit| top(limit) == ten[..limit]));
    assert!(ten.iter().all(|said| said.tier == 2));
}

#[test]
fn a_letter_and_a_space_are_explained() {
    let pair = equal(&["New York"]);
    let options = SuggestOptions { explain: true, ..Default::default() };
    let result = pair.index.suggest("newyrok", &options).unwrap();
    let explanation = result.suggestions[0].explanation.as_ref().unwrap();
    assert_eq!(explanation.read_as, ["newyrok"]);
    let [word] = &explanation.words[..] else { panic!("{explanation:?}") };
    assert_eq!(
        (word.typed.as_str(), word.word.as_str(), word.cost),
        ("newyrok", "new york", 0.875)
    );
    let edits: Vec<_> = word
        .edits
        .iter()
        .map(|edit| (edit.kind.code(), edit.because.map(|because| because.code()), edit.cost))
        .collect();
    assert_eq!(edits, [("dropped", Some("spacing"), 0.5), ("swapped", None, 0.375)]);
    assert_eq!((word.edits[0].typed.as_str(), word.edits[0].meant.as_str()), ("", " "));
}
