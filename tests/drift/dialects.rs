//! OpenAPI 3.1 beside 3.0: what means the same becomes the same Rust, and a comparison of the two has nothing to say.

use std::sync::Arc;

use codegen_tests::{generate_from, several_files};
use intercom_codegen::{
    Input, Settings, Source, Tags,
    diff::{Location, Report, Version},
};

use crate::changes;

/// A description of a version with one schema.
fn whole(version: &str, schema: &str) -> String {
    format!(
        "openapi: {version}\ninfo: {{title: a, version: '1'}}\npaths:\n  /things:\n    post:\n      operationId: create\n      \
         tags: [T]\n      requestBody: {{required: true, content: {{application/json: {{schema: {{$ref: \
         '#/components/schemas/thing'}}}}}}}}\n      responses: {{'200': {{description: '', content: {{application/json: \
         {{schema: {{$ref: '#/components/schemas/thing'}}}}}}}}}}\ncomponents:\n  schemas:\n    thing: {schema}\n    \
         owner: {{type: object, required: [kind], properties: {{kind: {{type: string, enum: [owner]}}}}}}\n    \
         shop: {{type: object, required: [kind], properties: {{kind: {{type: string, enum: [shop]}}}}}}\n"
    )
}

/// Checks that two spellings of one property, the first of 3.0 and the second of 3.1, are one thing in both directions.
#[track_caller]
fn check(of_3_0: &str, of_3_1: &str) {
    let object =
        |property: &str| format!("{{type: object, required: [a], properties: {{a: {property}, b: {property}}}}}");
    check_schemas(&object(of_3_0), &object(of_3_1));
}

#[track_caller]
fn check_schemas(of_3_0: &str, of_3_1: &str) {
    let (before, after) = (whole("3.0.3", of_3_0), whole("3.1.1", of_3_1));
    let rust = |text: &str| {
        let generated = generate_from(text, &[]).map_err(|error| format!("{error}\n{text}"));
        generated.expect("it can be generated").output.files().clone()
    };
    assert_eq!(rust(&before), rust(&after), "{of_3_1}");
    assert_eq!(changes(&before, &after), [], "{of_3_1}");
    assert_eq!(changes(&after, &before), [], "{of_3_1}");
}

#[test]
fn null_is_one_thing_in_all_spellings() {
    let text = "{type: string, nullable: true, maxLength: 5, description: A text.}";
    check(text, "{type: [string, 'null'], maxLength: 5, description: A text.}");
    check(text, "{anyOf: [{type: string, maxLength: 5}, {type: 'null'}], description: A text.}");
    check(text, "{oneOf: [{type: ['null']}, {type: string, maxLength: 5, description: A text.}]}");
    check(text, "{oneOf: [{const: null}, {type: string}], maxLength: 5, description: A text.}");
    check(text, "{type: [string, 'null'], nullable: true, maxLength: 5, description: A text.}");
    let owner = "{allOf: [{$ref: '#/components/schemas/owner'}], nullable: true, description: Who has it.}";
    check(owner, "{anyOf: [{$ref: '#/components/schemas/owner'}, {type: 'null'}], description: Who has it.}");
    check(owner, "{$ref: '#/components/schemas/owner', type: [object, 'null'], description: Who has it.}");
    check(owner, "{type: [object, 'null'], allOf: [{$ref: '#/components/schemas/owner'}], description: Who has it.}");
}

#[test]
fn alternatives_with_null_are_those_without_it() {
    let either = "oneOf: [{$ref: '#/components/schemas/owner'}, {$ref: '#/components/schemas/shop'}]";
    let tag = "discriminator: {propertyName: kind, mapping: {owner: '#/components/schemas/owner', shop: '#/components/schemas/shop'}}";
    check(
        &format!("{{{either}, nullable: true, {tag}}}"),
        "{oneOf: [{$ref: '#/components/schemas/owner'}, {type: 'null'}, {$ref: '#/components/schemas/shop'}], discriminator: \
         {propertyName: kind, mapping: {owner: '#/components/schemas/owner', shop: '#/components/schemas/shop'}}}",
    );
    check(
        &format!("{{{either}, nullable: true, {tag}}}"),
        &format!("{{anyOf: [{{{either}, {tag}}}, {{type: 'null'}}]}}"),
    );
}

#[test]
fn constants_are_enums_of_one_value() {
    check("{type: string, enum: [cat]}", "{const: cat}");
    check("{type: string, enum: [cat]}", "{type: string, const: cat}");
    check("{type: string, enum: [cat]}", "{const: cat, enum: [cat]}");
    check("{type: integer, enum: [3]}", "{const: 3}");
    check("{type: boolean, enum: [true]}", "{const: true}");
    check("{type: number, enum: [1.5]}", "{const: 1.5}");
}

#[test]
fn constants_with_words_are_one_enum() {
    check(
        "{type: integer, enum: [1, 2], x-enum-varnames: [Join, Leave], x-enumDescriptions: {'1': Came.}}",
        "{type: integer, oneOf: [{title: Join, const: 1, description: Came.}, {title: Leave, const: 2}]}",
    );
    check(
        "{type: string, enum: [a, b], x-enumDescriptions: {a: The first., b: The second.}}",
        "{oneOf: [{const: a, description: The first.}, {const: b, description: The second.}]}",
    );
}

#[test]
fn bounds_are_the_same() {
    check("{type: integer, minimum: 5, exclusiveMinimum: true}", "{type: integer, exclusiveMinimum: 5}");
    check("{type: number, maximum: 5.5, exclusiveMaximum: true}", "{type: number, exclusiveMaximum: 5.5}");
    check("{type: integer, minimum: 7}", "{type: integer, minimum: 7, exclusiveMinimum: 5}");
}

#[test]
fn several_types_are_alternatives() {
    check(
        "{oneOf: [{type: string, pattern: a}, {type: integer, minimum: 1}], description: Either.}",
        "{type: [string, integer], pattern: a, minimum: 1, description: Either.}",
    );
    check("{type: string}", "{type: [string]}");
    check("{type: number}", "{type: [integer, number]}");
}

#[test]
fn files_and_bytes_are_formats() {
    check("{type: string, format: byte}", "{type: string, contentEncoding: base64, contentMediaType: image/png}");
    check("{type: string}", "{type: string, contentMediaType: text/html}");
    check("{type: string, format: binary}", "{contentMediaType: application/octet-stream}");
}

#[test]
fn lists_and_maps_are_the_same() {
    check(
        "{type: array, items: {type: number}, maxItems: 2}",
        "{type: array, prefixItems: [{type: number}, {type: number}], items: false}",
    );
    check("{type: array, items: {}}", "{type: array, prefixItems: [{type: number}]}");
    check(
        "{type: array, items: {oneOf: [{type: string}, {type: boolean}]}, maxItems: 2}",
        "{type: array, prefixItems: [{type: string}, {type: boolean}], maxItems: 2}",
    );
    check(
        "{type: array, items: {oneOf: [{type: string}, {type: boolean}]}, minItems: 1, maxItems: 2}",
        "{type: array, prefixItems: [{type: string}, {type: boolean}], items: false, minItems: 1}",
    );
    check(
        "{type: array, items: {type: string}, maxItems: 1}",
        "{prefixItems: [{type: string}, false, {type: boolean}]}",
    );
    check(
        "{type: object, additionalProperties: {type: integer}}",
        "{type: object, patternProperties: {'^x': {type: integer}}, additionalProperties: false}",
    );
    check(
        "{type: object, additionalProperties: {type: integer}}",
        "{propertyNames: {pattern: a}, type: object, additionalProperties: {type: integer}}",
    );
}

#[test]
fn boolean_schemas_are_any_and_none() {
    check("{}", "true");
    check("{type: array, items: {}}", "{type: array, items: true}");
    check_schemas("{type: object, properties: {a: {}}}", "{type: object, properties: {a: true, b: false}}");
}

#[test]
fn definitions_are_components() {
    check_schemas(
        "{type: object, properties: {a: {$ref: '#/components/schemas/thing_part'}}}\n    thing_part: {type: object, \
         properties: {name: {type: string}}}",
        "{type: object, properties: {a: {$ref: '#/$defs/part'}}, $defs: {part: {type: object, properties: {name: \
         {type: string}}}}}",
    );
}

#[test]
fn a_description_of_3_0_may_have_words_of_3_1() {
    let object = |property: &str| format!("{{type: object, properties: {{a: {property}}}}}");
    let rust = |schema: &str| generate_from(&whole("3.0.3", &object(schema)), &[]).expect("it can be generated").output;
    assert_eq!(rust("{type: string, nullable: true}"), rust("{type: [string, 'null']}"));
    assert_eq!(rust("{type: string, enum: [cat]}"), rust("{const: cat}"));
}

#[test]
fn a_change_in_another_file_is_shown_there() {
    let text = |pet: &str| {
        format!(
            "openapi: 3.0.3\ninfo: {{title: a, version: '1'}}\npaths: {{}}\ncomponents: {{schemas: {{Pet: {pet}}}}}\n"
        )
    };
    let version = |description: Arc<Source>| {
        let input = Input { description, overlays: Vec::new(), tags: Tags::All, origin: String::new() };
        Version::read("1", &input, &Settings::default()).expect("the description can be read")
    };
    let pet = |age: &str| format!("type: object\nproperties:\n  age: {{type: {age}}}\n");
    let in_files =
        |age: &str| version(several_files(&[("api/spec.yaml", &text("{$ref: pet.yaml}")), ("pet.yaml", &pet(age))]));
    let in_one = version(several_files(&[("spec.yaml", &text("{type: object, properties: {age: {type: integer}}}"))]));
    assert_eq!(Report::new(&in_one, &in_files("integer")).vendor.len(), 0);

    let report = Report::new(&in_files("integer"), &in_files("string"));
    let [entry] = report.vendor.as_slice() else { panic!("{:?}", report.vendor) };
    let place = |location: &Option<Location>| {
        location.as_ref().map(|place| (place.file.clone(), place.line, place.column, place.pointer.clone()))
    };
    let expected = Some(("api/pet.yaml".to_owned(), 3, 3, "/properties/age".to_owned()));
    assert_eq!((place(&entry.before), place(&entry.after)), (expected.clone(), expected));
}
