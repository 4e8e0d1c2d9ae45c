//! What a caller can set on any request: what the description does not know, time, and retries.

use std::fmt::Display;
use std::time::Duration;

use http::StatusCode;
use serde::Serialize;

use crate::call::body::set_body_field;
use crate::call::request::Request;
use crate::client::retry::Retry;
use crate::credentials::credential::Credential;
use crate::wire::problems::InvalidRequest;
use crate::wire::sent::form_data::File;
use crate::wire::sent::template::has_parameter;
use crate::wire::sent::upload::Upload;

/// What the description does not know, or not yet.
impl<O> Request<O> {
    /// Fills the parameter `{name}` of the path, with one percent-encoded segment: whatever the value is, it leads to no other path.
    ///
    /// It is for a path that the app has written, in [`Client::request`](crate::Client::request) or an
    /// [`Operation`](crate::Operation) of its own. A parameter that the path does not have, or that is filled already, and a
    /// value that is empty, `.` or `..` are an [`Error::InvalidRequest`](crate::Error::InvalidRequest).
    pub fn with_path(self, name: &str, value: impl Display) -> Self {
        if has_parameter(&self.parts.path, name) {
            return self.set_path(name, value);
        }
        let template = self.parts.operation.path;
        let reason = format!("the path `{template}` has no parameter `{name}`, or it is set already");
        self.changed(|_| Err(InvalidRequest::new(reason)))
    }

    /// Sets the body, as JSON, instead of any that the request has.
    ///
    /// A value that does not serialise is an [`Error::InvalidRequest`](crate::Error::InvalidRequest).
    pub fn with_json(mut self, body: impl Serialize) -> Self {
        self.parts.form = None;
        self.json_body(body)
    }

    /// Sets the body, as bytes of a media type, instead of any that the request has: what is in memory, or an [`Upload`] that is read as it
    /// is sent.
    ///
    /// What is no media type is an [`Error::InvalidRequest`](crate::Error::InvalidRequest).
    pub fn with_upload(mut self, body: impl Into<Upload>, content_type: &str) -> Self {
        self.parts.form = None;
        self.bytes_body(body, content_type)
    }

    /// Sets a header of this request; one that goes with every request is overridden.
    pub fn with_header(mut self, name: impl AsRef<str>, value: impl Display) -> Self {
        let schemes = self.client.inner.api.schemes;
        let set = self.parts.put_header(schemes, name.as_ref(), &value.to_string(), false);
        self.keep_problem(set);
        self
    }

    /// Adds a query parameter, beside any of the same name.
    pub fn with_query(mut self, name: impl AsRef<str>, value: impl Display) -> Self {
        self.parts.query.push(name.as_ref(), &value.to_string());
        self
    }

    /// Sets a field of the request's JSON body, at its top level; without a body, it becomes one.
    ///
    /// A body that is not a JSON object, or a value that does not serialise, is an
    /// [`Error::InvalidRequest`](crate::Error::InvalidRequest).
    pub fn with_body_field(mut self, name: impl Into<String>, value: impl Serialize) -> Self {
        let name = name.into();
        let changed = set_body_field(&mut self.parts, name, value);
        self.keep_problem(changed);
        self
    }

    /// Adds a part to a form (`multipart/form-data`), beside any of the same name.
    ///
    /// A request that has another body is an [`Error::InvalidRequest`](crate::Error::InvalidRequest).
    pub fn with_part(self, name: impl AsRef<str>, value: impl Display) -> Self {
        let name = name.as_ref();
        self.changed(|request| {
            request.parts.form_for(name)?.push_text(name, &value.to_string());
            Ok(())
        })
    }

    /// Adds a file to a form (`multipart/form-data`), beside any part of the same name.
    ///
    /// A request that has another body is an [`Error::InvalidRequest`](crate::Error::InvalidRequest).
    pub fn with_file(self, name: impl AsRef<str>, file: File) -> Self {
        let name = name.as_ref();
        self.changed(|request| request.parts.form_for(name)?.push_file(name, file, ""))
    }

    /// The token of this request alone, instead of the client's; it goes where that would go.
    ///
    /// Where an operation takes one of several credentials, this token goes before all others that the client has. Where it
    /// does not ask for the token's security scheme at all, or only beside another that the client has no credential of, the
    /// token is **not sent**: what the operation does ask for is.
    ///
    /// One that cannot be used is an [`Error::InvalidRequest`](crate::Error::InvalidRequest).
    pub fn with_token(mut self, token: impl Into<String>) -> Self {
        self.parts.token = self.client.credentials.token_scheme().map(|scheme| Credential::fixed(scheme, token));
        self
    }

    /// How long this call may take, from connecting to the last byte of the response, with all tries and the waits between
    /// them, instead of what the client says. Zero is an [`Error::InvalidRequest`](crate::Error::InvalidRequest).
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        if timeout.is_zero() {
            self.keep_problem(Err(InvalidRequest::new("its timeout is zero: it could never succeed")));
        }
        self.parts.timeout = Some(timeout);
        self
    }

    /// How this call is sent again where it fails, instead of what the client says. A [`Retry`] that makes no sense is
    /// an [`Error::InvalidRequest`](crate::Error::InvalidRequest).
    pub fn with_retry(mut self, retry: Retry) -> Self {
        if let Some(problem) = retry.problem() {
            self.keep_problem(Err(InvalidRequest::new(format!("its `Retry` cannot be used: {problem}"))));
        }
        self.parts.retry = Some(retry);
        self
    }

    /// Sends this call again wherever an idempotent one is, whatever its method: **you say that the server does not do it twice**
    /// when it comes twice, as where it knows a request by a key.
    pub fn with_idempotent(mut self) -> Self {
        self.parts.idempotent = true;
        self
    }

    /// Sends this call again after this status too, even if it is not idempotent: **you say that the server has not
    /// acted** when it responds so. As often as [`Retry::max_retries`] allows; may be called for several statuses.
    ///
    /// `with_retry_on(404)` is for what was created a moment ago, where the server may take a while to find it.
    /// What is no status of an error response, from 300 to 599, is an [`Error::InvalidRequest`](crate::Error::InvalidRequest).
    pub fn with_retry_on(mut self, status: u16) -> Self {
        match StatusCode::from_u16(status) {
            Ok(refusal) if (300..600).contains(&status) => self.parts.retry_on.push(refusal),
            Ok(_) | Err(_) => {
                let reason =
                    format!("{status} is no status of an error response, so there is nothing to send again after it");
                self.keep_problem(Err(InvalidRequest::new(reason)));
            }
        }
        self
    }
}
