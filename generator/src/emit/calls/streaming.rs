//! Operations whose success can be a stream of items.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    emit::{context::Context, file::Item, tokens::ident, types},
    ir::{Operation, Streaming, TextEvents},
};

/// Emits what makes a stream of an operation, if it can be one.
pub(super) fn emit(_context: &Context<'_>, operation: &Operation) -> Option<Item> {
    let Streaming { media_type, framing, item, sensitive, texts } = operation.streaming.as_ref()?;
    let name = ident(operation.type_name.as_str());
    let item = types::emit_outside(item);
    let framing = ident(framing.name());
    let hides = sensitive.then(|| {
        quote!(
            const HIDES_ITEMS: bool = true;
        )
    });
    let declarations = quote! {
        type Item = #item;
        type Framing = #framing;
        const MEDIA_TYPE: &'static str = #media_type;
        #hides
    };
    Some(Item::Impl {
        head: quote!(impl Streamed for #name),
        declarations,
        methods: emit_texts(texts).into_iter().map(Into::into).collect(),
    })
}

/// Emits which events carry text, unless none does.
fn emit_texts(texts: &TextEvents) -> Option<TokenStream> {
    let (argument, is_text) = match texts {
        TextEvents::Of(events) => match events.as_slice() {
            [] => return None,
            [event] => (quote!(event), quote!(event == #event)),
            events => (quote!(event), quote!(matches!(event, #(#events)|*))),
        },
        TextEvents::AllBut(events) => match events.as_slice() {
            [] => (quote!(_), quote!(true)),
            [event] => (quote!(event), quote!(event != #event)),
            events => (quote!(event), quote!(!matches!(event, #(#events)|*))),
        },
    };
    Some(quote! {
        fn is_text(#argument: &str) -> bool {
            #is_text
        }
    })
}
