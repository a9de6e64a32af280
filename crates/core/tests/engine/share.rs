//! The queries of the properties match something: else both sides would say nothing, and agree.

use mapahead::SuggestOptions;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::every_option::{build_options, suggest_options};
use super::ranked::{picks, ranked};
use crate::corpus::{self, Pair};
use crate::recipes;

const CORPORA: usize = 40;

#[test]
fn a_third_of_the_queries_match_something_and_an_eighth_behind_filters() {
    let asked = prop::collection::vec((recipes::recipe(), suggest_options(), picks()), 12);
    let cases = (build_options(), ranked(corpus::word_records(20)), asked);
    let mut runner = TestRunner::deterministic();
    let (mut queries, mut matched, mut ranked) = (0, 0, 0);
    for _ in 0..CORPORA {
        let (build, records, asked) = cases.new_tree(&mut runner).unwrap().current();
        let pair = Pair::with_options(build, records);
        for (recipe, options, picks) in asked {
            let query = recipe.query(&pair.records);
            let finds = |options: &SuggestOptions| {
                !pair.index.suggest(&query, options).unwrap().suggestions.is_empty()
            };
            queries += 1;
            matched += u32::from(finds(&options));
            ranked += u32::from(finds(&picks.options(&options, &pair.records)));
        }
    }
    assert!(matched * 3 > queries, "{matched} of {queries} queries match something");
    assert!(ranked * 8 > queries, "{ranked} of {queries} do behind filters");
}
