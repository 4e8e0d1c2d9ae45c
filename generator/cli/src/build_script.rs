//! A client that a build script generates.

use std::{
    env,
    path::{Path, PathBuf},
    process,
};

use anyhow::{Context as _, Result, ensure};
use intercom_codegen::{Files, Package, Scaffold, generate, scaffold};
use semver::{Comparator, Op, Version, VersionReq};
use toml::{Table, Value};

use crate::{
    files::{Noted, read},
    input,
    runtime::template,
    told::warnings,
};

/// What a build script generates a client from. The client is a crate of its own, which has two hand-written files.
///
/// `build.rs` says what it is generated from. Paths count from the manifest, as all do in a build script:
///
/// ```no_run
/// use intercom_codegen_cli::BuildScript;
///
/// fn main() {
///     BuildScript::new("petstore.yaml").overlay("fixes.overlay.yaml").settings("codegen.toml").tag("Pets").run();
/// }
/// ```
///
/// `src/lib.rs` is one line, with the crate's own docs above it if it has some:
///
/// ```ignore
/// include!(concat!(env!("OUT_DIR"), "/client/lib.rs"));
/// ```
///
/// `Cargo.toml` needs what the client stands on. A first build without it fails, and the error has the lines to paste.
///
/// Cargo runs the script again when a file changes that was read: the description, each file that its references lead to, an overlay, the
/// settings. Nothing but the output folder is written to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct BuildScript {
    description: PathBuf,
    overlays: Vec<PathBuf>,
    settings: Option<PathBuf>,
    tags: Vec<String>,
}

impl BuildScript {
    /// Generates from an OpenAPI 3.0, 3.1 or 3.2 description, YAML or JSON; all tags, neutral settings.
    #[must_use]
    pub fn new(description: impl Into<PathBuf>) -> Self {
        Self { description: description.into(), overlays: Vec::new(), settings: None, tags: Vec::new() }
    }

    /// Applies an OpenAPI Overlay document behind those that are named already.
    #[must_use]
    pub fn overlay(mut self, path: impl Into<PathBuf>) -> Self {
        self.overlays.push(path.into());
        self
    }

    /// Takes names and facts from a file of settings.
    #[must_use]
    pub fn settings(mut self, path: impl Into<PathBuf>) -> Self {
        self.settings = Some(path.into());
        self
    }

    /// Generates only the operations with this tag, and with those that are named already.
    #[must_use]
    pub fn tag(mut self, tag: impl Into<String>) -> Self {
        self.tags.push(tag.into());
        self
    }

    /// Does all that `build.rs` is for: writes the client to `OUT_DIR/client`, and has cargo show the warnings and watch the files. Where
    /// that fails, it says why and ends the script with exit code 1; cargo shows it.
    pub fn run(&self) {
        match self.run_for_cargo() {
            Ok(instructions) => print!("{instructions}"),
            Err(error) => {
                eprintln!("{error:#}");
                process::exit(1);
            }
        }
    }

    fn run_for_cargo(&self) -> Result<String> {
        let folder = |name: &str| {
            env::var_os(name)
                .map(PathBuf::from)
                .with_context(|| format!("error: {name} is not set, which cargo sets for a build script"))
        };
        self.write(&folder("OUT_DIR")?.join("client"), &folder("CARGO_MANIFEST_DIR")?.join("Cargo.toml"))
    }

    /// Writes the client to a folder, for a crate with this manifest, and returns what cargo is told: a line for each file that it
    /// watches, and for each line of a warning.
    ///
    /// # Errors
    ///
    /// Bad input, a manifest that lacks what the client needs, with what that is, or a folder that can't be written; nothing but that
    /// folder is written to.
    pub fn write(&self, folder: &Path, manifest: &Path) -> Result<String> {
        let noted = Noted::default();
        self.settings.iter().for_each(|path| noted.note(path));
        noted.note(manifest);
        let settings = input::settings(self.settings.as_deref())?.of_whole_crate();
        let input = input::of_file_noting(&self.description, &self.overlays, input::tags(&self.tags), &noted)?;
        let generated = generate(&input, &settings)?;
        let package = Package { name: Some("client".to_owned()), in_workspace: true };
        let scaffold = scaffold::scaffold(&generated.api, &generated.output, &template(), &package)?;
        let lacking =
            lacking(&read(manifest)?, &scaffold).with_context(|| format!("error: in {}", manifest.display()))?;
        ensure!(
            lacking.is_empty(),
            "error: {} lacks what the client needs\nhelp: add these lines, each below the heading that it stands under here, or in the place of one of its name\n\n{lacking}",
            manifest.display()
        );
        included(scaffold).apply(folder).with_context(|| format!("error: can't write {}", folder.display()))?;
        let watched = noted.files().into_iter().map(|file| format!("cargo::rerun-if-changed={}\n", file.display()));
        let warned = warnings(&generated).join("\n\n");
        let warned = warned.lines().map(|line| format!("cargo::warning={line}\n"));
        Ok(watched.chain(warned).collect())
    }
}

/// The sources of a crate, to be included into another one: what stands below `src`. Attributes and docs of a whole crate are left out,
/// since only the file that a crate begins with can have them.
fn included(scaffold: Scaffold) -> Files {
    let managed = scaffold.managed.of_program();
    let sources = managed.files().iter().filter_map(|(path, text)| Some((path.strip_prefix("src/")?.to_owned(), text)));
    let text = |path: &str, text: &str| match path {
        "lib.rs" => {
            let lines = text.lines().filter(|line| !line.starts_with("#![") && !line.starts_with("//!"));
            lines.map(|line| format!("{line}\n")).collect()
        }
        _ => text.to_owned(),
    };
    Files::new(sources.map(|(path, source)| (path.clone(), text(&path, source))).collect())
}

/// The features and dependencies that a manifest lacks, as lines of TOML; nothing where it has all of them.
fn lacking(manifest: &str, scaffold: &Scaffold) -> Result<String> {
    let needed: Table = scaffold.initial.files().get("Cargo.toml").map_or("", String::as_str).parse()?;
    let has: Table = manifest.parse()?;
    type IsEnough = fn(&str, &Value, &Value) -> bool;
    let sections: [(&str, IsEnough); 2] = [("features", does_enough), ("dependencies", brings_enough)];
    let mut lacking = Table::new();
    for (section, is_enough) in sections {
        let has = |name: &str| has.get(section)?.get(name);
        let is_missing =
            |(name, needed): &(&String, &Value)| !has(name).is_some_and(|has| is_enough(name, has, needed));
        let missing = needed.get(section).and_then(Value::as_table).into_iter().flatten().filter(is_missing);
        let missing: Table = missing.map(|(name, needed)| (name.clone(), completed(has(name), needed))).collect();
        if !missing.is_empty() {
            lacking.insert(section.to_owned(), missing.into());
        }
    }
    Ok(toml::to_string(&lacking)?)
}

/// Whether a feature turns on what the client means by it; what is on by default is the user's.
fn does_enough(name: &str, has: &Value, needed: &Value) -> bool {
    name == "default" || listed(Some(has)).all_of(needed)
}

/// Whether a dependency brings what the client calls: it is the same package, there when it is needed, with a version that both take, and
/// with the features. What a workspace says of it, or another place than the registry, is the user's (The Cargo Book, "Specifying
/// Dependencies").
fn brings_enough(name: &str, has: &Value, needed: &Value) -> bool {
    let is_on = |value: &Value, key: &str, default: bool| value.get(key).and_then(Value::as_bool).unwrap_or(default);
    let is_inherited = is_on(has, "workspace", false);
    let is_same = has.get("package").and_then(Value::as_str).is_none_or(|package| package == name);
    let is_there = is_on(has, "optional", false) == is_on(needed, "optional", false);
    let has_defaults = is_inherited || is_on(has, "default-features", true) || !is_on(needed, "default-features", true);
    let has_features =
        is_inherited || needed.get("features").is_none_or(|needed| listed(has.get("features")).all_of(needed));
    let is_new = match (requirement(has), requirement(needed)) {
        (Some(has), Some(needed)) => have_some_in_common(&has, &needed),
        (None, _) | (_, None) => true,
    };
    is_same && is_there && has_defaults && has_features && is_new
}

/// The entries of a list of TOML; of no list, none.
struct Listed<'v>(&'v [Value]);

fn listed(value: Option<&Value>) -> Listed<'_> {
    Listed(value.and_then(Value::as_array).map_or(&[], Vec::as_slice))
}

impl Listed<'_> {
    fn all_of(&self, needed: &Value) -> bool {
        listed(Some(needed)).0.iter().all(|entry| self.0.contains(entry))
    }
}

/// Which versions a dependency may have; nothing where its manifest does not say it, or says what is no requirement.
fn requirement(dependency: &Value) -> Option<VersionReq> {
    let text = dependency.as_str().or_else(|| dependency.get("version")?.as_str())?;
    VersionReq::parse(text).ok()
}

/// `1`, `1.12.2` -> true; `0.12`, `0.13.5` -> false. Each is a range without a gap, so one begins in the other.
fn have_some_in_common(one: &VersionReq, other: &VersionReq) -> bool {
    one.matches(&lowest(other)) || other.matches(&lowest(one))
}

/// The version that a requirement begins with.
fn lowest(requirement: &VersionReq) -> Version {
    let from = requirement.comparators.iter().filter(|comparator| !matches!(comparator.op, Op::Less | Op::LessEq));
    let versions = from.map(|Comparator { major, minor, patch, pre, .. }| Version {
        pre: pre.clone(),
        ..Version::new(*major, minor.unwrap_or(0), patch.unwrap_or(0))
    });
    versions.max().unwrap_or(Version::new(0, 0, 0))
}

/// What the client needs, with what the user has beside it: lists are joined.
fn completed(has: Option<&Value>, needed: &Value) -> Value {
    let more = |has: Option<&Value>, needed: &Value| {
        let others = listed(has).0.iter().filter(|entry| !listed(Some(needed)).0.contains(entry));
        Value::Array(listed(Some(needed)).0.iter().chain(others).cloned().collect())
    };
    match needed {
        Value::Array(_) => more(has, needed),
        Value::Table(table) => {
            let mut table = table.clone();
            if let Some(features) = table.get_mut("features") {
                *features = more(has.and_then(|has| has.get("features")), features);
            }
            table.into()
        }
        _ => needed.clone(),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use tempfile::TempDir;

    use super::*;

    /// The example that is a crate with a build script, as far as the script reads it, in a folder of its own.
    struct Example(TempDir);

    impl Example {
        fn new() -> Self {
            let copy = Self(tempfile::tempdir().expect("a temporary folder"));
            let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/petstore");
            fs::create_dir(copy.path("schemas")).expect("writable");
            for name in ["Cargo.toml", "petstore.yaml", "schemas/pet.yaml", "docs.overlay.yaml", "codegen.toml"] {
                fs::copy(example.join(name), copy.path(name)).expect("it can be copied");
            }
            copy
        }

        fn path(&self, name: &str) -> PathBuf {
            self.0.path().join(name)
        }

        fn text(&self, name: &str) -> String {
            fs::read_to_string(self.path(name)).expect("it is there")
        }

        fn replace(&self, name: &str, from: &str, to: &str) {
            let text = self.text(name);
            assert!(text.contains(from), "{text}");
            fs::write(self.path(name), text.replace(from, to)).expect("writable");
        }

        /// What the example's build script tells cargo, with paths that count from the manifest; or why it fails.
        fn build(&self) -> Result<String, String> {
            let script = BuildScript::new(self.path("petstore.yaml"))
                .overlay(self.path("docs.overlay.yaml"))
                .settings(self.path("codegen.toml"));
            let folder = format!("{}/", self.0.path().display());
            let told = script.write(&self.path("out/client"), &self.path("Cargo.toml"));
            told.map(|told| told.replace(&folder, "")).map_err(|error| format!("{error:#}").replace(&folder, ""))
        }
    }

    #[test]
    fn cargo_watches_each_file_that_is_read() {
        let example = Example::new();
        let watched = "cargo::rerun-if-changed=Cargo.toml\ncargo::rerun-if-changed=codegen.toml\n\
                       cargo::rerun-if-changed=docs.overlay.yaml\ncargo::rerun-if-changed=petstore.yaml\n\
                       cargo::rerun-if-changed=schemas/pet.yaml\n";
        assert_eq!(example.build().as_deref(), Ok(watched));
        assert!(example.text("out/client/generated/groups/pets.rs").contains("Lists the pets of the store."));
        let model = "out/client/generated/models/pet.rs";
        assert!(example.text(model).contains("born?: i64"), "{}", example.text(model));

        // A file that only another one leads to is read again.
        example.replace("schemas/pet.yaml", "born: {type: integer}", "owner: {$ref: owner.yaml}");
        fs::write(
            example.path("schemas/owner.yaml"),
            "title: Owner\ntype: object\nproperties: {name: {type: string}}\n",
        )
        .expect("writable");
        let with_owner = watched.replace("schemas/pet", "schemas/owner.yaml\ncargo::rerun-if-changed=schemas/pet");
        assert_eq!(example.build(), Ok(with_owner));
        assert!(!example.text(model).contains("born"), "{}", example.text(model));
    }

    #[test]
    fn the_client_can_be_included() {
        let example = Example::new();
        example.build().expect("the example is valid");
        let root = example.text("out/client/lib.rs");
        assert!(root.starts_with("// @generated by intercom-codegen: the runtime, copied.\n"), "{root}");
        assert!(root.contains("\nmod generated;\n") && !root.contains("#![") && !root.contains("//!"), "{root}");
        // What is right stays as it is, so that cargo compiles nothing anew.
        let written =
            || fs::metadata(example.path("out/client/lib.rs")).and_then(|file| file.modified()).expect("it is there");
        let before = written();
        example.build().expect("the example is valid");
        assert_eq!(written(), before);
    }

    #[test]
    fn a_manifest_that_lacks_something_is_told_the_lines() {
        let example = Example::new();
        example.replace("Cargo.toml", "bytes = ", "byte = ");
        example.replace("Cargo.toml", "mock = []\n", "");
        example.replace("Cargo.toml", "\"reqwest/rustls\"]", "]");
        let error = example.build().expect_err("the manifest lacks three lines");
        let bytes = bytes();
        let lines =
            format!("[features]\nrustls = [\"reqwest\", \"reqwest/rustls\"]\nmock = []\n\n[dependencies]\n{bytes}\n");
        let said = "error: Cargo.toml lacks what the client needs\nhelp: add these lines, each below the heading that it stands under here, or in the place of one of its name";
        assert_eq!(error, format!("{said}\n\n{lines}"));
        assert!(!example.path("out").exists());
        // What it says is enough, also for a manifest that has nothing.
        fs::write(example.path("Cargo.toml"), "[package]\nname = \"petstore\"\n").expect("writable");
        let error = example.build().expect_err("the manifest lacks all");
        let lines = error.split_once("\n\n").expect("there are lines").1;
        fs::write(example.path("Cargo.toml"), format!("[package]\nname = \"petstore\"\n\n{lines}")).expect("writable");
        assert!(example.build().is_ok());
    }

    /// As cargo reads a dependency (The Cargo Book, "Specifying Dependencies"): the one that stands there, whether it is enough, and the
    /// lines that are told.
    #[test]
    fn a_dependency_is_looked_into() {
        let bytes = bytes();
        let bytes = bytes.as_str();
        for (written, told) in [
            ("bytes = \"1\"", None),
            ("bytes = \"1.13\"", None),
            ("bytes = \">=1.2, <3\"", None),
            ("bytes = { path = \"../bytes\" }", None),
            ("bytes = { workspace = true }", None),
            ("bytes = { version = \"1.12.2\", features = [\"serde\"] }", None),
            ("bytes = \"0.5\"", Some(bytes)),
            ("bytes = \"=1.11.0\"", Some(bytes)),
            ("bytes = \"<1.5\"", Some(bytes)),
            ("bytes = { version = \"1.12.2\", default-features = false }", Some(bytes)),
            ("bytes = { version = \"1.12.2\", optional = true }", Some(bytes)),
            ("bytes = { version = \"1.12.2\", package = \"other-bytes\" }", Some(bytes)),
        ] {
            let example = Example::new();
            example.replace("Cargo.toml", bytes, written);
            assert_eq!(lines_of(&example), told.map(|line| format!("[dependencies]\n{line}\n")), "{written}");
        }
        // What the user has beside it stays.
        let example = Example::new();
        example.replace("Cargo.toml", "features = [\"rt\", \"sync\", \"time\"]", "features = [\"rt\", \"macros\"]");
        let lines = lines_of(&example).expect("the client needs the features");
        assert!(lines.starts_with("[dependencies.tokio]\nversion = "), "{lines}");
        assert!(lines.ends_with("\nfeatures = [\"rt\", \"sync\", \"time\", \"macros\"]\n"), "{lines}");
    }

    /// What the client says of a dependency.
    fn bytes() -> String {
        template().workspace.lines().find(|line| line.starts_with("bytes = ")).expect("it is there").to_owned()
    }

    /// The lines that a manifest lacks, if any.
    fn lines_of(example: &Example) -> Option<String> {
        let error = example.build().err()?;
        Some(error.split_once("\n\n").expect("there are lines").1.to_owned())
    }

    #[test]
    fn warnings_are_cargos_and_errors_are_told() {
        let example = Example::new();
        example.replace("schemas/pet.yaml", "born: {type: integer}", "born: {type: integr}");
        let told = example.build().expect("it is only a warning");
        assert!(told.contains("cargo::warning=warning: `integr` is no type of OpenAPI 3.0"), "{told}");
        assert!(told.contains("\ncargo::warning= --> schemas/pet.yaml:7:"), "{told}");
        example.replace("docs.overlay.yaml", "'/pets'", "'/dogs'");
        let error = example.build().expect_err("the overlay fits nothing");
        assert!(error.starts_with("error: the target `$.paths['/dogs'].get` selects nothing"), "{error}");
    }
}
