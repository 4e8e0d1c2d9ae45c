//! Webhooks: what the API sends to an app by itself.

use super::Type;

/// The payloads of all webhooks.
#[derive(Clone, Debug, PartialEq)]
pub struct Webhooks {
    /// Their union: a variant for each webhook.
    pub ty: Type,
    /// What the description calls each, in the order of the variants.
    pub wires: Vec<String>,
}
