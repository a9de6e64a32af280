//! Bytes into the options of a query.

use mapahead::{Boosts, Contexts, Costs, Day, Exclude, SuggestOptions, Typos};

use crate::bytes::Bytes;

/// What a request may name: fields with some of their values, and ids.
pub struct Known {
    /// The fields that the index has.
    pub fields: Vec<(String, Vec<String>)>,
    /// At least one id.
    pub ids: Vec<String>,
}

const BOOSTS: [f64; 8] = [1.5, 0.0, 0.5, 1.0, 3.0, 40.0, 1000.0, 0.001];

impl Known {
    /// Takes options that are all in their ranges, with fields of the index alone.
    pub fn options(&self, bytes: &mut Bytes<'_>) -> SuggestOptions {
        SuggestOptions {
            limit: bytes.pick(&[10, 1, 2, 3, 5, 30, 1000]),
            offset: bytes.pick(&[0, 0, 0, 1, 2, 7, 9000]),
            typos: bytes.pick(&[Typos::Auto, Typos::Auto, Typos::Auto, Typos::Never]),
            max_tier: bytes.pick(&[3, 3, 3, 2, 1, 0]),
            max_cost: bytes.pick(&[3.0, 3.0, 3.0, 0.0, 0.25, 0.5, 0.7, 1.0, 1.5, 2.0]),
            costs: bytes.pick(&[Costs::Weighted, Costs::Weighted, Costs::Unit]),
            filter: self.contexts(bytes, 3),
            exclude: Exclude {
                ids: bytes.several(3, |bytes| bytes.pick(&self.ids)),
                contexts: self.contexts(bytes, 2),
            },
            boosts: self.boosts(bytes),
            pin: bytes.several(3, |bytes| bytes.pick(&self.ids)),
            at: Day::from_calendar(
                bytes.pick(&[2025, 2024]),
                1 + bytes.below(12) as u32,
                1 + bytes.below(28) as u32,
            ),
            distinct: bytes.below(3) == 2,
            ..SuggestOptions::default()
        }
    }

    /// Takes a field and one of its values.
    fn value(&self, bytes: &mut Bytes<'_>) -> Option<(String, String)> {
        let at = usize::from(bytes.byte()).checked_rem(self.fields.len())?;
        let (field, values) = &self.fields[at];
        // Now and then one that nothing has.
        let value = values.get(bytes.below(values.len() + 1)).map_or("nothing", String::as_str);
        Some((field.clone(), value.to_owned()))
    }

    fn contexts(&self, bytes: &mut Bytes<'_>, most: usize) -> Contexts {
        let mut contexts = Contexts::new();
        // Half of the requests have none.
        if bytes.below(2) == 1 {
            let values = bytes.several(most + 1, |bytes| self.value(bytes));
            for (field, value) in values.into_iter().flatten() {
                contexts.entry(field).or_default().push(value);
            }
        }
        contexts
    }

    fn boosts(&self, bytes: &mut Bytes<'_>) -> Boosts {
        let mut boosts = Boosts::default();
        boosts.ids = bytes.several(4, |bytes| (bytes.pick(&self.ids), bytes.pick(&BOOSTS)));
        let values = bytes.several(4, |bytes| (self.value(bytes), bytes.pick(&BOOSTS)));
        for (value, boost) in values {
            if let Some((field, value)) = value {
                boosts.contexts.entry(field).or_default().insert(value, boost);
            }
        }
        boosts
    }
}
