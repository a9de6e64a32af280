//! A raw query into readings: what the typed text may mean.

pub(crate) mod dropped;
pub(crate) mod joined_split;
pub(crate) mod layouts;
pub(crate) mod look_up;
pub(crate) mod reading;
pub(crate) mod relaxed;
pub(crate) mod via;
