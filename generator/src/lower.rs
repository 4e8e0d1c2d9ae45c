//! Typed document -> intermediate representation. All decisions fall here and in [`naming`](crate::naming).

mod bodies;
mod branches;
mod client_headers;
mod dead;
mod described;
mod docs;
mod enums;
mod facts;
mod objects;
mod operation_names;
mod operations;
mod pagination;
mod parameters;
mod parts;
mod reach;
mod reserved;
mod schemas;
mod security;
mod selection;
mod servers;
mod shape;
mod sizes;
mod template;
mod unions;
mod value_names;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use indexmap::IndexMap;
use openapiv3::OpenAPI;

use crate::{
    error::{Diagnostic, Diagnostics, Errors, Source},
    ir::{Api, Declared, Definition, Inside, Kind, Scheme, Selection, Type, Usage},
    naming::{ModuleName, Naming, Scope, TypeName},
    place::Pointer,
    settings::Settings,
};

/// Lowers a document.
///
/// # Errors
///
/// Everything in the description that can't be a client, all at once. What it can do without becomes a warning and
/// comes back beside the result.
pub fn lower(document: &OpenAPI, settings: &Settings, source: &Arc<Source>) -> Result<(Api, Vec<Diagnostic>), Errors> {
    let mut lowering = Lowering::new(document, settings, source);
    lowering.name_components();
    lowering.lower_components();
    lowering.check_required_in_responses();
    lowering.schemes = lowering.security_schemes();
    lowering.credentials = lowering.shared_credentials();
    let client_headers = lowering.client_headers();
    let (operations, groups) = lowering.operations(&client_headers);
    lowering.name_setters(&client_headers);
    let servers = lowering.servers();
    lowering.warn_of_foreign(&operations, &servers);
    let error = lowering.error_model();
    let rate_limit = lowering.rate_limit();
    let version_header = lowering.version_header();
    let mut api = Api {
        title: document.info.title.clone(),
        version: document.info.version.clone(),
        summary: docs::markdown(&format!("The {} in version {}.", document.info.title, document.info.version)),
        docs: document.info.description.as_deref().map(docs::markdown).unwrap_or_default(),
        servers,
        relative_servers: described::relative_servers(document),
        token_scheme: lowering.token_scheme(),
        always_asks: lowering.always_asks(&operations),
        credential_origins: lowering.credential_origins(),
        credentials: lowering.credentials,
        security: described::requirements(document.security.as_deref().unwrap_or_default()),
        schemes: lowering.schemes,
        token_variables: settings.client.token_variables.clone(),
        client_headers,
        version_header,
        error,
        rate_limit,
        groups,
        operations,
        definitions: lowering.definitions,
        required_fields: BTreeMap::new(),
    };
    dead::drop_dead(&mut api, &lowering.texts);
    reach::finish(&mut api, &settings.required_in_responses);
    selection::select(&mut api);
    pagination::lower(document, &mut api, source, &mut lowering.diagnostics);
    lowering.diagnostics.sort_by_key(|place| position(document, place));
    let warnings = lowering.diagnostics.finish()?;
    api.definitions.sort_by(|one, other| one.module.cmp(&other.module));
    Ok((api, warnings))
}

/// Where in the description a component or a path stands. They are lowered in another order; diagnostics keep this one.
fn position(document: &OpenAPI, place: &Pointer) -> (usize, Option<usize>) {
    let token = |index: usize| place.tokens().get(index).map_or("", String::as_str);
    match (token(0), token(1)) {
        ("components", "schemas") => {
            let schemas = document.components.as_ref().map(|components| &components.schemas);
            (0, schemas.and_then(|schemas| schemas.get_index_of(token(2))))
        }
        ("paths", path) => (1, document.paths.paths.get_index_of(path)),
        _ => (2, None),
    }
}

/// The state of the phase.
struct Lowering<'a> {
    document: &'a OpenAPI,
    settings: &'a Settings,
    source: &'a Arc<Source>,
    naming: Naming,
    types: Scope,
    modules: Scope,
    components: HashMap<&'a str, Component>,
    /// Whether a component can be null, by its reference, as far as it was asked.
    nullable: HashMap<String, bool>,
    definitions: Vec<Definition>,
    /// What is said of the values inside the schema that is being lowered, as far as they are.
    inside: Vec<Inside>,
    /// What is said of the bodies, by the places of their media types.
    bodies: HashMap<Pointer, Declared>,
    /// The parameters that are written as something else than the type that their schema has, by their places, with that type.
    texts: Vec<(Pointer, Type)>,
    /// The components that are lowered, or are being lowered.
    begun: HashSet<&'a str>,
    /// The types of what stands inline, by where all that they are made of stands.
    inline: HashMap<BTreeSet<Pointer>, TypeName>,
    /// The schemas that are being lowered, each inside the one before.
    open: Vec<Open>,
    /// Where requests go.
    server: Option<String>,
    /// The security schemes in use.
    schemes: Vec<Scheme>,
    /// What operations ask for that say nothing of their own.
    credentials: Vec<Vec<String>>,
    diagnostics: Diagnostics,
}

/// A schema that is being lowered. Where it stands in itself once more, because a part of an `allOf` leads back to it, it is
/// the type that is being made of it.
#[derive(Clone, Debug)]
struct Open {
    /// Where all that it is made of stands.
    sources: BTreeSet<Pointer>,
    /// The name of its type, once it has one.
    name: Option<TypeName>,
}

/// What is known of a component schema before it is lowered.
#[derive(Clone, Debug)]
struct Component {
    name: TypeName,
    module: ModuleName,
}

/// Where a schema stands, for naming what it becomes.
#[derive(Clone, Debug)]
struct Context {
    /// The words of its name, in `UpperCamelCase`: those of what it stands in, and its own.
    words: String,
    /// The module of what it stands in.
    module: ModuleName,
    /// Its place in the description.
    place: Pointer,
    /// Its name, if it is a component.
    component: Option<TypeName>,
}

impl Context {
    /// The context of a part of this schema.
    fn part(&self, words: &str, place: &Pointer) -> Self {
        Self {
            words: format!("{}{words}", self.words),
            module: self.module.clone(),
            place: place.clone(),
            component: None,
        }
    }
}

impl<'a> Lowering<'a> {
    fn new(document: &'a OpenAPI, settings: &'a Settings, source: &'a Arc<Source>) -> Self {
        Self {
            document,
            settings,
            source,
            naming: Naming::new(settings.names.words.clone()),
            types: Scope::reserving(reserved::MODEL_TYPES),
            modules: Scope::reserving(reserved::MODEL_MODULES),
            components: HashMap::new(),
            nullable: HashMap::new(),
            definitions: Vec::new(),
            inside: Vec::new(),
            bodies: HashMap::new(),
            texts: Vec::new(),
            begun: HashSet::new(),
            inline: HashMap::new(),
            open: Vec::new(),
            server: servers::shared(document),
            schemes: Vec::new(),
            credentials: Vec::new(),
            diagnostics: Diagnostics::default(),
        }
    }

    /// Components come first, in alphabetical order, so that a name depends neither on the order of the description nor
    /// on what stands inline.
    fn name_components(&mut self) {
        let schemas = self.document.components.as_ref().map(|components| &components.schemas);
        let mut names: Vec<&'a str> = schemas.into_iter().flat_map(IndexMap::keys).map(String::as_str).collect();
        names.sort_unstable();
        for wire in names {
            let spelled = self.settings.names.schemas.get(wire).map_or(wire, String::as_str);
            let name = self.naming.type_name(spelled, &mut self.types);
            let module = self.naming.module(spelled, &mut self.modules);
            self.components.insert(wire, Component { name, module });
        }
    }

    /// Names the definition that a schema becomes. What is made of others has its name before them, since they may
    /// refer to it.
    fn name(&mut self, context: &Context) -> TypeName {
        let name = match &context.component {
            Some(name) => name.clone(),
            None => self.naming.type_name(&context.words, &mut self.types),
        };
        if let Some(open) = self.open.last_mut() {
            open.name = Some(name.clone());
        }
        name
    }

    /// Adds a definition and gives its type. It stands before those that were added since there were `position` of
    /// them: what it is made of follows it.
    fn define(
        &mut self,
        name: TypeName,
        context: &Context,
        position: usize,
        docs: String,
        deprecated: bool,
        kind: Kind,
    ) -> Type {
        let definition = Definition {
            name: name.clone(),
            nullable: false,
            module: context.module.clone(),
            place: context.place.clone(),
            docs,
            deprecated,
            usage: Usage::default(),
            selection: Selection::default(),
            declared: Declared::default(),
            kind,
        };
        self.definitions.insert(position, definition);
        Type::Named(name)
    }

    fn warn(&mut self, message: impl Into<String>, place: &Pointer) {
        self.diagnostics.push(Diagnostic::warning(message).at(self.source, place));
    }
}
