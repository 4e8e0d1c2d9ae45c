//! Webhooks and callbacks: what the API sends to an app by itself.

use super::Type;

/// The payloads of all webhooks and callbacks.
#[derive(Clone, Debug, PartialEq)]
pub struct Webhooks {
    /// Their union: a variant for each.
    pub ty: Type,
    /// What the description calls each, in the order of the variants.
    pub wires: Vec<String>,
    /// How many of these, at the end, are callbacks of operations.
    pub callbacks: usize,
}
