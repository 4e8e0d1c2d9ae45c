//! What the settings name and a description does not have: operations and schemas. The settings may be those of several
//! descriptions, so each is a warning.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::{Map, Value};
use toml::Spanned;

use crate::{
    dialect::path_and_method,
    error::{Diagnostic, Source, meant::meant},
    place::Pointer,
    quoted::code,
    select::{METHODS, group_of_path, operation_tags, schemas},
    settings::{MethodSetting, Settings},
};

/// Warns of what the settings name and no operation or component schema of a whole document is called.
pub(crate) fn unknown(document: &Value, settings: &Settings, source: &Arc<Source>) -> Vec<Diagnostic> {
    // Where the settings say it, if their text is known.
    let placed = |warning: Diagnostic, name: &Spanned<String>, place: &Pointer| match &settings.names.source {
        Some(settings) => warning.at_offset(settings, name.span().start),
        None => warning.at(source, place),
    };
    let known = schemas(document);
    let of_names = settings.names.schemas.keys().map(|name| ("names.schemas", name));
    let named = settings.error.schema.iter().map(|name| ("error.schema", name)).chain(of_names);
    let place = Pointer::root().child("components").child("schemas");
    let lost = named.filter(|(_, name)| !known.contains(name.get_ref())).map(|(setting, name)| {
        let message = format!("`{setting}` names {}, which is no component schema here", code(name.get_ref()));
        let mut warning = Diagnostic::warning(message);
        warning.help =
            meant(name.get_ref(), known.iter().map(String::as_str)).map(|name| format!("did you mean {}?", code(name)));
        placed(warning, name, &place)
    });
    let methods = &settings.names.methods;
    let operations = if methods.is_empty() { Vec::new() } else { operations(document) };
    let in_paths = Pointer::root().child("paths");
    let faults = methods.iter().flat_map(|(name, setting)| {
        let key = name.get_ref();
        let named: Vec<&Operation<'_>> = operations.iter().filter(|operation| operation.is_called(key)).collect();
        let is_named = |wire: &str| methods.contains_key(wire);
        let likely = || meant(key, operations.iter().flat_map(Operation::names));
        [not_found(key, &named, likely), shared(key, &named), twice(key, &named, is_named)]
            .into_iter()
            .flatten()
            .chain(other_tags(key, setting, &named))
            .map(|fault| placed(fault, name, &in_paths))
    });
    lost.chain(faults).collect()
}

/// An operation, by what the settings may call it.
struct Operation<'a> {
    /// Its method and path: `GET /pets`.
    wire: String,
    id: Option<&'a str>,
    /// The tags whose groups it is in.
    tags: Vec<&'a str>,
}

impl Operation<'_> {
    fn is_called(&self, key: &str) -> bool {
        self.names().any(|name| name == key)
    }

    /// What the settings may call it.
    fn names(&self) -> impl Iterator<Item = &str> {
        [self.wire.as_str()].into_iter().chain(self.id)
    }
}

fn operations<'a>(document: &'a Value) -> Vec<Operation<'a>> {
    let items = document["paths"].as_object().into_iter().flatten();
    let operation = |path: &'a str, method: &'a str, operation: &'a Map<String, Value>| {
        let (path, method) = path_and_method(path, method);
        let mut tags: Vec<&str> = operation_tags(operation).collect();
        if tags.is_empty() {
            tags.push(group_of_path(path));
        }
        let id = operation.get("operationId").and_then(Value::as_str);
        Operation { wire: format!("{} {path}", method.to_uppercase()), id, tags }
    };
    let of_item = |(path, item): (&'a String, &'a Value)| {
        METHODS.iter().filter_map(move |method| Some(operation(path, method, item.get(method)?.as_object()?)))
    };
    items.flat_map(of_item).collect()
}

fn not_found<'k>(key: &str, named: &[&Operation<'_>], likely: impl Fn() -> Option<&'k str>) -> Option<Diagnostic> {
    let warning = || {
        let ways = "an operation is named by its `operationId`, or by its method and path: `GET /pets`";
        let help = likely().map_or(ways.to_owned(), |name| format!("did you mean {}? {ways}", code(name)));
        Diagnostic::warning(format!("`names.methods` names {}, which is no operation here", code(key))).help(help)
    };
    named.is_empty().then(warning)
}

/// An id that several operations of one tag have tells none of them apart.
fn shared(key: &str, named: &[&Operation<'_>]) -> Option<Diagnostic> {
    let mut by_tag: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for operation in named.iter().filter(|operation| operation.id == Some(key)) {
        operation.tags.iter().for_each(|tag| by_tag.entry(tag).or_default().push(code(&operation.wire)));
    }
    let (tag, wires) = by_tag.into_iter().find(|(_, wires)| wires.len() > 1)?;
    let message = format!(
        "`names.methods` names {}, which is the `operationId` of several operations of {}: none of them is called so",
        code(key),
        code(tag)
    );
    Some(Diagnostic::warning(message).help(format!("name each by its method and path: {}", wires.join(", "))))
}

/// Of two keys for one operation, its method and path counts: an id may be that of others, too.
fn twice(key: &str, named: &[&Operation<'_>], is_named: impl Fn(&str) -> bool) -> Option<Diagnostic> {
    let [operation] = named else { return None };
    let is_twice = operation.wire != key && is_named(&operation.wire);
    is_twice.then(|| {
        let (key, wire) = (code(key), code(&operation.wire));
        Diagnostic::warning(format!("`names.methods` names one operation twice, by {key} and {wire}"))
            .help(format!("take out one of both; {wire} counts"))
    })
}

fn other_tags(key: &str, setting: &MethodSetting, named: &[&Operation<'_>]) -> Vec<Diagnostic> {
    let (MethodSetting::Tags(names), false) = (setting, named.is_empty()) else { return Vec::new() };
    let carried: Vec<&str> = named.iter().flat_map(|operation| &operation.tags).copied().collect();
    let others = names.keys().filter(|tag| !carried.contains(&tag.as_str()));
    let warning = |tag: &String| {
        let message = format!("`names.methods` calls {} in the tag {}, which it does not carry", code(key), code(tag));
        let carried: Vec<String> = carried.iter().map(|tag| code(tag)).collect();
        Diagnostic::warning(message).help(format!("its tags are: {}", carried.join(", ")))
    };
    others.map(warning).collect()
}
