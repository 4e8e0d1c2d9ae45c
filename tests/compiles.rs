//! What an app writes compiles, or fails to compile with the message that says why.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use codegen_tests::project;
use serde_json::Value;
use xtask::workspace::Workspace;

/// What rustc says of a file: `error` or `warning`, and the headline.
type Diagnostics = BTreeSet<(String, String)>;

/// What cargo tells of the programs in `tests/compile_fail` and `tests/compile_pass`, each an example of one crate.
static MESSAGES: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compile-fail");
    let workspace = Workspace::new(&project(), &folder, &["app"]).expect("the workspace can be written");
    let files = BTreeMap::from([("Cargo.toml", manifest()), ("src/lib.rs", String::new())]);
    workspace.add_crate("app", &files).expect("the crate can be written");
    let arguments = ["check", "--package", "app", "--examples", "--keep-going", "--message-format", "json"];
    let output = workspace.cargo(&arguments).output().expect("cargo is there");
    let messages: Vec<Value> =
        serde_json::Deserializer::from_slice(&output.stdout).into_iter().collect::<Result<_, _>>().expect("JSON");
    assert!(!diagnostics(&messages).is_empty(), "cargo checked nothing:\n{}", String::from_utf8_lossy(&output.stderr));
    messages
});

/// File -> what rustc says.
static PROGRAMS: LazyLock<BTreeMap<PathBuf, Diagnostics>> = LazyLock::new(|| diagnostics(&MESSAGES));

/// The files of a folder of programs, in alphabetical order.
fn programs(folder: &str) -> Vec<PathBuf> {
    let folder = project().root().join("tests").join(folder);
    let entries = fs::read_dir(folder).expect("the folder can be read");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("the folder can be read").path()).collect();
    files.sort();
    assert!(!files.is_empty(), "there are programs");
    files
}

/// A crate as an app has it, with the programs as its examples.
fn manifest() -> String {
    let client = project().client();
    let examples: String = [programs("compile_fail"), programs("compile_pass")]
        .iter()
        .flatten()
        .map(|file| {
            let name = file.file_stem().unwrap_or_default().to_string_lossy();
            format!("\n[[example]]\nname = {name:?}\npath = {file:?}\n")
        })
        .collect();
    format!(
        "[package]\nname = \"app\"\nedition = \"2024\"\nautoexamples = false\n\n[dependencies]\nintercom-client.path = {client:?}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n{examples}"
    )
}

/// What rustc says of each file that it was given, from cargo's messages.
fn diagnostics(messages: &[Value]) -> BTreeMap<PathBuf, Diagnostics> {
    let mut said: BTreeMap<PathBuf, Diagnostics> = BTreeMap::new();
    for message in messages.iter().filter(|message| message["target"]["kind"][0] == "example") {
        let text = |pointer: &str| message.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
        let diagnostics = said.entry(text("/target/src_path").into()).or_default();
        let (level, headline) = (text("/message/level"), text("/message/message"));
        // "aborting due to …" closes the errors, and a note may follow.
        let closes = headline.starts_with("aborting due to ") || level == "failure-note";
        if message["reason"] == "compiler-message" && !closes {
            diagnostics.insert((level, headline));
        }
    }
    said
}

/// The lines `// error: …` that a program begins with.
fn expected(file: &Path) -> Diagnostics {
    let text = fs::read_to_string(file).expect("the program can be read");
    let headlines = text.lines().map_while(|line| line.strip_prefix("// error: "));
    headlines.map(|headline| ("error".to_owned(), headline.to_owned())).collect()
}

/// Compares what rustc says of the programs in a folder with what they expect, all at once.
#[track_caller]
fn check(folder: &str, expects_errors: bool) {
    let mut wrong = String::new();
    for file in programs(folder) {
        let (expected, said) = (expected(&file), PROGRAMS.get(&file));
        if said != Some(&expected) || expected.is_empty() == expects_errors {
            wrong.push_str(&format!("{}\n  expected: {expected:?}\n  rustc:    {said:?}\n", file.display()));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn requests_that_lack_something_do_not_compile() {
    check("compile_fail", true);
}

#[test]
fn what_should_compile_does() {
    check("compile_pass", false);
}

#[test]
fn missing_fields_are_told_in_few_lines() {
    let text = |message: &Value, pointer: &str| {
        message.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let errors: Vec<String> = MESSAGES
        .iter()
        .filter(|message| {
            let headline = text(message, "/message/message");
            headline.starts_with("required fields are not set: ") || headline.ends_with(" has been set already")
        })
        .map(|message| text(message, "/message/rendered"))
        .collect();
    assert!(errors.len() >= 7, "there are programs that lack fields, and one that sets a field twice: {errors:?}");
    for error in errors {
        let lines = error.trim_end().lines().count();
        assert!(lines <= 25, "{lines} lines:\n{error}");
        assert!(!error.contains("long-type"), "{error}");
        let is_told = error.contains("the builder's page in the docs names all that are required");
        assert!(is_told || error.contains(" has been set already"), "{error}");
    }
}
