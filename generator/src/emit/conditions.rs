//! What is compiled with some tags alone: the runtime's `when!` around it.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::file::Item;
use crate::ir::Selection;

/// Puts the condition around items that they are compiled with.
pub(super) fn emit(selection: &Selection, items: Vec<Item>) -> Vec<Item> {
    match selection {
        Selection::Always => items,
        Selection::Any(features) => {
            vec![Item::When { features: features.iter().map(ToString::to_string).collect(), items }]
        }
    }
}

/// Emits modules whose items the file exports: what has to be imported for that, and the modules.
pub(super) fn modules<'a>(modules: impl IntoIterator<Item = (&'a Selection, Ident)>) -> (TokenStream, Vec<Item>) {
    let sorted = sorted(modules);
    let import = import(sorted.keys().copied());
    let parts = sorted.into_iter().flat_map(|(selection, modules)| {
        let exports = exports(&quote!(self), modules.iter().map(|module| quote!(#module::*)));
        emit(selection, vec![Item::Plain(quote!(#(mod #modules;)*)), Item::Plain(exports)])
    });
    (import, parts.collect())
}

/// What has to be imported where something is compiled with some tags alone.
pub(super) fn import<'a>(mut selections: impl Iterator<Item = &'a Selection>) -> TokenStream {
    let is_chosen = selections.any(|selection| *selection != Selection::Always);
    if is_chosen {
        quote! { use crate::runtime::when; }
    } else {
        TokenStream::new()
    }
}

/// `pub use self::{a::*, b::*};`
pub(super) fn exports(root: &TokenStream, trees: impl Iterator<Item = TokenStream>) -> TokenStream {
    let trees: Vec<TokenStream> = trees.collect();
    match trees.as_slice() {
        [tree] => quote!(pub use #root::#tree;),
        trees => quote!(pub use #root::{#(#trees),*};),
    }
}

/// Puts things in order by what compiles them: first those that are always there.
pub(super) fn sorted<'a, T>(things: impl IntoIterator<Item = (&'a Selection, T)>) -> BTreeMap<&'a Selection, Vec<T>> {
    let mut sorted: BTreeMap<&Selection, Vec<T>> = BTreeMap::new();
    for (selection, thing) in things {
        sorted.entry(selection).or_default().push(thing);
    }
    sorted
}
