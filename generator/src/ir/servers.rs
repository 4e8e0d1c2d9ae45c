//! Servers: where requests go.

use crate::{naming::VariantName, place::Pointer};

/// A server of the description.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Server {
    /// Its variant.
    pub name: VariantName,
    /// Where the description has it.
    pub place: Pointer,
    /// Its address, without a slash at the end; variables have their defaults.
    pub url: String,
    /// What it is for.
    pub docs: String,
}

/// The servers of an operation or a path, where they are not those of all.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OwnServers {
    /// Where the description has them.
    pub place: Pointer,
    /// Their addresses, variables included.
    pub urls: Vec<String>,
}
