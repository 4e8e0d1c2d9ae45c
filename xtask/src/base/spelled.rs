//! How an app writes the types of a client, which it calls `client`.

use intercom_codegen::ir::{LibraryType, Type};

/// A type as an app writes it.
#[must_use]
pub(crate) fn spelled(ty: &Type) -> String {
    match ty {
        Type::Boolean => "bool".to_owned(),
        Type::Integer => "i64".to_owned(),
        Type::Unsigned => "u64".to_owned(),
        Type::Number => "f64".to_owned(),
        Type::String => "String".to_owned(),
        Type::StringOrInteger => "client::StringOrInteger".to_owned(),
        Type::UnixTime => "client::UnixTime".to_owned(),
        Type::Library(ty) => ty.path("client::"),
        Type::Value => "client::Value".to_owned(),
        Type::List(item) => format!("Vec<{}>", spelled(item)),
        Type::Map(value) => format!("std::collections::BTreeMap<String, {}>", spelled(value)),
        Type::OneOrMany(item) => format!("client::OneOrMany<{}>", spelled(item)),
        Type::Nullable(item) => format!("Option<{}>", spelled(item)),
        Type::Boxed(item) => format!("Box<{}>", spelled(item)),
        Type::Named(name) => format!("client::models::{}", name.as_str()),
    }
}

/// A value of a library's type, as an app reads it from its text.
pub(crate) fn parsed(ty: LibraryType, text: &str) -> String {
    format!("{text:?}.parse::<{}>().expect(\"it is one\")", ty.path("client::"))
}
