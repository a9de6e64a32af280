//! Text to key: section 3 of docs/design.md, character by character.
//!
//! Every character of a key remembers the bytes of the text it came from. Steps that work on
//! sequences (the normalization forms) give a whole block of output the source of the whole block.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use icu_casemap::CaseMapper;
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};
use unicode_script::{Script, UnicodeScript};
use unicode_segmentation::UnicodeSegmentation;

use super::Kind;
use super::memory::remember;
use super::writing::{self, JOINER, emoji, pictograph, skin_tone, trade_sign};

/// The apostrophes, the backtick, the Hebrew geresh and gershayim, the Armenian signs that stand
/// over letters, and the hyphenation point. None counts as a letter.
const APOSTROPHES: [char; 12] =
    ['\'', '’', '‘', 'ʼ', '`', '׳', '״', '\u{55A}', '\u{55B}', '\u{55C}', '\u{55E}', '\u{2027}'];

/// Default_Ignorable_Code_Point of Unicode's DerivedCoreProperties.
const IGNORABLES: [(u32, u32); 17] = [
    (0x00AD, 0x00AD),
    (0x034F, 0x034F),
    (0x061C, 0x061C),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFF8),
    (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),
];

thread_local! {
    static KEYS: RefCell<HashMap<(Kind, String), Vec<Piece>>> = RefCell::default();
    static MARKED_WORDS: RefCell<HashMap<String, Vec<Option<String>>>> = RefCell::default();
    static WITHOUT_MARKS: RefCell<HashMap<String, String>> = RefCell::default();
}

/// A character of a key and the bytes of the text that made it.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// The character.
    pub char: char,
    /// The bytes of the text.
    pub source: Range<usize>,
}

/// Returns the key of `text`: its words joined by one space.
pub fn key(kind: Kind, text: &str) -> Vec<Piece> {
    remember(&KEYS, (kind, text.to_owned()), |_| key_of(kind, text))
}

fn key_of(kind: Kind, text: &str) -> Vec<Piece> {
    let typed = pieces(text);
    let words = match kind {
        // Section 3, `literal`: NFKC, case folding, white space trimmed and collapsed. Folding
        // takes some letters apart, which others have apart already, and makes a letter of a Greek
        // mark; so it is done to letters that are apart, and they are composed again.
        Kind::Literal => {
            let apart = rewrite(&typed, |chars| chars.iter().copied().nfkd().collect());
            let folded = rewrite(&fold_case(&apart), |chars| chars.iter().copied().nfc().collect());
            split(&folded, char::is_whitespace)
        }
        // Section 3, `text`: the same, then marks, apostrophes and words.
        Kind::Text => {
            let bare = bare(&writing::without_signs(&typed));
            if bare.iter().any(|piece| letter_or_digit(piece.char) || emoji(piece.char)) {
                words(&drop_apostrophes(&writing::numbers(&bare, &APOSTROPHES)))
            } else {
                // A text without a single letter, digit or emoji keeps its symbols, ™ among them.
                let parts = typed.chunk_by(|a, b| !trade_sign(a.char) && !trade_sign(b.char));
                let folded = parts.flat_map(|part| match part {
                    [sign] if trade_sign(sign.char) => part.to_vec(),
                    _ => self::bare(part),
                });
                let symbols: Vec<Piece> = folded.collect();
                // Control characters are white space.
                split(&symbols, |char| char.is_whitespace() || char.is_control())
            }
        }
    };
    match kind {
        Kind::Text => writing::spell_nasals(&join(&words)),
        Kind::Literal => join(&words),
    }
}

/// Section 3: NFKC, ignorables and case folded, marks left out, and one way to write for several.
fn bare(pieces: &[Piece]) -> Vec<Piece> {
    // Taken apart, and composed at the end, since Hangul stays apart.
    let apart = rewrite(pieces, |chars| chars.iter().copied().nfkd().collect());
    remove_marks(&fold_case(&without_ignorables(&apart)))
}

/// Section 3: ignorable characters and tatweel go, but the joiner inside an emoji.
fn without_ignorables(pieces: &[Piece]) -> Vec<Piece> {
    let plain = |char: &char| !ignorable(*char) || *char == JOINER;
    let joins = |i: usize| {
        let mut before = pieces[..i].iter().rev().map(|piece| piece.char).filter(plain);
        let mut after = pieces[i + 1..].iter().map(|piece| piece.char).filter(plain);
        before.find(|char| !skin_tone(*char)).is_some_and(pictograph)
            && after.next().is_some_and(pictograph)
    };
    let kept = pieces.iter().enumerate().filter(|(i, piece)| match piece.char {
        JOINER => joins(*i),
        char => !ignorable(char) && char != 'ـ',
    });
    kept.map(|(_, piece)| piece.clone()).collect()
}

/// Returns the part of `text` that made the characters `place` of its `key`: from the first source
/// to the end of the last, extended to grapheme boundaries. The space between two words has no
/// source.
pub fn source(text: &str, key: &[Piece], place: Range<usize>) -> Option<Range<usize>> {
    let sources = || key.iter().take(place.end).skip(place.start).filter(|piece| piece.char != ' ');
    let start = sources().map(|piece| piece.source.start).min()?;
    let end = sources().map(|piece| piece.source.end).max()?;
    let touched = text.grapheme_indices(true).map(|(at, grapheme)| at..at + grapheme.len());
    let touched: Vec<_> = touched.filter(|range| range.start < end && start < range.end).collect();
    Some(touched.first()?.start..touched.last()?.end)
}

/// Returns for each word of the key of `text`, of kind `text`, the word with the marks that it lost
/// there, if it lost any: what became of the word, before marks were removed.
pub fn marked_words(text: &str) -> Vec<Option<String>> {
    remember(&MARKED_WORDS, text.to_owned(), |_| marked_words_of(text))
}

fn marked_words_of(text: &str) -> Vec<Option<String>> {
    let typed = writing::without_signs(&pieces(text));
    let apart = rewrite(&typed, |chars| chars.iter().copied().nfkd().collect());
    // Persian parts endings by a sign that is ignored elsewhere, and goes with the letter before.
    let ends = |char| char == '\u{200C}';
    let counts = |piece: &&Piece| !passed_over(piece.char) || ends(piece.char);
    let kept: Vec<Piece> = apart.iter().filter(counts).cloned().collect();
    let apart = rewrite(&fold_case(&kept), |chars| chars.iter().copied().nfd().collect());
    let key = key(Kind::Text, text);
    let words: Vec<&[Piece]> = key.split(|piece| piece.char == ' ').collect();
    let word_of = |letter: &Piece| {
        let made = |piece: &Piece| {
            piece.source.start <= letter.source.start && letter.source.end <= piece.source.end
        };
        words.iter().position(|word| word.iter().any(made))
    };
    let mut marked = vec![String::new(); words.len()];
    let mut place = None;
    for piece in &apart {
        // A mark goes with its letter.
        let goes_along = is_mark(piece.char) || ends(piece.char);
        place = if goes_along { place } else { word_of(piece) };
        if let Some(place) = place {
            marked[place].push(piece.char);
        }
    }
    let lost = |(marked, word): (&String, &&[Piece])| {
        let marked: String = marked.nfc().collect();
        let word: String = word.iter().map(|piece| piece.char).collect();
        // A sign that became several words is no spelling of any of them.
        (marked != word && without_marks(&marked) == word).then_some(marked)
    };
    marked.iter().zip(&words).map(lost).collect()
}

/// Returns `text`, which is folded, without the marks that people leave out.
pub fn without_marks(text: &str) -> String {
    remember(&WITHOUT_MARKS, text.to_owned(), |_| {
        let pieces = pieces(text).into_iter();
        let kept: Vec<Piece> = pieces.filter(|one| !ignorable(one.char)).collect();
        writing::spell_nasals(&remove_marks(&kept)).iter().map(|piece| piece.char).collect()
    })
}

fn pieces(text: &str) -> Vec<Piece> {
    let piece =
        |(start, char): (usize, char)| Piece { char, source: start..start + char.len_utf8() };
    text.char_indices().map(piece).collect()
}

/// Applies a normalization form to the whole sequence. The sources are those of the smallest blocks
/// at whose edges the sequence can be cut without changing the outcome.
fn rewrite(pieces: &[Piece], form: impl Fn(&[char]) -> Vec<char>) -> Vec<Piece> {
    let mut out = Vec::new();
    // Nothing joins a starter that is normal by itself to what stands before it (UAX #15), so such
    // a character always starts a block. This only saves time.
    let joins = |char: char| {
        canonical_combining_class(char) != 0
            || is_nfkc_quick([char].into_iter()) != IsNormalized::Yes
    };
    for block in pieces.chunk_by(|_, next| joins(next.char)) {
        let chars: Vec<char> = block.iter().map(|piece| piece.char).collect();
        let whole = form(&chars);
        let (mut from, mut done) = (0, 0);
        for cut in 1..=chars.len() {
            let head = form(&chars[..cut]);
            if [head.clone(), form(&chars[cut..])].concat() == whole {
                let source = block[from].source.start..block[cut - 1].source.end;
                out.extend(
                    whole[done..head.len()]
                        .iter()
                        .map(|&char| Piece { char, source: source.clone() }),
                );
                (from, done) = (cut, head.len());
            }
        }
    }
    out
}

/// Replaces every character by others with the same source.
fn replace(pieces: &[Piece], by: impl Fn(char) -> String) -> Vec<Piece> {
    let source = |piece: &Piece| piece.source.clone();
    let each = |piece: &Piece| {
        by(piece.char).chars().map(|char| Piece { char, source: source(piece) }).collect::<Vec<_>>()
    };
    pieces.iter().flat_map(each).collect()
}

/// Full case folding (no Turkic rules).
fn fold_case(pieces: &[Piece]) -> Vec<Piece> {
    replace(pieces, |char| CaseMapper::new().fold_string(char.to_string().as_str()).into_owned())
}

/// Section 3: marks removed where people leave them out, and ı→i, ł→l, ø→o, đ→d, æ→ae, œ→oe, ё→е,
/// but й stays. Arabic and Persian yeh and kaf become one.
fn remove_marks(pieces: &[Piece]) -> Vec<Piece> {
    let apart = rewrite(pieces, |chars| chars.iter().copied().nfd().collect());
    let apart = replace(&apart, writing::one_way);
    let mut base = ' ';
    let mut kept: Vec<Piece> = Vec::new();
    for piece in apart {
        if !is_mark(piece.char) {
            base = piece.char;
        } else if leaves_out(base, piece.char) {
            continue;
        }
        kept.push(piece);
    }
    let plain = replace(&kept, equivalent);
    rewrite(&plain, |chars| chars.iter().copied().nfc().collect())
}

/// What stands for a letter in a key.
fn equivalent(char: char) -> String {
    match char {
        'ı' => "i".into(),
        'ł' => "l".into(),
        'ø' => "o".into(),
        'đ' => "d".into(),
        'æ' => "ae".into(),
        'œ' => "oe".into(),
        'ى' | 'ی' => "ي".into(),
        'ک' => "ك".into(),
        other => other.into(),
    }
}

/// Returns the verbatim key of `text` (section 2): that of kind `literal` without what is ignored,
/// and with the letters of other scripts than Latin as in kind `text`.
pub fn verbatim(text: &str) -> Vec<Piece> {
    // The signs ™ ℠ © ® stay what they are, which nothing joins.
    let typed = pieces(text);
    let apart = typed.chunk_by(|a, b| !trade_sign(a.char) && !trade_sign(b.char));
    let apart = apart.flat_map(|part| match part {
        [sign] if trade_sign(sign.char) => part.to_vec(),
        _ => rewrite(part, |chars| chars.iter().copied().nfkd().collect()),
    });
    let folded = fold_case(&without_ignorables(&apart.collect::<Vec<_>>()));
    let apart = rewrite(&folded, |chars| chars.iter().copied().nfd().collect());
    let apart = replace(&apart, writing::one_way);
    let plain = replace(&apart, |char| match char.script() {
        Script::Latin => char.into(),
        _ => equivalent(char),
    });
    let whole = rewrite(&plain, |chars| chars.iter().copied().nfc().collect());
    let words = split(&whole, |char| char.is_whitespace() || char.is_control());
    writing::spell_nasals(&join(&words))
}

/// Whether a key of kind `text` has nothing but signs.
pub fn is_signs(key: &str) -> bool {
    !key.is_empty() && !key.chars().any(|char| letter_or_digit(char) || emoji(char))
}

/// Whether people leave `mark` out after `base`. Spacing marks never; all others of Latin, Greek,
/// Arabic, Hebrew and of digits; of Cyrillic only stress and tones (but ѓ and ќ are letters), the
/// dots of ё, and the signs over old letters.
fn leaves_out(base: char, mark: char) -> bool {
    // The dot of Indic letters from other languages.
    if writing::nukta(mark) {
        return true;
    }
    let spacing = mark.general_category() == GeneralCategory::SpacingMark;
    let digit = base.general_category() == GeneralCategory::DecimalNumber;
    match base.script() {
        Script::Latin | Script::Greek | Script::Arabic | Script::Hebrew => !spacing,
        Script::Common => digit && !spacing,
        Script::Cyrillic => match mark {
            '\u{301}' => !matches!(base, 'г' | 'к'),
            '\u{300}' | '\u{30F}' | '\u{311}' | '\u{483}'..='\u{489}' => true,
            '\u{308}' => base == 'е',
            _ => false,
        },
        _ => false,
    }
}

/// Section 3: apostrophes dropped inside words, which is between two letters or digits; also `"`
/// between Hebrew letters and `·` between letters. An apostrophe elsewhere separates.
fn drop_apostrophes(pieces: &[Piece]) -> Vec<Piece> {
    let chars: Vec<char> = pieces.iter().map(|piece| piece.char).collect();
    let mut out = Vec::new();
    for (i, piece) in pieces.iter().enumerate() {
        let between = |part: fn(char) -> bool| {
            i > 0 && part(base(&chars, i - 1)) && chars.get(i + 1).is_some_and(|&next| part(next))
        };
        let hebrew = |char: char| letter(char) && char.script() == Script::Hebrew;
        let inside = i > 0
            && word_char(&chars, i - 1)
            && chars.get(i + 1).is_some_and(|&next| letter_or_digit(next));
        match piece.char {
            char if APOSTROPHES.contains(&char) && inside => {}
            char if APOSTROPHES.contains(&char) => out.push(Piece { char: ' ', ..piece.clone() }),
            '"' if between(hebrew) => {}
            '·' if between(letter) => {}
            _ => out.push(piece.clone()),
        }
    }
    out
}

/// Section 3: words by the rules of [`breaks`]; a segment without letter, digit or emoji separates.
fn words(pieces: &[Piece]) -> Vec<Vec<Piece>> {
    let chars: Vec<char> = pieces.iter().map(|piece| piece.char).collect();
    // Of graphemes only those of emoji are looked at, and some signs would join what follows them.
    let of_emoji = |char: char| emoji(char) || char == JOINER || skin_tone(char) || is_mark(char);
    let text: String = chars.iter().map(|&char| if of_emoji(char) { char } else { 'x' }).collect();
    let starts: BTreeSet<usize> =
        text.grapheme_indices(true).map(|(byte, _)| text[..byte].chars().count()).collect();
    let mut words: Vec<Vec<Piece>> = Vec::new();
    for (i, piece) in pieces.iter().enumerate() {
        match words.last_mut() {
            Some(word) if !breaks(&chars, i, &starts) => word.push(piece.clone()),
            _ => words.push(vec![piece.clone()]),
        }
    }
    for word in &mut words {
        // A mark on an emoji is no part of it.
        if word.first().is_some_and(|piece| emoji(piece.char)) {
            let part = |char: char| emoji(char) || char == JOINER || skin_tone(char);
            let end = word.iter().position(|piece| !part(piece.char));
            word.truncate(end.unwrap_or(word.len()));
        }
    }
    words.retain(|word| word.iter().any(|piece| letter_or_digit(piece.char) || emoji(piece.char)));
    words
}

/// Whether a segment starts at `i`, where `graphemes` has the starts of the graphemes.
fn breaks(chars: &[char], i: usize, graphemes: &BTreeSet<usize>) -> bool {
    // An emoji, with all that is joined to it, is a word of its own, and so is a flag.
    let start = |i: usize| graphemes.range(..=i).next_back().copied().unwrap_or(0);
    if emoji(chars[start(i)]) || emoji(chars[start(i - 1)]) {
        return graphemes.contains(&i);
    }
    // `+` and `#` stay when they follow a letter, a digit or another such sign; then the word ends.
    if kept_sign(chars, i) || kept_sign(chars, i - 1) {
        return !kept_sign(chars, i);
    }
    // A run of Han and kana, of Thai, Lao, Khmer or Myanmar is one word of its own; all other
    // letters and digits that touch are one word.
    if word_char(chars, i - 1) && word_char(chars, i) {
        return run(chars, i - 1) != run(chars, i);
    }
    // A mark goes with what it follows; one that follows no letter or digit separates.
    if is_mark(chars[i]) || is_mark(chars[i - 1]) && !word_char(chars, i - 1) {
        return true;
    }
    // Signs separate, but for `.` and `:` between digits.
    let sign = if word_char(chars, i - 1) { i } else { i - 1 };
    let between_digits = sign > 0
        && digit(base(chars, sign - 1))
        && chars.get(sign + 1).is_some_and(|&next| digit(next));
    !(matches!(chars[sign], '.' | ':') && between_digits)
}

fn kept_sign(chars: &[char], i: usize) -> bool {
    matches!(chars[i], '+' | '#') && i > 0 && (word_char(chars, i - 1) || kept_sign(chars, i - 1))
}

/// Which of the scripts written without spaces `chars[i]` belongs to; a mark goes with its base.
fn run(chars: &[char], i: usize) -> Option<usize> {
    if is_mark(chars[i]) && i > 0 {
        return run(chars, i - 1);
    }
    const RUNS: [&[Script]; 15] = [
        &[Script::Han, Script::Hiragana, Script::Katakana],
        &[Script::Thai],
        &[Script::Lao],
        &[Script::Khmer],
        &[Script::Myanmar],
        // The others between whose letters UAX #29 sees no words.
        &[Script::New_Tai_Lue],
        &[Script::Tai_Le],
        &[Script::Tai_Tham],
        &[Script::Tai_Viet],
        &[Script::Ahom],
        &[Script::Tangut],
        &[Script::Nushu],
        &[Script::Khitan_Small_Script],
        &[Script::Jurchen],
        &[Script::Seal],
    ];
    let char = chars[i];
    if !word_char(chars, i) || digit(char) {
        return None;
    }
    // The long vowel sign, repeat marks and the like are common to Han and kana.
    if char.script() == Script::Common && ('\u{3000}'..='\u{30FF}').contains(&char) {
        return Some(0);
    }
    RUNS.iter().position(|run| run.contains(&char.script()))
}

/// Whether `char` is a letter; so is a number that is no decimal digit, which nobody counts with.
pub fn letter(char: char) -> bool {
    letter_or_digit(char) && !digit(char)
}

/// Letters and numbers by their general category. Signs that only look like letters (`🅰`) are
/// symbols.
fn letter_or_digit(char: char) -> bool {
    use GeneralCategoryGroup::{Letter, Number};
    matches!(char.general_category_group(), Letter | Number) && !APOSTROPHES.contains(&char)
}

fn digit(char: char) -> bool {
    char.general_category() == GeneralCategory::DecimalNumber
}

/// Whether `chars[i]` is a letter, a digit, or a mark on one.
fn word_char(chars: &[char], i: usize) -> bool {
    if is_mark(chars[i]) { i > 0 && word_char(chars, i - 1) } else { letter_or_digit(chars[i]) }
}

/// Returns the character at `i`, or the one that the mark there stands on.
fn base(chars: &[char], i: usize) -> char {
    if is_mark(chars[i]) && i > 0 { base(chars, i - 1) } else { chars[i] }
}

/// Whether `char` is a mark, on the character before it.
pub fn is_mark(char: char) -> bool {
    char.general_category_group() == GeneralCategoryGroup::Mark
}

/// Whether a text of words is read as if this character were not there.
pub fn passed_over(char: char) -> bool {
    ignorable(char) || char == 'ـ' || trade_sign(char)
}

/// Whether a text is read as if this character were not there, whatever else is in it.
pub fn ignorable(char: char) -> bool {
    IGNORABLES.iter().any(|&(from, to)| (from..=to).contains(&u32::from(char)))
}

fn split(pieces: &[Piece], at: fn(char) -> bool) -> Vec<Vec<Piece>> {
    let parts = pieces.split(|piece| at(piece.char)).filter(|part| !part.is_empty());
    parts.map(<[Piece]>::to_vec).collect()
}

/// Joins words by one space, whose source is what stood between them.
fn join(words: &[Vec<Piece>]) -> Vec<Piece> {
    let mut key: Vec<Piece> = Vec::new();
    for word in words {
        if let Some(last) = key.last() {
            let (end, start) = (last.source.end, word[0].source.start);
            let gap = if end <= start { end..start } else { last.source.clone() }; // one character, two words
            key.push(Piece { char: ' ', source: gap });
        }
        key.extend(word.iter().cloned());
    }
    key
}
