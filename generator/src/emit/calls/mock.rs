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
pub(super) fn emit(_context: &Context<'_>, operations: &[Operation]) -> Vec<Item> {
    let operations: Vec<&Operation> = operations.iter().collect();
    let outputs = outputs(&operations);
    let imports = imports(&outputs, &["mock_of"]);
    let mut items = vec![Item::Plain(quote!(use super::operations::*; #imports)), facts()];
    items.extend(table(&operations, &outputs));
    items
}

/// Emits the part that is about the whole API, to stand beside its facts where the mock has no file.
pub(super) fn emit_facts() -> Item {
    let imports = quote! {
        use super::*;
        use crate::runtime::mock_of;
    };
    Item::Module { head: quote!(#[cfg(feature = "mock")] mod mock), items: vec![Item::Plain(imports), facts()] }
}

/// What a mock is told of the API, to begin with and to respond with errors of its shape.
fn facts() -> Item {
    Item::Facts { name: "mock_of", arguments: quote!(API, ErrorBody) }
}

/// Emits the part for operations that stand in the file: where tags can be chosen, no file has them all.
pub(super) fn emit_beside(_context: &Context<'_>, operations: &[&Operation]) -> Option<Item> {
    let outputs = outputs(operations);
    let imports = [Item::Plain(imports(&outputs, &[]))];
    let items = imports.into_iter().chain(table(operations, &outputs)).collect();
    (!operations.is_empty()).then(|| Item::Module { head: quote!(#[cfg(feature = "mock")] mod mock), items })
}

/// The outputs that differ by status.
fn outputs<'o>(operations: &[&'o Operation]) -> Vec<(&'o TypeName, &'o [OutputVariant])> {
    operations.iter().filter_map(|operation| by_status(operation)).collect()
}

fn table(operations: &[&Operation], outputs: &[(&TypeName, &[OutputVariant])]) -> Vec<Item> {
    let rows = operations.iter().map(|operation| {
        let name = ident(operation.expectation.as_str());
        let operation = ident(operation.type_name.as_str());
        quote!(#name: #operation,)
    });
    let table = Item::Table { name: "expectations", rows: quote!(struct Mock { #(#rows)* }) };
    let encodings = outputs.iter().map(|(name, variants)| encoding(name, variants));
    [table].into_iter().chain(encodings).collect()
}

fn by_status(operation: &Operation) -> Option<(&TypeName, &[OutputVariant])> {
    match &operation.output {
        Output::ByStatus { name, variants } => Some((name, variants)),
        Output::Empty | Output::Json(_) | Output::JsonOrText(_) | Output::Text | Output::Bytes | Output::Open => None,
    }
}

/// All operations, what their outputs are written with, and what else is named.
fn imports(outputs: &[(&TypeName, &[OutputVariant])], others: &[&str]) -> TokenStream {
    let variants = outputs.iter().flat_map(|(_, variants)| *variants);
    let formats = variants.filter(|variant| variant.output != Output::Empty).map(|variant| format(&variant.output));
    let mut runtime: Vec<String> = formats.map(|format| format.to_string()).collect();
    if !runtime.is_empty() {
        runtime.push("Encode".to_owned());
    }
    if !outputs.is_empty() {
        runtime.extend(["EncodeByStatus", "MockResponse"].map(str::to_owned));
    }
    runtime.extend(others.iter().copied().chain(["expectations"]).map(str::to_owned));
    runtime.sort_unstable();
    runtime.dedup();
    let runtime = use_names(&quote!(crate::runtime), runtime.iter().map(|name| ident(name)).collect());
    quote! {
        use super::*;
        #runtime
    }
}

/// How a server writes an output that differs by status.
fn encoding(name: &TypeName, variants: &[OutputVariant]) -> Item {
    let name = ident(name.as_str());
    let statuses: Vec<StatusPattern> = variants.iter().map(|variant| variant.status).collect();
    let arms = variants.iter().map(|variant| {
        let variant_name = ident(variant.name.as_str());
        let status = Literal::u16_unsuffixed(variant.status.example(&statuses));
        let format = format(&variant.output);
        match variant.output {
            Output::Empty => quote!(Self::#variant_name => MockResponse::new(#status)),
            Output::Json(_)
            | Output::JsonOrText(_)
            | Output::Text
            | Output::Bytes
            | Output::Open
            | Output::ByStatus { .. } => {
                quote!(Self::#variant_name(body) => #format::encode(body).with_status(#status))
            }
        }
    });
    let encode = quote! {
        fn encode(&self) -> MockResponse {
            match self {
                #(#arms,)*
            }
        }
    };
    Item::implementation(quote!(impl EncodeByStatus for #name), [encode])
}
