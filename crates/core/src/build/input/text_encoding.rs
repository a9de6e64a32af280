//! The encoding that an input is read in, and what to say of bytes that are not in it.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use crate::advice::Advice;

/// The encoding of one input.
#[derive(Debug, Clone, Copy)]
pub(in crate::build) struct TextEncoding {
    encoding: &'static Encoding,
    beginning: Seen,
}

/// What the beginning of an input that is read as UTF-8 says of its encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    /// Nothing: it is in ASCII, as most encodings are there.
    Ascii,
    /// It is in UTF-8.
    Utf8,
    /// It is in another encoding, most likely this one.
    Other(&'static str),
}

/// What is wrong with bytes that are in another encoding.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NotInEncoding {
    encoding: &'static str,
    is_damaged: bool,
    /// The encoding that they are most likely in, or none.
    pub(super) likely: Vec<String>,
    pub(super) advice: Option<Advice>,
}

impl TextEncoding {
    /// Returns UTF-8, for an input that begins with `beginning`.
    pub(super) fn utf_8(beginning: &[u8]) -> Self {
        // Where it was cut off tells nothing.
        let whole = match std::str::from_utf8(beginning) {
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            _ => beginning.len(),
        };
        let beginning = seen(beginning.get(..whole).unwrap_or_default());
        TextEncoding { encoding: UTF_8, beginning }
    }

    /// Returns an encoding that was told.
    pub(super) fn told(encoding: &'static Encoding) -> Self {
        TextEncoding { encoding, beginning: Seen::Ascii }
    }

    /// Returns the name of the encoding: `UTF-8`, `windows-1252`.
    pub(super) fn name(self) -> &'static str {
        self.encoding.name()
    }

    /// Says what is wrong with `record`, which is not in the encoding.
    pub(super) fn refuse(self, record: &[u8]) -> NotInEncoding {
        let seen = match self.beginning {
            // What is not in an encoding that was told got lost when it was decoded, so there is
            // nothing to guess from.
            _ if self.encoding != UTF_8 => None,
            Seen::Ascii => Some(seen(record)),
            told => Some(told),
        };
        let (is_damaged, likely) = match seen {
            None => (false, Vec::new()),
            Some(Seen::Other(likely)) => (false, vec![likely.to_owned()]),
            // Read in another encoding, the rest of the input would become a mess without a word.
            Some(Seen::Ascii | Seen::Utf8) => (true, Vec::new()),
        };
        let advice = (!is_damaged).then_some(Advice::SetEncoding);
        NotInEncoding { encoding: self.name(), is_damaged, likely, advice }
    }
}

impl NotInEncoding {
    /// Returns what is wrong at `place`, as a clause.
    pub(super) fn reason(&self, place: &str) -> String {
        let rest = if self.is_damaged { ", as other text of the input is; mend it" } else { "" };
        format!("is not {} {place}{rest}", self.encoding)
    }
}

/// Returns what `bytes` say of their encoding.
fn seen(bytes: &[u8]) -> Seen {
    // By their number: two bytes of another encoding may be a character of UTF-8 by chance.
    let (mut characters, mut faults) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        characters += chunk.valid().chars().filter(|char| !char.is_ascii()).count();
        faults += usize::from(!chunk.invalid().is_empty());
    }
    match (characters, faults) {
        (0, 0) => Seen::Ascii,
        _ if characters >= 2 * faults => Seen::Utf8,
        _ => Seen::Other(likely(bytes)),
    }
}

/// Returns the name of the encoding that `bytes`, which are not UTF-8, are most likely in.
fn likely(bytes: &[u8]) -> &'static str {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    let text = |encoding: &'static Encoding| encoding.decode_without_bom_handling(bytes).0;
    // Where few letters tell little, the one of most files, if it reads the same.
    if text(guess) == text(WINDOWS_1252) { WINDOWS_1252.name() } else { guess.name() }
}

#[cfg(test)]
mod tests {
    use encoding_rs::{GBK, SHIFT_JIS, WINDOWS_1251};

    use super::*;

    #[test]
    fn the_likely_encoding_is_told_by_the_letters() {
        for (text, encoding) in [
            ("Málaga;Köln;São Paulo", WINDOWS_1252),
            ("Müller", WINDOWS_1252),
            ("Málaga", WINDOWS_1252),
            ("Москва;Санкт-Петербург;Нижний Новгород", WINDOWS_1251),
            ("東京都千代田区;カタカナ;ひらがな", SHIFT_JIS),
            ("北京市;上海市;广州市;深圳市", GBK),
        ] {
            let refused = TextEncoding::utf_8(b"").refuse(&encoding.encode(text).0);
            assert_eq!(refused.likely, [encoding.name()], "{text}");
            assert_eq!(refused.advice, Some(Advice::SetEncoding));
        }
    }

    #[test]
    fn the_beginning_says_more_than_a_record() {
        let beginning = WINDOWS_1251.encode("Москва;Омск;Екатеринбург\n").0;
        let refused = TextEncoding::utf_8(&beginning).refuse(b"\xce");
        assert_eq!(refused.likely, ["windows-1251"]);
    }

    #[test]
    fn damage_in_utf_8_is_not_taken_for_another_encoding() {
        for (beginning, record) in
            [("Köln, Zürich".as_bytes(), &b"K\xf6ln"[..]), (b"", "Zürich, Łódź".as_bytes())]
        {
            let mut record = record.to_vec();
            record.push(0xff);
            let refused = TextEncoding::utf_8(beginning).refuse(&record);
            assert_eq!((refused.advice, refused.likely.len()), (None, 0), "{refused:?}");
            let reason = "is not UTF-8 here, as other text of the input is; mend it";
            assert_eq!(refused.reason("here"), reason);
        }
    }

    #[test]
    fn an_encoding_that_was_told_is_named() {
        let refused = TextEncoding::told(SHIFT_JIS).refuse(b"\xff");
        assert_eq!(refused.reason("at byte 1"), "is not Shift_JIS at byte 1");
        assert_eq!((refused.likely.len(), refused.advice), (0, Some(Advice::SetEncoding)));
    }
}
