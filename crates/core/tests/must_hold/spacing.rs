//! Separators are free from the beginning of a form: kinds of spacing, in several scripts.

use mapahead::{BuildOptions, Kind, SuggestOptions, Synonyms, Typos};

use super::{equal, list};
use crate::asking::Said;
use crate::corpus::Pair;

/// Returns the only suggestion for `query` among one text.
#[track_caller]
fn only(options: BuildOptions, text: &str, query: &str) -> Said {
    let said = Pair::with_texts(options, &[(text, 1.0)]).ask(query);
    assert_eq!(said.len(), 1, "{query} for {text}: {said:?}");
    said.into_iter().next().unwrap()
}

fn literal() -> BuildOptions {
    BuildOptions { kind: Kind::Literal, ..BuildOptions::default() }
}

#[test]
fn separators_are_free_from_the_beginning_of_a_text() {
    let found = [
        ("N.A.S.A. archive", "nasa", "prefix", "N.A.S.A"),
        ("N.A.S.A.", "nasa", "whole", "N.A.S.A"),
        ("N.A.S.A. archive", "nasa arch", "prefix", "N.A.S.A. arch"),
        ("N.A.S.A. archive", "nasaarch", "prefix", "N.A.S.A. arch"),
        ("NASA archive", "n.a.s.a.", "prefix", "NASA"),
        ("NASA archive", "n a s a ", "prefix", "NASA"),
        ("C. S. Lewis", "cs lewis", "whole", "C. S. Lewis"),
        ("G.R.R. Martin", "grr mar", "prefix", "G.R.R. Mar"),
        ("2031-07-09", "20310709", "whole", "2031-07-09"),
        ("2031-07-09", "2031 0709", "whole", "2031-07-09"),
        ("20310709", "2031-07-09", "whole", "20310709"),
        ("my_file_name", "myfilename", "whole", "my_file_name"),
        ("Blue Ray Disc", "bluera ydisc", "whole", "Blue Ray Disc"),
        ("drum & bass", "drumbass", "whole", "drum & bass"),
        ("С.С.С.Р. карта", "ссср кар", "prefix", "С.С.С.Р. кар"),
        ("СССР карта", "с.с.с.р. к", "prefix", "СССР к"),
        ("Санкт-Петербург", "санктпетер", "prefix", "Санкт-Петер"),
        ("Δ.Ε.Η. λογαριασμός", "δεη", "prefix", "Δ.Ε.Η"),
        ("東京・タワー", "東京タワー", "whole", "東京・タワー"),
        ("東京タワー", "東 京 タワー", "whole", "東京タワー"),
        ("서울-역", "서울역", "whole", "서울-역"),
        ("ת.נ.ך מבואר", "תנך מב", "prefix", "ת.נ.ך מב"),
        ("नई-दिल्ली", "नईदिल्ली", "whole", "नई-दिल्ली"),
    ];
    for (text, query, kind, highlighted) in found {
        let said = only(BuildOptions::default(), text, query);
        assert_eq!((said.tier, said.kind.as_str()), (1, kind), "{query} for {text}");
        assert_eq!((said.cost, &said.via), (0.0, &list(&["spacing"])), "{query} for {text}");
        assert_eq!(said.highlighted(), [highlighted], "{query} for {text}");
    }
}

/// Another layout and a separator behind the end go together in tier 2 alone, where that is free.
#[test]
fn separators_at_the_end_are_free_on_another_layout_whatever_slips_may_cost() {
    for (text, query) in [
        ("mapahead", "ьфзфруфв-"),
        ("red.bull", "кувюигдд --"),
        ("водный мир", "djlysq vbh_"),
        ("x86", "ч86-"),
    ] {
        let layouts = vec!["us".to_owned(), "ru".to_owned()];
        let pair = Pair::with_texts(BuildOptions { layouts, ..literal() }, &[(text, 1.0)]);
        for max_cost in [0.0, 0.25, 3.0] {
            let options = SuggestOptions { max_cost, ..SuggestOptions::default() };
            let said = pair.ask_with(query, &options);
            assert_eq!(said.len(), 1, "{query} for {text} at {max_cost}");
            assert_eq!((said[0].tier, said[0].cost), (2, 0.0), "{query} for {text}");
            let never = SuggestOptions { typos: Typos::Never, ..options };
            assert!(pair.ask_with(query, &never).is_empty(), "{query} for {text}");
        }
    }
}

/// Cut into parts, the query may be the form already.
#[test]
fn separators_of_codes_are_free() {
    let found = [
        ("QX-77-B", "qx77b", "whole"),
        ("QX-77-B", "qx77", "prefix"),
        ("QX/77_B", "qx 77b", "whole"),
        ("QX77B", "qx-77-b", "whole"),
        ("QX.0707-60", "qx070760", "whole"),
        ("GTX 1080 Ti", "gtx1080ti", "whole"),
        ("GTX1080 Ti", "gtx 1080t", "prefix"),
        ("ГОСТ 12-34-56", "гост123456", "whole"),
        ("ГОСТ 12-34-56", "гост 1234 5", "prefix"),
        ("서울 2-1호", "서울21", "prefix"),
    ];
    for (text, query, kind) in found {
        let said = only(BuildOptions::default(), text, query);
        assert_eq!(
            (said.tier, said.kind.as_str(), said.cost),
            (1, kind, 0.0),
            "{query} for {text}"
        );
    }
}

#[test]
fn separators_are_free_in_literals_and_whichever_they_are() {
    let found = [
        ("lodash.merge", "lodashmerge", "whole"),
        ("lodash.merge", "lodash-m", "prefix"),
        ("lodash.merge", "lodash merge", "whole"),
        ("left_pad--fast", "leftpadf", "prefix"),
        ("left_pad--fast", "left-pad-fast", "whole"),
        ("leftpad", "left.pad", "whole"),
        ("_private", "private", "whole"),
        ("private", "__priv", "prefix"),
        ("a/b/c", "abc", "whole"),
        ("a/b/c", "a b ", "prefix"),
        ("file1.txt", "file1txt", "whole"),
        ("v1.-2", "v12", "whole"),
        ("привет-мир", "приветм", "prefix"),
        ("привет_мир", "привет мир", "whole"),
        ("東京.タワー", "東京タワー", "whole"),
        ("tail-", "t_ail", "whole"),
    ];
    for (text, query, kind) in found {
        let said = only(literal(), text, query);
        assert_eq!(
            (said.tier, said.kind.as_str(), said.cost),
            (1, kind, 0.0),
            "{query} for {text}"
        );
        assert_eq!(said.via, list(&["spacing"]), "{query} for {text}");
    }
}

#[test]
fn what_is_no_separator_is_not_free() {
    let never = [
        ("12.34", "1234"),
        ("1234", "12.34"),
        ("10:30", "1030"),
        ("0,5 l", "05l"),
        ("Blue Ray", "luer"),
        ("Blue Ray Disc", "rayd isk"),
        ("Newcastle", "new "),
        ("Q.X.", "qxy "),
        ("c++ lib", "clib x"),
    ];
    let options = SuggestOptions { typos: Typos::Never, ..Default::default() };
    for (text, query) in never {
        assert_eq!(equal(&[text]).ask_with(query, &options), [], "{query} for {text}");
    }
    for (text, query) in [
        ("v1.2", "v12"),
        ("v12", "v1.2"),
        ("newcastle", "new "),
        ("a@b", "ab"),
        ("a+b", "ab"),
        ("a-bc", "ab "),
    ] {
        let said = Pair::with_texts(literal(), &[(text, 1.0)]).ask_with(query, &options);
        assert_eq!(said, [], "{query} for {text}");
    }
}

#[test]
fn white_space_that_closes_a_query_needs_a_separator_or_the_end() {
    let pair = equal(&["U.S. map", "U.S.A. map", "USAF"]);
    let texts = |query: &str| {
        let mut texts = pair.texts(query);
        texts.sort();
        texts
    };
    assert_eq!(texts("us "), ["U.S. map", "U.S.A. map"]);
    assert_eq!(texts("usa "), ["U.S.A. map"]);
    assert_eq!(texts("usa"), ["U.S.A. map", "USAF"]);
}

#[test]
fn spacing_goes_with_aliases_synonyms_and_parts() {
    let synonyms = Some(Synonyms::Rules(list(&["x-ray machine, roentgen"])));
    let options = BuildOptions { synonyms, ..BuildOptions::default() };
    let said = only(options, "Roentgen unit", "xraymachine u");
    assert_eq!((said.via, said.kind.as_str()), (list(&["synonym", "spacing"]), "prefix"));
    let said = only(BuildOptions::default(), "camelCaseName", "camelca sen");
    assert_eq!((said.tier, said.kind.as_str()), (1, "prefix"));
    let said = only(BuildOptions::default(), "X&Y lab", "xandylab");
    assert_eq!(said.via, list(&["spelled", "spacing"]));
    assert_eq!(said.highlighted(), ["X&Y lab"]);
}

#[test]
fn a_stem_goes_with_no_joint_and_no_spacing() {
    let options = BuildOptions { languages: list(&["en"]), ..BuildOptions::default() };
    let texts = ["Green Grass Meadow", "Boat house", "Walk way", "Jump rope", "Lamp shade"];
    let texts: Vec<(&str, f64)> = texts.iter().map(|text| (*text, 1.0)).collect();
    let pair = Pair::with_texts(options, &texts);
    for query in ["boat s", "walk ing", "walk ed", "jump s", "lamp s s", "gree ns", "boat e d"] {
        let found = pair.ask(query);
        assert!(
            found.iter().all(|said| said.tier == 2 || !said.via.contains(&"stem".to_owned())),
            "{query}: {found:?}"
        );
    }
    for query in ["boat s", "walk ing", "walk ed", "jump s"] {
        assert_eq!(pair.ask(query), [], "{query}");
    }
    assert_eq!(pair.texts("boats"), ["Boat house"], "but a word has its stem");
}

#[test]
fn inside_a_form_one_joint_without_slips_is_found() {
    let pair = equal(&["Cold Red Bull", "Cold Redbull", "Old Ice Tea Pot"]);
    for (query, text, via) in [
        ("redbull", "Cold Red Bull", "split"),
        ("red bull", "Cold Redbull", "joined"),
        ("bull red cold", "Cold Red Bull", ""),
        ("icetea", "Old Ice Tea Pot", "split"),
        ("teapot old", "Old Ice Tea Pot", "split"),
    ] {
        let all = SuggestOptions { limit: 100, ..Default::default() };
        let said = pair.ask_with(query, &all);
        let said = said.iter().find(|said| said.text == text).expect(query);
        let expected = if via.is_empty() { Vec::new() } else { list(&[via]) };
        assert_eq!((said.kind.as_str(), &said.via), ("words", &expected), "{query}");
    }
    // Without the text that has both as one word, which a slip finds.
    let pair = equal(&["Cold Red Bull", "Old Ice Tea Pot"]);
    for query in ["rdebull", "iceteapot", "icetae", "ict eap"] {
        let words: Vec<_> =
            pair.ask(query).into_iter().filter(|said| said.kind == "words").collect();
        assert_eq!(words, [], "{query}: more than one joint, or a slip beside it");
    }
}

#[test]
fn on_another_layout_separators_are_free_beside_slips() {
    for kind in [mapahead::Kind::Text, mapahead::Kind::Literal] {
        let build = BuildOptions { kind, layouts: list(&["us", "ru"]), ..BuildOptions::default() };
        let said = Pair::with_texts(build, &[("установки", 1.0)]).ask("ecnf-");
        assert_eq!((said[0].text.as_str(), said[0].cost), ("установки", 0.0), "{kind:?}");
    }
}
