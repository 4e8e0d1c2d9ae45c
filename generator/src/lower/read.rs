//! Look-ups in the description. They decide nothing.

pub(crate) mod template;
