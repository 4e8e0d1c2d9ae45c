//! What a request carries, and where it goes.

mod as_text;
pub(crate) mod client_headers;
pub(crate) mod content;
pub(crate) mod credentials;
mod declared_headers;
pub(crate) mod idempotency;
pub(crate) mod parameters;
pub(crate) mod security;
pub(crate) mod servers;
mod state;
mod styles;
pub(crate) mod version_header;

pub(crate) use self::{content::bodies, credentials::Credentials, state::Calls};
