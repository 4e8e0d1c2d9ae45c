//! Schemas: a cascade of `try_…`, the most particular first.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, AnySchema, BooleanType, IntegerType, NumberType, ObjectType, OpenAPI, ReferenceOr, Schema,
    SchemaData, SchemaKind, StringType,
};
use serde_json::Value;

use crate::lower::{
    Component, Context, Lowering, Open,
    shapes::shape::{self, Broken, Node, NodeKind, Shape},
    text as docs,
};
use crate::{
    error::Diagnostic,
    ir::{Declared, Inside, Kind, Type},
    naming::{TypeName, singular},
    place::Pointer,
};

/// How deep schemas may stand in each other, where none of them is a component.
const DEPTH: usize = 50;

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
    /// What it says of presence and range.
    pub declared: Declared,
}

impl Lowered {
    fn of(ty: Type) -> Self {
        Self {
            ty,
            nullable: false,
            docs: String::new(),
            deprecated: false,
            read_only: false,
            write_only: false,
            declared: Declared::default(),
        }
    }

    /// The type of a value that stands for itself, in a list, a map or a body: it can be null by itself.
    pub(crate) fn item(self) -> Type {
        if self.nullable { Type::Nullable(Box::new(self.ty)) } else { self.ty }
    }
}

impl<'a> Lowering<'a> {
    /// Lowers every component, in the alphabetical order, which the names of inline schemas depend on.
    pub(crate) fn lower_components(&mut self) {
        let schemas = self.document.components.as_ref().map(|components| &components.schemas);
        let mut wires: Vec<&'a String> = schemas.into_iter().flat_map(IndexMap::keys).collect();
        wires.sort_unstable();
        wires.into_iter().for_each(|wire| self.lower_component(wire));
    }

    /// Lowers a component, unless it is lowered already, or is being lowered.
    fn lower_component(&mut self, wire: &'a str) {
        let schemas = self.document.components.as_ref().map(|components| &components.schemas);
        let Some(schema) = schemas.and_then(|schemas| schemas.get(wire)).filter(|_| self.begun.insert(wire)) else {
            return;
        };
        let Component { name, module } = self.components[wire].clone();
        let place = Pointer::root().descendant(["components", "schemas", wire]);
        let context = Context { words: name.to_string(), module, place: place.clone(), component: Some(name.clone()) };
        let node = Node::new(schema, place);
        let position = self.definitions.len();
        let outer = std::mem::take(&mut self.open);
        let lowered = self.schema(&node, &context);
        self.open = outer;
        let (nullable, declared) = (lowered.nullable, lowered.declared);
        if lowered.ty.name() != Some(&name) || lowered.ty.inner().is_some() {
            let text = if lowered.docs.is_empty() { format!("The schema `{wire}`.") } else { lowered.docs };
            self.define(name, &context, position, text, lowered.deprecated, Kind::Alias(lowered.ty));
        }
        if let Some(definition) = self.definitions.get_mut(position) {
            definition.nullable = nullable;
            definition.declared = declared;
        }
    }

    /// The type of what stands inline, where it has one: an `allOf` may bring the same schema to several places. It is
    /// called after the component that it stands in.
    fn known(&mut self, node: &Node<'a>, sources: &BTreeSet<Pointer>) -> Option<TypeName> {
        if let Some(owner) = component_of(self.document, &node.place) {
            self.lower_component(owner);
        }
        self.inline.get(sources).cloned()
    }

    /// Lowers a schema or a reference to one.
    pub(crate) fn schema(&mut self, node: &Node<'a>, context: &Context) -> Lowered {
        let referred = match &node.kind {
            NodeKind::Reference(reference) => Some((*reference, Vec::new())),
            NodeKind::Schema(schema) => self.lone_reference(schema),
            NodeKind::Merged(_) | NodeKind::Either(_) => None,
        };
        if let Some((reference, annotations)) = referred {
            return self.reference(reference, &annotations, &node.place);
        }
        let shape = match shape::flatten(self.document, node) {
            Ok(shape) => shape,
            Err(broken) => {
                self.report_broken(&broken);
                return Lowered::of(Type::Value);
            }
        };
        let sources = node.sources();
        if context.component.is_none()
            && let Some(name) = self.known(node, &sources)
        {
            return annotated(Type::Named(name), &shape);
        }
        let mut repeated = self.open.iter().filter(|open| open.sources == sources);
        if let Some(name) = repeated.clone().find_map(|open| open.name.clone()) {
            return annotated(Type::Named(name), &shape);
        }
        // What has no name, a list or a map, may hold something that has: only a second repetition is one without end.
        if repeated.nth(1).is_some() || self.open.len() >= DEPTH {
            self.warn("schemas stand in each other without end; what stands here is taken as any JSON", &node.place);
            return annotated(Type::Value, &shape);
        }
        self.open.push(Open { sources, name: None });
        let lowered = self.shape(shape, context);
        if let Some(Open { sources, name: Some(name) }) = self.open.pop()
            && context.component.is_none()
        {
            self.inline.insert(sources, name);
        }
        lowered
    }

    /// The reference of a schema that is nothing but an `allOf` of one reference and annotations, with these: beside it, or
    /// in parts of their own. They may repeat the type of what is referred to.
    fn lone_reference(&self, schema: &'a Schema) -> Option<(&'a str, Vec<&'a SchemaData>)> {
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
                    let (reference, annotations) = self.lone_reference(part)?;
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
            let target = shape::flatten(self.document, &shape::resolve(self.document, reference)?).ok()?;
            let has_parts = !target.properties.is_empty() || !target.one_of.is_empty() || !target.any_of.is_empty();
            let is_repeated =
                |ty: &&str| target.ty == Some(ty) || (*ty == "object" && target.ty.is_none() && has_parts);
            types.iter().all(is_repeated).then_some(())?;
        }
        Some((reference, all))
    }

    /// A reference, with the annotations beside it; of two that say the same thing, the later one counts.
    fn reference(&mut self, reference: &str, annotations: &[&SchemaData], place: &Pointer) -> Lowered {
        let component = shape::schema_name(reference).and_then(|name| self.components.get(name.as_str()));
        let Some(component) = component.cloned() else {
            self.report_broken(&Broken::Dangling(reference.to_owned(), place.clone()));
            return Lowered::of(Type::Value);
        };
        let mut lowered = Lowered::of(Type::Named(component.name));
        lowered.nullable = self.is_nullable(reference);
        for data in annotations {
            lowered.nullable |= data.nullable;
            lowered.declared.nullable |= data.nullable;
            lowered.deprecated |= data.deprecated;
            lowered.read_only |= data.read_only;
            lowered.write_only |= data.write_only;
        }
        let default = annotations.iter().rev().find_map(|data| data.default.as_ref());
        lowered.declared.default = default.map(Value::to_string);
        let description = annotations.iter().rev().find_map(|data| data.description.as_deref());
        let note =
            default.filter(|default| !default.is_null()).map(|default| format!("Default: `{}`.", plain(default)));
        let description = description.map(docs::markdown).unwrap_or_default();
        lowered.docs = docs::append(&description, &note.unwrap_or_default());
        lowered
    }

    /// Whether the component that a reference leads to can be null: by its own word, or by an alternative or a value.
    fn is_nullable(&mut self, reference: &str) -> bool {
        if let Some(known) = self.nullable.get(reference) {
            return *known;
        }
        let Some(node) = shape::resolve(self.document, reference) else { return false };
        let nullable = shape::flatten(self.document, &node).is_ok_and(|shape| {
            let alternatives = shape.one_of.iter().chain(&shape.any_of);
            shape.nullable
                || shape.enumeration.iter().any(Value::is_null)
                || alternatives.into_iter().any(|node| self.is_null(node))
        });
        self.nullable.insert(reference.to_owned(), nullable);
        nullable
    }

    pub(crate) fn report_broken(&mut self, broken: &Broken) {
        match broken {
            Broken::Dangling(reference, place) => {
                self.warn(format!("`{reference}` leads nowhere; what stands here is taken as any JSON"), place);
            }
            Broken::Circular(reference, place) => self.diagnostics.push(
                Diagnostic::error(format!(
                    "the `allOf` of `{reference}` contains itself, or parts of parts without end"
                ))
                .at(self.source, place)
                .help("no value fits such a schema: refer to it from a property, or leave the part out"),
            ),
        }
    }

    /// Classifies a schema. What defines a type of its own comes first.
    fn shape(&mut self, mut shape: Shape<'a>, context: &Context) -> Lowered {
        shape.nullable |= shape.enumeration.iter().any(Value::is_null);
        shape.enumeration.retain(|value| !value.is_null());
        for (reference, place) in std::mem::take(&mut shape.dangling) {
            self.warn(format!("`{reference}` leads nowhere; this part is left out"), &place);
        }
        if shape.discriminator.is_some() && shape.one_of.is_empty() && shape.any_of.is_empty() && shape.part_count == 0
        {
            self.warn(
                "the schemas that extend this one are not looked for; list them in a `oneOf` with the discriminator",
                &context.place,
            );
        }
        if shape.has_alternatives_twice && shape.properties.is_empty() {
            self.warn(
                "two parts of the `allOf` have alternatives each; what stands here is taken as any JSON",
                &context.place,
            );
            return Lowered { nullable: shape.nullable, docs: own_docs(&shape), ..Lowered::of(Type::Value) };
        }
        if shape.not.is_some() {
            self.warn("`not` has no counterpart in Rust's types; what it excludes is not checked", &context.place);
        }
        let alternatives = alternatives(&shape);
        let outside = std::mem::take(&mut self.inside);
        let ty = self
            .try_string_enum(&shape, context)
            .or_else(|| self.try_integer_enum(&shape, context))
            .or_else(|| self.try_struct(&mut shape, context))
            .or_else(|| self.try_union(&mut shape, context))
            .or_else(|| self.try_map(&shape, context))
            .or_else(|| self.try_list(&shape, context))
            .unwrap_or_else(|| self.primitive(&shape, context));
        let inside = std::mem::replace(&mut self.inside, outside);
        let lowered = annotated(ty, &shape);
        let declared = Declared { alternatives, inside, ..lowered.declared };
        Lowered { declared, ..lowered }
    }

    fn try_map(&mut self, shape: &Shape<'a>, context: &Context) -> Option<Type> {
        if !matches!(shape.ty, None | Some("object")) {
            return None;
        }
        match shape.additional.as_ref()? {
            (AdditionalProperties::Any(_), _) => Some(Type::Map(Box::new(Type::Value))),
            (AdditionalProperties::Schema(schema), place) => {
                let value = self.schema(&Node::new(schema, place.clone()), &context.part("Value", place));
                self.inside.push(inside("{}", place, &value));
                Some(Type::Map(Box::new(value.item())))
            }
        }
    }

    fn try_list(&mut self, shape: &Shape<'a>, context: &Context) -> Option<Type> {
        if shape.ty != Some("array") && shape.items.is_none() {
            return None;
        }
        let Some(items) = &shape.items else { return Some(Type::List(Box::new(Type::Value))) };
        let words = match &context.component {
            Some(_) => format!("{}Item", context.words),
            None => self.naming.camel(&singular(&context.words)),
        };
        let context = Context { words, module: context.module.clone(), place: items.place.clone(), component: None };
        let item = self.schema(items, &context);
        self.inside.push(inside("[]", &context.place, &item));
        Some(Type::List(Box::new(item.item())))
    }

    fn primitive(&mut self, shape: &Shape<'a>, context: &Context) -> Type {
        match shape.ty {
            Some("string") => Type::String,
            Some("integer") => match shape.format.as_deref() {
                Some("date-time" | "timestamp" | "unix-time" | "unix-timestamp" | "unixtime" | "epoch") => {
                    Type::UnixTime
                }
                Some(_) | None => Type::Integer,
            },
            Some("number") => Type::Number,
            Some("boolean") => Type::Boolean,
            Some("object" | "array") | None => Type::Value,
            Some(other) => {
                self.warn(
                    format!("`{other}` is no type of OpenAPI 3.0; what stands here is taken as any JSON"),
                    &context.place,
                );
                Type::Value
            }
        }
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

/// The component that a place is in.
fn component_of<'a>(document: &'a OpenAPI, place: &Pointer) -> Option<&'a str> {
    let [components, schemas, wire, _, ..] = place.tokens() else { return None };
    let all = document.components.as_ref().filter(|_| components == "components" && schemas == "schemas")?;
    all.schemas.get_key_value(wire).map(|(wire, _)| wire.as_str())
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

/// A type with what a schema says of the place where it stands.
fn annotated(ty: Type, shape: &Shape<'_>) -> Lowered {
    // An enum that has a type of its own is told of the type.
    let is_enum = matches!(ty, Type::Named(_));
    let declared = Declared { limits: limits(shape, is_enum), ..declared(shape) };
    Lowered {
        ty,
        nullable: shape.nullable,
        docs: own_docs(shape),
        deprecated: shape.deprecated,
        read_only: shape.read_only,
        write_only: shape.write_only,
        declared,
    }
}

/// What a schema says of presence and range; whether it is required, only what it stands in can say.
pub(crate) fn declared(shape: &Shape<'_>) -> Declared {
    Declared {
        required: false,
        nullable: shape.nullable,
        default: shape.default.filter(|default| !default.is_null()).map(Value::to_string),
        format: shape.format.clone(),
        limits: limits(shape, false),
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
fn alternatives(shape: &Shape<'_>) -> Option<&'static str> {
    match (shape.one_of.is_empty(), shape.any_of.is_empty()) {
        (true, true) => None,
        (false, true) => Some("oneOf"),
        (true, false) => Some("anyOf"),
        (false, false) => Some("oneOf and anyOf"),
    }
}

/// What a schema says about itself: description, default, limits.
fn own_docs(shape: &Shape<'_>) -> String {
    let description = shape.description.map(docs::markdown).unwrap_or_default();
    let mut notes = Vec::new();
    let is_constant = shape.enumeration.len() == 1;
    if let Some(default) = shape.default.filter(|default| !default.is_null() && !is_constant) {
        notes.push(format!("Default: `{}`.", plain(default)));
    }
    for (keyword, value) in &shape.limits {
        let count = |what: &str| if value == "1" { what.trim_end_matches('s').to_owned() } else { what.to_owned() };
        notes.push(match *keyword {
            "exclusiveMinimum" => format!("Greater than {value}."),
            "exclusiveMaximum" => format!("Less than {value}."),
            "multipleOf" => format!("A multiple of {value}."),
            "uniqueItems" => "No item twice.".to_owned(),
            "minimum" => format!("At least {value}."),
            "maximum" => format!("At most {value}."),
            "minLength" => format!("At least {value} {}.", count("characters")),
            "maxLength" => format!("At most {value} {}.", count("characters")),
            "minProperties" => format!("At least {value} {}.", if value == "1" { "property" } else { "properties" }),
            "maxProperties" => format!("At most {value} {}.", if value == "1" { "property" } else { "properties" }),
            "minItems" => format!("At least {value} {}.", count("items")),
            "maxItems" => format!("At most {value} {}.", count("items")),
            _ => format!("Matches `{}`.", value.replace('`', "'")),
        });
    }
    docs::append(&description, &notes.join(" "))
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned).replace('`', "'")
}

/// What a definition says about itself: its description, else its title, else what it is.
pub(crate) fn definition_docs(shape: &Shape<'_>, context: &Context, fallback: &str) -> String {
    match (shape.description, shape.title) {
        (Some(description), _) if !description.trim().is_empty() => docs::markdown(description),
        (_, Some(title)) if !title.trim().is_empty() => docs::summary(&docs::markdown(title)),
        _ => {
            let (name, part) = named(&context.place);
            let fallback = if context.component.is_some() { "The schema" } else { fallback };
            let of = if context.component.is_some() { "" } else { "of " };
            format!("{fallback} {of}{part}`{}`.", name.replace('`', "'"))
        }
    }
}

/// The nearest name above a place, and which part of it the place is.
fn named(place: &Pointer) -> (String, &'static str) {
    let mut part = "";
    let is_component = place.tokens().first().is_some_and(|first| first == "components");
    let mut tokens = place.tokens().iter().rev().peekable();
    while let Some(token) = tokens.next() {
        let above = tokens.peek().map_or("", |token| token.as_str());
        match token.as_str() {
            _ if matches!(above, "properties" | "schemas") => return (token.clone(), part),
            _ if is_component && matches!(above, "parameters" | "requestBodies" | "responses") => {
                return (token.clone(), part);
            }
            "items" => part = "the items of ",
            "additionalProperties" => part = "the values of ",
            "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace" => {
                return (format!("{} {above}", token.to_uppercase()), part);
            }
            _ => {}
        }
    }
    (place.to_string(), part)
}
