//! How long opening an index takes, by its size: it must not depend on it.
//!
//! Criterion's times include closing (unmapping); the ratios at the end are of opening alone. If the
//! corpus `names-3m` was made, it takes part.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

use criterion::{BenchmarkId, Criterion};
use mapahead::{BuildOptions, Format, Index, IndexBuilder};
use mapahead_benches::timing::{median, ratio, show};
use mapahead_benches::{Result, corpus};

const ROUNDS: usize = 1_001;

fn main() -> Result<()> {
    let mut indexes = vec![
        build_first(1_000)?,
        corpus::build_index("names-100k")?.0,
        corpus::build_index("names-1m")?.0,
    ];
    if corpus::source("names-3m").is_ok() {
        indexes.push(corpus::build_index("names-3m")?.0);
    }

    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("open");
    for path in &indexes {
        let id = path.file_stem().unwrap_or_default().to_string_lossy();
        group.bench_function(BenchmarkId::from_parameter(id), |bencher| {
            bencher.iter(|| Index::open(black_box(path)).expect("the index was just built"));
        });
    }
    group.finish();
    criterion.final_summary();

    println!("| entries | bytes | open, median of {ROUNDS} | to the first |");
    println!("| ---: | ---: | ---: | ---: |");
    let mut first = None;
    for path in &indexes {
        let time = open_alone(path)?;
        let info = Index::open(path)?.info();
        let first = *first.get_or_insert(time);
        println!("| {} | {} | {} | {} |", info.entries, info.bytes, show(time), ratio(time, first));
    }
    Ok(())
}

fn open_alone(path: &Path) -> Result<f64> {
    let mut times = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let called = Instant::now();
        let index = black_box(Index::open(path)?);
        times.push(called.elapsed().as_nanos() as f64);
        drop(index);
    }
    Ok(median(times))
}

/// Builds an index of the first `count` names of the smallest corpus.
fn build_first(count: usize) -> Result<PathBuf> {
    let lines: String = std::fs::read_to_string(corpus::source("names-100k")?)?
        .split_inclusive('\n')
        .take(count)
        .collect();
    let path = corpus::folder().join("names-1k.mapahead");
    let mut builder = IndexBuilder::new(
        &path,
        BuildOptions { format: Some(Format::Ndjson), ..BuildOptions::default() },
    )?;
    builder.add_ndjson("names-1k", lines.into_bytes())?;
    builder.finish()?;
    Ok(path)
}
