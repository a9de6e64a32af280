//! Every public type has an example that runs, right where it is documented.

use std::path::{Path, PathBuf};

fn sources(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => sources(&path, files),
            false => files.push(path),
        }
    }
}

/// Returns the names of the types that the root of the crate exports: of its items those with a
/// capital.
fn exported(root: &str) -> Vec<&str> {
    let exports = root.split(';').filter_map(|item| item.split("\npub use ").nth(1));
    let names = exports.flat_map(|export| export.rsplit("::").next().unwrap_or(export).split(','));
    let names = names.map(|name| name.trim_matches(|ch: char| !ch.is_alphanumeric()));
    names.filter(|name| name.starts_with(char::is_uppercase)).collect()
}

/// Returns the documentation of the type that is declared in `source`.
fn documentation(source: &str, name: &str) -> Option<String> {
    let kinds = ["struct", "enum", "type"].map(|kind| format!("pub {kind} {name}"));
    let is_declaration = |line: &str| {
        let rest = kinds.iter().find_map(|kind| line.strip_prefix(kind.as_str()));
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    let lines: Vec<&str> = source.lines().collect();
    let at = lines.iter().position(|line| is_declaration(line))?;
    let above = lines[..at].iter().rev().skip_while(|line| !line.starts_with("///"));
    Some(above.take_while(|line| line.starts_with("///")).copied().collect::<Vec<_>>().join("\n"))
}

#[test]
fn every_public_type_has_an_example_that_runs() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&folder, &mut files);
    let sources: Vec<String> =
        files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect();
    let root = std::fs::read_to_string(folder.join("lib.rs")).unwrap();
    let names = exported(&root);
    assert!(names.contains(&"Index") && names.contains(&"Vias"), "{names:?}");
    for name in names {
        let found = sources.iter().find_map(|source| documentation(source, name));
        let documentation = found.unwrap_or_else(|| panic!("nobody declares {name}"));
        // `text`, `ignore` and the like stand right behind the backticks of what does not run.
        let runs = documentation.lines().any(|line| line.trim_end() == "/// ```");
        assert!(runs, "the type {name} has no example that runs");
    }
}

#[test]
fn a_type_without_an_example_is_seen() {
    let source = "/// One.\n///\n/// ```text\n/// x\n#[derive(Debug)]\npub struct One;\n\n/// Two.\npub struct OneMore;";
    assert_eq!(documentation(source, "One").unwrap().lines().count(), 4);
    assert_eq!(documentation(source, "OneMore").unwrap(), "/// Two.");
    assert_eq!(documentation(source, "Three"), None);
    let root = "\npub use a::{B, c};\npub use d::E;\nmod f;\n#[doc(hidden)]\npub use g::h;";
    assert_eq!(exported(root), ["B", "E"]);
}
