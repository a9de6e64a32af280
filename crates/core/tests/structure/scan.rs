//! The text of a file of Rust into what the structure needs: its modules, its imports, and its
//! paths.
//!
//! A scanner, not a compiler: it knows comments, literals, attributes of tests, trees of `use`, and
//! paths. It does not expand macros, and it sees no method of a value whose type is not named.

use std::collections::BTreeSet;

/// A name that a `use` brings into a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// The segments as written, `crate`, `self` and `super` included.
    pub path: Vec<String>,
    /// The name in this file; `None` for `*`.
    pub name: Option<String>,
    /// Whether it is passed on, by `pub use` of any reach.
    pub exported: bool,
}

/// What a file says outside its tests.
#[derive(Debug, Default)]
pub struct Scanned {
    /// The modules that are declared with a file of their own.
    pub modules: BTreeSet<String>,
    pub imports: Vec<Import>,
    /// All paths of two segments or more outside `use`.
    pub paths: Vec<Vec<String>>,
    /// All identifiers outside `use`.
    pub names: BTreeSet<String>,
    /// Names of functions, types, constants and so on that are defined here.
    pub defined: BTreeSet<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Name(String),
    /// `::`
    Colons,
    Sign(char),
}

/// Scans the text of a file.
///
/// # Panics
///
/// If a module that is no test stands inside the file: its `super` would mean this file.
pub fn scan(text: &str) -> Scanned {
    let tokens = without_tests(&tokens(text));
    let mut scanned = Scanned::default();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at = match token {
            Token::Name(name) if name == "use" => scan_use(&tokens, at, &mut scanned),
            Token::Name(name) if name == "mod" => scan_mod(&tokens, at, &mut scanned),
            // `pub(in crate::build)` says who may use an item, and uses nothing itself.
            Token::Name(name) if name == "pub" => end_of_visibility(&tokens, at),
            Token::Name(_) => scan_path(&tokens, at, &mut scanned),
            _ => at + 1,
        };
    }
    scanned
}

/// Reads a `use` that starts at `at`; returns where its `;` ends.
fn scan_use(tokens: &[Token], at: usize, scanned: &mut Scanned) -> usize {
    // `use<'a>` in a bound captures lifetimes and imports nothing.
    if tokens.get(at + 1) == Some(&Token::Sign('<')) {
        return at + 1;
    }
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    let exported = match before {
        Some(Token::Name(name)) => name == "pub",
        Some(Token::Sign(sign)) => *sign == ')',
        _ => false,
    };
    let end = tokens[at..].iter().position(|token| *token == Token::Sign(';')).unwrap() + at;
    scan_tree(&tokens[at + 1..end], &[], exported, &mut scanned.imports);
    end + 1
}

/// Reads one tree of a `use`, behind the segments of `prefix`.
fn scan_tree(tokens: &[Token], prefix: &[String], exported: bool, imports: &mut Vec<Import>) {
    let mut path = prefix.to_vec();
    let mut at = 0;
    let mut renamed = None;
    while let Some(token) = tokens.get(at) {
        match token {
            Token::Name(name) if name == "as" => {
                renamed = tokens.get(at + 1).map(|alias| match alias {
                    Token::Name(alias) => alias.clone(),
                    other => panic!("{other:?} is no name"),
                });
                at += 1;
            }
            Token::Name(name) => path.push(name.clone()),
            Token::Sign('*') => {
                imports.push(Import { path, name: None, exported });
                return;
            }
            Token::Sign('{') => {
                let inside = &tokens[at + 1..matching(tokens, at)];
                for tree in split_at_commas(inside) {
                    scan_tree(tree, &path, exported, imports);
                }
                return;
            }
            Token::Colons | Token::Sign(_) => {}
        }
        at += 1;
    }
    // `a::{self}` is `a`.
    if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
        path.pop();
    }
    let name = renamed.or(path.last().cloned());
    if name.is_some() {
        imports.push(Import { path, name, exported });
    }
}

fn split_at_commas(tokens: &[Token]) -> Vec<&[Token]> {
    let (mut trees, mut start, mut depth) = (Vec::new(), 0, 0);
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Sign('{') => depth += 1,
            Token::Sign('}') => depth -= 1,
            Token::Sign(',') if depth == 0 => {
                trees.push(&tokens[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    trees.push(&tokens[start..]);
    trees
}

fn scan_mod(tokens: &[Token], at: usize, scanned: &mut Scanned) -> usize {
    if let Some(Token::Name(name)) = tokens.get(at + 1) {
        let inline = tokens.get(at + 2) == Some(&Token::Sign('{'));
        assert!(!inline, "the module {name} stands inside a file; give it a file of its own");
        scanned.modules.insert(name.clone());
    }
    at + 2
}

/// Reads a path, or one name, that starts at `at`; returns where it ends.
fn scan_path(tokens: &[Token], at: usize, scanned: &mut Scanned) -> usize {
    const ITEMS: [&str; 8] =
        ["fn", "struct", "enum", "trait", "type", "const", "static", "macro_rules"];
    let mut path = Vec::new();
    let mut end = at;
    while let Some(Token::Name(name)) = tokens.get(end) {
        path.push(name.clone());
        end += 1;
        if tokens.get(end) != Some(&Token::Colons) {
            break;
        }
        end += 1;
    }
    scanned.names.extend(path.iter().cloned());
    if let [item] = path.as_slice()
        && ITEMS.contains(&item.as_str())
        && let Some(Token::Name(name)) = tokens.get(end + usize::from(item == "macro_rules"))
    {
        scanned.defined.insert(name.clone());
    }
    if path.len() > 1 {
        scanned.paths.push(path);
    }
    end
}

/// Returns where the visibility ends that starts with `pub` at `at`.
///
/// A field of a tuple may have a tuple for its type: the bracket in `pub (crate::a::B, u8)` belongs
/// to the type, and its paths count.
fn end_of_visibility(tokens: &[Token], at: usize) -> usize {
    if tokens.get(at + 1) != Some(&Token::Sign('(')) {
        return at + 1;
    }
    let end = matching(tokens, at + 1) + 1;
    match tokens.get(at + 2) {
        Some(Token::Name(name)) if name == "in" => end,
        // `crate`, `super` or `self` alone.
        Some(Token::Name(_)) if end == at + 4 => end,
        _ => at + 1,
    }
}

/// Leaves out every item behind an attribute `#[cfg(…)]` that no build but that of tests can have.
fn without_tests(tokens: &[Token]) -> Vec<Token> {
    let (mut kept, mut at) = (Vec::new(), 0);
    while let Some(token) = tokens.get(at) {
        let attribute = *token == Token::Sign('#') && tokens.get(at + 1) == Some(&Token::Sign('['));
        if !attribute {
            kept.push(token.clone());
            at += 1;
            continue;
        }
        // No attribute names a module of the crate, so all of them go.
        let end = matching(tokens, at + 1) + 1;
        let names = |name: &str| tokens[at..end].contains(&Token::Name(name.to_owned()));
        // `any(test, unix)` and `not(test)` hold in other builds too.
        let test = names("cfg") && names("test") && !names("not") && !names("any");
        at = if test { end_of_item(tokens, end) } else { end };
    }
    kept
}

/// Returns where the item that starts at `at` ends: behind its `;` or its block. An arm of a match,
/// a field and a variant end at a comma or with what they stand in.
fn end_of_item(tokens: &[Token], mut at: usize) -> usize {
    const ITEMS: [&str; 13] = [
        "use", "mod", "fn", "struct", "enum", "impl", "trait", "type", "const", "static", "let",
        "unsafe", "async",
    ];
    let attribute = |at: usize| tokens.get(at) == Some(&Token::Sign('#'));
    while attribute(at) {
        at = matching(tokens, at + 1) + 1;
    }
    // A field may be public as well, and ends at its comma all the same.
    if tokens.get(at) == Some(&Token::Name("pub".to_owned())) {
        at = end_of_visibility(tokens, at);
    }
    let item = match tokens.get(at) {
        Some(Token::Name(name)) => ITEMS.contains(&name.as_str()),
        _ => false,
    };
    let mut import = false;
    while let Some(token) = tokens.get(at) {
        match token {
            Token::Name(name) if name == "use" => import = true,
            Token::Sign(';') => return at + 1,
            Token::Sign(',') if !item => return at + 1,
            Token::Sign(')' | ']' | '}') => return at,
            Token::Sign('{') if !import => return matching(tokens, at) + 1,
            Token::Sign('{' | '(' | '[') => at = matching(tokens, at),
            _ => {}
        }
        at += 1;
    }
    at
}

/// Returns where the bracket that opens at `at` closes.
fn matching(tokens: &[Token], at: usize) -> usize {
    let mut depth = 0;
    for (place, token) in tokens.iter().enumerate().skip(at) {
        match token {
            Token::Sign('(' | '[' | '{') => depth += 1,
            Token::Sign(')' | ']' | '}') => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            return place;
        }
    }
    panic!("a bracket is never closed")
}

/// Cuts a text into names and signs, without comments and literals.
fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let (mut tokens, mut at) = (Vec::new(), 0);
    while let Some(&ch) = chars.get(at) {
        let next = chars.get(at + 1).copied();
        if ch == '/' && next == Some('/') {
            at += chars[at..].iter().position(|&ch| ch == '\n').unwrap_or(chars.len() - at);
        } else if ch == '/' && next == Some('*') {
            at = end_of_comment(&chars, at);
        } else if ch == '"' {
            at = end_of_string(&chars, at + 1);
        } else if ch == '\'' {
            at = end_of_quote(&chars, at);
        } else if ch.is_alphanumeric() || ch == '_' {
            let len = chars[at..].iter().take_while(|ch| ch.is_alphanumeric() || **ch == '_');
            let name: String = len.collect();
            at += name.chars().count();
            match raw_string(&chars, at, &name) {
                Some(end) => at = end,
                None if ch.is_numeric() => {}
                None => tokens.push(Token::Name(name)),
            }
        } else if ch == ':' && next == Some(':') {
            tokens.push(Token::Colons);
            at += 2;
        } else {
            if !ch.is_whitespace() {
                tokens.push(Token::Sign(ch));
            }
            at += 1;
        }
    }
    tokens
}

/// Returns where a block comment ends; one may stand in another.
fn end_of_comment(chars: &[char], mut at: usize) -> usize {
    let mut depth = 0;
    while at < chars.len() {
        match (chars[at], chars.get(at + 1)) {
            ('/', Some('*')) => depth += 1,
            ('*', Some('/')) => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            break;
        }
    }
    at
}

/// Returns where the string whose inside begins at `at` ends.
fn end_of_string(chars: &[char], mut at: usize) -> usize {
    while let Some(&ch) = chars.get(at) {
        match ch {
            '\\' => at += 2,
            '"' => return at + 1,
            _ => at += 1,
        }
    }
    at
}

/// Returns where the string without escapes ends whose prefix `r` or `br` ends at `at`, if it is
/// one.
fn raw_string(chars: &[char], at: usize, prefix: &str) -> Option<usize> {
    if !matches!(prefix, "r" | "br" | "cr") {
        return None;
    }
    let hashes = chars[at..].iter().take_while(|&&ch| ch == '#').count();
    if chars.get(at + hashes) != Some(&'"') {
        return None;
    }
    let mut end = at + hashes + 1;
    let closes = |end: usize| (1..=hashes).all(|hash| chars.get(end + hash) == Some(&'#'));
    while end < chars.len() && !(chars[end] == '"' && closes(end)) {
        end += 1;
    }
    Some(end + hashes + 1)
}

/// Returns where the character or the lifetime that begins at `at` ends.
fn end_of_quote(chars: &[char], at: usize) -> usize {
    match (chars.get(at + 1), chars.get(at + 2)) {
        (Some('\\'), _) => {
            // The escaped character may be a quote itself.
            let close = chars[at + 3..].iter().position(|&ch| ch == '\'');
            close.map_or(chars.len(), |close| at + 3 + close + 1)
        }
        (Some(_), Some('\'')) => at + 3,
        _ => at + 1,
    }
}
