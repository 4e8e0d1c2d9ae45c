//! Lists that come in pages: what leads from one to the next, and the streams that walk them.

pub(crate) mod described;
pub(crate) mod items;
pub(crate) mod pages;
pub(crate) mod partial;
mod position;
pub(crate) mod progress;
pub(crate) mod walk;
