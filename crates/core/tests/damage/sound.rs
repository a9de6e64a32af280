//! What holds of every answer, also of a file that says nonsense.

use mapahead::{Error, SuggestResult};

/// Returns whether damage may be called so.
pub fn is_expected(error: &Error) -> bool {
    ["ERR_CORRUPT", "ERR_NOT_AN_INDEX", "ERR_UNSUPPORTED_VERSION", "ERR_UNSUPPORTED"]
        .contains(&error.code())
}

/// Asserts that an answer is in order, and that it is JSON unless `verify` found damage.
pub fn assert_sound(result: &SuggestResult<'_>, is_verified: bool) {
    let suggestions = &result.suggestions;
    assert!(suggestions.iter().all(|found| found.score >= 0.0), "{suggestions:?}");
    // Pinned entries come first whatever their scores, and a damaged table of ids loses some.
    let places = (suggestions.iter())
        .filter(|found| !found.explanation.as_ref().is_some_and(|why| why.pinned))
        .map(|found| (found.matched.tier, found.score));
    let in_order =
        |one: &(u8, f64), next: &(u8, f64)| one.0 < next.0 || (one.0 == next.0 && one.1 >= next.1);
    assert!(places.is_sorted_by(in_order), "{suggestions:?}");
    let mut json = Vec::new();
    result.write_json(&mut json, usize::MAX).expect("no answer is that large");
    // A payload may have been changed, which `verify` sees.
    if serde_json::from_slice::<serde::de::IgnoredAny>(&json).is_err() {
        assert!(!is_verified, "{}", String::from_utf8_lossy(&json));
    }
    for suggestion in suggestions {
        let _ = suggestion.highlights_utf16().count();
    }
}
