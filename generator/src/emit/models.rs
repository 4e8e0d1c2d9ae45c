//! The folder of models: a file for each component, with what stands inline in it; and the markers of their builders.

mod aliases;
mod builders;
mod enums;
mod imports;
mod markers;
mod structs;
mod unions;

use quote::quote;

use super::{
    conditions,
    context::Context,
    file::{Content, File, Item},
    tokens::{ident, inner_docs},
};
use crate::ir::{Api, Definition, Kind};

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
    files.push(File::new("models/mod.rs", move || root(modules().map(|definitions| &definitions[0]), has_required)));
    files.extend(has_required.then(|| File::new("models/required.rs", move || markers::emit(context, &required))));
    files
}

fn root<'a>(modules: impl Iterator<Item = &'a Definition>, has_required: bool) -> Content {
    let docs = inner_docs("What is sent and what comes back.");
    let modules = modules.map(|definition| (&definition.selection, ident(definition.module.as_str())));
    let (import, modules) = conditions::modules(modules);
    // rustc shows the whole path of what an app can't name and of what is hidden: it is hidden from rustdoc alone.
    let required = has_required.then(|| {
        quote!(
            #[cfg_attr(doc, doc(hidden))]
            pub mod required;
        )
    });
    let items = [Item::Plain(import), Item::Plain(required.unwrap_or_default())];
    Content { docs, items: items.into_iter().chain(modules).collect() }
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
        Kind::Alias(ty) => vec![aliases::emit(context, definition, ty)],
        Kind::Newtype(ty) => aliases::emit_newtype(context, definition, ty),
    }
}
