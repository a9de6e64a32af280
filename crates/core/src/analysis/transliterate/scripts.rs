//! Greek, kana, Thai, Hebrew, Arabic and the scripts of India in Latin letters, and Han as the crate has it.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};
use unicode_script::{Script, UnicodeScript};

use super::casing::{lowered, push_cased};

/// Returns what the crate has for `ch`, if that is letters or digits, in small letters.
fn small(ch: char) -> impl Iterator<Item = char> {
    let latin = any_ascii::any_ascii_char(ch).chars();
    latin.filter(char::is_ascii_alphanumeric).map(|latin| latin.to_ascii_lowercase())
}

/// Appends letters one by one, Armenian and Georgian among them.
pub(super) fn write_other(run: &[char], out: &mut String) {
    let is_hangul = run.first().is_some_and(|ch| ch.script() == Script::Hangul);
    for (at, &ch) in run.iter().enumerate() {
        match (ch, run.get(at.wrapping_sub(1))) {
            // Armenian writes its u with two letters.
            ('ւ', Some('ո' | 'Ո')) => {
                out.pop();
                out.push('u');
            }
            _ if is_hangul => write_titled(ch, at == 0, out),
            _ => {
                let latin = any_ascii::any_ascii_char(ch).chars();
                out.extend(latin.filter(char::is_ascii_alphanumeric));
            }
        }
    }
}

fn write_titled(ch: char, title: bool, out: &mut String) {
    for (at, latin) in small(ch).enumerate() {
        out.push(if title && at == 0 { latin.to_ascii_uppercase() } else { latin });
    }
}

/// Appends letters of a script without capitals, each by `table` or else by the crate.
pub(super) fn write_each(run: &[char], out: &mut String, table: fn(char) -> Option<&'static str>) {
    for &ch in run {
        match table(ch) {
            Some(latin) => out.push_str(latin),
            None => out.extend(small(ch)),
        }
    }
}

/// Returns Hebrew letters that the crate has otherwise.
pub(super) fn hebrew(ch: char) -> Option<&'static str> {
    Some(match ch {
        'א' => "a",
        'ש' => "sh",
        'צ' | 'ץ' => "ts",
        'ח' => "h",
        _ => return None,
    })
}

/// Returns Arabic letters that the crate has otherwise.
pub(super) fn arabic(ch: char) -> Option<&'static str> {
    Some(match ch {
        'ا' | 'أ' | 'آ' | 'ٱ' | 'ى' | 'ة' => "a",
        'إ' => "i",
        'و' | 'ؤ' => "u",
        _ => return None,
    })
}

/// Appends Han and kana, in small letters but for the first.
pub(super) fn write_han(run: &[char], out: &mut String) {
    let start = out.len();
    let mut doubles = false;
    for &ch in run {
        let small_y = match ch {
            'ゃ' | 'ャ' => Some("a"),
            'ゅ' | 'ュ' => Some("u"),
            'ょ' | 'ョ' => Some("o"),
            _ => None,
        };
        if let Some(vowel) = small_y
            && out.len() > start + 1
            && out.ends_with('i')
        {
            // kiya is kya, and shiya is sha.
            out.pop();
            if !out.ends_with(['h', 'j']) {
                out.push('y');
            }
            out.push_str(vowel);
            continue;
        }
        // It doubles the consonant of the next syllable, which is not known yet.
        if matches!(ch, 'っ' | 'ッ') {
            doubles = true;
            continue;
        }
        let at = out.len();
        let is_title = at == start && ch.script() == Script::Han;
        write_titled(ch, is_title, out);
        let first = out.get(at..).and_then(|latin| latin.chars().next());
        if let Some(first) = first.filter(|_| std::mem::take(&mut doubles)) {
            // `っち` is written tchi.
            out.insert(at, if first == 'c' { 't' } else { first });
        }
    }
}

/// Appends Thai or Lao, with the vowels that are written before a consonant after it.
pub(super) fn write_thai(run: &[char], out: &mut String) {
    let mut waiting = None;
    for &ch in run {
        // It is spoken after the consonant that follows it.
        if matches!(ch, 'เ'..='ไ' | 'ເ'..='ໄ') {
            out.extend(waiting.replace(ch).into_iter().flat_map(small));
            continue;
        }
        out.extend(small(ch));
        if !is_combining_mark(ch) {
            out.extend(waiting.take().into_iter().flat_map(small));
        }
    }
    out.extend(waiting.into_iter().flat_map(small));
}

/// Appends a word of a script of India: a consonant without a sign has an `a`, which northern
/// languages drop at the end of a word.
pub(super) fn write_indic(run: &[char], out: &mut String) {
    let is_vowel = |latin: Option<char>| latin.is_some_and(|ch| "aeiou".contains(ch));
    let drops_last = run.first().is_some_and(|ch| {
        use Script::{Bengali, Devanagari, Gujarati, Gurmukhi};
        matches!(ch.script(), Devanagari | Bengali | Gujarati | Gurmukhi)
    });
    // The sign that takes the dot below of a consonant makes it another consonant.
    let is_nukta = |ch: char| decomposes_to_nukta(ch);
    for (at, &ch) in run.iter().enumerate() {
        out.extend(small(ch));
        let is_consonant =
            !is_combining_mark(ch) && ch.is_alphabetic() && !is_vowel(small(ch).next());
        // The dot is a part of the consonant, and what follows it says whether there is a vowel.
        let next = run.iter().skip(at + 1).find(|next| !is_nukta(**next));
        let has_vowel = match next {
            Some(&sign) if is_combining_mark(sign) => {
                small(sign).next().is_some() && !is_vowel(small(sign).next())
            }
            Some(_) => true,
            None => !drops_last,
        };
        if is_consonant && has_vowel && !is_nukta(ch) {
            out.push('a');
        }
    }
}

fn decomposes_to_nukta(ch: char) -> bool {
    unicode_normalization::char::canonical_combining_class(ch) == 7
}

/// Appends Greek.
pub(super) fn write_greek(run: &[char], out: &mut String) {
    let letters: Vec<(char, bool)> = run.iter().map(|&ch| lowered(bare(ch))).collect();
    let mut at = 0;
    while let Some(&(letter, capital)) = letters.get(at) {
        let next = letters.get(at + 1);
        let pair = next.and_then(|(next, _)| {
            // ο and υ with a diaeresis are two vowels.
            let apart = run.get(at + 1).is_some_and(|ch| has_diaeresis(*ch));
            let voiceless = matches!(
                letters.get(at + 2).map(|(letter, _)| *letter),
                Some('θ' | 'κ' | 'ξ' | 'π' | 'σ' | 'ς' | 'τ' | 'φ' | 'χ' | 'ψ') | None
            );
            Some(match (letter, next) {
                ('ο', 'υ') if !apart => "ou",
                ('α', 'υ') if !apart => {
                    if voiceless {
                        "af"
                    } else {
                        "av"
                    }
                }
                ('ε', 'υ') if !apart => {
                    if voiceless {
                        "ef"
                    } else {
                        "ev"
                    }
                }
                ('γ', 'γ') => "ng",
                ('μ', 'π') if at == 0 => "b",
                _ => return None,
            })
        });
        let capitals = next.is_some_and(|(_, capital)| *capital);
        match pair {
            Some(latin) => {
                push_cased(latin, capital, capitals, out);
                at += 2;
            }
            None => {
                push_cased(any_ascii::any_ascii_char(letter), capital, capitals, out);
                at += 1;
            }
        }
    }
}

/// Returns the Greek letter without its marks.
fn bare(ch: char) -> char {
    let mut first = None;
    decompose_canonical(ch, |part| {
        first.get_or_insert(part);
    });
    first.unwrap_or(ch)
}

fn has_diaeresis(ch: char) -> bool {
    let mut found = false;
    decompose_canonical(ch, |part| found |= part == '\u{308}');
    found
}
