//! What ranking by season, contexts and person costs, against the same query without, in one run.
//!
//! Whole calls of `suggest` on prefixes of names drawn by weight, and on two words of which the last one is unfinished; top
//! 10. All indexes hold the same names with ids. The name of another corpus can be given.

use std::env;
use std::hint::black_box;
use std::time::Duration;

use mapahead::{Boosts, Contexts, Day, Index, SuggestOptions};
use mapahead_benches::random::Random;
use mapahead_benches::ranked::{self, With};
use mapahead_benches::timing::{Contender, Summary, show, take_turns};
use mapahead_benches::{Result, corpus, queries};

const QUERIES: usize = 200;
const BUDGET: Duration = Duration::from_secs(3);

/// One way to ask.
struct Way<'a> {
    label: String,
    index: &'a Index,
    options: SuggestOptions,
}

fn main() -> Result<()> {
    // Cargo adds arguments of its own, which all start with a dash.
    let name = env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let name = name.as_deref().unwrap_or("names-1m");
    let names = corpus::read(name)?;
    let open = |with| -> Result<Index> { Ok(Index::open(ranked::build(name, &names, with)?)?) };
    let plain = open(With::Nothing)?;
    let contexts = open(With::Contexts)?;
    let seasons = open(With::Seasons)?;
    let flat = open(With::FlatSeasons)?;
    let ways = ways(&names, &plain, &contexts, &seasons, &flat)?;
    println!("{name}: {} entries; top 10; one core, warm.\n", names.len());
    let prefixes =
        [1, 2, 3, 4, 6, 8].map(|letters| queries::prefixes(&names, letters, QUERIES / 2));
    for (what, queries) in [
        ("1, 2, 3, 4, 6 and 8 letters", prefixes.concat()),
        ("1 letter", queries::prefixes(&names, 1, QUERIES)),
        ("3 letters", queries::prefixes(&names, 3, QUERIES)),
        ("6 letters", queries::prefixes(&names, 6, QUERIES)),
        ("2 words", queries::any_order(&names, 2, QUERIES)),
        ("nothing typed", vec![String::new()]),
    ] {
        report(what, &queries, &ways)?;
    }
    Ok(())
}

fn ways<'a>(
    names: &[corpus::Name],
    plain: &'a Index,
    contexts: &'a Index,
    seasons: &'a Index,
    flat: &'a Index,
) -> Result<Vec<Way<'a>>> {
    let at = Day::from_calendar(2026, 3, 1);
    let options = || SuggestOptions { at, ..SuggestOptions::default() };
    let filter = |field: &str, value: &str| SuggestOptions {
        filter: Contexts::from([(field.to_owned(), vec![value.to_owned()])]),
        ..options()
    };
    let mut random = Random::new(9);
    let mut boosts = |count: usize| Boosts {
        ids: (0..count)
            .map(|_| (ranked::id(random.below(names.len())), 1.0 + random.below(5) as f64))
            .collect(),
        ..Boosts::default()
    };
    let thousand = SuggestOptions { boosts: boosts(1000), ..options() };
    let prepared = plain.prepare_boosts(&boosts(10_000))?;
    let prepared = SuggestOptions { prepared_boosts: Some(prepared), ..options() };
    let by_size = |boost: f64| SuggestOptions {
        boosts: Boosts {
            contexts: [("size".to_owned(), [("10000".to_owned(), boost)].into())].into(),
            ..Boosts::default()
        },
        ..options()
    };
    let way = |label: &str, index, options| Way { label: label.to_owned(), index, options };
    let mut ways = vec![
        way("static", plain, options()),
        way("season", seasons, options()),
        way("season, all weights equal", flat, options()),
    ];
    for size in ["10", "1000", "100000", "1000000"] {
        if size.parse::<usize>().is_ok_and(|size| size <= names.len()) {
            ways.push(way(&format!("filter: {size} entries"), contexts, filter("size", size)));
        }
    }
    ways.push(way("filter: one of 100,000 values", contexts, filter("tenant", "t4711")));
    let both = |fields: [(&str, &str); 2]| SuggestOptions {
        filter: fields.map(|(field, value)| (field.to_owned(), vec![value.to_owned()])).into(),
        ..options()
    };
    let meet = both([("size", "100000"), ("half", "odd")]);
    ways.push(way("filter: two fields that meet", contexts, meet));
    let never = both([("half", "even"), ("again", "odd")]);
    ways.push(way("filter: two halves that never meet", contexts, never));
    ways.push(way("season and filter: 100000", seasons, filter("size", "100000")));
    ways.push(way("a value of 10,000 entries boosted by 3", contexts, by_size(3.0)));
    ways.push(way("a value of 10,000 entries boosted by 1,000", contexts, by_size(1000.0)));
    ways.push(way("1,000 ids boosted", plain, thousand));
    ways.push(way("10,000 ids boosted, prepared", plain, prepared));
    let total = SuggestOptions { total: true, ..options() };
    ways.push(way("total", plain, total));
    Ok(ways)
}

/// Prints the times of all ways, and their ratios to the first.
fn report(what: &str, queries: &[String], ways: &[Way<'_>]) -> Result<()> {
    let mut incomplete = Vec::new();
    for Way { index, options, .. } in ways {
        let mut count = 0;
        for query in queries {
            count += usize::from(!index.suggest(query, options)?.complete);
        }
        incomplete.push(count);
    }
    let mut calls: Vec<_> = ways
        .iter()
        .map(|way| |query: &String| drop(black_box(way.index.suggest(query, &way.options))))
        .collect();
    let mut contenders: Vec<Contender<'_, String>> =
        calls.iter_mut().map(|call| call as Contender<'_, String>).collect();
    let times = take_turns(queries, BUDGET, &mut contenders);
    println!(
        "| {what}, {} queries | p50 | p99 | mean | p50 against static | incomplete |",
        queries.len()
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: |");
    let base = times.first().map_or(f64::NAN, |summary| summary.p50);
    for ((way, Summary { p50, p99, mean }), incomplete) in ways.iter().zip(times).zip(incomplete) {
        let (label, ratio) = (&way.label, p50 / base);
        let (p50, p99, mean) = (show(p50), show(p99), show(mean));
        println!("| {label} | {p50} | {p99} | {mean} | {ratio:.2}× | {incomplete} |");
    }
    println!();
    Ok(())
}
