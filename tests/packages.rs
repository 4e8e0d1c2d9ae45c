//! The client, the generator and its program as they would be published: what is in the packages, what their manifests say, and an app that stands on
//! nothing else.

use std::{
    collections::BTreeMap,
    fs,
    io::Read as _,
    path::{Path, PathBuf},
    process::Command,
};

use codegen_tests::project;
use flate2::read::GzDecoder;
use serde_json::Value;
use toml::Table;
use xtask::{golden::on_disk, workspace::Workspace};

const CLIENT: &str = "intercom-client";
const GENERATOR: &str = "intercom-codegen";
const TOOL: &str = "intercom-codegen-cli";
const APP: &str = "scratch-app";
/// The program's example of a build script.
const PETSTORE: &str = "petstore";

/// The files of a package: path -> text.
type Package = BTreeMap<String, String>;

/// Packs all three.
fn packages() -> [Package; 3] {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("packages");
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .args(["package", "--no-verify", "--allow-dirty"])
        .args([CLIENT, GENERATOR, TOOL].map(|name| format!("--package={name}")));
    let output = cargo.arg("--target-dir").arg(&target).current_dir(project().root()).output();
    let output = output.expect("cargo can be started");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{told}");
    // A path that leads out of the package is the one thing that is left out on purpose: a test of the whole project.
    let warnings: Vec<&str> = told.lines().filter(|line| line.starts_with("warning: ")).collect();
    let expected = "warning: ignoring test `runtime_alone` as `../tests/runtime_alone.rs` is not included in the published package";
    assert!(warnings.iter().all(|warning| *warning == expected), "{told}");
    [CLIENT, GENERATOR, TOOL].map(|name| unpacked(name, &target.join("package")))
}

fn unpacked(name: &str, folder: &Path) -> Package {
    let stem = format!("{name}-{}", env!("CARGO_PKG_VERSION"));
    let file = fs::File::open(folder.join(format!("{stem}.crate"))).expect("the package is there");
    let mut archive = tar::Archive::new(GzDecoder::new(file));
    let entries = archive.entries().expect("it is an archive").map(|entry| {
        let mut entry = entry.expect("it has entries");
        let path = entry.path().expect("an entry has a path").strip_prefix(&stem).map(PathBuf::from);
        let mut text = String::new();
        entry.read_to_string(&mut text).expect("all files are text");
        (path.expect("all is below one folder").display().to_string(), text)
    });
    entries.collect()
}

/// The names of a package's files and folders at its top.
fn top(package: &Package) -> Vec<&str> {
    let mut names: Vec<&str> = package.keys().map(|path| path.split('/').next().unwrap_or(path)).collect();
    names.dedup();
    // The commit, where the project is in a repository.
    names.retain(|name| *name != ".cargo_vcs_info.json");
    names
}

const PROGRAM: &str = r##"//! A message that is sent to the mock, and a client that is generated.

use intercom_client::{
    Value,
    mock::Mock,
    models::{CreateMessageRequest, CreateMessageRequestFrom, Recipient, RecipientType},
};
use intercom_codegen::{Input, Settings, Source, Tags, generate};

const PETS: &str = r#"{"openapi": "3.0.3", "info": {"title": "Pets", "version": "1"}, "paths": {"/pets": {"get": {
    "operationId": "listPets", "tags": ["Pets"], "responses": {"200": {"description": "All of them.", "content":
    {"application/json": {"schema": {"type": "array", "items": {"type": "string"}}}}}}}}}}"#;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let message: Value = r#"{"type": "admin_message", "id": "7", "created_at": 1700000000, "body": "Hello", "message_type": "inapp"}"#.parse()?;
    let mock = Mock::new();
    mock.create_message().returns_json(200, message);
    let request = CreateMessageRequest::in_app()
        .body("Hello")
        .from(CreateMessageRequestFrom::builder().id(394_051).build())
        .to(Recipient::builder().r#type(RecipientType::User).id("536e564f316c83104c000020").build())
        .build();
    let message = mock.client().messages().create(request).send().await?;
    println!("message {}: {}", message.id, message.body);

    let input = Input { description: Source::new("pets.json", PETS), overlays: Vec::new(), tags: Tags::All, origin: "pets.json".to_owned() };
    let generated = generate(&input, &Settings::default())?;
    println!("generated: {}", generated.output.files().contains_key("groups/pets.rs"));
    let runtime = intercom_codegen_cli::template().runtime;
    println!("a new crate gets: {}", runtime.contains_key("lib.rs") && !runtime.contains_key("guide.rs"));
    Ok(())
}
"##;

#[test]
fn an_app_stands_on_the_packed_crates() {
    let [client, generator, tool] = packages();
    let common = ["Cargo.lock", "Cargo.toml", "Cargo.toml.orig", "LICENSE-APACHE", "LICENSE-MIT", "README.md"];
    let with = |more: &[&'static str]| {
        let mut names = [&common, more].concat();
        names.sort_unstable();
        names
    };
    assert_eq!(top(&client), with(&["examples", "guide", "src"]));
    assert_eq!(top(&generator), with(&["SETTINGS.md", "schema", "src"]));
    assert_eq!(top(&tool), with(&["build.rs", "runtime", "src"]));
    for package in [&client, &generator, &tool] {
        for name in ["LICENSE-APACHE", "LICENSE-MIT"] {
            let whole = fs::read_to_string(project().root().join(name)).expect("it is there");
            assert_eq!(package[name], whole, "{name} is the project's own, and no text of a link");
        }
    }

    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("packed");
    let workspace = Workspace::new(&project(), &folder, &[CLIENT, GENERATOR, TOOL, APP, PETSTORE])
        .expect("the workspace can be written");
    for (name, package) in [(CLIENT, &client), (GENERATOR, &generator), (TOOL, &tool)] {
        let files = package.iter().filter(|(path, _)| *path != "Cargo.lock");
        let files = files.map(|(path, text)| (path.as_str(), text.clone())).collect();
        workspace.add_crate(name, &files).expect("the crate can be written");
    }
    let manifest = format!(
        "[package]\nname = \"{APP}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{CLIENT} = {{ path = \"../{CLIENT}\", \
         features = [\"mock\"] }}\n{GENERATOR} = {{ path = \"../{GENERATOR}\" }}\n{TOOL} = {{ path = \
         \"../{TOOL}\" }}\ntokio = {{ version = \"1\", features = [\"macros\", \
         \"rt\"] }}\n"
    );
    let files = BTreeMap::from([("Cargo.toml", manifest), ("src/main.rs", PROGRAM.to_owned())]);
    workspace.add_crate(APP, &files).expect("the app can be written");
    let example =
        on_disk(&project().root().join("generator/cli/examples").join(PETSTORE)).expect("the example is there");
    let example = example.iter().map(|(path, text)| (path.as_str(), as_member(path, text))).collect();
    workspace.add_crate(PETSTORE, &example).expect("the example can be written");

    // The program asks the registry for the generator, which is not published yet. Both at once, so that what the app and the build
    // script stand on is compiled once.
    let unpublished = format!("patch.crates-io.{GENERATOR}.path='{GENERATOR}'");
    let arguments = ["build", "--quiet", "--package", APP, "--package", PETSTORE, "--config", &unpublished];
    let output = workspace.cargo(&arguments).output().expect("cargo can be started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "nothing of it has a warning");
    let run = |name: &str| {
        let program = workspace.target().join("debug").join(name).with_extension(std::env::consts::EXE_EXTENSION);
        let output = Command::new(program).output().expect("the program can be started");
        String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
    };
    assert_eq!(run(APP), "message 7: Hello\ngenerated: true\na new crate gets: true\n");
    let shown =
        "GET https://petstore.example.com/v1/pets?species=cat\nuser-agent: petstore/0.1.0\naccept: application/json\n";
    assert_eq!(run(PETSTORE), shown);
}

/// A file of the example as that of a member of the packages' workspace, with the packed program.
fn as_member(path: &str, text: &str) -> String {
    match path {
        "Cargo.toml" => {
            let mut manifest: Table = text.parse().expect("it is TOML");
            assert!(manifest.remove("workspace").is_some(), "it is a project of its own");
            manifest["build-dependencies"][TOOL]["path"] = format!("../{TOOL}").into();
            manifest.to_string()
        }
        _ => text.to_owned(),
    }
}

/// What crates.io and docs.rs ask for (doc.rust-lang.org/cargo/reference/manifest.html, docs.rs/about/metadata).
#[test]
fn manifests_say_what_registries_show() {
    let root = project().root().to_owned();
    let read =
        |path: &str| fs::read_to_string(root.join(path)).expect("readable").parse::<Table>().expect("it is TOML");
    let whole = read("Cargo.toml");
    for folder in ["generated-client", "generator", "generator/cli"] {
        let manifest = read(&format!("{folder}/Cargo.toml"));
        let package = manifest["package"].as_table().expect("it is a package");
        for key in ["description", "documentation", "readme"] {
            assert!(package[key].as_str().is_some_and(|text| !text.is_empty()), "{folder}: {key}");
        }
        for key in ["license", "rust-version", "edition", "version"] {
            assert_eq!(package[key]["workspace"].as_bool(), Some(true), "{folder}: {key}");
        }
        // At most five of each, and a keyword has at most 20 letters.
        for key in ["keywords", "categories"] {
            let list = package[key].as_array().expect("it is a list");
            assert!((1..=5).contains(&list.len()), "{folder}: {key}");
            assert!(
                key == "categories" || list.iter().filter_map(toml::Value::as_str).all(|word| word.len() <= 20),
                "{folder}"
            );
        }
        assert!(package.get("publish").is_none(), "{folder} can be published");
        assert_eq!(package["metadata"]["docs"]["rs"]["all-features"].as_bool(), Some(true), "{folder}");
    }
    assert_eq!(whole["workspace"]["package"]["publish"].as_bool(), Some(false), "nothing else is published");

    // What the front page tells an app to name is what would be published.
    let version = env!("CARGO_PKG_VERSION");
    let (minor, _) = version.rsplit_once('.').expect("it has three parts");
    let readme = fs::read_to_string(root.join("README.md")).expect("readable");
    assert!(
        readme.contains(&format!("\n# Once it is published: {CLIENT} = \"{minor}\"\n")),
        "README.md says another version"
    );
    let oldest = whole["workspace"]["package"]["rust-version"].as_str().expect("it is said");
    assert!(readme.contains(&format!("\n- Rust {oldest} is the oldest compiler")), "README.md says another compiler");
}

/// A promise of ours is none where what we stand on asks for more.
#[test]
fn nothing_that_the_crates_depend_on_needs_a_newer_compiler() {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["metadata", "--format-version", "1", "--all-features", "--quiet"]).current_dir(project().root());
    let output = cargo.output().expect("cargo can be started");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    let entries = |list: &Value, key: &str| -> BTreeMap<String, Value> {
        let list = list.as_array().into_iter().flatten();
        list.map(|entry| (entry[key].as_str().unwrap_or_default().to_owned(), entry.clone())).collect()
    };
    let packages = entries(&metadata["packages"], "id");
    let nodes = entries(&metadata["resolve"]["nodes"], "id");
    let is_ours = |package: &Value| [CLIENT, GENERATOR, TOOL].iter().any(|name| package["name"] == **name);
    let mut pending: Vec<&str> =
        packages.iter().filter(|(_, package)| is_ours(package)).map(|(id, _)| id.as_str()).collect();
    let ours = packages[pending[0]]["rust_version"].as_str().expect("it is promised").to_owned();
    let mut reached = std::collections::BTreeSet::new();
    while let Some(id) = pending.pop() {
        if reached.insert(id) {
            let needed = nodes[id]["deps"].as_array().into_iter().flatten();
            let is_built = |dependency: &&Value| {
                let kinds = dependency["dep_kinds"].as_array().into_iter().flatten();
                kinds.into_iter().any(|kind| kind["kind"] != "dev")
            };
            pending.extend(needed.filter(is_built).filter_map(|dependency| dependency["pkg"].as_str()));
        }
    }
    assert!(reached.len() > 100, "{reached:?}");
    let newer = reached
        .iter()
        .map(|id| &packages[*id])
        .filter(|package| package["rust_version"].as_str().is_some_and(|version| numbers(version) > numbers(&ours)));
    let newer: Vec<String> = newer.map(|package| format!("{} {}", package["name"], package["rust_version"])).collect();
    assert_eq!(newer, [""; 0]);
}

/// What lies below the client is the app's choice. That each choice compiles is tried by the workflow `ci`.
#[test]
fn each_feature_brings_what_it_says_and_nothing_else() {
    const CHOICES: [&str; 6] = ["async-compression", "aws-lc-rs", "h2", "native-tls", "reqwest", "rustls"];
    for (features, expected) in [
        ("", vec![]),
        ("mock,tracing,blocking,chrono,jiff,time", vec![]),
        ("reqwest", vec!["reqwest"]),
        ("rustls", vec!["aws-lc-rs", "reqwest", "rustls"]),
        ("rustls-no-provider", vec!["reqwest", "rustls"]),
        ("native-tls", vec!["native-tls", "reqwest"]),
        ("http2", vec!["h2", "reqwest"]),
        ("gzip", vec!["async-compression", "reqwest"]),
        ("middleware", vec!["reqwest"]),
        ("rustls,native-tls", vec!["aws-lc-rs", "native-tls", "reqwest", "rustls"]),
    ] {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args([
            "tree",
            "--edges",
            "normal",
            "--prefix",
            "none",
            "--package",
            CLIENT,
            "--no-default-features",
            "--features",
        ]);
        let output = cargo.arg(features).current_dir(project().root()).output().expect("cargo can be started");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let tree = String::from_utf8(output.stdout).expect("it is a text");
        let names: Vec<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
        assert!(names.contains(&CLIENT) && names.contains(&"http"), "{tree}");
        let found: Vec<&str> = CHOICES.into_iter().filter(|choice| names.contains(choice)).collect();
        assert_eq!(found, expected, "{features}");
    }
}

/// `1.88` -> 1, 88, 0
fn numbers(version: &str) -> [u64; 3] {
    let mut numbers = version.split('.').map(|part| part.parse().unwrap_or_default());
    [(); 3].map(|()| numbers.next().unwrap_or_default())
}
