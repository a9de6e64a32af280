//! Fields that are taken from objects in the record, by the paths of their members.

use super::Parser;
use super::json_tests::parsed_with;
use crate::build::input::names::{ignored, in_order};
use crate::build::input::{Batch, Source, Tally};
use crate::build::options::Columns;

const COUNTRY: &str = r#"{"name":{"common":"Russia","official":"Russian Federation","native":{"rus":{"common":"Россия"}}},"codes":{"cca2":"RU"},"altSpellings":["RU"],"pop":{"total":"144","year":2020}}"#;

fn named(text: &str) -> Columns {
    Columns { text: Some(text.into()), ..Columns::default() }
}

/// Returns the columns taken, the names not used, and the numbers beside records without a weight.
fn told(columns: &Columns, lines: &str) -> [String; 3] {
    let mut source =
        Source::from_memory("in.ndjson", lines.as_bytes().to_vec(), 1, columns).unwrap();
    let (mut batch, mut tally) = (Batch::default(), Tally::default());
    source.read_batch(&mut batch).unwrap();
    let parser: &Parser = source.parser();
    for number in 0..batch.len() {
        parser.parse(&batch, number, &mut tally).unwrap();
    }
    let taken = in_order(&parser.taken(&tally), columns);
    let ignored = ignored(&tally, &taken, columns);
    let taken: Vec<String> =
        taken.iter().map(|taken| format!("{}={}", taken.field, taken.column)).collect();
    let unused: Vec<String> =
        ignored.fields.iter().map(|field| format!("{}*{}", field.name, field.records)).collect();
    let beside = ignored.unweighted.map_or(Vec::new(), |unweighted| unweighted.beside);
    [taken.join(" "), unused.join(" "), beside.join(" ")]
}

#[test]
fn a_path_leads_through_objects_to_each_field() {
    let columns = Columns {
        text: Some("name.common".into()),
        id: Some("codes.cca2".into()),
        weight: Some("pop.total".into()),
        aliases: Some(vec!["altSpellings".into(), "name.native.rus.common".into()]),
        payload: Some(vec!["name.official".into(), "pop".into()]),
        ..Columns::default()
    };
    assert_eq!(
        parsed_with(&columns, COUNTRY),
        r#"Russia RU 144 [RU*0.1 Россия*0.1] {"name.official":"Russian Federation","pop":{"total":"144","year":2020}}"#
    );
    let [taken, unused, _] = told(&columns, COUNTRY);
    assert_eq!(
        taken,
        "text=name.common id=codes.cca2 weight=pop.total aliases=altSpellings aliases=name.native.rus.common payload=name.official payload=pop"
    );
    assert_eq!(unused, "", "what is taken as a whole has nothing unused in it");
}

#[test]
fn contexts_and_seasons_are_found_by_paths() {
    let columns = Columns {
        contexts: vec![("country".into(), "at.country".into())],
        season: Some(vec!["at.season".into()]),
        ..Columns::default()
    };
    let line = r#"{"text":"a","at":{"country":["RU","BY"],"season":"warm"}}"#;
    let [taken, unused, _] = told(&columns, line);
    assert_eq!(taken, "text=text contexts.country=at.country season=at.season");
    assert_eq!(unused, "");
}

#[test]
fn a_member_of_the_whole_name_goes_before_a_path() {
    for (line, expected) in [
        (r#"{"name":{"common":"deep"},"name.common":"flat"}"#, "flat"),
        (r#"{"name.common":"flat","name":{"common":"deep"}}"#, "flat"),
        (r#"{"NAME.common":"flat","name":{"common":"deep"}}"#, "flat"),
        (r#"{"name":{"common":"deep"}}"#, "deep"),
        (r#"{"name":{"Common":"loose","common":"deep"}}"#, "deep"),
        (r#"{" Name":{"COMMON ":"loose"}}"#, "loose"),
        (r#"{"Name":{"common":"loose"},"name":{"common":"deep"}}"#, "deep"),
        (r#"{"name":5,"Name":{"common":"loose"}}"#, "loose"),
    ] {
        assert_eq!(
            parsed_with(&named("name.common"), line),
            format!("{expected} - 1 [] -"),
            "{line}"
        );
    }
    for line in [r#"{"a.b":{"c":"x"}}"#, r#"{"a":{"b.c":"x"}}"#, r#"{"a":{"b":{"c":"x"}}}"#] {
        assert_eq!(parsed_with(&named("a.b.c"), line), "x - 1 [] -", "{line}");
    }
    let twice = r#"{"name":{"common":"a"},"name":{"common":"b"}}"#;
    assert_eq!(
        parsed_with(&named("name.common"), twice),
        r#"text: is given twice, as "name.common"; give it once"#
    );
}

#[test]
fn members_beside_a_path_are_told_as_not_used_by_their_paths() {
    let [taken, unused, beside] = told(&named("name.common"), COUNTRY);
    assert_eq!(taken, "text=name.common");
    assert_eq!(unused, "codes*1 altSpellings*1 pop*1 name.official*1 name.native*1");
    assert_eq!(beside, "");
    let lines =
        "{\"a\":{\"t\":\"x\",\"n\":7}}\n{\"A\":{\"T\":\"y\",\"n\":8}}\n{\"a\":{\"t\":\"z\"}}";
    let [taken, unused, beside] = told(&named("a.t"), lines);
    assert_eq!((taken.as_str(), unused.as_str()), ("text=a.t text=A.T", "a.n*1 A.n*1"));
    assert_eq!(beside, "a.n A.n");
}

#[test]
fn an_error_about_a_text_suggests_the_path_of_one() {
    let expected = "; the record has \"name.common\", \"name.official\", \"name.native\", \"codes.cca2\", \
                    \"altSpellings\", \"pop.total\", \"pop.year\"; name the one that holds the text with \
                    the option columns.text, most likely \"name.common\"";
    let missing = parsed_with(&Columns::default(), COUNTRY);
    assert_eq!(missing, format!("text: is missing{expected}"));
    assert_eq!(
        parsed_with(&named("name"), r#"{"name":{"n":5,"common":"Aruba"}}"#),
        r#"text: must be a string, got an object, {"n":5,"common":"Aruba"}; the record has "name.n", "name.common"; name the one that holds the text with the option columns.text, most likely "name.common""#
    );
    // The text of some files is something else.
    let emoji = r#"{"label":"grinning face","text":""}"#;
    assert_eq!(
        parsed_with(&Columns::default(), emoji),
        r#"text: is empty; it must have 1 to 1,000 characters; the record has "label", "text"; name the one that holds the text with the option columns.text, most likely "label""#
    );
    // It was chosen, so the record is bad and not the choice.
    assert_eq!(
        parsed_with(&named("name"), r#"{"label":"grinning face","name":""}"#),
        "text: is empty; it must have 1 to 1,000 characters"
    );
}

#[test]
fn aliases_in_an_object_are_suggested_by_their_path_and_then_taken() {
    let line = r#"{"text":".ENV","aliases":{"dup":[{"title":"x"}],"aka":["Dotenv","env"]}}"#;
    assert_eq!(
        parsed_with(&Columns::default(), line),
        r#"aliases: must each have a text, got an object, {"dup":[{"title":"x"}],"aka":["Dotenv","env"]}; the record has "aliases.dup", "aliases.aka"; name the one that holds the aliases with the option columns.aliases, most likely "aliases.aka""#
    );
    let columns = Columns { aliases: Some(vec!["aliases.aka".into()]), ..Columns::default() };
    assert_eq!(parsed_with(&columns, line), ".ENV - 1 [Dotenv*0.1 env*0.1] -");
}
