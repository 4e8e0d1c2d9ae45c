//! The names of operations: a method of its tag, a type at the root of the crate, an expectation of the mock.

use std::collections::{HashMap, HashSet};

use openapiv3::OpenAPI;

use super::groups::group_tags;
use crate::{
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
}

impl OperationScopes {
    pub(super) fn new(document: &OpenAPI, naming: &Naming) -> Self {
        let full = path_operations(document).flat_map(|described| {
            let name = naming.words(&words(&described)).join("_");
            group_tags(&described).into_iter().map(move |tag| (tag, name.clone()))
        });
        Self {
            types: Scope::reserving(reserved::ROOT_TYPES),
            methods: HashMap::new(),
            expectations: Scope::reserving(reserved::MOCK_FUNCTIONS),
            full: full.collect(),
        }
    }

    /// Names an operation. The method of a single tag does not repeat it: `gists/list` is `gists().list()`, unless another
    /// operation of the tag is called just that, or Rust has the name. One with several tags has the same name in all of
    /// them.
    pub(super) fn give(&mut self, naming: &Naming, described: &PathOperation<'_>) -> OperationNames {
        let words = words(described);
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

    /// The words of an operation without those of its tag, if they begin with them.
    fn without(&self, naming: &Naming, words: &str, tag: &str) -> Option<String> {
        let words = naming.words(words);
        let rest = words.strip_prefix(naming.words(tag).as_slice())?.join("_");
        let is_other = self.full.contains(&(tag.to_owned(), rest.clone()));
        let is_free = naming.method(&rest, &mut Scope::reserving(reserved::GROUP_FUNCTIONS)).as_str() == rest;
        (is_free && !is_other).then_some(rest)
    }
}

/// An operation without an id is called by its method and path: `GET /a/{b}` -> `get a by b`.
fn words(described: &PathOperation<'_>) -> String {
    if let Some(id) = &described.operation.operation_id {
        return id.clone();
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
