//! What an app's own tests get: the table of operations that a mock expects, and how it writes what differs by status.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::success::format;
use crate::{
    emit::{
        context::Context,
        file::Item,
        tokens::{ident, use_names},
    },
    ir::{Operation, Output, OutputVariant, StatusPattern},
    naming::TypeName,
};

/// Emits the file.
pub(super) fn emit(context: &Context<'_>, operations: &[Operation]) -> Vec<Item> {
    table(context, &operations.iter().collect::<Vec<_>>())
}

/// Emits the part for operations that stand in the file: where tags can be chosen, no file has them all.
pub(super) fn emit_beside(context: &Context<'_>, operations: &[&Operation]) -> Option<Item> {
    (!operations.is_empty())
        .then(|| Item::Module { head: quote!(#[cfg(feature = "mock")] mod mock), items: table(context, operations) })
}

fn table(context: &Context<'_>, operations: &[&Operation]) -> Vec<Item> {
    let rows = operations.iter().map(|operation| {
        let name = ident(operation.expectation.as_str());
        let operation = ident(operation.type_name.as_str());
        quote!(#name: #operation,)
    });
    let outputs: Vec<(&TypeName, &[OutputVariant])> =
        operations.iter().filter_map(|operation| by_status(operation)).collect();
    let encodings = outputs.iter().map(|(name, variants)| encoding(context, name, variants));
    let table = Item::Table { name: "expectations", rows: quote!(struct Mock { #(#rows)* }) };
    [Item::Plain(imports(&outputs)), table].into_iter().chain(encodings).collect()
}

fn by_status(operation: &Operation) -> Option<(&TypeName, &[OutputVariant])> {
    match &operation.output {
        Output::ByStatus { name, variants } => Some((name, variants)),
        Output::Empty | Output::Json(_) | Output::Text | Output::Bytes => None,
    }
}

/// All operations, and what their outputs are written with.
fn imports(outputs: &[(&TypeName, &[OutputVariant])]) -> TokenStream {
    let variants = outputs.iter().flat_map(|(_, variants)| *variants);
    let formats = variants.filter(|variant| variant.output != Output::Empty).map(|variant| format(&variant.output));
    let mut runtime: Vec<String> = formats.map(|format| format.to_string()).collect();
    if !runtime.is_empty() {
        runtime.push("Encode".to_owned());
    }
    if !outputs.is_empty() {
        runtime.extend(["Answer", "EncodeByStatus"].map(str::to_owned));
    }
    runtime.sort_unstable();
    runtime.dedup();
    runtime.push("expectations".to_owned());
    let runtime = use_names(&quote!(crate::runtime), runtime.iter().map(|name| ident(name)).collect());
    quote! {
        use super::*;
        #runtime
    }
}

/// How a server writes an output that differs by status.
fn encoding(_context: &Context<'_>, name: &TypeName, variants: &[OutputVariant]) -> Item {
    let name = ident(name.as_str());
    let statuses: Vec<StatusPattern> = variants.iter().map(|variant| variant.status).collect();
    let arms = variants.iter().map(|variant| {
        let variant_name = ident(variant.name.as_str());
        let status = Literal::u16_unsuffixed(variant.status.example(&statuses));
        let format = format(&variant.output);
        match variant.output {
            Output::Empty => quote!(Self::#variant_name => Answer::new(#status)),
            Output::Json(_) | Output::Text | Output::Bytes | Output::ByStatus { .. } => {
                quote!(Self::#variant_name(body) => #format::encode(body).with_status(#status))
            }
        }
    });
    let encode = quote! {
        fn encode(&self) -> Answer {
            match self {
                #(#arms,)*
            }
        }
    };
    Item::implementation(quote!(impl EncodeByStatus for #name), [encode])
}
