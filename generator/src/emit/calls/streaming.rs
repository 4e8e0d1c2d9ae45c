//! Operations whose success can be a stream of items.

use quote::quote;

use crate::{
    emit::{context::Context, file::Item, tokens::ident, types},
    ir::{Operation, Streaming},
};

/// Emits what makes a stream of an operation, if it can be one.
pub(super) fn emit(_context: &Context<'_>, operation: &Operation) -> Option<Item> {
    let Streaming { media_type, framing, item } = operation.streaming.as_ref()?;
    let name = ident(operation.type_name.as_str());
    let item = types::emit_outside(item);
    let framing = ident(framing.name());
    let declarations = quote! {
        type Item = #item;
        type Framing = #framing;
        const MEDIA_TYPE: &'static str = #media_type;
    };
    Some(Item::Impl { head: quote!(impl Streamed for #name), declarations, methods: Vec::new() })
}
