//! How far a build is, for another thread to watch, and the way to stop it.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};

use super::report::{Ignored, InputReport, TakenColumn};
use crate::error::{Error, Result};
use crate::settings::FormCounts;

/// The part of a build that is running.
///
/// ```
/// use mapahead::Phase;
///
/// /// What a bar says.
/// fn label(phase: Phase) -> &'static str {
///     match phase {
///         Phase::Read => "reading",
///         Phase::Sort => "sorting",
///         Phase::Write => "writing",
///     }
/// }
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("index.mapahead");
/// let builder = mapahead::IndexBuilder::new(&path, Default::default())?;
/// assert_eq!(label(builder.progress().snapshot().phase), "reading");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Records are read and analysed.
    Read,
    /// Entries are put in order and their texts are written.
    Sort,
    /// The dictionary is built and the file is written.
    Write,
}

/// How far a build was at one moment.
///
/// ```
/// # use mapahead::{BuildOptions, Format, IndexBuilder};
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("index.mapahead");
/// let mut builder = IndexBuilder::new(&path, BuildOptions::default())?;
/// let progress = builder.progress();
/// builder.add_reader("cities", Format::Csv, "text\nBern\nBerlin\n".as_bytes())?;
/// builder.finish()?;
///
/// let snapshot = progress.snapshot();
/// println!("{} of {} steps", snapshot.steps, snapshot.steps_total);
/// assert_eq!((snapshot.records, snapshot.skipped), (2, 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProgressSnapshot {
    /// The part that was running.
    pub phase: Phase,
    /// Records read so far, with those that were skipped.
    pub records: u64,
    /// Records skipped so far.
    pub skipped: u64,
    /// Bytes of input read so far, compressed as they came.
    pub bytes: u64,
    /// Bytes of all inputs that were opened so far, where that is known; else 0.
    pub bytes_total: u64,
    /// Steps done in the phases after reading.
    pub steps: u64,
    /// Steps that those phases have in all; 0 while reading.
    pub steps_total: u64,
}

#[derive(Debug, Default)]
struct State {
    phase: AtomicU8,
    records: AtomicU64,
    skipped: AtomicU64,
    bytes: AtomicU64,
    bytes_total: AtomicU64,
    steps: AtomicU64,
    steps_total: AtomicU64,
    aborted: AtomicBool,
}

/// A handle to a running build: cheap to clone, and safe to use from any thread.
///
/// ```
/// use mapahead::{BuildOptions, Error, IndexBuilder};
///
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("index.mapahead");
/// let builder = IndexBuilder::new(&path, BuildOptions::default())?;
/// let progress = builder.progress();
/// // Somebody presses Ctrl-C.
/// std::thread::spawn(move || progress.abort()).join().expect("the thread does not panic");
/// assert!(matches!(builder.finish(), Err(Error::Aborted)));
/// assert!(!path.exists());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Progress(Arc<State>);

impl Progress {
    /// Returns how far the build is.
    #[must_use]
    pub fn snapshot(&self) -> ProgressSnapshot {
        // Relaxed: counters are shown to people, and order nothing else.
        let get = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        ProgressSnapshot {
            // Only `enter` writes it, so every other number is that of the last phase.
            phase: match self.0.phase.load(Ordering::Relaxed) {
                0 => Phase::Read,
                1 => Phase::Sort,
                _ => Phase::Write,
            },
            records: get(&self.0.records),
            skipped: get(&self.0.skipped),
            bytes: get(&self.0.bytes),
            bytes_total: get(&self.0.bytes_total),
            steps: get(&self.0.steps),
            steps_total: get(&self.0.steps_total),
        }
    }

    /// Makes the build end with [`Error::Aborted`] at its next step: milliseconds away, or some
    /// seconds if it is sorting or syncing millions of records.
    pub fn abort(&self) {
        // No thread waits for it. Each looks at its next step.
        self.0.aborted.store(true, Ordering::Relaxed);
    }

    /// Returns whether the build was told to end, or has failed.
    #[must_use]
    pub fn is_aborted(&self) -> bool {
        self.0.aborted.load(Ordering::Relaxed)
    }

    pub(crate) fn check(&self) -> Result<()> {
        // One flag for both, since a build that failed may not go on any more than one that was
        // stopped.
        if self.is_aborted() { Err(Error::Aborted) } else { Ok(()) }
    }

    pub(crate) fn enter(&self, phase: Phase, steps_total: u64) {
        // These three are not one: somebody may see the new steps with the old phase for a moment.
        self.0.steps.store(0, Ordering::Relaxed);
        self.0.steps_total.store(steps_total, Ordering::Relaxed);
        self.0.phase.store(phase as u8, Ordering::Relaxed);
    }

    /// Adds steps to the phase, whose number only showed during it.
    pub(crate) fn extend(&self, steps: u64) {
        // Passes follow from what the passes before them found, so their steps are not known
        // earlier.
        self.0.steps_total.fetch_add(steps, Ordering::Relaxed);
    }

    pub(crate) fn add_steps(&self, steps: u64) {
        self.0.steps.fetch_add(steps, Ordering::Relaxed);
    }

    pub(crate) fn add_records(&self, records: u64) {
        self.0.records.fetch_add(records, Ordering::Relaxed);
    }

    pub(crate) fn add_skipped(&self, skipped: u64) {
        self.0.skipped.fetch_add(skipped, Ordering::Relaxed);
    }

    pub(crate) fn add_bytes(&self, bytes: u64) {
        self.0.bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    pub(crate) fn add_bytes_total(&self, bytes: u64) {
        self.0.bytes_total.fetch_add(bytes, Ordering::Relaxed);
    }
}

/// What a finished build wrote.
///
/// ```
/// use mapahead::{BuildOptions, Format, IndexBuilder};
///
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("index.mapahead");
/// let mut builder = IndexBuilder::new(&path, BuildOptions::default())?;
/// let lines = r#"{"text":"New York","aliases":["NYC","new york"]}"#;
/// builder.add_ndjson("cities", lines.into())?;
/// let report = builder.finish()?;
/// // The second alias has the key of the text, so it is not stored.
/// assert_eq!((report.entries, report.slots, report.aliases_merged), (1, 2, 1));
/// assert_eq!(report.bytes, std::fs::metadata(&path)?.len());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildReport {
    /// Entries in the index: records less those skipped.
    pub entries: u64,
    /// Distinct keys.
    pub keys: u64,
    /// Pairs of key and entry.
    pub slots: u64,
    /// Records left out because of `OnError::Skip`.
    pub skipped: u64,
    /// The file that the skipped records went to, unless bad records were to stop the build.
    pub rejects: Option<PathBuf>,
    /// Aliases left out because their key is that of another form of the same entry.
    pub aliases_merged: u64,
    /// Forms that synonyms made.
    pub synonym_forms: u64,
    /// How many forms there are of each kind besides the texts.
    pub forms: FormCounts,
    /// Entries that could have more made forms than the 64 forms that each may have.
    pub forms_cut: u64,
    /// How each file and stream was read, in their order.
    pub inputs: Vec<InputReport>,
    /// The columns and members that filled the fields, by the order of the fields.
    pub taken: Vec<TakenColumn>,
    /// What the inputs hold and the index does not, since no field takes it.
    pub ignored: Ignored,
    /// Whether words are found by a part that does not begin them.
    pub inside: bool,
    /// The size of the file.
    pub bytes: u64,
    /// The content hash of the index.
    pub generation: u64,
    /// How long the build took, in milliseconds, from `IndexBuilder::new`.
    pub duration_ms: u64,
}
