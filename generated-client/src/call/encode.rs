//! How a request takes what it sends: path, query, headers, body.

use std::fmt::Display;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use serde::Serialize;

use crate::call::body::{to_json, to_value};
use crate::call::request::Request;
use crate::wire::form_data::{self, File, FormData};
use crate::wire::path;
use crate::wire::problems::InvalidRequest;
use crate::wire::query::{ListStyle, ObjectStyle, Query};

/// What generated code encodes a request with.
#[allow(dead_code, reason = "which of these a generated client needs depends on its description")]
impl<O> Request<O> {
    pub(super) fn with_problem(mut self, problem: InvalidRequest) -> Self {
        self.keep_problem(Err(problem));
        self
    }

    /// Fills the path parameter `name` with one percent-encoded segment.
    pub(crate) fn set_path(mut self, name: &str, value: impl Display) -> Self {
        match path::fill(&self.parts.path, name, &value.to_string()) {
            Ok(path) => self.parts.path = path.into(),
            Err(problem) => self.keep_problem(Err(problem)),
        }
        self
    }

    /// Fills the path parameter `name` with a list: one segment, separated by commas (`simple`).
    pub(crate) fn set_path_list(mut self, name: &str, values: impl IntoIterator<Item = impl Display>) -> Self {
        let values: Vec<String> = values.into_iter().map(|value| value.to_string()).collect();
        match path::fill_list(&self.parts.path, name, &values) {
            Ok(path) => self.parts.path = path.into(),
            Err(problem) => self.keep_problem(Err(problem)),
        }
        self
    }

    /// Sets a query parameter; set twice, the last value counts.
    pub(crate) fn set_query(mut self, name: &str, value: impl Display) -> Self {
        self.parts.query.remove(name);
        self.parts.query.push(name, &value.to_string());
        self
    }

    /// Sets a query parameter that is a list.
    pub(crate) fn set_query_list(
        mut self,
        name: &str,
        values: impl IntoIterator<Item = impl Display>,
        style: ListStyle,
    ) -> Self {
        self.parts.query.remove(name);
        self.parts.query.push_list(name, values, style);
        self
    }

    /// Adds a query parameter that is an object.
    pub(crate) fn set_query_object(mut self, name: &str, value: impl Serialize, style: ObjectStyle) -> Self {
        let added = to_value(&format!("parameter `{name}`"), value)
            .and_then(|value| self.parts.query.push_object(name, &value, style));
        self.keep_problem(added);
        self
    }

    /// Sets a query parameter that is a JSON document.
    pub(crate) fn set_query_json(self, name: &str, value: impl Serialize) -> Self {
        match to_value(&format!("parameter `{name}`"), value) {
            Ok(value) => self.set_query(name, value),
            Err(problem) => self.with_problem(problem),
        }
    }

    /// Sets a header that is a JSON document.
    pub(crate) fn set_header_json(self, name: &str, value: impl Serialize) -> Self {
        match to_value(&format!("header `{name}`"), value) {
            Ok(value) => self.set_header(name, value),
            Err(problem) => self.with_problem(problem),
        }
    }

    /// Sets a header that the description has.
    pub(crate) fn set_header(mut self, name: &str, value: impl Display) -> Self {
        let schemes = self.client.inner.api.schemes;
        let set = self.parts.put_header(schemes, name, &value.to_string(), true);
        self.keep_problem(set);
        self
    }

    /// Sets a header that is a list, separated by commas (`simple`); an empty list sets nothing.
    pub(crate) fn set_header_list(self, name: &str, values: impl IntoIterator<Item = impl Display>) -> Self {
        let values: Vec<String> = values.into_iter().map(|value| value.to_string()).collect();
        if values.is_empty() { self } else { self.set_header(name, values.join(",")) }
    }

    /// Sets the header by which the server knows a call that is sent again. With it, sending the call twice has the effect of
    /// sending it once; an empty one would be no key.
    pub(crate) fn set_idempotency_key(mut self, name: &str, key: impl Display) -> Self {
        let key = key.to_string();
        if key.trim().is_empty() {
            return self.with_problem(InvalidRequest::new(format!("the header `{name}` is empty: it has to be a key")));
        }
        self.parts.idempotent = true;
        self.set_header(name, key)
    }

    /// Sets a JSON body.
    pub(crate) fn json_body(mut self, body: impl Serialize) -> Self {
        match to_json("body", body) {
            Ok(bytes) => {
                self.parts.body = Some(bytes.into());
                self.parts.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            }
            Err(problem) => self.keep_problem(Err(problem)),
        }
        self
    }

    /// Sets a body of text.
    pub(crate) fn text_body(self, body: impl Into<String>, content_type: &str) -> Self {
        self.bytes_body(body.into(), content_type)
    }

    /// Sets a body of bytes.
    pub(crate) fn bytes_body(mut self, body: impl Into<Bytes>, content_type: &str) -> Self {
        self.parts.body = Some(body.into());
        self.set_header(CONTENT_TYPE.as_str(), content_type)
    }

    /// Sets a body of parts, `multipart/form-data`.
    pub(crate) fn form_data(mut self, form: FormData) -> Self {
        self.parts.form = Some(form);
        self
    }

    /// Sets a part of the form; set twice, the last value counts.
    pub(crate) fn set_part(self, name: &str, value: impl Display) -> Self {
        self.set_part_list(name, [value])
    }

    /// Sets a part of the form for each value of a list.
    pub(crate) fn set_part_list(mut self, name: &str, values: impl IntoIterator<Item = impl Display>) -> Self {
        let form = self.parts.form_without(name);
        values.into_iter().for_each(|value| form.push_text(name, &value.to_string()));
        self
    }

    /// Sets a part of the form that is JSON.
    pub(crate) fn set_part_json(self, name: &str, value: impl Serialize) -> Self {
        self.set_part_json_list(name, [value])
    }

    /// Sets a part of the form for each item of a list, each of them JSON.
    pub(crate) fn set_part_json_list(mut self, name: &str, values: impl IntoIterator<Item = impl Serialize>) -> Self {
        self.parts.form_without(name);
        for value in values {
            match to_json(&format!("part `{name}`"), value) {
                Ok(json) => self.parts.form.get_or_insert_default().push_json(name, json),
                Err(problem) => self.keep_problem(Err(problem)),
            }
        }
        self
    }

    /// Sets a part of the form that is text of a media type.
    pub(crate) fn set_part_text(mut self, name: &str, value: impl Into<String>, content_type: &str) -> Self {
        self.parts.form_without(name).push_typed(name, value.into(), content_type);
        self
    }

    /// Sets a part of the form that is a file, of the given media type where the file does not know its own.
    pub(crate) fn set_file(self, name: &str, file: File, content_type: Option<&str>) -> Self {
        self.set_files(name, [file], content_type)
    }

    /// Sets a part of the form for each of several files.
    pub(crate) fn set_files(
        mut self,
        name: &str,
        files: impl IntoIterator<Item = File>,
        content_type: Option<&str>,
    ) -> Self {
        let form = self.parts.form_without(name);
        let otherwise = content_type.unwrap_or(form_data::DEFAULT_TYPE);
        files.into_iter().for_each(|file| form.push_file(name, file, otherwise));
        self
    }

    /// Sets a body of form fields, `application/x-www-form-urlencoded`.
    pub(crate) fn form_body(self, body: impl Serialize) -> Self {
        self.deep_form_body(body, &[])
    }

    /// Sets a body of form fields, of which some are written with their keys in brackets (`deepObject`).
    pub(crate) fn deep_form_body(mut self, body: impl Serialize, deep: &[&str]) -> Self {
        let mut fields = Query::default();
        let encoded = to_value("form", body).and_then(|body| {
            let body = body.as_object().ok_or_else(|| InvalidRequest::new("the form is not an object".to_owned()))?;
            fields.push_form(body, deep);
            Ok(())
        });
        self.keep_problem(encoded);
        self.bytes_body(fields.as_str().to_owned(), "application/x-www-form-urlencoded")
    }
}
