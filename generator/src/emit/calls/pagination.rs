//! Operations that list: what leads from one page to the next, and where the items are.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    emit::{context::Context, file::Item, tokens::ident, types},
    ir::{ListPath, Operation, PageParameter, Pagination, PaginationStyle, Presence},
};

/// Emits what makes a list of an operation, if it is one.
pub(super) fn emit(_context: &Context<'_>, operation: &Operation) -> Option<Item> {
    let Pagination { style, item, items } = operation.pagination.as_ref()?;
    let name = ident(operation.type_name.as_str());
    let item = types::emit_outside(item);
    let style = emit_style(style);
    let pointer = &items.pointer;
    let items = emit_items(items);
    let hides = operation.are_items_sensitive.then(|| {
        quote!(
            const HIDES_ITEMS: bool = true;
        )
    });
    let declarations = quote! {
        type Item = #item;
        const ITEMS: &'static str = #pointer;
        #hides
        const PAGINATION: Pagination = #style;
    };
    let method = quote! {
        fn items(page: &mut Self::Output) -> Option<&mut Vec<Self::Item>> {
            #items
        }
    };
    Some(Item::Impl { head: quote!(impl Paginated for #name), declarations, methods: vec![method.into()] })
}

fn emit_style(style: &PaginationStyle) -> TokenStream {
    let parameter = |parameter: &PageParameter| match parameter {
        PageParameter::Query(name) => quote!(PageParameter::Query(#name)),
        PageParameter::Body(pointer) => quote!(PageParameter::Body(#pointer)),
    };
    let optional = |pointer: &Option<String>| match pointer {
        Some(pointer) => quote!(Some(#pointer)),
        None => quote!(None),
    };
    match style {
        PaginationStyle::Page { parameter: asks, next, page, total_pages } => {
            let (asks, next) = (parameter(asks), optional(next));
            let (page, total_pages) = (optional(page), optional(total_pages));
            quote!(Pagination::Page { parameter: #asks, next: #next, page: #page, total_pages: #total_pages })
        }
        PaginationStyle::Cursor { parameter: asks, next, total_pages } => {
            let (asks, total_pages) = (parameter(asks), optional(total_pages));
            quote!(Pagination::Cursor { parameter: #asks, next: #next, total_pages: #total_pages })
        }
        PaginationStyle::Url { next, total_pages } => {
            let total_pages = optional(total_pages);
            quote!(Pagination::Url { next: #next, total_pages: #total_pages })
        }
    }
}

/// The way from a page to its items, which ends early where something on it is missing.
fn emit_items(path: &ListPath) -> TokenStream {
    let whole = if path.nullable { quote!(page.as_mut()?) } else { quote!(page) };
    let Some(((last, presence), before)) = path.fields.split_last() else { return quote!(Some(#whole)) };
    let before = before.iter().map(|(name, presence)| {
        let name = ident(name.as_str());
        match presence {
            Presence::Required => quote!(.#name),
            Presence::RequiredNullable | Presence::Optional | Presence::OptionalNullable => quote!(.#name.as_mut()?),
        }
    });
    let last = ident(last.as_str());
    match presence {
        Presence::Required => quote!(Some(&mut #whole #(#before)*.#last)),
        Presence::RequiredNullable | Presence::Optional | Presence::OptionalNullable => {
            quote!(#whole #(#before)*.#last.as_mut())
        }
    }
}
