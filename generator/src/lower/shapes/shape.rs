//! One uniform view of a schema, with its `allOf` parts merged.
//!
//! `openapiv3` sorts schemas into kinds by the keywords that they bear. A classification of our own is easier to read on
//! a flat record of all keywords, into which the parts of an `allOf` are merged in their order, the schema's own last:
//! what comes later narrows what came before.

use std::collections::{BTreeSet, HashMap};

use indexmap::{IndexMap, IndexSet};
use openapiv3::{
    AdditionalProperties, AnySchema, Discriminator, IntegerFormat, NumberFormat, OpenAPI, ReferenceOr, Schema,
    SchemaData, SchemaKind, StringFormat, Type, VariantOrUnknownOrEmpty,
};
use serde_json::Value;

use crate::lower::{answers::described::written, shapes::value_names::ValueNames};
use crate::{naming::Naming, place::Pointer, walk::Keys};

/// A schema, or a reference to one, and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Node<'a> {
    /// What it is.
    pub kind: NodeKind<'a>,
    /// Where it stands.
    pub place: Pointer,
}

/// What a node is.
#[derive(Clone, Debug)]
pub(crate) enum NodeKind<'a> {
    /// A `$ref`.
    Reference(&'a str),
    /// A schema that stands here.
    Schema(&'a Schema),
    /// Several descriptions of one property, in several parts of an `allOf`.
    Merged(Vec<Node<'a>>),
    /// Several descriptions of one property, in several alternatives: each may hold.
    Either(Vec<Node<'a>>),
}

impl<'a> Node<'a> {
    /// A node of a parsed document.
    pub(crate) fn new(schema: &'a ReferenceOr<Schema>, place: Pointer) -> Self {
        let kind = match schema {
            ReferenceOr::Reference { reference } => NodeKind::Reference(reference),
            ReferenceOr::Item(schema) => NodeKind::Schema(schema),
        };
        Self { kind, place }
    }

    /// Where all that it is made of stands.
    pub(crate) fn sources(&self) -> BTreeSet<Pointer> {
        match &self.kind {
            NodeKind::Reference(_) | NodeKind::Schema(_) => BTreeSet::from([self.place.clone()]),
            NodeKind::Merged(nodes) | NodeKind::Either(nodes) => nodes.iter().flat_map(Self::sources).collect(),
        }
    }

    fn boxed(schema: &'a ReferenceOr<Box<Schema>>, place: Pointer) -> Self {
        let kind = match schema {
            ReferenceOr::Reference { reference } => NodeKind::Reference(reference),
            ReferenceOr::Item(schema) => NodeKind::Schema(schema),
        };
        Self { kind, place }
    }

    fn list(schemas: &'a [ReferenceOr<Schema>], place: &Pointer, keyword: &str) -> Vec<Self> {
        schemas.iter().enumerate().map(|(index, schema)| Self::new(schema, place.child(keyword).child(index))).collect()
    }
}

/// All keywords of a schema.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shape<'a> {
    /// `title`.
    pub title: Option<&'a str>,
    /// `description`.
    pub description: Option<&'a str>,
    /// `nullable`.
    pub nullable: bool,
    /// `deprecated`.
    pub deprecated: bool,
    /// `readOnly`.
    pub read_only: bool,
    /// `writeOnly`.
    pub write_only: bool,
    /// `default`.
    pub default: Option<&'a Value>,
    /// `type`.
    pub ty: Option<&'a str>,
    /// `format`.
    pub format: Option<String>,
    /// `enum`.
    pub enumeration: Vec<Value>,
    /// `x-enumDescriptions`: what the values mean.
    pub value_docs: Option<&'a Value>,
    /// `x-enum-varnames`, wherever it stands beside an `enum`.
    pub value_names: Vec<ValueNames<'a>>,
    /// `x-constructor`: what the function is called that begins a builder, where this is a branch.
    pub constructor: Option<&'a Value>,
    /// `properties`.
    pub properties: IndexMap<&'a str, Node<'a>>,
    /// `required`.
    pub required: IndexSet<&'a str>,
    /// The schema that each name in `required` stands in, for each schema that has it.
    pub requiring: Vec<(&'a str, Pointer)>,
    /// `additionalProperties`.
    pub additional: Option<(&'a AdditionalProperties, Pointer)>,
    /// `items`.
    pub items: Option<Node<'a>>,
    /// `oneOf`.
    pub one_of: Vec<Node<'a>>,
    /// `anyOf`.
    pub any_of: Vec<Node<'a>>,
    /// `discriminator`.
    pub discriminator: Option<&'a Discriminator>,
    /// The limits that are worth a word in the docs: `minimum`, `maxLength`, …
    pub limits: Vec<(&'static str, String)>,
    /// The references among the `allOf` parts.
    pub parts: Vec<&'a str>,
    /// How many `allOf` parts were merged.
    pub part_count: usize,
    /// `not`, as JSON: no Rust type says it.
    pub not: Option<String>,
    /// Of a `not` that says nothing else, the properties that must not be there.
    pub excluded: IndexSet<&'a str>,
    /// Whether two parts have alternatives each: a value has to fit one of both lists.
    pub has_alternatives_twice: bool,
    /// The `allOf` parts that lead nowhere; they are left out.
    pub dangling: Vec<(String, Pointer)>,
}

/// A reference that does not lead anywhere, or an `allOf` that leads to itself.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Broken {
    /// The reference, and where it stands.
    Dangling(String, Pointer),
    /// The reference that closes the circle, and where it stands.
    Circular(String, Pointer),
}

/// The schema that a reference leads to, with its place.
pub(crate) fn resolve<'a>(document: &'a OpenAPI, reference: &str) -> Option<Node<'a>> {
    let name = schema_name(reference)?;
    let schema = document.components.as_ref()?.schemas.get(&name)?;
    Some(Node::new(schema, Pointer::root().descendant(["components", "schemas", &name])))
}

/// The component that a reference names.
pub(crate) fn schema_name(reference: &str) -> Option<String> {
    reference.strip_prefix("#/components/schemas/").map(|name| name.replace("~1", "/").replace("~0", "~"))
}

/// The flat record of a node.
///
/// # Errors
///
/// The first reference that does not lead to a schema.
pub(crate) fn flatten<'a>(document: &'a OpenAPI, node: &Node<'a>) -> Result<Shape<'a>, Broken> {
    Flattening { document, path: Vec::new(), done: HashMap::new() }.node(node)
}

/// How many components may be parts of parts of each other.
const DEPTH: usize = 100;

/// The state of one flattening.
struct Flattening<'a> {
    document: &'a OpenAPI,
    /// The references on the way to where it is.
    path: Vec<&'a str>,
    /// The components that are done: one may be a part in many places.
    done: HashMap<&'a str, Shape<'a>>,
}

impl<'a> Flattening<'a> {
    fn node(&mut self, node: &Node<'a>) -> Result<Shape<'a>, Broken> {
        match &node.kind {
            NodeKind::Reference(reference) => self.reference(reference, &node.place),
            NodeKind::Schema(schema) => self.schema(schema, &node.place),
            NodeKind::Merged(nodes) => self.merged(nodes),
            NodeKind::Either(nodes) => self.either(nodes),
        }
    }

    fn merged(&mut self, nodes: &[Node<'a>]) -> Result<Shape<'a>, Broken> {
        let mut merged = Shape::default();
        for node in nodes {
            merged.narrow(self.node(node)?);
        }
        Ok(merged)
    }

    fn either(&mut self, nodes: &[Node<'a>]) -> Result<Shape<'a>, Broken> {
        let mut shapes = nodes.iter().map(|node| self.node(node)).collect::<Result<Vec<_>, _>>()?.into_iter();
        let mut either = shapes.next().unwrap_or_default();
        shapes.for_each(|other| either.widen(other));
        Ok(either)
    }

    fn reference(&mut self, reference: &'a str, place: &Pointer) -> Result<Shape<'a>, Broken> {
        if let Some(shape) = self.done.get(reference) {
            return Ok(shape.clone());
        }
        let Some(target) = resolve(self.document, reference) else {
            return Err(Broken::Dangling(reference.to_owned(), place.clone()));
        };
        if self.path.contains(&reference) || self.path.len() >= DEPTH {
            return Err(Broken::Circular(reference.to_owned(), place.clone()));
        }
        self.path.push(reference);
        let shape = self.node(&target)?;
        self.path.pop();
        self.done.insert(reference, shape.clone());
        Ok(shape)
    }

    fn schema(&mut self, schema: &'a Schema, place: &Pointer) -> Result<Shape<'a>, Broken> {
        let mut shape = Shape::default();
        let parts: &[ReferenceOr<Schema>] = match &schema.schema_kind {
            SchemaKind::AllOf { all_of } => all_of,
            SchemaKind::Any(any) => &any.all_of,
            SchemaKind::Type(_) | SchemaKind::OneOf { .. } | SchemaKind::AnyOf { .. } | SchemaKind::Not { .. } => &[],
        };
        for part in Node::list(parts, place, "allOf") {
            let mut flat = match self.node(&part) {
                Ok(flat) => flat,
                Err(Broken::Dangling(reference, place)) => {
                    shape.dangling.push((reference, place));
                    continue;
                }
                Err(circular) => return Err(circular),
            };
            // A part's own words are about the part.
            (flat.title, flat.description) = (None, None);
            flat.constructor = None;
            if let NodeKind::Reference(reference) = part.kind {
                shape.parts.push(reference);
            }
            shape.has_alternatives_twice |= has_alternatives(&shape) && has_alternatives(&flat);
            shape.narrow(flat);
        }
        shape.part_count = parts.len();
        shape.narrow(own_keywords(schema, place));
        Ok(shape)
    }
}

fn has_alternatives(shape: &Shape<'_>) -> bool {
    !shape.one_of.is_empty() || !shape.any_of.is_empty()
}

/// What a schema says itself, without its `allOf`.
fn own_keywords<'a>(schema: &'a Schema, place: &Pointer) -> Shape<'a> {
    let mut shape = annotations(&schema.schema_data);
    match &schema.schema_kind {
        SchemaKind::Type(ty) => typed_keywords(ty, place, &mut shape),
        SchemaKind::OneOf { one_of } => shape.one_of = Node::list(one_of, place, "oneOf"),
        SchemaKind::AnyOf { any_of } => shape.any_of = Node::list(any_of, place, "anyOf"),
        SchemaKind::AllOf { .. } => {}
        SchemaKind::Not { not } => {
            shape.not = Some(written(not.as_ref(), Keys::Keywords));
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
        default: data.default.as_ref(),
        value_docs: data.extensions.get("x-enumDescriptions"),
        constructor: data.extensions.get("x-constructor"),
        discriminator: data.discriminator.as_ref(),
        ..Shape::default()
    }
}

fn typed_keywords<'a>(ty: &'a Type, place: &Pointer, shape: &mut Shape<'a>) {
    match ty {
        Type::String(string) => {
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
        Type::Number(number) => {
            shape.ty = Some("number");
            shape.format = format_name(&number.format, |format| match format {
                NumberFormat::Float => "float",
                NumberFormat::Double => "double",
            });
            shape.enumeration = number.enumeration.iter().map(|value| value.map_or(Value::Null, Value::from)).collect();
            shape.limit(if number.exclusive_minimum { "exclusiveMinimum" } else { "minimum" }, number.minimum);
            shape.limit(if number.exclusive_maximum { "exclusiveMaximum" } else { "maximum" }, number.maximum);
            shape.limit("multipleOf", number.multiple_of);
        }
        Type::Integer(integer) => {
            shape.ty = Some("integer");
            shape.format = format_name(&integer.format, |format| match format {
                IntegerFormat::Int32 => "int32",
                IntegerFormat::Int64 => "int64",
            });
            shape.enumeration =
                integer.enumeration.iter().map(|value| value.map_or(Value::Null, Value::from)).collect();
            shape.limit(if integer.exclusive_minimum { "exclusiveMinimum" } else { "minimum" }, integer.minimum);
            shape.limit(if integer.exclusive_maximum { "exclusiveMaximum" } else { "maximum" }, integer.maximum);
            shape.limit("multipleOf", integer.multiple_of);
        }
        Type::Boolean(boolean) => {
            shape.ty = Some("boolean");
            shape.enumeration =
                boolean.enumeration.iter().map(|value| value.map_or(Value::Null, Value::from)).collect();
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
    shape.not = any.not.as_deref().map(|not| written(not, Keys::Keywords));
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

impl<'a> Shape<'a> {
    /// What `x-enum-varnames` calls a value.
    pub(crate) fn value_name(&self, value: &Value, naming: &Naming) -> Option<&str> {
        let named = self.value_names.iter().rev().filter(|names| names.fault(naming).is_none());
        named.filter_map(|names| names.name(value)).next()
    }

    /// `type`, or that of all values of an `enum` that does not say it.
    pub(crate) fn evident_type(&self) -> Option<&'a str> {
        let is_text = !self.enumeration.is_empty() && self.enumeration.iter().all(Value::is_string);
        self.ty.or(is_text.then_some("string"))
    }

    /// The schemas whose `required` has this name, each of them once.
    pub(crate) fn required_in(&self, wire: &str) -> Vec<Pointer> {
        let places = self.requiring.iter().filter(|(name, _)| *name == wire).map(|(_, place)| place.clone());
        places.collect::<IndexSet<Pointer>>().into_iter().collect()
    }

    fn limit(&mut self, keyword: &'static str, value: Option<impl ToString>) {
        self.limits.extend(value.map(|value| (keyword, value.to_string())));
    }

    /// Allows what another alternative allows, too; that both are of one type is for the caller to see.
    fn widen(&mut self, other: Shape<'a>) {
        self.nullable |= other.nullable;
        self.limits.retain(|limit| other.limits.contains(limit));
        self.value_names.extend(other.value_names);
        if other.enumeration.is_empty() {
            self.enumeration.clear();
        } else if !self.enumeration.is_empty() {
            let more = other.enumeration.into_iter().filter(|value| !self.enumeration.contains(value));
            self.enumeration.extend(more.collect::<Vec<_>>());
        }
    }

    /// Adds what a later part says; where both speak, the later counts.
    pub(crate) fn narrow(&mut self, later: Shape<'a>) {
        self.title = later.title.or(self.title);
        self.description = later.description.or(self.description);
        self.nullable |= later.nullable;
        self.deprecated |= later.deprecated;
        self.read_only |= later.read_only;
        self.write_only |= later.write_only;
        self.default = later.default.or(self.default);
        self.ty = later.ty.or(self.ty);
        self.format = later.format.or(self.format.take());
        if !later.enumeration.is_empty() {
            self.enumeration = later.enumeration;
        }
        self.value_docs = later.value_docs.or(self.value_docs);
        self.value_names.extend(later.value_names);
        self.constructor = later.constructor.or(self.constructor);
        for (name, node) in later.properties {
            match self.properties.get_mut(name) {
                // The same part, come by another way.
                Some(earlier) if earlier.place == node.place => {}
                Some(earlier) => {
                    let place = node.place.clone();
                    *earlier = Node { kind: NodeKind::Merged(vec![earlier.clone(), node]), place };
                }
                None => drop(self.properties.insert(name, node)),
            }
        }
        self.required.extend(later.required);
        self.requiring.extend(later.requiring);
        self.additional = later.additional.or(self.additional.take());
        self.items = later.items.or(self.items.take());
        self.one_of.extend(later.one_of);
        self.any_of.extend(later.any_of);
        self.discriminator = later.discriminator.or(self.discriminator);
        self.limits.retain(|(keyword, _)| later.limits.iter().all(|(other, _)| other != keyword));
        self.limits.extend(later.limits);
        self.not = later.not.or(self.not.take());
        self.excluded.extend(later.excluded);
        self.has_alternatives_twice |= later.has_alternatives_twice;
        self.dangling.extend(later.dangling);
    }
}
