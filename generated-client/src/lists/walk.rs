//! What leads from one page of a list to the next, and when a list ends.

use std::collections::HashSet;

use bytes::Bytes;
use serde_json::Value;
use url::Url;

use crate::json::pointer::{self, Found};
use crate::lists::described::{PageParameter, Pagination};
use crate::lists::position::Position;
use crate::lists::progress::Progress;
use crate::wire::problems::PaginationError;

/// How many pages without an item, one after the other, a list may have before it is given up.
const EMPTY_PAGES: usize = 100;

/// A walk through a list: where it stands, and what it has seen, so that it ends.
#[derive(Clone, Debug)]
pub(crate) struct Walk {
    pagination: Pagination,
    max_pages: usize,
    /// Whether it began with the first page of the list.
    is_first: bool,
    /// How many pages it has been given.
    pages: usize,
    /// The number of the page that was asked for, if one was.
    number: Option<u64>,
    /// How many pages in a row were empty.
    empty: usize,
    /// The positions and addresses that it was led to.
    seen: HashSet<String>,
    last: Option<Bytes>,
    /// How many items its pages had.
    items: usize,
    /// Which page of the list the last one was.
    page: Option<u64>,
    /// How many pages the last one said that there are.
    total_pages: Option<u64>,
}

/// A page as a walk looks at it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Page<'p> {
    /// Where it came from.
    pub(crate) url: &'p Url,
    /// The body.
    pub(crate) body: &'p Bytes,
    /// How many items it has; [`None`] where it has no list of them at all.
    pub(crate) items: Option<usize>,
}

impl Page<'_> {
    fn is_empty(&self) -> bool {
        self.items.is_none_or(|items| items == 0)
    }
}

/// What a page says of the one after it, one way or another.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum More {
    /// There is one.
    Yes,
    /// There is none.
    No,
    /// It says both, or nothing where it should: only asking for it shows which.
    Perhaps,
}

impl Walk {
    /// A walk that begins with a page: that at `start`, or the first.
    pub(crate) fn new(pagination: Pagination, start: Option<String>) -> Self {
        let number = match pagination {
            Pagination::Page { .. } => start.as_ref().and_then(|number| number.parse().ok()),
            Pagination::Cursor { .. } | Pagination::Url { .. } => None,
        };
        let is_first = start.is_none();
        let seen = start.into_iter().collect();
        Self {
            pagination,
            max_pages: 10_000,
            is_first,
            pages: 0,
            number,
            empty: 0,
            seen,
            last: None,
            items: 0,
            page: None,
            total_pages: None,
        }
    }

    /// Ends it with an error where there are more pages.
    pub(crate) fn set_max_pages(&mut self, pages: usize) {
        self.max_pages = pages;
    }

    /// How far it has come.
    pub(crate) fn progress(&self) -> Progress {
        Progress { pages: self.pages, items: self.items, page: self.page, total_pages: self.total_pages }
    }

    /// Whether another page may be asked for.
    pub(crate) fn check(&self) -> Result<(), PaginationError> {
        if self.pages < self.max_pages {
            return Ok(());
        }
        Err(self.error(format!("it has more than {} pages, the most that `max_pages` allows", self.max_pages)))
    }

    /// Goes to a page that has arrived. It is an error where that is not the one that was asked for: a server that looks at no
    /// number returns the same one for ever.
    pub(crate) fn arrive(&mut self, page: Page<'_>) -> Result<(), PaginationError> {
        let Pagination::Page { page: number, .. } = self.pagination else {
            self.count(page);
            return Ok(());
        };
        let came = number.and_then(|pointer| number_at(page.body, pointer));
        let asked = self.number.or(came).unwrap_or(1);
        if let Some(came) = came.filter(|came| *came != asked && !page.is_empty()) {
            return Err(self.error(format!("page {asked} was asked for, and page {came} came")));
        }
        if self.last.as_ref() == Some(page.body) && !page.is_empty() {
            return Err(self.error("the server sent the same page again"));
        }
        self.number = Some(asked);
        self.last = Some(page.body.clone());
        self.count(page);
        Ok(())
    }

    /// Counts a page that has arrived. One without a number is known by its place, where the walk began with the first.
    fn count(&mut self, page: Page<'_>) {
        self.pages += 1;
        self.page = self.number.or_else(|| self.is_first.then_some(self.pages as u64));
        self.items += page.items.unwrap_or_default();
        let total = self.pagination.total_pages().and_then(|pointer| number_at(page.body, pointer));
        self.total_pages = total.or(self.total_pages);
    }

    /// Where to go on after a page that has arrived; [`None`] at the end of the list.
    pub(crate) fn after(&mut self, page: Page<'_>) -> Result<Option<Position>, PaginationError> {
        self.empty = if page.is_empty() { self.empty + 1 } else { 0 };
        let next = match self.pagination {
            Pagination::Page { parameter, next, total_pages, .. } => {
                self.next_number(page, next, total_pages).map(|number| Position::Number(parameter, number))
            }
            Pagination::Cursor { parameter, next, .. } => self.next_cursor(page, parameter, next)?,
            Pagination::Url { next, .. } => self.next_url(page, next)?.map(Position::Url),
        };
        if next.is_some() && page.items.is_none() {
            return Err(self.error("it has no list of items, but says that there are more"));
        }
        if next.is_some() && self.empty >= EMPTY_PAGES {
            return Err(self.error(format!("{EMPTY_PAGES} pages in a row were empty, and there is still a next one")));
        }
        Ok(next)
    }

    /// Numbers go up one by one. Where it is in doubt whether there is another page, it is asked for, and the list ends
    /// if that has no items.
    fn next_number(&mut self, page: Page<'_>, next: Option<&str>, total_pages: Option<&str>) -> Option<u64> {
        // page 2 of {"next": "…", "total_pages": 3} -> 3
        // page 2 of {"next": null, "total_pages": 2} -> none
        // page 2 of {"next": "…", "total_pages": 2} -> 3, unless page 2 has no items: the two contradict each other
        let asked = self.number.unwrap_or(1);
        let by_next = next.and_then(|pointer| match pointer::find(page.body, pointer)? {
            Found::Value(next) => Some(!is_nothing(&next)),
            Found::Missing | Found::Blocked => None,
        });
        let by_total = total_pages.and_then(|pointer| number_at(page.body, pointer)).map(|total| asked < total);
        let more = match (by_next, by_total) {
            (Some(true), Some(false)) | (Some(false), Some(true)) => More::Perhaps,
            (None, None) if next.is_none() && total_pages.is_none() => More::Perhaps,
            (Some(true), _) | (_, Some(true)) => More::Yes,
            (Some(false) | None, Some(false) | None) => More::No,
        };
        match more {
            More::No => None,
            More::Perhaps if page.is_empty() => None,
            More::Yes | More::Perhaps => {
                self.number = asked.checked_add(1);
                self.number
            }
        }
    }

    /// Some servers put the address of the next page where others have an object with its position.
    fn next_cursor(
        &mut self,
        page: Page<'_>,
        parameter: PageParameter,
        next: &str,
    ) -> Result<Option<Position>, PaginationError> {
        if pointer::find(page.body, next) == Some(Found::Blocked)
            && let Some((parent, _)) = next.rsplit_once('/')
        {
            return Ok(self.next_url(page, parent)?.map(Position::Url));
        }
        let Some(cursor) = self.next_value(page, next)? else { return Ok(None) };
        self.check_is_new(match &cursor {
            Value::String(cursor) => cursor.clone(),
            cursor => cursor.to_string(),
        })?;
        Ok(Some(Position::Cursor(parameter, cursor)))
    }

    /// An address on another host is never followed: the token would go there.
    fn next_url(&mut self, page: Page<'_>, next: &str) -> Result<Option<Url>, PaginationError> {
        let url = match self.next_value(page, next)? {
            None => return Ok(None),
            Some(Value::String(address)) => page.url.join(&address).ok(),
            Some(_) => None,
        };
        let url = url.ok_or_else(|| self.error(format!("what stands at `{next}` is no URL")))?;
        if url.origin() != page.url.origin() {
            let host = url.host_str().unwrap_or_default().to_owned();
            return Err(self.error(format!("its next page is on another server, `{host}`, which gets no token")));
        }
        self.seen.insert(page.url.to_string());
        self.check_is_new(url.to_string())?;
        Ok(Some(url))
    }

    /// What leads to the next page: a text that is not empty, or a number.
    fn next_value(&self, page: Page<'_>, next: &str) -> Result<Option<Value>, PaginationError> {
        match pointer::find(page.body, next) {
            None | Some(Found::Missing) => Ok(None),
            Some(Found::Value(value)) if is_nothing(&value) => Ok(None),
            Some(Found::Value(value @ (Value::String(_) | Value::Number(_)))) => Ok(Some(value)),
            Some(Found::Value(_) | Found::Blocked) => {
                Err(self.error(format!("there is something at `{next}`, but no text that leads to the next page")))
            }
        }
    }

    fn check_is_new(&mut self, position: String) -> Result<(), PaginationError> {
        if self.seen.insert(position) {
            return Ok(());
        }
        Err(self.error("it leads back to a page that was there already"))
    }

    fn error(&self, reason: impl Into<String>) -> PaginationError {
        PaginationError::new(self.pages, reason)
    }
}

/// Whether a value says that there is nothing.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Bool(true) | Value::Number(_) | Value::Array(_) | Value::Object(_) => false,
    }
}

/// The number at a pointer, or that of a text.
fn number_at(body: &[u8], pointer: &str) -> Option<u64> {
    match pointer::find(body, pointer)? {
        Found::Value(Value::Number(number)) => number.as_u64(),
        Found::Value(Value::String(text)) => text.parse().ok(),
        Found::Value(_) | Found::Missing | Found::Blocked => None,
    }
}

#[cfg(test)]
mod tests;
