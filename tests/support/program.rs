//! The commands as programs, for tests that run them as a user does.

use codegen_tests::project;
use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

/// `cargo xtask`, built and up to date.
pub(crate) static XTASK: LazyLock<PathBuf> = LazyLock::new(|| built("xtask", "xtask"));

/// `intercom-codegen`, built and up to date.
#[allow(dead_code, reason = "not every test file runs it")]
pub(crate) static CODEGEN: LazyLock<PathBuf> = LazyLock::new(|| built("intercom-codegen-cli", "intercom-codegen"));

/// Builds a program of a package.
fn built(package: &str, program: &str) -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("it is in the target folder");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--quiet", "--package", package, "--bin", program, "--target-dir"]).arg(target);
    let built = cargo.current_dir(project().root()).status().expect("cargo is there");
    assert!(built.success(), "{program} can be built");
    target.join("debug").join(program)
}
