//! Proves what the emitters rely on. A breach is a fault of this generator, not of the description; it is reported, not emitted.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    sync::Arc,
};

use petgraph::{algo::kosaraju_scc, graphmap::DiGraphMap};

use crate::{
    error::{Diagnostic, Diagnostics, Errors, Source},
    ir::{Api, Builder, Definition, Field, Kind, Operation, ParameterIn, Presence, Selection, Struct, Type},
    naming::{FeatureName, TypeName},
    place::Pointer,
};

/// Checks a lowered client and returns it, from now on read-only.
///
/// # Errors
///
/// Each rule that is broken, with the place in the description that broke it.
pub fn check(api: Api, source: &Arc<Source>) -> Result<Api, Errors> {
    let definitions = api.definitions.iter().map(|definition| (&definition.name, definition)).collect();
    let circular = lead_to_themselves(&definitions);
    let mut checking =
        Checking { api: &api, source, definitions: &definitions, circular, diagnostics: Diagnostics::default() };
    checking.names();
    checking.selections();
    api.definitions.iter().for_each(|definition| checking.definition(definition));
    api.operations.iter().enumerate().for_each(|(index, operation)| checking.operation(index, operation));
    checking.diagnostics.finish().map(|_| api)
}

/// The state of the phase.
struct Checking<'a> {
    api: &'a Api,
    source: &'a Arc<Source>,
    definitions: &'a BTreeMap<&'a TypeName, &'a Definition>,
    /// Those that lead to nothing but themselves.
    circular: HashSet<&'a TypeName>,
    diagnostics: Diagnostics,
}

impl Checking<'_> {
    fn breach(&mut self, place: &Pointer, message: String) {
        self.diagnostics.push(
            Diagnostic::error(format!("internal: {message}"))
                .at(self.source, place)
                .help("this is a fault of the generator: please report it"),
        );
    }

    /// Every name is given once.
    fn names(&mut self) {
        if self.definitions.len() != self.api.definitions.len() {
            self.breach(&Pointer::root(), "two definitions have one name".to_owned());
        }
    }

    /// Where tags can be chosen, each has a feature of its own; a file of models is compiled as a whole; and what the client itself needs is always there.
    fn selections(&mut self) {
        let api = self.api;
        let features: BTreeSet<&FeatureName> = api.features().collect();
        if !features.is_empty() && features.len() != api.groups.len() {
            self.breach(&Pointer::root(), "two tags have one feature, or a tag has none".to_owned());
        }
        for file in api.definitions.chunk_by(|one, other| one.module == other.module) {
            for definition in file {
                if definition.selection != file[0].selection {
                    self.breach(&definition.place, format!("`{}` is not compiled with its file", definition.name));
                }
            }
        }
        let of_client = api.client_headers.iter().map(|header| &header.ty).chain(&api.error.ty);
        self.types(of_client, &Selection::Always, &Pointer::root());
    }

    /// Every named type is defined, and compiled wherever what names it is.
    fn types<'t>(&mut self, types: impl IntoIterator<Item = &'t Type>, selection: &Selection, place: &Pointer) {
        for name in types.into_iter().filter_map(Type::name) {
            match self.definitions.get(name) {
                None => self.breach(place, format!("`{name}` has no definition")),
                Some(definition) if !selection.implies(&definition.selection) => {
                    self.breach(place, format!("`{name}` is not there wherever it is needed"));
                }
                Some(_) => {}
            }
        }
    }

    fn definition(&mut self, definition: &Definition) {
        self.types(definition.kind.types(), &definition.selection, &definition.place);
        if self.circular.contains(&definition.name) {
            let error = Diagnostic::error(format!("the schema of `{}` leads to nothing but itself", definition.name));
            let help = "say what it is: give one of the schemas on the way a type";
            self.diagnostics.push(error.at(self.source, &definition.place).help(help));
        }
        let Kind::Struct(object) = &definition.kind else { return };
        for builder in &object.builders {
            self.builder(definition, object, builder);
        }
        let unreached = |field: &&Field| field.presence == Presence::OptionalNullable && !definition.usage.request;
        for field in object.fields.iter().filter(unreached) {
            let message = format!("`{}` distinguishes null from absent, but no request reaches it", field.name);
            self.breach(&definition.place, message);
        }
    }

    /// A builder sets every field once, but for those that only the server sets.
    fn builder(&mut self, definition: &Definition, object: &Struct, builder: &Builder) {
        let constants = builder.constants.iter().map(|(index, _)| *index);
        let presets = builder.presets.iter().map(|preset| preset.field);
        let rows = builder.required.iter().chain(&builder.optional).chain(&builder.excluded).copied();
        let mut set: Vec<usize> = rows.chain(constants).chain(presets).collect();
        set.sort_unstable();
        let is_read_only = |index: &usize| object.fields[*index].read_only && definition.usage.request;
        let all: Vec<usize> = (0..object.fields.len()).filter(|index| !is_read_only(index)).collect();
        if set != all {
            self.breach(&definition.place, format!("`{}` does not set each field once", builder.name));
        }
    }

    fn operation(&mut self, index: usize, operation: &Operation) {
        self.types(operation.types(), &operation.selection, &operation.place);
        let in_path = operation.parameters.iter().filter(|parameter| parameter.location == ParameterIn::Path);
        let filled: BTreeSet<&str> = in_path.map(|parameter| parameter.wire.as_str()).collect();
        let names = operation.path.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
        if filled != names.map(|(name, _)| name).collect() {
            self.breach(&operation.place, "the path and its parameters differ".to_owned());
        }
        if self.api.groups.iter().position(|group| group.operations.contains(&index)) != Some(operation.owner) {
            self.breach(&operation.place, "the operation's owner is not the first group that carries it".to_owned());
        }
    }
}

/// The definitions that lead to nothing but themselves: `a: {$ref: b}` and `b: {$ref: a}` say nothing, nor does an alternative
/// that is the whole again. Reading such a value would never end.
fn lead_to_themselves<'a>(definitions: &'a BTreeMap<&TypeName, &Definition>) -> HashSet<&'a TypeName> {
    let is_direct = |ty: &&Type| !ty.parts().any(|part| matches!(part, Type::List(_) | Type::Map(_)));
    let mut graph = DiGraphMap::<&TypeName, ()>::new();
    for (name, definition) in definitions {
        let types = match &definition.kind {
            Kind::Alias(ty) => vec![ty],
            Kind::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
            Kind::Struct(_) | Kind::StringEnum(_) | Kind::IntegerEnum(_) | Kind::Tuple(_) | Kind::Newtype(_) => {
                continue;
            }
        };
        for next in types.into_iter().filter(is_direct).filter_map(Type::name) {
            graph.add_edge(name, next, ());
        }
    }
    let circles = kosaraju_scc(&graph).into_iter();
    circles.filter(|circle| circle.len() > 1 || graph.contains_edge(circle[0], circle[0])).flatten().collect()
}
