//! JSON without types of its own: pointers into it, how much of it a value explains, and what of it can be repaired.

pub(crate) mod explain;
pub(crate) mod finite;
pub(crate) mod marks;
pub(crate) mod pointer;
pub(crate) mod policy;
pub(crate) mod repair;
pub(crate) mod sent;
pub(crate) mod spans;
pub(crate) mod tree;
