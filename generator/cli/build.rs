//! Lists the runtime that a new crate gets, so that the library has it with it: `runtime.rs` in the output folder.

use std::{
    env,
    error::Error,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

fn main() -> Result<(), Box<dyn Error>> {
    if env::var_os("CARGO_FEATURE_RUNTIME").is_none() {
        return Ok(());
    }
    let package = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    // In a checkout the client stands beside the generator; a package has what it needs of both below `runtime`.
    let checkout = package.join("../../generated-client");
    let (sources, manifest, workspace) = if checkout.is_dir() {
        (checkout.join("src"), checkout.join("Cargo.toml"), package.join("../../Cargo.toml"))
    } else {
        let runtime = package.join("runtime");
        (runtime.join("src"), runtime.join("client.toml"), runtime.join("workspace.toml"))
    };
    let mut list = String::from("const RUNTIME: &[(&str, &str)] = &[\n");
    for path in rust_files(&sources)? {
        let name = path.strip_prefix(&sources)?.display().to_string().replace('\\', "/");
        writeln!(list, "    ({name:?}, {}),", included(&path)?)?;
    }
    writeln!(
        list,
        "];\nconst MANIFEST: &str = {};\nconst WORKSPACE: &str = {};",
        included(&manifest)?,
        included(&workspace)?
    )?;
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("runtime.rs"), list)?;
    Ok(())
}

/// The hand-written files below a folder, in the order of their names.
fn rust_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() && !path.ends_with("generated") {
            files.extend(rust_files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// The expression that has a file's text.
fn included(path: &Path) -> io::Result<String> {
    println!("cargo::rerun-if-changed={}", path.display());
    Ok(format!("include_str!({:?})", path.canonicalize()?))
}
