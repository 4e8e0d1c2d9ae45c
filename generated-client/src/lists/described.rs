//! A list that comes in pages, as the description has it.

use serde::de::DeserializeOwned;

use crate::wire::operation::Operation;

/// An operation that responds with one page of a list. Generated code implements it.
pub trait Paginated: Operation<Output: DeserializeOwned> + 'static {
    /// What the list is of.
    type Item: DeserializeOwned;

    /// Where in a page its items are: a JSON pointer (RFC 6901) to the list of them.
    const ITEMS: &'static str;

    /// Whether an item is shown nowhere, so that no error quotes one that does not decode.
    const HIDES_ITEMS: bool = false;

    /// What leads from one page to the next.
    const PAGINATION: Pagination;

    /// The items of a page, if it has a list of them.
    fn items(page: &mut Self::Output) -> Option<&mut Vec<Self::Item>>;
}

/// What leads from one page of a list to the next. All strings but names of parameters are JSON pointers (RFC 6901) into
/// the response.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Pagination {
    /// The number of the page, counted from 1.
    Page {
        /// What asks for a page.
        parameter: PageParameter,
        /// What is there, and not null, on all pages but the last.
        next: Option<&'static str>,
        /// The number of this page.
        page: Option<&'static str>,
        /// How many pages there are.
        total_pages: Option<&'static str>,
    },
    /// An opaque position in the list.
    Cursor {
        /// What asks for the page at a position.
        parameter: PageParameter,
        /// The position of the next page.
        next: &'static str,
        /// How many pages there are.
        total_pages: Option<&'static str>,
    },
    /// The address of the next page.
    Url {
        /// That address, absolute or relative to that of this page.
        next: &'static str,
        /// How many pages there are.
        total_pages: Option<&'static str>,
    },
}

impl Pagination {
    /// Where a page says how many there are.
    pub(crate) const fn total_pages(self) -> Option<&'static str> {
        match self {
            Self::Page { total_pages, .. } | Self::Cursor { total_pages, .. } | Self::Url { total_pages, .. } => {
                total_pages
            }
        }
    }
}

/// Where a request says which page it asks for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum PageParameter {
    /// In a query parameter, by its name.
    Query(&'static str),
    /// In the JSON body, at a JSON pointer.
    Body(&'static str),
}
