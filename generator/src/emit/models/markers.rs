//! The markers of required fields: their names, of which the state of a builder is made.

use std::collections::BTreeSet;

use quote::quote;

use crate::{
    emit::{
        context::Context,
        file::{Content, Item},
        tokens::{ident, inner_docs},
    },
    ir::{Definition, Kind},
    naming::FieldName,
};

/// The names of all fields that a builder requires. A marker takes no time to compile, so it is there whatever tags are chosen.
pub(super) fn names(definitions: &[Definition]) -> BTreeSet<&FieldName> {
    let mut names = BTreeSet::new();
    for definition in definitions {
        let Kind::Struct(object) = &definition.kind else { continue };
        let required = object.builders.iter().flat_map(|builder| &builder.required);
        names.extend(required.map(|&index| &object.fields[index].name));
    }
    names
}

/// Emits a marker for each name.
pub(super) fn emit(_context: &Context<'_>, names: &BTreeSet<&FieldName>) -> Content {
    let docs = inner_docs("The names of required fields: a builder's type lists those that are not set yet.");
    let import = quote!(
        use crate::runtime::markers;
    );
    let names = names.iter().map(|name| ident(name.as_str()));
    let markers = Item::Facts { name: "markers", arguments: quote!(#(#names),*) };
    Content { docs, items: vec![Item::Plain(import), markers] }
}
