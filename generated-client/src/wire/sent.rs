//! A request's parts as text: what stands in its path, its query and its headers, and forms.

pub(crate) mod escaping;
pub(crate) mod expansion;
pub(crate) mod fields;
pub(crate) mod form_data;
pub(crate) mod path;
pub(crate) mod pieces;
pub(crate) mod query;
pub(crate) mod template;
pub(crate) mod upload;
