//! Drift reports: every change between two versions is told, once, with the right severity, and nothing else is.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use codegen_tests::description;
use expect_test::{Expect, expect};
use intercom_codegen::{
    Input, Settings, Source, Tags,
    diff::{
        Change, RULES, Report, Version, diff,
        report::{allow::Allowances, changelog, json::json, render},
    },
    import::{Content, import},
};
use xtask::{
    codegen, drift,
    golden::on_disk,
    project::{Project, read as read_file},
};

/// The report of a step of the project.
fn step(from: &str, to: &str) -> Report {
    drift::report(&Project::here(), (from, to), &[]).expect("both versions can be read")
}

/// The vendor's changes of a step, one a line: severity, rule, subject, detail, and whether a correction takes it back.
#[track_caller]
fn check_step(from: &str, to: &str, expected: &[&str]) {
    let report = step(from, to);
    let told: Vec<String> = report
        .vendor
        .iter()
        .map(|entry| {
            let Change { rule, subject, detail, .. } = &entry.change;
            let absorbed = if entry.origin == intercom_codegen::diff::Origin::Absorbed { " (absorbed)" } else { "" };
            let detail = detail.replace('`', "");
            format!("{} {} {subject} {detail}{absorbed}", rule.severity, rule.id).trim_end().to_owned()
        })
        .collect();
    let (mut told, mut expected) = (told, expected.to_vec());
    told.sort();
    expected.sort_unstable();
    assert_eq!(told, expected, "from {from} to {to}");
}

/// What our corrections alone change in a step: severity, rule, subject.
#[track_caller]
fn check_corrections(from: &str, to: &str, expected: &[&str]) {
    let report = step(from, to);
    let told = report
        .corrections
        .iter()
        .map(|entry| format!("{} {} {}", entry.change.rule.severity, entry.change.rule.id, entry.change.subject));
    assert_eq!(told.collect::<Vec<_>>(), expected, "from {from} to {to}");
}

#[test]
fn from_2_7_to_2_10_only_the_version_moves() {
    let moved = |from: &str, to: &str| {
        format!("additive client-header-version-moved Intercom-Version default {from} → {to}, + {to}")
    };
    for (from, to) in [("2.7", "2.8"), ("2.8", "2.9"), ("2.9", "2.10"), ("2.12", "2.13")] {
        check_step(from, to, &[&moved(from, to)]);
        check_corrections(from, to, &[]);
    }
}

#[test]
fn from_2_10_to_2_11() {
    check_step(
        "2.10",
        "2.11",
        &[
            "additive client-header-version-moved Intercom-Version default 2.10 → 2.11, + 2.11, + Preview",
            "breaking response-property-became-required message.subject now required (absorbed)",
            "breaking response-property-became-required message.conversation_id now required (absorbed)",
            "additive schema-no-longer-nullable create_message_request",
            "breaking request-constant-became-choice create_message_request.from.type [admin] → [lead, user, contact, admin]",
            "additive request-optional-property-added create_message_request.created_at integer",
        ],
    );
    check_corrections("2.10", "2.11", &["breaking request-property-type-changed create_message_request.from.id"]);
}

#[test]
fn from_2_11_to_2_12_ten_operations_come_and_the_changes_of_2_11_are_taken_back() {
    check_step(
        "2.11",
        "2.12",
        &[
            "breaking client-header-value-removed Intercom-Version default 2.11 → 2.12, − Preview, + 2.12",
            "breaking response-property-became-optional message.subject now optional (absorbed)",
            "breaking response-property-became-optional message.conversation_id now optional (absorbed)",
            "additive schema-became-nullable create_message_request",
            "breaking request-choice-became-constant create_message_request.from.type [lead, user, contact, admin] → [admin]",
            "additive tag-added AI Content",
            "additive operation-added listContentImportSources GET /ai/content_import_sources",
            "additive operation-added createContentImportSource POST /ai/content_import_sources",
            "additive operation-added getContentImportSource GET /ai/content_import_sources/{id}",
            "additive operation-added updateContentImportSource PUT /ai/content_import_sources/{id}",
            "additive operation-added deleteContentImportSource DELETE /ai/content_import_sources/{id}",
            "additive operation-added listExternalPages GET /ai/external_pages",
            "additive operation-added createExternalPage POST /ai/external_pages",
            "additive operation-added getExternalPage GET /ai/external_pages/{id}",
            "additive operation-added updateExternalPage PUT /ai/external_pages/{id}",
            "additive operation-added deleteExternalPage DELETE /ai/external_pages/{id}",
            "additive schema-added content_import_sources_list",
            "additive schema-added pages_link",
            "additive schema-added content_import_source",
            "additive schema-added create_content_import_source_request",
            "additive schema-added update_content_import_source_request",
            "additive schema-added external_pages_list",
            "additive schema-added external_page",
            "additive schema-added create_external_page_request",
            "additive schema-added update_external_page_request",
        ],
    );
    check_corrections("2.11", "2.12", &["breaking request-property-type-changed create_message_request.from.id"]);
}

#[test]
fn from_2_13_to_2_14_path_parameters_are_renamed() {
    check_step(
        "2.13",
        "2.14",
        &[
            "additive client-header-version-moved Intercom-Version default 2.13 → 2.14, + 2.14",
            "docs-only path-parameter-renamed /ai/content_import_sources/{id} {id} → {source_id}",
            "docs-only path-parameter-renamed /ai/external_pages/{id} {id} → {page_id}",
            "additive schema-added recipient",
            "breaking request-property-type-changed create_message_request.to an object of its own → recipient or list of recipient",
            "additive request-optional-property-added create_message_request.cc recipient or list of recipient",
            "additive request-optional-property-added create_message_request.bcc recipient or list of recipient",
        ],
    );
    check_corrections("2.13", "2.14", &[]);
}

#[test]
fn from_2_14_to_2_15_audiences_come() {
    check_step(
        "2.14",
        "2.15",
        &[
            "additive client-header-version-moved Intercom-Version default 2.14 → 2.15, + 2.15",
            "additive response-property-added content_import_source.audience_ids list of integer",
            "additive request-optional-property-added create_content_import_source_request.audience_ids integer or list of integer",
            "additive request-optional-property-added update_content_import_source_request.audience_ids integer or list of integer",
            "additive request-optional-property-added update_content_import_source_request.apply_audience_to_existing_content boolean",
        ],
    );
    check_corrections("2.14", "2.15", &[]);
}

#[test]
fn from_2_15_to_2_16_whatsapp_comes() {
    check_step(
        "2.15",
        "2.16",
        &[
            "additive client-header-version-moved Intercom-Version default 2.15 → 2.16, + 2.16",
            "additive operation-added RetrieveWhatsAppMessageStatus GET /messages/whatsapp/status",
            "additive operation-added getWhatsAppMessageStatus GET /messages/status",
            "additive schema-added whatsapp_message_status",
            "additive schema-added whatsapp_message_status_list",
            "additive request-enum-value-added create_message_request.message_type whatsapp",
            "additive request-branch-added create_message_request message_type: whatsapp.",
        ],
    );
    check_corrections("2.15", "2.16", &["additive request-optional-property-added create_message_request.components"]);
}

#[test]
fn from_2_16_to_preview() {
    check_step(
        "2.16",
        "preview",
        &[
            "additive client-header-version-moved Intercom-Version default 2.16 → Preview, + Preview",
            "docs-only path-parameter-renamed /ai/content_import_sources/{source_id} {source_id} → {id}",
            "docs-only path-parameter-renamed /ai/external_pages/{page_id} {page_id} → {id}",
            "additive response-property-presence-changed content_import_source.audience_ids now not nullable",
            "additive request-optional-property-added create_external_page_request.ai_sales_agent_availability boolean",
            "additive request-optional-property-added update_external_page_request.ai_agent_availability boolean",
            "additive request-optional-property-added update_external_page_request.ai_copilot_availability boolean",
            "additive request-optional-property-added update_external_page_request.ai_sales_agent_availability boolean",
            "risky request-default-changed update_external_page_request.fin_availability true → none",
            "additive response-enum-value-added message.message_type sms",
            "additive response-enum-value-added message.message_type whatsapp",
            "additive request-enum-value-added create_message_request.message_type sms",
            "additive request-branch-added create_message_request message_type: sms.",
        ],
    );
    check_corrections("2.16", "preview", &[]);
}

#[test]
fn from_unstable_to_2_12() {
    check_step(
        "unstable",
        "2.12",
        &[
            "breaking client-header-value-removed Intercom-Version default Unstable → 2.12, − Unstable, + 2.12",
            "additive response-property-added external_page.ai_sales_agent_availability boolean",
            "breaking response-property-became-optional external_page.url now optional",
            "breaking response-property-became-required external_page.external_id now required",
            "breaking request-property-removed create_external_page_request.fin_availability boolean",
            "additive request-optional-property-added create_external_page_request.ai_agent_availability boolean",
            "additive request-optional-property-added create_external_page_request.ai_copilot_availability boolean",
            "additive request-property-became-optional create_external_page_request.url now optional",
            "breaking request-property-became-required create_external_page_request.external_id now required",
        ],
    );
    check_corrections(
        "unstable",
        "2.12",
        &[
            "breaking request-branch-removed create_message_request",
            "breaking request-property-type-changed create_message_request.from.id",
            "breaking request-choice-became-constant create_message_request.from.type",
            "risky operation-idempotence-changed createExternalPage",
        ],
    );
}

#[test]
fn a_fingerprint_stands_for_one_change_of_a_step() {
    let settings = Project::here().settings().expect("the settings are valid");
    assert_eq!(settings.steps().len(), 11);
    for (from, to) in settings.steps() {
        let report = step(from, to);
        let all = report.entries().chain(&report.documentation);
        let mut fingerprints: Vec<&str> = all.map(|entry| entry.change.fingerprint.as_str()).collect();
        let count = fingerprints.len();
        fingerprints.sort_unstable();
        fingerprints.dedup();
        assert_eq!(fingerprints.len(), count, "from {from} to {to}");
    }
}

#[test]
fn the_ids_of_rules_are_unique() {
    let mut ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), RULES.len());
}

/// Reads a description without corrections.
fn read(text: &str) -> Version {
    let input = Input {
        description: Source::new("spec.yaml", text),
        overlays: Vec::new(),
        tags: Tags::All,
        origin: "spec.yaml".to_owned(),
    };
    Version::read("spec.yaml", &input, &Settings::default()).expect("the description can be read")
}

fn changes(before: &str, after: &str) -> Vec<Change> {
    diff(&read(before).vendor, &read(after).vendor)
}

/// Each change: severity, rule, subject, Rust before and after.
#[track_caller]
fn check(before: &str, after: &str, expected: &Expect) {
    let mut text = String::new();
    for change in changes(before, after) {
        let Change { rule, subject, detail, direction, .. } = &change;
        text.push_str(&format!("{} {} {subject} ({direction}) {detail}\n", rule.severity, rule.id));
        for rust in &change.rust {
            let shown = |item: &Option<intercom_codegen::diff::Item>| {
                item.as_ref().map_or("-".to_owned(), |item| format!("{} {}", item.path, item.signature))
            };
            text.push_str(&format!("  {} => {}\n", shown(&rust.before), shown(&rust.after)));
        }
    }
    expected.assert_eq(&text);
}

/// A description whose schema `thing` is sent by `put` and received by `get`, as far as either is asked for.
fn thing(sides: &str, schema: &str) -> String {
    let get = r#"
    get:
      operationId: getThing
      tags: [Things]
      responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/thing'}}}}}"#;
    let put = r#"
    put:
      operationId: putThing
      tags: [Things]
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/thing'}}}}
      responses: {'204': {}}"#;
    let operations = [("response", get), ("request", put)]
        .into_iter()
        .filter(|(side, _)| sides.contains(side))
        .map(|(_, text)| text);
    description(&format!("/things:{}", operations.collect::<String>()), &format!("thing: {schema}"))
}

/// What becomes of `thing` where only requests, only responses, and both reach it: severity and rule.
#[track_caller]
fn check_sides(before: &str, after: &str, expected: [&str; 3]) {
    for (sides, expected) in ["request", "response", "request response"].into_iter().zip(expected) {
        let found = changes(&thing(sides, before), &thing(sides, after));
        let told: Vec<String> =
            found.iter().map(|change| format!("{} {}", change.rule.severity, change.rule.id)).collect();
        assert_eq!(told.join("; "), expected, "{sides}: {before} -> {after}");
    }
}

#[test]
fn severity_depends_on_the_direction() {
    let object = |properties: &str| format!("{{type: object, properties: {{{properties}}}}}");
    let required = |properties: &str| format!("{{type: object, required: [a], properties: {{{properties}}}}}");
    let check = |before: String, after: String, expected| check_sides(&before, &after, expected);
    check(
        object("a: {type: string, enum: [x, y]}"),
        object("a: {type: string, enum: [x, y, z]}"),
        [
            "additive request-enum-value-added",
            "additive response-enum-value-added",
            "additive request-enum-value-added",
        ],
    );
    check(
        object("a: {type: string, enum: [x, y, z]}"),
        object("a: {type: string, enum: [z, y]}"),
        [
            "breaking request-enum-value-removed",
            "breaking response-enum-value-removed",
            "breaking request-enum-value-removed",
        ],
    );
    check(
        required("a: {type: string}"),
        required("a: {type: string, nullable: true}"),
        [
            "breaking request-required-property-became-nullable",
            "breaking response-property-became-nullable",
            "breaking request-required-property-became-nullable",
        ],
    );
    check(
        object("a: {type: string}"),
        object("a: {type: string, nullable: true}"),
        [
            "additive request-property-became-nullable",
            "additive response-property-presence-changed",
            "breaking response-property-became-nullable",
        ],
    );
    check(
        object("a: {type: string}"),
        required("a: {type: string}"),
        [
            "breaking request-property-became-required",
            "breaking response-property-became-required",
            "breaking request-property-became-required",
        ],
    );
    check(
        required("a: {type: string}"),
        object("a: {type: string}"),
        [
            "additive request-property-became-optional",
            "breaking response-property-became-optional",
            "breaking response-property-became-optional",
        ],
    );
    check(
        object("b: {type: string}"),
        required("b: {type: string}, a: {type: integer}"),
        [
            "breaking request-required-property-added",
            "additive response-property-added",
            "breaking request-required-property-added",
        ],
    );
    check(
        object("b: {type: string}"),
        required("b: {type: string}, a: {type: string, enum: [fixed]}"),
        [
            "additive request-constant-property-added",
            "additive response-property-added",
            "additive request-constant-property-added",
        ],
    );
    check(
        object("a: {type: integer, maximum: 10, default: 1}"),
        object("a: {type: integer, maximum: 5, default: 2}"),
        [
            "breaking request-limit-tightened; risky request-default-changed",
            "docs-only response-default-changed; docs-only response-limit-changed",
            "breaking request-limit-tightened; risky request-default-changed",
        ],
    );
    check(
        object("a: {type: string}"),
        object("a: {oneOf: [{type: string}, {type: array, items: {type: string}}]}"),
        [
            "additive request-property-takes-list",
            "breaking response-property-type-changed",
            "breaking response-property-type-changed",
        ],
    );
}

#[test]
fn a_nullable_schema_is_told_once_with_the_fields_that_refer_to_it() {
    let text = |nullable: &str| {
        thing(
            "response",
            &format!(
                "{{type: object, required: [a, b], properties: {{a: {{$ref: '#/components/schemas/part'}}, \
                 b: {{$ref: '#/components/schemas/part'}}}}}}\npart: {{type: object, {nullable} properties: {{c: {{type: string}}}}}}"
            ),
        )
    };
    check(
        &text(""),
        &text("nullable: true,"),
        &expect![[r#"
            breaking schema-null-changed-fields part (response) 
              Thing::a Part => Thing::a Option<Part>
              Thing::b Part => Thing::b Option<Part>
        "#]],
    );
}

#[test]
fn renames_are_renames() {
    let before = description(
        "/a/{id}: {get: {operationId: getA, tags: [T], parameters: [{name: id, in: path, required: true, schema: {type: string}}, \
         {name: page_size, in: query, schema: {type: integer}}], responses: {'200': {content: {application/json: {schema: \
         {$ref: '#/components/schemas/old_name'}}}}}}}",
        "old_name: {type: object, properties: {part: {type: object, properties: {x: {type: string}}}, title: {type: string}}}",
    );
    let after = description(
        "/a/{a_id}: {get: {operationId: fetchA, tags: [T], parameters: [{name: a_id, in: path, required: true, schema: {type: string}}, \
         {name: size, in: query, schema: {type: integer}}], responses: {'200': {content: {application/json: {schema: \
         {$ref: '#/components/schemas/new_name'}}}}}}}",
        "new_name: {type: object, properties: {part: {type: object, properties: {x: {type: string}}}, title: {type: string}}}",
    );
    check(
        &before,
        &after,
        &expect![[r#"
        breaking operation-renamed fetchA (both) `getA` → `fetchA`
          T::get_a (id: impl Display) -> OldName => T::fetch_a (a_id: impl Display) -> NewName
        breaking request-optional-parameter-renamed fetchA query page_size (request) `page_size` → `size`
          Request<GetA>::page_size i64 => Request<FetchA>::size i64
        breaking schema-renamed old_name (response) `old_name` → `new_name`
          OldName struct => NewName struct
        docs-only path-parameter-renamed /a/{id} (request) `{id}` → `{a_id}`
          T::get_a (id: impl Display) -> OldName => T::fetch_a (a_id: impl Display) -> NewName
    "#]],
    );
}

#[test]
fn a_field_of_the_same_shape_is_renamed_only_where_nothing_else_could_be_meant() {
    let object = |properties: &str| thing("response", &format!("{{type: object, properties: {{{properties}}}}}"));
    let parts = "properties: {x: {type: string}}";
    check(
        &object(&format!("a: {{type: object, {parts}}}, z: {{type: boolean}}")),
        &object(&format!("z: {{type: boolean}}, b: {{type: object, {parts}}}")),
        &expect![[r#"
            breaking response-property-renamed thing.a (response) `a` → `b`
              Thing::a Option<ThingA> => Thing::b Option<ThingB>
        "#]],
    );
    check(
        &object("fin_availability: {type: boolean}"),
        &object("ai_availability: {type: boolean}, copilot_availability: {type: boolean}"),
        &expect![[r#"
            breaking response-property-removed thing.fin_availability (response) boolean
              Thing::fin_availability Option<bool> => -
            additive response-property-added thing.ai_availability (response) boolean
              - => Thing::ai_availability Option<bool>
            additive response-property-added thing.copilot_availability (response) boolean
              - => Thing::copilot_availability Option<bool>
        "#]],
    );
    check(
        &object("z: {type: integer}, first: {type: string}"),
        &object("z: {type: integer}, y: {type: number}, second: {type: string}"),
        &expect![[r#"
            breaking response-property-removed thing.first (response) string
              Thing::first Option<String> => -
            additive response-property-added thing.second (response) string
              - => Thing::second Option<String>
            additive response-property-added thing.y (response) number
              - => Thing::y Option<f64>
        "#]],
    );
}

#[test]
fn arguments_that_change_places_are_told() {
    let text = |names: [&str; 2]| {
        let parameter = |name: &str| format!("{{name: {name}, in: query, required: true, schema: {{type: string}}}}");
        description(
            &format!(
                "/a: {{get: {{operationId: getA, tags: [T], parameters: [{}], responses: {{'204': {{}}}}}}}}",
                names.map(parameter).join(", ")
            ),
            "unused: {type: object, properties: {a: {type: string}}}",
        )
    };
    check(
        &text(["from", "to"]),
        &text(["to", "from"]),
        &expect![[r#"
        breaking request-arguments-reordered getA (request) 
          T::get_a (from: impl Display, to: impl Display) -> () => T::get_a (to: impl Display, from: impl Display) -> ()
    "#]],
    );
}

#[test]
fn one_change_of_a_shared_schema_lists_its_operations() {
    let text = |ty: &str| thing("request response", &format!("{{type: object, properties: {{a: {{type: {ty}}}}}}}"));
    let found = changes(&text("string"), &text("integer"));
    let [change] = found.as_slice() else { panic!("one change is told, not {found:?}") };
    assert_eq!(change.operations, ["getThing", "putThing"]);
    assert_eq!(change.direction.to_string(), "both");
}

#[test]
fn fingerprints_survive_another_order_and_other_changes() {
    let fingerprint = |before: &str, after: &str| {
        let found = changes(&thing("response", before), &thing("response", after));
        let wanted = found.into_iter().find(|change| change.subject == "thing.a.b");
        wanted.expect("the change is told").fingerprint
    };
    let plain = fingerprint(
        "{type: object, properties: {a: {type: object, properties: {b: {type: string}}}, c: {type: string}}}",
        "{type: object, properties: {a: {type: object, properties: {b: {type: integer}}}, c: {type: string}}}",
    );
    let elsewhere = fingerprint(
        "{type: object, properties: {c: {type: string}, a: {type: object, properties: {d: {type: boolean}, b: {type: string}}}}}",
        "{type: object, required: [c], properties: {e: {type: array, items: {type: string}}, c: {type: string, nullable: true}, a: {type: object, properties: {b: {type: number}, d: {type: boolean}}}}}",
    );
    assert_eq!(plain, "b59ec94a3795");
    assert_eq!(elsewhere, plain);
}

#[test]
fn a_description_has_not_drifted_from_itself_in_another_order() {
    let one = description(
        "/a: {get: {operationId: getA, tags: [T], responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/a'}}}}}}}\n\
         /b: {get: {operationId: getB, tags: [T], responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/b'}}}}}}}",
        "a: {type: object, properties: {x: {type: string, enum: [p, q]}, y: {type: integer}}}\nb: {oneOf: [{type: string}, {type: integer}]}",
    );
    let other = description(
        "/b: {get: {operationId: getB, tags: [T], responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/b'}}}}}}}\n\
         /a: {get: {operationId: getA, tags: [T], responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/a'}}}}}}}",
        "b: {oneOf: [{type: integer}, {type: string}]}\na: {type: object, properties: {y: {type: integer}, x: {type: string, enum: [q, p]}}}",
    );
    assert_eq!(changes(&one, &other), []);
}

/// The allow-list applied to a step, on a day.
fn allow(list: &str) -> Result<Report, String> {
    let source = Source::new("drift-allow.toml", list);
    let mut report = step("2.13", "2.14");
    Allowances::read(&source)
        .and_then(|list| list.apply(&mut report, "2027-01-31", &source))
        .map_err(|errors| errors.to_string())?;
    Ok(report)
}

#[test]
fn an_allowed_change_does_not_count() {
    let report = allow(
        "[[allow]]\nfrom = '2.13'\nto = '2.14'\nfingerprint = \"8681e9ea984f\"\nreason = 'the app was moved'\nexpires = '2027-01-31'\n",
    );
    let report = report.expect("the change is there");
    assert_eq!(report.gravest().map(|severity| severity.to_string()), Some("additive".to_owned()));
    assert!(render::text(&report).contains("  allowed: the app was moved (until 2027-01-31)\n"));
}

#[test]
fn an_allowance_for_other_versions_is_passed_over() {
    let list = "[[allow]]\nfrom = '2.7'\nto = '2.8'\nfingerprint = 'nothing'\nreason = 'r'\nexpires = '2027-01-01'\n";
    assert!(allow(list).is_ok());
}

#[track_caller]
fn check_allow_error(list: &str, expected: &Expect) {
    expected.assert_eq(&allow(list).map(drop).expect_err("the list is wrong"));
}

#[test]
fn an_allowance_that_matches_nothing_is_an_error() {
    check_allow_error(
        "[[allow]]\nfrom = '2.13'\nto = '2.14'\nfingerprint = \"000000000000\"\nreason = 'r'\nexpires = '2027-06-01'\n",
        &expect![[r#"
            error: no change from 2.13 to 2.14 has the fingerprint `000000000000`
             --> drift-allow.toml:4:15
              |
            4 | fingerprint = "000000000000"
              |               ^^^^^^^^^^^^^^
              |
              = help: delete the entry, or correct its fingerprint: the report shows one for each change"#]],
    );
}

#[test]
fn an_allowance_that_has_expired_is_an_error() {
    check_allow_error(
        "[[allow]]\nfrom = '2.13'\nto = '2.14'\nfingerprint = \"8681e9ea984f\"\nreason = 'r'\nexpires = '2027-01-30'\n",
        &expect![[r#"
            error: `8681e9ea984f` was allowed until 2027-01-30, and today is 2027-01-31
             --> drift-allow.toml:4:15
              |
            4 | fingerprint = "8681e9ea984f"
              |               ^^^^^^^^^^^^^^
              |
              = help: look at the change again: delete the entry, or give it another date"#]],
    );
}

#[test]
fn an_allowance_without_reason_or_date_is_an_error() {
    check_allow_error(
        "[[allow]]\nfrom = '2.13'\nto = '2.14'\nfingerprint = \"8681e9ea984f\"\nreason = ''\nexpires = 'soon'\n",
        &expect![[r#"
            error: `8681e9ea984f` is allowed without a reason
             --> drift-allow.toml:4:15
              |
            4 | fingerprint = "8681e9ea984f"
              |               ^^^^^^^^^^^^^^
              |
              = help: say in `reason` why no app minds

            error: `soon` is no date
             --> drift-allow.toml:4:15
              |
            4 | fingerprint = "8681e9ea984f"
              |               ^^^^^^^^^^^^^^
              |
              = help: write it as `2027-01-31`"#]],
    );
    check_allow_error(
        "[[allow]]\nfrom = '2.13'\nbefore = 1\n",
        &expect![[r#"
        error: this is no allow-list: unknown field `before`, expected one of `from`, `to`, `fingerprint`, `reason`, `expires`
         --> drift-allow.toml:3:1
          |
        3 | before = 1
          | ^^^^^^"#]],
    );
}

#[test]
fn every_report_as_json_fits_its_schema() {
    let project = Project::here();
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
    expect!["::warning file=spec/2.14.yaml,line=666,col=9,title=breaking request-property-type-changed::create_message_request.to: a property has another type: an object of its own → `recipient` or list of `recipient`%0Acompile: its setter takes something else%0A`CreateMessageRequest::to`: `CreateMessageRequestTo` → `OneOrMany<Recipient>`%0A`CreateMessageRequestTo: struct` is gone%0A`CreateMessageRequestToType: enum` is gone%0Afingerprint 8681e9ea984f"].assert_eq(first);
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

        - `create_message_request.to`: a property has another type: an object of its own → `recipient` or list of `recipient` — `CreateMessageRequest::to`: `CreateMessageRequestTo` → `OneOrMany<Recipient>`; `CreateMessageRequestTo: struct` is gone; `CreateMessageRequestToType: enum` is gone

        New:

        - `Intercom-Version`: a header of the client follows the version: default `2.13` → `2.14`, + `2.14` — `IntercomVersion::V2_14` is new
        - `create_message_request.bcc`: an optional property is new: `recipient` or list of `recipient` — `CreateMessageRequest::bcc: Option<OneOrMany<Recipient>>` is new
        - `create_message_request.cc`: an optional property is new: `recipient` or list of `recipient` — `CreateMessageRequest::cc: Option<OneOrMany<Recipient>>` is new
        - `recipient`: a schema is new — `Recipient: struct` is new

        ### Added

        - a

        ## 0.1.0

        ### Added
    "#]].assert_eq(&once);
    assert_eq!(changelog::insert(&once, &report, "0.1.3").as_deref(), Some(once.as_str()));
    assert_eq!(changelog::insert("# Changelog\n", &report, "0.1.3"), None);
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

/// The vendor's own descriptions, which are no part of the project; `SHARED_DIR` names the folder that has them.
fn upstream() -> Option<PathBuf> {
    let beside = || Project::here().root().join("../shared");
    let folder = std::env::var_os("SHARED_DIR").map_or_else(beside, PathBuf::from).join("upstream");
    if !folder.exists() {
        eprintln!("skipped: {} is not there", folder.display());
        return None;
    }
    Some(folder)
}

#[test]
fn an_imported_description_is_the_one_of_the_project() {
    let Some(upstream) = upstream() else { return };
    let project = Project::here();
    let settings = project.settings().expect("the settings are valid");
    for version in ["2.7", "2.11", "2.12", "2.14", "2.15", "2.16"] {
        let text = read_file(&upstream.join(format!("{version}.yaml"))).expect("it is there");
        let tags = codegen::tags_of(version, &settings).expect("the tags are valid");
        let imported = import(&Source::new("full.yaml", text), version, &tags, Content::Structure);
        let ours = read_file(&project.spec().join(format!("{version}.yaml"))).expect("it is there");
        assert_eq!(imported.expect("it can be imported"), ours, "{version}");
    }
}

#[test]
fn of_the_whole_api_path_parameters_are_told_as_renames() {
    let Some(upstream) = upstream() else { return };
    let read = |version: &str| {
        let text = read_file(&upstream.join(format!("{version}.yaml"))).expect("it is there");
        self::read(&text)
    };
    let report = Report::new(&read("2.12"), &read("2.14"));
    let count = |rule: &str| report.entries().filter(|entry| entry.change.rule.id == rule).count();
    let rules = ["path-parameter-renamed", "operation-added", "operation-removed", "request-parameter-removed"];
    assert_eq!(rules.map(count), [37, 32, 0, 0]);
    let renamed = report.entries().find(|entry| entry.change.rule.id == "response-property-renamed");
    let renamed = renamed.expect("a misspelt property was corrected");
    assert_eq!(renamed.change.detail, "`job_identfier` → `job_identifier`");
}

/// A description with one operation, `POST /a`; each part is written as YAML's flow style.
fn post(operation: &str, schemas: &str) -> String {
    whole("", &format!("/a: {{post: {{operationId: postA, tags: [T], {operation}}}}}"), schemas)
}

fn whole(top: &str, paths: &str, schemas: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\n{top}\npaths: {{{paths}}}\ncomponents: {{schemas: {{{schemas}}}, \
         securitySchemes: {{token: {{type: http, scheme: bearer}}, basic: {{type: http, scheme: basic}}}}}}\n"
    )
}

/// Three operations that have a header in common, so that it belongs to the client.
fn header(schema: &str) -> String {
    let operation = |name: &str| {
        format!(
            "/{name}: {{get: {{operationId: {name}, tags: [T], parameters: [{{name: X-Kind, in: header, schema: {schema}}}], \
             responses: {{'204': {{}}}}}}}}"
        )
    };
    whole("", &["a", "b", "c"].map(operation).join(", "), "")
}

/// Two operations with these tags and responses.
fn two(tags: [&str; 2], more: &str) -> String {
    let operation =
        |name: &str, tags: &str| format!("/{name}: {{get: {{operationId: {name}, tags: [{tags}], {more}}}}}");
    whole("", &[operation("a", tags[0]), operation("b", tags[1])].join(", "), "")
}

/// Pairs of descriptions, each with the rules that it shows, all others put aside.
fn cases() -> Vec<(String, String, Vec<&'static str>)> {
    const NONE: &str = "responses: {'204': {}}";
    let servers = |servers: &str| whole(&format!("servers: [{servers}]"), "", "");
    let one = "{url: 'https://a.example.com', x-name: One}";
    let secured = |name: &str| whole(&format!("security: [{{{name}: []}}]"), "", "");
    let parameters = |parameters: &str| post(&format!("parameters: [{parameters}], {NONE}"), "");
    let body = |body: &str| post(&format!("{body} {NONE}"), "");
    let answers = |answers: &str, schemas: &str| post(&format!("responses: {{{answers}}}"), schemas);
    let json = |schema: &str| format!("{{content: {{application/json: {{schema: {schema}}}}}}}");
    let sent = |schema: &str| thing("request", schema);
    let received = |schema: &str| thing("response", schema);
    let both = |case: &dyn Fn(&str) -> String, one: &str, other: &str| (case(one), case(other));
    let paged = |more: &str| {
        let list = "'200': {content: {application/json: {schema: {type: object, properties: {items: {type: array, items: {type: string}}, next: {type: string}}}}}}";
        post(
            &format!("parameters: [{{name: page, in: query, schema: {{type: string}}}}], {more} responses: {{{list}}}"),
            "",
        )
    };
    let walk = |style: &str| format!("x-pagination: {{style: {style}, parameter: page, items: /items, next: /next}},");
    let branches = |branches: &str| {
        sent(&format!(
            "{{type: object, properties: {{a: {{type: string}}, b: {{type: string}}, c: {{type: string}}}}, anyOf: [{branches}]}}"
        ))
    };
    let (branch_a, branch_b) = ("{title: one, required: [a]}", "{title: two, required: [b]}");
    let object = |properties: &str| format!("{{type: object, properties: {{{properties}}}}}");
    let required = |properties: &str| format!("{{type: object, required: [a], properties: {{{properties}}}}}");
    let either = |schemas: &str| format!("{{oneOf: [{schemas}]}}");
    let mut cases = vec![
        (servers(""), servers(one), vec!["server-added"]),
        (servers(one), servers(""), vec!["server-removed"]),
        (servers(one), servers("{url: 'https://b.example.com', x-name: One}"), vec!["server-changed"]),
        (secured("token"), secured("basic"), vec!["authentication-changed"]),
        (two(["T", "T"], NONE), two(["T", "U"], NONE), vec!["operation-left-tag", "tag-added"]),
        (two(["T", "U"], NONE), two(["T", "T"], NONE), vec!["operation-joined-tag", "tag-removed"]),
        (header("{type: string}"), header("{type: integer}"), vec!["client-header-type-changed"]),
        (
            header("{type: string, enum: [a, b]}"),
            header("{type: string, enum: [a]}"),
            vec!["client-header-value-removed"],
        ),
        (
            header("{type: string, enum: [a]}"),
            header("{type: string, enum: [a, b]}"),
            vec!["client-header-value-added"],
        ),
        (
            header("{type: string, default: a}"),
            header("{type: string, default: b}"),
            vec!["client-header-default-changed"],
        ),
        (two(["T", "T"], NONE), header("{type: string}"), vec!["client-header-added", "operation-added"]),
        (header("{type: string}"), two(["T", "T"], NONE), vec!["client-header-removed", "operation-removed"]),
        (
            whole("", &format!("/a: {{get: {{operationId: getA, tags: [T], {NONE}}}}}"), ""),
            whole("", &format!("/b: {{get: {{operationId: getA, tags: [T], {NONE}}}}}"), ""),
            vec!["operation-moved"],
        ),
        (post(NONE, ""), post(&format!("deprecated: true, {NONE}"), ""), vec!["operation-deprecated"]),
        (post(&format!("deprecated: true, {NONE}"), ""), post(NONE, ""), vec!["operation-undeprecated"]),
        (post(NONE, ""), post(&format!("x-idempotent: true, {NONE}"), ""), vec!["operation-idempotence-changed"]),
        (paged(""), paged(&walk("page")), vec!["pagination-added"]),
        (paged(&walk("page")), paged(""), vec!["pagination-removed"]),
        (paged(&walk("page")), paged(&walk("cursor")), vec!["pagination-changed"]),
        (
            answers(
                &format!("'204': {{}}, '400': {}", json("{$ref: '#/components/schemas/e'}")),
                "e: {type: object, properties: {m: {type: string}}}, f: {type: object, properties: {n: {type: integer}}}",
            ),
            answers(
                &format!("'204': {{}}, '400': {}", json("{$ref: '#/components/schemas/f'}")),
                "e: {type: object, properties: {m: {type: string}}}, f: {type: object, properties: {n: {type: integer}}}",
            ),
            vec!["error-model-changed", "response-error-type-changed"],
        ),
        (answers("'204': {}", ""), answers("'204': {}, '400': {}", ""), vec!["response-error-status-added"]),
        (answers("'204': {}, '400': {}", ""), answers("'204': {}", ""), vec!["response-error-status-removed"]),
        (
            answers(&format!("'200': {}", json("{type: string}")), ""),
            answers(&format!("'200': {}", json("{type: integer}")), ""),
            vec!["response-type-changed"],
        ),
        (
            answers(&format!("'200': {}, '202': {{}}", json("{type: string}")), ""),
            answers(&format!("'200': {}, '204': {{}}", json("{type: string}")), ""),
            vec!["response-success-status-removed", "response-success-status-added"],
        ),
    ];
    let parameter = |more: &str| format!("{{name: a, in: query, {more}}}");
    let optional = parameter("schema: {type: string}");
    let needed = parameter("required: true, schema: {type: string}");
    let list =
        |explode: bool| parameter(&format!("explode: {explode}, schema: {{type: array, items: {{type: string}}}}"));
    for (before, after, rule) in [
        ("", optional.as_str(), "request-optional-parameter-added"),
        ("", &needed, "request-required-parameter-added"),
        (&optional, "", "request-parameter-removed"),
        (&optional, &needed, "request-parameter-became-required"),
        (&needed, &optional, "request-parameter-became-optional"),
        (&optional, &parameter("schema: {type: integer}"), "request-parameter-type-changed"),
        (&list(true), &list(false), "request-parameter-style-changed"),
        (&needed, &needed.replace("name: a", "name: b"), "request-required-parameter-renamed"),
        (&optional, &optional.replace("name: a", "name: b"), "request-optional-parameter-renamed"),
        (&optional, &parameter("deprecated: true, schema: {type: string}"), "property-deprecated"),
        (&parameter("deprecated: true, schema: {type: string}"), &optional, "property-undeprecated"),
    ] {
        cases.push((parameters(before), parameters(after), vec![rule]));
    }
    let text = |required: bool| format!("requestBody: {{required: {required}, content: {{text/plain: {{}}}}}},");
    for (before, after, rule) in [
        (String::new(), text(true), "request-required-body-added"),
        (String::new(), text(false), "request-optional-body-added"),
        (text(true), String::new(), "request-body-removed"),
        (text(false), text(true), "request-body-became-required"),
        (text(true), text(false), "request-body-became-optional"),
        (text(true), text(true).replace("text/plain", "application/zip"), "request-body-type-changed"),
        (text(true), text(true).replace("text/plain", "text/csv"), "request-body-media-type-changed"),
    ] {
        cases.push((body(&before), body(&after), vec![rule]));
    }
    let a = object("a: {type: string}");
    for (case, before, after, rule) in [
        (&sent as &dyn Fn(&str) -> String, a.clone(), format!("{a}\nmore: {{type: string}}"), "schema-added"),
        (&sent, format!("{a}\nmore: {{type: string}}"), a.clone(), "schema-removed"),
        (&sent, a.clone(), "{type: string, enum: [x, y]}".to_owned(), "schema-kind-changed"),
        (&sent, a.clone(), a.replace("type: object", "deprecated: true, type: object"), "schema-deprecated"),
        (&sent, a.replace("type: object", "deprecated: true, type: object"), a.clone(), "schema-undeprecated"),
        (&sent, a.clone(), a.replace("type: object", "nullable: true, type: object"), "schema-became-nullable"),
        (&sent, a.replace("type: object", "nullable: true, type: object"), a.clone(), "schema-no-longer-nullable"),
        (
            &sent,
            object("b: {type: string}"),
            object("b: {type: string}, a: {type: integer}"),
            "request-optional-property-added",
        ),
        (
            &sent,
            object("b: {type: string}, a: {type: integer}"),
            object("b: {type: string}"),
            "request-property-removed",
        ),
        (&sent, object("a_b: {type: string}"), object("b_c: {type: string}"), "request-property-renamed"),
        (&sent, a.clone(), object("a: {type: integer}"), "request-property-type-changed"),
        (&sent, object("a: {type: string, nullable: true}"), a.clone(), "request-property-no-longer-nullable"),
        (
            &sent,
            required("a: {type: string, enum: [x]}"),
            required("a: {type: string, enum: [x, y]}"),
            "request-constant-became-choice",
        ),
        (
            &sent,
            required("a: {type: string, enum: [x, y]}"),
            required("a: {type: string, enum: [x]}"),
            "request-choice-became-constant",
        ),
        (&sent, object("a: {type: string, maxLength: 3}"), a.clone(), "request-limit-loosened"),
        (
            &sent,
            object("a: {type: string, pattern: x}"),
            object("a: {type: string, pattern: y}"),
            "request-pattern-changed",
        ),
        (&sent, a.clone(), object("a: {type: string, format: email}"), "request-format-changed"),
        (&received, a.clone(), object("a: {type: string, format: email}"), "response-format-changed"),
        (&sent, a.clone(), object("a: {type: string, readOnly: true}"), "request-property-became-read-only"),
        (&sent, object("a: {type: string, readOnly: true}"), a.clone(), "request-property-no-longer-read-only"),
        (
            &received,
            object("b: {type: string}, a: {type: integer}"),
            object("b: {type: string}"),
            "response-property-removed",
        ),
        (
            &received,
            required("a: {type: string, nullable: true}"),
            required("a: {type: string}"),
            "response-property-no-longer-nullable",
        ),
        (
            &received,
            a.clone(),
            a.replace("type: object", "additionalProperties: true, type: object"),
            "additional-properties-added",
        ),
        (
            &received,
            a.replace("type: object", "additionalProperties: true, type: object"),
            a.clone(),
            "additional-properties-removed",
        ),
        (
            &received,
            a.replace("type: object", "additionalProperties: true, type: object"),
            a.replace("type: object", "additionalProperties: {type: string}, type: object"),
            "additional-properties-changed",
        ),
        (
            &received,
            "{type: string, enum: [x]}".to_owned(),
            "{type: string, enum: [x, unknown]}".to_owned(),
            "enum-catch-all-renamed",
        ),
        (
            &received,
            either("{type: string}, {type: boolean}"),
            either("{type: string}, {type: boolean}, {type: number}"),
            "alternative-added",
        ),
        (
            &received,
            either("{type: string}, {type: boolean}, {type: number}"),
            either("{type: string}, {type: boolean}"),
            "alternative-removed",
        ),
        (
            &received,
            either("{type: string}, {type: array, items: {type: boolean}}"),
            either("{type: string}, {type: array, items: {type: number}}"),
            "alternative-changed",
        ),
    ] {
        let (before, after) = both(case, &before, &after);
        cases.push((before, after, vec![rule]));
    }
    let tagged = |kind: &str| {
        let alternative = |name: &str| {
            format!(
                "{{title: {name}, type: object, required: [{kind}], properties: {{{kind}: {{type: string, enum: [{name}]}}}}}}"
            )
        };
        received(&either(&format!("{}, {}", alternative("one"), alternative("two"))))
    };
    cases.push((tagged("kind"), tagged("sort"), vec!["discriminator-changed"]));
    for (before, after, rule) in [
        (
            format!("{branch_a}, {branch_b}"),
            format!("{branch_a}, {branch_b}, {{title: three, required: [c]}}"),
            "request-branch-added",
        ),
        (
            format!("{branch_a}, {branch_b}, {{title: three, required: [c]}}"),
            format!("{branch_a}, {branch_b}"),
            "request-branch-removed",
        ),
        (
            format!("{branch_a}, {branch_b}"),
            format!("{branch_a}, {{title: other, required: [b]}}"),
            "request-branch-renamed",
        ),
        (
            format!("{branch_a}, {branch_b}"),
            format!("{branch_a}, {{title: two, required: [b, c]}}"),
            "request-branch-asks-for-more",
        ),
        (
            format!("{branch_a}, {{title: two, required: [b, c]}}"),
            format!("{branch_a}, {branch_b}"),
            "request-branch-asks-for-less",
        ),
    ] {
        cases.push((branches(&before), branches(&after), vec![rule]));
    }
    let inline = |other: &str| {
        thing(
            "response",
            &format!("{}\n{other}: {{type: string}}", object("a: {type: object, properties: {x: {type: string}}}")),
        )
    };
    cases.push((inline("unused"), inline("thing_a"), vec!["rust-type-renamed"]));
    cases
}

#[test]
fn each_rule_is_told_of_what_it_is_about_and_none_is_dead() {
    let mut shown: BTreeSet<&str> = BTreeSet::new();
    for (before, after, expected) in cases() {
        let told: BTreeSet<&str> = changes(&before, &after).iter().map(|change| change.rule.id).collect();
        let missing: Vec<&&str> = expected.iter().filter(|rule| !told.contains(**rule)).collect();
        assert!(missing.is_empty(), "not told: {missing:?}, but {told:?}\n{before}\n{after}");
        shown.extend(expected);
    }
    // Those that the steps and the tests above show.
    shown.extend([
        "client-header-version-moved",
        "documentation-changed",
        "operation-added",
        "operation-removed",
        "operation-renamed",
        "path-parameter-renamed",
        "request-arguments-reordered",
        "request-constant-property-added",
        "request-default-changed",
        "request-enum-value-added",
        "request-enum-value-removed",
        "request-limit-tightened",
        "request-property-became-nullable",
        "request-property-became-optional",
        "request-property-became-required",
        "request-property-takes-list",
        "request-required-property-added",
        "request-required-property-became-nullable",
        "response-default-changed",
        "response-enum-value-added",
        "response-enum-value-removed",
        "response-limit-changed",
        "response-property-added",
        "response-property-became-nullable",
        "response-property-became-optional",
        "response-property-became-required",
        "response-property-presence-changed",
        "response-property-renamed",
        "response-property-type-changed",
        "schema-null-changed-fields",
        "schema-renamed",
    ]);
    let dead: Vec<&str> = RULES.iter().map(|rule| rule.id).filter(|id| !shown.contains(id)).collect();
    assert_eq!(dead, Vec::<&str>::new());
}

/// The public fields of a version's models, as the goldens have them: `Message::subject` -> its type.
fn public_fields(version: &str) -> BTreeMap<String, String> {
    let folder = Project::here().golden().join("versions").join(version).join("models");
    let mut fields = BTreeMap::new();
    for text in on_disk(&folder).expect("the golden can be read").into_values() {
        let mut owner = None;
        for line in text.lines() {
            if let Some(name) = line.strip_prefix("pub struct ").and_then(|rest| rest.strip_suffix(" {")) {
                owner = Some(name.to_owned());
            } else if line == "}" {
                owner = None;
            } else if let (Some(owner), Some(field)) = (&owner, line.strip_prefix("    pub ")) {
                let (name, ty) = field.split_once(": ").expect("a field has a type");
                fields.insert(format!("{owner}::{name}"), ty.trim_end_matches(',').to_owned());
            }
        }
    }
    fields
}

#[test]
fn no_field_of_the_generated_code_changes_untold() {
    let settings = Project::here().settings().expect("the settings are valid");
    for (from, to) in settings.steps() {
        let (before, after) = (public_fields(from), public_fields(to));
        let owner = |path: &str| path.split("::").next().unwrap_or_default().to_owned();
        let owners = |fields: &BTreeMap<String, String>| fields.keys().map(|path| owner(path)).collect::<BTreeSet<_>>();
        let stay: BTreeSet<String> = owners(&before).intersection(&owners(&after)).cloned().collect();
        let changed = before.keys().chain(after.keys()).filter(|path| before.get(*path) != after.get(*path));
        let changed: BTreeSet<&String> = changed.filter(|path| stay.contains(&owner(path))).collect();
        let report = step(from, to);
        let items = report.entries().flat_map(|entry| &entry.change.rust);
        let told: BTreeSet<&String> =
            items.flat_map(|rust| rust.before.iter().chain(&rust.after)).map(|item| &item.path).collect();
        let untold: Vec<&&String> = changed.difference(&told).collect();
        assert!(untold.is_empty(), "from {from} to {to}, nothing tells of {untold:?}");
    }
}
