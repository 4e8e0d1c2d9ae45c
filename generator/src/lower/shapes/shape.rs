//! One uniform view of a schema, with its `allOf` parts merged.
//!
//! `openapiv3` sorts schemas into kinds by the keywords that they have. A classification of our own is easier to read on
//! a flat record of all keywords, into which the parts of an `allOf` are merged in their order, the schema's own last:
//! what comes later narrows what came before.

use indexmap::{IndexMap, IndexSet};
use openapiv3::{AdditionalProperties, Discriminator, SchemaData};
use serde_json::Value;

use super::value_names::ValueNames;
use crate::{
    dialect::TUPLE,
    lower::read::schemas::{Node, NodeKind},
    naming::Naming,
    place::Pointer,
};

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
    /// `x-sensitive`: whether values are shown nowhere.
    pub sensitive: bool,
    /// `default`.
    pub default: Option<&'a Value>,
    /// `example`.
    pub example: Option<&'a Value>,
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
    /// Of an alternative that is a reference, the component that it refers to.
    pub component: Option<&'a str>,
    /// `properties`.
    pub properties: IndexMap<&'a str, Node<'a>>,
    /// `required`.
    pub required: IndexSet<&'a str>,
    /// The schema that each name in `required` stands in, for each schema that has it.
    pub requiring: Vec<(&'a str, Pointer)>,
    /// `additionalProperties`.
    pub additional: Option<(&'a AdditionalProperties, Pointer)>,
    /// Whether its alternatives are the items of a tuple, each at its place.
    pub is_tuple: bool,
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

    /// Whether it has alternatives.
    pub(crate) fn has_alternatives(&self) -> bool {
        !self.one_of.is_empty() || !self.any_of.is_empty()
    }

    /// The schemas whose `required` has this name, each of them once.
    pub(crate) fn required_in(&self, wire: &str) -> Vec<Pointer> {
        let mut places: Vec<Pointer> = Vec::new();
        for (_, place) in self.requiring.iter().filter(|(name, _)| *name == wire) {
            if !places.contains(place) {
                places.push(place.clone());
            }
        }
        places
    }

    /// Adds a limit, if there is one.
    pub(super) fn limit(&mut self, keyword: &'static str, value: Option<impl ToString>) {
        self.limits.extend(value.map(|value| (keyword, value.to_string())));
    }

    /// Allows what another alternative allows, too; that both are of one type is for the caller to see.
    pub(super) fn widen(&mut self, other: Shape<'a>) {
        self.nullable |= other.nullable;
        self.sensitive |= other.sensitive;
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
        // {type: string, maxLength: 9} + {maxLength: 5, nullable: true} -> {type: string, maxLength: 5, nullable: true}
        self.title = later.title.or(self.title);
        self.description = later.description.or(self.description);
        self.nullable |= later.nullable;
        self.deprecated |= later.deprecated;
        self.read_only |= later.read_only;
        self.write_only |= later.write_only;
        self.sensitive |= later.sensitive;
        self.default = later.default.or(self.default);
        self.example = later.example.or(self.example);
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
        self.is_tuple |= later.is_tuple;
        self.additional = later.additional.or(self.additional.take());
        self.items = match (self.items.take(), later.items) {
            (Some(earlier), Some(later)) => Some(narrowed(earlier, later)),
            (earlier, later) => later.or(earlier),
        };
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

/// Two descriptions of the items of one list. A component is a type of its own, which says all; what stands inline adds to it.
fn narrowed<'a>(earlier: Node<'a>, later: Node<'a>) -> Node<'a> {
    // `{properties: {id: …}}` + `{properties: {rules: …}}` -> `{properties: {id: …, rules: …}}`
    if earlier.place == later.place || matches!(later.kind, NodeKind::Reference(_)) || has_places(&later) {
        return later;
    }
    if has_places(&earlier) {
        return earlier;
    }
    let place = later.place.clone();
    Node { kind: NodeKind::Merged(vec![earlier, later]), place }
}

/// Whether the items are those of a tuple, each at its place.
fn has_places(items: &Node<'_>) -> bool {
    matches!(items.kind, NodeKind::Schema(schema) if is_said_tuple(&schema.schema_data))
}

/// Whether the alternatives of a schema are the items of a tuple.
pub(super) fn is_said_tuple(data: &SchemaData) -> bool {
    data.extensions.contains_key(TUPLE)
}
