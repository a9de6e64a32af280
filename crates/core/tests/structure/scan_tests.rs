//! What the scanner sees of small files, and what it must not see.

use super::scan::{Scanned, scan};

fn imports(text: &str) -> Vec<String> {
    let shown = scan(text).imports.into_iter().map(|import| {
        let name = import.name.unwrap_or("*".to_owned());
        let exported = if import.exported { "pub " } else { "" };
        format!("{exported}{} as {name}", import.path.join("::"))
    });
    shown.collect()
}

fn paths(text: &str) -> Vec<String> {
    scan(text).paths.iter().map(|path| path.join("::")).collect()
}

#[test]
fn every_form_of_an_import_is_read() {
    let text = "
        use crate::a::B;
        use super::c::{self, D, e::{F as G, h::*}};
        pub(in crate::build) use i::J;
        pub use k::L as M;
    ";
    let expected = [
        "crate::a::B as B",
        "super::c as c",
        "super::c::D as D",
        "super::c::e::F as G",
        "super::c::e::h as *",
        "pub i::J as J",
        "pub k::L as M",
    ];
    assert_eq!(imports(text), expected);
}

#[test]
fn paths_outside_imports_are_read_and_the_reach_of_an_item_is_none() {
    let text = "
        pub(in crate::build) fn f(a: &crate::query::A) -> super::super::B {
            <C as crate::d::D>::e(self::g::h)
        }
        struct I(pub (crate::i::J, u8), pub(crate) crate::k::K);
    ";
    let of_function = ["crate::query::A", "super::super::B", "crate::d::D", "self::g::h"];
    assert_eq!(paths(text)[..4], of_function);
    assert_eq!(paths(text)[4..], ["crate::i::J", "crate::k::K"]);
    assert!(scan(text).imports.is_empty());
}

#[test]
fn comments_and_literals_say_nothing() {
    let text = r##"
        //! [`A`](crate::a::A)
        /* crate::b /* crate::c */ crate::d */
        const E: &str = "crate::e \" crate::f";
        const G: &str = r#"crate::g " crate::h"#;
        const I: &[u8] = b"crate::i";
        const J: [char; 3] = ['"', '\'', '\u{27}'];
        fn k<'k>(k: &'k str) -> crate::k::K<'k> {}
    "##;
    assert_eq!(paths(text), ["crate::k::K"]);
}

#[test]
fn what_is_for_tests_alone_is_left_out_and_what_follows_is_not() {
    let text = "
        #[cfg(test)]
        use crate::a::{A, B};
        #[cfg(all(test, unix))]
        mod tests { use crate::c::C; fn f() { if x { } } }
        #[cfg(test)]
        #[allow(dead_code)]
        pub(super) fn g(h: crate::d::D) -> u8 { 0 }
        match plan {
            #[cfg(test)]
            Plan::Whole => crate::e::whole(),
            Plan::Adaptive => crate::f::adaptive(),
            #[cfg(test)]
            Plan::InOrder => 0
        }
        #[cfg(not(test))]
        use crate::i::I;
        #[cfg(any(test, unix))]
        use crate::l::L;
        struct M {
            #[cfg(test)]
            pub(super) n: crate::n::N,
            o: crate::o::O,
        }
        mod j;
        #[cfg(test)]
        mod k_tests;
    ";
    assert_eq!(imports(text), ["crate::i::I as I", "crate::l::L as L"]);
    assert_eq!(paths(text), ["Plan::Adaptive", "crate::f::adaptive", "crate::o::O"]);
    assert_eq!(scan(text).modules, ["j".to_owned()].into());
}

#[test]
fn items_that_are_defined_are_known_by_name() {
    let text = "
        pub struct A; enum B { C } trait D { const E: u8; type F; fn g(); }
        pub const fn h() {} static I: u8 = 0; macro_rules! j { () => {} }
        impl A { fn k(&self) -> impl Iterator<Item = u8> + use<'_> { let l = 1; l } }
    ";
    let Scanned { defined, imports, .. } = scan(text);
    for name in ["A", "B", "D", "E", "F", "g", "h", "I", "j", "k"] {
        assert!(defined.contains(name), "{name}");
    }
    assert!(!defined.contains("l") && imports.is_empty());
}

#[test]
#[should_panic(expected = "the module inner stands inside a file")]
fn a_module_inside_a_file_is_refused() {
    scan("mod inner { use super::A; }");
}
