//! Which page of a list a request asks for, and how it asks for another one.

use http::header::{CONTENT_TYPE, HeaderValue};
use serde_json::Value;
use url::Url;

use crate::call::parts::Parts;
use crate::json::pointer::{self, Found};
use crate::lists::described::{PageParameter, Pagination};
use crate::wire::problems::InvalidRequest;

/// Which page a request asks for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Position {
    /// The page of this number.
    Number(PageParameter, u64),
    /// The page at this position.
    Cursor(PageParameter, Value),
    /// The page at this address.
    Url(Url),
}

/// The number or position that a request asks for, if it does.
pub(crate) fn position(parts: &Parts, pagination: Pagination) -> Option<String> {
    let (Pagination::Page { parameter, .. } | Pagination::Cursor { parameter, .. }) = pagination else {
        return None;
    };
    match parameter {
        PageParameter::Query(name) => parts.query.value(name),
        PageParameter::Body(at) => match pointer::find(parts.body.as_ref()?, at)? {
            Found::Value(Value::String(position)) => Some(position),
            Found::Value(Value::Number(number)) => Some(number.to_string()),
            Found::Value(_) | Found::Missing | Found::Blocked => None,
        },
    }
}

/// Asks for another page.
pub(crate) fn go_to(parts: &mut Parts, position: Position) -> Result<(), InvalidRequest> {
    match position {
        Position::Number(parameter, number) => set_page(parts, parameter, number.into()),
        Position::Cursor(parameter, cursor) => set_page(parts, parameter, cursor),
        Position::Url(url) => {
            parts.url = Some(url);
            Ok(())
        }
    }
}

fn set_page(parts: &mut Parts, parameter: PageParameter, value: Value) -> Result<(), InvalidRequest> {
    parts.url = None;
    match parameter {
        PageParameter::Query(name) => {
            let text = match value {
                Value::String(text) => text,
                value => value.to_string(),
            };
            parts.query.remove(name);
            parts.query.push(name, &text);
            Ok(())
        }
        PageParameter::Body(at) => {
            let body = parts.body.as_deref().unwrap_or(b"null");
            let mut body: Value = serde_json::from_slice(body).unwrap_or_default();
            if !pointer::set(&mut body, at, value) {
                return Err(InvalidRequest::new(format!("its body has no place for the next page at `{at}`")));
            }
            parts.body = Some(body.to_string().into());
            parts.headers.entry(CONTENT_TYPE).or_insert(HeaderValue::from_static("application/json"));
            Ok(())
        }
    }
}
