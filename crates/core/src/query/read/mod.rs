//! A raw query into readings: what the typed text may mean.

pub(crate) mod joined_split;
pub(crate) mod reading;
pub(crate) mod via;
