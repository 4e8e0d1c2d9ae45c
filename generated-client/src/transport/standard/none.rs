//! Without the feature `reqwest`: nothing carries requests but what an app brings.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use url::Url;

use crate::transport::transport::Transport;

/// There is none.
pub(crate) fn transport(_base_url: &Url, _connect_timeout: Duration) -> Option<Result<Arc<dyn Transport>, Infallible>> {
    None
}
