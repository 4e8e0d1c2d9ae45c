//! What a description still lacks that our overlays write: sentences and samples.

use std::collections::BTreeSet;

use anyhow::Result;
use intercom_codegen::{
    Input, Settings, document,
    select::{METHODS, select},
};
use serde_json::{Map, Value};

/// The places without a sentence, and the responses without a sample, in the description's words.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Missing {
    /// What nothing describes: operations, their parameters and responses, properties.
    pub sentences: BTreeSet<String>,
    /// Responses with a body of which there is no sample.
    pub samples: BTreeSet<String>,
}

/// What a description lacks with its overlays applied.
///
/// # Errors
///
/// A description or overlays that can't be read.
pub fn missing(input: &Input, settings: &Settings) -> Result<Missing> {
    let document = select(document(input, settings)?, &input.tags, &input.description)?;
    let mut missing = Missing::default();
    for (path, item) in entries(&document["paths"]) {
        for method in METHODS {
            if let Some(operation) = item.get(method) {
                let id = operation.get("operationId").and_then(Value::as_str);
                let name = id.map_or_else(|| format!("{} {path}", method.to_uppercase()), str::to_owned);
                missing.add_operation(&name, operation);
            }
        }
    }
    for (name, schema) in entries(&document["components"]["schemas"]) {
        missing.add_properties(name, schema);
    }
    Ok(missing)
}

impl Missing {
    /// What is missing here and was not missing there.
    #[must_use]
    pub fn since(self, before: &Self) -> Self {
        let Self { mut sentences, mut samples } = self;
        sentences.retain(|place| !before.sentences.contains(place));
        samples.retain(|place| !before.samples.contains(place));
        Self { sentences, samples }
    }

    /// What there is to write, and where, a line each.
    #[must_use]
    pub fn to_write(&self) -> Vec<String> {
        let line = |what: &str, places: &BTreeSet<String>| {
            let listed = places.iter().cloned().collect::<Vec<_>>().join("; ");
            (!places.is_empty()).then(|| format!("write {what} for {listed}"))
        };
        let sentences = line("sentences into spec/overlays/docs.overlay.yaml", &self.sentences);
        let samples = line("samples into spec/overlays/samples.overlay.yaml", &self.samples);
        [sentences, samples].into_iter().flatten().collect()
    }

    fn add_operation(&mut self, name: &str, operation: &Value) {
        if operation.get("summary").is_none() && !is_described(operation) {
            self.sentences.insert(format!("`{name}`"));
        }
        for parameter in operation.get("parameters").and_then(Value::as_array).into_iter().flatten() {
            let parameter_name = parameter.get("name").and_then(Value::as_str);
            if let Some(parameter_name) = parameter_name.filter(|_| !is_described(parameter)) {
                self.sentences.insert(format!("`{name}`, parameter `{parameter_name}`"));
            }
        }
        for (status, response) in entries(&operation["responses"]) {
            if !is_described(response) {
                self.sentences.insert(format!("`{name}`, response {status}"));
            }
            let has_sample = |content: &Value| content.get("example").or_else(|| content.get("examples")).is_some();
            if entries(&response["content"]).any(|(_, content)| !has_sample(content)) {
                self.samples.insert(format!("`{name}`, response {status}"));
            }
        }
    }

    fn add_properties(&mut self, name: &str, schema: &Value) {
        for (property, value) in entries(&schema["properties"]) {
            let name = format!("{name}.{property}");
            if !is_described(value) {
                self.sentences.insert(format!("`{name}`"));
            }
            self.add_properties(&name, value);
        }
        if schema.get("items").is_some() {
            self.add_properties(name, &schema["items"]);
        }
    }
}

/// Whether something has a description, of its own or where it refers to.
fn is_described(value: &Value) -> bool {
    let description = value.get("description").and_then(Value::as_str);
    value.get("$ref").is_some() || description.is_some_and(|description| !description.is_empty())
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}
