//! The typed words of one query, and what each may stand for: looked up once, however many readings
//! share it.

use std::collections::HashMap;
use std::rc::Rc;

use super::alternatives::Alternatives;
use super::spellings::Spellings;
use super::typed_letters::TypedLetters;
use super::typed_word::{Stemming, TypedWord};
use super::walk::ground::Ground;
use crate::analysis::costs::EditCosts;
use crate::analysis::slip_budget::SlipBudget;
use crate::error::Result;
use crate::format::dictionary::Place;
use crate::format::form_kind::FormClass;
use crate::index::{View, Words};
use crate::query::options::SuggestOptions;
use crate::query::work_budget::WorkBudget;

/// The steps of a word, besides the search for its spellings.
const WORD_STEPS: u32 = 8;

/// So many letters of a term that is looked for as it stands are a step.
const LETTERS_A_STEP: usize = 4;

/// The parts that begin a word and are terms, found one by one along one walk.
pub(crate) struct Heads<'t> {
    text: &'t str,
    /// How many bytes were walked.
    at: usize,
    /// Where they lead. `None` once no term begins so.
    place: Option<Place>,
}

/// Returns the first letter of a text, and what follows it.
fn split_letter(text: Option<&str>) -> Option<(&str, &str)> {
    let text = text?;
    text.split_at_checked(text.chars().next()?.len_utf8())
}

/// A typed word to look up.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SoughtWord<'t> {
    pub(crate) text: &'t str,
    /// The most edits, if its budget does not say fewer.
    pub(crate) edits: u8,
    /// Whether it goes on.
    pub(crate) open: bool,
    /// The class of the forms to look in.
    pub(crate) class: FormClass,
}

/// The typed words of one query.
pub(crate) struct Lexicon<'a> {
    view: &'a View<'a>,
    pub(crate) words: &'a Words<'a>,
    options: &'a SuggestOptions,
    work: &'a WorkBudget,
    /// The terms that count, if not all: rising.
    only: Option<Vec<u32>>,
    /// By text: the words, with slips within a budget, of the forms of a class.
    known: HashMap<(String, SlipBudget, FormClass), Rc<TypedWord>>,
    /// By text, in the same way, and by the spelling with marks: words that match by other stems
    /// than those of their keys, or without a spelling by none.
    stemmed: HashMap<(String, SlipBudget, FormClass, Option<String>), Rc<TypedWord>>,
    /// By text: words that match inside others.
    inside: HashMap<String, Rc<TypedWord>>,
}

impl<'a> Lexicon<'a> {
    /// Starts with no word. Looking words up takes steps of `work`.
    pub(crate) fn new(
        view: &'a View<'a>,
        words: &'a Words<'a>,
        options: &'a SuggestOptions,
        work: &'a WorkBudget,
    ) -> Self {
        let (known, stemmed) = (HashMap::new(), HashMap::new());
        let inside = HashMap::new();
        Lexicon { view, words, options, work, only: None, known, stemmed, inside }
    }

    /// Restricts it to `terms`, which rise: of an index of which only listed forms count, only
    /// their terms do.
    pub(crate) fn restrict_to(&mut self, terms: Vec<u32>) {
        self.only = Some(terms);
    }

    /// Returns the terms to walk through: those of the forms of a class. `None` if there are none.
    fn ground(&self, class: FormClass) -> Result<Option<Ground<'_>>> {
        let Some(root) = self.words.root(class)? else { return Ok(None) };
        let (dictionary, only) = (self.words.terms(), self.only.as_deref());
        let from = if class.mark().is_some() { 0 } else { self.words.marked_end()? };
        Ok(Some(Ground { dictionary, root, from, only, work: self.work }))
    }

    /// Returns the work that looking words up takes its steps of.
    pub(crate) fn work(&self) -> &'a WorkBudget {
        self.work
    }

    fn costs(&self) -> &'a EditCosts {
        self.options.edit_costs(self.view)
    }

    /// Returns the budget of a word of `chars` characters, which goes on or was closed.
    fn budget(&self, chars: usize, open: bool) -> SlipBudget {
        self.options.budget(self.view, chars, open)
    }

    /// Returns the budget of a word with at most `edits`.
    fn capped(&self, text: &str, edits: u8, open: bool) -> SlipBudget {
        if edits == 0 {
            return SlipBudget::NONE;
        }
        let budget = self.budget(text.chars().count(), open);
        // Without edits all budgets are one, and so are the words that are looked up by them.
        match edits.min(budget.edits) {
            0 => SlipBudget::NONE,
            edits => SlipBudget { edits, ..budget },
        }
    }

    /// Returns the terms that `word` may be, or if it is open, the start of.
    pub(crate) fn alternatives<'w>(
        &self,
        word: &'w TypedWord,
        open: bool,
    ) -> Result<&'w Alternatives> {
        word.alternatives(self.view, self.words, open, self.work)
    }

    /// Returns whether a term of the forms of a class is `text`, or begins with it if it is open.
    pub(crate) fn has_term(&self, text: &str, open: bool, class: FormClass) -> Result<bool> {
        let Some(root) = self.words.root(class)? else { return Ok(false) };
        self.work.spend((1 + text.len() / LETTERS_A_STEP) as u32);
        let find = || {
            let place = self.words.terms().walk(root, text.as_bytes())?;
            place.map_or(Ok(false), |place| Ok(open || self.words.terms().is_key(place)?))
        };
        find().map_err(|damaged| self.words.corrupt(damaged))
    }

    /// Returns the parts that begin `text` and are terms of the forms of a class: none but those that
    /// something follows.
    pub(crate) fn heads<'t>(&self, text: &'t str, class: FormClass) -> Result<Heads<'t>> {
        Ok(Heads { text, at: 0, place: self.words.root(class)? })
    }

    /// Returns the next of them.
    pub(crate) fn next_head<'t>(&self, heads: &mut Heads<'t>) -> Result<Option<&'t str>> {
        let terms = self.words.terms();
        let corrupt = |damaged| self.words.corrupt(damaged);
        while let Some(place) = heads.place
            && let Some((letter, rest)) = split_letter(heads.text.get(heads.at..))
            && !rest.is_empty()
            && self.work.spend(1)
        {
            heads.place = terms.walk(place, letter.as_bytes()).map_err(corrupt)?;
            heads.at += letter.len();
            if let Some(place) = heads.place
                && terms.is_key(place).map_err(corrupt)?
            {
                return Ok(heads.text.get(..heads.at));
            }
        }
        Ok(None)
    }

    /// Returns whether a word was looked up already, and no term stands for it.
    pub(crate) fn is_known_missing(&self, sought: SoughtWord<'_>) -> Result<bool> {
        let SoughtWord { text, edits, open, class } = sought;
        match self.known.get(&(text.to_owned(), self.capped(text, edits, open), class)) {
            Some(word) => Ok(self.alternatives(word, open)?.is_empty()),
            None => Ok(false),
        }
    }

    /// Returns what a typed word may stand for, by `stemming`.
    pub(crate) fn stemmed(
        &mut self,
        sought: SoughtWord<'_>,
        stemming: Stemming<'_>,
    ) -> Result<Rc<TypedWord>> {
        let word = self.word(sought)?;
        // Without stems all are the same.
        if stemming == Stemming::OfKey || !self.view.has_stems() {
            return Ok(word);
        }
        let marked = match stemming {
            Stemming::Marked(marked) => Some(marked.to_owned()),
            Stemming::None | Stemming::OfKey => None,
        };
        let SoughtWord { text, edits, open, class } = sought;
        let key = (text.to_owned(), self.capped(text, edits, open), class, marked);
        let of_key = self.stemmed.entry(key);
        Ok(of_key.or_insert_with(|| Rc::new(word.with_stems(stemming))).clone())
    }

    /// Returns what a typed word without slips may stand for among the plain forms, also inside their
    /// words.
    pub(crate) fn inside(&mut self, text: &str) -> Result<Rc<TypedWord>> {
        if let Some(known) = self.inside.get(text) {
            return Ok(known.clone());
        }
        let sought = SoughtWord { text, edits: 0, open: true, class: FormClass::Plain };
        let word = Rc::new(self.word(sought)?.inside());
        self.inside.insert(text.to_owned(), word.clone());
        Ok(word)
    }

    /// Returns the same as `stemmed` by the stems of the word as it stands in the key.
    fn word(&mut self, sought: SoughtWord<'_>) -> Result<Rc<TypedWord>> {
        let SoughtWord { text, edits, open, class } = sought;
        // Words that go on and closed ones are one word of the table where their budgets are one.
        let budget = self.capped(text, edits, open);
        let key = (text.to_owned(), budget, class);
        if let Some(known) = self.known.get(&key) {
            return Ok(known.clone());
        }
        // Whether it is left or not: the word costs no walk without slips, and one with slips stops
        // by itself.
        self.work.spend(WORD_STEPS);
        let spellings = match self.words.root(class)? {
            None => Spellings::default(),
            Some(root) if !budget.allows_slips() => Spellings::exact(self.words, root, text)?,
            Some(_) => {
                let chars: Vec<char> = text.chars().collect();
                let typed = TypedLetters::new(&chars, budget, self.costs());
                match self.ground(class)? {
                    None => Spellings::default(),
                    Some(ground) => Spellings::with_slips(self.words, ground, &typed)?,
                }
            }
        };
        let word = Rc::new(TypedWord::new(text, class, spellings));
        self.known.insert(key, word.clone());
        Ok(word)
    }
}
