//! Bounds that hold whatever rounding does to a sum or a product.

/// Sums of products round. A bound between two months is raised by more than that: near the end of
/// a month, a falling season makes of a rounding some 90 of the last binary digit of what is left.
const ROUNDING: f64 = 1.0 + 1e-13;

/// Returns a bound of what lies between two months, given bounds of both.
pub(crate) fn between(from: f64, to: f64, fraction: f64) -> f64 {
    match from == to || fraction == 0.0 {
        // One month alone needs no sum, and so no room for rounding.
        true => from,
        false => (from + (to - from) * fraction) * ROUNDING,
    }
}

/// Returns a bound of the boosts of contexts times that of an entry, raised where both count: a
/// score multiplies by one after the other, and may round otherwise.
pub(super) fn raised_product(contexts: f64, boost: f64) -> f64 {
    // A product with 1 is exact.
    if contexts == 1.0 { boost } else { contexts * boost * ROUNDING }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_bound_between_two_months_holds_for_all_that_are_below_it_in_both(
            from in 0.0..100f64, to in 0.0..100f64, fraction in 0.0..1f64, shrink in prop::array::uniform2(0.0..=1f64),
            base in 0.0..1e9f64,
        ) {
            let [own_from, own_to] = [from * shrink[0], to * shrink[1]];
            let own = own_from + (own_to - own_from) * fraction;
            let bound = between(base * from, base * to, fraction);
            prop_assert!(base * own <= bound, "{} of {bound}", base * own);
        }

        #[test]
        fn a_raised_product_of_boosts_is_no_less_than_one_after_the_other(
            base in 0.0..1e9f64, contexts in 1.0..1e9f64, boost in 1.0..1000f64,
        ) {
            prop_assert!(base * raised_product(contexts, boost) >= (base * contexts) * boost);
            prop_assert_eq!(raised_product(1.0, boost), boost);
        }
    }
}
