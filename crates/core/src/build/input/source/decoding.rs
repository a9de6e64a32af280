//! Text in another encoding than UTF-8, turned into UTF-8 as it is read.

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_16BE, UTF_16LE};

use super::ahead::Ahead;

/// How much is decoded at a time.
const PIECE_BYTES: usize = 64 << 10;

/// What stands for bytes that an encoding lacks. No text in UTF-8 has it, so the record with it is
/// told, and may be skipped, as any other that is not UTF-8.
const LACKING: u8 = 0xff;

/// Returns the encoding that the byte order mark at the start says, and the length of the mark.
pub(super) fn by_mark(start: &[u8]) -> Option<(&'static Encoding, usize)> {
    Encoding::for_bom(start)
}

/// Returns the encoding of UTF-16 that `start` seems to be in, without a mark that says so: every
/// other byte of ASCII is 0 there.
pub(super) fn unmarked_utf_16(start: &[u8]) -> Option<&'static Encoding> {
    let zeros =
        |first: usize| start.iter().skip(first).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    // Letters of other scripts have no zeros. Delimiters, quotes, digits and line ends do.
    let enough = 1 + start.len() / 20;
    match (even, odd) {
        (0, odd) if odd > enough => Some(UTF_16LE),
        (even, 0) if even > enough => Some(UTF_16BE),
        _ => None,
    }
}

/// Reads a stream in another encoding as UTF-8.
pub(super) struct Decoding {
    reader: Ahead,
    decoder: Decoder,
    /// What was read and is not decoded yet.
    encoded: Vec<u8>,
    next: usize,
    is_at_end: bool,
    /// What is decoded and was not asked for yet.
    text: Vec<u8>,
    given: usize,
    is_done: bool,
}

impl Decoding {
    /// Starts behind the byte order mark, if there was one.
    pub(super) fn new(reader: Ahead, encoding: &'static Encoding) -> Self {
        Decoding {
            reader,
            decoder: encoding.new_decoder_without_bom_handling(),
            encoded: Vec::new(),
            next: 0,
            is_at_end: false,
            text: Vec::new(),
            given: 0,
            is_done: false,
        }
    }

    /// Decodes some more.
    fn decode(&mut self) -> io::Result<()> {
        if self.next == self.encoded.len() && !self.is_at_end {
            self.encoded.resize(PIECE_BYTES, 0);
            self.next = 0;
            let read = self.reader.read(&mut self.encoded);
            // After an error nothing that was there before may be read again.
            self.encoded.truncate(*read.as_ref().unwrap_or(&0));
            self.is_at_end = read? == 0;
        }
        self.text.resize(PIECE_BYTES, 0);
        self.given = 0;
        let encoded = self.encoded.get(self.next..).unwrap_or_default();
        let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(
            encoded,
            &mut self.text,
            self.is_at_end,
        );
        self.next += read;
        self.text.truncate(written);
        match result {
            DecoderResult::InputEmpty => self.is_done = self.is_at_end,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => self.text.push(LACKING),
        }
        Ok(())
    }
}

impl Read for Decoding {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let mut text = self.text.get(self.given..).unwrap_or_default();
            if !text.is_empty() {
                let len = text.read(buffer)?;
                self.given += len;
                return Ok(len);
            }
            if self.is_done {
                return Ok(0);
            }
            self.decode()?;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use encoding_rs::SHIFT_JIS;

    use super::*;

    fn decoded(bytes: &[u8], encoding: &'static Encoding) -> Vec<u8> {
        let reader = Ahead::new(Box::new(Cursor::new(bytes.to_vec())));
        let mut text = Vec::new();
        Decoding::new(reader, encoding).read_to_end(&mut text).unwrap();
        text
    }

    #[test]
    fn bytes_that_an_encoding_lacks_are_not_utf_8_and_the_rest_is_read() {
        assert_eq!(decoded(b"a\x81\x20\nb", SHIFT_JIS), b"a\xff \nb");
        assert_eq!(decoded(b"a\0\x00\xd8b\0", UTF_16LE), b"a\xffb");
        assert_eq!(decoded(b"a\0b", UTF_16LE), b"a\xff");
        assert_eq!(decoded(b"", UTF_16LE), b"");
    }

    #[test]
    fn long_texts_are_decoded_in_pieces() {
        let text = "Łódź, 語 ".repeat(PIECE_BYTES / 4);
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decoded(&bytes, UTF_16BE), text.as_bytes());
    }

    #[test]
    fn utf_16_is_seen_without_a_mark() {
        for text in ["text,weight\nA,1\n", "{\"t", "Москва,1\nКазань,2\nОмск,3\n"] {
            let units = text.encode_utf16();
            let little: Vec<u8> = units.clone().flat_map(u16::to_le_bytes).collect();
            assert_eq!(unmarked_utf_16(&little), Some(UTF_16LE), "{text}");
            let big: Vec<u8> = units.flat_map(u16::to_be_bytes).collect();
            assert_eq!(unmarked_utf_16(&big), Some(UTF_16BE), "{text}");
        }
        for bytes in [&b"text,weight\nA\0B,1\n"[..], b"", b"a", b"\0", b"a\0", "Łódź".as_bytes()]
        {
            assert_eq!(unmarked_utf_16(bytes), None, "{bytes:?}");
        }
    }
}
