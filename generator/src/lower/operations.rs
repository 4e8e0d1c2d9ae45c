//! Operations, and the groups that their tags make.

use super::{
    Context, Lowering,
    bodies::redirects,
    described::{cookies, requirements},
    docs,
    operation_names::{Names, OperationNames},
    parameters::idempotence,
    reserved, servers,
    template::Template,
};
use crate::{
    error::Diagnostic,
    ir::{ClientHeader, Group, Operation, Selection},
    naming::Scope,
    place::Pointer,
};
use indexmap::{IndexMap, IndexSet};
use openapiv3::{OpenAPI, Operation as Described, PathItem};

/// An operation of a description, with what it stands in.
#[derive(Clone, Debug)]
pub(super) struct PathOperation<'a> {
    pub path: &'a str,
    pub item: &'a PathItem,
    pub method: &'a str,
    pub operation: &'a Described,
    pub place: Pointer,
}

/// All operations, in the order of the description.
pub(super) fn path_operations(document: &OpenAPI) -> impl Iterator<Item = PathOperation<'_>> {
    let items = document.paths.iter().filter_map(|(path, item)| Some((path, item.as_item()?)));
    items.flat_map(|(path, item)| {
        item.iter().map(move |(method, operation)| {
            let place = Pointer::root().descendant(["paths", path, method]);
            PathOperation { path, item, method, operation, place }
        })
    })
}

impl<'a> Lowering<'a> {
    /// Lowers all operations and sorts them into groups.
    pub(super) fn operations(&mut self, client_headers: &[ClientHeader]) -> (Vec<Operation>, Vec<Group>) {
        let document = self.document;
        let mut names = Names::new(document, &self.naming);
        let mut groups = self.groups(&mut names.types);
        self.check_ids();
        // Names are given in the order of the paths' texts, so that they don't depend on that of the description.
        let mut by_path: Vec<(usize, PathOperation<'_>)> = path_operations(document).enumerate().collect();
        by_path.sort_by_key(|(_, described)| described.path);
        let mut operations: Vec<(usize, Operation)> = Vec::new();
        for (index, described) in &by_path {
            operations.push((*index, self.operation(described, client_headers, &mut names)));
        }
        operations.sort_unstable_by_key(|(index, _)| *index);
        for (index, described) in path_operations(document).enumerate() {
            for tag in group_tags(&described) {
                let group = groups.iter_mut().find(|group| group.tag == tag).expect("every tag in use has a group");
                group.operations.push(index);
            }
        }
        (operations.into_iter().map(|(_, operation)| operation).collect(), groups)
    }

    /// The tags in use: first those that the description declares, in its order, then the others as they come. Their
    /// names are given in the alphabetical order.
    fn groups(&mut self, types: &mut Scope) -> Vec<Group> {
        let document = self.document;
        let used: IndexSet<String> = path_operations(document).flat_map(|described| group_tags(&described)).collect();
        let declared = document.tags.iter().map(|tag| tag.name.clone()).filter(|name| used.contains(name));
        let tags: IndexSet<String> = declared.chain(used.iter().cloned()).collect();
        let mut accessors = Scope::reserving(reserved::CLIENT_FUNCTIONS);
        let mut modules = Scope::reserving(reserved::ROOT_MODULES);
        let mut features = Scope::reserving(reserved::FEATURES);
        let has_features = self.settings.client.tag_features.unwrap_or_default() && tags.len() > 1;
        let mut groups = Vec::new();
        let mut by_name: Vec<&String> = tags.iter().collect();
        by_name.sort_unstable();
        for tag in by_name {
            let described = document
                .tags
                .iter()
                .find(|declared| declared.name == *tag)
                .and_then(|declared| declared.description.as_deref());
            groups.push(Group {
                name: self.naming.type_name(tag, types),
                accessor: self.naming.method(tag, &mut accessors),
                module: self.naming.module(tag, &mut modules),
                feature: has_features.then(|| self.naming.feature(tag, &mut features)),
                docs: described.map(docs::markdown).unwrap_or_default(),
                operations: Vec::new(),
                place: tag_place(document, tag),
                tag: tag.clone(),
            });
        }
        groups.sort_by_key(|group| tags.get_index_of(&group.tag));
        groups
    }

    fn check_ids(&mut self) {
        let mut seen: IndexMap<&str, Pointer> = IndexMap::new();
        for described in path_operations(self.document) {
            let Some(id) = described.operation.operation_id.as_deref() else { continue };
            if let Some(first) = seen.insert(id, described.place.clone()) {
                self.diagnostics.push(
                    Diagnostic::error(format!("two operations have the id `{id}`"))
                        .at(self.source, &described.place.child("operationId"))
                        .help(format!("an operationId is unique in a description; the other one is #{first}")),
                );
            }
        }
    }

    fn operation(
        &mut self,
        described: &PathOperation<'a>,
        client_headers: &[ClientHeader],
        names: &mut Names,
    ) -> Operation {
        let PathOperation { path, method, operation, place, .. } = described;
        let OperationNames { words, method: name, expectation, type_name } = names.give(&self.naming, described);
        let module = self.naming.module(&words, &mut self.modules);
        let context =
            Context { words: type_name.to_string(), module: module.clone(), place: place.clone(), component: None };
        let server = self.own_server(described);
        let template = Template::read(path);
        if template.has_fragment {
            self.warn("the fragment of the path is not sent (RFC 3986, 3.5); it only tells operations apart", place);
        }
        for lost in &template.lost {
            self.warn(format!("`{lost}` is more than a parameter; what stands around it is not sent"), place);
        }
        let options: String = client_headers.iter().map(|header| format!(" with_{}", header.setter)).collect();
        let mut scope = Scope::reserving(&format!("{}{options}", reserved::REQUEST_FUNCTIONS));
        let mut parameters = self.parameters(described, &template, client_headers, &context, &mut scope);
        let idempotent = idempotence(described, &mut parameters);
        let (body, is_form) = match self.parts(described, &context, &mut scope) {
            Some((parts, is_form)) => {
                parameters.extend(parts);
                (None, is_form)
            }
            None => (self.body(described, &context), false),
        };
        let output = self.output(described, &mut names.types, &context);
        let accept = self.accept(operation, &context);
        let errors = self.error_answers(operation, &context);
        Operation {
            id: words,
            name,
            expectation,
            type_name,
            module,
            owner: 0,
            is_shared: false,
            selection: Selection::default(),
            place: place.clone(),
            method: method.to_uppercase(),
            path: template.to_string(),
            server,
            docs: operation_docs(operation),
            deprecated: operation.deprecated,
            idempotent,
            pagination: None,
            parameters,
            body,
            is_form,
            redirects: redirects(operation),
            output,
            accept,
            errors,
            answers: self.answers(operation, place),
            security: operation.security.as_deref().map(requirements),
            credentials: self.own_credentials(described),
            cookies: cookies(self.document, described),
            servers: servers::described(described),
        }
    }
}

/// Where a tag is declared, else where the first operation bears it.
fn tag_place(document: &OpenAPI, tag: &str) -> Pointer {
    if let Some(index) = document.tags.iter().position(|declared| declared.name == *tag) {
        return Pointer::root().child("tags").child(index);
    }
    let bearer = path_operations(document).find(|described| group_tags(described).iter().any(|known| known == tag));
    let place = bearer.map(|described| {
        let index = described.operation.tags.iter().position(|known| known == tag);
        index.map_or_else(|| described.place.clone(), |index| described.place.child("tags").child(index))
    });
    place.unwrap_or_else(Pointer::root)
}

/// The tags of an operation; one without tags is sorted by the first segment of its path.
pub(super) fn group_tags(described: &PathOperation<'_>) -> Vec<String> {
    if !described.operation.tags.is_empty() {
        let tags: IndexSet<&String> = described.operation.tags.iter().collect();
        return tags.into_iter().cloned().collect();
    }
    let path = described.path.split(['?', '#']).next().unwrap_or_default();
    let segment = path.split('/').find(|segment| !segment.is_empty() && !segment.starts_with('{'));
    vec![segment.unwrap_or("root").to_owned()]
}

fn operation_docs(operation: &Described) -> String {
    let description = operation.description.as_deref().map(docs::markdown).unwrap_or_default();
    let summary =
        operation.summary.as_deref().map(|summary| docs::summary(&docs::markdown(summary))).unwrap_or_default();
    let repeated = docs::summary(&description) == summary;
    docs::paragraphs([if repeated { "" } else { summary.as_str() }, &description])
}
