//! The runtime that a new crate gets: the hand-written files of the project's own client, as they were when this was built.

use intercom_codegen::Template;

include!(concat!(env!("OUT_DIR"), "/runtime.rs"));

/// What a new crate is made of.
#[must_use]
pub fn template() -> Template {
    Template {
        runtime: RUNTIME.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect(),
        manifest: MANIFEST.to_owned(),
        workspace: WORKSPACE.to_owned(),
    }
}
