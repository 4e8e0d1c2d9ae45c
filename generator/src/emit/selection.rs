//! What is compiled with some tags alone: the runtime's `when!` around it.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::ir::Selection;

/// Emits items under the condition that they are compiled with.
pub(super) fn emit(selection: &Selection, items: TokenStream) -> TokenStream {
    let Selection::Any(features) = selection else { return items };
    let features: Vec<&str> = features.iter().map(|feature| feature.as_str()).collect();
    let condition = match features.as_slice() {
        [feature] => quote!(feature = #feature),
        features => quote!(any(#(feature = #features),*)),
    };
    quote! {
        when! {
            #![cfg(#condition)]
            #items
        }
    }
}

/// Emits modules whose items the file exports: what has to be imported for that, and the modules.
pub(super) fn modules<'a>(
    modules: impl IntoIterator<Item = (&'a Selection, Ident)>,
) -> (Option<TokenStream>, TokenStream) {
    let sorted = sorted(modules);
    let is_chosen = sorted.keys().any(|selection| **selection != Selection::Always);
    let import = is_chosen.then(|| quote! { use crate::runtime::when; });
    let parts = sorted.into_iter().map(|(selection, modules)| {
        let exports = match modules.as_slice() {
            [module] => quote!(pub use self::#module::*;),
            modules => quote!(pub use self::{#(#modules::*),*};),
        };
        emit(selection, quote!(#(mod #modules;)* #exports))
    });
    (import, quote!(#(#parts)*))
}

/// Puts things in order by what compiles them: first those that are always there.
pub(super) fn sorted<'a, T>(things: impl IntoIterator<Item = (&'a Selection, T)>) -> BTreeMap<&'a Selection, Vec<T>> {
    let mut sorted: BTreeMap<&Selection, Vec<T>> = BTreeMap::new();
    for (selection, thing) in things {
        sorted.entry(selection).or_default().push(thing);
    }
    sorted
}
