//! Records into one published index file.

mod entries;
mod input;
mod options;
mod progress;
mod publish;
mod report;
mod scratch;
mod sections;

use options::inputs::InputOptions;
pub use options::{BuildOptions, Columns, Format, OnError, Synonyms};
pub use progress::{BuildReport, Phase, Progress, ProgressSnapshot};
pub use report::{Ignored, IgnoredField, InputReport, TakenColumn, Unweighted};

use std::collections::{BTreeMap, HashMap};
use std::io::Read;
use std::path::Path;
use std::time::Instant;

use rayon::ThreadPool;

use entries::{Collector, EntryMaker, FormMaker, SynonymRules};
use input::{Rejects, Source, ignored, in_order};
use publish::Target;
use scratch::{SectionContents, StringsSection, Workspace};
use sections::{Assembled, Passes};

use crate::analysis::{Analyzer, Stemmers, spellings_of};
use crate::error::{Error, Result};
use crate::format::season_rows::MONTHS;
use crate::format::section_id::SectionId;
use crate::kind::Kind;
use crate::settings::{FormCounts, Quality, Settings};

/// Collects records and writes them as one index file.
///
/// The file appears at its path when [`IndexBuilder::finish`] has written and synced all of it; up
/// to then, and after any error, what was there before stays. Equal input and settings give equal
/// bytes. See [`Index`](crate::Index) for an example.
///
/// ```
/// use mapahead::{BuildOptions, Index, IndexBuilder};
///
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("index.mapahead");
/// # let source = folder.path().join("cities.csv");
/// # std::fs::write(&source, "text,id,weight\nBern,bern,134\nBerlin,berlin,3769\n")?;
/// let mut builder = IndexBuilder::new(&path, BuildOptions::default())?;
/// builder.add_file(&source)?;
/// builder.add_ndjson("more", br#"{"text":"Oslo","id":"oslo","weight":717}"#.to_vec())?;
/// let report = builder.finish()?;
/// assert_eq!(report.entries, 3);
/// assert!(Index::open(&path)?.get("oslo")?.is_some());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct IndexBuilder {
    options: BuildOptions,
    settings: Settings,
    started: Instant,
    workspace: Workspace,
    pool: ThreadPool,
    target: Target,
    collector: Collector,
    rejects: Option<Rejects>,
    /// The lines of the synonym rules.
    rules: Vec<String>,
    /// The number of the next line of the records that were added from memory, by their name.
    memory_lines: HashMap<String, u64>,
}

impl IndexBuilder {
    /// Starts a build of the index file `out`.
    ///
    /// # Errors
    ///
    /// `ERR_INVALID_OPTION` if an option is out of range or `out` is not the path of a file,
    /// `ERR_IO` if no file can be written there or the synonyms cannot be read,
    /// `ERR_INVALID_INPUT` if they are not in their format.
    pub fn new(out: impl AsRef<Path>, options: BuildOptions) -> Result<Self> {
        let started = Instant::now();
        // Before anything is created on disk.
        options.check()?;
        // Made for its check alone, since it borrows from the options.
        InputOptions::new(&options)?;
        // The target first: a folder that cannot be written to must show before anything is read.
        let target = Target::create(out.as_ref())?;
        let rejects_path = options.on_error.rejects_path(out.as_ref());
        // Beside the target, so that a path that cannot be written shows before hours of work.
        let rejects = rejects_path.map(|path| Rejects::create(&path, target.path())).transpose()?;
        let pool = start_threads(options.threads, target.path())?;
        if let Some(Synonyms::File(path)) = &options.synonyms {
            // An index that replaced the file it was made of could never be made again.
            target.refuse_input(path)?;
        }
        // Rules match by stem, so they need the languages first.
        let stemmers = Stemmers::new(&options.languages)?;
        // A literal has no words for its signs.
        let spellings = match options.kind {
            Kind::Text => spellings_of(&options.languages),
            Kind::Literal => Vec::new(),
        };
        let read = |synonyms| SynonymRules::read(synonyms, stemmers, &spellings);
        let synonyms = options.synonyms.as_ref().map(read).transpose()?;
        let mut settings = settings_of(&options);
        // Counted once they are read.
        settings.synonyms = synonyms.as_ref().map_or(0, |rules| rules.len() as u64);
        let rules = synonyms.as_ref().map_or(Vec::new(), |rules| rules.lines().to_vec());
        let forms = FormMaker {
            analyzer: Analyzer::new(options.kind),
            synonyms,
            synonym_factor: options.synonym_factor,
            transliterate: options.transliterate,
            spellings,
            initials: settings.has_initials(),
        };
        let workspace = Workspace::new(target.folder(), options.memory, Progress::default());
        let maker = EntryMaker { forms, profiles: settings.seasons.clone() };
        let collector = Collector::new(maker, &workspace);
        let memory_lines = HashMap::new();
        Ok(IndexBuilder {
            options,
            settings,
            started,
            workspace,
            pool,
            target,
            collector,
            rejects,
            rules,
            memory_lines,
        })
    }

    /// Returns the handle to watch and abort this build from another thread.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.workspace.progress().clone()
    }

    /// Adds every record of the file at `path`, or of standard input if that is `-`.
    ///
    /// The ending of the name tells the format and the compression: `.ndjson` or `.jsonl`, `.json`,
    /// `.csv`, `.tsv`, and then `.gz` or `.zst`. [`BuildOptions::format`] goes before the name. If
    /// neither tells the format, as of standard input, an input that begins with `[` or `{` is
    /// JSON, and any other is an error.
    ///
    /// # Errors
    ///
    /// `ERR_IO`, `ERR_INVALID_INPUT`, `ERR_MISSING_COLUMN` and `ERR_INVALID_RECORD` if the file or
    /// a record is not as it should be, `ERR_INVALID_OPTION` if the columns are not, `ERR_ABORTED`.
    /// The build cannot go on after an error: everything that follows returns `ERR_ABORTED`.
    pub fn add_file(&mut self, path: impl AsRef<Path>) -> Result<()> {
        let path = path.as_ref();
        self.target.refuse_input(path)?;
        if let Some(rejects) = &self.rejects {
            // The rejects replace a file as the index does.
            rejects.refuse_input(path)?;
        }
        let source =
            InputOptions::new(&self.options).and_then(|options| Source::open(path, &options));
        self.add(source).map(drop)
    }

    /// Adds every record of the file at `path` as [`IndexBuilder::add_file`] does, but reads what
    /// `reader` yields in place of the file: for pipes and devices, which the caller reads in its
    /// own way. `path` tells the format and the compression, and stands for it in messages, where
    /// `-` is `<stdin>`.
    ///
    /// # Errors
    ///
    /// Those of [`IndexBuilder::add_file`].
    pub fn add_stream(
        &mut self,
        path: impl AsRef<Path>,
        reader: impl Read + Send + 'static,
    ) -> Result<()> {
        let source = InputOptions::new(&self.options)
            .and_then(|options| Source::from_stream(path.as_ref(), Box::new(reader), &options));
        self.add(source).map(drop)
    }

    /// Adds every record that `reader` yields; `name` stands for it in messages.
    ///
    /// # Errors
    ///
    /// Those of [`IndexBuilder::add_file`].
    pub fn add_reader(
        &mut self,
        name: &str,
        format: Format,
        reader: impl Read + Send + 'static,
    ) -> Result<()> {
        let source = InputOptions::new(&self.options)
            .and_then(|options| Source::from_reader(name, Box::new(reader), format, &options));
        self.add(source).map(drop)
    }

    /// Adds whole lines of NDJSON from memory; `name` stands for them in messages, and lines are
    /// counted on from the last call with the same name.
    ///
    /// # Errors
    ///
    /// Those of [`IndexBuilder::add_file`].
    pub fn add_ndjson(&mut self, name: &str, lines: Vec<u8>) -> Result<()> {
        // Pieces of one stream count on, so that messages name the line of the whole.
        let first_line = self.memory_lines.get(name).copied().unwrap_or(1);
        let source = Source::from_memory(name, lines, first_line, &self.options.columns);
        // A piece that failed has no next: the build is over then.
        let next_line = self.add(source)?;
        self.memory_lines.insert(name.to_owned(), next_line);
        Ok(())
    }

    /// Adds a source, and returns the number of the line after its last. What fails ends the build,
    /// so that no index is published of a part of the input.
    fn add(&mut self, source: Result<Source>) -> Result<u64> {
        let (collector, rejects) = (&mut self.collector, self.rejects.as_mut());
        let progress = self.workspace.progress();
        // A source whose reader gave up when the build was aborted did not fail by itself.
        let source = source.map_err(|error| progress.check().err().unwrap_or(error));
        // On the pool of the build, which has as many threads as its options say.
        let added = source.and_then(|source| self.pool.install(|| collector.add(source, rejects)));
        if added.is_err() {
            progress.abort();
        }
        added
    }

    /// Sorts what was added, writes the file, and puts it in place.
    ///
    /// Takes O(n log n) time for n records. Sorting keeps to [`BuildOptions::memory`]; beside it
    /// stand some bytes for each record (4 to 24), some 80 for each distinct season, and the
    /// largest record a few times.
    ///
    /// # Errors
    ///
    /// `ERR_INVALID_RECORD` if two records have one id, or if records were skipped and none is
    /// left, `ERR_MISSING_COLUMN` if no record has a column that an option names, `ERR_TOO_LARGE`
    /// past 2^32 − 2 texts and aliases, or values of contexts of them, `ERR_IO` if a file cannot be
    /// written, `ERR_ABORTED`.
    pub fn finish(self) -> Result<BuildReport> {
        self.workspace.progress().check()?;
        let IndexBuilder { options, mut settings, workspace, pool, target, collector, .. } = self;
        let (mut rejects, rules) = (self.rejects, self.rules);
        // Made again: the first went into the rules of synonyms, and making them is cheap.
        let stemmers = Stemmers::new(&settings.languages)?;
        let passes = Passes {
            workspace: &workspace,
            kind: options.kind,
            stemmers: &stemmers,
            inside: options.inside,
        };
        let inputs = collector.inputs().to_vec();
        let taken = in_order(collector.taken(), &options.columns);
        let ignored = ignored(collector.tally(), &taken, &options.columns);
        let assembled = pool.install(|| assemble(&passes, collector, rejects.as_mut()));
        let assembled = match assembled {
            // An empty index in place of a good one helps nobody. The rejects tell why.
            Err(error @ Error::NoRecords { .. }) => {
                rejects.map_or(Ok(()), Rejects::finish)?;
                return Err(error);
            }
            assembled => assembled?,
        };
        settings.forms = assembled.forms;
        let settings = serde_json::to_vec(&settings)
            .map_err(|error| target.error(std::io::Error::other(error)))?;
        let mut sections = vec![SectionContents::of_bytes(SectionId::Settings, settings)];
        sections.extend(assembled.sections);
        sections.extend(rules_section(&workspace, &rules)?);
        // The path goes into the report, and the file is gone after `finish`.
        let rejects_path = rejects.as_ref().map(|rejects| rejects.path().to_owned());
        // The rejects first: an index without them would hide what it lacks.
        if let Some(rejects) = rejects {
            rejects.finish()?;
        }
        let (counts, left_out) = (assembled.counts, assembled.left_out);
        let published = target.publish(counts, sections, || workspace.progress().check())?;
        Ok(BuildReport {
            entries: counts.entries.into(),
            keys: counts.keys,
            slots: counts.slots.into(),
            skipped: left_out.skipped,
            rejects: rejects_path,
            aliases_merged: left_out.aliases_merged,
            synonym_forms: assembled.forms.synonym,
            forms: assembled.forms,
            forms_cut: left_out.forms_cut,
            inputs,
            taken,
            ignored,
            inside: options.inside,
            bytes: published.bytes,
            generation: published.generation,
            duration_ms: self.started.elapsed().as_millis() as u64,
        })
    }
}

/// Returns the section of the synonym rules, which are kept so that a build of the records that are
/// read back gives the same index.
fn rules_section(workspace: &Workspace, rules: &[String]) -> Result<Option<SectionContents>> {
    let mut section = StringsSection::new(workspace, SectionId::Synonyms);
    rules.iter().try_for_each(|rule| section.push(rule))?;
    Ok((!rules.is_empty()).then(|| section.finish()))
}

/// Sorts what was collected, and makes the sections of it.
fn assemble(
    passes: &Passes<'_>,
    collector: Collector,
    rejects: Option<&mut Rejects>,
) -> Result<Assembled> {
    let mut collected = collector.finish(rejects)?;
    // Without a single record nothing was skipped either: that is an empty index, as asked for.
    if collected.entry_count == 0
        && let Some(first) = collected.first_bad.take()
    {
        let records = collected.left_out.skipped;
        return Err(Error::NoRecords { records, source: Box::new(first) });
    }
    passes.run(collected)
}

/// Returns what the index stores of the options; the number of synonym rules is not known yet.
fn settings_of(options: &BuildOptions) -> Settings {
    Settings {
        kind: options.kind,
        quality: options.quality.unwrap_or(Quality::for_kind(options.kind)),
        typos: options.typos.clone(),
        languages: options.languages.clone(),
        layouts: options.layouts.clone(),
        synonyms: 0,
        synonym_factor: options.synonym_factor,
        transliterate: options.transliterate,
        inside: options.inside,
        seasons: without_minus_zero(&options.seasons),
        forms: FormCounts::default(),
    }
}

/// Starts the threads of a build of the index file at `path`.
fn start_threads(threads: Option<usize>, path: &Path) -> Result<ThreadPool> {
    rayon::ThreadPoolBuilder::new()
        // 0 means one for each core.
        .num_threads(threads.unwrap_or(0))
        .thread_name(|number| format!("mapahead-build-{number}"))
        .build()
        .map_err(|error| Error::Io {
            action: "start threads to build",
            path: path.to_owned(),
            source: std::io::Error::other(error),
        })
}

/// Returns seasons in which −0 is 0, as it is in records.
fn without_minus_zero(
    seasons: &BTreeMap<String, [f64; MONTHS]>,
) -> BTreeMap<String, [f64; MONTHS]> {
    // Adding 0 turns −0 into 0. Else two equal settings would give files that differ.
    let season = |(name, months): (&String, &[f64; MONTHS])| {
        (name.clone(), months.map(|multiplier| multiplier + 0.0))
    };
    seasons.iter().map(season).collect()
}
