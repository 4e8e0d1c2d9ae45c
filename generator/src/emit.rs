//! Intermediate representation -> the items of files: one file for each kind, all `emit(context, what)`.
//!
//! Emitters decide nothing about the description; they print what [`lower`](crate::lower) decided.

mod api;
mod calls;
mod conditions;
mod context;
mod file;
mod models;
mod root;
mod security;
mod tokens;
mod types;
mod webhooks;
mod whereabouts;

pub use self::{
    context::Context,
    file::{Constructor, Content, File, Item, Method, Row, Said},
};

/// Every file of a client.
#[must_use]
pub fn emit<'a>(context: &'a Context<'a>) -> Vec<File<'a>> {
    let api = context.api;
    let mut files =
        vec![File::new("mod.rs", || root::emit(context, api)), File::new("api.rs", || api::emit(context, api).into())];
    files.extend(calls::emit(context, api));
    files.extend(models::emit(context, api));
    let webhooks = api.webhooks.iter();
    files.extend(webhooks.map(|webhooks| File::new("webhooks.rs", move || webhooks::emit(context, webhooks))));
    files
}
