//! What an index holds. Settings name it and the analysis goes by it, so it lies below both.

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
