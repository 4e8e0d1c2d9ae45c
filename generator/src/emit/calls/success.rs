//! What a response of an operation brings: the type of a success, how it is read, and an enum where a success or an error
//! differs by status.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, quote};

use crate::{
    emit::{
        context::Context,
        file::Item,
        tokens::{docs, ident},
        types,
    },
    ir::{ErrorEnum, Operation, Output, OutputVariant, StatusPattern},
    naming::TypeName,
    quoted::code,
};

/// The type of a success.
pub(super) fn output_type(output: &Output) -> TokenStream {
    match output {
        Output::Empty => quote!(()),
        Output::Json(ty) | Output::JsonOrText(ty) => types::emit_outside(ty),
        Output::Text => quote!(String),
        Output::Bytes => quote!(Bytes),
        Output::Open => quote!(Content),
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
        Output::JsonOrText(_) => quote!(JsonOrText),
        Output::Text => quote!(Text),
        Output::Bytes => quote!(Binary),
        Output::Open => quote!(Open),
        Output::ByStatus { .. } => quote!(ByStatus),
    }
}

/// The same of what is shown nowhere.
pub(super) fn hiding(format: TokenStream, is_sensitive: bool) -> TokenStream {
    if is_sensitive { quote!(Hidden<#format>) } else { format }
}

/// Reads what differs by status. Where a class of statuses is all that is left of a `side`, it is the last one. What has no model stands
/// between the codes, of which a class of it may have some, and the classes, which may have some of it.
fn decoding(name: &Ident, variants: &[OutputVariant], without_model: &[StatusPattern], side: Side) -> Item {
    let without = without_model.iter().map(|status| side.pattern(*status));
    let without = (!without_model.is_empty()).then(|| quote!(#(#without)|* => Err(body.unexpected_status())));
    let codes = variants.iter().take_while(|variant| matches!(variant.status, StatusPattern::Code(_))).count();
    let is_whole = variants.iter().any(|variant| side.is_rest(variant.status));
    let fallback = (!is_whole).then(|| quote!(_ => Err(body.unexpected_status()),));
    let mut arms = variants.iter().map(|variant| {
        let variant_name = ident(variant.name.as_str());
        let status = side.pattern(variant.status);
        let format = format(&variant.output);
        let format = if variant.sensitive { quote!(Hidden::<#format>) } else { format };
        match variant.output {
            Output::Empty => quote!(#status => Ok(Self::#variant_name)),
            Output::Json(_)
            | Output::JsonOrText(_)
            | Output::Text
            | Output::Bytes
            | Output::Open
            | Output::ByStatus { .. } => {
                quote!(#status => #format::decode(body).map(Self::#variant_name))
            }
        }
    });
    let coded: Vec<TokenStream> = arms.by_ref().take(codes).collect();
    let arms = coded.into_iter().chain(without).chain(arms);
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

/// Which responses an enum is about.
#[derive(Clone, Copy)]
enum Side {
    Successes,
    Errors,
}

impl Side {
    /// Whether a status is all that no code names. Only successes are decoded as such, so a class of them is.
    fn is_rest(self, status: StatusPattern) -> bool {
        match (self, status) {
            (_, StatusPattern::Code(_)) | (Self::Errors, StatusPattern::Class(_)) => false,
            (Self::Successes, StatusPattern::Class(_)) | (_, StatusPattern::Default) => true,
        }
    }

    /// The pattern of a status.
    fn pattern(self, status: StatusPattern) -> TokenStream {
        match status {
            StatusPattern::Code(code) => Literal::u16_unsuffixed(code).into_token_stream(),
            StatusPattern::Class(class) if !self.is_rest(status) => {
                let (first, last) = (Literal::u16_unsuffixed(class * 100), Literal::u16_unsuffixed(class * 100 + 99));
                quote!(#first..=#last)
            }
            StatusPattern::Class(_) | StatusPattern::Default => quote!(_),
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Successes => "a success",
            Self::Errors => "an error response",
        }
    }
}

/// The enum of what a success brings, where that differs by status, and that of the errors.
pub(super) fn emit(_context: &Context<'_>, operation: &Operation) -> Vec<Item> {
    let mut items = Vec::new();
    if let Output::ByStatus { name, variants } = &operation.output {
        items.extend(by_status(operation, name, (variants, &[]), Side::Successes));
    }
    if let Some(ErrorEnum { name, variants, without_model }) = &operation.error_enum {
        items.extend(by_status(operation, name, (variants, without_model), Side::Errors));
    }
    items
}

fn by_status(
    operation: &Operation,
    name: &TypeName,
    (variants, without_model): (&[OutputVariant], &[StatusPattern]),
    side: Side,
) -> Vec<Item> {
    let name = ident(name.as_str());
    let wire = code(&format!("{} {}", operation.method, operation.path));
    let text = docs(&format!("What {} of {wire} brings, by its status.", side.words()));
    let decoding = decoding(&name, variants, without_model, side);
    let is_hiding = variants.iter().any(|variant| variant.sensitive);
    let hidden = is_hiding.then(|| {
        let of = |wanted: &str| {
            let how = |variant: &OutputVariant| match (&variant.output, variant.sensitive) {
                (Output::Empty, _) => "empty",
                (_, true) => "hides",
                (_, false) => "shows",
            };
            let found = variants.iter().filter(|variant| how(variant) == wanted);
            let found: Vec<Ident> = found.map(|variant| ident(variant.name.as_str())).collect();
            let wanted = ident(wanted);
            (!found.is_empty()).then(|| quote!(#wanted(#(#found),*)))
        };
        let (shows, hides, empty) = (of("shows"), of("hides"), of("empty"));
        Item::Facts { name: "hidden", arguments: quote!(#name #shows #hides #empty) }
    });
    let debug = (!is_hiding).then(|| quote!(Debug,));
    let variants = variants.iter().map(output_variant);
    let item = quote! {
        #text
        #[derive(Clone, #debug PartialEq)]
        #[non_exhaustive]
        pub enum #name { #(#variants)* }
    };
    [Item::Plain(item), decoding].into_iter().chain(hidden).collect()
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
