//! What an update would bring to life: things that the description lacks, and of which the update says nothing that a client
//! could use. Such an update was written for a description that had them.
//!
//! `properties: {colour: {description: …}}` describes a property; where there is none, merging it would make one of no type.

use serde_json::{Map, Value};

use crate::{place::Pointer, walk::Keys};

/// The keywords that say something of a thing, but not what it is: an object of nothing else annotates.
#[rustfmt::skip]
const ANNOTATIONS: &[&str] = &[
    // Of anything (OpenAPI 3.0.4, section 4.8).
    "deprecated", "description", "example", "examples", "externalDocs", "summary", "title",
    // Of a schema: they narrow or annotate what its type says.
    "default", "exclusiveMaximum", "exclusiveMinimum", "format", "maxItems", "maxLength", "maxProperties", "maximum", "minItems",
    "minLength", "minProperties", "minimum", "multipleOf", "nullable", "pattern", "readOnly", "uniqueItems", "writeOnly", "xml",
    // Of a parameter or header: where it stands, and not what.
    "allowEmptyValue", "allowReserved", "explode", "in", "style",
    // Of an operation.
    "operationId", "tags",
];

/// Something that an update adds, and of which it only says something.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Addition {
    /// Where, below the node and in the update alike.
    pub below: Pointer,
    /// The name of a parameter in a list, which has no key.
    pub parameter: Option<String>,
    /// Whether nothing more has to be said of it: a response may have a description and no content.
    pub is_complete: bool,
}

/// What an update would add to a node by annotations alone. `place` is the node's in the document.
pub(super) fn bare_additions(document: &Value, place: &Pointer, update: &Value) -> Vec<Addition> {
    let mut found = Vec::new();
    // Only an object, or one in a list, can be a thing.
    let holds_things = match update {
        Value::Object(updates) => {
            updates.values().any(|value| value.is_object() || value.is_array()) || updates.contains_key("in")
        }
        Value::Array(_) => true,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    };
    if let Some((node, place)) = holds_things.then(|| resolve(document, place)).flatten() {
        compare(Some(node), update, place, &Pointer::root(), &mut found);
    }
    found
}

/// Where a value stands.
#[derive(Clone, Copy)]
struct Place<'a> {
    /// What its keys are.
    keys: Keys,
    /// The last keyword on the way to it.
    keyword: &'a str,
}

impl<'a> Place<'a> {
    /// The place of the value of a key; nothing where it is data.
    fn below(self, key: &'a str) -> Option<Self> {
        let keyword = match self.keys {
            Keys::Keywords => key,
            Keys::Names => self.keyword,
        };
        Some(Self { keys: self.keys.below(key)?, keyword })
    }
}

/// A node and its place; nothing where it is data.
fn resolve<'d, 'p>(document: &'d Value, pointer: &'p Pointer) -> Option<(&'d Value, Place<'p>)> {
    let mut place = Place { keys: Keys::Keywords, keyword: "" };
    let mut node = document;
    for token in pointer.tokens() {
        node = match node {
            Value::Object(entries) => {
                place = place.below(token)?;
                entries.get(token)?
            }
            Value::Array(items) => items.get(token.parse::<usize>().ok()?)?,
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return None,
        };
    }
    Some((node, place))
}

/// Follows an update down to what the node lacks.
fn compare(node: Option<&Value>, update: &Value, place: Place<'_>, below: &Pointer, found: &mut Vec<Addition>) {
    match (node, update) {
        (Some(Value::Object(entries)), Value::Object(updates)) => {
            for (key, value) in updates {
                if let Some(place) = structure_below(key, updates, place) {
                    compare(entries.get(key), value, place, &below.child(key), found);
                }
            }
        }
        (Some(Value::Array(_)) | None, Value::Array(items)) if place.keyword == "parameters" => {
            let items = items.iter().enumerate();
            items.for_each(|(index, item)| found.extend(bare_parameter(item, below.child(index))));
        }
        (Some(Value::Array(_)), item) if place.keyword == "parameters" => {
            found.extend(bare_parameter(item, below.clone()));
        }
        // Where things have names, each is judged alone.
        (None, Value::Object(entries)) if place.keys == Keys::Names || annotates(entries, place) => {
            tell(entries, place, below, found);
        }
        (_, _) => {}
    }
}

/// Reports an object that only annotates: of itself, or of what it leads to if it says nothing on the way.
fn tell(entries: &Map<String, Value>, place: Place<'_>, below: &Pointer, found: &mut Vec<Addition>) {
    let structure: Vec<_> =
        entries.iter().filter_map(|(key, value)| Some((key, value, structure_below(key, entries, place)?))).collect();
    if structure.len() < entries.len() {
        let is_complete = place.keyword == "responses" && structure.is_empty();
        found.push(Addition { below: below.clone(), parameter: None, is_complete });
    } else {
        structure.into_iter().for_each(|(key, value, place)| compare(None, value, place, &below.child(key), found));
    }
}

/// A parameter of a list that says where it stands, and not what it is.
fn bare_parameter(item: &Value, below: Pointer) -> Option<Addition> {
    let entries = item.as_object()?;
    let name = entries.get("name")?.as_str()?;
    let place = Place { keys: Keys::Keywords, keyword: "parameters" };
    annotates(entries, place).then(|| Addition { below, parameter: Some(name.to_owned()), is_complete: false })
}

/// Whether an object says something of a thing and nothing of what it is. An empty one says that anything will do.
fn annotates(entries: &Map<String, Value>, place: Place<'_>) -> bool {
    let entry_annotates = |(key, value): (&String, &Value)| match structure_below(key, entries, place) {
        Some(below) => value.as_object().is_some_and(|entries| annotates(entries, below)),
        None => place.keys == Keys::Names || is_annotation(key, entries),
    };
    !entries.is_empty() && entries.iter().all(entry_annotates)
}

/// The place of the value of a key that leads on; nothing where the key annotates, or the value is data.
fn structure_below<'a>(key: &'a str, entries: &Map<String, Value>, place: Place<'a>) -> Option<Place<'a>> {
    let annotates = place.keys == Keys::Keywords && is_annotation(key, entries);
    if annotates { None } else { place.below(key) }
}

fn is_annotation(key: &str, entries: &Map<String, Value>) -> bool {
    match key {
        // The `required` of a schema is a list, and makes an object of it.
        "required" => entries[key].is_boolean(),
        "name" => entries.contains_key("in"),
        key => key.starts_with("x-") || ANNOTATIONS.contains(&key),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// What an update of the root of a document would bring to life.
    fn added(document: &Value, update: &Value) -> Vec<String> {
        let added = bare_additions(document, &Pointer::root(), update);
        added.iter().map(|addition| addition.below.to_string()).collect()
    }

    fn document() -> Value {
        json!({
            "paths": {"/a": {"get": {"parameters": [{"name": "q", "in": "query", "schema": {}}], "responses": {"200": {"description": ""}}}}},
            "components": {"schemas": {"pet": {"properties": {"name": {"type": "string"}}}}},
        })
    }

    #[track_caller]
    fn check(update: Value, expected: &[&str]) {
        assert_eq!(added(&document(), &update), expected, "{update}");
    }

    fn pet(schema: Value) -> Value {
        json!({"components": {"schemas": {"pet": schema}}})
    }

    fn get(operation: Value) -> Value {
        json!({"paths": {"/a": {"get": operation}}})
    }

    #[test]
    fn what_is_there_may_be_described() {
        check(pet(json!({"description": "d", "properties": {"name": {"description": "d", "example": {"x": 1}}}})), &[]);
        check(
            get(json!({"summary": "s", "x-y": {"description": "d"}, "responses": {"200": {"description": "d"}}})),
            &[],
        );
    }

    #[test]
    fn what_is_added_with_what_it_is_may_be_described() {
        check(pet(json!({"properties": {"age": {"type": "integer", "description": "d"}, "any": {}}})), &[]);
        check(
            pet(json!({"properties": {"age": {"type": "object", "properties": {"any": {"description": "d"}}}}})),
            &[],
        );
        check(pet(json!({"properties": {"age": {"allOf": [{"description": "d"}]}, "sex": {"enum": [1]}}})), &[]);
        check(
            get(json!({"parameters": [{"name": "p", "in": "query", "schema": {}}], "requestBody": {"content": {}}})),
            &[],
        );
        check(json!({"servers": [{"description": "d"}], "tags": [{"name": "t", "description": "d"}]}), &[]);
        check(json!({"info": {"license": {"name": "MIT"}, "title": "t", "version": "v"}}), &[]);
    }

    #[test]
    fn things_of_annotations_alone_are_reported_where_they_have_a_name() {
        let bare = json!({"description": "d", "nullable": true, "x-a": [1]});
        check(pet(json!({"properties": {"age": bare}})), &["/components/schemas/pet/properties/age"]);
        check(pet(json!({"items": bare})), &["/components/schemas/pet/items"]);
        check(
            pet(json!({"properties": {"name": {"properties": {"first": bare, "last": {"type": "string"}}}}})),
            &["/components/schemas/pet/properties/name/properties/first"],
        );
        check(
            pet(json!({"properties": {"home": {"description": "d", "properties": {"street": bare}}}})),
            &["/components/schemas/pet/properties/home"],
        );
        check(json!({"components": {"schemas": {"dog": {"title": "t"}}}}), &["/components/schemas/dog"]);
        check(json!({"components": {"headers": {"X-A": bare}}}), &["/components/headers/X-A"]);
        check(json!({"components": {"parameters": {"page": bare}}}), &["/components/parameters/page"]);
        check(get(json!({"responses": {"404": bare}})), &["/paths/~1a/get/responses/404"]);
        check(
            get(json!({"responses": {"200": {"content": {"application/json": {"examples": {"a": {"value": 1}}}}}}})),
            &["/paths/~1a/get/responses/200/content/application~1json"],
        );
        check(get(json!({"requestBody": {"description": "d", "required": true}})), &["/paths/~1a/get/requestBody"]);
        check(json!({"paths": {"/a": {"put": {"summary": "s", "tags": ["t"]}}}}), &["/paths/~1a/put"]);
        check(json!({"paths": {"/b": {"get": {"summary": "s"}}}}), &["/paths/~1b/get"]);
    }

    #[test]
    fn a_parameter_of_a_list_is_told_by_its_name() {
        let page = json!({"name": "page", "in": "query", "required": true, "description": "d"});
        let list = get(json!({"parameters": [{"$ref": "#/components/parameters/a"}, page]}));
        check(list, &["/paths/~1a/get/parameters/1"]);
        let parameters = Pointer::parse("/paths/~1a/get/parameters");
        let added = bare_additions(&document(), &parameters, &page);
        let expected = Addition { below: Pointer::root(), parameter: Some("page".to_owned()), is_complete: false };
        assert_eq!(added, [expected]);
    }

    #[test]
    fn a_response_is_complete_with_its_description() {
        let added =
            |response: Value| bare_additions(&document(), &Pointer::parse("/paths/~1a/get/responses"), &response);
        let is_complete =
            |response: Value| added(response).iter().map(|addition| addition.is_complete).collect::<Vec<_>>();
        assert_eq!(is_complete(json!({"204": {"description": "d"}})), [true]);
        assert_eq!(is_complete(json!({"204": {"description": "d", "content": {"a/b": {"example": 1}}}})), [false]);
    }

    #[test]
    fn data_is_no_structure() {
        let document = json!({"x-a": {"properties": {}}, "components": {"schemas": {"a": {"example": {}}}}});
        let update = json!({"properties": {"b": {"description": "d"}}});
        for place in ["/x-a", "/components/schemas/a/example"] {
            assert_eq!(bare_additions(&document, &Pointer::parse(place), &update), []);
        }
    }
}
