//! Whether JSON may be a value of a type.

use std::collections::HashMap;

use serde_json::Value;

use crate::{
    ir::{Definition, Kind, Type},
    naming::TypeName,
};

/// The models by their names.
pub(super) struct Definitions<'a>(HashMap<&'a TypeName, &'a Definition>);

impl<'a> Definitions<'a> {
    pub(super) fn of(definitions: &'a [Definition]) -> Self {
        Self(definitions.iter().map(|definition| (&definition.name, definition)).collect())
    }

    pub(super) fn get(&self, name: &TypeName) -> Option<&'a Definition> {
        self.0.get(name).copied()
    }
}

/// Whether JSON may be a value of a type, by its kind; and of a struct, whether it has what one of the ways to build it asks for.
pub(super) fn fits(definitions: &Definitions<'_>, ty: &Type, value: &Value, depth: usize) -> bool {
    let fits = |ty: &Type, value: &Value| depth > 0 && fits(definitions, ty, value, depth - 1);
    match (ty, value) {
        (Type::Boolean, Value::Bool(_))
        | (Type::String, Value::String(_))
        | (Type::Number, Value::Number(_))
        | (Type::StringOrInteger | Type::Library(_), Value::String(_))
        | (Type::Nullable(_), Value::Null)
        | (Type::Value, _) => true,
        (Type::Integer | Type::UnixTime | Type::StringOrInteger, number) => number.is_i64(),
        (Type::Unsigned, number) => number.is_u64(),
        (Type::List(item) | Type::OneOrMany(item), Value::Array(items)) => items.iter().all(|value| fits(item, value)),
        (Type::Map(held), Value::Object(entries)) => entries.values().all(|value| fits(held, value)),
        (Type::OneOrMany(inner) | Type::Nullable(inner) | Type::Boxed(inner), value) => fits(inner, value),
        (Type::Named(name), value) => match definitions.get(name).map(|definition| &definition.kind) {
            Some(Kind::Struct(object)) => value.as_object().is_some_and(|given| {
                let has = |index: &usize| given.contains_key(&object.fields[*index].wire);
                object.builders.iter().any(|builder| builder.required.iter().all(has))
            }),
            Some(Kind::StringEnum(_)) => value.is_string(),
            Some(Kind::IntegerEnum(_)) => value.is_i64(),
            Some(Kind::Union(union)) => union.variants.iter().any(|variant| fits(&variant.ty, value)),
            Some(Kind::Tuple(parts)) => value.as_array().is_some_and(|items| {
                items.len() >= parts.len() && parts.iter().zip(items).all(|(part, value)| fits(&part.ty, value))
            }),
            Some(Kind::Alias(ty) | Kind::Newtype(ty)) => fits(ty, value),
            None => false,
        },
        (Type::Boolean | Type::String | Type::Number | Type::Library(_) | Type::List(_) | Type::Map(_), _) => false,
    }
}
