//! What the generator makes is what a person last looked at.

use std::path::Path;

use codegen_tests::project;
use xtask::{golden, project::read};

#[track_caller]
fn check(goldens: &[golden::Golden]) {
    let project = project();
    let mut stale = String::new();
    for golden in goldens {
        let folder = project.root().join(&golden.folder);
        stale.push_str(&golden.output.diff(&folder).expect("the golden can be read"));
    }
    assert!(stale.is_empty(), "{stale}\nhelp: read the diff, then run `cargo xtask golden --bless`");
}

#[test]
fn every_version_is_as_blessed() {
    let goldens = golden::versions(&project()).expect("every version can be generated");
    let project = project();
    let settings = project.settings().expect("the settings are valid");
    let folders: Vec<_> = goldens.iter().map(|golden| golden.folder.clone()).collect();
    let versions = settings.api_versions.iter().map(|version| Path::new("tests/golden/versions").join(version));
    assert_eq!(folders, versions.collect::<Vec<_>>());
    assert!(folders.iter().all(|folder| project.root().join(folder).is_dir()), "each has its folder: {folders:?}");
    check(&goldens);
}

#[test]
fn no_golden_is_made_by_nothing() {
    let project = project();
    let goldens = golden::all(&project).expect("all can be generated");
    let left_over = golden::left_over(&project, &goldens).expect("the goldens can be read");
    assert!(left_over.is_empty(), "{left_over:?}\nhelp: run `cargo xtask golden --bless`");
    // Without the pages of drift, those on the disk would be nobody's.
    let is_other = |golden: &golden::Golden| golden.folder != Path::new("tests/golden/drift");
    let others: Vec<_> = goldens.into_iter().filter(is_other).collect();
    let left_over = golden::left_over(&project, &others).expect("the goldens can be read");
    assert!(!left_over.is_empty() && left_over.iter().all(|path| path.starts_with(project.golden().join("drift"))));
}

#[test]
fn every_case_is_as_blessed() {
    check(&golden::cases(&project()).expect("every case can be generated"));
}

#[test]
fn every_drift_page_is_as_blessed() {
    check(&[golden::drift(&project()).expect("every step can be compared")]);
}

#[test]
fn the_client_is_up_to_date_in_both_directions() {
    let project = project();
    let settings = project.settings().expect("the settings are valid");
    let arguments = xtask::codegen::Arguments::default();
    let input = xtask::codegen::input(&project, &arguments, &settings).expect("the pinned version is there");
    let generated = intercom_codegen::generate(&input, &settings).expect("the pinned version can be generated");
    let readme = read(&project.root().join("README.md")).expect("the readme can be read");
    let line = format!("{}, up to date", xtask::codegen::summary(&generated));
    assert!(readme.contains(&line), "README.md does not show `{line}`");
    let output = generated.output;
    let folder = project.client().join("src/generated");
    let diff = output.diff(&folder).expect("the client can be read");
    assert!(diff.is_empty(), "{diff}\nhelp: run `cargo xtask codegen`");
    let files = golden::on_disk(&folder).expect("the client can be read");
    let paths: Vec<&String> = files.keys().collect();
    assert_eq!(paths, output.files().keys().collect::<Vec<_>>());
}

#[test]
fn two_runs_give_the_same_bytes() {
    let project = project();
    let one = golden::all(&project).expect("all can be generated");
    let other = golden::all(&project).expect("all can be generated");
    for (one, other) in one.iter().zip(&other) {
        assert_eq!(one.output, other.output, "{}", one.folder.display());
    }
}
