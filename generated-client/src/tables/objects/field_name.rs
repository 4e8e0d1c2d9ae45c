//! The name of a field as rustdoc links to it: without the `r#` of a keyword.

#![allow(unused_imports, unused_macros, reason = "a description may have no builders")]

/// Takes an identifier, and becomes a string literal: `field_name!(r#type)` is `"type"`.
#[rustfmt::skip]
macro_rules! field_name {
    (r#abstract) => { "abstract" }; (r#as) => { "as" }; (r#async) => { "async" };
    (r#await) => { "await" }; (r#become) => { "become" }; (r#box) => { "box" };
    (r#break) => { "break" }; (r#const) => { "const" }; (r#continue) => { "continue" };
    (r#do) => { "do" }; (r#dyn) => { "dyn" }; (r#else) => { "else" }; (r#enum) => { "enum" };
    (r#extern) => { "extern" }; (r#false) => { "false" }; (r#final) => { "final" };
    (r#fn) => { "fn" }; (r#for) => { "for" }; (r#gen) => { "gen" }; (r#if) => { "if" };
    (r#impl) => { "impl" }; (r#in) => { "in" }; (r#let) => { "let" }; (r#loop) => { "loop" };
    (r#macro) => { "macro" }; (r#match) => { "match" }; (r#mod) => { "mod" };
    (r#move) => { "move" }; (r#mut) => { "mut" }; (r#override) => { "override" };
    (r#priv) => { "priv" }; (r#pub) => { "pub" }; (r#ref) => { "ref" }; (r#return) => { "return" };
    (r#static) => { "static" }; (r#struct) => { "struct" }; (r#trait) => { "trait" };
    (r#true) => { "true" }; (r#try) => { "try" }; (r#type) => { "type" };
    (r#typeof) => { "typeof" }; (r#unsafe) => { "unsafe" }; (r#unsized) => { "unsized" };
    (r#use) => { "use" }; (r#virtual) => { "virtual" }; (r#where) => { "where" };
    (r#while) => { "while" }; (r#yield) => { "yield" };
    ($name:ident) => { ::std::stringify!($name) };
}
pub(crate) use field_name;

/// An item of a list of fields in docs.
macro_rules! item {
    ($field:ident) => {
        ::std::concat!(" - `", $crate::tables::objects::field_name::field_name!($field), "`")
    };
}
pub(crate) use item;

/// The name of a field in JSON.
macro_rules! wire_name {
    ($field:ident) => {
        $crate::tables::objects::field_name::field_name!($field)
    };
    ($field:ident $wire:literal) => {
        $wire
    };
}
pub(crate) use wire_name;
