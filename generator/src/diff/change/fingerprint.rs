//! The name of a change: what it is and where, in the description's words, and nothing else.

use sha2::{Digest as _, Sha256};

use crate::diff::rules::rule::Rule;

/// The fingerprint of what a rule found: at a key that no order and no other change can alter, and which value of it.
pub(crate) fn fingerprint(rule: &Rule, key: &str, value: &str) -> String {
    let digest = Sha256::digest(format!("{}\n{key}\n{value}", family(rule)));
    digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// What rules have in common that report one change, and of which another operation that uses the place may choose
/// another: those of either side of the wire, and those of either severity.
pub(super) fn family(rule: &Rule) -> &'static str {
    let neutral = rule.id.strip_prefix("request-").or_else(|| rule.id.strip_prefix("response-")).unwrap_or(rule.id);
    match neutral {
        "required-property-added" | "constant-property-added" | "optional-property-added" => "property-added",
        "property-became-required"
        | "property-became-optional"
        | "property-became-nullable"
        | "required-property-became-nullable"
        | "property-no-longer-nullable"
        | "property-became-constant"
        | "constant-became-optional"
        | "property-presence-changed" => "property-presence",
        "constant-became-several" | "constant-became-choice" => "enum-value-added",
        "several-became-constant" | "choice-became-constant" => "enum-value-removed",
        "required-default-changed" => "default-changed",
        "property-became-read-only"
        | "property-no-longer-read-only"
        | "required-property-no-longer-read-only"
        | "property-read-only-changed" => "property-read-only",
        "property-became-write-only" | "property-no-longer-write-only" | "property-write-only-changed" => {
            "property-write-only"
        }
        "parameter-types-narrowed" | "parameter-types-narrowed-to-text" | "parameter-types-widened" => {
            "parameter-types"
        }
        "property-takes-list" | "property-takes-text-and-integers" => "property-type-changed",
        "limit-tightened" | "limit-loosened" | "limit-changed" | "pattern-changed" => "limit",
        "schema-type-added" => "schema-added",
        "schema-type-removed" => "schema-removed",
        "schema-null-changed-fields" | "schema-null-moved" | "schema-became-nullable" | "schema-no-longer-nullable" => {
            "schema-null"
        }
        neutral => neutral,
    }
}
