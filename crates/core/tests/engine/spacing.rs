//! The engine gives the answers of the model where separators are many: several in a row, at the
//! ends, and around digits.

use mapahead::{Index, Kind, SuggestOptions, TypoBudget, TypoBudgets, TypoSettings};
use proptest::prelude::*;

use super::every_option::{build_options, suggest_options};
use crate::corpus::Pair;
use crate::model::ModelEntry;
use crate::recipes::{Slip, one_slip};

/// Letters and digits with separators between them.
fn spaced() -> impl Strategy<Value = String> {
    let near = "[ab]{1,2}([ ._/:-]{0,2}[ab12]{1,2}){0,4}[ ._-]{0,1}";
    let words = [
        "N.A.S.A.",
        "QX-77-B",
        "2031-07-09",
        "left_pad",
        "1.5",
        "a",
        "b",
        "new york",
        "mainFrame",
        "12",
        "1",
        "СССР",
        "с.с",
        "東京 タワー",
        "서울-역",
        "x&y",
        "s/m",
        "-",
        "..",
        "été",
    ];
    let word = prop::sample::select(words.to_vec()).prop_map(str::to_owned);
    let separator = prop::sample::select(vec!["", " ", "-", "_", ".", "/", " - ", "--", ",", ":"]);
    let joined = prop::collection::vec((word, separator), 1..4)
        .prop_map(|words| words.into_iter().map(|(word, end)| word + end).collect::<String>());
    let numbers = "[12]([ .,:_/-]{0,2}[12a]){0,4}";
    prop_oneof![2 => near, 2 => joined, 1 => numbers]
}

fn records() -> impl Strategy<Value = Vec<ModelEntry>> {
    let text = || spaced().prop_map(|text| text + "a");
    let given = prop_oneof![1 => text(), 2 => spaced().prop_filter("no text", |text| {
        !text.trim().is_empty()
    })];
    let weight = prop::sample::select(vec![1.0, 1.0, 2.0, 10.0]);
    let alias = (text(), prop::sample::select(vec![0.5, 1.0]));
    let record =
        (given, weight, prop::collection::vec(alias, 0..2)).prop_map(|(text, weight, aliases)| {
            ModelEntry { text, weight, aliases, ..ModelEntry::default() }
        });
    prop::collection::vec(record, 1..10)
}

/// What becomes of a text that is typed.
#[derive(Debug, Clone)]
struct Typing {
    text: prop::sample::Index,
    /// Which of its separators are left out, and where others come.
    dropped: Vec<bool>,
    added: Vec<(prop::sample::Index, char)>,
    slips: Vec<Slip>,
    cut: Option<prop::sample::Index>,
    end: &'static str,
}

fn typing() -> impl Strategy<Value = Typing> {
    let added = (any::<prop::sample::Index>(), prop::sample::select(vec![' ', '-', '.', '_', '/']));
    let parts = (
        any::<prop::sample::Index>(),
        prop::collection::vec(any::<bool>(), 1..4),
        prop::collection::vec(added, 0..3),
        prop::collection::vec(one_slip(), 0..3),
        prop::option::of(any::<prop::sample::Index>()),
        prop::sample::select(vec!["", "", "", " ", "-", " a", ". "]),
    );
    parts.prop_map(|(text, dropped, added, slips, cut, end)| Typing {
        text,
        dropped,
        added,
        slips,
        cut,
        end,
    })
}

impl Typing {
    fn query(&self, records: &[ModelEntry]) -> String {
        let forms = records.iter().flat_map(|record| {
            std::iter::once(&record.text).chain(record.aliases.iter().map(|(alias, _)| alias))
        });
        let forms: Vec<&String> = forms.collect();
        let mut dropped = self.dropped.iter().cycle();
        let is_kept = |ch: &char| !" -._/".contains(*ch) || !dropped.next().unwrap();
        let mut chars: Vec<char> = self.text.get(&forms).chars().filter(is_kept).collect();
        if let Some(cut) = self.cut {
            chars.truncate(cut.index(chars.len() + 1));
        }
        self.slips.iter().for_each(|slip| slip.apply(&mut chars));
        for (at, separator) in &self.added {
            chars.insert(at.index(chars.len() + 1), *separator);
        }
        chars.into_iter().collect::<String>() + self.end
    }
}

/// Returns how a query reads without its separators, a space for each run of digits.
fn without_separators(index: &Index, query: &str, options: &SuggestOptions) -> Vec<String> {
    let result = index.suggest(query, options).unwrap();
    result.suggestions.iter().map(|found| found.text.to_owned()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn separators_are_read_as_by_the_model_whatever_the_settings_and_options(
        build in build_options(),
        literal in any::<bool>(),
        records in records(),
        asked in prop::collection::vec((typing(), suggest_options()), 2),
    ) {
        let kind = if literal { Kind::Literal } else { build.kind };
        let (transliterate, inside) =
            (build.transliterate && !literal, build.inside && !literal);
        let synonyms = build.synonyms.clone().filter(|_| !literal);
        let build = mapahead::BuildOptions { kind, transliterate, inside, synonyms, ..build };
        let pair = Pair::with_options(build, records);
        for (typing, options) in &asked {
            pair.ask_with(&typing.query(&pair.records), options);
        }
    }

    #[test]
    fn large_budgets_of_slips_are_those_of_the_model(
        literal in any::<bool>(),
        records in records(),
        [open, closed] in [1u8..3, 1u8..3],
        cost in prop::sample::select(vec![1.0, 2.0, 3.0]),
        cheap_only in prop::bool::weighted(0.2),
        asked in prop::collection::vec(typing(), 2),
    ) {
        let kind = if literal { Kind::Literal } else { Kind::Text };
        let budget = |edits| vec![TypoBudget { from: 1, edits, cost, cheap_only }];
        let budgets = TypoBudgets { open: budget(open), closed: budget(closed) };
        let typos = TypoSettings { budgets, ..TypoSettings::default() };
        let build = mapahead::BuildOptions { kind, typos, ..Default::default() };
        let pair = Pair::with_options(build, records);
        for typing in &asked {
            pair.ask(&typing.query(&pair.records));
        }
    }

    #[test]
    fn separators_change_nothing_that_is_found_without_slips(
        records in records(),
        typing in typing(),
        at in any::<prop::sample::Index>(),
    ) {
        // Letters alone, so that no number falls apart.
        let pair = Pair::new(Kind::Literal, records);
        let query: String =
            typing.query(&pair.records).chars().filter(|ch| ch.is_alphabetic()).collect();
        let options =
            SuggestOptions { max_tier: 1, limit: 1000, distinct: true, ..Default::default() };
        let mut chars: Vec<char> = query.chars().collect();
        // Without a letter there is nothing to part.
        if chars.is_empty() {
            return Ok(());
        }
        chars.insert(at.index(chars.len()), '-');
        let spaced: String = chars.into_iter().collect();
        let mut found = [&query, &spaced].map(|query| without_separators(&pair.index, query, &options));
        found.iter_mut().for_each(|texts| texts.sort());
        prop_assert_eq!(&found[0], &found[1], "{:?}, {:?}", query, spaced);
    }
}
