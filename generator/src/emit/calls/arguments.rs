//! Arguments of methods and setters: their types, and the calls that put them into a request.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    emit::{tokens::ident, types},
    ir::{
        Argument, Body, BodyKind, ContentType, Expansion, FieldStyle, FormEncoding, LibraryType, ListStyle,
        ObjectStyle, Operation, Parameter, ParameterIn, ParameterStyle, Type, Words,
    },
};

/// Whether a method has to begin a form, since none of its arguments is a part.
pub(super) fn begins_form(operation: &Operation) -> bool {
    let is_argument = |parameter: &Parameter| parameter.required && parameter.location == ParameterIn::Part;
    operation.is_form && !operation.parameters.iter().any(is_argument)
}

pub(super) fn argument(parameter: &Parameter) -> TokenStream {
    let name = ident(parameter.name.as_str());
    let ty = argument_type(parameter);
    quote!(#name: #ty)
}

/// The type of an argument or of a setter's value.
pub(super) fn argument_type(parameter: &Parameter) -> TokenStream {
    let ty = types::emit_outside;
    match parameter.argument() {
        Argument::Displayed => quote!(impl Display),
        Argument::Text => quote!(impl Into<String>),
        Argument::Converted(own) => {
            let own = ty(own);
            quote!(impl Into<#own>)
        }
        Argument::Own(own) => ty(own),
        Argument::DisplayedItems => quote!(impl IntoIterator<Item = impl Display>),
        Argument::Items(item) => {
            let item = ty(item);
            quote!(impl IntoIterator<Item = #item>)
        }
        Argument::File => quote!(File),
        Argument::Files => quote!(impl IntoIterator<Item = File>),
    }
}

/// Whether a parameter is a number, or a list of numbers, which have no text where they are not finite.
pub(super) fn is_number(parameter: &Parameter) -> bool {
    match parameter.argument() {
        Argument::Own(ty) => parameter.style.words() == Some(Words::One) && *ty == Type::Number,
        Argument::Items(item) => *item == Type::Number,
        Argument::Displayed
        | Argument::Text
        | Argument::Converted(_)
        | Argument::DisplayedItems
        | Argument::File
        | Argument::Files => false,
    }
}

/// Whether a parameter is a list of words that have types of their own.
pub(super) fn is_tuple(parameter: &Parameter) -> bool {
    parameter.style.words() == Some(Words::List) && matches!(parameter.argument(), Argument::Own(_))
}

/// What a parameter gives to the request.
fn value(parameter: &Parameter) -> TokenStream {
    let name = ident(parameter.name.as_str());
    match parameter.argument() {
        Argument::Converted(_) => quote!(#name.into()),
        // What it displays is not what the standard has, which is what it is in JSON.
        Argument::Own(Type::Library(LibraryType::ChronoDateTime)) => {
            quote!(#name.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true))
        }
        Argument::Items(Type::Library(LibraryType::ChronoDateTime)) => quote! {
            #name.into_iter().map(|time| time.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true))
        },
        Argument::Items(_) if is_number(parameter) => quote!(#name.into_iter().map(Finite)),
        Argument::Own(_) if is_number(parameter) => quote!(Finite(#name)),
        Argument::Own(_) if is_tuple(parameter) => quote!(words(#name)),
        Argument::Displayed
        | Argument::Text
        | Argument::Own(_)
        | Argument::DisplayedItems
        | Argument::Items(_)
        | Argument::File
        | Argument::Files => quote!(#name),
    }
}

/// How a parameter is written, where its call says so.
fn style(style: &ParameterStyle) -> Option<TokenStream> {
    match style {
        ParameterStyle::Scalar | ParameterStyle::Json | ParameterStyle::JsonList => None,
        ParameterStyle::Text(media_type) => Some(quote!(#media_type)),
        ParameterStyle::List(ListStyle::Repeat) => Some(quote!(ListStyle::Repeat)),
        ParameterStyle::List(ListStyle::Comma) => Some(quote!(ListStyle::Comma)),
        ParameterStyle::List(ListStyle::Space) => Some(quote!(ListStyle::Space)),
        ParameterStyle::List(ListStyle::Pipe) => Some(quote!(ListStyle::Pipe)),
        ParameterStyle::Object(ObjectStyle::Deep) => Some(quote!(ObjectStyle::Deep)),
        ParameterStyle::Object(ObjectStyle::Form) => Some(quote!(ObjectStyle::Form)),
        ParameterStyle::Object(ObjectStyle::Comma) => Some(quote!(ObjectStyle::Comma)),
        ParameterStyle::Object(ObjectStyle::Space) => Some(quote!(ObjectStyle::Space)),
        ParameterStyle::Object(ObjectStyle::Pipe) => Some(quote!(ObjectStyle::Pipe)),
        ParameterStyle::Expanded(_, Expansion::Simple) => Some(quote!(Expansion::Simple)),
        ParameterStyle::Expanded(_, Expansion::SimpleExploded) => Some(quote!(Expansion::SimpleExploded)),
        ParameterStyle::Expanded(_, Expansion::Label) => Some(quote!(Expansion::Label)),
        ParameterStyle::Expanded(_, Expansion::LabelExploded) => Some(quote!(Expansion::LabelExploded)),
        ParameterStyle::Expanded(_, Expansion::Matrix) => Some(quote!(Expansion::Matrix)),
        ParameterStyle::Expanded(_, Expansion::MatrixExploded) => Some(quote!(Expansion::MatrixExploded)),
        ParameterStyle::File { media_type: Some(media_type), .. } => Some(quote!(Some(#media_type))),
        ParameterStyle::File { media_type: None, .. } => Some(quote!(None)),
    }
}

/// The call that puts a parameter into the request.
pub(super) fn call(parameter: &Parameter) -> TokenStream {
    let wire = &parameter.wire;
    let value = value(parameter);
    let style = style(&parameter.style);
    let words = parameter.style.words();
    match (parameter.location, &parameter.style) {
        (ParameterIn::Path, ParameterStyle::Expanded(Words::One, _)) => quote!(.set_path_word(#wire, #value, #style)),
        (ParameterIn::Path, ParameterStyle::Expanded(Words::List, _)) => quote!(.set_path_list(#wire, #value, #style)),
        (ParameterIn::Path, ParameterStyle::Expanded(Words::Object, _)) => {
            quote!(.set_path_object(#wire, #value, #style))
        }
        (ParameterIn::Path, _) => quote!(.set_path(#wire, #value)),
        (ParameterIn::Header, ParameterStyle::List(_)) => quote!(.set_header_list(#wire, #value)),
        (ParameterIn::Header, ParameterStyle::Expanded(..)) => quote!(.set_header_object(#wire, #value, #style)),
        (ParameterIn::Header, ParameterStyle::Json) => quote!(.set_header_json(#wire, #value)),
        (ParameterIn::Header, _) if parameter.is_idempotency_key => quote!(.set_idempotency_key(#wire, #value)),
        (ParameterIn::Header, _) => quote!(.set_header(#wire, #value)),
        (ParameterIn::Cookie, _) => quote!(.set_cookie(#wire, #value)),
        (ParameterIn::Query, ParameterStyle::Json) => quote!(.set_query_json(#wire, #value)),
        (ParameterIn::Query, _) => match (words, parameter.allow_reserved) {
            (Some(Words::List), false) => quote!(.set_query_list(#wire, #value, #style)),
            (Some(Words::List), true) => quote!(.set_query_list_reserved(#wire, #value, #style)),
            (Some(Words::Object), false) => quote!(.set_query_object(#wire, #value, #style)),
            (Some(Words::Object), true) => quote!(.set_query_object_reserved(#wire, #value, #style)),
            (Some(Words::One) | None, false) => quote!(.set_query(#wire, #value)),
            (Some(Words::One) | None, true) => quote!(.set_query_reserved(#wire, #value)),
        },
        (ParameterIn::Part, ParameterStyle::File { is_list: false, .. }) => quote!(.set_file(#wire, #value, #style)),
        (ParameterIn::Part, ParameterStyle::File { is_list: true, .. }) => quote!(.set_files(#wire, #value, #style)),
        (ParameterIn::Part, ParameterStyle::List(_)) => quote!(.set_part_list(#wire, #value)),
        (ParameterIn::Part, ParameterStyle::JsonList) => quote!(.set_part_json_list(#wire, #value)),
        (ParameterIn::Part, ParameterStyle::Json) => quote!(.set_part_json(#wire, #value)),
        (ParameterIn::Part, ParameterStyle::Text(_)) => quote!(.set_part_text(#wire, #value, #style)),
        (ParameterIn::Part, _) => quote!(.set_part(#wire, #value)),
        (ParameterIn::PartHeader, _) => {
            let part = &parameter.part;
            quote!(.set_part_header(#part, #wire, #value))
        }
    }
}

/// The body as an argument.
pub(super) fn body_argument(body: &Body) -> TokenStream {
    let ty = match &body.kind {
        BodyKind::Json(ty, _) | BodyKind::Form(ty, _) => types::emit_outside(ty),
        BodyKind::Text(_) => quote!(impl Into<String>),
        BodyKind::Bytes(_) => quote!(impl Into<Upload>),
        BodyKind::FormData => quote!(FormData),
    };
    let content_type = body.asks_for().map(|_| quote!(, content_type: &str));
    quote!(body: #ty #content_type)
}

/// The call that puts the body into the request.
pub(super) fn body_call(body: &Body) -> TokenStream {
    let of = |content_type: &ContentType| match content_type {
        ContentType::Fixed(media_type) => quote!(#media_type),
        ContentType::Asked(_) => quote!(content_type),
    };
    match &body.kind {
        BodyKind::Json(_, None) => quote!(.json_body(body)),
        BodyKind::Json(_, Some(media_type)) => quote!(.json_body_of(body, #media_type)),
        BodyKind::Form(_, encoding) if *encoding == FormEncoding::default() => quote!(.form_body(body)),
        BodyKind::Form(_, FormEncoding { media_type, styles, reserved }) => {
            let media_type = media_type.as_deref().unwrap_or("application/x-www-form-urlencoded");
            let styles = styles.iter().map(|(name, style)| {
                let style = field_style(*style);
                quote!((#name, #style))
            });
            quote!(.form_body_of(body, #media_type, &[#(#styles),*], &[#(#reserved),*]))
        }
        BodyKind::Text(content_type) => {
            let content_type = of(content_type);
            quote!(.text_body(body, #content_type))
        }
        BodyKind::Bytes(content_type) => {
            let content_type = of(content_type);
            quote!(.bytes_body(body, #content_type))
        }
        BodyKind::FormData => quote!(.form_data(body)),
    }
}

fn field_style(style: FieldStyle) -> TokenStream {
    match style {
        FieldStyle::Deep => quote!(FieldStyle::Deep),
        FieldStyle::Form => quote!(FieldStyle::Form),
        FieldStyle::Comma => quote!(FieldStyle::Comma),
        FieldStyle::Space => quote!(FieldStyle::Space),
        FieldStyle::Pipe => quote!(FieldStyle::Pipe),
        FieldStyle::Json => quote!(FieldStyle::Json),
    }
}

/// What a caller is told of the media type that a body asks for.
pub(super) fn content_type_docs(body: &Body) -> Option<String> {
    let range = body.asks_for()?;
    let asked = if range.contains('*') {
        format!("The media type of the body, one of `{range}`.")
    } else {
        format!("The media type of the body, `{range}` with its boundary.")
    };
    Some(asked)
}
