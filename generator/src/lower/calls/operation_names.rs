//! The names of operations: a method of each of its tags, a type, an expectation of the mock.

use std::collections::{BTreeMap, HashMap, HashSet};

use openapiv3::OpenAPI;

use super::{
    groups::group_tags,
    method_names::{MethodNames, words_of_path},
};
use crate::{
    ir::Operation,
    lower::{
        read::operations::{PathOperation, path_operations},
        reserved,
        state::State,
    },
    naming::{MethodName, Naming, Scope, TypeName},
};

/// The names of an operation.
#[derive(Clone, Debug)]
pub(super) struct OperationNames {
    /// Its id, or the words that stand for it.
    pub words: String,
    /// The methods of its groups, by their tags.
    pub methods: BTreeMap<String, MethodName>,
    /// The method of the mock.
    pub expectation: MethodName,
    /// Its type.
    pub type_name: TypeName,
}

/// What names have been given.
pub(super) struct OperationScopes {
    /// Of operations, and of what they bring.
    pub types: Scope,
    /// Methods of each tag.
    methods: MethodNames,
    /// Methods of the mock.
    expectations: Scope,
    /// What stands for the ids that several operations have.
    repeated: RepeatedIds,
    /// What the operations' types are called where nothing else has the name.
    full_types: HashSet<TypeName>,
}

impl OperationScopes {
    pub(super) fn new(state: &mut State<'_>) -> Self {
        let methods = MethodNames::new(state);
        let repeated = RepeatedIds::new(state.document);
        let type_name =
            |described: PathOperation<'_>| state.naming.type_name(&words(&described, &repeated), &mut Scope::default());
        let full_types = path_operations(state.document).map(type_name).collect();
        Self {
            full_types,
            types: Scope::reserving(reserved::ROOT_TYPES),
            methods,
            expectations: Scope::reserving(reserved::MOCK_FUNCTIONS),
            repeated,
        }
    }

    /// Names an operation.
    pub(super) fn give(&mut self, naming: &Naming, described: &PathOperation<'_>) -> OperationNames {
        let words = words(described, &self.repeated);
        OperationNames {
            methods: self.methods.of(described),
            expectation: naming.method(&words, &mut self.expectations),
            type_name: naming.type_name(&words, &mut self.types),
            words,
        }
    }

    /// Names the methods and the type of an operation with another kind of body. What another operation is called, wherever it stands,
    /// it is not: a kind of body that is added upstream renames nothing.
    pub(super) fn give_other(
        &mut self,
        naming: &Naming,
        operation: &Operation,
        suffix: &str,
    ) -> (BTreeMap<String, MethodName>, TypeName) {
        let methods = self.methods.other(naming, &operation.names, suffix);
        let words = format!("{} {suffix}", operation.type_name);
        let mut others = Scope::default();
        let name = naming.type_name(&words, &mut others);
        if self.full_types.contains(&name) {
            self.types.take(name.as_str());
        }
        (methods, naming.type_name(&words, &mut self.types))
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

/// An operation without an id is called by its method and path. One that shares its id is called by its tag and the id, or by
/// method and path where the tag is shared, too.
fn words(described: &PathOperation<'_>, repeated: &RepeatedIds) -> String {
    if let Some(id) = &described.operation.operation_id {
        match repeated.0.get(id) {
            None => return id.clone(),
            Some(true) => return format!("{} {id}", group_tags(described).join(" ")),
            Some(false) => {}
        }
    }
    words_of_path(described)
}
