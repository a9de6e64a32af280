//! The engine gives the answers of the model: forms of words by their stems, with marks and without,
//! and behind letters that are written with words.

use mapahead::{BuildOptions, SuggestOptions, Synonyms};
use proptest::prelude::*;

use super::every_option::{select, suggest_options};
use crate::corpus::{Pair, with_contexts};
use crate::model::ModelEntry;
use crate::recipes;

/// Words of languages whose endings have marks, and of those that write letters with words, as
/// people type them: with all marks, some, or none.
const WORDS: [&str; 59] = [
    "réparer",
    "réparé",
    "réparées",
    "repare",
    "RÉPARATION",
    "réparations",
    "côté",
    "cote",
    "côte",
    "été",
    "étés",
    "d'été",
    "élève",
    "eleves",
    "kapı",
    "kapıyı",
    "kapiyi",
    "kapılar",
    "kitaplığı",
    "kitap",
    "İstanbul",
    "istanbul'da",
    "ağaç",
    "ağacı",
    "kutya",
    "kutyák",
    "kutyak",
    "házak",
    "ház",
    "szülő",
    "szülők",
    "ő",
    "הספר",
    "ספר",
    "לספר",
    "והספר",
    "ספרים",
    "תל",
    "בתל",
    "אביב",
    "בית",
    "הבית",
    "שָׁלוֹם",
    "שלום",
    "كتاب",
    "الكتاب",
    "والكتاب",
    "كُتُب",
    "أحمد",
    "احمد",
    "للبيت",
    "بيت",
    "وزارة",
    "e\u{301}te\u{301}",
    "ﬁancée",
    "Łódź",
    "می\u{200c}بینیم",
    "بینیم",
    "کتاب\u{200c}ها",
];

fn texts() -> impl Strategy<Value = String> {
    prop::collection::vec(select(&WORDS), 1..4).prop_map(|words| words.join(" "))
}

fn records() -> impl Strategy<Value = Vec<ModelEntry>> {
    let aliases = prop_oneof![
        3 => Just(Vec::new()),
        1 => prop::collection::vec((texts(), select(&[0.1, 0.5, 1.0])), 1..3),
    ];
    let record = (texts(), select(&[1.0, 1.0, 2.0, 10.0]), aliases);
    let record = record.prop_map(|(text, weight, aliases)| ModelEntry {
        text,
        weight,
        aliases,
        ..ModelEntry::default()
    });
    with_contexts(prop::collection::vec(record, 1..12))
}

fn options() -> impl Strategy<Value = BuildOptions> {
    let languages = select(&[
        &["fr"][..],
        &["tr", "fr"],
        &["hu", "he"],
        &["he"],
        &["ar"],
        &["ar", "he"],
        &["fa"],
        &["fr", "pl", "ar", "hu"],
    ]);
    let rules = select(&[
        &[][..],
        &["réparer, bricoler", "ספר => כרך"],
        &["kutyák, házak", "كتاب, بيت", "cote, ete"],
    ]);
    let layouts = select(&[&[][..], &["us", "tr"], &["il", "us"], &["fr", "us"]]);
    let parts = (languages, layouts, rules, any::<[bool; 2]>());
    parts.prop_map(|(languages, layouts, rules, [transliterate, inside])| {
        let strings = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
        let synonyms = (!rules.is_empty()).then(|| Synonyms::Rules(strings(rules)));
        let (languages, layouts) = (strings(languages), strings(layouts));
        let default = BuildOptions::default();
        BuildOptions { languages, layouts, synonyms, transliterate, inside, ..default }
    })
}

/// Some words, the last one perhaps unfinished, perhaps closed.
fn query() -> impl Strategy<Value = String> {
    let end = select(&["", "", " "]);
    (texts(), 0usize..4, end).prop_map(|(text, cut, end)| {
        let kept = text.chars().count().saturating_sub(cut).max(1);
        text.chars().take(kept).collect::<String>() + end
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1200))]

    #[test]
    fn forms_of_words_are_found_as_by_the_model(
        build in options(),
        records in records(),
        (query, options) in (query(), suggest_options()),
        (recipe, other) in (recipes::recipe(), suggest_options()),
    ) {
        let pair = Pair::with_options(build, records);
        pair.ask_with(&query, &options);
        pair.ask_with(&recipe.query(&pair.records), &other);
        pair.index.verify().unwrap();
    }
}

#[test]
fn an_open_word_begins_what_a_prefix_leaves_of_very_many_words() {
    let letters = ['א', 'ב', 'ג', 'ד', 'ט', 'ר', 'נ', 'צ'];
    let word = |number: usize| -> String {
        let letter = |place: u32| letters[number / letters.len().pow(place) % letters.len()];
        ['ה', 'ט', 'ר'].into_iter().chain((0..4).map(letter)).collect()
    };
    let record = |number: usize| ModelEntry {
        text: word(number),
        weight: (number % 17) as f64,
        ..ModelEntry::default()
    };
    let languages = vec!["he".to_owned()];
    let options = BuildOptions { languages, ..BuildOptions::default() };
    let pair = Pair::with_options(options, (0..4096).map(record).collect());
    for query in ["טר", "טרא", "טראב", "הטרא", "ט"] {
        for limit in [1, 10, 300] {
            pair.ask_with(query, &SuggestOptions { limit, max_tier: 0, ..Default::default() });
        }
    }
}
