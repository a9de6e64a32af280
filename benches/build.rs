//! How many records a second a build takes, by phase, against the `fst` crate's builder alone.
//!
//! A build reads NDJSON and ends with the published file. The other side gets its keys in memory,
//! sorted, and writes nothing but its map. Rounds alternate; medians are shown. A name of another
//! corpus can be given.

use std::env;
use std::hint::black_box;
use std::thread;
use std::time::{Duration, Instant};

use mapahead::{BuildOptions, IndexBuilder, Phase};
use mapahead_benches::timing::{median, ratio, show};
use mapahead_benches::{Result, corpus};

const ROUNDS: usize = 5;

/// How long one build took, in all and by phase, in nanoseconds.
#[derive(Debug, Clone, Copy, Default)]
struct Times {
    read: f64,
    sort: f64,
    write: f64,
    all: f64,
}

fn main() -> Result<()> {
    // Cargo adds arguments of its own, which all start with a dash.
    let name = env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let name = name.as_deref().unwrap_or("names-1m");
    let mut keys: Vec<String> = corpus::read(name)?.into_iter().map(|name| name.key).collect();
    keys.sort_unstable();
    let records = keys.len() as f64;

    let mut alone = Vec::new();
    let mut threads = [(None, Vec::new()), (Some(1), Vec::new())];
    for _ in 0..ROUNDS {
        let called = Instant::now();
        black_box(fst::Map::from_iter(keys.iter().zip(0..))?);
        alone.push(called.elapsed().as_nanos() as f64);
        for (count, builds) in &mut threads {
            builds.push(build(name, *count)?);
        }
    }

    let alone = median(alone);
    let cores = thread::available_parallelism()?;
    println!("{name}: {records} records, median of {ROUNDS} rounds, {cores} cores.\n");
    println!("| | read | sort | write | all | records a second | to the fst builder |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
    println!(
        "| fst builder alone, sorted keys | | | | {} | {:.0} | 1.0× |",
        show(alone),
        records / alone * 1e9
    );
    for (count, builds) in threads {
        let of = |phase: fn(&Times) -> f64| median(builds.iter().map(phase).collect());
        let all = of(|times| times.all);
        println!(
            "| whole build, {} | {} | {} | {} | {} | {:.0} | {} |",
            count.map_or("default threads".to_owned(), |count: usize| format!("{count} thread")),
            show(of(|times| times.read)),
            show(of(|times| times.sort)),
            show(of(|times| times.write)),
            show(all),
            records / all * 1e9,
            ratio(all, alone),
        );
    }
    Ok(())
}

/// Builds the index of the corpus `name` and looks every half millisecond which phase is running.
fn build(name: &str, threads: Option<usize>) -> Result<Times> {
    let source = corpus::source(name)?;
    let path = corpus::folder().join("build.mapahead");
    let started = Instant::now();
    let mut builder =
        IndexBuilder::new(&path, BuildOptions { threads, ..BuildOptions::default() })?;
    let progress = builder.progress();
    thread::scope(|scope| {
        let build = scope.spawn(move || {
            builder.add_file(&source)?;
            let report = builder.finish()?;
            Ok::<_, mapahead::Error>((report, started.elapsed().as_nanos() as f64))
        });
        let (mut read_end, mut sort_end) = (0.0, 0.0);
        while !build.is_finished() {
            let now = started.elapsed().as_nanos() as f64;
            match progress.snapshot().phase {
                Phase::Read => (read_end, sort_end) = (now, now),
                Phase::Sort => sort_end = now,
                Phase::Write => {}
            }
            thread::sleep(Duration::from_micros(500));
        }
        let (_, all) = build.join().map_err(|_| "the build panicked")??;
        Ok(Times { read: read_end, sort: sort_end - read_end, write: all - sort_end, all })
    })
}
