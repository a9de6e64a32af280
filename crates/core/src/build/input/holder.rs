//! One object that holds all the records, as many public files and answers of servers are made.

use crate::build::input::scan::Scan;

/// How deep the records are looked for.
const MAX_DEPTH: usize = 4;
/// An object of so many texts is a map of texts by their ids, and no record.
const MIN_TEXTS: usize = 100;

/// Says where the records are in `raw`, an object of `file` or the beginning of one, and how to take
/// them out; `None` if it does not look as if it held records.
pub(in crate::build::input) fn told(raw: &[u8], file: &str) -> Option<String> {
    let object = Object { rest: raw.trim_ascii_start().strip_prefix(b"{")? };
    if object.is_map_of_texts() {
        return Some(
            "the object holds the texts by their ids; take them out first, as \
             jq -c 'to_entries[] | {id: .key, text: ([.value] | flatten)[0]}' FILE does"
                .to_owned(),
        );
    }
    let path = object.path_of_array(0).or_else(|| object.is_map().then(String::new))?;
    let place = match path.as_str() {
        "" => "in its members".to_owned(),
        path => format!("in {path}"),
    };
    let array = if path.is_empty() { "." } else { &path };
    let command = command(&format!("jq -c '{array}[]'"), file);
    Some(format!("the object holds the records, {place}; take them out first: {command}"))
}

/// Returns the command by which `jq` reads `file` and writes one of its own.
fn command(jq: &str, file: &str) -> String {
    // Standard input and streams of a caller have no path.
    if file.starts_with('<') {
        return format!("pipe the input through {jq}");
    }
    let (path, made) = (argument(file), argument(&format!("{file}.ndjson")));
    let lower = file.to_ascii_lowercase();
    match () {
        () if lower.ends_with(".gz") => format!("gzip -dc {path} | {jq} > {made}"),
        () if lower.ends_with(".zst") => format!("zstd -dc {path} | {jq} > {made}"),
        () => format!("{jq} {path} > {made}"),
    }
}

/// Returns `path` as a shell reads it back.
fn argument(path: &str) -> String {
    let is_plain = |char: char| char.is_alphanumeric() || "._-/".contains(char);
    if path.chars().all(is_plain) && !path.starts_with('-') {
        return path.to_owned();
    }
    // A name that begins with a dash would be taken for an option.
    let dash = if path.starts_with('-') { "./" } else { "" };
    format!("'{dash}{}'", path.replace('\'', "'\\''"))
}

/// The members of an object, or of the beginning of one.
#[derive(Clone, Copy)]
struct Object<'a> {
    /// What is behind the brace.
    rest: &'a [u8],
}

impl<'a> Object<'a> {
    /// Returns the path of the first array of objects, as `jq` writes it, the least deep one first.
    fn path_of_array(self, depth: usize) -> Option<String> {
        let is_array = |value: &[u8]| {
            let inside = value.strip_prefix(b"[").map(<[u8]>::trim_ascii_start);
            inside.is_some_and(|inside| inside.starts_with(b"{"))
        };
        if let Some((name, _)) = self.members().find(|(_, value)| is_array(value)) {
            return Some(step(name));
        }
        if depth == MAX_DEPTH {
            return None;
        }
        self.members().find_map(|(name, value)| {
            let inner = Object { rest: value.strip_prefix(b"{")? }.path_of_array(depth + 1)?;
            Some(step(name) + &inner)
        })
    }

    /// Returns whether all members are objects, several of them: a map of records.
    fn is_map(self) -> bool {
        let mut members = self.members();
        let is_object = |(_, value): (&[u8], &[u8])| value.starts_with(b"{");
        members.next().is_some_and(is_object)
            && self.members().count() > 1
            && members.all(is_object)
    }

    /// Returns whether all members are texts or arrays of them, and more than a record has.
    fn is_map_of_texts(self) -> bool {
        let is_text = |(_, value): (&[u8], &[u8])| {
            let first = value.strip_prefix(b"[").map_or(value, <[u8]>::trim_ascii_start);
            first.starts_with(b"\"")
        };
        self.members().count() >= MIN_TEXTS && self.members().all(is_text)
    }

    /// Walks the members: each name as it is written, and everything from its value on.
    fn members(self) -> impl Iterator<Item = (&'a [u8], &'a [u8])> {
        let mut rest = self.rest;
        std::iter::from_fn(move || {
            let name = rest.trim_ascii_start().strip_prefix(b"\"")?;
            let name_len = Scan::in_string().end(name)?.checked_sub(1)?;
            let behind = name.get(name_len + 1..)?.trim_ascii_start().strip_prefix(b":")?;
            let value = behind.trim_ascii_start();
            let value_len = Scan::new(*value.first()?).end(value).unwrap_or(value.len());
            let behind = value.get(value_len..)?.trim_ascii_start();
            rest = behind.strip_prefix(b",").unwrap_or_default();
            Some((name.get(..name_len)?, value))
        })
    }
}

/// Returns a step of a path: `.data`, or `["my data"]`, in which nothing ends a quoted text.
fn step(name: &[u8]) -> String {
    let is_plain = name.first().is_some_and(|&byte| byte.is_ascii_alphabetic() || byte == b'_')
        && name.iter().all(|&byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let name = String::from_utf8_lossy(name);
    if is_plain { format!(".{name}") } else { format!(".[\"{}\"]", name.replace('\'', "\\u0027")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(raw: &str) -> Option<String> {
        let told = told(raw.as_bytes(), "in.json")?;
        let (_, command) = told.split_once("jq -c '").unwrap();
        Some(command.split_once('\'').unwrap().0.to_owned())
    }

    #[test]
    fn the_array_that_holds_the_records_is_found() {
        for (raw, expected) in [
            (r#"{"data":[{"text":"a"}]}"#, ".data[]"),
            (r#"{"meta":{"n":[1]},"total":2, "data" : [ {"name":"a"}, {"na"#, ".data[]"),
            (r#"{"result":{"help":"x","records":[{"a":1}]}}"#, ".result.records[]"),
            (r#"{"type":"FeatureCollection","features":[{"type":"Feature"}]}"#, ".features[]"),
            (r#"{"a b":[{}]}"#, r#".["a b"][]"#),
            (r#"{"it's":[{}]}"#, r#".["it\u0027s"][]"#),
            (r#"{"AF":{"name":"Afghanistan"},"AL":{"name":"Albania"},"D"#, ".[]"),
            (" {\n \"a\\\"]\": \"}\", \"rows\": [\n {}]}", ".rows[]"),
        ] {
            assert_eq!(path(raw).as_deref(), Some(expected), "{raw}");
        }
    }

    #[test]
    fn the_command_reads_the_file_as_it_is_called_and_compressed() {
        let raw = br#"{"data":[{"text":"a"}]}"#;
        let jq = "jq -c '.data[]'";
        for (file, expected) in [
            ("a.json", format!("{jq} a.json > a.json.ndjson")),
            ("b/Öl 1.json", format!("{jq} 'b/Öl 1.json' > 'b/Öl 1.json.ndjson'")),
            ("it's", format!(r"{jq} 'it'\''s' > 'it'\''s.ndjson'")),
            ("-a.json", format!("{jq} './-a.json' > './-a.json.ndjson'")),
            ("a.json.gz", format!("gzip -dc a.json.gz | {jq} > a.json.gz.ndjson")),
            ("a.JSON.ZST", format!("zstd -dc a.JSON.ZST | {jq} > a.JSON.ZST.ndjson")),
            ("<stdin>", format!("pipe the input through {jq}")),
        ] {
            let told = told(raw, file).unwrap();
            assert_eq!(told.split_once("first: ").unwrap().1, expected);
        }
    }

    #[test]
    fn a_record_is_not_taken_for_a_holder() {
        for raw in [
            r#"{"name":"a","tags":["b"],"at":{"lat":1}}"#,
            r#"{"data":[]}"#,
            r#"{"data":[1,{}]}"#,
            r#"{"a":{"b":1}}"#,
            "{}",
            "{",
            "",
            "[{}]",
            r#"{"a" 1}"#,
        ] {
            assert_eq!(path(raw), None, "{raw}");
        }
    }

    #[test]
    fn a_map_of_texts_by_their_ids_is_told() {
        let map = |count: usize, last: &str| {
            let texts: Vec<String> = (0..count)
                .map(|at| format!(r#""{at}": ["smile", "x{at}"], "k{at}": "y""#))
                .collect();
            format!("{{{}, \"z\": {last}}}", texts.join(", "))
        };
        let way = "to_entries[] | {id: .key, text: ([.value] | flatten)[0]}";
        assert_eq!(path(&map(50, "\"z\"")).as_deref(), Some(way));
        assert_eq!(path(&map(50, "5")), None);
        assert_eq!(path(&map(40, "\"z\"")), None, "a record may have so many");
    }
}
