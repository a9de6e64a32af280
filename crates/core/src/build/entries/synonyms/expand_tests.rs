//! Forms that synonyms make, held to a search through all rules at all places.

use proptest::prelude::*;

use super::{MarkedSpellings, SynonymRules, add_spellings};
use crate::analysis::{Analyzer, Stemmers, spellings_of};
use crate::kind::Kind;

fn rules(lines: &[&str], languages: &[&str]) -> SynonymRules {
    let (stemmers, spellings) = (Stemmers::new(languages).unwrap(), spellings_of(languages));
    SynonymRules::new("test", lines.iter().copied(), stemmers, &spellings).unwrap()
}

fn made(lines: &[&str], languages: &[&str], text: &str, room: usize) -> Vec<String> {
    let analyzer = Analyzer::new(Kind::Text);
    let (mut key, mut spellings) = (String::new(), MarkedSpellings::new());
    analyzer.form_key(text, &mut key);
    add_spellings(analyzer.marked_words(text), &mut spellings);
    let made = rules(lines, languages).expand(&[(&key, 1.0)], &spellings, room);
    made.forms.into_iter().map(|(form, _)| form).collect()
}

/// The same as [`SynonymRules::expand`], as docs/design.md says it: every rule, at every place, of
/// every form. Words that were put in end in `!`.
#[expect(
    clippy::excessive_nesting,
    reason = "every rule, at every place: the loops as the design says them"
)]
fn by_definition(rules: &SynonymRules, given: &[(&str, f64)], room: usize) -> Vec<(String, f64)> {
    let stems = |language: usize, word: &str| {
        let mut stems = Vec::new();
        rules.stemmers.stems(language, word, [""; 0], &mut stems);
        stems
    };
    let same = |word: &str, member: &str| {
        let have_one = |at| stems(at, word).iter().any(|stem| stems(at, member).contains(stem));
        word == member || (0..rules.stemmers.len()).any(have_one)
    };
    let mut queue: Vec<(Vec<String>, f64)> = given
        .iter()
        .map(|(key, factor)| (key.split(' ').map(str::to_owned).collect(), *factor))
        .collect();
    let mut next = 0;
    while next < queue.len() && queue.len() < given.len() + room {
        let (form, factor) = queue[next].clone();
        next += 1;
        for rule in &rules.rules {
            for typed in &rule.typed {
                for found in rule.found().iter().filter(|found| *found != typed) {
                    for at in 0..(form.len() + 1).saturating_sub(found.len()) {
                        let mut here = form[at..].iter().zip(found.iter());
                        if !here.all(|(word, member)| !word.ends_with('!') && same(word, member)) {
                            continue;
                        }
                        let mut made = form.clone();
                        made.splice(at..at + found.len(), typed.iter().map(|w| format!("{w}!")));
                        if !queue.iter().any(|(known, better)| *known == made && *better >= factor)
                        {
                            queue.push((made, factor));
                        }
                    }
                }
            }
        }
    }
    let made = queue.into_iter().skip(given.len()).take(room);
    made.map(|(form, factor)| (form.join(" ").replace('!', ""), factor)).collect()
}

#[test]
fn any_member_of_a_group_finds_the_others() {
    let group = ["fridge, refrigerator, ice box"];
    assert_eq!(made(&group, &[], "fridge repair", 9), ["refrigerator repair", "ice box repair"]);
    assert_eq!(made(&group, &[], "my ice box", 9), ["my fridge", "my refrigerator"]);
    assert_eq!(made(&group, &[], "ice", 9), [""; 0]);
    assert_eq!(made(&group, &[], "box ice", 9), [""; 0]);
}

#[test]
fn an_arrow_goes_one_way() {
    let arrow = ["ac, split => conditioner"];
    assert_eq!(made(&arrow, &[], "conditioner 7", 9), ["ac 7", "split 7"]);
    assert_eq!(made(&arrow, &[], "ac", 9), [""; 0]);
}

#[test]
fn members_match_by_stem_in_any_of_the_languages() {
    let group = ["холодильник, рефрижератор", "repair, ремонт"];
    assert_eq!(made(&group, &[], "ремонт холодильника", 9), ["repair холодильника"]);
    assert_eq!(
        made(&group, &["en", "ru"], "ремонты холодильников", 9),
        ["ремонты рефрижератор", "repair холодильников", "repair рефрижератор"]
    );
}

#[test]
fn members_match_by_stems_of_spellings_with_marks() {
    let group = ["éducation, formation"];
    assert_eq!(made(&group, &["fr"], "éducations", 9), ["formation"]);
    let group = ["réparer, bricoler"];
    assert_eq!(made(&group, &["fr"], "bien réparé", 9), ["bien bricoler"]);
    assert_eq!(made(&group, &["fr"], "bien répare", 9), ["bien bricoler"]);
    assert_eq!(made(&group, &["he"], "bien répare", 9), [""; 0]);
}

#[test]
fn members_match_behind_letters_that_are_written_with_words() {
    let group = ["ספר, כרך"];
    assert_eq!(made(&group, &["he"], "הספר החדש", 9), ["כרך החדש"]);
    assert_eq!(made(&group, &[], "הספר החדש", 9), [""; 0]);
}

#[test]
fn fewer_replacements_come_first_and_nothing_is_replaced_twice() {
    let groups = ["a, b", "b, c", "x, y"];
    assert_eq!(made(&groups, &[], "a x", 9), ["b x", "a y", "b y"]);
    assert_eq!(made(&["a, a a"], &[], "a a", 9), ["a", "a a a", "a a a", "a a a a"]);
}

#[test]
fn what_does_not_fit_is_cut_and_reported() {
    let rules = rules(&["a, aa, aaa", "b, bb"], &[]);
    let all = rules.expand(&[("a b", 1.0)], &MarkedSpellings::new(), 63);
    assert_eq!((all.forms.len(), all.cut), (5, false));
    assert!(!rules.expand(&[("a b", 1.0)], &MarkedSpellings::new(), 5).cut);
    let some = rules.expand(&[("a b", 1.0)], &MarkedSpellings::new(), 4);
    assert_eq!((some.forms.as_slice(), some.cut), (&all.forms[..4], true));
    assert!(
        rules.expand(&[("a b", 1.0)], &MarkedSpellings::new(), 0).cut
            && !rules.expand(&[("c", 1.0)], &MarkedSpellings::new(), 0).cut
    );
}

#[test]
fn many_rules_and_many_places_take_no_longer_than_few() {
    // Were each rule tried at each place, or each combination made, this would take for ever.
    let lines: Vec<String> =
        (0..50_000).map(|n| format!("the number {n}, the {n}, no {n}, the")).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let rules = rules(&lines, &["en"]);
    assert_eq!(rules.len(), 50_000);
    let text = "the ".repeat(250);
    let made = rules.expand(&[(text.trim_end(), 1.0)], &MarkedSpellings::new(), 63);
    assert_eq!((made.forms.len(), made.cut), (63, true));
    assert_eq!(rules.expand(&[("none of them", 1.0)], &MarkedSpellings::new(), 63).forms.len(), 0);
}

/// Rules over few words, so that they meet, with forms of one word among them.
fn lines() -> impl Strategy<Value = Vec<String>> {
    let word = prop::sample::select(vec!["a", "b", "c", "door", "doors", "дверь", "двери"]);
    let member = prop::collection::vec(word, 1..3).prop_map(|words| words.join(" "));
    let members = |size| prop::collection::vec(member.clone(), size).prop_map(|all| all.join(", "));
    let line = prop_oneof![
        members(2..4),
        (members(1..3), members(1..3)).prop_map(|(typed, found)| format!("{typed} => {found}")),
    ];
    prop::collection::vec(line, 1..5)
}

proptest! {
    #[test]
    fn forms_are_those_that_every_rule_makes_at_every_place(
        lines in lines(),
        texts in prop::collection::vec(
            (prop::sample::select(vec!["a b c", "a a", "doors a", "двери b", "c door дверь"]),
             prop::sample::select(vec![1.0, 0.5])),
            1..4,
        ),
        languages in prop::sample::select(vec![vec![], vec!["ru"], vec!["en", "ru"]]),
        room in prop::sample::select(vec![0usize, 1, 5, 63]),
    ) {
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let rules = rules(&lines, &languages);
        let made = rules.expand(&texts, &MarkedSpellings::new(), room);
        prop_assert_eq!(made.forms, by_definition(&rules, &texts, room));
    }
}
