//! References, with the annotations beside them.

use openapiv3::{
    AnySchema, BooleanType, IntegerType, NumberType, ObjectType, OpenAPI, ReferenceOr, Schema, SchemaData, SchemaKind,
    StringType,
};
use serde_json::Value;

use super::{descriptions::plain, lowered::Lowered, state::Types};
use crate::{
    error::Diagnostic,
    ir::{OpeningKind, Type},
    lower::{
        read::schemas::{resolve, schema_name},
        shapes::{Broken, DEPTH, flatten, is_said_sensitive},
        state::State,
        text,
    },
    place::Pointer,
};

/// The reference of a schema that is nothing but an `allOf` of one reference and annotations, with these: beside it, or
/// in parts of their own. They may repeat the type of what is referred to.
pub(super) fn lone_reference<'a>(document: &'a OpenAPI, schema: &'a Schema) -> Option<(&'a str, Vec<&'a SchemaData>)> {
    // `{allOf: [{$ref: Pet}], nullable: true}` -> `Pet`, with `nullable: true` beside it
    let mut referred = None;
    let mut all = Vec::new();
    let mut types = Vec::new();
    let own = annotations(schema)?;
    for part in parts(schema) {
        match part {
            ReferenceOr::Reference { reference } if referred.is_none() => referred = Some(reference.as_str()),
            ReferenceOr::Item(part) if parts(part).is_empty() => {
                let (data, ty) = annotations(part)?;
                all.push(data);
                types.extend(ty);
            }
            ReferenceOr::Item(part) if referred.is_none() => {
                let (reference, annotations) = lone_reference(document, part)?;
                referred = Some(reference);
                all.extend(annotations);
            }
            ReferenceOr::Reference { .. } | ReferenceOr::Item(_) => return None,
        }
    }
    let reference = referred?;
    all.push(own.0);
    types.extend(own.1);
    if !types.is_empty() {
        let target = flatten(document, &resolve(document, reference)?).ok()?;
        let has_parts = !target.properties.is_empty() || !target.one_of.is_empty() || !target.any_of.is_empty();
        let is_repeated = |ty: &&str| target.ty == Some(ty) || (*ty == "object" && target.ty.is_none() && has_parts);
        types.iter().all(is_repeated).then_some(())?;
    }
    Some((reference, all))
}

/// A reference, with the annotations beside it; of two that say the same thing, the later one counts.
pub(super) fn lower_reference(
    types: &mut Types<'_>,
    reference: &str,
    annotations: &[&SchemaData],
    place: &Pointer,
) -> Lowered {
    let component = schema_name(reference).and_then(|name| types.state.components.get(name.as_str()));
    let Some(component) = component.cloned() else {
        report_broken(&mut types.state, &Broken::Dangling(reference.to_owned(), place.clone()));
        return Lowered::of(Type::Value);
    };
    let mut lowered = Lowered::of(Type::Named(component.name));
    lowered.nullable = types.is_nullable(reference);
    lowered.sensitive = types.is_sensitive(reference);
    for data in annotations {
        lowered.nullable |= data.nullable;
        lowered.declared.nullable |= data.nullable;
        lowered.deprecated |= data.deprecated;
        lowered.read_only |= data.read_only;
        lowered.write_only |= data.write_only;
        lowered.sensitive |= is_said_sensitive(data);
    }
    lowered.example = annotations.iter().rev().find_map(|data| data.example.clone());
    let default = annotations.iter().rev().find_map(|data| data.default.as_ref());
    lowered.declared.default = default.map(Value::to_string);
    let description = annotations.iter().rev().find_map(|data| data.description.as_deref());
    let note = default.filter(|default| !default.is_null()).map(|default| format!("Default: {}.", plain(default)));
    let description = description.map(text::markdown).unwrap_or_default();
    lowered.docs = text::append(&description, &note.unwrap_or_default());
    lowered
}

/// Tells of a reference that can't be followed.
pub(crate) fn report_broken(state: &mut State<'_>, broken: &Broken) {
    match broken {
        Broken::Dangling(reference, place) => {
            let message = format!("`{reference}` leads nowhere; what stands here is taken as any JSON");
            state.warn_open(OpeningKind::Untyped, message, place);
        }
        Broken::Circular(reference, place) => state.diagnostics.push(
            Diagnostic::error(format!("the `allOf` of `{reference}` contains itself"))
                .at(state.source, place)
                .help("no value fits such a schema: refer to it from a property, or leave the part out"),
        ),
        Broken::Deep(reference, place) => state.diagnostics.push(
            Diagnostic::error(format!("the `allOf` of `{reference}` has parts of parts more than {DEPTH} deep"))
                .at(state.source, place)
                .help("merge some of them"),
        ),
    }
}

/// What a part of an `allOf` adds to the others, if that is at most annotations and their own type.
fn annotations(schema: &Schema) -> Option<(&SchemaData, Option<&str>)> {
    match &schema.schema_kind {
        SchemaKind::AllOf { .. } => Some((&schema.schema_data, None)),
        SchemaKind::Any(any) => {
            let bare = AnySchema { typ: any.typ.clone(), all_of: any.all_of.clone(), ..AnySchema::default() };
            (*any == bare).then_some((&schema.schema_data, any.typ.as_deref()))
        }
        SchemaKind::Type(ty) => bare_type(ty).map(|ty| (&schema.schema_data, Some(ty))),
        SchemaKind::OneOf { .. } | SchemaKind::AnyOf { .. } | SchemaKind::Not { .. } => None,
    }
}

/// A type of which nothing more is said.
fn bare_type(ty: &openapiv3::Type) -> Option<&'static str> {
    use openapiv3::Type::{Array, Boolean, Integer, Number, Object, String};
    match ty {
        Object(object) => (*object == ObjectType::default()).then_some("object"),
        String(string) => (*string == StringType::default()).then_some("string"),
        Integer(integer) => (*integer == IntegerType::default()).then_some("integer"),
        Number(number) => (*number == NumberType::default()).then_some("number"),
        Boolean(boolean) => (*boolean == BooleanType::default()).then_some("boolean"),
        Array(_) => None,
    }
}

fn parts(schema: &Schema) -> &[ReferenceOr<Schema>] {
    match &schema.schema_kind {
        SchemaKind::AllOf { all_of } => all_of,
        SchemaKind::Any(any) => &any.all_of,
        SchemaKind::Type(_) | SchemaKind::OneOf { .. } | SchemaKind::AnyOf { .. } | SchemaKind::Not { .. } => &[],
    }
}
