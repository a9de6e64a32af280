//! The edits that made what was typed out of what was meant: the cheapest way through the matrix of
//! edits, traced back.
//!
//! The walk of a dictionary keeps only costs (`edit_states`). This is for the few words that are
//! explained. Its costs are held to those of the walk.

use super::edit_kind::{Edit, EditKind, EditReason};
use crate::analysis::costs::{EditCosts, NO_EDIT, Price, Sound};
use crate::analysis::is_of_number;
use crate::analysis::letter_costs::LetterEdit;
use crate::analysis::slip_budget::SlipBudget;
use crate::analysis::units::cost_of;
use crate::query::terms::one_string::GAP;
use crate::query::terms::typed_letters::{TypedLetters, ends_number, is_same_number};

/// A step of a way: how many letters it takes of both sides, and the edit, if it is one.
#[derive(Debug, Clone, Copy)]
struct EditStep {
    typed: usize,
    meant: usize,
    edit: Option<(EditKind, Option<EditReason>)>,
    units: u8,
    /// How many of the edits of a budget it takes.
    counts: usize,
}

/// The least cost that leads to a cell, and the last step of the way.
type MatrixCell = Option<(u16, EditStep)>;

/// Where a cell is: behind so many typed and meant letters, with so many edits of the budget taken.
#[derive(Debug, Clone, Copy)]
struct CellPlace {
    typed: usize,
    meant: usize,
    edits: usize,
}

/// The matrix of edits of a typed word against a meant one, as far as a budget reaches.
struct Matrix<'m> {
    typed: &'m [char],
    meant: &'m [char],
    budget: SlipBudget,
    costs: &'m EditCosts,
    /// The same as one string, if it is one.
    one: Option<&'m TypedLetters<'m>>,
    /// How far the two sides can be apart.
    band: usize,
    cells: Vec<MatrixCell>,
}

/// Returns the edits of a cheapest way from `meant` to `typed` within `budget`. `None` if there is
/// no way.
///
/// Takes O(n) time for n typed characters: only cells that a few edits can reach are looked at.
pub(crate) fn trace(
    typed: &[char],
    meant: &[char],
    budget: SlipBudget,
    costs: &EditCosts,
) -> Option<Vec<Edit>> {
    Matrix::new(typed, meant, budget, costs, 0)?.traced()
}

/// Returns the same for a query as one string, against a beginning of a form as one.
pub(super) fn trace_one(typed: &TypedLetters<'_>, meant: &[char]) -> Option<Vec<Edit>> {
    // Any of the separators may stand on one side only.
    let gaps = |side: &[char]| side.iter().filter(|&&ch| ch == GAP).count();
    let most = gaps(typed.chars).max(gaps(meant));
    // As far as each of them can be paid for.
    let paid = typed.budget.cost.checked_div(typed.costs().separator());
    let free = paid.map_or(most, |paid| most.min(paid.into()));
    let matrix = Matrix::new(typed.chars, meant, typed.budget, typed.costs(), free)?;
    Matrix { one: Some(typed), ..matrix }.traced()
}

impl<'m> Matrix<'m> {
    /// Makes an empty one, in which the sides may be `free` letters further apart than by edits.
    /// `None` if no way is within the budget.
    fn new(
        typed: &'m [char],
        meant: &'m [char],
        budget: SlipBudget,
        costs: &'m EditCosts,
        free: usize,
    ) -> Option<Self> {
        let sounds = costs.sounds().iter();
        let longest = sounds.map(|sound| sound.typed.len().max(sound.meant.len())).max();
        // An edit moves one side by the letters of its sound at most, and a swap both by two.
        let band = usize::from(budget.edits) * longest.unwrap_or(0).max(2) + free;
        // Longer than any way within the budget: no matrix is made at all.
        if typed.len().abs_diff(meant.len()) > band {
            return None;
        }
        let layers = usize::from(budget.edits) + 1;
        let cells = vec![None; (typed.len() + 1) * (2 * band + 1) * layers];
        Some(Matrix { typed, meant, budget, costs, one: None, band, cells })
    }

    /// Returns the edits of a cheapest way.
    fn traced(mut self) -> Option<Vec<Edit>> {
        self.fill()?;
        self.way_back()
    }

    /// Returns how many numbers of edits a way may have: none is one of them.
    fn layers(&self) -> usize {
        usize::from(self.budget.edits) + 1
    }

    /// Returns the number of the cell at `place`.
    fn number(&self, place: CellPlace) -> usize {
        let width = 2 * self.band + 1;
        let column = place.meant + self.band - place.typed;
        (place.typed * width + column) * self.layers() + place.edits
    }

    fn cell(&self, place: CellPlace) -> MatrixCell {
        self.cells.get(self.number(place)).copied().flatten()
    }

    /// Finds the least cost of each cell, row by row: every step leads down or to the right.
    fn fill(&mut self) -> Option<()> {
        let start = EditStep { typed: 0, meant: 0, edit: None, units: 0, counts: 0 };
        let first = self.number(CellPlace { typed: 0, meant: 0, edits: 0 });
        *self.cells.get_mut(first)? = Some((0, start));
        for typed in 0..=self.typed.len() {
            let last = self.meant.len().min(typed + self.band);
            for meant in typed.saturating_sub(self.band)..=last {
                self.leave(typed, meant);
            }
        }
        Some(())
    }

    /// Takes each step from the cells behind so many typed and meant letters.
    fn leave(&mut self, typed: usize, meant: usize) {
        let steps = self.steps(typed, meant);
        for edits in 0..self.layers() {
            let place = CellPlace { typed, meant, edits };
            if let Some((cost, _)) = self.cell(place) {
                steps.iter().for_each(|&step| self.take(step, place, cost));
            }
        }
    }

    /// Takes a step from `place`, which was reached at `cost`, if it is within the budget and the
    /// cheapest so far.
    fn take(&mut self, step: EditStep, place: CellPlace, cost: u16) {
        let cost = cost + u16::from(step.units);
        let next = CellPlace {
            typed: place.typed + step.typed,
            meant: place.meant + step.meant,
            edits: place.edits + step.counts,
        };
        let is_far = next.typed.abs_diff(next.meant) > self.band;
        if next.edits >= self.layers() || cost > u16::from(self.budget.cost) || is_far {
            return;
        }
        let number = self.number(next);
        if let Some(cell) = self.cells.get_mut(number)
            // The first of equal steps stays, so that one match is always explained in one way.
            && cell.is_none_or(|(known, _)| cost < known)
        {
            *cell = Some((cost, step));
        }
    }

    /// Returns the edits on a cheapest way to the last cell, first to last.
    fn way_back(&self) -> Option<Vec<Edit>> {
        let (typed, meant) = (self.typed.len(), self.meant.len());
        // Of equal costs the way with the fewest edits: it is the likeliest.
        let ends = (0..self.layers()).map(|edits| CellPlace { typed, meant, edits });
        let mut place = ends
            .filter_map(|place| self.cell(place).map(|(cost, _)| (cost, place)))
            .min_by_key(|&(cost, _)| cost)
            .map(|(_, place)| place)?;
        let mut way = Vec::new();
        while (place.typed, place.meant) != (0, 0) {
            let (_, step) = self.cell(place)?;
            place.typed = place.typed.checked_sub(step.typed)?;
            place.meant = place.meant.checked_sub(step.meant)?;
            // A letter that was typed as it was meant.
            let Some((kind, because)) = step.edit else { continue };
            place.edits = place.edits.checked_sub(step.counts)?;
            let letters = |side: &[char], from: usize, len: usize| {
                side.iter().skip(from).take(len).collect::<String>()
            };
            way.push(Edit {
                kind,
                because,
                typed: letters(self.typed, place.typed, step.typed),
                meant: letters(self.meant, place.meant, step.meant),
                cost: cost_of(step.units.into()),
            });
        }
        way.reverse();
        Some(way)
    }

    /// Returns the steps from the cells behind `i` typed and `j` meant letters.
    fn steps(&self, i: usize, j: usize) -> Vec<EditStep> {
        let steps = self.steps_of_word(i, j);
        self.one.map_or_else(|| steps.clone(), |one| self.steps_of_one(one, [i, j], &steps))
    }

    /// Returns those of the `steps` of a word that one string may take, and those over separators.
    fn steps_of_one(
        &self,
        one: &TypedLetters<'_>,
        [i, j]: [usize; 2],
        steps: &[EditStep],
    ) -> Vec<EditStep> {
        let has_gap = |side: &[char], from: usize, len: usize| {
            side.iter().skip(from).take(len).any(|&ch| ch == GAP)
        };
        let meant = self.meant.get(j).copied();
        let may_take = |step: &&EditStep| {
            let on_gap = has_gap(self.typed, i, step.typed) || has_gap(self.meant, j, step.meant);
            step.edit.is_none() || (!on_gap && one.may_edit_letters(i..i + step.typed))
        };
        let mut kept: Vec<EditStep> = steps.iter().filter(may_take).copied().collect();
        let units = self.costs.separator();
        let because = Some(EditReason::Spacing);
        if self.typed.get(i) == Some(&GAP) {
            let edit = Some((EditKind::Added, because));
            kept.push(EditStep { typed: 1, meant: 0, edit, units, counts: 0 });
        }
        if meant == Some(GAP) {
            let edit = Some((EditKind::Dropped, because));
            kept.push(EditStep { typed: 0, meant: 1, edit, units, counts: 0 });
        }
        kept
    }

    /// Returns the steps of a word.
    fn steps_of_word(&self, i: usize, j: usize) -> Vec<EditStep> {
        let (next_typed, next_meant) = (self.typed.get(i), self.meant.get(j));
        let previous = j.checked_sub(1).and_then(|before| self.meant.get(before)).copied();
        let mut steps = Vec::new();
        if let Some(&meant) = next_meant.filter(|_| next_typed == next_meant)
            && is_same_number(self.typed, i, meant, previous)
        {
            steps.push(EditStep { typed: 1, meant: 1, edit: None, units: 0, counts: 0 });
        }
        // A wrong first letter costs more, but not if two changed places: both were typed.
        let mut pay = |letters: [usize; 2], kind, because, price: u8| {
            // A price that no budget can pay.
            if price != NO_EDIT {
                let is_first = (i, j) == (0, 0) && kind != EditKind::Swapped;
                let [typed, meant] = letters;
                let units = price.saturating_add(if is_first { self.costs.first() } else { 0 });
                let (edit, counts) = (Some((kind, because)), self.budget.taken_by(is_first).into());
                steps.push(EditStep { typed, meant, edit, units, counts });
            }
        };
        // Numbers are never edited: another one is another thing.
        let letter = |side: &[char], at: usize| {
            let before = at.checked_sub(1).and_then(|before| side.get(before)).copied();
            side.get(at).copied().filter(|&ch| !is_of_number(before, ch))
        };
        let repeats = |side: &[char], at: usize, letter: char| {
            at.checked_sub(1).and_then(|at| side.get(at)) == Some(&letter)
        };
        let typed_letter = letter(self.typed, i);
        let mut pay_letters = |letters, kind, edit: LetterEdit, price: Price| {
            pay(letters, kind, self.reason_of(edit, price), self.cheapest(price));
        };
        if let Some(letter) = typed_letter.filter(|_| !ends_number(self.typed, i)) {
            let price = self.costs.added(letter, repeats(self.typed, i, letter));
            pay_letters([1, 0], EditKind::Added, LetterEdit::Added(letter), price);
        }
        let Some(meant_letter) = letter(self.meant, j) else { return steps };
        let price = self.costs.dropped(meant_letter, repeats(self.meant, j, meant_letter));
        pay_letters([0, 1], EditKind::Dropped, LetterEdit::Dropped(meant_letter), price);
        let Some(typed_letter) = typed_letter else { return steps };
        if typed_letter != meant_letter {
            let price = self.costs.replaced(typed_letter, meant_letter);
            let edit = LetterEdit::Replaced(typed_letter, meant_letter);
            pay_letters([1, 1], EditKind::Replaced, edit, price);
            if self.typed.get(i + 1) == Some(&meant_letter)
                && self.meant.get(j + 1) == Some(&typed_letter)
            {
                // Two letters at once, so that neither has a further edit.
                let price = self.costs.swapped(typed_letter, meant_letter);
                let edit = LetterEdit::Swapped(typed_letter, meant_letter);
                let price = Price { cheap: price, any: price };
                pay_letters([2, 2], EditKind::Swapped, edit, price);
            }
        }
        for sound in self.sounds_at(i, j) {
            let because = Some(EditReason::Sound);
            let letters = [sound.typed.len(), sound.meant.len()];
            pay(letters, EditKind::Replaced, because, self.costs.sounding());
        }
        steps
    }

    /// Returns the sounds that were typed and meant there, if the budget allows any.
    fn sounds_at(&self, i: usize, j: usize) -> impl Iterator<Item = &Sound> {
        // Sounds are plain edits, which only longer words may have.
        let sounds = if self.budget.cheap_only { &[] } else { self.costs.sounds() };
        let here = |side: &[char], letters: &[char], at: usize| {
            side.get(at..).is_some_and(|rest| rest.starts_with(letters))
        };
        sounds.iter().filter(move |sound| {
            here(self.typed, &sound.typed, i) && here(self.meant, &sound.meant, j)
        })
    }

    /// Returns the lower price that the budget allows.
    fn cheapest(&self, price: Price) -> u8 {
        match self.budget.cheap_only {
            true => price.cheap,
            false => price.cheap.min(price.any),
        }
    }

    /// Returns why `edit` costs `price`, if that is not what any edit of its kind costs.
    fn reason_of(&self, edit: LetterEdit, price: Price) -> Option<EditReason> {
        let Price { cheap, any } = price;
        let is_cheap = cheap != NO_EDIT;
        let of_class = match edit {
            LetterEdit::Added(_) if is_cheap => Some(EditReason::Doubled),
            LetterEdit::Dropped(_) if is_cheap => Some(EditReason::Halved),
            LetterEdit::Replaced(..) if is_cheap && cheap <= any => Some(EditReason::Neighbor),
            LetterEdit::Replaced(..) if any < self.costs.plain() => Some(EditReason::Sound),
            _ => None,
        };
        // A letter twice or once costs what its class does, unless its letters cost less.
        let keeps_class = matches!(edit, LetterEdit::Added(_) | LetterEdit::Dropped(_))
            && is_cheap
            && (self.budget.cheap_only || cheap <= any);
        match self.costs.given(edit) {
            Some(_) if !keeps_class => Some(EditReason::Letters),
            _ => of_class,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::settings::TypoSettings;

    fn costs() -> EditCosts {
        let neighbors = [('a', 's'), ('b', 'n')];
        EditCosts::new(&TypoSettings::default(), &neighbors, &[("c", "k"), ("f", "ph"), ("a", "e")])
    }

    fn told(typed: &str, meant: &str) -> Vec<String> {
        let [typed, meant]: [Vec<char>; 2] = [typed, meant].map(|word| word.chars().collect());
        let budget = costs().budgets().of(typed.len(), true, 255);
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
        assert_eq!(told("hary", "harry"), ["dropped r> halved"]);
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
            typed in "[abceknopfh1]{1,9}", meant in "[abceknopfh1]{0,9}", unit: bool, open: bool,
            from in 3usize..9,
        ) {
            let [typed, meant]: [Vec<char>; 2] = [&typed, &meant].map(|word| word.chars().collect());
            let costs = if unit { EditCosts::unit(&TypoSettings::default(), &[('a', 's')]) } else { costs() };
            // The budgets of other lengths too, so that cheap ones meet long words.
            for len in [from, typed.len()] {
                let budget = costs.budgets().of(len, open, 255);
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
