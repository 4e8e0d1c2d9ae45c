//! Reports as JSON, as annotations and as a section of the changelog; and imports.

use codegen_tests::{project, shared};
use expect_test::expect;
use intercom_codegen::{
    Input, Settings, Source, Tags,
    diff::{
        Report, Version,
        report::{changelog, json::json, matrix, render},
    },
    import::{Content, import},
};
use xtask::{input, project::read as read_file};

use crate::step;

#[test]
fn every_report_as_json_fits_its_schema() {
    let project = project();
    let schema = read_file(&project.root().join("generator/schema/drift.schema.json")).expect("it is there");
    let schema: serde_json::Value = serde_json::from_str(&schema).expect("it is JSON");
    let validator = jsonschema::validator_for(&schema).expect("it is a JSON Schema");
    let settings = project.settings().expect("the settings are valid");
    for (from, to) in settings.steps() {
        let document: serde_json::Value = serde_json::from_str(&json(&step(from, to))).expect("it is JSON");
        let errors: Vec<String> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
        assert_eq!(errors, Vec::<String>::new(), "from {from} to {to}");
    }
    assert!(!validator.is_valid(&serde_json::json!({"from": "1", "to": "2", "changes": [{}]})));
}

#[test]
fn annotations_are_one_line_each_with_their_place() {
    let text = render::github(&step("2.13", "2.14"));
    let first = text.lines().next().expect("there is one");
    expect!["::warning file=spec/2.14.yaml,line=666,col=9,title=breaking request-property-type-changed::create_message_request.to: type of a property changed: an object of its own → `recipient` or list of `recipient`%0Acompile: its setter takes another type: give it the new one, as the line of Rust says; it has the shape that it had: write its new name; one value is given as before%0A`CreateMessageRequest::to`: `Option<CreateMessageRequestTo>` → `Option<OneOrMany<Recipient>>`%0A`CreateMessageRequestTo: struct` is gone%0A`CreateMessageRequestToType: enum of strings` is gone%0Afingerprint 16d1aa65ebe2"].assert_eq(first);
    assert_eq!(text.lines().count(), 7);
}

#[test]
fn the_changelog_has_one_section_for_a_step() {
    let report = step("2.13", "2.14");
    let empty = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- a\n\n## 0.1.0\n\n### Added\n";
    let once = changelog::insert(empty, &report, "0.1.3").expect("there is a place for it");
    expect![[r#"
        # Changelog

        ## [Unreleased]

        ### API version 2.13 → 2.14

        Suggested version: 0.2.0 (an app may have to be changed; now 0.1.3).

        To change:

        - `create_message_request.to`: type of a property changed: an object of its own → `recipient` or list of `recipient` — `CreateMessageRequest::to`: `Option<CreateMessageRequestTo>` → `Option<OneOrMany<Recipient>>`; `CreateMessageRequestTo: struct` is gone; `CreateMessageRequestToType: enum of strings` is gone

        New:

        - `Intercom-Version`: client header follows the API version: default `2.13` → `2.14`, + `2.14` — `IntercomVersion::V2_14` is new
        - `create_message_request.bcc`: optional property added: `recipient` or list of `recipient` — `CreateMessageRequest::bcc: Option<OneOrMany<Recipient>>` is new
        - `create_message_request.cc`: optional property added: `recipient` or list of `recipient` — `CreateMessageRequest::cc: Option<OneOrMany<Recipient>>` is new
        - `recipient`: schema added — `Recipient: struct` is new; `RecipientType: enum of strings` is new

        ### Added

        - a

        ## 0.1.0

        ### Added
    "#]].assert_eq(&once);
    assert_eq!(changelog::insert(&once, &report, "0.1.3").as_deref(), Some(once.as_str()));
    assert_eq!(changelog::insert(&once, &report, "0.2.0").as_deref(), Some(once.as_str()), "once the version is set");
    assert_eq!(changelog::insert("# Changelog\n", &report, "0.1.3"), None);
}

/// What was said of a release is history; what is not released yet leads to the newest state.
#[test]
fn the_changelog_of_a_release_stays_as_it_is() {
    let report = step("2.13", "2.14");
    let released = "## [0.1.0] - 2026-01-02\n\n### API version 2.13 → 2.14\n\nSuggested version: 0.1.0 (there is nothing to change; now \
                    0.0.9).\n";
    let written =
        changelog::insert(&format!("## [Unreleased]\n\n{released}"), &report, "0.1.3").expect("there is a place");
    let section = changelog::changelog(&report, "0.1.3");
    assert_eq!(written, format!("## [Unreleased]\n\n{section}\n{released}"));
    let directly = changelog::insert(&format!("## [Unreleased]\n{released}"), &report, "0.1.3");
    assert_eq!(directly.as_deref(), Some(written.as_str()), "without a blank line between the headings");

    let [older, newer] = ["2.14@0ddba11", "2.14@c0ffee0"].map(|to| {
        let mut report = step("2.14", "2.15");
        (report.from, report.to) = ("2.14@8889625".to_owned(), to.to_owned());
        report
    });
    let once = changelog::insert(&written, &older, "0.1.3").expect("there is a place");
    let twice = changelog::insert(&once, &newer, "0.2.0").expect("there is a place");
    let headings: Vec<&str> = twice.lines().filter(|line| line.starts_with('#')).collect();
    assert_eq!(
        headings,
        [
            "## [Unreleased]",
            "### API version 2.14@8889625 → 2.14@c0ffee0",
            "### API version 2.13 → 2.14",
            "## [0.1.0] - 2026-01-02",
            "### API version 2.13 → 2.14",
        ]
    );
    assert!(twice.contains(&changelog::changelog(&newer, "0.1.3")), "{twice}");
    assert!(twice.ends_with(released), "{twice}");
}

#[test]
fn the_changelog_says_what_makes_a_step_breaking() {
    let text = changelog::changelog(&step("2.15", "2.16"), "0.1.3");
    let lines: Vec<&str> = text.lines().skip(2).take(5).collect();
    expect![[r#"
        Suggested version: 0.2.0 (an app may have to be changed; now 0.1.3).

        Breaking only for code that reads these fields of what it sends:

        - `Recipient::r#type`: `RecipientType` → `Option<RecipientType>`"#]]
    .assert_eq(&lines.join("\n"));
}

#[test]
fn the_step_of_a_version_follows_semantic_versioning() {
    use changelog::Step;
    let after = |step: Step, version: &str| step.after(version).expect("it is a version");
    assert_eq!([after(Step::Breaking, "0.1.3"), after(Step::Breaking, "1.2.3")], ["0.2.0", "2.0.0"]);
    assert_eq!([after(Step::Feature, "0.1.3"), after(Step::Feature, "1.2.3")], ["0.1.4", "1.3.0"]);
    assert_eq!([after(Step::Patch, "0.1.3"), after(Step::Patch, "1.2.3")], ["0.1.4", "1.2.4"]);
    assert_eq!(Step::Patch.after("next"), None);
    let of = |from: &str, to: &str| Step::of(&step(from, to));
    assert_eq!(of("2.7", "2.8"), Step::Feature);
    assert_eq!(of("2.13", "2.14"), Step::Breaking);
    assert_eq!(of("2.14", "2.15"), Step::Feature);
    // The body of a message became optional: who reads the field of a request sees an `Option`.
    assert_eq!(of("2.15", "2.16"), Step::Breaking);
}

#[test]
fn an_imported_description_is_the_one_of_the_project() {
    let Some(upstream) = shared("upstream") else { return };
    let project = project();
    let settings = project.settings().expect("the settings are valid");
    let sources = xtask::import::sources(&project).expect("the list of sources can be read");
    for version in ["2.7", "2.11", "2.12", "2.14", "2.15", "2.16"] {
        let text = read_file(&upstream.join(format!("{version}.yaml"))).expect("it is there");
        let digest_of = xtask::import::digest(&text);
        let tags = input::tags_of(version, &settings).expect("the tags are valid");
        let imported = import(&Source::new("full.yaml", text), version, &tags, Content::Structure);
        let ours = read_file(&project.spec().join(format!("{version}.yaml"))).expect("it is there");
        assert_eq!(imported.expect("it can be imported").text, ours, "{version}");
        let digest = sources.get(version).map(|origin| origin.sha256.clone());
        assert_eq!(digest.as_deref(), Some(digest_of.as_str()), "spec/sources.toml names the source of {version}");
    }
}

#[test]
fn every_source_is_named_or_there_is_a_reason() {
    let project = project();
    let settings = project.settings().expect("the settings are valid");
    let mut sources = xtask::import::sources(&project).expect("the list of sources can be read");
    let text = |sources: &_| xtask::import::sources_text(&project, &settings, sources).expect("they can be read");
    assert_eq!(text(&sources), read_file(&project.spec().join("sources.toml")).expect("it is there"));
    for version in &settings.api_versions {
        let origin = sources.get(version).unwrap_or_else(|| panic!("nobody knows where {version} is from"));
        assert_eq!(origin.commit.is_some(), origin.reason.is_none(), "{version}");
        assert_eq!(origin.sha256.len(), 64, "{version}");
    }
    sources.remove("2.8");
    assert!(text(&sources).contains("\n#   2.8\n"), "{}", text(&sources));
}

#[test]
fn of_the_whole_api_path_parameters_are_told_as_renames() {
    let Some(upstream) = shared("upstream") else { return };
    let read = |version: &str| {
        let text = read_file(&upstream.join(format!("{version}.yaml"))).expect("it is there");
        crate::read(&text)
    };
    let report = Report::new(&read("2.12"), &read("2.14"));
    let count = |rule: &str| report.entries().filter(|entry| entry.change.rule.id == rule).count();
    let rules = ["path-parameter-renamed", "operation-added", "operation-removed", "request-parameter-removed"];
    assert_eq!(rules.map(count), [37, 32, 0, 0]);
    let renamed = report.entries().find(|entry| entry.change.rule.id == "response-property-renamed");
    let renamed = renamed.expect("a misspelt property was corrected");
    assert_eq!(renamed.change.detail, "`job_identfier` → `job_identifier`");
}

#[test]
fn what_is_renamed_has_one_row_with_the_names_of_each_version() {
    let text = |name: &str, id: &str| {
        format!(
            "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths: {{/a: {{get: {{operationId: {id}, tags: [T], responses: {{'200': \
             {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/{name}'}}}}}}}}}}}}}}}}\n\
             components: {{schemas: {{{name}: {{type: object, properties: {{a: {{type: string}}, b: {{type: integer}}}}}}}}}}\n"
        )
    };
    let versions = [text("old", "getA"), text("new", "getA"), text("new", "fetchA")].map(|text| crate::read(&text));
    let steps = [None, Some(Report::new(&versions[0], &versions[1])), Some(Report::new(&versions[1], &versions[2]))];
    let columns: Vec<matrix::Column<'_>> = ["1", "2", "3"]
        .into_iter()
        .zip(versions.iter().zip(&steps))
        .map(|(name, (version, step))| matrix::Column { name, api: version.client(), step: step.as_ref() })
        .collect();
    let table = matrix::matrix(&columns);
    let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("| `")).collect();
    assert_eq!(rows, ["| `getA` → `fetchA` | · | B | B |", "| `old` → `new` | · | B | = |"]);
    assert_eq!(table.lines().last(), Some("Compared: spec.yaml → spec.yaml, spec.yaml → spec.yaml"));
}

#[test]
fn rows_are_sorted_by_names() {
    let schemas = "a_b: {type: string}, a: {type: string}, ab: {type: string}";
    let version = crate::read(&crate::whole("", "", schemas));
    let table = matrix::matrix(&[matrix::Column { name: "1", api: version.client(), step: None }]);
    let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("| `")).collect();
    assert_eq!(rows, ["| `a` | · |", "| `a_b` | · |", "| `ab` | · |"]);
}

#[test]
fn a_version_of_the_vendor_that_an_overlay_corrects_can_be_compared() {
    let spec = "openapi: 3.0.3\ninfo: {title: T, version: '2'}\npaths:\n  /a: {get: {operationId: a, parameters: [{name: V, in: header, \
                schema: {type: string, default: '1'}}], responses: {'204': {}}}}\n";
    let overlay = "overlay: 1.0.0\ninfo: {title: O, version: '1'}\nactions: [{target: $.paths.*.*.parameters.*.schema, update: {default: \
                   '2'}}]\n";
    let settings: Settings =
        toml::from_str("[client]\nversion-header = \"V\"\nheaders = { V = \"v\" }\n").expect("settings");
    let overlays = vec![Source::new("overlay.yaml", overlay)];
    let input = Input {
        description: Source::new("spec.yaml", spec),
        overlays,
        tags: Tags::All,
        origin: "spec.yaml".to_owned(),
    };
    let version = Version::read("2", &input, &settings).expect("it is corrected");
    let sent = |api: &intercom_codegen::Api| api.client_headers[0].default.clone();
    assert_eq!((sent(&version.vendor).as_deref(), sent(version.client()).as_deref()), (Some("1"), Some("2")));
    let without = Input { overlays: Vec::new(), ..input };
    Version::read("2", &without, &settings).map(drop).expect_err("nothing corrects it");
}
