//! One line of NDJSON into a record.

mod aliases;
mod inside;

use std::borrow::Cow;

use serde_json::value::RawValue;

use self::aliases::JsonAliases;
use super::contexts::{self, ContextList};
use super::fields::{Alias, DEFAULT_WEIGHT, Record};
use super::json_values::{arrived, not_json, number, string};
use super::members::{Found, Wanted, given, present, read_members, steps_to};
use super::payload::{member_start, payload_object};
use super::rules::{self, FieldError, shown};
use super::seasons::{self, Season, SeasonPlaces};
use crate::build::input::holder;
use crate::build::input::names::{Tally, wanted_names};
use crate::build::input::text_encoding::TextEncoding;
use crate::build::options::Columns;
use crate::build::report::TakenColumn;
use crate::format::season_rows::MONTHS;

/// Up to this many wanted members, a record is parsed without a list on the heap.
const FEW_MEMBERS: usize = 16;

/// Finds the wanted members of an object in one pass, and then parses each on its own, so that an
/// error tells its field.
#[derive(Debug)]
pub(super) struct ObjectParser {
    /// The input, for the command that takes records out of it.
    file: String,
    encoding: TextEncoding,
    /// The wanted members, each once; the fields below are positions in it.
    names: Vec<String>,
    /// The members that lead to wanted ones in objects.
    steps: Vec<String>,
    text: usize,
    id: usize,
    weight: usize,
    aliases: Vec<usize>,
    contexts: Contexts,
    season: SeasonPlaces,
    payload: PayloadMembers,
    /// The members that options name, and their fields.
    named: Vec<(usize, &'static str)>,
    /// The fields as reports call them, each with the place of its wanted member.
    fields: Vec<(String, usize)>,
}

#[derive(Debug)]
enum Contexts {
    /// All fields, in one object.
    Object(usize),
    /// Each field in a member of its own.
    Fields(Vec<(String, usize)>),
}

#[derive(Debug)]
enum PayloadMembers {
    Value(usize),
    Object(Vec<(String, usize)>),
}

impl ObjectParser {
    /// Makes a parser of the input called `file`, which takes the fields from the members that
    /// `columns` says.
    pub(super) fn new(file: &str, encoding: TextEncoding, columns: &Columns) -> Self {
        let mut names: Vec<String> = Vec::new();
        let mut want = |name: &str| match names.iter().position(|wanted| wanted == name) {
            // Two fields may take one member, which is then parsed twice.
            Some(at) => at,
            None => {
                names.push(name.to_owned());
                names.len() - 1
            }
        };
        let text = want(columns.text.as_deref().unwrap_or("text"));
        let id = want(columns.id.as_deref().unwrap_or("id"));
        let weight = want(columns.weight.as_deref().unwrap_or("weight"));
        let aliases = match columns.aliases.as_deref() {
            None | Some([]) => vec![want("aliases")],
            Some(members) => members.iter().map(|name| want(name)).collect(),
        };
        let payload = match &columns.payload {
            None => PayloadMembers::Value(want("payload")),
            Some(members) => PayloadMembers::Object(
                members.iter().map(|name| (member_start(name), want(name))).collect(),
            ),
        };
        let contexts = match columns.contexts.as_slice() {
            [] => Contexts::Object(want("contexts")),
            fields => Contexts::Fields(
                fields.iter().map(|(field, name)| (field.clone(), want(name))).collect(),
            ),
        };
        // Twelve columns have been counted before: other numbers are refused with the options.
        let season = match columns.season.as_deref() {
            None | Some([]) => SeasonPlaces::One(want("season")),
            Some([one]) => SeasonPlaces::One(want(one)),
            Some(months) => {
                let mut places = [0; MONTHS];
                places.iter_mut().zip(months).for_each(|(place, name)| *place = want(name));
                SeasonPlaces::Months(places)
            }
        };
        let wanted = wanted_names(columns).into_iter();
        let fields = wanted.map(|(field, name)| (field, want(&name))).collect();
        let (steps, named) = (steps_to(&names), Vec::new());
        let mut parser = ObjectParser {
            file: file.to_owned(),
            encoding,
            names,
            steps,
            text,
            id,
            weight,
            aliases,
            contexts,
            season,
            payload,
            named,
            fields,
        };
        parser.watch(columns);
        parser
    }

    /// Notes the members that `columns` names, for [`ObjectParser::first_unseen`].
    fn watch(&mut self, columns: &Columns) {
        let fields = [
            // Text is not watched: a record without it is an error by itself.
            (&columns.id, self.id, "id"),
            (&columns.weight, self.weight, "weight"),
        ];
        // A member of a default name may be missing from all records, one that was asked for may
        // not.
        let given = fields.into_iter().filter(|(column, ..)| column.is_some());
        self.named.extend(given.map(|(_, at, field)| (at, field)));
        if columns.aliases.is_some() {
            self.named.extend(self.aliases.iter().map(|&at| (at, "aliases")));
        }
        if let PayloadMembers::Object(members) = &self.payload {
            self.named.extend(members.iter().map(|(_, at)| (*at, "payload")));
        }
        if let Contexts::Fields(fields) = &self.contexts {
            self.named.extend(fields.iter().map(|(_, at)| (*at, "contexts")));
        }
        match (&columns.season, &self.season) {
            (None, _) => {}
            (Some(_), SeasonPlaces::One(at)) => self.named.push((*at, "season")),
            (Some(_), SeasonPlaces::Months(places)) => {
                self.named.extend(places.iter().map(|&at| (at, "season")));
            }
        }
    }

    fn wanted(&self) -> Wanted<'_, String> {
        Wanted::by_paths(&self.names, &self.steps)
    }

    /// Returns the first member that an option names and `members` lacks: its field and its name.
    pub(super) fn first_unseen(&self, members: u64) -> Option<(&'static str, &str)> {
        // Past the bits that there are, members are not watched.
        let unseen = |at: usize| at < 64 && members >> at & 1 == 0;
        let &(at, field) = self.named.iter().find(|(at, _)| unseen(*at))?;
        Some((field, self.names.get(at)?))
    }

    /// Returns the fields that members filled, with the names of these members as records spell
    /// them.
    pub(super) fn taken(&self, tally: &Tally) -> Vec<TakenColumn> {
        let found: Vec<(usize, &str)> = tally.taken(&self.names).collect();
        let mut taken = Vec::new();
        for (field, at) in &self.fields {
            for (_, column) in found.iter().filter(|(found, _)| found == at) {
                taken.push(TakenColumn { field: field.clone(), column: (*column).to_owned() });
            }
        }
        taken
    }

    /// Parses and checks one record. `tally` counts the members that no field takes.
    pub(super) fn parse<'a>(
        &self,
        line: &'a [u8],
        tally: &mut Tally,
    ) -> Result<Record<'a>, FieldError> {
        // Once for the whole line, so that all texts can be borrowed from it without a look.
        let line = std::str::from_utf8(line)
            .map_err(|error| self.invalid_utf8(line, error.valid_up_to()))?;
        // Most inputs name a handful of members, so most records need no vector here.
        let (mut few, mut many) = ([None; FEW_MEMBERS], Vec::new());
        let values = match few.get_mut(..self.names.len()) {
            Some(values) => values,
            None => {
                many.resize(self.names.len(), None);
                &mut many
            }
        };
        let values = self.find_members(line, values, tally)?;
        tally.end(present(values, self.weight).is_some());
        self.record(line, values, tally)
    }

    fn find_members<'a, 'v>(
        &self,
        line: &'a str,
        values: &'v mut [Option<Found<'a>>],
        tally: &mut Tally,
    ) -> Result<&'v [Option<Found<'a>>], FieldError> {
        // Before the parser, whose message would speak of types and not of what to write.
        if !line.trim_ascii_start().starts_with('{') {
            let got = shown(line.trim_ascii());
            // A list of texts is the next thing that people have.
            let hint = match got.starts_with("\"\\\"") {
                true => "; write a text as {\"text\": \"…\"}",
                false => "",
            };
            let reason = format!("must be a JSON object, got {got}{hint}");
            return Err(FieldError::new("record", reason));
        }
        // Values stay text for now: the one that is wrong should be named by its field.
        match read_members(line, self.wanted(), values, tally) {
            Ok(None) => Ok(values),
            Ok(Some(twice)) => {
                let name = self.names.get(twice).map_or("", String::as_str);
                let reason = format!("is given twice, as {}; give it once", shown(name));
                Err(FieldError::new(self.field_of(twice), reason))
            }
            Err(error) => Err(FieldError::new("record", not_json(&error))),
        }
    }

    fn record<'a>(
        &self,
        line: &str,
        values: &[Option<Found<'a>>],
        tally: &mut Tally,
    ) -> Result<Record<'a>, FieldError> {
        let Some(text) = given(values, self.text) else {
            let column = self.names.get(self.text).map_or("text", String::as_str);
            // Null is there, so "is missing" would send the reader to look for a wrong name.
            if values.get(self.text).is_some_and(Option::is_some) {
                let error = FieldError::new("text", "must be a string, got null");
                return Err(self.with_other_text(error, line));
            }
            if let Some(reason) = holder::told(line.as_bytes(), &self.file) {
                return Err(FieldError::new("text", format!("is missing; {reason}")));
            }
            let error = FieldError::missing("text", column);
            return Err(inside::with_members(error, line, "", inside::likeness_to_text(column)));
        };
        let text = self.text(text, line)?;
        let id = present(values, self.id).map(parse_id).transpose()?;
        let weight = present(values, self.weight).map_or(Ok(DEFAULT_WEIGHT), parse_weight)?;
        let aliases = self.aliases(values, tally)?;
        let contexts = self.contexts(values)?;
        let season = self.season(values)?;
        let payload = match &self.payload {
            PayloadMembers::Value(at) => given(values, *at).map(Cow::Borrowed),
            PayloadMembers::Object(members) => {
                let value = |at| given(values, at).map(Cow::Borrowed);
                payload_object(members.iter().map(|(start, at)| (start.as_str(), value(*at))))
                    .map(Cow::Owned)
            }
        };
        // A bit for each of the first 64. More are not watched, which costs a message and no
        // record.
        let present = values.iter().take(64).enumerate().filter(|(_, value)| value.is_some());
        let members = present.fold(0, |members, (at, _)| members | 1 << at);
        Ok(Record { text, id, weight, aliases, contexts, season, payload, members })
    }

    fn text<'a>(&self, json: &'a str, line: &str) -> Result<Cow<'a, str>, FieldError> {
        let text = string("text", json).map_err(|error| {
            let column = self.names.get(self.text).map_or("text", String::as_str);
            match json.starts_with('{') {
                // Texts by language or by kind, of which one is meant.
                true => inside::with_members(error, json, column, inside::likeness_to_text("text")),
                false => error,
            }
        })?;
        rules::check_text("text", &text).map_err(|error| match text.trim().is_empty() {
            true => self.with_other_text(error, line),
            false => error,
        })?;
        Ok(text)
    }

    /// Adds to the error of a record whose member `text` holds nothing the one that may be meant
    /// instead. If an option names the member, it is meant, and the record is bad.
    fn with_other_text(&self, error: FieldError, line: &str) -> FieldError {
        let column = self.names.get(self.text).map_or("text", String::as_str);
        if column != "text" {
            return error;
        }
        let reason = error.reason.clone();
        let told = inside::with_members(error, line, "", inside::likeness_to_text(column));
        match told.suggested {
            Some(_) => told,
            None => FieldError::new("text", reason),
        }
    }

    /// Returns the aliases of all members that have some, in the order of the option.
    fn aliases<'a>(
        &self,
        values: &[Option<Found<'a>>],
        tally: &mut Tally,
    ) -> Result<Vec<Alias<'a>>, FieldError> {
        let mut aliases = JsonAliases::default();
        for &at in &self.aliases {
            if let Some(json) = present(values, at) {
                aliases.add(json, self.names.get(at).map_or("aliases", String::as_str))?;
            }
        }
        Ok(aliases.finish(tally))
    }

    fn contexts(&self, values: &[Option<Found<'_>>]) -> Result<Vec<String>, FieldError> {
        match &self.contexts {
            Contexts::Object(at) => {
                present(values, *at).map_or(Ok(Vec::new()), contexts::parse_object)
            }
            Contexts::Fields(fields) => {
                let mut list = ContextList::default();
                for (field, at) in fields {
                    present(values, *at).map_or(Ok(()), |json| list.push_json(field, json))?;
                }
                Ok(list.finish())
            }
        }
    }

    fn season<'a>(&self, values: &[Option<Found<'a>>]) -> Result<Option<Season<'a>>, FieldError> {
        match &self.season {
            SeasonPlaces::One(at) => present(values, *at).map(seasons::parse_json).transpose(),
            SeasonPlaces::Months(places) => {
                let members = places.map(|at| present(values, at));
                seasons::parse_members(members, |month| {
                    let name = places.get(month).and_then(|&at| self.names.get(at));
                    shown(name.map_or("", String::as_str))
                })
            }
        }
    }

    /// Returns the field that the wanted member at `at` fills; of several, the first.
    fn field_of(&self, at: usize) -> &'static str {
        let fields = [(self.text, "text"), (self.id, "id"), (self.weight, "weight")];
        if let Some((_, field)) = fields.into_iter().find(|&(member, _)| member == at) {
            return field;
        }
        if self.aliases.contains(&at) {
            return "aliases";
        }
        // One member may fill several fields, and the first that can fail is named.
        let in_contexts = match &self.contexts {
            Contexts::Object(member) => *member == at,
            Contexts::Fields(fields) => fields.iter().any(|&(_, member)| member == at),
        };
        match (in_contexts, self.season.contains(at)) {
            (true, _) => "contexts",
            (false, true) => "season",
            (false, false) => "payload",
        }
    }

    /// Makes the error of a line that is not UTF-8 from the byte at `at` on.
    fn invalid_utf8(&self, line: &[u8], at: usize) -> FieldError {
        // The replacement of what is invalid leaves everything before `at` where it was, so the
        // member that then holds this byte is the one at fault.
        let readable = String::from_utf8_lossy(line);
        let mut values = vec![None; self.names.len()];
        // Raw values borrow from the line, so their addresses say where they stand in it.
        let start = readable.as_ptr() as usize;
        let holds = |value: &RawValue| {
            let from = value.get().as_ptr() as usize - start;
            (from..from + value.get().len()).contains(&at)
        };
        let found = read_members(&readable, self.wanted(), &mut values, &mut Tally::default());
        let field = match found {
            Ok(_) => values.iter().position(|found| found.is_some_and(|found| holds(found.value))),
            Err(_) => None,
        };
        let refused = self.encoding.refuse(line);
        let reason = refused.reason(&format!("at byte {} of the line", at + 1));
        let field = field.map_or("record", |at| self.field_of(at));
        let (available, advice) = (refused.likely, refused.advice);
        FieldError { available, advice, ..FieldError::new(field, reason) }
    }
}

fn parse_id(json: &str) -> Result<Cow<'_, str>, FieldError> {
    // Kept as text: an id of twenty digits would lose its last ones as a number.
    let digits = json.strip_prefix('-').unwrap_or(json);
    let id = if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        Cow::Borrowed(json)
    } else if json.starts_with('"') {
        string("id", json)?
    } else {
        let reason = format!("must be a string or a whole number, got {}", arrived(json));
        return Err(FieldError::new("id", reason));
    };
    rules::check_id(&id)?;
    Ok(id)
}

fn parse_weight(json: &str) -> Result<f64, FieldError> {
    match number("weight", json)? {
        Some(number) => rules::parse_weight(&number),
        None => Err(FieldError::new(
            "weight",
            format!("must be a number from 0, got {}", arrived(json)),
        )),
    }
}
