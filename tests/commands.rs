//! The commands as a user runs them: what they print, where, with which exit code they end, and what they write.

#[path = "support/program.rs"]
mod program;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::SystemTime,
};

use codegen_tests::project;
use expect_test::{Expect, expect};
use intercom_codegen::{Settings, Source};
use serde_json::{Value, json};
use tempfile::TempDir;
use xtask::golden::{self, on_disk};

use crate::program::{CODEGEN, XTASK};

/// What a user sees of a run.
struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Run {
    /// Checks that it ended well with this on stdout and nothing on stderr.
    #[track_caller]
    fn is_fine(&self, stdout: &str) {
        let Self { code, stdout: printed, stderr } = self;
        let is_fine = *code == Some(0) && printed == stdout && stderr.is_empty();
        assert!(is_fine, "expected `{stdout}`, but it ended with {code:?} and printed\n{printed}{stderr}");
    }

    /// Checks that a check failed, and returns the command that fixes it.
    #[track_caller]
    fn help(&self, shown: &str) -> String {
        assert_eq!(self.code, Some(1), "{}", self.stderr);
        let help = self.stderr.lines().find_map(|line| line.strip_prefix("help: run `")?.strip_suffix('`'));
        let help = help.expect("there is help").to_owned();
        assert_eq!(self.stderr, format!("error: {shown} is not what the description says\nhelp: run `{help}`\n"));
        help
    }
}

#[track_caller]
fn run(command: &mut Command) -> Run {
    let output = command.output().expect("the command can be started");
    let text = |bytes| String::from_utf8(bytes).expect("what it prints is UTF-8");
    Run { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// `cargo xtask …` in the project.
fn xtask(arguments: &[&str]) -> Run {
    run(Command::new(&*XTASK).args(arguments).current_dir(project().root()))
}

const OVERLAYS: [&str; 3] = ["fixes.overlay.yaml", "docs.overlay.yaml", "samples.overlay.yaml"];

/// The arguments that generate from the copy in a sandbox.
fn codegen_to(out: &str) -> Vec<&str> {
    let overlays = OVERLAYS.iter().flat_map(|overlay| ["--overlay", overlay]);
    let tags = ["--tag", "Messages", "--tag", "AI Content"];
    ["codegen", "--spec", "2.16.yaml", "--settings", "codegen.toml"]
        .into_iter()
        .chain(overlays)
        .chain(tags)
        .chain(["--out", out])
        .collect()
}

/// A folder of our own, with a copy of the project's description and its overlays.
struct Sandbox(TempDir);

impl Sandbox {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let spec = project().spec();
        fs::copy(spec.join("2.16.yaml"), folder.path().join("2.16.yaml")).expect("it can be copied");
        fs::copy(spec.join("codegen.toml"), folder.path().join("codegen.toml")).expect("it can be copied");
        for overlay in OVERLAYS {
            fs::copy(spec.join("overlays").join(overlay), folder.path().join(overlay)).expect("it can be copied");
        }
        Self(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::create_dir_all(self.path(name).parent().expect("a folder")).expect("writable");
        fs::write(self.path(name), text).expect("writable");
    }

    /// Replaces what stands once in a file.
    fn replace(&self, name: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path(name)).expect("readable");
        assert_eq!(text.matches(from).count(), 1, "{name} has `{from}` once");
        self.write(name, &text.replace(from, to));
    }

    /// `cargo xtask …` of the project, run in this folder.
    fn xtask(&self, arguments: &[&str]) -> Run {
        run(Command::new(&*XTASK).args(arguments).arg("--project").arg(project().root()).current_dir(self.0.path()))
    }

    /// The same of whichever project is around, run in a folder of this one.
    fn xtask_in(&self, folder: &str, arguments: &[&str]) -> Run {
        run(Command::new(&*XTASK).args(arguments).current_dir(self.path(folder)))
    }

    /// `intercom-codegen …`, run in this folder.
    fn program(&self, arguments: &[&str]) -> Run {
        run(Command::new(&*CODEGEN).args(arguments).current_dir(self.0.path()))
    }

    /// Makes a folder another clone of the project, as far as commands read and write it.
    fn clone_into(&self, folder: &str) {
        for name in ["Cargo.toml", "CHANGELOG.md", "generated-client/Cargo.toml"] {
            self.write(
                &format!("{folder}/{name}"),
                &fs::read_to_string(project().root().join(name)).expect("readable"),
            );
        }
        for below in ["spec", "generated-client/src"] {
            let files = on_disk(&project().root().join(below)).expect("readable");
            files.iter().for_each(|(name, text)| self.write(&format!("{folder}/{below}/{name}"), text));
        }
    }

    /// `cargo xtask codegen` from the copy to `out`.
    fn codegen(&self, out: &str, more: &[&str]) -> Run {
        self.xtask(&[&codegen_to(out)[..], more].concat())
    }

    /// `cargo xtask …`, as a shell understands the line.
    fn shell(&self, line: &str) -> Run {
        let arguments = self.words(line);
        let [cargo, alias, arguments @ ..] = &arguments[..] else { panic!("{line}") };
        assert_eq!((cargo.as_str(), alias.as_str()), ("cargo", "xtask"));
        self.xtask(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// The words into which a shell splits a line.
    fn words(&self, line: &str) -> Vec<String> {
        let script = format!("printf '%s\\n' {line}");
        let words = run(Command::new("sh").arg("-c").arg(script).current_dir(self.0.path()));
        words.is_fine(&words.stdout);
        words.stdout.lines().map(str::to_owned).collect()
    }

    /// All files below a folder.
    fn files(&self, folder: &str) -> Files {
        let files = on_disk(&self.path(folder)).expect("readable");
        let with_time = files.into_iter().map(|(path, text)| {
            let written = fs::metadata(self.path(folder).join(&path)).and_then(|metadata| metadata.modified());
            (path, (text, written.expect("readable")))
        });
        with_time.collect()
    }

    /// Checks that nothing below a folder was written, removed or added since.
    #[track_caller]
    fn is_untouched(&self, folder: &str, before: &Files) {
        let after = self.files(folder);
        let paths = before.keys().chain(after.keys());
        let touched: Vec<&String> = paths.filter(|path| before.get(*path) != after.get(*path)).collect();
        assert!(touched.is_empty(), "{touched:?}");
    }
}

/// Path -> text, and when it was last written.
type Files = BTreeMap<String, (String, SystemTime)>;

/// `2.16: 13 operations, 22 files, 1880 lines`: the summary of the generated code in a folder.
fn summary(generated: &Path) -> String {
    let mut files = on_disk(generated).expect("readable");
    // Rustdoc alone reads samples.
    files.retain(|path, _| !path.starts_with("samples/"));
    let lines: usize = files.values().map(|text| text.lines().count()).sum();
    let operations: usize = files.values().map(|text| text.matches("impl Operation for ").count()).sum();
    let api = files.iter().find(|(path, _)| path.ends_with("api.rs")).expect("the facts are there").1;
    let version = api.split("version: \"").nth(1).and_then(|rest| rest.split('"').next()).expect("there is a version");
    format!("{version}: {operations} operations, {} files, {lines} lines", files.len())
}

/// The versions of the project.
fn known_versions() -> Vec<String> {
    project().settings().expect("the settings are valid").api_versions
}

#[test]
fn codegen_of_the_project_prints_one_line() {
    let line = format!("{}, up to date\n", summary(&project().client().join("src/generated")));
    // The check first: if it fails, nothing is written.
    xtask(&["codegen", "--check"]).is_fine(&line);
    xtask(&["codegen"]).is_fine(&line);
    xtask(&["codegen", "--out", "generated-client"]).is_fine(&line);
}

#[test]
fn a_command_works_on_the_project_around_it() {
    let sandbox = Sandbox::new();
    sandbox.clone_into("clone");
    let [ours, changelog] =
        ["generated-client/src/generated/mod.rs", "CHANGELOG.md"].map(|name| project().root().join(name));
    let read = |path: &Path| fs::read_to_string(path).expect("readable");
    let written = || fs::metadata(&ours).and_then(|metadata| metadata.modified()).expect("readable");
    let before = (read(&ours), written(), read(&changelog));

    sandbox.write("clone/generated-client/src/generated/mod.rs", "// @generated by cargo xtask codegen. Stale.\n");
    let line = summary(&project().client().join("src/generated"));
    let run = sandbox.xtask_in("clone/spec/overlays", &["codegen"]);
    run.is_fine(&format!("{line}, 1 written to generated-client/src/generated\n"));
    assert_eq!(read(&sandbox.path("clone/generated-client/src/generated/mod.rs")), before.0);

    let run = sandbox.xtask_in("clone/generated-client", &["drift", "2.14", "2.15", "--changelog"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    assert!(read(&sandbox.path("clone/CHANGELOG.md")).contains("### API version 2.14 → 2.15"), "{}", run.stdout);
    assert_eq!((read(&ours), written(), read(&changelog)), before, "the project that built the command is another one");
}

#[test]
fn another_version_takes_the_clients_place_only_where_it_is_pinned() {
    let sandbox = Sandbox::new();
    sandbox.clone_into("clone");
    let before = sandbox.files("clone");
    let codegen = |more: &[&str]| sandbox.xtask_in("clone", &[&["codegen", "--api-version", "2.15"], more].concat());
    let run = codegen(&[]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    expect![[r#"
        error: generated-client is the client of 2.16, which spec/codegen.toml names; nothing is written
        help: `--pin` makes it that of 2.15, and says so in spec/codegen.toml; `--out DIR` makes a crate of its own
    "#]]
    .assert_eq(&run.stderr);
    assert_eq!(
        codegen(&["--check"]).help("generated-client/src/generated"),
        "cargo xtask codegen --api-version 2.15 --pin"
    );
    sandbox.is_untouched("clone", &before);

    let run = codegen(&["--pin"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    assert!(run.stdout.contains("spec/codegen.toml: `api-version` is 2.15 now\n"), "{}", run.stdout);
    let settings = |files: &Files| files["spec/codegen.toml"].0.clone();
    let after = settings(&before).replace("\napi-version = \"2.16\"", "\napi-version = \"2.15\"");
    assert_eq!(settings(&sandbox.files("clone")), after);
    assert_eq!(sandbox.xtask_in("clone", &["codegen", "--check"]).code, Some(0));
    assert_eq!(codegen(&[]).code, Some(0), "it is the client's own version now");
}

#[test]
fn outside_of_a_project_there_are_commands_on_files_alone() {
    let sandbox = Sandbox::new();
    let Run { code, stdout, stderr } = sandbox.xtask_in("", &["codegen"]);
    let place = sandbox.0.path().canonicalize().expect("it is there");
    assert_eq!((code, stdout.as_str()), (Some(2), ""));
    assert_eq!(
        stderr,
        format!(
            "error: {} is in no project: no folder at or above it has spec/codegen.toml and generated-client\nhelp: run the command \
             in a checkout, or name one by `--project DIR`\n",
            place.display()
        )
    );
    let run = sandbox.xtask_in("", &["drift", "2.16.yaml", "2.16.yaml"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{}", run.stdout);
    let version = sandbox.xtask_in("", &["--version"]);
    let manifest: toml::Table =
        fs::read_to_string(project().root().join("Cargo.toml")).expect("readable").parse().expect("TOML");
    let number = manifest["workspace"]["package"]["version"].as_str().expect("there is one").to_owned();
    version.is_fine(&format!("cargo xtask {number}\n"));
}

/// A pet store with one operation, whose description has what it refers to in a file beside it.
fn write_pets(sandbox: &Sandbox) {
    sandbox.write(
        "pets.yaml",
        "openapi: 3.0.3\ninfo: {title: Pets, version: '1'}\npaths:\n  /pets:\n    get:\n      operationId: listPets\n      tags: [Pets]\n      \
         responses: {'200': {content: {application/json: {schema: {$ref: parts/pet.yaml}}}}}\n",
    );
    sandbox.write("parts/pet.yaml", "type: object\nproperties: {name: {type: string}}\n");
}

#[test]
fn an_escape_of_a_description_reaches_no_terminal_and_no_docs() {
    let sandbox = Sandbox::new();
    write_pets(&sandbox);
    sandbox.replace("pets.yaml", "{title: Pets, version: '1'}", "{title: \"Pe\\e[31mts\", version: \"1\\e[2J.0\"}");
    let run = sandbox.program(&["generate", "pets.yaml", "--out", "pets"]);
    let summary = run.stdout.split(',').next();
    assert_eq!((run.code, summary, run.stderr.as_str()), (Some(0), Some("1\\u{1b}[2J.0: 1 operation"), ""));
    let files = sandbox.files("pets");
    assert!(files.values().all(|(text, _)| !text.contains('\u{1b}')));
    let said = "The Pe\\[31mts in version 1\\[2J.0.";
    assert_eq!(files["README.md"].0.lines().nth(2), Some(said));
    assert!(files["src/generated/mod.rs"].0.contains(&format!("//! {said}\n")));
    // What a manifest escapes is no escape any more where a registry shows it.
    let manifest: toml::Table = files["Cargo.toml"].0.parse().expect("TOML");
    assert_eq!(manifest["package"]["description"].as_str(), Some("A client of the Pe[31mts."));
    for arguments in
        [&["check", "pets.yaml", "--out", "pets"][..], &["report", "pets.yaml"], &["drift", "pets.yaml", "pets.yaml"]]
    {
        let run = sandbox.program(arguments);
        assert!(run.code == Some(0) && !(run.stdout + &run.stderr).contains('\u{1b}'), "{arguments:?}");
    }
}

#[test]
fn the_program_makes_a_crate_wherever_it_is_run() {
    let sandbox = Sandbox::new();
    write_pets(&sandbox);
    let run = sandbox.program(&["generate", "pets.yaml", "--tag", "Pets", "--out", "pets", "--name", "pets"]);
    let files = sandbox.files("pets");
    run.is_fine(&format!(
        "{}, {} written to pets\n",
        summary(&sandbox.path("pets/src/generated")).replace(" 1 operations", " 1 operation"),
        files.len()
    ));
    // Beside what is generated it is what `cargo xtask codegen` copies, and says who wrote it.
    let runtime = project().template().expect("the client can be read").runtime;
    let beside = files.keys().filter(|path| path.starts_with("src/") && !path.starts_with("src/generated/"));
    assert_eq!(beside.count(), runtime.len());
    for (path, text) in &runtime {
        let copied = &files[&format!("src/{path}")].0;
        assert_eq!(
            copied.strip_prefix("// @generated by intercom-codegen: the runtime, copied.\n"),
            Some(text.as_str()),
            "{path}"
        );
    }
    let pet = "src/generated/models/pet.rs";
    assert!(
        files[pet].0.starts_with("// @generated by intercom-codegen from pets.yaml. Do not edit.\n"),
        "{}",
        files[pet].0
    );
    let line = run.stdout.split(" lines, ").next().expect("there is a summary");
    let again = ["pets.yaml", "--tag", "Pets", "--out", "pets", "--name", "pets"];
    sandbox.program(&[&["check"], &again[..]].concat()).is_fine(&format!("{line} lines, up to date\n"));
    sandbox.program(&[&["generate"], &again[..]].concat()).is_fine(&format!("{line} lines, up to date\n"));
    sandbox.is_untouched("pets", &files);

    sandbox.write("parts/pet.yaml", "type: object\nproperties: {title: {type: string}}\n");
    let check = sandbox.program(&[&["check"], &again[..]].concat());
    let changed = check.stdout.lines().filter(|line| line.starts_with(['-', '+']) && line.contains("pub "));
    assert_eq!(changed.collect::<Vec<_>>(), ["-        pub name?: String,", "+        pub title?: String,"]);
    let help = check.help("pets");
    assert_eq!(help, "intercom-codegen generate pets.yaml --tag Pets --name pets --out pets");
    sandbox.is_untouched("pets", &files);

    // What `cargo xtask codegen` has written is ours, too.
    assert_eq!(sandbox.xtask(&["codegen", "--spec", "pets.yaml", "--out", "pets"]).code, Some(0));
    assert_eq!(sandbox.program(&[&["generate"], &again[..]].concat()).code, Some(0));

    sandbox.write("mine/src/lib.rs", "//! Mine.\n");
    let foreign = sandbox.program(&["generate", "pets.yaml", "--out", "mine"]);
    assert_eq!(foreign.code, Some(2));
    assert!(
        foreign.stderr.contains("would be overwritten; nothing is written:\n  mine/src/lib.rs\n"),
        "{}",
        foreign.stderr
    );
    assert_eq!(sandbox.program(&["generate", "pets.yaml", "--out", "mine", "--force"]).code, Some(0));
}

#[test]
fn the_program_compares_any_two_descriptions() {
    let sandbox = Sandbox::new();
    write_pets(&sandbox);
    sandbox.write("old/pets.yaml", &fs::read_to_string(sandbox.path("pets.yaml")).expect("readable"));
    sandbox.write("old/parts/pet.yaml", "type: object\nproperties: {name: {type: integer}}\n");
    let ours = sandbox.program(&["drift", "old/pets.yaml", "pets.yaml"]);
    assert!(ours.stdout.starts_with("old/pets.yaml → pets.yaml: 1 breaking, "), "{}", ours.stdout);
    assert_eq!((ours.code, ours.stderr.as_str()), (Some(0), ""));
    assert_eq!(sandbox.xtask_in("", &["drift", "old/pets.yaml", "pets.yaml"]).stdout, ours.stdout);
    // With what the client is generated with, it is about that client.
    sandbox.write("named.toml", "[names]\nschemas = { pet = \"Animal\" }\n");
    let named = sandbox.program(&["drift", "old/pets.yaml", "pets.yaml", "--settings", "named.toml"]);
    assert!(named.stdout.contains("Animal") && !ours.stdout.contains("Animal"), "{}", named.stdout);
    let fix = "{target: $.components.schemas.pet, update: {properties: {name: {type: boolean}}}}";
    sandbox.write("fix.yaml", &format!("overlay: 1.1.0\ninfo: {{title: t, version: '1'}}\nactions: [{fix}]\n"));
    let fixed = ["drift", "old/pets.yaml", "pets.yaml", "--overlay", "fix.yaml", "--fail-on", "breaking"];
    let fixed = sandbox.program(&fixed);
    assert_eq!((fixed.code, fixed.stderr.as_str()), (Some(0), ""), "{}", fixed.stdout);
    let failing =
        sandbox.program(&["drift", "old/pets.yaml", "pets.yaml", "--fail-on", "breaking", "--format", "json"]);
    assert_eq!(failing.code, Some(1));
    assert!(failing.stderr.starts_with("error: from old/pets.yaml to pets.yaml: 1 breaking, "), "{}", failing.stderr);
    assert!(serde_json::from_str::<Value>(&failing.stdout).is_ok(), "{}", failing.stdout);
}

const OPEN: &str = "openapi: 3.0.3
info: {title: Pets, version: '1'}
paths:
  /pets:
    post:
      operationId: addPet
      tags: [Pets]
      parameters:
      - {name: filter, in: query, content: {application/xml: {schema: {type: object}}}}
      - {name: age, in: query, schema: {oneOf: [{type: integer}, {type: boolean}]}}
      requestBody:
        content:
          application/xml: {schema: {$ref: '#/components/schemas/Pet'}}
      responses:
        '200': {description: d, content: {application/json: {}}}
        '404': {description: d, content: {application/json: {schema: {$ref: parts/error.yaml}}}}
components:
  securitySchemes:
    digest: {type: http, scheme: digest}
  schemas:
    Pet:
      type: object
      required: [id]
      properties:
        tag: {description: Anything.}
        tags: {type: array}
        labels: {type: object, additionalProperties: true}
        size: {type: huge}
        note: {type: object}
security: [{digest: []}]
";

#[test]
fn what_is_left_open_is_listed_with_its_place() {
    let sandbox = Sandbox::new();
    sandbox.write("open.yaml", OPEN);
    sandbox.write("parts/error.yaml", "type: object\nproperties:\n  detail: {}\n");
    let run = sandbox.program(&["report", "open.yaml"]);
    expect![[r#"
        open.yaml:1:1: left to the caller: the description names no server with an address: the caller sets `base_url` (#)
        open.yaml:9:9: left to the caller: the parameter `filter` is a document of its own; it is taken as text (#/paths/~1pets/post/parameters/0)
        open.yaml:10:9: left to the caller: it is one of several types, and written as text (#/paths/~1pets/post/parameters/1)
        open.yaml:13:11: left to the caller: a body of `application/xml` is bytes that the caller has: no type says what its schema does (#/paths/~1pets/post/requestBody/content/application~1xml)
        open.yaml:15:43: untyped: the media type has no schema (#/paths/~1pets/post/responses/200/content/application~1json)
        open.yaml:19:5: left to the caller: the client knows no credential of the kind of `digest`; set its header by hand (#/components/securitySchemes/digest)
        open.yaml:23:7: untyped: `required` names `id`, which no `properties` declare; it is taken as any JSON (#/components/schemas/Pet/required)
        open.yaml:25:9: untyped: the schema says no type (#/components/schemas/Pet/properties/tag)
        open.yaml:26:9: untyped: nothing is said of the items of the list (#/components/schemas/Pet/properties/tags)
        open.yaml:27:32: untyped: `additionalProperties` allows any value (#/components/schemas/Pet/properties/labels/additionalProperties)
        open.yaml:28:9: untyped: `huge` is no type of OpenAPI 3.0; what stands here is taken as any JSON (#/components/schemas/Pet/properties/size)
        open.yaml:29:9: untyped: the object has no `properties` (#/components/schemas/Pet/properties/note)
        parts/error.yaml:3:3: untyped: the schema says no type (#/properties/detail)
        8 untyped, 5 left to the caller
    "#]]
    .assert_eq(&run.stdout);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    assert_eq!(sandbox.xtask(&["codegen", "--spec", "open.yaml", "--report"]).stdout, run.stdout);
    assert!(!sandbox.path("src").exists());

    let json = sandbox.xtask(&["codegen", "--spec", "open.yaml", "--report", "json"]).stdout;
    assert_eq!(sandbox.program(&["report", "open.yaml", "--format", "json"]).stdout, json);
    let json: Value = serde_json::from_str(&json).expect("it is JSON");
    let schema =
        fs::read_to_string(project().root().join("generator/schema/openings.schema.json")).expect("it is there");
    let validator =
        jsonschema::validator_for(&serde_json::from_str(&schema).expect("JSON")).expect("it is a JSON Schema");
    assert!(validator.is_valid(&json), "{json:#}");
    assert_eq!(json["openings"][0]["kind"], "left-to-caller", "{json:#}");
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(json["openings"].as_array().map(Vec::len), Some(lines.len() - 1), "{json:#}");
    // With other files, tags and overlays: of the project's own client nothing is left open that is not listed.
    let own = xtask(&["codegen", "--report"]);
    assert_eq!(own.code, Some(0), "{}", own.stderr);
}

#[test]
fn the_program_says_what_it_is_and_what_shells_know_of_it() {
    let sandbox = Sandbox::new();
    let version = sandbox.program(&["--version"]);
    let number = xtask(&["--version"]).stdout.replace("cargo xtask ", "");
    version.is_fine(&format!("intercom-codegen {number}"));
    let golden = |name: &str| fs::read_to_string(project().golden().join("shell").join(name)).expect("it is there");
    sandbox.program(&["completions", "bash"]).is_fine(&golden("intercom-codegen.bash"));
    sandbox.program(&["man"]).is_fine(&golden("intercom-codegen.1"));
    sandbox.program(&["man", "drift"]).is_fine(&golden("intercom-codegen-drift.1"));
    assert_eq!(sandbox.program(&["man", "gnerate"]).stderr, "error: there is no subcommand `gnerate`\n");
    let unknown = sandbox.program(&["generate", "pets.yaml", "--tags", "Pets", "--out", "pets"]);
    assert!(
        unknown.code == Some(2) && unknown.stderr.contains("similar argument exists: '--tag'"),
        "{}",
        unknown.stderr
    );
}

#[test]
fn a_name_that_is_nearly_right_is_proposed() {
    let sandbox = Sandbox::new();
    write_pets(&sandbox);
    let help = |arguments: &[&str]| {
        let run = sandbox.xtask(arguments);
        run.stderr.lines().find_map(|line| line.split_once("help: ")).map(|(_, help)| help.to_owned())
    };
    let known = known_versions().join(", ");
    let version = help(&["codegen", "--api-version", "2.61", "--out", "client"]);
    assert_eq!(version, Some(format!("did you mean `2.16`? the versions are: {known}")));
    let version = help(&["drift", "2.15", "previeuw"]);
    assert_eq!(version, Some(format!("did you mean `preview`? the versions are: {known}")));
    let tag = help(&["codegen", "--spec", "pets.yaml", "--tag", "pet", "--out", "client"]);
    assert_eq!(tag.as_deref(), Some("did you mean `Pets`? the tags are: Pets"));
    sandbox.write("names.toml", "[names.methods]\nlistPet = \"all\"\n[names.schemas]\nPett = \"Animal\"\n");
    let named = sandbox.xtask(&["codegen", "--spec", "pets.yaml", "--settings", "names.toml", "--out", "client"]);
    assert!(
        named.stderr.contains("did you mean `listPets`? an operation is named by its `operationId`"),
        "{}",
        named.stderr
    );
}

#[test]
fn golden_of_the_project_prints_one_line() {
    let versions = known_versions().len();
    let cases = fs::read_dir(project().golden().join("cases")).expect("there are cases").count();
    let (drift, shell) = (1, 1);
    xtask(&["golden"]).is_fine(&format!("{} goldens, up to date\n", versions + cases + drift + shell));
}

#[test]
fn a_new_folder_becomes_a_crate() {
    let sandbox = Sandbox::new();
    let run = sandbox.codegen("new/client", &[]);
    let files = sandbox.files("new/client");
    let summary = summary(&sandbox.path("new/client/src/generated"));
    run.is_fine(&format!("{summary}, {} written to new/client\n", files.len()));
    let outside: Vec<&str> = files.keys().map(String::as_str).filter(|path| !path.starts_with("src/")).collect();
    assert_eq!(outside, ["AGENTS.md", "Cargo.toml", "README.md"]);
    let agents = &files["AGENTS.md"].0;
    for said in [
        "`// @generated by`",
        "`src/generated/`",
        "`generator/src`",
        "`generated-client/src`",
        "`src/lib.rs` is generated",
    ] {
        assert!(agents.contains(said), "{agents}");
    }
    assert!(files.contains_key("src/lib.rs"));
    assert!(files.contains_key("src/generated/mod.rs"));
    for (path, (text, _)) in files.iter().filter(|(path, _)| path.starts_with("src/")) {
        assert!(text.starts_with("// @generated by cargo xtask codegen"), "{path}");
    }
}

#[test]
fn a_second_run_touches_nothing() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.codegen("client", &[]).code, Some(0));
    let before = sandbox.files("client");
    let line = format!("{}, up to date\n", summary(&sandbox.path("client/src/generated")));
    sandbox.codegen("client", &[]).is_fine(&line);
    sandbox.codegen("client", &["--check"]).is_fine(&line);
    sandbox.is_untouched("client", &before);
}

#[test]
fn check_shows_what_would_change_and_how_to_fix_it() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.codegen("client", &[]).code, Some(0));
    let property = "        ai_sales_agent_availability:\n          type: ";
    sandbox.replace("2.16.yaml", &format!("{property}boolean"), &format!("{property}string"));
    let before = sandbox.files("client");

    let check = sandbox.codegen("client", &["--check"]);
    let help = check.help("client");
    sandbox.is_untouched("client", &before);
    let changed: String = check
        .stdout
        .lines()
        .filter(|line| !line.starts_with(' ') && !line.starts_with("@@ -"))
        .map(|line| format!("{line}\n"))
        .collect();
    expect![[r#"
        --- a/src/generated/models/external_page.rs
        +++ b/src/generated/models/external_page.rs
        -        pub ai_sales_agent_availability?: bool,
        +        pub ai_sales_agent_availability?: String,
    "#]]
    .assert_eq(&changed);
    assert_eq!(check.stdout.lines().filter(|line| line.starts_with("@@ -")).count(), 1, "{}", check.stdout);

    sandbox.shell(&help).is_fine(&format!("{}, 1 written to client\n", summary(&sandbox.path("client/src/generated"))));
    assert_eq!(sandbox.codegen("client", &["--check"]).code, Some(0));
}

#[test]
fn the_help_is_the_command_that_was_run() {
    let sandbox = Sandbox::new();
    let help = sandbox.codegen("it's a client", &["--check"]).help("it's a client");
    assert_eq!(sandbox.words(&help), [&["cargo", "xtask"][..], &codegen_to("it's a client")].concat());

    let check = sandbox.xtask(&["codegen", "--api-version", "2.7", "--all-tags", "--out", "client", "--check"]);
    assert_eq!(check.help("client"), "cargo xtask codegen --api-version 2.7 --all-tags --out client");
}

#[test]
fn check_of_a_new_folder_shows_all_of_it_and_writes_nothing() {
    let sandbox = Sandbox::new();
    let check = sandbox.codegen("client", &["--check"]);
    check.help("client");
    assert!(check.stdout.contains("\n+++ b/src/generated/mod.rs\n@@ -0,0 +1,"), "{}", check.stdout);
    assert!(!sandbox.path("client").exists());
}

#[test]
fn check_reports_a_missing_manifest() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.codegen("client", &[]).code, Some(0));
    fs::remove_file(sandbox.path("client/Cargo.toml")).expect("it was written");
    let check = sandbox.codegen("client", &["--check"]);
    check.help("client");
    assert!(check.stdout.starts_with("--- a/Cargo.toml\n+++ b/Cargo.toml\n@@ -0,0 +1,"), "{}", check.stdout);
    assert_eq!(sandbox.codegen("client", &[]).code, Some(0));
    assert!(sandbox.path("client/Cargo.toml").exists());
}

#[test]
fn what_no_run_has_written_is_not_overwritten() {
    let sandbox = Sandbox::new();
    let mine = [
        ("app/Cargo.toml", "[package]\nname = \"app\"\n"),
        ("app/src/lib.rs", "//! My app.\n"),
        ("app/src/client/mod.rs", "//! Mine, too.\n"),
        ("app/src/shop.rs", "//! Of no name that a client has.\n"),
    ];
    mine.iter().for_each(|(path, text)| sandbox.write(path, text));
    let before = sandbox.files("app");

    let run = sandbox.codegen("app", &[]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    expect![[r#"
        error: these files are not of `codegen`'s making, and would be overwritten; nothing is written:
          app/src/client/mod.rs
          app/src/lib.rs
        help: choose another folder, move them away, or give `--force` if nobody needs them
    "#]]
    .assert_eq(&run.stderr);
    sandbox.is_untouched("app", &before);

    assert_eq!(sandbox.codegen("app", &["--force"]).code, Some(0));
    let read = |path: &str| fs::read_to_string(sandbox.path(path)).expect("it is there");
    assert!(read("app/src/lib.rs").starts_with("// @generated by cargo xtask codegen"));
    assert_eq!(read("app/src/shop.rs"), "//! Of no name that a client has.\n");
    assert!(read("app/Cargo.toml").contains("name = \"app\""));
    assert_eq!(sandbox.codegen("app", &[]).code, Some(0), "what is ours now is written again without a word");
}

#[test]
fn what_belongs_to_the_user_stays() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.codegen("client", &[]).code, Some(0));
    let hand_written = [
        ("client/Cargo.toml", "[package]\nname = \"mine\"\n[features]\nmessages = []\nai-content = [\"messages\"]\n"),
        ("client/README.md", "# Mine\n"),
        ("client/src/generated/mine.rs", "// by hand\n"),
        ("client/src/mine.rs", "//! Not // @generated by cargo xtask codegen.\n"),
        ("client/tests/mine.rs", "#[test]\nfn works() {}\n"),
    ];
    for (path, text) in hand_written {
        sandbox.write(path, text);
    }
    // Earlier runs said more in the first line.
    let (now, before) = ("Do not edit.\n", "Do not edit; change generator/src/emit/models.rs.\n");
    let orphans = [("client/src/generated/models/orphan.rs", before), ("client/src/orphan.rs", now)];
    for (orphan, ending) in orphans {
        sandbox.write(orphan, &format!("// @generated by cargo xtask codegen from 2.15.yaml. {ending}"));
    }

    let run = sandbox.codegen("client", &[]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    assert!(run.stdout.ends_with(" lines, 2 written to client\n"), "{}", run.stdout);
    for (path, text) in hand_written {
        assert_eq!(fs::read_to_string(sandbox.path(path)).expect("it stays"), text, "{path}");
    }
    for (orphan, _) in orphans {
        assert!(!sandbox.path(orphan).exists(), "{orphan}");
    }
}

#[test]
fn a_new_tag_gets_a_feature_in_a_manifest_that_is_the_users_otherwise() {
    let sandbox = Sandbox::new();
    let manifest = || fs::read_to_string(sandbox.path("client/Cargo.toml")).expect("readable");
    assert_eq!(sandbox.xtask(&["codegen", "--tag", "Messages", "--out", "client"]).code, Some(0));
    assert!(!manifest().contains("messages"), "one tag leaves nothing to choose:\n{}", manifest());
    let mine = manifest().replace("mock = []\n", "mock = []\n# Mine.\nmine = [\"mock\"]\n");
    sandbox.write("client/Cargo.toml", &mine);

    let check = sandbox.xtask(&["codegen", "--out", "client", "--check"]);
    assert_eq!((check.code, manifest()), (Some(1), mine.clone()));
    let diff = check.stdout.split("--- a/").find(|diff| diff.starts_with("Cargo.toml")).expect("it is told");
    let changed = diff.lines().skip(2).filter(|line| line.starts_with(['+', '-']));
    expect![[r#"
        -default = ["rustls"]
        +default = ["rustls", "messages", "ai-content"]
        +# The operations of a tag, with the models that they reach.
        +messages = []
        +ai-content = []"#]]
    .assert_eq(&changed.collect::<Vec<_>>().join("\n"));

    assert_eq!(sandbox.xtask(&["codegen", "--out", "client"]).code, Some(0));
    assert!(manifest().contains("# Mine.\nmine = [\"mock\"]\n"), "{}", manifest());
    let before = sandbox.files("client");
    let line = format!("{}, up to date\n", summary(&sandbox.path("client/src/generated")));
    sandbox.xtask(&["codegen", "--out", "client"]).is_fine(&line);
    sandbox.is_untouched("client", &before);
}

#[test]
fn a_feature_whose_tag_is_gone_is_reported_and_stays() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.codegen("client", &[]).code, Some(0));
    sandbox.replace("client/Cargo.toml", "messages = []\n", "messages = []\ngone = []\nmine = []\n");
    sandbox.replace("client/Cargo.toml", "default = [", "default = [\"gone\", ");
    let before = sandbox.files("client");
    let run = sandbox.codegen("client", &[]);
    assert_eq!(run.stderr, "note: client/Cargo.toml has features that no tag carries: gone\n");
    assert!(run.stdout.ends_with(", up to date\n"), "{}", run.stdout);
    assert_eq!(sandbox.codegen("client", &["--check"]).code, Some(0));
    sandbox.is_untouched("client", &before);
}

#[test]
fn a_manifest_that_is_none_is_an_error_and_nothing_is_written() {
    let sandbox = Sandbox::new();
    sandbox.write("client/Cargo.toml", "features = 1\n");
    let run = sandbox.codegen("client", &[]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(2), "error: the `features` of Cargo.toml are no table\n"));
    assert_eq!(sandbox.files("client").len(), 1);
}

#[test]
fn settings_may_do_without_features() {
    let sandbox = Sandbox::new();
    let settings = fs::read_to_string(sandbox.path("codegen.toml")).expect("readable");
    sandbox.write("codegen.toml", &settings.replace("[client]\n", "[client]\ntag-features = false\n"));
    assert_eq!(sandbox.codegen("client", &[]).code, Some(0));
    let files = sandbox.files("client");
    assert!(files["Cargo.toml"].0.contains("default = [\"rustls\"]\n"), "{}", files["Cargo.toml"].0);
    assert!(!files["src/generated/mod.rs"].0.contains("when!"), "{}", files["src/generated/mod.rs"].0);
}

#[test]
fn a_manifest_gets_the_libraries_of_which_types_are() {
    let sandbox = Sandbox::new();
    let manifest = || fs::read_to_string(sandbox.path("client/Cargo.toml")).expect("readable");
    assert_eq!(sandbox.codegen("client", &[]).code, Some(0));
    let before = manifest();
    assert!(!before.contains("uuid") && before.contains("jiff = [\"dep:jiff\"]\n"), "{before}");
    let settings = fs::read_to_string(sandbox.path("codegen.toml")).expect("readable");
    sandbox.write("codegen.toml", &format!("{settings}\n[formats]\ndate = \"jiff\"\nuuid = \"uuid\"\n"));

    let check = sandbox.codegen("client", &["--check"]);
    assert_eq!((check.code, manifest()), (Some(1), before));
    let diff = check.stdout.split("--- a/").find(|diff| diff.starts_with("Cargo.toml")).expect("it is told");
    let added = diff.lines().skip(2).filter_map(|line| line.strip_prefix('+')).collect::<Vec<_>>();
    expect![[r#"
        jiff = []
        uuid = { version = "1.26.1", default-features = false, features = ["serde", "std"] }
        features = ["serde", "std"]"#]]
    .assert_eq(&added.join("\n"));
    assert_eq!(sandbox.codegen("client", &[]).code, Some(0));
    let root = fs::read_to_string(sandbox.path("client/src/generated/mod.rs")).expect("readable");
    assert!(root.contains("pub use jiff;\npub use uuid;\n"), "{root}");
    assert!(sandbox.codegen("client", &["--check"]).stdout.ends_with(", up to date\n"));
}

#[test]
fn what_another_version_lacks_goes() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.xtask(&["codegen", "--out", "client"]).code, Some(0));
    assert!(sandbox.path("client/src/generated/groups/ai_content.rs").exists());
    assert_eq!(sandbox.xtask(&["codegen", "--api-version", "2.7", "--out", "client"]).code, Some(0));
    assert!(!sandbox.path("client/src/generated/groups/ai_content.rs").exists());
    assert!(sandbox.path("client/src/generated/groups/messages.rs").exists());
}

#[test]
fn a_client_inside_the_folder_is_left_alone() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.codegen("outer/inner", &[]).code, Some(0));
    let before = sandbox.files("outer/inner");
    assert_eq!(sandbox.codegen("outer", &[]).code, Some(0));
    sandbox.is_untouched("outer/inner", &before);
}

#[test]
fn a_version_is_found_whatever_its_case() {
    let sandbox = Sandbox::new();
    let run = sandbox.xtask(&["codegen", "--api-version", "PREVIEW", "--out", "client"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    assert!(run.stdout.starts_with("Preview: 13 operations, "), "{}", run.stdout);
}

#[test]
fn a_description_in_json_will_do() {
    let sandbox = Sandbox::new();
    let description = r#"{"openapi": "3.0.3", "info": {"title": "Pets", "version": "1"}, "paths": {
        "/pets": {"get": {"operationId": "listPets", "responses": {"204": {"description": "None."}}}}}}"#;
    sandbox.write("pets.json", description);
    let run = sandbox.xtask(&["codegen", "--spec", "pets.json", "--out", "pets"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    assert!(run.stdout.starts_with("1: 1 operation, "), "{}", run.stdout);
    let manifest = fs::read_to_string(sandbox.path("pets/Cargo.toml")).expect("it was written");
    assert!(manifest.contains("name = \"pets-client-1\"\n"), "{manifest}");
    for carried in
        ["tracing = [\"dep:tracing\"]\n", "\n[dependencies.tracing]\n", "\noptional = true\n", "all-features = true\n"]
    {
        assert!(manifest.contains(carried), "{manifest}");
    }
}

#[test]
fn of_many_kinds_of_warnings_the_first_are_shown() {
    let sandbox = Sandbox::new();
    let properties = |count: usize| {
        let property = |index: usize| format!("\"p{index}\": {{\"type\": \"strin{index}\"}}");
        (0..count).map(property).collect::<Vec<_>>().join(", ")
    };
    for (count, shown) in [(100, 100), (103, 101)] {
        let description = format!(
            r#"{{"openapi": "3.0.3", "info": {{"title": "Pets", "version": "1"}}, "paths": {{}},
            "components": {{"schemas": {{"Pet": {{"type": "object", "properties": {{{}}}}}}}}}}}"#,
            properties(count)
        );
        sandbox.write("pets.json", &description);
        let run = sandbox.xtask(&["codegen", "--spec", "pets.json", "--out", "pets"]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert_eq!(run.stderr.lines().filter(|line| line.starts_with("warning: ")).count(), shown);
        assert_eq!(run.stderr.ends_with("warning: and 3 more of other kinds\n\n"), count == 103, "{}", run.stderr);
    }
}

#[test]
fn a_crate_is_called_as_it_is_asked_for_and_begins_a_workspace_only_where_none_is_above() {
    let sandbox = Sandbox::new();
    let manifest = |path: &str| fs::read_to_string(sandbox.path(path)).expect("it was written");
    let run = sandbox.xtask(&["codegen", "--out", "alone", "--name", "shop"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    assert!(manifest("alone/Cargo.toml").contains("name = \"shop\"\n"), "{}", manifest("alone/Cargo.toml"));
    assert!(manifest("alone/Cargo.toml").contains("\n[workspace]\n"), "{}", manifest("alone/Cargo.toml"));
    assert!(manifest("alone/README.md").starts_with("# shop\n"), "{}", manifest("alone/README.md"));
    sandbox.write("app/Cargo.toml", "[package]\nname = \"app\"\n\n[workspace]\n");
    let run = sandbox.xtask(&["codegen", "--api-version", "preview", "--out", "app/crates/client"]);
    assert_eq!(run.code, Some(0));
    assert!(run.stderr.contains("app/crates/client stands in the workspace of "), "{}", run.stderr);
    let inside = manifest("app/crates/client/Cargo.toml");
    assert!(inside.contains("name = \"intercom-client-preview\"\n") && !inside.contains("[workspace]"), "{inside}");
    let run = sandbox.xtask(&["codegen", "--out", "other", "--name", "2shop"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("a package begins with a letter"), "{}", run.stderr);
}

#[test]
fn another_version_shows_how_far_it_is_away() {
    let sandbox = Sandbox::new();
    let pinned = project().settings().expect("the settings are valid").api_version;
    let other = if pinned == "preview" { "2.15" } else { "preview" };
    let run = sandbox.xtask(&["codegen", "--api-version", other, "--out", "client"]);
    let [distance, help] = run.stdout.lines().skip(1).collect::<Vec<_>>()[..] else { panic!("{}", run.stdout) };
    assert_eq!(run.code, Some(0));
    assert!(distance.starts_with(&format!("{pinned} → {other}: ")) && distance.contains(" additive, "), "{distance}");
    assert_eq!(help, format!("help: `cargo xtask drift {pinned} {other}` reports what an app must change"));
}

#[test]
fn drift_fails_on_the_asked_severity_and_on_more_severe_ones() {
    let code = |arguments: &[&str]| xtask(&[&["drift"], arguments].concat()).code;
    assert_eq!(code(&["2.13", "2.14"]), Some(0));
    assert_eq!(code(&["2.13", "2.14", "--fail-on", "risky"]), Some(1));
    assert_eq!(code(&["2.16", "preview", "--fail-on", "breaking"]), Some(0));
    assert_eq!(code(&["2.16", "preview", "--fail-on", "risky"]), Some(1));
    assert_eq!(code(&["2.7", "2.8", "--fail-on", "any"]), Some(1));
    assert_eq!(code(&["2.7", "2.7", "--fail-on", "any"]), Some(0));
    let run = xtask(&["drift", "2.13", "2.14", "--fail-on", "breaking"]);
    expect![[r#"
        error: from 2.13 to 2.14: 1 breaking, 0 risky, 4 additive, 2 docs-only
        help: what may pass goes to spec/drift-allow.toml, by its fingerprint
    "#]]
    .assert_eq(&run.stderr);
}

#[test]
fn drift_of_files_corrects_nothing() {
    let sandbox = Sandbox::new();
    sandbox.write("old.yaml", "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\n");
    let paths = "paths: {/a: {get: {operationId: getA, tags: [T], responses: {'204': {}}}}}";
    sandbox.write("new.yaml", &format!("openapi: 3.0.3\ninfo: {{title: T, version: '2'}}\n{paths}\n"));
    let run = sandbox.xtask(&["drift", "old.yaml", "new.yaml"]);
    expect![[r#"
        old.yaml → new.yaml: 0 breaking, 0 risky, 2 additive, 0 docs-only, documentation of 1 part

        additive tag-added `T` [56fef06ac6f5]
          tag added
          nothing to do: the client has another group of methods
            `Client::t: T` is new
          operation `getA`
          new.yaml:3:46 `/paths/~1a/get/tags/0`

        additive operation-added `getA` [0d2d9c20d583]
          operation added: `GET /a`
          nothing to do: its method is new
            `T::get_a() -> ()` is new
          operation `getA`
          new.yaml:3:14 `/paths/~1a/get`

        The documentation of `info` has changed
    "#]]
    .assert_eq(&run.stdout);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
}

#[test]
fn drift_of_files_is_no_section_of_the_changelog() {
    let sandbox = Sandbox::new();
    sandbox.write("old.yaml", &codegen_tests::description("", "a: {type: string}"));
    sandbox.write("new.yaml", &codegen_tests::description("", "a: {type: string}"));
    let run = sandbox.xtask(&["drift", "old.yaml", "new.yaml", "--changelog"]);
    assert_eq!(run.code, Some(2));
    assert_eq!(
        run.stderr,
        "error: CHANGELOG.md has the steps of this client, from one version of spec/ to another; old.yaml → new.yaml is none\n\
         help: leave out `--changelog`; `--format markdown` prints a page\n"
    );
}

#[test]
fn drift_of_an_unknown_version() {
    let sandbox = Sandbox::new();
    let before = sandbox.files("");
    let Run { code, stdout, stderr } = sandbox.xtask(&["drift", "1.9", "2.16"]);
    let known = known_versions().join(", ");
    assert_eq!(stderr, format!("error: there is no API version `1.9`\nhelp: the versions are: {known}\n"));
    assert_eq!((code, stdout.as_str()), (Some(2), ""));
    sandbox.is_untouched("", &before);
}

#[test]
fn import_of_a_version_that_is_not_listed() {
    check_bad(
        &Sandbox::new(),
        &["import", "2.16.yaml", "--api-version", "9.9"],
        &expect![[r#"
        error: spec/codegen.toml lists no API version `9.9`
        help: add it to `api-versions`, at its place in the order
    "#]],
    );
}

/// Runs a command that is bad: it says so on stderr, exits with 2, and writes nothing.
#[track_caller]
fn check_bad(sandbox: &Sandbox, arguments: &[&str], expected: &Expect) {
    let before = sandbox.files("");
    let Run { code, stdout, stderr } = sandbox.xtask(arguments);
    expected.assert_eq(&stderr);
    assert_eq!((code, stdout.as_str()), (Some(2), ""));
    sandbox.is_untouched("", &before);
    assert!(!sandbox.path("client").exists(), "not even the folder is there");
}

#[test]
fn an_unknown_version() {
    let sandbox = Sandbox::new();
    let before = sandbox.files("");
    let Run { code, stdout, stderr } = sandbox.xtask(&["codegen", "--api-version", "1.9", "--out", "client"]);
    let known = known_versions().join(", ");
    assert_eq!(stderr, format!("error: there is no API version `1.9`\nhelp: the versions are: {known}\n"));
    assert_eq!((code, stdout.as_str()), (Some(2), ""));
    sandbox.is_untouched("", &before);
}

#[test]
fn an_unknown_tag() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "pets.yaml",
        "openapi: 3.0.3\ninfo: {title: Pets, version: '1'}\npaths:\n  /pets: {get: {tags: [Pets]}}\n",
    );
    check_bad(
        &sandbox,
        &["codegen", "--spec", "pets.yaml", "--tag", "Pets", "--tag", "Owners", "--out", "client"],
        &expect![[r#"
            error: no operation has the tag `Owners`
             --> pets.yaml:3:1
              |
            3 | paths:
              | ^^^^^ #/paths
              |
              = help: the tags are: Pets
        "#]],
    );
}

#[test]
fn a_file_that_is_missing() {
    let sandbox = Sandbox::new();
    check_bad(
        &sandbox,
        &["codegen", "--spec", "missing.yaml", "--out", "client"],
        &expect![[r#"
            error: can't read missing.yaml: No such file or directory (os error 2)
        "#]],
    );
    check_bad(
        &sandbox,
        &["codegen", "--spec", "2.16.yaml", "--overlay", "missing.yaml", "--out", "client"],
        &expect![[r#"
            error: can't read missing.yaml: No such file or directory (os error 2)
        "#]],
    );
}

#[test]
fn broken_yaml() {
    let sandbox = Sandbox::new();
    sandbox.write("broken.yaml", "openapi: 3.0.3\npaths: [\n");
    let expected = expect![[r#"
        error: this is no valid YAML: did not find expected node content
         --> broken.yaml:2:10
          |
        2 | paths: [
          |         ^
    "#]];
    check_bad(&sandbox, &["codegen", "--spec", "broken.yaml", "--out", "client"], &expected);
    check_bad(&sandbox, &["codegen", "--spec", "2.16.yaml", "--overlay", "broken.yaml", "--out", "client"], &expected);
    check_bad(&sandbox, &["codegen", "--spec", "broken.yaml", "--out", "client", "--check"], &expected);
}

#[test]
fn an_output_folder_that_is_a_file() {
    let sandbox = Sandbox::new();
    sandbox.write("file", "mine\n");
    let Run { code, stdout, stderr } = sandbox.codegen("file", &[]);
    assert_eq!((code, stdout.as_str()), (Some(2), ""));
    assert!(stderr.starts_with("error: can't ") && stderr.contains(" file"), "{stderr}");
    assert_eq!(fs::read_to_string(sandbox.path("file")).expect("it stays"), "mine\n");
}

#[test]
fn of_a_foreign_overlay_an_action_that_selects_nothing_is_a_warning() {
    let sandbox = Sandbox::new();
    let pets = "openapi: 3.0.3\ninfo: {title: Pets, version: '1'}\npaths: {/pets: {get: {operationId: listPets, responses: {}}}}\n";
    sandbox.write("pets.yaml", pets);
    let overlay =
        "overlay: 1.1.0\ninfo: {title: t, version: '1'}\nactions:\n- {target: $.info.contact, remove: true}\n";
    sandbox.write("overlay.yaml", overlay);
    sandbox.write("strict.toml", "strict-overlays = true\n");
    let codegen = ["codegen", "--spec", "pets.yaml", "--overlay", "overlay.yaml", "--out", "client"];
    check_bad(
        &sandbox,
        &[&codegen[..], &["--settings", "strict.toml"]].concat(),
        &expect![[r#"
            error: the target `$.info.contact` selects nothing in version 1
             --> overlay.yaml:4:4
              |
            4 | - {target: $.info.contact, remove: true}
              |    ^^^^^^ #/actions/0/target
              |
              = help: correct the target, delete the action if the description is right now, or narrow it with `x-api-versions`
        "#]],
    );
    let run = sandbox.xtask(&codegen);
    assert_eq!(run.code, Some(0));
    assert!(
        run.stderr.starts_with("warning: the target `$.info.contact` selects nothing in version 1\n"),
        "{}",
        run.stderr
    );
    for said in [
        xtask(&["codegen", "--help"]).stdout,
        fs::read_to_string(project().root().join("README.md")).expect("readable"),
    ] {
        let words: Vec<&str> = said.split_whitespace().collect();
        let said = words.join(" ");
        assert!(said.contains("selects nothing is a warning") && said.contains("strict-overlays"), "{said}");
    }
}

#[test]
fn a_property_that_only_an_overlay_describes_is_not_brought_to_life() {
    let sandbox = Sandbox::new();
    let property = "        url:\n          type: string\n";
    let text = fs::read_to_string(sandbox.path("2.16.yaml")).expect("readable");
    let (before, request) = text.split_once("    create_external_page_request:\n").expect("the schema is there");
    let request = request.replacen(property, "", 1);
    sandbox.write("2.16.yaml", &format!("{before}    create_external_page_request:\n{request}"));
    let run = sandbox.codegen("client", &[]);
    let place = "#/components/schemas/create_external_page_request/properties/url";
    let expected = format!("error: the update would bring `{place}` to life: version 2.16 does not have it\n");
    assert!(run.code == Some(2) && run.stderr.starts_with(&expected), "{}", run.stderr);
    assert!(!sandbox.path("client").exists());
}

#[test]
fn a_version_and_a_file_at_once() {
    check_bad(
        &Sandbox::new(),
        &["codegen", "--api-version", "2.15", "--spec", "2.16.yaml", "--out", "client"],
        &expect![[r#"
            error: the argument '--api-version <V>' cannot be used with '--spec <FILE>'

            Usage: cargo xtask codegen --api-version <V> --out <DIR> --project <DIR>

            For more information, try '--help'.
        "#]],
    );
}

#[test]
fn arguments_that_do_not_go_together() {
    let sandbox = Sandbox::new();
    for (arguments, headline) in [
        (
            &["codegen", "--tag", "Messages", "--all-tags"][..],
            "the argument '--tag <T>' cannot be used with '--all-tags'",
        ),
        (&["codegen", "--overlay", "docs.overlay.yaml"], "the following required arguments were not provided:"),
        (&["codegen", "--spec", "2.16.yaml"], "the following required arguments were not provided:"),
        (&["golden", "--check"], "unexpected argument '--check' found"),
        (&["generate"], "unrecognized subcommand 'generate'"),
    ] {
        let Run { code, stdout, stderr } = sandbox.xtask(arguments);
        assert_eq!((code, stdout.as_str()), (Some(2), ""));
        assert_eq!(stderr.lines().next(), Some(format!("error: {headline}").as_str()));
    }
}

#[test]
fn the_documented_commands_are_understood() {
    let sandbox = Sandbox::new();
    let mut commands = Vec::new();
    for name in ["README.md", "CONTRIBUTING.md"] {
        let text = fs::read_to_string(project().root().join(name)).expect("it is there").replace("\\\n", "");
        let spans = text.split('`').chain(text.lines().filter_map(|line| line.strip_prefix("$ ")));
        let commands_of = spans.filter(|span| span.starts_with("cargo xtask ") && !span.contains('\n'));
        commands.extend(commands_of.map(|command| command.replace(['[', ']'], "")));
    }
    assert!(commands.len() > 10, "{commands:?}");
    for command in commands {
        // A comment may follow, and `cargo xtask` is one program. The help says whether the arguments are known.
        let words = sandbox.words(&command.replace('…', ""));
        let arguments: Vec<&str> = words.iter().skip(2).map(String::as_str).chain(["--help"]).collect();
        assert_eq!(xtask(&arguments).code, Some(0), "{command}");
    }
}

#[test]
fn a_description_in_several_files_is_read_as_one() {
    let sandbox = tempfile::tempdir().expect("a temporary folder");
    let write = |path: &str, text: &str| {
        let path = sandbox.path().join(path);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    };
    write(
        "api/spec.yaml",
        "openapi: 3.1.1\ninfo: {title: Pets, version: '1'}\ncomponents: {schemas: {Pet: {$ref: schemas/pet.yaml}}}\n",
    );
    write("api/schemas/pet.yaml", "type: object\nproperties: {name: {type: string}}\n");
    write("secret.yaml", "type: object\n");
    let codegen = |more: &[&str]| {
        let command = [&["codegen", "--spec", "api/spec.yaml", "--all-tags", "--out", "client"], more].concat();
        run(Command::new(&*XTASK).args(command).arg("--project").arg(project().root()).current_dir(sandbox.path()))
    };
    assert_eq!(codegen(&[]).code, Some(0));
    let model = || fs::read_to_string(sandbox.path().join("client/src/generated/models/pet.rs")).expect("it is there");
    assert!(model().contains("name?: String"), "{}", model());
    assert_eq!(codegen(&["--check"]).code, Some(0));

    // A change of the other file alone.
    write("api/schemas/pet.yaml", "type: object\nproperties: {title: {type: string}}\n");
    assert_eq!(codegen(&["--check"]).code, Some(1));
    #[cfg(unix)]
    {
        fs::remove_file(sandbox.path().join("api/schemas/pet.yaml")).expect("it is there");
        std::os::unix::fs::symlink("../../secret.yaml", sandbox.path().join("api/schemas/pet.yaml"))
            .expect("it can be made");
        let Run { code, stderr, .. } = codegen(&["--check"]);
        expect![[r#"
            error: the file `schemas/pet.yaml` leads out of the folder of the description by a symbolic link
             --> api/spec.yaml:3:30
              |
            3 | components: {schemas: {Pet: {$ref: schemas/pet.yaml}}}
              |                              ^^^^ #/components/schemas/Pet/$ref
              |
              = help: correct the path, which counts from the file that it stands in
        "#]]
        .assert_eq(&stderr);
        assert_eq!(code, Some(2));
    }
}

/// The tables of the settings that have keys of their own, with these keys, as the schema has them.
fn tables<'s>(schema: &'s Value, path: &str, found: &mut BTreeMap<String, BTreeSet<&'s str>>) {
    if schema["additionalProperties"] == json!(false) {
        let properties = schema["properties"].as_object().expect("a closed table has keys");
        found.insert(path.to_owned(), properties.keys().map(String::as_str).collect());
        for (key, property) in properties {
            tables(property, &if path.is_empty() { key.clone() } else { format!("{path}.{key}") }, found);
        }
    }
}

#[test]
fn the_schema_of_the_settings_has_every_key() {
    let project = project();
    let schema = fs::read_to_string(project.root().join("generator/schema/settings.schema.json")).expect("it is there");
    let schema: Value = serde_json::from_str(&schema).expect("it is JSON");
    let mut described = BTreeMap::new();
    tables(&schema, "", &mut described);
    assert_eq!(
        described.keys().collect::<Vec<_>>(),
        ["", "client", "drift", "error", "formats", "names", "rate-limit"]
    );
    for (path, keys) in described {
        // Who reads them says which keys there are.
        let text = if path.is_empty() { "no-key = 1\n".to_owned() } else { format!("[{path}]\nno-key = 1\n") };
        let errors = Settings::read(&Source::new("codegen.toml", text)).expect_err("there is no such key");
        let message = errors.diagnostics()[0].message.clone();
        let (_, expected) = message.split_once("expected").unwrap_or_else(|| panic!("{message}"));
        assert_eq!(expected.split('`').skip(1).step_by(2).collect::<BTreeSet<_>>(), keys, "{path}");
    }
    let validator = jsonschema::validator_for(&schema).expect("it is a JSON Schema");
    let cases = golden::case_folders(&project).expect("the cases can be read");
    let files = cases.iter().map(|case| case.join("codegen.toml")).chain([project.spec().join("codegen.toml")]);
    for file in files.filter(|file| file.exists()) {
        let text = fs::read_to_string(&file).expect("readable");
        let settings: Value = toml::from_str(&text).expect("it is TOML");
        let wrong: Vec<String> = validator.iter_errors(&settings).map(|error| error.to_string()).collect();
        assert_eq!(wrong, Vec::<String>::new(), "{}", file.display());
    }
    assert!(!validator.is_valid(&json!({"names": {"methods": {"listPets": 1}}})));
}
