//! Where models stand: what is said of one of which the description says nothing. Calls come first, since that is where an app meets a
//! model; where only other models have it, these.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    ir::{Api, Definition, Kind, Operation},
    naming::TypeName,
};

/// How many places of a kind are named.
const NAMED: usize = 2;

/// Where one model stands, each place as a span of code. Their order is the alphabet's, so that the description's changes no word.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    returned: BTreeSet<String>,
    sent: BTreeSet<String>,
    of_errors: BTreeSet<String>,
    inside: BTreeSet<String>,
}

/// The places of all models.
pub(super) fn places(api: &Api) -> BTreeMap<&TypeName, Places> {
    let mut places: BTreeMap<&TypeName, Places> = BTreeMap::new();
    let accessors = api.groups.iter().map(|group| (group.tag.as_str(), group.accessor.plain())).collect();
    for operation in &api.operations {
        let call = call(&accessors, operation);
        for name in operation.received().into_iter().filter_map(|ty| ty.name()) {
            places.entry(name).or_default().returned.insert(call.clone());
        }
        for name in operation.sent().into_iter().filter_map(|ty| ty.name()) {
            places.entry(name).or_default().sent.insert(call.clone());
        }
        for name in operation.errors.iter().filter_map(|response| response.ty.as_ref()?.name()) {
            places.entry(name).or_default().of_errors.insert(call.clone());
        }
    }
    for header in &api.client_headers {
        if let Some(name) = header.ty.name() {
            places.entry(name).or_default().inside.insert(format!("`ClientBuilder::{}`", header.setter.plain()));
        }
    }
    for definition in &api.definitions {
        for (name, place) in inside(definition) {
            places.entry(name).or_default().inside.insert(place);
        }
    }
    places
}

/// An operation as an app calls it, `pets().list`: of several groups, by the first in the alphabet.
fn call(accessors: &BTreeMap<&str, &str>, operation: &Operation) -> String {
    let (tag, name) = operation.names.first_key_value().expect("an operation is in a group");
    format!("`{}().{}`", accessors[tag.as_str()], name.plain())
}

/// What a model has in it, by the place where that stands.
fn inside(definition: &Definition) -> Vec<(&TypeName, String)> {
    let owner = &definition.name;
    match &definition.kind {
        Kind::Struct(object) => {
            let others = object.additional.iter().map(|(field, ty)| (ty, field));
            let fields = object.fields.iter().map(|field| (&field.ty, &field.name)).chain(others);
            fields
                .filter_map(|(ty, field)| Some((ty.name()?, format!("`{owner}::{}`", plain(field.as_str())))))
                .collect()
        }
        Kind::Union(union) => {
            let variants = union.variants.iter();
            variants.filter_map(|variant| Some((variant.ty.name()?, format!("`{owner}::{}`", variant.name)))).collect()
        }
        Kind::Tuple(parts) => parts.iter().filter_map(|part| Some((part.ty.name()?, format!("`{owner}`")))).collect(),
        Kind::Alias(ty) | Kind::Newtype(ty) => ty.name().map(|name| (name, format!("`{owner}`"))).into_iter().collect(),
        Kind::StringEnum(_) | Kind::IntegerEnum(_) => Vec::new(),
    }
}

fn plain(name: &str) -> &str {
    name.trim_start_matches("r#")
}

impl Places {
    /// A sentence of them.
    pub(super) fn sentence(&self) -> String {
        let calls = [("returned by", &self.returned), ("sent by", &self.sent), ("an error of", &self.of_errors)];
        let calls = calls.into_iter().filter(|(_, calls)| !calls.is_empty());
        let mut parts: Vec<String> = calls.map(|(verb, calls)| format!("{verb} {}", listed(calls))).collect();
        if parts.is_empty() && !self.inside.is_empty() {
            parts.push(format!("what stands in {}", listed(&self.inside)));
        }
        let text = if parts.is_empty() { "no operation has it".to_owned() } else { parts.join("; ") };
        let mut letters = text.chars();
        letters.next().map(|first| format!("{}{}.", first.to_uppercase(), letters.as_str())).unwrap_or_default()
    }
}

/// `a`; `a` and `b`; `a`, `b` and 3 more.
fn listed(places: &BTreeSet<String>) -> String {
    let named: Vec<&str> = places.iter().take(NAMED).map(String::as_str).collect();
    match (named.as_slice(), places.len() - named.len()) {
        ([one, other], 0) => format!("{one} and {other}"),
        (named, 0) => named.concat(),
        (named, more) => format!("{} and {more} more", named.join(", ")),
    }
}
