//! What stands beside a description: the files that its references may lead to.

use std::fmt;

/// A folder with texts, as the references of a description see it: what is below it is there, what is above it is not.
pub trait Folder: fmt::Debug + Send + Sync {
    /// The text of a file. `path` is relative to the folder; its parts are separated by `/`, and none of them is `..`.
    ///
    /// # Errors
    ///
    /// Why there is none, as a sentence goes on that begins with the name of the file: `is not there`.
    fn text(&self, path: &str) -> Result<String, String>;
}
