//! Texts of any script in Latin letters, as people type them.
//!
//! Letters outside the Latin script are written by the tables here, where what people type follows
//! from a letter and its neighbors: Cyrillic, Greek, kana, the scripts of India, Thai, Hebrew and
//! Arabic. All other letters, Han among them, are written one by one by the crate `any_ascii`.
//! Latin letters, digits, punctuation and symbols stay. The outcome goes through the analysis like
//! any text.
//!
//! What cannot be read off the letters is not there: the vowels of Hebrew and Arabic, the Japanese
//! readings of Han. Han and kana that touch become one word, in one piece, since the text does not
//! say where its words end: `北京大学` is `Beijingdaxue`, so `beijing` finds it and `daxue` does not.

mod casing;
mod cyrillic;
mod scripts;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript};

/// What letters are written alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    /// Latin letters, and everything that is no letter.
    Kept,
    Cyrillic,
    Greek,
    /// Han and kana.
    Han,
    /// Thai and Lao, in which some vowels stand before the consonant that they follow.
    Thai,
    /// Scripts of India, in which a consonant without a sign has a vowel.
    Indic,
    Hebrew,
    Arabic,
    /// Letters that are written one by one.
    Other,
}

impl Group {
    fn of(ch: char) -> Self {
        if ch.is_ascii() || !(ch.is_alphanumeric() || is_combining_mark(ch)) {
            return Group::Kept;
        }
        match ch.script() {
            Script::Latin | Script::Common | Script::Inherited => Group::Kept,
            Script::Cyrillic => Group::Cyrillic,
            Script::Greek => Group::Greek,
            Script::Han | Script::Hiragana | Script::Katakana => Group::Han,
            Script::Thai | Script::Lao => Group::Thai,
            Script::Hebrew => Group::Hebrew,
            Script::Arabic => Group::Arabic,
            Script::Devanagari
            | Script::Bengali
            | Script::Gujarati
            | Script::Gurmukhi
            | Script::Kannada
            | Script::Malayalam
            | Script::Oriya
            | Script::Sinhala
            | Script::Tamil
            | Script::Telugu => Group::Indic,
            _ => Group::Other,
        }
    }

    /// Whether letters of the group make words of their own, apart from other letters that they
    /// touch.
    fn stands_apart(self) -> bool {
        matches!(self, Group::Han | Group::Thai)
    }
}

/// Returns `text` in Latin letters. A text that has no others comes back as it is.
pub fn to_latin(text: &str) -> String {
    // Most texts are, and have nothing to write otherwise.
    if text.is_ascii() {
        return text.to_owned();
    }
    // Composed, since the tables know letters and not their parts.
    let chars: Vec<char> = text.nfc().collect();
    let mut latin = String::with_capacity(text.len() * 2);
    let mut before = Group::Kept;
    let mut start = 0;
    while let Some(&first) = chars.get(start) {
        let group = Group::of(first);
        // The first is of its own group, so one at least: a run of none would never end.
        let len = chars.iter().skip(start).take_while(|ch| goes_on(group, **ch)).count().max(1);
        let run = chars.get(start..start + len).unwrap_or_default();
        let apart = group.stands_apart() || before.stands_apart();
        // Han and Thai touch what stands beside them, and one word would be made of two.
        if apart && first.is_alphanumeric() && latin.ends_with(char::is_alphanumeric) {
            latin.push(' ');
        }
        match group {
            Group::Kept => latin.extend(run),
            Group::Cyrillic => cyrillic::write(run, &mut latin),
            Group::Greek => scripts::write_greek(run, &mut latin),
            Group::Han => scripts::write_han(run, &mut latin),
            Group::Thai => scripts::write_thai(run, &mut latin),
            Group::Indic => scripts::write_indic(run, &mut latin),
            Group::Hebrew => scripts::write_each(run, &mut latin, scripts::hebrew),
            Group::Arabic => scripts::write_each(run, &mut latin, scripts::arabic),
            Group::Other => scripts::write_other(run, &mut latin),
        }
        before = group;
        start += len;
    }
    latin
}

/// Whether `ch` belongs to a run of `group`; marks and signs of repetition go with what they
/// follow.
fn goes_on(group: Group, ch: char) -> bool {
    // A stress mark has no script, and belongs to the letter before it.
    let common_mark = is_combining_mark(ch) && matches!(ch.script(), Script::Inherited);
    // By its script it is common, though only kana has it.
    let repeats = group == Group::Han && ch == 'ー';
    Group::of(ch) == group || common_mark || repeats
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Kind;
    use super::super::key_tests::key;
    use super::super::property_tests::tricky_text;
    use super::*;

    /// The key of the transliteration, which is what is found.
    fn found_by(text: &str) -> String {
        key(Kind::Text, &to_latin(text))
    }

    #[test]
    fn russian_is_written_as_people_type_it() {
        for (text, expected) in [
            ("Установка", "ustanovka"),
            ("Москва", "moskva"),
            ("Пекин", "pekin"),
            ("жизнь и хлеб", "zhizn i khleb"),
            ("центр, щука, борщ", "tsentr shchuka borshch"),
            ("рыба, эхо, юг, яма", "ryba ekho yug yama"),
            ("объезд", "obezd"),
            ("Щёлково", "shchelkovo"),
            ("Нью-Йорк", "nyu york"),
            ("Достоевский", "dostoevskiy"),
            ("павильон", "pavilyon"),
            ("купе\u{301}", "kupe"),
            ("и\u{306}од", "yod"),
        ] {
            assert_eq!(found_by(text), expected, "{text}");
        }
    }

    #[test]
    fn letters_of_one_language_tell_how_a_cyrillic_word_is_written() {
        for (text, expected) in [
            ("Київ", "kyiv"),
            ("Чернігів", "chernihiv"),
            ("Запоріжжя", "zaporizhzhia"),
            ("Єнакієве їжак", "yenakiieve yizhak"),
            ("Магілёў", "mahileu"),
            ("България", "balgariya"),
            ("Београд", "beograd"),
            ("Ђорђе Ћуприја", "djordje cuprija"),
            ("Љубичић", "ljubicic"),
            ("Қазақстан Алматы", "qazaqstan almaty"),
        ] {
            assert_eq!(found_by(text), expected, "{text}");
        }
    }

    #[test]
    fn other_scripts_are_written_as_far_as_their_letters_tell() {
        for (text, expected) in [
            ("Ελλάδα", "ellada"),
            ("Θεσσαλονίκη", "thessaloniki"),
            ("Ευαγγελία", "evangelia"),
            ("ευχαριστώ", "efcharisto"),
            ("Ούζο", "ouzo"),
            ("Μπύρα Λάμπρου", "byra lamprou"),
            ("北京", "beijing"),
            ("北京大学", "beijingdaxue"),
            ("北京Tokyo市", "beijing tokyo shi"),
            ("第3中学", "di 3 zhongxue"),
            ("しゃしん", "shashin"),
            ("きょう", "kyou"),
            ("ガッコウ", "gakkou"),
            ("まっちゃ", "matcha"),
            ("ラーメン", "ramen"),
            ("서울", "seoul"),
            ("กรุงเทพ", "krungtheph"),
            ("नमस्ते भारत", "namaste bharat"),
            ("मुंबई", "mumbai"),
            ("ಕನ್ನಡ", "kannada"),
            ("שלום", "shlvm"),
            ("ירושלים", "yrvshlym"),
            ("القاهرة", "alqahra"),
            ("مرحبا", "mrhba"),
            ("Երևան", "erevan"),
            ("Գյումրի", "gyumri"),
            ("თბილისი", "tbilisi"),
            ("٢٥", "25"),
        ] {
            assert_eq!(found_by(text), expected, "{text}");
        }
    }

    #[test]
    fn capitals_stay_where_they_are() {
        assert_eq!(to_latin("Щука ЩУКА щука"), "Shchuka SHCHUKA shchuka");
        assert_eq!(to_latin("Юг, 北京 Сеул서울"), "Yug, Beijing SeulSeoul");
    }

    #[test]
    fn what_is_latin_or_no_letter_stays_as_it_is() {
        for text in ["", "Łódź straße", "c++ 25.4 mm №5 😀", "Zoe\u{308} ½"] {
            assert_eq!(to_latin(text), text.nfc().collect::<String>());
        }
    }

    proptest! {
        #[test]
        fn any_text_has_a_transliteration_which_is_its_own(text in tricky_text()) {
            let latin = to_latin(&text);
            prop_assert_eq!(to_latin(&latin), latin);
        }

        #[test]
        fn any_characters_have_a_transliteration(text: String) {
            let latin = to_latin(&text);
            prop_assert!(latin.chars().all(|ch| Group::of(ch) == Group::Kept), "{latin:?}");
        }
    }
}
