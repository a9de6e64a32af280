//! Records of NDJSON, and what is wrong with bad ones.

use super::bad_record::MAX_SHOWN_RECORD_BYTES;
use super::{BadRecord, Parser, Season};
use crate::build::input::text_encoding::TextEncoding;
use crate::build::input::{Batch, Source, Tally};
use crate::build::options::Columns;

fn parse_with<T>(
    columns: &Columns,
    line: &[u8],
    check: impl FnOnce(super::Record<'_>) -> T,
) -> Result<T, BadRecord> {
    let mut source = Source::from_memory("in.ndjson", line.to_vec(), 1, columns).unwrap();
    let mut batch = Batch::default();
    source.read_batch(&mut batch).unwrap();
    assert_eq!(batch.len(), 1, "one line");
    source.parser().parse(&batch, 0, &mut Tally::default()).map(check)
}

/// Shows a record of `line` as Rust would print it, or what is wrong with it.
pub(super) fn parsed_with(columns: &Columns, line: &str) -> String {
    let shown = parse_with(columns, line.as_bytes(), |record| {
        let aliases: Vec<String> =
            record.aliases.iter().map(|alias| format!("{}*{}", alias.text, alias.factor)).collect();
        let id = record.id.as_deref().unwrap_or("-");
        let payload = record.payload.as_deref().unwrap_or("-");
        format!("{} {id} {} [{}] {payload}", record.text, record.weight, aliases.join(" "))
    });
    match shown {
        Ok(shown) => shown,
        Err(bad) => format!("{}: {}", bad.field, bad.told()),
    }
}

fn parsed(line: &str) -> String {
    parsed_with(&Columns::default(), line)
}

#[test]
fn every_field_is_read() {
    let line = r#" {"weight": 2.5, "text":"Paris","id":"p\u00e9","x":[{}],
        "aliases":["Lutetia",{"text":"PAR","factor":0.5},{"text":"P"}], "payload":{"a": [1, 2]}}"#;
    assert_eq!(
        parsed(&line.replace('\n', " ")),
        r#"Paris pé 2.5 [Lutetia*0.1 PAR*0.5 P*0.1] {"a": [1, 2]}"#
    );
}

#[test]
fn null_is_absent() {
    let line = r#"{"text":"a","id":null,"weight":null,"aliases":null,"payload":null,
        "contexts":null,"season":null}"#;
    assert_eq!(parsed(&line.replace('\n', " ")), "a - 1 [] -");
    assert_eq!(parsed(r#"{"text":null}"#), "text: must be a string, got null");
}

#[test]
fn white_space_alone_is_absent() {
    let line = r#"{"text":"a","id":"","weight":" ","aliases":["b"," ","",null,{"text":"\u00a0"}],
        "contexts":{"c":"\t "},"season":"","payload":" "}"#;
    assert_eq!(parsed(&line.replace('\n', " ")), r#"a - 1 [b*0.1] " ""#);
    assert_eq!(parsed(r#"{"text":"a","aliases":" "}"#), "a - 1 [] -");
    assert_eq!(
        parsed(r#"{"text":" "}"#),
        "text: is only white space; it must have 1 to 1,000 characters"
    );
}

#[test]
fn numbers_may_be_strings_as_drivers_of_databases_write_them() {
    for (weight, expected) in [
        (r#""12.5""#, "12.5"),
        (r#"" 12 ""#, "12"),
        (r#""1e3\n""#, "1000"),
        (r#""123456789012345678""#, "123456789012345680"),
        (r#""0""#, "0"),
        ("0.25", "0.25"),
    ] {
        let line = format!(r#"{{"text":"a","weight":{weight}}}"#);
        assert_eq!(parsed(&line), format!("a - {expected} [] -"));
    }
    let factor = r#"{"text":"a","aliases":[{"text":"b","factor":" 0.5"}]}"#;
    assert_eq!(parsed(factor), "a - 1 [b*0.5] -");
    let line = format!(r#"{{"text":"a","season":[{}]}}"#, [r#""1.5""#; 12].join(","));
    let season = parse_with(&Columns::default(), line.as_bytes(), |record| {
        record.season == Some(Season::Months([1.5; 12]))
    });
    assert!(season.unwrap());
}

#[test]
fn aliases_are_one_or_several_of_one_member_or_of_several() {
    for (aliases, expected) in [
        (r#""JFK""#, "JFK*0.1"),
        (r#""a|b""#, "a|b*0.1"),
        (r#"{"text":"NYC","factor":0.5}"#, "NYC*0.5"),
        (r#"["a",{"text":"b"}]"#, "a*0.1 b*0.1"),
        ("[]", ""),
    ] {
        let line = format!(r#"{{"text":"x","aliases":{aliases}}}"#);
        assert_eq!(parsed(&line), format!("x - 1 [{expected}] -"));
    }
    let aliases = Some(vec!["name_en".into(), "codes".into(), "name_de".into()]);
    let columns = Columns { aliases, ..Columns::default() };
    let line = r#"{"text":"x","name_de":"München","codes":["M","MUC"],"name_en":"Munich"}"#;
    assert_eq!(parsed_with(&columns, line), "x - 1 [Munich*0.1 M*0.1 MUC*0.1 München*0.1] -");
    let many = vec!["\"a\""; 600].join(",");
    let line = format!(r#"{{"text":"x","name_de":[{many}],"codes":[{many}]}}"#);
    assert_eq!(parsed_with(&columns, &line), "aliases: must be at most 1000, got 1200");
}

#[test]
fn a_record_without_a_text_suggests_the_likeliest_member() {
    for (line, likeliest) in [
        (r#"{"code":"DE","name":"Germany","n":5}"#, Some("name")),
        (r#"{"id":1,"iso":"DE","title":"Germany","a":[1]}"#, Some("title")),
        (r#"{"aka":"NYC","url":"https://a.b","city":"New York"}"#, Some("city")),
        (
            r#"{"emoji":1,"description":"grinning face","aliases":["grinning"]}"#,
            Some("description"),
        ),
        (r#"{"c":"x y","Country Name":"Cook Islands"}"#, Some("Country Name")),
        (r#"{"b":"2024-01-31","a":"A00"}"#, None),
        (r#"{"b":1,"a":2}"#, None),
    ] {
        let bad = parse_with(&Columns::default(), line.as_bytes(), |_| ()).unwrap_err();
        let suggested = bad.suggested.and_then(|at| bad.available.get(at));
        assert_eq!(suggested.map(String::as_str), likeliest, "{line}");
        let mut sorted = bad.available.clone();
        sorted.sort();
        sorted.dedup();
        assert_eq!(sorted.len(), bad.available.len());
    }
}

#[test]
fn what_alias_objects_have_besides_is_counted_once_a_record() {
    let line = r#"{"text":"x","aliases":[{"text":"a","facotr":1},{"facotr":2,"text":"b","n":[]}],
        "city":5}"#;
    let line = line.replace('\n', "");
    let mut source = Source::from_memory(
        "in",
        line.repeat(2).replace("}{", "}\n{").into(),
        1,
        &Columns::default(),
    )
    .unwrap();
    let (mut batch, mut tally) = (Batch::default(), Tally::default());
    source.read_batch(&mut batch).unwrap();
    for number in 0..2 {
        source.parser().parse(&batch, number, &mut tally).unwrap();
    }
    let ignored = crate::build::input::ignored(&tally, &[], &Columns::default());
    let counts: Vec<_> =
        ignored.fields.iter().map(|field| (field.name.as_str(), field.records)).collect();
    assert_eq!(counts, [("city", 2), ("aliases.facotr", 2), ("aliases.n", 2)]);
    // A number inside of an alias is no weight of the record.
    assert_eq!(ignored.unweighted.unwrap().beside, ["city"]);
}

#[test]
fn names_of_members_match_but_for_case_and_white_space() {
    assert_eq!(parsed(r#"{"Text":"a"," WEIGHT ":2,"ID":"x"}"#), "a x 2 [] -");
    assert_eq!(parsed(r#"{"Text":"b","text":"a","TEXT":"c"}"#), "a - 1 [] -");
    assert_eq!(
        parsed(r#"{"Text":"b","TEXT":"c"}"#),
        r#"text: is given twice, as "text"; give it once"#
    );
    let columns = Columns { text: Some("Größe".into()), ..Columns::default() };
    assert_eq!(parsed_with(&columns, r#"{"GRÖßE":"a","Text":"b"}"#), "a - 1 [] -");
}

#[test]
fn each_fault_names_its_field() {
    let shown: &[(&str, &str)] = &[
        (r#"{}"#, "text: is missing; the record has no member at all"),
        (r#"{"text":5}"#, r#"text: must be a string, got a number, 5"#),
        (r#"{"text":["a"]}"#, r#"text: must be a string, got an array, ["a"]"#),
        (r#"{"text":""}"#, "text: is empty; it must have 1 to 1,000 characters"),
        (
            r#"{"text":" \u3000\t"}"#,
            "text: is only white space; it must have 1 to 1,000 characters",
        ),
        (
            r#"{"text":"a","id":1.5}"#,
            r#"id: must be a string or a whole number, got a number, 1.5"#,
        ),
        (r#"{"text":"a","id":true}"#, r#"id: must be a string or a whole number, got true"#),
        (r#"{"text":"a","weight":-1}"#, r#"weight: must be from 0 to 1e300, got "-1""#),
        (r#"{"text":"a","weight":1e999}"#, r#"weight: must be from 0 to 1e300, got "1e999""#),
        (r#"{"text":"a","weight":"1,000"}"#, r#"weight: must be a number from 0, got "1,000""#),
        (r#"{"text":"a","weight":"5 kg"}"#, r#"weight: must be a number from 0, got "5 kg""#),
        (r#"{"text":"a","weight":"-5"}"#, r#"weight: must be from 0 to 1e300, got "-5""#),
        (r#"{"text":"a","weight":"NaN"}"#, r#"weight: must be from 0 to 1e300, got "NaN""#),
        (r#"{"text":"a","weight":true}"#, r#"weight: must be a number from 0, got true"#),
        (
            r#"{"text":"a","aliases":5}"#,
            r#"aliases: must be strings or {text, factor}, got a number, 5"#,
        ),
        (
            r#"{"text":"a","aliases":[5]}"#,
            r#"aliases: must be strings or {text, factor}, got a number, 5"#,
        ),
        (
            r#"{"text":"a","aliases":[{"factor":1}]}"#,
            r#"aliases: must each have a text, got an object, {"factor":1}"#,
        ),
        (
            r#"{"text":"a","aliases":[{"text":"b","factor":1.5}]}"#,
            r#"aliases: factor must be a number from 0 to 1, got "1.5""#,
        ),
        (
            r#"{"text":"a","aliases":[{"text":"b","factor":"x"}]}"#,
            r#"aliases: factor must be a number from 0 to 1, got "x""#,
        ),
        (
            r#"{"text":"a","aliases":[{"text":"b","text":"b"}]}"#,
            r#"aliases: must have text and factor once each, got an object, {"text":"b","text":"b"}"#,
        ),
        (r#"{"text":"a","id":"b","text":"a"}"#, r#"text: is given twice, as "text"; give it once"#),
        (r#"{"text":"a","te\u0078t":"a"}"#, r#"text: is given twice, as "text"; give it once"#),
        (
            r#"{"text":"a","payload":1,"payload":1}"#,
            r#"payload: is given twice, as "payload"; give it once"#,
        ),
        (
            r#"{"text":"a","season":[],"season":[]}"#,
            r#"season: is given twice, as "season"; give it once"#,
        ),
        (
            r#"{"text":"a","contexts":{},"contexts":{}}"#,
            r#"contexts: is given twice, as "contexts"; give it once"#,
        ),
        (r#"{"text":"a","season":[]}"#, "season: must have 12 numbers, January to December, got 0"),
        (
            r#"{"text":"a","contexts":"b"}"#,
            r#"contexts: must be an object of values by field, got a string, "b""#,
        ),
        ("[1]", r#"record: must be a JSON object, got "[1]""#),
        ("null", r#"record: must be a JSON object, got "null""#),
        ("text", r#"record: must be a JSON object, got "text""#),
        (
            r#""Paris""#,
            r#"record: must be a JSON object, got "\"Paris\""; write a text as {"text": "…"}"#,
        ),
        (
            r#"{"data":[{"text":"a"}],"n":1}"#,
            "text: is missing; the object holds the records, in .data; take them out first: jq -c \
             '.data[]' in.ndjson > in.ndjson.ndjson",
        ),
    ];
    for (line, expected) in shown {
        assert_eq!(&parsed(line), expected, "{line}");
    }
}

#[test]
fn broken_json_is_a_bad_record_that_says_where() {
    for (line, at) in [
        (r#"{"text":"a""#, "byte 11"),
        (r#"{"text":"a"} x"#, "byte 14"),
        (r#"{"text":"a"}{"text":"b"}"#, "byte 13"),
        (r#"{"text":"a",}"#, "byte 13"),
        (r#"{'text':"a"}"#, "byte 2"),
        (r#"{"text":a}"#, "byte 9"),
        (r#"  {"text":a} "#, "byte 11"),
        ("{\"text\":\"a\tb\"}", "byte 10"),
        (r#"{"text":NaN}"#, "byte 9"),
        (r#"{"text":"a","weight":01}"#, "byte 23"),
    ] {
        let shown = parsed(line);
        assert!(shown.starts_with("record: is not valid JSON: "), "{line}: {shown}");
        assert!(shown.ends_with(at), "{line}: {shown}");
    }
}

#[test]
fn half_a_surrogate_pair_is_refused_where_it_is_read() {
    for (line, field) in [
        (r#"{"text":"\ud83c"}"#, "text: "),
        (r#"{"text":"\udf4e x"}"#, "text: "),
        (r#"{"text":"\ud83c\ud83c"}"#, "text: "),
        (r#"{"text":"a","id":"\ud83c"}"#, "id: "),
        (r#"{"text":"a","aliases":["\ud83c"]}"#, "aliases: "),
    ] {
        assert!(parsed(line).starts_with(field), "{line}: {}", parsed(line));
    }
    assert_eq!(parsed(r#"{"text":"\ud83c\udf4e"}"#), "🍎 - 1 [] -");
    // A payload is not interpreted, and JavaScript reads what it wrote.
    assert_eq!(parsed(r#"{"text":"a","payload":"\ud83c"}"#), r#"a - 1 [] "\ud83c""#);
}

#[test]
fn an_id_may_be_a_whole_number() {
    for (id, expected) in [
        ("5", "5"),
        ("-7", "-7"),
        ("0", "0"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
        (r#""x y""#, "x y"),
    ] {
        assert_eq!(parsed(&format!(r#"{{"text":"a","id":{id}}}"#)), format!("a {expected} 1 [] -"));
    }
}

#[test]
fn minus_zero_is_zero() {
    for weight in ["-0", "-0.0", "-0e3"] {
        assert_eq!(parsed(&format!(r#"{{"text":"a","weight":{weight}}}"#)), "a - 0 [] -");
    }
}

#[test]
fn a_payload_is_kept_as_given() {
    for payload in
        [r#"{"b":1, "a":[ ]}"#, "5.10", r#""x\n\u0041""#, "false", "[]", r#""""#, "1e999"]
    {
        let line = format!(r#"{{"text":"a","payload": {payload} }}"#);
        assert_eq!(parsed(&line), format!("a - 1 [] {payload}"));
    }
    let deep = format!("{}{}", "[".repeat(50_000), "]".repeat(50_000));
    let line = format!(r#"{{"text":"a","payload":{deep}}}"#);
    assert_eq!(parsed(&line), format!("a - 1 [] {deep}"));
}

#[test]
fn payload_columns_become_an_object_in_their_order() {
    let payload = ["c", "te\"xt", "missing", "b"].map(String::from).to_vec();
    let columns = Columns { payload: Some(payload), ..Columns::default() };
    let line = r#"{"b":{"x": 1},"text":"a","c":"","payload":5,"te\"xt":[1]}"#;
    assert_eq!(parsed_with(&columns, line), r#"a - 1 [] {"c":"","te\"xt":[1],"b":{"x": 1}}"#);
    assert_eq!(parsed_with(&columns, r#"{"text":"a","b":null}"#), "a - 1 [] -");

    let many: Vec<String> = (0..100).map(|number| format!("c{number}")).collect();
    let columns = Columns { payload: Some(many), ..Columns::default() };
    assert_eq!(
        parsed_with(&columns, r#"{"c99":1,"c0":2,"text":"a"}"#),
        r#"a - 1 [] {"c0":2,"c99":1}"#
    );
}

#[test]
fn named_members_fill_the_fields_and_one_may_fill_several() {
    let columns = Columns {
        text: Some("name".into()),
        id: Some("name".into()),
        weight: Some("season".into()),
        aliases: Some(vec!["codes".into()]),
        payload: Some(vec!["name".into(), "contexts".into()]),
        contexts: vec![("field".into(), "values".into())],
        season: Some(vec!["profile".into()]),
    };
    let line = r#"{"name":"a","season":3,"codes":["x"],"text":5,"contexts":{"k":1}}"#;
    let expected = r#"a a 3 [x*0.1] {"name":"a","contexts":{"k":1}}"#;
    assert_eq!(parsed_with(&columns, line), expected);
    assert_eq!(
        parsed_with(&columns, r#"{"text":"a"}"#),
        r#"text: is missing; "name" has no value; the record has "text"; name the one that holds the text with the option columns.text"#
    );
    assert_eq!(
        parsed_with(&columns, r#"{"name":"a","name":"b"}"#),
        r#"text: is given twice, as "name"; give it once"#
    );
}

/// Shows the contexts and the season of a record, or what is wrong with it.
fn ranked_with(columns: &Columns, line: &str) -> String {
    let shown = parse_with(columns, line.as_bytes(), |record| {
        let season = match record.season {
            None => "-".to_owned(),
            Some(Season::Profile(name)) => name.into_owned(),
            Some(Season::Months(months)) => format!("{months:?}"),
        };
        format!("{} {season}", record.contexts.join(" ").replace('\0', "="))
    });
    shown.unwrap_or_else(|bad| format!("{}: {}", bad.field, bad.told()))
}

#[test]
fn contexts_and_season_are_read() {
    let line = r#"{"text":"a","season":"spring","contexts":{"city":["b","a"],"area":5}}"#;
    assert_eq!(ranked_with(&Columns::default(), line), "area=5 city=a city=b spring");
}

#[test]
fn named_members_fill_contexts_in_place_of_the_object() {
    let contexts = [("city", "town"), ("tenant", "t"), ("city", "towns")];
    let contexts = contexts.map(|(field, name)| (field.to_owned(), name.to_owned())).to_vec();
    let columns = Columns { contexts, season: Some(vec!["s".into()]), ..Columns::default() };
    let line = r#"{"text":"a","town":"x","towns":["y"],"t":7,"contexts":{"no":1},"season":"no"}"#;
    assert_eq!(ranked_with(&columns, line), "city=x city=y tenant=7 -");
    let line = r#"{"text":"a","town":true}"#;
    let expected = r#"contexts: the values of "city" must be strings or numbers, got true"#;
    assert_eq!(ranked_with(&columns, line), expected);
    assert_eq!(
        ranked_with(&columns, r#"{"text":"a","t":1,"t":1}"#),
        r#"contexts: is given twice, as "t"; give it once"#
    );
}

#[test]
fn twelve_members_fill_a_season() {
    let names: Vec<String> = (1..=12).map(|month| format!("m{month}")).collect();
    let columns = Columns { season: Some(names.clone()), ..Columns::default() };
    let line = |value: &str| {
        let members: Vec<String> = names.iter().map(|name| format!("\"{name}\":{value}")).collect();
        format!("{{\"text\":\"a\",{}}}", members.join(","))
    };
    assert_eq!(ranked_with(&columns, &line("2")), format!(" {:?}", [2.0; 12]));
    assert_eq!(ranked_with(&columns, r#"{"text":"a"}"#), " -");
    assert_eq!(
        ranked_with(&columns, r#"{"text":"a","m1":1}"#),
        r#"season: must have 12 numbers or none; column "m2" is empty"#
    );
    assert_eq!(ranked_with(&columns, &line("\"2\"")), format!(" {:?}", [2.0; 12]));
    assert_eq!(
        ranked_with(&columns, &line("2").replace("\"m3\":2", "\"m3\":2,\"m3\":2")),
        r#"season: is given twice, as "m3"; give it once"#
    );
}

#[test]
fn invalid_utf_8_names_its_field() {
    for (line, expected) in [
        (&b"{\"text\":\"a\xff\"}"[..], "text"),
        (b"{\"text\":\"a\",\"id\":\"\xc3\"}", "id"),
        (b"{\"text\":\"a\",\"payload\":[\"\xe2\x82\"]}", "payload"),
        (b"{\"text\":\"a\",\"other\":\"\xff\"}", "record"),
        (b"{\"text\":\"a\",\"\xff\":1}", "record"),
        (b"\xff", "record"),
        (b"{\"text\":\"a\xff\"", "record"),
    ] {
        match parse_with(&Columns::default(), line, |_| ()) {
            Err(bad) => {
                assert_eq!(bad.field, expected, "{}", bad.record);
                assert!(bad.reason.starts_with("is not UTF-8 at byte "));
                assert!(bad.record.contains('\u{fffd}'));
            }
            Ok(()) => panic!("a record was read"),
        }
    }
}

#[test]
fn a_bad_record_shows_its_text_cut() {
    let line = format!(r#"{{"text":5,"x":"{}"}}"#, "ж".repeat(20_000));
    match parse_with(&Columns::default(), line.as_bytes(), |_| ()) {
        Err(bad) => {
            assert!(bad.record.len() <= MAX_SHOWN_RECORD_BYTES + '…'.len_utf8());
            assert!(line.starts_with(bad.record.trim_end_matches('…')));
            let error = bad.into_error("in.ndjson").to_string();
            assert_eq!(error, r#"in.ndjson:1: field text: must be a string, got a number, 5"#);
        }
        Ok(()) => panic!("a record was read"),
    }
}

#[test]
fn texts_without_escapes_are_borrowed() {
    let line = br#"{"text":"Paris","id":5,"aliases":["b"],"payload":[1]}"#;
    parse_with(&Columns::default(), line, |record| {
        use std::borrow::Cow::Borrowed;
        assert!(matches!(record.text, Borrowed("Paris")));
        assert!(matches!(record.id, Some(Borrowed("5"))));
        assert!(matches!(record.payload, Some(Borrowed("[1]"))));
        assert!(matches!(record.aliases[0].text, Borrowed("b")));
    })
    .unwrap();
}

#[test]
fn a_payload_column_named_twice_is_an_error() {
    let columns = Columns { payload: Some(vec!["a".into(), "a".into()]), ..Columns::default() };
    assert_eq!(
        Parser::for_objects("x", TextEncoding::utf_8(b""), &columns).unwrap_err().code(),
        "ERR_INVALID_OPTION"
    );
}

#[test]
fn columns_of_contexts_and_seasons_are_checked() {
    let columns = |field: &str, months: usize| Columns {
        contexts: vec![(field.to_owned(), "x".to_owned())],
        season: Some(vec!["m".to_owned(); months]),
        ..Columns::default()
    };
    for (field, months) in [("", 1), ("a\n", 1), ("a", 0), ("a", 11), ("a", 13)] {
        let error = Parser::for_objects("x", TextEncoding::utf_8(b""), &columns(field, months))
            .unwrap_err();
        assert_eq!(error.code(), "ERR_INVALID_OPTION", "{field:?} {months}");
    }
    for months in [1, 12] {
        assert!(Parser::for_objects("x", TextEncoding::utf_8(b""), &columns("a", months)).is_ok());
    }
}
