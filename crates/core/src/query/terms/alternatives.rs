//! The terms that stand for a typed word, and what each costs.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

use super::spellings::Spelling;
use crate::error::Result;
use crate::index::Words;

/// Neighboring terms that stand for a typed word at one cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) terms: Range<u32>,
    /// The typo cost, in units.
    pub(crate) cost: u8,
    /// Whether they match by nothing but their stem, or the word stands nowhere but inside them.
    pub(crate) is_indirect: bool,
}

/// The terms that stand for a typed word.
#[derive(Debug, Default, Clone)]
pub(crate) struct Alternatives {
    /// They lie apart and rise.
    spans: Vec<Span>,
    /// Of each span the places of its postings.
    places: Vec<Range<u32>>,
    postings: u64,
    least_cost: u8,
    bits: OnceCell<TermBits>,
}

impl Alternatives {
    /// Puts together what spellings found and what was found otherwise, the terms `indirect`, which
    /// rise. Of two costs of a term the lower one counts.
    pub(crate) fn new(words: &Words<'_>, spellings: &[Spelling], indirect: &[u32]) -> Result<Self> {
        let of_spelling = |spelling: &Spelling| Span {
            terms: spelling.terms.clone(),
            cost: spelling.cost,
            is_indirect: false,
        };
        // The walk gives spans inside others, which cost less. A look-up needs them apart.
        let spans = flatten(spellings.iter().map(of_spelling));
        match indirect {
            [] => Self::of_spans(words, spans),
            _ => Self::of_spans(words, with_indirect(spans, indirect)),
        }
    }

    fn of_spans(words: &Words<'_>, spans: Vec<Span>) -> Result<Self> {
        let least_cost = spans.iter().map(|span| span.cost).min().unwrap_or(0);
        let (mut postings, mut places) = (0, Vec::with_capacity(spans.len()));
        for span in &spans {
            // A span is a range of postings too, so counting is two looks.
            let of_span = words.postings_of(span.terms.clone())?;
            postings += of_span.len() as u64;
            // Both ends were read as 32 bits.
            places.push(of_span.start as u32..of_span.end as u32);
        }
        Ok(Alternatives { spans, places, postings, least_cost, bits: OnceCell::new() })
    }

    /// Returns the terms that stand for any of some words, at the lowest of their costs.
    pub(crate) fn union<'u>(all: &[&'u Self], words: &Words<'_>) -> Result<Cow<'u, Self>> {
        let Some((first, others)) = all.split_first() else { return Ok(Cow::default()) };
        let mut spans: Option<Vec<Span>> = None;
        for other in others {
            let known = spans.as_deref().unwrap_or(&first.spans);
            // Readings share words as a rule, and then nothing is copied.
            if !std::ptr::eq(*first, *other) && known != other.spans {
                spans = Some(union(known, &other.spans));
            }
        }
        Ok(match spans {
            None => Cow::Borrowed(first),
            Some(spans) => Cow::Owned(Self::of_spans(words, spans)?),
        })
    }

    /// Returns the spans.
    pub(crate) fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// Returns the span with this number, with the places of its postings.
    #[inline]
    pub(crate) fn span(&self, number: u32) -> Option<(&Span, Range<usize>)> {
        let places = self.places.get(number as usize)?;
        Some((self.spans.get(number as usize)?, places.start as usize..places.end as usize))
    }

    /// Returns whether there is no term.
    pub(crate) fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// Returns the number of postings of all the terms.
    pub(crate) fn postings(&self) -> u64 {
        self.postings
    }

    /// Returns the least cost of a term.
    pub(crate) fn least_cost(&self) -> u8 {
        self.least_cost
    }

    /// Returns what rules most other terms out, made once.
    pub(crate) fn bits(&self, words: &Words<'_>) -> &TermBits {
        self.bits.get_or_init(|| TermBits::new(self, words.term_count()))
    }

    /// Returns the span that `term` is in.
    #[inline]
    pub(crate) fn find(&self, term: u32) -> Option<&Span> {
        let span = match &self.spans[..] {
            // A word without slips has one span, and is asked for each term of each form.
            [only] => Some(only),
            spans => spans.get(spans.partition_point(|span| span.terms.end <= term)),
        };
        span.filter(|span| span.terms.contains(&term))
    }
}

/// The most bits: 2 KiB, which stay in the fastest cache.
const MOST_BITS: u32 = 1 << 14;

/// Says of most terms that do not stand for a word that they do not, by one look at a bit for each
/// few neighboring terms.
#[derive(Debug, Clone)]
pub(crate) struct TermBits {
    bits: Vec<u64>,
    shift: u32,
}

impl TermBits {
    /// Sets the bits of `alternatives` among `terms` terms.
    fn new(alternatives: &Alternatives, terms: u32) -> Self {
        // As few terms a bit as fit into the cache: each term more in a bit lets more of the others
        // pass.
        let shift = (0..u32::BITS).find(|&shift| terms >> shift < MOST_BITS).unwrap_or(0);
        let mut bits = vec![0u64; (terms >> shift) as usize / 64 + 1];
        for span in alternatives.spans() {
            // The end of an empty span at 0 has no term before it.
            let last = (span.terms.end.max(1) - 1) >> shift;
            for bit in span.terms.start >> shift..=last {
                // A damaged dictionary may give terms past the last.
                if let Some(word) = bits.get_mut(bit as usize / 64) {
                    *word |= 1 << (bit % 64);
                }
            }
        }
        TermBits { bits, shift }
    }

    /// Returns whether any of `terms` may stand for the word.
    #[inline]
    pub(crate) fn may_be_any(&self, terms: &[u32]) -> bool {
        terms.iter().any(|&term| self.may_be(term))
    }

    /// Returns whether `term` may stand for the word.
    #[inline]
    pub(crate) fn may_be(&self, term: u32) -> bool {
        let bit = term >> self.shift;
        self.bits.get(bit as usize / 64).is_some_and(|word| word >> (bit % 64) & 1 == 1)
    }
}

/// Parts spans, of which one may be inside another if it comes later and costs less, into spans
/// that lie apart.
fn flatten(nested: impl Iterator<Item = Span>) -> Vec<Span> {
    let (mut flat, mut stack): (Vec<Span>, Vec<Span>) = (Vec::new(), Vec::new());
    let close = |flat: &mut Vec<Span>, span: Span| {
        if !span.terms.is_empty() {
            match flat.last_mut() {
                Some(last)
                    if last.terms.end == span.terms.start
                        && (last.cost, last.is_indirect) == (span.cost, span.is_indirect) =>
                {
                    last.terms.end = span.terms.end;
                }
                _ => flat.push(span),
            }
        }
    };
    for span in nested {
        // Spans that end before this one starts are done, from the innermost outward.
        while let Some(outer) = stack.pop_if(|outer| outer.terms.end <= span.terms.start) {
            if let Some(next) = stack.last_mut() {
                next.terms.start = next.terms.start.max(outer.terms.end);
            }
            close(&mut flat, outer);
        }
        // The part of the outer span before this one is its own. The rest waits behind it.
        if let Some(outer) = stack.last_mut() {
            let before = outer.terms.start..span.terms.start;
            close(&mut flat, Span { terms: before, ..outer.clone() });
            outer.terms.start = span.terms.end;
        }
        stack.push(span);
    }
    while let Some(outer) = stack.pop() {
        if let Some(next) = stack.last_mut() {
            next.terms.start = next.terms.start.max(outer.terms.end);
        }
        close(&mut flat, outer);
    }
    flat
}

/// Makes each of `terms`, which rise, cost nothing: alone if it had slips before, new if it was in no
/// span.
fn with_indirect(spans: Vec<Span>, terms: &[u32]) -> Vec<Span> {
    let mut all: Vec<Span> = Vec::with_capacity(spans.len() + terms.len());
    let mut terms = terms.iter().copied().peekable();
    let push = |all: &mut Vec<Span>, term: u32| match all.last_mut() {
        // Neighbors are looked at as one.
        Some(last) if last.is_indirect && last.terms.end == term => last.terms.end += 1,
        _ => all.push(Span { terms: term..term + 1, cost: 0, is_indirect: true }),
    };
    for mut span in spans {
        while let Some(term) = terms.next_if(|&term| term < span.terms.end) {
            if term < span.terms.start {
                push(&mut all, term);
                continue;
            }
            // Letter by letter is the closer match, and the other says nothing more.
            if span.cost == 0 {
                continue;
            }
            if span.terms.start < term {
                all.push(Span { terms: span.terms.start..term, ..span.clone() });
            }
            push(&mut all, term);
            span.terms.start = term + 1;
        }
        if !span.terms.is_empty() {
            all.push(span);
        }
    }
    terms.for_each(|term| push(&mut all, term));
    all
}

/// Returns the terms of two lists of spans that lie apart and rise, as one such list. A term of both
/// has the lower of its costs.
fn union(some: &[Span], others: &[Span]) -> Vec<Span> {
    let mut all: Vec<Span> = Vec::with_capacity(some.len() + others.len());
    let (mut some, mut others) = (some.iter().cloned(), others.iter().cloned());
    let (mut one, mut other) = (some.next(), others.next());
    loop {
        one = one.filter(|span| !span.terms.is_empty()).or_else(|| some.next());
        other = other.filter(|span| !span.terms.is_empty()).or_else(|| others.next());
        let (first, second) = match (&mut one, &mut other) {
            (Some(a), Some(b)) if b.terms.start < a.terms.start => (b, Some(a)),
            (Some(a), b) => (a, b.as_mut()),
            (None, Some(b)) => (b, None),
            (None, None) => return all,
        };
        let start = first.terms.start;
        let mut kind = (first.cost, first.is_indirect);
        let mut end = first.terms.end;
        if let Some(second) = second {
            if start < second.terms.start {
                // What is before the other one is its own.
                end = end.min(second.terms.start);
            } else {
                kind = kind.min((second.cost, second.is_indirect));
                end = end.min(second.terms.end);
                second.terms.start = end;
            }
        }
        first.terms.start = end;
        match all.last_mut() {
            Some(last) if last.terms.end == start && (last.cost, last.is_indirect) == kind => {
                last.terms.end = end;
            }
            _ => all.push(Span { terms: start..end, cost: kind.0, is_indirect: kind.1 }),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn span(terms: Range<u32>, cost: u8) -> Span {
        Span { terms, cost, is_indirect: false }
    }

    #[test]
    fn spans_inside_others_take_their_part() {
        let nested =
            [span(0..10, 64), span(2..5, 32), span(3..4, 0), span(7..8, 32), span(12..13, 64)];
        let flat = flatten(nested.into_iter());
        let expected = [
            span(0..2, 64),
            span(2..3, 32),
            span(3..4, 0),
            span(4..5, 32),
            span(5..7, 64),
            span(7..8, 32),
            span(8..10, 64),
            span(12..13, 64),
        ];
        assert_eq!(flat, expected);
    }

    proptest! {
        #[test]
        fn of_two_words_a_term_has_the_lower_cost(
            lists in prop::collection::vec(prop::collection::vec((0u32..6, 1u32..6, 0u8..4), 0..9), 2),
        ) {
            let spans = |list: &[(u32, u32, u8)]| {
                let mut next = 0;
                let of = |&(gap, len, cost): &(u32, u32, u8)| {
                    let start = next + gap;
                    next = start + len;
                    span(start..next, cost)
                };
                list.iter().map(of).collect::<Vec<Span>>()
            };
            let of = |list: &[(u32, u32, u8)]| {
                Alternatives { spans: spans(list), ..Alternatives::default() }
            };
            let (one, other) = (of(&lists[0]), of(&lists[1]));
            let both = Alternatives { spans: union(&one.spans, &other.spans), ..one.clone() };
            prop_assert!(both.spans.windows(2).all(|two| two[0].terms.end <= two[1].terms.start));
            for term in 0..100 {
                let cost = |word: &Alternatives| word.find(term).map(|span| span.cost);
                let expected = [cost(&one), cost(&other)].into_iter().flatten().min();
                prop_assert_eq!(cost(&both), expected, "term {}", term);
            }
        }

        #[test]
        fn every_term_has_the_least_of_its_costs(
            // Nested or apart, as prefixes are: cuts of 0..64 at multiples of powers of two.
            prefixes in prop::collection::vec((0u32..7, 0u32..64, 0u8..9), 0..12),
            indirect in prop::collection::btree_set(0u32..64, 0..9),
        ) {
            let mut nested: Vec<Span> = prefixes
                .into_iter()
                .map(|(depth, at, cost)| {
                    let len = 64 >> depth;
                    span(at / len * len..at / len * len + len, cost)
                })
                .collect();
            nested.sort_by_key(|span| (span.terms.start, std::cmp::Reverse(span.terms.end), span.cost));
            // What is inside another must cost less.
            let mut kept: Vec<Span> = Vec::new();
            for one in nested {
                let outer = |outer: &&Span| outer.terms.end >= one.terms.end;
                if kept.iter().filter(outer).all(|outer| one.cost < outer.cost) {
                    kept.push(one);
                }
            }
            let others: Vec<u32> = indirect.into_iter().collect();
            let spans = with_indirect(flatten(kept.iter().cloned()), &others);
            prop_assert!(spans.windows(2).all(|two| two[0].terms.end <= two[1].terms.start));
            let alternatives = Alternatives { spans, ..Alternatives::default() };
            let bits = TermBits::new(&alternatives, 64);
            for term in 0..64 {
                prop_assert!(bits.may_be(term) || alternatives.find(term).is_none());
                let costs = kept.iter().filter(|span| span.terms.contains(&term)).map(|span| span.cost);
                let spelled = costs.min();
                let indirect = others.contains(&term) && spelled != Some(0);
                let expected = if indirect { Some((0, true)) } else { spelled.map(|cost| (cost, false)) };
                let found = alternatives.find(term).map(|span| (span.cost, span.is_indirect));
                prop_assert_eq!(found, expected, "term {}", term);
            }
        }
    }
}
