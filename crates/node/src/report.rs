//! What the core reports, as plain JavaScript objects.

use mapahead::{
    BuildReport, Entry, FormCounts, Format, Ignored, InputReport, Phase, ProgressSnapshot,
    VerifyReport,
};
use napi_derive::napi;

use crate::index::hexadecimal;

/// See `Entry`; the payload is JSON text.
#[napi(object, object_from_js = false)]
pub struct JsEntry {
    pub text: String,
    pub id: Option<String>,
    pub weight: f64,
    pub contexts: Vec<JsContext>,
    pub season: Option<Vec<f64>>,
    pub payload: Option<String>,
}

/// A member of `Entry.contexts`.
#[napi(object, object_from_js = false)]
pub struct JsContext {
    pub field: String,
    pub values: Vec<String>,
}

impl From<Entry<'_>> for JsEntry {
    fn from(entry: Entry<'_>) -> Self {
        JsEntry {
            text: entry.text.to_owned(),
            id: entry.id.map(str::to_owned),
            weight: entry.weight,
            contexts: entry
                .contexts
                .into_iter()
                .map(|(field, values)| JsContext { field, values })
                .collect(),
            season: entry.season.map(Vec::from),
            payload: entry.payload.map(str::to_owned),
        }
    }
}

/// See `FormCounts`.
#[napi(object, object_from_js = false)]
pub struct JsFormCounts {
    pub alias: f64,
    pub synonym: f64,
    pub transliteration: f64,
    pub verbatim: f64,
    pub spelled: f64,
    pub parts: f64,
    pub initials: f64,
}

impl From<FormCounts> for JsFormCounts {
    fn from(counts: FormCounts) -> Self {
        JsFormCounts {
            alias: counts.alias as f64,
            synonym: counts.synonym as f64,
            transliteration: counts.transliteration as f64,
            verbatim: counts.verbatim as f64,
            spelled: counts.spelled as f64,
            parts: counts.parts as f64,
            initials: counts.initials as f64,
        }
    }
}

/// See `VerifyReport`.
#[napi(object, object_from_js = false)]
pub struct JsVerifyReport {
    pub bytes: f64,
    pub sections: f64,
    pub entries: f64,
    pub keys: f64,
}

impl From<VerifyReport> for JsVerifyReport {
    fn from(report: VerifyReport) -> Self {
        JsVerifyReport {
            bytes: report.bytes as f64,
            sections: report.sections as f64,
            entries: report.entries as f64,
            keys: report.keys as f64,
        }
    }
}

/// See `BuildProgress`.
#[napi(object, object_from_js = false)]
pub struct JsBuildProgress {
    #[napi(ts_type = "'read' | 'sort' | 'write'")]
    pub phase: &'static str,
    pub records: f64,
    pub skipped: f64,
    pub bytes: f64,
    pub bytes_total: f64,
    pub steps: f64,
    pub steps_total: f64,
}

impl From<ProgressSnapshot> for JsBuildProgress {
    fn from(snapshot: ProgressSnapshot) -> Self {
        JsBuildProgress {
            phase: match snapshot.phase {
                Phase::Read => "read",
                Phase::Sort => "sort",
                Phase::Write => "write",
            },
            records: snapshot.records as f64,
            skipped: snapshot.skipped as f64,
            bytes: snapshot.bytes as f64,
            bytes_total: snapshot.bytes_total as f64,
            steps: snapshot.steps as f64,
            steps_total: snapshot.steps_total as f64,
        }
    }
}

/// See `TakenColumn`.
#[napi(object, object_from_js = false)]
pub struct JsTakenColumn {
    pub field: String,
    pub column: String,
}

/// See `InputReport`.
#[napi(object, object_from_js = false)]
pub struct JsInputReport {
    pub file: String,
    #[napi(ts_type = "'ndjson' | 'json' | 'csv' | 'tsv'")]
    pub format: &'static str,
    pub delimiter: Option<String>,
    pub delimiter_found: bool,
    pub encoding: String,
}

impl From<InputReport> for JsInputReport {
    fn from(input: InputReport) -> Self {
        JsInputReport {
            file: input.file,
            format: match input.format {
                Format::Ndjson => "ndjson",
                Format::Json => "json",
                Format::Csv => "csv",
                Format::Tsv => "tsv",
            },
            delimiter: input.delimiter.map(String::from),
            delimiter_found: input.delimiter_found,
            encoding: input.encoding,
        }
    }
}

/// See `IgnoredFields`.
#[napi(object, object_from_js = false)]
pub struct JsIgnored {
    pub fields: Vec<JsIgnoredField>,
    pub others: f64,
    pub unweighted: Option<JsUnweighted>,
}

/// A member of `IgnoredFields.fields`.
#[napi(object, object_from_js = false)]
pub struct JsIgnoredField {
    pub name: String,
    pub records: f64,
    pub like: Option<String>,
}

/// See `IgnoredFields.unweighted`.
#[napi(object, object_from_js = false)]
pub struct JsUnweighted {
    pub records: f64,
    pub beside: Vec<String>,
}

impl From<Ignored> for JsIgnored {
    fn from(Ignored { fields, others, unweighted }: Ignored) -> Self {
        let fields = fields.into_iter().map(|field| JsIgnoredField {
            name: field.name,
            records: field.records as f64,
            like: field.like,
        });
        let unweighted = unweighted.map(|unweighted| JsUnweighted {
            records: unweighted.records as f64,
            beside: unweighted.beside,
        });
        JsIgnored { fields: fields.collect(), others: others as f64, unweighted }
    }
}

/// See `BuildReport`.
#[napi(object, object_from_js = false)]
pub struct JsBuildReport {
    pub entries: f64,
    pub keys: f64,
    pub slots: f64,
    pub skipped: f64,
    pub rejects: Option<String>,
    pub aliases_merged: f64,
    pub synonym_forms: f64,
    pub forms: JsFormCounts,
    pub forms_cut: f64,
    pub inputs: Vec<JsInputReport>,
    pub taken: Vec<JsTakenColumn>,
    pub ignored: JsIgnored,
    pub inside: bool,
    pub bytes: f64,
    pub generation: String,
    pub duration_ms: f64,
}

impl From<BuildReport> for JsBuildReport {
    fn from(report: BuildReport) -> Self {
        JsBuildReport {
            entries: report.entries as f64,
            keys: report.keys as f64,
            slots: report.slots as f64,
            skipped: report.skipped as f64,
            rejects: report.rejects.map(|path| path.to_string_lossy().into_owned()),
            aliases_merged: report.aliases_merged as f64,
            synonym_forms: report.synonym_forms as f64,
            forms: report.forms.into(),
            forms_cut: report.forms_cut as f64,
            inputs: report.inputs.into_iter().map(JsInputReport::from).collect(),
            taken: report
                .taken
                .into_iter()
                .map(|taken| JsTakenColumn { field: taken.field, column: taken.column })
                .collect(),
            ignored: report.ignored.into(),
            inside: report.inside,
            bytes: report.bytes as f64,
            generation: hexadecimal(report.generation),
            duration_ms: report.duration_ms as f64,
        }
    }
}
