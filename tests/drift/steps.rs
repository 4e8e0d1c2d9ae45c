//! The steps of the project: every change of the vendor's is told, once, with the right severity, and nothing else is.

use std::collections::{BTreeMap, BTreeSet};

use codegen_tests::project;
use intercom_codegen::diff::{Change, Item};
use xtask::golden::on_disk;

use crate::step;

/// The vendor's changes of a step, one a line: severity, rule, subject, detail, and whether a correction takes it back.
#[track_caller]
fn check_step(from: &str, to: &str, expected: &[&str]) {
    let report = step(from, to);
    let told: Vec<String> = report
        .vendor
        .iter()
        .map(|entry| {
            let Change { rule, severity, subject, detail, .. } = &entry.change;
            let absorbed = if entry.origin == intercom_codegen::diff::Origin::Absorbed { " (absorbed)" } else { "" };
            let detail = detail.replace('`', "");
            format!("{severity} {} {subject} {detail}{absorbed}", rule.id).trim_end().to_owned()
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
        .map(|entry| format!("{} {} {}", entry.change.severity, entry.change.rule.id, entry.change.subject));
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
            "additive request-constant-became-several create_message_request.from.type [admin] → [lead, user, contact, admin]",
            "additive request-optional-property-added create_message_request.created_at seconds since 1970",
        ],
    );
    let sender = "additive request-branch-added create_message_request.from";
    check_corrections("2.10", "2.11", &[sender; 3]);
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
            "breaking request-choice-became-constant create_message_request.from.type [lead, user, contact, admin] → [admin] (absorbed)",
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
    check_corrections("2.11", "2.12", &["additive request-branch-added create_message_request"]);
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
            "additive request-branch-added create_message_request whatsapp",
        ],
    );
    check_corrections(
        "2.15",
        "2.16",
        &[
            "additive request-optional-property-added create_message_request.components",
            "additive request-optional-property-added create_message_request.locale",
            "additive request-branch-added recipient",
            "additive request-optional-property-added recipient.name",
            "additive request-optional-property-added recipient.phone",
        ],
    );
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
            "additive request-branch-added create_message_request sms",
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
    check_corrections("unstable", "2.12", &["risky operation-idempotence-changed createExternalPage"]);
}

#[test]
fn a_fingerprint_stands_for_one_change_of_a_step() {
    let settings = project().settings().expect("the settings are valid");
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

/// The public fields of a version's models, as the goldens have them: `Message::subject` -> its type.
fn public_fields(version: &str) -> BTreeMap<String, String> {
    let folder = project().golden().join("versions").join(version).join("models");
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

/// A field's path and type, as a report shows them.
fn shown(item: Option<&Item>) -> Option<(&str, &str)> {
    item.map(|item| (item.path.as_str(), item.signature.as_str()))
}

/// A field's path and type, as they are generated.
fn signature<'f>(fields: &'f BTreeMap<String, String>, path: &str) -> Option<(&'f str, &'f str)> {
    fields.get_key_value(path).map(|(path, ty)| (path.as_str(), ty.as_str()))
}

#[test]
fn no_field_of_the_generated_code_changes_untold() {
    let settings = project().settings().expect("the settings are valid");
    for (from, to) in settings.steps() {
        let (before, after) = (public_fields(from), public_fields(to));
        let owner = |path: &str| path.split("::").next().unwrap_or_default().to_owned();
        let owners = |fields: &BTreeMap<String, String>| fields.keys().map(|path| owner(path)).collect::<BTreeSet<_>>();
        let stay: BTreeSet<String> = owners(&before).intersection(&owners(&after)).cloned().collect();
        let changed = before.keys().chain(after.keys()).filter(|path| before.get(*path) != after.get(*path));
        let changed: BTreeSet<&String> = changed.filter(|path| stay.contains(&owner(path))).collect();
        let report = step(from, to);
        // A field that is told has the signature that is generated, before and after.
        let items = report.entries().flat_map(|entry| &entry.change.rust);
        let told: BTreeSet<_> = items.map(|rust| (shown(rust.before.as_ref()), shown(rust.after.as_ref()))).collect();
        let untold: Vec<&&String> = changed
            .iter()
            .filter(|path| !told.contains(&(signature(&before, path), signature(&after, path))))
            .collect();
        assert!(untold.is_empty(), "from {from} to {to}, nothing tells of {untold:?}");
    }
}
