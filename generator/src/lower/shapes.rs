//! A schema as one flat record of its keywords, with its `allOf` parts merged.

mod flatten;
mod keywords;
mod shape;
mod value_names;

pub(crate) use self::{
    flatten::{Broken, DEPTH, flatten, is_null, tuple_items},
    keywords::is_said_sensitive,
    shape::Shape,
    value_names::ValueNames,
};
