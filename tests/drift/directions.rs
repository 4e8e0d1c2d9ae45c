//! What a change is for what is sent, what is received, and what is both.

use expect_test::expect;

use crate::{changes, check, thing, webhooks};

#[test]
fn a_payload_of_a_webhook_is_received() {
    let pet =
        |required: &str| webhooks("pet: Pet", &format!("type: object, {required} properties: {{a: {{type: string}}}}"));
    check(
        &pet(""),
        &pet("required: [a],"),
        &expect![[r#"
        breaking response-property-became-required Pet.a (response, stops compiling) now required
          Pet::a Option<String> => Pet::a String
          Pet::builder() does not ask for a => Pet::builder() asks for a
    "#]],
    );
}

/// What becomes of `thing` where only requests, only responses, and both reach it: severity and rule.
#[track_caller]
fn check_sides(before: &str, after: &str, expected: [&str; 3]) {
    for (sides, expected) in ["request", "response", "request response"].into_iter().zip(expected) {
        let found = changes(&thing(sides, before), &thing(sides, after));
        let told: Vec<String> = found.iter().map(|change| format!("{} {}", change.severity, change.rule.id)).collect();
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
            breaking schema-null-changed-fields part (response, stops compiling) 
              Thing::a Part => Thing::a Option<Part>
              Thing::b Part => Thing::b Option<Part>
        "#]],
    );
}
