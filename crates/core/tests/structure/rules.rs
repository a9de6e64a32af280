//! What the tables demand of the files.

use std::collections::BTreeSet;

use super::graph::Graph;
use super::table::MayUse;

/// Returns what contradicts the table of modules: all that lie directly below the root.
pub fn modules(graph: &Graph, table: &MayUse) -> Vec<String> {
    let mut wrong = names(&graph.children(""), table, "module");
    wrong.extend(edges(graph, table, |file| file.split('/').next().map(str::to_owned)));
    wrong
}

/// Returns what contradicts the table of rooms: all that lie directly below the modules that have rooms in
/// it. What stands in the `mod.rs` of such a module is the top, which no room may use.
pub fn rooms(graph: &Graph, table: &MayUse) -> Vec<String> {
    let with_rooms = with_rooms(table);
    let there = with_rooms.iter().flat_map(|module| graph.children(module)).collect();
    let mut wrong = names(&there, table, "room");
    for module in &with_rooms {
        let room_of = |file: &str| {
            let below = file.strip_prefix(module.as_str())?;
            let room = below.strip_prefix('/').and_then(|below| below.split('/').next());
            match room {
                Some(room) => Some(format!("{module}/{room}")),
                None if below.is_empty() => Some(module.clone()),
                None => None,
            }
        };
        wrong.extend(edges(graph, table, room_of));
    }
    wrong
}

/// Returns a circle of files, unless it is among modules whose rooms are not in the table yet.
pub fn circles(graph: &Graph, rooms: &MayUse, without_rooms: &[&str]) -> Vec<String> {
    let with_rooms = with_rooms(rooms);
    let counts = |file: &str| {
        let module = file.split('/').next().unwrap_or_default();
        !without_rooms.contains(&module) || with_rooms.contains(module)
    };
    let circle = graph.circle(counts);
    circle
        .map(|files| format!("files use each other round: {}", files.join(" → ")))
        .into_iter()
        .collect()
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

/// Returns the edges between the places of files that the table does not permit. A place without a row,
/// the top, may use all others, and is used by none.
fn edges(graph: &Graph, table: &MayUse, place_of: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let mut wrong = Vec::new();
    for (file, used) in &graph.edges {
        let Some(may_use) = place_of(file).and_then(|place| Some((table.get(&place)?, place)))
        else {
            continue;
        };
        let (may_use, place) = may_use;
        for used in used {
            let Some(used_place) = place_of(used).filter(|used| *used != place) else { continue };
            if !may_use.contains(&used_place) {
                wrong.push(format!("{file} uses {used}, but `{place}` may not use `{used_place}`"));
            }
        }
    }
    wrong
}
