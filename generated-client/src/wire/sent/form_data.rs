//! Form data: bodies of named parts, `multipart/form-data` (RFC 7578).

use std::fmt;

use bytes::Bytes;

use crate::wire::problems::InvalidRequest;
use crate::wire::sent::upload::Upload;

/// A file, as a part of a form: how it is called, what it holds, and of which media type that is.
#[derive(Clone)]
pub struct File {
    name: String,
    content_type: Option<String>,
    content: Upload,
}

impl File {
    /// A file with its name, as the server is to see it, and its bytes, or what they are read from: an [`Upload`].
    ///
    /// Without [`with_content_type`](Self::with_content_type), its media type is what the operation asks for, or
    /// `application/octet-stream`. Where the operation asks for one of a range (`image/*`), the file has to say which.
    pub fn new(name: impl Into<String>, content: impl Into<Upload>) -> Self {
        Self { name: name.into(), content_type: None, content: content.into() }
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
            .field("bytes", &self.content.length())
            .finish()
    }
}

/// The parts of a form, in their order.
#[derive(Clone, Default)]
pub struct FormData {
    parts: Vec<Part>,
    headers: Vec<PartHeader>,
}

#[derive(Clone)]
struct Part {
    name: String,
    file: Option<String>,
    content_type: Option<String>,
    content: Upload,
}

/// A header of the parts of a name.
#[derive(Clone)]
struct PartHeader {
    part: String,
    name: String,
    value: String,
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
        let content_type = file.content_type.clone().unwrap_or_else(|| DEFAULT_TYPE.to_owned());
        self.push(&name.into(), Some(file.name), Some(content_type), file.content);
        self
    }

    /// Takes out the parts of a name.
    pub(crate) fn remove(&mut self, name: &str) {
        self.parts.retain(|part| part.name != name);
    }

    pub(crate) fn push_text(&mut self, name: &str, value: &str) {
        self.push(name, None, None, Bytes::copy_from_slice(value.as_bytes()).into());
    }

    pub(crate) fn push_typed(&mut self, name: &str, text: String, content_type: &str) {
        self.push(name, None, Some(content_type.to_owned()), text.into());
    }

    pub(crate) fn push_json(&mut self, name: &str, json: Vec<u8>) {
        self.push(name, None, Some("application/json".to_owned()), json.into());
    }

    /// Adds a file; one that does not know its media type is of that of `content_types`, separated by commas, which goes with its
    /// name; else of the first that is no range, or of any. Of a range that says more, it is the app that knows which.
    pub(crate) fn push_file(&mut self, name: &str, file: File, content_types: &str) -> Result<(), InvalidRequest> {
        let content_type = match file.content_type {
            Some(content_type) => content_type,
            None => type_of(&file.name, content_types).map(str::to_owned).ok_or_else(|| {
                let asked = format!("the file of the part `{name}` has to say which of `{content_types}` it is");
                InvalidRequest::new(format!("{asked}: `File::with_content_type`"))
            })?,
        };
        self.push(name, Some(file.name), Some(content_type), file.content);
        Ok(())
    }

    /// Sets a header of the parts of a name, in the place of any of the same name.
    pub(crate) fn put_header(&mut self, part: &str, name: &str, value: String) {
        self.headers.retain(|known| (known.part.as_str(), known.name.as_str()) != (part, name));
        self.headers.push(PartHeader { part: part.to_owned(), name: name.to_owned(), value });
    }

    fn push(&mut self, name: &str, file: Option<String>, content_type: Option<String>, content: Upload) {
        self.parts.push(Part { name: name.to_owned(), file, content_type, content });
    }

    /// The body, one behind the other, and the media type that names its boundary. What is in memory is put together.
    pub(crate) fn encode(&self) -> Result<(Vec<Upload>, String), InvalidRequest> {
        if let Some(PartHeader { part, name, .. }) = self.headers.iter().find(|header| !self.has_part(&header.part)) {
            return Err(InvalidRequest::new(format!("the header `{name}` is set of the part `{part}`, which is not")));
        }
        // 128 random bits do not occur in what is sent.
        let boundary = format!("{:032x}", fastrand::u128(..));
        let in_memory = |part: &Part| part.content.as_bytes().map_or(0, Bytes::len);
        let length = self.parts.iter().map(|part| in_memory(part) + OVERHEAD).sum();
        let (mut body, mut before) = (Vec::with_capacity(length), Vec::new());
        for part in &self.parts {
            let headers = self.headers.iter().filter(|header| header.part == part.name);
            body.extend_from_slice(format!("--{boundary}\r\n{}\r\n", part.head(headers)?).as_bytes());
            match part.content.as_bytes() {
                Some(bytes) => body.extend_from_slice(bytes),
                None => before.extend([std::mem::take(&mut body).into(), part.content.clone()]),
            }
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        before.push(body.into());
        Ok((before, format!("multipart/form-data; boundary={boundary}")))
    }

    fn has_part(&self, name: &str) -> bool {
        self.parts.iter().any(|part| part.name == name)
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
const DEFAULT_TYPE: &str = "application/octet-stream";

/// Which of several media types a file has, by the ending of its name; where none goes with it, the first that is no range. Nothing
/// where all of them are ranges that say more than that it is bytes.
fn type_of<'t>(file: &str, content_types: &'t str) -> Option<&'t str> {
    // ("a.jpg", "image/png, image/jpeg") -> "image/jpeg"
    let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let ending = if ending == "jpg" { "jpeg" } else { &ending };
    let names = || content_types.split(',').map(str::trim).filter(|name| name.contains('/'));
    let concrete = || names().filter(|name| !name.contains('*'));
    let subtype = |name: &&str| name.split(['/', ';', '+']).nth(1).is_some_and(|subtype| subtype.trim() == ending);
    let are_bytes = names().next().is_none() || names().any(|name| matches!(name, "*/*" | "application/*"));
    concrete().find(subtype).or_else(|| concrete().next()).or_else(|| are_bytes.then_some(DEFAULT_TYPE))
}

impl Part {
    /// The header lines.
    fn head<'h>(&self, headers: impl Iterator<Item = &'h PartHeader>) -> Result<String, InvalidRequest> {
        let mut head = format!("Content-Disposition: form-data; name=\"{}\"", quoted(&self.name));
        if let Some(file) = &self.file {
            head.push_str(&format!("; filename=\"{}\"", quoted(file)));
        }
        head.push_str("\r\n");
        let content_type = self.content_type.iter().map(|content_type| ("Content-Type", content_type));
        for (name, value) in content_type.chain(headers.map(|header| (header.name.as_str(), &header.value))) {
            if value.contains(|character: char| character.is_control()) {
                let reason = format!("the header `{name}` of the part `{}` holds a control character", self.name);
                return Err(InvalidRequest::new(reason));
            }
            head.push_str(&format!("{name}: {value}\r\n"));
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
        let body = body.iter().flat_map(|part| part.as_bytes().expect("it is in memory")).copied().collect::<Vec<u8>>();
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
        assert_eq!(problem.reason(), "the header `Content-Type` of the part `a` holds a control character");
    }

    #[test]
    fn a_part_has_its_headers() {
        let mut form = FormData::new().text("a", 1).text("b", 2);
        form.put_header("b", "X-Scan", "old".to_owned());
        form.put_header("b", "X-Scan", "new".to_owned());
        let [a, b] = ["a", "b"].map(|name| format!("Content-Disposition: form-data; name=\"{name}\""));
        check(&form, &["--B", &a, "", "1", "--B", &b, "X-Scan: new", "", "2", "--B--", ""]);
        form.put_header("b", "X-Scan", "a\r\nb: c".to_owned());
        let problem = form.encode().expect_err("a header more");
        assert_eq!(problem.reason(), "the header `X-Scan` of the part `b` holds a control character");
        let mut form = FormData::new();
        form.put_header("b", "X-Scan", "1".to_owned());
        let problem = form.encode().expect_err("a header of nothing");
        assert_eq!(problem.reason(), "the header `X-Scan` is set of the part `b`, which is not");
    }

    #[test]
    fn a_file_is_of_the_media_type_that_goes_with_its_name() {
        let images = "image/png, image/jpeg, image/svg+xml; charset=utf-8";
        assert_eq!(type_of("a.png", images), Some("image/png"));
        assert_eq!(type_of("a.b.JPG", images), Some("image/jpeg"));
        assert_eq!(type_of("a.svg", images), Some("image/svg+xml; charset=utf-8"));
        assert_eq!(type_of("a.pdf", images), Some("image/png"));
        assert_eq!(type_of("a.pdf", "image/*, application/pdf"), Some("application/pdf"));
        assert_eq!(type_of("a.png", ""), Some("application/octet-stream"));
        assert_eq!(type_of("a.png", "image/*, */*"), Some("application/octet-stream"));
        assert_eq!(type_of("a.png", "image/*"), None);
    }

    #[test]
    fn a_file_of_a_range_says_which_it_is() {
        let mut form = FormData::default();
        let problem = form.push_file("photo", File::new("a.png", ""), "image/*, video/*").expect_err("nobody knows");
        let reason =
            "the file of the part `photo` has to say which of `image/*, video/*` it is: `File::with_content_type`";
        assert_eq!(problem.reason(), reason);
        let told = File::new("a.png", "").with_content_type("image/png");
        assert!(form.push_file("photo", told, "image/*").is_ok());
    }

    #[test]
    fn contents_are_not_shown() {
        let form = FormData::new().text("name", "secret");
        assert_eq!(
            format!("{form:?} {:?}", File::new("a", "secret")),
            "[\"name\"] File { name: \"a\", content_type: None, bytes: Some(6) }"
        );
    }
}
