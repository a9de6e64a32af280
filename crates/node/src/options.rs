//! Options of a build from JavaScript into those of the core.

use std::path::PathBuf;

use mapahead::{BuildOptions, Columns, Error, Format, Kind, OnError, Quality};
use napi_derive::napi;

use crate::failure::Failure;
use crate::index::whole;

/// See `ColumnOptions`.
#[napi(object, object_to_js = false)]
pub struct JsColumns {
    pub text: Option<String>,
    pub id: Option<String>,
    pub weight: Option<String>,
    pub aliases: Option<String>,
    pub payload: Option<Vec<String>>,
}

/// See `QualityOptions`.
#[napi(object, object_to_js = false)]
pub struct JsQualityOptions {
    pub whole: Option<f64>,
    pub prefix: Option<f64>,
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
            payload: columns.payload,
        };
    }
    if let Some(quality) = options.quality {
        let JsQualityOptions { whole, prefix } = quality;
        let of_kind = Quality::for_kind(built.kind);
        built.quality = Some(Quality {
            whole: whole.unwrap_or(of_kind.whole),
            prefix: prefix.unwrap_or(of_kind.prefix),
            ..of_kind
        });
    }
    if let Some(memory) = options.memory {
        built.memory = whole("memory", memory)? as u64;
    }
    if let Some(threads) = options.threads {
        built.threads = Some(whole("threads", threads)?);
    }
    Ok(built)
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
