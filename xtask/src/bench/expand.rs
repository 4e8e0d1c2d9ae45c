//! How much code rustc has to read once all macros are expanded.
//!
//! rustc prints it with `-Zunpretty=expanded`, which stable compilers keep for themselves. A script between cargo and rustc
//! opens it to the one process that prints: were cargo itself set so, it would build dependencies anew that ask for it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use intercom_codegen::Generated;

use super::session::{Session, run};
use crate::workspace::Workspace;

/// What stands between: `$@` is rustc with its arguments.
const SCRIPT: &str = "#!/bin/sh\nRUSTC_BOOTSTRAP=1 exec \"$@\"\n";

/// Lines of a crate with its macros expanded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Expanded {
    /// Of the generated code.
    pub generated: usize,
    /// Of the rest, the runtime.
    pub runtime: usize,
}

/// What was generated, as a crate of this name in a workspace that shares the project's dependencies.
pub(super) fn generated(session: &Session, package: &str, generated: &Generated) -> Result<Expanded> {
    let folder = session.folder("expand").join(package);
    let workspace = Workspace::new(&session.project, &folder, &[package])?;
    workspace.add_generated(package, generated)?;
    expand(session, &folder, package)
}

fn expand(session: &Session, folder: &Path, package: &str) -> Result<Expanded> {
    session.says(&format!("expanding the macros of {package}"));
    let script = script(session)?;
    let arguments =
        ["rustc", "--quiet", "--profile", "check", "--lib", "--package", package, "--", "-Zunpretty=expanded"];
    let mut cargo = session.cargo(&arguments, session.target());
    let text = run(cargo.current_dir(folder).env("RUSTC_WORKSPACE_WRAPPER", script))?;
    count(&text).with_context(|| format!("error: {package} has no module `generated`"))
}

/// The script on the disk. Its path is always the same, since cargo compiles anew where it is another.
#[cfg(unix)]
fn script(session: &Session) -> Result<PathBuf> {
    use std::os::unix::fs::PermissionsExt as _;
    let path = session.folder("rustc-that-expands");
    if fs::read_to_string(&path).is_ok_and(|text| text == SCRIPT) {
        return Ok(path);
    }
    fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
    fs::write(&path, SCRIPT)?;
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755))?;
    Ok(path)
}

#[cfg(not(unix))]
fn script(_: &Session) -> Result<PathBuf> {
    anyhow::bail!("error: macros are expanded on Unix only")
}

/// Splits at the module `generated`, which rustc prints with its items indented.
fn count(expanded: &str) -> Option<Expanded> {
    let mut lines = expanded.lines();
    let is_start = |line: &str| line.ends_with("mod generated {") && !line.starts_with(' ');
    let before = lines.by_ref().take_while(|line| !is_start(line)).count();
    let (mut generated, mut is_closed) = (1, false);
    for line in lines.by_ref() {
        generated += 1;
        if line == "}" {
            is_closed = true;
            break;
        }
    }
    let after = lines.count();
    is_closed.then_some(Expanded { generated, runtime: before + after })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generated_module_is_counted_apart() {
        let text = "mod client {\n    struct Client;\n}\nmod generated {\n    mod pages {\n        struct Page;\n    }\n}\nmod json {}\n";
        assert_eq!(count(text), Some(Expanded { generated: 5, runtime: 4 }));
        assert_eq!(count("mod client {}\n"), None);
    }
}
