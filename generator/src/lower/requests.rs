//! What a request carries, and where it goes.

pub(crate) mod bodies;
pub(crate) mod client_headers;
pub(crate) mod parameters;
pub(crate) mod parts;
pub(crate) mod security;
pub(crate) mod servers;
