//! Forms that the build makes: parts, second keys, words across forms, Korean initial consonants.

use mapahead::{BuildOptions, SuggestOptions, Synonyms};

use super::{equal, list};
use crate::corpus::Pair;
use crate::model::ModelEntry;

/// Asserts that each query finds its text at first, in tier 1 and via `via` at least, and that the
/// others find nothing in tiers 0 and 1.
fn assert_found_via(via: &str, found: &[(&str, &str)], not_found: &[(&str, &str)]) {
    for (text, query) in found {
        let said = equal(&[text]).ask(query);
        let said = said.first().unwrap_or_else(|| panic!("{query} finds nothing in {text}"));
        assert_eq!(said.tier, 1, "{query} for {text}");
        assert!(said.via.iter().any(|one| one == via), "{query} for {text}: {:?}", said.via);
    }
    for (text, query) in not_found {
        let said = equal(&[text]).ask(query);
        assert!(said.iter().all(|said| said.tier > 1), "{query} for {text}: {said:?}");
    }
}

#[test]
fn words_of_camel_case_are_found_by_their_beginnings() {
    let found = [
        ("getElementById", "element"),
        ("getElementById", "elem"),
        ("getElementById", "by id"),
        ("getElementById", "id get"),
        ("parseJSONFile", "json"),
        ("parseJSONFile", "file"),
        ("JSONParser", "parser"),
        ("YouTube Music", "tube"),
        ("PlayStation 5", "station 5"),
        ("LinkedIn", "in"),
        ("MacBook Pro", "book pro"),
        ("McDonald", "donald"),
        ("ПриватБанк", "банк"),
        ("ПриватБанк", "бан"),
        ("МегаФон Ритейл", "фон ритейл"),
        ("СберБанк Онлайн", "банк онлайн"),
        ("ΑλφαΒήτα", "βητα"),
        ("ΚαφέΜπαρ", "μπαρ"),
        ("ÉcoleNationale", "nationale"),
        ("ԱրարատԲանկ", "բանկ"),
        ("useStateEffect", "stateeffect"),
        ("readFileSync", "filesync"),
    ];
    let not_found = [
        ("getElementById", "lement"),
        ("DVDs", "ds"),
        ("New York", "ork"),
        ("O'Neil", "neil"),
        ("ABCDEF", "def"),
        ("Приват Банк", "ват"),
    ];
    assert_found_via("parts", &found, &not_found);
}

#[test]
fn letters_and_digits_are_found_apart() {
    let found = [
        ("GTX1660 Super", "1660"),
        ("GTX1660 Super", "166"),
        ("GTX1660 Super", "1660 gtx"),
        ("bolt M10x50 steel", "m10 x 50"),
        ("bolt M10x50 steel", "x 50 m 10"),
        ("bolt M10 x 50 steel", "m10x50"),
        ("bolt M 10 x 50 steel", "m10x50"),
        ("bolt M10x50 steel", "50"),
        ("ABC4711 filter", "4711"),
        ("90210CA", "ca"),
        ("WD40 spray", "40"),
        ("tv 55inch", "inch 55"),
        ("25.4mm pipe", "mm pipe"),
        ("25.4mm pipe", "mm"),
        ("ВАЗ2107", "2107"),
        ("ГАЗ66 кузов", "66 куз"),
        ("лампа 60Вт", "вт"),
        ("лампа 60Вт", "вт 60"),
        ("λάμπα60W", "60"),
        ("टी20 विश्व", "20"),
        ("Գազ53", "53"),
        ("usb3hub", "hub"),
    ];
    let not_found = [
        ("GTX1660 Super", "660"),
        ("GTX1660 Super", "1661"),
        ("ABC4711 filter", "bc4711"),
        ("ВАЗ2107", "107"),
        ("311992", "992"),
        ("WD40 spray", "d40"),
    ];
    assert_found_via("parts", &found, &not_found);
}

#[test]
fn zeros_that_lead_a_number_may_be_left_out_and_typed() {
    let found = [
        ("agent 009", "agent 9"),
        ("agent 009", "9"),
        ("agent 009", "09"),
        ("agent 9", "agent 009"),
        ("agent 9", "09"),
        ("0042", "42"),
        ("42", "0042"),
        ("invoice 000123", "123"),
        ("invoice 000123", "invoice 12"),
        ("INV000123", "inv123"),
        ("INV000123", "inv 123"),
        ("INV123", "inv000123"),
        ("05 March", "5 march"),
        ("5 March", "05 march"),
        ("дом 07", "дом 7"),
        ("дом 7", "дом 007"),
        ("дом 07", "7"),
        ("00.50 off", "0.50"),
        ("χώρος 03", "χωρος 3"),
        ("東京 08", "東京 8"),
        ("no 000", "no 0 "),
    ];
    let not_found = [
        ("100", "1"),
        ("1005", "15"),
        ("agent 009", "agent 90"),
        ("0.5", "5"),
        ("дом 70", "дом 07"),
    ];
    let not_found = not_found.map(|(text, query)| (text, format!("{query} ")));
    let not_found: Vec<(&str, &str)> =
        not_found.iter().map(|(text, query)| (*text, query.as_str())).collect();
    assert_found_via("parts", &found, &not_found);
}

#[test]
fn long_marks_of_kana_may_be_left_out_and_typed() {
    let found = [
        ("コーヒー", "コヒ"),
        ("コーヒー ショップ", "コヒ"),
        ("スーパー", "スパ"),
        ("ユーザー", "ユーザ "),
        ("ユーザ", "ユーザー"),
        ("サーバー", "サバ"),
        ("サーバ", "サーバー"),
        ("ビール 東京", "ビル"),
        ("東京タワー", "東京タワ "),
        ("ﾗｲﾀｰ", "ライタ "),
        ("らーめん", "らめん"),
        ("ラーメン", "らめん"),
        ("らめん", "ラーメン"),
        ("おかーさん", "おかさん "),
        ("すーぱー", "スパ"),
        ("ケーキ セット", "ケキ"),
        ("ケキ", "ケーキ"),
        ("新しいコンピューター", "新しいコンピュタ"),
        ("メモリー 8GB", "メモリ 8gb"),
        ("ﾎﾃﾙ ｾﾝﾀｰ", "ホテル センタ "),
    ];
    let not_found = [
        ("コーヒー", "ヒー"),
        ("ビル", "バル"),
        ("ー東", "東"),
        // The numeral one is no long mark.
        ("第一課", "第課"),
        ("スープ", "ープ"),
    ];
    assert_found_via("parts", &found, &not_found);
}

/// Returns an index with the rule that the words of `rule` are synonyms.
fn with_rule(rule: &str, texts: &[&str]) -> Pair {
    let synonyms = Some(Synonyms::Rules(vec![rule.to_owned()]));
    let options = BuildOptions { synonyms, ..BuildOptions::default() };
    Pair::with_texts(options, &texts.iter().map(|text| (*text, 1.0)).collect::<Vec<_>>())
}

#[test]
fn units_that_touch_their_numbers_have_synonyms() {
    for (rule, text, query) in [
        ("g, gram, grams", "flour 500g bag", "flour 500 grams"),
        ("g, gram, grams", "flour 500g bag", "flour 500grams"),
        ("g, gram, grams", "flour 500 g bag", "500grams"),
        ("g, gram, grams", "flour 500 grams", "flour 500g"),
        ("g, gram, grams", "flour 500grams", "flour 500 g"),
        ("inch, in", "screen 27inch wide", "27in screen"),
        ("вт, ватт", "лампа 60вт белая", "лампа 60 ватт"),
        ("вт, ватт", "лампа 60 ватт", "лампа 60вт"),
        ("μ, μέτρα", "καλώδιο 3μ", "καλωδιο 3 μετρα"),
        ("μ, μέτρα", "καλώδιο 3 μέτρα", "καλωδιο 3μ"),
        ("кг, килограмм", "мука 2кг", "мука 2 килограмм"),
        ("кг, килограмм", "мука 2 килограмм", "мука 2кг"),
        ("kg, kilo", "rice 2.5kg bag", "rice 2.5 kilo"),
        ("kg, kilo", "rice 2.5 kilo", "2.5kg rice"),
        ("w, watt", "led 12w lamp", "12 watt led"),
        ("px, pixel", "icon 32px", "icon 32 pix"),
        ("ק, קילו", "קמח 5ק", "קמח 5 קילו"),
        ("غ, غرام", "طحين 500غ", "طحين 500 غرام"),
        ("गि, ग्राम", "आटा 500गि", "आटा 500 ग्राम"),
        ("그램, g", "설탕 500그램", "설탕 500 g"),
    ] {
        let said = with_rule(rule, &[text]).ask(query);
        assert!(said.first().is_some_and(|said| said.tier == 1), "{query} for {text}: {said:?}");
    }
    for (rule, text, query) in [
        ("g, gram", "flour 500g", "flour 500 kilo"),
        ("g, gram", "flour 500g", "flour 5000 gram "),
        ("g => gram", "flour 500gram", "flour 500 liter"),
        ("вт, ватт", "лампа 60вт", "лампа 61 ватт"),
        ("g, gram", "bag", "gram"),
    ] {
        let said = with_rule(rule, &[text]).ask(query);
        assert!(said.iter().all(|said| said.tier > 1), "{query} for {text}: {said:?}");
    }
}

/// Returns an index of a text with aliases.
fn with_aliases(text: &str, aliases: &[(&str, f64)]) -> Pair {
    let aliases = aliases.iter().map(|(alias, factor)| ((*alias).to_owned(), *factor)).collect();
    let record = ModelEntry { text: text.to_owned(), aliases, ..ModelEntry::default() };
    Pair::with_options(BuildOptions::default(), vec![record])
}

#[test]
fn words_of_the_text_and_of_aliases_are_found_together() {
    let found: [(&str, &[&str], &str); 21] = [
        ("Yesterday", &["The Beatles"], "beatles yesterday"),
        ("Yesterday", &["The Beatles"], "yesterday beat"),
        ("Yesterday", &["The Beatles"], "the yesterday"),
        ("LYON 03", &["69003"], "lyon 69003"),
        ("LYON 03", &["69003"], "69003 lyo"),
        ("ThinkPad X1", &["Lenovo", "notebook"], "lenovo thinkpad"),
        ("ThinkPad X1", &["Lenovo", "notebook"], "lenovo notebook"),
        ("ThinkPad X1", &["Lenovo", "notebook"], "notebook lenovo thinkpad x1"),
        ("Brooklyn", &["New York"], "brooklyn new york"),
        ("Brooklyn", &["New York"], "new york brook"),
        ("Munich", &["München", "Bavaria"], "munchen bavaria"),
        ("Арбат", &["Москва"], "арбат москва"),
        ("Арбат", &["Москва"], "москва арб"),
        ("Война и мир", &["Лев Толстой"], "толстой война"),
        ("Война и мир", &["Лев Толстой"], "лев мир"),
        ("Αθήνα", &["Ελλάδα"], "αθηνα ελλαδα"),
        ("北京", &["首都"], "北京 首都"),
        ("강남", &["서울"], "강남 서울"),
        ("Moscow", &["Москва"], "moscow москва"),
        ("New New", &["New York"], "new york new"),
        ("תל אביב", &["ישראל"], "ישראל תל"),
    ];
    for (text, aliases, query) in found {
        let aliases: Vec<(&str, f64)> = aliases.iter().map(|alias| (*alias, 0.1)).collect();
        let said = with_aliases(text, &aliases).ask(query);
        let said = said.first().unwrap_or_else(|| panic!("{query} finds nothing in {text}"));
        assert_eq!((said.tier, said.kind.as_str()), (1, "words"), "{query} for {text}");
        assert_eq!((said.via.as_slice(), &said.surface), (&list(&["combined"])[..], &said.text));
    }
    let not_found: [(&str, &[&str], &str); 5] = [
        ("Yesterday", &["The Beatles"], "yesterday stones"),
        ("Yesterday", &["The Beatles"], "yesterday yesterday beatles"),
        ("New York", &["New Amsterdam"], "new new york"),
        ("LYON 03", &["69003"], "lyon 6900 "),
        ("Арбат", &["Москва"], "арбат пермь"),
    ];
    for (text, aliases, query) in not_found {
        let aliases: Vec<(&str, f64)> = aliases.iter().map(|alias| (*alias, 0.1)).collect();
        let said = with_aliases(text, &aliases).ask(query);
        assert!(said.iter().all(|said| said.tier > 1), "{query} for {text}: {said:?}");
    }
}

#[test]
fn words_together_count_the_least_factor_of_the_forms_that_have_them() {
    let pair = with_aliases("a", &[("b", 0.5), ("c", 0.25), ("a b", 0.125)]);
    let score = |query: &str| pair.ask(query)[0].score;
    let words = 0.05;
    assert_eq!(score("a c "), 0.25 * words);
    assert_eq!(score("c b "), 0.25 * words);
    assert_eq!(score("b a c "), 0.25 * words);
    assert_eq!(pair.ask("b a ")[0].tier, 0, "one form has both");
}

#[test]
fn words_together_highlight_those_of_the_text() {
    let said =
        &with_aliases("Yesterday Once More", &[("Carpenters", 0.1)]).ask("carpenters yest")[0];
    assert_eq!(said.highlighted(), ["Yest"]);
}

#[test]
fn more_than_sixteen_aliases_are_not_put_together() {
    let aliases: Vec<String> = (b'a'..=b'r').map(|letter| format!("x{}", letter as char)).collect();
    let aliases: Vec<(&str, f64)> = aliases.iter().map(|alias| (alias.as_str(), 0.1)).collect();
    let pair = with_aliases("town", &aliases);
    assert_eq!(pair.ask("town xp ").len(), 1, "the sixteenth");
    // By slips, or without one of both words, the text alone is found.
    let relaxed = SuggestOptions { max_tier: 1, ..Default::default() };
    assert_eq!(pair.ask_with("town xq ", &relaxed), [], "the seventeenth");
}

#[test]
fn parts_are_highlighted_in_the_text() {
    for (text, query, highlighted) in [
        ("parseJSONFile", "json", &["JSON"][..]),
        ("parseJSONFile", "file pars", &["pars", "File"]),
        ("GTX1660 Super", "1660", &["1660"]),
        ("agent 009", "9", &["9"]),
        ("コーヒー ショップ", "コヒ", &["コーヒ"]),
        ("É1ÉcoleNormale", "normale", &["Normale"]),
    ] {
        let said = equal(&[text]).ask(query);
        assert_eq!(said[0].highlighted(), highlighted, "{query} for {text}");
    }
}

/// Returns an index with Korean initial consonants.
fn korean(text: &str) -> Pair {
    let options = BuildOptions { languages: list(&["ko"]), ..BuildOptions::default() };
    Pair::with_texts(options, &[(text, 1.0)])
}

#[test]
fn korean_texts_are_found_by_their_initial_consonants() {
    for (text, query, highlighted) in [
        ("서울", "ㅅㅇ", &["서울"][..]),
        ("서울특별시", "ㅅㅇㅌ", &["서울특"]),
        ("서울특별시", "ㅅㅇㅌㅂㅅ", &["서울특별시"]),
        ("부산 광역시", "ㅂㅅ", &["부산"]),
        ("부산 광역시", "ㄱㅇㅅ", &["광역시"]),
        ("부산 광역시", "ㅂㅅ ㄱㅇ", &["부산", "광역"]),
        ("부산 광역시", "ㄱㅇㅅ ㅂㅅ", &["부산", "광역시"]),
        ("인천공항", "ㅇㅊㄱ", &["인천공"]),
        ("카페 라떼", "ㄹㄸ", &["라떼"]),
        ("LG전자", "lgㅈㅈ", &["LG전자"]),
        ("LG 전자", "lg ㅈㅈ", &["LG", "전자"]),
        ("대한민국", "ㄷㅎㅁㄱ", &["대한민국"]),
        ("제주도 여행", "ㅈㅈㄷ ㅇㅎ", &["제주도", "여행"]),
        ("제주도 여행", "ㅇㅎ ㅈㅈㄷ", &["제주도", "여행"]),
        ("떡볶이", "ㄸㅂㅇ", &["떡볶이"]),
        ("쌀국수", "ㅆㄱ", &["쌀국"]),
        ("빠른 길찾기", "ㅃㄹ", &["빠른"]),
        ("짜장면", "ㅉㅈㅁ", &["짜장면"]),
        ("KTX 수원", "ktx ㅅㅇ", &["KTX", "수원"]),
        ("3호선", "3ㅎㅅ", &["3호선"]),
        ("\u{1109}\u{1165}\u{110b}\u{116e}\u{11af}", "ㅅㅇ", &[]),
    ] {
        let said = korean(text).ask(query);
        let said = said.first().unwrap_or_else(|| panic!("{query} finds nothing in {text}"));
        assert_eq!((said.tier, said.via.as_slice()), (1, &list(&["initials"])[..]), "{query}");
        assert_eq!(said.highlighted(), highlighted, "{query} for {text}");
    }
    for (text, query) in [
        ("서울", "ㅅㄱ"),
        ("서울", "ㅇㅅ"),
        ("부산 광역시", "ㅅㄱ"),
        ("부산 광역시", "ㅂㅅ ㅂㅅ"),
        ("seoul", "ㅅㅇ"),
        ("까치", "ㄱㅊ"),
    ] {
        assert_eq!(korean(text).ask(query), [], "{query} for {text}");
    }
    assert_eq!(equal(&["서울"]).ask("ㅅㅇ"), [], "only with the language");
}
