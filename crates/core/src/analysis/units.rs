//! Costs of slips as whole numbers of units, so that sums of them are exact in any order.

/// A plain edit costs as many units by default.
pub(crate) const UNITS: u8 = 64;

/// Returns a cost in units.
pub(crate) fn units(cost: f64) -> u8 {
    (cost * f64::from(UNITS)).round().clamp(0.0, 254.0) as u8
}

/// Returns a cost as it is shown.
pub(crate) fn cost_of(units: u32) -> f64 {
    f64::from(units) / f64::from(UNITS)
}
