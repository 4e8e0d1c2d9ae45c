//! A client by its names: definitions, the operations that reach them, paths without the names of their parameters.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    diff::change::spot::carried,
    ir::{Api, Definition, Field, Kind, Operation, Type, Usage},
    naming::TypeName,
};

/// A client, and what is looked up in it.
pub(crate) struct Index<'a> {
    pub api: &'a Api,
    /// The definitions by their names.
    pub definitions: BTreeMap<&'a TypeName, &'a Definition>,
    /// The components by their names in the description.
    pub components: BTreeMap<&'a str, &'a Definition>,
    /// The operations that reach a definition, by their indexes.
    reach: BTreeMap<&'a TypeName, BTreeSet<usize>>,
    /// Which sides of the wire carry a definition.
    carried: BTreeMap<&'a TypeName, Usage>,
}

/// The operations of two clients that are the same one, by their indexes.
pub(crate) struct OperationPairs {
    /// Of the older client, of the newer one.
    pub pairs: Vec<(usize, usize)>,
    /// Those that are gone.
    pub removed: Vec<usize>,
    /// Those that are new.
    pub added: Vec<usize>,
}

impl<'a> Index<'a> {
    pub(crate) fn new(api: &'a Api) -> Self {
        let definitions = api.definitions.iter().map(|definition| (&definition.name, definition)).collect();
        let components = api.definitions.iter().filter_map(|definition| Some((component(definition)?, definition)));
        let components = components.collect();
        let mut index = Self { api, definitions, components, reach: BTreeMap::new(), carried: BTreeMap::new() };
        index.carry();
        for (position, operation) in api.operations.iter().enumerate() {
            for name in index.reached(operation) {
                index.reach.entry(name).or_default().insert(position);
            }
        }
        index
    }

    /// The definition that a type names, by itself and not inside another.
    pub(crate) fn named(&self, ty: &Type) -> Option<&'a Definition> {
        let Type::Named(name) = ty else { return None };
        self.definitions.get(name).copied()
    }

    /// The definition that is another name of a type, with that type.
    pub(crate) fn alias(&self, ty: &Type) -> Option<(&'a Definition, &'a Type)> {
        let definition = self.named(ty)?;
        let Kind::Alias(meaning) = &definition.kind else { return None };
        Some((definition, meaning))
    }

    /// The definitions inside a type that stand inline, and those inside them.
    pub(crate) fn inline(&self, ty: &Type) -> Vec<&'a Definition> {
        let mut found: Vec<&'a Definition> = Vec::new();
        let mut pending: Vec<&Type> = vec![ty];
        while let Some(name) = pending.pop().map(Type::name) {
            let definition = name.and_then(|name| self.definitions.get(name)).copied();
            if let Some(definition) = definition.filter(|definition| component(definition).is_none())
                && found.iter().all(|known| known.name != definition.name)
            {
                pending.extend(definition.kind.types());
                found.push(definition);
            }
        }
        found
    }

    /// Whether null is a value of a field, by its own word or by that of the schema that it refers to.
    pub(crate) fn is_nullable(&self, field: &Field) -> bool {
        let ty = field.ty.parts().find(|part| !matches!(part, Type::Boxed(_)));
        let schema = ty.and_then(|ty| self.named(ty));
        field.declared.nullable || schema.is_some_and(|definition| definition.nullable)
    }

    /// Which sides of the wire carry a definition: less than reach it, where what leads to it is read-only or write-only.
    pub(crate) fn usage_of(&self, name: &TypeName) -> Usage {
        self.carried.get(name).copied().unwrap_or_default()
    }

    fn carry(&mut self) {
        let (request, response) = (Usage { request: true, response: false }, Usage { request: false, response: true });
        let mut pending: Vec<(&'a TypeName, Usage)> = Vec::new();
        let mut begin = |ty: &'a Type, usage| pending.extend(ty.name().map(|name| (name, usage)));
        self.api.client_headers.iter().for_each(|header| begin(&header.ty, request));
        self.api.error.ty.iter().for_each(|ty| begin(ty, response));
        // What the API sends to an app by itself is read as a response is.
        self.api.webhooks.iter().for_each(|webhooks| begin(&webhooks.ty, response));
        for operation in &self.api.operations {
            operation.sent().into_iter().for_each(|ty| begin(ty, request));
            received_types(operation).into_iter().for_each(|ty| begin(ty, response));
        }
        while let Some((name, side)) = pending.pop() {
            let known = self.carried.entry(name).or_default();
            let more = known.with(side);
            if *known == more {
                continue;
            }
            *known = more;
            match self.definitions.get(name).map(|definition| &definition.kind) {
                Some(Kind::Struct(object)) => {
                    let is_sent = self.definitions[name].usage.request;
                    let fields = object.fields.iter().map(|field| (&field.ty, carried(side, is_sent, &[field])));
                    let additional = object.additional.iter().map(|(_, ty)| (ty, side));
                    let parts = fields.chain(additional);
                    pending.extend(parts.filter_map(|(ty, side)| Some((ty.name()?, side))));
                }
                kind => pending
                    .extend(kind.into_iter().flat_map(Kind::types).filter_map(Type::name).map(|name| (name, side))),
            }
        }
    }

    /// The operations that reach a definition.
    pub(crate) fn operations_of(&self, name: &TypeName) -> impl Iterator<Item = usize> {
        self.reach.get(name).into_iter().flatten().copied()
    }

    fn reached(&self, operation: &'a Operation) -> BTreeSet<&'a TypeName> {
        let mut reached = BTreeSet::new();
        let mut pending: Vec<&'a TypeName> = types_of(operation).into_iter().filter_map(Type::name).collect();
        while let Some(name) = pending.pop() {
            if reached.insert(name) {
                let kind = self.definitions.get(name).map(|definition| &definition.kind);
                pending.extend(kind.into_iter().flat_map(Kind::types).filter_map(Type::name));
            }
        }
        reached
    }
}

/// The types that an operation names.
fn types_of(operation: &Operation) -> Vec<&Type> {
    [operation.sent(), received_types(operation)].concat()
}

fn received_types(operation: &Operation) -> Vec<&Type> {
    let errors = operation.errors.iter().filter_map(|response| response.ty.as_ref());
    errors.chain(operation.received()).collect()
}

/// The name of a component in its description; nothing for an inline schema.
pub(crate) fn component(definition: &Definition) -> Option<&str> {
    definition.place.component("schemas").filter(|(_, inside)| *inside == 0).map(|(name, _)| name)
}

/// A path whose parameters have lost their names: `/a/{b}` -> `/a/{}`.
pub(crate) fn blank(path: &str) -> String {
    let mut parts = path.split('{');
    let start = parts.next().unwrap_or_default().to_owned();
    parts.fold(start, |text, part| format!("{text}{{}}{}", part.split_once('}').map_or("", |(_, rest)| rest)))
}

/// What names an operation in its description, whatever its parameters are called. On the wire, paths that differ in
/// their fragments only are one.
pub(crate) fn operation_key(operation: &Operation) -> String {
    let path = operation.place.tokens().get(1).copied().unwrap_or(&operation.path);
    format!("{} {}", operation.method, blank(path))
}
