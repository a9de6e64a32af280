//! The fast path: texts of characters that become key characters one by one.
//!
//! A table holds, for the characters that most texts are made of, the outcome of the general path
//! for each alone, and what it does to words. A text that has any other character takes the
//! general path, so all that follows holds because of what is *not* in the table: nothing in it
//! composes with, reorders or extends what stands before it. Han, kana and Hangul syllables are too
//! many for a table, and need none: each stands for itself, for its katakana or for its letters.

use std::ops::{ControlFlow, Range};
use std::sync::LazyLock;

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use super::fold::{hangul, kana, signs};
use super::words::{Class, Effect};
use super::{Kind, general};

/// Characters below this are in the table: those of one or two bytes.
const LOW: usize = 0x800;
/// These are in it too: Vietnamese and old Greek letters, dashes, quotation marks.
const HIGH: Range<usize> = 0x1E00..0x2070;

/// What one character becomes.
#[derive(Debug, Clone, Copy)]
struct CharRule {
    /// What it does to words, or `None` if it needs the general path.
    class: Option<Class>,
    /// What stands for it in a key, if it does: one character, and perhaps a second. Where that is
    /// a Hangul syllable, its letters but for the first.
    folded: (char, Option<char>),
    /// Whether it is of Han or kana, which form one run and do not join other letters.
    unspaced: bool,
    /// Whether it may have lost marks on its way.
    loses_marks: bool,
}

const GENERAL: CharRule =
    CharRule { class: None, folded: (' ', None), unspaced: false, loses_marks: true };

struct Table {
    kind: Kind,
    rules: Vec<CharRule>,
}

static TEXT: LazyLock<Table> = LazyLock::new(|| Table::new(Kind::Text));
static LITERAL: LazyLock<Table> = LazyLock::new(|| Table::new(Kind::Literal));

impl Table {
    fn new(kind: Kind) -> Self {
        let chars =
            (0..LOW).chain(HIGH).map(|code| u32::try_from(code).ok().and_then(char::from_u32));
        // There is no surrogate among them, so every character has its place.
        let rules = chars.map(|ch| ch.map_or(GENERAL, |ch| entry(kind, ch))).collect();
        Table { kind, rules }
    }

    fn of(kind: Kind) -> &'static Self {
        match kind {
            Kind::Text => &TEXT,
            Kind::Literal => &LITERAL,
        }
    }

    #[inline]
    fn get(&self, ch: char) -> CharRule {
        let code = ch as usize;
        let at = if code < LOW {
            code
        } else if HIGH.contains(&code) {
            code - HIGH.start + LOW
        } else {
            return by_rule(self.kind, ch);
        };
        self.rules.get(at).copied().unwrap_or(GENERAL)
    }
}

/// Returns the entry of a character outside the table.
fn by_rule(kind: Kind, ch: char) -> CharRule {
    let letter = CharRule {
        class: Some(Class::Letter),
        folded: (ch, None),
        unspaced: true,
        loses_marks: false,
    };
    match ch {
        // Han, katakana, the prolonged sound mark, and hiragana.
        '\u{4E00}'..='\u{9FFF}' | '\u{30A1}'..='\u{30FA}' | '\u{30FC}' => letter,
        '\u{3041}'..='\u{3096}' => match kind {
            Kind::Text => CharRule { folded: (kana::katakana(ch), None), ..letter },
            Kind::Literal => letter,
        },
        // Hangul syllables, whose words are spaced.
        _ if hangul::is_syllable(ch) => {
            let first = hangul::typed_syllable(ch).next();
            let folded = match (kind, first) {
                (Kind::Text, Some(first)) => (first, Some(ch)),
                _ => (ch, None),
            };
            CharRule { folded, unspaced: false, ..letter }
        }
        _ => GENERAL,
    }
}

/// Makes the entry of `ch` from what the general path makes of it.
fn entry(kind: Kind, ch: char) -> CharRule {
    // Marks, and format characters such as joiners, change what stands before them.
    let group = ch.general_category_group();
    if matches!(group, GeneralCategoryGroup::Mark | GeneralCategoryGroup::Other)
        && !ch.is_whitespace()
    {
        return GENERAL;
    }
    // It depends on what stands beside them whether these count, and how.
    if kind == Kind::Text && (signs::is_superscript(ch) || signs::is_fraction(ch)) {
        return GENERAL;
    }
    let folded = general::folded(kind, ch);
    let folded = match *folded.as_slice() {
        [first] => (first, None),
        [first, second] => (first, Some(second)),
        _ => return GENERAL,
    };
    let class = match (kind, folded) {
        (_, (' ', None)) => Class::Space,
        (_, (first, second)) if first == ' ' || second == Some(' ') => return GENERAL,
        // Each character counts, whatever it is.
        (Kind::Literal, _) => Class::Letter,
        (Kind::Text, (first, None)) => Class::of(first),
        (Kind::Text, (first, Some(second))) => {
            let class = Class::of(first);
            // Both must do the same to words, since an entry has one class.
            if !class.is_letter() || Class::of(second) != class {
                return GENERAL;
            }
            class
        }
    };
    // A mark belongs to the letter before it, which this path does not look back at.
    if class == Class::Mark {
        GENERAL
    } else {
        let loses_marks = general::loses_marks(ch);
        CharRule { class: Some(class), folded, unspaced: false, loses_marks }
    }
}

/// Says whether a word of `text` may have lost marks in the key of kind `text`. It says so of some
/// that have not.
pub(super) fn may_lose_marks(text: &str) -> bool {
    // Most texts end here.
    !text.is_ascii() && text.chars().any(|ch| Table::of(Kind::Text).get(ch).loses_marks)
}

/// How [`walk`] ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Walk {
    /// Every character went to `emit`.
    Finished {
        /// Whether the text ends in white space.
        closed: bool,
    },
    /// `emit` broke off, and what it got stands whatever follows.
    Stopped,
    /// The text needs the general path; what `emit` got is void.
    General,
}

/// Gives each character of the key of `text` to `emit` with its source, until `emit` breaks off.
#[inline]
pub(super) fn walk(
    kind: Kind,
    text: &str,
    mut emit: impl FnMut(char, Range<usize>) -> ControlFlow<()>,
) -> Walk {
    let table = Table::of(kind);
    let mut chars = text.char_indices().map(|(at, ch)| (at, table.get(ch)));
    let mut current = chars.next();
    let mut before = Class::Space;
    let (mut in_run, mut gap, mut empty, mut closed) = (false, false, true, false);
    while let Some((start, rule)) = current {
        let CharRule { class, folded: (first, second), unspaced, .. } = rule;
        let Some(class) = class else { return Walk::General };
        let next = chars.next();
        let end = next.map_or(text.len(), |(at, _)| at);
        let after = next.map_or(Some(Class::Space), |(_, entry)| entry.class);
        // A character that needs the general path may change what this one becomes.
        let Some(after) = after else { return Walk::General };
        current = next;
        closed = class == Class::Space;
        let effect = class.between(before, after);
        before = class;
        let mut flow = ControlFlow::Continue(());
        match effect {
            Effect::Word => {
                // Where a run of Han begins or ends, a word does, though no separator stands there.
                let run_changes = kind == Kind::Text && unspaced != in_run;
                in_run = unspaced;
                if (gap || run_changes) && !empty {
                    flow = emit(' ', start..start);
                }
                if flow.is_continue() {
                    flow = emit(first, start..end);
                }
                // Some letters become two, such as `ß`, and both came from the same place.
                if let (Some(second), true) = (second, flow.is_continue()) {
                    flow = match kind == Kind::Text && hangul::is_syllable(second) {
                        false => emit(second, start..end),
                        true => hangul::typed_syllable(second)
                            .skip(1)
                            .try_for_each(|letter| emit(letter, start..end)),
                    };
                }
                (gap, empty) = (false, false);
            }
            // The `++` of `c++` stays with its word, and nothing joins on behind it.
            Effect::WordEnd => {
                flow = emit(first, start..end);
                gap = true;
            }
            Effect::Dropped => {}
            Effect::Separates => {
                // A sign that was left out must not keep the next one.
                if class != Class::Space {
                    before = Class::Separator;
                }
                gap = true;
            }
            // Rare, and rewritten with the whole number.
            Effect::Number => return Walk::General,
        }
        if flow.is_break() {
            return Walk::Stopped;
        }
    }
    // A text without a letter, a digit or an emoji keeps its symbols, which is for the general path.
    if empty { Walk::General } else { Walk::Finished { closed } }
}
