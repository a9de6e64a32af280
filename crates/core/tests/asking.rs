//! The same question to the engine and to the model, and their answers in one form.

use std::ops::Range;

use mapahead::{Costs, Day, Index, SuggestOptions, Suggestion, Typos};

use crate::corpus::Pair;
use crate::model::{Answer, Boosts, Model, Options, Restriction, Via};

/// What both sides say of a suggestion.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    pub text: String,
    pub id: Option<String>,
    pub weight: f64,
    pub score: f64,
    pub tier: u8,
    pub kind: String,
    pub via: Vec<String>,
    pub surface: String,
    pub cost: f64,
    pub dropped: Vec<String>,
    pub highlights: Vec<Range<usize>>,
}

impl Said {
    /// Returns the highlighted parts of the text.
    pub fn highlighted(&self) -> Vec<&str> {
        self.highlights.iter().map(|range| &self.text[range.clone()]).collect()
    }
}

fn of_engine(suggestion: &Suggestion<'_>) -> Said {
    let matched = &suggestion.matched;
    Said {
        text: suggestion.text.to_owned(),
        id: suggestion.id.map(str::to_owned),
        weight: suggestion.weight,
        score: suggestion.score,
        tier: matched.tier,
        kind: matched.kind.code().to_owned(),
        via: matched.via.iter().map(|via| via.code().to_owned()).collect(),
        surface: matched.surface.to_string(),
        cost: matched.cost,
        dropped: matched.dropped.clone(),
        highlights: suggestion.highlights.iter().collect(),
    }
}

fn of_model(answer: Answer) -> Said {
    let code = |via: &Via| match via {
        Via::OpenWords => "open-words".to_owned(),
        other => format!("{other:?}").to_lowercase(),
    };
    Said {
        text: answer.text,
        id: answer.id,
        weight: answer.weight,
        score: answer.score,
        tier: answer.tier,
        kind: format!("{:?}", answer.kind).to_lowercase(),
        via: answer.via.iter().map(code).collect(),
        surface: answer.surface,
        cost: answer.cost,
        dropped: answer.dropped,
        highlights: answer.highlights,
    }
}

/// Returns the answer of the engine, which must be complete.
pub fn ask_engine(index: &Index, query: &str, options: &SuggestOptions) -> Vec<Said> {
    let result = index.suggest(query, &dated(options)).unwrap();
    assert!(result.complete, "the budget of work was not enough for {query:?}");
    assert_eq!(result.query, query);
    result.suggestions.iter().map(of_engine).collect()
}

/// Returns the options with the model's day where none is given: the model has no clock.
fn dated(options: &SuggestOptions) -> SuggestOptions {
    let (year, month, day) = Options::default().at;
    let [month, day] = [month, day].map(|number| u32::try_from(number).unwrap());
    let today = Day::from_calendar(i32::try_from(year).unwrap(), month, day);
    SuggestOptions { at: options.at.or(today), ..options.clone() }
}

/// Returns the options as the model takes them.
fn model_options(options: &SuggestOptions) -> Options {
    let boosts = Boosts {
        contexts: options.boosts.contexts.clone(),
        ids: options.boosts.ids.iter().cloned().collect(),
    };
    let at = options.at.map_or(Options::default().at, |day| {
        let (year, month, day) = day.calendar();
        (year.into(), month.into(), day.into())
    });
    Options {
        limit: options.limit,
        offset: options.offset,
        typos: options.typos == Typos::Auto,
        max_tier: options.max_tier,
        max_cost: Some(options.max_cost),
        unit_costs: options.costs == Costs::Unit,
        filter: options.filter.clone(),
        exclude: options.exclude.ids.clone(),
        without: options.exclude.contexts.clone(),
        restrict: Restriction {
            filter: options.restrict.filter.clone(),
            exclude: options.restrict.exclude.ids.clone(),
            without: options.restrict.exclude.contexts.clone(),
        },
        boosts,
        pin: options.pin.clone(),
        at,
        distinct: options.distinct,
    }
}

/// Returns the answer of the model, and how many entries match and whether that is exact.
fn ask_model(model: &Model, query: &str, options: &SuggestOptions) -> (Vec<Said>, (u64, bool)) {
    let (answers, total) = model.answer(query, &model_options(options));
    (answers.into_iter().map(of_model).collect(), total)
}

impl Pair {
    /// Returns what the model answers, after the engine has said the same.
    pub fn ask_with(&self, query: &str, options: &SuggestOptions) -> Vec<Said> {
        self.ask_both(query, options).0
    }

    /// The same, with the model's number of entries that match, and whether that is exact.
    fn ask_both(&self, query: &str, options: &SuggestOptions) -> (Vec<Said>, (u64, bool)) {
        let (said, total) = ask_model(&self.model, query, options);
        assert_eq!(ask_engine(&self.index, query, options), said, "{query:?}, {options:?}");
        (said, total)
    }

    /// The same, also for boosts that were prepared, and for the number of entries that match.
    pub fn ask_ranked(&self, query: &str, options: &SuggestOptions) -> Vec<Said> {
        let (said, expected) = self.ask_both(query, options);
        let prepared = SuggestOptions {
            prepared_boosts: Some(self.index.prepare_boosts(&options.boosts).unwrap()),
            boosts: mapahead::Boosts::default(),
            total: true,
            ..dated(options)
        };
        let result = self.index.suggest(query, &prepared).unwrap();
        let found: Vec<Said> = result.suggestions.iter().map(of_engine).collect();
        assert_eq!(found, said, "prepared: {query:?}, {options:?}");
        let total = result.total.unwrap();
        assert_eq!((total.value, total.is_exact), expected, "total: {query:?}, {options:?}");
        said
    }

    /// The same with default options.
    pub fn ask(&self, query: &str) -> Vec<Said> {
        self.ask_with(query, &SuggestOptions::default())
    }

    /// Returns the texts of the answer to `query` with default options.
    pub fn texts(&self, query: &str) -> Vec<String> {
        self.ask(query).into_iter().map(|said| said.text).collect()
    }

    /// Returns the tier of the first suggestion, if there is one.
    pub fn tier(&self, query: &str) -> Option<u8> {
        self.ask(query).first().map(|said| said.tier)
    }

    /// Returns the answer of tier 0, in which the engine says what the model says.
    pub fn ask_exact(&self, query: &str, limit: usize, offset: usize) -> Vec<Said> {
        self.ask_with(query, &SuggestOptions { limit, offset, max_tier: 0, ..Default::default() })
    }
}
