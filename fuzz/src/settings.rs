//! Bytes into the settings of a build.

use mapahead::{
    BuildOptions, Kind, LetterCosts, Quality, Synonyms, TypoBudget, TypoBudgets, TypoSettings,
};

use crate::bytes::Bytes;

const RULES: [&str; 12] = [
    "a, b",
    "ab => b a",
    "a b, ba, bb",
    "b => aaa",
    "aa, bbb, c",
    "ремонт, починка",
    "apple watch => iwatch",
    "phone, iphone => телефон",
    "the => a",
    "# a, zz",
    "one\\, two, 1",
    "ремонт, ремонта => мастер",
];

/// Takes settings that a build accepts.
pub fn build_options(bytes: &mut Bytes<'_>) -> BuildOptions {
    let kind = bytes.pick(&[Kind::Text, Kind::Text, Kind::Text, Kind::Literal]);
    // All three are refused for kind `literal`.
    let of_text = kind == Kind::Text;
    let rules = bytes.several(4, |bytes| bytes.pick(&RULES).to_owned());
    BuildOptions {
        kind,
        quality: Some(quality(bytes)),
        typos: if bytes.one_in(3) { typos(bytes) } else { TypoSettings::default() },
        languages: names(bytes.pick(&["", "", "en", "ru", "ru en", "de fr"])),
        layouts: names(bytes.pick(&["", "", "us", "us ru", "ru us", "de us fr"])),
        synonyms: (of_text && !rules.is_empty()).then_some(Synonyms::Rules(rules)),
        synonym_factor: bytes.pick(&[0.05, 0.0, 0.5, 1.0]),
        transliterate: bytes.one_in(3) && of_text,
        inside: bytes.one_in(3) && of_text,
        ..BuildOptions::default()
    }
}

fn names(list: &str) -> Vec<String> {
    list.split_whitespace().map(str::to_owned).collect()
}

fn quality(bytes: &mut Bytes<'_>) -> Quality {
    let mut factors = [0; 4].map(|_| bytes.pick(&[1.0, 0.001, 0.05, 0.7, 3.0, 10.0]));
    factors.sort_by(f64::total_cmp);
    let [slipped_words, words, prefix, whole] = factors;
    let verbatim = bytes.pick(&[3.0, 1.0, 1000.0]);
    let typo_base = bytes.pick(&[4.0, 1.0, 2.0, 1e6]);
    let drop_base = bytes.pick(&[10.0, 1.0, 10_000.0, 1e6]);
    Quality { whole, prefix, words, slipped_words, verbatim, typo_base, drop_base }
}

fn typos(bytes: &mut Bytes<'_>) -> TypoSettings {
    let mut cost = || f64::from(1 + bytes.below(192) as u32) / 64.0;
    let [edit, dropped, neighbor, doubled, halved, swap, sound] = [0; 7].map(|_| cost());
    let first = cost() - 1.0 / 64.0;
    let budgets = TypoBudgets { open: budgets(bytes), closed: budgets(bytes) };
    let letters = bytes.one_in(2).then(|| letters(bytes));
    let classes = TypoSettings { edit, dropped, neighbor, doubled, halved, ..Default::default() };
    TypoSettings { swap, sound, first, letters, budgets, ..classes }
}

fn budgets(bytes: &mut Bytes<'_>) -> Vec<TypoBudget> {
    let mut budgets = bytes.several(4, |bytes| TypoBudget {
        from: 1 + bytes.below(8),
        edits: bytes.below(3) as u8,
        cost: bytes.below(193) as f64 / 64.0,
        cheap_only: bytes.one_in(3),
    });
    budgets.sort_by_key(|budget| budget.from);
    budgets.dedup_by_key(|budget| budget.from);
    budgets
}

/// Takes costs by letters that a build accepts.
fn letters(bytes: &mut Bytes<'_>) -> LetterCosts {
    let mut letters = LetterCosts::new();
    let edits = [("e", "a"), ("", "h"), ("k", ""), ("ba", "ab"), ("о", "а"), ("北", "a")];
    for (typed, meant) in bytes.several(5, |bytes| bytes.pick(&edits)) {
        let cost = f64::from(1 + bytes.below(192) as u32) / 64.0;
        letters.entry(typed.to_owned()).or_default().insert(meant.to_owned(), cost);
    }
    letters
}
