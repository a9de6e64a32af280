//! The tables of ARCHITECTURE.md that say what may use what.
//!
//! ```text
//! | room | holds | may use |
//! | --- | --- | --- |
//! | `build/input` | sources into records | `build/publish`, `build/options` |
//! ```
//!
//! The first column has one name, the column `may use` names between backticks, or a dash for none.

use std::collections::{BTreeMap, BTreeSet};

/// Who may use whom, by names of modules.
pub type MayUse = BTreeMap<String, BTreeSet<String>>;

/// Reads the first table below the heading `## heading` of `page`, whose first column is `first`.
///
/// # Errors
///
/// What is wrong with the page.
pub fn read(page: &str, heading: &str, first: &str) -> Result<MayUse, String> {
    let title = format!("## {heading}");
    let below = page.lines().skip_while(|line| *line != title).skip(1);
    let section = below.take_while(|line| !line.starts_with("## "));
    let mut rows =
        section.skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    let head = cells(rows.next().unwrap_or_default());
    let column = head.iter().position(|cell| *cell == "may use");
    let (Some(column), Some(&first_column)) = (column, head.first()) else {
        return Err(format!("{title} begins with no table that has the column `may use`"));
    };
    if first_column != first {
        return Err(format!("the first column below {title} must be {first}, not {first_column}"));
    }
    let mut table = MayUse::new();
    for row in rows.skip(1) {
        let cells = cells(row);
        let name = cells.first().map(|cell| names(cell)).unwrap_or_default();
        let [name] = name.as_slice() else {
            return Err(format!("this row must begin with one name: {row}"));
        };
        let used = names(cells.get(column).copied().unwrap_or_default());
        if table.insert(name.clone(), used.into_iter().collect()).is_some() {
            return Err(format!("`{name}` has two rows below {title}"));
        }
    }
    Ok(table)
}

fn cells(row: &str) -> Vec<&str> {
    row.trim().trim_matches('|').split('|').map(str::trim).collect()
}

/// Returns what stands between backticks.
fn names(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}
