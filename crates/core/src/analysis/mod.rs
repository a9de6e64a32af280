//! Text into a key, the same for an indexed text and for a query.
use std::ops::Range;
use serde::{Deserialize, Serialize};

/// What an index holds, and so how its texts become keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Words that people read: titles, names, products.
    #[default]
    Text,
    /// Strings that machines compare: ids, e-mail addresses, codes, package names.
    Literal,
}

/// Version.
pub(crate) const VERSION: u32 = 1;

/// Analyzer.
#[derive(Debug, Clone)]
pub(crate) struct Analyzer { kind: Kind }

impl Analyzer {
    pub(crate) fn new(kind: Kind) -> Self { Self { kind } }
    pub(crate) fn form_key(&self, _text: &str, _key: &mut String) { todo!() }
    pub(crate) fn query_key(&self, _text: &str, _key: &mut String) { todo!() }
    pub(crate) fn source_range(&self, _text: &str, _key: Range<usize>) -> Option<Range<usize>> { todo!() }
}
