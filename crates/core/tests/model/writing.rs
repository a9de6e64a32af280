//! What the scripts of the world write in several ways: section 3 of docs/design.md.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

use super::analysis::Piece;

/// What joins several emoji into one.
pub const JOINER: char = '\u{200D}';

/// What two-set keyboards type for the parts of a syllable, from U+1100, U+1161 and U+11A8 on.
const INITIALS: &str = "ㄱ ㄲ ㄴ ㄷ ㄸ ㄹ ㅁ ㅂ ㅃ ㅅ ㅆ ㅇ ㅈ ㅉ ㅊ ㅋ ㅌ ㅍ ㅎ";
const VOWELS: &str = "ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅗㅏ ㅗㅐ ㅗㅣ ㅛ ㅜ ㅜㅓ ㅜㅔ ㅜㅣ ㅠ ㅡ ㅡㅣ ㅣ";
const FINALS: &str = "ㄱ ㄲ ㄱㅅ ㄴ ㄴㅈ ㄴㅎ ㄷ ㄹ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ ㅁ ㅂ ㅂㅅ ㅅ ㅆ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ";

/// Of each script: what is written for a nasal, the virama, and the stops of each place in the
/// mouth with their nasal behind them.
const NASALS: [&str; 9] = [
    "ं ् कखगघङ चछजझञ टठडढण तथदधन पफबभम",
    "ং ্ কখগঘঙ চছজঝঞ টঠডঢণ তথদধন পফবভম",
    "\u{A02}\u{A70} ੍ ਕਖਗਘਙ ਚਛਜਝਞ ਟਠਡਢਣ ਤਥਦਧਨ ਪਫਬਭਮ",
    "ં ્ કખગઘઙ ચછજઝઞ ટઠડઢણ તથદધન પફબભમ",
    "ଂ ୍ କଖଗଘଙ ଚଛଜଝଞ ଟଠଡଢଣ ତଥଦଧନ ପଫବଭମ",
    "ஂ ் கங சஜஞ டண தந பம",
    "ం ్ కఖగఘఙ చఛజఝఞ టఠడఢణ తథదధన పఫబభమ",
    "ಂ ್ ಕಖಗಘಙ ಚಛಜಝಞ ಟಠಡಢಣ ತಥದಧನ ಪಫಬಭಮ",
    "ം ് കഖഗഘങ ചഛജഝഞ ടഠഡഢണ തഥദധന പഫബഭമ",
];

/// Whether `char` only claims a right to a name.
pub fn trade_sign(char: char) -> bool {
    matches!(char, '™' | '℠' | '©' | '®')
}

/// Returns `pieces` without the signs ™ ℠ © ®, and without the superscript digits that name a
/// footnote: those after four letters and more. `m²` keeps its own. A fraction such as ½ is no part
/// of the number beside it.
pub fn without_signs(pieces: &[Piece]) -> Vec<Piece> {
    let superscript = |char: char| matches!(char, '⁰' | '¹' | '²' | '³' | '⁴'..='⁹');
    let fraction = |char: char| char.nfkd().any(|part| part == '\u{2044}') && char != '\u{2044}';
    let counts = |char: &char| !mark(*char) && !dropped(*char) && !goes_on(*char);
    let mut kept: Vec<Piece> = Vec::new();
    for piece in pieces.iter().filter(|piece| !trade_sign(piece.char)) {
        let before = kept
            .iter()
            .rev()
            .flat_map(|piece| piece.char.nfkd().collect::<Vec<_>>().into_iter().rev());
        let before: Vec<char> = before.filter(counts).take(4).collect();
        let letter = |char: &char| char.general_category_group() == GeneralCategoryGroup::Letter;
        if superscript(piece.char) && before.len() == 4 && before.iter().all(letter) {
            continue;
        }
        let last = kept.iter().rev().find(|piece| counts(&piece.char));
        let beside = fraction(piece.char) || last.is_some_and(|last| fraction(last.char));
        let digits = before.first().is_some_and(|&char| digit(char))
            && piece.char.nfkd().next().is_some_and(digit);
        if beside && digits {
            let start = piece.source.start;
            kept.push(Piece { char: ' ', source: start..start });
        }
        kept.push(piece.clone());
    }
    kept
}

/// Returns the one way in which a key has what `char` is a way to write, where it is a letter of a
/// Hangul syllable, a hiragana, a digit or a sign of Arabic numbers.
pub fn one_way(char: char) -> String {
    let part = |parts: &str, first: u32| {
        parts.split(' ').nth((u32::from(char) - first) as usize).unwrap_or_default().to_owned()
    };
    // Unicode puts the ten digits of a set one after the other.
    let value = || {
        let below = (0..=u32::from(char)).rev().map(char::from_u32);
        below.take_while(|below| below.is_some_and(digit)).count().wrapping_sub(1) % 10
    };
    match char {
        '\u{1100}'..='\u{1112}' => part(INITIALS, 0x1100),
        '\u{1161}'..='\u{1175}' => part(VOWELS, 0x1161),
        '\u{11A8}'..='\u{11C2}' => part(FINALS, 0x11A8),
        // The finals ㅀ and ㅄ alone.
        '\u{111A}' => "ㄹㅎ".into(),
        '\u{1121}' => "ㅂㅅ".into(),
        'ぁ'..='ゖ' | 'ゝ' | 'ゞ' => {
            char::from_u32(u32::from(char) + 0x60).into_iter().collect()
        }
        '٫' => ".".into(),
        '٬' | '،' => ",".into(),
        _ if digit(char) => value().to_string(),
        _ => char.into(),
    }
}

/// Returns the strokes that typed `char`: those of the letters of a Hangul syllable, else itself.
pub fn strokes(char: char) -> Vec<char> {
    let typed: Vec<char> =
        char.nfkd().flat_map(|part| one_way(part).chars().collect::<Vec<_>>()).collect();
    let jamo = |char: &char| ('ㄱ'..='ㅣ').contains(char);
    if typed.iter().all(jamo) { typed } else { vec![char] }
}

/// A comma or an apostrophe before exactly three digits groups and goes, where a group stands
/// before it: one to three digits, the first not 0, or a group that another such sign begins. Any
/// other comma between digits is a point. A point before a digit, at the beginning or after white
/// space, is `0.`.
pub fn numbers(pieces: &[Piece], apostrophes: &[char]) -> Vec<Piece> {
    let text: Vec<char> = pieces.iter().map(|piece| piece.char).collect();
    let is_digit = |i: usize| text.get(i).is_some_and(|&char| digit(char));
    let is_sign = |i: usize| text[i] == ',' || apostrophes.contains(&text[i]);
    let space = |char: char| char.is_whitespace() || char.is_control();
    let leads = |i: usize| text[i] == '.' && (i == 0 || space(text[i - 1])) && is_digit(i + 1);
    let mut out: Vec<Piece> = Vec::new();
    let mut grouping = vec![false; text.len()];
    for (i, piece) in pieces.iter().enumerate() {
        if i > 0 && is_digit(i - 1) && is_digit(i + 1) && is_sign(i) {
            let start = (0..i).rev().take_while(|&at| is_digit(at)).last().unwrap_or(i);
            let joint = |at: usize| {
                leads(at)
                    || at > 0 && is_digit(at - 1) && (is_sign(at) || matches!(text[at], '.' | ':'))
            };
            let begins_number = start == 0 || !joint(start - 1);
            let group = match begins_number {
                true => i - start <= 3 && text[start] != '0',
                false => grouping[start - 1],
            };
            if group && (1..=3).all(|next| is_digit(i + next)) && !is_digit(i + 4) {
                grouping[i] = true;
                continue;
            }
            if text[i] == ',' {
                out.push(Piece { char: '.', ..piece.clone() });
                continue;
            }
        }
        if leads(i) {
            out.push(Piece { char: '0', ..piece.clone() });
        }
        out.push(piece.clone());
    }
    out
}

/// Returns `key` with every anusvara before a stop as the nasal of the same place in the mouth.
pub fn spell_nasals(key: &[Piece]) -> Vec<Piece> {
    let nasal = |char: char, next: char| {
        NASALS.iter().find_map(|script| {
            let mut parts = script.split(' ');
            let (anusvara, virama) = (parts.next()?, parts.next()?);
            let row = parts.find(|row| row.contains(next) && !row.ends_with(next))?;
            anusvara
                .contains(char)
                .then(|| row.chars().last().into_iter().chain(virama.chars()).collect::<Vec<_>>())
        })
    };
    let each = |(at, piece): (usize, &Piece)| {
        let spelled = key.get(at + 1).and_then(|next| nasal(piece.char, next.char));
        let chars = spelled.unwrap_or_else(|| vec![piece.char]);
        chars.into_iter().map(|char| Piece { char, ..piece.clone() }).collect::<Vec<_>>()
    };
    key.iter().enumerate().flat_map(each).collect()
}

/// Whether `char` is the dot of Indic letters from other languages. It has its combining class
/// alone, but for marks of Burmese, Balinese, Batak, Javanese and Adlam.
pub fn nukta(char: char) -> bool {
    canonical_combining_class(char) == 7
        && !matches!(char, '\u{1037}' | '\u{1B34}' | '\u{1BE6}' | '\u{A9B3}' | '\u{1E94A}')
}

/// Whether `char` is an emoji or the half of a flag. ©, ® and ™ count as signs.
pub fn emoji(char: char) -> bool {
    pictograph(char) || ('\u{1F1E6}'..='\u{1F1FF}').contains(&char)
}

/// Whether `char` is Extended_Pictographic: then a joiner ties another emoji to it (UAX #29).
pub fn pictograph(char: char) -> bool {
    use unicode_segmentation::UnicodeSegmentation;
    let joined = || format!("{char}{JOINER}😀");
    char > '\u{2100}'
        && matches!(
            char.general_category_group(),
            GeneralCategoryGroup::Symbol
                | GeneralCategoryGroup::Punctuation
                | GeneralCategoryGroup::Other
        )
        && !trade_sign(char)
        && joined().graphemes(true).count() == 1
}

pub fn skin_tone(char: char) -> bool {
    ('\u{1F3FB}'..='\u{1F3FF}').contains(&char)
}

fn digit(char: char) -> bool {
    char.general_category() == GeneralCategory::DecimalNumber
}

fn mark(char: char) -> bool {
    char.general_category_group() == GeneralCategoryGroup::Mark
}

fn dropped(char: char) -> bool {
    super::analysis::ignorable(char) || char == 'ـ'
}

/// Whether `char` goes on with a Hangul syllable that is taken apart.
fn goes_on(char: char) -> bool {
    matches!(char, '\u{1160}'..='\u{11FF}' | '\u{D7B0}'..='\u{D7FF}')
}
