//! The typo cost and its budget: section 4 of docs/design.md, by full matrices.

use std::collections::{BTreeMap, BTreeSet};

use mapahead::{TypoBudget, TypoSettings};

use super::whole_form::equal;

/// What edits cost, and how many a word may have. Costs are multiples of 1/64, so that sums of them
/// are exact in any order.
#[derive(Debug, Clone)]
pub struct Costs {
    /// A letter too much, or another one.
    pub edit: f64,
    /// A letter too few.
    pub dropped: f64,
    /// A letter instead of its neighbour on the keyboard.
    pub neighbor: f64,
    /// A letter twice instead of once.
    pub doubled: f64,
    /// A letter once instead of twice.
    pub halved: f64,
    /// Two neighbouring letters swapped.
    pub swap: f64,
    /// One of `sounds` instead of the other.
    pub sound: f64,
    /// The extra cost of a wrong first letter, whatever the edit, unless it is a swap.
    pub first: f64,
    /// The letters of neighbouring keys, both ways round.
    pub neighbors: BTreeSet<(char, char)>,
    /// The costs of edits by what was typed and what was meant.
    pub letters: BTreeMap<[Vec<char>; 2], f64>,
    /// What sounds like what, of one or more letters each, both ways round.
    pub sounds: BTreeMap<Vec<char>, BTreeSet<Vec<char>>>,
    /// The budgets of words that are still being typed.
    pub open: Budgets,
    /// The budgets of words that white space closed.
    pub closed: Budgets,
}

/// From which typed length, in characters, which budget holds; rising.
pub type Budgets = Vec<(usize, Budget)>;

/// Bounds the slips of one word.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Budget {
    /// The most edits.
    pub edits: usize,
    /// The most they may cost together.
    pub cost: f64,
    /// Only swaps, doubled letters and neighbouring keys.
    pub cheap_only: bool,
}

/// No slips at all.
pub const EXACT: Budget = Budget { edits: 0, cost: 0.0, cheap_only: false };

impl Costs {
    /// Takes the numbers of the settings of a build; no letters are neighbours or sound alike yet.
    pub fn new(typos: &TypoSettings) -> Self {
        let budgets = |list: &[TypoBudget]| {
            let budget = |budget: &TypoBudget| {
                let (edits, cheap_only) = (usize::from(budget.edits), budget.cheap_only);
                (budget.from, Budget { edits, cost: in_units(budget.cost), cheap_only })
            };
            list.iter().map(budget).collect()
        };
        let letters = typos.letters.iter().flatten().flat_map(|(typed, costs)| {
            let chars = |side: &str| side.chars().collect::<Vec<_>>();
            costs.iter().map(move |(meant, cost)| ([chars(typed), chars(meant)], in_units(*cost)))
        });
        Costs {
            edit: in_units(typos.edit),
            dropped: in_units(typos.dropped),
            neighbor: in_units(typos.neighbor),
            doubled: in_units(typos.doubled),
            halved: in_units(typos.halved),
            swap: in_units(typos.swap),
            sound: in_units(typos.sound),
            first: in_units(typos.first),
            neighbors: BTreeSet::new(),
            letters: letters.collect(),
            sounds: BTreeMap::new(),
            open: budgets(&typos.budgets.open),
            closed: budgets(&typos.budgets.closed),
        }
    }

    /// Lets `a` and `b` sound alike.
    pub fn add_sound(&mut self, a: &str, b: &str) {
        for (one, other) in [(a, b), (b, a)] {
            let others = self.sounds.entry(one.chars().collect()).or_default();
            others.insert(other.chars().collect());
        }
    }

    /// Returns the plain edit distance within the same budgets: each edit of single letters and
    /// each swap costs 1, also at the first letter, and the cost is bounded by the number of edits.
    /// What a budget of cheap edits allows stays the same.
    pub fn unit(&self) -> Self {
        let budgets = |list: &Budgets| {
            let list = list.iter();
            list.map(|&(from, budget)| (from, Budget { cost: budget.edits as f64, ..budget }))
                .collect()
        };
        Costs {
            edit: 1.0,
            dropped: 1.0,
            neighbor: 1.0,
            doubled: 1.0,
            halved: 1.0,
            swap: 1.0,
            sound: 1.0,
            first: 0.0,
            neighbors: self.neighbors.clone(),
            letters: BTreeMap::new(),
            sounds: BTreeMap::new(),
            open: budgets(&self.open),
            closed: budgets(&self.closed),
        }
    }

    /// Returns the budget of a word of `len` typed characters, which white space closed or did not;
    /// `max_cost` lowers it.
    pub fn budget(&self, len: usize, closed: bool, max_cost: Option<f64>) -> Budget {
        let budgets = if closed { &self.closed } else { &self.open };
        let found = budgets.iter().rfind(|(from, _)| *from <= len && len <= 256);
        let budget = found.map_or(EXACT, |(_, budget)| *budget);
        let most = max_cost.map_or(f64::INFINITY, in_units);
        Budget { cost: budget.cost.min(most), ..budget }
    }

    /// Returns the least cost of `typed` against each prefix of `meant`, from the empty one to the
    /// whole, by at most `budget.edits` edits; infinite where it is over the budget. One edit may be
    /// anywhere, several only behind a first letter that is right.
    pub fn of_prefixes(&self, typed: &[char], meant: &[char], budget: Budget) -> Vec<f64> {
        let one = Budget { edits: budget.edits.min(1), ..budget };
        let anywhere = self.of_ways(typed, meant, one, true);
        if budget.edits <= 1 {
            return anywhere;
        }
        let behind = self.of_ways(typed, meant, budget, false);
        anywhere.into_iter().zip(behind).map(|(a, b)| a.min(b)).collect()
    }

    /// Returns the same of all ways, or of those without an edit of the first letter.
    ///
    /// This is the textbook recurrence of the restricted Damerau-Levenshtein distance, with the
    /// number of edits as a third dimension: the cheapest way may take more edits than are allowed.
    #[expect(
        clippy::excessive_nesting,
        reason = "the textbook recurrence, a loop for each dimension"
    )]
    fn of_ways(
        &self,
        typed: &[char],
        meant: &[char],
        budget: Budget,
        edits_first: bool,
    ) -> Vec<f64> {
        if budget.edits == 0 {
            return (0..=meant.len())
                .map(|j| if meant[..j] == *typed { 0.0 } else { f64::INFINITY })
                .collect();
        }
        let longest = self.sounds.keys().map(Vec::len).max().unwrap_or(0).max(2); // a swap takes two
        let mut least =
            vec![vec![vec![f64::INFINITY; meant.len() + 1]; typed.len() + 1]; budget.edits + 1];
        for edits in 0..=budget.edits {
            for i in 0..=typed.len() {
                for j in 0..=meant.len() {
                    // No edit changes the number of letters by more than it has.
                    if i.abs_diff(j) > edits * longest {
                        continue;
                    }
                    let mut best = if (i, j) == (0, 0) { 0.0 } else { f64::INFINITY };
                    if i > 0 && j > 0 && equal(typed, i - 1, meant, j - 1) {
                        best = best.min(least[edits][i - 1][j - 1]);
                    }
                    for (di, dj) in (0..=longest.min(i))
                        .flat_map(|di| (0..=longest.min(j)).map(move |dj| (di, dj)))
                    {
                        if edits == 0 || (di, dj) == (0, 0) {
                            continue;
                        }
                        let before = least[edits - 1][i - di][j - dj];
                        if before < f64::INFINITY {
                            let edit =
                                Edit { typed, i: i - di, i_end: i, meant, j: j - dj, j_end: j };
                            if edit.is_first() && !edits_first {
                                continue;
                            }
                            best = best.min(before + self.of_edit(&edit, budget.cheap_only));
                        }
                    }
                    least[edits][i][j] = best;
                }
            }
        }
        let within = |cost: f64| if cost <= budget.cost { cost } else { f64::INFINITY };
        let cheapest =
            |j: usize| least.iter().map(|rows| rows[typed.len()][j]).fold(f64::INFINITY, f64::min);
        (0..=meant.len()).map(|j| within(cheapest(j))).collect()
    }

    /// Returns the cost of one edit; infinite if it is none.
    pub fn of_edit(&self, edit: &Edit<'_>, cheap_only: bool) -> f64 {
        let (typed, meant) = (edit.typed, edit.meant);
        let (wrong, right) = (&typed[edit.i..edit.i_end], &meant[edit.j..edit.j_end]);
        // Digits and other numbers are never corrected, nor what joins them, neither typed nor meant.
        let of_number = |all: &[char], at: usize| {
            all[at].is_numeric()
                || matches!(all[at], '.' | ':' | ',') && at > 0 && all[at - 1].is_numeric()
        };
        if (edit.i..edit.i_end).any(|at| of_number(typed, at))
            || (edit.j..edit.j_end).any(|at| of_number(meant, at))
        {
            return f64::INFINITY;
        }
        // A letter behind a number ends it: `100x` begins no 1005.
        let before = typed[..edit.i].iter().rev().find(|char| **char != ' ');
        if right.is_empty() && before.is_some_and(|char| char.is_numeric()) {
            return f64::INFINITY;
        }
        let swap = edit.is_swap();
        let same_as_before = |all: &[char], at: usize| at > 0 && all[at - 1] == all[at];
        let doubled = matches!((wrong, right), ([_], [])) && same_as_before(typed, edit.i);
        let halved = matches!((wrong, right), ([], [_])) && same_as_before(meant, edit.j);
        let neighbor = matches!((wrong, right), ([a], [b]) if self.neighbors.contains(&(*a, *b)));
        let single = wrong.len() <= 1 && right.len() <= 1;
        let sound = || self.sounds.get(wrong).is_some_and(|others| others.contains(right));
        let plain = wrong.len() == 1 && right.len() <= 1;
        let dropped = wrong.is_empty() && right.len() == 1;
        // A cost by letters takes the place of the one by class.
        let given = self.letters.get(&[wrong.to_vec(), right.to_vec()]);
        let or_given = |class: f64| given.copied().unwrap_or(class);
        let of_sound = if single { or_given(self.sound) } else { self.sound };
        let first = if edit.is_first() { self.first } else { 0.0 };
        let prices = [
            (swap, or_given(self.swap)),
            (doubled, self.doubled + first),
            (halved, self.halved + first),
            (neighbor, or_given(self.neighbor) + first),
            (!cheap_only && sound(), of_sound + first),
            (!cheap_only && plain, or_given(self.edit) + first),
            (!cheap_only && dropped, or_given(self.dropped) + first),
        ];
        let possible = prices.iter().filter(|(applies, _)| *applies);
        possible.map(|(_, cost)| *cost).fold(f64::INFINITY, f64::min)
    }
}

/// Returns the multiple of 1/64 that is closest to a cost, or to what bounds costs.
fn in_units(cost: f64) -> f64 {
    (cost * 64.0).round() / 64.0
}

/// `typed[i..i_end]` instead of `meant[j..j_end]`.
pub struct Edit<'a> {
    /// All that is typed.
    pub typed: &'a [char],
    /// Where the edit starts in it.
    pub i: usize,
    /// Where it ends.
    pub i_end: usize,
    /// All that is meant.
    pub meant: &'a [char],
    /// Where the edit starts in it.
    pub j: usize,
    /// Where it ends.
    pub j_end: usize,
}

impl Edit<'_> {
    /// Whether two neighbouring letters changed places.
    fn is_swap(&self) -> bool {
        let (wrong, right) = (&self.typed[self.i..self.i_end], &self.meant[self.j..self.j_end]);
        matches!((wrong, right), ([a, b], [c, d]) if a == d && b == c && a != b)
    }

    /// Whether it makes the first letter wrong. A swap of the first two does not.
    pub fn is_first(&self) -> bool {
        (self.i, self.j) == (0, 0) && !self.is_swap()
    }
}
