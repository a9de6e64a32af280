//! How often typed words find the meant ones, by the costs of two indexes.

use std::collections::BTreeSet;

use rayon::prelude::*;
use serde_json::json;

use crate::build::{BuildOptions, IndexBuilder};
use crate::error::{Error, Result};
use crate::index::Index;
use crate::query::SuggestOptions;

use super::intervals::{WordSum, bootstrap, wilson};
use super::pairs::KeyPair;
use super::report::{SharesReport, SuccessReport, TypedKind};

/// The most suggestions that are looked at.
const LIMIT: usize = 10;
/// An index of words holds no more of them in a batch.
const BATCH: usize = 1 << 14;

/// A typed text with the word that it is to find.
struct Asked<'p> {
    kind: TypedKind,
    typed: String,
    meant: &'p str,
}

/// At which places two indexes show the meant word, from 1, and 0 where they do not.
struct Places {
    kind: TypedKind,
    places: [usize; 2],
}

/// Asks the typed words of `held_out`, which are sorted by meant word, in an index of all `words`
/// with equal weights: once with the costs of `before`, once with those of `learned`.
pub(super) fn success(
    words: &BTreeSet<&str>,
    held_out: &[&KeyPair],
    [before, learned]: [&BuildOptions; 2],
) -> Result<Vec<SuccessReport>> {
    let folder = tempfile::tempdir().map_err(|source| Error::Io {
        action: "create",
        path: std::env::temp_dir(),
        source,
    })?;
    let index = |name: &str, options: &BuildOptions| {
        let path = folder.path().join(name);
        let mut builder = IndexBuilder::new(&path, options.clone())?;
        let words: Vec<&&str> = words.iter().collect();
        for batch in words.chunks(BATCH) {
            let lines = batch.iter().map(|word| format!("{}\n", json!({ "text": word })));
            builder.add_ndjson("words", lines.collect::<String>().into_bytes())?;
        }
        builder.finish()?;
        Index::open(&path)
    };
    let indexes = [index("before", before)?, index("learned", learned)?];
    let options = SuggestOptions { limit: LIMIT, ..SuggestOptions::default() };
    let place = |index: &Index, asked: &Asked<'_>| -> Result<usize> {
        let result = index.suggest(&asked.typed, &options)?;
        let found = result.suggestions.iter().position(|found| found.text == asked.meant);
        Ok(found.map_or(0, |place| place + 1))
    };
    let by_word = held_out.chunk_by(|a, b| a.meant == b.meant).collect::<Vec<_>>();
    let places: Vec<Vec<Places>> = by_word
        .par_iter()
        .map(|pairs| {
            let asked = pairs.iter().flat_map(|pair| {
                let asked = pair.asked().into_iter();
                asked.map(move |(kind, typed)| Asked { kind, typed, meant: &pair.meant })
            });
            asked
                .map(|asked| {
                    let [before, learned] = &indexes;
                    let places = [place(before, &asked)?, place(learned, &asked)?];
                    Ok(Places { kind: asked.kind, places })
                })
                .collect()
        })
        .collect::<Result<_>>()?;
    let kinds = [TypedKind::All, TypedKind::Whole, TypedKind::Unfinished];
    Ok(kinds.into_iter().map(|kind| report(kind, &places)).collect())
}

fn report(kind: TypedKind, words: &[Vec<Places>]) -> SuccessReport {
    let of_kind = |places: &&Places| kind == TypedKind::All || places.kind == kind;
    let counted = |word: &Vec<Places>| word.iter().filter(of_kind).count() as u64;
    let queries = words.iter().map(counted).sum();
    let at = [1, LIMIT].map(|cutoff| {
        let is_hit = |place: usize| (1..=cutoff).contains(&place);
        let hits = |side: usize| {
            let all = words.iter().flatten().filter(of_kind);
            all.filter(|found| found.places.get(side).is_some_and(|&place| is_hit(place))).count()
                as u64
        };
        let change = |found: &Places| {
            let [before, learned] = found.places.map(|place| f64::from(u8::from(is_hit(place))));
            learned - before
        };
        let sum = |word: &Vec<Places>| WordSum {
            sum: word.iter().filter(of_kind).map(change).sum(),
            count: counted(word) as f64,
        };
        let share = |hits: u64| if queries == 0 { 0.0 } else { hits as f64 / queries as f64 };
        let [before, learned] = [hits(0), hits(1)];
        SharesReport {
            cutoff,
            before: share(before),
            before_interval: wilson(before, queries),
            learned: share(learned),
            learned_interval: wilson(learned, queries),
            difference: bootstrap(&words.iter().map(sum).collect::<Vec<_>>()),
        }
    });
    SuccessReport { kind, queries, at }
}
