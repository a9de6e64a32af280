//! Which word of a form each typed word is: the cheapest way to give each one of its own.

/// What it costs that a typed word is a word of a form. `None` if it cannot be.
pub(crate) type Cost = Option<u64>;

/// What a typo cost of one unit adds to the sum that is made least. A match by stem alone adds 1.
pub(crate) const UNIT: u64 = 1 << 20;

/// No word of a form may be this one.
const NEVER: i64 = 1 << 50;

/// Returns the least sum of costs over all ways to give each of `typed` words one of `words` words
/// of its own, where `cost(typed, word)` says what that costs. `None` if there is no way.
///
/// Takes O(typed · words) time where the cheapest word of each typed word is nobody else's, and
/// O(typed² · words) by the Hungarian algorithm (Kuhn 1955, Munkres 1957) where not.
pub(crate) fn least(
    typed: usize,
    words: usize,
    cost: impl Fn(usize, usize) -> Cost,
    mut afford: impl FnMut(usize) -> bool,
) -> Option<u64> {
    // Paid before it is done, so that a query of many words over long forms ends in time.
    if typed > words || !afford(typed * words) {
        return None;
    }
    // Which words are taken: for forms of up to 64 words, which nearly all are, without any memory.
    let (mut few, mut many) = (0u64, vec![false; if words > 64 { words } else { 0 }]);
    let (mut sum, mut conflict) = (0u64, false);
    for number in 0..typed {
        let is_taken = |few: u64, many: &[bool], word: usize| match words > 64 {
            true => many.get(word).copied().unwrap_or(false),
            false => few >> word & 1 == 1,
        };
        let mut best: Option<(u64, usize)> = None;
        for word in 0..words {
            let Some(cost) = cost(number, word) else { continue };
            // Of two equal words the free one: "new new" needs two places in "new new york".
            let is_free = !is_taken(few, &many, word);
            let better = |(least, by): (u64, usize)| {
                cost < least || (cost == least && is_free && is_taken(few, &many, by))
            };
            if best.is_none_or(better) {
                best = Some((cost, word));
                // Nothing is cheaper than a free word that costs nothing.
                if cost == 0 && is_free {
                    break;
                }
            }
        }
        // A typed word that can be no word of the form ends it.
        let (least, word) = best?;
        sum += least;
        conflict |= is_taken(few, &many, word);
        match many.get_mut(word) {
            Some(taken) => *taken = true,
            None => few |= 1 << word,
        }
    }
    // Each has its cheapest word and no two the same one: no other way costs less.
    if !conflict {
        return Some(sum);
    }
    // Two words are the common conflict, and need one pass over the words each.
    if typed == 2 {
        return least_of_two(words, cost);
    }
    if !afford(typed * typed * words) {
        return None;
    }
    hungarian(typed, words, |number, word| {
        // Never is a cost so high that a sum with it is none, which keeps the algorithm total.
        cost(number, word).map_or(NEVER, |cost| i64::try_from(cost).unwrap_or(NEVER))
    })
}

/// Returns the least sum of two words: the cheapest place of one with the cheapest other of the
/// other.
fn least_of_two(words: usize, cost: impl Fn(usize, usize) -> Cost) -> Option<u64> {
    let mut best: Option<u64> = None;
    // The cheapest place of the second word, and the cheapest besides.
    let (mut first, mut second): (Option<(u64, usize)>, Option<u64>) = (None, None);
    for word in 0..words {
        let Some(cost) = cost(1, word) else { continue };
        match first {
            Some((least, _)) if cost >= least => {
                second = Some(second.map_or(cost, |second| second.min(cost)));
            }
            before => {
                second = before.map(|(least, _)| least);
                first = Some((cost, word));
            }
        }
    }
    let (least, at) = first?;
    for word in 0..words {
        let Some(cost) = cost(0, word) else { continue };
        // If the first takes the best place of the second, that one moves to its next best.
        let other = if word == at { second } else { Some(least) };
        let sum = other.map(|other| cost + other);
        best = [best, sum].into_iter().flatten().min();
    }
    best
}

/// Returns the least sum, as [`least`] does, in the form of shortest augmenting paths.
fn hungarian(typed: usize, words: usize, cost: impl Fn(usize, usize) -> i64) -> Option<u64> {
    // Row and column 0 stand for nobody, so that numbers count from 1.
    let (mut row_potential, mut column_potential) = (vec![0; typed + 1], vec![0; words + 1]);
    let mut row_of = vec![0; words + 1];
    for row in 1..=typed {
        row_of[0] = row;
        let mut column = 0;
        let (mut least, mut before) = (vec![i64::MAX; words + 1], vec![0; words + 1]);
        // One row more each time: the shortest way from it to a free column, by reduced costs.
        let mut done = vec![false; words + 1];
        loop {
            done[column] = true;
            let here = row_of[column];
            let (mut step, mut next) = (i64::MAX, 0);
            for other in (1..=words).filter(|&other| !done[other]) {
                let reduced =
                    cost(here - 1, other - 1) - row_potential[here] - column_potential[other];
                if reduced < least[other] {
                    (least[other], before[other]) = (reduced, column);
                }
                if least[other] < step {
                    (step, next) = (least[other], other);
                }
            }
            // The potentials keep all reduced costs at 0 or more, so that the next search may be
            // greedy.
            for other in 0..=words {
                if done[other] {
                    row_potential[row_of[other]] += step;
                    column_potential[other] -= step;
                } else if least[other] != i64::MAX {
                    least[other] -= step;
                }
            }
            column = next;
            if row_of[column] == 0 {
                break;
            }
        }
        // Back along the way: each row moves to the column that led further, and the new row gets
        // one.
        while column != 0 {
            row_of[column] = row_of[before[column]];
            column = before[column];
        }
    }
    let mut sum = 0;
    for word in (1..=words).filter(|&word| row_of[word] != 0) {
        sum += cost(row_of[word] - 1, word - 1);
    }
    u64::try_from(sum).ok().filter(|_| sum < NEVER)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Tries every way.
    fn naive(costs: &[Vec<Cost>], next: usize, used: &mut Vec<bool>) -> Option<u64> {
        let Some(row) = costs.get(next) else { return Some(0) };
        let mut best = None;
        for (word, cost) in row.iter().enumerate() {
            let Some(cost) = cost.filter(|_| !used[word]) else { continue };
            used[word] = true;
            let rest = naive(costs, next + 1, used);
            used[word] = false;
            let sum = rest.map(|rest| rest + cost);
            best = [best, sum].into_iter().flatten().min();
        }
        best
    }

    proptest! {
        #[test]
        fn the_least_sum_is_that_of_trying_every_way(
            costs in (1usize..5, 1usize..6).prop_flat_map(|(typed, words)| {
                let cost = prop_oneof![2 => Just(None), 3 => (0u64..5).prop_map(Some)];
                prop::collection::vec(prop::collection::vec(cost, words), typed)
            }),
        ) {
            let words = costs[0].len();
            let expected = naive(&costs, 0, &mut vec![false; words]);
            prop_assert_eq!(least(costs.len(), words, |typed, word| costs[typed][word], |_| true), expected);
        }
    }

    #[test]
    fn fifty_equal_words_need_fifty() {
        let equal = |_: usize, _: usize| Some(0);
        assert_eq!(least(50, 50, equal, |_| true), Some(0));
        assert_eq!(least(50, 49, equal, |_| true), None);
        assert_eq!(least(70, 100, equal, |_| true), Some(0));
    }

    #[test]
    fn what_cannot_be_afforded_is_not_done() {
        // All three want the first word, so the short way does not do.
        let costs = |typed: usize, word: usize| Some((typed * word) as u64);
        let mut asked = Vec::new();
        let afford = |steps: usize| {
            asked.push(steps);
            steps < 10
        };
        assert_eq!(least(3, 3, costs, afford), None);
        assert_eq!(asked, [9, 27]);
    }
}
