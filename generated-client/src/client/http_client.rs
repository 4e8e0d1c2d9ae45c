//! An HTTP client of the app's own, in the place of this crate's.

use std::sync::Arc;

use crate::client::builder::ClientBuilder;

impl ClientBuilder {
    /// The HTTP client to send with, for a proxy or certificates of your own.
    ///
    /// [`connect_timeout`](Self::connect_timeout) cannot be set beside it: set its own. What it does with redirects is its own
    /// business: make it with `reqwest::redirect::Policy::none`, as this crate does, so that redirects are followed
    /// by this crate's rule: to the same host and scheme alone.
    ///
    /// Where it follows them by itself, **keys go with them to whatever server they lead to**: on the way to another host
    /// reqwest takes away `Authorization` and `Cookie`, but no header with a name of its own, such as `X-Api-Key`. A response that
    /// comes from there is an [`Error::Transport`](crate::Error::Transport), and the call is not sent again.
    ///
    /// Its connections belong to the async runtime that opened them. Where several runtimes share it and one of them may
    /// rest, set `pool_max_idle_per_host(0)`: else a call of another one may wait on a connection that nobody drives. This
    /// crate's own HTTP client keeps them apart.
    pub fn http_client(mut self, http_client: reqwest::Client) -> Self {
        self.carrier.http = Some(Arc::new(http_client));
        self
    }
}
