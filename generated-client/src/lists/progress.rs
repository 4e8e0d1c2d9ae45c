//! How far a list is read.

use std::fmt;

/// How far a walk through a list has come; shown, it is `page 3 of 12`.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Progress {
    /// How many pages were read.
    pub pages: usize,
    /// How many items they had, with those that did not decode.
    pub items: usize,
    /// Which page of the list is the last one that was read, counted from 1: another number than `pages` where the walk began at a later
    /// one. [`None`] before the first, and where a walk did not begin at the first and pages have no numbers.
    pub page: Option<u64>,
    /// How many pages the list has, where the API says so. It may change while the list is read.
    pub total_pages: Option<u64>,
}

impl fmt::Display for Progress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.page, self.total_pages) {
            (Some(page), Some(total)) => write!(formatter, "page {page} of {total}"),
            (Some(page), None) => write!(formatter, "page {page}"),
            (None, _) if self.pages == 1 => formatter.write_str("1 page"),
            (None, _) => write!(formatter, "{} pages", self.pages),
        }
    }
}
