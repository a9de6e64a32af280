//! The third way: one string, and an array of numbers that both sides keep.
//!
//! ```text
//! lane         number
//! 0            suggestions
//! 1 + 7i       end of the text in the string, in UTF-16 code units from its start
//! 2 + 7i       end of the id, or -1 if there is none
//! 3 + 7i       end of the payload as JSON, or -1 if there is none
//! 4 + 7i       score
//! 5 + 7i       weight
//! 6 + 7i       end of the highlight in the text
//! 7 + 7i       typo cost
//! ```
//!
//! Each part starts where the one before it ends.

use napi::{Error, Result};

use crate::{Row, utf16_len};

/// Fills `lanes` and returns the string.
pub(crate) fn fill(query: &str, rows: &[Row], lanes: &mut [u8]) -> Result<String> {
    let mut text = String::with_capacity(query.len() + 64 * rows.len());
    let (lanes, _) = lanes.as_chunks_mut();
    let mut lanes = lanes.iter_mut();
    let mut put = |number: f64| {
        let lane: &mut [u8; 8] = lanes.next().ok_or_else(|| Error::from_reason("too few lanes"))?;
        *lane = number.to_ne_bytes();
        Ok::<(), Error>(())
    };
    let mut end = 0;
    put(rows.len() as f64)?;
    for row in rows {
        for part in [
            Some(row.text.as_str()),
            row.id.as_deref(),
            row.payload.as_ref().map(|json| json.get()),
        ] {
            match part {
                Some(part) => {
                    text.push_str(part);
                    end += utf16_len(part);
                    put(end as f64)?;
                }
                None => put(ABSENT)?,
            }
        }
        put(row.score)?;
        put(row.weight)?;
        put(row.highlight_end() as f64)?;
        put(0.0)?;
    }
    Ok(text)
}

/// The end of a part that is not there.
const ABSENT: f64 = -1.0;
