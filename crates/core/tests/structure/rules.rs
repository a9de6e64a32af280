//! What the tables demand of the files.

use std::collections::BTreeSet;

use super::graph::Graph;
use super::table::MayUse;

/// Returns what contradicts the table of modules: all that lie directly below the root.
pub fn modules(graph: &Graph, table: &MayUse) -> Vec<String> {
    let mut wrong = names(&graph.children(""), table, "module");
    wrong.extend(Edges::of(graph, module_of).not_permitted(table));
    wrong
}

/// Returns what the table of modules permits and no file needs.
pub fn idle_modules(graph: &Graph, table: &MayUse) -> Vec<String> {
    Edges::of(graph, module_of).idle(table)
}

/// Returns what contradicts the table of rooms: all that lie directly below the modules that have
/// rooms in it. What stands in the `mod.rs` of such a module is the top, which no room may use.
pub fn rooms(graph: &Graph, table: &MayUse) -> Vec<String> {
    let there = with_rooms(table).iter().flat_map(|module| graph.children(module)).collect();
    let mut wrong = names(&there, table, "room");
    wrong.extend(Edges::of(graph, room_of(table)).not_permitted(table));
    wrong
}

/// Returns the modules that have folders and yet no rows in the table of rooms, and those of
/// `without_rooms`, which may be so, that are not.
pub fn modules_without_rooms(graph: &Graph, table: &MayUse, without_rooms: &[&str]) -> Vec<String> {
    let with_rooms = with_rooms(table);
    let has_folders =
        |module: &str| graph.children(module).iter().any(|room| !graph.children(room).is_empty());
    let modules = graph.children("").into_iter();
    let bare: BTreeSet<String> =
        modules.filter(|module| !with_rooms.contains(module) && has_folders(module)).collect();
    let permitted: BTreeSet<String> = without_rooms.iter().map(|&name| name.to_owned()).collect();
    let wrong = bare.symmetric_difference(&permitted);
    wrong
        .map(|module| match bare.contains(module) {
            true => format!("the module `{module}` has folders, and no row for a room"),
            false => format!("the module `{module}` has rows for its rooms, or no folder"),
        })
        .collect()
}

/// Returns what the table of rooms permits and no file needs.
pub fn idle_rooms(graph: &Graph, table: &MayUse) -> Vec<String> {
    Edges::of(graph, room_of(table)).idle(table)
}

fn module_of(file: &str) -> Option<String> {
    file.split('/').next().map(str::to_owned)
}

/// Returns what names the room of a file, or the module for its `mod.rs`.
fn room_of(table: &MayUse) -> impl Fn(&str) -> Option<String> {
    let with_rooms = with_rooms(table);
    move |file| {
        let parts: Vec<&str> = file.split('/').take(2).collect();
        with_rooms.contains(parts[0]).then(|| parts.join("/"))
    }
}

/// Returns a circle of files, if there is one.
pub fn circles(graph: &Graph) -> Vec<String> {
    let shown = |files: Vec<String>| format!("files use each other round: {}", files.join(" → "));
    graph.circle().map(shown).into_iter().collect()
}

fn with_rooms(table: &MayUse) -> BTreeSet<String> {
    table.keys().filter_map(|room| Some(room.split_once('/')?.0.to_owned())).collect()
}

/// Compares the names of a table with what is there, and makes sure that it permits no way round.
fn names(there: &BTreeSet<String>, table: &MayUse, what: &str) -> Vec<String> {
    let listed: BTreeSet<String> = table.keys().cloned().collect();
    let mut wrong = Vec::new();
    wrong.extend(there.difference(&listed).map(|name| format!("no row for the {what} `{name}`")));
    wrong.extend(listed.difference(there).map(|name| format!("there is no {what} `{name}`")));
    for (name, used) in table {
        let unknown = used.iter().filter(|used| !listed.contains(*used));
        wrong.extend(unknown.map(|used| format!("`{name}` may use `{used}`, which has no row")));
    }
    // Rows are taken away whose permissions all are: what is left goes round.
    let mut left = table.clone();
    while let Some(end) =
        left.iter().find(|(_, used)| !used.iter().any(|used| left.contains_key(used)))
    {
        let end = end.0.clone();
        left.remove(&end);
    }
    if !left.is_empty() {
        let names: Vec<String> = left.into_keys().collect();
        wrong.push(format!("the table lets each other be used round: {}", names.join(", ")));
    }
    wrong
}

/// The edges between the places of files, which are modules or rooms. An edge between rooms of two
/// modules is one of the modules, and left out for rooms.
struct Edges {
    /// A file and its place, and a file that it uses and its place.
    edges: Vec<[(String, String); 2]>,
}

impl Edges {
    fn of(graph: &Graph, place_of: impl Fn(&str) -> Option<String>) -> Self {
        let placed = |file: &String| Some((file.clone(), place_of(file)?));
        let same_top = |one: &str, other: &str| {
            !one.contains('/') && !other.contains('/')
                || one.split('/').next() == other.split('/').next()
        };
        let all =
            graph.edges.iter().flat_map(|(file, used)| used.iter().map(move |used| (file, used)));
        let placed = all.filter_map(|(file, used)| Some([placed(file)?, placed(used)?]));
        let edges =
            placed.filter(|[(_, from), (_, to)]| from != to && same_top(from, to)).collect();
        Edges { edges }
    }

    /// A place without a row, the top, may use all others, and is used by none.
    fn not_permitted(&self, table: &MayUse) -> Vec<String> {
        let mut wrong = Vec::new();
        for [(file, place), (used, used_place)] in &self.edges {
            if table.get(place).is_some_and(|may_use| !may_use.contains(used_place)) {
                wrong.push(format!("{file} uses {used}, but `{place}` may not use `{used_place}`"));
            }
        }
        wrong
    }

    fn idle(&self, table: &MayUse) -> Vec<String> {
        let needed = |from: &str, to: &str| {
            self.edges.iter().any(|[(_, place), (_, used)]| place == from && used == to)
        };
        let permitted =
            table.iter().flat_map(|(place, used)| used.iter().map(move |used| (place, used)));
        let idle = permitted.filter(|(place, used)| !needed(place, used));
        idle.map(|(place, used)| format!("no file of `{place}` uses `{used}`")).collect()
    }
}
