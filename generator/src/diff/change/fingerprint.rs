//! The name of a change: what it is and where, in the description's words, and nothing else.

use sha2::{Digest as _, Sha256};

use super::{Rule, index::Index, types::wire};
use crate::ir::{Field, Kind, UnionVariant};

/// The fingerprint of what a rule found: at a key that no order and no other change can alter, and which value of it.
pub(super) fn fingerprint(rule: &Rule, key: &str, value: &str) -> String {
    let digest = Sha256::digest(format!("{}\n{key}\n{value}", family(rule)));
    digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// What an alternative is: its name; of one that is only numbered, the properties or the type that it has, with their types
/// where another has the same.
pub(super) fn alternative(index: &Index<'_>, variants: &[UnionVariant], wanted: &UnionVariant) -> String {
    let has_twin = |key: &str, what: &dyn Fn(&UnionVariant) -> String| {
        variants.iter().filter(|variant| what(variant) == key).count() > 1
    };
    if !is_numbered(variants, wanted) {
        return wanted.name.to_string();
    }
    let by_names = |variant: &UnionVariant| what_it_is(index, variant, &|field| field.wire.clone());
    let by_types = |variant: &UnionVariant| {
        what_it_is(index, variant, &|field| format!("{}: {}", field.wire, wire(index, &field.ty)))
    };
    let key = by_names(wanted);
    if !has_twin(&key, &by_names) {
        return key;
    }
    let key = by_types(wanted);
    let earlier = variants.iter().take_while(|variant| *variant != wanted);
    match earlier.filter(|variant| by_types(variant) == key).count() {
        0 => key,
        count => format!("{key}|{}", count + 1),
    }
}

/// Whether the name of an alternative is a number, or has one that only tells it from another: `Variant2`, `Pet` and `Pet2`.
fn is_numbered(variants: &[UnionVariant], wanted: &UnionVariant) -> bool {
    let stem = |variant: &UnionVariant| {
        variant.name.as_str().trim_end_matches(|digit: char| digit.is_ascii_digit()).to_owned()
    };
    let wanted_stem = stem(wanted);
    let mut alike = variants.iter().filter(|variant| stem(variant) == wanted_stem);
    let is_shared = alike.clone().count() > 1 && alike.any(|variant| variant.name.as_str() == wanted_stem);
    is_shared || (wanted_stem == "Variant" && wanted.name.as_str() != wanted_stem)
}

fn what_it_is(index: &Index<'_>, variant: &UnionVariant, told: &dyn Fn(&Field) -> String) -> String {
    match index.named(&variant.ty).map(|definition| &definition.kind) {
        Some(Kind::Struct(object)) => {
            let mut fields: Vec<String> = object.fields.iter().map(told).collect();
            fields.sort_unstable();
            format!("{{{}}}", fields.join(", "))
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
        "required-default-changed" => "default-changed",
        "required-cookie-added" => "cookie-changed",
        "required-property-no-longer-read-only" => "property-no-longer-read-only",
        "property-takes-list" => "property-type-changed",
        "limit-tightened" | "limit-loosened" | "limit-changed" | "pattern-changed" => "limit",
        "schema-null-changed-fields" | "schema-null-moved" | "schema-became-nullable" | "schema-no-longer-nullable" => {
            "schema-null"
        }
        neutral => neutral,
    }
}
