//! Which tags reach what. A file is compiled as a whole, so it is modules of models that are reached, not single models.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    ir::{Api, Group, Operation, Selection, Type},
    naming::{FeatureName, ModuleName, TypeName},
};

/// Completes operations and definitions with what compiles them.
pub(super) fn assign(api: &mut Api) {
    let all: BTreeSet<FeatureName> = api.features().cloned().collect();
    for (index, operation) in api.operations.iter_mut().enumerate() {
        let is_in = |group: &Group| group.operations.contains(&index);
        let groups = api.groups.iter().filter(|group| is_in(group));
        let features: BTreeSet<FeatureName> = groups.filter_map(|group| group.feature.clone()).collect();
        operation.is_shared = features.len() > 1;
        operation.selection = if features.is_empty() { Selection::Always } else { Selection::Any(features) };
        let Operation { others, is_shared, selection, .. } = operation;
        for other in others {
            (other.is_shared, other.selection) = (*is_shared, selection.clone());
        }
    }
    let mut modules = of_modules(api, &all);
    for definition in &mut api.definitions {
        definition.selection = modules.entry(definition.module.clone()).or_default().clone();
    }
}

/// The part of the client that these features compile: what all of them do needs none.
fn selection(features: BTreeSet<FeatureName>, all: &BTreeSet<FeatureName>) -> Selection {
    if features.is_empty() || features == *all { Selection::Always } else { Selection::Any(features) }
}

/// What compiles each module of models. One that the client itself needs is always there, and so is one that no operation
/// reaches: no tag could ask for it.
fn of_modules(api: &Api, all: &BTreeSet<FeatureName>) -> BTreeMap<ModuleName, Selection> {
    let graph = Graph::new(api);
    let mut reached: BTreeMap<ModuleName, BTreeSet<FeatureName>> = BTreeMap::new();
    let webhooks = api.webhooks.iter().map(|webhooks| &webhooks.ty);
    let of_client = api.client_headers.iter().map(|header| &header.ty).chain(&api.error.ty);
    let mut always = graph.reached(of_client.chain(webhooks));
    for group in &api.groups {
        let types = group.operations.iter().flat_map(|&index| api.operations[index].types());
        let Some(feature) = &group.feature else { continue };
        for module in graph.reached(types) {
            reached.entry(module.clone()).or_default().insert(feature.clone());
        }
    }
    let unreached = api.definitions.iter().filter(|definition| !reached.contains_key(&definition.module));
    always.extend(graph.reached(unreached.flat_map(|definition| definition.kind.types())));
    reached.retain(|module, _| !always.contains(module));
    reached.into_iter().map(|(module, features)| (module, selection(features, all))).collect()
}

/// Which modules of models need which.
struct Graph<'a> {
    modules: BTreeMap<&'a TypeName, &'a ModuleName>,
    needs: BTreeMap<&'a ModuleName, BTreeSet<&'a ModuleName>>,
}

impl<'a> Graph<'a> {
    fn new(api: &'a Api) -> Self {
        let modules: BTreeMap<&TypeName, &ModuleName> =
            api.definitions.iter().map(|definition| (&definition.name, &definition.module)).collect();
        let mut needs: BTreeMap<&ModuleName, BTreeSet<&ModuleName>> = BTreeMap::new();
        for definition in &api.definitions {
            let names = definition.kind.types().into_iter().filter_map(Type::name);
            needs.entry(&definition.module).or_default().extend(names.filter_map(|name| modules.get(name)));
        }
        Self { modules, needs }
    }

    /// The modules that types are in, with all that these need.
    fn reached<'t>(&self, types: impl IntoIterator<Item = &'t Type>) -> BTreeSet<ModuleName> {
        let names = types.into_iter().filter_map(Type::name);
        let mut pending: Vec<&ModuleName> = names.filter_map(|name| self.modules.get(name)).copied().collect();
        let mut reached: BTreeSet<ModuleName> = BTreeSet::new();
        while let Some(module) = pending.pop() {
            if reached.insert(module.clone()) {
                pending.extend(self.needs.get(module).into_iter().flatten());
            }
        }
        reached
    }
}
