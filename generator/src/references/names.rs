//! What a schema is called that becomes a component.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde_json::{Map, Value};

use super::{
    others::{Site, edit, is_other},
    places::node,
};
use crate::{
    select::METHODS,
    walk::{Keys, Part},
};

/// Names for the schemas that become components: place -> name. They don't depend on the order of the description.
pub(super) fn names(document: &mut Value, targets: &BTreeMap<String, Vec<String>>) -> BTreeMap<Vec<String>, String> {
    let mut schemas = HashSet::new();
    edit(document, Keys::Keywords, Site::ROOT, &mut |reference, site| {
        schemas.extend(
            targets.get(reference).filter(|_| site.part == Part::Schema && is_other(reference, site.kind)).cloned(),
        );
        None
    });
    let components = document.pointer("/components/schemas").and_then(Value::as_object);
    let mut taken: HashSet<String> = components.into_iter().flat_map(Map::keys).cloned().collect();
    let mut names = BTreeMap::new();
    for target in schemas.into_iter().collect::<BTreeSet<_>>() {
        if matches!(target.as_slice(), [components, schemas, _] if components == "components" && schemas == "schemas") {
            continue;
        }
        let words = words(document, &target);
        let numbered = (2..).map(|number| format!("{words}_{number}"));
        let mut free = [words.clone()].into_iter().chain(numbered).filter(|name| !taken.contains(name));
        let name = free.next().unwrap_or(words);
        taken.insert(name.clone());
        names.insert(target, name);
    }
    names
}

/// What a schema is called that stands inside something else: after what it stands in, and the properties on the way.
fn words(document: &Value, place: &[String]) -> String {
    // /components/schemas/Pet/properties/home -> "Pet_home"
    // /paths/~1pets/get/responses/200/content/application~1json/schema, an operation `listPets` -> "listPets_output"
    let token = |index: usize| place.get(index).map_or("", String::as_str);
    let (mut words, mut index) = match (token(0), METHODS.contains(&token(2))) {
        ("components", _) => (vec![token(2).to_owned()], 3),
        ("paths", true) => {
            let id = node(document, &place[..3]).and_then(|operation| operation["operationId"].as_str());
            (vec![id.map_or_else(|| format!("{} {}", token(2), token(1)), str::to_owned)], 3)
        }
        ("paths", false) => (vec![token(1).to_owned()], 2),
        // The collection at the root says nothing: `definitions`, for example.
        _ => (Vec::new(), usize::from(place.len() > 1)),
    };
    while index < place.len() {
        let next = token(index + 1);
        let (word, step) = match token(index) {
            "properties" | "$defs" | "definitions" => (next.to_owned(), 2),
            "responses" if next.starts_with('2') => ("output".to_owned(), 2),
            "responses" => (format!("error {next}"), 2),
            "parameters" => {
                let name = node(document, &place[..(index + 2).min(place.len())]);
                (name.and_then(|parameter| parameter["name"].as_str()).unwrap_or(next).to_owned(), 2)
            }
            "oneOf" | "anyOf" => {
                (next.parse().map_or("variant".to_owned(), |at: usize| format!("variant {}", at + 1)), 2)
            }
            "content" | "allOf" => (String::new(), 2),
            "requestBody" => ("body".to_owned(), 1),
            "items" => ("item".to_owned(), 1),
            "additionalProperties" => ("value".to_owned(), 1),
            "schema" => (String::new(), 1),
            name => (name.to_owned(), 1),
        };
        words.push(word);
        index += step;
    }
    words.retain(|word| !word.is_empty());
    words.join("_")
}
