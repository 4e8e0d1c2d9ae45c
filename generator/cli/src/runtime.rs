//! The runtime that a new crate gets: the hand-written files of the project's own client.

use std::collections::BTreeMap;

use intercom_codegen::Template;

#[cfg(feature = "runtime")]
include!(concat!(env!("OUT_DIR"), "/runtime.rs"));

/// The lines of the client's `lib.rs` that are about that crate alone.
const GUIDE: &str = "
// Of this crate alone: a crate that codegen makes has the rest of this file.
#[cfg(doc)]
pub mod guide;
";

/// What a new crate is made of, by what stands below `src` of the project's client (path -> text), the client's manifest and its
/// workspace's. What was generated, and the guide, are about that client alone.
#[must_use]
pub fn template_of(mut sources: BTreeMap<String, String>, manifest: String, workspace: String) -> Template {
    sources.retain(|path, _| !path.starts_with("generated/") && path != "guide.rs");
    if let Some(library) = sources.get_mut("lib.rs") {
        *library = library.replace(GUIDE, "");
    }
    Template { runtime: sources, manifest, workspace }
}

/// What a new crate is made of, as the client was when this was built.
#[cfg(feature = "runtime")]
#[must_use]
pub fn template() -> Template {
    let sources = RUNTIME.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    template_of(sources, MANIFEST.to_owned(), WORKSPACE.to_owned())
}
