//! A client that a build script generates.

use std::{
    env,
    path::{Path, PathBuf},
    process,
};

use anyhow::{Context as _, Result, ensure};
use intercom_codegen::{Files, Package, Scaffold, generate, scaffold};
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

/// The features and dependencies that a manifest lacks, as lines of TOML; nothing where it has all of them. A feature must turn on what it
/// does here, but for the default, which is the user's.
fn lacking(manifest: &str, scaffold: &Scaffold) -> Result<String> {
    let needed: Table = scaffold.initial.files().get("Cargo.toml").map_or("", String::as_str).parse()?;
    let has: Table = manifest.parse()?;
    let mut lacking = Table::new();
    for section in ["features", "dependencies"] {
        let (needed, has) = (needed.get(section), has.get(section));
        let is_missing = |(name, value): &(&String, &Value)| match (has.and_then(|has| has.get(name.as_str())), value) {
            (None, _) => true,
            (Some(Value::Array(on)), Value::Array(needed)) if *name != "default" => {
                needed.iter().any(|feature| !on.contains(feature))
            }
            (Some(_), _) => false,
        };
        let missing = needed.and_then(Value::as_table).into_iter().flatten().filter(is_missing);
        let missing: Table = missing.map(|(name, value)| (name.clone(), value.clone())).collect();
        if !missing.is_empty() {
            lacking.insert(section.to_owned(), missing.into());
        }
    }
    Ok(toml::to_string(&lacking)?)
}

#[cfg(test)]
mod tests {
    use std::{fs, process::Command};

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

    /// As cargo compiles it behind the script. The script itself is what the other tests call: to compile it, too, would take all that the
    /// generator stands on once more, for the profile of build scripts.
    #[test]
    fn the_example_compiles_without_a_warning() {
        let example = Example::new();
        example.build().expect("the example is valid");
        let package = Path::new(env!("CARGO_MANIFEST_DIR"));
        fs::create_dir(example.path("src")).expect("writable");
        for name in ["src/lib.rs", "src/main.rs"] {
            fs::copy(package.join("examples/petstore").join(name), example.path(name)).expect("it can be copied");
        }
        fs::copy(package.join("../../Cargo.lock"), example.path("Cargo.lock")).expect("it can be copied");
        example.replace("Cargo.toml", "[build-dependencies]\nintercom-codegen-cli = { path = \"../..\" }\n", "");
        let program = env::current_exe().expect("this program is somewhere");
        let target = program
            .ancestors()
            .find(|folder| folder.join("CACHEDIR.TAG").exists())
            .expect("it is in the target folder");
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["check", "--quiet"]).current_dir(example.0.path()).env("CARGO_TARGET_DIR", target);
        let output =
            cargo.env("OUT_DIR", example.path("out")).env("CARGO_INCREMENTAL", "0").output().expect("cargo is there");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        assert!(output.status.success());
    }

    #[test]
    fn a_manifest_that_lacks_something_is_told_the_lines() {
        let example = Example::new();
        example.replace("Cargo.toml", "bytes = ", "byte = ");
        example.replace("Cargo.toml", "mock = []\n", "");
        example.replace("Cargo.toml", "\"reqwest/rustls\"]", "]");
        let error = example.build().expect_err("the manifest lacks three lines");
        let bytes =
            template().workspace.lines().find(|line| line.starts_with("bytes = ")).expect("it is there").to_owned();
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
