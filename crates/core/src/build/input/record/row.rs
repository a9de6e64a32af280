//! One row of CSV or TSV into a record.

use std::borrow::Cow;

use super::contexts::ContextList;
use super::fields::{Alias, DEFAULT_ALIAS_FACTOR, DEFAULT_WEIGHT, Record};
use super::payload::{member_start, payload_object};
use super::rules::{self, FieldError, shown};
use super::seasons::{self, Season, SeasonPlaces};
use crate::advice::Advice;
use crate::build::input::batch::RawRecord;
use crate::build::input::names::Tally;
use crate::build::options::Columns;
use crate::build::report::TakenColumn;
use crate::error::{Error, Result};
use crate::format::season_rows::MONTHS;

/// Takes the fields from the cells below the columns that the header and the options say.
#[derive(Debug)]
pub(super) struct RowParser {
    header: Vec<String>,
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
    pub(super) fn new(file: &str, header: &RawRecord<'_>, columns: &Columns) -> Result<Self> {
        let names = header_names(file, header)?;
        let header = ColumnNames { file, names: &names };
        // The text must be there. The others may be, unless an option names them.
        let text = header.named("text", columns.text.as_deref().unwrap_or("text"))?;
        let payload = match &columns.payload {
            None => header.find("payload")?.map_or(PayloadCells::None, PayloadCells::Cell),
            Some(members) => PayloadCells::Object(
                members
                    .iter()
                    .map(|name| Ok((member_start(name), header.named("payload", name)?)))
                    .collect::<Result<_>>()?,
            ),
        };
        let contexts = columns
            .contexts
            .iter()
            .map(|(field, column)| Ok((field.clone(), header.named("contexts", column)?)))
            .collect::<Result<_>>()?;
        // A column called season is taken without being asked for, as text and weight are.
        let season = match columns.season.as_deref() {
            None | Some([]) => header.find("season")?.map(SeasonPlaces::One),
            Some([one]) => Some(SeasonPlaces::One(header.named("season", one)?)),
            Some(months) => {
                let mut places = [0; MONTHS];
                for (place, column) in places.iter_mut().zip(months) {
                    *place = header.named("season", column)?;
                }
                Some(SeasonPlaces::Months(places))
            }
        };
        let id = header.optional("id", columns.id.as_deref())?;
        let weight = header.optional("weight", columns.weight.as_deref())?;
        let aliases = match columns.aliases.as_deref() {
            None | Some([]) => header.find("aliases")?.into_iter().collect(),
            Some(columns) => columns
                .iter()
                .map(|column| header.named("aliases", column))
                .collect::<Result<_>>()?,
        };
        let unused = Vec::new();
        let mut parser = RowParser {
            text,
            id,
            weight,
            aliases,
            contexts,
            season,
            payload,
            unused,
            header: names,
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
                column: self.column(at).to_owned(),
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
            let reason = format!("must have {expected} cells as the header has, got {got}");
            return Err(FieldError::new("record", reason));
        }
        self.check_utf8(row)?;
        // An empty cell is absent: a table has no other way to say so.
        let cell = |at: usize| -> Option<&'a str> {
            let text = std::str::from_utf8(row.cell(at)?).ok()?;
            (!text.is_empty()).then_some(text)
        };
        let Some(text) = cell(self.text) else {
            let reason = format!("is missing; column {} is empty", shown(self.column(self.text)));
            return Err(FieldError::new("text", reason));
        };
        rules::check_text("text", text)?;
        let id = self.id.and_then(cell);
        if let Some(id) = id {
            rules::check_id(id)?;
        }
        // Spreadsheets pad numbers. Texts and ids stay as they are.
        let weight = self.weight.and_then(cell).map(str::trim).filter(|cell| !cell.is_empty());
        tally.begin();
        for (at, cell) in self.unused.iter().filter_map(|&at| Some((at, cell(at)?))) {
            let slot = tally.slot(self.column(at));
            tally.count(slot, rules::may_be_weight(cell));
        }
        tally.end(weight.is_some());
        let weight = weight.map_or(Ok(DEFAULT_WEIGHT), rules::parse_weight)?;
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
                    |month| shown(places.get(month).map_or("", |&at: &usize| self.column(at)));
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
                let column = shown(self.column(at));
                let reason = format!("is not UTF-8 in column {column}; convert it to UTF-8");
                return Err(FieldError::new(self.field_of(at), reason));
            }
        }
        Ok(())
    }

    fn column(&self, at: usize) -> &str {
        self.header.get(at).map_or("", String::as_str)
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
    // Empty pieces come from a bar at an end, as people write lists.
    let pieces = cell.split('|').filter(|piece| !piece.is_empty());
    rules::check_alias_count(aliases.len() + pieces.clone().count())?;
    for text in pieces {
        rules::check_text("aliases", text)?;
        aliases.push(Alias { text: Cow::Borrowed(text), factor: DEFAULT_ALIAS_FACTOR });
    }
    Ok(())
}

fn json_string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The names of the columns of one input.
struct ColumnNames<'h> {
    file: &'h str,
    names: &'h [String],
}

impl ColumnNames<'_> {
    /// Finds the column that `field` takes by an option or, without one, by its own name.
    fn optional(&self, field: &'static str, column: Option<&str>) -> Result<Option<usize>> {
        match column {
            Some(column) => self.named(field, column).map(Some),
            None => self.find(field),
        }
    }

    /// Finds a column that must be there.
    fn named(&self, field: &'static str, column: &str) -> Result<usize> {
        self.find(column)?.ok_or_else(|| Error::MissingColumn {
            file: self.file.into(),
            field,
            column: column.into(),
            available: self.names.to_vec(),
            advice: self.advice(field, column),
        })
    }

    fn find(&self, column: &str) -> Result<Option<usize>> {
        let mut places = self.names.iter().enumerate().filter(|(_, name)| *name == column);
        let first = places.next().map(|(at, _)| at);
        // Either of the two could be meant, and half of the data would be lost without a word.
        if places.next().is_some() {
            let reason =
                format!("the header has the column {} twice; rename one of them", shown(column));
            return Err(Error::InvalidInput { file: self.file.into(), reason, advice: None });
        }
        Ok(first)
    }

    /// Returns what helps who names a column that the header lacks.
    fn advice(&self, field: &str, column: &str) -> Option<Advice> {
        match self.names {
            // One column with delimiters of others in its name: the input is in another format.
            [only] if only.contains([';', '\t', ',']) => Some(Advice::CheckSeparator),
            _ if field == "text" && column == "text" => Some(Advice::NameColumn),
            _ => None,
        }
    }
}

fn header_names(file: &str, header: &RawRecord<'_>) -> Result<Vec<String>> {
    let invalid = |reason: String| Error::InvalidInput { file: file.into(), reason, advice: None };
    // A damaged header makes every row below it wrong.
    if let Some(fault) = header.fault {
        return Err(invalid(format!("the header {}", fault.reason())));
    }
    (0..header.cell_count())
        .map(|at| {
            let name = header.cell(at).unwrap_or_default().to_vec();
            String::from_utf8(name).map_err(|_| {
                invalid(format!("column {} of the header is not UTF-8; convert it", at + 1))
            })
        })
        .collect()
}
