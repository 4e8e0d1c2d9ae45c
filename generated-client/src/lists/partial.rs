//! A page of a list that does not decode as a whole: what can be read of it, and each item that cannot.

use std::iter::Peekable;
use std::ops::Range;
use std::vec;

use crate::json::pointer;
use crate::json::policy::{DecodePolicy, Mismatch};
use crate::json::spans::Items;
use crate::lists::described::Paginated;
use crate::wire::content::decode_error::DecodeError;
use crate::wire::decode::{json, json_within};
use crate::wire::failure::{DecodeFailure, UnreadableItem};
use crate::wire::format::Decode;
use crate::wire::response::Response;

/// A page with the items that could be read, and those that could not, each with its place in the page.
pub(crate) struct Partial<O: Paginated> {
    pub(crate) page: Response<O::Output>,
    pub(crate) unreadable: Vec<DecodeFailure>,
}

impl<O: Paginated> Partial<O> {
    /// All items in the order of the page.
    pub(crate) fn merged(mut self) -> Merged<O> {
        let items = O::items(&mut self.page).map(std::mem::take).unwrap_or_default();
        Merged { index: 0, items: items.into_iter(), unreadable: self.unreadable.into_iter().peekable() }
    }
}

/// The items of a page, each in its place, readable or not.
pub(crate) struct Merged<O: Paginated> {
    /// Which one of the page comes next.
    index: usize,
    items: vec::IntoIter<O::Item>,
    unreadable: Peekable<vec::IntoIter<DecodeFailure>>,
}

impl<O: Paginated> Default for Merged<O> {
    /// Those of a page without any.
    fn default() -> Self {
        Self { index: 0, items: Vec::new().into_iter(), unreadable: Vec::new().into_iter().peekable() }
    }
}

impl<O: Paginated> Iterator for Merged<O> {
    type Item = Result<O::Item, Box<DecodeFailure>>;

    fn next(&mut self) -> Option<Self::Item> {
        let index = self.index;
        self.index += 1;
        match self.unreadable.next_if(|failure| failure.item().is_some_and(|item| item.index() == index)) {
            Some(failure) => Some(Err(Box::new(failure))),
            None => self.items.next().map(Ok),
        }
    }
}

/// Reads a page that has failed to decode: without its items first, then each of them.
///
/// # Errors
///
/// The page has no list of items, or is unreadable besides: a failure of the whole page.
pub(crate) fn read<O: Paginated>(
    failure: Box<DecodeFailure>,
    policy: DecodePolicy,
) -> Result<Partial<O>, Box<DecodeFailure>> {
    // {"data": [{"id": 1}, {"id": []}]} -> a page with the first item, and a failure at `data[1].id`
    let Some(response) = failure.whole_response().cloned() else { return Err(failure) };
    let whole = response.utf8();
    let Some(Items { list, items }) = pointer::find_items(&whole, O::ITEMS) else {
        return Err(failure);
    };
    let body = without_items(&whole, list);
    let (output, mut mismatches) = match json::<O::Output>(&body, policy) {
        Ok(read) => read,
        Err(error) => return Err(Box::new(DecodeFailure::new(response, shown(error, O::Format::IS_HIDDEN)))),
    };
    let mut page = Vec::with_capacity(items.len());
    let mut unreadable = Vec::new();
    for (index, span) in items.into_iter().enumerate() {
        let path = format!("{}[{index}]", path(O::ITEMS));
        match json_within::<O::Item>(&whole, span.clone(), policy) {
            Ok((item, of_item)) => {
                page.push(item);
                let shown = |mismatch: Mismatch| if O::HIDES_ITEMS { mismatch.without_path() } else { mismatch };
                mismatches.extend(of_item.into_iter().map(|mismatch| shown(mismatch).within(&path)));
            }
            Err(error) => {
                let error = shown(error, O::HIDES_ITEMS);
                let item = UnreadableItem::new(index, whole.slice(span));
                unreadable.push(DecodeFailure::of_item(response.clone(), error.within(&path), item));
            }
        }
    }
    let mut output = Response::new(output, response, mismatches).hidden(O::Format::IS_HIDDEN);
    match O::items(&mut output) {
        Some(list) => {
            *list = page;
            Ok(Partial { page: output, unreadable })
        }
        None => Err(failure),
    }
}

fn shown(error: DecodeError, is_hidden: bool) -> DecodeError {
    if is_hidden { error.without_value() } else { error }
}

/// A page with an empty list, in which all else stands where it stood.
fn without_items(body: &[u8], list: Range<usize>) -> Vec<u8> {
    let mut body = body.to_vec();
    let inside = list.start + 1..list.end - 1;
    body[inside].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
    body
}

/// A JSON pointer as a path is shown: `/data/list` is `data.list`.
fn path(pointer: &str) -> String {
    let tokens = pointer.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~"));
    tokens.collect::<Vec<String>>().join(".")
}
