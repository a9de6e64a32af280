//! Synonym rules, in the format of Solr and Elasticsearch, and where they apply in a text.
//!
//! ```text
//! fridge, refrigerator, ice box     any of them finds the texts with another
//! ac, split system => conditioner   ac finds the texts with conditioner, not the reverse
//! ```
//!
//! One rule a line; `#` starts a line of comment. A backslash takes the meaning of what follows it:
//! `\,` is a comma, `\=>` an arrow, `\\` a backslash. A member may be a sign that has words: `&` is
//! `and`. Members are analysed as texts are, and match
//! by stem where a language has stems.
//!
//! The members that texts are searched for are the paths of one tree over words. A look-up goes
//! down word by word, so it does not depend on the number of rules.

mod expand;
#[cfg(test)]
mod expand_tests;
mod parse;

use std::collections::HashMap;

use crate::analysis::{Analyzer, MarkedWord, Spellings, Stemmers};
use crate::build::input::read_text;
use crate::build::options::Synonyms;
use crate::error::{Error, Result};
use crate::kind::Kind;
use parse::{LineParser, Member, Rule};

/// The file that messages name for rules that were given as they are.
const RULES: &str = "<synonyms>";

/// A place in the tree of members.
type Node = u32;
const ROOT: Node = 0;

/// Where a rule finds what it searches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct End {
    rule: u32,
    /// Which of the members of the rule that texts are searched for.
    found: u32,
}

/// The spellings with marks of words, by the word as it stands in keys.
pub(in crate::build) type MarkedSpellings = HashMap<String, Vec<String>>;

/// Adds `marked` words to `spellings`, each spelling once.
pub(super) fn add_spellings(marked: Vec<MarkedWord>, spellings: &mut MarkedSpellings) {
    for MarkedWord { word, marked, .. } in marked {
        let of_word = spellings.entry(word).or_default();
        if !of_word.contains(&marked) {
            of_word.push(marked);
        }
    }
}

/// All rules, ready to be looked up.
pub(in crate::build) struct SynonymRules {
    stemmers: Stemmers,
    names_signs: bool,
    rules: Vec<Rule>,
    /// The lines of the rules.
    lines: Vec<String>,
    /// By language the stems of all words in members, numbered; without stems the words themselves.
    classes: Vec<HashMap<Box<str>, u32>>,
    /// What the rules have of spellings with marks, from which words have further stems.
    spellings: MarkedSpellings,
    /// From a node, a language and a stem to the nodes that lie one such word further.
    edges: HashMap<(Node, u32, u32), Vec<Node>>,
    /// Of each node the members that end there.
    ends: Vec<Vec<End>>,
}

impl SynonymRules {
    /// Reads rules.
    ///
    /// # Errors
    ///
    /// `ERR_IO` if the file cannot be read; `ERR_INVALID_INPUT` with the line and the reason if a
    /// rule is not in the format.
    pub(in crate::build) fn read(
        synonyms: &Synonyms,
        stemmers: Stemmers,
        spellings: &[&'static Spellings],
    ) -> Result<Self> {
        match synonyms {
            Synonyms::File(path) => {
                let text = read_text(path)?;
                // Editors on Windows write a mark before the first rule.
                let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
                Self::new(&path.display().to_string(), text.lines(), stemmers, spellings)
            }
            Synonyms::Rules(rules) => {
                Self::new(RULES, rules.iter().map(String::as_str), stemmers, spellings)
            }
        }
    }

    fn new<'a>(
        file: &str,
        lines: impl Iterator<Item = &'a str>,
        stemmers: Stemmers,
        spellings: &[&'static Spellings],
    ) -> Result<Self> {
        // Rules are of words, and an index of literals has none.
        let analyzer = Analyzer::new(Kind::Text);
        let (mut rules, mut texts, mut names_signs) = (Vec::new(), Vec::new(), false);
        // Lines count from 1, comments and blank ones too, as an editor shows them.
        let mut marked = MarkedSpellings::new();
        for (line, number) in lines.zip(1u64..) {
            let parser = LineParser { analyzer: &analyzer, spellings };
            let rule = parser.parse_line(line).map_err(|reason| Error::InvalidInput {
                file: format!("{file}:{number}"),
                reason,
                advice: None,
            })?;
            names_signs |= rule.as_ref().is_some_and(|rule| rule.names_signs);
            // A rule that was given as it is may have a line break, which is white space in it.
            texts.extend(rule.is_some().then(|| line.replace(['\n', '\r'], " ")));
            if rule.is_some() && stemmers.len() > 0 {
                // Of the whole line, whose signs between members part words too.
                add_spellings(analyzer.marked_words(line), &mut marked);
            }
            rules.extend(rule);
        }
        // An index without languages has one class for each word: the word itself.
        let languages = stemmers.len().max(1);
        let mut synonyms = SynonymRules {
            stemmers,
            names_signs,
            rules: Vec::new(),
            lines: texts,
            classes: vec![HashMap::new(); languages],
            spellings: marked,
            edges: HashMap::new(),
            ends: vec![Vec::new()],
        };
        let mut children = HashMap::new();
        for (rule, members) in (0u32..).zip(&rules) {
            for (found, member) in (0u32..).zip(members.found()) {
                synonyms.add_member(&mut children, member, End { rule, found });
            }
        }
        synonyms.rules = rules;
        Ok(synonyms)
    }

    /// Adds a member to the tree. `children` leads from a node and a word to the node behind, where
    /// the edges lead by stems, of which several words may have one.
    fn add_member<'a>(
        &mut self,
        children: &mut HashMap<(Node, &'a str), Node>,
        member: &'a Member,
        end: End,
    ) {
        let mut node = ROOT;
        for word in member {
            let next = self.ends.len() as Node; // far below 2^32
            let child = *children.entry((node, word)).or_insert(next);
            if child == next {
                self.add_node(node, word);
            }
            node = child;
        }
        if let Some(ends) = self.ends.get_mut(node as usize) {
            ends.push(end);
        }
    }

    /// Adds a node one word further than `parent`.
    fn add_node(&mut self, parent: Node, word: &str) {
        let node = self.ends.len() as Node;
        self.ends.push(Vec::new());
        let mut stems = Vec::new();
        let marked = self.spellings.get(word).map_or(&[][..], Vec::as_slice);
        for (language, classes) in (0u32..).zip(&mut self.classes) {
            // Beyond the last language a word is its own stem.
            self.stemmers.stems(language as usize, word, marked, &mut stems);
            for stem in &stems {
                // Classes are numbered in the order of the rules, so equal rules give equal trees.
                let next = classes.len() as u32;
                let class = *classes.entry(stem.as_str().into()).or_insert(next);
                // Several words of one stem lead to several nodes: each member is found by its own
                // rule.
                self.edges.entry((parent, language, class)).or_default().push(node);
            }
        }
    }

    /// Returns whether a member is a sign, so that texts are also looked up with their signs as
    /// words.
    pub(in crate::build) fn names_signs(&self) -> bool {
        self.names_signs
    }

    /// Returns the lines of the rules, for an index to store.
    pub(in crate::build) fn lines(&self) -> &[String] {
        &self.lines
    }

    /// Returns whether members match by stem.
    pub(in crate::build) fn have_stems(&self) -> bool {
        self.stemmers.len() > 0
    }

    /// Returns the number of rules.
    pub(in crate::build) fn len(&self) -> usize {
        self.rules.len()
    }
}
