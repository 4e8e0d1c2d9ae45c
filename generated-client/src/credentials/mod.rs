//! What shows who sends a request: credentials, the sources of those that change, and which of them a request carries.

pub(crate) mod credential;
pub(crate) mod security;
pub(crate) mod shared_token;
pub(crate) mod sounding;
pub(crate) mod token_error;
pub mod token_source;
