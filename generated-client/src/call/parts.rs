//! All of a request as plain data.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use http::header::{HeaderMap, HeaderName, HeaderValue};
use http::{Method, StatusCode};
use url::Url;

use crate::api::Scheme;
use crate::client::retry::Retry;
use crate::credentials::credential::Credential;
use crate::credentials::sounding::is_credential;
use crate::wire::form_data::FormData;
use crate::wire::operation::OperationName;
use crate::wire::problems::InvalidRequest;
use crate::wire::query::Query;

/// All of a request as plain data, so that it can be sent more than once.
#[derive(Clone)]
pub(crate) struct Parts {
    pub(crate) operation: OperationName,
    pub(crate) method: Method,
    /// The base URL of the operation, if it has one of its own.
    pub(crate) server: Option<&'static str>,
    pub(crate) path: Cow<'static, str>,
    pub(crate) query: Query,
    /// Where it goes instead, if a response said so: to the next page of a list.
    pub(crate) url: Option<Url>,
    /// The header `Accept`, unless one is set.
    pub(crate) accept: &'static str,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Bytes>,
    /// The parts of the body, until it is sent.
    pub(crate) form: Option<FormData>,
    pub(crate) timeout: Option<Duration>,
    /// The redirects that are successes.
    pub(crate) redirects: &'static [u16],
    /// Whether sending it twice has the effect of sending it once.
    pub(crate) idempotent: bool,
    pub(crate) retry: Option<Retry>,
    /// The credentials that it may carry, as [`Operation::SECURITY`].
    pub(crate) security: &'static [&'static [&'static str]],
    /// The token of this request alone.
    pub(crate) token: Option<Credential>,
    /// The statuses after which it is sent again because the caller says so.
    pub(crate) retry_on: Vec<StatusCode>,
}

impl Parts {
    /// A request without anything, for JSON, that may carry these credentials.
    pub(super) fn new(
        operation: OperationName,
        method: Method,
        path: &'static str,
        security: &'static [&'static [&'static str]],
    ) -> Self {
        Self {
            operation,
            idempotent: method.is_idempotent(),
            method,
            server: None,
            path: Cow::Borrowed(path),
            query: Query::default(),
            url: None,
            accept: "application/json",
            headers: HeaderMap::new(),
            body: None,
            form: None,
            timeout: None,
            redirects: &[],
            retry: None,
            security,
            token: None,
            retry_on: Vec::new(),
        }
    }

    /// The form, without what it has under a name.
    pub(super) fn form_without(&mut self, name: &str) -> &mut FormData {
        let form = self.form.get_or_insert_default();
        form.remove(name);
        form
    }

    /// Sets a header that the description declares, or that only the app knows. The `schemes` are those of the API.
    pub(super) fn put_header(
        &mut self,
        schemes: &[Scheme],
        name: &str,
        value: &str,
        is_declared: bool,
    ) -> Result<(), InvalidRequest> {
        let header_name =
            HeaderName::try_from(name).map_err(|_| InvalidRequest::new(format!("`{name}` is not a header name")))?;
        let mut header_value = HeaderValue::try_from(value)
            .map_err(|_| InvalidRequest::new(format!("the header `{name}` holds a control character")))?;
        header_value.set_sensitive(is_credential(schemes, (&header_name, &header_value), is_declared));
        self.headers.insert(header_name, header_value);
        Ok(())
    }
}
