//! Walking a dictionary to verify it: the keys rise, and their ranges follow each other.

use std::ops::Range;

use crate::error::{Error, Result};
use crate::format::Damaged;
use crate::format::dictionary::Dictionary;
use crate::index::column::Column;

/// Longer than any key: 1,000 characters of which each becomes at most 18 of 4 bytes. A stem is
/// hardly longer than its word.
const MAX_KEY_BYTES: usize = 1 << 17;

/// Calls `visit` with every key of a dictionary in order and its range; the ranges are
/// those of 0 to `end`, cut once for each key. Takes time in the bytes of all keys.
pub(super) fn walk(
    section: &Column<'_, Dictionary<'_>>,
    end: u32,
    mut visit: impl FnMut(&[u8], Range<u32>) -> Result<()>,
) -> Result<()> {
    let mut expected = 0;
    let mut key_before: Vec<u8> = Vec::new();
    let walked = section.view().for_each(end, MAX_KEY_BYTES, |key, range| {
        // No key is empty, so the first one is above the empty one too.
        if key_before.as_slice() >= key {
            return Err(Stop::Walk(Damaged("keys do not rise")));
        }
        let follows = range.start == expected && !range.is_empty();
        if !follows {
            let reason = "the range of a key does not follow that of the key before";
            return Err(Stop::Walk(Damaged(reason)));
        }
        // So every number below the end is in the range of one key, and nothing hides between two.
        expected = range.end;
        key_before.clear();
        key_before.extend(key);
        visit(key, range).map_err(Stop::Visit)
    });
    walked.map_err(|stop| match stop {
        Stop::Walk(damaged) => section.damaged(damaged),
        Stop::Visit(error) => error,
    })?;
    section.ensure(expected == end, "there is more than the last key leads to")
}

/// Why a walk ends early: by damage of the dictionary, or of what a key leads to.
enum Stop {
    Walk(Damaged),
    Visit(Error),
}

impl From<Damaged> for Stop {
    fn from(damaged: Damaged) -> Self {
        Stop::Walk(damaged)
    }
}
