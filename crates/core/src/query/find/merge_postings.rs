//! The forms that hold one of many terms, best first.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;

use crate::error::Result;
use crate::format::minima::FAN_OUT;
use crate::index::Words;
use crate::query::search::Search;

/// Up to this many postings are read and sorted at once.
const FEW_POSTINGS: usize = 1024;

/// What stands in the heap for ranks that have not come yet: the least of them, and where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Origin {
    /// A node of the tree over the terms: its level and its number there.
    Node(u8, u32),
    /// A term, with its first posting.
    Term(u32),
    /// A place among the postings, and where those of the term end.
    Postings(u32, u32),
}

impl Origin {
    /// Returns a node of the tree, which at level 0 is a term.
    fn child(level: usize, number: u32) -> Self {
        // A tree over 32 bits of terms has few levels.
        if level == 0 { Origin::Term(number) } else { Origin::Node(level as u8, number) }
    }
}

#[derive(Debug)]
enum ToCome {
    /// All of them, rising.
    Sorted(Vec<u32>, usize),
    /// Those to come, the least rank first.
    Heap(BinaryHeap<Reverse<(u32, Origin)>>),
}

/// Yields the ranks of the forms with a term of some spans: rising, each once.
#[derive(Debug)]
pub(super) struct MergedPostings<'a> {
    words: &'a Words<'a>,
    to_come: ToCome,
    /// Ranks from here on are of no use.
    end: u32,
    last: Option<u32>,
}

impl<'a> MergedPostings<'a> {
    /// Starts with the terms of `spans`, which lie apart. Ranks from `end` on are of no use, and
    /// are left out.
    pub(super) fn new(
        words: &'a Words<'a>,
        spans: impl Iterator<Item = Range<u32>> + Clone,
        end: u32,
        search: &Search<'_>,
    ) -> Result<Self> {
        let mut count = 0;
        for span in spans.clone() {
            count += words.postings_of(span)?.len();
        }
        // Sorting few numbers takes less than a heap that is popped as often.
        let to_come = if count <= FEW_POSTINGS {
            let mut ranks = Vec::new();
            for span in spans {
                push_below(words, words.postings_of(span)?, end, &mut ranks)?;
            }
            // Neighbors in memory: eight of them are priced as one form.
            search.work.charge(count as u32 / 8);
            ranks.sort_unstable();
            ToCome::Sorted(ranks, 0)
        } else {
            let mut heap = BinaryHeap::new();
            for span in spans {
                // Nodes in place of terms: an open word of one letter stands for very many terms,
                // and only those whose best form is due are ever taken out of their node.
                push_span(words, span, end, &mut heap)?;
            }
            search.work.charge(heap.len() as u32);
            ToCome::Heap(heap)
        };
        Ok(MergedPostings { words, to_come, end, last: None })
    }

    /// Returns the next rank that is not passed over, or one that may be.
    pub(super) fn next(&mut self, search: &Search<'_>) -> Result<Option<u32>> {
        loop {
            let rank = match &mut self.to_come {
                ToCome::Sorted(ranks, next) => {
                    *next += 1;
                    ranks.get(*next - 1).copied()
                }
                ToCome::Heap(heap) => pop(self.words, self.end, heap, search)?,
            };
            // A form with two terms of the spans comes twice, one right after the other.
            if rank.is_none() || rank != self.last {
                self.last = rank;
                return Ok(rank);
            }
        }
    }
}

/// Adds the ranks below `end` of neighboring postings.
#[inline]
fn push_below(
    words: &Words<'_>,
    postings: Range<usize>,
    end: u32,
    ranks: &mut Vec<u32>,
) -> Result<()> {
    words.postings().for_each(postings, |_, rank| {
        if rank < end {
            ranks.push(rank);
        }
    })
}

/// Covers `span` by as few nodes and terms as there are.
fn push_span(
    words: &Words<'_>,
    span: Range<u32>,
    end_rank: u32,
    heap: &mut BinaryHeap<Reverse<(u32, Origin)>>,
) -> Result<()> {
    let minima = words.minima();
    let (mut start, mut end) = (span.start as usize, span.end as usize);
    for level in 0..=minima.levels() {
        let is_top = level == minima.levels();
        // What is inside the range in whole nodes goes to the next level. The edges stay on this
        // one.
        let (inner_start, inner_end) = match is_top {
            true => (end, end),
            false => (start.next_multiple_of(FAN_OUT).min(end), end - end % FAN_OUT),
        };
        let (inner_start, inner_end) = match inner_start < inner_end {
            true => (inner_start, inner_end),
            false => (end, end),
        };
        // Below the top at most 15 nodes on each side, so the heap stays small whatever the range.
        for number in (start..inner_start).chain(inner_end..end) {
            push_child(words, Origin::child(level, number as u32), end_rank, heap)?;
        }
        if inner_start >= inner_end {
            return Ok(());
        }
        (start, end) = (inner_start / FAN_OUT, inner_end / FAN_OUT);
    }
    Ok(())
}

/// Adds a node or a term.
fn push_child(
    words: &Words<'_>,
    origin: Origin,
    end_rank: u32,
    heap: &mut BinaryHeap<Reverse<(u32, Origin)>>,
) -> Result<()> {
    // A node stands for its least rank until that is due.
    let rank = match origin {
        Origin::Node(level, number) => words.minima().get(level.into(), number as usize)?,
        Origin::Term(term) => words.first_posting(term)?,
        Origin::Postings(at, _) => words.posting(at as usize)?,
    };
    // Nothing below a node has a lower rank than the node.
    if rank < end_rank {
        heap.push(Reverse((rank, origin)));
    }
    Ok(())
}

/// Takes the least rank out, and puts in what comes after it.
fn pop(
    words: &Words<'_>,
    end_rank: u32,
    heap: &mut BinaryHeap<Reverse<(u32, Origin)>>,
    search: &Search<'_>,
) -> Result<Option<u32>> {
    loop {
        let Some(Reverse((rank, origin))) = heap.pop() else { return Ok(None) };
        let next = match origin {
            Origin::Node(level, number) => {
                let level = usize::from(level) - 1;
                let first = number as usize * FAN_OUT;
                // The last node of a level may be short. How many nodes the tree has is told by the
                // first that is missing, how many terms there are by their number.
                let len = match level {
                    0 => words.term_count() as usize,
                    _ => usize::MAX,
                };
                for child in first..(first + FAN_OUT).min(len) {
                    if level > 0 && words.minima().view().get(level, child).is_none() {
                        break;
                    }
                    push_child(words, Origin::child(level, child as u32), end_rank, heap)?;
                }
                // Its children compete with all others: which is next, the heap says.
                continue;
            }
            Origin::Term(term) => {
                // The first posting was the rank in the heap, so the second is next.
                let range = words.postings_of(term..term + 1)?;
                (range.start as u32 + 1, range.end as u32)
            }
            Origin::Postings(at, end) => (at + 1, end),
        };
        let (mut at, end) = next;
        // Postings of one term rise, so only the next one needs to stand in the heap.
        while at < end {
            let rank = words.posting(at as usize)?;
            // A text that very many entries have is passed over here, without a turn of the heap
            // for each.
            let shown = search.next_shown(rank);
            if rank >= end_rank {
                break;
            }
            if shown == rank {
                heap.push(Reverse((rank, Origin::Postings(at, end))));
                break;
            }
            at = words.first_posting_from(at as usize + 1..end as usize, shown)? as u32;
        }
        return Ok(Some(rank));
    }
}
