//! The root of generated code: its modules, and what they export.

use proc_macro2::Ident;
use quote::quote;

use super::{
    calls, conditions,
    context::Context,
    file::{Content, Item},
    tokens::{ident, inner_docs},
};
use crate::ir::{Api, Group, Selection};

/// Emits `mod.rs`.
pub(super) fn emit(_context: &Context<'_>, api: &Api) -> Content {
    let (chosen, always): (Vec<&Group>, Vec<&Group>) = api.groups.iter().partition(|group| group.feature.is_some());
    let mut modules: Vec<(Ident, bool)> =
        always.into_iter().map(|group| (ident(group.module.as_str()), true)).collect();
    modules.push((ident("api"), true));
    modules.extend(api.operations.iter().any(|operation| operation.is_shared).then(|| (ident("shared"), false)));
    modules.sort();
    let declarations = modules.iter().map(|(module, _)| quote!(mod #module;));
    let exports = modules.iter().filter(|(_, exported)| *exported).map(|(module, _)| quote!(pub use self::#module::*;));
    let chosen: Vec<(Selection, Ident)> =
        chosen.into_iter().map(|group| (group.selection(), ident(group.module.as_str()))).collect();
    let (import, chosen) = conditions::modules(chosen.iter().map(|(selection, module)| (selection, module.clone())));
    let mock = calls::has_mock(api).then(|| {
        quote!(
            #[cfg(feature = "mock")]
            mod mock;
        )
    });
    let webhooks = api.webhooks.is_some().then(|| {
        quote!(
            pub mod webhooks;
        )
    });
    let mut items = vec![
        Item::Plain(import),
        Item::Plain(quote!(#(#declarations)* #mock pub mod models; #webhooks)),
        Item::Plain(quote!(#(#exports)*)),
    ];
    items.extend(chosen);
    Content { docs: inner_docs(&api.summary), items }
}
