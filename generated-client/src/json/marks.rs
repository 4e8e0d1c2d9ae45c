//! The names by which values mark themselves to those who write and read JSON here; JSON itself does not show them.

/// The newtype as which a value of an enum or a union serialises that the description does not list:
/// [`explain`](super::explain) goes by it.
#[allow(dead_code, reason = "a description may have no enums")]
pub(crate) const UNKNOWN: &str = "$unknown";

/// The newtype as which a text or a whole number asks to be read: [`repair`](super::repair) goes by it.
pub(crate) const STRING_OR_INTEGER: &str = "$string-or-integer";
