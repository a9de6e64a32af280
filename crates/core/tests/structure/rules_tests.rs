//! That the rules can fail, and by which line of which file.

use super::graph::Graph;
use super::rules;
use super::table::{self, MayUse};

fn graph(files: &[(&str, &str)]) -> Graph {
    let own = |(path, text): &(&str, &str)| ((*path).to_owned(), (*text).to_owned());
    Graph::new(&files.iter().map(own).collect::<Vec<_>>())
}

fn may_use(rows: &[(&str, &str)]) -> MayUse {
    let rows = rows.iter().map(|(name, used)| format!("| `{name}` | holds | {used} |\n"));
    let head = "# Page\n\n## Rooms\n\nWords.\n\n| room | holds | may use |\n| --- | --- | --- |\n";
    let page = format!("{head}{}\nMore words.\n\n| other |\n", rows.collect::<String>());
    table::read(&page, "Rooms", "room").unwrap()
}

/// Two modules, of which `high` has the rooms `cellar` and `attic` and a file `stairs`.
const HOUSE: [(&str, &str); 9] = [
    ("lib.rs", "mod low; mod high; pub use high::Roof;"),
    ("low.rs", "pub struct Ground;"),
    ("high/mod.rs", "mod attic; mod cellar; mod stairs; pub struct Roof; use attic::Box;"),
    ("high/attic/mod.rs", "mod chest; pub use chest::Box;"),
    (
        "high/attic/chest.rs",
        "use super::super::cellar::Wine; pub struct Box; use crate::low::Ground;",
    ),
    ("high/cellar/mod.rs", "mod barrel; pub use barrel::Wine; #[cfg(test)] mod barrel_tests;"),
    ("high/cellar/barrel.rs", "use crate::high::stairs::down; pub struct Wine;"),
    ("high/cellar/barrel_tests.rs", "use crate::high::attic::Box;"),
    ("high/stairs.rs", "pub fn down() {}"),
];

/// The house with another text in one file.
fn rebuilt(path: &str, text: &'static str) -> Graph {
    let mut files = HOUSE;
    files.iter_mut().find(|file| file.0 == path).unwrap().1 = text;
    graph(&files)
}

fn rooms_of_house() -> MayUse {
    may_use(&[
        ("high/stairs", "–"),
        ("high/cellar", "`high/stairs`"),
        ("high/attic", "`high/cellar`"),
    ])
}

fn modules_of_house() -> MayUse {
    may_use(&[("low", "–"), ("high", "`low`")])
}

#[test]
fn a_house_in_order_passes() {
    assert_eq!(rules::modules(&graph(&HOUSE), &modules_of_house()), [""; 0]);
    assert_eq!(rules::rooms(&graph(&HOUSE), &rooms_of_house()), [""; 0]);
    assert_eq!(rules::circles(&graph(&HOUSE)), [""; 0]);
    assert_eq!(rules::idle_modules(&graph(&HOUSE), &modules_of_house()), [""; 0]);
    assert_eq!(rules::idle_rooms(&graph(&HOUSE), &rooms_of_house()), [""; 0]);
}

#[test]
fn a_table_that_permits_what_no_file_needs_fails() {
    let attic = rebuilt("high/attic/chest.rs", "pub struct Box;");
    let wrong = "no file of `high/attic` uses `high/cellar`";
    assert_eq!(rules::idle_rooms(&attic, &rooms_of_house()), [wrong]);
    assert_eq!(rules::idle_modules(&attic, &modules_of_house()), ["no file of `high` uses `low`"]);
}

#[test]
fn an_edge_that_runs_back_fails_however_it_is_written() {
    let wrong =
        "high/cellar/barrel uses high/attic/chest, but `high/cellar` may not use `high/attic`";
    for text in [
        "use crate::high::attic::Box;",
        "use super::super::attic::{Box};",
        "use crate::{high::{attic::Box as Chest}};",
        "use crate::high::attic; fn f(b: attic::Box) {}",
        "fn f() -> super::super::attic::Box { }",
        "pub(crate) use crate::high::attic::Box;",
        "use super::super::Box;",
    ] {
        assert_eq!(
            rules::rooms(&rebuilt("high/cellar/barrel.rs", text), &rooms_of_house()),
            [wrong]
        );
    }
    let wrong = "low uses high/attic/chest, but `low` may not use `high`";
    for text in ["use crate::high::attic::Box;", "fn f() { crate::high::attic::Box; }"] {
        assert_eq!(rules::modules(&rebuilt("low.rs", text), &modules_of_house()), [wrong]);
    }
    // Through the root of the crate, whose re-exports hide where an item comes from.
    let wrong = "low uses high, but `low` may not use `high`";
    assert_eq!(
        rules::modules(&rebuilt("low.rs", "use crate::Roof;"), &modules_of_house()),
        [wrong]
    );
}

#[test]
fn a_glob_uses_the_whole_module_and_finds_what_it_passes_on() {
    let text = "use crate::high::attic::*; fn f(b: Box) {}";
    let wrong = rules::rooms(&rebuilt("high/cellar/barrel.rs", text), &rooms_of_house());
    assert_eq!(
        wrong,
        ["high/cellar/barrel uses high/attic, but `high/cellar` may not use `high/attic`"]
    );
    let files = [
        ("lib.rs", "mod a; mod b; mod c;"),
        ("a.rs", "pub struct A;"),
        ("b.rs", "pub use crate::a::*;"),
        ("c.rs", "use crate::b::A;"),
    ];
    let table = may_use(&[("a", "–"), ("b", "`a`"), ("c", "`b`")]);
    assert_eq!(rules::modules(&graph(&files), &table), ["c uses a, but `c` may not use `a`"]);
}

#[test]
fn no_room_uses_the_top() {
    let text = "use super::super::Roof; pub fn down() {}";
    let files = rebuilt("high/cellar/barrel.rs", text);
    let wrong = "high/cellar/barrel uses high, but `high/cellar` may not use `high`";
    assert_eq!(rules::rooms(&files, &rooms_of_house()), [wrong]);
}

#[test]
fn a_table_that_lacks_a_room_or_has_one_too_many_fails() {
    let mut table = rooms_of_house();
    table.remove("high/stairs");
    assert_eq!(
        rules::rooms(&graph(&HOUSE), &table),
        [
            "no row for the room `high/stairs`",
            "`high/cellar` may use `high/stairs`, which has no row",
        ]
    );
    let mut table = rooms_of_house();
    table.insert("high/garage".to_owned(), ["high/attic".to_owned()].into());
    assert_eq!(rules::rooms(&graph(&HOUSE), &table), ["there is no room `high/garage`"]);
    let mut table = modules_of_house();
    table.remove("low");
    assert_eq!(rules::modules(&graph(&HOUSE), &table)[0], "no row for the module `low`");
}

#[test]
fn a_module_with_folders_has_rows_for_its_rooms() {
    let wrong = |table: &MayUse, without: &[&str]| {
        rules::modules_without_rooms(&graph(&HOUSE), table, without)
    };
    assert_eq!(wrong(&rooms_of_house(), &[]), [""; 0]);
    // Without any row, nothing would be demanded of the rooms.
    let none = MayUse::new();
    assert_eq!(
        rules::rooms(&rebuilt("high/cellar/barrel.rs", "use super::super::Box;"), &none),
        [""; 0]
    );
    assert_eq!(wrong(&none, &[]), ["the module `high` has folders, and no row for a room"]);
    assert_eq!(wrong(&none, &["high"]), [""; 0]);
    let idle = "the module `high` has rows for its rooms, or no folder";
    assert_eq!(wrong(&rooms_of_house(), &["high"]), [idle]);
}

#[test]
fn a_table_that_permits_a_way_round_fails() {
    let table = may_use(&[("low", "`high`"), ("high", "`low`")]);
    let wrong = "the table lets each other be used round: high, low";
    assert_eq!(rules::modules(&graph(&HOUSE), &table), [wrong]);
}

#[test]
fn files_that_use_each_other_round_fail() {
    let files = [
        ("lib.rs", "mod a; mod b; mod c;"),
        ("a.rs", "use crate::b::B; pub struct A;"),
        ("b.rs", "use crate::c::C; pub struct B;"),
        ("c.rs", "fn f() { crate::a::A } pub struct C;"),
    ];
    let wrong = ["files use each other round: a → b → c → a"];
    assert_eq!(rules::circles(&graph(&files)), wrong);
    // A parent that only passes its child on does not use it; one that names it does.
    let parent =
        |text| [("lib.rs", "mod a;"), ("a.rs", text), ("a/b.rs", "use super::A; pub struct B;")];
    let passed_on = parent("mod b; pub use b::B; pub struct A;");
    assert_eq!(rules::circles(&graph(&passed_on)), [""; 0]);
    let named = parent("mod b; pub use b::B; pub struct A(B);");
    assert_eq!(rules::circles(&graph(&named)), ["files use each other round: a → a/b → a"]);
}

#[test]
fn a_file_of_tests_whose_name_does_not_say_so_is_told() {
    let files = [
        (
            "lib.rs",
            "mod a; #[cfg(test)] mod a_tests; #[cfg(test)] mod tests; #[cfg(test)] mod model;",
        ),
        ("a.rs", "pub struct A;"),
        ("a_tests.rs", "use crate::a::A;"),
        ("tests.rs", ""),
        ("model.rs", "mod below;"),
        ("model/below.rs", "use crate::a::A;"),
    ];
    assert_eq!(graph(&files).unnamed_tests, ["model", "tests", "model/below"]);
    assert_eq!(graph(&HOUSE).unnamed_tests, [""; 0]);
}

#[test]
fn a_file_that_every_build_has_is_not_named_as_tests_are() {
    let files = [
        ("lib.rs", "mod a; mod b_tests; #[cfg(test)] mod c_tests;"),
        ("a.rs", "pub struct A;"),
        // An edge back that nobody would see.
        ("b_tests.rs", "use crate::a::A;"),
        ("c_tests.rs", ""),
    ];
    assert_eq!(graph(&files).built_tests, ["b_tests"]);
    assert_eq!(graph(&HOUSE).built_tests, [""; 0]);
}

#[test]
fn a_page_without_the_table_or_with_a_bad_row_is_an_error() {
    let page = "## Rooms\n\n| room | may use |\n| --- | --- |\n";
    let read = |row: &str| table::read(&format!("{page}{row}"), "Rooms", "room").unwrap_err();
    assert!(table::read("## Layers\n", "Rooms", "room").unwrap_err().contains("## Rooms"));
    assert!(table::read(page, "Rooms", "module").unwrap_err().contains("must be module"));
    assert!(read("| build | `a` |\n").contains("must begin with one name"));
    assert!(read("| `a` | – |\n| `a` | – |\n").contains("two rows"));
    assert!(table::read("## Rooms\n\n| room |\n| --- |\n", "Rooms", "room").is_err());
}
