//! What only the whole tells.

pub(crate) mod facts;
pub(crate) mod features;
pub(crate) mod pagination;
pub(crate) mod reach;
pub(crate) mod sizes;
