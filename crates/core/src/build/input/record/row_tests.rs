//! Records of CSV and TSV, and what is wrong with bad ones.

use std::io::Cursor;

use super::{BadRecord, Season};
use crate::build::input::{Batch, Source, Tally};
use crate::build::options::inputs::InputOptions;
use crate::build::options::{Columns, Format};
use crate::error::Result;

fn open(format: Format, text: &[u8], columns: &Columns) -> Result<Source> {
    let options = InputOptions::of_columns(columns);
    Source::from_reader("in", Box::new(Cursor::new(text.to_vec())), format, &options)
}

/// Shows every record of `text`, or what is wrong with it.
fn parsed_with(format: Format, text: &[u8], columns: &Columns) -> Vec<String> {
    let mut source = open(format, text, columns).unwrap();
    let mut batch = Batch::default();
    source.read_batch(&mut batch).unwrap();
    let parsed = (0..batch.len()).map(|number| {
        match source.parser().parse(&batch, number, &mut Tally::default()) {
            Ok(record) => {
                let aliases: Vec<&str> = record.aliases.iter().map(|alias| &*alias.text).collect();
                let id = record.id.as_deref().unwrap_or("-");
                let payload = record.payload.as_deref().unwrap_or("-");
                format!("{} {id} {} [{}] {payload}", record.text, record.weight, aliases.join("/"))
            }
            Err(BadRecord { line, field, reason, .. }) => format!("{line}: {field}: {reason}"),
        }
    });
    parsed.collect()
}

fn csv(text: &str) -> Vec<String> {
    parsed_with(Format::Csv, text.as_bytes(), &Columns::default())
}

fn tsv(text: &str) -> Vec<String> {
    parsed_with(Format::Tsv, text.as_bytes(), &Columns::default())
}

#[test]
fn every_field_is_read_from_the_column_of_its_name() {
    let text = "x,payload,aliases,weight,id,text\n\
                9,\"a\"\"b\",|PAR||Lu tetia|, 2.5 ,p1,\"Paris, France\"\n\
                ,,,,,Rome\n";
    assert_eq!(csv(text), [r#"Paris, France p1 2.5 [PAR/Lu tetia] "a\"b""#, "Rome - 1 [] -"]);
}

#[test]
fn a_quoted_cell_may_hold_anything() {
    let cells = csv("text,payload\r\n\"a\r\nb\",\"\n,\"\"\"\r\n\" c \",x\r\n");
    assert_eq!(cells, ["a\r\nb - 1 [] \"\\n,\\\"\"", " c  - 1 [] \"x\""]);
}

#[test]
fn quotes_mean_nothing_in_tsv() {
    let text = "text\tid\tpayload\n\"a\t\\t\t\"\"\n\"b\"\t,\t\"\r\n";
    assert_eq!(tsv(text), [r#""a \t 1 [] "\"\"""#, r#""b" , 1 [] "\"""#]);
}

#[test]
fn cells_are_not_trimmed_but_the_weight_is() {
    assert_eq!(csv("text,id,weight\n a , b , 3\t\nc,, \n"), [" a   b  3 [] -", "c - 1 [] -"]);
}

#[test]
fn each_fault_names_line_and_field() {
    for (text, expected) in [
        ("text,id\n\n,1\n", r#"3: text: is missing; column "text" is empty"#),
        ("text,id\n \t,1\n", r#"2: text: is missing; column "text" is empty"#),
        ("text,id\na\n", "2: record: must have 2 cells as the header has, got 1"),
        ("text,id\na,b,c\n", "2: record: must have 2 cells as the header has, got 3"),
        ("text,weight\na,-1\n", r#"2: weight: must be from 0 to 1e300, got "-1""#),
        ("text,weight\na,nan\n", r#"2: weight: must be from 0 to 1e300, got "nan""#),
        ("text,weight\na,inf\n", r#"2: weight: must be from 0 to 1e300, got "inf""#),
        ("text,weight\na,1e999\n", r#"2: weight: must be from 0 to 1e300, got "1e999""#),
        ("text,weight\na,1 000\n", r#"2: weight: must be a number from 0, got "1 000""#),
        (
            "text,weight\na,\"12,500\"\n",
            "2: weight: must be a number from 0, got \"12,500\"; write 12.500 or 12500, since its \
             comma may mean either",
        ),
        (
            "text,weight\na,\"1,234,567\"\n",
            r#"2: weight: must be a number from 0, got "1,234,567""#,
        ),
        (
            "text,id\n\"a\"b,c\n",
            "2: record: has text after a closing quote; write a quote inside a quoted cell twice",
        ),
    ] {
        assert_eq!(csv(text), [expected], "{text}");
    }
    assert_eq!(
        tsv("text\tid\n\n\r\na\n"),
        ["4: record: must have 2 cells as the header has, got 1"]
    );
}

#[test]
fn invalid_utf_8_names_the_field_or_the_column() {
    for format in [Format::Csv, Format::Tsv] {
        let tab = if format == Format::Csv { b',' } else { b'\t' };
        for (row, expected) in [
            (&b"a\xff,b,c,d"[..], r#"2: text: is not UTF-8 in column "text""#),
            (b"a,\xc3,c,d", r#"2: id: is not UTF-8 in column "id""#),
            (b"a,b,\xc3,d", r#"2: payload: is not UTF-8 in column "payload""#),
            (b"a,b,c,\xe9", r#"2: record: is not UTF-8 in column "other""#),
            // Cells that are UTF-8 only when joined.
            (b"a,b,\xc3,\xa9", r#"2: payload: is not UTF-8 in column "payload""#),
        ] {
            let text = [b"text,id,payload,other\n", row].concat();
            let text: Vec<u8> =
                text.into_iter().map(|byte| if byte == b',' { tab } else { byte }).collect();
            assert_eq!(parsed_with(format, &text, &Columns::default()), [expected]);
        }
    }
}

#[test]
fn a_cell_of_white_space_alone_is_absent() {
    let blank = " \t\u{a0}\u{3000}";
    let text = format!("text,id,weight,aliases,payload\na,{blank},{blank},{blank},{blank}\n");
    assert_eq!(csv(&text), ["a - 1 [] -"]);
    assert_eq!(csv("text,aliases\na, | b |\u{a0}||c| \n"), ["a - 1 [ b /c] -"]);
    let columns = Columns {
        contexts: vec![("c".into(), "c".into())],
        season: Some((0..12).map(|month| format!("m{month}")).collect()),
        ..Columns::default()
    };
    let months: Vec<String> = (0..12).map(|month| format!("m{month}")).collect();
    let header = format!("text,c,{}\n", months.join(","));
    assert_eq!(ranked_with(&format!("{header}a, {}\n", ", ".repeat(12)), &columns), [" -"]);
    let values = format!("{header}a,x| |y{}\n", ", ".repeat(12));
    assert_eq!(ranked_with(&values, &columns), ["c=x c=y -"]);
    let columns = Columns { payload: Some(vec!["p".into(), "q".into()]), ..Columns::default() };
    let rows = parsed_with(Format::Csv, b"text,p,q\na, ,x\nb, , \n", &columns);
    assert_eq!(rows, [r#"a - 1 [] {"q":"x"}"#, "b - 1 [] -"]);
}

#[test]
fn aliases_come_from_several_columns() {
    let columns = Columns { aliases: Some(vec!["b".into(), "a".into()]), ..Columns::default() };
    let rows = parsed_with(Format::Csv, b"text,a,b\nx,1|2,3\ny,,4\nz, ,\n", &columns);
    assert_eq!(rows, ["x - 1 [3/1/2] -", "y - 1 [4] -", "z - 1 [] -"]);
}

#[test]
fn columns_match_without_regard_to_case_and_outer_white_space_exact_ones_first() {
    assert_eq!(csv("Text, WEIGHT ,\u{a0}Id\na,2,x\n"), ["a x 2 [] -"]);
    assert_eq!(csv("\u{feff}\u{feff}TEXT\na\n"), ["a - 1 [] -"]);
    assert_eq!(csv("Weight,text,weight,WEIGHT\n1,a,2,3\n"), ["a - 2 [] -"]);
    let columns = Columns { text: Some("größe ".into()), ..Columns::default() };
    assert_eq!(parsed_with(Format::Csv, "GRÖßE\na\n".as_bytes(), &columns), ["a - 1 [] -"]);
    let error = open(Format::Csv, b"text,Weight, weight\na,1,2\n", &Columns::default()).err();
    assert_eq!(
        error.unwrap().to_string(),
        "in: both \"Weight\" and \" weight\" in the header fit \"weight\"; name the one to take as it \
         stands there"
    );
}

#[test]
fn a_comma_is_a_decimal_point_where_it_cannot_separate_thousands() {
    let rows = csv("text;weight\na;12,5\nb;0,125\nc;1234,567\nd;7,25\ne;3.5\n");
    assert_eq!(
        rows,
        ["a - 12.5 [] -", "b - 0.125 [] -", "c - 1234.567 [] -", "d - 7.25 [] -", "e - 3.5 [] -"]
    );
}

/// Shows the contexts and the season of every record, or what is wrong with it.
fn ranked_with(text: &str, columns: &Columns) -> Vec<String> {
    let mut source = open(Format::Csv, text.as_bytes(), columns).unwrap();
    let mut batch = Batch::default();
    source.read_batch(&mut batch).unwrap();
    let parsed = (0..batch.len()).map(|number| {
        match source.parser().parse(&batch, number, &mut Tally::default()) {
            Ok(record) => {
                let season = match record.season {
                    None => "-".to_owned(),
                    Some(Season::Profile(name)) => name.into_owned(),
                    Some(Season::Months(months)) => format!("{months:?}"),
                };
                format!("{} {season}", record.contexts.join(" ").replace('\0', "="))
            }
            Err(BadRecord { field, reason, .. }) => format!("{field}: {reason}"),
        }
    });
    parsed.collect()
}

#[test]
fn contexts_come_from_named_columns_and_a_season_from_its_own() {
    let contexts = [("city", "town"), ("tenant", "t")];
    let contexts = contexts.map(|(field, name)| (field.to_owned(), name.to_owned())).to_vec();
    let columns = Columns { contexts, ..Columns::default() };
    let text = "text,town,t,season,contexts\na,b|a||a,5.0,spring,x\nb,,,,\nc,x|\u{7},,,\n";
    assert_eq!(
        ranked_with(text, &columns),
        [
            "city=a city=b tenant=5.0 spring",
            " -",
            r#"contexts: a value of "city" must have no control characters: "\u{7}""#
        ]
    );
    assert_eq!(ranked_with("text,contexts\na,b\n", &Columns::default()), [" -"]);
    let columns = Columns { season: Some(vec!["s".into()]), ..Columns::default() };
    assert_eq!(ranked_with("text,season,s\na,b,\n", &columns), [" -"]);
}

#[test]
fn a_season_comes_from_twelve_columns() {
    let names: Vec<String> = (1..=12).map(|month| format!("m{month}")).collect();
    let columns = Columns { season: Some(names.clone()), ..Columns::default() };
    let row = |cell: &str| format!("a{}\n", format!(",{cell}").repeat(12));
    let text = format!("text,{}\n{}{}{}", names.join(","), row(" 2.5"), row(""), row("x"));
    let months = format!(" {:?}", [2.5; 12]);
    let reason = r#"season: must have numbers from 0 to 100, got "x""#;
    assert_eq!(ranked_with(&text, &columns), [months.as_str(), " -", reason]);
    let text = format!("text,{}\na,1,1,,1,1,1,1,1,1,1,1,1\n", names.join(","));
    assert_eq!(
        ranked_with(&text, &columns),
        [r#"season: must have 12 numbers or none; column "m3" is empty"#]
    );
}

#[test]
fn named_columns_fill_the_fields_and_one_may_fill_several() {
    let columns = Columns {
        text: Some("name".into()),
        id: Some("name".into()),
        weight: Some("pop".into()),
        aliases: None,
        payload: Some(vec!["cc".into(), "a\"b".into(), "name".into()]),
        ..Columns::default()
    };
    let text = "name,text,pop,\"a\"\"b\",cc\nParis,x,5,q,FR\nRome,x,,,\n";
    assert_eq!(
        parsed_with(Format::Csv, text.as_bytes(), &columns),
        [
            r#"Paris Paris 5 [] {"cc":"FR","a\"b":"q","name":"Paris"}"#,
            r#"Rome Rome 1 [] {"name":"Rome"}"#
        ]
    );
    let columns = Columns { payload: Some(vec!["cc".into()]), ..Columns::default() };
    assert_eq!(parsed_with(Format::Csv, b"text,cc\na,\n", &columns), ["a - 1 [] -"]);
}

#[test]
fn a_column_that_the_header_lacks_is_an_error() {
    let named = |field: &str| {
        let mut columns = Columns::default();
        let name = Some("nope".to_owned());
        match field {
            "text" => columns.text = name,
            "id" => columns.id = name,
            "weight" => columns.weight = name,
            "aliases" => columns.aliases = name.map(|name| vec![name]),
            "contexts" => columns.contexts = vec![("city".into(), "nope".into())],
            "season" => columns.season = Some(vec!["nope".into(); 12]),
            _ => columns.payload = Some(vec!["id".into(), "nope".into()]),
        }
        columns
    };
    for field in ["text", "id", "weight", "aliases", "contexts", "season", "payload"] {
        let error = open(Format::Csv, b"text,id\n", &named(field)).err().unwrap();
        let told = match field {
            "text" => "; name the one that holds the text with the option columns.text",
            _ => "",
        };
        let has = "the header has \"text\", \"id\"";
        let told = format!("in: there is no column \"nope\" for columns.{field}; {has}{told}");
        assert_eq!(error.to_string(), told);
    }
    let error = open(Format::Csv, b"name,id\n", &Columns::default()).err().unwrap();
    assert_eq!(error.code(), "ERR_MISSING_COLUMN");
    assert!(error.to_string().ends_with(
        "the header has \"name\", \"id\"; name the one that holds the text with the option columns.text"
    ));
    let columns = Columns::default();
    let comma = InputOptions { delimiter: Some(b','), ..InputOptions::of_columns(&columns) };
    let reader = Box::new(Cursor::new(b"text;id\n".to_vec()));
    let error = Source::from_reader("in", reader, Format::Csv, &comma).err().unwrap();
    assert!(error.to_string().contains("another character"), "{error}");
    let wide = vec!["x"; 1_000].join("\t");
    let error = open(Format::Tsv, wide.as_bytes(), &Columns::default()).err().unwrap();
    assert!(error.to_string().contains(" and 980 more"), "{error}");
}

#[test]
fn a_mapped_column_that_comes_twice_is_an_error_and_others_are_not() {
    for header in ["text,text", "text,id,id", "text,season,season", "text,payload,x,payload"] {
        let error = open(Format::Csv, header.as_bytes(), &Columns::default()).err().unwrap();
        assert_eq!(error.code(), "ERR_INVALID_INPUT", "{header}");
    }
    assert_eq!(csv("text,x,x,,\na,1,2,3,4\n"), ["a - 1 [] -"]);
}

#[test]
fn a_header_alone_is_no_record_and_no_header_is_an_error() {
    for format in [Format::Csv, Format::Tsv] {
        for header in ["text", "text\n", "text\r\n\r\n", "\u{feff}text\n", "\n\ntext\n"] {
            assert!(parsed_with(format, header.as_bytes(), &Columns::default()).is_empty());
        }
        for nothing in ["", "\n", "\r\n\n", "\u{feff}"] {
            let error = open(format, nothing.as_bytes(), &Columns::default()).err().unwrap();
            assert_eq!(error.code(), "ERR_INVALID_INPUT");
            assert!(error.to_string().contains("header"), "{error}");
        }
    }
    for (header, code) in [
        (&b"text,\"id\n"[..], "ERR_INVALID_RECORD"),
        (b"\"text\"x,id\n", "ERR_INVALID_INPUT"),
        (b"text,\xff\n", "ERR_INVALID_INPUT"),
    ] {
        assert_eq!(open(Format::Csv, header, &Columns::default()).err().unwrap().code(), code);
    }
}
