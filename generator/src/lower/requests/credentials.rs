//! What operations ask for, and how requests bear it.

use indexmap::{IndexMap, IndexSet};
use openapiv3::{OpenAPI, SecurityRequirement};

use crate::{
    ir::{Authentication, Operation, Scheme},
    lower::read::{
        operations::{PathOperation, path_operations},
        schemes,
    },
};

/// The security schemes in use, and what operations ask for that say nothing of their own.
#[derive(Clone, Debug)]
pub(crate) struct Credentials {
    pub schemes: Vec<Scheme>,
    /// Alternatives, each the schemes that go together.
    pub shared: Vec<Vec<String>>,
}

impl Credentials {
    /// What a description says of them. Where no operation says anything, but there is one scheme, its credential is sent if
    /// the client has it: why else would it be described?
    pub(crate) fn new(document: &OpenAPI) -> Self {
        let schemes = schemes::schemes(document);
        let shared = match (document.security.as_deref(), schemes.as_slice()) {
            (Some(requirements), _) => obeyed(requirements),
            (None, [scheme]) if !is_said(document) && scheme.authentication.is_some() => {
                vec![Vec::new(), vec![scheme.name.clone()]]
            }
            (None, _) => Vec::new(),
        };
        Self { schemes, shared }
    }

    /// The scheme of the client's token: the first that the whole description asks for, else the first of those in use.
    pub(crate) fn token_scheme(&self, document: &OpenAPI) -> Option<String> {
        let asked = document.security.iter().flatten().flat_map(IndexMap::keys);
        let known = self.schemes.iter().filter(|scheme| scheme.authentication.is_some()).map(|scheme| &scheme.name);
        let mut candidates = asked.chain(known).filter(|name| self.is_known(name));
        candidates.next().cloned()
    }

    /// Whether requests can bear the credential of a scheme.
    fn is_known(&self, name: &str) -> bool {
        self.schemes.iter().any(|scheme| scheme.name == name && scheme.authentication.is_some())
    }

    /// What an operation asks for, where that is not what all others do.
    pub(crate) fn own(&self, described: &PathOperation<'_>) -> Option<Vec<Vec<String>>> {
        let own = obeyed(described.operation.security.as_deref()?);
        (own != self.shared).then_some(own)
    }

    /// Whether a parameter of an operation is a credential that the client sends with it.
    pub(crate) fn has(&self, described: &PathOperation<'_>, location: &str, name: &str) -> bool {
        let own = self.own(described);
        let mut asked = own.as_ref().unwrap_or(&self.shared).iter().flatten();
        asked.any(|asked| match self.schemes.iter().find(|scheme| scheme.name == *asked) {
            None => false,
            Some(scheme) => match &scheme.authentication {
                Some(Authentication::Header(header)) => location == "header" && header.eq_ignore_ascii_case(name),
                Some(Authentication::Query(key)) => location == "query" && key == name,
                Some(Authentication::Cookie(cookie)) => location == "cookie" && cookie == name,
                Some(Authentication::Bearer | Authentication::Basic) | None => false,
            },
        })
    }

    /// Whether every operation asks for a credential that the client knows.
    pub(crate) fn always_asks(&self, operations: &[Operation]) -> bool {
        let asks = |operation: &Operation| {
            let asked = operation.credentials.as_ref().unwrap_or(&self.shared);
            !asked.is_empty() && asked.iter().all(|names| names.iter().any(|name| self.is_known(name)))
        };
        !operations.is_empty() && operations.iter().all(asks)
    }
}

/// Requirements as the client obeys them. Those of schemes that it does not know stay: what an operation asks for is not
/// made optional by that, and its header can be set by hand.
fn obeyed(requirements: &[SecurityRequirement]) -> Vec<Vec<String>> {
    // `[{key: [], token: []}, {}]` -> `key` with `token`, or nothing
    let names = |requirement: &SecurityRequirement| -> Vec<String> { requirement.keys().cloned().collect() };
    let alternatives: IndexSet<Vec<String>> = requirements.iter().map(names).collect();
    if alternatives.iter().all(Vec::is_empty) { Vec::new() } else { alternatives.into_iter().collect() }
}

/// Whether any operation says itself what it asks for.
pub(super) fn is_said(document: &OpenAPI) -> bool {
    path_operations(document).any(|described| described.operation.security.is_some())
}
