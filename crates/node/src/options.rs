//! Options of a build from JavaScript into those of the core.

use std::path::PathBuf;

use mapahead::{
    BuildOptions, Columns, Error, Format, Kind, OnError, Quality, Synonyms, TypoBudget,
    TypoSettings,
};
use napi::bindgen_prelude::Either;
use napi_derive::napi;

use crate::failure::Failure;

/// See `ColumnOptions`.
#[napi(object, object_to_js = false)]
pub struct JsColumns {
    pub text: Option<String>,
    pub id: Option<String>,
    pub weight: Option<String>,
    pub aliases: Option<String>,
    /// Columns by field, in the order given.
    pub contexts: Option<Vec<JsContextColumn>>,
    pub season: Option<Vec<String>>,
    pub payload: Option<Vec<String>>,
}

/// A member of `ColumnOptions.contexts`.
#[napi(object, object_to_js = false)]
pub struct JsContextColumn {
    pub field: String,
    pub column: String,
}

/// A member of `BuildOptions.seasons`.
#[napi(object, object_to_js = false)]
pub struct JsSeasonOptions {
    pub name: String,
    pub months: Vec<f64>,
}

/// See `QualityOptions`.
#[napi(object, object_to_js = false)]
pub struct JsQualityOptions {
    pub whole: Option<f64>,
    pub prefix: Option<f64>,
    pub words: Option<f64>,
    pub typo_base: Option<f64>,
}

/// See `TypoBudget`.
#[napi(object, object_to_js = false)]
pub struct JsTypoBudgetOptions {
    pub from: f64,
    pub edits: f64,
    pub cost: f64,
    pub cheap_only: Option<bool>,
}

/// See `TypoOptions`.
#[napi(object, object_to_js = false)]
pub struct JsTypoOptions {
    pub edit: Option<f64>,
    pub dropped: Option<f64>,
    pub neighbor: Option<f64>,
    pub doubled: Option<f64>,
    pub swap: Option<f64>,
    pub sound: Option<f64>,
    pub first: Option<f64>,
    pub budgets: Option<Vec<JsTypoBudgetOptions>>,
}

/// See `BuildOptions`.
#[napi(object, object_to_js = false)]
pub struct JsBuildOptions {
    pub kind: Option<String>,
    pub columns: Option<JsColumns>,
    pub format: Option<String>,
    pub on_error: Option<String>,
    pub rejects: Option<String>,
    pub quality: Option<JsQualityOptions>,
    pub languages: Option<Vec<String>>,
    pub layouts: Option<Vec<String>>,
    /// The path of a file, or the rules themselves.
    pub synonyms: Option<Either<String, Vec<String>>>,
    pub synonym_factor: Option<f64>,
    pub transliterate: Option<bool>,
    pub typos: Option<JsTypoOptions>,
    pub seasons: Option<Vec<JsSeasonOptions>>,
    pub memory: Option<f64>,
    pub threads: Option<f64>,
}

/// Converts `options` for the core.
pub(crate) fn build_options(options: JsBuildOptions) -> Result<BuildOptions, Failure> {
    let mut built = BuildOptions { on_error: on_error(&options)?, ..BuildOptions::default() };
    if let Some(kind) = options.kind {
        built.kind = match kind.as_str() {
            "text" => Kind::Text,
            "literal" => Kind::Literal,
            _ => return Err(not_one_of("kind", "text or literal", kind)),
        };
    }
    if let Some(format) = options.format {
        built.format = Some(match format.as_str() {
            "ndjson" => Format::Ndjson,
            "csv" => Format::Csv,
            "tsv" => Format::Tsv,
            _ => return Err(not_one_of("format", "ndjson, csv or tsv", format)),
        });
    }
    if let Some(columns) = options.columns {
        built.columns = Columns {
            text: columns.text,
            id: columns.id,
            weight: columns.weight,
            aliases: columns.aliases,
            contexts: columns.contexts.map(contexts_of).unwrap_or_default(),
            season: columns.season,
            payload: columns.payload,
        };
    }
    built.quality = options.quality.map(|quality| quality_of(&quality, built.kind));
    built.languages = options.languages.unwrap_or_default();
    built.layouts = options.layouts.unwrap_or_default();
    built.synonyms = options.synonyms.map(|synonyms| match synonyms {
        Either::A(path) => Synonyms::File(path.into()),
        Either::B(rules) => Synonyms::Rules(rules),
    });
    if let Some(factor) = options.synonym_factor {
        built.synonym_factor = factor;
    }
    built.transliterate = options.transliterate.unwrap_or(built.transliterate);
    if let Some(typos) = options.typos {
        built.typos = typos_of(typos)?;
    }
    if let Some(seasons) = options.seasons {
        built.seasons = seasons.into_iter().map(season_of).collect::<Result<_, _>>()?;
    }
    if let Some(memory) = options.memory {
        built.memory = whole("memory", memory)? as u64;
    }
    if let Some(threads) = options.threads {
        built.threads = Some(whole("threads", threads)?);
    }
    Ok(built)
}

fn quality_of(quality: &JsQualityOptions, kind: Kind) -> Quality {
    let of_kind = Quality::for_kind(kind);
    Quality {
        whole: quality.whole.unwrap_or(of_kind.whole),
        prefix: quality.prefix.unwrap_or(of_kind.prefix),
        words: quality.words.unwrap_or(of_kind.words),
        typo_base: quality.typo_base.unwrap_or(of_kind.typo_base),
    }
}

fn typos_of(typos: JsTypoOptions) -> Result<TypoSettings, Failure> {
    let standard = TypoSettings::default();
    let budgets = match typos.budgets {
        None => standard.budgets,
        Some(budgets) => budgets.iter().map(budget_of).collect::<Result<_, _>>()?,
    };
    Ok(TypoSettings {
        edit: typos.edit.unwrap_or(standard.edit),
        dropped: typos.dropped.unwrap_or(standard.dropped),
        neighbor: typos.neighbor.unwrap_or(standard.neighbor),
        doubled: typos.doubled.unwrap_or(standard.doubled),
        swap: typos.swap.unwrap_or(standard.swap),
        sound: typos.sound.unwrap_or(standard.sound),
        first: typos.first.unwrap_or(standard.first),
        budgets,
    })
}

fn budget_of(budget: &JsTypoBudgetOptions) -> Result<TypoBudget, Failure> {
    Ok(TypoBudget {
        from: whole("typos.budgets.from", budget.from)?,
        edits: u8::try_from(whole("typos.budgets.edits", budget.edits)?).unwrap_or(u8::MAX),
        cost: budget.cost,
        cheap_only: budget.cheap_only.unwrap_or(false),
    })
}

fn contexts_of(contexts: Vec<JsContextColumn>) -> Vec<(String, String)> {
    contexts.into_iter().map(|JsContextColumn { field, column }| (field, column)).collect()
}

fn season_of(season: JsSeasonOptions) -> Result<(String, [f64; 12]), Failure> {
    let JsSeasonOptions { name, months } = season;
    let months = months.try_into().map_err(|months: Vec<f64>| Error::InvalidOption {
        option: "seasons",
        expected: "12 numbers from 0 to 100 each".to_owned(),
        got: format!("{} in {name:?}", months.len()),
    })?;
    Ok((name, months))
}

fn on_error(options: &JsBuildOptions) -> Result<OnError, Failure> {
    match options.on_error.as_deref() {
        None | Some("stop") => match &options.rejects {
            None => Ok(OnError::Stop),
            Some(rejects) => Err(Failure::from(Error::InvalidOption {
                option: "rejects",
                expected: "left out unless onError is skip".to_owned(),
                got: format!("{rejects:?}"),
            })),
        },
        Some("skip") => {
            Ok(OnError::Skip { rejects: options.rejects.as_deref().map(PathBuf::from) })
        }
        Some(other) => Err(not_one_of("onError", "stop or skip", other.to_owned())),
    }
}

fn not_one_of(option: &'static str, expected: &str, got: String) -> Failure {
    Error::InvalidOption { option, expected: expected.to_owned(), got: format!("{got:?}") }.into()
}

/// Converts a JavaScript number that must be whole. One past the range of the type becomes its
/// largest, which the core refuses and says what is in range.
pub(crate) fn whole(option: &'static str, number: f64) -> Result<usize, Failure> {
    if number == f64::INFINITY || (number >= 0.0 && number.fract() == 0.0) {
        Ok(number as usize)
    } else {
        let expected = "a whole number from 0".to_owned();
        Err(Error::InvalidOption { option, expected, got: shown(number) }.into())
    }
}

/// Writes a number about as JavaScript does.
pub(crate) fn shown(number: f64) -> String {
    match number {
        f64::INFINITY => "Infinity".to_owned(),
        f64::NEG_INFINITY => "-Infinity".to_owned(),
        _ if number.abs() >= 1e21 => format!("{number:e}"),
        _ => number.to_string(),
    }
}
