//! The edits that made what was typed out of what was meant: the cheapest way through the matrix of edits, traced back.
//!
//! The walk of a dictionary keeps only costs (`typos`); this is for the few words that are explained. Its costs are
//! held to those of the walk.

use crate::analysis::costs::{Budget, EditCosts, NO_EDIT, Price, cost_of};

/// One edit: what was typed in place of what was meant.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    /// What was done.
    pub kind: EditKind,
    /// Why it costs less than a plain edit, if it does.
    pub because: Option<EditReason>,
    /// The letters that were typed; none where one was dropped.
    pub typed: String,
    /// The letters that were meant; none where one was added.
    pub meant: String,
    /// What it costs, with what a wrong first letter costs more.
    pub cost: f64,
}

/// What an edit did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum EditKind {
    /// Letters were typed in place of others.
    Replaced,
    /// A letter too much was typed.
    Added,
    /// A letter was left out.
    Dropped,
    /// Two neighboring letters changed places.
    Swapped,
}

/// Why an edit is a likely one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum EditReason {
    /// The keys are neighbors.
    Neighbor,
    /// The letter is one of two equal ones.
    Doubled,
    /// The letters sound alike.
    Sound,
}

impl EditKind {
    /// Returns the code: `"replaced"`, `"added"`, `"dropped"` or `"swapped"`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            EditKind::Replaced => "replaced",
            EditKind::Added => "added",
            EditKind::Dropped => "dropped",
            EditKind::Swapped => "swapped",
        }
    }
}

impl EditReason {
    /// Returns the code: `"neighbor"`, `"doubled"` or `"sound"`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            EditReason::Neighbor => "neighbor",
            EditReason::Doubled => "doubled",
            EditReason::Sound => "sound",
        }
    }
}

/// A step of a way: how many letters it takes of both sides, and the edit, if it is one.
#[derive(Debug, Clone, Copy)]
struct Step {
    typed: usize,
    meant: usize,
    edit: Option<(EditKind, Option<EditReason>)>,
    units: u8,
}

/// A cell: the least cost of the typed letters before it against the meant ones, and the step that led there.
type Cell = Option<(u16, Step)>;

/// Returns the edits of a cheapest way from `meant` to `typed` within `budget`; `None` if there is no way.
///
/// Takes O(n) time for n typed characters: only cells that a few edits can reach are looked at.
pub(crate) fn trace(
    typed: &[char],
    meant: &[char],
    budget: Budget,
    costs: &EditCosts,
) -> Option<Vec<Edit>> {
    let layers = usize::from(budget.edits) + 1;
    // How far the two sides can be apart.
    let longest = costs.sounds().iter().map(|sound| sound.typed.len().max(sound.meant.len())).max();
    let band = usize::from(budget.edits) * longest.unwrap_or(0).max(2);
    if typed.len().abs_diff(meant.len()) > band {
        return None;
    }
    let width = 2 * band + 1;
    let at = |i: usize, j: usize, edits: usize| ((i * width) + (j + band - i)) * layers + edits;
    let mut cells: Vec<Cell> = vec![None; (typed.len() + 1) * width * layers];
    let start = Step { typed: 0, meant: 0, edit: None, units: 0 };
    *cells.get_mut(at(0, 0, 0))? = Some((0, start));
    for i in 0..=typed.len() {
        for j in i.saturating_sub(band)..=meant.len().min(i + band) {
            for edits in 0..layers {
                let Some((cost, _)) = cells.get(at(i, j, edits)).copied().flatten() else {
                    continue;
                };
                each_step(typed, meant, (i, j), budget, costs, |step| {
                    let edits = edits + usize::from(step.edit.is_some());
                    let cost = cost + u16::from(step.units);
                    let (i, j) = (i + step.typed, j + step.meant);
                    if edits >= layers || cost > u16::from(budget.cost) || i.abs_diff(j) > band {
                        return;
                    }
                    let next = at(i, j, edits);
                    if let Some(cell) = cells.get_mut(next)
                        && cell.is_none_or(|(known, _)| cost < known)
                    {
                        *cell = Some((cost, step));
                    }
                });
            }
        }
    }
    let end = |edits: usize| cells.get(at(typed.len(), meant.len(), edits)).copied().flatten();
    let mut edits = (0..layers)
        .filter(|&edits| end(edits).is_some())
        .min_by_key(|&edits| end(edits).map(|(cost, _)| cost))?;
    let (mut i, mut j) = (typed.len(), meant.len());
    let mut way = Vec::new();
    while (i, j) != (0, 0) {
        let (_, step) = cells.get(at(i, j, edits)).copied().flatten()?;
        (i, j) = (i.checked_sub(step.typed)?, j.checked_sub(step.meant)?);
        if let Some((kind, because)) = step.edit {
            edits = edits.checked_sub(1)?;
            let letters = |side: &[char], from: usize, len: usize| {
                side.iter().skip(from).take(len).collect::<String>()
            };
            way.push(Edit {
                kind,
                because,
                typed: letters(typed, i, step.typed),
                meant: letters(meant, j, step.meant),
                cost: cost_of(step.units.into()),
            });
        }
    }
    way.reverse();
    Some(way)
}

/// Calls `take` with each step from the cell behind `i` typed and `j` meant letters.
fn each_step(
    typed: &[char],
    meant: &[char],
    (i, j): (usize, usize),
    budget: Budget,
    costs: &EditCosts,
    mut take: impl FnMut(Step),
) {
    let is_digit = |ch: &&char| ch.is_numeric();
    let (next_typed, next_meant) = (typed.get(i), meant.get(j));
    if next_typed.is_some() && next_typed == next_meant {
        take(Step { typed: 1, meant: 1, edit: None, units: 0 });
    }
    let extra = if (i, j) == (0, 0) { costs.first() } else { 0 };
    let mut pay = |typed, meant, kind, because, price: u8, extra: u8| {
        if price != NO_EDIT {
            let units = price.saturating_add(extra);
            take(Step { typed, meant, edit: Some((kind, because)), units });
        }
    };
    let of = |price: Price| match budget.cheap_only {
        true => price.cheap,
        false => price.cheap.min(price.any),
    };
    let (typed_letter, meant_letter) = (
        next_typed.filter(|ch| !is_digit(ch)).copied(),
        next_meant.filter(|ch| !is_digit(ch)).copied(),
    );
    let before = |side: &[char], at: usize| at.checked_sub(1).and_then(|at| side.get(at)).copied();
    if let Some(letter) = typed_letter {
        let repeats = before(typed, i) == Some(letter);
        let because = repeats.then_some(EditReason::Doubled);
        pay(1, 0, EditKind::Added, because, of(costs.added(repeats)), extra);
    }
    let Some(meant_letter) = meant_letter else { return };
    let repeats = before(meant, j) == Some(meant_letter);
    let because = repeats.then_some(EditReason::Doubled);
    pay(0, 1, EditKind::Dropped, because, of(costs.dropped(repeats)), extra);
    let Some(typed_letter) = typed_letter else { return };
    if typed_letter != meant_letter {
        let price = costs.replaced(typed_letter, meant_letter);
        let because = match price {
            Price { cheap, any } if cheap != NO_EDIT && cheap <= any => Some(EditReason::Neighbor),
            Price { any, .. } if any < costs.plain() => Some(EditReason::Sound),
            Price { .. } => None,
        };
        pay(1, 1, EditKind::Replaced, because, of(price), extra);
        if typed.get(i + 1) == Some(&meant_letter) && meant.get(j + 1) == Some(&typed_letter) {
            pay(2, 2, EditKind::Swapped, None, costs.swapped(), 0);
        }
    }
    if budget.cheap_only {
        return;
    }
    for sound in costs.sounds() {
        let here = |side: &[char], letters: &[char], at: usize| {
            side.get(at..).is_some_and(|rest| rest.starts_with(letters))
        };
        if here(typed, &sound.typed, i) && here(meant, &sound.meant, j) {
            let (of_typed, of_meant) = (sound.typed.len(), sound.meant.len());
            let because = Some(EditReason::Sound);
            pay(of_typed, of_meant, EditKind::Replaced, because, costs.sounding(), extra);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::query::terms::edit_states::TypedLetters;
    use crate::settings::TypoSettings;

    fn costs() -> EditCosts {
        let neighbors = [('a', 's'), ('b', 'n')];
        EditCosts::new(&TypoSettings::default(), &neighbors, &[("c", "k"), ("f", "ph"), ("a", "e")])
    }

    fn told(typed: &str, meant: &str) -> Vec<String> {
        let [typed, meant]: [Vec<char>; 2] = [typed, meant].map(|word| word.chars().collect());
        let budget = costs().budget(typed.len(), 255);
        let edits = trace(&typed, &meant, budget, &costs()).unwrap();
        let tell = |edit: &Edit| {
            let because = edit.because.map_or("", EditReason::code);
            format!("{} {}>{} {because}", edit.kind.code(), edit.meant, edit.typed)
        };
        edits.iter().map(tell).collect()
    }

    #[test]
    fn each_kind_of_edit_is_named_with_what_makes_it_likely() {
        assert_eq!(told("ybrk", "york"), ["replaced o>b "]);
        assert_eq!(told("hsrry", "harry"), ["replaced a>s neighbor"]);
        assert_eq!(told("hary", "harry"), ["dropped r> doubled"]);
        assert_eq!(told("harrry", "harry"), ["added >r doubled"]);
        assert_eq!(told("yrok", "york"), ["swapped or>ro "]);
        assert_eq!(told("kafe", "cafe"), ["replaced c>k sound"]);
        assert_eq!(told("fone", "phone"), ["replaced ph>f sound"]);
        assert_eq!(told("newcstl", "newcastl"), ["dropped a> "]);
        assert_eq!(told("newcsatl", "newcastle"), ["swapped as>sa ", "dropped e> "]);
        assert_eq!(told("york", "york"), [""; 0]);
    }

    proptest! {
        #[test]
        fn a_traced_way_costs_what_the_walk_says(
            typed in "[abceknopfh1]{1,9}", meant in "[abceknopfh1]{0,9}", unit: bool, from in 3usize..9,
        ) {
            let [typed, meant]: [Vec<char>; 2] = [&typed, &meant].map(|word| word.chars().collect());
            let costs = if unit { EditCosts::unit(&TypoSettings::default(), &[('a', 's')]) } else { costs() };
            // The budgets of other lengths too, so that cheap ones meet long words.
            for len in [from, typed.len()] {
                let budget = costs.budget(len, 255);
                let expected = TypedLetters::new(&typed, budget, &costs).costs_of_prefixes(&meant);
                let traced = trace(&typed, &meant, budget, &costs);
                let cost = traced.as_ref().map(|edits| edits.iter().map(|edit| edit.cost).sum::<f64>());
                prop_assert_eq!(cost, expected.last().unwrap().map(|units| cost_of(units.into())));
                if let Some(edits) = traced {
                    prop_assert!(edits.len() <= budget.edits.into());
                }
            }
        }
    }
}
