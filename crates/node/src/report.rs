//! What the core reports, as plain JavaScript objects.

use mapahead::{
    BuildReport, Entry, IndexInfo, Kind, Phase, ProgressSnapshot, Quality, TypoBudget,
    TypoSettings, VerifyReport,
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

/// See `IndexInfo.sections`.
#[napi(object, object_from_js = false)]
pub struct JsSectionInfo {
    pub name: String,
    pub bytes: f64,
}

/// A member of `IndexInfo.seasons`.
#[napi(object, object_from_js = false)]
pub struct JsSeason {
    pub name: String,
    pub months: Vec<f64>,
}

/// See `ContextInfo`.
#[napi(object, object_from_js = false)]
pub struct JsContextInfo {
    pub field: String,
    pub values: f64,
}

/// See `Quality`.
#[napi(object, object_from_js = false)]
pub struct JsQuality {
    pub whole: f64,
    pub prefix: f64,
    pub words: f64,
    pub typo_base: f64,
}

impl From<Quality> for JsQuality {
    fn from(quality: Quality) -> Self {
        JsQuality {
            whole: quality.whole,
            prefix: quality.prefix,
            words: quality.words,
            typo_base: quality.typo_base,
        }
    }
}

/// See `TypoBudget`.
#[napi(object, object_from_js = false)]
pub struct JsTypoBudget {
    pub from: f64,
    pub edits: u32,
    pub cost: f64,
    pub cheap_only: bool,
}

impl From<&TypoBudget> for JsTypoBudget {
    fn from(budget: &TypoBudget) -> Self {
        JsTypoBudget {
            from: budget.from as f64,
            edits: budget.edits.into(),
            cost: budget.cost,
            cheap_only: budget.cheap_only,
        }
    }
}

/// See `TypoSettings`.
#[napi(object, object_from_js = false)]
pub struct JsTypoSettings {
    pub edit: f64,
    pub dropped: f64,
    pub neighbor: f64,
    pub doubled: f64,
    pub swap: f64,
    pub sound: f64,
    pub first: f64,
    pub budgets: Vec<JsTypoBudget>,
}

impl From<TypoSettings> for JsTypoSettings {
    fn from(typos: TypoSettings) -> Self {
        JsTypoSettings {
            edit: typos.edit,
            dropped: typos.dropped,
            neighbor: typos.neighbor,
            doubled: typos.doubled,
            swap: typos.swap,
            sound: typos.sound,
            first: typos.first,
            budgets: typos.budgets.iter().map(JsTypoBudget::from).collect(),
        }
    }
}

/// See `IndexInfo`.
#[napi(object, object_from_js = false)]
pub struct JsIndexInfo {
    pub entries: f64,
    pub keys: f64,
    pub slots: f64,
    pub bytes: f64,
    pub text_bytes: f64,
    pub generation: String,
    pub format_version: u32,
    pub analysis_version: u32,
    #[napi(ts_type = "'text' | 'literal'")]
    pub kind: &'static str,
    pub quality: JsQuality,
    pub typos: JsTypoSettings,
    pub languages: Vec<String>,
    pub layouts: Vec<String>,
    pub synonyms: f64,
    pub synonym_factor: f64,
    pub transliterate: bool,
    pub contexts: Vec<JsContextInfo>,
    pub seasons: Vec<JsSeason>,
    pub sections: Vec<JsSectionInfo>,
}

impl From<IndexInfo> for JsIndexInfo {
    fn from(info: IndexInfo) -> Self {
        JsIndexInfo {
            entries: info.entries as f64,
            keys: info.keys as f64,
            slots: info.slots as f64,
            bytes: info.bytes as f64,
            text_bytes: info.text_bytes as f64,
            generation: hexadecimal(info.generation),
            format_version: info.format_version,
            analysis_version: info.analysis_version,
            kind: match info.kind {
                Kind::Text => "text",
                Kind::Literal => "literal",
            },
            quality: info.quality.into(),
            typos: info.typos.into(),
            languages: info.languages,
            layouts: info.layouts,
            synonyms: info.synonyms as f64,
            synonym_factor: info.synonym_factor,
            transliterate: info.transliterate,
            contexts: info
                .contexts
                .into_iter()
                .map(|context| JsContextInfo {
                    field: context.field,
                    values: context.values as f64,
                })
                .collect(),
            seasons: info
                .seasons
                .into_iter()
                .map(|(name, months)| JsSeason { name, months: months.to_vec() })
                .collect(),
            sections: info
                .sections
                .iter()
                .map(|section| JsSectionInfo {
                    name: section.name.to_owned(),
                    bytes: section.bytes as f64,
                })
                .collect(),
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
    pub synonyms_cut: f64,
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
            synonyms_cut: report.synonyms_cut as f64,
            bytes: report.bytes as f64,
            generation: hexadecimal(report.generation),
            duration_ms: report.duration_ms as f64,
        }
    }
}
