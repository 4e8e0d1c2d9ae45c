//! The names of operations: a method of its tag, a type at the root of the crate, an expectation of the mock.

use std::collections::{HashMap, HashSet};

use openapiv3::OpenAPI;

use super::groups::group_tags;
use crate::{
    ir::Operation,
    lower::{
        read::operations::{PathOperation, path_operations},
        reserved,
    },
    naming::{MethodName, Naming, Scope, TypeName},
};

/// The names of an operation.
#[derive(Clone, Debug)]
pub(super) struct OperationNames {
    /// Its id, or the words that stand for it.
    pub words: String,
    /// The method of its groups.
    pub method: MethodName,
    /// The method of the mock.
    pub expectation: MethodName,
    /// Its type.
    pub type_name: TypeName,
}

/// What names have been given.
pub(super) struct OperationScopes {
    /// At the root of the crate.
    pub types: Scope,
    /// Methods of each tag.
    methods: HashMap<String, Scope>,
    /// Methods of the mock.
    expectations: Scope,
    /// The operations' words in `snake_case`, with their tags.
    full: HashSet<(String, String)>,
    /// What stands for the ids that several operations have.
    repeated: RepeatedIds,
    /// What the operations' types are called where nothing else has the name.
    full_types: HashSet<TypeName>,
}

impl OperationScopes {
    pub(super) fn new(document: &OpenAPI, naming: &Naming) -> Self {
        let repeated = RepeatedIds::new(document);
        let full = path_operations(document).flat_map(|described| {
            let name = naming.words(&words(&described, &repeated)).join("_");
            group_tags(&described).into_iter().map(move |tag| (tag, name.clone()))
        });
        let type_name =
            |described: PathOperation<'_>| naming.type_name(&words(&described, &repeated), &mut Scope::default());
        let full_types = path_operations(document).map(type_name).collect();
        let full = full.collect();
        Self {
            full_types,
            types: Scope::reserving(reserved::ROOT_TYPES),
            methods: HashMap::new(),
            expectations: Scope::reserving(reserved::MOCK_FUNCTIONS),
            full,
            repeated,
        }
    }

    /// Names an operation. The method of a single tag does not repeat it: `gists/list` is `gists().list()`, unless another
    /// operation of the tag is called just that, or Rust has the name. One with several tags has the same name in all of
    /// them.
    pub(super) fn give(&mut self, naming: &Naming, described: &PathOperation<'_>) -> OperationNames {
        let words = words(described, &self.repeated);
        let tags = group_tags(described);
        let short = match tags.as_slice() {
            [tag] => self.without(naming, &words, tag),
            _ => None,
        };
        let scopes = tags.iter().filter_map(|tag| self.methods.get(tag));
        let mut scope = scopes.fold(Scope::reserving(reserved::GROUP_FUNCTIONS), Scope::with);
        let method = naming.method(short.as_deref().unwrap_or(&words), &mut scope);
        for tag in tags {
            self.methods.entry(tag).or_default().take(method.as_str());
        }
        OperationNames {
            method,
            expectation: naming.method(&words, &mut self.expectations),
            type_name: naming.type_name(&words, &mut self.types),
            words,
        }
    }

    /// Names the method and the type of an operation with another kind of body. What another operation is called, wherever it stands,
    /// it is not: a kind of body that is added upstream renames nothing.
    pub(super) fn give_other(
        &mut self,
        naming: &Naming,
        described: &PathOperation<'_>,
        operation: &Operation,
        suffix: &str,
    ) -> (MethodName, TypeName) {
        let tags = group_tags(described);
        let scopes = tags.iter().filter_map(|tag| self.methods.get(tag));
        let mut scope = scopes.fold(Scope::reserving(reserved::GROUP_FUNCTIONS), Scope::with);
        let words = format!("{} {suffix}", operation.name.plain());
        let name = naming.words(&words).join("_");
        if tags.iter().any(|tag| self.full.contains(&(tag.clone(), name.clone()))) {
            scope.take(&name);
        }
        let method = naming.method(&words, &mut scope);
        for tag in tags {
            self.methods.entry(tag).or_default().take(method.as_str());
        }
        let words = format!("{} {suffix}", operation.type_name);
        let mut others = Scope::default();
        let name = naming.type_name(&words, &mut others);
        if self.full_types.contains(&name) {
            self.types.take(name.as_str());
        }
        (method, naming.type_name(&words, &mut self.types))
    }

    /// The words of an operation without those of its tag, if they begin with them.
    fn without(&self, naming: &Naming, words: &str, tag: &str) -> Option<String> {
        let words = naming.words(words);
        let rest = words.strip_prefix(naming.words(tag).as_slice())?.join("_");
        let is_other = self.full.contains(&(tag.to_owned(), rest.clone()));
        let is_free = naming.method(&rest, &mut Scope::reserving(reserved::GROUP_FUNCTIONS)).as_str() == rest;
        (is_free && !is_other).then_some(rest)
    }
}

/// The ids that several operations have, each with whether a tag tells those apart: one has `list` in each tag.
pub(super) struct RepeatedIds(HashMap<String, bool>);

impl RepeatedIds {
    pub(super) fn new(document: &OpenAPI) -> Self {
        let mut owners: HashMap<&str, Vec<Vec<String>>> = HashMap::new();
        for described in path_operations(document) {
            let id = described.operation.operation_id.as_deref();
            id.into_iter().for_each(|id| owners.entry(id).or_default().push(group_tags(&described)));
        }
        owners.retain(|_, tags| tags.len() > 1);
        let has_tag_of_its_own = |all: &[Vec<String>]| {
            let different: HashSet<&Vec<String>> = all.iter().collect();
            different.len() == all.len() && all.iter().all(|tags| tags.len() == 1)
        };
        Self(owners.iter().map(|(id, tags)| ((*id).to_owned(), has_tag_of_its_own(tags))).collect())
    }

    /// Whether several operations have an id.
    pub(super) fn contains(&self, id: &str) -> bool {
        self.0.contains_key(id)
    }
}

/// An operation without an id is called by its method and path: `GET /a/{b}` -> `get a by b`. One that shares its id is called
/// by its tag and the id, or by method and path where the tag is shared, too.
fn words(described: &PathOperation<'_>, repeated: &RepeatedIds) -> String {
    if let Some(id) = &described.operation.operation_id {
        match repeated.0.get(id) {
            None => return id.clone(),
            Some(true) => return format!("{} {id}", group_tags(described).join(" ")),
            Some(false) => {}
        }
    }
    let mut words = vec![described.method.to_owned()];
    for segment in described.path.split(['/', '?', '&', '=', '#']).filter(|segment| !segment.is_empty()) {
        match segment.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) => words.push(format!("by {name}")),
            None => words.push(segment.to_owned()),
        }
    }
    words.join(" ")
}
