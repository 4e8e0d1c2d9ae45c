//! What is done with a successful response that is not what the API's description promises.

use std::borrow::Cow;
use std::fmt;

/// What is done with a response that is not what the API's description promises.
///
/// A response is always read strictly first, at full speed; the policy counts only where that fails. What it repairs is
/// reported in [`Response::mismatches`](crate::Response::mismatches), and the response as it came stays in
/// [`Response::raw`](crate::Response::raw). What it does not repair is an [`Error::Decode`](crate::Error::Decode).
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum DecodePolicy {
    /// Nothing is repaired.
    Strict,
    /// What can be read in another way is, and nothing is invented:
    ///
    /// - a number where a string is expected, and a string that spells out a number where a number is (`"12"`, but
    ///   neither `"012"` nor `"12 px"`); so with `true` and `false`;
    /// - a number without a fraction where an integer is expected (`12.0`);
    /// - `null` where a list or a map is expected: it is empty;
    /// - an **optional** field whose value is of another kind of JSON (a text where an object is expected, an object where
    ///   a text is, a list where an object is) is read as **absent**. Its value is found with
    ///   [`Response::pointer`](crate::Response::pointer).
    ///
    /// An error stays: an object of the right kind that lacks something required; an item of a list or an entry of a map,
    /// none of which is ever dropped; a field of a model that requests send, too, since what is written back would delete
    /// its value.
    #[default]
    Coerce,
    /// As [`Coerce`](Self::Coerce); and a required field that is missing or `null` gets a **value that nobody sent**:
    /// `0`, `false`, an empty text, list, map or object. What still cannot be read is left out with the nearest optional
    /// field around it, also of a model that requests send.
    Tolerant,
}

/// A path in what stands at another path: `id` at `data[5]` is `data[5].id`.
pub(crate) fn joined(place: &str, path: &str) -> String {
    match path {
        "." => place.to_owned(),
        path if path.starts_with('[') => format!("{place}{path}"),
        path => format!("{place}.{path}"),
    }
}

/// A place of a response that was not what the API's description promises, and was repaired; or the header that names another
/// version of the API than the request.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Mismatch {
    path: String,
    reason: Cow<'static, str>,
    is_of_header: bool,
}

impl Mismatch {
    pub(crate) fn new(path: String, reason: impl Into<Cow<'static, str>>) -> Self {
        Self { path, reason: reason.into(), is_of_header: false }
    }

    /// The same of a value that stands in another one, at this path.
    pub(crate) fn within(self, place: &str) -> Self {
        Self { path: joined(place, &self.path), ..self }
    }

    /// The same of a body in which names are not shown either.
    pub(crate) fn without_path(self) -> Self {
        if self.is_of_header { self } else { Self { path: ".".to_owned(), ..self } }
    }

    /// One that is not in the body, but in a header.
    pub(crate) fn of_header(name: &str, reason: String) -> Self {
        Self { path: name.to_owned(), reason: reason.into(), is_of_header: true }
    }

    /// The status, of which the description promises another one.
    pub(crate) fn of_status(status: u16) -> Self {
        Self::new(".".to_owned(), format!("a response with status {status}, of which the description says nothing"))
    }

    /// Whether it is in a header.
    #[allow(dead_code, reason = "only who observes a call asks")]
    pub(crate) const fn is_of_header(&self) -> bool {
        self.is_of_header
    }

    /// Where in the JSON it is, such as `data[0].id`; `.` is all of it. Of a header, it is its name.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What was found and what is expected; of JSON, without the value itself.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}`: {}", self.path, self.reason)
    }
}
