//! The forms that synonyms make of the forms of one entry.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use super::parse::Member;
use super::{End, MarkedSpellings, Node, ROOT, SynonymRules};

/// Forms that synonyms made, and whether there were more.
#[derive(Debug, PartialEq)]
pub(in crate::build) struct Made {
    /// Each form and the factor of the form that it was made from; fewer replacements come first.
    pub(in crate::build) forms: Vec<(String, f64)>,
    /// Whether forms were left out because there was no room.
    pub(in crate::build) cut: bool,
}

/// A word of a form while it is worked on: a number of [`WordNumbers`], and whether it was put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Word {
    number: u32,
    put_in: bool,
}

/// The words of the forms of one entry, numbered, so that forms are compared by numbers.
#[derive(Default)]
struct WordNumbers<'a> {
    numbers: HashMap<&'a str, u32>,
    words: Vec<&'a str>,
    /// Of each word that was looked up, the languages and classes of its stems, of those that
    /// members have.
    classes: HashMap<u32, Vec<(u32, u32)>>,
}

impl<'a> WordNumbers<'a> {
    fn number(&mut self, word: &'a str) -> u32 {
        let next = self.words.len() as u32; // a form has far fewer words
        let number = *self.numbers.entry(word).or_insert(next);
        if number == next {
            self.words.push(word);
        }
        number
    }

    fn get(&self, number: u32) -> &'a str {
        self.words.get(number as usize).copied().unwrap_or_default()
    }

    /// Returns the classes of a word.
    fn classes(
        &mut self,
        number: u32,
        synonyms: &SynonymRules,
        spellings: &MarkedSpellings,
    ) -> &[(u32, u32)] {
        let word = self.get(number);
        // A word stands in most forms of an entry, and is stemmed once for all of them.
        self.classes.entry(number).or_insert_with(|| {
            let marked = spellings.get(word).map_or(&[][..], Vec::as_slice);
            let (mut stems, mut found) = (Vec::new(), Vec::new());
            for (language, classes) in (0u32..).zip(&synonyms.classes) {
                synonyms.stemmers.stems(language as usize, word, marked, &mut stems);
                let of_stem = stems.iter().filter_map(|stem| classes.get(stem.as_str()));
                found.extend(of_stem.map(|class| (language, *class)));
            }
            found
        })
    }
}

/// Where members stand in a form: they end at one node, so they have the same words there.
#[derive(Debug, Clone, Copy)]
struct RulePlace<'a> {
    /// The members that are left, in order.
    ends: &'a [End],
    /// Their first word.
    at: usize,
    /// Their number of words.
    len: usize,
}

/// The places of one form, to be taken by rule, then by the member that is found, then in the form.
///
/// Each is taken when it is needed: a word may stand in the form often, and in many rules.
struct Places<'a> {
    places: Vec<RulePlace<'a>>,
    /// Of each place that has members left, the first, where it is, and its number.
    heap: BinaryHeap<Reverse<(End, usize, usize)>>,
}

impl<'a> Places<'a> {
    fn new(places: Vec<RulePlace<'a>>) -> Self {
        let first = |(number, place): (usize, &RulePlace<'a>)| {
            Some(Reverse((*place.ends.first()?, place.at, number)))
        };
        let heap = places.iter().enumerate().filter_map(first).collect();
        Places { places, heap }
    }

    /// Writes all that the next rule finds to `found`; returns the rule, or `None` after the last.
    fn next_rule(&mut self, found: &mut Vec<Found>) -> Option<u32> {
        found.clear();
        let rule = self.heap.peek()?.0.0.rule;
        while let Some(Reverse((end, at, number))) = self.heap.peek().copied()
            && end.rule == rule
        {
            self.heap.pop();
            let Some(place) = self.places.get_mut(number) else { continue };
            found.push(Found { member: end.found, at, len: place.len });
            // Only the next member of a place waits in the heap, however many rules end there.
            place.ends = place.ends.get(1..).unwrap_or_default();
            self.heap.extend(place.ends.first().map(|next| Reverse((*next, at, number))));
        }
        Some(rule)
    }
}

/// A member of a rule in a form.
#[derive(Debug, Clone, Copy)]
struct Found {
    /// Which of the members that the rule searches.
    member: u32,
    /// Its first word.
    at: usize,
    /// Its number of words.
    len: usize,
}

/// A form on its way: its words, and the factor of the form that it was made from.
#[derive(Debug, Clone, PartialEq)]
struct Draft {
    words: Vec<Word>,
    factor: f64,
}

/// What becomes of the forms of one entry.
struct Expansion<'a> {
    rules: &'a SynonymRules,
    /// The spellings with marks of the words of the forms.
    spellings: &'a MarkedSpellings,
    words: WordNumbers<'a>,
    /// The forms as given, then those that were made.
    drafts: Vec<Draft>,
    /// How many of both there may be.
    most: usize,
}

impl SynonymRules {
    /// Returns the forms made from `given`, keys with their factors, by replacing members of rules,
    /// at every place and in every combination: at most `room` of them. A word that was put in is
    /// not replaced again. `spellings` are those with marks of the words of the entry.
    ///
    /// Takes time in the words of the forms and in `room`, whatever the rules.
    pub(in crate::build) fn expand(
        &self,
        given: &[(&str, f64)],
        spellings: &MarkedSpellings,
        room: usize,
    ) -> Made {
        let (words, most) = (WordNumbers::default(), given.len() + room);
        let mut expansion = Expansion { rules: self, spellings, words, drafts: Vec::new(), most };
        for (key, factor) in given {
            expansion.give(key, *factor);
        }
        let mut cut = false;
        let mut next = 0;
        // Forms that were made go behind, and are searched too: so come all combinations.
        while let Some(draft) = expansion.drafts.get(next).cloned() {
            next += 1;
            cut = !expansion.replace_each(&draft);
            if cut {
                break;
            }
        }
        Made { forms: expansion.made(given.len()), cut }
    }

    /// Returns the nodes that lie behind any of `nodes` by a word of these classes.
    fn further(&self, nodes: &[Node], classes: &[(u32, u32)]) -> Vec<Node> {
        let mut further = Vec::new();
        for &node in nodes {
            let edges = classes
                .iter()
                .filter_map(|&(language, class)| self.edges.get(&(node, language, class)));
            further.extend(edges.flatten());
        }
        // Several languages and stems may lead to one node.
        further.sort_unstable();
        further.dedup();
        further
    }

    /// Returns where members stand in `form`.
    fn places(
        &self,
        form: &[Word],
        words: &mut WordNumbers<'_>,
        spellings: &MarkedSpellings,
    ) -> Vec<RulePlace<'_>> {
        let mut places = Vec::new();
        for at in 0..form.len() {
            // All paths at once: by several languages a word may go on to several nodes.
            let mut nodes = vec![ROOT];
            for (len, word) in (1..).zip(form.iter().skip(at)) {
                // A word that was put in is not found again, or two rules could feed each other
                // until no room is left.
                if word.put_in || nodes.is_empty() {
                    break;
                }
                let further = self.further(&nodes, words.classes(word.number, self, spellings));
                let ends = further.iter().filter_map(|node| self.ends.get(*node as usize));
                places.extend(ends.filter(|ends| !ends.is_empty()).map(|ends| RulePlace {
                    ends,
                    at,
                    len,
                }));
                nodes = further;
            }
        }
        places
    }
}

impl<'a> Expansion<'a> {
    /// Adds a form as given.
    fn give(&mut self, key: &'a str, factor: f64) {
        let words = key.split(' ').filter(|word| !word.is_empty());
        let words = words.map(|word| Word { number: self.words.number(word), put_in: false });
        let words = words.collect();
        self.drafts.push(Draft { words, factor });
    }

    /// Adds the forms that one replacement makes of `draft`, as far as they are new; returns
    /// whether all of them found room.
    fn replace_each(&mut self, draft: &Draft) -> bool {
        let rules = self.rules;
        let mut places = Places::new(rules.places(&draft.words, &mut self.words, self.spellings));
        let mut found = Vec::new();
        // By rule, then what was typed, then what is found, then the place: where room ends, the
        // first of this order stay, so that equal input gives equal forms.
        while let Some(rule) = places.next_rule(&mut found) {
            let Some(rule) = rules.rules.get(rule as usize) else { continue };
            let all = rule.typed.iter().all(|typed| {
                // In a rule without an arrow a member is found by the others, not by itself.
                let other = |place: &&Found| rule.found().get(place.member as usize) != Some(typed);
                self.replace(draft, found.iter().filter(other), typed)
            });
            if !all {
                return false;
            }
        }
        true
    }

    /// Puts `typed` in place of what was found in `draft`, one at a time; returns as
    /// `replace_each`.
    fn replace<'f>(
        &mut self,
        draft: &Draft,
        found: impl Iterator<Item = &'f Found>,
        typed: &'a Member,
    ) -> bool {
        let put_in = typed.iter().map(|word| self.words.number(word));
        let put_in: Vec<Word> = put_in.map(|number| Word { number, put_in: true }).collect();
        for place in found {
            let mut words = draft.words.clone();
            words.splice(place.at..place.at + place.len, put_in.iter().copied());
            let made = Draft { words, factor: draft.factor };
            // The same words may come by another way, and then the better factor counts.
            let known = self
                .drafts
                .iter()
                .any(|known| known.words == made.words && known.factor >= made.factor);
            if known {
                continue;
            }
            if self.drafts.len() >= self.most {
                return false;
            }
            self.drafts.push(made);
        }
        true
    }

    /// Returns the forms behind the first `given`, as texts.
    fn made(&self, given: usize) -> Vec<(String, f64)> {
        let text = |words: &[Word]| {
            words.iter().map(|word| self.words.get(word.number)).collect::<Vec<_>>().join(" ")
        };
        let made = self.drafts.get(given..).unwrap_or_default();
        made.iter().map(|draft| (text(&draft.words), draft.factor)).collect()
    }
}
