//! Small parts of Rust: identifiers, docs, imports.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::quoted::accepted;

/// An identifier that `naming` made; it may be raw.
pub(super) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(keyword) => Ident::new_raw(keyword, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// Doc comments, line by line.
pub(super) fn docs(text: &str) -> TokenStream {
    let lines = text.lines().map(doc_line);
    quote!(#(#[doc = #lines])*)
}

/// Doc comments of a file.
pub(super) fn inner_docs(text: &str) -> TokenStream {
    let lines = text.lines().map(doc_line);
    quote!(#(#![doc = #lines])*)
}

/// What rustc refuses in a comment has been escaped where it is quoted; nothing that was not gets through.
fn doc_line(line: &str) -> String {
    if line.is_empty() { String::new() } else { format!(" {}", accepted(line)) }
}

/// A `use` of several names, or nothing.
pub(super) fn use_names(module: &TokenStream, names: Vec<Ident>) -> Option<TokenStream> {
    match names.as_slice() {
        [] => None,
        [name] => Some(quote!(use #module::#name;)),
        names => Some(quote!(use #module::{#(#names),*};)),
    }
}
