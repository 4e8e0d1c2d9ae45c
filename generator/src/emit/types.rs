//! Types, and what a file has to import for them.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::ident;
use crate::ir::{LibraryType, Type};

/// A type as it is written inside `models`.
pub(super) fn emit(ty: &Type) -> TokenStream {
    emit_in(ty, &quote!())
}

/// A type as it is written beside `models`.
pub(super) fn emit_outside(ty: &Type) -> TokenStream {
    emit_in(ty, &quote!(models::))
}

fn emit_in(ty: &Type, models: &TokenStream) -> TokenStream {
    let inner = ty.inner().map(|inner| emit_in(inner, models));
    match ty {
        Type::Boolean => quote!(bool),
        Type::Integer => quote!(i64),
        Type::Unsigned => quote!(u64),
        Type::Number => quote!(f64),
        Type::String => quote!(String),
        Type::UnixTime => quote!(UnixTime),
        Type::Library(ty) => library_type(*ty),
        Type::Value => quote!(Value),
        Type::StringOrInteger => quote!(StringOrInteger),
        Type::List(_) => quote!(Vec<#inner>),
        Type::Map(_) => quote!(BTreeMap<String, #inner>),
        Type::OneOrMany(_) => quote!(OneOrMany<#inner>),
        Type::Nullable(_) => quote!(Option<#inner>),
        Type::Boxed(_) => quote!(Box<#inner>),
        Type::Named(name) => {
            let name = ident(name.as_str());
            quote!(#models #name)
        }
    }
}

/// A type of a library, by its whole path: that says where it is from, and no model is called so.
fn library_type(ty: LibraryType) -> TokenStream {
    match ty {
        LibraryType::JiffTimestamp => quote!(jiff::Timestamp),
        LibraryType::JiffDate => quote!(jiff::civil::Date),
        LibraryType::ChronoDateTime => quote!(chrono::DateTime<chrono::Utc>),
        LibraryType::ChronoDate => quote!(chrono::NaiveDate),
        LibraryType::Uuid => quote!(uuid::Uuid),
    }
}

/// The names that types need from the runtime.
pub(super) fn runtime_names<'a>(types: impl IntoIterator<Item = &'a Type>) -> BTreeSet<&'static str> {
    let parts = types.into_iter().flat_map(Type::parts);
    parts
        .filter_map(|part| match part {
            Type::UnixTime => Some("UnixTime"),
            Type::Value => Some("Value"),
            Type::Map(_) => Some("BTreeMap"),
            Type::OneOrMany(_) => Some("OneOrMany"),
            Type::StringOrInteger => Some("StringOrInteger"),
            Type::Boolean
            | Type::Integer
            | Type::Unsigned
            | Type::Number
            | Type::String
            | Type::Library(_)
            | Type::List(_)
            | Type::Nullable(_)
            | Type::Boxed(_)
            | Type::Named(_) => None,
        })
        .collect()
}
