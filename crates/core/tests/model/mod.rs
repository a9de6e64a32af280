//! The naive model: sections 2 to 5 of docs/design.md as a program, independent of the crate,
//! simple and slow. It is the specification that runs; the engine is compared with it.
//!
//! | section | where |
//! | --- | --- |
//! | 2, surface forms, synonyms | `forms.rs` |
//! | 3, text to key | `analysis.rs` |
//! | 3, numbers, signs, emoji, kana, Hangul, nasals | `writing.rs` |
//! | 3, keys without leading zeros, and without long marks | `second_keys.rs` |
//! | 2 and 3, keys cut into parts | `parts.rs` |
//! | 4, readings of a query, tiers | `readings.rs` |
//! | 4, words left out | `dropped.rs` |
//! | 4, words | `matching.rs` |
//! | 4, typo cost and budgets | `typos.rs` |
//! | 4, spacing, a form as one string | `spacing.rs` |
//! | 4, slips of a whole form | `whole_form.rs` |
//! | 4, keys that type other letters, neighbouring keys | `keyboards.rs` |
//! | 3 and 4, sounds, stems, Latin letters | `languages.rs` |
//! | highlights | `highlights.rs` |
//! | 2, signs as words, letters written out | `spelled.rs` |
//! | 2, Korean initial consonants | `initials.rs` |
//! | 3, what begins inside a word | `tails.rs` |
//! | 2, settings | `settings.rs` |
//! | 5, season, boosts, filters, score | `ranking.rs` |
//! | 4, 5 and 9, options and answers | `request.rs` |
//!
//! Where the design is ambiguous the model decides:
//!
//! * **Analysis.** Of punctuation only `.` and `:` between digits stay inside a word. A mark that
//!   follows no letter or digit separates. A run of Han, kana, Thai … is a word apart from Latin
//!   letters and digits beside it. Nothing is normalized again after the case folding of a
//!   `literal`.
//! * **Whole.** A form is whole when its key equals that of the query, without the closing space.
//!   What is whole is not also a prefix, and what is a prefix is not also words, unless that takes
//!   fewer slips.
//! * **The best form** of an entry has the highest score, then the highest quality, then comes
//!   first: the text, the aliases as given, the forms of synonyms. Of two forms with one key the
//!   larger factor counts.
//! * **An empty key** (nothing typed but white space and ignorables) matches every entry, as a
//!   prefix.
//! * **Closed.** A query that ends in white space closes its last word; `new -` does not end in it.
//! * **Open words** need two words or more: `new ` never finds Newcastle. A match by stem counts as
//!   words.
//! * **A layout** is switched only if it has every character that was typed, white space aside; its
//!   3 characters are counted without outer white space, and tier 0 is empty if nothing in it
//!   passes the filters.
//! * **Kind `literal`** has no words: only layouts, spacing and typos relax it.
//! * **Spacing.** Separators that follow each other count as one, and those at the beginning and at
//!   the end of a form or of a query as none. Which separators they are does not count.
//! * **A whole form as one string.** A separator that stands on one side only costs `dropped` in
//!   tier 2, and is no edit: the budget of cost alone bounds it. A digit is meant where it was typed
//!   only if a digit stands before it on both sides or on none. After an edit at the first letter
//!   there is no other, but after a swap of the first two. A last word of one letter or syllable has
//!   no edit, and none follows or stands right before it. All slips of kind `literal` are such.
//! * **Numbers.** Of words too a digit is meant where it was typed only if a digit stands before it on
//!   both sides or on none. A letter right behind a digit, separators aside, is never too much.
//! * **Relaxations** of tier 1 are alternatives: one each time. In tier 2, at most one and typos.
//! * **Typos.** The cost is the least one within the allowed number of edits. A swap leaves its
//!   letters alone (restricted distance). An edit that touches a digit, typed or meant, is none.
//!   The first letter is wrong when the first edit replaces, adds or drops something at the start
//!   of both words.
//! * **`max_cost`** bounds each word; the typo cost of a match is the sum over its words.
//! * **Pins** come before everything else, in the order given, if they match in an allowed tier and
//!   pass the filters.
//! * **Each text once** (`distinct`): of all that was found, in its order, the first entry with
//!   each text, byte for byte. As many texts as are wanted end the tiers, whatever the number of
//!   entries.
//! * **Highlights** are ranges of the text that rise and do not touch; they never cut a grapheme.
//!   - The text itself, whole or as a prefix, without slips (tiers 0 and 1): one range, of what was
//!     typed.
//!   - The text otherwise: one range for each typed word, of the word it was given. Of a closed
//!     word, or one matched by stem, that is all of the word; of an open one the prefix that costs
//!     the least, the longest of them (also if the form counts as whole). Whole and prefix give the
//!     words in order; `words` takes the way with the least (cost, stems), of equal ones that of
//!     the first places.
//!   - The text as one string, by spacing or with slips: one range. All of it if it counts as whole,
//!     else the longest prefix of that cost at which the query may end, up to its last letter.
//!   - A form that a synonym made: the same, as far as the text has the very words, each at its
//!     first place that is not used yet.
//!   - The text with its marks and signs: what was typed of it, as one range.
//!   - The text with signs as words, or letters written out: the same as of the text itself, and
//!     each character of the form stands for what of the text it was made of.
//!   - The text cut into parts: one range for each typed word, of the letters of the part. A form
//!     that a synonym made of it: the same, as far as the parts of the text have the very words.
//!   - The initial consonants of the text: one range for each typed word, of its syllables.
//!   - Words of several forms: one range for each typed word that is a word of the text.
//!   - A typed word inside another: what of that word was typed, at the first place where it may be.
//!   - A form made of an alias, a transliterated form, or nothing typed: none.
//! * **Unit costs** take away the tables: edits of one letter and swaps cost 1, nothing is extra
//!   for the first letter, pairs of sounds are no edits, and a budget bounds the number of edits
//!   alone. What a budget of cheap edits allows stays.
//! * **Letters and digits** are general categories: L, and N but Nd, are letters, Nd are digits.
//!   Slips touch no character of N, and no `.`, `:` or `,` behind one. No word is split before a
//!   `.` or a `:`.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

pub mod analysis;
pub mod dropped;
pub mod forms;
pub mod highlights;
pub mod initials;
pub mod keyboards;
pub mod languages;
pub mod matching;
pub mod memory;
pub mod parts;
pub mod ranking;
pub mod readings;
pub mod request;
pub mod second_keys;
pub mod settings;
pub mod spacing;
pub mod spelled;
pub mod tails;
pub mod typos;
pub mod whole_form;
pub mod writing;

use forms::{Form, FormClass};
pub use mapahead::Kind;
use matching::{Found, IndexedSpellings, Matcher};
use readings::Reading;
pub use request::{Answer, Boosts, MatchKind, Options, Restriction, Via};
pub use settings::Settings;

/// A record (section 2), with the season as its twelve numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelEntry {
    /// What is matched and shown.
    pub text: String,
    /// The unique id.
    pub id: Option<String>,
    /// The popularity.
    pub weight: f64,
    /// Other surface forms and their factors.
    pub aliases: Vec<(String, f64)>,
    /// Values by field.
    pub contexts: BTreeMap<String, Vec<String>>,
    /// The multipliers of the 15th of January to December.
    pub season: [f64; 12],
    /// JSON, never interpreted.
    pub payload: Option<String>,
}

impl Default for ModelEntry {
    fn default() -> Self {
        ModelEntry {
            text: String::new(),
            id: None,
            weight: 1.0,
            aliases: Vec::new(),
            contexts: BTreeMap::new(),
            season: [1.0; 12],
            payload: None,
        }
    }
}

/// An index, naively.
pub struct Model {
    settings: Settings,
    /// The entries by ordinal, with their forms.
    entries: Vec<(ModelEntry, Vec<Form>)>,
    /// The spellings with marks of the words of all forms.
    spellings: IndexedSpellings,
}

impl Model {
    /// Numbers `entries` by falling weight, ties by fewer characters of the text, then the bytes of
    /// the text, then input order (section 4).
    pub fn new(settings: Settings, mut entries: Vec<ModelEntry>) -> Self {
        for entry in &mut entries {
            entry.weight += 0.0; // −0 is 0
            entry.season = entry.season.map(ranking::stored_multiplier);
        }
        let chars = |entry: &ModelEntry| entry.text.chars().count();
        entries.sort_by(|a, b| {
            let order = b.weight.total_cmp(&a.weight).then(chars(a).cmp(&chars(b)));
            order.then(a.text.cmp(&b.text))
        });
        let with_forms = |entry: ModelEntry| (entry.clone(), forms::forms(&settings, &entry));
        let entries: Vec<_> = entries.into_iter().map(with_forms).collect();
        let mut spellings = IndexedSpellings::new();
        for form in entries.iter().flat_map(|(_, forms)| forms) {
            let words = forms::words(Kind::Text, &form.surface).into_iter();
            for (word, marked) in words.zip(analysis::marked_words(&form.surface)) {
                spellings.entry((word, form.class.of_terms())).or_default().extend(marked);
            }
        }
        Model { entries, spellings, settings }
    }

    /// Returns the entry with `id`, byte for byte.
    pub fn get(&self, id: &str) -> Option<&ModelEntry> {
        self.entries.iter().map(|(entry, _)| entry).find(|entry| entry.id.as_deref() == Some(id))
    }

    /// Returns the kind.
    pub fn kind(&self) -> Kind {
        self.settings.kind
    }

    /// Returns the key of an indexed text.
    pub fn key(&self, text: &str) -> String {
        analysis::key(self.settings.kind, text).iter().map(|piece| piece.char).collect()
    }

    /// Returns the key of a query, which ends in a space if the last word is closed.
    pub fn query_key(&self, query: &str) -> String {
        let space = if readings::exact(&self.settings, query, None).closed { " " } else { "" };
        self.key(query) + space
    }

    /// Returns the slice `offset … offset + limit` of all entries that match, best first (section
    /// 4).
    pub fn suggest(&self, query: &str, options: &Options) -> Vec<Answer> {
        self.answer(query, options).0
    }

    /// Returns the same, with how many entries match in the tiers that the answer needs and whether
    /// that is exact: up to 10,000 are counted.
    pub fn answer(&self, query: &str, options: &Options) -> (Vec<Answer>, (u64, bool)) {
        let found = self.find(query, options);
        let total = (found.len().min(10_000) as u64, found.len() < 10_000);
        let shown = found.iter().skip(options.offset).take(options.limit);
        (shown.map(|best| self.describe(query, best)).collect(), total)
    }

    /// Returns the best matches of all entries that match in the tiers that the answer needs, best
    /// first.
    fn find(&self, query: &str, options: &Options) -> Vec<Best<'_>> {
        let found = self.find_all(query, options);
        // Signs that nothing begins with say nothing.
        let signs = analysis::is_signs(&self.key(query)) && self.settings.kind == Kind::Text;
        if found.is_empty() && signs { self.find_all("", options) } else { found }
    }

    fn find_all(&self, query: &str, options: &Options) -> Vec<Best<'_>> {
        if query.chars().count() > 1_000 {
            return Vec::new();
        }
        let pin = |ordinal: usize| {
            options.pin.iter().position(|id| self.entries[ordinal].0.id.as_ref() == Some(id))
        };
        let typed = readings::exact(&self.settings, query, None);
        let matcher = Matcher::new(&self.settings, options, &self.spellings, &typed);
        let mut readings = vec![Rc::new(typed)];
        readings.extend(readings::verbatim(&self.settings, query).map(Rc::new));
        let mut found: Vec<Best<'_>> = Vec::new();
        let mut known = vec![false; self.entries.len()]; // an entry matches by the lowest tier, and appears once
        for tier in options.tiers() {
            // Words are left out only where nothing was found.
            if tier == 3 && !found.is_empty() {
                break;
            }
            // Lower tiers are tried only while fewer than offset + limit entries that pass the
            // filters are found.
            let enough = self.count(&found, options) >= options.offset + options.limit;
            if enough && options.pin.is_empty() {
                break;
            }
            if tier == 1 {
                let relaxed = readings::relaxed(&self.settings, query, found.is_empty());
                readings.extend(relaxed.into_iter().map(Rc::new));
            }
            if tier == 3 {
                let left = dropped::rests(&self.settings, query, &readings);
                readings = left.into_iter().map(Rc::new).collect();
            }
            for (ordinal, (entry, _)) in self.entries.iter().enumerate() {
                if known[ordinal]
                    || (enough && pin(ordinal).is_none())
                    || !ranking::passes(entry, options)
                {
                    continue;
                }
                let best = self.best(ordinal, &matcher, &readings, tier, options);
                known[ordinal] = best.is_some();
                found.extend(best);
            }
        }
        // Ordered by (tier, −score, −quality, ordinal).
        let place = |best: &Best<'_>| pin(best.ordinal).map_or((true, 0), |at| (false, at));
        found.sort_by(|a, b| {
            let order = place(a).cmp(&place(b)).then(a.tier.cmp(&b.tier));
            order
                .then(b.score.total_cmp(&a.score))
                .then(b.found.quality.total_cmp(&a.found.quality))
                .then(a.ordinal.cmp(&b.ordinal))
        });
        if options.distinct {
            // Of each text the first, so a pinned entry stands for its text.
            let mut shown = BTreeSet::new();
            found.retain(|best| shown.insert(&self.entries[best.ordinal].0.text));
        }
        found
    }

    /// Returns how many suggestions are found: entries, or each text once.
    fn count(&self, found: &[Best<'_>], options: &Options) -> usize {
        let texts = found.iter().map(|best| &self.entries[best.ordinal].0.text);
        if options.distinct { texts.collect::<BTreeSet<_>>().len() } else { found.len() }
    }

    /// Returns the best match of an entry in `tier` over all its forms and all readings of the
    /// query.
    fn best(
        &self,
        ordinal: usize,
        matcher: &Matcher<'_>,
        readings: &[Rc<Reading>],
        tier: u8,
        options: &Options,
    ) -> Option<Best<'_>> {
        let (entry, forms) = &self.entries[ordinal];
        let mut all: Vec<Best<'_>> = Vec::new();
        // Words of several forms come last, by the first reading.
        let (combined, single): (Vec<&Form>, Vec<&Form>) =
            forms.iter().partition(|form| form.class == FormClass::Combined);
        let by_form = single.iter().flat_map(|&form| readings.iter().map(move |one| (form, one)));
        let by_reading =
            readings.iter().flat_map(|one| combined.iter().map(move |&form| (form, one)));
        let mut add = |form, reading: &Rc<Reading>, found: Found| {
            let score = ranking::score(entry, form, found.quality, options);
            all.push(Best { ordinal, tier, score, found, form, reading: reading.clone() });
        };
        for (form, reading) in by_form.clone().chain(by_reading) {
            if readings::belongs(self.settings.kind, reading, form, tier)
                && let slips = readings::has_slips(reading, form, tier, options)
                && let Some(found) = matcher.best_match(reading, form, slips)
            {
                add(form, reading, found);
            }
        }
        // Words inside others after all of these.
        for (form, reading) in by_form {
            if (tier == 1 || tier == 3)
                && readings::goes_inside(&self.settings, reading, form)
                && let Some(found) = matcher.inside(reading, form)
            {
                add(form, reading, found);
            }
        }
        // Highest score, then quality; then the first form, the first reading.
        all.reverse();
        all.into_iter().max_by(|a, b| {
            a.score.total_cmp(&b.score).then(a.found.quality.total_cmp(&b.found.quality))
        })
    }

    /// Returns what the answer says of a match.
    fn describe(&self, query: &str, best: &Best<'_>) -> Answer {
        let Best { ordinal, tier, score, ref found, form, ref reading } = *best;
        let entry = &self.entries[ordinal].0;
        let text = &entry.text;
        let mut via: Vec<Via> = form.via.into_iter().chain(reading.via).collect();
        via.extend((!reading.left_out.is_empty()).then_some(Via::Dropped));
        via.extend(found.by_stem.then_some(Via::Stem));
        via.extend(found.is_inside.then_some(Via::Inside));
        via.extend(match form.class {
            FormClass::Plain => None,
            FormClass::Latin => Some(Via::Transliteration),
            FormClass::Verbatim => Some(Via::Verbatim),
            FormClass::Spelled => Some(Via::Spelled),
            FormClass::Parts => Some(Via::Parts),
            FormClass::Combined => Some(Via::Combined),
            FormClass::Initials => Some(Via::Initials),
        });
        via.sort();
        via.dedup();
        let highlights = highlights::highlights(&self.settings, text, form, reading, found);
        Answer {
            ordinal,
            text: text.clone(),
            id: entry.id.clone(),
            weight: entry.weight,
            score,
            quality: found.quality,
            tier,
            kind: found.kind,
            via,
            surface: form.surface.clone(),
            dropped: dropped::as_typed(query, reading),
            cost: found.cost,
            highlights,
        }
    }
}

/// The best match of an entry, and how good it is.
struct Best<'a> {
    ordinal: usize,
    tier: u8,
    score: f64,
    found: Found,
    form: &'a Form,
    reading: Rc<Reading>,
}
