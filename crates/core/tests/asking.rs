//! The same question to the engine and to the model, and their answers in one form.

use std::ops::Range;

use mapahead::{Costs, Index, SuggestOptions, Suggestion, Typos};

use crate::corpus::Pair;
use crate::model::{Answer, Model, Options, Via};

/// What both sides say of a suggestion.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    pub text: String,
    pub score: f64,
    pub tier: u8,
    pub kind: String,
    pub via: Vec<String>,
    pub surface: String,
    pub cost: f64,
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
        score: suggestion.score,
        tier: matched.tier,
        kind: matched.kind.code().to_owned(),
        via: matched.via.iter().map(|via| via.code().to_owned()).collect(),
        surface: matched.surface.to_owned(),
        cost: matched.cost,
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
        score: answer.score,
        tier: answer.tier,
        kind: format!("{:?}", answer.kind).to_lowercase(),
        via: answer.via.iter().map(code).collect(),
        surface: answer.surface,
        cost: answer.cost,
        highlights: answer.highlights,
    }
}

/// Returns the answer of the engine, which must be complete.
pub fn ask_engine(index: &Index, query: &str, options: &SuggestOptions) -> Vec<Said> {
    let result = index.suggest(query, options).unwrap();
    assert!(result.complete, "the budget of work was not enough for {query:?}");
    assert_eq!(result.query, query);
    result.suggestions.iter().map(of_engine).collect()
}

/// Returns the answer of the model.
pub fn ask_model(model: &Model, query: &str, options: &SuggestOptions) -> Vec<Said> {
    let options = Options {
        limit: options.limit,
        offset: options.offset,
        typos: options.typos == Typos::Auto,
        max_tier: options.max_tier,
        max_cost: Some(options.max_cost),
        unit_costs: options.costs == Costs::Unit,
        ..Options::default()
    };
    model.suggest(query, &options).into_iter().map(of_model).collect()
}

impl Pair {
    /// Returns what the model answers, after the engine has said the same.
    pub fn ask_with(&self, query: &str, options: &SuggestOptions) -> Vec<Said> {
        let said = ask_model(&self.model, query, options);
        assert_eq!(ask_engine(&self.index, query, options), said, "{query:?}, {options:?}");
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
