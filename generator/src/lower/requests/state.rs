//! What the lowering of calls knows besides types.

use std::collections::HashMap;

use super::{credentials::Credentials, servers};
use crate::{
    ir::{ClientHeader, Declared, Type},
    lower::types::Types,
    place::Pointer,
};

/// The state of the lowering of calls.
pub(crate) struct Calls<'a> {
    pub types: Types<'a>,
    /// The security schemes in use, and what operations ask for.
    pub credentials: Credentials,
    /// The headers that the client sends, so that no operation has them.
    pub client_headers: Vec<ClientHeader>,
    /// Where requests go.
    pub server: Option<String>,
    /// What is said of the bodies, by the places of their media types.
    pub bodies: HashMap<Pointer, Declared>,
    /// The parameters that are written as something else than the type of their schema, by their places, with that type.
    pub texts: Vec<(Pointer, Type)>,
}

impl<'a> Calls<'a> {
    /// The state before the first operation; headers of the client are not known yet.
    pub(crate) fn new(types: Types<'a>, credentials: Credentials) -> Self {
        Self {
            server: servers::shared(types.state.document),
            types,
            credentials,
            client_headers: Vec::new(),
            bodies: HashMap::new(),
            texts: Vec::new(),
        }
    }
}
