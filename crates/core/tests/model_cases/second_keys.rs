//! What the model says of second keys.

use crate::model::analysis::{self, Piece};
use crate::model::{Kind, second_keys};

fn written(key: Option<Vec<Piece>>) -> Option<String> {
    key.map(|key| key.iter().map(|piece| piece.char).collect())
}

#[test]
fn a_number_has_a_second_key_without_its_leading_zeros() {
    for (text, expected) in [
        ("007", Some("7")),
        ("SKU-00123", Some("sku 123")),
        ("abc007", Some("abc7")),
        ("2024-01-05", Some("2024 1 5")),
        ("03:05 00.50", Some("3:05 0.50")),
        ("000", Some("0")),
        ("0 100 1.05 3:05 a0", None),
    ] {
        let key = analysis::key(Kind::Text, text);
        assert_eq!(
            written(second_keys::without_leading_zeros(&key)).as_deref(),
            expected,
            "{text}"
        );
    }
}

#[test]
fn kana_have_a_second_key_without_long_marks() {
    for (text, expected) in [
        ("ラーメン", Some("ラメン")),
        ("スーーパー", Some("スパ")),
        ("コーヒー ﾗｰﾒﾝ", Some("コヒ ラメン")),
        ("東ー京 ー ラメン", None),
    ] {
        let key = analysis::key(Kind::Text, text);
        assert_eq!(written(second_keys::without_long_marks(&key)).as_deref(), expected, "{text}");
    }
}

#[test]
fn a_query_whose_end_may_be_read_otherwise_has_a_second_key() {
    for (query, expected) in [
        ("1,0", Some("10")),
        ("1,00", Some("100")),
        ("1,000", Some("1.000")),
        ("1,000,5", Some("10005")),
        ("1,0005", None),
        ("0,5", None),
        ("1,5 ", None),
        ("1.5 x 2", None),
        ("हिं", Some("हि")),
        ("हि", None),
        ("", None),
    ] {
        let key = analysis::key(Kind::Text, query);
        assert_eq!(written(second_keys::unfinished(query, &key)).as_deref(), expected, "{query}");
    }
}
