//! Tags: a struct whose methods start the operations.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, deprecated, docs, ident, imports, mock, operations, types};
use crate::ir::{
    Body, BodyKind, Group, ListStyle, ObjectStyle, Operation, Parameter, ParameterIn, ParameterStyle, Type,
};

/// Emits the file of a tag.
pub(super) fn emit(context: &Context<'_>, group: &Group) -> TokenStream {
    let operations: Vec<&Operation> = group.operations.iter().map(|&index| &context.api.operations[index]).collect();
    let (own, others): (Vec<&Operation>, Vec<&Operation>) =
        operations.iter().partition(|operation| !operation.is_shared && owner(context, operation).tag == group.tag);
    let imports = imports::emit(context, &own, &operations, &others);
    let name = ident(group.name.as_str());
    let accessor = ident(group.accessor.as_str());
    let text =
        if group.docs.is_empty() { format!("The operations of the tag `{}`.", group.tag) } else { group.docs.clone() };
    let accessor_docs = docs(&format!("The operations of [`{name}`]."));
    let text = docs(&text);
    let methods = operations.iter().map(|operation| method(context, operation));
    let items = own.iter().map(|operation| operations::emit(context, operation));
    let mock = group.feature.as_ref().and_then(|_| mock::emit_beside(context, &own));
    quote! {
        #imports
        #text
        #[derive(Clone, Copy, Debug)]
        pub struct #name<'c> {
            client: &'c Client,
        }
        impl Client {
            #accessor_docs
            #[must_use]
            pub fn #accessor(&self) -> #name<'_> {
                #name { client: self }
            }
        }
        impl #name<'_> {
            #(#methods)*
        }
        #(#items)*
        #mock
    }
}

/// The first group of an operation has its type, unless it is shared.
pub(super) fn owner<'a>(context: &Context<'a>, operation: &Operation) -> &'a Group {
    // The operation stands in the client itself: it is the same one if it is at the same place.
    let is_in =
        |group: &&Group| group.operations.iter().any(|&index| std::ptr::eq(&context.api.operations[index], operation));
    context.api.groups.iter().find(is_in).expect("`check` proves that every operation is in a group")
}

fn method(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let name = ident(operation.name.as_str());
    let type_name = ident(operation.type_name.as_str());
    let text = docs(&method_docs(operation));
    let deprecated = deprecated(operation.deprecated);
    let required: Vec<&Parameter> = operation.parameters.iter().filter(|parameter| parameter.required).collect();
    let body = operation.body.as_ref().filter(|body| body.required);
    let arguments = required.iter().map(|parameter| argument(context, parameter));
    let body_argument = body.map(|body| body_argument(context, body));
    let calls = required.iter().map(|parameter| call(parameter));
    let many = (required.len() + body.map_or(0, arguments_of_body) >= CLIPPYS_ARGUMENTS)
        .then(|| quote!(#[expect(clippy::too_many_arguments, reason = "the description requires all of them")]));
    let form = begins_form(operation).then(|| quote!(.form_data(FormData::new())));
    let body_call = body.map(body_call);
    quote! {
        #text
        #deprecated
        #many
        pub fn #name(&self, #(#arguments,)* #body_argument) -> Request<#type_name> {
            Request::new(self.client) #(#calls)* #form #body_call
        }
    }
}

/// Whether a method has to begin a form, since none of its arguments is a part.
pub(super) fn begins_form(operation: &Operation) -> bool {
    let is_argument = |parameter: &Parameter| parameter.required && parameter.location == ParameterIn::Part;
    operation.is_form && !operation.parameters.iter().any(is_argument)
}

/// How many arguments a method has at most, itself among them, before clippy complains (`too_many_arguments`).
const CLIPPYS_ARGUMENTS: usize = 7;

/// How many arguments a body is.
fn arguments_of_body(body: &Body) -> usize {
    match body.kind {
        BodyKind::Json(..) | BodyKind::Form(..) | BodyKind::Text(_) | BodyKind::Bytes(_) | BodyKind::FormData => 1,
        BodyKind::Multipart => 2,
    }
}

/// What the operation does, what it is on the wire, what its arguments are and which errors it declares.
fn method_docs(operation: &Operation) -> String {
    let wire = format!("`{} {}`", operation.method, operation.path);
    let mut paragraphs = match operation.docs.as_str() {
        "" => vec![format!("Sends {wire}.")],
        text => vec![text.to_owned(), wire],
    };
    let required = operation.parameters.iter().filter(|parameter| parameter.required && !parameter.docs.is_empty());
    let arguments: Vec<String> = required.map(|parameter| entry(plain(parameter), &parameter.docs)).collect();
    if !arguments.is_empty() {
        paragraphs.push(arguments.join("\n"));
    }
    let optional = operation.parameters.iter().filter(|parameter| !parameter.required);
    let optional: Vec<String> = optional.map(|parameter| format!("`{}`", plain(parameter))).collect();
    let settable = (!optional.is_empty()).then(|| format!("Can be set on the request: {}.", optional.join(", ")));
    let list = operation.pagination.as_ref().map(|_| "`items` and `pages` walk the whole list.".to_owned());
    let request = settable.into_iter().chain(list).collect::<Vec<_>>().join(" ");
    if !request.is_empty() {
        paragraphs.push(request);
    }
    if !operation.redirects.is_empty() {
        paragraphs.push("Answers with a redirect: `Response::location` says where it leads.".to_owned());
    }
    let errors: Vec<String> = operation.errors.iter().map(|answer| entry(&answer.status, &answer.docs)).collect();
    if !errors.is_empty() {
        paragraphs.push(format!("Answers that are errors:\n\n{}", errors.join("\n")));
    }
    paragraphs.join("\n\n")
}

/// A parameter's name as a text shows it.
fn plain(parameter: &Parameter) -> &str {
    parameter.name.as_str().trim_start_matches("r#")
}

/// An entry of a list: a name, and a text about it. One that begins with a block of its own stands below the name.
fn entry(name: &str, text: &str) -> String {
    let is_block = text.starts_with(['#', '>', '|', '-', '*', '+', '`', '~', ' ']) && !text.starts_with("**");
    let is_code = text.starts_with('`') && !text.starts_with("```");
    let lines = text.lines().collect::<Vec<_>>().join("\n  ");
    if is_block && !is_code { format!("- `{name}`:\n\n  {lines}") } else { format!("- `{name}`: {lines}") }
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

fn argument(context: &Context<'_>, parameter: &Parameter) -> TokenStream {
    let name = ident(parameter.name.as_str());
    let ty = argument_type(context, parameter);
    quote!(#name: #ty)
}

/// The type of an argument or of a setter's value.
pub(super) fn argument_type(_context: &Context<'_>, parameter: &Parameter) -> TokenStream {
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
pub(super) fn body_argument(_context: &Context<'_>, body: &Body) -> TokenStream {
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
