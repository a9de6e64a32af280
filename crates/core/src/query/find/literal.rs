//! An index of kind `literal` with slips: the whole key as one word, against the keys themselves.

use super::slots_by_cost::SlotsByCost;
use crate::error::Result;
use crate::format::form_kind::FormClass;
use crate::query::score::match_kind::MatchKind;
use crate::query::search::Search;
use crate::query::terms::edit_states::{TypedLetters, cost_at};
use crate::query::terms::walk::{Ground, walk};

/// Returns the slots of the keys that start with `typed` or a slip of it. If `closed`, a space or
/// the end must follow.
pub(crate) fn slots(
    search: &Search<'_>,
    typed: &TypedLetters<'_>,
    closed: bool,
) -> Result<SlotsByCost> {
    let (keys, scorer) = (search.keys, search.scorer);
    // With a narrow filter the walk visits only prefixes of keys that pass: it would else spend its
    // steps on others.
    let only: Option<Vec<u32>> = match scorer.listed().filter(|_| scorer.only_listed()) {
        None => None,
        Some(listed) => Some(listed.by_slot(keys.view())?.iter().map(|&(slot, _)| slot).collect()),
    };
    let mut slots = SlotsByCost::new(search.least_new_cost());
    let Some(root) = keys.root(FormClass::Plain)? else { return Ok(slots) };
    let (dictionary, only) = (keys.dictionary(), only.as_deref());
    let ground = Ground { dictionary, root, from: 0, only, work: search.work };
    // Where the ranges end that the place is inside of, and what they cost.
    let mut inside: Vec<(u32, u8)> = Vec::new();
    walk(
        ground,
        typed,
        |place, _, states| {
            // The walk goes in the order of the keys, so ranges that ended before this place are
            // done.
            while inside.last().is_some_and(|&(end, _)| end <= place.first) {
                inside.pop();
            }
            let Some(cost) = cost_at(states, typed.chars.len()) else { return Ok(()) };
            // The whole form is another kind, and counts whatever prefix it lies in.
            slots.add(MatchKind::Whole, cost.into(), keys.whole(place)?);
            // A prefix inside one that costs no more is the same slots again.
            if inside.last().is_some_and(|&(_, outer)| cost >= outer) {
                return Ok(());
            }
            let place = if closed { keys.step(place, b' ')? } else { Some(place) };
            if let Some(place) = place {
                slots.add(MatchKind::Prefix, cost.into(), place.first..place.end);
                inside.push((place.end, cost));
            }
            Ok(())
        },
        |damaged| keys.corrupt(damaged),
    )?;
    Ok(slots)
}
