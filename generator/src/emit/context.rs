//! What every emitter may look at.

use std::collections::BTreeMap;

use super::whereabouts::{Places, places};
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
    /// Where they stand.
    places: BTreeMap<&'a TypeName, Places>,
}

impl<'a> Context<'a> {
    /// The context of a whole client.
    #[must_use]
    pub fn new(api: &'a Api) -> Self {
        let definitions = api.definitions.iter().map(|definition| (&definition.name, definition)).collect();
        Self { api, definitions, places: places(api) }
    }

    /// The definition of a name.
    pub(super) fn definition(&self, name: &TypeName) -> Option<&'a Definition> {
        self.definitions.get(name).copied()
    }

    /// The group whose file has the type of an operation, unless it is shared.
    pub(super) fn owner(&self, operation: &Operation) -> &'a Group {
        &self.api.groups[operation.owner]
    }

    /// What a definition is; where the description does not say it, where it stands. `#[deprecated]` stands on its constructors: on the
    /// type, it would warn of every use in the generated code itself.
    pub(super) fn definition_docs(&self, definition: &Definition) -> String {
        let deprecated =
            if definition.deprecated { "\n\n**Deprecated**: the description advises against it." } else { "" };
        let docs = match definition.docs.trim_end_matches('\n') {
            "" => self.places.get(&definition.name).cloned().unwrap_or_default().sentence(),
            docs => docs.to_owned(),
        };
        format!("{docs}{deprecated}")
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
