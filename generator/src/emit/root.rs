//! The root of generated code: its modules, and what they export.

use quote::quote;

use super::{
    calls,
    context::Context,
    file::{Content, Item},
    tokens::{ident, inner_docs},
};
use crate::ir::Api;

/// Emits `mod.rs`.
pub(super) fn emit(_context: &Context<'_>, api: &Api) -> Content {
    let groups = (!api.groups.is_empty()).then(|| {
        quote!(
            pub mod groups;
        )
    });
    let mock = calls::has_mock(api).then(|| {
        quote!(
            #[cfg(feature = "mock")]
            mod mock;
        )
    });
    let operations = (!api.operations.is_empty()).then(|| {
        quote!(
            pub mod operations;
        )
    });
    let webhooks = api.webhooks.is_some().then(|| {
        quote!(
            pub mod webhooks;
        )
    });
    let libraries = api.libraries.iter().map(|library| ident(library));
    let items = vec![
        Item::Plain(quote!(mod api; #groups #mock pub mod models; #operations #webhooks)),
        Item::Plain(quote!(
            #(pub use #libraries;)*
            pub use self::api::*;
        )),
    ];
    Content { docs: inner_docs(&api.summary), items }
}
