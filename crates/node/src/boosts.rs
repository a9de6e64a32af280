//! A set of boosts that was looked up once, for many queries.

use mapahead::PreparedBoosts;
use napi_derive::napi;

/// Boosts that were looked up in one generation of an index. See `Boosts`.
#[napi]
pub struct NativeBoosts(PreparedBoosts);

impl NativeBoosts {
    pub(crate) fn new(prepared: PreparedBoosts) -> Self {
        NativeBoosts(prepared)
    }

    /// Returns the set; a copy shares it.
    pub(crate) fn prepared(&self) -> PreparedBoosts {
        self.0.clone()
    }
}
