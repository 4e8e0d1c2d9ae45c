//! What the generator makes compiles alone, without a warning of rustc, clippy or rustdoc.

#[path = "support/matrix.rs"]
mod matrix;
#[path = "packages.rs"]
mod packages;

use std::{collections::BTreeMap, path::Path};

use self::matrix::{Cell, cells, description};
use codegen_tests::project;
use intercom_codegen::{
    Api, Generated, Input, Settings, Source, Tags,
    ir::{BodyKind, Output, Type},
    naming::FeatureName,
    output::SAMPLES,
};
use serde_json::Value;
use xtask::{
    contract::{self, Member, Request, Sending, allowed::Allowed},
    drift::prove::Proof,
    golden, input,
    workspace::{LINTS, Workspace},
};

/// The arguments of clippy: every warning is an error.
fn clippy_lints() -> Vec<&'static str> {
    let lints = ["warnings"].into_iter().chain(LINTS).flat_map(|lint| ["-D", lint]);
    ["--quiet", "--"].into_iter().chain(lints).collect()
}

/// The crate of all samples.
const SAMPLES_OF_CALLS: &str = "samples-of-calls";

/// Clients, each in a crate of its name, and one that has the samples in their docs.
fn workspace(name: &str, members: &[(String, Input, Settings)]) -> Workspace {
    let names: Vec<&str> = members.iter().map(|(name, ..)| name.as_str()).chain([SAMPLES_OF_CALLS]).collect();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let workspace = Workspace::new(&project(), &folder, &names).expect("the workspace can be written");
    let mut samples = String::from("//! All samples.\n\n#![allow(clippy::all, deprecated, unused)]\n");
    let mut dependencies = String::new();
    for (name, input, settings) in members {
        let generated = workspace.add_client(name, input, settings).expect("the client can be generated");
        samples.push_str(&samples_of(name, &generated));
        dependencies.push_str(&format!("{name} = {{ path = \"../{name}\" }}\n"));
    }
    let manifest = format!(
        "[package]\nname = \"{SAMPLES_OF_CALLS}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[features]\nmock = \
         []\n\n[dependencies]\nchrono = \"0.4\"\njiff = \"0.2\"\nuuid = \"1\"\n{dependencies}"
    );
    let files = BTreeMap::from([("Cargo.toml", manifest), ("src/lib.rs", samples)]);
    workspace.add_crate(SAMPLES_OF_CALLS, &files).expect("the crate can be written");
    workspace
}

/// A module with the samples of a client, one for each method, in functions that have what rustdoc gives them.
fn samples_of(name: &str, generated: &Generated) -> String {
    let library = name.replace('-', "_");
    let files = generated.output.files().iter().filter(|(path, _)| path.starts_with(SAMPLES));
    let functions: Vec<String> = files
        .enumerate()
        .map(|(index, (_, sample))| {
            let head = format!("async fn sample_{index}(client: Client) -> Result<(), Error>");
            format!("\n    {head} {{\n{sample}    Ok(())\n    }}\n")
        })
        .collect();
    let operations = generated.api.groups.iter().flat_map(|group| &group.operations);
    let methods: usize = operations.map(|&index| generated.api.operations[index].kinds().count()).sum();
    assert_eq!(functions.len(), methods, "samples of {name}");
    let imports = format!("    use std::collections::BTreeMap;\n    use {library}::*;\n");
    format!("\nmod {library}_samples {{\n{imports}{}}}\n", functions.concat())
}

#[track_caller]
fn check(workspace: &Workspace, arguments: &[&str]) {
    let mut command = workspace.cargo(arguments);
    command.env("RUSTDOCFLAGS", "-D warnings");
    command.env("WIRE_VERSION", "Preview").env("WIRE_USER_AGENT", "client-preview/0.1.0");
    let output = command.output().expect("cargo can be started");
    let [told, complained] = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    assert!(output.status.success(), "cargo {}:\n{told}{complained}", arguments.join(" "));
}

#[track_caller]
fn check_clippy(workspace: &Workspace, selection: &[&str]) {
    check(workspace, &[&["clippy"], selection, clippy_lints().as_slice()].concat());
}

fn versions() -> Vec<(String, Input, Settings)> {
    let project = project();
    let settings = project.settings().expect("the settings are valid");
    let input = |version: &String| input::of_version(&project, version, &settings).expect("the version is there");
    settings
        .api_versions
        .iter()
        .map(|version| (contract::package_of(version), input(version), settings.clone()))
        .collect()
}

/// Clients of golden cases, each in a crate of the case's name without what all of them begin with.
fn case_clients(cases: &[&str]) -> Vec<(String, Input, Settings)> {
    let folder = project().root().join("tests/golden/cases");
    let case = |name: &&str| {
        let (input, settings) = golden::case(&folder.join(name)).expect("the case is valid");
        (name.trim_start_matches("x-pagination-").to_owned(), input, settings)
    };
    cases.iter().map(case).collect()
}

#[test]
fn every_version_compiles_without_a_warning() {
    let versions = versions();
    assert_eq!(versions.len(), 12);
    let workspace = workspace("versions", &versions);
    check_clippy(&workspace, &["--workspace"]);
}

#[test]
fn every_case_compiles_without_a_warning() {
    let folders = golden::case_folders(&project()).expect("the cases can be read");
    let cases: Vec<(String, Input, Settings)> = folders
        .iter()
        .map(|folder| {
            let (input, settings) = golden::case(folder).expect("the case is valid");
            (folder.file_name().expect("a case has a name").to_string_lossy().into_owned(), input, settings)
        })
        .collect();
    let workspace = workspace("cases", &cases);
    // The mock is the one part of generated code that is there with a feature alone.
    check_clippy(&workspace, &["--workspace", "--features", "mock"]);
    // The other features are the runtime's, so one crate with them stands for all. Of several kinds of TLS it has one: that of the system
    // wants a library that may not be there.
    let others = "blocking,chrono,jiff,middleware,mock,time,tracing";
    check_clippy(&workspace, &["--features", others, "--package", &cases[0].0]);
}

/// Each tag and none, with the mock and without it: it is a part of the same files.
#[test]
fn every_tag_alone_compiles_without_a_warning() {
    let cases = case_clients(&["features-by-tag"]);
    let (name, input, settings) = &cases[0];
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("features");
    let workspace = Workspace::new(&project(), &folder, &[name]).expect("the workspace can be written");
    let Generated { api, .. } = workspace.add_client(name, input, settings).expect("the client can be generated");
    let features: Vec<&str> = api.features().map(FeatureName::as_str).collect();
    assert_eq!(features, ["cats", "dogs", "opening-hours"]);
    for feature in [&[""], features.as_slice()].concat() {
        let with_mock = format!("rustls,mock,{feature}");
        let alone = format!("rustls,{feature}");
        check_clippy(&workspace, &["--no-default-features", "--features", &alone]);
        check_clippy(&workspace, &["--no-default-features", "--features", &with_mock]);
        check(&workspace, &["doc", "--quiet", "--no-deps", "--no-default-features", "--features", &with_mock]);
    }
}

/// The samples of all versions, the wire tests of the pinned one and of what only the newest and the unstable one have, and
/// the documentation: what needs the versions built, in one workspace.
#[test]
fn every_version_decodes_its_samples_and_the_newest_speaks_on_the_wire() {
    let versions = versions();
    let lists = case_clients(&["x-pagination-in-the-body-and-deep", "x-pagination-of-what-may-be-null"]);
    let styles = case_clients(&contract::CASES);
    let headers = case_clients(&[
        "headers-of-a-call-are-not-lifted",
        "idempotency-key",
        "request-without-a-body",
        "version-header",
    ]);
    let cases = lists.iter().chain(&styles).chain(&headers);
    let clients = versions.iter().chain(cases.clone()).map(|(name, ..)| name.as_str());
    let programs = ["samples", "two-versions", "wire", "wire-unstable", "wire-lists", "wire-styles", "wire-headers"];
    let names: Vec<&str> = clients.chain(programs).chain([REQUESTS, CELLS]).collect();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("built");
    let workspace = Workspace::new(&project(), &folder, &names).expect("the workspace can be written");
    let mut tests = String::from("//! Every sample of every version decodes.\n");
    let mut dependencies = String::new();
    for (name, input, settings) in &versions {
        let generated = workspace.add_client(name, input, settings).expect("the client can be generated");
        let document = intercom_codegen::document(input, settings).expect("the overlays apply");
        tests.push_str(&sample_tests(name, &generated.api, &document));
        dependencies.push_str(&format!("{name} = {{ path = \"../{name}\" }}\n"));
    }
    let manifest = format!(
        "[package]\nname = \"samples\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\nserde = \"1\"\nserde_json = \
         \"1\"\n{dependencies}"
    );
    let samples = BTreeMap::from([
        ("Cargo.toml", manifest),
        ("src/lib.rs", "//! Tests only.\n".to_owned()),
        ("tests/samples.rs", tests),
    ]);
    workspace.add_crate("samples", &samples).expect("the crate can be written");
    for (name, input, settings) in cases {
        workspace.add_client(name, input, settings).expect("the client can be generated");
    }
    let named = |(name, ..): &(String, Input, Settings)| (name.clone(), name.clone());
    let of_lists: Vec<(String, String)> = lists.iter().map(named).collect();
    let of_styles: Vec<(String, String)> = styles.iter().map(named).collect();
    let of_headers: Vec<(String, String)> = headers.iter().map(named).collect();
    let pinned = |package: &str| ("intercom-client".to_owned(), package.to_owned());
    let two = [("intercom-client-2-16", "client-2-16"), ("intercom-client-preview", "client-preview")];
    let two = two.map(|(name, package)| (name.to_owned(), package.to_owned()));
    for (name, clients, tests) in [
        ("two-versions", two.to_vec(), ["two_versions"].as_slice()),
        ("wire", vec![pinned("client-preview")], &["wire", "wire_preview"]),
        ("wire-unstable", vec![pinned("client-unstable")], &["wire_unstable"]),
        ("wire-lists", of_lists, &["wire_lists"]),
        ("wire-styles", of_styles, &["wire_styles"]),
        ("wire-headers", of_headers, &["wire_headers"]),
    ] {
        workspace.add_crate(name, &wire_tests(name, &clients, tests)).expect("the crate can be written");
    }
    let pinned = contract::package_of(&project().settings().expect("the settings are valid").api_version);
    let sending = versions.iter().filter(|(name, ..)| *name == pinned).chain(&styles);
    check_contract(&workspace, sending);
    let packages = programs.into_iter().flat_map(|name| ["--package", name]);
    check(&workspace, &["test", "--quiet"].into_iter().chain(packages).collect::<Vec<_>>());
    check(&workspace, &["doc", "--quiet", "--no-deps", "--workspace"]);
}

/// The program that makes the calls whose requests are read.
const REQUESTS: &str = "requests";

/// The client of a description that has a parameter of each style for each value.
const CELLS: &str = "cells";

/// A server that knows the descriptions alone reads what the builders make of their examples, as it was meant; and each parameter stands
/// as the tables of the specifications have it.
fn check_contract<'a>(workspace: &Workspace, clients: impl Iterator<Item = &'a (String, Input, Settings)>) {
    let member = |(name, input, settings): &(String, Input, Settings)| {
        contract::member(workspace, name, input, settings).expect("the client can be generated")
    };
    let cells = cells();
    let text = description(&cells).to_string();
    let cell_client = Input {
        description: Source::new("cells.json", text),
        overlays: Vec::new(),
        tags: Tags::All,
        origin: "cells.json".to_owned(),
    };
    let cell_client = (CELLS.to_owned(), cell_client, Settings::default());
    let members: Vec<Member> = clients.map(member).chain([member(&cell_client)]).collect();
    assert_eq!(members.len(), 1 + contract::CASES.len() + 1);
    let project = project();
    let sending = Sending::new(workspace, REQUESTS, &members).expect("the calls are made");
    let refusals = sending.refusals(&project, workspace.folder(), &[]).expect("there is no other reader");
    let allowed = Allowed::of(&project).expect("there is a list");
    let unexpected = allowed.unexpected(&refusals).into_iter().filter(|refusal| refusal.client != CELLS);
    assert_eq!(unexpected.map(ToString::to_string).collect::<Vec<_>>(), Vec::<String>::new());
    let clients: Vec<&str> = members.iter().map(|member| member.package.as_str()).collect();
    assert_eq!(allowed.left_over(&["schema"], &clients, &refusals), Vec::<String>::new());
    let requests: BTreeMap<&str, Result<&Request, &str>> = sending.requests(CELLS).collect();
    assert_eq!(requests.len(), cells.len());
    let shown: Vec<String> = cells.iter().map(|cell| cell.shown(cell.expected)).collect();
    let sent: Vec<String> = cells.iter().map(|cell| cell.shown(stands_in(cell, &requests).as_deref())).collect();
    assert_eq!(sent, shown);
}

/// What stands in the place of a cell's parameter; nothing where no request was made because of the parameter.
fn stands_in(cell: &Cell, requests: &BTreeMap<&str, Result<&Request, &str>>) -> Option<String> {
    let request = match requests[cell.operation.as_str()] {
        Ok(request) => request,
        Err(reason) if reason.contains("the path parameter `color`") => return None,
        Err(reason) => return Some(reason.to_owned()),
    };
    let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
    let text = match cell.place {
        "path" => path.strip_prefix(&format!("/{}/", cell.operation)).unwrap_or(path),
        "query" => query,
        "header" => request.header("color").unwrap_or_default(),
        _ => request.header("cookie").unwrap_or_default(),
    };
    Some(text.to_owned())
}

/// What only some descriptions say of responses, on the wire.
#[test]
fn responses_unlike_others_are_read() {
    let clients = case_clients(&[
        "any-of-objects-that-exclude-nothing",
        "base-schema-that-others-extend",
        "formats-that-settings-give-a-type",
        "optional-fields-of-models-that-are-sent-too",
        "redirect-beside-a-success",
        "redirect-is-the-only-success",
        "required-in-responses-is-optional",
        "required-in-responses-of-named-schemas",
        "sensitive-fields",
        "streams-of-items",
        "tuples",
        "union-told-apart-by-constants-and-limits",
    ]);
    let names: Vec<&str> = clients.iter().map(|(name, ..)| name.as_str()).chain(["wire-answers"]).collect();
    let workspace = Workspace::new(&project(), &Path::new(env!("CARGO_TARGET_TMPDIR")).join("answers"), &names);
    let workspace = workspace.expect("the workspace can be written");
    for (name, input, settings) in &clients {
        workspace.add_client(name, input, settings).expect("the client can be generated");
    }
    let named: Vec<(String, String)> = clients.iter().map(|(name, ..)| (name.clone(), name.clone())).collect();
    let tests = wire_tests("wire-answers", &named, &["wire_formats", "wire_responses", "wire_unions"]);
    workspace.add_crate("wire-answers", &tests).expect("the crate can be written");
    check(&workspace, &["test", "--quiet", "--package", "wire-answers"]);
    check_clippy(&workspace, &["--workspace", "--exclude", "wire-answers", "--features", "mock"]);
}

/// The servers of a case's description, and where they are for the tests on the wire, each of them another origin. Their ports
/// are those that no system gives away by itself.
const ON_LOOPBACK: [(&str, &str); 4] = [
    ("https://api.example.com", "http://127.0.0.1:21871"),
    ("https://uploads.example.com", "http://127.0.0.1:21872"),
    ("https://files.example.com", "http://127.0.0.1:21873"),
    ("https://storage.example.com", "http://127.0.0.1:21874"),
];

/// Which credential each request carries, and where: as a transport sees it, and as servers on loopback do, of which the description
/// knows.
#[test]
fn credentials_go_where_the_description_says() {
    let cases = case_clients(&["security-of-each-operation"]);
    let [case] = cases.as_slice() else { panic!("there is one case") };
    let (_, input, mut settings) = case.clone();
    let on_loopback = |text: &str| ON_LOOPBACK.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    let description = Source::new(&input.description.name, on_loopback(&input.description.text));
    settings.client.credential_origins.iter_mut().for_each(|origin| *origin = on_loopback(origin));
    let moved = ("security-on-loopback".to_owned(), Input { description, ..input }, settings);
    let open = &case_clients(&["request-without-a-body"])[0];
    let names = ["security-of-each-operation", "security-on-loopback", "request-without-a-body", "wire-security"];
    let workspace = Workspace::new(&project(), &Path::new(env!("CARGO_TARGET_TMPDIR")).join("credentials"), &names);
    let workspace = workspace.expect("the workspace can be written");
    for (name, input, settings) in [case, &moved, open] {
        workspace.add_client(name, input, settings).expect("the client can be generated");
    }
    let clients = [names[0], names[1], names[2]].map(|name| (name.to_owned(), name.to_owned()));
    let tests = wire_tests("wire-security", &clients, &["wire_security", "wire_credentials"]);
    workspace.add_crate("wire-security", &tests).expect("the crate can be written");
    check(&workspace, &["test", "--quiet", "--package", "wire-security"]);
}

/// What is called additive is: an app that uses everything before it compiles after it; and what is said to stop an app from
/// compiling does.
#[test]
fn an_app_stops_compiling_exactly_where_the_drift_report_says_so() {
    let proof = Proof::write(&project(), &Path::new(env!("CARGO_TARGET_TMPDIR")).join("proof"));
    let differences = proof.expect("the crates can be written").differences();
    assert_eq!(differences.expect("the app compiles with the older client"), Vec::<String>::new());
}

/// Reads a sample of a request, and writes it.
const WRITE: &str = r#"
    fn write<T: serde::Serialize + for<'de> serde::Deserialize<'de>>(place: &str, json: &str) {
        let model: T = serde_json::from_str(json).unwrap_or_else(|error| panic!("{place}: {error}"));
        let sample: serde_json::Value = serde_json::from_str(json).expect("it is JSON");
        assert_eq!(serde_json::to_value(model).expect("it is written"), sample, "{place}");
    }
"#;

/// One test for each version: all samples of its responses, each decoded as its operation's output; all samples of its
/// requests, each read and written as it is.
fn sample_tests(name: &str, api: &Api, document: &Value) -> String {
    let library = name.replace('-', "_");
    let mut body = String::new();
    let mut sent = 0;
    for operation in &api.operations {
        let Some(BodyKind::Json(Type::Named(model), _)) = operation.body.as_ref().map(|body| &body.kind) else {
            continue;
        };
        let described = document.pointer(&operation.place.to_string()).expect("the operation is in the document");
        let examples = &described["requestBody"]["content"]["application/json"]["examples"];
        for (sample, example) in examples.as_object().into_iter().flatten() {
            let (place, json) = (format!("{} {sample}", operation.id), example["value"].to_string());
            body.push_str(&format!("    write::<{library}::models::{model}>({place:?}, {json:?});\n"));
            sent += 1;
        }
    }
    assert!(sent > 0, "{name} has no samples of requests");
    for operation in &api.operations {
        let Output::Json(Type::Named(model)) = &operation.output else { continue };
        let described = document.pointer(&operation.place.to_string()).expect("the operation is in the document");
        for (status, response) in described["responses"].as_object().into_iter().flatten() {
            let path = if status.starts_with('2') { format!("models::{model}") } else { "ErrorBody".to_owned() };
            for (sample, example) in
                response["content"]["application/json"]["examples"].as_object().into_iter().flatten()
            {
                let place = format!("{} {status} {sample}", operation.id);
                let json = example["value"].to_string();
                body.push_str(&format!("    decode::<{library}::{path}>({place:?}, {json:?});\n"));
            }
        }
    }
    assert!(!body.is_empty(), "{name} has no samples");
    format!(
        "\n#[test]\nfn {library}() {{\n    fn decode<T: for<'de> serde::Deserialize<'de>>(place: &str, json: &str) {{\n        if let \
         Err(error) = serde_json::from_str::<T>(json) {{\n            panic!(\"{{place}}: {{error}}\");\n        }}\n    \
         }}\n{WRITE}{body}}}\n"
    )
}

/// Tests on the wire, compiled against clients of other descriptions than the pinned one: each under a name of its own.
fn wire_tests(name: &str, clients: &[(String, String)], tests: &[&str]) -> BTreeMap<&'static str, String> {
    let folder = project().root().join("tests");
    // What is about headers is tried below a middleware, too.
    let features = if name == "wire-headers" { "\"middleware\"" } else { "" };
    let clients: String = clients
        .iter()
        .map(|(name, package)| {
            format!("{name} = {{ package = {package:?}, path = \"../{package}\", features = [{features}] }}\n")
        })
        .collect();
    let tests: String = tests
        .iter()
        .map(|test| format!("\n[[test]]\nname = {test:?}\npath = {:?}\n", folder.join(format!("{test}.rs"))))
        .collect();
    let manifest = format!(
        "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\nallocation-counter = \"0.8\"\n{clients}serde_json = \
         \"1\"\ntokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\", \"net\", \"io-util\", \
         \"time\"] }}\nwiremock = \"0.6\"\n{tests}"
    );
    BTreeMap::from([("Cargo.toml", manifest), ("src/lib.rs", "//! Tests only.\n".to_owned())])
}
