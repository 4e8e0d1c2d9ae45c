//! What is percent-encoded in a path and a query.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC};

/// What is escaped in a path segment, a query name or a query value: all but RFC 3986's unreserved characters.
pub(crate) const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
