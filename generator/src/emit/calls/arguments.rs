//! Arguments of methods and setters: their types, and the calls that put them into a request.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    emit::{tokens::ident, types},
    ir::{Body, BodyKind, ListStyle, ObjectStyle, Operation, Parameter, ParameterIn, ParameterStyle, Type},
};

/// Whether a method has to begin a form, since none of its arguments is a part.
pub(super) fn begins_form(operation: &Operation) -> bool {
    let is_argument = |parameter: &Parameter| parameter.required && parameter.location == ParameterIn::Part;
    operation.is_form && !operation.parameters.iter().any(is_argument)
}

/// Text that is shown by `Display` takes whatever can be shown, ids that are numbers elsewhere included.
pub(super) fn is_displayed(parameter: &Parameter) -> bool {
    parameter.style == ParameterStyle::Scalar && matches!(parameter.ty, Type::String | Type::Value)
}

fn is_named(ty: &Type) -> bool {
    matches!(ty, Type::Named(_))
}

pub(super) fn is_list_displayed(parameter: &Parameter) -> bool {
    matches!(parameter.style, ParameterStyle::List(_))
        && parameter.ty.inner().is_some_and(|item| !matches!(item, Type::Named(_)))
}

pub(super) fn argument(parameter: &Parameter) -> TokenStream {
    let name = ident(parameter.name.as_str());
    let ty = argument_type(parameter);
    quote!(#name: #ty)
}

/// The type of an argument or of a setter's value.
pub(super) fn argument_type(parameter: &Parameter) -> TokenStream {
    let ty = types::emit_outside(&parameter.ty);
    match parameter.style {
        ParameterStyle::Scalar if is_displayed(parameter) => quote!(impl Display),
        ParameterStyle::Text(_) => quote!(impl Into<String>),
        ParameterStyle::Scalar if is_named(&parameter.ty) => quote!(impl Into<#ty>),
        ParameterStyle::Scalar => ty,
        ParameterStyle::List(_) if is_list_displayed(parameter) => quote!(impl IntoIterator<Item = impl Display>),
        ParameterStyle::List(_) => {
            let item = types::emit_outside(parameter.ty.inner().expect("a list has items"));
            quote!(impl IntoIterator<Item = #item>)
        }
        ParameterStyle::Object(_) | ParameterStyle::Json => ty,
        ParameterStyle::File { is_list: false, .. } => quote!(File),
        ParameterStyle::File { is_list: true, .. } => quote!(impl IntoIterator<Item = File>),
    }
}

/// The call that puts a parameter into the request.
pub(super) fn call(parameter: &Parameter) -> TokenStream {
    let name = ident(parameter.name.as_str());
    let wire = &parameter.wire;
    let is_converted = parameter.style == ParameterStyle::Scalar && is_named(&parameter.ty);
    let value = if is_converted { quote!(#name.into()) } else { quote!(#name) };
    let style = match &parameter.style {
        ParameterStyle::Scalar | ParameterStyle::Json => None,
        ParameterStyle::Text(media_type) => Some(quote!(#media_type)),
        ParameterStyle::List(ListStyle::Repeat) => Some(quote!(ListStyle::Repeat)),
        ParameterStyle::List(ListStyle::Comma) => Some(quote!(ListStyle::Comma)),
        ParameterStyle::List(ListStyle::Space) => Some(quote!(ListStyle::Space)),
        ParameterStyle::List(ListStyle::Pipe) => Some(quote!(ListStyle::Pipe)),
        ParameterStyle::Object(ObjectStyle::Deep) => Some(quote!(ObjectStyle::Deep)),
        ParameterStyle::Object(ObjectStyle::Form) => Some(quote!(ObjectStyle::Form)),
        ParameterStyle::Object(ObjectStyle::Comma) => Some(quote!(ObjectStyle::Comma)),
        ParameterStyle::File { media_type: Some(media_type), .. } => Some(quote!(Some(#media_type))),
        ParameterStyle::File { media_type: None, .. } => Some(quote!(None)),
    };
    match (parameter.location, &parameter.style) {
        (ParameterIn::Path, ParameterStyle::List(_)) => quote!(.set_path_list(#wire, #value)),
        (ParameterIn::Path, _) => quote!(.set_path(#wire, #value)),
        (ParameterIn::Header, ParameterStyle::List(_)) => quote!(.set_header_list(#wire, #value)),
        (ParameterIn::Header, ParameterStyle::Json) => quote!(.set_header_json(#wire, #value)),
        (ParameterIn::Header, _) if parameter.is_idempotency_key => quote!(.set_idempotency_key(#wire, #value)),
        (ParameterIn::Header, _) => quote!(.set_header(#wire, #value)),
        (ParameterIn::Query, ParameterStyle::List(_)) => quote!(.set_query_list(#wire, #value, #style)),
        (ParameterIn::Query, ParameterStyle::Object(_)) => quote!(.set_query_object(#wire, #value, #style)),
        (ParameterIn::Query, ParameterStyle::Json) => quote!(.set_query_json(#wire, #value)),
        (ParameterIn::Query, _) => quote!(.set_query(#wire, #value)),
        (ParameterIn::Part, ParameterStyle::File { is_list: false, .. }) => quote!(.set_file(#wire, #value, #style)),
        (ParameterIn::Part, ParameterStyle::File { is_list: true, .. }) => quote!(.set_files(#wire, #value, #style)),
        (ParameterIn::Part, ParameterStyle::List(_)) => quote!(.set_part_list(#wire, #value)),
        (ParameterIn::Part, ParameterStyle::Json) if matches!(parameter.ty, Type::List(_)) => {
            quote!(.set_part_json_list(#wire, #value))
        }
        (ParameterIn::Part, ParameterStyle::Json) => quote!(.set_part_json(#wire, #value)),
        (ParameterIn::Part, ParameterStyle::Text(_)) => quote!(.set_part_text(#wire, #value, #style)),
        (ParameterIn::Part, _) => quote!(.set_part(#wire, #value)),
    }
}

/// The body as an argument.
pub(super) fn body_argument(body: &Body) -> TokenStream {
    match &body.kind {
        BodyKind::Json(ty, _) | BodyKind::Form(ty, _) => {
            let ty = types::emit_outside(ty);
            quote!(body: #ty)
        }
        BodyKind::Text(_) => quote!(body: impl Into<String>),
        BodyKind::Bytes(_) => quote!(body: impl Into<Bytes>),
        BodyKind::FormData => quote!(body: FormData),
        BodyKind::Multipart => quote!(body: impl Into<Bytes>, content_type: &str),
    }
}

/// The call that puts the body into the request.
pub(super) fn body_call(body: &Body) -> TokenStream {
    match &body.kind {
        BodyKind::Json(_, None) => quote!(.json_body(body)),
        BodyKind::Json(_, Some(media_type)) => quote!(.json_body(body).set_header("content-type", #media_type)),
        BodyKind::Form(_, deep) if deep.is_empty() => quote!(.form_body(body)),
        BodyKind::Form(_, deep) => quote!(.deep_form_body(body, &[#(#deep),*])),
        BodyKind::Text(media_type) => quote!(.text_body(body, #media_type)),
        BodyKind::Bytes(media_type) => quote!(.bytes_body(body, #media_type)),
        BodyKind::FormData => quote!(.form_data(body)),
        BodyKind::Multipart => quote!(.bytes_body(body, content_type)),
    }
}
