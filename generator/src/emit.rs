//! Intermediate representation -> tokens: one file for each kind, all `emit(context, what) -> TokenStream`.
//!
//! Emitters decide nothing about the description; they print what [`lower`](crate::lower) decided.

mod aliases;
mod api;
mod builders;
mod enums;
mod fields;
mod groups;
mod imports;
mod mock;
mod models;
mod operations;
mod pagination;
mod security;
mod selection;
mod shared;
mod structs;
mod types;
mod unions;

use std::{collections::BTreeMap, fmt};

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::{
    ir::{Api, Definition, Group, Selection, Type},
    naming::TypeName,
};

/// What every emitter may look at.
#[derive(Clone, Debug)]
pub struct Context<'a> {
    /// The whole client.
    pub api: &'a Api,
    /// Its definitions by their names.
    definitions: BTreeMap<&'a TypeName, &'a Definition>,
}

impl<'a> Context<'a> {
    /// The context of a whole client.
    #[must_use]
    pub fn new(api: &'a Api) -> Self {
        Self { api, definitions: api.definitions.iter().map(|definition| (&definition.name, definition)).collect() }
    }

    /// The definition of a name.
    fn definition(&self, name: &TypeName) -> Option<&'a Definition> {
        self.definitions.get(name).copied()
    }

    /// What the description says of a place; where it says nothing, what it says of the type that stands there.
    fn docs_of(&self, own: &str, ty: &Type, otherwise: impl FnOnce() -> String) -> String {
        let target = ty.name().and_then(|name| self.definition(name));
        let summary = target.and_then(|definition| definition.docs.split("\n\n").next());
        match [Some(own), summary].into_iter().flatten().find(|text| !text.is_empty()) {
            Some(text) => text.to_owned(),
            None => otherwise(),
        }
    }
}

/// A file before it is rendered. Tokens can't leave the thread that makes them, so a file only knows how to make its own.
pub struct File<'a> {
    /// Its path below the folder of generated code.
    pub path: String,
    /// The emitter that a reader has to change, below `generator/src`.
    pub emitter: &'static str,
    tokens: Box<dyn Fn() -> TokenStream + Send + Sync + 'a>,
}

impl<'a> File<'a> {
    fn new(
        path: impl Into<String>,
        emitter: &'static str,
        tokens: impl Fn() -> TokenStream + Send + Sync + 'a,
    ) -> Self {
        Self { path: path.into(), emitter, tokens: Box::new(tokens) }
    }

    /// Emits its content.
    #[must_use]
    pub fn tokens(&self) -> TokenStream {
        (self.tokens)()
    }
}

impl fmt::Debug for File<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("File").field("path", &self.path).field("emitter", &self.emitter).finish_non_exhaustive()
    }
}

/// Every file of a client.
#[must_use]
pub fn emit<'a>(context: &'a Context<'a>) -> Vec<File<'a>> {
    let api = context.api;
    let mut files = vec![
        File::new("mod.rs", "emit.rs", || root(context)),
        File::new("api.rs", "emit/api.rs", || api::emit(context, api)),
        File::new("fields.rs", "emit/fields.rs", || fields::emit(context, &api.required_fields)),
    ];
    if mock::has_file(api) {
        files.push(File::new("mock.rs", "emit/mock.rs", || mock::emit(context, &api.operations)));
    }
    for group in &api.groups {
        let path = format!("{}.rs", group.module.file_stem());
        files.push(File::new(path, "emit/groups.rs", || groups::emit(context, group)));
    }
    files.extend(shared::emit(context, &api.operations));
    files.extend(models::emit(context, &api.definitions));
    files
}

fn root(context: &Context<'_>) -> TokenStream {
    let (chosen, always): (Vec<&Group>, Vec<&Group>) =
        context.api.groups.iter().partition(|group| group.feature.is_some());
    let mut modules: Vec<(Ident, bool)> =
        always.into_iter().map(|group| (ident(group.module.as_str()), true)).collect();
    modules.push((ident("api"), true));
    modules
        .extend(context.api.operations.iter().any(|operation| operation.is_shared).then(|| (ident("shared"), false)));
    modules.push((ident("fields"), false));
    modules.sort();
    let declarations = modules
        .iter()
        .map(|(module, _)| if module == "fields" { quote!(pub(crate) mod #module;) } else { quote!(mod #module;) });
    let exports = modules.iter().filter(|(_, exported)| *exported).map(|(module, _)| quote!(pub use self::#module::*;));
    let chosen: Vec<(Selection, Ident)> =
        chosen.into_iter().map(|group| (group.selection(), ident(group.module.as_str()))).collect();
    let (import, chosen) = selection::modules(chosen.iter().map(|(selection, module)| (selection, module.clone())));
    let title = inner_docs(&context.api.summary);
    let mock_module = mock::has_file(context.api).then(|| {
        quote!(
            #[cfg(feature = "mock")]
            mod mock;
        )
    });
    quote! {
        #title
        #import
        #(#declarations)*
        #mock_module
        pub mod models;
        #(#exports)*
        #chosen
    }
}

/// An identifier that `naming` made; it may be raw.
fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(keyword) => Ident::new_raw(keyword, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// Doc comments, line by line.
fn docs(text: &str) -> TokenStream {
    let lines = text.lines().map(doc_line);
    quote!(#(#[doc = #lines])*)
}

/// Doc comments of a file.
fn inner_docs(text: &str) -> TokenStream {
    let lines = text.lines().map(doc_line);
    quote!(#(#![doc = #lines])*)
}

fn doc_line(line: &str) -> String {
    if line.is_empty() { String::new() } else { format!(" {line}") }
}

/// What a definition is. `#[deprecated]` stands on its constructors: on the type, it would warn of every use in the
/// generated code itself.
fn definition_docs(definition: &Definition) -> TokenStream {
    let text = docs(&definition.docs);
    let deprecated = definition.deprecated.then(|| docs("\n**Deprecated**: the description advises against it."));
    quote!(#text #deprecated)
}

/// `#[deprecated]`, where the description advises against something.
fn deprecated(is_deprecated: bool) -> Option<TokenStream> {
    is_deprecated.then(|| quote!(#[deprecated]))
}
