//! An explanation accounts for the score and for the match of its suggestion, and changes neither.

use mapahead::{
    BuildOptions, Edit, EditKind, Explanation, Kind, Quality, SuggestOptions, Suggestion, Via,
};
use proptest::prelude::*;

use super::every_option::{build_options, suggest_options};
use super::ranked::{picks, ranked};
use crate::corpus::{self, Pair};
use crate::model::spacing::OneString;
use crate::recipes;

/// Returns whether `edits`, in this order, make `typed` of `meant`.
fn make(typed: &[char], meant: &[char], edits: &[Edit]) -> bool {
    let Some((edit, rest)) = edits.split_first() else { return typed == meant };
    let here = |side: &[char], letters: &str| -> Option<usize> {
        let letters: Vec<char> = letters.chars().collect();
        side.starts_with(&letters).then_some(letters.len())
    };
    if let (Some(of_typed), Some(of_meant)) = (here(typed, &edit.typed), here(meant, &edit.meant))
        && make(&typed[of_typed..], &meant[of_meant..], rest)
    {
        return true;
    }
    match (typed, meant) {
        ([a, typed @ ..], [b, meant @ ..]) if a == b => make(typed, meant, edits),
        _ => false,
    }
}

fn check_edit(edit: &Edit) {
    let lens = (edit.typed.chars().count(), edit.meant.chars().count());
    let fits = match edit.kind {
        EditKind::Added => lens == (1, 0),
        EditKind::Dropped => lens == (0, 1),
        EditKind::Swapped => lens == (2, 2) && edit.typed.chars().rev().eq(edit.meant.chars()),
        EditKind::Replaced => lens.0 > 0 && lens.1 > 0 && edit.typed != edit.meant,
        other => panic!("a new kind of edit: {other:?}"),
    };
    assert!(fits && edit.cost > 0.0, "{edit:?}");
}

/// Checks that the explanation accounts for the suggestion.
fn check(suggestion: &Suggestion<'_>, options: &SuggestOptions, kind: Kind) {
    let explanation = suggestion.explanation.as_deref().expect("it was asked for");
    let Explanation { factor, season, contexts, boost, quality, slips, dropped, .. } = *explanation;
    let score = ((((suggestion.weight * factor) * season) * contexts) * boost)
        * ((quality * slips) * dropped);
    assert_eq!(score, suggestion.score, "{suggestion:?}");
    let pinned = options.pin.iter().any(|id| Some(id.as_str()) == suggestion.id);
    assert_eq!(explanation.pinned, pinned, "{suggestion:?}");
    let by_layout = suggestion.matched.via.contains(Via::Layout);
    assert_eq!(explanation.layout.is_some(), by_layout, "{suggestion:?}");
    // A closed or unclosed query, each typed word has a word of the form.
    assert_eq!(explanation.words.len(), explanation.read_as.len(), "{suggestion:?}");
    let inside = suggestion.matched.via.contains(Via::Inside);
    let mut sum = 0.0;
    for word in &explanation.words {
        assert!(explanation.read_as.contains(&word.typed), "{suggestion:?}");
        word.edits.iter().for_each(check_edit);
        assert_eq!(word.edits.iter().map(|edit| edit.cost).sum::<f64>(), word.cost);
        sum += word.cost;
        if word.by_stem {
            assert!(word.edits.is_empty(), "{suggestion:?}");
            continue;
        }
        // As one string: all separators are alike, and by spacing they are free.
        let spacing = suggestion.matched.via.contains(Via::Spacing);
        let letters = |text: &str| -> Vec<char> {
            let one = OneString::of(kind, &text.chars().collect::<Vec<_>>()).typed();
            one.chars.into_iter().filter(|ch| !spacing || *ch != ' ').collect()
        };
        let (typed, meant) = (letters(&word.typed), letters(&word.word));
        // Only a word that matches inside does not begin where the typed one does.
        let starts = 0..=if inside { meant.len() } else { 0 };
        let is_part = |from: usize| {
            (from..=meant.len()).any(|len| make(&typed, &meant[from..len], &word.edits))
        };
        assert!(starts.into_iter().any(is_part), "{word:?} of {suggestion:?}");
    }
    assert_eq!(sum, suggestion.matched.cost, "{suggestion:?}");
}

fn asked(pair: &Pair, query: &str) -> Explanation {
    let options = SuggestOptions { explain: true, ..SuggestOptions::default() };
    let result = pair.index.suggest(query, &options).unwrap();
    let [suggestion] = &result.suggestions[..] else { panic!("{result:?}") };
    check(suggestion, &options, pair.kind());
    suggestion.explanation.as_deref().unwrap().clone()
}

#[test]
fn a_closed_literal_is_explained_up_to_a_space_or_its_end() {
    let edits = |texts: &[(&str, f64)], query: &str| -> Vec<String> {
        let options = BuildOptions { kind: Kind::Literal, ..BuildOptions::default() };
        let explanation = asked(&Pair::with_texts(options, texts), query);
        let [word] = &explanation.words[..] else { panic!("{explanation:?}") };
        let edits = word.edits.iter();
        edits.map(|edit| format!("{}{}>{}", edit.kind.code(), edit.meant, edit.typed)).collect()
    };
    assert_eq!(edits(&[("install door", 1.0)], "instal "), ["droppedl>"]);
    assert_eq!(edits(&[("install", 1.0)], "instal "), ["droppedl>"]);
    assert_eq!(edits(&[("install", 1.0)], "instal"), [""; 0]);
    assert_eq!(edits(&[("install door", 1.0)], "isntal"), ["swappedns>sn"]);
}

#[test]
fn a_form_typed_whole_is_explained_whole_though_a_prefix_costs_less() {
    // Slips do not lower scores, so the whole form counts more than its beginning.
    let quality = Quality { typo_base: 1.0, ..Quality::for_kind(Kind::Text) };
    let options = BuildOptions { quality: Some(quality), ..BuildOptions::default() };
    let pair = Pair::with_texts(options, &[("york newca", 1.0)]);
    let explanation = asked(&pair, "yrok newc");
    let costs: Vec<f64> = explanation.words.iter().map(|word| word.cost).collect();
    // Of eight letters: three fifths of the way from 1 to 10.
    assert_eq!((explanation.quality, costs), (1.0 + 9.0 * 0.6, vec![0.375, 0.5]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn the_factors_make_the_score_and_the_edits_make_the_cost(
        build in build_options(),
        records in ranked(corpus::word_records(20)),
        asked in prop::collection::vec((recipes::recipe(), suggest_options(), picks()), 2),
    ) {
        let pair = Pair::with_options(build, records);
        for (recipe, options, picks) in &asked {
            let query = recipe.query(&pair.records);
            let options = picks.options(options, &pair.records);
            let explained = SuggestOptions { explain: true, ..options.clone() };
            let mut result = pair.index.suggest(&query, &explained).unwrap();
            let plain = pair.index.suggest(&query, &options).unwrap();
            // To explain takes steps too.
            prop_assert!(result.steps >= plain.steps);
            result.steps = plain.steps;
            for suggestion in &mut result.suggestions {
                check(suggestion, &options, pair.kind());
                suggestion.explanation = None;
            }
            prop_assert_eq!(result, plain);
        }
    }
}

#[test]
fn the_layouts_of_a_form_that_matched_as_one_string_are_told() {
    for kind in [Kind::Text, Kind::Literal] {
        let layouts = vec!["us".to_owned(), "ru".to_owned()];
        let options = BuildOptions { kind, layouts, ..BuildOptions::default() };
        // `ecn fyjdrf` is `уст ановка`, in which a letter is wrong besides.
        let pair = Pair::with_texts(options, &[("установка окон", 1.0)]);
        let explanation = asked(&pair, "ecn fyjdhf jr");
        assert_eq!(explanation.layout, Some(["us", "ru"]), "{kind:?}");
    }
}
