//! What a schema says itself, without its `allOf`.

use indexmap::{IndexMap, IndexSet};
use openapiv3::{
    AnySchema, IntegerFormat, IntegerType, NumberFormat, NumberType, ReferenceOr, Schema, SchemaData, SchemaKind,
    StringFormat, StringType, Type, VariantOrUnknownOrEmpty,
};
use serde_json::Value;

use super::{
    shape::{Shape, is_said_tuple},
    value_names::ValueNames,
};
use crate::{
    lower::{read::schemas::Node, text},
    place::Pointer,
    typed::LARGE_LIMITS,
    walk::Keys,
};

/// What a schema says itself, without its `allOf`.
pub(super) fn own_keywords<'a>(schema: &'a Schema, place: &Pointer) -> Shape<'a> {
    let mut shape = annotations(&schema.schema_data);
    match &schema.schema_kind {
        SchemaKind::Type(ty) => typed_keywords(ty, &schema.schema_data, place, &mut shape),
        SchemaKind::OneOf { one_of } => shape.one_of = Node::list(one_of, place, "oneOf"),
        SchemaKind::AnyOf { any_of } => shape.any_of = Node::list(any_of, place, "anyOf"),
        SchemaKind::AllOf { .. } => {}
        SchemaKind::Not { not } => {
            shape.not = Some(text::json(not.as_ref(), Keys::Keywords));
            shape.excluded = excluded(not).unwrap_or_default();
        }
        SchemaKind::Any(any) => any_keywords(any, place, &mut shape),
    }
    shape.requiring = shape.required.iter().map(|wire| (*wire, place.clone())).collect();
    let names = schema.schema_data.extensions.get("x-enum-varnames").filter(|_| !shape.enumeration.is_empty());
    if let Some(names) = names {
        let place = place.child("x-enum-varnames");
        shape.value_names = vec![ValueNames { names, values: shape.enumeration.clone(), place }];
    }
    shape
}

fn annotations(data: &SchemaData) -> Shape<'_> {
    Shape {
        title: data.title.as_deref(),
        description: data.description.as_deref(),
        nullable: data.nullable,
        deprecated: data.deprecated,
        read_only: data.read_only,
        write_only: data.write_only,
        sensitive: is_said_sensitive(data),
        default: data.default.as_ref(),
        example: data.example.as_ref(),
        value_docs: data.extensions.get("x-enumDescriptions"),
        constructor: data.extensions.get("x-constructor"),
        is_tuple: is_said_tuple(data),
        discriminator: data.discriminator.as_ref(),
        ..Shape::default()
    }
}

/// Whether a schema says that its values are shown nowhere. Whatever it says but no: what is to be hidden is not shown for a slip.
pub(crate) fn is_said_sensitive(data: &SchemaData) -> bool {
    let said = data.extensions.get("x-sensitive");
    said.is_some_and(|said| !matches!(said, Value::Bool(false) | Value::Null))
}

fn typed_keywords<'a>(ty: &'a Type, data: &'a SchemaData, place: &Pointer, shape: &mut Shape<'a>) {
    match ty {
        Type::String(string) => string_keywords(string, shape),
        Type::Number(number) => number_keywords(number, shape),
        Type::Integer(integer) => integer_keywords(integer, data, shape),
        Type::Boolean(boolean) => {
            shape.ty = Some("boolean");
            shape.enumeration = values(&boolean.enumeration);
        }
        Type::Array(array) => {
            shape.ty = Some("array");
            shape.items = array.items.as_ref().map(|items| Node::boxed(items, place.child("items")));
            shape.limit("minItems", array.min_items);
            shape.limit("maxItems", array.max_items);
            shape.limit("uniqueItems", array.unique_items.then_some(true));
        }
        Type::Object(object) => {
            shape.ty = Some("object");
            shape.properties = properties(&object.properties, place);
            shape.required = object.required.iter().map(String::as_str).collect();
            shape.limit("minProperties", object.min_properties);
            shape.limit("maxProperties", object.max_properties);
            shape.additional = object
                .additional_properties
                .as_ref()
                .map(|additional| (additional, place.child("additionalProperties")));
        }
    }
}

fn string_keywords<'a>(string: &'a StringType, shape: &mut Shape<'a>) {
    shape.ty = Some("string");
    shape.format = format_name(&string.format, |format| match format {
        StringFormat::Date => "date",
        StringFormat::DateTime => "date-time",
        StringFormat::Password => "password",
        StringFormat::Byte => "byte",
        StringFormat::Binary => "binary",
    });
    shape.enumeration =
        string.enumeration.iter().map(|value| value.as_deref().map_or(Value::Null, Value::from)).collect();
    shape.limit("minLength", string.min_length);
    shape.limit("maxLength", string.max_length);
    shape.limit("pattern", string.pattern.as_ref());
}

fn number_keywords<'a>(number: &'a NumberType, shape: &mut Shape<'a>) {
    shape.ty = Some("number");
    shape.format = format_name(&number.format, |format| match format {
        NumberFormat::Float => "float",
        NumberFormat::Double => "double",
    });
    shape.enumeration = values(&number.enumeration);
    shape.limit(if number.exclusive_minimum { "exclusiveMinimum" } else { "minimum" }, number.minimum);
    shape.limit(if number.exclusive_maximum { "exclusiveMaximum" } else { "maximum" }, number.maximum);
    shape.limit("multipleOf", number.multiple_of);
}

fn integer_keywords<'a>(integer: &'a IntegerType, data: &'a SchemaData, shape: &mut Shape<'a>) {
    shape.ty = Some("integer");
    shape.format = format_name(&integer.format, |format| match format {
        IntegerFormat::Int32 => "int32",
        IntegerFormat::Int64 => "int64",
    });
    shape.enumeration = values(&integer.enumeration);
    shape.limit(if integer.exclusive_minimum { "exclusiveMinimum" } else { "minimum" }, integer.minimum);
    shape.limit(if integer.exclusive_maximum { "exclusiveMaximum" } else { "maximum" }, integer.maximum);
    for (limit, kept) in LARGE_LIMITS {
        let is_exclusive = if limit == "minimum" { integer.exclusive_minimum } else { integer.exclusive_maximum };
        let keyword = match (limit, is_exclusive) {
            ("minimum", true) => "exclusiveMinimum",
            ("minimum", false) => "minimum",
            (_, true) => "exclusiveMaximum",
            (_, false) => "maximum",
        };
        shape.limit(keyword, data.extensions.get(kept));
    }
    shape.limit("multipleOf", integer.multiple_of);
}

/// The values of an `enum`, null among them.
fn values<V: Copy + Into<Value>>(enumeration: &[Option<V>]) -> Vec<Value> {
    enumeration.iter().map(|value| value.map_or(Value::Null, Into::into)).collect()
}

fn any_keywords<'a>(any: &'a AnySchema, place: &Pointer, shape: &mut Shape<'a>) {
    shape.ty = any.typ.as_deref();
    shape.format.clone_from(&any.format);
    shape.enumeration.clone_from(&any.enumeration);
    shape.properties = properties(&any.properties, place);
    shape.required = any.required.iter().map(String::as_str).collect();
    shape.additional =
        any.additional_properties.as_ref().map(|additional| (additional, place.child("additionalProperties")));
    shape.items = any.items.as_ref().map(|items| Node::boxed(items, place.child("items")));
    shape.one_of = Node::list(&any.one_of, place, "oneOf");
    shape.any_of = Node::list(&any.any_of, place, "anyOf");
    shape.not = any.not.as_deref().map(|not| text::json(not, Keys::Keywords));
    shape.excluded = any.not.as_deref().and_then(excluded).unwrap_or_default();
    shape.limit(if any.exclusive_minimum == Some(true) { "exclusiveMinimum" } else { "minimum" }, any.minimum);
    shape.limit(if any.exclusive_maximum == Some(true) { "exclusiveMaximum" } else { "maximum" }, any.maximum);
    shape.limit("multipleOf", any.multiple_of);
    shape.limit("pattern", any.pattern.as_ref());
    shape.limit("minLength", any.min_length);
    shape.limit("maxLength", any.max_length);
    shape.limit("minItems", any.min_items);
    shape.limit("maxItems", any.max_items);
    shape.limit("uniqueItems", any.unique_items.filter(|unique| *unique));
    shape.limit("minProperties", any.min_properties);
    shape.limit("maxProperties", any.max_properties);
}

/// The properties that a `not` forbids: `required` of one, or an `anyOf` of these. `required` of two only forbids both.
fn excluded(not: &ReferenceOr<Schema>) -> Option<IndexSet<&str>> {
    // `{anyOf: [{required: [a]}, {required: [b]}]}` -> `a` and `b`
    match &not.as_item()?.schema_kind {
        SchemaKind::AnyOf { any_of } => {
            let all: Vec<IndexSet<&str>> = any_of.iter().map(excluded).collect::<Option<_>>()?;
            Some(all.into_iter().flatten().collect())
        }
        SchemaKind::Any(any) => {
            let alone = AnySchema { required: any.required.clone(), ..AnySchema::default() };
            (any.required.len() == 1 && *any == alone).then(|| any.required.iter().map(String::as_str).collect())
        }
        SchemaKind::Type(_) | SchemaKind::OneOf { .. } | SchemaKind::AllOf { .. } | SchemaKind::Not { .. } => None,
    }
}

fn properties<'a>(
    properties: &'a IndexMap<String, ReferenceOr<Box<Schema>>>,
    place: &Pointer,
) -> IndexMap<&'a str, Node<'a>> {
    let place = place.child("properties");
    properties.iter().map(|(name, schema)| (name.as_str(), Node::boxed(schema, place.child(name)))).collect()
}

/// The format as the description writes it.
fn format_name<F>(format: &VariantOrUnknownOrEmpty<F>, known: impl Fn(&F) -> &'static str) -> Option<String> {
    match format {
        VariantOrUnknownOrEmpty::Item(format) => Some(known(format).to_owned()),
        VariantOrUnknownOrEmpty::Unknown(format) => Some(format.clone()),
        VariantOrUnknownOrEmpty::Empty => None,
    }
}
