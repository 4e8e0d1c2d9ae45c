//! What the file of a tag has to import.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    Context,
    groups::{is_displayed, is_list_displayed, owner},
    ident,
    models::use_names,
    types,
};
use crate::ir::{
    Body, BodyKind, Operation, Output, Pagination, PaginationStyle, Parameter, ParameterIn, ParameterStyle, Type,
};

/// Emits the imports: `own` operations have their types in the file, those that are `shared` have them in another one.
pub(super) fn emit(
    context: &Context<'_>,
    own: &[&Operation],
    all: &[&Operation],
    shared: &[&Operation],
) -> TokenStream {
    let mut names = Names { runtime: ["Client", "Request"].into(), types: Vec::new(), display: false };
    if !own.is_empty() {
        names.runtime.extend(["Method", "Operation"]);
    }
    own.iter().for_each(|operation| names.output(&operation.output));
    own.iter()
        .filter_map(|operation| operation.pagination.as_ref())
        .for_each(|pagination| names.pagination(pagination));
    // What is required stands in the methods of the tag, the rest in the setters of its own operations.
    for (operations, required) in [(all, true), (own, false)] {
        for operation in operations {
            let parameters = operation.parameters.iter().filter(|parameter| parameter.required == required);
            parameters.for_each(|parameter| names.parameter(parameter));
            operation.body.iter().filter(|body| body.required == required).for_each(|body| names.body(body));
        }
    }
    let shared_types = shared.iter().map(|operation| {
        let module = ident(owner(context, operation).module.as_str());
        let name = ident(operation.type_name.as_str());
        quote!(use super::#module::#name;)
    });
    names.into_tokens(shared_types)
}

/// The names that a file uses.
struct Names<'a> {
    runtime: BTreeSet<&'static str>,
    types: Vec<&'a Type>,
    display: bool,
}

impl<'a> Names<'a> {
    fn parameter(&mut self, parameter: &'a Parameter) {
        match parameter.style {
            ParameterStyle::File { .. } => drop(self.runtime.insert("File")),
            _ if is_displayed(parameter) || is_list_displayed(parameter) => self.display = true,
            _ => self.types.push(&parameter.ty),
        }
        match parameter.style {
            ParameterStyle::List(_) if parameter.location == ParameterIn::Query => {
                self.runtime.insert("ListStyle");
            }
            ParameterStyle::Object(_) => drop(self.runtime.insert("ObjectStyle")),
            ParameterStyle::Scalar | ParameterStyle::List(_) | ParameterStyle::Json | ParameterStyle::File { .. } => {}
        }
    }

    fn body(&mut self, body: &'a Body) {
        match &body.kind {
            BodyKind::Json(ty, _) | BodyKind::Form(ty) => self.types.push(ty),
            BodyKind::FormData => drop(self.runtime.insert("FormData")),
            BodyKind::Bytes(_) | BodyKind::Multipart => drop(self.runtime.insert("Bytes")),
            BodyKind::Text(_) => {}
        }
    }

    fn output(&mut self, output: &'a Output) {
        match output {
            Output::Empty => drop(self.runtime.insert("Empty")),
            Output::Json(ty) => {
                self.runtime.insert("Json");
                self.types.push(ty);
            }
            Output::Text => drop(self.runtime.insert("Text")),
            Output::Bytes => self.runtime.extend(["Binary", "Bytes"]),
            Output::ByStatus { variants, .. } => {
                self.runtime.extend(["ByStatus", "DecodeByStatus", "DecodeError", "ResponseBody"]);
                for variant in variants.iter().filter(|variant| variant.output != Output::Empty) {
                    self.runtime.insert("Decode");
                    self.output(&variant.output);
                }
            }
        }
    }

    fn pagination(&mut self, pagination: &'a Pagination) {
        self.types.push(&pagination.item);
        self.runtime.extend(["Paginated", "Pagination"]);
        match pagination.style {
            PaginationStyle::Page { .. } | PaginationStyle::Cursor { .. } => {
                self.runtime.insert("PageParameter");
            }
            PaginationStyle::Url { .. } => {}
        }
    }

    fn into_tokens(mut self, shared_types: impl Iterator<Item = TokenStream>) -> TokenStream {
        self.runtime.extend(types::runtime_names(self.types.iter().copied()));
        let has_models = self.types.iter().any(|ty| ty.name().is_some());
        let models = has_models.then(|| quote! { use super::models; });
        let display = self.display.then(|| quote! { use std::fmt::Display; });
        let map = self.runtime.remove("BTreeMap").then(|| quote! { use std::collections::BTreeMap; });
        let runtime = use_names(&quote!(crate::runtime), self.runtime.iter().map(|name| ident(name)).collect());
        quote!(#map #display #models #(#shared_types)* #runtime)
    }
}
