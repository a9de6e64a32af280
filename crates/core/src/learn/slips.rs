//! The slips that made a typed word out of a meant one, each with its class.

use crate::analysis::costs::{EditCosts, NO_EDIT, Price};
use crate::analysis::slip_budget::SlipBudget;
use crate::query::{EditKind, EditReason, trace};

/// The classes of slips that have a cost of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum SlipClass {
    /// A letter too much, or another one.
    Edit,
    /// A letter too few.
    Dropped,
    /// A letter in place of its neighbor on the keyboard.
    Neighbor,
    /// A letter twice in place of once.
    Doubled,
    /// A letter once in place of twice.
    Halved,
    /// Two neighboring letters swapped.
    Swap,
    /// Letters in place of others that sound like them.
    Sound,
}

/// One slip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Slip {
    pub(super) class: SlipClass,
    /// Empty where a letter was left out.
    pub(super) typed: String,
    /// Empty where a letter is too much.
    pub(super) meant: String,
    /// Whether the first letter is wrong, and not swapped.
    pub(super) first: bool,
}

impl Slip {
    /// Returns whether it is one of those that the budgets of short words allow.
    pub(super) fn is_cheap(&self) -> bool {
        match self.class {
            SlipClass::Neighbor | SlipClass::Doubled | SlipClass::Halved | SlipClass::Swap => true,
            SlipClass::Edit | SlipClass::Dropped | SlipClass::Sound => false,
        }
    }
}

/// The most slips of a word: the engine finds no more.
const BUDGET: SlipBudget = SlipBudget { edits: 2, cost: 254, cheap_only: false };

/// Returns the slips of the cheapest way from `meant` to `typed` by `classes`, the costs of classes
/// alone. `None` if the engine never takes them back: more than two, two with a wrong first letter,
/// or one in a number.
pub(super) fn slips_between(typed: &str, meant: &str, classes: &EditCosts) -> Option<Vec<Slip>> {
    let [typed, meant]: [Vec<char>; 2] = [typed, meant].map(|word| word.chars().collect());
    let edits = trace(&typed, &meant, BUDGET, classes)?;
    let differs = typed.first() != meant.first();
    let slips = edits.into_iter().enumerate().map(|(number, edit)| {
        let class = match (edit.kind, edit.because) {
            (EditKind::Swapped, _) => SlipClass::Swap,
            (EditKind::Added, Some(EditReason::Doubled)) => SlipClass::Doubled,
            (EditKind::Dropped, Some(EditReason::Halved)) => SlipClass::Halved,
            (EditKind::Dropped, _) => SlipClass::Dropped,
            (_, Some(EditReason::Neighbor)) => SlipClass::Neighbor,
            (_, Some(EditReason::Sound)) => SlipClass::Sound,
            _ => SlipClass::Edit,
        };
        // The cheapest way takes equal first letters for each other.
        let first = number == 0 && differs && class != SlipClass::Swap;
        Slip { class, typed: edit.typed, meant: edit.meant, first }
    });
    Some(slips.collect())
}

/// Returns the class of `typed` in place of `meant`, by the costs of classes alone.
pub(super) fn class_of(typed: char, meant: char, classes: &EditCosts) -> SlipClass {
    match classes.replaced(typed, meant) {
        Price { cheap, any } if cheap != NO_EDIT && cheap <= any => SlipClass::Neighbor,
        Price { any, .. } if any < classes.plain() => SlipClass::Sound,
        Price { .. } => SlipClass::Edit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::TypoSettings;

    #[test]
    fn each_slip_has_its_class_and_its_letters() {
        let neighbors = [('a', 's')];
        let sounds = [("c", "k"), ("f", "ph")];
        let classes = EditCosts::new(&TypoSettings::default(), &neighbors, &sounds);
        let told = |typed, meant| {
            let slips = slips_between(typed, meant, &classes)?;
            let tell = |slip: &Slip| {
                let first = if slip.first { " first" } else { "" };
                format!("{:?} {}<{}{first}", slip.class, slip.typed, slip.meant)
            };
            Some(slips.iter().map(tell).collect::<Vec<_>>().join(", "))
        };
        assert_eq!(told("harrry", "harry").as_deref(), Some("Doubled r<"));
        assert_eq!(told("hary", "harry").as_deref(), Some("Halved <r"));
        assert_eq!(told("hrry", "harry").as_deref(), Some("Dropped <a"));
        assert_eq!(told("hsrry", "harry").as_deref(), Some("Neighbor s<a"));
        assert_eq!(told("kafe", "cafe").as_deref(), Some("Sound k<c first"));
        assert_eq!(told("telefone", "telephone").as_deref(), Some("Sound f<ph"));
        assert_eq!(told("ahrry", "harry").as_deref(), Some("Swap ah<ha"));
        assert_eq!(told("hqrryq", "harry").as_deref(), Some("Edit q<a, Edit q<"));
        assert_eq!(told("iphone14", "iphone15"), None);
        assert_eq!(told("abc", "xyz"), None);
    }
}
