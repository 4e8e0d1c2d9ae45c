//! Texts of the description as the client's docs have them.

mod code;
mod edits;
mod inline;
mod json;
mod lists;
mod markdown;
mod rewrite;
mod sentences;
mod wrap;

pub(crate) use self::{
    json::{json, unquoted},
    markdown::markdown,
    sentences::{append, paragraphs, summary},
};
