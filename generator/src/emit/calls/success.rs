//! What a success of an operation brings: its type, how it is read, and an enum where it differs by status.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use crate::{
    emit::{
        context::Context,
        file::Item,
        tokens::{docs, ident},
        types,
    },
    ir::{Operation, Output, OutputVariant, StatusPattern},
};

/// The type of a success.
pub(super) fn output_type(output: &Output) -> TokenStream {
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
fn decoding(name: &Ident, variants: &[OutputVariant]) -> Item {
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
    let decode = quote! {
        fn decode(body: ResponseBody<'_>) -> Result<Self, DecodeError> {
            match body.status() {
                #(#arms,)*
                #fallback
            }
        }
    };
    Item::implementation(quote!(impl DecodeByStatus for #name), [decode])
}

fn status(status: StatusPattern) -> TokenStream {
    match status {
        StatusPattern::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote!(#code)
        }
        StatusPattern::Class(_) | StatusPattern::Default => quote!(_),
    }
}

/// The enum of what a success brings, where that differs by status.
pub(super) fn emit(_context: &Context<'_>, operation: &Operation) -> Vec<Item> {
    let Output::ByStatus { name, variants } = &operation.output else { return Vec::new() };
    let name = ident(name.as_str());
    let text = docs(&format!("What a success of `{} {}` brings, by its status.", operation.method, operation.path));
    let decoding = decoding(&name, variants);
    let variants = variants.iter().map(output_variant);
    let item = quote! {
        #text
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name { #(#variants)* }
    };
    vec![Item::Plain(item), decoding]
}

fn output_variant(variant: &OutputVariant) -> TokenStream {
    let name = ident(variant.name.as_str());
    let text = if variant.docs.is_empty() { format!("The response `{}`.", variant.name) } else { variant.docs.clone() };
    let text = docs(&text);
    match &variant.output {
        Output::Empty => quote!(#text #name,),
        output => {
            let ty = output_type(output);
            quote!(#text #name(#ty),)
        }
    }
}
