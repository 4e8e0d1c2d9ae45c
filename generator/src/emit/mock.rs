//! What an app's own tests get: the table of operations that a mock expects, and how it writes what differs by status.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Context, ident, models::use_names, operations::format};
use crate::{
    ir::{Api, Operation, Output, OutputVariant, StatusPattern},
    naming::TypeName,
};

/// Whether one file has what the mock needs; where tags can be chosen, it stands beside the operations.
pub(super) fn has_file(api: &Api) -> bool {
    !api.operations.is_empty() && api.features().next().is_none()
}

/// Emits the file.
pub(super) fn emit(context: &Context<'_>, operations: &[Operation]) -> TokenStream {
    let operations: Vec<&Operation> = operations.iter().collect();
    let outputs = outputs(&operations);
    let imports = imports(&outputs, &FACTS);
    let (facts, table) = (facts(), table(context, &operations, &outputs));
    quote! {
        #imports
        #facts
        #table
    }
}

/// Emits the part that is about the whole API, to stand beside its facts where the mock has no file.
pub(super) fn emit_facts_beside(api: &Api) -> Option<TokenStream> {
    let names = FACTS.map(ident);
    let facts = facts();
    (!has_file(api)).then(|| {
        quote! {
            #[cfg(feature = "mock")]
            mod mock {
                use super::*;
                use crate::runtime::{#(#names),*};
                #facts
            }
        }
    })
}

/// What the part about the whole API takes from the runtime.
const FACTS: [&str; 2] = ["Operation", "mock_of"];

/// How a test comes by a mock, and by an error of the API's. The types are named by their paths: an operation may be called
/// `mock`.
fn facts() -> TokenStream {
    quote! {
        impl crate::runtime::Mock {
            /// A mock that expects nothing yet.
            pub fn new() -> Self {
                mock_of(&API)
            }
        }

        impl Default for crate::runtime::Mock {
            fn default() -> Self {
                Self::new()
            }
        }

        impl<O: Operation> crate::runtime::Expectation<O> {
            /// Answers with this status, and an error as the API's description shapes it.
            ///
            /// # Panics
            ///
            /// When it is no status.
            #[track_caller]
            pub fn returns_error(
                self,
                status: u16,
                body: impl Into<ErrorBody>,
            ) -> crate::runtime::Expected {
                self.returns_json(status, body.into())
            }
        }
    }
}

/// Emits the part for operations that stand in the file: where tags can be chosen, no file has them all.
pub(super) fn emit_beside(context: &Context<'_>, operations: &[&Operation]) -> Option<TokenStream> {
    let outputs = outputs(operations);
    let imports = imports(&outputs, &[]);
    let table = table(context, operations, &outputs);
    (!operations.is_empty()).then(|| {
        quote! {
            #[cfg(feature = "mock")]
            mod mock {
                #imports
                #table
            }
        }
    })
}

/// The outputs that differ by status.
fn outputs<'o>(operations: &[&'o Operation]) -> Vec<(&'o TypeName, &'o [OutputVariant])> {
    operations.iter().filter_map(|operation| by_status(operation)).collect()
}

fn table(context: &Context<'_>, operations: &[&Operation], outputs: &[(&TypeName, &[OutputVariant])]) -> TokenStream {
    let rows = operations.iter().map(|operation| {
        let name = ident(operation.expectation.as_str());
        let operation = ident(operation.type_name.as_str());
        quote!(#name: #operation,)
    });
    let encodings = outputs.iter().map(|(name, variants)| encoding(context, name, variants));
    quote! {
        expectations! {
            struct Mock {
                #(#rows)*
            }
        }
        #(#encodings)*
    }
}

fn by_status(operation: &Operation) -> Option<(&TypeName, &[OutputVariant])> {
    match &operation.output {
        Output::ByStatus { name, variants } => Some((name, variants)),
        Output::Empty | Output::Json(_) | Output::Text | Output::Bytes => None,
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
        runtime.extend(["Answer", "EncodeByStatus"].map(str::to_owned));
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
fn encoding(_context: &Context<'_>, name: &TypeName, variants: &[OutputVariant]) -> TokenStream {
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
    quote! {
        impl EncodeByStatus for #name {
            fn encode(&self) -> Answer {
                match self {
                    #(#arms,)*
                }
            }
        }
    }
}
