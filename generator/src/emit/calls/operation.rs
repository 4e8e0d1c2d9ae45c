//! An operation: its type, with what the runtime must know, and the setters of optional parameters.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{pagination, setters, streaming, success};
use crate::{
    emit::{
        context::Context,
        file::Item,
        security,
        tokens::{docs, ident},
    },
    ir::{Operation, Output},
    quoted::code,
};

/// Emits an operation: its type, one for each other kind of body, and the type of what a success brings with any of them.
pub(super) fn emit(context: &Context<'_>, operation: &Operation) -> Vec<Item> {
    let kinds = operation.kinds().flat_map(|kind| emit_kind(context, kind));
    kinds.chain(success::emit(context, operation)).collect()
}

fn emit_kind(context: &Context<'_>, operation: &Operation) -> Vec<Item> {
    let name = ident(operation.type_name.as_str());
    let text = docs(&summary(context, operation));
    let id = &operation.id;
    let method = ident(&operation.method);
    let path = &operation.path;
    let idempotent = operation.idempotent.map(|idempotent| quote!(const IDEMPOTENT: bool = #idempotent;));
    let server = operation.server.as_ref().map(|server| quote!(const SERVER: Option<&'static str> = Some(#server);));
    let credentials = operation.credentials.as_deref().map(security::alternatives);
    let credentials =
        credentials.map(|credentials| quote!(const SECURITY: &'static [&'static [&'static str]] = #credentials;));
    let accept = operation.accept.asked_for.as_ref().map(|accept| quote!(const ACCEPT: &'static str = #accept;));
    let is_read = operation.output != Output::Empty;
    let named = (is_read && operation.statuses.codes != [200]).then(|| {
        let statuses = statuses(&operation.statuses.codes);
        quote!(const STATUSES: &'static [u16] = #statuses;)
    });
    let has_default = operation.statuses.has_default.then(|| {
        quote!(
            const HAS_DEFAULT: bool = true;
        )
    });
    let redirects = (!operation.redirects.is_empty()).then(|| {
        let redirects = statuses(&operation.redirects);
        quote!(const REDIRECTS: &'static [u16] = #redirects;)
    });
    let output = success::output_type(&operation.output);
    let format = success::hiding(success::format(&operation.output), operation.is_output_sensitive);
    let item = quote! {
        #text
        #[derive(Debug)]
        pub enum #name {}
    };
    let facts = quote! {
        const ID: &'static str = #id;
        const METHOD: Method = Method::#method;
        const PATH: &'static str = #path;
        #server
        #accept
        #idempotent
        #named
        #has_default
        #redirects
        #credentials
        type Output = #output;
        type Format = #format;
    };
    let mut items = vec![
        Item::Plain(item),
        Item::Impl { head: quote!(impl Operation for #name), declarations: facts, methods: Vec::new() },
    ];
    items.extend(pagination::emit(context, operation));
    items.extend(streaming::emit(context, operation));
    items.extend(setters::emit(context, operation));
    items
}

fn statuses(codes: &[u16]) -> TokenStream {
    let codes = codes.iter().map(|code| Literal::u16_unsuffixed(*code));
    quote!(&[#(#codes),*])
}

/// What the operation is on the wire, and how an app begins it.
fn summary(context: &Context<'_>, operation: &Operation) -> String {
    let wire = code(&format!("{} {}", operation.method, operation.path));
    if operation.is_shared {
        return format!("{wire}: a method of each tag that carries it.");
    }
    let group = context.owner(operation);
    let has_body = operation.body.as_ref().is_some_and(|body| body.required);
    let has_arguments = has_body || operation.parameters.iter().any(|parameter| parameter.required);
    let arguments = if has_arguments { "…" } else { "" };
    format!("{wire}: `client.{}().{}({arguments})`.", group.accessor, operation.name_in(&group.tag))
}
