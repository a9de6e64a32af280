//! How a query can be read, and whether a surface form matches a reading: section 4 of docs/design.md.

use super::forms::{Form, stems_equal, words};
use super::typos::EXACT;
use super::{Kind, MatchKind, Options, Settings, Via};

/// One way to read a query.
#[derive(Debug, Clone)]
pub struct Reading {
    /// Its words; of kind `literal`, the whole key as one word.
    pub words: Vec<Vec<char>>,
    /// Whether white space closed the last word.
    pub closed: bool,
    /// What relaxed the query, if anything.
    pub via: Option<Via>,
}

/// How a form matches a reading.
#[derive(Debug, Clone, Copy)]
pub struct Found {
    /// What of the form was typed.
    pub kind: MatchKind,
    /// The typo costs of all words together.
    pub cost: f64,
    /// Whether a word matched only by its stem.
    pub by_stem: bool,
    /// The constant of the kind, lowered by the cost (section 5).
    pub quality: f64,
}

/// Returns how `raw` reads as it stands. Only white space closes the last word.
pub fn exact(settings: &Settings, raw: &str, via: Option<Via>) -> Reading {
    let words = words(settings.kind, raw);
    // Of kind `text`, what is ignored does not hide the white space before it.
    let ignored =
        |char| settings.kind == Kind::Text && (super::analysis::ignorable(char) || char == 'ـ');
    let closed = raw.trim_end_matches(ignored).ends_with(char::is_whitespace);
    Reading { closed: closed && !words.is_empty(), words, via }
}

/// Returns the relaxed readings of tier 1, each by one relaxation; `no_exact` says that tier 0 was empty.
pub fn relaxed(settings: &Settings, raw: &str, no_exact: bool) -> Vec<Reading> {
    let typed = exact(settings, raw, None);
    let mut readings = Vec::new();
    // Another keyboard layout, on the raw text: from 3 characters, or when tier 0 is empty.
    if raw.trim().chars().count() >= 3 || no_exact {
        for from in &settings.layouts {
            for to in &settings.layouts {
                let switched =
                    from.switch(raw, to).map(|raw| exact(settings, &raw, Some(Via::Layout)));
                readings.extend(switched.filter(|reading| reading.words != typed.words));
            }
        }
    }
    if settings.kind == Kind::Text {
        // Transliteration of the query; that of the texts is among their forms.
        let latin = settings
            .transliterate
            .map(|transliterate| exact(settings, &transliterate(raw), Some(Via::Transliteration)));
        readings.extend(latin.filter(|reading| reading.words != typed.words));
        // Every word open. White space closes a single word for good: `new ` never finds Newcastle.
        if typed.words.len() > 1 {
            readings.push(Reading { via: Some(Via::OpenWords), ..typed.clone() });
        }
        // Two neighbouring words joined, or one split, anywhere. The last part stays as open as it was.
        for (i, word) in typed.words.iter().enumerate() {
            if let Some(next) = typed.words.get(i + 1) {
                let mut words = typed.words.clone();
                words.splice(i..i + 2, [[word.as_slice(), next].concat()]);
                readings.push(Reading { words, via: Some(Via::Joined), ..typed });
            }
            for at in 1..word.len() {
                let mut words = typed.words.clone();
                words.splice(i..=i, [word[..at].to_vec(), word[at..].to_vec()]);
                readings.push(Reading { words, via: Some(Via::Split), ..typed });
            }
        }
    }
    // A reading without words would match everything.
    readings.retain(|reading| !reading.words.is_empty());
    readings
}

/// Whether `form` is matched against `reading` in `tier`: 0 as it stands, 1 with one relaxation, 2 with
/// or without. A transliterated form is a relaxation by itself, and does not go with another one.
pub fn belongs(reading: &Reading, form: &Form, tier: u8) -> bool {
    let one_at_most =
        !form.transliterated || matches!(reading.via, None | Some(Via::Transliteration));
    let relaxed = form.transliterated || reading.via.is_some();
    one_at_most && (tier == 2 || relaxed == (tier == 1))
}

/// Returns how `form` matches `reading`, with typos in tier 2; the way with the best quality.
pub fn best_match(
    settings: &Settings,
    reading: &Reading,
    form: &Form,
    tier: u8,
    options: &Options,
) -> Option<Found> {
    if reading.words.is_empty() {
        // The empty query matches every entry: a prefix of every form.
        return Some(Found {
            kind: MatchKind::Prefix,
            cost: 0.0,
            by_stem: false,
            quality: settings.quality.prefix,
        });
    }
    if reading.words.len() > form.words.len() {
        return None; // each word of the form is used once
    }
    let table: Vec<Vec<Ends>> = reading
        .words
        .iter()
        .map(|typed| {
            let budget =
                if tier < 2 { EXACT } else { settings.costs.budget(typed.len(), options.max_cost) };
            form.words
                .iter()
                .map(|meant| Ends::new(settings.costs.of_prefixes(typed, meant, budget), meant))
                .collect()
        })
        .collect();
    let (whole, prefix) = in_order(reading, form, &table);
    let (inside, stems) = if settings.kind == Kind::Literal || options.whole_forms_only {
        (f64::INFINITY, 0) // only whole-form prefixes match
    } else {
        any_order(settings, reading, form, &table, 0, &mut vec![false; form.words.len()])
    };
    let quality = settings.quality;
    let mut best: Option<Found> = None;
    let mut least = f64::INFINITY;
    for (kind, constant, cost, by_stem) in [
        (MatchKind::Whole, quality.whole, whole, false),
        (MatchKind::Prefix, quality.prefix, prefix, false),
        (MatchKind::Words, quality.words, inside, stems > 0),
    ] {
        // What is whole is not also a prefix, and what is a prefix is not also words, unless that takes fewer slips.
        if cost < least {
            least = cost;
            let quality =
                if cost == 0.0 { constant } else { constant * quality.typo_base.powf(-cost) };
            if best.is_none_or(|best| quality > best.quality) {
                best = Some(Found { kind, cost, by_stem, quality });
            }
        }
    }
    best
}

/// What one typed word costs against one word of a form.
struct Ends {
    /// Against all of it, even if that is the whole key of a `literal`.
    whole: f64,
    /// Against a part that ends with a word: what a closed word needs. A closed word of kind `text`
    /// needs the whole word; the key of a `literal` may hold spaces.
    closed: f64,
    /// Against any prefix of it: what an open word needs.
    open: f64,
}

impl Ends {
    fn new(costs: Vec<f64>, meant: &[char]) -> Self {
        let least = |ends: &dyn Fn(usize) -> bool| {
            (0..costs.len()).filter(|&j| ends(j)).map(|j| costs[j]).fold(f64::INFINITY, f64::min)
        };
        Ends {
            whole: least(&|j| j == meant.len()),
            closed: least(&|j| j == meant.len() || meant[j] == ' '),
            open: least(&|_| true),
        }
    }
}

/// Returns the least costs by which the key of the form equals that of the reading (`whole`), and
/// starts with it: word by word from the first, the last one open unless white space follows it.
fn in_order(reading: &Reading, form: &Form, table: &[Vec<Ends>]) -> (f64, f64) {
    if reading.via == Some(Via::OpenWords) {
        return (f64::INFINITY, f64::INFINITY); // a key of open words is no prefix
    }
    let last = reading.words.len() - 1;
    let head: f64 = (0..last).map(|i| table[i][i].closed).sum();
    let ends = &table[last][last];
    let whole =
        if form.words.len() == reading.words.len() { head + ends.whole } else { f64::INFINITY };
    (whole, head + if reading.closed { ends.closed } else { ends.open })
}

/// Returns the least cost, then the fewest matches by stem, of giving every word of the reading from
/// `next` on a word of the form of its own. Tries every way.
fn any_order(
    settings: &Settings,
    reading: &Reading,
    form: &Form,
    table: &[Vec<Ends>],
    next: usize,
    used: &mut Vec<bool>,
) -> (f64, usize) {
    let Some(typed) = reading.words.get(next) else {
        return (0.0, 0);
    };
    let open =
        reading.via == Some(Via::OpenWords) || (next + 1 == reading.words.len() && !reading.closed);
    let mut best = (f64::INFINITY, 0);
    for (i, meant) in form.words.iter().enumerate().filter(|(i, _)| !used[*i]).collect::<Vec<_>>() {
        let cost = if open { table[next][i].open } else { table[next][i].closed };
        // A closed word also by its stem, an open one from 4 letters.
        let by_stem =
            cost > 0.0 && (!open || typed.len() >= 4) && stems_equal(settings, typed, meant);
        let cost = if by_stem { 0.0 } else { cost };
        if cost < f64::INFINITY {
            used[i] = true;
            let (rest, stems) = any_order(settings, reading, form, table, next + 1, used);
            used[i] = false;
            let way = (cost + rest, stems + usize::from(by_stem));
            if way.0 < best.0 || (way.0 == best.0 && way.1 < best.1) {
                best = way;
            }
        }
    }
    best
}
