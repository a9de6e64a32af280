//! The typo cost and its budget: section 4 of docs/design.md, by full matrices.

use std::collections::{BTreeMap, BTreeSet};

use mapahead::TypoSettings;

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
    /// A letter twice instead of once, or once instead of twice.
    pub doubled: f64,
    /// Two neighbouring letters swapped.
    pub swap: f64,
    /// One of `sounds` instead of the other.
    pub sound: f64,
    /// The extra cost of a wrong first letter, whatever the edit, unless it is a swap.
    pub first: f64,
    /// The letters of neighbouring keys, both ways round.
    pub neighbors: BTreeSet<(char, char)>,
    /// What sounds like what, of one or more letters each, both ways round.
    pub sounds: BTreeMap<Vec<char>, BTreeSet<Vec<char>>>,
    /// From which typed length, in characters, which budget holds; rising.
    pub budgets: Vec<(usize, Budget)>,
}

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
        let budgets = typos.budgets.iter().map(|budget| {
            let (edits, cheap_only) = (usize::from(budget.edits), budget.cheap_only);
            (budget.from, Budget { edits, cost: in_units(budget.cost), cheap_only })
        });
        Costs {
            edit: in_units(typos.edit),
            dropped: in_units(typos.dropped),
            neighbor: in_units(typos.neighbor),
            doubled: in_units(typos.doubled),
            swap: in_units(typos.swap),
            sound: in_units(typos.sound),
            first: in_units(typos.first),
            neighbors: BTreeSet::new(),
            sounds: BTreeMap::new(),
            budgets: budgets.collect(),
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
        let budgets = self
            .budgets
            .iter()
            .map(|&(from, budget)| (from, Budget { cost: budget.edits as f64, ..budget }));
        Costs {
            edit: 1.0,
            dropped: 1.0,
            neighbor: 1.0,
            doubled: 1.0,
            swap: 1.0,
            sound: 1.0,
            first: 0.0,
            neighbors: self.neighbors.clone(),
            sounds: BTreeMap::new(),
            budgets: budgets.collect(),
        }
    }

    /// Returns the budget of a word of `len` typed characters; `max_cost` lowers it.
    pub fn budget(&self, len: usize, max_cost: Option<f64>) -> Budget {
        let found = self.budgets.iter().rfind(|(from, _)| *from <= len && len <= 256);
        let budget = found.map_or(EXACT, |(_, budget)| *budget);
        let most = max_cost.map_or(f64::INFINITY, in_units);
        Budget { cost: budget.cost.min(most), ..budget }
    }

    /// Returns the least cost of `typed` against each prefix of `meant`, from the empty one to the
    /// whole, by at most `budget.edits` edits; infinite where it is over the budget.
    ///
    /// This is the textbook recurrence of the restricted Damerau-Levenshtein distance, with the
    /// number of edits as a third dimension: the cheapest way may take more edits than are allowed.
    #[expect(
        clippy::excessive_nesting,
        reason = "the textbook recurrence, a loop for each dimension"
    )]
    pub fn of_prefixes(&self, typed: &[char], meant: &[char], budget: Budget) -> Vec<f64> {
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
                    if i > 0 && j > 0 && typed[i - 1] == meant[j - 1] {
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
        let swap = matches!((wrong, right), ([a, b], [c, d]) if a == d && b == c && a != b);
        let same_as_before = |all: &[char], at: usize| at > 0 && all[at - 1] == all[at];
        let doubled = match (wrong, right) {
            ([_], []) => same_as_before(typed, edit.i),
            ([], [_]) => same_as_before(meant, edit.j),
            _ => false,
        };
        let neighbor = matches!((wrong, right), ([a], [b]) if self.neighbors.contains(&(*a, *b)));
        let sound = || self.sounds.get(wrong).is_some_and(|others| others.contains(right));
        let plain = wrong.len() == 1 && right.len() <= 1;
        let dropped = wrong.is_empty() && right.len() == 1;
        // A swap of the first two letters costs nothing extra.
        let first = if (edit.i, edit.j) == (0, 0) { self.first } else { 0.0 };
        let prices = [
            (swap, self.swap),
            (doubled, self.doubled + first),
            (neighbor, self.neighbor + first),
            (!cheap_only && sound(), self.sound + first),
            (!cheap_only && plain, self.edit + first),
            (!cheap_only && dropped, self.dropped + first),
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
