//! Which words of a form were typed, and how far: for highlights, of the few forms that are shown.

use std::cell::Cell;

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

    /// Returns how many characters of `word` were typed, which is what was meant. `None` if it cannot
    /// be.
    pub(super) fn reach(&self, word: &[char]) -> Option<usize> {
        let of_prefixes = self.typed.costs_of_prefixes(word);
        if !self.open {
            return of_prefixes.last()?.map(|_| word.len());
        }
        let least = of_prefixes.iter().flatten().min()?;
        // The longest prefix of that cost: a letter left out at the end was meant too.
        of_prefixes.iter().rposition(|other| other.as_ref() == Some(least))
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

/// Returns what of the words of a form was typed, word by word from the first.
pub(super) fn in_order(typed: &[ComparedWord<'_>], form: &[Vec<char>]) -> Vec<MatchedWord> {
    let words = typed.iter().zip(form).enumerate();
    words
        .filter_map(|(position, (typed, word))| {
            // A phrase matches word by word, and stems are for words in any order.
            let chars = typed.reach(word)?;
            Some(MatchedWord { position, start: 0, chars, typed: position, is_indirect: false })
        })
        .collect()
}

/// What each of some typed words costs as each word of a form.
pub(super) struct Pairs {
    costs: Vec<assignment::Cost>,
    words: usize,
}

impl Pairs {
    /// Asks `cost` of each of `typed` words and each of the `words` of a form.
    pub(super) fn new(
        typed: usize,
        words: usize,
        cost: impl Fn(usize, usize) -> assignment::Cost,
    ) -> Self {
        let cost = |pair: usize| cost(pair / words, pair % words);
        Pairs { costs: (0..typed * words).map(cost).collect(), words }
    }

    fn get(&self, typed: usize, word: usize) -> assignment::Cost {
        self.costs.get(typed * self.words + word).copied().flatten()
    }

    fn typed(&self) -> usize {
        self.costs.len().checked_div(self.words).unwrap_or(0)
    }
}

/// Returns which word of a form each typed word is, in any order, with what that costs: of all ways
/// with the least cost the one in which the first typed word has the first place, and so on. A typed
/// word that can be none is left out. `None` if `afford`, which is asked before so many pairs are
/// compared, says no.
pub(super) fn any_order(
    pairs: &Pairs,
    afford: impl Fn(usize) -> bool,
) -> Option<Vec<(usize, usize, u64)>> {
    let (typed, words) = (pairs.typed(), pairs.words);
    let mut free: Vec<usize> = (0..words).collect();
    let is_left = Cell::new(true);
    let affords = |pairs: usize| {
        is_left.set(is_left.get() && afford(pairs));
        is_left.get()
    };
    // The cost of the words from `number` on, without the free place `but`.
    let least_from = |number: usize, free: &[usize], but: Option<usize>| {
        let word = |at: usize| free.get(at + usize::from(but.is_some_and(|but| at >= but)));
        assignment::least(
            typed - number,
            free.len() - usize::from(but.is_some()),
            |later, at| pairs.get(number + later, *word(at)?),
            affords,
        )
    };
    // An assignment for each place of each word takes time in the square of the pairs: long texts
    // take the short way.
    let exact = typed * words <= MAX_PAIRS;
    let mut left = if exact { least_from(0, &free, None) } else { None };
    let mut matched = Vec::with_capacity(typed);
    for number in 0..typed {
        let fits = |at: usize| {
            let cost = pairs.get(number, *free.get(at)?)?;
            // The first word that fits.
            if !exact {
                return Some((cost, None));
            }
            // A place is right if the others can still reach the least sum without it.
            let after = least_from(number + 1, &free, Some(at))?;
            (left == Some(cost + after)).then_some((cost, Some(after)))
        };
        let Some((at, (cost, after))) = (0..free.len()).find_map(|at| Some((at, fits(at)?))) else {
            continue;
        };
        // What is left of the sum is for the words that follow.
        left = after;
        matched.push((number, free.remove(at), cost));
    }
    // Half of it would mark other words than those that count.
    is_left.get().then_some(matched)
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
        let pairs = Pairs::new(typed.len(), form.len(), |number, word| {
            let of_prefixes = typed[number].typed.costs_of_prefixes(&form[word]);
            let cost = match number == last {
                true => of_prefixes.iter().flatten().min().copied(),
                false => of_prefixes.last().copied().flatten(),
            };
            cost.map(u64::from)
        });
        any_order(&pairs, |_| true)
            .unwrap()
            .into_iter()
            .map(|(number, position, _)| (position, typed[number].reach(&form[position]).unwrap()))
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
}
