//! The name of a change: what it is and where, in the description's words, and nothing else.

use sha2::{Digest as _, Sha256};

use super::{Rule, index::Index, types::wire};
use crate::ir::{Kind, UnionVariant};

/// The fingerprint of what a rule found: at a key that no order and no other change can alter, and which value of it.
pub(super) fn fingerprint(rule: &Rule, key: &str, value: &str) -> String {
    let digest = Sha256::digest(format!("{}\n{key}\n{value}", family(rule)));
    digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// What an alternative is: its name; of one that is only numbered, the properties or the type that it has.
pub(super) fn alternative(index: &Index<'_>, variants: &[UnionVariant], wanted: &UnionVariant) -> String {
    let key = what_it_is(index, wanted);
    let earlier = variants.iter().take_while(|variant| *variant != wanted);
    match earlier.filter(|variant| what_it_is(index, variant) == key).count() {
        0 => key,
        count => format!("{key}|{}", count + 1),
    }
}

fn what_it_is(index: &Index<'_>, variant: &UnionVariant) -> String {
    let name = variant.name.to_string();
    let number = name.strip_prefix("Variant").unwrap_or_default();
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return name;
    }
    match index.named(&variant.ty).map(|definition| &definition.kind) {
        Some(Kind::Struct(object)) => {
            let mut names: Vec<&str> = object.fields.iter().map(|field| field.wire.as_str()).collect();
            names.sort_unstable();
            format!("{{{}}}", names.join(", "))
        }
        Some(Kind::StringEnum(_) | Kind::IntegerEnum(_) | Kind::Union(_) | Kind::Alias(_) | Kind::Newtype(_))
        | None => wire(index, &variant.ty),
    }
}

/// What rules have in common that tell of one change, and of which another operation that uses the place may choose
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
        "constant-became-several" => "constant-became-choice",
        "several-became-constant" => "choice-became-constant",
        "required-cookie-added" => "cookie-changed",
        "required-property-no-longer-read-only" => "property-no-longer-read-only",
        "property-takes-list" => "property-type-changed",
        "limit-tightened" | "limit-loosened" | "limit-changed" | "pattern-changed" => "limit",
        "schema-null-changed-fields" | "schema-became-nullable" | "schema-no-longer-nullable" => "schema-null",
        neutral => neutral,
    }
}
