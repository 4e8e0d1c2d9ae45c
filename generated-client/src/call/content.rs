//! How a request takes its content: a body of JSON, text or bytes, or a form.

use std::fmt::Display;

use http::header::{CONTENT_TYPE, HeaderValue};
use serde::Serialize;

use crate::call::body::{to_fields, to_json};
use crate::call::request::Request;
use crate::values::words::word;
use crate::wire::problems::InvalidRequest;
use crate::wire::sent::fields::{self, FieldStyle};
use crate::wire::sent::form_data::{File, FormData};
use crate::wire::sent::upload::Upload;

/// The media type of a form of fields.
const URLENCODED: &str = "application/x-www-form-urlencoded";

/// What generated code gives a request its content with.
#[allow(dead_code, reason = "which of these a generated client needs depends on its description")]
impl<O> Request<O> {
    /// Sets a body of JSON, `application/json`.
    pub(crate) fn json_body(self, body: impl Serialize) -> Self {
        self.changed(|request| {
            request.parts.put_body(vec![to_json("body", body)?.into()]);
            request.parts.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            Ok(())
        })
    }

    /// Sets a body of JSON that has a media type of its own.
    pub(crate) fn json_body_of(self, body: impl Serialize, content_type: &str) -> Self {
        self.json_body(body).changed(|request| request.put_content_type(content_type))
    }

    /// Sets a body of text. One that is not ASCII says how it is written, where its media type does not.
    pub(crate) fn text_body(self, body: impl Into<String>, content_type: &str) -> Self {
        let body = body.into();
        let is_text = content_type.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("text/"));
        let is_said = body.is_ascii() || content_type.to_ascii_lowercase().contains("charset=");
        if is_text && !is_said {
            return self.bytes_body(body, &format!("{content_type}; charset=utf-8"));
        }
        self.bytes_body(body, content_type)
    }

    /// Sets a body of bytes.
    pub(crate) fn bytes_body(self, body: impl Into<Upload>, content_type: &str) -> Self {
        self.changed(|request| {
            request.parts.put_body(vec![body.into()]);
            request.put_content_type(content_type)
        })
    }

    /// What the body is. A range (`image/*`) says nothing of it (RFC 9110, section 8.3).
    fn put_content_type(&mut self, content_type: &str) -> Result<(), InvalidRequest> {
        if content_type.contains('*') || !content_type.contains('/') {
            let reason = format!("`{content_type}` is no media type, so that the body's is not known: name one");
            return Err(InvalidRequest::new(reason));
        }
        self.put_declared_header(CONTENT_TYPE.as_str(), content_type)
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
    pub(crate) fn set_part_list(self, name: &str, values: impl IntoIterator<Item = impl Display>) -> Self {
        self.changed(|request| {
            let form = request.parts.form_without(name);
            values.into_iter().try_for_each(|value| {
                let text = word(value).ok_or_else(|| InvalidRequest::no_text("part", name))?;
                form.push_text(name, &text);
                Ok(())
            })
        })
    }

    /// Sets a part of the form that is JSON.
    pub(crate) fn set_part_json(self, name: &str, value: impl Serialize) -> Self {
        self.set_part_json_list(name, [value])
    }

    /// Sets a part of the form for each item of a list, each of them JSON.
    pub(crate) fn set_part_json_list(self, name: &str, values: impl IntoIterator<Item = impl Serialize>) -> Self {
        self.changed(|request| {
            let form = request.parts.form_without(name);
            values.into_iter().try_for_each(|value| {
                form.push_json(name, to_json(&format!("part `{name}`"), value)?);
                Ok(())
            })
        })
    }

    /// Sets a part of the form that is text of a media type.
    pub(crate) fn set_part_text(mut self, name: &str, value: impl Into<String>, content_type: &str) -> Self {
        self.parts.form_without(name).push_typed(name, value.into(), content_type);
        self
    }

    /// Sets a header of the parts of a name; set twice, the last value counts.
    pub(crate) fn set_part_header(self, part: &str, name: &str, value: impl Display) -> Self {
        self.changed(|request| {
            let text = word(value).ok_or_else(|| InvalidRequest::no_text("header", name))?;
            request.parts.form.get_or_insert_default().put_header(part, name, text);
            Ok(())
        })
    }

    /// Sets a part of the form that is a file. Where the file does not know its media type, it is that of `content_types`, separated by
    /// commas, which goes with its name; else the first. Where all of these are ranges, the file has to know.
    pub(crate) fn set_file(self, name: &str, file: File, content_types: Option<&str>) -> Self {
        self.set_files(name, [file], content_types)
    }

    /// Sets a part of the form for each of several files.
    pub(crate) fn set_files(
        self,
        name: &str,
        files: impl IntoIterator<Item = File>,
        content_types: Option<&str>,
    ) -> Self {
        self.changed(|request| {
            let form = request.parts.form_without(name);
            files.into_iter().try_for_each(|file| form.push_file(name, file, content_types.unwrap_or_default()))
        })
    }

    /// Sets a body of form fields, `application/x-www-form-urlencoded`.
    pub(crate) fn form_body(self, body: impl Serialize) -> Self {
        self.form_body_of(body, URLENCODED, &[], &[])
    }

    /// Sets a body of form fields, with its media type, the styles of those fields whose encoding says one, and the names of those in
    /// which reserved characters pass.
    pub(crate) fn form_body_of(
        self,
        body: impl Serialize,
        content_type: &str,
        styles: &[(&str, FieldStyle)],
        reserved: &[&str],
    ) -> Self {
        self.changed(|request| {
            let form = fields::form(&to_fields("form", body)?, styles, reserved)?;
            request.parts.put_body(vec![form.as_str().to_owned().into()]);
            request.put_content_type(content_type)
        })
    }
}
