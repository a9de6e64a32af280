//! Which words of a form were typed, and how far: for highlights, of the few forms that are shown.

use std::cell::Cell;
use std::ops::Range;

use crate::analysis::costs::EditCosts;
use crate::analysis::slip_budget::SlipBudget;
use crate::query::find::assignment;
use crate::query::terms::typed_letters::TypedLetters;

/// With more pairs of typed words and words of a form than this, each typed word takes the first
/// word that it can be: highlights of such long texts may show other words than those that count.
const MAX_PAIRS: usize = 400;

/// A typed word, ready to be compared.
pub(super) struct ComparedWord<'a> {
    typed: TypedLetters<'a>,
    open: bool,
}

impl<'a> ComparedWord<'a> {
    /// Prepares `chars` with its budget.
    pub(super) fn new(
        chars: &'a [char],
        open: bool,
        budget: SlipBudget,
        costs: &'a EditCosts,
    ) -> Self {
        ComparedWord { typed: TypedLetters::new(chars, budget, costs), open }
    }
}

/// How much of a word of a form was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct MatchedWord {
    /// The position of the word in the form.
    pub(super) position: usize,
    /// The number of its characters before those that were typed.
    pub(super) start: usize,
    /// The number of its characters that were typed.
    pub(super) chars: usize,
    /// The number of the typed word.
    pub(super) typed: usize,
    /// Whether it has the stem of the typed word, or the word inside, and nothing else.
    pub(super) is_indirect: bool,
}

/// How a typed word stands to a word of a form.
#[derive(Debug, Clone, Copy)]
struct Comparison {
    /// What it adds to the sum that is made least.
    cost: u64,
    /// The number of characters before those that were typed.
    start: usize,
    /// The number of characters that were typed.
    chars: usize,
}

/// Returns what of the words of a form was typed, word by word from the first.
pub(super) fn in_order(typed: &[ComparedWord<'_>], form: &[Vec<char>]) -> Vec<MatchedWord> {
    let words = typed.iter().zip(form).enumerate();
    words
        .filter_map(|(position, (typed, word))| {
            // A phrase matches word by word, and stems are for words in any order.
            let Comparison { start, chars, .. } = pair(typed, word, None)?;
            Some(MatchedWord { position, start, chars, typed: position, is_indirect: false })
        })
        .collect()
}

/// Returns what of the words of a form was typed, in any order: of all ways with the least cost,
/// and of these with the fewest `indirect` matches, the one in which the first typed word has the
/// first place, and so on. Of a typed word and a word of the form `indirect` gives the characters
/// that the first covers if it matches by its stem, or inside. `None` if `afford`, which is asked before so many pairs are compared, says
/// no.
pub(super) fn any_order(
    typed: &[ComparedWord<'_>],
    form: &[Vec<char>],
    indirect: impl Fn(usize, usize) -> Option<Range<usize>>,
    afford: impl Fn(usize) -> bool,
) -> Option<Vec<MatchedWord>> {
    // Each pair is compared once, since the assignments below ask for it again and again.
    let table: Vec<Vec<Option<Comparison>>> = typed
        .iter()
        .enumerate()
        .map(|(number, typed)| {
            let words = form.iter().enumerate();
            words.map(|(at, word)| pair(typed, word, indirect(number, at))).collect()
        })
        .collect();
    let found = |number: usize, word: usize| table.get(number)?.get(word).copied().flatten();
    let mut free: Vec<usize> = (0..form.len()).collect();
    let is_left = Cell::new(true);
    let affords = |pairs: usize| {
        is_left.set(is_left.get() && afford(pairs));
        is_left.get()
    };
    let least_from = |number: usize, free: &[usize]| {
        assignment::least(
            typed.len() - number,
            free.len(),
            |later, at| found(number + later, *free.get(at)?).map(|pair| pair.cost),
            affords,
        )
    };
    // An assignment for each place of each word takes time in the square of the pairs: long texts
    // take the short way.
    let exact = typed.len() * form.len() <= MAX_PAIRS;
    let mut left = if exact { least_from(0, &free) } else { None };
    let mut matched = Vec::with_capacity(typed.len());
    for number in 0..typed.len() {
        let fits = |at: usize| {
            let pair = found(number, *free.get(at)?)?;
            // The first word that fits.
            if !exact {
                return Some((pair, None));
            }
            // A place is right if the others can still reach the least sum without it.
            let mut rest = free.clone();
            rest.remove(at);
            let after = least_from(number + 1, &rest)?;
            (left == Some(pair.cost + after)).then_some((pair, Some(after)))
        };
        let Some((at, (pair, after))) = (0..free.len()).find_map(|at| Some((at, fits(at)?))) else {
            continue;
        };
        // What is left of the sum is for the words that follow.
        left = after;
        matched.push(MatchedWord {
            position: free.remove(at),
            start: pair.start,
            chars: pair.chars,
            typed: number,
            is_indirect: pair.cost % assignment::UNIT > 0,
        });
    }
    // Half of it would mark other words than those that count.
    is_left.get().then_some(matched)
}

/// Returns how a typed word stands to a word. `None` if it cannot be that.
fn pair(
    typed: &ComparedWord<'_>,
    word: &[char],
    indirect: Option<Range<usize>>,
) -> Option<Comparison> {
    let of_prefixes = typed.typed.costs_of_prefixes(word);
    let whole = of_prefixes.len() - 1;
    let cost = match typed.open {
        true => of_prefixes.iter().flatten().min().copied(),
        false => of_prefixes.last().copied().flatten(),
    };
    if let Some(covered) = indirect
        && cost != Some(0)
    {
        return Some(Comparison { cost: 1, start: covered.start, chars: covered.len() });
    }
    let cost = cost?;
    let chars = match typed.open {
        // The longest prefix of that cost: a letter left out at the end was meant too.
        true => of_prefixes.iter().rposition(|other| *other == Some(cost))?,
        false => whole,
    };
    Some(Comparison { cost: u64::from(cost) * assignment::UNIT, start: 0, chars })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::TypoSettings;

    fn positions(typed: &str, form: &str) -> Vec<(usize, usize)> {
        let costs = EditCosts::new(&TypoSettings::default(), &[], &[]);
        let chars = |text: &str| -> Vec<Vec<char>> {
            text.split(' ').map(|word| word.chars().collect()).collect()
        };
        let (chars_of_typed, form) = (chars(typed), chars(form));
        let last = chars_of_typed.len() - 1;
        let typed: Vec<ComparedWord<'_>> = chars_of_typed
            .iter()
            .enumerate()
            .map(|(number, chars)| {
                let budget = costs.budgets().of(chars.len(), true, 255);
                ComparedWord::new(chars, number == last, budget, &costs)
            })
            .collect();
        let word = |words: &[Vec<char>], at: usize| words[at].clone();
        let same_stem = |a: usize, b: usize| {
            let (a, b) = (word(&chars_of_typed, a), word(&form, b));
            (a.first() == b.first() && a.len() > 6 && b.len() > 6).then_some(0..b.len())
        };
        any_order(&typed, &form, same_stem, |_| true)
            .unwrap()
            .into_iter()
            .map(|matched| (matched.position, matched.chars))
            .collect()
    }

    #[test]
    fn each_typed_word_has_a_word_of_its_own_and_the_first_that_is_cheapest() {
        assert_eq!(positions("york ne", "new york new"), [(1, 4), (0, 2)]);
        assert_eq!(positions("the the", "the other the"), [(0, 3), (2, 3)]);
        assert_eq!(positions("a ab", "ab a"), [(1, 1), (0, 2)]);
    }

    #[test]
    fn a_slip_covers_as_many_letters_as_were_meant() {
        assert_eq!(positions("mihcae", "michael"), [(0, 6)]);
        assert_eq!(positions("abcx", "abcd"), [(0, 4)]);
        assert_eq!(positions("ermont x", "fermont xy"), [(0, 7), (1, 1)]);
    }

    #[test]
    fn a_match_by_stem_covers_the_whole_word() {
        assert_eq!(positions("running f", "runners fast"), [(0, 7), (1, 1)]);
    }
}
