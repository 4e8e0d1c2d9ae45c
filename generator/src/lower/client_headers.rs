//! The headers that are set once for the whole client, because one value is right for all of its calls.
//!
//! `Api-Version: {enum: ["2"]}` of all operations is one of them; `Idempotency-Key` never is, however many operations have
//! it: two calls with one key are one call to the server.

use indexmap::IndexMap;
use openapiv3::{MediaType, Parameter, ParameterData, ParameterSchemaOrContent, ReferenceOr, Schema};
use serde_json::Value;

use super::{
    Context, Lowering, docs,
    operations::path_operations,
    parameters::{self, is_idempotency_key},
    reserved,
    shape::{self, Node},
};
use crate::{
    error::Diagnostic,
    ir::{ClientHeader, Declared, Type, VersionHeader},
    naming::Scope,
    place::Pointer,
};

/// A header parameter as operations declare it, each declaration once.
struct Header<'a> {
    name: &'a str,
    /// How many operations have it.
    operations: usize,
    declarations: Vec<(&'a ParameterData, Pointer)>,
}

impl<'a> Lowering<'a> {
    /// The header parameters that belong to the client: the version's, those that the settings name, and those that (nearly)
    /// every operation declares with the same default or single value.
    pub(super) fn client_headers(&mut self) -> Vec<ClientHeader> {
        let (total, declared) = self.declared_headers();
        let mut scope = Scope::reserving(reserved::BUILDER_FUNCTIONS);
        let mut headers = Vec::new();
        let version_header = self.settings.client.version_header.clone();
        let is_version = |name: &str| version_header.as_deref().is_some_and(|header| header.eq_ignore_ascii_case(name));
        for header in &declared {
            if is_version(header.name) {
                self.check_version(header);
                let version = Some(self.document.info.version.clone());
                // One that is no scalar, or has a media type, is sent all the same.
                let lowered = self.client_header(header, version, &mut scope);
                headers.push(lowered.or_else(|| Some(self.undeclared_version(header.name, &mut scope))));
                continue;
            }
            let is_named = self.named_setter(header.name).is_some();
            let is_frequent = total >= 3 && header.operations * 10 >= total * 9;
            if is_named || (is_frequent && self.has_one_value(header)) {
                self.warn_of_key(header);
                let value = self.sent_value(header);
                headers.push(self.client_header(header, value, &mut scope));
            }
        }
        if let Some(name) = version_header.as_deref()
            && declared.iter().all(|header| !is_version(header.name))
        {
            headers.push(Some(self.undeclared_version(name, &mut scope)));
        }
        let is_there = |name: &str| is_version(name) || declared.iter().any(|own| own.name.eq_ignore_ascii_case(name));
        for name in self.settings.client.headers.keys().filter(|name| !is_there(name)) {
            let message = format!("`{name}` in `headers` of codegen.toml is no header parameter of any operation");
            self.warn(message, &Pointer::root().child("paths"));
        }
        headers.into_iter().flatten().collect()
    }

    /// The header that tells the API's version, as the settings name it.
    pub(super) fn version_header(&self) -> Option<VersionHeader> {
        let header = self.settings.client.version_header.clone()?;
        let aliases = self.settings.client.version_aliases.clone().into_iter().collect();
        Some(VersionHeader { header, aliases })
    }

    /// How many operations there are, and the headers that they declare.
    fn declared_headers(&self) -> (usize, Vec<Header<'a>>) {
        let mut declared: IndexMap<String, Header<'a>> = IndexMap::new();
        let mut total = 0;
        for operation in path_operations(self.document) {
            total += 1;
            for (parameter, place) in parameters::parameters(self.document, &operation) {
                let Parameter::Header { parameter_data: data, .. } = parameter else { continue };
                if parameters::is_ignored_header(&data.name) || self.is_credential(&operation, "header", &data.name) {
                    continue;
                }
                let header = declared.entry(data.name.to_ascii_lowercase()).or_insert_with(|| Header {
                    name: &data.name,
                    operations: 0,
                    declarations: Vec::new(),
                });
                header.operations += 1;
                if header.declarations.iter().all(|(_, known)| *known != place) {
                    header.declarations.push((data, place));
                }
            }
        }
        (total, declared.into_values().collect())
    }

    /// The setter that the settings name for a header.
    fn named_setter(&self, name: &str) -> Option<&'a str> {
        let settings = self.settings;
        let named = settings.client.headers.iter().find(|(header, _)| header.eq_ignore_ascii_case(name));
        named.map(|(_, setter)| setter.as_str())
    }

    /// Whether every declaration says which value is right, and all of them say the same.
    fn has_one_value(&self, header: &Header<'a>) -> bool {
        let values = header.declarations.iter().map(|(data, place)| self.described_value(data, place));
        let mut values = values.map(|(default, single)| default.or(single));
        let Some(Some(first)) = values.next() else { return false };
        !self.is_key(header) && values.all(|value| value.as_ref() == Some(&first))
    }

    /// What the client sends by itself: the default, or the only value of a header that must be there. Of declarations that
    /// say different things, what the first one says.
    fn sent_value(&mut self, header: &Header<'a>) -> Option<String> {
        let sent = |(data, place): &(&'a ParameterData, Pointer)| {
            let (default, single) = self.described_value(data, place);
            default.or(single.filter(|_| data.required))
        };
        let values: Vec<Option<String>> = header.declarations.iter().map(sent).collect();
        let first = values.iter().flatten().next().cloned();
        let other = values.iter().position(|value| value.is_some() && *value != first);
        if let (Some(first), Some(other)) = (&first, other) {
            let place = &header.declarations[other].1;
            self.warn(
                format!("the header `{}` has another value here; the client sends `{first}`", header.name),
                place,
            );
        }
        first
    }

    /// The default that a declaration gives to a header, and its only value.
    fn described_value(&self, data: &'a ParameterData, place: &Pointer) -> (Option<String>, Option<String>) {
        let ParameterSchemaOrContent::Schema(schema) = &data.format else { return (None, None) };
        let shape = shape::flatten(self.document, &Node::new(schema, place.child("schema"))).unwrap_or_default();
        let single = if let [value] = shape.enumeration.as_slice() { word(value) } else { None };
        (shape.default.and_then(word), single)
    }

    /// What the description gives to the version's header has to have the description's version in it.
    fn check_version(&mut self, header: &Header<'a>) {
        let version = self.document.info.version.as_str();
        let schemas = header.declarations.iter().flat_map(|(data, place)| schemas(data, place));
        for (schema, place) in schemas {
            let node = Node::new(schema, place);
            let shape = shape::flatten(self.document, &node).unwrap_or_default();
            let place = place_of_schema(schema, &node.place);
            let values: Vec<String> = shape.enumeration.iter().filter_map(word).collect();
            if let Some(default) = shape.default.and_then(word).filter(|default| default != version) {
                let message = format!("the header `{}` says `{default}` where the version is `{version}`", header.name);
                self.tell_of_version(message, &place.child("default"));
            }
            if !values.is_empty() && values.iter().all(|value| value != version) {
                let message = format!("the values of the header `{}` lack the version, `{version}`", header.name);
                self.tell_of_version(message, &place.child("enum"));
            }
        }
    }

    /// An error that is told once, with the place of the version in its help.
    fn tell_of_version(&mut self, message: String, place: &Pointer) {
        let (line, column) = self.source.positions().find(&Pointer::parse("/info/version"));
        let help = format!(
            "the version stands at {}:{line}:{column}, #/info/version; correct what is wrong of the two, with an overlay for example",
            self.source.name
        );
        let error = Diagnostic::error(message).at(self.source, place).help(help);
        if !self.diagnostics.contains(&error) {
            self.diagnostics.push(error);
        }
    }

    fn is_key(&self, header: &Header<'a>) -> bool {
        header.declarations.iter().any(|(data, _)| is_idempotency_key(data))
    }

    fn warn_of_key(&mut self, header: &Header<'a>) {
        if self.is_key(header) {
            let message = format!(
                "the settings give the client the header `{}`, which belongs to each call: two calls with one key are one to \
                 the server",
                header.name
            );
            self.warn(message, &header.declarations[0].1);
        }
    }

    /// A header of the client, or nothing if its value is more than a word.
    fn client_header(
        &mut self,
        header: &Header<'a>,
        default: Option<String>,
        scope: &mut Scope,
    ) -> Option<ClientHeader> {
        let (data, place) = &header.declarations[0];
        let ParameterSchemaOrContent::Schema(schema) = &data.format else { return None };
        let node = Node::new(schema, place.child("schema"));
        let module = self.naming.module(header.name, &mut self.modules);
        let words = self.naming.camel(header.name);
        let context = Context { words, module, place: node.place.clone(), component: None };
        let lowered = self.schema(&node, &context);
        let ty = self.written(&lowered.ty);
        if !self.is_scalar(&ty) {
            return None;
        }
        let setter = self.named_setter(header.name).unwrap_or(header.name);
        let setter = self.naming.method(setter, scope);
        let text = data.description.as_deref().map(docs::markdown).unwrap_or_default();
        let demand = if data.required && default.is_none() { "Every request needs it." } else { "" };
        let docs = docs::append(&text, demand);
        let declared = self.with_alternatives(&lowered.ty, lowered.declared).of_value();
        Some(ClientHeader { header: header.name.to_owned(), place: place.clone(), setter, ty, default, docs, declared })
    }

    /// The version's header where no operation declares it: it is sent all the same.
    fn undeclared_version(&mut self, name: &str, scope: &mut Scope) -> ClientHeader {
        let setter = self.named_setter(name).unwrap_or(name);
        ClientHeader {
            header: name.to_owned(),
            place: Pointer::parse("/info/version"),
            setter: self.naming.method(setter, scope),
            ty: Type::String,
            default: Some(self.document.info.version.clone()),
            docs: String::new(),
            declared: Declared::default(),
        }
    }
}

/// What a declaration says of a header's values: its schema, or that of its media type.
fn schemas<'a>(data: &'a ParameterData, place: &Pointer) -> Vec<(&'a ReferenceOr<Schema>, Pointer)> {
    match &data.format {
        ParameterSchemaOrContent::Schema(schema) => vec![(schema, place.child("schema"))],
        ParameterSchemaOrContent::Content(content) => {
            let place = place.child("content");
            let schema = |(name, media): (&String, &'a MediaType)| {
                media.schema.as_ref().map(|schema| (schema, place.child(name).child("schema")))
            };
            content.iter().filter_map(schema).collect()
        }
    }
}

/// A value as a header has it: a word, a number, or a boolean.
fn word(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Where what a schema says is said: of a reference, in the component.
fn place_of_schema(schema: &ReferenceOr<Schema>, place: &Pointer) -> Pointer {
    match schema {
        ReferenceOr::Reference { reference } => Pointer::parse(reference),
        ReferenceOr::Item(_) => place.clone(),
    }
}
