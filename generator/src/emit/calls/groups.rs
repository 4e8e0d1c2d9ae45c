//! The folder of groups: a file for each tag, with a struct whose methods start the operations.

use quote::quote;

use super::{imports, methods};
use crate::{
    emit::{
        conditions,
        context::Context,
        file::{Content, File, Item},
        tokens::{docs, ident, inner_docs},
    },
    ir::{Api, Group, Operation, Selection},
    quoted::code,
};

/// `groups/mod.rs` and the files beside it, if there are operations.
pub(super) fn emit<'a>(context: &'a Context<'a>, api: &'a Api) -> Vec<File<'a>> {
    if api.groups.is_empty() {
        return Vec::new();
    }
    let file = |group: &'a Group| {
        let path = format!("groups/{}.rs", group.module.file_stem());
        File::new(path, || file(context, group).into())
    };
    let mut files: Vec<File<'a>> = api.groups.iter().map(file).collect();
    files.push(File::new("groups/mod.rs", || root(&api.groups)));
    files
}

fn root(groups: &[Group]) -> Content {
    let docs = inner_docs("The operations of each tag: what the methods of a `Client` return.");
    let selections: Vec<Selection> = groups.iter().map(Group::selection).collect();
    let names = groups.iter().map(|group| ident(group.module.as_str()));
    let mut modules: Vec<_> = selections.iter().zip(names).collect();
    modules.sort();
    let (import, modules) = conditions::modules(modules);
    Content { docs, items: [Item::Plain(import)].into_iter().chain(modules).collect() }
}

fn file(context: &Context<'_>, group: &Group) -> Vec<Item> {
    let operations: Vec<&Operation> = group.operations.iter().map(|&index| &context.api.operations[index]).collect();
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
    let kinds = operations.iter().flat_map(|operation| operation.kinds());
    let methods = kinds.map(|operation| methods::emit(context, group, operation));
    vec![
        Item::Plain(imports::of_group(&operations)),
        Item::Plain(item),
        Item::implementation(quote!(impl Client), [accessor]),
        Item::implementation(quote!(impl #name<'_>), methods),
    ]
}
