//! Queries as people make them out of texts: unfinished, slipped, in other order, on the wrong
//! keyboard.

use proptest::prelude::*;
use proptest::sample::Index;

use crate::model::ModelEntry;
use crate::model::keyboards::Layout;

/// One slip of the finger, somewhere.
#[derive(Debug, Clone)]
pub enum Slip {
    Drop(Index),
    Add(Index, char),
    Replace(Index, char),
    Swap(Index),
    Double(Index),
    /// Letters by others that sound like them, or not.
    Sound(&'static str, &'static str),
}

/// What becomes of the words.
#[derive(Debug, Clone)]
pub enum Order {
    Kept,
    Shuffled(Vec<Index>),
    /// From this word on.
    From(Index),
    /// A word and its neighbour as one.
    Joined(Index),
    /// A word as two.
    Split(Index, Index),
    /// Each word only as far as that.
    Begun(usize),
    /// Each word without so many of its first letters.
    Beheaded(usize),
    /// One word twice.
    Repeated(Index),
    /// An ending of one word replaced.
    Inflected(Index, &'static str),
    /// Words that the text may lack, put in before these.
    Added(Vec<(Index, &'static str)>),
    /// One word typed on the second layout in place of the first.
    Mistyped(Index, &'static str, &'static str),
}

/// How to make a query from a text.
#[derive(Debug, Clone)]
pub struct Recipe {
    record: Index,
    form: Index,
    order: Order,
    /// How much of it is typed, unless all.
    cut: Option<Index>,
    slips: Vec<Slip>,
    /// Typed on the second layout instead of the first.
    layouts: Option<(&'static str, &'static str)>,
    end: &'static str,
}

fn slip() -> impl Strategy<Value = Slip> {
    let at = any::<Index>;
    let letter = || prop::sample::select("abcehorstzаеиоктз1 -".chars().collect::<Vec<_>>());
    let sounds =
        vec![("ph", "f"), ("f", "ph"), ("c", "k"), ("о", "а"), ("и", "е"), ("т", "д"), ("a", "b")];
    prop_oneof![
        at().prop_map(Slip::Drop),
        (at(), letter()).prop_map(|(at, letter)| Slip::Add(at, letter)),
        (at(), letter()).prop_map(|(at, letter)| Slip::Replace(at, letter)),
        at().prop_map(Slip::Swap),
        at().prop_map(Slip::Double),
        prop::sample::select(sounds).prop_map(|(a, b)| Slip::Sound(a, b)),
    ]
}

fn order() -> impl Strategy<Value = Order> {
    let at = any::<Index>;
    let other = vec!["zzz", "the", "a", "phone", "купить", "7", "é", "서울", "xyzzy"];
    let layouts = vec![("ru", "us"), ("us", "ru"), ("fr", "us")];
    let endings = vec!["s", "ing", "ed", "ов", "ами", "ы", "ого"];
    prop_oneof![
        4 => Just(Order::Kept),
        2 => prop::collection::vec(at(), 4).prop_map(Order::Shuffled),
        1 => at().prop_map(Order::From),
        1 => at().prop_map(Order::Joined),
        1 => (at(), at()).prop_map(|(word, at)| Order::Split(word, at)),
        1 => (1usize..5).prop_map(Order::Begun),
        1 => (1usize..4).prop_map(Order::Beheaded),
        1 => at().prop_map(Order::Repeated),
        1 => (at(), prop::sample::select(endings)).prop_map(|(word, by)| Order::Inflected(word, by)),
        3 => prop::collection::vec((at(), prop::sample::select(other)), 1..3).prop_map(Order::Added),
        1 => (at(), prop::sample::select(layouts))
            .prop_map(|(word, (meant, typed_on))| Order::Mistyped(word, meant, typed_on)),
    ]
}

/// Recipes for queries.
pub fn recipe() -> impl Strategy<Value = Recipe> {
    let slips = prop_oneof![
        2 => Just(Vec::new()),
        3 => prop::collection::vec(slip(), 1..2),
        1 => prop::collection::vec(slip(), 2..4),
    ];
    let layouts = prop_oneof![
        5 => Just(None),
        1 => prop::sample::select(vec![("us", "ru"), ("ru", "us"), ("us", "fr"), ("de", "us")]).prop_map(Some),
    ];
    let end = prop::sample::select(vec!["", "", "", "", " ", "  ", "-", " \u{200b}"]);
    let parts =
        (any::<Index>(), any::<Index>(), order(), any::<Option<Index>>(), slips, layouts, end);
    parts.prop_map(|(record, form, order, cut, slips, layouts, end)| Recipe {
        record,
        form,
        order,
        cut,
        slips,
        layouts,
        end,
    })
}

impl Recipe {
    /// Returns the query of this recipe about one of `records`.
    pub fn query(&self, records: &[ModelEntry]) -> String {
        if records.is_empty() {
            return self.end.to_owned();
        }
        let record = self.record.get(records);
        let forms: Vec<&str> = std::iter::once(record.text.as_str())
            .chain(record.aliases.iter().map(|(alias, _)| alias.as_str()))
            .collect();
        let ordered = self.order.of(forms[self.form.index(forms.len())]);
        let mut chars: Vec<char> = ordered.chars().collect();
        if let Some(cut) = self.cut {
            chars.truncate(cut.index(chars.len() + 1));
        }
        for slip in &self.slips {
            slip.apply(&mut chars);
        }
        let typed: String = chars.iter().collect();
        let switched = self.layouts.and_then(|(meant, typed_on)| {
            Layout::named(meant).switch(&typed, &Layout::named(typed_on))
        });
        switched.unwrap_or(typed) + self.end
    }
}

impl Order {
    fn of(&self, text: &str) -> String {
        let mut words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        let count = words.len();
        if words.is_empty() {
            return text.to_owned();
        }
        match self {
            Order::Kept => return text.to_owned(),
            Order::Shuffled(places) => {
                for (at, place) in places.iter().enumerate().take(words.len()) {
                    let other = place.index(words.len());
                    words.swap(at, other);
                }
            }
            Order::From(at) => {
                words.drain(..at.index(words.len()));
            }
            Order::Joined(at) => {
                let at = at.index(words.len());
                if at + 1 < words.len() {
                    let next = words.remove(at + 1);
                    words[at].push_str(&next);
                }
            }
            Order::Split(word, at) => {
                let word = &mut words[word.index(count)];
                let places: Vec<usize> = word.char_indices().map(|(at, _)| at).collect();
                word.insert(*at.get(&places), ' ');
            }
            Order::Begun(len) => {
                for word in &mut words {
                    *word = word.chars().take(*len).collect();
                }
            }
            Order::Beheaded(len) => {
                for word in &mut words {
                    let rest: String = word.chars().skip(*len).collect();
                    // A word that is all gone would be no word of the query.
                    *word = if rest.is_empty() { word.clone() } else { rest };
                }
            }
            Order::Repeated(at) => {
                let at = at.index(words.len());
                words.insert(at, words[at].clone());
            }
            Order::Inflected(at, ending) => {
                let at = at.index(words.len());
                words[at].pop();
                words[at].push_str(ending);
            }
            Order::Added(others) => {
                for (at, other) in others {
                    words.insert(at.index(words.len() + 1), (*other).to_owned());
                }
            }
            Order::Mistyped(at, meant, typed_on) => {
                let word = &mut words[at.index(count)];
                let other = Layout::named(meant).switch(word, &Layout::named(typed_on));
                *word = other.unwrap_or(word.clone());
            }
        }
        words.join(" ")
    }
}

impl Slip {
    /// Slips once; a text that is too short for it stays as it is.
    pub fn apply(&self, chars: &mut Vec<char>) {
        let len = chars.len();
        match self {
            Slip::Add(at, letter) => chars.insert(at.index(len + 1), *letter),
            Slip::Drop(at) if len > 0 => {
                chars.remove(at.index(len));
            }
            Slip::Replace(at, letter) if len > 0 => chars[at.index(len)] = *letter,
            Slip::Swap(at) if len > 1 => {
                let at = at.index(len - 1);
                chars.swap(at, at + 1);
            }
            Slip::Double(at) if len > 0 => {
                let at = at.index(len);
                chars.insert(at, chars[at]);
            }
            Slip::Sound(from, to) => {
                let text: String = chars.iter().collect();
                *chars = text.replacen(from, to, 1).chars().collect();
            }
            _ => {}
        }
    }
}

/// One slip, for tests of single words.
pub fn one_slip() -> impl Strategy<Value = Slip> {
    slip()
}
