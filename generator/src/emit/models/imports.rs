//! What a file of models has to import.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    emit::{
        tokens::{ident, use_names},
        types,
    },
    ir::{Definition, Hides, Kind, Type},
    naming::TypeName,
};

/// What a file needs from serde, from the runtime and from its neighbours.
pub(super) fn emit(definitions: &[Definition]) -> TokenStream {
    let all_types: Vec<&Type> = definitions.iter().flat_map(|definition| definition.kind.types()).collect();
    let own: BTreeSet<&TypeName> = definitions.iter().map(|definition| &definition.name).collect();
    let named = all_types.iter().filter_map(|ty| ty.name()).chain(definitions.iter().flat_map(sources));
    let neighbours: BTreeSet<&TypeName> = named.filter(|name| !own.contains(name)).collect();
    let mut runtime = types::runtime_names(all_types);
    let mut serde: BTreeSet<&str> = BTreeSet::new();
    for definition in definitions {
        match &definition.kind {
            Kind::Struct(object) => {
                runtime.insert("model");
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
                runtime.extend((union.hides != Hides::Nothing).then_some("hidden"));
            }
            Kind::Tuple(_) => drop(runtime.insert("tuple")),
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
    let markers = requires(definitions).then(|| ident("required"));
    let neighbours = neighbours.iter().map(|name| ident(name.as_str())).chain(markers);
    let neighbours = use_names(&quote!(super), neighbours.collect());
    quote!(#map #serde #runtime #neighbours)
}

/// The models that one takes something over from.
fn sources(definition: &Definition) -> impl Iterator<Item = &TypeName> {
    let object = if let Kind::Struct(object) = &definition.kind { Some(object) } else { None };
    object.into_iter().flat_map(|object| &object.conversions).map(|conversion| &conversion.source)
}

/// Whether a builder in the file has required fields, whose markers it names.
fn requires(definitions: &[Definition]) -> bool {
    definitions.iter().any(|definition| match &definition.kind {
        Kind::Struct(object) => object.builders.iter().any(|builder| !builder.required.is_empty()),
        Kind::StringEnum(_)
        | Kind::IntegerEnum(_)
        | Kind::Union(_)
        | Kind::Tuple(_)
        | Kind::Alias(_)
        | Kind::Newtype(_) => false,
    })
}
