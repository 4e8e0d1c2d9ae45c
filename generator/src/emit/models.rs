//! The folder of models: a file for each component, with what stands inline in it.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, File, aliases, builders, enums, ident, inner_docs, selection, structs, types, unions};
use crate::{
    ir::{Definition, Kind, Presence, Type},
    naming::TypeName,
};

/// `models/mod.rs` and the files beside it.
pub(super) fn emit<'a>(context: &'a Context<'a>, definitions: &'a [Definition]) -> Vec<File<'a>> {
    let modules = || definitions.chunk_by(|one, other| one.module == other.module);
    let file = |definitions: &'a [Definition]| {
        let path = format!("models/{}.rs", definitions[0].module.file_stem());
        File::new(path, || file(context, definitions))
    };
    let mut files: Vec<File<'a>> = modules().map(file).collect();
    files.push(File::new("models/mod.rs", move || root(modules().map(|definitions| &definitions[0]))));
    files
}

fn root<'a>(modules: impl Iterator<Item = &'a Definition>) -> TokenStream {
    let docs = inner_docs("What is sent and what comes back.");
    let modules = modules.map(|definition| (&definition.selection, ident(definition.module.as_str())));
    let (import, modules) = selection::modules(modules);
    quote! {
        #docs
        #import
        #modules
    }
}

fn file(context: &Context<'_>, definitions: &[Definition]) -> TokenStream {
    let imports = imports(definitions);
    let items = definitions.iter().map(|definition| emit_definition(context, definition));
    quote! {
        #imports
        #(#items)*
    }
}

fn emit_definition(context: &Context<'_>, definition: &Definition) -> TokenStream {
    match &definition.kind {
        Kind::Struct(object) => {
            let item = structs::emit(context, definition, object);
            let builders = builders::emit(definition, object);
            quote!(#item #builders)
        }
        Kind::StringEnum(values) => enums::emit_strings(context, definition, values),
        Kind::IntegerEnum(values) => enums::emit_integers(context, definition, values),
        Kind::Union(union) => unions::emit(context, definition, union),
        Kind::Alias(ty) => aliases::emit(context, definition, ty),
        Kind::Newtype(ty) => aliases::emit_newtype(context, definition, ty),
    }
}

/// What a file needs from serde, from the runtime and from its neighbours.
fn imports(definitions: &[Definition]) -> TokenStream {
    let all_types: Vec<&Type> = definitions.iter().flat_map(|definition| definition.kind.types()).collect();
    let own: BTreeSet<&TypeName> = definitions.iter().map(|definition| &definition.name).collect();
    let neighbours: BTreeSet<&TypeName> =
        all_types.iter().filter_map(|ty| ty.name()).filter(|name| !own.contains(name)).collect();
    let mut runtime = types::runtime_names(all_types);
    let mut serde: BTreeSet<&str> = BTreeSet::new();
    for definition in definitions {
        match &definition.kind {
            Kind::Struct(object) => {
                serde.insert("Serialize");
                runtime.extend(["builder", "deserialize"]);
                if object.fields.iter().any(|field| field.presence == Presence::OptionalNullable) {
                    runtime.insert("Nullable");
                }
                if object.builders.iter().any(|builder| !builder.presets.is_empty()) {
                    runtime.insert("choice");
                }
                if object.additional.is_some() {
                    runtime.insert("BTreeMap");
                }
            }
            Kind::StringEnum(_) => drop(runtime.insert("string_enum")),
            Kind::IntegerEnum(_) => drop(runtime.insert("integer_enum")),
            Kind::Union(union) => {
                runtime.insert("Value");
                runtime.insert(if union.discriminator.is_some() { "tagged_union" } else { "union" });
            }
            Kind::Alias(_) => {}
            Kind::Newtype(_) => serde.extend(["Deserialize", "Serialize"]),
        }
    }
    let map = runtime.remove("BTreeMap").then(|| {
        quote!(
            use std::collections::BTreeMap;
        )
    });
    let serde = use_names(&quote!(serde), serde.iter().map(|name| ident(name)).collect());
    let runtime = use_names(&quote!(crate::runtime), runtime.iter().map(|name| ident(name)).collect());
    let neighbours = use_names(&quote!(super), neighbours.iter().map(|name| ident(name.as_str())).collect());
    quote!(#map #serde #runtime #neighbours)
}

/// A `use` of several names, or nothing.
pub(super) fn use_names(module: &TokenStream, names: Vec<proc_macro2::Ident>) -> Option<TokenStream> {
    match names.as_slice() {
        [] => None,
        [name] => Some(quote!(use #module::#name;)),
        names => Some(quote!(use #module::{#(#names),*};)),
    }
}
