//! Requests for a page of a list: from one page to the next, and the whole list.

use http::header::{CONTENT_TYPE, HeaderValue};
use serde_json::Value;

use super::{Parts, Request};
use crate::client::error::InvalidRequest;
use crate::json::pointer::{self, Found};
use crate::lists::pages::{Items, Pages};
use crate::lists::walk::{PageParameter, Paginated, Pagination, Position};

impl<O: Paginated> Request<O> {
    /// The items of the whole list, one by one, from the page on that the request asks for. Pages are fetched as they are
    /// needed.
    pub fn items(self) -> Items<O> {
        Items::new(self)
    }

    /// The whole list, page by page, from the page on that the request asks for.
    pub fn pages(self) -> Pages<O> {
        Pages::new(self)
    }
}

impl Parts {
    /// The number or position that it asks for, if it does.
    pub(crate) fn position(&self, pagination: Pagination) -> Option<String> {
        let (Pagination::Page { parameter, .. } | Pagination::Cursor { parameter, .. }) = pagination else {
            return None;
        };
        match parameter {
            PageParameter::Query(name) => self.query.value(name),
            PageParameter::Body(at) => match pointer::find(self.body.as_ref()?, at)? {
                Found::Value(Value::String(position)) => Some(position),
                Found::Value(Value::Number(number)) => Some(number.to_string()),
                Found::Value(_) | Found::Missing | Found::Blocked => None,
            },
        }
    }

    /// Asks for another page.
    pub(crate) fn go_to(&mut self, position: Position) -> Result<(), InvalidRequest> {
        match position {
            Position::Number(parameter, number) => self.set_page(parameter, number.into()),
            Position::Cursor(parameter, cursor) => self.set_page(parameter, cursor),
            Position::Url(url) => {
                self.url = Some(url);
                Ok(())
            }
        }
    }

    fn set_page(&mut self, parameter: PageParameter, value: Value) -> Result<(), InvalidRequest> {
        self.url = None;
        match parameter {
            PageParameter::Query(name) => {
                let text = match value {
                    Value::String(text) => text,
                    value => value.to_string(),
                };
                self.query.remove(name);
                self.query.push(name, &text);
                Ok(())
            }
            PageParameter::Body(at) => {
                let body = self.body.as_deref().unwrap_or(b"null");
                let mut body: Value = serde_json::from_slice(body).unwrap_or_default();
                if !pointer::set(&mut body, at, value) {
                    return Err(InvalidRequest::new(format!("its body has no place for the next page at `{at}`")));
                }
                self.body = Some(body.to_string().into());
                self.headers.entry(CONTENT_TYPE).or_insert(HeaderValue::from_static("application/json"));
                Ok(())
            }
        }
    }
}
