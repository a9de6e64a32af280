//! The best of the forms that are looked at one by one: by their slots, and by their words.
//!
//! These are listed forms (`score/listed_forms`), which could be anywhere in the order, and the
//! forms that a filter lets through where they are fewer than those of each typed word.

use std::ops::Range;

use super::form_check::{FormCheck, SoughtReading};
use crate::error::Result;
use crate::index::Words;
use crate::query::score::candidate::MatchGroup;
use crate::query::score::cutoff::Cutoff;
use crate::query::score::listed_forms::{ListedForm, ListedForms, slot_of};
use crate::query::search::Search;
use crate::query::terms::alternatives::{Alternatives, Span};

/// Up to so many listed forms are looked at without asking for the words of all.
const FEW_LISTED: usize = 64;
/// So many forms whose weight is read are a step.
const LOOKS_A_STEP: u32 = 8;
/// So many forms of which nothing is read but their place in the list are a step.
const FORMS_IN_A_ROW_A_STEP: usize = 256;
/// The steps of a form that a filter lets through, which is anywhere in memory.
const FILTERED_STEPS: u32 = 3;

/// Returns from which rank on no listed form can be among the best with `quality`.
///
/// Takes O(log n) time for n forms of the index.
fn end(search: &Search<'_>, listed: &ListedForms, quality: f64) -> Result<u32> {
    Cutoff::new(quality, listed.most()).end(&search.top, search.scorer)
}

/// Returns whether a listed form could be among the best with `quality`.
fn may_take(search: &Search<'_>, form: &ListedForm, quality: f64) -> Result<bool> {
    // The weight alone is read, and not the entry: whether it passes is asked of the few that are
    // left.
    let base = search.scorer.form(form.rank)?.base;
    Ok(search.top.may_take(search.scorer.factors().bound_of_listed(form, base) * quality))
}

/// Returns whether any listed form could be among the best with `quality`.
pub(crate) fn may_matter(search: &Search<'_>, quality: f64) -> Result<bool> {
    // Boosted forms are the ones that the rank says nothing of.
    let Some(listed) = search.scorer.listed() else { return Ok(false) };
    if !affords_list(search, listed) {
        return Ok(false);
    }
    let (end, mut looks) = (end(search, listed, quality)?, 0);
    for form in listed.all().iter().filter(|form| form.rank < end) {
        if !affords_look(search, &mut looks) {
            return Ok(false);
        }
        if may_take(search, form, quality)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Takes the entries of those listed forms that have a slot in `ranges`.
pub(super) fn push_slots(
    search: &mut Search<'_>,
    listed: &ListedForms,
    ranges: &[Range<u32>],
    group: MatchGroup,
) -> Result<()> {
    if !affords_list(search, listed) {
        return Ok(());
    }
    let (end, mut looks) = (end(search, listed, group.quality)?, 0);
    if let ([range], true) = (ranges, end < u32::MAX) {
        // Few can be among the best: their slots are looked up one by one.
        for form in listed.all().iter().filter(|form| form.rank < end) {
            if !affords_look(search, &mut looks) {
                return Ok(());
            }
            if range.contains(&slot_of(search.view(), form.rank)?)
                && !look_at(search, form, &group, &mut looks)?
            {
                return Ok(());
            }
        }
        return Ok(());
    }
    // Sorted once for the whole query, or for all queries of a prepared set.
    let by_slot = listed.by_slot(search.view())?;
    for range in ranges {
        // A range of slots is a range of the list, found by two searches.
        let place = |slot: u32| by_slot.partition_point(|&(listed, _)| listed < slot);
        let inside = by_slot.get(place(range.start)..place(range.end)).unwrap_or_default();
        for form in inside.iter().filter_map(|&(_, number)| listed.all().get(number as usize)) {
            if !look_at(search, form, &group, &mut looks)? {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// Takes the entry of a listed form, if it passes and could be among the best. Returns whether
/// there was a step left. `looks` counts the looks of this search.
fn look_at(
    search: &mut Search<'_>,
    form: &ListedForm,
    group: &MatchGroup,
    looks: &mut u32,
) -> Result<bool> {
    if !affords_look(search, looks) {
        return Ok(false);
    }
    if !may_take(search, form, group.quality)? {
        return Ok(true);
    }
    let is_left = search.work.spend(1);
    if is_left {
        search.push_rank(form.rank, group)?;
    }
    Ok(is_left)
}

/// Takes the step of one of [`LOOKS_A_STEP`] looks, where nothing but the weight is read.
fn affords_look(search: &Search<'_>, looks: &mut u32) -> bool {
    *looks += 1;
    !looks.is_multiple_of(LOOKS_A_STEP) || search.work.spend(1)
}

/// Takes the steps of going over the whole list, which lies in a row.
fn affords_list(search: &Search<'_>, listed: &ListedForms) -> bool {
    search.work.spend((listed.all().len() / FORMS_IN_A_ROW_A_STEP) as u32)
}

/// Looks at the words of the forms that a filter lets through.
pub(super) fn push_filtered(
    search: &mut Search<'_>,
    words: &Words<'_>,
    readings: &[SoughtReading<'_>],
) -> Result<()> {
    // Every form that passes has a value of each field, so the field with the fewest forms has them
    // all.
    let Some(narrowest) = search.scorer.filter().narrowest() else { return Ok(()) };
    let mut check = FormCheck::new(words, readings, None, search);
    for &value in narrowest.values {
        for place in narrowest.contexts.list(value)? {
            let rank = narrowest.contexts.rank(place)?;
            if search.passes_over(rank) {
                continue;
            }
            if !search.work.spend(FILTERED_STEPS) {
                return Ok(());
            }
            // The forms come by slot, so one beyond the cutoff says nothing of the next.
            check.look(rank, search)?;
        }
    }
    Ok(())
}

/// Looks at the words of those of the listed forms that could be among the best: of each if they
/// are few, else of those that have the typed word which the fewest of them have.
pub(super) fn push_words(
    search: &mut Search<'_>,
    listed: &ListedForms,
    words: &Words<'_>,
    readings: &[SoughtReading<'_>],
) -> Result<()> {
    if !affords_list(search, listed) {
        return Ok(());
    }
    let mut check = FormCheck::new(words, readings, None, search);
    let (end, mut looks) = (end(search, listed, check.cutoff.quality())?, 0);
    let before_end = listed.all().iter().filter(|form| form.rank < end);
    // Reading the words of some dozens takes less than to list the terms of all.
    if before_end.clone().nth(FEW_LISTED).is_none() {
        for form in before_end {
            if !look_at_words(search, form, &mut check, &mut looks)? {
                return Ok(());
            }
        }
        return Ok(());
    }
    // The listed forms as a small index of their own: their terms, rising, with the form of each.
    let postings = listed.postings(words)?;
    let of_span = |span: &Span| {
        let place = |term: u32| postings.partition_point(|&(listed, _)| listed < term);
        place(span.terms.start)..place(span.terms.end)
    };
    let count =
        |word: &&&Alternatives| word.spans().iter().map(|span| of_span(span).len()).sum::<usize>();
    for reading in readings {
        let mut check = FormCheck::new(words, std::slice::from_ref(reading), None, search);
        // A form needs all typed words, so those with the rarest are enough.
        let Some(fewest) = reading.typed.iter().min_by_key(count) else { continue };
        let spans = fewest.spans().iter();
        for &(_, number) in spans.flat_map(|span| postings.get(of_span(span)).unwrap_or_default()) {
            let Some(form) = listed.all().get(number as usize) else { continue };
            if !look_at_words(search, form, &mut check, &mut looks)? {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// Takes a listed form if its words match and it could be among the best. Returns whether there was
/// a step left.
fn look_at_words(
    search: &mut Search<'_>,
    form: &ListedForm,
    check: &mut FormCheck<'_>,
    looks: &mut u32,
) -> Result<bool> {
    if !affords_look(search, looks) {
        return Ok(false);
    }
    if !may_take(search, form, check.cutoff.quality())? {
        return Ok(true);
    }
    if !search.work.spend(1) {
        return Ok(false);
    }
    // Past the cutoff for the others: a boost may lift the form from anywhere.
    check.look_closer(form.rank, search)?;
    Ok(true)
}
