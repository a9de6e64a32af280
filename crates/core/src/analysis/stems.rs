//! Stems: what the forms of one word have in common, by the Snowball algorithms, and by the letters
//! that are written before a word.
//!
//! The stemmers are those of the crate `frostem`, which is generated from Snowball itself and
//! follows it by the day. Keys lack most marks, and the endings of French, Turkish or Hungarian
//! have them. So a word has the stem of its spelling in the key, and that of each spelling with
//! marks that is known: a term those that texts have, and a typed word its own, or where that has no
//! marks, those that texts have of it. Stems are compared without marks, as words are. Two words are compared by
//! the stems of one language; stems of different languages say nothing about each other.
//!
//! A language with [`prefixes`](super::prefixes) has them as a stemmer of its own, by which a word
//! and what is left of it behind a prefix have one stem.

use frostem::Stemmer;

use super::languages;
use super::marked::unmarked_text;
use super::prefixes::{self, Prefixes};
use crate::error::Result;

/// Longer words, in bytes, are their own stem. No word that people inflect is; and the stemmers
/// copy the word for each ending that they cut.
pub(crate) const MAX_STEMMED_BYTES: usize = 120;

/// The stemmers of some languages, in the order in which the languages were named.
#[derive(Clone)]
pub(crate) struct Stemmers {
    stemmers: Vec<OneStemmer>,
}

#[derive(Clone)]
enum OneStemmer {
    Snowball(Stemmer),
    /// The stems of a word are itself and what prefixes leave of it.
    Prefixes(&'static Prefixes),
}

impl Stemmers {
    /// Takes the stemmers of the languages with these codes. A language without one is left out.
    ///
    /// # Errors
    ///
    /// `ERR_INVALID_OPTION` for the option `languages` if a code is unknown or comes twice.
    pub(crate) fn new<S: AsRef<str>>(codes: &[S]) -> Result<Self> {
        languages::check(codes)?;
        let of_language = |code: &S| {
            let code = code.as_ref();
            let snowball = languages::find(code).and_then(|language| language.stems);
            let snowball = snowball.map(|stems| OneStemmer::Snowball(Stemmer::new(stems)));
            let prefixes = prefixes::of_language(code).map(OneStemmer::Prefixes);
            snowball.into_iter().chain(prefixes)
        };
        Ok(Stemmers { stemmers: codes.iter().flat_map(of_language).collect() })
    }

    /// Returns the number of stemmers. A language may have none, or two.
    pub(crate) fn len(&self) -> usize {
        self.stemmers.len()
    }

    /// Returns whether the stemmer `number` goes by prefixes, so that a word is one of its stems
    /// itself, and the others are words that it may be found by.
    pub(crate) fn has_prefixes(&self, number: usize) -> bool {
        matches!(self.stemmers.get(number), Some(OneStemmer::Prefixes(_)))
    }

    /// Writes the stems of `word`, as it stands in a key, to `stems`, whatever was in it: those of
    /// the word itself first, then those of its spellings with marks. Each is there once.
    ///
    /// `number` counts stemmers, below [`Stemmers::len`]; beyond it a word is its own stem.
    pub(crate) fn stems<M: AsRef<str>>(
        &self,
        number: usize,
        word: &str,
        marked: impl IntoIterator<Item = M>,
        stems: &mut Vec<String>,
    ) {
        stems.clear();
        // The same on both sides, so a long word still finds itself.
        let fits = |word: &str| word.len() <= MAX_STEMMED_BYTES;
        match self.stemmers.get(number) {
            Some(OneStemmer::Snowball(stemmer)) => {
                let own = if fits(word) { stemmer.stem(word) } else { word.into() };
                stems.push(own.into_owned());
                for marked in marked {
                    let marked = marked.as_ref();
                    if !fits(marked) {
                        continue;
                    }
                    // Without marks again: the stem of `réparer` is that of `repares` then.
                    let stem = unmarked_text(&stemmer.stem(marked));
                    if !stems.contains(&stem) {
                        stems.push(stem);
                    }
                }
            }
            Some(OneStemmer::Prefixes(prefixes)) => {
                stems.push(word.to_owned());
                if fits(word) {
                    stems.extend(prefixes.rests(word).map(str::to_owned));
                }
            }
            None => stems.push(word.to_owned()),
        }
    }

    /// Returns whether the spelling `marked` has a stem that `word` has not without its marks.
    pub(crate) fn tells_apart(&self, word: &str, marked: &str, stems: &mut Vec<String>) -> bool {
        let mut snowball = (0..self.len()).filter(|&number| !self.has_prefixes(number));
        snowball.any(|number| {
            self.stems(number, word, [marked], stems);
            stems.len() > 1
        })
    }
}

impl std::fmt::Debug for Stemmers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let shown = self.stemmers.iter().map(|stemmer| match stemmer {
            OneStemmer::Snowball(stemmer) => format!("{:?}", stemmer.algorithm()),
            OneStemmer::Prefixes(prefixes) => format!("prefixes of {}", prefixes.language()),
        });
        f.debug_list().entries(shown).finish()
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
        stems(code, 0, word, &[]).remove(0)
    }

    fn stems(code: &str, number: usize, word: &str, marked: &[&str]) -> Vec<String> {
        let mut stems = vec!["what was in it".to_owned()];
        Stemmers::new(&[code]).unwrap().stems(number, word, marked, &mut stems);
        stems
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
        let mut stems = Vec::new();
        stemmers.stems(0, "двери", [""; 0], &mut stems);
        assert_eq!(stems, ["двер"]);
        stemmers.stems(1, "двери", [""; 0], &mut stems);
        assert_eq!(stems, ["двери"]);
    }

    #[test]
    fn a_word_has_the_stems_of_its_spellings_with_marks_and_without() {
        for (code, word, marked, expected) in [
            // Snowball knows a participle by its accent.
            ("fr", "repare", &["réparé"][..], &["repar"][..]),
            ("fr", "reparees", &["réparées"], &["repare", "repar"]),
            ("fr", "cote", &["côté", "côte", "coté"], &["cot"]),
            // English ends no word in `é`, so the spelling with marks is its own stem.
            ("en", "resume", &["résumé"], &["resum", "resume"]),
        ] {
            assert_eq!(stems(code, 0, word, marked), expected, "{code} {word}");
        }
    }

    #[test]
    fn a_word_and_what_prefixes_leave_of_it_have_one_stem() {
        assert_eq!(stems("he", 0, "הספר", &[]), ["הספר", "ספר"]);
        assert_eq!(stems("he", 0, "ספר", &[]), ["ספר"]);
        assert_eq!(stems("ar", 1, "الكتاب", &[]), ["الكتاب", "كتاب"]);
        let stemmers = Stemmers::new(&["ar", "he", "en"]).unwrap();
        assert_eq!(
            [0, 1, 2, 3, 4].map(|at| stemmers.has_prefixes(at)),
            [false, true, true, false, false]
        );
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
            let mut stems = Vec::new();
            for number in 0..stemmers.len() {
                stemmers.stems(number, &text, [&other], &mut stems);
                stemmers.stems(number, &other, [&text], &mut stems);
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
            let mut stems = Vec::new();
            for number in 0..stemmers.len() {
                stemmers.stems(number, &word, [&word], &mut stems);
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
