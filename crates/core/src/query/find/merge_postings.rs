//! The forms that hold one of many terms, best first.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;

use crate::error::Result;
use crate::format::minima::FAN_OUT;
use crate::index::Words;
use crate::query::work_budget::WorkBudget;

/// Up to this many postings are read and sorted at once.
const FEW_POSTINGS: usize = 1024;

/// What stands in the heap for ranks that have not come yet: the least of them, and where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Source {
    /// A node of the tree over the terms: its level and its number there.
    Node(u8, u32),
    /// A term, with its first posting.
    Term(u32),
    /// A place among the postings, and where those of the term end.
    Postings(u32, u32),
}

#[derive(Debug)]
enum ToCome {
    /// All of them, rising.
    Sorted(Vec<u32>, usize),
    /// Those to come, the least rank first.
    Heap(BinaryHeap<Reverse<(u32, Source)>>),
}

/// Yields the ranks of the forms with a term of some spans: rising, each once.
#[derive(Debug)]
pub(crate) struct MergedPostings<'a> {
    words: &'a Words<'a>,
    to_come: ToCome,
    last: Option<u32>,
}

impl<'a> MergedPostings<'a> {
    /// Starts with the terms of `spans`, which lie apart. MergedPostings from `end` on are of no use, and are left out if few postings are
    /// to be sorted: many are in a heap, which gives the best first as it is.
    pub(crate) fn new(
        words: &'a Words<'a>,
        spans: impl Iterator<Item = Range<u32>> + Clone,
        end: impl FnOnce() -> Result<u32>,
        work: &WorkBudget,
    ) -> Result<Self> {
        let mut count = 0;
        for span in spans.clone() {
            count += words.postings_of(span)?.len();
        }
        let to_come = if count <= FEW_POSTINGS {
            let (mut ranks, end) = (Vec::new(), end()?);
            for span in spans {
                let range = words.postings_of(span)?;
                let all = words.postings().for_each(range, |_, rank| {
                    if rank < end {
                        ranks.push(rank);
                    }
                });
                all.ok_or_else(|| words.missing_posting())?;
            }
            work.spend(count as u32 / 8);
            ranks.sort_unstable();
            ToCome::Sorted(ranks, 0)
        } else {
            let mut heap = BinaryHeap::new();
            for span in spans {
                push_span(words, span, &mut heap)?;
            }
            work.spend(heap.len() as u32);
            ToCome::Heap(heap)
        };
        Ok(MergedPostings { words, to_come, last: None })
    }

    /// Returns the next rank.
    pub(crate) fn next(&mut self) -> Result<Option<u32>> {
        loop {
            let rank = match &mut self.to_come {
                ToCome::Sorted(ranks, next) => {
                    *next += 1;
                    ranks.get(*next - 1).copied()
                }
                ToCome::Heap(heap) => pop(self.words, heap)?,
            };
            if rank.is_none() || rank != self.last {
                self.last = rank;
                return Ok(rank);
            }
        }
    }
}

/// Covers `span` by as few nodes and terms as there are.
fn push_span(
    words: &Words<'_>,
    span: Range<u32>,
    heap: &mut BinaryHeap<Reverse<(u32, Source)>>,
) -> Result<()> {
    let minima = words.minima();
    let (mut start, mut end) = (span.start as usize, span.end as usize);
    for level in 0..=minima.levels() {
        let is_top = level == minima.levels();
        let (inner_start, inner_end) = match is_top {
            true => (end, end),
            false => (start.next_multiple_of(FAN_OUT).min(end), end - end % FAN_OUT),
        };
        let (inner_start, inner_end) = match inner_start < inner_end {
            true => (inner_start, inner_end),
            false => (end, end),
        };
        for number in (start..inner_start).chain(inner_end..end) {
            push_child(words, level, number as u32, heap)?;
        }
        if inner_start >= inner_end {
            return Ok(());
        }
        (start, end) = (inner_start / FAN_OUT, inner_end / FAN_OUT);
    }
    Ok(())
}

/// Adds a node, or a term at level 0.
fn push_child(
    words: &Words<'_>,
    level: usize,
    number: u32,
    heap: &mut BinaryHeap<Reverse<(u32, Source)>>,
) -> Result<()> {
    let (rank, source) = match level {
        0 => (words.first_posting(number)?, Source::Term(number)),
        _ => {
            let rank = words.minima().get(level, number as usize);
            (rank.ok_or_else(|| words.missing_posting())?, Source::Node(level as u8, number))
        }
    };
    heap.push(Reverse((rank, source)));
    Ok(())
}

/// Takes the least rank out, and puts in what comes after it.
fn pop(words: &Words<'_>, heap: &mut BinaryHeap<Reverse<(u32, Source)>>) -> Result<Option<u32>> {
    loop {
        let Some(Reverse((rank, source))) = heap.pop() else { return Ok(None) };
        let next = match source {
            Source::Node(level, number) => {
                let level = usize::from(level) - 1;
                let first = number as usize * FAN_OUT;
                let len = match level {
                    0 => words.term_count() as usize,
                    _ => usize::MAX,
                };
                for child in first..(first + FAN_OUT).min(len) {
                    if level > 0 && words.minima().get(level, child).is_none() {
                        break;
                    }
                    push_child(words, level, child as u32, heap)?;
                }
                continue;
            }
            Source::Term(term) => {
                let range = words.postings_of(term..term + 1)?;
                (range.start as u32 + 1, range.end as u32)
            }
            Source::Postings(at, end) => (at + 1, end),
        };
        let (at, end) = next;
        if at < end {
            let rank = words.posting(at as usize)?;
            heap.push(Reverse((rank, Source::Postings(at, end))));
        }
        return Ok(Some(rank));
    }
}
