//! The state of lowering that all steps share, and what they do with it: names, definitions, diagnostics.

use std::{
    collections::{BTreeMap, HashMap},
    rc::Rc,
    sync::Arc,
};

use openapiv3::{OpenAPI, ReferenceOr, SchemaKind, Type as Declaration};

use super::{merges::Merges, reserved};
use crate::{
    error::{Diagnostic, Diagnostics, Source},
    ir::{Declared, Definition, Kind, OpeningKind, Selection, Type, Usage},
    naming::{ModuleName, Naming, Scope, TypeName, singular},
    place::Pointer,
    settings::Settings,
};

/// The state.
pub(crate) struct State<'a> {
    pub document: &'a OpenAPI,
    pub settings: &'a Settings,
    pub source: &'a Arc<Source>,
    pub naming: Naming,
    /// The names of types that have been given.
    pub type_names: Scope,
    /// The names of modules that have been given.
    pub module_names: Scope,
    /// The component schemas, by their names in the description.
    pub components: HashMap<&'a str, Component>,
    /// The enums that the settings make one.
    pub merges: Merges<'a>,
    pub definitions: Vec<Definition>,
    /// By its name, where a definition was added: it stands there or later.
    positions: HashMap<TypeName, usize>,
    pub diagnostics: Diagnostics,
    /// What is left open, by its place.
    pub openings: BTreeMap<Pointer, (OpeningKind, String)>,
}

/// What is known of a component schema before it is lowered.
#[derive(Clone, Debug)]
pub(crate) struct Component {
    /// What it is called by itself, and what inline schemas in it are called after.
    pub own: TypeName,
    pub name: TypeName,
    pub module: ModuleName,
}

/// Where a schema stands, for naming what it becomes.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    /// The words of its name: those of what it stands in, and its own.
    pub words: Rc<Words>,
    /// The module of what it stands in.
    pub module: ModuleName,
    /// Its place in the description.
    pub place: Pointer,
    /// Its name, if it is a component.
    pub component: Option<TypeName>,
}

/// The words of a name. They are spelled where something is named after them, which most schemas are not.
#[derive(Clone, Debug)]
pub(crate) enum Words {
    /// In `UpperCamelCase`.
    Spelled(String),
    /// Those of a whole, and what a part of it is called.
    Part(Rc<Words>, String),
    /// Those of a list, of which this is an item.
    Item(Rc<Words>),
}

impl Words {
    /// The name of a type as words.
    pub(crate) fn of_type(name: &TypeName) -> Rc<Self> {
        Rc::new(Self::Spelled(name.to_string()))
    }

    /// The words in `UpperCamelCase`.
    pub(crate) fn spelled(&self, naming: &Naming) -> String {
        match self {
            Self::Spelled(words) => words.clone(),
            Self::Part(whole, own) => format!("{}{}", whole.spelled(naming), naming.camel(own)),
            Self::Item(list) => naming.camel(&singular(&list.spelled(naming))),
        }
    }
}

impl Site {
    /// The site of what stands in something of this name.
    pub(crate) fn of_type(name: &TypeName, module: &ModuleName, place: &Pointer) -> Self {
        Self { words: Words::of_type(name), module: module.clone(), place: place.clone(), component: None }
    }

    /// The site of a part of this schema, which is called so.
    pub(crate) fn part(&self, own: &str, place: &Pointer) -> Self {
        Self {
            words: Rc::new(Words::Part(Rc::clone(&self.words), own.to_owned())),
            module: self.module.clone(),
            place: place.clone(),
            component: None,
        }
    }

    /// What stands here becomes this.
    pub(crate) fn definition(&self, name: TypeName, docs: String, deprecated: bool, kind: Kind) -> Definition {
        Definition {
            name,
            nullable: false,
            module: self.module.clone(),
            place: self.place.clone(),
            docs,
            deprecated,
            usage: Usage::default(),
            selection: Selection::default(),
            declared: Declared::default(),
            example: None,
            kind,
        }
    }
}

impl<'a> State<'a> {
    /// The state before the first step: components have their names, which depend neither on the order of the description
    /// nor on what stands inline, since they come first and in the alphabetical order.
    pub(crate) fn new(document: &'a OpenAPI, settings: &'a Settings, source: &'a Arc<Source>) -> Self {
        let mut state = Self {
            document,
            settings,
            source,
            naming: Naming::new(settings.names.words.clone()),
            type_names: Scope::reserving(reserved::MODEL_TYPES),
            module_names: Scope::reserving(reserved::MODEL_MODULES),
            components: HashMap::new(),
            merges: Merges::default(),
            definitions: Vec::new(),
            positions: HashMap::new(),
            diagnostics: Diagnostics::default(),
            openings: BTreeMap::new(),
        };
        for wire in state.component_names() {
            let spelled = settings.names.schemas.get(wire).map_or(wire, String::as_str);
            let name = state.naming.type_name(spelled, &mut state.type_names);
            let module = state.naming.module(spelled, &mut state.module_names);
            state.components.insert(wire, Component { own: name.clone(), name, module });
        }
        state.merge();
        state
    }

    /// Gives components that the settings make one enum its name, if they are enums.
    fn merge(&mut self) {
        let components = self.components.values();
        let components = components.map(|known| (known.own.to_string(), (known.name.clone(), known.module.clone())));
        let scopes = (&mut self.type_names, &mut self.module_names);
        let (names, known) = (&self.settings.names, components.collect());
        self.merges = Merges::new(names, &self.naming, scopes, &known, &mut self.diagnostics);
        for (wire, known) in &mut self.components {
            let is_enum = || lists_values(self.document, wire);
            if let Some(merge) = self.merges.of(known.own.as_str()).filter(|_| is_enum()) {
                known.name = merge.name.clone();
                known.module = merge.module.clone();
            }
        }
    }

    /// What the description calls its component schemas, in the alphabetical order.
    pub(crate) fn component_names(&self) -> Vec<&'a str> {
        let schemas = self.document.components.iter().flat_map(|components| components.schemas.keys());
        let mut names: Vec<&'a str> = schemas.map(String::as_str).collect();
        names.sort_unstable();
        names
    }

    /// What a type is made of, if it is a definition that is there already.
    pub(crate) fn kind_of(&self, ty: &Type) -> Option<&Kind> {
        self.definition_of(ty).map(|definition| &definition.kind)
    }

    /// The definition that a type is, if it is there already.
    pub(crate) fn definition_of(&self, ty: &Type) -> Option<&Definition> {
        let Type::Named(name) = ty else { return None };
        self.definitions[*self.positions.get(name)?..].iter().find(|definition| definition.name == *name)
    }

    /// Adds a definition and returns its type. It stands before those that were added since there were `position` of
    /// them: what it is made of follows it.
    pub(crate) fn define(&mut self, position: usize, definition: Definition) -> Type {
        let ty = Type::Named(definition.name.clone());
        self.positions.insert(definition.name.clone(), position);
        self.definitions.insert(position, definition);
        ty
    }

    /// Adds an enum, which would be called `own`, and returns its type.
    pub(crate) fn define_enum(&mut self, own: &str, definition: Definition) -> Type {
        let position = self.definitions.len();
        let ty = self.merges.define(own, definition, &mut self.definitions, &mut self.diagnostics);
        if let Some(added) = self.definitions.get(position) {
            self.positions.insert(added.name.clone(), position);
        }
        ty
    }

    /// Notes that a place is left open, and why. A schema may be lowered for several places that lead to it, and leaves it open once.
    pub(crate) fn leave_open(&mut self, kind: OpeningKind, reason: impl Into<String>, place: &Pointer) {
        self.openings.entry(place.clone()).or_insert_with(|| (kind, reason.into()));
    }

    /// Tells that a place is left open though more is said of it, and why.
    pub(crate) fn warn_open(&mut self, kind: OpeningKind, message: impl Into<String>, place: &Pointer) {
        let message = message.into();
        self.leave_open(kind, message.clone(), place);
        self.warn(message, place);
    }

    /// Tells what is read generously, and where it stands.
    pub(crate) fn warn(&mut self, message: impl Into<String>, place: &Pointer) {
        self.diagnostics.push(Diagnostic::warning(message).at(self.source, place));
    }
}

/// Whether a component lists its values itself.
fn lists_values(document: &OpenAPI, wire: &str) -> bool {
    let schema = document.components.as_ref().and_then(|components| components.schemas.get(wire));
    schema.and_then(ReferenceOr::as_item).is_some_and(|schema| match &schema.schema_kind {
        SchemaKind::Type(Declaration::String(text)) => !text.enumeration.is_empty(),
        SchemaKind::Type(Declaration::Integer(number)) => !number.enumeration.is_empty(),
        SchemaKind::Any(any) => !any.enumeration.is_empty(),
        _ => false,
    })
}
