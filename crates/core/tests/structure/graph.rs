//! Which file of a crate uses which.
//!
//! An import counts as an edge to the file that **defines** the item, through as many re-exports as
//! lie between: `use crate::index::View` leads to `index/view.rs`, not to `index/mod.rs`. A
//! re-export out of a folder by its own `mod.rs` is no use, unless that file itself names the item
//! too. A module that is imported is no use by itself: the paths that begin with it are.

use std::collections::{BTreeMap, BTreeSet};

use super::scan::{Import, Scanned, scan};

/// The way to a module from the root of the crate: `["build", "input"]`.
type Module = Vec<String>;

/// The files of a crate that are no tests, by their modules.
pub struct Graph {
    files: BTreeMap<Module, Scanned>,
    /// By the name of a module, `build/input/batch`, those that it uses.
    pub edges: BTreeMap<String, BTreeSet<String>>,
    /// The files that are declared for tests alone, and whose names do not say so.
    pub unnamed_tests: Vec<String>,
    /// The files whose names say that they are tests, and that every build has.
    pub built_tests: Vec<String>,
}

/// What a path leads to.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    Module(Module),
    /// An item, and the module whose file defines it.
    Item(Module),
}

impl Graph {
    /// Reads the files, each with its path from the folder of `lib.rs`. Files that are declared for
    /// tests alone are left out.
    pub fn new(files: &[(String, String)]) -> Self {
        let is_test = |path: &str| path.ends_with("_tests.rs");
        let mut scanned: BTreeMap<Module, Scanned> = files
            .iter()
            .filter(|(path, _)| !is_test(path))
            .map(|(path, text)| (module_of(path), scan(text)))
            .collect();
        // Their imports are not looked at, so no other file may hide behind such a name.
        let named_tests = files.iter().filter(|(path, _)| is_test(path));
        let built_tests = named_tests.map(|(path, _)| module_of(path)).filter(|test| {
            test.split_last().is_some_and(|(name, parent)| {
                scanned.get(parent).is_some_and(|parent| parent.modules.contains(name))
            })
        });
        let built_tests = built_tests.map(|test| name_of(&test)).collect();
        let mut unnamed_tests = Vec::new();
        // A module that nothing declares outside tests is a test, and so is what lies below.
        loop {
            let declared = |module: &Module| match module.split_last() {
                None => true,
                Some((name, parent)) => {
                    scanned.get(parent).is_some_and(|parent| parent.modules.contains(name))
                }
            };
            let tests: Vec<Module> =
                scanned.keys().filter(|module| !declared(module)).cloned().collect();
            if tests.is_empty() {
                break;
            }
            tests.iter().for_each(|test| drop(scanned.remove(test)));
            unnamed_tests.extend(tests.iter().map(name_of));
        }
        let edges = BTreeMap::new();
        let mut graph = Graph { files: scanned, edges, unnamed_tests, built_tests };
        let edges = graph.files.keys().map(|module| (name_of(module), graph.uses(module)));
        graph.edges = edges.collect();
        graph
    }

    /// Returns the names of the modules directly below that of this name, or below the root.
    pub fn children(&self, name: &str) -> BTreeSet<String> {
        let parent: Module =
            name.split('/').filter(|part| !part.is_empty()).map(Into::into).collect();
        let below = |module: &&Module| {
            module.split_last().is_some_and(|(_, above)| above == parent.as_slice())
        };
        self.files.keys().filter(below).map(name_of).collect()
    }

    /// Returns the files that the file of a module uses.
    fn uses(&self, module: &Module) -> BTreeSet<String> {
        let file = &self.files[module];
        let mut used = BTreeSet::new();
        for import in &file.imports {
            let target = match self.resolve(module, &import.path, 0) {
                Some(Found::Item(target)) => target,
                // All of a module may be used after `*`.
                Some(Found::Module(target)) if import.name.is_none() => target,
                _ => continue,
            };
            let named = import.name.as_ref().is_none_or(|name| file.names.contains(name));
            let own = target.starts_with(module);
            if !import.exported || named || !own {
                used.insert(name_of(&target));
            }
        }
        for path in &file.paths {
            if let Some(Found::Item(target)) = self.resolve(module, path, 0) {
                used.insert(name_of(&target));
            }
        }
        used.remove(&name_of(module));
        used
    }

    /// Follows a path that stands in the file of `from`; `None` if it leads out of the crate.
    fn resolve(&self, from: &Module, path: &[String], depth: usize) -> Option<Found> {
        // Two re-exports may lead to each other only in a crate that does not compile.
        if depth > 16 {
            return None;
        }
        let (first, mut rest) = path.split_first()?;
        let mut at = match first.as_str() {
            "crate" => Vec::new(),
            "self" => from.clone(),
            "super" => parent(from)?,
            name if self.is_module(from, name) => child(from, name),
            name => match self.imported(from, name, depth)? {
                Found::Module(module) => module,
                item => return Some(item),
            },
        };
        while let Some((name, behind)) = rest.split_first() {
            rest = behind;
            if name == "super" {
                at = parent(&at)?;
            } else if self.is_module(&at, name) {
                at = child(&at, name);
            } else {
                match self.imported(&at, name, depth) {
                    Some(Found::Module(module)) => at = module,
                    Some(item) => return Some(item),
                    // What is left after an item are its variants and functions.
                    None => return Some(Found::Item(at)),
                }
            }
        }
        Some(Found::Module(at))
    }

    /// Follows what the file of `module` imports as `name`, by its name or by `*`.
    fn imported(&self, module: &Module, name: &str, depth: usize) -> Option<Found> {
        let file = self.files.get(module)?;
        let by_name = |import: &&Import| import.name.as_deref() == Some(name);
        if let Some(import) = file.imports.iter().find(by_name) {
            return self.resolve(module, &import.path, depth + 1);
        }
        let all = file.imports.iter().filter(|import| import.name.is_none());
        all.filter_map(|import| self.resolve(module, &import.path, depth + 1)).find_map(|found| {
            let Found::Module(from) = found else { return None };
            let defined = self.files.get(&from).is_some_and(|file| file.defined.contains(name));
            if defined { Some(Found::Item(from)) } else { self.imported(&from, name, depth + 1) }
        })
    }

    fn is_module(&self, parent: &Module, name: &str) -> bool {
        self.files.get(parent).is_some_and(|file| file.modules.contains(name))
            && self.files.contains_key(&child(parent, name))
    }

    /// Returns files that use each other round, each used by the one before, if there are any.
    pub fn circle(&self) -> Option<Vec<String>> {
        let mut left = self.edges.clone();
        // Who uses nobody that is left is in no circle.
        while let Some(end) = left.iter().find(|(_, used)| used.is_empty()) {
            let end = end.0.clone();
            left.remove(&end);
            for used in left.values_mut() {
                used.remove(&end);
            }
        }
        // All that are left use another that is left, so any way comes round.
        let mut way = vec![left.keys().next()?.clone()];
        loop {
            let next = left[&way[way.len() - 1]].first()?.clone();
            let start = way.iter().position(|name| *name == next);
            way.push(next);
            if let Some(start) = start {
                return Some(way.split_off(start));
            }
        }
    }
}

fn module_of(path: &str) -> Module {
    let path = path.strip_suffix(".rs").unwrap_or(path);
    let path = path.strip_suffix("/mod").unwrap_or(path);
    if path == "lib" { Vec::new() } else { path.split('/').map(str::to_owned).collect() }
}

/// Returns the name of a module in tables and messages; that of the root is `lib`.
fn name_of(module: &Module) -> String {
    if module.is_empty() { "lib".to_owned() } else { module.join("/") }
}

fn parent(module: &Module) -> Option<Module> {
    module.split_last().map(|(_, parent)| parent.to_vec())
}

fn child(module: &Module, name: &str) -> Module {
    [module.as_slice(), &[name.to_owned()]].concat()
}
