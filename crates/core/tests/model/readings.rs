//! How a query can be read, and which forms go with a reading: section 4 of docs/design.md.

use super::forms::{Form, FormClass, letters_of, text_of, words, words_of};
use super::{Kind, Options, Settings, Via, analysis, initials, parts, second_keys};

/// One way to read a query.
#[derive(Debug, Clone)]
pub struct Reading {
    /// Its words; of kind `literal`, the whole key as one word.
    pub words: Vec<Vec<char>>,
    /// Of each word the spelling with the marks that its key lost, if it lost any; of joined or
    /// split words, which match by no stem, nothing.
    pub marked: Vec<Option<String>>,
    /// Whether white space closed the last word.
    pub closed: bool,
    /// What relaxed the query, if anything.
    pub via: Option<Via>,
    /// Whether it is one string, matched against forms from their beginning, and no list of words.
    pub is_one: bool,
    /// The words that were left out, with their places.
    pub left_out: Vec<(usize, Vec<char>)>,
    /// How many words between white space they are, or how many words otherwise.
    pub left_out_units: usize,
    /// The share of the letters that they have of all.
    pub share_left_out: f64,
    /// Whether words may have slips in tier 3: where more than one of them stayed.
    pub may_slip: bool,
}

impl Reading {
    /// Returns a reading of all the words.
    fn whole(words: Vec<Vec<char>>, closed: bool, via: Option<Via>) -> Self {
        let (marked, left_out) = (Vec::new(), Vec::new());
        Reading {
            words,
            marked,
            closed,
            via,
            is_one: false,
            left_out,
            left_out_units: 0,
            share_left_out: 0.0,
            may_slip: false,
        }
    }

    /// Returns the reading in which separators are free.
    pub fn spaced(&self) -> Self {
        Reading { via: Some(Via::Spacing), may_slip: false, ..self.as_one() }
    }

    /// Returns the query as one string.
    pub fn key(&self) -> Vec<char> {
        self.words.join(&' ')
    }

    /// Returns the reading as one string.
    fn as_one(&self) -> Self {
        Reading { is_one: true, ..self.clone() }
    }

    /// Whether words match by their stems: a joint never goes together with one.
    pub fn has_stems(&self) -> bool {
        !matches!(self.via, Some(Via::Joined | Via::Split))
    }

    /// Whether the word `i` must be whole.
    pub fn closes(&self, i: usize) -> bool {
        self.via != Some(Via::OpenWords) && (i + 1 < self.words.len() || self.closed)
    }
}

/// Returns how `raw` reads as it stands. Only white space closes the last word, which control
/// characters are in kind `text`.
pub fn exact(settings: &Settings, raw: &str, via: Option<Via>) -> Reading {
    let words = words(settings.kind, raw);
    // Of kind `text`, what is ignored does not hide the white space before it.
    let ignored = |char| settings.kind == Kind::Text && analysis::passed_over(char);
    let space =
        |char: char| char.is_whitespace() || (settings.kind == Kind::Text && char.is_control());
    let closed = raw.trim_end_matches(ignored).ends_with(space);
    let marked = analysis::marked_words(raw);
    Reading { marked, ..Reading::whole(words.clone(), closed && !words.is_empty(), via) }
}

/// Returns the query with its marks and signs, if its key has lost some, or if there is nothing
/// else. White space at its end is set aside.
pub fn verbatim(settings: &Settings, raw: &str) -> Option<Reading> {
    let (key, verbatim) = (analysis::key(settings.kind, raw), analysis::verbatim(raw));
    let (key, verbatim) = (text_of(&key), text_of(&verbatim));
    let lost = letters_of(&key) != letters_of(&verbatim);
    let words = vec![if lost { verbatim } else { key.clone() }.chars().collect()];
    let searched = settings.kind == Kind::Text && (lost || analysis::is_signs(&key));
    searched.then(|| Reading::whole(words, false, Some(Via::Verbatim)))
}

/// Returns the relaxed readings of tier 1, each by one relaxation; `no_exact` says that tier 0 was
/// empty.
pub fn relaxed(settings: &Settings, raw: &str, no_exact: bool) -> Vec<Reading> {
    let typed = exact(settings, raw, None);
    let mut readings = Vec::new();
    // Another keyboard layout, on the raw text: from 3 characters, or when tier 0 is empty.
    if raw.trim().chars().count() >= 3 || no_exact {
        for from in &settings.layouts {
            for to in &settings.layouts {
                // The keys of digits type signs on some layouts, and a number would go with them.
                let digits = |text: &str| text.chars().filter(|char| char.is_numeric()).count();
                let other = from.switch(raw, to).filter(|other| digits(other) >= digits(raw));
                let switched = other.map(|raw| exact(settings, &raw, Some(Via::Layout)));
                readings.extend(switched.filter(|reading| reading.words != typed.words));
            }
        }
    }
    if settings.kind == Kind::Text {
        let switched =
            by_word(settings, raw).into_iter().map(|raw| exact(settings, &raw, Some(Via::Layout)));
        readings.extend(switched.filter(|reading| reading.words != typed.words));
        // Transliteration of the query; that of the texts is among their forms.
        let latin = settings
            .transliterate
            .map(|transliterate| exact(settings, &transliterate(raw), Some(Via::Transliteration)));
        readings.extend(latin.filter(|reading| reading.words != typed.words));
        // Cut into parts, and without leading zeros and long marks.
        let cut = parts::parts(raw);
        for key in [Some(cut.clone()), parts::second(&cut)].into_iter().flatten() {
            let words = words_of(Kind::Text, &key);
            if words != typed.words {
                let (marked, via) = (Vec::new(), Some(Via::Parts));
                readings.push(Reading { words, marked, via, ..typed.clone() });
            }
        }
        // As a further sign would change the end.
        let key = analysis::key(Kind::Text, raw);
        if let Some(key) = second_keys::unfinished(raw, &key).filter(|_| !typed.closed) {
            let (words, marked, via) = (words_of(Kind::Text, &key), Vec::new(), Some(Via::Parts));
            readings.push(Reading { words, marked, via, ..typed.clone() });
        }
    }
    // From the beginning of a form, whatever stands between letters; and in tier 2 each reading of
    // the whole query as one string.
    let spacing = typed.spaced();
    let whole: Vec<Reading> = std::iter::once(&typed)
        .chain(readings.iter().filter(|reading| reading.via != Some(Via::Parts)))
        .map(Reading::as_one)
        .collect();
    readings.push(spacing);
    readings.extend(whole);
    if settings.kind == Kind::Text {
        // Every word open. White space closes a single word for good: `new ` never finds Newcastle.
        if typed.words.len() > 1 {
            readings.push(Reading { via: Some(Via::OpenWords), ..typed.clone() });
        }
        readings.extend(joints(&typed, false));
    }
    // A reading without words would match everything.
    readings.retain(|reading| !reading.words.is_empty());
    readings
}

/// Returns `raw` with one of its words as the same keys type it on another layout: each word of 3
/// characters or more without a digit, between white space, by each two layouts.
fn by_word(settings: &Settings, raw: &str) -> Vec<String> {
    let mut texts = Vec::new();
    let may_switch = |word: &&str| word.chars().count() >= 3 && !word.contains(char::is_numeric);
    let words = raw.split(char::is_whitespace).filter(may_switch);
    for word in words {
        let start = word.as_ptr() as usize - raw.as_ptr() as usize;
        let (before, after) = (&raw[..start], &raw[start + word.len()..]);
        let others = settings
            .layouts
            .iter()
            .flat_map(|from| settings.layouts.iter().filter_map(move |to| from.switch(word, to)));
        // Signs alone are no word.
        let others = others.filter(|other| other.contains(char::is_alphanumeric));
        texts.extend(others.map(|other| format!("{before}{other}{after}")));
    }
    texts
}

/// Returns the readings with two neighbouring words joined, or one split, anywhere. The last part
/// stays as open as it was. No number is taken apart, and if it `keeps_numbers`, none is joined.
pub fn joints(typed: &Reading, keeps_numbers: bool) -> Vec<Reading> {
    let mut readings = Vec::new();
    let mut add = |words, via| {
        let (marked, via) = (Vec::new(), Some(via));
        readings.push(Reading { words, marked, via, may_slip: false, ..typed.clone() });
    };
    let of_number = |before: &[char], after: &[char]| {
        [before.last(), after.first()].iter().all(|char| char.is_some_and(|char| char.is_numeric()))
    };
    for (i, word) in typed.words.iter().enumerate() {
        let next = typed.words.get(i + 1);
        if let Some(next) = next.filter(|next| !(keeps_numbers && of_number(word, next))) {
            let mut words = typed.words.clone();
            words.splice(i..i + 2, [[word.as_slice(), next].concat()]);
            add(words, Via::Joined);
        }
        // A number is not taken apart, and a point or a colon stands inside one.
        for at in (1..word.len()).filter(|&at| !matches!(word[at], '.' | ':')) {
            if of_number(&word[..at], &word[at..]) {
                continue;
            }
            let mut words = typed.words.clone();
            words.splice(i..=i, [word[..at].to_vec(), word[at..].to_vec()]);
            add(words, Via::Split);
        }
    }
    readings
}

/// Whether `form` is matched against `reading` in `tier`: 0 as it stands, 1 with one relaxation, 2
/// with or without, 3 as in the tiers before it. A transliterated form is a relaxation by itself, and does not go with another
/// one. Words joined or split have no slips, and neither has spacing.
pub fn belongs(kind: Kind, reading: &Reading, form: &Form, tier: u8) -> bool {
    let without_slips = [Via::Spacing, Via::Joined, Via::Split].map(Some).contains(&reading.via);
    let as_one = reading.is_one && !without_slips;
    if tier == 2 {
        // The key of a `literal` is one string, and has no words.
        if without_slips || (kind == Kind::Literal && !as_one) {
            return false;
        }
    } else if as_one {
        return false;
    }
    let (goes_together, made_relaxed) = match form.class {
        // The query with its marks and signs, and forms with theirs.
        FormClass::Verbatim => return tier == 0 && reading.via == Some(Via::Verbatim),
        _ if reading.via == Some(Via::Verbatim) => return false,
        FormClass::Plain | FormClass::Spelled => (true, false),
        FormClass::Latin => (matches!(reading.via, None | Some(Via::Transliteration)), true),
        // Their letters are those of the text.
        FormClass::Parts => (!as_one, true),
        FormClass::Initials => {
            let whole = matches!(reading.via, None | Some(Via::Layout)) && !reading.is_one;
            (whole && tier != 2 && initials::are_initials(&reading.words), true)
        }
        FormClass::Combined => {
            let by_word = [Via::OpenWords, Via::Joined, Via::Split].map(Some);
            (tier != 2 && !reading.is_one && !by_word.contains(&reading.via), true)
        }
    };
    let relaxed = made_relaxed || reading.via.is_some();
    goes_together && (tier >= 2 || relaxed == (tier == 1))
}

/// Whether words of `reading` may have slips against those of `form` in `tier`.
pub fn has_slips(reading: &Reading, form: &Form, tier: u8, options: &Options) -> bool {
    let slips_never = matches!(form.class, FormClass::Initials | FormClass::Combined);
    match tier {
        0 | 1 => false,
        2 => true,
        _ => options.typos && reading.may_slip && !slips_never,
    }
}

/// Whether words inside those of `form` are looked for in tier 1: those of a text, an alias, a form
/// by a synonym, or one spelled otherwise, for readings of the whole query.
pub fn goes_inside(settings: &Settings, reading: &Reading, form: &Form) -> bool {
    let readings = [Via::Layout, Via::Transliteration, Via::Parts];
    settings.inside
        && settings.kind == Kind::Text
        && matches!(form.class, FormClass::Plain | FormClass::Spelled)
        && !reading.is_one
        && reading.via.is_none_or(|via| readings.contains(&via))
}
