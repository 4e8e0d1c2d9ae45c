//! `cargo xtask update` on a copy of the project and a folder that is laid out as the vendor's repository is: what stands in the branch
//! afterwards, what the text of the pull request says, and how the command ends.

use std::{collections::BTreeMap, fs, path::PathBuf, process::Command};

use expect_test::expect;
use tempfile::TempDir;

use crate::{
    Copy, DOCS, EXAMPLES, NARROWED, NARROWED_PARAMETER, SAMPLES, description_of_2_17, lines, retyped,
    without_two_properties,
};

/// The vendor's repository, as far as it has descriptions.
struct Checkout(TempDir);

impl Checkout {
    /// All descriptions that the project has, as they are, but for one that the vendor publishes no more.
    fn of(copy: &Copy) -> Self {
        let checkout = Self(tempfile::tempdir().expect("a temporary folder"));
        for version in ["2.7", "2.8", "2.9", "2.10", "2.11", "2.12", "2.13", "2.14", "2.15", "2.16"] {
            checkout.write(version, &copy.read(&format!("spec/{version}.yaml")));
        }
        checkout.write("0", &copy.read("spec/preview.yaml"));
        checkout
    }

    fn write(&self, folder: &str, text: &str) {
        let path = self.0.path().join("descriptions").join(folder).join("api.intercom.io.yaml");
        fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
        fs::write(path, text).expect("writable");
    }

    /// Where the text of the pull request is written.
    fn body(&self) -> PathBuf {
        self.0.path().join("body.md")
    }

    /// `cargo xtask update`: its exit code, what it printed, and the text of the pull request.
    fn update(&self, copy: &Copy) -> (Option<i32>, String, String) {
        self.update_of("0ddba11ca7", copy, &[])
    }

    /// The same of another commit, with more arguments.
    fn update_of(&self, commit: &str, copy: &Copy, more: &[&str]) -> (Option<i32>, String, String) {
        let (from, body) = (self.0.path().display().to_string(), self.body().display().to_string());
        let arguments = ["update", "--from", &from, "--source-commit", commit, "--body", &body];
        let (code, told) = copy.xtask(&[&arguments, more].concat());
        (code, told, fs::read_to_string(self.body()).unwrap_or_default())
    }
}

/// The paths whose text is another one, there or not there any more.
fn changed(before: &BTreeMap<String, String>, copy: &Copy) -> Vec<String> {
    let after = copy.files();
    let mut names: Vec<String> = before.keys().chain(after.keys()).cloned().collect();
    names.sort();
    names.dedup();
    names.retain(|name| before.get(name) != after.get(name));
    names
}

/// What a text says from one heading to the next of its kind.
#[track_caller]
fn section<'t>(text: &'t str, heading: &str) -> &'t str {
    let (_, rest) = text.split_once(heading).unwrap_or_else(|| panic!("there is no `{heading}` in {text}"));
    rest.split("\n# ").next().unwrap_or(rest)
}

#[test]
fn a_version_that_changes_in_place_brings_all_that_follows() {
    let copy = Copy::new();
    let checkout = Checkout::of(&copy);
    let before = copy.files();
    checkout.write("2.16", &retyped(&copy.read("spec/2.16.yaml")));
    let (code, told, body) = checkout.update(&copy);
    assert_eq!(code, Some(3), "{told}");
    assert!(told.contains("\n2.16: changed in place, 1 breaking, 0 risky, 0 additive, 0 docs-only\n"), "{told}");
    expect![[r#"
        CHANGELOG.md
        generated-client/src/generated/models/content_import_source.rs
        spec/2.16.yaml
        spec/sources.toml
        tests/golden/drift/2.15-2.16.md
        tests/golden/drift/2.16-preview.md
        tests/golden/drift/matrix.md
        tests/golden/versions/2.16/models/content_import_source.rs"#]]
    .assert_eq(&changed(&before, &copy).join("\n"));
    expect![[r#"
        Made by `cargo xtask update` from https://github.com/intercom/Intercom-OpenAPI at `0ddba11ca7`.

        | version | | changes | suggested version of the crate |
        |---|---|---|---|
        | 2.16 | changed in place | 1 breaking, 0 risky, 0 additive, 0 docs-only | 0.2.0 (an app may have to be changed; now 0.1.0) |

        The client speaks 2.16, as before. `cargo xtask ci` is what must pass.

        # From 2.16@8889625 to 2.16@0ddba11

        1 breaking, 0 risky, 0 additive, 0 docs-only.

        ## Breaking

        ### `content_import_source.id`: type of a property changed

        - breaking · response · `response-property-type-changed` · `fcae9e66a13c`
        - integer → string
        - compile: its field has another type: read it as that one
          - `ContentImportSource::id`: `i64` → `String`
        - operations `listContentImportSources`, `createContentImportSource`, `getContentImportSource`, `updateContentImportSource`
        - spec/2.16.yaml:457:9 `/components/schemas/content_import_source/properties/id` → spec/2.16.yaml:457:9 `/components/schemas/content_import_source/properties/id`
    "#]].assert_eq(&body);
    let sources = copy.read("spec/sources.toml");
    let source = "[\"2.16\"]\nfile = \"descriptions/2.16/api.intercom.io.yaml\"\ncommit = \"0ddba11ca7\"\nsha256 = ";
    assert!(sources.contains(source), "{sources}");
    let changelog = copy.read("CHANGELOG.md");
    assert!(changelog.contains("### API version 2.16@8889625 → 2.16@0ddba11\n"), "{changelog}");

    // The same folder brings nothing more.
    let before = copy.files();
    fs::remove_file(checkout.body()).expect("it was written");
    let (code, told, body) = checkout.update(&copy);
    assert_eq!((code, body.as_str()), (Some(0), ""), "{told}");
    assert!(told.starts_with("unstable: not there, stays as it is\n2.7: no change\n"), "{told}");
    assert!(told.ends_with("\nnothing has changed\n"), "{told}");
    assert_eq!(changed(&before, &copy), [""; 0]);
}

#[test]
fn a_new_version_is_imported_and_what_only_a_person_can_do_is_said() {
    let copy = Copy::new();
    let checkout = Checkout::of(&copy);
    let of_2_16 = retyped(&copy.read("spec/2.16.yaml"));
    checkout.write("2.17", &description_of_2_17(&of_2_16));
    checkout.write("2.16", &of_2_16);
    let before = copy.files();

    let (code, told, body) = checkout.update(&copy);
    assert_eq!(code, Some(4), "{told}");
    expect![[r#"
        CHANGELOG.md
        generated-client/src/generated/models/content_import_source.rs
        spec/2.16.yaml
        spec/2.17.yaml
        spec/codegen.toml
        spec/sources.toml
        tests/golden/drift/2.15-2.16.md
        tests/golden/drift/2.16-preview.md
        tests/golden/versions/2.16/models/content_import_source.rs"#]]
    .assert_eq(&changed(&before, &copy).join("\n"));
    assert!(copy.read("spec/2.17.yaml").contains("      operationId: getMessage\n"));
    let settings = copy.read("spec/codegen.toml");
    let listed = "\napi-versions = [\"unstable\", \"2.7\", \"2.8\", \"2.9\", \"2.10\", \"2.11\", \"2.12\", \"2.13\", \"2.14\", \"2.15\", \
                  \"2.16\", \"2.17\", \"preview\"]\n";
    assert!(settings.contains(listed) && settings.contains("\napi-version = \"2.16\"\n"), "{settings}");
    assert!(copy.read("spec/sources.toml").contains("[\"2.17\"]\nfile = \"descriptions/2.17/api.intercom.io.yaml\"\n"));
    let (overview, reports) = body.split_once("\n# From 2.16@8889625 to 2.16@0ddba11\n").expect("it has a report");
    expect![[r#"
        Made by `cargo xtask update` from https://github.com/intercom/Intercom-OpenAPI at `0ddba11ca7`.

        | version | | changes | suggested version of the crate |
        |---|---|---|---|
        | 2.16 | changed in place | 1 breaking, 0 risky, 0 additive, 0 docs-only | 0.2.0 (an app may have to be changed; now 0.1.0) |
        | 2.17 | new | 4 breaking, 0 risky, 3 additive, 0 docs-only, documentation of 1 part | 0.2.0 (an app may have to be changed; now 0.1.0) |

        The client speaks 2.16, as before. `cargo xtask ci` is what must pass.
        `cargo xtask bench --bless` counts the goldens of one version more; `api-version = "2.17"` in spec/codegen.toml moves the client, and then CONTRIBUTING.md lists what names a field by hand.

        ## For a person to do

        - [ ] 2.17: nothing can be generated: fix each overlay action as its help says, and what else is reported

          ```text
          error: the update would bring `#/components/schemas/external_page/properties/fin_availability` to life: version 2.17 does not have it
           --> spec/overlays/docs.overlay.yaml:#:#
          |
        # |       fin_availability:
          |       ^^^^^^^^^^^^^^^^ #/actions/#/update/properties/fin_availability
          |
          = help: correct the name, delete that part, or narrow the action with `x-api-versions`; to add it, say what it is (a `type`, a `$ref`, …) or add it as `{}` in an action before

          error: the update would bring `#/components/schemas/external_page/properties/last_ingested_at` to life: version 2.17 does not have it
           --> spec/overlays/docs.overlay.yaml:#:#
          |
        # |       last_ingested_at:
          |       ^^^^^^^^^^^^^^^^ #/actions/#/update/properties/last_ingested_at
          |
          = help: correct the name, delete that part, or narrow the action with `x-api-versions`; to add it, say what it is (a `type`, a `$ref`, …) or add it as `{}` in an action before
          ```

        Then run the same command again, in this branch: it makes what could not be made yet.
    "#]].assert_eq(&crate::without_positions_in_overlays(overview));
    let report = section(reports, "# From 2.16 to 2.17\n");
    assert!(report.ends_with("\nCompared without our corrections, which do not fit.\n"), "{report}");

    // A person narrows the overlays, and the same command says what they leave undescribed.
    let mended = without_two_properties(&copy.read(DOCS));
    let (narrowed, _) = NARROWED.split_once("\n\n").expect("the first action ends");
    copy.write(DOCS, &format!("{mended}\n{narrowed}\n"));
    let before = copy.files();
    let (code, told, body) = checkout.update(&copy);
    assert_eq!(code, Some(4), "{told}");
    expect![[r#"
        generated-client/src/generated/models/external_page.rs
        tests/golden/drift/2.16-2.17.md
        tests/golden/drift/2.17-preview.md
        tests/golden/drift/matrix.md
        tests/golden/versions/2.12/models/external_page.rs
        tests/golden/versions/2.13/models/external_page.rs
        tests/golden/versions/2.14/models/external_page.rs
        tests/golden/versions/2.15/models/external_page.rs
        tests/golden/versions/2.16/models/external_page.rs
        tests/golden/versions/2.17/api.rs
        tests/golden/versions/2.17/groups/ai_content.rs
        tests/golden/versions/2.17/groups/messages.rs
        tests/golden/versions/2.17/groups/mod.rs
        tests/golden/versions/2.17/mock.rs
        tests/golden/versions/2.17/mod.rs
        tests/golden/versions/2.17/models/content_import_source.rs
        tests/golden/versions/2.17/models/content_import_sources_list.rs
        tests/golden/versions/2.17/models/create_content_import_source_request.rs
        tests/golden/versions/2.17/models/create_external_page_request.rs
        tests/golden/versions/2.17/models/create_message_request.rs
        tests/golden/versions/2.17/models/error_response.rs
        tests/golden/versions/2.17/models/external_page.rs
        tests/golden/versions/2.17/models/external_pages_list.rs
        tests/golden/versions/2.17/models/intercom_version.rs
        tests/golden/versions/2.17/models/message.rs
        tests/golden/versions/2.17/models/mod.rs
        tests/golden/versions/2.17/models/pages_link.rs
        tests/golden/versions/2.17/models/recipient.rs
        tests/golden/versions/2.17/models/required.rs
        tests/golden/versions/2.17/models/update_content_import_source_request.rs
        tests/golden/versions/2.17/models/update_external_page_request.rs
        tests/golden/versions/2.17/models/whatsapp_message_status.rs
        tests/golden/versions/2.17/models/whatsapp_message_status_list.rs
        tests/golden/versions/2.17/operations/ai_content.rs
        tests/golden/versions/2.17/operations/messages.rs
        tests/golden/versions/2.17/operations/mod.rs
        tests/golden/versions/2.17/samples/ai_content/create_content_import_source.txt
        tests/golden/versions/2.17/samples/ai_content/create_external_page.txt
        tests/golden/versions/2.17/samples/ai_content/delete_content_import_source.txt
        tests/golden/versions/2.17/samples/ai_content/delete_external_page.txt
        tests/golden/versions/2.17/samples/ai_content/get_content_import_source.txt
        tests/golden/versions/2.17/samples/ai_content/get_external_page.txt
        tests/golden/versions/2.17/samples/ai_content/list_content_import_sources.txt
        tests/golden/versions/2.17/samples/ai_content/list_external_pages.txt
        tests/golden/versions/2.17/samples/ai_content/update_content_import_source.txt
        tests/golden/versions/2.17/samples/ai_content/update_external_page.txt
        tests/golden/versions/2.17/samples/messages/create.txt
        tests/golden/versions/2.17/samples/messages/get.txt
        tests/golden/versions/2.17/samples/messages/get_whatsapp_message_status.txt
        tests/golden/versions/2.17/samples/messages/retrieve_whatsapp_message_status.txt
        tests/golden/versions/preview/models/external_page.rs
        tests/golden/versions/unstable/models/external_page.rs"#]]
    .assert_eq(&changed(&before, &copy).join("\n"));
    let (overview, report) = body.split_once("\n# From 2.16 to 2.17\n").expect("it has a report");
    expect![[r#"
        Made by `cargo xtask update` from https://github.com/intercom/Intercom-OpenAPI at `0ddba11ca7`.

        | version | | changes | suggested version of the crate |
        |---|---|---|---|
        | 2.17 | new | 4 breaking, 0 risky, 3 additive, 0 docs-only, documentation of 2 parts | 0.2.0 (an app may have to be changed; now 0.1.0) |

        The client speaks 2.16, as before. `cargo xtask ci` is what must pass.
        `cargo xtask bench --bless` counts the goldens of one version more; `api-version = "2.17"` in spec/codegen.toml moves the client, and then CONTRIBUTING.md lists what names a field by hand.

        ## For a person to do

        - [ ] 2.17: write sentences into spec/overlays/docs.overlay.yaml for `external_page.ingested_at`; `external_page.word_count`; `getMessage`; `getMessage`, parameter `message_id`; `getMessage`, response 200; `getMessage`, response 404
        - [ ] 2.17: write samples into spec/overlays/samples.overlay.yaml for `getMessage`, response 200; `getMessage`, response 404

        Then run the same command again, in this branch: it makes what could not be made yet.
    "#]].assert_eq(overview);
    let told: Vec<&str> = report.lines().filter(|line| line.starts_with("## ") || line.starts_with("### ")).collect();
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

    // Once they are written, it makes the rest, and then there is nothing more.
    copy.write(DOCS, &format!("{mended}\n{NARROWED}{NARROWED_PARAMETER}"));
    copy.write(EXAMPLES, &format!("{}{SAMPLES}", copy.read(EXAMPLES)));
    let (code, told, body) = checkout.update(&copy);
    assert_eq!(code, Some(3), "{told}");
    assert!(body.ends_with("\nNo description has changed; what is made of them has.\n"), "{body}");
    let (code, told, _) = checkout.update(&copy);
    assert_eq!(code, Some(0), "{told}");
}

/// `git …` in the project: what it prints. Nothing where git is not there.
fn git(copy: &Copy, arguments: &[&str]) -> Option<String> {
    let nobody = ["-c", "user.name=Nobody", "-c", "user.email=nobody@example.com", "-c", "commit.gpgsign=false"];
    let mut git = Command::new("git");
    git.current_dir(copy.path("")).args(nobody).args(arguments).env("GIT_CONFIG_GLOBAL", "/dev/null");
    let output = git.output().ok()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
}

/// The last commit, with all that stands there.
fn commit(copy: &Copy) -> Option<String> {
    git(copy, &["add", "--all"])?;
    git(copy, &["commit", "--quiet", "--message", "All of it"])?;
    git(copy, &["rev-parse", "HEAD"])
}

#[test]
fn what_is_told_is_all_that_has_changed_however_often_it_is_run() {
    let copy = Copy::new();
    let Some(main) = git(&copy, &["init", "--quiet"]).and_then(|_| commit(&copy)) else {
        println!("skipped: git is not there");
        return;
    };
    let checkout = Checkout::of(&copy);
    let once = retyped(&copy.read("spec/2.16.yaml"));
    checkout.write("2.16", &once);

    // A run that fails loses nothing.
    let changelog = copy.read("CHANGELOG.md");
    copy.replace("CHANGELOG.md", "## [Unreleased]", "## [Next]");
    let (code, told, _) = checkout.update(&copy);
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("error: CHANGELOG.md has no heading `## [Unreleased]`"), "{told}");
    copy.write("CHANGELOG.md", &changelog);
    let (code, told, first) = checkout.update(&copy);
    assert_eq!(code, Some(3), "{told}");
    assert!(first.starts_with(&format!(
        "Made by `cargo xtask update` from https://github.com/intercom/Intercom-OpenAPI at `0ddba11ca7`. It tells what has changed since \
         {main}.\n"
    )));
    assert!(first.contains("\n# From 2.16@8889625 to 2.16@0ddba11\n\n1 breaking,"), "{first}");
    let headings = || lines(&copy.read("CHANGELOG.md"), "### API version ").join("\n");
    let before = lines(&changelog, "### API version ").join("\n");
    assert_eq!(headings(), format!("### API version 2.16@8889625 → 2.16@0ddba11\n{before}").trim_end());

    // The next run of it, and one of what the vendor has published since, in the branch that the first one was committed to.
    let (code, told, again) = checkout.update(&copy);
    assert_eq!((code, &again), (Some(3), &first), "{told}");
    commit(&copy);
    git(&copy, &["update-ref", "refs/remotes/origin/HEAD", &main]);
    checkout.write("2.16", &replaced_first(&once, "          - deactivated\n"));
    let (code, told, second) = checkout.update_of("c0ffee0123", &copy, &[]);
    assert_eq!(code, Some(3), "{told}");
    assert!(second.contains(&format!(" since {main}.\n")), "{second}");
    let told: Vec<&str> = lines(&second, "#");
    expect![[r##"
        # From 2.16@8889625 to 2.16@c0ffee0
        ## Breaking
        ### `content_import_source.id`: type of a property changed
        ### `content_import_source.status`: enum value removed
        ## Documentation"##]]
    .assert_eq(&told.join("\n"));
    assert_eq!(headings(), format!("### API version 2.16@8889625 → 2.16@c0ffee0\n{before}").trim_end());

    // Nothing has changed since what was asked for.
    let last = commit(&copy).expect("git is there");
    let (code, told, _) = checkout.update_of("c0ffee0123", &copy, &["--base", &last]);
    assert_eq!(code, Some(0), "{told}");
    let (code, told, _) = checkout.update_of("c0ffee0123", &copy, &["--base", "no-such"]);
    assert!(code == Some(2) && told.starts_with("error: git rev-parse "), "{told}");
}

#[track_caller]
fn replaced_first(text: &str, lines: &str) -> String {
    assert!(text.contains(lines), "{lines} stands there");
    text.replacen(lines, "", 1)
}

#[test]
fn what_can_not_be_imported_stops_nothing_else() {
    let copy = Copy::new();
    let checkout = Checkout::of(&copy);
    let before = copy.files();
    let of_2_16 = copy.read("spec/2.16.yaml");
    let of = |version: &str| of_2_16.replacen("  version: '2.16'\n", &format!("  version: '{version}'\n"), 1);
    checkout.write("2.9", "openapi: [\n");
    checkout.write("2.8-again", &copy.read("spec/2.8.yaml"));
    checkout.write("beta", &of("Beta"));
    checkout.write("2.6", &of("2.6"));
    checkout.write("2.17", &of("2.17").replace("AI Content", "Content"));
    checkout.write("2.14", &retyped(&copy.read("spec/2.14.yaml")));
    let from = checkout.0.path().display().to_string();
    let (code, told) = copy.xtask(&["update", "--from", &from]);
    assert_eq!(code, Some(4), "{told}");
    assert!(told.starts_with("2.6: older than all versions of spec/codegen.toml, left out\n"), "{told}");
    let (_, body) = told.split_once("\n\nMade by `cargo xtask update` from ").expect("the text is printed");
    let tasks = body.split_once("## For a person to do\n\n").expect("there is something to do").1;
    let tasks = tasks.split("\nThen run the same command again").next().expect("it ends");
    expect![[r#"
        - [ ] `descriptions/2.9/api.intercom.io.yaml` is no description of a version: see whether the vendor corrects it

          ```text
          error: this is no valid YAML: did not find expected node content
           --> descriptions/2.9/api.intercom.io.yaml:1:12
            |
          1 | openapi: [
            |           ^
          ```
        - [ ] 2.8 has several descriptions, descriptions/2.8/api.intercom.io.yaml, descriptions/2.8-again/api.intercom.io.yaml: import one by hand
        - [ ] descriptions/beta/api.intercom.io.yaml is of a version that has no number, Beta: add it to `api-versions` in spec/codegen.toml, at its place in the order
        - [ ] 2.17 can't be imported from `descriptions/2.17/api.intercom.io.yaml`

          ```text
          error: no operation has the tag `AI Content`
            --> descriptions/2.17/api.intercom.io.yaml:15:1
             |
          15 | paths:
             | ^^^^^ #/paths
             |
             = help: did you mean `Content`? the tags are: Content, Messages, WhatsApp
          ```
    "#]].assert_eq(tasks);
    expect![[r#"
        CHANGELOG.md
        spec/2.14.yaml
        spec/sources.toml
        tests/golden/drift/2.13-2.14.md
        tests/golden/drift/2.14-2.15.md
        tests/golden/drift/matrix.md
        tests/golden/versions/2.14/models/content_import_source.rs"#]]
    .assert_eq(&changed(&before, &copy).join("\n"));
}

#[test]
fn a_folder_without_descriptions_is_an_error() {
    let copy = Copy::new();
    let before = copy.files();
    let empty = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir_all(empty.path().join("descriptions/2.16")).expect("writable");
    for folder in [empty.path().to_owned(), empty.path().join("descriptions")] {
        let folder = folder.display().to_string();
        let (code, told) = copy.xtask(&["update", "--from", &folder]);
        let expected = format!(
            "error: {folder} has no `descriptions/*/api.intercom.io.yaml`\nhelp: `--from` takes a checkout of \
             https://github.com/intercom/Intercom-OpenAPI; spec/vendor.toml says how it is laid out\n"
        );
        assert_eq!((code, told), (Some(2), expected));
    }
    let (code, told) = copy.xtask(&["update", "--from", "no/such"]);
    assert!(code == Some(2) && told.starts_with("error: no/such is not there\n"), "{told}");
    assert_eq!(copy.files(), before);
}
