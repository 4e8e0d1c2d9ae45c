//! The folder of models: a file for each component, with what stands inline in it; and the markers of their builders.

mod aliases;
mod builders;
mod enums;
mod imports;
mod markers;
mod structs;
mod unions;

use super::{
    conditions,
    context::Context,
    file::{Content, File, Item},
    tokens::{ident, inner_docs},
};
use crate::ir::{Api, Definition, Kind};

/// `fields.rs`, `models/mod.rs` and the files beside that.
pub(super) fn emit<'a>(context: &'a Context<'a>, api: &'a Api) -> Vec<File<'a>> {
    let modules = || api.definitions.chunk_by(|one, other| one.module == other.module);
    let file = |definitions: &'a [Definition]| {
        let path = format!("models/{}.rs", definitions[0].module.file_stem());
        File::new(path, || file(context, definitions).into())
    };
    let mut files = vec![File::new("fields.rs", || markers::emit(context, &api.required_fields))];
    files.extend(modules().map(file));
    files.push(File::new("models/mod.rs", move || root(modules().map(|definitions| &definitions[0]))));
    files
}

fn root<'a>(modules: impl Iterator<Item = &'a Definition>) -> Content {
    let docs = inner_docs("What is sent and what comes back.");
    let modules = modules.map(|definition| (&definition.selection, ident(definition.module.as_str())));
    let (import, modules) = conditions::modules(modules);
    Content { docs, items: [Item::Plain(import)].into_iter().chain(modules).collect() }
}

fn file(context: &Context<'_>, definitions: &[Definition]) -> Vec<Item> {
    let items = definitions.iter().flat_map(|definition| emit_definition(context, definition));
    [Item::Plain(imports::emit(definitions))].into_iter().chain(items).collect()
}

fn emit_definition(context: &Context<'_>, definition: &Definition) -> Vec<Item> {
    match &definition.kind {
        Kind::Struct(object) => {
            let item = structs::emit(context, definition, object);
            [item].into_iter().chain(builders::emit(context, definition, object)).collect()
        }
        Kind::StringEnum(values) => vec![enums::emit_strings(context, definition, values)],
        Kind::IntegerEnum(values) => vec![enums::emit_integers(context, definition, values)],
        Kind::Union(union) => unions::emit(context, definition, union),
        Kind::Alias(ty) => vec![aliases::emit(context, definition, ty)],
        Kind::Newtype(ty) => aliases::emit_newtype(context, definition, ty),
    }
}
