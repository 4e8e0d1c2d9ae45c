//! Form data: bodies of named parts, `multipart/form-data` (RFC 7578).

use std::fmt;

use bytes::Bytes;

use crate::wire::problems::InvalidRequest;

/// A file, as a part of a form: how it is called, what it holds, and of which media type that is.
#[derive(Clone, Eq, PartialEq)]
pub struct File {
    name: String,
    content_type: Option<String>,
    bytes: Bytes,
}

impl File {
    /// A file with its name, as the server is to see it, and its bytes.
    ///
    /// Without [`with_content_type`](Self::with_content_type), its media type is what the operation asks for, or
    /// `application/octet-stream`.
    pub fn new(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self { name: name.into(), content_type: None, bytes: bytes.into() }
    }

    /// The same file with its media type, such as `image/png`.
    #[must_use]
    pub fn with_content_type(self, content_type: impl Into<String>) -> Self {
        Self { content_type: Some(content_type.into()), ..self }
    }
}

/// What a file holds is nobody's business.
impl fmt::Debug for File {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("File")
            .field("name", &self.name)
            .field("content_type", &self.content_type)
            .field("bytes", &self.bytes.len())
            .finish()
    }
}

/// The parts of a form, in their order.
#[derive(Clone, Default)]
pub struct FormData {
    parts: Vec<Part>,
}

#[derive(Clone)]
struct Part {
    name: String,
    file: Option<String>,
    content_type: Option<String>,
    bytes: Bytes,
}

impl FormData {
    /// A form without parts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same form with a part of text.
    #[must_use]
    pub fn text(mut self, name: impl Into<String>, value: impl fmt::Display) -> Self {
        self.push_text(&name.into(), &value.to_string());
        self
    }

    /// The same form with a file.
    #[must_use]
    pub fn file(mut self, name: impl Into<String>, file: File) -> Self {
        self.push_file(&name.into(), file, DEFAULT_TYPE);
        self
    }

    /// Takes out the parts of a name.
    pub(crate) fn remove(&mut self, name: &str) {
        self.parts.retain(|part| part.name != name);
    }

    pub(crate) fn push_text(&mut self, name: &str, value: &str) {
        self.push(name, None, None, Bytes::copy_from_slice(value.as_bytes()));
    }

    pub(crate) fn push_typed(&mut self, name: &str, text: String, content_type: &str) {
        self.push(name, None, Some(content_type.to_owned()), text.into());
    }

    pub(crate) fn push_json(&mut self, name: &str, json: Vec<u8>) {
        self.push(name, None, Some("application/json".to_owned()), json.into());
    }

    /// Adds a file; one that does not know its media type is of `otherwise`.
    pub(crate) fn push_file(&mut self, name: &str, file: File, otherwise: &str) {
        let content_type = file.content_type.unwrap_or_else(|| otherwise.to_owned());
        self.push(name, Some(file.name), Some(content_type), file.bytes);
    }

    fn push(&mut self, name: &str, file: Option<String>, content_type: Option<String>, bytes: Bytes) {
        self.parts.push(Part { name: name.to_owned(), file, content_type, bytes });
    }

    /// The body, and the media type that names its boundary.
    pub(crate) fn encode(&self) -> Result<(Bytes, String), InvalidRequest> {
        // 128 random bits do not occur in what is sent.
        let boundary = format!("{:032x}", fastrand::u128(..));
        let length = self.parts.iter().map(|part| part.bytes.len() + OVERHEAD).sum();
        let mut body = Vec::with_capacity(length);
        for part in &self.parts {
            body.extend_from_slice(format!("--{boundary}\r\n{}\r\n", part.head()?).as_bytes());
            body.extend_from_slice(&part.bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        Ok((body.into(), format!("multipart/form-data; boundary={boundary}")))
    }
}

impl fmt::Debug for FormData {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.parts.iter().map(|part| &part.name)).finish()
    }
}

/// What a part adds to its bytes, about.
const OVERHEAD: usize = 200;

/// The media type of a file of which none is known.
pub(crate) const DEFAULT_TYPE: &str = "application/octet-stream";

impl Part {
    /// The header lines.
    fn head(&self) -> Result<String, InvalidRequest> {
        let mut head = format!("Content-Disposition: form-data; name=\"{}\"", quoted(&self.name));
        if let Some(file) = &self.file {
            head.push_str(&format!("; filename=\"{}\"", quoted(file)));
        }
        head.push_str("\r\n");
        if let Some(content_type) = &self.content_type {
            if content_type.contains(|character: char| character.is_control()) {
                let reason = format!("the media type of `{}` holds a control character", self.name);
                return Err(InvalidRequest::new(reason));
            }
            head.push_str(&format!("Content-Type: {content_type}\r\n"));
        }
        Ok(head)
    }
}

/// A name between quotes, as browsers write it (HTML, "Multipart form data").
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(form: &FormData, expected: &[&str]) {
        let (body, content_type) = form.encode().expect("nothing is wrong with it");
        let boundary = content_type.strip_prefix("multipart/form-data; boundary=").expect("it names the boundary");
        let body = std::str::from_utf8(&body).expect("text").replace(boundary, "B");
        assert_eq!(body.split("\r\n").collect::<Vec<_>>(), expected);
    }

    #[test]
    fn parts_stand_between_boundaries() {
        let photo = File::new("a.png", "\u{1}").with_content_type("image/png");
        let form = FormData::new().text("name", 7).file("photo", photo).file("other", File::new("b", ""));
        check(
            &form,
            &[
                "--B",
                "Content-Disposition: form-data; name=\"name\"",
                "",
                "7",
                "--B",
                "Content-Disposition: form-data; name=\"photo\"; filename=\"a.png\"",
                "Content-Type: image/png",
                "",
                "\u{1}",
                "--B",
                "Content-Disposition: form-data; name=\"other\"; filename=\"b\"",
                "Content-Type: application/octet-stream",
                "",
                "",
                "--B--",
                "",
            ],
        );
        check(&FormData::new(), &["--B--", ""]);
    }

    #[test]
    fn a_name_can_not_end_its_header() {
        let form = FormData::new().file("a\"\r\nb", File::new("c\"\r\n", ""));
        check(
            &form,
            &[
                "--B",
                "Content-Disposition: form-data; name=\"a%22%0D%0Ab\"; filename=\"c%22%0D%0A\"",
                "Content-Type: application/octet-stream",
                "",
                "",
                "--B--",
                "",
            ],
        );
    }

    #[test]
    fn a_media_type_can_not_end_its_header() {
        let form = FormData::new().file("a", File::new("b", "").with_content_type("c\r\nd: e"));
        let problem = form.encode().expect_err("a header more");
        assert_eq!(problem.reason(), "the media type of `a` holds a control character");
    }

    #[test]
    fn contents_are_not_shown() {
        let form = FormData::new().text("name", "secret");
        assert_eq!(
            format!("{form:?} {:?}", File::new("a", "secret")),
            "[\"name\"] File { name: \"a\", content_type: None, bytes: 6 }"
        );
    }
}
