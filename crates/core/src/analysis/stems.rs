//! Stems: what the forms of one word have in common, by the Snowball algorithms.
//!
//! The stemmers are those of the crate `frostem`, which is generated from Snowball itself and follows
//! it by the day. They are given words as they stand in keys, so without most accents: of languages
//! whose endings carry accents (French, Czech, Turkish …) fewer forms meet than Snowball could bring
//! together, but what meets is the same for texts and queries. Two words are compared by the stems
//! of one language; stems of different languages say nothing about each other.

use frostem::Stemmer;

use super::languages;
use crate::error::Result;

/// Longer words, in bytes, are their own stem. No word that people inflect is; and the stemmers copy
/// the word for each ending that they cut.
const MAX_WORD_BYTES: usize = 120;

/// The stemmers of some languages, in the order in which the languages were named.
#[derive(Clone)]
pub(crate) struct Stemmers {
    stemmers: Vec<Stemmer>,
}

impl Stemmers {
    /// Takes the stemmers of the languages with these codes. A language without one is left out.
    ///
    /// # Errors
    ///
    /// `ERR_INVALID_OPTION` for the option `languages` if a code is unknown or comes twice.
    pub(crate) fn new<S: AsRef<str>>(codes: &[S]) -> Result<Self> {
        languages::check(codes)?;
        let found = codes.iter().filter_map(|code| languages::find(code.as_ref())?.stems);
        Ok(Stemmers { stemmers: found.map(Stemmer::new).collect() })
    }

    /// Returns the number of stemmers, which may be less than that of the languages.
    pub(crate) fn len(&self) -> usize {
        self.stemmers.len()
    }

    /// Writes the stem of `word`, as it stands in a key, to `stem`, whatever was in it.
    ///
    /// `language` counts stemmers, below [`Stemmers::len`]; beyond it a word is its own stem.
    pub(crate) fn stem(&self, language: usize, word: &str, stem: &mut String) {
        stem.clear();
        match self.stemmers.get(language) {
            // The same on both sides, so a long word still finds itself.
            Some(stemmer) if word.len() <= MAX_WORD_BYTES => stem.push_str(&stemmer.stem(word)),
            _ => stem.push_str(word),
        }
    }
}

impl std::fmt::Debug for Stemmers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.stemmers.iter().map(|stemmer| stemmer.algorithm())).finish()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rust_stemmers::Algorithm as Independent;

    use super::super::languages::LANGUAGES;
    use super::super::property_tests::tricky_text;
    use super::*;

    fn all() -> Stemmers {
        Stemmers::new(&LANGUAGES.map(|language| language.code)).unwrap()
    }

    fn stem(code: &str, word: &str) -> String {
        let mut stem = String::from("what was in it");
        Stemmers::new(&[code]).unwrap().stem(0, word, &mut stem);
        stem
    }

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for (code, words) in [
            ("ru", ["холодильник", "холодильника", "холодильников"]),
            ("ru", ["установка", "установки", "установкой"]),
            ("ru", ["елка", "елки", "елкой"]),
            ("uk", ["холодильник", "холодильника", "холодильники"]),
            ("en", ["repair", "repairs", "repairing"]),
            ("de", ["haus", "hauser", "hausern"]),
            ("fr", ["reparation", "reparations", "reparer"]),
            ("es", ["instalacion", "instalaciones", "instalar"]),
            ("it", ["riparazione", "riparazioni", "riparare"]),
            ("pl", ["lodowka", "lodowki", "lodowke"]),
            ("el", ["ανθρωποσ", "ανθρωποι", "ανθρωπων"]),
            ("fa", ["كتاب", "كتابهاي", "كتابها"]),
            ("hi", ["लड़की", "लड़कियाँ", "लड़का"]),
        ] {
            let stems = words.map(|word| stem(code, word));
            assert!(stems.iter().all(|stem| *stem == stems[0]), "{code}: {words:?} {stems:?}");
        }
        assert_ne!(stem("ru", "купить"), stem("ru", "билет"));
    }

    #[test]
    fn stems_are_those_of_an_independent_snowball_where_the_rules_have_not_changed_since() {
        // Roots and endings as they stand in keys, each root with each ending.
        let languages = [
            (
                "ru",
                Independent::Russian,
                "холодильник установк двер кондиционер красн больш работ говор дела строи учител мастерск ремонт окн чита нес быстр",
                "а ы у ой е и ов ами ах ям ом ого ому ый ая ое ые ыми ых ую юю его ему ий яя ими их ешь ет ем ут ют ить ать ал ала али \
                 ило ли ть ться лся лась лись вший ющий ющая ейший ость ости остью ение ения ник ниц ка ок ев ей ями ях я ю ь ью ию ия",
            ),
            (
                "fr",
                Independent::French,
                "contin repar maison petit grand install travail chaud parl fin national joli heureux ouvr mang appel",
                "e es s er ant ent ait aient ons ez ation ations ateur ement ments if ives eux euse ites able isme iste ique ir it aux",
            ),
            (
                "it",
                Independent::Italian,
                "install ripar lavor cas parl prend piccol grand nazion rapid cucin port",
                "a o e i are ere ire ando ato ati ava avano azione azioni amente mente ita ivo abile ismo isti oso osa ante ero",
            ),
            (
                "pt",
                Independent::Portuguese,
                "instal repar trabalh cas fal com viv pequen grand nacion rapid cozinh",
                "a o as os ar er ir ando ado ida adas ava avam amente mente idade idades avel ismo ista oso ante",
            ),
            (
                "da",
                Independent::Danish,
                "hus arbejd install ven menneske barn byg",
                "e en et er erne s ens ets ede ende ig lig hed heder ning ninger else",
            ),
            (
                "no",
                Independent::Norwegian,
                "hus arbeid install venn menneske barn bygg",
                "a e en et er ene s ens ets ede ende ig lig het heter ning else",
            ),
            (
                "fi",
                Independent::Finnish,
                "talo asennus korjaus kirja auto lapsi ihminen",
                "a n ssa sta on lla lta lle na ksi tta t en in iden ni si nsa mme kin ko kaan",
            ),
            (
                "hu",
                Independent::Hungarian,
                "haz szerel ablak ajto ember varos asztal",
                "ok ak ek at et nak nek ban ben ba be rol ra re val vel ig ert on en om unk",
            ),
            (
                "tr",
                Independent::Turkish,
                "ev kitap oda kapi araba insan sehir",
                "ler lar i de da den dan im imiz iniz leri lari mi di dir",
            ),
            (
                "ro",
                Independent::Romanian,
                "cas instal repar lucr frumos copil",
                "a e i ul ului ele elor uri are ator atori atii ism ist oasa",
            ),
            (
                "el",
                Independent::Greek,
                "επισκευ ψυγειο σπιτι δουλει μικρ μεγαλ ανθρωπ παιδ",
                "α η ο οσ ου ων οι εσ ησ εισ αμε ετε ουν ισμοσ ιστησ ακι ακια ικη",
            ),
        ];
        for (code, independent, roots, endings) in languages {
            let independent = rust_stemmers::Stemmer::create(independent);
            for root in roots.split_whitespace() {
                for ending in [""].into_iter().chain(endings.split_whitespace()) {
                    let word = format!("{root}{ending}");
                    assert_eq!(stem(code, &word), independent.stem(&word), "{code} {word}");
                }
            }
        }
    }

    #[test]
    fn languages_without_a_stemmer_count_as_none() {
        let stemmers = Stemmers::new(&["bg", "ru", "th"]).unwrap();
        assert_eq!(stemmers.len(), 1);
        let mut stem = String::new();
        stemmers.stem(0, "двери", &mut stem);
        assert_eq!(stem, "двер");
        stemmers.stem(1, "двери", &mut stem);
        assert_eq!(stem, "двери");
    }

    #[test]
    fn unknown_and_repeated_languages_are_refused() {
        let refused = |codes: &[&str]| Stemmers::new(codes).unwrap_err().to_string();
        let unknown = refused(&["ru", "russian"]);
        assert!(unknown.starts_with("languages must be one of ar be bg"), "{unknown}");
        assert!(unknown.ends_with("got \"russian\""), "{unknown}");
        assert!(refused(&["ru", "en", "ru"]).contains("different from each other, got \"ru\""));
    }

    #[test]
    fn a_very_long_word_is_its_own_stem() {
        let word = "repairing".repeat(14);
        assert_eq!(stem("en", &word), word);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100))]
        #[test]
        fn any_text_has_a_stem_in_every_language(text in tricky_text(), other: String) {
            let stemmers = all();
            let mut stem = String::new();
            for language in 0..stemmers.len() {
                stemmers.stem(language, &text, &mut stem);
                stemmers.stem(language, &other, &mut stem);
            }
        }

        #[test]
        fn any_word_of_letters_that_endings_have_has_a_stem(
            words in prop::sample::select(LETTERS.to_vec()).prop_flat_map(|letters| {
                let letters: Vec<char> = letters.chars().collect();
                prop::collection::vec(prop::sample::select(letters), 0..24)
            }),
        ) {
            let word: String = words.into_iter().collect();
            let stemmers = all();
            let mut stem = String::new();
            for language in 0..stemmers.len() {
                stemmers.stem(language, &word, &mut stem);
            }
        }
    }

    /// Letters that endings are made of, by script.
    const LETTERS: [&str; 9] = [
        "aeiouyslntrdmgcbz'",
        "аеиоуыэюяйьлмнтвхщшгкі",
        "αειοηυωσςνμτκπλρδθ",
        "ابتثنيوهةىكلمس",
        "ייווןםאעהתשלכר",
        "աեիուներվծկց",
        "कीतोंयाािैेूु्नह",
        "கள்ைஐஆல்உக்குஇன்தம",
        "çéèêîïôûäöüßñãõčšžł",
    ];
}
