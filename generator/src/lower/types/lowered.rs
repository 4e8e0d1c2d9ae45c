//! What a schema becomes, with what it says about the place that it stands in.

use serde_json::Value;

use super::descriptions::own_docs;
use crate::{
    ir::{Declared, Inside, Type},
    lower::shapes::Shape,
    place::Pointer,
};

/// What a schema becomes, with what it says about the place that it stands in.
#[derive(Clone, Debug)]
pub(crate) struct Lowered {
    /// The type of a value that is there and not null.
    pub ty: Type,
    /// Whether null is a value.
    pub nullable: bool,
    /// What the place says about itself.
    pub docs: String,
    /// `deprecated`.
    pub deprecated: bool,
    /// `readOnly`.
    pub read_only: bool,
    /// `writeOnly`.
    pub write_only: bool,
    /// `x-sensitive`, of it or of what it holds.
    pub sensitive: bool,
    /// What it says of presence and range.
    pub declared: Declared,
    /// A value that it gives as an example.
    pub example: Option<Value>,
}

impl Lowered {
    /// A type of which nothing more is said.
    pub(super) fn of(ty: Type) -> Self {
        Self {
            ty,
            nullable: false,
            docs: String::new(),
            deprecated: false,
            read_only: false,
            write_only: false,
            sensitive: false,
            declared: Declared::default(),
            example: None,
        }
    }

    /// The type of a value that stands for itself, in a list, a map or a body: it can be null by itself.
    pub(crate) fn item(self) -> Type {
        if self.nullable { Type::Nullable(Box::new(self.ty)) } else { self.ty }
    }
}

/// A type with what a schema says of the place where it stands.
pub(super) fn annotated(ty: Type, shape: &Shape<'_>) -> Lowered {
    // An enum that has a type of its own is reported for the type.
    let is_enum = matches!(ty, Type::Named(_));
    Lowered {
        ty,
        nullable: shape.nullable,
        docs: own_docs(shape),
        deprecated: shape.deprecated,
        read_only: shape.read_only,
        write_only: shape.write_only,
        sensitive: shape.sensitive,
        declared: said(shape, is_enum),
        example: shape.example.cloned(),
    }
}

/// What a schema says of presence and range; whether it is required, only what it stands in can say.
pub(crate) fn declared(shape: &Shape<'_>) -> Declared {
    said(shape, false)
}

fn said(shape: &Shape<'_>, is_enum: bool) -> Declared {
    Declared {
        required: false,
        nullable: shape.nullable,
        default: shape.default.filter(|default| !default.is_null()).map(Value::to_string),
        format: shape.format.clone(),
        limits: limits(shape, is_enum),
        alternatives: None,
        inside: Vec::new(),
    }
}

/// What limits a value; also its values, where no enum of Rust has them.
fn limits(shape: &Shape<'_>, is_enum: bool) -> Vec<(&'static str, String)> {
    let values =
        (!is_enum && !shape.enumeration.is_empty()).then(|| Value::from(shape.enumeration.clone()).to_string());
    let values = values.map(|values| ("enum", values));
    let not = shape.not.clone().map(|not| ("not", not));
    shape.limits.iter().cloned().chain(values).chain(not).collect()
}

/// What a schema says of a value inside it.
pub(crate) fn inside(part: impl Into<String>, place: &Pointer, value: &Lowered) -> Inside {
    Inside { part: part.into(), place: place.clone(), ty: value.ty.clone(), declared: value.declared.of_value() }
}

/// The keyword of the alternatives.
pub(super) fn keyword_of_alternatives(shape: &Shape<'_>) -> Option<&'static str> {
    match (shape.one_of.is_empty(), shape.any_of.is_empty()) {
        (true, true) => None,
        (false, true) => Some("oneOf"),
        (true, false) => Some("anyOf"),
        (false, false) => Some("oneOf and anyOf"),
    }
}
