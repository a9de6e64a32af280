//! What the name of a file says of its content.

use std::path::Path;

use crate::build::options::{Compression, Format};

/// What the name of a file says of its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NameEnding {
    pub(super) format: Option<Format>,
    pub(super) compression: Compression,
}

impl NameEnding {
    /// Reads the endings of `path`, in upper or lower case: `.ndjson`, `.jsonl`, `.json`, `.geojson`,
    /// `.csv` or `.tsv`, and behind it `.gz`, `.zst` or nothing.
    pub(super) fn of(path: &Path) -> Self {
        // Lossy is fine: an ending that counts is ASCII.
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
        let (rest, compression) = if let Some(rest) = name.strip_suffix(".gz") {
            (rest, Compression::Gzip)
        } else if let Some(rest) = name.strip_suffix(".zst") {
            (rest, Compression::Zstd)
        } else {
            (name.as_str(), Compression::None)
        };
        let format = match rest.rsplit_once('.') {
            Some((_, "ndjson" | "jsonl")) => Some(Format::Ndjson),
            Some((_, "json" | "geojson")) => Some(Format::Json),
            Some((_, "csv")) => Some(Format::Csv),
            Some((_, "tsv")) => Some(Format::Tsv),
            _ => None,
        };
        NameEnding { format, compression }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_of_a_name_tells_format_and_compression() {
        use Compression::{Gzip, None as Plain, Zstd};
        let cases = [
            ("a.ndjson", Some(Format::Ndjson), Plain),
            ("a.JSONL", Some(Format::Ndjson), Plain),
            ("dir.csv/a.b.csv.gz", Some(Format::Csv), Gzip),
            ("a.tsv.zst", Some(Format::Tsv), Zstd),
            ("a.gz", None, Gzip),
            ("a.json", Some(Format::Json), Plain),
            ("a.txt", None, Plain),
            ("csv", None, Plain),
            ("a.csv.bz2", None, Plain),
            ("a.gz.csv", Some(Format::Csv), Plain),
        ];
        for (name, format, compression) in cases {
            assert_eq!(
                NameEnding::of(Path::new(name)),
                NameEnding { format, compression },
                "{name}"
            );
        }
    }
}
