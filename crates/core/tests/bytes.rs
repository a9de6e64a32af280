//! What forms take in a file: bits of a rank, a place of a factor, and no text that can be made
//! again.

use mapahead::{BuildOptions, Index, SuggestOptions};

use crate::corpus::Pair;
use crate::model::ModelEntry;

fn entry(text: String, weight: usize, aliases: &[(&str, f64)]) -> ModelEntry {
    ModelEntry {
        text,
        weight: weight as f64,
        aliases: aliases.iter().map(|(text, factor)| ((*text).to_owned(), *factor)).collect(),
        ..ModelEntry::default()
    }
}

/// Returns the index of records, which no check finds damaged.
fn built(options: BuildOptions, records: Vec<ModelEntry>) -> Pair {
    let pair = Pair::with_options(options, records);
    pair.index.verify().unwrap();
    pair
}

/// Returns the bytes of a section; `None` if it is not there.
fn bytes(index: &Index, section: &str) -> Option<u64> {
    let sections = index.info().sections;
    sections.iter().find(|known| known.name == section).map(|known| known.bytes)
}

/// A thousand names, the weights of which rise.
fn names() -> impl Iterator<Item = ModelEntry> {
    (0..1000).map(|number| entry(format!("name {number}"), number, &[]))
}

#[test]
fn one_form_besides_the_texts_costs_two_bits_a_rank_at_most() {
    let without = built(BuildOptions::default(), names().collect());
    assert_eq!(bytes(&without.index, "forms"), None);
    let one = entry("McAdam".to_owned(), 500, &[]);
    let with = built(BuildOptions::default(), names().chain([one]).collect());
    let forms = bytes(&with.index, "forms").unwrap();
    assert!(forms <= 1002 / 4, "{forms}");
    assert_eq!(bytes(&with.index, "ranked-aliases"), None);
}

#[test]
fn aliases_of_one_factor_rise_with_their_ranks_and_others_are_numbered() {
    let pair = |factor: f64| {
        let aliases = |number: usize| format!("other {number}");
        let records = (0..500).map(|number| {
            let factor = if number % 2 == 0 { 0.5 } else { factor };
            entry(format!("name {number}"), number, &[(&aliases(number), factor)])
        });
        built(BuildOptions::default(), records.collect())
    };
    let same = pair(0.5).index.info();
    let has = |name: &str| same.sections.iter().any(|section| section.name == name);
    assert!(has("alias-ordinals") && !has("ranked-aliases"));
    let other = bytes(&pair(0.25).index, "ranked-aliases").unwrap();
    // Nine bits of each of 500.
    assert!((500 * 9 / 8..500 * 9 / 8 + 30).contains(&other), "{other}");
}

#[test]
fn factors_that_alternate_cost_a_bit_each() {
    let aliases = [("é one", 0.1), ("é two", 0.1)];
    // The forms of the text have the factor 1.
    let records = (0..500).map(|number| entry(format!("é {number}"), number, &aliases));
    let pair = built(BuildOptions::default(), records.collect());
    let forms = pair.index.info().forms;
    assert_eq!((forms.alias, forms.verbatim), (1000, 1500));
    let factors = bytes(&pair.index, "alias-factors").unwrap();
    assert!(factors <= 2500 / 8 + 25, "{factors}");
    assert!(bytes(&pair.index, "factors").unwrap() <= 80);
}

#[test]
fn texts_of_forms_that_can_be_made_again_are_not_stored() {
    let options = BuildOptions { transliterate: true, ..BuildOptions::default() };
    let long = "& MacBook Pro ü 007 und so weiter, und so fort, ";
    let records = (0..200).map(|number| entry(format!("{long}{number}"), number, &[]));
    let pair = built(options, records.collect());
    let forms = pair.index.info().forms;
    assert!(forms.verbatim == 200 && forms.spelled == 200 && forms.parts == 400, "{forms:?}");
    assert!(bytes(&pair.index, "alias-texts").unwrap() < 800 * 2);
    assert!(bytes(&pair.index, "alias-sources").unwrap() < 800);
}

#[test]
fn a_form_that_is_made_again_is_that_of_its_own_source() {
    let options = BuildOptions {
        languages: vec!["de".into(), "en".into(), "ko".into()],
        transliterate: true,
        ..BuildOptions::default()
    };
    // Of aliases that are forms, and of those that gave way to the text or to another alias.
    let aliases = [
        ("Zurich", 0.5),
        ("Zürich!", 0.5),
        ("ZuRi 007", 0.25),
        ("zurich", 0.75),
        ("Züri & Co", 0.25),
        ("서울", 0.5),
        ("Цюрих", 0.5),
        ("züri007x", 0.25),
    ];
    let others = [("Ö-007", 0.5), ("Öst & West", 0.25)];
    let records = vec![
        entry("Zürich".to_owned(), 9, &aliases),
        entry("AbcDef 05".to_owned(), 8, &others),
        entry("Genève".to_owned(), 7, &[("GENEVE", 0.5), ("Gen-ève", 0.5), ("geneve.", 0.25)]),
    ];
    let pair = built(options, records);
    let surface = |query: &str| {
        let result = pair.index.suggest(query, &SuggestOptions::default()).unwrap();
        result.suggestions.first().map(|found| found.matched.surface.to_string())
    };
    for (query, expected) in [
        ("zürich!", "Zürich!"),
        ("gen-è", "Gen-ève"),
        ("ri 007", "zu ri 007"),
        ("ri 7", "zu ri 7"),
        ("züri und", "Züri und Co"),
        ("zueri und", "Zueri und Co"),
        ("züri and", "Züri and Co"),
        ("ㅅㅇ", "ㅅㅇ"),
        ("tsyurikh", "Tsyurikh"),
        ("zuri 7 x", "zuri 7 x"),
        ("def 5", "abc def 5"),
        ("o 7", "o 7"),
        ("oest", "Oest und West"),
        ("ö-0", "Ö-007"),
    ] {
        assert_eq!(surface(query).as_deref(), Some(expected), "{query}");
    }
}
