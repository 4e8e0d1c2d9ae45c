//! Objects with properties: fields, and the builders that make them.

use indexmap::IndexSet;
use openapiv3::AdditionalProperties;

use super::{
    Context, Lowering, docs,
    schemas::{definition_docs, inside},
    shape::{self, Node, NodeKind, Shape},
};
use crate::{
    ir::{Builder, Declared, Field, Kind, Presence, Struct, Type},
    naming::{FieldName, Naming, Scope, VariantName},
    place::Pointer,
};

impl<'a> Lowering<'a> {
    /// An object with properties, also one that a list of `required` lists divides into branches.
    pub(super) fn try_struct(&mut self, shape: &mut Shape<'a>, context: &Context) -> Option<Type> {
        let is_named = !shape.properties.is_empty() || (shape.ty.is_some() && !shape.required.is_empty());
        if !is_named || !matches!(shape.ty, None | Some("object")) {
            return None;
        }
        let position = self.definitions.len();
        let name = self.name(context);
        let (branches, alternatives) = self.take_branches(shape);
        let every_branch = intersection(branches.iter().map(|branch| &branch.required));
        let always: IndexSet<&str> = shape.required.iter().copied().chain(every_branch).collect();
        // Field names may not clash with the builder's own functions.
        let mut scope = Scope::reserving("build clone new");
        let mut fields = Vec::new();
        for (wire, node) in &shape.properties {
            let words = self.naming.camel(wire);
            let lowered = self.schema(node, &context.part(&words, &node.place));
            let presence = match (always.contains(wire), lowered.nullable) {
                (true, false) => Presence::Required,
                (true, true) => Presence::RequiredNullable,
                (false, false) => Presence::Optional,
                (false, true) => Presence::OptionalNullable,
            };
            fields.push(Field {
                wire: (*wire).to_owned(),
                place: node.place.clone(),
                name: self.naming.field(wire, &mut scope),
                ty: lowered.ty,
                presence,
                docs: lowered.docs,
                deprecated: lowered.deprecated,
                undeclared: false,
                read_only: lowered.read_only,
                write_only: lowered.write_only,
                constant: None,
                declared: Declared { required: shape.required.contains(wire), ..lowered.declared },
            });
        }
        self.undeclared(shape, &branches, &mut scope, &mut fields, context);
        let additional = self.additional(shape, &mut scope, context);
        let closed = matches!(shape.additional, Some((AdditionalProperties::Any(false), _)));
        let docs = definition_docs(shape, context, "The object");
        let definition = Struct { fields, additional, closed, alternatives, builders: Vec::new() };
        let ty = self.define(name, context, position, docs, shape.deprecated, Kind::Struct(definition));
        let builders = self.builders(&ty, &branches, position);
        let Kind::Struct(definition) = &mut self.definitions[position].kind else {
            unreachable!("it was defined as a struct above")
        };
        definition.builders = builders;
        Some(ty)
    }

    /// A `required` list may name what no list of properties declares. It is sent and kept as any JSON.
    fn undeclared(
        &mut self,
        shape: &Shape<'a>,
        branches: &[Branch<'a>],
        scope: &mut Scope,
        fields: &mut Vec<Field>,
        context: &Context,
    ) {
        let named: IndexSet<&str> = shape
            .required
            .iter()
            .copied()
            .chain(branches.iter().flat_map(|branch| branch.required.iter().copied()))
            .collect();
        for wire in named {
            if shape.properties.contains_key(wire) {
                continue;
            }
            self.warn(
                format!("`required` names `{wire}`, which no `properties` declare; it is taken as any JSON"),
                &context.place,
            );
            fields.push(Field {
                wire: wire.to_owned(),
                place: context.place.child("required"),
                name: self.naming.field(wire, scope),
                ty: Type::Value,
                presence: if shape.required.contains(wire) { Presence::Required } else { Presence::Optional },
                docs: "Required by the description, but not declared in it.".to_owned(),
                deprecated: false,
                undeclared: true,
                read_only: false,
                write_only: false,
                constant: None,
                declared: Declared { required: shape.required.contains(wire), ..Declared::default() },
            });
        }
    }

    fn additional(&mut self, shape: &Shape<'a>, scope: &mut Scope, context: &Context) -> Option<(FieldName, Type)> {
        let ty = match shape.additional.as_ref()? {
            (AdditionalProperties::Any(false), _) => return None,
            (AdditionalProperties::Any(true), _) => Type::Value,
            (AdditionalProperties::Schema(schema), place) => {
                let value = self.schema(&Node::new(schema, place.clone()), &context.part("Value", place));
                self.inside.push(inside("{}", place, &value));
                value.item()
            }
        };
        Some((self.naming.field("additional_properties", scope), ty))
    }

    /// The branches of a `oneOf` or `anyOf` beside `properties`.
    ///
    /// Where they only say which properties are required (and which value one of them has), they are ways to build one
    /// struct; a single one holds always. Where they bring properties of their own, these become fields of it: required
    /// if all of them require it; what each requires comes back, too.
    pub(super) fn take_branches(&mut self, shape: &mut Shape<'a>) -> (Vec<Branch<'a>>, Vec<Vec<String>>) {
        let nodes: Vec<Node<'a>> = shape.one_of.drain(..).chain(shape.any_of.drain(..)).collect();
        let mut branches = Vec::new();
        for node in nodes {
            match self.alternatives(&node, ALTERNATIVES_DEPTH) {
                Some(alternatives) => branches.extend(alternatives),
                None => self.warn("a branch beside `properties` is no object; it is left out of the type", &node.place),
            }
        }
        let only_narrow =
            branches.iter().all(|(_, branch)| branch.properties.keys().all(|wire| shape.properties.contains_key(wire)));
        if branches.len() > 1 && only_narrow && branches.iter().all(|(_, branch)| !branch.required.is_empty()) {
            let branches = branches.iter().map(|(place, branch)| self.branch(branch, shape, place.clone()));
            return (branches.collect(), Vec::new());
        }
        shape.required.extend(intersection(branches.iter().map(|(_, branch)| &branch.required)));
        let mut merged = Vec::new();
        for (_, branch) in branches {
            merged.push(branch.required.iter().map(|&wire| wire.to_owned()).collect());
            for (wire, node) in branch.properties {
                match shape.properties.get(wire) {
                    Some(known) if !self.agree(known, &node) => {
                        self.warn(
                            format!("the branches describe `{wire}` differently; it is taken as any JSON"),
                            &node.place,
                        );
                        shape.properties.insert(wire, Node { kind: NodeKind::Merged(Vec::new()), place: node.place });
                    }
                    Some(known) if self.values_of(known) == self.values_of(&node) => {}
                    Some(known) => {
                        let place = known.place.clone();
                        let either = Node { kind: NodeKind::Either(vec![known.clone(), node]), place };
                        shape.properties.insert(wire, either);
                    }
                    None => drop(shape.properties.insert(wire, node)),
                }
            }
        }
        (Vec::new(), merged)
    }

    /// A branch and its place, or where it has alternatives itself, each of them; nothing where one is no object.
    fn alternatives(&self, node: &Node<'a>, depth: usize) -> Option<Vec<(Pointer, Shape<'a>)>> {
        let mut branch = shape::flatten(self.document, node).ok()?;
        let nodes: Vec<Node<'a>> = branch.one_of.drain(..).chain(branch.any_of.drain(..)).collect();
        if !is_object(&branch) || depth == 0 {
            return None;
        }
        if nodes.is_empty() {
            return Some(vec![(node.place.clone(), branch)]);
        }
        let inner: Vec<Vec<(Pointer, Shape<'a>)>> =
            nodes.iter().map(|node| self.alternatives(node, depth - 1)).collect::<Option<_>>()?;
        let with_branch = |(place, alternative): (Pointer, Shape<'a>)| {
            let mut whole = branch.clone();
            whole.narrow(alternative);
            (place, whole)
        };
        Some(inner.into_iter().flatten().map(with_branch).collect())
    }

    /// Whether two descriptions of one property can be the same field.
    fn agree(&self, one: &Node<'a>, other: &Node<'a>) -> bool {
        match (&one.kind, &other.kind) {
            (NodeKind::Reference(one), NodeKind::Reference(other)) => one == other,
            (NodeKind::Schema(one), NodeKind::Schema(other)) if one == other => true,
            _ => match (shape::flatten(self.document, one), shape::flatten(self.document, other)) {
                (Ok(one), Ok(other)) => {
                    one.evident_type() == other.evident_type() && one.properties.len() == other.properties.len()
                }
                (_, _) => false,
            },
        }
    }

    /// The `enum` of a property.
    fn values_of(&self, node: &Node<'a>) -> Vec<serde_json::Value> {
        shape::flatten(self.document, node).map(|shape| shape.enumeration).unwrap_or_default()
    }

    fn branch(&mut self, branch: &Shape<'a>, shape: &Shape<'a>, place: Pointer) -> Branch<'a> {
        let required: IndexSet<&'a str> = branch.required.iter().chain(&shape.required).copied().collect();
        let fixed = branch.properties.iter().filter_map(|(wire, node)| {
            let own = shape::flatten(self.document, node).ok()?;
            let all = shape.properties.get(wire).and_then(|node| shape::flatten(self.document, node).ok());
            fixed(wire, &own, &all.unwrap_or_default(), required.contains(wire), &self.naming)
        });
        let fixed = fixed.collect();
        let constructor = branch.constructor.and_then(|name| {
            let name = name.as_str().filter(|name| name.chars().any(char::is_alphabetic));
            if name.is_none() {
                let message = "`x-constructor` is no name; what tells the branch apart names its builder";
                self.warn(message, &place.child("x-constructor"));
            }
            name.map(str::to_owned)
        });
        Branch {
            place,
            constructor,
            title: branch.title.map(str::to_owned),
            docs: branch.description.map(docs::markdown).unwrap_or_default(),
            required,
            fixed,
        }
    }

    /// The builders of a struct: one, or one for each branch.
    fn builders(&mut self, ty: &Type, branches: &[Branch<'a>], position: usize) -> Vec<Builder> {
        let name = ty.name().expect("a struct has a name").to_string();
        let Kind::Struct(Struct { fields, .. }) = &self.definitions[position].kind else {
            unreachable!("it was defined as a struct")
        };
        let fields = fields.clone();
        if branches.is_empty() {
            let name = self.naming.type_name(&format!("{name}Builder"), &mut self.types);
            let constructor = self.naming.method("builder", &mut Scope::default());
            let (required, optional) =
                partition(&fields, |field| matches!(field.presence, Presence::Required | Presence::RequiredNullable));
            return vec![Builder {
                wire: String::new(),
                place: self.definitions[position].place.clone(),
                name,
                constructor,
                docs: String::new(),
                required,
                optional,
                constants: Vec::new(),
                presets: Vec::new(),
            }];
        }
        let common = intersection(branches.iter().map(|branch| &branch.required));
        // Clippy expects `new` to give the type itself.
        let mut scope = Scope::reserving("new");
        let mut builders = Vec::new();
        for branch in branches {
            let words = branch.words(&common);
            let kind = if words == "builder" { String::new() } else { self.naming.camel(&words) };
            let name = self.naming.type_name(&format!("{name}{kind}Builder"), &mut self.types);
            let constructor = self.naming.method(&words, &mut scope);
            let constants = self.constants(branch, &fields, false);
            let presets = self.constants(branch, &fields, true);
            let (required, optional) = partition(&fields, |field| branch.required.contains(field.wire.as_str()));
            let is_free = |index: &usize| constants.iter().chain(&presets).all(|(set, _)| set != index);
            builders.push(Builder {
                wire: branch.wire(),
                place: branch.place.clone(),
                name,
                constructor,
                docs: branch.docs.clone(),
                required: required.into_iter().filter(is_free).collect(),
                optional: optional.into_iter().filter(is_free).collect(),
                constants,
                presets,
            });
        }
        builders
    }

    /// The fields that a branch fixes, or only sets unless it is told otherwise, as variants of their enums.
    fn constants(&self, branch: &Branch<'a>, fields: &[Field], is_preset: bool) -> Vec<(usize, VariantName)> {
        let variant = |field: &Field, value: &str| {
            let definition =
                self.definitions.iter().find(|definition| Type::Named(definition.name.clone()) == field.ty)?;
            let Kind::StringEnum(definition) = &definition.kind else { return None };
            definition.values.iter().find(|known| known.wire == value).map(|known| known.name.clone())
        };
        let position = |wire: &str| fields.iter().position(|field| field.wire == wire);
        let fixed = branch.fixed.iter().filter(|fixed| fixed.is_preset == is_preset);
        fixed
            .filter_map(|Fixed { wire, value, .. }| {
                position(wire).and_then(|index| Some((index, variant(&fields[index], value)?)))
            })
            .collect()
    }
}

/// How many levels of alternatives in alternatives a branch may have.
const ALTERNATIVES_DEPTH: usize = 8;

/// An object, or something that only says more about one.
fn is_object(branch: &Shape<'_>) -> bool {
    matches!(branch.ty, None | Some("object"))
        && branch.items.is_none()
        && branch.one_of.is_empty()
        && branch.any_of.is_empty()
        && branch.enumeration.is_empty()
}

/// What is in all of several lists of required properties.
fn intersection<'s, 'a: 's>(lists: impl Iterator<Item = &'s IndexSet<&'a str>>) -> IndexSet<&'a str> {
    lists.cloned().reduce(|all, more| all.intersection(&more).copied().collect()).unwrap_or_default()
}

fn partition(fields: &[Field], is_required: impl Fn(&Field) -> bool) -> (Vec<usize>, Vec<usize>) {
    (0..fields.len()).partition(|&index| is_required(&fields[index]))
}

/// A way to build a struct.
#[derive(Clone, Debug)]
pub(super) struct Branch<'a> {
    place: Pointer,
    constructor: Option<String>,
    title: Option<String>,
    docs: String,
    required: IndexSet<&'a str>,
    /// Properties that it narrows to one value, or to few.
    fixed: Vec<Fixed<'a>>,
}

/// A property that a branch narrows: `message_type: {enum: [email]}`.
#[derive(Clone, Debug)]
struct Fixed<'a> {
    wire: &'a str,
    /// The value that its builder sets, the first of several.
    value: String,
    /// What this value is called.
    words: String,
    /// Whether there are others, so that the builder can be told one of them.
    is_preset: bool,
}

/// What a branch fixes of a property: of several values the first, where the branch requires the property and leaves out
/// values that it has elsewhere.
fn fixed<'a>(wire: &'a str, own: &Shape<'a>, all: &Shape<'a>, is_required: bool, naming: &Naming) -> Option<Fixed<'a>> {
    let first = own.enumeration.first()?;
    let value = first.as_str()?.to_owned();
    let is_preset = own.enumeration.len() > 1;
    let is_text = own.enumeration.iter().all(serde_json::Value::is_string);
    let leaves_out = all.enumeration.iter().any(|value| !own.enumeration.contains(value));
    let words = own.value_name(first, naming).or_else(|| all.value_name(first, naming)).unwrap_or(&value).to_owned();
    (!is_preset || (is_text && is_required && leaves_out)).then_some(Fixed { wire, value, words, is_preset })
}

impl Branch<'_> {
    /// What the description calls the branch, or what it says of it alone.
    fn wire(&self) -> String {
        let values: Vec<&str> = self.fixed.iter().map(|fixed| fixed.value.as_str()).collect();
        let said = if values.is_empty() { self.required.iter().copied().collect() } else { values };
        self.constructor.clone().or_else(|| self.title.clone()).unwrap_or_else(|| said.join(", "))
    }

    /// What it is called, or what tells it apart: the values that it fixes, else its title, else the properties that only
    /// it requires.
    fn words(&self, common: &IndexSet<&str>) -> String {
        if let Some(constructor) = &self.constructor {
            return constructor.clone();
        }
        let values: Vec<&str> = self.fixed.iter().map(|fixed| fixed.words.as_str()).collect();
        let own: Vec<&str> = self.required.iter().copied().filter(|wire| !common.contains(wire)).collect();
        match (values.is_empty(), &self.title) {
            (false, _) => values.join(" "),
            (true, Some(title)) => title.clone(),
            (true, None) if own.is_empty() => "builder".to_owned(),
            (true, None) => format!("with {}", own.join(" and ")),
        }
    }
}
