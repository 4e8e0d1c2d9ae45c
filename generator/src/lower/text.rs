//! Texts of the description as the client's docs have them.

mod markdown;

pub(crate) use self::markdown::{append, markdown, paragraphs, summary};
