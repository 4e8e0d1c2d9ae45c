//! Who names whom: the circles of files that still stand, and that the search for names finds what it should.

use super::{imports, imports::Imports};

/// Checks which files of a crate stand in a circle: each leads to all others of it, by way of those that they name.
#[track_caller]
fn check_circles(folder: &str, expected: &[&[&str]]) {
    assert_eq!(imports(folder).circles(), expected, "{folder}: a circle is to be opened, not made larger");
}

#[test]
fn the_circles_of_files_that_still_stand() {
    check_circles("xtask/src", &[]);
    check_circles("generator/cli/src", &[]);
    check_circles(
        "generator/src",
        &[
            // Schemas stand in schemas.
            &["lower/types/containers.rs", "lower/types/objects.rs", "lower/types/schemas.rs", "lower/types/unions.rs"],
        ],
    );
    // Natural recursions: what is in a list or an object is read as the list or the object is.
    check_circles(
        "generated-client/src",
        &[
            &["json/explain.rs", "json/explain/containers.rs"],
            &["json/repair/access.rs", "json/repair/deserializer.rs"],
        ],
    );
}

/// Checks what the files of a crate name, by paths below `src`.
#[track_caller]
fn check_named(texts: &[(&str, &str)], file: &str, expected: &[&str]) {
    let imports = Imports::read(texts.iter().copied());
    assert_eq!(imports.named_by(file).into_iter().collect::<Vec<_>>(), expected);
}

/// A crate with three files, the first of which has this text.
const fn planted(text: &str) -> [(&str, &str); 4] {
    [("a.rs", text), ("b.rs", "pub use self::c::C;"), ("b/c.rs", "pub struct C;"), ("d.rs", "pub fn d() {}")]
}

#[test]
fn a_name_in_a_nested_import_is_found() {
    check_named(&planted("use crate::{\n    b::{\n        C,\n    },\n    d,\n};"), "a.rs", &["b/c.rs", "d.rs"]);
}

#[test]
fn a_path_in_code_is_found() {
    check_named(&planted("fn a() -> usize { let x: crate::b::C; x + super::d::d() }"), "a.rs", &["b/c.rs", "d.rs"]);
    check_named(&planted("mod inner { fn a() { super::super::d::d() } }"), "a.rs", &["d.rs"]);
    check_named(&planted("fn a() { assert_eq!(crate::d::d(), [crate::b::C]) }"), "a.rs", &["b/c.rs", "d.rs"]);
}

#[test]
fn a_path_in_a_declarative_macro_is_found() {
    check_named(&planted("macro_rules! a { ($x:ident) => { $crate::d::$x() } }"), "a.rs", &["d.rs"]);
    check_named(&planted("macro_rules! a { () => { use $crate::{b::C, d}; } }"), "a.rs", &["b/c.rs", "d.rs"]);
}

#[test]
fn what_a_macro_prints_and_what_is_there_in_tests_alone_is_not_named() {
    check_named(&planted("fn a() { quote!(crate::d::d()); quote::quote! { crate::b::C } }"), "a.rs", &[]);
    check_named(&planted("macro_rules! a { () => { quote!($crate::d::d()) } }"), "a.rs", &[]);
    check_named(&planted("#[cfg(test)]\nmod tests { use crate::d; }\n#[cfg(test)]\nuse crate::b;"), "a.rs", &[]);
}

#[test]
fn a_name_that_a_file_passes_on_leads_to_where_it_is_defined() {
    let all = [("a.rs", "use crate::b::C;"), ("b.rs", "pub use c::*; mod c;"), ("b/c.rs", "pub struct C;")];
    check_named(&all, "a.rs", &["b/c.rs"]);
    let renamed = [("a.rs", "use crate::b; fn a(_: b::D) {}"), ("b.rs", "pub use self::c::C as D;"), ("b/c.rs", "")];
    check_named(&renamed, "a.rs", &["b.rs", "b/c.rs"]);
}

#[test]
fn a_path_among_tokens_may_begin_with_a_name() {
    check_named(&planted("use crate::b; fn a() { assert_eq!(b::C, 1) }"), "a.rs", &["b.rs", "b/c.rs"]);
    check_named(&planted("use crate::b as e; macro_rules! a { () => { e::C } }"), "a.rs", &["b.rs", "b/c.rs"]);
    let own = [("a.rs", "fn a() { assert!(self::b::is()) } mod b;"), ("a/b.rs", "pub fn is() -> bool { true }")];
    check_named(&own, "a.rs", &["a/b.rs"]);
    // A field, a metavariable, and a name that nobody imports.
    check_named(
        &planted("use std::fmt as b; macro_rules! a { ($b:ident) => { $b::C; A { b: C::d }; c::C } }"),
        "a.rs",
        &[],
    );
}

#[test]
fn of_several_modules_that_are_passed_on_the_one_that_declares_a_name_is_found() {
    let texts = |c: &'static str, e: &'static str| {
        [("a.rs", "use crate::b::E;"), ("b.rs", "pub use self::{c::*, e::*};"), ("b/c.rs", c), ("b/e.rs", e)]
    };
    check_named(&texts("pub struct C;", "pub struct E;"), "a.rs", &["b/e.rs"]);
    check_named(&texts("pub struct C;", "things! { E: 1; }"), "a.rs", &["b/e.rs"]);
    check_named(&texts("things! { E: 1; }", "pub struct E;"), "a.rs", &["b/e.rs"]);
    check_named(&texts("pub struct E;", "pub struct F;"), "a.rs", &["b/c.rs"]);
}

#[test]
fn a_macro_of_another_file_that_is_not_imported_is_found() {
    let texts = |child: &'static str| {
        let macros = "macro_rules! things { () => {} } pub(crate) use things;";
        Imports::read([("a.rs", macros), ("a/b.rs", child), ("lib.rs", "mod a;")]).by_textual_scope()
    };
    assert_eq!(texts("things!();"), ["a/b.rs calls things! of a.rs"]);
    assert_eq!(texts("fn b() { things!() }"), ["a/b.rs calls things! of a.rs"]);
    assert_eq!(texts("macro_rules! b { () => { things!() } }"), ["a/b.rs calls things! of a.rs"]);
    assert_eq!(texts("use super::things; things!();"), [""; 0]);
    assert_eq!(texts("super::things!(); vec![]; macro_rules! b { ($b:ident) => { $b!() } }"), [""; 0]);
    assert_eq!(texts("macro_rules! things { () => {} } things!();"), [""; 0]);
}

#[test]
fn macros_are_imported() {
    for folder in ["generator/src", "generator/cli/src", "generated-client/src", "xtask/src"] {
        assert_eq!(imports(folder).by_textual_scope(), [""; 0], "{folder}");
    }
}

#[test]
fn a_circle_is_found() {
    let texts =
        [("a.rs", "use crate::b;"), ("b.rs", "fn b() { crate::c::c() }"), ("c.rs", "use super::{a, d};"), ("d.rs", "")];
    assert_eq!(Imports::read(texts).circles(), [["a.rs", "b.rs", "c.rs"]]);
    let child = [("a.rs", "mod b; pub struct A; fn a() { b::b() }"), ("a/b.rs", "use super::A;")];
    assert_eq!(Imports::read(child).circles(), [["a.rs", "a/b.rs"]]);
}
