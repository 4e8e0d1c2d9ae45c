//! What is the same in two clients: decides, and tells nobody.

pub(crate) mod alternatives;
pub(crate) mod declared;
pub(crate) mod derived;
pub(crate) mod index;
pub(crate) mod known;
mod likeness;
pub(crate) mod numbers;
pub(crate) mod pairs;
pub(crate) mod renames;
pub(crate) mod shapes;
pub(crate) mod types;
pub(crate) mod wire;
