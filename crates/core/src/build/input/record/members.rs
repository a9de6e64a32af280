//! The wanted members of a JSON object, and of objects in it by their paths, found without parsing
//! their values.

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::json_values::is_blank;
use super::rules;
use crate::build::input::names::{Figure, Fit, Tally, fit, trimmed};

/// The names that are looked for in an object.
#[derive(Debug)]
pub(super) struct Wanted<'n, N> {
    names: &'n [N],
    /// The members that lead to a name with dots: `name` to `name.common`.
    steps: &'n [String],
}

impl<N> Clone for Wanted<'_, N> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<N> Copy for Wanted<'_, N> {}

impl<'n, N: AsRef<str>> Wanted<'n, N> {
    /// Looks for `names` in the object, and by the paths that [`steps_to`] made of them.
    pub(super) fn by_paths(names: &'n [N], steps: &'n [String]) -> Self {
        Wanted { names, steps }
    }

    /// Looks for `names` in the object alone.
    pub(super) fn flat(names: &'n [N]) -> Self {
        Wanted { names, steps: &[] }
    }

    fn is_step(self, path: &str) -> bool {
        self.steps.iter().any(|step| fit(path, step).is_some())
    }
}

/// Returns the members that lead to one of `names`: `a` and `a.b` to `a.b.c`.
pub(super) fn steps_to(names: &[String]) -> Vec<String> {
    let mut steps: Vec<String> = Vec::new();
    for name in names {
        for (dot, _) in name.match_indices('.') {
            let step = name.get(..dot).unwrap_or_default();
            if !steps.iter().any(|known| known == step) {
                steps.push(step.to_owned());
            }
        }
    }
    steps
}

/// The value of a wanted member.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found<'a> {
    pub(super) value: &'a RawValue,
    /// Of a name that fits the wanted one but for case and white space, its place in the tally.
    loose: Option<Option<usize>>,
    /// In how many objects of the record it is.
    depth: usize,
}

/// An object on the way to a wanted member.
struct Inner<'a> {
    path: String,
    object: &'a RawValue,
    /// Whether a field took the whole of it, so that none of its members is unused.
    is_taken: bool,
}

/// Puts the raw values of the wanted members into `values`, and returns the first name that comes
/// twice. A name to the letter goes before one that fits but for case and outer white space. A
/// member of a whole name goes before a path of that name. `tally` counts the members that are not
/// wanted: in objects that a path leads through by their paths.
pub(super) fn read_members<'a, N: AsRef<str>>(
    object: &'a str,
    wanted: Wanted<'_, N>,
    values: &mut [Option<Found<'a>>],
    tally: &mut Tally,
) -> serde_json::Result<Option<usize>> {
    tally.begin();
    let mut inner = Vec::new();
    let record = NamedMembers {
        wanted,
        values: &mut *values,
        tally: &mut *tally,
        within: None,
        depth: 0,
        inner: &mut inner,
    };
    let mut twice = record.read(object)?;
    // Level by level, since what is found on one is found for those below.
    for depth in 1.. {
        if inner.is_empty() {
            break;
        }
        let mut below = Vec::new();
        for within in &inner {
            let members = NamedMembers {
                wanted,
                values: &mut *values,
                tally: &mut *tally,
                within: Some(within),
                depth,
                inner: &mut below,
            };
            let again = members.read(within.object.get())?;
            twice = twice.or(again);
        }
        inner = below;
    }
    for (wanted, found) in values.iter().enumerate() {
        match found {
            None => {}
            // Null is absent.
            Some(Found { value, .. }) if value.get() == "null" => {}
            Some(Found { loose: None, .. }) => tally.take_exact(wanted),
            Some(Found { loose: Some(slot), .. }) => tally.take_loose(*slot),
        }
    }
    Ok(twice)
}

/// Returns the JSON text of a member, unless it is absent: `null`, or white space alone.
pub(super) fn present<'a>(values: &[Option<Found<'a>>], at: usize) -> Option<&'a str> {
    given(values, at).filter(|json| !is_blank(json))
}

/// Returns the JSON text of a member, unless it is absent or `null`: of the text, whose fault is
/// told, and of payloads, which mean what they are.
pub(super) fn given<'a>(values: &[Option<Found<'a>>], at: usize) -> Option<&'a str> {
    let found = values.get(at).copied().flatten();
    found.map(|found| found.value.get()).filter(|&json| json != "null")
}

/// Returns what `json` is as a popularity: a number, or a string of one, as drivers of databases
/// write numbers.
fn figure(json: &str) -> Figure {
    match json.as_bytes().first() {
        // The reader has seen that it is a number, and parsing all of them would take longer than
        // the rest of what is done for a member that nothing takes.
        Some(b'0'..=b'9') if matches!(json, "0" | "1") => Figure::Flag,
        Some(b'0'..=b'9') => Figure::Number,
        Some(b'"') => rules::figure(json.trim_matches('"')),
        _ => Figure::None,
    }
}

/// Reads the members of the record, or of an object in it.
struct NamedMembers<'n, 'v, 'a, N> {
    wanted: Wanted<'n, N>,
    values: &'v mut [Option<Found<'a>>],
    tally: &'v mut Tally,
    within: Option<&'v Inner<'a>>,
    depth: usize,
    /// The objects that lead to wanted members.
    inner: &'v mut Vec<Inner<'a>>,
}

impl<'a, N: AsRef<str>> DeserializeSeed<'a> for NamedMembers<'_, '_, 'a, N> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'a, N: AsRef<str>> Visitor<'a> for NamedMembers<'_, '_, 'a, N> {
    type Value = Option<usize>;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(mut self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut twice = None;
        while let Some(Member { kind, step }) = map.next_key_seed(Name(&mut self))? {
            // As text, which costs no more than to skip it.
            let value = map.next_value::<&'a RawValue>()?;
            let step = step.filter(|_| value.get().starts_with('{'));
            if let Some(path) = step {
                let is_whole = matches!(kind, Kind::Exact(_) | Kind::Loose(..));
                let is_taken = is_whole || self.within.is_some_and(|within| within.is_taken);
                self.inner.push(Inner { path, object: value, is_taken });
                if !is_whole {
                    continue;
                }
            }
            match kind {
                Kind::Unused(slot) => self.count(slot, value),
                Kind::Step(path) => {
                    let slot = self.tally.slot(&path);
                    self.count(slot, value);
                }
                Kind::Exact(at) => twice = twice.or(self.take_exact(at, value)),
                Kind::Loose(at, slot) => twice = twice.or(self.take_loose(at, slot, value)),
            }
        }
        Ok(twice)
    }
}

impl<'a, N: AsRef<str>> NamedMembers<'_, '_, 'a, N> {
    fn read(self, object: &'a str) -> serde_json::Result<Option<usize>> {
        let mut reader = serde_json::Deserializer::from_str(object);
        let twice = self.deserialize(&mut reader)?;
        // Two objects on a line are one bad record, not one good one with something behind it.
        reader.end()?;
        Ok(twice)
    }

    fn count(&mut self, slot: Option<usize>, value: &RawValue) {
        // Null is absent, as it is for fields.
        if value.get() != "null" && !self.within.is_some_and(|within| within.is_taken) {
            self.tally.count(slot, figure(value.get()));
        }
    }

    fn take_exact(&mut self, at: usize, value: &'a RawValue) -> Option<usize> {
        let found = Found { value, loose: None, depth: self.depth };
        let before = self.values.get_mut(at)?.replace(found)?;
        // JSON lets a name come twice and says nothing of which counts, so it is an error here.
        let Some(slot) = before.loose else { return Some(at) };
        self.tally.drop_loose(slot, figure(before.value.get()));
        None
    }

    fn take_loose(&mut self, at: usize, slot: Option<usize>, value: &'a RawValue) -> Option<usize> {
        let place = self.values.get_mut(at)?;
        match place {
            None => {
                *place = Some(Found { value, loose: Some(slot), depth: self.depth });
                None
            }
            Some(Found { loose: None, .. }) => {
                self.tally.drop_loose(slot, figure(value.get()));
                None
            }
            // `Text` and `TEXT`: either could be meant.
            Some(_) => Some(at),
        }
    }

    /// Returns what the member at `path` is.
    fn member(&mut self, path: &str) -> Member {
        let step = self.wanted.is_step(path).then(|| path.to_owned());
        let (names, depth) = (self.wanted.names, self.depth);
        // What a level above has found is found.
        let is_open = |at: &usize| {
            self.values.get(*at).copied().flatten().is_none_or(|found| found.depth == depth)
        };
        // There are about a dozen names, too few for a table of hashes.
        let exact = names.iter().position(|wanted| wanted.as_ref() == path);
        if let Some(at) = exact.filter(is_open) {
            return Member { kind: Kind::Exact(at), step };
        }
        // A name of the records before needs no comparison with the wanted ones.
        if let Some(slot) = self.tally.known(path).filter(|_| step.is_none()) {
            return Member { kind: Kind::Unused(Some(slot)), step };
        }
        let loosely = |wanted: &N| fit(path, wanted.as_ref()) == Some(Fit::Loose);
        if let Some(at) = names.iter().position(loosely).filter(is_open) {
            return Member { kind: Kind::Loose(at, self.tally.loose_slot(at, path)), step };
        }
        let kind = match &step {
            // Not yet in the tally: if it is an object, its members are.
            Some(path) => Kind::Step(path.clone()),
            None => Kind::Unused(self.tally.slot(path)),
        };
        Member { kind, step }
    }
}

/// What a member is by its name.
struct Member {
    kind: Kind,
    /// Its path, if it leads to wanted names.
    step: Option<String>,
}

enum Kind {
    /// The wanted name at this place.
    Exact(usize),
    /// It fits the wanted name at this place. Its own place in the tally is behind.
    Loose(usize, Option<usize>),
    /// No wanted name, but one at this place of the tally.
    Unused(Option<usize>),
    /// No wanted name, but it leads to one, if it is an object.
    Step(String),
}

/// Reads the name of a member, without copying it if it is one of the record.
struct Name<'r, 'n, 'v, 'a, N>(&'r mut NamedMembers<'n, 'v, 'a, N>);

impl<'de, N: AsRef<str>> DeserializeSeed<'de> for Name<'_, '_, '_, '_, N> {
    type Value = Member;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de, N: AsRef<str>> Visitor<'de> for Name<'_, '_, '_, '_, N> {
    type Value = Member;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(match self.0.within {
            None => self.0.member(name),
            Some(within) => self.0.member(&format!("{}.{}", within.path, trimmed(name))),
        })
    }
}
