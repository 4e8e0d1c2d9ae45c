//! A schema as one flat record of its keywords, with its `allOf` parts merged.

pub(crate) mod shape;
pub(crate) mod value_names;
