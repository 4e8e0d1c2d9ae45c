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
    wrap::wrap,
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
    let accessor_docs = docs(&accessor_docs(group, &operations));
    let text = docs(&group_docs(group, &operations));
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

/// What a group is for, as its tag says; else which operation it has, or how many, and where.
fn group_docs(group: &Group, operations: &[&Operation]) -> String {
    if !group.docs.is_empty() {
        return group.docs.clone();
    }
    let tag = code(&group.tag);
    if let [Operation { method, path, .. }] = operations {
        return wrap(&format!("{}, with the tag {tag}.", code(&format!("{method} {path}"))));
    }
    let under = shared_path(operations).map(|path| format!(", under {}", code(&path))).unwrap_or_default();
    wrap(&format!("{} operations with the tag {tag}{under}.", operations.len()))
}

/// What is to be had of a group: the first paragraph of what its tag says; else its first methods.
fn accessor_docs(group: &Group, operations: &[&Operation]) -> String {
    if let Some(first) = group.docs.split("\n\n").next().filter(|first| !first.is_empty()) {
        return first.to_owned();
    }
    let methods = operations.iter().flat_map(|operation| operation.kinds());
    let methods: Vec<String> = methods.map(|operation| code(operation.name_in(&group.tag).as_str())).collect();
    let text = match methods.as_slice() {
        [one] => format!("Has one method, {one}."),
        [first @ .., last] if methods.len() <= LISTED => format!("Has the methods {} and {last}.", first.join(", ")),
        [first, second, ..] => format!("Has {} methods, such as {first} and {second}.", methods.len()),
        [] => String::new(),
    };
    wrap(&text)
}

/// How many methods are named, where a group has no more.
const LISTED: usize = 3;

/// The segments with which the paths of all operations begin, but for parameters.
fn shared_path(operations: &[&Operation]) -> Option<String> {
    // /pets/{id}, /pets -> /pets
    let segments = |operation: &'_ Operation| -> Vec<String> {
        let path = operation.path.split('?').next().unwrap_or_default();
        path.split('/').skip(1).take_while(|segment| !segment.contains('{')).map(str::to_owned).collect()
    };
    let mut all = operations.iter().map(|operation| segments(operation));
    let first = all.next()?;
    let shared = all.fold(first, |shared, other| {
        shared.into_iter().zip(other).take_while(|(one, other)| one == other).map(|(one, _)| one).collect()
    });
    shared.first().filter(|first| !first.is_empty()).map(|_| format!("/{}", shared.join("/")))
}
