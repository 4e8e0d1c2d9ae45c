//! What the file of a group or of operations has to import.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::arguments::{begins_form, is_number, is_tuple};
use crate::{
    emit::{
        tokens::{ident, use_names},
        types,
    },
    ir::{
        Argument, Body, BodyKind, Operation, Output, OutputVariant, Pagination, PaginationStyle, Parameter,
        ParameterIn, ParameterStyle, Type,
    },
};

/// Emits the imports of a group: what its methods take. What an operation returns, its type knows.
pub(super) fn of_group(operations: &[&Operation]) -> TokenStream {
    let mut imports = Imports { runtime: ["Client", "Request"].into(), types: Vec::new(), display: false };
    if operations.iter().flat_map(|operation| operation.kinds()).any(begins_form) {
        imports.runtime.insert("FormData");
    }
    if operations.iter().flat_map(|operation| operation.kinds()).any(|kind| kind.sample.is_some()) {
        imports.runtime.insert("sample");
    }
    operations.iter().for_each(|operation| imports.arguments(operation, true));
    imports.into_tokens(&quote!(super::super), &["operations"])
}

/// Emits the imports of operations, in a file that is this far below `models`.
pub(super) fn of_operations(root: &TokenStream, operations: &[&Operation]) -> TokenStream {
    let mut imports = Imports { runtime: BTreeSet::new(), types: Vec::new(), display: false };
    operations.iter().for_each(|operation| imports.operation(operation));
    let has_setter = |kind: &Operation| {
        let is_optional = |parameter: &Parameter| !parameter.required;
        kind.parameters.iter().any(is_optional) || kind.body.as_ref().is_some_and(|body| !body.required)
    };
    if operations.iter().flat_map(|operation| operation.kinds()).any(has_setter) {
        imports.runtime.insert("Request");
    }
    imports.into_tokens(root, &[])
}

/// The names that a file uses.
struct Imports<'a> {
    runtime: BTreeSet<&'static str>,
    types: Vec<&'a Type>,
    display: bool,
}

impl<'a> Imports<'a> {
    /// What the type of an operation needs, with its setters.
    fn operation(&mut self, operation: &'a Operation) {
        self.runtime.extend(["Method", "Operation"]);
        self.output(&operation.output);
        self.runtime.extend(operation.is_output_sensitive.then_some("Hidden"));
        if let Some(errors) = &operation.error_enum {
            self.by_status(&errors.variants);
        }
        operation.pagination.iter().for_each(|pagination| self.pagination(pagination));
        if let Some(streaming) = &operation.streaming {
            self.types.push(&streaming.item);
            self.runtime.extend(["Streamed", streaming.framing.name()]);
        }
        self.arguments(operation, false);
    }

    /// What those arguments need that a method takes, or a setter.
    fn arguments(&mut self, operation: &'a Operation, required: bool) {
        for kind in operation.kinds() {
            let parameters = kind.parameters.iter().filter(|parameter| parameter.required == required);
            parameters.for_each(|parameter| self.parameter(parameter));
            kind.body.iter().filter(|body| body.required == required).for_each(|body| self.body(body));
        }
    }

    fn parameter(&mut self, parameter: &'a Parameter) {
        match parameter.argument() {
            Argument::Displayed | Argument::DisplayedItems => self.display = true,
            Argument::Converted(ty) | Argument::Own(ty) | Argument::Items(ty) => self.types.push(ty),
            Argument::File | Argument::Files => drop(self.runtime.insert("File")),
            Argument::Text => {}
        }
        match parameter.style {
            ParameterStyle::List(_) if parameter.location == ParameterIn::Query => {
                self.runtime.insert("ListStyle");
            }
            ParameterStyle::Object(_) => drop(self.runtime.insert("ObjectStyle")),
            ParameterStyle::Expanded(..) => drop(self.runtime.insert("Expansion")),
            ParameterStyle::Scalar
            | ParameterStyle::List(_)
            | ParameterStyle::Json
            | ParameterStyle::JsonList
            | ParameterStyle::Text(_)
            | ParameterStyle::File { .. } => {}
        }
        self.runtime.extend(is_number(parameter).then_some("Finite"));
        self.runtime.extend(is_tuple(parameter).then_some("words"));
    }

    fn body(&mut self, body: &'a Body) {
        self.types.extend(body.held());
        match &body.kind {
            BodyKind::Form(_, encoding) if !encoding.styles.is_empty() => drop(self.runtime.insert("FieldStyle")),
            BodyKind::FormData => drop(self.runtime.insert("FormData")),
            BodyKind::Bytes(_) => drop(self.runtime.insert("Upload")),
            BodyKind::Json(..) | BodyKind::Form(..) | BodyKind::Text(_) => {}
        }
    }

    fn output(&mut self, output: &'a Output) {
        match output {
            Output::Empty => drop(self.runtime.insert("Empty")),
            Output::Json(ty) => {
                self.runtime.insert("Json");
                self.types.push(ty);
            }
            Output::JsonOrText(ty) => {
                self.runtime.insert("JsonOrText");
                self.types.push(ty);
            }
            Output::Open => self.runtime.extend(["Content", "Open"]),
            Output::Text => drop(self.runtime.insert("Text")),
            Output::Bytes => self.runtime.extend(["Binary", "Bytes"]),
            Output::ByStatus { variants, .. } => {
                self.runtime.insert("ByStatus");
                self.by_status(variants);
            }
        }
    }

    fn by_status(&mut self, variants: &'a [OutputVariant]) {
        self.runtime.extend(["DecodeByStatus", "DecodeError", "ResponseBody"]);
        for variant in variants.iter().filter(|variant| variant.output != Output::Empty) {
            self.runtime.insert("Decode");
            self.output(&variant.output);
        }
        if variants.iter().any(|variant| variant.sensitive) {
            self.runtime.extend(["Hidden", "hidden"]);
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

    fn into_tokens(mut self, root: &TokenStream, modules: &[&str]) -> TokenStream {
        self.runtime.extend(types::runtime_names(self.types.iter().copied()));
        let models = self.types.iter().any(|ty| ty.name().is_some()).then_some("models");
        let modules = models.iter().chain(modules).map(|module| ident(module)).collect();
        let modules = use_names(root, modules);
        let display = self.display.then(|| quote! { use std::fmt::Display; });
        let map = self.runtime.remove("BTreeMap").then(|| quote! { use std::collections::BTreeMap; });
        let runtime = use_names(&quote!(crate::runtime), self.runtime.iter().map(|name| ident(name)).collect());
        quote!(#map #display #modules #runtime)
    }
}
