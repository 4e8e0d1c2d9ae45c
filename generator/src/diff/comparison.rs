//! The state of a comparison: two clients, what is the same in them, what is left to compare, and what has been told.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    diff::{
        change::{
            Change,
            finding::Finding,
            item::RustChange,
            spot::{Reach, Spot},
        },
        rules::rule::Rule,
        sameness::{
            declared::declared,
            index::{Index, OperationPairs},
            known::Known,
            pairs::Pair,
            renames,
            types::{Clients, Match, match_types},
        },
    },
    ir::{Api, Definition, Scheme, Type},
    naming::TypeName,
    place::Pointer,
};

/// The state of a comparison.
pub(crate) struct Comparison<'a> {
    pub before: Index<'a>,
    pub after: Index<'a>,
    pub operations: OperationPairs,
    /// The tags that are the same one: of the older client -> of the newer.
    pub tags: BTreeMap<&'a str, &'a str>,
    /// The security schemes that are the same one.
    pub schemes: Vec<Pair<'a, Scheme>>,
    /// The definitions that are the same one.
    pub known: Known<'a>,
    /// What is left to compare.
    pub pending: Pending<'a>,
    /// Definitions of the older client whose values are told already, or not at all.
    pub told: BTreeSet<&'a TypeName>,
    /// What can only be said at the end.
    pub later: Later<'a>,
    pub changes: Vec<Change>,
}

/// What is left to compare.
#[derive(Default)]
pub(crate) struct Pending<'a> {
    /// Definitions that are the same one.
    pub definitions: Vec<(Pair<'a, Definition>, Spot)>,
    /// Structs of which one is made of the other.
    pub derived: Vec<(Pair<'a, Definition>, Spot)>,
    /// All such structs that there were.
    pub known_derived: BTreeSet<Pair<'a, TypeName>>,
}

/// What can only be said at the end, when all that is the same is known.
#[derive(Default)]
pub(crate) struct Later<'a> {
    /// The pairs of structs that have been compared.
    pub objects: Vec<(Pair<'a, Definition>, Spot)>,
    /// The pairs of definitions of which one may be null.
    pub nulls: Vec<(Pair<'a, Definition>, Spot)>,
    /// The enums of constants that are only received, by their places, and the builders that ask for another one than before.
    pub received_constants: Vec<(Pointer, Vec<RustChange>)>,
}

impl<'a> Comparison<'a> {
    pub(crate) fn new(before: &'a Api, after: &'a Api) -> Self {
        let (before, after) = (Index::new(before), Index::new(after));
        let operations = renames::operations(&before, &after);
        Self {
            tags: renames::tags((&before.api.groups, &after.api.groups), &operations),
            schemes: renames::schemes(&before.api.schemes, &after.api.schemes),
            known: renames::schemas(&before, &after),
            operations,
            before,
            after,
            pending: Pending::default(),
            told: BTreeSet::new(),
            later: Later::default(),
            changes: Vec::new(),
        }
    }

    /// Whether two types are the same one.
    pub(crate) fn match_types(&self, before: &'a Type, after: &'a Type) -> Match<'a> {
        match_types(self.clients(), (before, after))
    }

    fn clients(&self) -> Clients<'_, 'a> {
        Clients { before: &self.before, after: &self.after, known: &self.known }
    }

    /// Tells of what a rule found at a spot.
    pub(crate) fn tell(&mut self, rule: &'static Rule, spot: &Spot, finding: Finding) {
        let name = declared(self.clients(), spot, &finding);
        let operations = self.operation_ids(&spot.operations);
        self.changes.push(Change::new(rule, spot, name, operations, finding));
    }

    /// Tells of what was found at a spot by the rule of either side of the wire that counts there.
    pub(crate) fn tell_side(&mut self, request: &'static Rule, response: &'static Rule, spot: &Spot, finding: Finding) {
        let are_both = spot.usage.request && spot.usage.response;
        if let Some(rule) = spot.rule(Some(request), Some(response)) {
            let beside = if std::ptr::eq(rule, request) { response } else { request };
            self.tell(rule, spot, finding.beside(are_both.then_some(beside)));
        }
    }

    /// The ids of the operations that reach a spot.
    fn operation_ids(&self, reach: &Reach) -> Vec<String> {
        match reach {
            Reach::These(ids) => ids.to_vec(),
            Reach::Of(definitions) => {
                let [before, after] = definitions.as_ref();
                self.operations_of(before.as_ref(), after.as_ref())
            }
        }
    }

    fn operations_of(&self, before: Option<&TypeName>, after: Option<&TypeName>) -> Vec<String> {
        let id = |index: usize| self.after.api.operations[index].id.clone();
        let mut found: BTreeSet<usize> = after.into_iter().flat_map(|name| self.after.operations_of(name)).collect();
        let old: BTreeSet<usize> = before.into_iter().flat_map(|name| self.before.operations_of(name)).collect();
        found.extend(self.operations.pairs.iter().filter(|(one, _)| old.contains(one)).map(|(_, other)| *other));
        let gone = self.operations.removed.iter().filter(|index| old.contains(index));
        let gone = gone.map(|&index| self.before.api.operations[index].id.clone());
        found.into_iter().map(id).chain(gone).collect()
    }
}
