//! Where models stand: what is said of one of which the description says nothing. Calls come first, since that is where an app meets a
//! model; where only other models have it, these.

use std::collections::BTreeMap;

use crate::{
    ir::{Api, Definition, Kind, Operation},
    naming::TypeName,
};

/// How many places of a kind are named.
const NAMED: usize = 2;

/// Where one model stands, each place as a span of code.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    returned: Vec<String>,
    sent: Vec<String>,
    of_errors: Vec<String>,
    inside: Vec<String>,
}

/// The places of all models.
pub(super) fn places(api: &Api) -> BTreeMap<&TypeName, Places> {
    let mut places: BTreeMap<&TypeName, Places> = BTreeMap::new();
    for operation in &api.operations {
        let call = call(api, operation);
        for name in operation.received().into_iter().filter_map(|ty| ty.name()) {
            add(&mut places.entry(name).or_default().returned, &call);
        }
        for name in operation.sent().into_iter().filter_map(|ty| ty.name()) {
            add(&mut places.entry(name).or_default().sent, &call);
        }
        for name in operation.errors.iter().filter_map(|response| response.ty.as_ref()?.name()) {
            add(&mut places.entry(name).or_default().of_errors, &call);
        }
    }
    for definition in &api.definitions {
        for (name, place) in inside(definition) {
            add(&mut places.entry(name).or_default().inside, &place);
        }
    }
    places
}

fn add(places: &mut Vec<String>, place: &str) {
    if !places.iter().any(|known| known == place) {
        places.push(place.to_owned());
    }
}

/// An operation as an app calls it: `pets().list`.
fn call(api: &Api, operation: &Operation) -> String {
    let group = &api.groups[operation.owner];
    format!("`{}().{}`", group.accessor.plain(), operation.name_in(&group.tag).plain())
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
fn listed(places: &[String]) -> String {
    match places {
        [one] => one.clone(),
        [one, other] => format!("{one} and {other}"),
        places => format!("{} and {} more", places[..NAMED].join(", "), places.len() - NAMED),
    }
}
