//! The surface forms of an entry: its text, aliases, synonyms and transliterations (docs/design.md,
//! sections 2 and 3).

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::analysis::{self, Piece};
use super::languages::{LONGEST_STEMMED, Prefixes};
use super::settings::Stemmer;
use super::{Kind, ModelEntry, Settings, Via};

/// The most forms an entry may have, transliterations not counted (section 2).
const MAX_FORMS: usize = 64;

/// One surface form of an entry.
#[derive(Debug, Clone)]
pub struct Form {
    /// The text of the form; the words of a form that a synonym made.
    pub surface: String,
    /// The words of its key; of kind `literal`, the whole key as one word.
    pub words: Vec<Vec<char>>,
    /// What scales the score when this form is what matched.
    pub factor: f64,
    /// `None` for the text, or alias or synonym.
    pub via: Option<Via>,
    /// How it was made, which says from which tier on it counts and what it is matched against.
    pub class: FormClass,
}

/// How a form was made. Of two forms with one key the class that comes first here counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FormClass {
    /// The text, an alias, or a form that a synonym made: from tier 0 on.
    Plain,
    /// The Latin transliteration of another form: from tier 1 on, and with no other relaxation than
    /// the transliteration of the query.
    Latin,
}

/// The spellings with marks of words.
pub type Spellings = BTreeMap<Vec<char>, BTreeSet<String>>;

/// Adds the spellings with marks of the words of `text`.
pub fn add_spellings(text: &str, spellings: &mut Spellings) {
    for (word, marked) in words(Kind::Text, text).into_iter().zip(analysis::marked_words(text)) {
        spellings.entry(word).or_default().extend(marked);
    }
}

/// A rule of the synonyms: typing `typed` finds texts with `found`.
#[derive(Debug, Clone)]
pub struct Synonym {
    typed: Vec<Vec<char>>,
    found: Vec<Vec<char>>,
    /// Those of the words of all rules.
    spellings: Rc<Spellings>,
}

/// Reads synonyms in the format of Solr and Elasticsearch (section 2): `a, b, c` (any finds the
/// others) and `a, b => c` (typing a or b finds c, not the reverse). A backslash takes away the
/// meaning of what follows it; a line that starts with `#` says nothing.
pub fn parse_synonyms(lines: &str) -> Vec<Synonym> {
    let texts = |list: &str| -> Vec<String> {
        split_unescaped(list, ",").iter().map(|text| unescaped(text)).collect()
    };
    let members = |list: &str| {
        let words = texts(list).into_iter().map(|text| words(Kind::Text, &text));
        words.filter(|words| !words.is_empty()).collect::<Vec<_>>()
    };
    let mut spellings = Spellings::new();
    for line in lines.lines().filter(|line| !line.starts_with('#')) {
        let sides = split_unescaped(line, "=>");
        let texts = sides.iter().flat_map(|side| texts(side));
        texts.for_each(|text| add_spellings(&text, &mut spellings));
    }
    let spellings = Rc::new(spellings);
    let mut rules = Vec::new();
    for line in lines.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        let sides = split_unescaped(line, "=>");
        let (typed, found) = (sides[0], sides[sides.len() - 1]);
        for typed in members(typed) {
            for found in members(found).into_iter().filter(|found| *found != typed) {
                let spellings = spellings.clone();
                rules.push(Synonym { typed: typed.clone(), found, spellings });
            }
        }
    }
    rules
}

/// Returns the parts of `text` between the separators that no backslash stands before.
fn split_unescaped<'a>(text: &'a str, separator: &str) -> Vec<&'a str> {
    let (mut parts, mut start, mut escaped) = (Vec::new(), 0, false);
    for (at, char) in text.char_indices() {
        if !escaped && at >= start && text[at..].starts_with(separator) {
            parts.push(&text[start..at]);
            start = at + separator.len();
        }
        escaped = !escaped && char == '\\';
    }
    parts.push(&text[start..]);
    parts
}

/// Returns `text` without the backslashes that take away the meaning of what follows them.
fn unescaped(text: &str) -> String {
    let mut chars = text.chars();
    let mut plain = String::new();
    while let Some(char) = chars.next() {
        plain.extend(if char == '\\' { chars.next() } else { Some(char) });
    }
    plain
}

/// Returns the words of the key of `text`; of kind `literal`, the whole key as one word.
pub fn words(kind: Kind, text: &str) -> Vec<Vec<char>> {
    words_of(kind, &analysis::key(kind, text))
}

/// Returns the words of `key`; of kind `literal`, the whole key as one word.
pub fn words_of(kind: Kind, key: &[Piece]) -> Vec<Vec<char>> {
    let chars: Vec<char> = key.iter().map(|piece| piece.char).collect();
    match kind {
        _ if chars.is_empty() => Vec::new(),
        Kind::Literal => vec![chars],
        Kind::Text => chars.split(|&char| char == ' ').map(<[char]>::to_vec).collect(),
    }
}

/// Returns the stems of a word (section 3) in each of the languages: of the word without marks and
/// of its spellings with them, which are compared without marks.
pub fn stems(
    settings: &Settings,
    word: &[char],
    spellings: &BTreeSet<String>,
) -> Vec<BTreeSet<String>> {
    let word: String = word.iter().collect();
    let of_language = |stemmer: &Stemmer| {
        let own = std::iter::once(stemmer.0(&word));
        let marked = spellings.iter().filter(|marked| marked.len() <= LONGEST_STEMMED);
        own.chain(marked.map(|marked| analysis::without_marks(&stemmer.0(marked)))).collect()
    };
    settings.stems.iter().map(of_language).collect()
}

/// Returns the word and what prefixes leave of it (section 3), in each of the languages.
pub fn with_rests(settings: &Settings, word: &[char]) -> Vec<BTreeSet<String>> {
    let with_rests = |prefixes: &Prefixes| {
        let mut rests = prefixes.rests(word);
        rests.insert(word.iter().collect());
        rests
    };
    settings.prefixes.iter().map(with_rests).collect()
}

/// Whether two words have a stem in common in one of the languages, given their [`stems`], or a
/// rest, given what [`with_rests`] returns.
pub fn have_common(a: &[BTreeSet<String>], b: &[BTreeSet<String>]) -> bool {
    a.iter().zip(b).any(|(a, b)| !a.is_disjoint(b))
}

/// Returns all forms of `entry`: the text, the aliases in the order given, the forms made by
/// synonyms, then the transliterations of all these.
pub fn forms(settings: &Settings, entry: &ModelEntry) -> Vec<Form> {
    let form = |surface: &str, factor: f64, via: Option<Via>, class: FormClass| {
        let words = words(settings.kind, surface);
        Form { surface: surface.to_owned(), words, factor, via, class }
    };
    let mut forms = vec![form(&entry.text, 1.0, None, FormClass::Plain)];
    forms.extend(
        entry
            .aliases
            .iter()
            .map(|(alias, factor)| form(alias, *factor, Some(Via::Alias), FormClass::Plain)),
    );
    // Kind `literal`: only whole-form prefixes match, so neither synonyms nor transliteration.
    if settings.kind == Kind::Text {
        let room = MAX_FORMS.saturating_sub(forms.len());
        let made = by_synonyms(settings, &forms).into_iter().take(room);
        forms.extend(
            made.map(|(surface, factor)| {
                form(
                    &surface,
                    factor * settings.synonym_factor,
                    Some(Via::Synonym),
                    FormClass::Plain,
                )
            })
            .collect::<Vec<_>>(),
        );
        if let Some(transliterate) = settings.transliterate {
            let latin = |given: &Form| {
                form(&transliterate(&given.surface), given.factor, given.via, FormClass::Latin)
            };
            forms.extend(forms.iter().map(latin).collect::<Vec<_>>());
        }
    }
    // Two forms with the same key: the one with the larger factor counts, the first on a tie; a
    // transliteration that changes nothing does not.
    let beats = |i: usize, j: usize| {
        let (a, b) = (&forms[i], &forms[j]);
        let order = a.class.cmp(&b.class).then(b.factor.total_cmp(&a.factor)).then(i.cmp(&j));
        a.words == b.words && order.is_lt()
    };
    let counts = |j: &usize| !(0..forms.len()).any(|i| beats(i, *j));
    (0..forms.len()).filter(counts).map(|j| forms[j].clone()).collect()
}

/// Returns the forms made from `given` by replacing members of synonym groups, whole phrases and
/// single words, at every place and in every combination; fewer replacements first. A word that was
/// put in is not replaced again. The factor is that of the form it was made from.
#[expect(
    clippy::excessive_nesting,
    reason = "every rule, at every place: the loops as the design says them"
)]
fn by_synonyms(settings: &Settings, given: &[Form]) -> Vec<(String, f64)> {
    let mut spellings = Spellings::new();
    given.iter().for_each(|form| add_spellings(&form.surface, &mut spellings));
    let none = BTreeSet::new();
    let stems = |word: &[char], spellings: &Spellings| {
        let marked = spellings.get(word).unwrap_or(&none);
        [stems(settings, word, marked), with_rests(settings, word)].concat()
    };
    // (words with a mark on those put in, factor), breadth first.
    let start = |form: &Form| {
        (form.words.iter().map(|word| (word.clone(), false)).collect::<Vec<_>>(), form.factor)
    };
    let mut queue: Vec<_> = given.iter().map(start).collect();
    let mut next = 0;
    while next < queue.len() && queue.len() < given.len() + MAX_FORMS {
        let (words, factor) = queue[next].clone();
        next += 1;
        for rule in &settings.synonyms {
            for at in 0..(words.len() + 1).saturating_sub(rule.found.len()) {
                let place = at..at + rule.found.len();
                let here = words[place.clone()].iter().zip(&rule.found);
                // Members match by stem where the language has stems.
                let same = |word: &[char], member: &[char]| {
                    word == member
                        || have_common(&stems(word, &spellings), &stems(member, &rule.spellings))
                };
                if here.clone().all(|((word, put_in), member)| !put_in && same(word, member)) {
                    let mut made = words.clone();
                    made.splice(place, rule.typed.iter().map(|word| (word.clone(), true)));
                    if !queue.iter().any(|(known, better)| *known == made && *better >= factor) {
                        queue.push((made, factor));
                    }
                }
            }
        }
    }
    let surface = |words: &[(Vec<char>, bool)]| {
        words.iter().map(|(word, _)| word.iter().collect()).collect::<Vec<String>>().join(" ")
    };
    queue[given.len()..].iter().map(|(words, factor)| (surface(words), *factor)).collect()
}
