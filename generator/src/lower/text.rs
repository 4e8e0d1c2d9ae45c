//! Texts of the description as the client's docs have them.

mod code;
mod inline;
mod json;
mod lists;
mod markdoc;
mod markdown;
mod rewrite;
mod sentences;

pub(crate) use self::{
    json::{json, unquoted},
    markdown::markdown,
    sentences::{append, described, is_echo, paragraphs, summary},
};
