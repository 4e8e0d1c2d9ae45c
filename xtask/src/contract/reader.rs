//! A server that knows a description and nothing else: reads requests, and refuses what is not as described, or not what was meant.

use anyhow::Result;
use serde_json::Value;

use super::{
    bodies,
    calls::{Call, Given, chosen, described, schema_of, without_read_only},
    program::{Request, Sent},
    schema::Schemas,
    styles::{Styled, decoded, pairs_of},
};
use crate::document::{at, resolve};

/// Reads the requests of one description.
pub(crate) struct Reader<'a> {
    document: &'a Value,
    schemas: Schemas,
}

impl<'a> Reader<'a> {
    /// # Errors
    ///
    /// Schemas that can't be read.
    pub(crate) fn new(document: &'a Value) -> Result<Self> {
        Ok(Self { document, schemas: Schemas::new(document)? })
    }

    /// What is refused of a call.
    pub(super) fn refusals(&self, call: &Call<'_>, sent: &Sent) -> Vec<String> {
        let wrong = self.wrong_by_themselves(call);
        if wrong.is_empty() { self.as_sent(call, sent) } else { wrong }
    }

    /// How what was sent reads otherwise than it was meant, whatever the schemas say, of the examples, too.
    pub(crate) fn unlike(&self, call: &Call<'_>, sent: &Sent) -> Vec<String> {
        let refusals = self.as_sent(call, sent).into_iter();
        refusals.filter(|told| !told.contains(": by its schema: ")).collect()
    }

    fn as_sent(&self, call: &Call<'_>, sent: &Sent) -> Vec<String> {
        let mut refusals = match &sent.request {
            Ok(request) => {
                let method =
                    (request.method != call.operation.method).then(|| format!("the method is {}", request.method));
                let [of_parameters, of_body] = [self.parameters(call, request), self.body(call, request)];
                [method.into_iter().collect(), of_parameters, of_body, self.part_headers(call, request)].concat()
            }
            Err(reason) => vec![format!("nothing was sent: {reason}")],
        };
        if !refusals.is_empty() {
            refusals.extend(sent.lost.iter().map(|lost| format!("not said: {lost}")));
        }
        refusals
    }

    /// The values that the description's own schemas refuse: what the client should make of them is nobody's knowledge.
    fn wrong_by_themselves(&self, call: &Call<'_>) -> Vec<String> {
        let mut told = Vec::new();
        let mut hold = |place: String, schema: Option<&Value>, value: &Value, is_sample: bool| {
            let faults = schema.map(|schema| self.schemas.faults(schema, value)).unwrap_or_default();
            let what = if is_sample { "the sample" } else { "the example" };
            told.extend(
                faults.into_iter().map(|fault| format!("{place}: {what} is refused by its own schema: {fault}")),
            );
        };
        for given in &call.parameters {
            let is_own = |parameter: &&Value| parameter["in"] == given.location && parameter["name"] == given.name;
            let parameter = described(self.document, call.operation).into_iter().find(is_own);
            let schema = parameter.and_then(|parameter| schema_of(parameter).0);
            hold(format!("{} `{}`", given.location, given.name), schema, &given.value, given.is_sample);
        }
        if let (Some(body), Some((_, media))) = (&call.body, chosen(self.document, call.operation)) {
            let meant = without_read_only(self.document, media.get("schema"), body);
            hold("body".to_owned(), media.get("schema"), &meant, call.is_sample);
        }
        told
    }

    fn parameters(&self, call: &Call<'_>, request: &Request) -> Vec<String> {
        let mut refusals = Vec::new();
        let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
        // Its query may have placeholders, which the client knows as parameters of the query.
        let key = call.operation.place.tokens_upwards().nth(1).unwrap_or_default();
        let template = call.operation.path.split('?').next().unwrap_or_default();
        let fixed = pairs_of(key.split_once('?').map_or("", |(_, query)| query), "&", false);
        let Some(mut segments) = placeholders(template, path) else {
            return vec![format!("`{path}` is no path of `{template}`")];
        };
        let mut pairs = pairs_of(query, "&", false);
        for (name, value) in &fixed {
            let placeholder = value.strip_prefix('{').and_then(|value| value.strip_suffix('}'));
            let found = pairs.iter().find(|(own, _)| own == name);
            segments.extend(placeholder.zip(found).map(|(own, (_, raw))| (own.to_owned(), raw.clone())));
        }
        let mut cookies = pairs_of(&request.header("cookie").unwrap_or_default().replace("; ", ";"), ";", false);
        // An exploded object without names of its own takes what no other parameter does.
        let mut parameters = described(self.document, call.operation);
        parameters.sort_by_key(|parameter| {
            parameter["schema"].get("properties").is_none() && parameter["style"] != "deepObject"
        });
        parameters.sort_by_key(|parameter| self.takes_all(parameter));
        for parameter in parameters {
            let (Some(location), Some(name)) = (parameter["in"].as_str(), parameter["name"].as_str()) else { continue };
            let (Some(schema), is_json) = schema_of(parameter) else { continue };
            let usual = if matches!(location, "query" | "cookie") { "form" } else { "simple" };
            let styled = Styled::new(self.document, name, parameter, schema, usual);
            let raw = |pairs: &mut Vec<(String, String)>| {
                let found = pairs.iter().position(|(own, _)| decoded(own) == name)?;
                Some(pairs.remove(found).1)
            };
            let json = |raw: String| serde_json::from_str::<Value>(&decoded(&raw)).ok();
            let read = match (location, is_json) {
                ("path", _) => segments
                    .iter()
                    .find(|(own, _)| own == name)
                    .and_then(|(_, raw)| if is_json { json(raw.clone()) } else { styled.path(raw) }),
                ("query", true) => raw(&mut pairs).and_then(json),
                ("query", false) => styled.pairs(&mut pairs),
                ("cookie", _) => styled.pairs(&mut cookies),
                ("header", true) => request.header(name).and_then(|text| serde_json::from_str(text).ok()),
                _ => request.header(name).and_then(|text| styled.header(text)),
            };
            let given = call.parameters.iter().find(|given| given.location == location && given.name == name);
            let told = self.compared(schema, given.map(|given| &given.value), read, parameter["required"] == true);
            // What stands in these headers, the client says by other means (OpenAPI 3.0.4, section 4.8.12.1).
            let is_ignored = location == "header"
                && ["accept", "content-type", "authorization"].contains(&name.to_lowercase().as_str());
            refusals
                .extend(told.into_iter().filter(|_| !is_ignored).map(|told| format!("{location} `{name}`: {told}")));
        }
        // A query that the path has is always sent; what stands in braces there nobody needs to describe.
        let is_fixed = |name: &str| fixed.iter().any(|(own, _)| own.trim_matches(['{', '}']) == name);
        let unknown = pairs.iter().filter(|(name, _)| !is_fixed(name) && !self.is_credential(&decoded(name)));
        refusals.extend(unknown.map(|(name, _)| format!("query `{}`: it is not described", decoded(name))));
        refusals
    }

    /// Whether a parameter is an exploded object that may have any properties.
    fn takes_all(&self, parameter: &Value) -> bool {
        let schema = resolve(self.document, &parameter["schema"]);
        parameter["in"] == "query" && schema.is_some_and(|schema| schema["type"] == "object")
    }

    /// Whether a query parameter carries a credential.
    fn is_credential(&self, name: &str) -> bool {
        let schemes = self.document.pointer("/components/securitySchemes").and_then(Value::as_object);
        schemes.into_iter().flatten().any(|(_, scheme)| scheme["in"] == "query" && scheme["name"] == name)
    }

    fn body(&self, call: &Call<'_>, request: &Request) -> Vec<String> {
        let described = at(self.document, &call.operation.place).and_then(|operation| operation.get("requestBody"));
        let Some(body) = described.and_then(|body| resolve(self.document, body)) else {
            return request.body.iter().map(|_| "body: none is described".to_owned()).collect();
        };
        if request.body.is_none() {
            let is_missing = body["required"] == true || call.body.is_some();
            return if is_missing { vec!["body: it is missing".to_owned()] } else { Vec::new() };
        }
        match bodies::read(self.document, body, request) {
            Err(reason) => vec![format!("body: {reason}")],
            Ok((schema, read)) => {
                let meant = call.body.as_ref().map(|meant| without_read_only(self.document, schema, meant));
                let anything = Value::Object(serde_json::Map::new());
                let told = self.compared(schema.unwrap_or(&anything), meant.as_ref(), Some(read), false);
                told.into_iter().map(|told| format!("body: {told}")).collect()
            }
        }
    }

    fn part_headers(&self, call: &Call<'_>, request: &Request) -> Vec<String> {
        let media = chosen(self.document, call.operation).map(|(_, media)| media);
        let of_header = |(given, part): (&Given<'_>, &str)| {
            let encoding = media.and_then(|media| media.get("encoding")?.get(part)?.get("headers")?.get(given.name));
            let Some(header) = encoding.and_then(|header| resolve(self.document, header)) else { return Vec::new() };
            let Some(schema) = schema_of(header).0 else { return Vec::new() };
            let styled = Styled::new(self.document, given.name, header, schema, "simple");
            let read = bodies::part_header(request, part, given.name).and_then(|text| styled.header(text));
            let told = self.compared(schema, Some(&given.value), read, true).into_iter();
            told.map(|told| format!("part `{part}`, header `{}`: {told}", given.name)).collect()
        };
        let in_parts = call.parameters.iter().filter_map(|given| Some((given, given.part?)));
        in_parts.flat_map(of_header).collect()
    }

    /// How what was read differs from what was meant, and what its schema refuses.
    fn compared(&self, schema: &Value, meant: Option<&Value>, read: Option<Value>, is_required: bool) -> Vec<String> {
        // What is empty is not there in most styles.
        let is_nothing = match meant {
            None | Some(Value::Null) => true,
            Some(Value::Object(fields)) => fields.is_empty(),
            Some(Value::Array(items)) => items.is_empty(),
            Some(Value::Bool(_) | Value::Number(_) | Value::String(_)) => false,
        };
        match (meant, read) {
            (_, None) if is_nothing && !is_required => Vec::new(),
            (_, None) => vec!["it is missing".to_owned()],
            (meant, Some(read)) => {
                let mut told = Vec::new();
                meant.into_iter().for_each(|meant| differences("", meant, &read, &mut told));
                told.extend(
                    self.schemas.faults(schema, &read).into_iter().map(|fault| format!("by its schema: {fault}")),
                );
                told
            }
        }
    }
}

/// The texts at the placeholders of a template.
///
/// `/pets/{id}.{format}`, `/pets/7.json` -> `id` `7`, `format` `json`
fn placeholders(template: &str, path: &str) -> Option<Vec<(String, String)>> {
    let mut found = Vec::new();
    let (mut template, mut path) = (template, path);
    while let Some((literal, rest)) = template.split_once('{') {
        let (name, after) = rest.split_once('}')?;
        path = path.strip_prefix(literal)?;
        let literal = after.split('{').next().unwrap_or_default();
        let end = if literal.is_empty() { path.len() } else { path.find(literal)? };
        found.push((name.to_owned(), path[..end].to_owned()));
        path = &path[end..];
        template = after;
    }
    (path == template).then_some(found)
}

/// Where JSON that was read is not what was meant, each with its JSON pointer.
fn differences(path: &str, meant: &Value, read: &Value, told: &mut Vec<String>) {
    match (meant, read) {
        (Value::Object(meant), Value::Object(read)) => {
            for (key, meant) in meant {
                match read.get(key) {
                    Some(read) => differences(&format!("{path}/{key}"), meant, read, told),
                    None => told.push(format!("{path}/{key} was lost")),
                }
            }
            let added = read.keys().filter(|key| !meant.contains_key(*key));
            told.extend(added.map(|key| format!("{path}/{key} was added")));
        }
        (Value::Array(meant), Value::Array(read)) if meant.len() == read.len() => {
            let pairs = meant.iter().zip(read).enumerate();
            pairs.for_each(|(index, (meant, read))| differences(&format!("{path}/{index}"), meant, read, told));
        }
        (meant, read) if meant == read => {}
        // A fraction may be written without its zeros; whole numbers are compared in all their digits.
        (Value::Number(meant), Value::Number(read))
            if (meant.is_f64() || read.is_f64()) && meant.as_f64() == read.as_f64() => {}
        (meant, read) => told.push(format!("{path} {meant} became {read}").trim_start().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use intercom_codegen::{Input, Settings, Source, Tags, document, generate};
    use serde_json::json;

    use super::*;
    use crate::contract::calls::calls;

    /// What is told of a request for the only operation of a description: as a refusal, and as unlike what was meant.
    fn read(id: &Value, sent: &Sent) -> [Vec<String>; 2] {
        let pet = json!({"type": "object", "required": ["name"], "properties": {
            "name": {"type": "string", "maxLength": 4}, "size": {"type": "number"},
        }});
        let text = json!({"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {"/pets/{id}": {"put": {
            "operationId": "putPet",
            "parameters": [
                {"in": "path", "name": "id", "required": true, "schema": {"type": "integer"}, "example": id},
                {"in": "query", "name": "tags", "schema": {"type": "array", "items": {"type": "string"}}, "example": ["a", "b"]},
                {"in": "header", "name": "x-kind", "schema": {"type": "string"}, "example": "cat"},
            ],
            "requestBody": {"required": true, "content": {"application/json": {
                "schema": pet, "example": {"name": "Ann", "size": 1.5},
            }}},
            "responses": {"204": {"description": "Done."}},
        }}}});
        let description = Source::new("pets.json", text.to_string());
        let input = Input { description, overlays: Vec::new(), tags: Tags::All, origin: "pets.json".to_owned() };
        let settings = Settings::default();
        let api = generate(&input, &settings).expect("it can be generated").api;
        let document = document(&input, &settings).expect("it can be read");
        let reader = Reader::new(&document).expect("the schemas can be read");
        let calls = calls(&document, &api);
        let [call] = calls.as_slice() else { panic!("there is one call, not {}", calls.len()) };
        [reader.refusals(call, sent), reader.unlike(call, sent)]
    }

    fn request(method: &str, target: &str, headers: &[(&str, &str)], body: Option<&str>) -> Sent {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let (method, target, body) = (method.to_owned(), target.to_owned(), body.map(str::to_owned));
        Sent { request: Ok(Request { method, target, headers, body }), lost: Vec::new() }
    }

    const TARGET: &str = "/pets/7?tags=a&tags=b";
    const HEADERS: [(&str, &str); 2] = [("x-kind", "cat"), ("content-type", "application/json")];
    const BODY: Option<&str> = Some(r#"{"name": "Ann", "size": 1.5}"#);

    #[test]
    fn what_is_not_as_meant_is_refused() {
        #[track_caller]
        fn check(sent: &Sent, refusals: &[&str]) {
            assert_eq!(read(&json!(7), sent), [refusals, refusals]);
        }
        check(&request("PUT", TARGET, &HEADERS, BODY), &[]);
        check(&request("POST", TARGET, &HEADERS, BODY), &["the method is POST"]);
        check(&request("PUT", "/dogs/7?tags=a&tags=b", &HEADERS, BODY), &["`/dogs/7` is no path of `/pets/{id}`"]);
        check(&request("PUT", "/pets/8?tags=a&tags=b", &HEADERS, BODY), &["path `id`: 7 became 8"]);
        check(&request("PUT", "/pets/7", &HEADERS, BODY), &["query `tags`: it is missing"]);
        check(&request("PUT", "/pets/7?tags=a", &HEADERS, BODY), &[r#"query `tags`: ["a","b"] became ["a"]"#]);
        check(&request("PUT", "/pets/7?tags=a,b", &HEADERS, BODY), &[r#"query `tags`: ["a","b"] became ["a,b"]"#]);
        check(&request("PUT", "/pets/7?tags=a&tags=b&x=1", &HEADERS, BODY), &["query `x`: it is not described"]);
        check(&request("PUT", TARGET, &HEADERS[1..], BODY), &["header `x-kind`: it is missing"]);
        check(&request("PUT", TARGET, &HEADERS, None), &["body: it is missing"]);
        check(&request("PUT", TARGET, &HEADERS, Some(r#"{"name": "Ann"}"#)), &["body: /size was lost"]);
        let more = r#"{"name": "Ann", "size": 1.5, "tag": null}"#;
        check(&request("PUT", TARGET, &HEADERS, Some(more)), &["body: /tag was added"]);
        let other = r#"{"name": "Bob", "size": 1.5}"#;
        check(&request("PUT", TARGET, &HEADERS, Some(other)), &[r#"body: /name "Ann" became "Bob""#]);
        let unsent = Sent { request: Err("no value".to_owned()), lost: vec!["/size: a number".to_owned()] };
        check(&unsent, &["nothing was sent: no value", "not said: /size: a number"]);
    }

    #[test]
    fn what_a_schema_refuses_is_refused_and_is_like_what_was_meant_where_the_example_is_at_fault() {
        let [refusals, unlike] =
            read(&json!(7), &request("PUT", TARGET, &HEADERS, Some(r#"{"name": "Annabel", "size": 1.5}"#)));
        let became = r#"body: /name "Ann" became "Annabel""#;
        assert_eq!(unlike, [became]);
        assert_eq!(refusals, [became, r#"body: by its schema: /name: "Annabel" is longer than 4 characters"#]);
        let [refusals, unlike] = read(&json!("x"), &request("PUT", "/pets/x?tags=a&tags=b", &HEADERS, BODY));
        assert_eq!(unlike, Vec::<String>::new());
        assert_eq!(refusals, [r#"path `id`: the example is refused by its own schema: "x" is not of type "integer""#]);
    }

    #[test]
    fn placeholders_are_what_stands_between_the_literals() {
        let pair = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        assert_eq!(placeholders("/pets/{id}", "/pets/a%2Fb"), Some(vec![pair("id", "a%2Fb")]));
        assert_eq!(
            placeholders("/pets/{id}.{format}/x", "/pets/7.json/x"),
            Some(vec![pair("id", "7"), pair("format", "json")])
        );
        assert_eq!(placeholders("/pets/{id}", "/dogs/1"), None);
        assert_eq!(placeholders("/pets/{id}/toys", "/pets/1/toys/2"), None);
    }
}
