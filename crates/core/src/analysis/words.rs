//! Which characters make words, and which separate them.
//!
//! The rules are those of UAX #29 with the exceptions that the documentation of
//! [`analysis`](super) lists. They are written out here, instead of taken from
//! `unicode-segmentation`, because the exceptions touch most of them; the tests compare every
//! letter, digit and sign with that crate.

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};
use unicode_script::{Script, UnicodeScript};

use super::element::Element;
use super::fold::emoji::{JOINER, is_emoji, is_half_of_flag, is_skin_tone};

pub(super) mod numbers;
mod parts;

pub(crate) use parts::{SpacedText, cut_at_numbers, spaced};

/// What a folded character does to words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Part of a word: a letter, or a number that is no decimal digit.
    Letter,
    /// The same, of the Hebrew script, which has `"` inside words.
    Hebrew,
    /// Part of a word: a decimal digit.
    Digit,
    /// Belongs to the letter or digit before it.
    Mark,
    /// `.`: part of a number between two digits, and before a digit that nothing stands before;
    /// else a separator.
    Point,
    /// `:`: part of a number between two digits, else a separator.
    Colon,
    /// `,`: a separator, but between two digits, where [`numbers`] reads it.
    Comma,
    /// `'` and others: dropped between two characters of a word, else a separator.
    Apostrophe,
    /// `·`: dropped between two letters, else a separator.
    MiddleDot,
    /// `"`: dropped between two Hebrew letters, else a separator.
    Quote,
    /// `+` or `#`: the end of a word after a character of a word or another such sign, else a
    /// separator.
    Sign,
    /// A word of its own, or part of one: an emoji, or the half of a flag.
    Emoji,
    /// White space.
    Space,
    /// All others.
    Separator,
}

impl Class {
    /// Returns the class of the folded character `ch`.
    pub(super) fn of(ch: char) -> Self {
        match ch {
            'a'..='z' | 'A'..='Z' => Class::Letter,
            '0'..='9' => Class::Digit,
            ' ' => Class::Space,
            '.' => Class::Point,
            ':' => Class::Colon,
            ',' => Class::Comma,
            '\'' | '`' => Class::Apostrophe,
            '"' => Class::Quote,
            '+' | '#' => Class::Sign,
            // Nearly all characters end here, so the tables of Unicode are asked for few.
            _ if ch.is_ascii() => Class::Separator,
            _ => Self::of_other(ch),
        }
    }

    fn of_other(ch: char) -> Self {
        match ch {
            '\u{B7}' => return Class::MiddleDot,
            'א'..='ת' | '\u{5EF}'..='\u{5F2}' => return Class::Hebrew,
            // The bulk of Han: the same as below, without a search.
            '\u{4E00}'..='\u{9FFF}' => return Class::Letter,
            // Quotation marks, the modifier letter, Armenian signs over letters, the hyphenation
            // point.
            '’' | '‘' | '\u{2BC}' | '\u{55A}'..='\u{55C}' | '\u{55E}' | '\u{2027}' => {
                return Class::Apostrophe;
            }
            // Geresh and gershayim.
            '\u{5F3}' | '\u{5F4}' => return Class::Apostrophe,
            _ => {}
        }
        use GeneralCategory::{
            DecimalNumber, EnclosingMark, LetterNumber, LowercaseLetter, ModifierLetter,
            NonspacingMark, OtherLetter, OtherNumber, SpacingMark, TitlecaseLetter,
            UppercaseLetter,
        };
        match ch.general_category() {
            UppercaseLetter | LowercaseLetter | TitlecaseLetter | ModifierLetter | OtherLetter
            | LetterNumber | OtherNumber => Class::Letter,
            DecimalNumber => Class::Digit,
            NonspacingMark | SpacingMark | EnclosingMark => Class::Mark,
            _ if is_emoji(ch) => Class::Emoji,
            _ => Class::Separator,
        }
    }

    /// Says whether a character of this class is part of a word by itself.
    pub(super) fn is_word(self) -> bool {
        matches!(self, Class::Letter | Class::Hebrew | Class::Digit)
    }

    /// Says whether a character of this class makes a text more than its symbols.
    pub(super) fn makes_words(self) -> bool {
        self.is_word() || self == Class::Emoji
    }

    /// Says whether a character of this class is a letter.
    pub(super) fn is_letter(self) -> bool {
        matches!(self, Class::Letter | Class::Hebrew)
    }

    /// Returns what a character of this class does between characters of the classes `before` and
    /// `after`, which touch it. `before` is [`Class::Sign`] only if that sign was kept.
    pub(super) fn between(self, before: Class, after: Class) -> Effect {
        let both = |test: fn(Class) -> bool| test(before) && test(after);
        match self {
            Class::Letter | Class::Hebrew | Class::Digit | Class::Emoji => Effect::Word,
            // `25.4` is one number, and `node.js` are two words.
            Class::Point | Class::Colon if both(|class| class == Class::Digit) => Effect::Word,
            Class::Point if before == Class::Space && after == Class::Digit => Effect::Number,
            Class::Comma if both(|class| class == Class::Digit) => Effect::Number,
            // `don't` is `dont`: people leave the sign out.
            Class::Apostrophe if both(Class::is_word) => Effect::Dropped,
            Class::MiddleDot if both(Class::is_letter) => Effect::Dropped,
            // Hebrew abbreviations have it before their last letter.
            Class::Quote if both(|class| class == Class::Hebrew) => Effect::Dropped,
            // `c++` is another word than `c`.
            Class::Sign if before.is_word() || before == Class::Sign => Effect::WordEnd,
            _ => Effect::Separates,
        }
    }
}

/// What becomes of a character, given its neighbors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// It is part of a word.
    Word,
    /// It is the last character of a word, but for others like it.
    WordEnd,
    /// It is left out, and the word goes on.
    Dropped,
    /// It is left out, and the word ends.
    Separates,
    /// The number has to be [rewritten](numbers::rewrite), which leaves no such character.
    Number,
}

/// The number of a run that no letter has.
const EMOJI: u8 = u8::MAX;

/// Returns a number for the scripts that are written without spaces: their letters form one run,
/// and do not join those of other scripts. All other letters have the number 0.
fn run(ch: char) -> u8 {
    match ch {
        // Before the first script without spaces, where nearly all letters are.
        '\0'..'\u{E00}' => return 0,
        '\u{4E00}'..='\u{9FFF}' => return 1,
        _ => {}
    }
    match ch.script() {
        Script::Han | Script::Hiragana | Script::Katakana => 1,
        // The prolonged sound mark, repeat marks and the like are common to Han and kana.
        Script::Common if matches!(ch, '\u{3000}'..='\u{30FF}') => 1,
        Script::Thai => 2,
        Script::Lao => 3,
        Script::Khmer => 4,
        Script::Myanmar => 5,
        Script::New_Tai_Lue => 6,
        Script::Tai_Le => 7,
        Script::Tai_Tham => 8,
        Script::Tai_Viet => 9,
        Script::Ahom => 10,
        Script::Tangut => 11,
        Script::Nushu => 12,
        Script::Khitan_Small_Script => 13,
        Script::Jurchen => 14,
        Script::Seal => 15,
        _ => 0,
    }
}

/// Returns the words of `elements` joined by spaces. There are none without a letter, a digit or an
/// emoji.
pub(super) fn words(elements: &[Element]) -> Vec<Element> {
    let mut key = Vec::with_capacity(elements.len());
    let mut class = elements.first().map(|element| Class::of(element.ch));
    let mut before = Class::Space;
    let mut last_run = 0;
    let mut gap = false;
    let mut picture = Picture::default();
    for (element, next) in elements.iter().zip(1..) {
        let Some(this) = class else { break };
        class = elements.get(next).map(|element: &Element| Class::of(element.ch));
        // It neither ends the word nor changes what stands before the next character.
        if this == Class::Mark && before.is_word() {
            key.push(*element);
            continue;
        }
        if before == Class::Emoji && picture.takes(element.ch) {
            key.push(*element);
            continue;
        }
        let effect = this.between(before, class.unwrap_or(Class::Space));
        before = this;
        match effect {
            Effect::Word => {
                let this_run = match this {
                    Class::Letter => run(element.ch),
                    Class::Emoji => EMOJI,
                    _ => 0,
                };
                let apart =
                    this == Class::Emoji && picture.begins(element.ch, last_run != EMOJI || gap);
                // Where a run of Han begins or ends, a word does, though no separator stands there.
                if (gap || apart || this_run != last_run) && !key.is_empty() {
                    key.push(Element::new(' ', element.start..element.start));
                }
                key.push(*element);
                last_run = this_run;
                gap = false;
            }
            Effect::WordEnd => {
                key.push(*element);
                gap = true;
            }
            Effect::Dropped => {}
            Effect::Separates | Effect::Number => {
                // A sign that was left out must not keep the next one.
                before = Class::Separator;
                gap = true;
            }
        }
    }
    key
}

/// What is known of the emoji before the place that is looked at.
#[derive(Debug, Default)]
struct Picture {
    /// Whether a joiner ties the next one to it.
    joined: bool,
    /// Whether it is the first half of a flag.
    half: bool,
}

impl Picture {
    /// Returns whether `ch`, which is no emoji, goes on with the one before it.
    fn takes(&mut self, ch: char) -> bool {
        let ties = ch == JOINER;
        if !ties && !is_skin_tone(ch) {
            return false;
        }
        *self = Picture { joined: ties, half: false };
        true
    }

    /// Returns whether the emoji `ch` begins a word; `first` says that no other touches it.
    fn begins(&mut self, ch: char, first: bool) -> bool {
        let half = is_half_of_flag(ch);
        let goes_on = !first && (self.joined || half && self.half);
        *self = Picture { joined: false, half: half && !goes_on };
        !goes_on
    }
}

/// Returns `elements` without white space at the ends, and with one space for any inside.
pub(super) fn collapse_spaces(elements: &[Element]) -> Vec<Element> {
    let mut key: Vec<Element> = Vec::with_capacity(elements.len());
    let mut gap = false;
    for element in elements {
        if element.ch == ' ' {
            gap = true;
            continue;
        }
        if gap && !key.is_empty() {
            key.push(Element::new(' ', element.start..element.start));
        }
        key.push(*element);
        gap = false;
    }
    key
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use unicode_properties::GeneralCategoryGroup;
    use unicode_segmentation::UnicodeSegmentation;

    use super::super::Kind;
    use super::super::key_tests::{any_scalar, key};
    use super::*;

    fn words_of(text: &str) -> Vec<String> {
        key(Kind::Text, text).split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn words_are_what_the_design_says() {
        for (text, expected) in [
            ("node.js", "node js"),
            ("25.4mm", "25.4mm"),
            ("3:30", "3:30"),
            ("1_000", "1 000"),
            ("snake_case", "snake case"),
            ("std::fs", "std fs"),
            ("v1.2.3", "v1.2.3"),
            ("192.168.0.1", "192.168.0.1"),
            ("St. John", "st john"),
            ("1.a a.1 1..2 .5", "1 a a 1 1 2 0.5"),
            ("C++", "c++"),
            ("C#", "c#"),
            ("a+b", "a+ b"),
            ("c ++", "c"),
            ("c++#+", "c++#+"),
            ("c-+ +1 #1", "c 1 1"),
            ("Don't don’t don‘t donʼt don`t", "dont dont dont dont dont"),
            ("'tis the dogs' ''a", "tis the dogs a"),
            ("1'000", "1000"),
            ("a'-b", "a b"),
            ("Wi-Fi", "wi fi"),
            ("AC/DC", "ac dc"),
            ("col·lecció", "colleccio"),
            ("1·2", "1 2"),
            ("צה\"ל צה״ל ג׳ירפה", "צהל צהל גירפה"),
            ("\"צה\" 5\"", "צה 5"),
            ("北京市", "北京市"),
            ("東京タワー・ひらがな", "東京タワー ヒラガナ"),
            ("Tシャツ", "t シャツ"),
            ("3月", "3 月"),
            ("ไทย ประเทศไทย", "ไทย ประเทศไทย"),
            ("ไทยABC", "ไทย abc"),
            ("ລາວ", "ລາວ"),
            ("ភាសាខ្មែរ", "ភាសាខ្មែរ"),
            ("မြန်မာ", "မြန်မာ"),
            ("서울 한국어", "ㅅㅓㅇㅜㄹ ㅎㅏㄴㄱㅜㄱㅇㅓ"),
            ("हिन्दी", "हिन्दी"),
            ("(a) [b] – c…", "a b c"),
            ("a & b 😀", "a b 😀"),
        ] {
            assert_eq!(key(Kind::Text, text), expected, "{text}");
        }
    }

    #[test]
    fn a_text_without_letters_digits_or_emoji_keeps_its_symbols() {
        for (text, expected) in [
            ("  % \t !!! ", "% !!!"),
            ("#", "#"),
            ("+ -", "+ -"),
            ("…", "..."),
            ("\u{301}", "\u{301}"),
        ] {
            assert_eq!(key(Kind::Text, text), expected, "{text}");
        }
    }

    #[test]
    fn the_shortcuts_for_han_and_hebrew_are_right() {
        for ch in any_scalar() {
            let letter = ch.general_category_group() == GeneralCategoryGroup::Letter;
            if matches!(ch, '\u{4E00}'..='\u{9FFF}') {
                assert!(letter && ch.script() == Script::Han, "{ch:?}");
            }
            // The others of the script are compatibility forms.
            let hebrew = letter && ch.script() == Script::Hebrew && ch < '\u{FB00}';
            assert_eq!(Class::of(ch) == Class::Hebrew, hebrew, "{ch:?}");
        }
    }

    #[test]
    fn a_script_forms_runs_exactly_if_uax_29_parts_its_letters() {
        // By script, for some letters of it may be unknown to the crate, and repeat marks differ.
        let mut scripts: BTreeMap<&str, (u8, i64)> = BTreeMap::new();
        for ch in any_scalar() {
            if ch.general_category_group() != GeneralCategoryGroup::Letter {
                continue;
            }
            let joined = format!("a{ch}").split_word_bounds().count() == 1;
            let (of_run, votes) = scripts.entry(ch.script().full_name()).or_default();
            *of_run = run(ch);
            *votes += if joined { 1 } else { -1 };
        }
        for (script, (run, votes)) in scripts {
            assert_eq!(run == 0, votes > 0 || script == "Common", "{script}: {votes}");
        }
    }

    #[test]
    fn only_points_and_colons_join_digits() {
        for ch in any_scalar() {
            let class = Class::of(ch);
            if class.is_word() || matches!(class, Class::Mark | Class::Apostrophe | Class::Emoji) {
                continue;
            }
            let joins = class.between(Class::Digit, Class::Digit) == Effect::Word;
            assert_eq!(joins, matches!(ch, '.' | ':'), "{ch:?}");
        }
    }

    #[test]
    fn a_run_is_broken_by_other_scripts_spaces_and_punctuation_alone() {
        assert_eq!(words_of("北京 市"), ["北京", "市"]);
        assert_eq!(words_of("北京，市"), ["北京", "市"]);
        assert_eq!(words_of("北京Tokyo市"), ["北京", "tokyo", "市"]);
        assert_eq!(words_of("北京ไทย"), ["北京", "ไทย"]);
        assert_eq!(words_of("私の北京カー"), ["私ノ北京カー"]);
    }
}
