//! The several ways to write one thing: signs, numbers, digits, emoji, kana, Hangul, nasals.

use super::{equal, list};
use crate::corpus::Pair;
use mapahead::{BuildOptions, SuggestOptions, Typos};

/// Asserts that each query finds its text among all the texts of the table, without a slip.
fn finds(table: &[(&str, &str)]) {
    let mut texts: Vec<&str> = table.iter().map(|(_, text)| *text).collect();
    texts.sort_unstable();
    texts.dedup();
    let pair = equal(&texts);
    for (query, text) in table {
        let options = SuggestOptions { typos: Typos::Never, limit: 50, ..Default::default() };
        let found = pair.ask_with(query, &options);
        assert!(found.iter().any(|one| one.text == *text && one.tier == 0), "{query} for {text}");
    }
}

/// Asserts that no query finds its text, whatever slips are allowed.
fn does_not_find(table: &[(&str, &str)]) {
    for (query, text) in table {
        assert_eq!(equal(&[text]).ask(query).len(), 0, "{query} for {text}");
    }
}

#[test]
fn trade_signs_and_footnotes_are_no_part_of_a_word() {
    finds(&[
        ("acme ", "Acme™"),
        ("acme tool", "Acme™ Tool"),
        ("rocket game", "Rocket™: The Game"),
        ("pâtisserie royale", "Pâtisserie® Royale"),
        ("nordsee ", "Nordsee®"),
        ("bank online", "Bank℠ Online"),
        ("2021 smith", "© 2021 Smith"),
        ("smith ", "©Smith"),
        ("яблоко сад", "Яблоко™ Сад"),
        ("русь ", "Русь®"),
        ("καφές ", "Καφές™"),
        ("ソニック ", "ソニック™"),
        ("서울우유 ", "서울우유®"),
        ("שלום עולם", "שלום™ עולם"),
        ("report ", "Report¹"),
        ("annual report", "Annual Report²³"),
        ("таблица данных", "Таблица¹ данных"),
        ("dash-o", "Dash™-O"),
        ("cm2 tile", "cm² tile"),
        ("m3 ", "m³"),
        ("x2 ", "x²"),
    ]);
    does_not_find(&[
        ("acmetm", "Acme™"),
        ("report1", "Report¹"),
        ("kor ", "Ko®"),
        ("cm3 tile", "cm² tile"),
        ("m4 ", "m³"),
    ]);
}

#[test]
fn the_digits_of_all_scripts_are_found_by_each_other() {
    finds(&[
        ("2031", "٢٠٣١ سنة"),
        ("٢٠٣٢", "2032 plan"),
        ("451", "۴۵۱ کتاب"),
        ("۴۵۲", "452 street"),
        ("۴۵۳", "٤٥٣ صفحة"),
        ("77", "७७ घर"),
        ("७८", "78 house"),
        ("25", "๒๕ บาท"),
        ("๒๖", "26 baht"),
        ("12", "১২ টাকা"),
        ("১৩", "13 taka"),
        ("34", "੩੪ ਘਰ"),
        ("35", "૩૫ ઘર"),
        ("36", "௩௬ வீடு"),
        ("37", "౩౭ ఇల్లు"),
        ("38", "೩೮ ಮನೆ"),
        ("39", "൩൯ വീട്"),
        ("40", "၄၀ အိမ်"),
        ("41", "４１ 番"),
        ("3.14", "٣٫١٤ باي"),
        ("1500", "١٬٥٠٠ كتاب"),
    ]);
    does_not_find(&[
        ("2032", "٢٠٣١ سنة"),
        ("٢٠٣١", "2032 plan"),
        ("78", "७७ घर"),
        ("๒๗", "26 baht"),
        ("4.51", "۴۵۱ کتاب"),
    ]);
}

#[test]
fn a_number_is_found_however_it_is_grouped() {
    finds(&[
        ("1000", "1,000 places"),
        ("1,0", "1.05 metre"),
        ("1000000", "1,000,000 stars"),
        ("1'000", "1,000 places"),
        ("2500", "2'500 Franken"),
        ("2,500", "2'500 Franken"),
        ("12500.75", "12,500.75 total"),
        ("0.5", "0,5 л вода"),
        ("0,5", "0.5 l water"),
        (".5", "0,75 ou .5 litre"),
        ("0.25", ".25 inch"),
        (".25 i", ".25 inch"),
        ("1.5", "1,5 kg Mehl"),
        ("1 1/2", "1½ cup"),
        ("1½", "1 1/2 inch"),
        ("1/2", "½ price"),
        ("3/4", "¾ Zoll"),
        ("4000 円", "4,000 円"),
        ("5,000", "5000 рублей"),
        ("١٬٠٠٠", "1,000 places"),
        ("9:30", "9:30 train"),
    ]);
    does_not_find(&[
        ("1000", "1,0000 x"),
        ("1234", "12,34 x"),
        ("0500", "0,500 x"),
        ("21/2", "1½ cup"),
        ("1000", "1.000 x"),
    ]);
}

#[test]
fn a_number_and_a_nasal_are_found_after_every_stroke() {
    for (text, typed) in [
        ("1000 places", "1,000"),
        ("1000 places", "1'000"),
        ("12500 steps", "12,500"),
        ("1000000 stars", "1,000,000"),
        ("2500 рублей", "2,500"),
        ("हिन्दी गीत", "हिंदी"),
        ("बम्बई", "बंबई"),
        ("বাঙ্গালা", "বাংগালা"),
    ] {
        let pair = equal(&[text, "Zzz"]);
        let options = SuggestOptions { typos: Typos::Never, ..Default::default() };
        for (end, last) in typed.char_indices() {
            let query = &typed[..end + last.len_utf8()];
            let found = pair.ask_with(query, &options);
            assert!(found.iter().any(|said| said.text == text), "{query} for {text}");
        }
    }
    for (text, typed) in
        [("1000 places", "1,0 "), ("1000 places", "1,01"), ("100", "1,00 "), ("हल", "हिं")]
    {
        assert_eq!(equal(&[text]).ask(typed).len(), 0, "{typed} for {text}");
    }
}

#[test]
fn slips_never_touch_a_number_nor_what_joins_it() {
    does_not_find(&[
        ("10.20.304", "10.20.30.4"),
        ("102.0.30.4", "10.20.30.4"),
        ("5678", "56.78 EUR"),
        ("56.78", "5678 EUR"),
        ("v120", "v12.0"),
        ("v1.20", "v12.0"),
        ("v12:0", "v12.0"),
        ("12.3456", "12 3456"),
        ("1230", "12:30 поезд"),
        ("12.30", "12:30 поезд"),
        ("0.75", "75 g"),
        ("٥٦٧٨", "56.78 EUR"),
        ("56,78 ", "5678 EUR"),
        ("1.5.0", "1.50"),
        ("model3.1", "model31"),
        ("model31", "model3.1"),
        ("версия2.1", "версия21"),
        ("版本 312", "版本 3.12"),
        ("2.5mm", "25mm"),
        ("25mm", "2.5mm"),
    ]);
    for (query, text) in [
        ("modle 3.1", "model 3.1"),
        ("vresion 2.10", "version 2.10"),
        ("версяи 12:30", "версия 12:30"),
        ("adress 10.0.0.1", "address 10.0.0.1"),
        ("screan 2.5mm", "screen 2.5mm"),
    ] {
        assert_eq!(equal(&[text]).ask(query).len(), 1, "{query} for {text}");
    }
}

#[test]
fn an_emoji_is_found_beside_letters_and_digits() {
    finds(&[
        ("🍵", "🍵 tea"),
        ("tea", "🍵 tea"),
        ("🍕", "Pizza 🍕"),
        ("pizza🍕", "Pizza 🍕"),
        ("🍣", "寿司🍣"),
        ("寿司", "寿司🍣"),
        ("🚀", "Пуск🚀 сегодня"),
        ("пуск", "Пуск🚀 сегодня"),
        ("🇯🇵", "🇯🇵 Japan"),
        ("🇯", "🇯🇵 Japan"),
        ("🇧🇷", "🇯🇵🇧🇷 match"),
        ("👩\u{200D}🚀", "👩\u{200D}🚀 astronaut"),
        ("👩", "👩\u{200D}🚀 astronaut"),
        ("👋🏽", "👋🏽 hello"),
        ("👋", "👋🏽 hello"),
        ("❤", "❤\u{FE0F} love"),
        ("❤\u{FE0F} l", "❤\u{FE0F} love"),
        ("🎉", "2024🎉"),
        ("🎵", "🎵🎶 음악"),
        ("🎶", "🎵🎶 음악"),
        ("☎ 5", "☎ 555"),
    ]);
    does_not_find(&[
        ("🍕", "🍵 tea"),
        ("🇯🇵", "🇯🇲 Jamaica"),
        ("🇵", "🇯🇵 Japan"),
        ("👋🏿", "👋🏽 hello"),
        ("🚀", "👩\u{200D}🚀 astronaut"),
    ]);
}

#[test]
fn hiragana_and_katakana_are_found_by_each_other() {
    finds(&[
        ("かめら", "カメラ"),
        ("カメラ", "かめら"),
        ("ほてる", "ホテル東京"),
        ("てれび", "テレビ"),
        ("ﾃﾚﾋﾞ", "てれび台"),
        ("ばなな", "バナナ"),
        ("ばななじゅ", "バナナジュース"),
        ("スシ", "すし"),
        ("らーめん", "ラーメン屋"),
        ("がっこう", "ガッコウ"),
        ("サクラ", "さくら 公園"),
        ("公園 サク", "さくら 公園"),
        ("ぱそこん", "パソコン"),
        ("は\u{309A}そ", "パソコン"),
        ("ゔぁいおりん", "ヴァイオリン"),
        ("みすゞ", "ミスヾ"),
        ("私ノ町", "私の町"),
        ("しんかんせん", "シンカンセン"),
        ("ソバ", "そば"),
        ("うどん", "ウドン"),
    ]);
    does_not_find(&[
        ("かめら", "亀ラ"),
        ("すし", "ズシ"),
        ("ほてる", "ポテル"),
        ("ば", "ハナ"),
        ("さくら", "桜"),
    ]);
}

#[test]
fn korean_is_found_after_every_stroke() {
    finds(&[
        ("부사", "부산"),
        ("부", "부산"),
        ("ㅂ", "부산"),
        ("붓", "부산"),
        ("이", "인천"),
        ("인ㅊ", "인천"),
        ("인처", "인천"),
        ("ㄷ", "대전"),
        ("댖", "대전"),
        ("과", "광주"),
        ("고", "광주"),
        ("닭", "달걀"),
        ("달ㄱ", "달걀"),
        ("값", "갑상선"),
        ("워", "원주"),
        ("우", "원주"),
        ("의", "의정부"),
        ("으", "의정부"),
        ("제주 고", "제주 공항"),
        ("ㅆ", "쌍둥이"),
        ("\u{1107}\u{116E}\u{1109}", "부산"),
    ]);
    does_not_find(&[("싸", "사"), ("바", "파주"), ("각", "강릉"), ("산", "부산"), ("ㅏ", "아산")]);
    for (query, highlighted) in [("부사", "부산"), ("붓", "부산"), ("부", "부"), ("ㅂ", "부")]
    {
        assert_eq!(equal(&["부산"]).ask(query)[0].highlighted(), [highlighted], "{query}");
    }
}

#[test]
fn korean_typed_on_an_english_keyboard_is_found_and_the_other_way_round() {
    let options = BuildOptions { layouts: list(&["us", "kr"]), ..BuildOptions::default() };
    let pair = Pair::with_texts(options, &[("부산", 1.0), ("쌀국수", 1.0), ("python", 1.0)]);
    for (query, text) in [
        ("qntks", "부산"),
        ("qnt", "부산"),
        ("Tkf", "쌀국수"),
        ("ㅔㅛ쇄ㅜ", "python"),
        ("ㅔㅛㅅ", "python"),
    ] {
        let found = pair.ask(query);
        assert_eq!((found[0].text.as_str(), found[0].tier), (text, 1), "{query}");
    }
    assert_eq!(pair.ask("tkf").len(), 0, "without shift the letter is another one");
}

#[test]
fn a_nasal_and_a_dotted_letter_are_found_however_they_are_written() {
    finds(&[
        ("हिंदी", "हिन्दी"),
        ("हिन", "हिंदी भाषा"),
        ("हिन्द", "हिंदी भाषा"),
        ("गङ्गा", "गंगा नदी"),
        ("पंजाब", "पञ्जाब"),
        ("अण्डा", "अंडा करी"),
        ("संपादक", "सम्पादक"),
        ("सङ्गीत", "সংগীত संगीत"),
        ("সঙ্গীত", "সংগীত ভবন"),
        ("গান্ধি", "গাংধি"),
        ("ગાંધી", "ગાન્ધી"),
        ("ਪੰਜਾਬੀ", "ਪਞ੍ਜਾਬੀ"),
        ("ਹਿਂਦੀ", "ਹਿੰਦੀ"),
        ("గంగ", "గఙ్గ నది"),
        ("ಗಂಗಾ", "ಗಙ್ಗಾ"),
        ("സംഗീതം", "സങ്ഗീതം"),
        ("ଗଙ୍ଗା", "ଗଂଗା"),
        ("जरा", "ज़रा"),
        ("क़लम", "कलम"),
        ("सडक", "सड़क"),
        ("ਖਾਲਸਾ", "ਖ਼ਾਲਸਾ"),
    ]);
    does_not_find(&[("मे ", "में"), ("सन्स ", "संस"), ("कं ", "कण"), ("गन ", "गंगा"), ("ज", "झरा")]);
}
