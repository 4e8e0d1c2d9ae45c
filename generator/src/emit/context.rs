//! What every emitter may look at.

use std::collections::BTreeMap;

use crate::{
    ir::{Api, Definition, Group, Operation, Type},
    naming::TypeName,
};

/// What every emitter may look at.
#[derive(Clone, Debug)]
pub struct Context<'a> {
    /// The whole client.
    pub api: &'a Api,
    /// Its definitions by their names.
    definitions: BTreeMap<&'a TypeName, &'a Definition>,
}

impl<'a> Context<'a> {
    /// The context of a whole client.
    #[must_use]
    pub fn new(api: &'a Api) -> Self {
        Self { api, definitions: api.definitions.iter().map(|definition| (&definition.name, definition)).collect() }
    }

    /// The definition of a name.
    pub(super) fn definition(&self, name: &TypeName) -> Option<&'a Definition> {
        self.definitions.get(name).copied()
    }

    /// The group whose file has the type of an operation, unless it is shared.
    pub(super) fn owner(&self, operation: &Operation) -> &'a Group {
        &self.api.groups[operation.owner]
    }

    /// What the description says of a place; where it says nothing, what it says of the type that stands there.
    pub(super) fn docs_of(&self, own: &str, ty: &Type, otherwise: impl FnOnce() -> String) -> String {
        let target = ty.name().and_then(|name| self.definition(name));
        let summary = target.and_then(|definition| definition.docs.split("\n\n").next());
        match [Some(own), summary].into_iter().flatten().find(|text| !text.is_empty()) {
            Some(text) => text.to_owned(),
            None => otherwise(),
        }
    }
}
