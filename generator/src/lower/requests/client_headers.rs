//! The headers that are set once for the whole client, because one value is right for all of its calls.
//!
//! `Api-Version: {enum: ["2"]}` of all operations is one of them; `Idempotency-Key` never is, however many operations have
//! it: two calls with one key are one call to the server.

use std::rc::Rc;

use openapiv3::ParameterSchemaOrContent;

use super::{
    as_text::{with_alternatives, written},
    declared_headers::{Header, declared_headers, named_setter},
    state::Calls,
    styles::is_scalar,
    version_header::{check_stated, check_version, undeclared_version},
};
use crate::{
    ir::{ClientHeader, Type},
    lower::{
        read::schemas::Node,
        reserved,
        state::{Site, State, Words},
        text,
        types::lower_schema,
    },
    naming::Scope,
    place::Pointer,
};

/// The header parameters that belong to the client: the version's, those that the settings name, and those that (nearly)
/// every operation declares with the same default or single value.
pub(crate) fn client_headers(calls: &mut Calls<'_>) -> Vec<ClientHeader> {
    let (total, declared) = declared_headers(calls);
    let mut scope = Scope::reserving(reserved::BUILDER_FUNCTIONS);
    let mut headers = Vec::new();
    let version_header = calls.types.state.settings.client.version_header.clone();
    check_stated(&mut calls.types.state, version_header.as_deref());
    let is_version = |name: &str| version_header.as_deref().is_some_and(|header| header.eq_ignore_ascii_case(name));
    for header in &declared {
        if is_version(header.name) {
            check_version(&mut calls.types.state, header);
            let version = Some(calls.types.state.document.info.version.clone());
            // One that is no scalar, or has a media type, is sent all the same.
            let lowered = client_header(calls, header, version, &mut scope);
            headers.push(lowered.or_else(|| Some(undeclared_version(&calls.types.state, header.name, &mut scope))));
            continue;
        }
        let is_named = named_setter(&calls.types.state, header.name).is_some();
        let is_frequent = total >= 3 && header.operations * 10 >= total * 9;
        if is_named || (is_frequent && header.has_one_value(calls.types.state.document)) {
            warn_of_key(&mut calls.types.state, header);
            let sent = header.sent_value(calls.types.state.document);
            if let Some((value, Some(other))) = &sent {
                let message =
                    format!("the header `{}` has another value here; the client sends `{value}`", header.name);
                calls.types.state.warn(message, other);
            }
            let value = sent.map(|(value, _)| value);
            headers.push(client_header(calls, header, value, &mut scope));
        }
    }
    if let Some(name) = version_header.as_deref()
        && declared.iter().all(|header| !is_version(header.name))
    {
        headers.push(Some(undeclared_version(&calls.types.state, name, &mut scope)));
    }
    let is_there = |name: &str| is_version(name) || declared.iter().any(|own| own.name.eq_ignore_ascii_case(name));
    for name in calls.types.state.settings.client.headers.keys().filter(|name| !is_there(name)) {
        let message = format!("`{name}` in `headers` of codegen.toml is no header parameter of any operation");
        calls.types.state.warn(message, &Pointer::root().child("paths"));
    }
    headers.into_iter().flatten().collect()
}

/// Warns of a header that the settings name although each call needs its own.
fn warn_of_key(state: &mut State<'_>, header: &Header<'_>) {
    if header.is_key() {
        let message = format!(
            "the settings give the client the header `{}`, which belongs to each call: two calls with one key are one to \
             the server",
            header.name
        );
        state.warn(message, &header.declarations[0].1);
    }
}

/// A header of the client, or nothing if its value is more than a word.
fn client_header<'a>(
    calls: &mut Calls<'a>,
    header: &Header<'a>,
    default: Option<String>,
    scope: &mut Scope,
) -> Option<ClientHeader> {
    let (data, place) = &header.declarations[0];
    let ParameterSchemaOrContent::Schema(schema) = &data.format else { return None };
    let node = Node::new(schema, place.child("schema"));
    let module = calls.types.state.naming.module(header.name, &mut calls.types.state.module_names);
    let words = Rc::new(Words::Spelled(calls.types.state.naming.camel(header.name)));
    let site = Site { words, module, place: node.place.clone(), component: None };
    let lowered = lower_schema(&mut calls.types, &node, &site);
    let ty = match written(&calls.types.state, &lowered.ty) {
        // A header of the client is any text, in whatever form a program has it.
        Type::Library(_) => Type::String,
        ty => ty,
    };
    if !is_scalar(&calls.types.state, &ty) {
        return None;
    }
    let setter = named_setter(&calls.types.state, header.name).unwrap_or(header.name);
    let setter = calls.types.state.naming.method(setter, scope);
    let text = data.description.as_deref().map(text::markdown).unwrap_or_default();
    let demand = if data.required && default.is_none() { "Every request needs it." } else { "" };
    let docs = text::append(&text, demand);
    let declared = with_alternatives(&mut calls.types.state, &lowered.ty, lowered.declared, place).of_value();
    Some(ClientHeader { header: header.name.to_owned(), place: place.clone(), setter, ty, default, docs, declared })
}
