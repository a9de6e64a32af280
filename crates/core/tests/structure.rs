//! The rooms of the core, held to ARCHITECTURE.md: its tables say who may use whom, and the imports
//! and paths of every file must agree. No files may use each other round.
//!
//! `scan` says what the scanner sees, `graph` to which file an import counts, `rules` what the
//! tables demand.

mod graph;
mod rules;
mod rules_tests;
mod scan;
mod scan_tests;
mod table;

use std::path::Path;

use graph::Graph;
use table::MayUse;

/// The modules whose folders are no rooms: each is one concept that stands beside the others, such as
/// the checks of `index/verify`.
const WITHOUT_ROOMS: [&str; 3] = ["analysis", "format", "index"];

fn core() -> Graph {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
                files.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    Graph::new(&files)
}

fn table(heading: &str, first: &str) -> MayUse {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ARCHITECTURE.md");
    table::read(&std::fs::read_to_string(page).unwrap(), heading, first).unwrap()
}

#[track_caller]
fn nothing_is_wrong(wrong: &[String]) {
    assert!(wrong.is_empty(), "ARCHITECTURE.md and the files differ:\n{}", wrong.join("\n"));
}

#[test]
fn modules_use_what_the_table_of_layers_says() {
    nothing_is_wrong(&rules::modules(&core(), &table("Layers", "module")));
}

#[test]
fn rooms_use_what_the_table_of_rooms_says() {
    nothing_is_wrong(&rules::rooms(&core(), &table("Rooms", "room")));
}

#[test]
fn modules_with_folders_have_rooms_in_the_table() {
    let table = table("Rooms", "room");
    nothing_is_wrong(&rules::modules_without_rooms(&core(), &table, &WITHOUT_ROOMS));
}

#[test]
fn the_tables_permit_nothing_that_no_file_needs() {
    let core = core();
    nothing_is_wrong(&rules::idle_modules(&core, &table("Layers", "module")));
    nothing_is_wrong(&rules::idle_rooms(&core, &table("Rooms", "room")));
}

#[test]
fn no_files_use_each_other_round() {
    nothing_is_wrong(&rules::circles(&core()));
}

#[test]
fn files_of_tests_end_in_tests() {
    let unnamed = core().unnamed_tests;
    assert!(unnamed.is_empty(), "only tests declare {unnamed:?}; let their names end in _tests.rs");
    let built = core().built_tests;
    assert!(built.is_empty(), "every build has {built:?}, whose names say that they are tests");
}
