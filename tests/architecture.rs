//! The invariants of ARCHITECTURE.md that a search of the sources can prove: by paths where they are about who names whom, by
//! text where they are about words.

#[path = "architecture/circles.rs"]
mod circles;
#[path = "architecture/documents.rs"]
mod documents;
#[path = "support/imports.rs"]
mod imports;
#[path = "architecture/layers.rs"]
mod layers;
#[path = "architecture/questions.rs"]
mod questions;
#[path = "architecture/sizes.rs"]
mod sizes;

use std::{fs, path::Path};

use codegen_tests::project;
use imports::Imports;
use sizes::without_tests;
use xtask::golden::on_disk;

/// The sources below a folder of the project: path -> text, without tests inside.
fn sources(folder: &str) -> Vec<(String, String)> {
    let files = on_disk(&project().root().join(folder)).expect("the sources can be read");
    let files = files.into_iter().filter(|(path, _)| path.ends_with(".rs") && !path.ends_with("/tests.rs"));
    files.map(|(path, text)| (path, without_tests(&text).join("\n"))).collect()
}

#[track_caller]
fn check_absent(folder: &str, concerns: impl Fn(&str) -> bool, words: &[&str]) {
    let sources: Vec<_> = sources(folder).into_iter().filter(|(path, _)| concerns(path)).collect();
    assert!(!sources.is_empty(), "no source in {folder} is concerned");
    for (path, text) in sources {
        assert_eq!(words_in(&text, words), [""; 0], "{folder}/{path}");
    }
}

/// The lines of a text that have one of these words.
fn words_in<'t>(text: &'t str, words: &[&str]) -> Vec<&'t str> {
    text.lines().filter(|line| words.iter().any(|word| line.contains(word))).collect()
}

#[test]
fn a_word_below_the_line_that_names_the_tests_is_found() {
    let text = "fn a() {}\n\n#[cfg(test)]\nmod tests;\n\nfn b() {\n    c.unwrap()\n}\n\n#[cfg(test)]\nmod more {\n    \
                fn d() {\n        e.unwrap()\n    }\n}\n";
    assert_eq!(words_in(&without_tests(text).join("\n"), &[".unwrap()"]), ["    c.unwrap()"]);
}

fn is_in(path: &str, modules: &[&str]) -> bool {
    modules.iter().any(|module| path == format!("{module}.rs") || path.starts_with(&format!("{module}/")))
}

/// The paths of a crate's files.
fn imports(folder: &str) -> Imports {
    let files = on_disk(&project().root().join(folder)).expect("the sources can be read");
    let sources = files.iter().filter(|(path, _)| path.ends_with(".rs"));
    Imports::read(sources.map(|(path, text)| (path.as_str(), text.as_str())))
}

/// Checks that files use no path that begins in one of these ways.
#[track_caller]
fn check_unused(folder: &str, concerns: impl Fn(&str) -> bool, prefixes: &[&str]) {
    let imports = imports(folder);
    let files: Vec<_> = imports.files().filter(|file| concerns(file)).collect();
    assert!(!files.is_empty(), "no source in {folder} is concerned");
    for file in files {
        for prefix in prefixes {
            let prefix: Vec<&str> = prefix.split("::").collect();
            assert_eq!(imports.uses(file, &prefix), [""; 0], "{folder}/{file}");
        }
    }
}

#[test]
fn decisions_know_nothing_of_tokens() {
    let concerns = |path: &str| is_in(path, &["ir", "lower", "check", "diff", "import", "naming"]);
    check_unused("generator/src", concerns, &["quote", "syn", "proc_macro2", "prettyplease"]);
}

#[test]
fn a_comparison_knows_nothing_of_the_document_nor_of_the_emitters() {
    check_unused("generator/src", |path| is_in(path, &["diff"]), &["openapiv3", "crate::emit", "crate::lower"]);
}

#[test]
fn emitters_know_nothing_of_the_document() {
    check_unused(
        "generator/src",
        |path| is_in(path, &["emit", "render"]),
        &["openapiv3", "serde_json", "crate::lower"],
    );
}

#[test]
fn only_output_writes() {
    let concerns = |path: &str| path != "output.rs";
    check_unused("generator/src", concerns, &["std::fs", "std::env", "std::time", "std::net", "std::process"]);
    check_absent("generator/src", concerns, &["println!"]);
}

#[test]
fn only_load_knows_the_yaml_parser() {
    check_unused("generator/src", |path| path != "load.rs" && path != "lib.rs", &["serde_yaml"]);
}

#[test]
fn hash_maps_are_never_iterated_into_output() {
    check_absent(
        "generator/src",
        |path| is_in(path, &["diff", "emit", "render", "output", "ir", "scaffold"]),
        &["HashMap", "HashSet"],
    );
}

#[test]
fn nothing_about_the_vendor_is_hard_coded() {
    for folder in ["generator/src", "generated-client/src"] {
        for (path, text) in sources(folder) {
            if path.starts_with("generated/") {
                continue;
            }
            // The package's own name, where its doctest imports it.
            let text = text.replace("intercom_codegen", "").to_lowercase();
            assert!(!text.contains("intercom"), "{folder}/{path} names the vendor");
        }
    }
}

#[test]
fn generated_code_reaches_out_through_one_root() {
    for (path, text) in sources("generated-client/src/generated") {
        for line in text.lines().filter(|line| line.contains("crate::")) {
            assert!(line.contains("crate::runtime"), "generated/{path}: {line}");
        }
    }
}

#[test]
fn generated_code_allows_no_lints() {
    for folder in ["generated-client/src/generated", "tests/golden/cases"] {
        for (path, text) in sources(folder) {
            assert!(!text.contains("allow("), "{folder}/{path} allows a lint");
        }
    }
}

/// The methods of a type's own `impl` blocks in the runtime. Rust refuses another one of the same name, in any file.
fn methods(of: &str) -> Vec<String> {
    let mut methods = Vec::new();
    for (path, text) in sources("generated-client/src") {
        if path.starts_with("generated/") {
            continue;
        }
        let mut inside = false;
        for line in text.lines() {
            if line.starts_with("impl") {
                let owner =
                    line.split_once("> ").filter(|_| line.starts_with("impl<")).map_or(&line[5..], |(_, owner)| owner);
                inside =
                    owner.strip_prefix(of).is_some_and(|rest| rest.starts_with([' ', '<'])) && !line.contains(" for ");
            }
            let member = line.strip_prefix("    ").filter(|member| inside && !member.starts_with([' ', '/']));
            if let Some((_, method)) = member.and_then(|member| member.split_once("fn ")) {
                methods.push(method.split(['(', '<']).next().unwrap_or_default().to_owned());
            }
        }
    }
    assert!(methods.len() > 2, "{of} has its methods");
    methods
}

#[test]
fn what_the_runtime_calls_its_methods_is_reserved() {
    let lists = [
        ("Request", "REQUEST_FUNCTIONS"),
        ("Client", "CLIENT_FUNCTIONS"),
        ("ClientBuilder", "BUILDER_FUNCTIONS"),
        ("Mock", "MOCK_FUNCTIONS"),
    ];
    for (of, list) in lists {
        check_reserved(list, methods(of));
    }
    // What generated code itself adds, whatever the description.
    check_reserved("CLIENT_FUNCTIONS", ["builder", "from_env"].map(str::to_owned).to_vec());
    check_reserved("MOCK_FUNCTIONS", ["default", "new"].map(str::to_owned).to_vec());
}

#[test]
fn what_a_generated_crate_calls_its_features_and_dependencies_is_reserved() {
    let manifest = manifest("generated-client");
    let names = |section: &str| manifest[section].as_table().expect("it is a table").keys().cloned().collect();
    for section in ["features", "dependencies"] {
        check_reserved("FEATURES", names(section));
    }
}

/// Checks that a list of `lower/reserved.rs` has these names.
#[track_caller]
fn check_reserved(list: &str, names: Vec<String>) {
    let sources = sources("generator/src/lower");
    let (_, reserved) = sources.iter().find(|(path, _)| path == "reserved.rs").expect("the lists are there");
    let (_, words) = reserved.split_once(&format!("const {list}: &str = \"")).expect("the list is there");
    let words = words.split_once("\";").expect("the list ends").0.replace('\\', " ");
    let words: Vec<&str> = words.split_whitespace().collect();
    let missing: Vec<String> = names.into_iter().filter(|name| !words.contains(&name.as_str())).collect();
    assert!(missing.is_empty(), "{list} of generator/src/lower/reserved.rs lacks {missing:?}");
}

/// The manifest of a folder of the project.
fn manifest(folder: &str) -> toml::Table {
    let text = fs::read_to_string(project().root().join(folder).join("Cargo.toml")).expect("it can be read");
    text.parse().expect("it is TOML")
}

#[test]
fn the_tests_have_every_feature_of_the_client() {
    let (client, tests) = (manifest("generated-client"), manifest("tests"));
    let features = client["features"].as_table().expect("it is a table");
    let default = features["default"].as_array().expect("it is a list");
    let asked = tests["dev-dependencies"]["intercom-client"]["features"].as_array().expect("it is a list");
    // What only turns on a feature of reqwest's has no code here.
    let is_of_reqwest = |name: &toml::Value| name.as_str().is_some_and(|name| name.contains("reqwest"));
    let is_own = |on: &toml::Value| on.as_array().is_none_or(|on| on.is_empty() || !on.iter().all(is_of_reqwest));
    for (feature, _) in features.iter().filter(|(name, on)| *name != "default" && is_own(on)) {
        let is_on = default.iter().chain(asked).any(|on| on.as_str() == Some(feature));
        assert!(is_on, "tests/Cargo.toml does not have the client's feature `{feature}`");
    }
}

#[test]
fn a_generated_client_stays_readable_in_an_afternoon() {
    let lines: usize = sources("tests/golden/versions/2.16").iter().map(|(_, text)| text.lines().count()).sum();
    assert!(lines < 2_400, "the client of 2.16 has {lines} lines");
}

#[test]
fn nothing_unwraps() {
    for folder in ["generator/src", "generator/cli/src", "generated-client/src", "xtask/src"] {
        check_absent(folder, |_| true, &[".unwrap()", "todo!", "unimplemented!", "dbg!"]);
    }
}

#[test]
fn every_file_says_its_one_job() {
    for folder in ["generator/src", "generator/cli/src", "generated-client/src", "xtask/src"] {
        for (path, text) in sources(folder) {
            let first = text.lines().next().unwrap_or_default();
            let says = first.starts_with("//! ") || first.starts_with("// @generated") || first.starts_with("#![doc");
            assert!(says, "{folder}/{path} begins with `{first}`");
        }
    }
}

#[test]
fn the_top_level_is_as_agreed() {
    let allowed = [
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "Cargo.lock",
        "Cargo.toml",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "README.md",
        "SECURITY.md",
        "deny.toml",
        "findings",
        "generated-client",
        "generator",
        "rustfmt.toml",
        "spec",
        "target",
        "tests",
        "xtask",
    ];
    for entry in fs::read_dir(project().root()).expect("the project can be read") {
        let name = entry.expect("the project can be read").file_name().to_string_lossy().into_owned();
        assert!(name.starts_with('.') || allowed.contains(&name.as_str()), "{name} stands at the top level");
    }
}

#[test]
fn versions_of_the_description_hold_structure_only() {
    for entry in fs::read_dir(project().spec()).expect("the descriptions can be read") {
        let path = entry.expect("the descriptions can be read").path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            check_has_no_prose(&path);
        }
    }
}

fn check_has_no_prose(path: &Path) {
    let text = fs::read_to_string(path).expect("the description can be read");
    for line in text.lines().map(str::trim_start) {
        assert!(!line.starts_with("description:") && !line.starts_with("summary:"), "{}: {line}", path.display());
    }
}
