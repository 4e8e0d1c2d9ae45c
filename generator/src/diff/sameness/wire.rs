//! What types are on the wire, in words.

use super::index::{Index, component};
use crate::ir::{Declared, Definition, Kind, Type};

/// The limit of a value that is written as text which lists the types that it may have.
pub(crate) const TYPES: &str = "type";

/// What a type is on the wire.
pub(crate) fn wire(index: &Index<'_>, ty: &Type) -> String {
    match ty {
        Type::Boolean => "boolean".to_owned(),
        Type::Integer => "integer".to_owned(),
        Type::Unsigned => "unsigned integer".to_owned(),
        Type::Number => "number".to_owned(),
        Type::String => "string".to_owned(),
        Type::UnixTime => "seconds since 1970".to_owned(),
        Type::Library(ty) => format!("string of the format `{}`", ty.format()),
        Type::Value => "any JSON".to_owned(),
        Type::StringOrInteger => "string or integer".to_owned(),
        Type::List(item) => format!("list of {}", wire(index, item)),
        Type::Map(value) => format!("map of {}", wire(index, value)),
        Type::OneOrMany(item) => format!("{0} or list of {0}", wire(index, item)),
        Type::Nullable(inner) => format!("{} or null", wire(index, inner)),
        Type::Boxed(inner) => wire(index, inner),
        Type::Named(name) => {
            index.definitions.get(name).map_or_else(|| name.to_string(), |found| wire_name(index, found))
        }
    }
}

fn wire_name(index: &Index<'_>, definition: &Definition) -> String {
    if let Some(name) = component(definition) {
        return format!("`{name}`");
    }
    kind(index, definition)
}

/// What a definition is on the wire, whatever it is called.
pub(crate) fn kind(index: &Index<'_>, definition: &Definition) -> String {
    match &definition.kind {
        Kind::Struct(_) => "an object of its own".to_owned(),
        Kind::StringEnum(_) => "an enum of strings".to_owned(),
        Kind::IntegerEnum(_) => "an enum of integers".to_owned(),
        Kind::Union(_) => "one of several".to_owned(),
        Kind::Tuple(parts) => {
            let parts: Vec<String> = parts.iter().map(|part| wire(index, &part.ty)).collect();
            format!("tuple of {}", parts.join(", "))
        }
        Kind::Alias(ty) | Kind::Newtype(ty) => wire(index, ty),
    }
}

/// What a value is that is written as text: what its description says, since all alternatives are one type in Rust.
pub(crate) fn text_wire(index: &Index<'_>, ty: &Type, declared: &Declared) -> String {
    let inside = |part: &str, inner: &Type| {
        let value = declared.inside.iter().find(|value| value.part == part);
        value.map_or_else(|| wire(index, inner), |value| text_wire(index, inner, &value.declared))
    };
    let types = declared.limits.iter().find(|(keyword, _)| *keyword == TYPES).map(|(_, types)| types_in_words(types));
    match (types, ty) {
        (Some(types), _) => types,
        (None, Type::List(item)) => format!("list of {}", inside("[]", item)),
        (None, Type::OneOrMany(item)) => format!("{0} or list of {0}", inside("|one", item)),
        (None, ty) => wire(index, ty),
    }
}

/// A JSON list of types in words: `boolean, integer or string`.
pub(crate) fn types_in_words(types: &str) -> String {
    let types: Vec<String> = serde_json::from_str(types).unwrap_or_default();
    match types.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        types => types.concat(),
    }
}
