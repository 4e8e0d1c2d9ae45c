//! Items that are compiled with some features alone.

#![allow(unused_imports, unused_macros, reason = "a client may have no features but those of the runtime")]

/// Puts one condition before each of its items. It begins as the file of a module would:
///
/// ```text
/// when! {
///     #![cfg(any(feature = "cats", feature = "dogs"))]
///     mod pets;
///     pub use self::pets::*;
/// }
/// ```
macro_rules! when {
    (#![$condition:meta] $($item:item)*) => { $(#[$condition] $item)* };
}
pub(crate) use when;
