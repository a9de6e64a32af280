//! Values of settings that JSON has in a shape of its own: one text or several, columns by field.

use std::fmt;

use serde::Deserializer;
use serde::de::{MapAccess, SeqAccess, Visitor};

/// Reads the columns of the aliases, or of the season.
pub(super) fn one_or_several<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Vec<String>>, D::Error> {
    let read = deserializer.deserialize_any(TextOrTexts("a string or an array of strings"))?;
    Ok(Some(match read {
        OneOrSeveral::One(column) => vec![column],
        OneOrSeveral::Several(columns) => columns,
    }))
}

/// What is one text or several.
pub(super) enum OneOrSeveral {
    One(String),
    Several(Vec<String>),
}

/// Reads a text or an array of them; it has what is expected.
pub(super) struct TextOrTexts(pub(super) &'static str);

impl<'de> Visitor<'de> for TextOrTexts {
    type Value = OneOrSeveral;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0)
    }

    fn visit_str<E>(self, text: &str) -> Result<OneOrSeveral, E> {
        Ok(OneOrSeveral::One(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<OneOrSeveral, A::Error> {
        let mut texts = Vec::new();
        // An empty array stays one: whether it may be empty is for those who use it to say.
        while let Some(text) = items.next_element()? {
            texts.push(text);
        }
        Ok(OneOrSeveral::Several(texts))
    }
}

/// Reads the columns of contexts, an object of columns by field.
pub(super) fn columns_by_field<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<(String, String)>, D::Error> {
    struct Fields;

    impl<'de> Visitor<'de> for Fields {
        type Value = Vec<(String, String)>;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
            let mut fields = Vec::new();
            while let Some(pair) = members.next_entry()? {
                fields.push(pair);
            }
            Ok(fields)
        }
    }

    deserializer.deserialize_map(Fields)
}
