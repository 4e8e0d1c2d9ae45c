//! The sample of a call in the docs of its method: statements of a file, in a function that has a client.

#![allow(unused_imports, unused_macros, reason = "a description may have no operations")]

/// A code block of rustdoc, of the statements in a file of the folder beside that of the groups: only they are shown.
#[cfg(doc)]
macro_rules! sample {
    ($path:literal) => {
        ::core::concat!(
            "\n```no_run\n# use std::collections::BTreeMap;\n# use ",
            ::core::env!("CARGO_CRATE_NAME"),
            "::*;\n# async fn sample(client: Client) -> ::core::result::Result<(), Error> {\n# ",
            ::core::include_str!(::core::concat!("../samples/", $path, ".txt")),
            "# Ok(())\n# }\n```"
        )
    };
}

/// Nothing: an app has no use for it, and does not read the file.
#[cfg(not(doc))]
macro_rules! sample {
    ($path:literal) => {
        ""
    };
}
pub(crate) use sample;
