//! The plans against each other, and against looking at every form for every reading.

use proptest::prelude::*;

use super::any_order::{AnyOrder, Plan};
use super::assignment;
use super::form_check::{SoughtReading, cost};
use crate::format::form_kind::FormClass;
use crate::index::Words;
use crate::query::keys::Keys;
use crate::query::score::candidate::MatchGroup;
use crate::query::score::candidate::{Candidate, best_of_each};
use crate::query::score::factors::Factors;
use crate::query::score::filter::Filter;
use crate::query::score::match_kind::{MatchKind, QueryQuality};
use crate::query::score::scorer::Scorer;
use crate::query::score::top::Top;
use crate::query::search::Search;
use crate::query::terms::alternatives::Alternatives;
use crate::query::terms::spellings::Spellings;
use crate::query::terms::typed_letters::TypedLetters;
use crate::query::terms::walk::ground::Ground;
use crate::query::work_budget::WorkBudget;
use crate::settings::Quality;
use crate::{BuildOptions, Format, Index, IndexBuilder};

/// Builds an index of `count` texts over few words, some with an alias, with weights that often
/// tie.
fn index(count: usize) -> Index {
    const WORDS: [&str; 12] =
        ["ab", "aba", "abb", "b", "ba", "new", "york", "newcastle", "the", "of", "an", "x"];
    let mut lines = String::new();
    for number in 0..count {
        let mixed = number.wrapping_mul(2_654_435_761) >> 5;
        let word = |shift: usize| WORDS[(mixed >> shift) % WORDS.len()];
        let weight = [0.0, 1.0, 1.0, 7.5, 30.0, 1e6][(mixed >> 13) % 6] + (mixed % 3) as f64;
        let text = [word(0), word(4), word(8), word(11)][..1 + mixed % 4].join(" ");
        let aliases = match mixed % 5 {
            0 => format!(",\"aliases\":[{{\"text\":\"{} {}\",\"factor\":0.5}}]", word(3), word(9)),
            _ => String::new(),
        };
        lines += &format!("{{\"text\":\"{text}\",\"weight\":{weight}{aliases}}}\n");
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("words.mapahead");
    let options = BuildOptions { threads: Some(1), ..BuildOptions::default() };
    let mut builder = IndexBuilder::new(&path, options).unwrap();
    let reader = std::io::Cursor::new(lines.into_bytes());
    builder.add_reader("words", Format::Ndjson, reader).unwrap();
    builder.finish().unwrap();
    Index::open(&path).unwrap()
}

/// Returns what each typed word may be: with slips if `edits`, and as a prefix where `open`.
fn alternatives(words: &Words<'_>, typed: &str, open: bool, edits: u8) -> Alternatives {
    let root = words.root(FormClass::Plain).unwrap().unwrap();
    let chars: Vec<char> = typed.chars().collect();
    let budget = crate::analysis::slip_budget::SlipBudget { edits, cost: 96, cheap_only: false };
    let costs = crate::analysis::costs::EditCosts::new(&Default::default(), &[('a', 'b')], &[]);
    let work = WorkBudget::new();
    let found = match edits {
        0 => Spellings::exact(words, root, typed),
        _ => {
            let typed = TypedLetters::new(&chars, budget, &costs);
            let dictionary = words.terms();
            let ground = Ground { dictionary, root, from: 0, only: None, work: &work };
            Spellings::with_slips(words, ground, &typed)
        }
    };
    let found = found.unwrap();
    Alternatives::new(words, if open { &found.open } else { &found.closed }, &[]).unwrap()
}

/// A word, whether it is open, and its edits.
type Word = (&'static str, bool, u8);

/// Words with their places, and what words that are left out make of a quality.
type Placed = (Vec<(usize, Word)>, f64);

/// Returns the words as they are, all of them open, and without each one of them.
fn readings(typed: &[Word]) -> Vec<Placed> {
    let whole: Vec<(usize, Word)> = typed.iter().copied().enumerate().collect();
    let opened = |&(place, (word, _, edits)): &(usize, Word)| (place, (word, true, edits));
    let mut all = vec![(whole.clone(), 1.0), (whole.iter().map(opened).collect(), 1.0)];
    for left_out in (0..typed.len()).filter(|_| typed.len() > 1) {
        let rest = whole.iter().copied().filter(|&(place, _)| place != left_out);
        all.push((rest.collect(), 0.5 / (1 + left_out) as f64));
    }
    all
}

/// Calls `use_readings` with the readings of `typed` of which every word is a term.
fn with_readings<R>(
    words: &Words<'_>,
    readings: &[Placed],
    use_readings: impl FnOnce(&[SoughtReading<'_>]) -> R,
) -> R {
    let of_word =
        |&(_, (word, open, edits)): &(usize, Word)| alternatives(words, word, open, edits);
    let found: Vec<Vec<Alternatives>> =
        readings.iter().map(|(typed, _)| typed.iter().map(of_word).collect()).collect();
    let sought =
        readings.iter().zip(&found).zip(0..).map(|(((typed, for_dropped), found), number)| {
            let group = MatchGroup {
                kind: MatchKind::Words,
                quality: 0.0,
                cost: 0,
                by_stem: false,
                is_combined: false,
                is_inside: false,
                reading: number,
                tier: 0,
            };
            let places = typed.iter().map(|&(place, _)| place).collect();
            SoughtReading {
                typed: found.iter().collect(),
                places,
                group,
                for_dropped: *for_dropped,
            }
        });
    let is_found = |reading: &SoughtReading<'_>| reading.typed.iter().all(|word| !word.is_empty());
    let sought: Vec<SoughtReading<'_>> = sought.filter(is_found).collect();
    use_readings(&sought)
}

fn ask(index: &Index, readings: &[Placed], wanted: usize, plan: Plan) -> Vec<Candidate> {
    let view = index.view();
    let words = view.words().unwrap().unwrap();
    let (filter, factors) = (Filter::default(), Factors::default());
    let scorer = Scorer::new(&view, &filter, &factors, &WorkBudget::new()).unwrap();
    let keys = Keys::new(&view).unwrap();
    let work = WorkBudget::new();
    let top = Top::new(wanted, Vec::new());
    let quality = QueryQuality::new(&view.settings().quality, "abc");
    let mut search = Search::new(&keys, &scorer, &work, &quality, top, 0);
    with_readings(&words, readings, |sought| {
        AnyOrder::new(&words, sought, plan).push_best(&mut search).unwrap();
    });
    assert!(work.is_complete());
    search.top.finish()
}

/// Looks at every form for every reading, and sorts.
fn every_form(index: &Index, readings: &[Placed], wanted: usize) -> Vec<Candidate> {
    let view = index.view();
    let words = view.words().unwrap().unwrap();
    let (filter, factors) = (Filter::default(), Factors::default());
    let scorer = Scorer::new(&view, &filter, &factors, &WorkBudget::new()).unwrap();
    let quality = QueryQuality::new(&Quality::for_kind(crate::Kind::Text), "abc");
    let (mut found, mut terms) = (Vec::new(), Vec::new());
    with_readings(&words, readings, |sought| {
        for rank in 0..view.slot_count() {
            words.terms_of(rank, &mut terms).unwrap();
            for SoughtReading { typed, group, for_dropped, .. } in sought {
                let pair = |number: usize, word: usize| cost(typed, &terms, number, word);
                let sum = assignment::least(typed.len(), terms.len(), pair, |_| true);
                let Some(sum) = sum else { continue };
                let cost = (sum / assignment::UNIT) as u32;
                let quality = MatchKind::Words.quality(&quality, cost) * for_dropped;
                let form = scorer.form(rank).unwrap();
                let group = MatchGroup { quality, cost, ..*group };
                found.push(group.candidate(form, form.base));
            }
        }
    });
    best_of_each(found, wanted)
}

fn typed() -> impl Strategy<Value = Vec<Word>> {
    let word = prop::sample::select(vec![
        "a",
        "ab",
        "aba",
        "b",
        "n",
        "new",
        "york",
        "yorc",
        "the",
        "of",
        "x",
        "",
        "newcastle",
        "q",
    ]);
    prop::collection::vec((word, any::<bool>(), 0u8..3), 1..4)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn every_plan_finds_what_looking_at_every_form_finds(
        typed in typed(), wanted in prop::sample::select(vec![1usize, 3, 10, 70]),
    ) {
        static INDEX: std::sync::LazyLock<Index> = std::sync::LazyLock::new(|| index(6000));
        let readings = readings(&typed);
        // One reading, and all of them in one pass.
        for readings in [&readings[..1], &readings[..]] {
            let expected = every_form(&INDEX, readings, wanted);
            for plan in [Plan::Adaptive, Plan::InOrder, Plan::Whole, Plan::Intersect] {
                prop_assert_eq!(&ask(&INDEX, readings, wanted, plan), &expected, "{:?}", plan);
            }
        }
    }
}
