//! Without the feature `reqwest`: there is no standard transport.

use bytes::Bytes;

use crate::wire::problems::TransportError;

/// A body that no response has.
pub(crate) enum Body {}

impl Body {
    pub(crate) async fn next(&mut self) -> Result<Option<Bytes>, TransportError> {
        match *self {}
    }
}
