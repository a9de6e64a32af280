//! The plans against each other, and against looking at every form.

use proptest::prelude::*;

use super::any_order::{AnyOrder, Plan};
use super::assignment;
use super::form_check::{SoughtWords, cost};
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

fn ask(index: &Index, typed: &[(&str, bool, u8)], wanted: usize, plan: Plan) -> Vec<Candidate> {
    let view = index.view();
    let words = view.words().unwrap().unwrap();
    let (filter, factors) = (Filter::default(), Factors::default());
    let scorer = Scorer::new(&view, &filter, &factors, &WorkBudget::new()).unwrap();
    let keys = Keys::new(&view).unwrap();
    let all: Vec<Alternatives> =
        typed.iter().map(|&(word, open, edits)| alternatives(&words, word, open, edits)).collect();
    let all: Vec<&Alternatives> = all.iter().collect();
    let work = WorkBudget::new();
    let top = Top::new(wanted, Vec::new());
    let quality = QueryQuality::new(&view.settings().quality, "abc");
    let mut search = Search::new(&keys, &scorer, &work, &quality, top, 0);
    let group = search.group(MatchKind::Words, 0, 0);
    let sought = SoughtWords { words: &words, typed: &all, group };
    AnyOrder::new(sought, plan).push_best(&mut search).unwrap();
    assert!(work.is_complete());
    search.top.finish()
}

/// Looks at every form, and sorts.
fn every_form(index: &Index, typed: &[(&str, bool, u8)], wanted: usize) -> Vec<Candidate> {
    let view = index.view();
    let words = view.words().unwrap().unwrap();
    let (filter, factors) = (Filter::default(), Factors::default());
    let scorer = Scorer::new(&view, &filter, &factors, &WorkBudget::new()).unwrap();
    let quality = QueryQuality::new(&Quality::for_kind(crate::Kind::Text), "abc");
    let all: Vec<Alternatives> =
        typed.iter().map(|&(word, open, edits)| alternatives(&words, word, open, edits)).collect();
    let all: Vec<&Alternatives> = all.iter().collect();
    let (mut found, mut terms) = (Vec::new(), Vec::new());
    for rank in 0..view.slot_count() {
        words.terms_of(rank, &mut terms).unwrap();
        let pair = |number: usize, word: usize| cost(&all, &terms, number, word);
        if let Some(sum) = assignment::least(all.len(), terms.len(), pair, |_| true) {
            let cost = (sum / assignment::UNIT) as u32;
            let quality = MatchKind::Words.quality(&quality, cost);
            let kind = MatchKind::Words;
            let group = MatchGroup {
                kind,
                quality,
                cost,
                by_stem: false,
                is_combined: false,
                is_inside: false,
                reading: 0,
                tier: 0,
            };
            let form = scorer.form(rank).unwrap();
            found.push(group.candidate(form, form.base));
        }
    }
    best_of_each(found, wanted)
}

fn typed() -> impl Strategy<Value = Vec<(&'static str, bool, u8)>> {
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
        let expected = every_form(&INDEX, &typed, wanted);
        for plan in [Plan::Adaptive, Plan::InOrder, Plan::Whole] {
            prop_assert_eq!(&ask(&INDEX, &typed, wanted, plan), &expected, "{:?}", plan);
        }
    }
}
