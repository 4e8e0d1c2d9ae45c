//! The setters of what may be left out of a request.

use quote::quote;

use super::arguments::{argument_type, body_argument, body_call, call, content_type_docs};
use crate::{
    emit::{
        context::Context,
        file::{Item, Method, Said},
        tokens::ident,
    },
    ir::{Operation, Parameter, ParameterIn},
    quoted::code,
};

/// Emits the setters of an operation's request.
pub(super) fn emit(_context: &Context<'_>, operation: &Operation) -> Option<Item> {
    let name = ident(operation.type_name.as_str());
    let parameters = operation.parameters.iter().filter(|parameter| !parameter.required).map(setter);
    let body = operation.body.iter().filter(|body| !body.required).map(|body| {
        let text = if body.docs.is_empty() { "Sets the body." } else { &body.docs };
        let content_type = content_type_docs(body).map(|text| format!("- `content_type`: {text}"));
        let docs = [text].into_iter().chain(content_type.as_deref()).collect::<Vec<_>>().join("\n\n");
        let argument = body_argument(body);
        let call = body_call(body);
        let item = quote! {
            pub fn body(self, #argument) -> Self {
                self #call
            }
        };
        Method { said: Said { docs, is_deprecated: false }, item }
    });
    let setters: Vec<Method> = parameters.chain(body).collect();
    (!setters.is_empty()).then(|| Item::implementation(quote!(impl Request<#name>), setters))
}

fn setter(parameter: &Parameter) -> Method {
    let name = ident(parameter.name.as_str());
    let kind = match parameter.location {
        ParameterIn::Path => "path parameter",
        ParameterIn::Query => "query parameter",
        ParameterIn::Header => "header",
        ParameterIn::Cookie => "cookie",
        ParameterIn::Part => "part",
        ParameterIn::PartHeader => "header",
    };
    let docs = match parameter.docs.as_str() {
        "" => format!("Sets the {kind} {}.", code(&parameter.wire)),
        text => text.to_owned(),
    };
    let ty = argument_type(parameter);
    let call = call(parameter);
    let item = quote! {
        pub fn #name(self, #name: #ty) -> Self {
            self #call
        }
    };
    Method { said: Said { docs, is_deprecated: parameter.deprecated }, item }
}
