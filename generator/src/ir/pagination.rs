//! How lists go on.

use super::{Presence, Type};
use crate::naming::FieldName;

/// How a list goes on (`x-pagination`, an extension of this project).
#[derive(Clone, Debug, PartialEq)]
pub struct Pagination {
    /// What leads from one page to the next.
    pub style: PaginationStyle,
    /// The type of an item.
    pub item: Type,
    /// The way from a response to its list of items.
    pub items: ListPath,
}

/// What leads from one page of a list to the next. All strings but names are JSON pointers into a response.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum PaginationStyle {
    /// The number of the page.
    Page {
        /// What asks for a page.
        parameter: PageParameter,
        /// What is there on all pages but the last.
        next: Option<String>,
        /// The number of this page.
        page: Option<String>,
        /// How many pages there are.
        total_pages: Option<String>,
    },
    /// An opaque position in the list.
    Cursor {
        /// What asks for the page at a position.
        parameter: PageParameter,
        /// The position of the next page.
        next: String,
        /// How many pages there are.
        total_pages: Option<String>,
    },
    /// The address of the next page.
    Url {
        /// That address.
        next: String,
        /// How many pages there are.
        total_pages: Option<String>,
    },
}

/// Where a request says which page it asks for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum PageParameter {
    /// In a query parameter, by its name.
    Query(String),
    /// In the JSON body, at a JSON pointer.
    Body(String),
}

/// The way from a value to a list in it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ListPath {
    /// The same way as a JSON pointer.
    pub pointer: String,
    /// Whether the whole may be null.
    pub nullable: bool,
    /// The fields on the way, each with its presence.
    pub fields: Vec<(FieldName, Presence)>,
}
