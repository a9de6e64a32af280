//! Rows of figures, each of one kind of query, and their targets.

use std::hint::black_box;
use std::time::Duration;

use mapahead::{Index, SuggestOptions};

use crate::Result;
use crate::timing::{Contender, Summary, show, summarize, time_each};

/// One kind of query, as it was answered.
#[derive(Debug)]
struct Row {
    label: String,
    /// What was answered, as text for the table.
    answers: String,
    /// One time for each query, by index.
    times: Vec<Vec<f64>>,
}

/// The times of several kinds of queries on the same indexes.
#[derive(Debug)]
pub struct Table<'a> {
    indexes: Vec<(&'a str, &'a Index)>,
    rows: Vec<Row>,
}

/// The most that half of the queries, and all but one in a hundred, may take.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// What it is for.
    pub what: &'static str,
    /// For half of the queries, in nanoseconds.
    pub p50: f64,
    /// For all but one in a hundred, in nanoseconds.
    pub p99: f64,
}

impl<'a> Table<'a> {
    /// Starts a table of `indexes`, each with a label; the first is the one that targets are for.
    #[must_use]
    pub fn new(indexes: Vec<(&'a str, &'a Index)>) -> Self {
        Table { indexes, rows: Vec::new() }
    }

    /// Times whole calls of `suggest` with default options for `queries`, in turns between the indexes, and adds a row.
    ///
    /// # Errors
    ///
    /// If an index cannot answer.
    ///
    /// # Panics
    ///
    /// If there are no queries.
    pub fn time(&mut self, label: String, queries: &[String], budget: Duration) -> Result<()> {
        let options = SuggestOptions::default();
        let (mut answered, mut incomplete) = (0, 0);
        for query in queries {
            for (at, (_, index)) in self.indexes.iter().enumerate() {
                let answer = index.suggest(query, &options)?;
                answered += usize::from(at == 0 && !answer.suggestions.is_empty());
                incomplete += usize::from(!answer.complete);
            }
        }
        let mut calls: Vec<_> = self
            .indexes
            .iter()
            .map(|(_, index)| |query: &String| drop(black_box(index.suggest(query, &options))))
            .collect();
        let mut contenders: Vec<Contender<'_, String>> =
            calls.iter_mut().map(|call| call as Contender<'_, String>).collect();
        let times = time_each(queries, budget, &mut contenders);
        let answers = format!("{} | {answered} | {incomplete}", queries.len());
        self.rows.push(Row { label, answers, times });
        Ok(())
    }

    /// Prints the rows, one for all of them together, and `target` beside it.
    ///
    /// # Panics
    ///
    /// If there are no rows.
    pub fn print(&self, what: &str, target: Target) {
        print!("| {what} | queries | answered | incomplete |");
        for (label, _) in &self.indexes {
            print!(" {label}: p50 | p99 | mean |");
        }
        println!("\n| --- |{}", " ---: |".repeat(3 + 3 * self.indexes.len()));
        for Row { label, answers, times } in &self.rows {
            println!("| {label} | {answers} |{}", cells(times.clone()));
        }
        let all = |index: usize| self.rows.iter().flat_map(move |row| row.times[index].clone());
        let times: Vec<Vec<f64>> =
            (0..self.indexes.len()).map(|index| all(index).collect()).collect();
        println!("| **all** | {} | | |{}", times[0].len(), cells(times.clone()));
        let Summary { p50, p99, .. } = summarize(times[0].clone());
        println!(
            "\nTarget for {}, without layouts: p50 at most {} ({}), p99 at most {} ({}).\n",
            target.what,
            show(target.p50),
            verdict(p50, target.p50),
            show(target.p99),
            verdict(p99, target.p99),
        );
    }
}

/// The cells of the times of each index.
fn cells(times: Vec<Vec<f64>>) -> String {
    let cell = |times| {
        let Summary { p50, p99, mean } = summarize(times);
        format!(" {} | {} | {} |", show(p50), show(p99), show(mean))
    };
    times.into_iter().map(cell).collect()
}

/// Says whether `time` is within `most`.
fn verdict(time: f64, most: f64) -> String {
    let word = if time <= most { "reached" } else { "MISSED" };
    format!("{word}: {}", show(time))
}
