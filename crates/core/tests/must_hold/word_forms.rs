//! Forms of words: by stems with marks and without, and behind letters that are written with words.

use mapahead::{BuildOptions, SuggestOptions};

use crate::corpus::Pair;

/// Whether `query` finds `text` by its stem, as it was typed, in an index of `language`.
fn is_found(language: &str, text: &str, query: &str) -> bool {
    is_found_beside(language, text, "", query)
}

/// The same where `other` is a text of the index too.
fn is_found_beside(language: &str, text: &str, other: &str, query: &str) -> bool {
    let options = BuildOptions { languages: vec![language.to_owned()], ..BuildOptions::default() };
    let texts = [(text, 1.0), (other, 1.0)];
    let pair = Pair::with_texts(options, &texts[..if other.is_empty() { 1 } else { 2 }]);
    let exact = SuggestOptions { max_tier: 0, ..SuggestOptions::default() };
    let found = pair.ask_with(query, &exact);
    found.iter().any(|said| said.text == text && said.via == ["stem"])
}

#[test]
fn a_form_with_marks_is_found_by_another_with_marks() {
    for (language, text, query) in [
        ("fr", "Portes réparées", "réparer "),
        ("fr", "Voitures louées", "louer "),
        ("fr", "Façades rénovées", "rénovation "),
        ("es", "Decía la verdad", "decir "),
        ("es", "Parecían felices", "parecer "),
        ("es", "Nuestros hacíamos", "hacer "),
        ("pt", "Programação", "programador "),
        ("pt", "Informação", "informando "),
        ("it", "Porterà", "portarono "),
        ("it", "Partirà domani", "partiti "),
        ("ca", "Programació", "programades "),
        ("cs", "Dlouhá cesta", "dlouhých "),
        ("cs", "Dalšími slovy", "dalšího "),
        ("pl", "Wyglądają", "wyglądu "),
        ("lt", "Žmonės", "žmonėmis "),
        ("hu", "Embert keres", "emberekről "),
        ("hu", "A házát", "házak "),
        ("hu", "Könyvét", "könyvek "),
        ("tr", "Ağaçları", "ağaçlardan "),
        ("tr", "Kitaplığı", "kitaplığın "),
        ("tr", "Kapıyı aç", "kapıya "),
        ("ru", "Ёлки и шары", "ёлкой "),
        ("el", "Επισκευή σπιτιών", "επισκευές "),
        ("ar", "المرأة", "للمرء "),
        ("ar", "إضافي", "وأضافت "),
        ("fa", "می\u{200c}بینیم", "بینیم "),
        ("fa", "ساختیم", "می\u{200c}ساخت "),
        ("hi", "हम करेंगे", "करना "),
        ("hi", "वह लेंगी", "लेगी "),
        ("hi", "मैं जाऊंगा", "जाना "),
    ] {
        assert!(is_found(language, text, query), "{language}: {query} for {text}");
    }
}

#[test]
fn a_form_with_marks_is_found_without_them_where_the_stems_meet() {
    for (language, text, query) in [
        ("fr", "Façades rénovées", "renovation "),
        ("hu", "Könyvét", "konyvek "),
        ("tr", "Ağaçları", "agaclar "),
        ("ru", "Ёлки и шары", "елкой "),
        ("el", "Επισκευή σπιτιών", "επισκευες "),
    ] {
        assert!(is_found(language, text, query), "{language}: {query} for {text}");
    }
}

#[test]
fn a_word_typed_without_marks_has_the_stems_of_its_spellings_in_the_index() {
    for (language, text, other, query) in [
        ("fr", "Portes réparées", "Il répara", "repara "),
        ("fr", "Voitures louées", "Il loué", "loue "),
        ("fr", "Nous mangeâmes", "mangé", "mange "),
        ("fr", "Il a parlé", "parlée", "parlee "),
        ("es", "Decía la verdad", "decían", "decian "),
        ("es", "Parecían felices", "parecía", "parecia "),
        ("es", "hacíamos", "hacía", "hacia "),
        ("pt", "Programações", "programação", "programacao "),
        ("it", "Porterà", "porterò", "portero "),
        ("ca", "Programació", "programacions", "programacions "),
        ("cs", "Dlouhá cesta", "dlouhých", "dlouhych "),
        ("cs", "Dalšími slovy", "dalšího", "dalsiho "),
        ("pl", "Wyglądają", "wyglądało", "wygladalo "),
        ("pl", "Książkę czytam", "książkami", "ksiazkami "),
        ("lt", "Žmonės", "žmonėmis", "zmonemis "),
        ("ro", "Mașinile", "mașină", "masina "),
        ("hu", "Embert keres", "emberekről", "emberekrol "),
        ("hu", "A házát", "házakból", "hazakbol "),
        ("tr", "Ağaçları", "ağaçlardan", "agaclardan "),
        ("tr", "Kitaplığı", "kitaplığın", "kitapligin "),
        ("tr", "Kapıyı aç", "kapıya", "kapiya "),
        ("el", "Επισκευή", "επισκευές", "επισκευες "),
        ("ru", "Тёплый вечер", "тёплого", "теплого "),
    ] {
        assert!(is_found_beside(language, text, other, query), "{language}: {query} for {text}");
    }
}

#[test]
fn a_word_typed_without_marks_has_no_stem_of_another_word() {
    for (language, text, other, query) in [
        ("fr", "Portes réparées", "parées", "parees "),
        // Whoever types marks means them.
        ("fr", "Il a parlé", "parlée", "pàrlee "),
        ("tr", "Kadını", "kapının", "kapinin "),
        ("hu", "Embert keres", "embargó", "embargo "),
        ("pl", "Książkę czytam", "księżyc", "ksiezyc "),
        ("ru", "Ёлки и шары", "ёлочка", "елочка "),
        // Three letters that may go on.
        ("hu", "A házát", "ház", "haz"),
    ] {
        assert!(!is_found_beside(language, text, other, query), "{language}: {query} for {text}");
    }
}

#[test]
fn another_word_with_marks_is_not_found() {
    for (language, text, query) in [
        ("fr", "Portes réparées", "parer "),
        ("fr", "Côte", "couter "),
        ("en", "Portes réparées", "réparer "),
        ("tr", "Kadını", "kapının "),
        ("hu", "Embert keres", "embargó "),
        ("ru", "Ёлки и шары", "ёлочка "),
        // Three letters that may go on.
        ("hu", "A házát", "ház"),
    ] {
        assert!(!is_found(language, text, query), "{language}: {query} for {text}");
    }
}

#[test]
fn a_word_and_its_rest_behind_prefix_letters_find_each_other() {
    for (language, text, query) in [
        ("he", "הילדים בגן", "ילדים "),
        ("he", "ילדים בגן", "הילדים "),
        ("he", "טיול לחיפה", "חיפה"),
        ("he", "טיול לחיפה", "חי"),
        ("he", "אוטובוס מחיפה", "חיפ"),
        ("he", "חיפה", "לחיפה"),
        ("he", "דירה בירושלים", "ירוש"),
        ("he", "ירושלים", "וירושלים "),
        ("he", "קפה וסוכר", "סוכר "),
        ("he", "סוכר", "וסוכר"),
        ("he", "שהגנן", "גנן "),
        ("he", "והדלת", "דלת"),
        ("he", "וְהַדֶּלֶת", "דל"),
        ("he", "כשחורף", "חורף"),
        ("he", "לתיירים", "בתיירים "),
        ("ar", "المدرسة الجديدة", "جديدة"),
        ("ar", "المدرسة الجديدة", "جد"),
        ("ar", "مدرسة", "والمدرسة "),
        ("ar", "شقة بدمشق", "دمشق "),
        ("ar", "شقة بدمشق", "دم"),
        ("ar", "رحلة للقاهرة", "قاه"),
        ("ar", "خبز وزيتون", "زيتو"),
        ("ar", "وبالمدرسة", "مدر"),
        ("ar", "كالمطر", "مط"),
    ] {
        assert!(is_found(language, text, query), "{language}: {query} for {text}");
    }
}

#[test]
fn a_first_letter_that_belongs_to_its_word_is_no_prefix() {
    for (language, text, query) in [
        ("he", "בית", "ית"),
        ("he", "ובית", "ית"),
        ("he", "שולחן", "ולחן"),
        ("he", "מחשב", "חשב"),
        ("he", "כלב", "לב"),
        // A rest of one letter, and a beginning of one.
        ("he", "הם", "ם"),
        ("he", "טיול לחיפה", "ח"),
        ("ar", "كلب", "لب"),
        ("ar", "وجه", "جه"),
        ("ar", "فيل", "يل"),
        ("ar", "بنك", "نك"),
        // Another language knows no such letters.
        ("yi", "הילדים", "ילדים"),
        ("fa", "والمدرسة", "المدرسة"),
    ] {
        assert!(!is_found(language, text, query), "{language}: {query} for {text}");
    }
}

#[test]
fn a_joint_never_goes_together_with_a_stem() {
    let options = BuildOptions { languages: vec!["en".to_owned()], ..BuildOptions::default() };
    let pair = Pair::with_texts(options, &[("Planted Oak", 1.0), ("Plants", 1.0)]);
    let relaxed = SuggestOptions { max_tier: 1, ..SuggestOptions::default() };
    let found = |query: &str| -> Vec<String> {
        pair.ask_with(query, &relaxed).into_iter().map(|said| said.text).collect()
    };
    // The letter of the next word is no ending of the word before.
    assert_eq!(found("planted s"), [""; 0]);
    assert_eq!(found("plant ing "), [""; 0]);
    assert_eq!(found("plan ts "), ["Plants"]);
    assert_eq!(found("plantedoak"), ["Planted Oak"]);
    assert_eq!(found("plantingoak"), [""; 0]);
}
