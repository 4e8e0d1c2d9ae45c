//! All of a request as plain data.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use http::header::{COOKIE, HeaderMap, HeaderName, HeaderValue};
use http::{Method, StatusCode};
use url::Url;

use crate::api::Scheme;
use crate::client::retry::Retry;
use crate::credentials::credential::{Carried, Credential, cookie_name, is_cookie_value};
use crate::credentials::sounding::is_credential;
use crate::wire::operation::OperationName;
use crate::wire::problems::InvalidRequest;
use crate::wire::sent::form_data::FormData;
use crate::wire::sent::query::Query;
use crate::wire::sent::upload::{Upload, UploadBody};

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
    /// Its cookies, each `name=value`, besides those of a header that is set by hand.
    pub(crate) cookies: Vec<String>,
    pub(crate) body: Option<Bytes>,
    /// The body instead, where it is not in memory.
    pub(crate) upload: Option<UploadBody>,
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
            cookies: Vec::new(),
            body: None,
            upload: None,
            form: None,
            timeout: None,
            redirects: &[],
            retry: None,
            security,
            token: None,
            retry_on: Vec::new(),
        }
    }

    /// Sets the body: of what is in memory, one behind the other, or of what is not.
    pub(super) fn put_body(&mut self, mut uploads: Vec<Upload>) {
        (self.body, self.upload) = (None, None);
        match uploads.as_mut_slice() {
            [upload] if upload.as_bytes().is_some() => self.body = upload.as_bytes().cloned(),
            _ => self.upload = Some(UploadBody::new(uploads)),
        }
    }

    /// Whether it can be sent: what is read once, before that has begun.
    pub(super) fn is_there(&self) -> bool {
        self.upload.as_ref().is_none_or(UploadBody::is_there)
    }

    /// Whether it can be sent as often as wanted.
    pub(super) fn is_lasting(&self) -> bool {
        self.upload.as_ref().is_none_or(UploadBody::is_lasting)
    }

    /// The form, without what it has under a name.
    pub(super) fn form_without(&mut self, name: &str) -> &mut FormData {
        let form = self.form.get_or_insert_default();
        form.remove(name);
        form
    }

    /// The form, for a part of a name that is added to it; a problem where the body is no form.
    pub(super) fn form_for(&mut self, name: &str) -> Result<&mut FormData, InvalidRequest> {
        if self.body.is_some() || self.upload.is_some() {
            return Err(InvalidRequest::new(format!("the body is no form, so it has no part `{name}`")));
        }
        Ok(self.form.get_or_insert_default())
    }

    /// Sets a cookie, in the place of any of the same name.
    pub(super) fn put_cookie(&mut self, name: &str, value: &str) -> Result<(), InvalidRequest> {
        if !is_cookie_value(value) {
            let reason = format!(
                "the cookie `{name}` holds a character that a cookie cannot carry, such as a space or a semicolon"
            );
            return Err(InvalidRequest::new(reason));
        }
        self.cookies.retain(|cookie| cookie_name(cookie) != name);
        self.cookies.push(format!("{name}={value}"));
        Ok(())
    }

    /// Adds the cookies to those that the headers have, in the place of any of the same name.
    pub(crate) fn add_cookies(&self, headers: &mut HeaderMap) {
        for cookie in &self.cookies {
            if let Some(cookies) = Carried::add_to_cookies(cookie, headers.get(COOKIE)) {
                headers.insert(COOKIE, cookies);
            }
        }
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
        if value != value.trim_matches([' ', '\t']) {
            let reason =
                format!("the header `{name}` begins or ends with a blank, which would be lost (RFC 9110, section 5.5)");
            return Err(InvalidRequest::new(reason));
        }
        let mut header_value = HeaderValue::try_from(value)
            .map_err(|_| InvalidRequest::new(format!("the header `{name}` holds a control character")))?;
        header_value.set_sensitive(is_credential(schemes, (&header_name, &header_value), is_declared));
        self.headers.insert(header_name, header_value);
        Ok(())
    }
}
