//! The surface forms of an entry: its text, aliases, synonyms and transliterations (docs/design.md,
//! sections 2 and 3).

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::analysis::{self, Piece};
use super::languages::{LONGEST_STEMMED, Prefixes};
use super::settings::Stemmer;
use super::{Kind, ModelEntry, Settings, Via, initials, parts, spelled};

/// The most forms an entry may have, transliterations not counted (section 2).
const MAX_FORMS: usize = 64;

/// The most aliases whose words are put together with those of the text (section 2).
const MAX_COMBINED: usize = 16;

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

/// How a form was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FormClass {
    /// The text, an alias, or a form that a synonym made: from tier 0 on.
    Plain,
    /// The text or an alias with its signs as words, or its letters written out: as those above.
    Spelled,
    /// The Latin transliteration of another form: from tier 1 on, and with no other relaxation than
    /// the transliteration of the query.
    Latin,
    /// The text or an alias with its marks and signs: for a query with its own.
    Verbatim,
    /// Another form cut into parts, without leading zeros, or without long marks: from tier 1 on.
    Parts,
    /// The text or an alias by the initial consonants of its Korean syllables: in tier 1.
    Initials,
    /// The words of the text and of the first aliases together: for words, in tier 1.
    Combined,
}

impl FormClass {
    /// Returns the class that stands for all those whose words are searched together.
    pub fn of_terms(self) -> Self {
        match self {
            FormClass::Spelled | FormClass::Combined => FormClass::Plain,
            other => other,
        }
    }
}

impl Form {
    /// Returns the tier from which on the form counts.
    pub fn first_tier(&self) -> u8 {
        match self.class {
            FormClass::Plain | FormClass::Spelled | FormClass::Verbatim => 0,
            _ => 1,
        }
    }
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
///
/// A member of signs alone stands for their words, in each of the languages.
pub fn parse_synonyms(lines: &str, languages: &[String]) -> Vec<Synonym> {
    let texts = |list: &str| -> Vec<String> {
        split_unescaped(list, ",").iter().map(|text| unescaped(text)).collect()
    };
    let members = |list: &str| {
        let read = |text: String| {
            let signs = analysis::is_signs(&text_of(&analysis::key(Kind::Text, &text)));
            if signs { spelled::words_of_signs(languages, &text) } else { vec![text] }
        };
        let words = texts(list).into_iter().flat_map(read).map(|text| words(Kind::Text, &text));
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

/// Whether a member of the synonyms is a sign.
pub fn name_signs(lines: &str) -> bool {
    let rules = lines.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    let sides = rules.flat_map(|line| split_unescaped(line, "=>"));
    sides
        .flat_map(|side| split_unescaped(side, ","))
        .any(|member| analysis::is_signs(&text_of(&analysis::key(Kind::Text, &unescaped(member)))))
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

/// Returns the characters of a key.
pub fn text_of(key: &[Piece]) -> String {
    key.iter().map(|piece| piece.char).collect()
}

/// Returns `key` without its spaces.
pub fn letters_of(key: &str) -> String {
    key.chars().filter(|char| *char != ' ').collect()
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
        // A rule that names a sign is looked for in texts with their signs as words too.
        let mut looked_at = forms.clone();
        for form in forms.iter().filter(|_| settings.synonyms_name_signs) {
            for spelled in spelled::signs(&settings.languages, &form.surface) {
                let words = words(Kind::Text, &spelled::text_of(&spelled));
                looked_at.push(Form { words, ..form.clone() });
            }
        }
        let made = by_synonyms(settings, &looked_at).into_iter().take(room);
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
    forms.extend(verbatim_and_spelled(settings, &forms));
    if settings.kind == Kind::Text {
        forms.extend(in_parts(settings, &forms));
        forms.extend(by_initials(settings, &forms));
    }
    // Two forms with the same key: the one with the larger factor counts, the first on a tie; a
    // transliteration that changes nothing does not.
    let beats = |i: usize, j: usize| {
        let (a, b) = (&forms[i], &forms[j]);
        let tiers = a.first_tier().cmp(&b.first_tier());
        let order = tiers.then(b.factor.total_cmp(&a.factor)).then(i.cmp(&j));
        // A verbatim key is another sort of key.
        let is_verbatim = |form: &Form| form.class == FormClass::Verbatim;
        a.words == b.words && is_verbatim(a) == is_verbatim(b) && order.is_lt()
    };
    let counts = |j: &usize| !(0..forms.len()).any(|i| beats(i, *j));
    let mut forms: Vec<Form> = (0..forms.len()).filter(counts).map(|j| forms[j].clone()).collect();
    if settings.kind == Kind::Text {
        forms.extend(combined(&forms));
    }
    forms
}

/// The most words of several forms together.
const MAX_COMBINED_WORDS: usize = 64;

/// Returns, for each factor of the text and of the first aliases, the highest first, the words of
/// those with that factor at least, each word as often as in the form that has it most often.
fn combined(forms: &[Form]) -> Vec<Form> {
    let given = |form: &&Form| form.class == FormClass::Plain && form.via != Some(Via::Synonym);
    let given: Vec<&Form> = forms.iter().filter(given).take(1 + MAX_COMBINED).collect();
    let mut factors: Vec<f64> = given.iter().map(|form| form.factor).collect();
    factors.sort_by(|a, b| b.total_cmp(a));
    factors.dedup();
    let together = |factor: f64| {
        let used: Vec<&&Form> = given.iter().filter(|form| form.factor >= factor).collect();
        let mut words: Vec<Vec<char>> = Vec::new();
        for form in &used {
            let mut free = words.clone();
            for word in &form.words {
                match free.iter().position(|other| other == word) {
                    Some(at) => drop(free.remove(at)),
                    None if words.len() < MAX_COMBINED_WORDS => words.push(word.clone()),
                    None => {}
                }
            }
        }
        let surface = given[0].surface.clone();
        let form = Form { surface, words, factor, via: None, class: FormClass::Combined };
        (used.len() > 1).then_some(form)
    };
    factors.into_iter().filter_map(together).collect()
}

/// Returns the text and the aliases by the initial consonants of their Korean syllables.
fn by_initials(settings: &Settings, forms: &[Form]) -> Vec<Form> {
    let given = |form: &&Form| {
        let synonym = form.via == Some(Via::Synonym);
        settings.initials && form.class == FormClass::Plain && !synonym
    };
    let made = |given: &Form| {
        let surface = initials::initials(&given.surface)?;
        let words = words(settings.kind, &surface);
        Some(Form { surface, words, class: FormClass::Initials, ..given.clone() })
    };
    forms.iter().filter(given).filter_map(made).collect()
}

/// Returns the text, the aliases and the forms by synonyms cut into parts, the same without leading
/// zeros and long marks, where these differ, and what synonyms make of those of the text and the
/// aliases, if there is room.
fn in_parts(settings: &Settings, forms: &[Form]) -> Vec<Form> {
    let plain: Vec<&Form> = forms.iter().filter(|form| form.class == FormClass::Plain).collect();
    let mut made = Vec::new();
    for form in &plain {
        let cut = parts::parts(&form.surface);
        let second = parts::second(&cut);
        for key in [Some(cut), second].into_iter().flatten() {
            let words = words_of(Kind::Text, &key);
            if words != form.words {
                let surface = text_of(&key);
                made.push(Form { surface, words, class: FormClass::Parts, ..(*form).clone() });
            }
        }
    }
    let given: Vec<Form> =
        made.iter().filter(|form| form.via != Some(Via::Synonym)).cloned().collect();
    for (surface, factor) in by_synonyms(settings, &given) {
        let of = |char| Piece { char, source: 0..0 };
        let key = parts::cut(&surface.chars().map(of).collect::<Vec<_>>());
        made.push(Form {
            surface: text_of(&key),
            words: words_of(Kind::Text, &key),
            factor: factor * settings.synonym_factor,
            via: Some(Via::Synonym),
            class: FormClass::Parts,
        });
    }
    let spelled = forms.iter().filter(|form| form.class == FormClass::Spelled);
    made.truncate(MAX_FORMS.saturating_sub(plain.len() + spelled.count()));
    made
}

/// Returns the text and the aliases of `forms` with their marks and signs, and as the languages
/// spell them.
fn verbatim_and_spelled(settings: &Settings, forms: &[Form]) -> Vec<Form> {
    let mut made = Vec::new();
    if settings.kind == Kind::Literal {
        return made;
    }
    let plain = || forms.iter().filter(|form| form.class == FormClass::Plain);
    let given = || plain().filter(|form| form.via != Some(Via::Synonym));
    // Marks and signs, where the key has lost some.
    for form in given() {
        let key: String = text_of(&analysis::verbatim(&form.surface));
        if letters_of(&key) != letters_of(&text_of(&analysis::key(Kind::Text, &form.surface))) {
            let words = vec![key.chars().collect()];
            made.push(Form { words, class: FormClass::Verbatim, ..form.clone() });
        }
    }
    // Signs as words and the like, if there is room.
    let mut room = MAX_FORMS.saturating_sub(plain().count());
    for form in given() {
        for spelled in spelled::spelled(&settings.languages, &form.surface) {
            let surface = spelled::text_of(&spelled);
            let words = words(Kind::Text, &surface);
            if !words.is_empty() && words != form.words && room > 0 {
                made.push(Form { surface, words, class: FormClass::Spelled, ..form.clone() });
                room -= 1;
            }
        }
    }
    made
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
