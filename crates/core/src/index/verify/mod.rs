//! Verifying: reads everything, and holds every section against the others.

mod bests;
mod contexts;
mod forms;
mod inverses;
mod keys;
mod merged;
mod ordinals;
mod repeats;
mod seasons;
mod stems;
mod tails;
mod term_lists;
mod verification;
mod walk;
mod words;

use super::file::{Opened, corrupt};
use crate::error::Result;
use crate::format::Damaged;
use crate::format::section_id::SectionId;
use verification::Verification;

/// What [`Index::verify`](crate::Index::verify) read without finding damage.
///
/// ```
/// use mapahead::Index;
///
/// # use mapahead::{BuildOptions, Format, IndexBuilder};
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("index.mapahead");
/// # let mut builder = IndexBuilder::new(&path, BuildOptions::default())?;
/// # let records = r#"
/// # {"text":"Ramen","id":"r1","weight":9,"contexts":{"city":"Kyoto"}}
/// # {"text":"Ravioli","id":"r2","weight":8,"contexts":{"city":"Turin"}}
/// # {"text":"Raclette","id":"r3","weight":5,"contexts":{"city":"Bern"}}
/// # "#;
/// # builder.add_reader("records", Format::Ndjson, records.as_bytes())?;
/// # builder.finish()?;
/// # let index = Index::open(&path)?;
/// let report = index.verify()?;
/// println!("{} bytes in {} sections are sound", report.bytes, report.sections);
/// assert_eq!(report.entries, 3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VerifyReport {
    /// Bytes read: the whole file.
    pub bytes: u64,
    /// Sections checked.
    pub sections: u64,
    /// Entries checked.
    pub entries: u64,
    /// Keys walked.
    pub keys: u64,
}

/// Checks every checksum, the padding and the generation. Reads the whole file, as fast as it can
/// be read.
pub(super) fn verify_checksums(opened: &Opened) -> Result<()> {
    let corrupt = |part, Damaged(reason)| corrupt(&opened.path, part, reason);
    let header = &opened.header;
    header.verify(&opened.file).map_err(|damaged| corrupt("header", damaged))?;
    header.sections.iter().try_for_each(|section| {
        section.verify(&opened.file).map_err(|damaged| corrupt(section.name(), damaged))
    })
}

/// Checks the whole file. Takes time in its size; in memory stand some bits for each form, four
/// bytes for each term and each value of contexts, the distinct seasons, and 48 bytes for each long
/// range of slots or terms.
pub(super) fn verify(opened: &Opened) -> Result<VerifyReport> {
    // First, since accidents show there soonest, and with the name of the section.
    verify_checksums(opened)?;
    let verification = Verification::new(opened)?;
    let factor = opened.settings.synonym_factor;
    // Forms made by synonyms have it as their factor, which bounds rely on.
    if !(0.0..=1.0).contains(&factor) {
        return Err(opened.corrupt(SectionId::Settings, Damaged("a factor is not between 0 and 1")));
    }
    // In this order: each relies on what those before it have found right.
    let checks = [
        Verification::check_entries,
        Verification::check_alias_kinds,
        Verification::check_ranks,
        Verification::check_slots,
        Verification::check_terms,
        Verification::check_keys,
        Verification::check_postings,
        Verification::check_bests,
        Verification::check_stems,
        Verification::check_tails,
        Verification::check_ids,
        Verification::check_payloads,
        Verification::check_inverses,
        Verification::check_contexts,
        Verification::check_seasons,
        Verification::check_repeats,
        Verification::check_merged,
        Verification::check_synonyms,
    ];
    for check in checks {
        check(&verification)?;
    }
    let header = &opened.header;
    Ok(VerifyReport {
        bytes: header.file_len,
        sections: header.sections.len() as u64,
        entries: header.counts.entries.into(),
        keys: header.counts.keys,
    })
}
