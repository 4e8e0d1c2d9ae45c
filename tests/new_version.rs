//! CONTRIBUTING's steps on a copy of the project: a new version, and a version that the vendor has changed in place. What is
//! reported at each step is true, and nothing is left to find out.

#[path = "support/program.rs"]
mod program;
#[path = "update.rs"]
mod update;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use codegen_tests::project;
use expect_test::expect;
use tempfile::TempDir;
use xtask::{
    golden::{self, on_disk},
    project::Project,
};

use crate::program::XTASK;

/// A copy of what the steps read and write.
struct Copy(TempDir);

impl Copy {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let copy = Self(folder);
        for path in ["CHANGELOG.md", "Cargo.toml", "README.md"] {
            copy.write(path, &fs::read_to_string(project().root().join(path)).expect("readable"));
        }
        // Cases have nothing to do with versions; one will do.
        let case = "tests/golden/cases/overlay-update-remove-and-copy";
        for path in [
            "spec",
            "generated-client/src/generated",
            "tests/golden/versions",
            "tests/golden/drift",
            "tests/golden/shell",
            case,
        ] {
            let files = on_disk(&project().root().join(path)).expect("readable");
            files.iter().for_each(|(name, text)| copy.write(&format!("{path}/{name}"), text));
        }
        copy
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn write(&self, name: &str, text: &str) {
        fs::create_dir_all(self.path(name).parent().expect("a folder")).expect("writable");
        fs::write(self.path(name), text).expect("writable");
    }

    fn replace(&self, name: &str, from: &str, to: &str) {
        self.write(name, &replaced(&self.read(name), from, to));
    }

    /// `cargo xtask …` in this project: its exit code and what it printed, errors last.
    fn xtask(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let mut command = Command::new(&*XTASK);
        let output = command.args(arguments).arg("--project").arg(self.0.path()).current_dir(self.0.path()).output();
        let output = output.expect("the command can be started");
        (output.status.code(), String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
    }

    /// The same, where it must end well.
    #[track_caller]
    fn fine(&self, arguments: &[&str]) -> String {
        let (code, told) = self.xtask(arguments);
        assert_eq!(code, Some(0), "{told}");
        told
    }

    fn files(&self) -> BTreeMap<String, String> {
        on_disk(self.0.path()).expect("readable")
    }
}

#[track_caller]
fn replaced(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "`{from}` stands there once");
    text.replace(from, to)
}

/// The lines of a text that begin so.
fn lines<'t>(text: &'t str, start: &str) -> Vec<&'t str> {
    text.lines().filter(|line| line.starts_with(start)).collect()
}

const GET_MESSAGE: &str = r"  /messages/{message_id}:
    get:
      operationId: getMessage
      tags: [Messages]
      parameters:
      - {name: Intercom-Version, in: header, schema: {$ref: '#/components/schemas/intercom_version'}}
      - {name: message_id, in: path, required: true, schema: {type: string}}
      responses:
        '200': {content: {application/json: {schema: {$ref: '#/components/schemas/message'}}}}
        '404': {content: {application/json: {schema: {$ref: '#/components/schemas/error'}}}}
components:
";

/// 2.16 with a renamed, a removed, a retyped and a new property, an enum without one of its values, and a new operation.
fn description_of_2_17(of_2_16: &str) -> String {
    let (before, rest) = of_2_16.split_once("    external_page:\n").expect("the schema is there");
    let (page, after) = rest.split_once("    create_external_page_request:\n").expect("it ends");
    let page = page.replace("last_ingested_at", "ingested_at");
    let page = replaced(&page, "        fin_availability:\n          type: boolean\n", "");
    let page = replaced(
        &page,
        "        source_id:\n          type: integer\n",
        "        source_id:\n          type: string\n",
    );
    let word_count = "        word_count:\n          type: integer\n        created_at:\n";
    let page = replaced(&page, "        created_at:\n", word_count);
    let text = format!("{before}    external_page:\n{page}    create_external_page_request:\n{after}");
    let text = replaced(&text, "  version: '2.16'\n", "  version: '2.17'\n");
    let text = replaced(&text, "default: '2.16'\n", "default: '2.17'\n");
    let text = replaced(&text, "      - '2.16'\n", "      - '2.16'\n      - '2.17'\n");
    let (sources, rest) = text.split_once("    content_import_source:\n").expect("the schema is there");
    let rest = rest.replacen("          - deactivated\n", "", 1);
    let text = format!("{sources}    content_import_source:\n{rest}");
    replaced(&text, "components:\n", GET_MESSAGE)
}

const DOCS: &str = "spec/overlays/docs.overlay.yaml";
const EXAMPLES: &str = "spec/overlays/samples.overlay.yaml";

/// The overlay of sentences without those of the two properties that 2.17 has no more.
fn without_two_properties(docs: &str) -> String {
    let (start, rest) = docs.split_once("- target: $.components.schemas.external_page\n").expect("it is there");
    let (action, end) = rest.split_once("\n- target:").expect("others follow");
    let (kept, _) = action.split_once("      last_ingested_at:").expect("it is described");
    let (one, two) = kept.split_once("      fin_availability:").expect("it is described");
    let (_, two) = two.split_once("      locale:").expect("it is described");
    format!("{start}- target: $.components.schemas.external_page\n{one}      locale:{two}\n- target:{end}")
}

/// The two descriptions that the steps fix: their properties are those of the versions up to 2.16, and of preview.
const NARROWED: &str = r#"
- target: $.components.schemas.external_page.properties
  x-api-versions: [unstable, "2.12..2.16", preview]
  update:
    fin_availability:
      description: An older switch.
    last_ingested_at:
      description: When the content was taken in, in seconds since 1970-01-01 UTC.

- target: $.components.schemas.external_page.properties
  x-api-versions: "2.17"
  update:
    ingested_at:
      description: When the content was taken in, in seconds since 1970-01-01 UTC.
    word_count:
      description: How many words the content has.

- target: $.paths.*[?@.operationId == 'getMessage']
  x-api-versions: "2.17"
  update:
    summary: Get a message
    description: Returns a message by its id.
    responses:
      '200':
        description: The message.
      '404':
        description: There is no such message.
"#;

const NARROWED_PARAMETER: &str = r#"
- target: $.paths.*[?@.operationId == 'getMessage'].parameters[?@.name == 'message_id']
  x-api-versions: "2.17"
  update:
    description: Id of the message.
"#;

const SAMPLES: &str = r#"
- target: $.paths.*[?@.operationId == 'getMessage'].responses['200', '404'].content['application/json']
  x-api-versions: "2.17"
  update:
    examples:
      found:
        value: {type: admin_message}
"#;

const IMPORT: [&str; 5] = ["import", "vendor.yaml", "--api-version", "2.17", "--structure-only"];

#[test]
fn a_new_version_takes_five_steps() {
    let copy = Copy::new();
    let before = copy.files();
    copy.write("vendor.yaml", &description_of_2_17(&copy.read("spec/2.16.yaml")));

    // 1. Add the version, import its description.
    let (code, told) = copy.xtask(&IMPORT);
    assert!(code == Some(2) && told.contains("add it to `api-versions`"), "{told}");
    copy.replace("spec/codegen.toml", "\"2.16\", \"preview\"]", "\"2.16\", \"2.17\", \"preview\"]");
    let told = copy.fine(&IMPORT);
    let place = "`#/components/schemas/external_page/properties";
    assert_eq!(
        lines(&told, "error: "),
        [
            format!("error: the update would bring {place}/fin_availability` to life: version 2.17 does not have it"),
            format!("error: the update would bring {place}/last_ingested_at` to life: version 2.17 does not have it"),
        ]
    );
    assert!(told.starts_with("compared without our corrections, which do not fit:\n\n2.16 → 2.17: "), "{told}");
    assert!(
        told.contains("\nnext:\n  fix the overlay actions that are reported on stderr, then run this import again"),
        "{told}"
    );

    // 2. Fix the overlays, and write what is missing.
    let mended = without_two_properties(&copy.read(DOCS));
    let (narrowed, _) = NARROWED.split_once("\n\n").expect("the first action ends");
    copy.write(DOCS, &format!("{mended}\n{narrowed}\n"));
    let told = copy.fine(&IMPORT);
    assert_eq!(lines(&told, "error: "), [""; 0]);
    assert!(told.contains("spec/2.17.yaml: up to date\n"), "{told}");
    let next = told.split_once("\nnext:\n").expect("it tells what is next").1;
    expect![[r#"
        write sentences into spec/overlays/docs.overlay.yaml for `external_page.ingested_at`; `external_page.word_count`; `getMessage`; `getMessage`, parameter `message_id`; `getMessage`, response 200; `getMessage`, response 404
        write samples into spec/overlays/samples.overlay.yaml for `getMessage`, response 200; `getMessage`, response 404
        set `api-version = "2.17"` in spec/codegen.toml
        cargo xtask codegen
        cargo xtask golden --bless
        cargo xtask drift 2.16 2.17 --changelog
        cargo xtask ci"#]].assert_eq(&next.lines().map(str::trim_start).collect::<Vec<_>>().join("\n"));
    copy.write(DOCS, &format!("{mended}\n{NARROWED}{NARROWED_PARAMETER}"));
    copy.write(EXAMPLES, &format!("{}{SAMPLES}", copy.read(EXAMPLES)));
    let told = copy.fine(&IMPORT);
    assert!(!told.contains("  write "), "{told}");

    // 3. Move the client.
    copy.replace("spec/codegen.toml", "api-version = \"2.16\"\n", "api-version = \"2.17\"\n");
    let told = copy.fine(&["codegen"]);
    assert!(told.starts_with("2.17: 14 operations, "), "{told}");
    expect!["2.16 → 2.17: 4 breaking, 0 risky, 3 additive, 0 docs-only, documentation of 1 part"]
        .assert_eq(lines(&told, "2.16 → 2.17: ").first().expect("it tells how far it is"));
    let model = copy.read("generated-client/src/generated/models/external_page.rs");
    assert!(model.contains("pub ingested_at: UnixTime") && !model.contains("last_ingested_at"), "{model}");

    // 4. Bless, and read.
    assert!(copy.path("tests/golden/drift/2.16-preview.md").exists());
    let (code, told) = copy.xtask(&["golden"]);
    assert!(code == Some(1) && told.contains("tests/golden/drift/2.16-preview.md: made by nothing\n"), "{told}");
    copy.fine(&["golden", "--bless"]);
    assert!(!copy.path("tests/golden/drift/2.16-preview.md").exists());
    assert!(copy.fine(&["golden"]).ends_with(" goldens, up to date\n"));
    let project = Project::at(copy.0.path());
    let goldens = golden::all(&project).expect("all can be generated");
    let left_over = golden::left_over(&project, &goldens).expect("readable");
    assert!(left_over.is_empty(), "{left_over:?}");
    let page = copy.read("tests/golden/drift/2.16-2.17.md");
    let told: Vec<&str> = page.lines().filter(|line| line.starts_with("## ") || line.starts_with("### ")).collect();
    expect![[r#"
        ## Breaking
        ### `content_import_source.status`: enum value removed
        ### `external_page.fin_availability`: property removed
        ### `external_page.last_ingested_at`: property renamed
        ### `external_page.source_id`: type of a property changed
        ## Additive
        ### `Intercom-Version`: client header follows the API version
        ### `external_page.word_count`: property added
        ### `getMessage`: operation added
        ## Documentation"#]]
    .assert_eq(&told.join("\n"));

    // 5. The changelog.
    copy.fine(&["drift", "2.16", "2.17", "--changelog"]);
    let changelog = copy.read("CHANGELOG.md");
    let (_, section) = changelog.split_once("### API version 2.16 → 2.17\n").expect("there is a section");
    let section = section.split_once("\n### ").map_or(section, |(section, _)| section);
    expect![[r#"

        Suggested version: 0.2.0 (an app may have to be changed; now 0.1.0).

        To change:

        - `content_import_source.status`: enum value removed: `deactivated` — `ContentImportSource::builder()`: `asks for status` → `does not ask for status`; `ContentImportSourceBuilder::status` is gone; `ContentImportSourceStatus::Deactivated` is gone
        - `external_page.fin_availability`: property removed: boolean — `ExternalPage::fin_availability: Option<bool>` is gone
        - `external_page.last_ingested_at`: property renamed: `last_ingested_at` → `ingested_at` — `ExternalPage::last_ingested_at: UnixTime` → `ExternalPage::ingested_at: UnixTime`
        - `external_page.source_id`: type of a property changed: integer → string — `ExternalPage::source_id`: `i64` → `String`

        New:

        - `Intercom-Version`: client header follows the API version: default `2.16` → `2.17`, + `2.17` — `IntercomVersion::V2_17` is new
        - `external_page.word_count`: property added: integer — `ExternalPage::word_count: Option<i64>` is new
        - `getMessage`: operation added: `GET /messages/{message_id}` — `Messages::get(message_id: impl Display) -> Message` is new
    "#]].assert_eq(section);
    assert_eq!(copy.xtask(&["drift", "2.16", "2.17", "--fail-on", "breaking"]).0, Some(1));

    // Nothing else has changed.
    fs::remove_file(copy.path("vendor.yaml")).expect("it is there");
    let after = copy.files();
    let names = before.keys().chain(after.keys());
    let changed = names.filter(|name| before.get(*name) != after.get(*name));
    let parts = ["spec/", "generated-client/src/generated/", "tests/golden/", "CHANGELOG.md"];
    let else_changed: Vec<&String> = changed.filter(|name| !parts.iter().any(|part| name.starts_with(part))).collect();
    assert_eq!(else_changed, [""; 0]);
}

/// The names of 2.16 that its next version might lack, and where people have written them.
#[test]
fn contributing_lists_what_else_names_a_field() {
    let root = project().root().to_owned();
    let contributing = fs::read_to_string(root.join("CONTRIBUTING.md")).expect("readable");
    let (_, rest) = contributing.split_once("What names a field by hand").expect("the list is there");
    let (list, _) = rest.split_once("\n\n").expect("the paragraph ends");
    let listed: Vec<&str> = list.split('`').skip(1).step_by(2).collect();
    let mut found = 0;
    for folder in ["generator", "xtask", "generated-client", "tests", "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"]
    {
        let path = root.join(folder);
        let files = if path.is_dir() {
            on_disk(&path).expect("readable")
        } else {
            BTreeMap::from([(String::new(), fs::read_to_string(&path).expect("readable"))])
        };
        for (name, text) in files {
            let name = Path::new(folder).join(name).display().to_string();
            let name = name.trim_end_matches('/');
            let is_made = name.starts_with("tests/golden/") || name.contains("/src/generated/");
            let names_one = ["last_ingested_at", "fin_availability", "ai_copilot_availability", "external_page"]
                .iter()
                .any(|field| text.contains(field));
            if names_one && !is_made {
                found += 1;
                let is_listed = listed.iter().any(|listed| name == *listed || name.starts_with(&format!("{listed}/")));
                assert!(is_listed, "CONTRIBUTING.md does not name {name}");
            }
        }
    }
    assert!(found > 5, "the search finds what is there");
}

/// The import of a state of 2.14 that the vendor made without a new version.
fn in_place(copy: &Copy, change: impl Fn(&str) -> String, more: &[&str]) -> (Option<i32>, String) {
    let spec = copy.read("spec/2.14.yaml");
    copy.write("vendor.yaml", &change(&spec));
    let import = ["import", "vendor.yaml", "--api-version", "2.14", "--structure-only", "--source-commit", "0ddba11"];
    copy.xtask(&[&import[..], more].concat())
}

/// The id of a source is text.
fn retyped(of_2_14: &str) -> String {
    let (before, after) = of_2_14.split_once("    content_import_source:\n").expect("the schema is there");
    let after = after.replacen("        id:\n          type: integer\n", "        id:\n          type: string\n", 1);
    format!("{before}    content_import_source:\n{after}")
}

/// No page can be deleted.
fn without_an_operation(of_2_14: &str) -> String {
    let (before, page) = of_2_14.split_once("  /ai/external_pages/{page_id}:\n").expect("the path is there");
    let (parameters, after) = page.split_once("    delete:\n").expect("it can be deleted");
    let (_, after) = after.split_once("    get:\n").expect("others follow");
    format!("{before}  /ai/external_pages/{{page_id}}:\n{parameters}    get:\n{after}")
}

#[test]
fn a_type_that_changes_in_place_is_reported_before_it_is_written() {
    let copy = Copy::new();
    let before = copy.files();
    let (code, told) = in_place(&copy, retyped, &["--fail-on", "breaking", "--changelog"]);
    expect![[r#"
        2.14@8889625 → 2.14@0ddba11: 1 breaking, 0 risky, 0 additive, 0 docs-only

        breaking response-property-type-changed `content_import_source.id` [fcae9e66a13c]
          type of a property changed: integer → string
          compile: its field has another type: read it as that one
            `ContentImportSource::id`: `i64` → `String`
          operations `listContentImportSources`, `createContentImportSource`, `getContentImportSource`, `updateContentImportSource`
          spec/2.14.yaml:364:9 `/components/schemas/content_import_source/properties/id` → spec/2.14.yaml:364:9 `/components/schemas/content_import_source/properties/id`
        error: from 2.14@8889625 to 2.14@0ddba11: 1 breaking, 0 risky, 0 additive, 0 docs-only
        help: nothing was written; what may pass goes to spec/drift-allow.toml, from `2.14@8889625` to `2.14@0ddba11`, by its fingerprint; without `--fail-on`, all of it is imported
    "#]].assert_eq(&told);
    assert_eq!(code, Some(1));
    fs::remove_file(copy.path("vendor.yaml")).expect("it is there");
    assert_eq!(copy.files(), before, "nothing was written");

    let (code, told) = in_place(&copy, retyped, &["--changelog"]);
    assert_eq!(code, Some(0), "{told}");
    expect![[r#"
        written
        CHANGELOG.md: API version 2.14@8889625 → 2.14@0ddba11, written

        next:
          cargo xtask golden --bless
          cargo xtask ci
    "#]]
    .assert_eq(told.split_once("\n\nspec/2.14.yaml: ").expect("it was written").1);
    let changelog = copy.read("CHANGELOG.md");
    let (_, section) =
        changelog.split_once("### API version 2.14@8889625 → 2.14@0ddba11\n").expect("there is a section");
    let section = section.split_once("\n### ").map_or(section, |(section, _)| section);
    expect![[r#"

        Suggested version: 0.2.0 (an app may have to be changed; now 0.1.0).

        To change:

        - `content_import_source.id`: type of a property changed: integer → string — `ContentImportSource::id`: `i64` → `String`
    "#]].assert_eq(section);
    let sources = copy.read("spec/sources.toml");
    assert!(sources.contains("[\"2.14\"]\nfile = \"vendor.yaml\"\ncommit = \"0ddba11\"\nsha256 = "), "{sources}");
    // A second import of the same text finds no change, however much the version before was another one.
    let (code, told) = in_place(&copy, |spec| spec.to_owned(), &["--fail-on", "any", "--changelog"]);
    assert_eq!(code, Some(0), "{told}");
    expect![[r#"
        2.14: no change

        spec/2.14.yaml: up to date

        next:
          cargo xtask golden --bless
          cargo xtask ci
    "#]]
    .assert_eq(&told);
    assert_eq!(copy.read("CHANGELOG.md"), changelog);
}

/// What was reported, without the positions in overlays: they change with every action that is written before.
fn without_positions_in_overlays(told: &str) -> String {
    let mut is_in_overlay = false;
    let masked = told.lines().map(|line| {
        let text = line.trim_start();
        if let Some(("--> spec/overlays/", name)) =
            text.split_once(".overlay.yaml").map(|(start, _)| start.split_at(18))
        {
            is_in_overlay = true;
            return format!("   --> spec/overlays/{name}.overlay.yaml:#:#");
        }
        is_in_overlay &= !text.is_empty();
        if !is_in_overlay {
            return line.to_owned();
        }
        let Some((margin, rest)) = line.split_once('|') else { return format!("  {text}") };
        let margin = if margin.trim().is_empty() { "  " } else { "# " };
        let rest = match rest.split_once("#/actions/") {
            Some((before, place)) => {
                format!("{before}#/actions/#{}", place.trim_start_matches(|digit: char| digit.is_ascii_digit()))
            }
            None => rest.to_owned(),
        };
        format!("{margin}|{rest}")
    });
    masked.map(|line| line + "\n").collect()
}

#[test]
fn an_operation_that_goes_in_place_is_reported_before_it_is_written() {
    let copy = Copy::new();
    let (code, told) = in_place(&copy, without_an_operation, &["--fail-on", "breaking"]);
    assert_eq!(code, Some(1), "{told}");
    // Our overlays speak of the response that it had, and of every operation that looks a page up.
    expect![[r#"
        compared without our corrections, which do not fit:

        2.14@8889625 → 2.14@0ddba11: 1 breaking, 0 risky, 0 additive, 0 docs-only

        breaking operation-removed `deleteExternalPage` [27ed735304d3]
          operation removed: `DELETE /ai/external_pages/{page_id}`
          compile: its method is gone: leave the call out, or call what the vendor names instead
            `AiContent::delete_external_page(page_id: impl Display) -> ExternalPage` is gone
          operation `deleteExternalPage`
          spec/2.14.yaml:183:5 `/paths/~1ai~1external_pages~1{page_id}/delete`
        error: the target `$.paths.*[?@.operationId == 'deleteExternalPage']` selects nothing in version 2.14
           --> spec/overlays/docs.overlay.yaml:#:#
          |
        # | - target: $.paths.*[?@.operationId == 'deleteExternalPage']
          |   ^^^^^^ #/actions/#/target
          |
          = help: correct the target, delete the action if the description is right now, or narrow it with `x-api-versions`

        error: the target `$.paths.*[?@.operationId == 'deleteExternalPage'].responses['200'].content['application/json']` selects nothing in version 2.14
           --> spec/overlays/samples.overlay.yaml:#:#
          |
        # | - target: $.paths.*[?@.operationId == 'deleteExternalPage'].responses['200'].content['application/json']
          |   ^^^^^^ #/actions/#/target
          |
          = help: correct the target, delete the action if the description is right now, or narrow it with `x-api-versions`

        note: the project's overlays do not fit this description of 2.14, as told above; it can be imported all the same, and fixing them comes next

        error: from 2.14@8889625 to 2.14@0ddba11: 1 breaking, 0 risky, 0 additive, 0 docs-only
        help: nothing was written; what may pass goes to spec/drift-allow.toml, from `2.14@8889625` to `2.14@0ddba11`, by its fingerprint; without `--fail-on`, all of it is imported
    "#]].assert_eq(&without_positions_in_overlays(&told));

    // Once the overlay is fixed, the client of the version as it is and as it will be are compared.
    for overlay in ["spec/overlays/docs.overlay.yaml", "spec/overlays/samples.overlay.yaml"] {
        let text = copy.read(overlay);
        let (before, action) = text.split_once("[?@.operationId == 'deleteExternalPage']").expect("it is described");
        let action = action.replacen("[unstable, \"2.12..\"]", "[unstable, \"2.12..2.13\", \"2.15..\"]", 1);
        copy.write(overlay, &format!("{before}[?@.operationId == 'deleteExternalPage']{action}"));
    }
    let (code, told) = in_place(&copy, without_an_operation, &["--changelog"]);
    assert!(code == Some(0) && told.starts_with("2.14@8889625 → 2.14@0ddba11: 1 breaking, "), "{told}");
    let changelog = copy.read("CHANGELOG.md");
    let told = lines(&changelog, "- `deleteExternalPage`: operation removed");
    expect!["- `deleteExternalPage`: operation removed: `DELETE /ai/external_pages/{page_id}` — `AiContent::delete_external_page(page_id: impl Display) -> ExternalPage` is gone"].assert_eq(&told.join("\n"));
}

#[test]
fn what_is_allowed_does_not_stop_an_import() {
    let copy = Copy::new();
    let list = copy.read("spec/drift-allow.toml");
    let allow = |fingerprint: &str| {
        let entry = "[[allow]]\nfrom = \"2.14@8889625\"\nto = \"2.14@0ddba11\"\n";
        let more = "reason = \"No app of ours reads it.\"\nexpires = \"2999-12-31\"\n";
        copy.write("spec/drift-allow.toml", &format!("{list}\n{entry}fingerprint = \"{fingerprint}\"\n{more}"));
    };
    allow("000000000000");
    let (code, told) = in_place(&copy, retyped, &["--fail-on", "any"]);
    assert!(code == Some(2) && told.contains("has the fingerprint `000000000000`"), "{told}");
    allow("fcae9e66a13c");
    let (code, told) = in_place(&copy, retyped, &["--fail-on", "any"]);
    assert!(code == Some(0) && told.contains("  allowed: No app of ours reads it. (until 2999-12-31)\n"), "{told}");
    // Once the import is made, the entry says nothing any more.
    let (code, told) = copy.xtask(&["golden"]);
    assert!(code == Some(2) && told.contains("help: delete the entry: its import is made"), "{told}");
}

#[test]
fn a_source_that_is_not_public_has_a_reason() {
    let copy = Copy::new();
    let spec = copy.read("spec/2.14.yaml");
    copy.write("vendor.yaml", &spec);
    let import = ["import", "vendor.yaml", "--api-version", "2.14", "--structure-only"];
    copy.fine(&import);
    assert!(
        copy.read("spec/sources.toml").contains("file = \"vendor.yaml\"\nreason = \"the import named no commit\"\n")
    );
    copy.fine(&[&import[..], &["--source-reason", "sent by the vendor"]].concat());
    assert!(copy.read("spec/sources.toml").contains("file = \"vendor.yaml\"\nreason = \"sent by the vendor\"\n"));
}
