//! Operations: a type for each, with what the runtime must know, and the setters of optional parameters.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, docs, groups, ident, pagination, security, types};
use crate::ir::{Operation, Output, OutputVariant, Parameter, ParameterIn, StatusPattern};

/// Emits an operation's type.
pub(super) fn emit(context: &Context<'_>, operation: &Operation) -> TokenStream {
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
    let accept = operation.accept.as_ref().map(|accept| quote!(const ACCEPT: &'static str = #accept;));
    let redirects = redirects(operation);
    let output = output_type(context, &operation.output);
    let format = format(&operation.output);
    let by_status = output_enum(context, &operation.output, operation);
    let pagination = pagination::emit(context, operation);
    let setters = setters(context, operation);
    quote! {
        #text
        #[derive(Debug)]
        pub enum #name {}
        impl Operation for #name {
            const ID: &'static str = #id;
            const METHOD: Method = Method::#method;
            const PATH: &'static str = #path;
            #server
            #accept
            #idempotent
            #redirects
            #credentials
            type Output = #output;
            type Format = #format;
        }
        #pagination
        #setters
        #by_status
    }
}

fn redirects(operation: &Operation) -> Option<TokenStream> {
    let statuses = operation.redirects.iter().map(|code| proc_macro2::Literal::u16_unsuffixed(*code));
    (!operation.redirects.is_empty()).then(|| quote!(const REDIRECTS: &'static [u16] = &[#(#statuses),*];))
}

/// What the operation is on the wire, and which method starts it. A link to a group would lead nowhere without its feature.
fn summary(context: &Context<'_>, operation: &Operation) -> String {
    let Operation { method, path, .. } = operation;
    let (group, name) = (&groups::owner(context, operation).name, operation.name.plain());
    if operation.is_shared {
        format!("`{method} {path}`: `{name}` of each tag that bears it.")
    } else {
        format!("`{method} {path}`: [`{group}::{name}`].")
    }
}

fn output_type(_context: &Context<'_>, output: &Output) -> TokenStream {
    match output {
        Output::Empty => quote!(()),
        Output::Json(ty) => types::emit_outside(ty),
        Output::Text => quote!(String),
        Output::Bytes => quote!(Bytes),
        Output::ByStatus { name, .. } => {
            let name = ident(name.as_str());
            quote!(#name)
        }
    }
}

/// How the runtime reads an output.
pub(super) fn format(output: &Output) -> TokenStream {
    match output {
        Output::Empty => quote!(Empty),
        Output::Json(_) => quote!(Json),
        Output::Text => quote!(Text),
        Output::Bytes => quote!(Binary),
        Output::ByStatus { .. } => quote!(ByStatus),
    }
}

/// Reads an output that differs by status.
fn decoding(name: &proc_macro2::Ident, variants: &[OutputVariant]) -> TokenStream {
    // Only successes are decoded, so a class of statuses is all that is left.
    let is_whole = variants.iter().any(|variant| !matches!(variant.status, StatusPattern::Code(_)));
    let fallback = (!is_whole).then(|| quote!(_ => Err(body.unexpected_status()),));
    let arms = variants.iter().map(|variant| {
        let variant_name = ident(variant.name.as_str());
        let status = status(variant.status);
        let format = format(&variant.output);
        match variant.output {
            Output::Empty => quote!(#status => Ok(Self::#variant_name)),
            Output::Json(_) | Output::Text | Output::Bytes | Output::ByStatus { .. } => {
                quote!(#status => #format::decode(body).map(Self::#variant_name))
            }
        }
    });
    quote! {
        impl DecodeByStatus for #name {
            fn decode(body: ResponseBody<'_>) -> Result<Self, DecodeError> {
                match body.status() {
                    #(#arms,)*
                    #fallback
                }
            }
        }
    }
}

fn status(status: StatusPattern) -> TokenStream {
    match status {
        StatusPattern::Code(code) => {
            let code = proc_macro2::Literal::u16_unsuffixed(code);
            quote!(#code)
        }
        StatusPattern::Class(_) | StatusPattern::Default => quote!(_),
    }
}

fn output_enum(context: &Context<'_>, output: &Output, operation: &Operation) -> Option<TokenStream> {
    let Output::ByStatus { name, variants } = output else { return None };
    let name = ident(name.as_str());
    let text = docs(&format!("What a success of `{} {}` brings, by its status.", operation.method, operation.path));
    let decoding = decoding(&name, variants);
    let variants = variants.iter().map(|variant| output_variant(context, variant));
    Some(quote! {
        #text
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name { #(#variants)* }
        #decoding
    })
}

fn output_variant(context: &Context<'_>, variant: &OutputVariant) -> TokenStream {
    let name = ident(variant.name.as_str());
    let text = if variant.docs.is_empty() { format!("The answer `{}`.", variant.name) } else { variant.docs.clone() };
    let text = docs(&text);
    match &variant.output {
        Output::Empty => quote!(#text #name,),
        output => {
            let ty = output_type(context, output);
            quote!(#text #name(#ty),)
        }
    }
}

/// Setters of what may be left out.
fn setters(context: &Context<'_>, operation: &Operation) -> Option<TokenStream> {
    let name = ident(operation.type_name.as_str());
    let parameters =
        operation.parameters.iter().filter(|parameter| !parameter.required).map(|parameter| setter(context, parameter));
    let body = operation.body.iter().filter(|body| !body.required).map(|body| {
        let text = docs(if body.docs.is_empty() { "Sets the body." } else { &body.docs });
        let argument = groups::body_argument(context, body);
        let call = groups::body_call(body);
        quote! {
            #text
            pub fn body(self, #argument) -> Self {
                self #call
            }
        }
    });
    let setters: Vec<TokenStream> = parameters.chain(body).collect();
    (!setters.is_empty()).then(|| quote!(impl Request<#name> { #(#setters)* }))
}

fn setter(context: &Context<'_>, parameter: &Parameter) -> TokenStream {
    let name = ident(parameter.name.as_str());
    let kind = match parameter.location {
        ParameterIn::Path => "path parameter",
        ParameterIn::Query => "query parameter",
        ParameterIn::Header => "header",
        ParameterIn::Part => "part",
    };
    let text = match parameter.docs.as_str() {
        "" => format!("Sets the {kind} `{}`.", parameter.wire),
        text => text.to_owned(),
    };
    let text = docs(&text);
    let deprecated = super::deprecated(parameter.deprecated);
    let ty = groups::argument_type(context, parameter);
    let call = groups::call(parameter);
    quote! {
        #text
        #deprecated
        pub fn #name(self, #name: #ty) -> Self {
            self #call
        }
    }
}
