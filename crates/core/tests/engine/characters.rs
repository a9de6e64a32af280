//! Every character becomes the same part of a key in the engine and in the model, whatever stands
//! beside it.

use mapahead::Kind;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use crate::corpus::Pair;
use crate::model::ModelEntry;

/// The characters of Unicode that are assigned; some of the many plain letters.
fn characters() -> impl Iterator<Item = char> {
    ('\0'..=char::MAX).filter(|&char| {
        use GeneralCategory::{OtherLetter, OtherSymbol, PrivateUse, Surrogate, Unassigned};
        match char.general_category() {
            Unassigned | PrivateUse | Surrogate => false,
            OtherLetter | OtherSymbol if char > '\u{3000}' => (char as u32).is_multiple_of(97),
            OtherLetter | OtherSymbol => (char as u32).is_multiple_of(7),
            _ => true,
        }
    })
}

#[test]
fn every_character_is_analyzed_as_by_the_model() {
    for kind in [Kind::Text, Kind::Literal] {
        let all: Vec<char> = characters().collect();
        for some in all.chunks(24) {
            let record = |char: &char| ModelEntry {
                text: format!("x{char}b1{char}2{char}3{char}北{char}ab{char}{char}י{char}א"),
                ..ModelEntry::default()
            };
            let pair = Pair::new(kind, some.iter().map(record).collect());
            for record in &pair.records {
                // The first two characters alone tell whether the second closes the first.
                let begun: String = record.text.chars().take(2).collect();
                for query in [&record.text, &pair.model.key(&record.text), &begun] {
                    pair.ask_exact(query, 2, 0);
                }
            }
        }
    }
}
