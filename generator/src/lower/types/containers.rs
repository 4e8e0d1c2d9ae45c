//! Maps, lists, tuples, and what holds no other schema.

use std::rc::Rc;

use openapiv3::AdditionalProperties;

use super::{
    descriptions::definition_docs,
    lowered::{Lowered, inside},
    schemas::lower_schema,
    state::Types,
};
use crate::{
    ir::{Kind, LibraryType, OpeningKind, Part, Type},
    lower::{
        read::schemas::Node,
        shapes::{Shape, tuple_items},
        state::{Site, Words},
        text,
    },
    naming::ordinal,
    settings::{FormatSettings, TimeLibrary, UuidLibrary},
};

/// Why other properties are any JSON.
pub(super) const ANY_PROPERTIES: &str = "`additionalProperties` allows any value";

/// An object without properties: `{additionalProperties: {type: integer}}` -> a map of integers.
pub(super) fn try_map<'a>(types: &mut Types<'a>, shape: &Shape<'a>, site: &Site) -> Option<Type> {
    if !matches!(shape.ty, None | Some("object")) {
        return None;
    }
    match shape.additional.as_ref()? {
        (AdditionalProperties::Any(_), place) => {
            types.state.leave_open(OpeningKind::Untyped, ANY_PROPERTIES, place);
            Some(Type::Map(Box::new(Type::Value)))
        }
        (AdditionalProperties::Schema(schema), place) => {
            let value = lower_schema(types, &Node::new(schema, place.clone()), &site.part("Value", place));
            types.inside.push(inside("{}", place, &value));
            types.holds_sensitive |= value.sensitive;
            Some(Type::Map(Box::new(value.item())))
        }
    }
}

/// A list of a fixed length, whose items have types of their own. Of one type, it is a list of that.
pub(super) fn try_tuple<'a>(types: &mut Types<'a>, shape: &mut Shape<'a>, site: &Site) -> Option<Type> {
    // `[{type: number}, {type: string}]` -> `struct Position(f64, String)`
    let items = tuple_items(types.state.document, shape)?;
    let position = types.state.definitions.len();
    let mut parts: Vec<(Node<'a>, Lowered)> = Vec::new();
    for (index, node) in items.into_iter().enumerate() {
        let lowered = lower_schema(types, &node, &site.part(&ordinal(index), &node.place));
        types.holds_sensitive |= lowered.sensitive;
        parts.push((node, lowered));
    }
    let item = parts.first().map(|(_, first)| first.clone().item())?;
    if parts.iter().all(|(_, part)| part.clone().item() == item) {
        types.inside.extend(parts.iter().map(|(node, part)| inside("[]", &node.place, part)));
        return Some(Type::List(Box::new(item)));
    }
    // Its type says how many there are.
    shape.limits.retain(|(keyword, _)| !matches!(*keyword, "minItems" | "maxItems"));
    let docs = definition_docs(shape);
    let note =
        |part: &Lowered| if part.deprecated { "**Deprecated**: the description advises against it." } else { "" };
    let parts = parts.into_iter().map(|(node, part)| Part {
        place: node.place,
        docs: text::append(&part.docs, note(&part)),
        sensitive: shape.sensitive || part.sensitive,
        declared: part.declared.of_value(),
        ty: part.item(),
    });
    let kind = Kind::Tuple(parts.collect());
    let name = types.name(site);
    Some(types.state.define(position, site.definition(name, docs, shape.deprecated, kind)))
}

/// A list, whose items are called by its singular: `pets` -> `Pet`.
pub(super) fn try_list<'a>(types: &mut Types<'a>, shape: &Shape<'a>, site: &Site) -> Option<Type> {
    if shape.ty != Some("array") && shape.items.is_none() {
        return None;
    }
    let Some(items) = &shape.items else {
        types.state.leave_open(OpeningKind::Untyped, "nothing is said of the items of the list", &site.place);
        return Some(Type::List(Box::new(Type::Value)));
    };
    let site = match &site.component {
        Some(_) => site.part("Item", &items.place),
        None => {
            Site { words: Rc::new(Words::Item(Rc::clone(&site.words))), place: items.place.clone(), ..site.clone() }
        }
    };
    let item = lower_schema(types, items, &site);
    types.inside.push(inside("[]", &site.place, &item));
    types.holds_sensitive |= item.sensitive;
    Some(Type::List(Box::new(item.item())))
}

/// Whether the limits of an integer leave out what is below zero, and allow what no `i64` can be.
fn is_beyond_i64(shape: &Shape<'_>) -> bool {
    let limit =
        |keyword: &str| shape.limits.iter().find(|(known, _)| *known == keyword).map(|(_, value)| value.as_str());
    let is_negative = match (limit("minimum"), limit("exclusiveMinimum")) {
        (Some(least), _) => least.starts_with('-'),
        (None, Some(least)) => least.starts_with('-') && least != "-1",
        (None, None) => true,
    };
    let most = limit("maximum").or(limit("exclusiveMaximum")).and_then(|most| most.parse::<u64>().ok());
    !is_negative && most.is_some_and(|most| i64::try_from(most).is_err())
}

/// The type that settings give a text of this format.
fn library_type(formats: FormatSettings, shape: &Shape<'_>) -> Option<LibraryType> {
    match shape.format.as_deref()? {
        "date-time" => formats.date_time.map(|library| match library {
            TimeLibrary::Jiff => LibraryType::JiffTimestamp,
            TimeLibrary::Chrono => LibraryType::ChronoDateTime,
        }),
        "date" => formats.date.map(|library| match library {
            TimeLibrary::Jiff => LibraryType::JiffDate,
            TimeLibrary::Chrono => LibraryType::ChronoDate,
        }),
        "uuid" => formats.uuid.map(|UuidLibrary::Uuid| LibraryType::Uuid),
        _ => None,
    }
}

/// What holds no other schema.
pub(super) fn primitive<'a>(types: &mut Types<'a>, shape: &Shape<'a>, site: &Site) -> Type {
    match shape.ty {
        Some("string") => library_type(types.state.settings.formats, shape).map_or(Type::String, Type::Library),
        Some("integer") => match shape.format.as_deref() {
            Some("date-time" | "timestamp" | "unix-time" | "unix-timestamp" | "unixtime" | "epoch") => Type::UnixTime,
            Some("uint64") => Type::Unsigned,
            Some(_) | None if is_beyond_i64(shape) => Type::Unsigned,
            Some(_) | None => Type::Integer,
        },
        Some("number") => Type::Number,
        Some("boolean") => Type::Boolean,
        Some("object" | "array") => {
            types.state.leave_open(OpeningKind::Untyped, "the object has no `properties`", &site.place);
            Type::Value
        }
        None => {
            types.state.leave_open(OpeningKind::Untyped, "the schema says no type", &site.place);
            Type::Value
        }
        Some(other) => {
            let message = format!("`{other}` is no type of OpenAPI 3.0; what stands here is taken as any JSON");
            types.state.warn_open(OpeningKind::Untyped, message, &site.place);
            Type::Value
        }
    }
}
