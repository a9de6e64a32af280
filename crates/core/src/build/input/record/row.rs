//! One row of CSV or TSV into a record.

use std::borrow::Cow;

use super::contexts::ContextList;
use super::fields::{Alias, DEFAULT_ALIAS_FACTOR, DEFAULT_WEIGHT, Record};
use super::payload::{member_start, payload_object};
use super::rules::{self, FieldError, shown};
use super::seasons::{self, Season, SeasonPlaces};
use crate::build::input::batch::RawRecord;
use crate::build::input::names::Tally;
use crate::build::input::table::Header;
use crate::build::input::text_encoding::TextEncoding;
use crate::build::options::Columns;
use crate::build::report::TakenColumn;
use crate::error::{Error, Result};
use crate::format::season_rows::MONTHS;

/// Takes the fields from the cells below the columns that the header and the options say.
#[derive(Debug)]
pub(super) struct RowParser {
    header: Header,
    encoding: TextEncoding,
    text: usize,
    id: Option<usize>,
    weight: Option<usize>,
    aliases: Vec<usize>,
    /// The fields of contexts and their columns.
    contexts: Vec<(String, usize)>,
    season: Option<SeasonPlaces>,
    payload: PayloadCells,
    /// The columns that no field takes.
    unused: Vec<usize>,
}

#[derive(Debug)]
enum PayloadCells {
    None,
    Cell(usize),
    Object(Vec<(String, usize)>),
}

impl RowParser {
    /// Finds the columns in `header`.
    pub(super) fn new(
        file: &str,
        header: Header,
        encoding: TextEncoding,
        columns: &Columns,
    ) -> Result<Self> {
        let names = ColumnNames { file, header: &header };
        // The text must be there. The others may be, unless an option names them.
        let text = match &columns.text {
            None if names.is_text_alone() => 0,
            column => names.named("text", column.as_deref().unwrap_or("text"))?,
        };
        let payload = match &columns.payload {
            None => names.own("payload")?.map_or(PayloadCells::None, PayloadCells::Cell),
            Some(members) => PayloadCells::Object(
                members
                    .iter()
                    .map(|name| Ok((member_start(name), names.named("payload", name)?)))
                    .collect::<Result<_>>()?,
            ),
        };
        let contexts = columns
            .contexts
            .iter()
            .map(|(field, column)| Ok((field.clone(), names.named("contexts", column)?)))
            .collect::<Result<_>>()?;
        // A column called season is taken without being asked for, as text and weight are.
        let season = match columns.season.as_deref() {
            None | Some([]) => names.own("season")?.map(SeasonPlaces::One),
            Some([one]) => Some(SeasonPlaces::One(names.named("season", one)?)),
            Some(months) => {
                let mut places = [0; MONTHS];
                for (place, column) in places.iter_mut().zip(months) {
                    *place = names.named("season", column)?;
                }
                Some(SeasonPlaces::Months(places))
            }
        };
        let aliases = match columns.aliases.as_deref() {
            None | Some([]) => names.own("aliases")?.into_iter().collect(),
            Some(several) => several
                .iter()
                .map(|column| names.named("aliases", column))
                .collect::<Result<_>>()?,
        };
        let id = names.optional("id", columns.id.as_deref())?;
        let weight = names.optional("weight", columns.weight.as_deref())?;
        let unused = Vec::new();
        let mut parser = RowParser {
            header,
            encoding,
            text,
            id,
            weight,
            aliases,
            contexts,
            season,
            payload,
            unused,
        };
        let columns = 0..parser.header.len();
        parser.unused = columns.filter(|&at| parser.field_of(at) == "record").collect();
        Ok(parser)
    }

    /// Returns the columns that fill the fields, as the header spells them.
    pub(super) fn taken(&self) -> Vec<TakenColumn> {
        let mut taken = Vec::new();
        let mut take = |field: &str, columns: &[usize]| {
            taken.extend(columns.iter().map(|&at| TakenColumn {
                field: field.to_owned(),
                column: self.header.name(at).to_owned(),
            }));
        };
        take("text", &[self.text]);
        take("id", self.id.as_slice());
        take("weight", self.weight.as_slice());
        take("aliases", &self.aliases);
        for (field, at) in &self.contexts {
            take(&format!("contexts.{field}"), &[*at]);
        }
        match &self.season {
            None => {}
            Some(SeasonPlaces::One(at)) => take("season", &[*at]),
            Some(SeasonPlaces::Months(places)) => take("season", places),
        }
        match &self.payload {
            PayloadCells::None => {}
            PayloadCells::Cell(at) => take("payload", &[*at]),
            PayloadCells::Object(members) => {
                members.iter().for_each(|(_, at)| take("payload", &[*at]));
            }
        }
        taken
    }

    /// Parses and checks one row. `tally` counts the cells that no field takes.
    pub(super) fn parse<'a>(
        &self,
        row: &RawRecord<'a>,
        tally: &mut Tally,
    ) -> Result<Record<'a>, FieldError> {
        // A row with a cell more or less has lost or gained a delimiter, and every later cell would
        // fill a wrong field.
        if row.cell_count() != self.header.len() {
            let (got, expected) = (row.cell_count(), self.header.len());
            let first = if self.header.is_numbered() { "the first row" } else { "the header" };
            let reason = format!("must have {expected} cells as {first} has, got {got}");
            return Err(FieldError::new("record", reason));
        }
        self.check_utf8(row)?;
        // An empty cell is absent: a table has no other way to say so. So is one of white space,
        // which nobody can see.
        let cell = |at: usize| -> Option<&'a str> {
            let text = std::str::from_utf8(row.cell(at)?).ok()?;
            text.contains(|char: char| !char.is_whitespace()).then_some(text)
        };
        let Some(text) = cell(self.text) else {
            let reason = format!("is missing; column {} is empty", self.column(self.text));
            return Err(FieldError::new("text", reason));
        };
        rules::check_text("text", text)?;
        let id = self.id.and_then(cell);
        if let Some(id) = id {
            rules::check_id(id)?;
        }
        // Spreadsheets pad numbers. Texts and ids stay as they are.
        let weight = self.weight.and_then(cell).map(str::trim);
        tally.begin();
        for (at, cell) in self.unused.iter().filter_map(|&at| Some((at, cell(at)?))) {
            let slot = tally.slot(self.header.name(at));
            tally.count(slot, rules::figure(cell));
        }
        tally.end(weight.is_some());
        let weight = weight.map_or(Ok(DEFAULT_WEIGHT), parse_weight)?;
        let mut aliases = Vec::new();
        for &at in &self.aliases {
            cell(at).map_or(Ok(()), |cell| parse_aliases(cell, &mut aliases))?;
        }
        // Several columns may fill one field.
        let mut contexts = ContextList::default();
        for (field, at) in &self.contexts {
            cell(*at).map_or(Ok(()), |cell| contexts.push_cell(field, cell))?;
        }
        let season = self.season(cell)?;
        let payload = match &self.payload {
            PayloadCells::None => None,
            PayloadCells::Cell(at) => cell(*at).map(json_string),
            PayloadCells::Object(members) => {
                let value = |at| cell(at).map(|cell| Cow::Owned(json_string(cell)));
                payload_object(members.iter().map(|(start, at)| (start.as_str(), value(*at))))
            }
        };
        Ok(Record {
            // A header is checked once for all, so no member is missed later.
            members: u64::MAX,
            text: Cow::Borrowed(text),
            id: id.map(Cow::Borrowed),
            weight,
            aliases,
            contexts: contexts.finish(),
            season,
            payload: payload.map(Cow::Owned),
        })
    }

    /// Returns the season of a row, if it has one.
    fn season<'a>(
        &self,
        cell: impl Fn(usize) -> Option<&'a str>,
    ) -> Result<Option<Season<'a>>, FieldError> {
        match &self.season {
            None => Ok(None),
            Some(SeasonPlaces::One(at)) => {
                Ok(cell(*at).map(|name| Season::Profile(Cow::Borrowed(name))))
            }
            Some(SeasonPlaces::Months(places)) => {
                let name_of =
                    |month| places.get(month).map_or(String::new(), |&at| self.column(at));
                seasons::parse_cells(places.map(cell), name_of)
            }
        }
    }

    /// Checks every cell, whether a field takes it or not: where one is not UTF-8, the whole input
    /// is likely to be in another encoding.
    fn check_utf8(&self, row: &RawRecord<'_>) -> Result<(), FieldError> {
        // Nearly all rows of many inputs, decided in one pass.
        if row.raw.is_ascii() {
            return Ok(());
        }
        for at in 0..row.cell_count() {
            if std::str::from_utf8(row.cell(at).unwrap_or_default()).is_err() {
                let refused = self.encoding.refuse(row.raw);
                let reason = refused.reason(&format!("in column {}", self.column(at)));
                return Err(FieldError {
                    available: refused.likely,
                    advice: refused.advice,
                    ..FieldError::new(self.field_of(at), reason)
                });
            }
        }
        Ok(())
    }

    /// Returns the name of a column, as a message shows it.
    fn column(&self, at: usize) -> String {
        shown(self.header.name(at))
    }

    /// Returns the field that column `at` fills; of several, the first.
    fn field_of(&self, at: usize) -> &'static str {
        let fields = [(Some(self.text), "text"), (self.id, "id"), (self.weight, "weight")];
        if let Some((_, field)) = fields.into_iter().find(|&(column, _)| column == Some(at)) {
            return field;
        }
        if self.aliases.contains(&at) {
            return "aliases";
        }
        if self.contexts.iter().any(|&(_, column)| column == at) {
            return "contexts";
        }
        if self.season.as_ref().is_some_and(|places| places.contains(at)) {
            return "season";
        }
        let in_payload = match &self.payload {
            PayloadCells::None => false,
            PayloadCells::Cell(column) => *column == at,
            PayloadCells::Object(members) => members.iter().any(|&(_, column)| column == at),
        };
        if in_payload { "payload" } else { "record" }
    }
}

/// Adds the aliases of one cell.
fn parse_aliases<'a>(cell: &'a str, aliases: &mut Vec<Alias<'a>>) -> Result<(), FieldError> {
    // Empty pieces come from a bar at an end, as people write lists, and from bars with spaces.
    let pieces = cell.split('|').filter(|piece| !piece.trim().is_empty());
    rules::check_alias_count(aliases.len() + pieces.clone().count())?;
    for text in pieces {
        rules::check_text("aliases", text)?;
        aliases.push(Alias { text: Cow::Borrowed(text), factor: DEFAULT_ALIAS_FACTOR });
    }
    Ok(())
}

/// Parses the weight in a cell. A comma is its decimal point where it cannot separate thousands:
/// `12,5` and `0,125`, but not `12,500`.
fn parse_weight(cell: &str) -> Result<f64, FieldError> {
    let Some((whole, fraction)) = cell.split_once(',') else {
        return rules::parse_weight(cell);
    };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(whole) || !is_digits(fraction) {
        return rules::parse_weight(cell);
    }
    let with_point = format!("{whole}.{fraction}");
    // Thousands come in threes, behind one to three digits that do not begin with a zero.
    if fraction.len() != 3 || whole.len() > 3 || whole.starts_with('0') {
        return rules::parse_weight(&with_point);
    }
    let reason = format!(
        "must be a number from 0, got {}; write {with_point} or {whole}{fraction}, since its comma \
         may mean either",
        shown(cell)
    );
    Err(FieldError::new("weight", reason))
}

fn json_string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The columns of one input, to find those of fields in.
struct ColumnNames<'h> {
    file: &'h str,
    header: &'h Header,
}

impl ColumnNames<'_> {
    /// Returns whether there is no column but the text, and no header to name it.
    fn is_text_alone(&self) -> bool {
        self.header.is_numbered() && self.header.len() < 2
    }

    /// Finds the column that `field` takes by an option or, without one, by its own name.
    fn optional(&self, field: &'static str, column: Option<&str>) -> Result<Option<usize>> {
        match column {
            Some(column) => self.named(field, column).map(Some),
            None => self.own(field),
        }
    }

    /// Finds the column of the name of `field`, if there is one.
    fn own(&self, field: &'static str) -> Result<Option<usize>> {
        self.header.find(self.file, field)
    }

    /// Finds a column that must be there.
    fn named(&self, field: &'static str, column: &str) -> Result<usize> {
        self.header.find(self.file, column)?.ok_or_else(|| Error::MissingColumn {
            file: self.file.into(),
            field,
            column: column.into(),
            available: self.header.names().to_vec(),
            // The rows below tell more, and are not here.
            suggested: None,
            advice: None,
        })
    }
}
