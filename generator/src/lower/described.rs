//! What a description says that no Rust needs: answers word by word, credentials, servers of single operations.

use std::collections::{BTreeSet, HashSet};

use indexmap::IndexMap;
use openapiv3::{
    APIKeyLocation, Header, OpenAPI, Operation as Described, Parameter as DescribedParameter, ParameterSchemaOrContent,
    ReferenceOr, Response, SecurityRequirement, SecurityScheme,
};
use serde_json::Value;

use super::{
    Lowering,
    bodies::{follow, is_json, is_success, resolve_response},
    operations::{PathOperation, path_operations},
    parameters::parameters,
    schemas::declared,
    shape::{self, Node},
};
use crate::{
    ir::{Answer, AnswerHeader, Authentication, Cookie, Declared, Inside, Requirement, Scheme, Type},
    place::Pointer,
    walk::Keys,
};

impl<'a> Lowering<'a> {
    /// All answers of an operation whose bodies have been lowered.
    pub(super) fn answers(&self, operation: &'a Described, place: &Pointer) -> Vec<Answer> {
        let responses = &operation.responses.responses;
        let is_success = is_success(operation);
        let has_success = responses.keys().any(&is_success);
        let named = responses.iter().map(|(status, response)| (status.to_string(), is_success(status), response));
        let default = operation.responses.default.iter().map(|response| ("default".to_owned(), !has_success, response));
        let mut answers: Vec<Answer> = named
            .chain(default)
            .filter_map(|(status, is_success, response)| {
                let place = place_of(response, place.child("responses").child(&status));
                let response = resolve_response(self.document, response)?;
                Some(self.answer_word_by_word(response, status, is_success, place))
            })
            .collect();
        answers.sort_by(|one, other| one.status.cmp(&other.status));
        answers
    }

    fn answer_word_by_word(&self, response: &'a Response, status: String, is_success: bool, place: Pointer) -> Answer {
        let media_types: Vec<String> = response.content.keys().cloned().collect();
        let json = media_types.iter().find(|name| is_json(name));
        let declared = json.and_then(|name| self.bodies.get(&place.child("content").child(name)));
        let headers = response.headers.iter().filter_map(|(name, header)| {
            let place = place_of(header, place.child("headers").child(name));
            let header = follow(header, "#/components/headers/", |components| &components.headers, self.document)?;
            Some(self.header(name, header, place))
        });
        let headers = headers.collect();
        Answer {
            status,
            is_success,
            declared: declared.map(Declared::of_value).unwrap_or_default(),
            media_types,
            headers,
            place,
        }
    }

    fn header(&self, name: &str, header: &'a Header, place: Pointer) -> AnswerHeader {
        let (ty, declared) = match &header.format {
            ParameterSchemaOrContent::Schema(schema) => {
                let node = Node::new(schema, place.child("schema"));
                self.header_value(&node)
            }
            ParameterSchemaOrContent::Content(content) => (written(content, Keys::Names), Declared::default()),
        };
        let deprecated = header.deprecated.unwrap_or(false);
        AnswerHeader { name: name.to_owned(), place, required: header.required, deprecated, ty, declared }
    }
}

impl<'a> Lowering<'a> {
    /// What a header holds, in words, since it becomes no type: `integer`, `array of string`, `integer or string`.
    fn header_value(&self, node: &Node<'a>) -> (String, Declared) {
        let flat = shape::flatten(self.document, node).unwrap_or_default();
        let mut said = declared(&flat).of_value();
        let mut words: BTreeSet<String> = BTreeSet::new();
        for alternative in flat.one_of.iter().chain(&flat.any_of) {
            let (word, declared) = self.header_value(alternative);
            said.inside.push(Inside {
                part: format!("|{word}"),
                place: alternative.place.clone(),
                ty: Type::Value,
                declared,
            });
            words.insert(word);
        }
        if words.is_empty() {
            words.insert(flat.ty.unwrap_or("any").to_owned());
        }
        let mut word = words.into_iter().collect::<Vec<_>>().join(" or ");
        if let Some(items) = &flat.items {
            let (inner, declared) = self.header_value(items);
            word = format!("{word} of {inner}");
            said.inside.push(Inside { part: "[]".to_owned(), place: items.place.clone(), ty: Type::Value, declared });
        }
        (word, said)
    }
}

/// What a component says stands at the component, whoever refers to it.
pub(super) fn place_of<T>(item: &ReferenceOr<T>, place: Pointer) -> Pointer {
    match item {
        ReferenceOr::Reference { reference } => Pointer::parse(reference),
        ReferenceOr::Item(_) => place,
    }
}

/// Requirements as the description lists them.
pub(super) fn requirements(requirements: &[SecurityRequirement]) -> Vec<Requirement> {
    let sorted = |requirement: &SecurityRequirement| {
        let mut schemes: Vec<(String, Vec<String>)> =
            requirement.iter().map(|(name, scopes)| (name.clone(), scopes.clone())).collect();
        schemes.iter_mut().for_each(|(_, scopes)| scopes.sort_unstable());
        schemes.sort_unstable();
        Requirement { schemes }
    };
    requirements.iter().map(sorted).collect()
}

/// The security schemes that an operation asks for, or the only one.
pub(super) fn schemes(document: &OpenAPI) -> Vec<Scheme> {
    let own = path_operations(document).filter_map(|described| described.operation.security.as_ref());
    let used: HashSet<&String> = own.chain(&document.security).flatten().flat_map(IndexMap::keys).collect();
    let declared = document.components.iter().flat_map(|components| &components.security_schemes);
    let is_only = declared.clone().count() == 1;
    let declared = declared.filter(|(name, _)| is_only || used.contains(name));
    let declared = declared.filter_map(|(name, scheme)| Some((name, scheme.as_item()?)));
    declared
        .map(|(name, scheme)| {
            let mut details = Vec::new();
            collect_details(&serde_json::to_value(scheme).unwrap_or_default(), &Pointer::root(), &mut details);
            details.sort_unstable();
            let place = Pointer::root().descendant(["components", "securitySchemes", name]);
            let authentication = authentication(scheme);
            Scheme { name: name.clone(), place, details, authentication, setter: None, source_setter: None }
        })
        .collect()
}

/// How requests bear the credential of a scheme, if the client knows that.
fn authentication(scheme: &SecurityScheme) -> Option<Authentication> {
    match scheme {
        SecurityScheme::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("bearer") => Some(Authentication::Bearer),
        SecurityScheme::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("basic") => Some(Authentication::Basic),
        SecurityScheme::HTTP { .. } => None,
        SecurityScheme::OAuth2 { .. } | SecurityScheme::OpenIDConnect { .. } => Some(Authentication::Bearer),
        SecurityScheme::APIKey { location, name, .. } => Some(match location {
            APIKeyLocation::Header => Authentication::Header(name.clone()),
            APIKeyLocation::Query => Authentication::Query(name.clone()),
            APIKeyLocation::Cookie => Authentication::Cookie(name.clone()),
        }),
    }
}

/// The values of a scheme. What is said of a scope is prose; that there is one is not.
fn collect_details(value: &Value, place: &Pointer, details: &mut Vec<(String, String)>) {
    let Value::Object(entries) = value else {
        let is_scope = place.tokens().iter().rev().nth(1).is_some_and(|above| above == "scopes");
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        return details.push((place.to_string(), if is_scope { String::new() } else { text }));
    };
    for (key, value) in entries {
        let is_names = place.tokens().last().is_some_and(|last| last == "scopes");
        if is_names || (key != "description" && !key.starts_with("x-")) {
            collect_details(value, &place.child(key), details);
        }
    }
}

/// A part of the description as JSON, without prose. `keys` says what its keys are.
pub(super) fn written(part: &impl serde::Serialize, keys: Keys) -> String {
    let mut part = serde_json::to_value(part).unwrap_or_default();
    drop_prose(&mut part, keys);
    part.to_string()
}

fn drop_prose(value: &mut Value, keys: Keys) {
    match value {
        Value::Object(entries) => {
            let is_prose = |key: &str| {
                matches!(key, "description" | "title" | "example" | "examples" | "externalDocs")
                    || key.starts_with("x-")
            };
            entries.retain(|key, _| keys == Keys::Names || !is_prose(key));
            for (key, value) in entries.iter_mut() {
                if let Some(keys) = keys.below(key) {
                    drop_prose(value, keys);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| drop_prose(item, Keys::Keywords)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The parameters of an operation that go into a cookie.
pub(super) fn cookies(document: &OpenAPI, described: &PathOperation<'_>) -> Vec<Cookie> {
    let all = parameters(document, described).into_iter();
    let cookies = all.filter_map(|(parameter, place)| match parameter {
        DescribedParameter::Cookie { parameter_data: data, .. } => {
            Some(Cookie { name: data.name.clone(), place, required: data.required })
        }
        DescribedParameter::Query { .. } | DescribedParameter::Header { .. } | DescribedParameter::Path { .. } => None,
    });
    cookies.collect()
}

/// The addresses that the client can't know by itself.
pub(super) fn relative_servers(document: &OpenAPI) -> Vec<String> {
    let urls = document.servers.iter().map(|server| server.url.clone());
    urls.filter(|url| !(url.starts_with("https://") || url.starts_with("http://"))).collect()
}
