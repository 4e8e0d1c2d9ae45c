//! The command as a program, for tests that run it as a user does.

use codegen_tests::project;
use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

/// The built command, up to date.
pub(crate) static XTASK: LazyLock<PathBuf> = LazyLock::new(|| {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("it is in the target folder");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--quiet", "--package", "xtask", "--target-dir"]).arg(target);
    let built = cargo.current_dir(project().root()).status().expect("cargo is there");
    assert!(built.success(), "xtask can be built");
    target.join("debug/xtask")
});
