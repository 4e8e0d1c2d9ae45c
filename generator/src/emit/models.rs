//! The folder of models: a file for each component, with what stands inline in it; and the markers of their builders.

mod aliases;
mod builders;
mod enums;
mod imports;
mod markers;
mod structs;
mod tuples;
mod unions;

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{
    conditions,
    context::Context,
    file::{Content, File, Item},
    tokens::{docs, ident, inner_docs},
};
use crate::{
    ir::{Api, Builder, Definition, Kind, Selection},
    naming::TypeName,
};

/// `models/mod.rs` and the files beside that. Where a builder requires something, `models/required.rs` is one of them.
pub(super) fn emit<'a>(context: &'a Context<'a>, api: &'a Api) -> Vec<File<'a>> {
    let modules = || api.definitions.chunk_by(|one, other| one.module == other.module);
    let file = |definitions: &'a [Definition]| {
        let path = format!("models/{}.rs", definitions[0].module.file_stem());
        File::new(path, || file(context, definitions).into())
    };
    let required = markers::names(&api.definitions);
    let has_required = !required.is_empty();
    let mut files: Vec<File<'a>> = modules().map(file).collect();
    files.push(File::new("models/mod.rs", move || root(&modules().collect::<Vec<_>>(), has_required)));
    files.extend(has_required.then(|| File::new("models/required.rs", move || markers::emit(context, &required))));
    files
}

fn root(modules: &[&[Definition]], has_required: bool) -> Content {
    let docs = inner_docs("What is sent and what comes back.");
    // rustc shows the whole path of what an app can't name and of what is hidden: it is hidden from rustdoc alone.
    let required = has_required.then(|| {
        quote!(
            #[cfg_attr(doc, doc(hidden))]
            pub mod required;
        )
    });
    let sorted = conditions::sorted(modules.iter().map(|definitions| (&definitions[0].selection, *definitions)));
    let import = conditions::import(sorted.keys().copied());
    let parts = sorted.iter().flat_map(|(selection, modules)| {
        let names = modules.iter().map(|definitions| module(definitions));
        let exports = modules.iter().map(|definitions| tree(definitions, model_names(definitions)));
        let exports = conditions::exports(&quote!(self), exports);
        conditions::emit(selection, vec![Item::Plain(quote!(#(mod #names;)*)), Item::Plain(exports)])
    });
    let items = [Item::Plain(import), Item::Plain(required.unwrap_or_default())];
    Content { docs, items: items.into_iter().chain(parts).chain(builders_module(&sorted)).collect() }
}

/// The module of the builders: an app seldom names one, so they don't stand among the models.
fn builders_module(sorted: &BTreeMap<&Selection, Vec<&[Definition]>>) -> Option<Item> {
    let mut parts = Vec::new();
    for (selection, modules) in sorted {
        let built: Vec<&[Definition]> =
            modules.iter().copied().filter(|definitions| !builder_names(definitions).is_empty()).collect();
        if !built.is_empty() {
            let exports = built.into_iter().map(|definitions| tree(definitions, builder_names(definitions)));
            parts.push((*selection, conditions::exports(&quote!(super), exports)));
        }
    }
    let import = conditions::import(parts.iter().map(|(selection, _)| *selection));
    let items =
        parts.iter().flat_map(|(selection, exports)| conditions::emit(selection, vec![Item::Plain(exports.clone())]));
    let text = docs("What builds the models: a model's constructor begins one, `build` ends it.");
    let items: Vec<Item> = [Item::Plain(import)].into_iter().chain(items).collect();
    (!parts.is_empty()).then(|| Item::Module { head: quote!(#text pub mod builders), items })
}

fn module(definitions: &[Definition]) -> Ident {
    ident(definitions[0].module.as_str())
}

/// `message::{Message, MessageOwner}`.
fn tree(definitions: &[Definition], names: Vec<&TypeName>) -> TokenStream {
    let module = module(definitions);
    let names: Vec<Ident> = names.into_iter().map(|name| ident(name.as_str())).collect();
    match names.as_slice() {
        [name] => quote!(#module::#name),
        names => quote!(#module::{#(#names),*}),
    }
}

/// The models of a file, and the enums that setters of their builders take, in the order of their names.
fn model_names(definitions: &[Definition]) -> Vec<&TypeName> {
    let choices = builders(definitions).flat_map(|builder| &builder.presets).map(|preset| &preset.name);
    let mut names: Vec<&TypeName> = definitions.iter().map(|definition| &definition.name).chain(choices).collect();
    names.sort_unstable();
    names
}

fn builder_names(definitions: &[Definition]) -> Vec<&TypeName> {
    let mut names: Vec<&TypeName> = builders(definitions).map(|builder| &builder.name).collect();
    names.sort_unstable();
    names
}

fn builders(definitions: &[Definition]) -> impl Iterator<Item = &Builder> {
    let built = definitions.iter().map(|definition| match &definition.kind {
        Kind::Struct(object) => object.builders.as_slice(),
        Kind::StringEnum(_)
        | Kind::IntegerEnum(_)
        | Kind::Union(_)
        | Kind::Tuple(_)
        | Kind::Alias(_)
        | Kind::Newtype(_) => &[],
    });
    built.flatten()
}

fn file(context: &Context<'_>, definitions: &[Definition]) -> Vec<Item> {
    let items = definitions.iter().flat_map(|definition| emit_definition(context, definition));
    [Item::Plain(imports::emit(definitions))].into_iter().chain(items).collect()
}

fn emit_definition(context: &Context<'_>, definition: &Definition) -> Vec<Item> {
    match &definition.kind {
        Kind::Struct(object) => structs::emit(context, definition, object),
        Kind::StringEnum(values) => vec![enums::emit_strings(context, definition, values)],
        Kind::IntegerEnum(values) => vec![enums::emit_integers(context, definition, values)],
        Kind::Union(union) => unions::emit(context, definition, union),
        Kind::Tuple(parts) => tuples::emit(context, definition, parts),
        Kind::Alias(ty) => vec![aliases::emit(context, definition, ty)],
        Kind::Newtype(ty) => aliases::emit_newtype(context, definition, ty),
    }
}
