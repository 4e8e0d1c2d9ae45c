//! Tags: a struct whose methods start the operations.

use quote::quote;

use super::{imports, methods, mock, operations};
use crate::{
    emit::{
        context::Context,
        file::Item,
        tokens::{docs, ident},
    },
    ir::{Group, Operation},
    quoted::code,
};

/// Emits the file of a tag.
pub(super) fn emit(context: &Context<'_>, group: &Group) -> Vec<Item> {
    let operations: Vec<&Operation> = group.operations.iter().map(|&index| &context.api.operations[index]).collect();
    let (own, others): (Vec<&Operation>, Vec<&Operation>) =
        operations.iter().partition(|operation| !operation.is_shared && context.owner(operation).tag == group.tag);
    let imports = imports::emit(context, &own, &operations, &others);
    let name = ident(group.name.as_str());
    let accessor = ident(group.accessor.as_str());
    let text = if group.docs.is_empty() {
        format!("The operations of the tag {}.", code(&group.tag))
    } else {
        group.docs.clone()
    };
    let accessor_docs = docs(&format!("The operations of [`{name}`]."));
    let text = docs(&text);
    let item = quote! {
        #text
        #[derive(Clone, Copy, Debug)]
        pub struct #name<'c> {
            client: &'c Client,
        }
    };
    let accessor = quote! {
        #accessor_docs
        #[must_use]
        pub fn #accessor(&self) -> #name<'_> {
            #name { client: self }
        }
    };
    let methods = operations.iter().flat_map(|operation| operation.kinds());
    let methods = methods.map(|operation| methods::emit(context, operation));
    let mut items = vec![
        Item::Plain(imports),
        Item::Plain(item),
        Item::implementation(quote!(impl Client), [accessor]),
        Item::implementation(quote!(impl #name<'_>), methods),
    ];
    items.extend(own.iter().flat_map(|operation| operations::emit(context, operation)));
    items.extend(group.feature.as_ref().and_then(|_| mock::emit_beside(context, &own)));
    items
}
