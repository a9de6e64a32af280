//! Answers as JSON text, which stop at a bound of bytes.

use mapahead::{BuildOptions, Index, SuggestOptions};

use crate::place::{Place, build_lines};

#[test]
fn an_answer_of_more_bytes_than_the_bound_is_an_error_and_every_other_is_whole() {
    let place = Place::new();
    let payload = "x".repeat(300);
    let lines: Vec<String> = (0..3)
        .map(|number| format!("{{\"text\":\"a{number}\",\"payload\":\"{payload}\"}}"))
        .collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    build_lines(&place.index(), BuildOptions::default(), &lines).unwrap();
    let index = Index::open(place.index()).unwrap();
    let answer = index.suggest("a", &SuggestOptions::default()).unwrap();
    let mut whole = Vec::new();
    answer.write_json(&mut whole, usize::MAX).unwrap();

    for max_bytes in 0..whole.len() + 2 {
        let mut out = b"before".to_vec();
        match answer.write_json(&mut out, max_bytes) {
            Ok(()) => assert_eq!(out, [b"before", &whole[..]].concat()),
            Err(error) => {
                assert!(max_bytes < whole.len(), "{max_bytes} bytes are enough");
                assert_eq!(error.code(), "ERR_ANSWER_TOO_LARGE");
                assert!(error.to_string().contains(&format!("{max_bytes} bytes")), "{error}");
                assert_eq!(out, b"before");
            }
        }
    }
}

#[test]
fn an_answer_is_not_made_past_its_bound() {
    let place = Place::new();
    let payload = "x".repeat(1000);
    let lines: Vec<String> = (0..1000)
        .map(|number| format!("{{\"text\":\"a{number}\",\"payload\":\"{payload}\"}}"))
        .collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    build_lines(&place.index(), BuildOptions::default(), &lines).unwrap();
    let index = Index::open(place.index()).unwrap();
    let options = SuggestOptions { limit: 1000, ..SuggestOptions::default() };
    let answer = index.suggest("a", &options).unwrap();

    let mut out = Vec::new();
    answer.write_json(&mut out, 10_000).unwrap_err();
    // A vector grows to at most twice the size that it needs: ten suggestions, and not a thousand.
    assert!(out.capacity() < 30_000, "{} bytes were made", out.capacity());
}
