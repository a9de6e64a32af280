//! How long the ten best of a prefix take, by its length: mapahead and the two contenders.
//!
//! One measurement goes through 200 prefixes, cut from names drawn by weight; divide by 200. The
//! table of ratios, query by query and in one run, is made by `cargo bench -p mapahead-benches --bench ratios`.

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput};
use mapahead::{Index, SuggestOptions};
use mapahead_benches::contenders::{BestFirst, Stream};
use mapahead_benches::{Result, corpus, queries};

const CORPUS: &str = "names-1m";
const LETTERS: [usize; 6] = [1, 2, 3, 4, 6, 8];
const QUERIES: usize = 200;

fn main() -> Result<()> {
    let names = corpus::read(CORPUS)?;
    let (path, _) = corpus::build_index(CORPUS)?;
    let index = Index::open(&path)?;
    let options = SuggestOptions { max_tier: 0, ..Default::default() };
    let best_first = BestFirst::new(&names)?;
    let stream = Stream::new(&names)?;

    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("prefix");
    group.throughput(Throughput::Elements(QUERIES as u64));
    for letters in LETTERS {
        let prefixes = queries::prefixes(&names, letters, QUERIES);
        group.sample_size(100).measurement_time(Duration::from_secs(5));
        group.bench_function(BenchmarkId::new("mapahead", letters), |bencher| {
            bencher.iter(|| {
                for prefix in &prefixes {
                    black_box(
                        index.suggest(black_box(prefix), &options).expect("the index is sound"),
                    );
                }
            });
        });
        group.bench_function(BenchmarkId::new("best-first", letters), |bencher| {
            bencher.iter(|| {
                for prefix in &prefixes {
                    black_box(best_first.suggest(black_box(prefix)));
                }
            });
        });
        // A pass over one letter takes about a second.
        group.sample_size(10);
        group.bench_function(BenchmarkId::new("stream", letters), |bencher| {
            bencher.iter(|| {
                for prefix in &prefixes {
                    black_box(stream.suggest(black_box(prefix)));
                }
            });
        });
    }
    group.finish();
    criterion.final_summary();
    Ok(())
}
