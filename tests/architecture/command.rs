//! The program for those who have no checkout: its layers, and that the overview names its files.

use super::{
    super::layers::{check_floors, check_folders, check_methods, sources},
    OVERVIEW, read,
};

/// The program from the bottom to the top.
const FLOORS: [&[&str]; 5] = [
    &["files.rs", "runtime.rs", "shell.rs", "told.rs"],
    &["input.rs", "package.rs"],
    // Each subcommand with its arguments, and the same for build scripts.
    &["build_script.rs", "drift.rs", "generate.rs"],
    &["command.rs"],
    &["lib.rs", "main.rs"],
];

#[test]
fn the_program_stands_on_what_its_subcommands_share() {
    check_floors("generator/cli/src", &FLOORS, &[]);
    check_methods("generator/cli/src", &[]);
    check_folders("generator/cli/src", &[], &[]);
}

#[test]
fn the_overview_names_the_files_of_the_program() {
    let overview = read(OVERVIEW.0);
    let row = overview.lines().find(|line| line.starts_with("| `generator/cli/`")).expect("it has a row");
    let named: Vec<&str> = row.split('`').skip(3).step_by(2).collect();
    let mut files: Vec<String> = sources("generator/cli/src").into_keys().collect();
    files.retain(|file| !["lib.rs", "main.rs"].contains(&file.as_str()));
    let mut sorted: Vec<String> = named.iter().map(|name| format!("{name}.rs")).collect();
    sorted.sort();
    assert_eq!(sorted, files);
}
