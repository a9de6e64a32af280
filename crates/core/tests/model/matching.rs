//! Whether a surface form matches a reading: section 4 of docs/design.md.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use super::forms::{Form, FormClass, have_common, stems, with_rests};
use super::readings::Reading;
use super::spacing::{self, OneString};
use super::typos::{Budget, Costs, EXACT};
use super::whole_form::Typed;
use super::{Kind, MatchKind, Options, Settings, Via, tails};

/// A word of a form that was given to a typed word, and which of its characters were typed.
#[derive(Debug, Clone, Copy)]
pub struct MatchedWord {
    /// Its place among the words of the form.
    pub word: usize,
    /// The characters before those that were typed: none, unless they are inside the word.
    pub start: usize,
    /// The characters: all of a closed word or one matched by stem, of an open word the prefix that
    /// costs the least, the longest of them.
    pub len: usize,
}

/// How a form matches a reading.
#[derive(Debug, Clone)]
pub struct Found {
    /// What of the form was typed.
    pub kind: MatchKind,
    /// The typo costs of all words together.
    pub cost: f64,
    /// Whether a word matched only by its stem.
    pub by_stem: bool,
    /// Whether a word matched only inside another.
    pub is_inside: bool,
    /// The constant of the kind, lowered by the cost (section 5).
    pub quality: f64,
    /// The words that were given to the typed ones, in the order of these.
    pub words: Vec<MatchedWord>,
}

/// What one typed word costs against one word of a form.
struct Ends {
    /// Against each prefix of it, from the empty one to the whole.
    costs: Vec<f64>,
    /// Whether a closed word may end at each prefix of it. One of kind `text` needs the whole word;
    /// the key of a `literal` may hold spaces.
    closes: Vec<bool>,
}

impl Ends {
    fn least(&self, closed: bool) -> f64 {
        let ends = self.costs.iter().zip(&self.closes).filter(|(_, closes)| !closed || **closes);
        ends.map(|(cost, _)| *cost).fold(f64::INFINITY, f64::min)
    }

    /// Returns the longest prefix among those that cost the least.
    fn reach(&self, closed: bool) -> usize {
        let least = self.least(closed);
        let ends = (0..self.costs.len()).filter(|&j| !closed || self.closes[j]);
        ends.filter(|&j| self.costs[j] == least).max().unwrap_or(0)
    }
}

/// A way to give every typed word a word of the form: its cost, how many match by stem only, or
/// only inside the word, and the words.
type Way = (f64, usize, Vec<MatchedWord>);

/// What is known of words.
type ByWord<T> = HashMap<Vec<char>, T>;

/// What a word has in common with others: its stems by language, and its rests by language.
type Common = [Vec<BTreeSet<String>>; 2];

/// A word with its spellings.
type Spelled = (Vec<char>, BTreeSet<String>);

/// The spellings with marks that an index has of its words, those of each class of forms apart.
pub type IndexedSpellings = BTreeMap<(Vec<char>, FormClass), BTreeSet<String>>;

/// Matches forms for one request, and remembers what words cost against words, and their stems.
pub struct Matcher<'a> {
    settings: &'a Settings,
    options: &'a Options,
    spellings: &'a IndexedSpellings,
    costs: Costs,
    /// The constants for a whole form, and for words, with slips.
    slipped: [f64; 2],
    /// By whether the word is closed, the typed word, and the word of a form.
    known: RefCell<HashMap<bool, ByWord<ByWord<Rc<Ends>>>>>,
    /// By the word and its spellings.
    common: RefCell<HashMap<Spelled, Rc<Common>>>,
}

impl<'a> Matcher<'a> {
    /// Takes what slips cost from the settings, or 1 each if the options say so.
    pub fn new(
        settings: &'a Settings,
        options: &'a Options,
        spellings: &'a IndexedSpellings,
        typed: &Reading,
    ) -> Self {
        let quality = settings.quality;
        // As many letters as were typed, however they are read.
        let letters = typed.words.iter().flatten().filter(|letter| !letter.is_whitespace()).count();
        let risen = (letters.clamp(5, 10) - 5) as f64 / 5.0;
        let whole = quality.prefix + (quality.whole - quality.prefix) * risen;
        let slipped = [whole, quality.slipped_words];
        let costs = if options.unit_costs { settings.costs.unit() } else { settings.costs.clone() };
        let (known, common) = (RefCell::default(), RefCell::default());
        Matcher { settings, options, spellings, costs, slipped, known, common }
    }

    /// Returns how `form` matches `reading`, perhaps with slips; the way with the best quality.
    pub fn best_match(&self, reading: &Reading, form: &Form, slips: bool) -> Option<Found> {
        let quality = self.settings.quality;
        if reading.words.is_empty() {
            // The empty query matches every entry: a prefix of every form.
            return Some(Found {
                kind: MatchKind::Prefix,
                cost: 0.0,
                by_stem: false,
                is_inside: false,
                quality: quality.prefix,
                words: Vec::new(),
            });
        }
        if reading.is_one {
            return self.as_one(reading, form, slips);
        }
        if reading.words.len() > form.words.len() {
            return None; // each word of the form is used once
        }
        let table: Vec<Vec<Rc<Ends>>> = (0..reading.words.len())
            .map(|i| form.words.iter().map(|meant| self.ends(reading, i, meant, slips)).collect())
            .collect();
        let verbatim = form.class == FormClass::Verbatim;
        let literal = self.settings.kind == Kind::Literal || verbatim;
        let meant = if verbatim { quality.verbatim } else { 1.0 };
        let (whole, prefix) = in_order(literal, reading, form, &table);
        let words = if literal {
            (f64::INFINITY, 0, Vec::new()) // only whole-form prefixes match
        } else {
            let pair = |i: usize, word: usize| self.pair(reading, i, form, word, &table[i][word]);
            any_order(reading.words.len(), 0, &mut vec![false; form.words.len()], &pair)
        };
        // A joint is inside a form alone: its beginning is found by spacing.
        let none = (f64::INFINITY, 0, Vec::new());
        let joint = matches!(reading.via, Some(Via::Joined | Via::Split));
        let (whole, prefix) = if joint { (none.clone(), none) } else { (whole, prefix) };
        self.best_kind(
            reading,
            [
                (MatchKind::Whole, quality.whole * meant, whole),
                (MatchKind::Prefix, quality.prefix * meant, prefix),
                (MatchKind::Words, quality.words, words),
            ],
        )
    }

    /// Returns the way with the best quality.
    fn best_kind<const N: usize>(
        &self,
        reading: &Reading,
        ways: [(MatchKind, f64, Way); N],
    ) -> Option<Found> {
        let quality = self.settings.quality;
        let mut best: Option<Found> = None;
        let mut least = f64::INFINITY;
        let [slipped_whole, slipped_words] = self.slipped;
        for (kind, exact, (cost, stems, words)) in ways {
            // What is whole is not also a prefix, and what is a prefix is not also words, unless
            // that takes fewer slips.
            if cost < least {
                least = cost;
                let slipped = match kind {
                    MatchKind::Whole => slipped_whole,
                    MatchKind::Prefix => quality.prefix,
                    MatchKind::Words => slipped_words,
                };
                let quality =
                    if cost == 0.0 { exact } else { slipped * quality.typo_base.powf(-cost) };
                let quality = quality * self.for_words_left_out(reading);
                if best.as_ref().is_none_or(|best| quality > best.quality) {
                    let (by_stem, is_inside) = (stems > 0, false);
                    best = Some(Found { kind, cost, by_stem, is_inside, quality, words });
                }
            }
        }
        best
    }

    /// Returns how `form` has the query as one string from its beginning: without slips, whatever
    /// stands between letters, or with slips.
    fn as_one(&self, reading: &Reading, form: &Form, slips: bool) -> Option<Found> {
        let (kind, quality) = (self.settings.kind, self.settings.quality);
        let typed = OneString::of(kind, &reading.key()).typed();
        let meant = OneString::of(kind, &form.words.join(&' '));
        let way = |cost, len| (cost, 0, spacing::words_of(&form.words, len));
        if !slips {
            let (kind, len) =
                spacing::spaced(&typed, reading.closed, &meant, !reading.left_out.is_empty())?;
            let constant = if kind == MatchKind::Whole { quality.whole } else { quality.prefix };
            return self.best_kind(reading, [(kind, constant, way(0.0, len))]);
        }
        let letters = typed.chars.iter().filter(|&&char| char != ' ').count();
        let budget = self.costs.budget(letters, reading.closed, self.options.max_cost);
        // A last word of one letter says all that it can about what comes next.
        let start = typed.chars.iter().rposition(|&char| char == ' ').map_or(0, |gap| gap + 1);
        let last = &typed.chars[start..];
        let is_kept = start > 0 && (last.len() <= 2 || tails::letters(last) <= 1);
        let kept = if is_kept { typed.chars.len() - start } else { 0 };
        if budget.edits == 0 {
            return None;
        }
        let typed = Typed { chars: &typed.chars, budget, kept };
        let costs = typed.costs_of_prefixes(&self.costs, &meant.chars);
        // The least cost among some ends, and the last of those that cost it.
        let least = |ends: &[usize]| {
            let least = ends.iter().map(|&end| costs[end]).fold(f64::INFINITY, f64::min);
            let last = ends.iter().rev().find(|&&end| costs[end] == least);
            way(least, last.map_or(0, |&end| meant.reach(end)))
        };
        let open: Vec<usize> = (0..costs.len()).collect();
        let closed: Vec<usize> = open.iter().copied().filter(|&end| meant.closes(end)).collect();
        self.best_kind(
            reading,
            [
                (MatchKind::Whole, quality.whole, least(&meant.whole_ends())),
                (
                    MatchKind::Prefix,
                    quality.prefix,
                    least(if reading.closed { &closed } else { &open }),
                ),
            ],
        )
    }

    /// Returns what words that were left out make of a quality.
    fn for_words_left_out(&self, reading: &Reading) -> f64 {
        self.settings.quality.drop_base.powf(-reading.share_left_out)
    }

    fn ends(&self, reading: &Reading, i: usize, meant: &[char], slips: bool) -> Rc<Ends> {
        let typed = &reading.words[i];
        let ends = |budget: Budget| {
            let costs = self.costs.of_prefixes(typed, meant, budget);
            let closes = |j: usize| j == meant.len() || meant[j] == ' ';
            Rc::new(Ends { costs, closes: (0..=meant.len()).map(closes).collect() })
        };
        if !slips {
            return ends(EXACT);
        }
        let closed = reading.closes(i);
        let budget = self.costs.budget(typed.len(), closed, self.options.max_cost);
        let mut known = self.known.borrow_mut();
        let of_typed = remembered(known.entry(closed).or_default(), typed, ByWord::default);
        remembered(of_typed, meant, || ends(budget)).clone()
    }

    /// Returns what the word, with these spellings, has in common with others.
    fn common(&self, word: &[char], spellings: BTreeSet<String>) -> Rc<Common> {
        let mut known = self.common.borrow_mut();
        let stems = stems(self.settings, word, &spellings);
        let made = known.entry((word.to_vec(), spellings));
        made.or_insert_with(|| Rc::new([stems, with_rests(self.settings, word)])).clone()
    }

    /// Whether the typed word `i` has one stem with the word `meant` of the form.
    fn one_stem(&self, reading: &Reading, i: usize, meant: &[char], form: &Form) -> bool {
        let (typed, closed) = (&reading.words[i], reading.closes(i));
        if !reading.has_stems() || self.settings.kind == Kind::Literal {
            return false;
        }
        let spelled = |word: &[char]| {
            let indexed = self.spellings.get(&(word.to_vec(), form.class.of_terms()));
            indexed.cloned().unwrap_or_default()
        };
        // Without marks it may be any of the spellings that the index has of it.
        let marked = reading.marked.get(i).cloned().flatten();
        let spellings = marked.map_or_else(|| spelled(typed), |marked| BTreeSet::from([marked]));
        let [stems, rests] = &*self.common(typed, spellings);
        let [meant_stems, meant_rests] = &*self.common(meant, spelled(meant));
        // A closed word by its stem, an open one from 4 letters.
        let by_stem = (closed || tails::letters(typed) >= 4) && have_common(stems, meant_stems);
        // An open word begins a rest from 2 letters.
        let text: String = typed.iter().collect();
        let begun = || {
            let prefixes = self.settings.prefixes.iter().map(|prefixes| prefixes.rests(meant));
            prefixes.flatten().any(|rest| rest.starts_with(&text))
        };
        let begins = || !closed && tails::letters(typed) >= 2 && begun();
        by_stem || have_common(rests, meant_rests) || begins()
    }

    /// Returns how the typed word `i` can be the word `word` of the form: the cost, whether by stem
    /// alone, and what of the word was typed.
    fn pair(&self, reading: &Reading, i: usize, form: &Form, word: usize, ends: &Ends) -> Pair {
        let (closed, meant) = (reading.closes(i), &form.words[word]);
        let cost = ends.least(closed);
        if cost > 0.0 && self.one_stem(reading, i, meant, form) {
            return Some((0.0, true, MatchedWord { word, start: 0, len: meant.len() }));
        }
        let matched = MatchedWord { word, start: 0, len: ends.reach(closed) };
        (cost < f64::INFINITY).then_some((cost, false, matched))
    }

    /// Returns how `form` has the words of `reading`, one of them at least only inside a word. The
    /// others are words, or the open one begins one: without slips and stems.
    pub fn inside(&self, reading: &Reading, form: &Form) -> Option<Found> {
        let pair = |i: usize, word: usize| {
            let (typed, meant) = (&reading.words[i], &form.words[word]);
            let fits = |tail: &[char]| match reading.closes(i) {
                true => tail == typed,
                false => tail.starts_with(typed),
            };
            let matched = |start: usize| MatchedWord { word, start, len: typed.len() };
            if fits(meant) {
                return Some((0.0, false, matched(0)));
            }
            let start = tails::starts(meant).into_iter().find(|&start| fits(&meant[start..]))?;
            (tails::letters(typed) >= 3).then(|| (0.0, true, matched(start)))
        };
        let used = &mut vec![false; form.words.len()];
        let (cost, insides, words) = any_order(reading.words.len(), 0, used, &pair);
        (cost == 0.0 && insides > 0).then_some(Found {
            kind: MatchKind::Words,
            cost,
            by_stem: false,
            is_inside: true,
            quality: self.settings.quality.words * self.for_words_left_out(reading),
            words,
        })
    }
}

/// How a typed word can be a word of a form: the cost, whether in another way than letter by letter
/// from the beginning, and what of the word was typed. `None` if it cannot.
type Pair = Option<(f64, bool, MatchedWord)>;

/// Returns the least cost, then the fewest words in another way, of giving every one of `count`
/// typed words from `next` on a word of the form of its own; of equal ones that of the first words.
/// Tries every way.
fn any_order(
    count: usize,
    next: usize,
    used: &mut Vec<bool>,
    pair: &dyn Fn(usize, usize) -> Pair,
) -> Way {
    let mut best = (f64::INFINITY, 0, Vec::new());
    if next == count {
        return (0.0, 0, Vec::new());
    }
    for word in 0..used.len() {
        if used[word] {
            continue;
        }
        if let Some((cost, other, matched)) = pair(next, word) {
            used[word] = true;
            let (rest, others, words) = any_order(count, next + 1, used, pair);
            used[word] = false;
            let way = (cost + rest, others + usize::from(other));
            if way.0 < best.0 || (way.0 == best.0 && way.1 < best.1) {
                best = (way.0, way.1, [vec![matched], words].concat());
            }
        }
    }
    best
}

/// Returns what is known of `word`, which `make` makes where nothing is.
fn remembered<'a, T>(
    known: &'a mut ByWord<T>,
    word: &[char],
    make: impl FnOnce() -> T,
) -> &'a mut T {
    // Looked up first, so that a word is only copied once.
    if !known.contains_key(word) {
        known.insert(word.to_vec(), make());
    }
    known.get_mut(word).expect("it was just put in")
}

/// Returns the least costs by which the key of the form equals that of the reading (`whole`), and
/// starts with it: word by word from the first, the last one open unless white space follows it.
fn in_order(literal: bool, reading: &Reading, form: &Form, table: &[Vec<Rc<Ends>>]) -> (Way, Way) {
    let none = (f64::INFINITY, 0, Vec::new());
    // A key of open words is no prefix, and words of several forms have no order.
    if reading.via == Some(Via::OpenWords) || form.class == FormClass::Combined {
        return (none.clone(), none);
    }
    let all = 0..reading.words.len();
    let last = all.end - 1;
    let head: f64 = (0..last).map(|i| table[i][i].least(true)).sum();
    // The key of a `literal` is no word that could be closed.
    let len = |i: usize| table[i][i].reach(reading.closes(i) && !literal);
    let words: Vec<MatchedWord> =
        all.map(|word| MatchedWord { word, start: 0, len: len(word) }).collect();
    let ends = &table[last][last];
    let equal = form.words.len() == reading.words.len();
    let whole = if equal { head + ends.costs[ends.costs.len() - 1] } else { f64::INFINITY };
    let prefix = head + ends.least(reading.closed);
    ((whole, 0, words.clone()), (prefix, 0, words))
}
