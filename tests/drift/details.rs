//! From what to what, and where.

use expect_test::expect;

use crate::{
    changes, check, header, post, thing,
    wire::{Case, case, check_cases},
};

#[test]
fn what_is_told_says_from_what_to_what() {
    let parameter = |more: &str| {
        let list = "schema: {type: array, items: {type: string}}";
        post(&format!("parameters: [{{name: a, in: query, {more} {list}}}], responses: {{'204': {{}}}}"), "")
    };
    let animals = |discriminator: &str| {
        let animal = |name: &str| {
            format!(
                "{name}: {{type: object, required: [a, b], properties: {{a: {{type: string, enum: [{name}]}}, b: {{type: string, enum: [{name}]}}}}}}"
            )
        };
        let union = "oneOf: [{$ref: '#/components/schemas/cat'}, {$ref: '#/components/schemas/dog'}]";
        let schema = format!(
            "thing: {{{union}, discriminator: {{propertyName: {discriminator}}}}}, {}, {}",
            animal("cat"),
            animal("dog")
        );
        post(
            "responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/thing'}}}}}",
            &schema,
        )
    };
    let error = |schema: &str| {
        let of = |schema: &str| format!("{{content: {{application/json: {{schema: {schema}}}}}}}");
        post(&format!("responses: {{'204': {{}}, '404': {}}}", of(schema)), "")
    };
    check_cases(vec![
        case(
            parameter(""),
            parameter("explode: false,"),
            &["risky request-parameter-style-changed postA query a `a=1&a=2` → `a=1,2`"],
        ),
        case(animals("a"), animals("b"), &["risky discriminator-changed thing `a`: `cat`, `dog` → `b`: `cat`, `dog`"]),
        case(
            thing("request", "{type: string, enum: [a, b]}"),
            thing("request", "{type: array, items: {type: string}}"),
            &["breaking schema-kind-changed thing an enum of strings → list of string"],
        ),
        case(
            error("{type: string}"),
            error("{type: array, items: {type: string}}"),
            &["risky response-error-type-changed postA `404`: string → list of string"],
        ),
    ]);
}

#[test]
fn what_is_told_of_tags_and_errors_has_a_place() {
    let text = |tag: &str, model: &str, tags: &str| {
        let error = format!("content: {{application/json: {{schema: {{$ref: '#/components/schemas/{model}'}}}}}}");
        format!(
            "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\n{tags}\npaths: {{/a: {{get: {{operationId: getA, tags: [T, {tag}], \
             responses: {{'204': {{}}, '404': {{{error}}}}}}}}}}}\ncomponents: {{schemas: {{one: {{type: object, properties: {{a: {{type: \
             string}}}}}}, two: {{type: object, properties: {{b: {{type: string}}}}}}}}}}\n"
        )
    };
    let places = |rule: &str, tags: &str| -> Vec<[String; 2]> {
        let found = changes(&text("Old", "one", tags), &text("New", "two", tags));
        let found = found.iter().filter(|change| change.rule.id == rule);
        let place = |place: &Option<_>| place.as_ref().map_or("none".to_owned(), ToString::to_string);
        found.map(|change| [place(&change.before), place(&change.after)]).collect()
    };
    let tag = "/paths/~1a/get/tags/1";
    assert_eq!(places("tag-renamed", ""), [[tag, tag]]);
    assert_eq!(places("tag-renamed", "tags: [{name: New}, {name: Old}]"), [["/tags/1", "/tags/0"]]);
    assert_eq!(places("error-model-changed", ""), [["/components/schemas/one", "/components/schemas/two"]]);
}

#[test]
fn what_is_spelt_otherwise_is_one_rename_whatever_else_is_said_of_it() {
    let object = |property: &str| format!("{{type: object, properties: {{{property}, other: {{type: string}}}}}}");
    let parameter = |name: &str, more: &str| {
        let schema = format!("schema: {{type: integer{more}}}");
        post(&format!("parameters: [{{name: {name}, in: query, {schema}}}], responses: {{'204': {{}}}}"), "")
    };
    check_cases(vec![
        case(
            thing("request", &object("first_name: {type: string}")),
            thing("request", &object("firstName: {type: string, maxLength: 3}")),
            &[
                "breaking request-limit-tightened thing.first_name maxLength: none → `3`",
                "risky request-property-renamed thing.first_name `first_name` → `firstName`",
            ],
        ),
        case(
            parameter("page_size", ""),
            parameter("pageSize", ", maximum: 3"),
            &[
                "breaking request-limit-tightened postA query page_size maximum: none → `3`",
                "risky request-optional-parameter-renamed postA query page_size `page_size` → `pageSize`",
            ],
        ),
    ]);
}

#[test]
fn another_name_of_a_type_is_no_other_type() {
    let text = |property: &str, schemas: &str| {
        let schema = format!("{{type: object, properties: {{a: {property}}}}}");
        format!("{}{schemas}", thing("request response", &schema))
    };
    let reference = "{$ref: '#/components/schemas/name'}";
    for schema in ["{type: string, maxLength: 3}", "{type: array, items: {type: string, maxLength: 3}}"] {
        let (inline, named) = (text(schema, ""), text(reference, &format!("    name: {schema}\n")));
        let told = |before: &str, after: &str| -> Vec<String> {
            changes(before, after).iter().map(|change| format!("{} {}", change.rule.id, change.subject)).collect()
        };
        assert_eq!(told(&inline, &named), ["schema-added name", "documentation-changed thing.a"]);
        assert_eq!(told(&named, &inline), ["schema-removed name", "documentation-changed thing.a"]);
        let longer = named.replace("maxLength: 3", "maxLength: 2");
        let limited = told(&inline, &longer);
        assert_eq!(limited[0].split(' ').next(), Some("request-limit-tightened"), "{limited:?}");
    }
}

#[test]
fn what_a_parameter_of_several_types_was_is_told_in_words() {
    let ids = "{oneOf: [{type: string}, {type: integer}]}";
    let parameter = |name: &str, schema: &str| {
        post(&format!("parameters: [{{name: {name}, in: query, schema: {schema}}}], responses: {{'204': {{}}}}"), "")
    };
    let list = |schema: &str| format!("{{type: array, items: {schema}}}");
    check_cases(vec![
        case(
            parameter("a", ids),
            parameter("a", "{type: integer}"),
            &["breaking request-parameter-type-changed postA query a integer or string → integer"],
        ),
        case(
            parameter("a", &list(ids)),
            parameter("a", ids),
            &["breaking request-parameter-type-changed postA query a list of integer or string → integer or string"],
        ),
        case(
            header("{default: '1', oneOf: [{type: string}, {type: integer}]}"),
            header("{default: 1, type: integer}"),
            &["breaking client-header-type-changed X-Kind integer or string → integer"],
        ),
    ]);
}

#[test]
fn limits_of_whole_numbers_are_compared_digit_by_digit() {
    // 2^53, and the next two numbers, of which an `f64` can say one.
    let limited = |keyword: &str, limit: &str| {
        thing("request", &format!("{{type: object, properties: {{a: {{type: integer, {keyword}: {limit}}}}}}}"))
    };
    let check = |keyword: &str, before: &str, after: &str, told: &'static str| {
        check_cases(vec![case(limited(keyword, before), limited(keyword, after), &[told])]);
    };
    check(
        "maximum",
        "9007199254740993",
        "9007199254740992",
        "breaking request-limit-tightened thing.a maximum: `9007199254740993` → `9007199254740992`",
    );
    check(
        "minimum",
        "9007199254740993",
        "9007199254740992",
        "additive request-limit-loosened thing.a minimum: `9007199254740993` → `9007199254740992`",
    );
    check(
        "multipleOf",
        "9007199254740993",
        "9007199254740992",
        "risky request-pattern-changed thing.a multipleOf: `9007199254740993` → `9007199254740992`",
    );
    check(
        "multipleOf",
        "3",
        "9007199254740993",
        "breaking request-limit-tightened thing.a multipleOf: `3` → `9007199254740993`",
    );
}

#[test]
fn each_row_of_a_way_to_build_an_object_says_of_its_property_alone_what_the_builder_does() {
    let branches = |asked: &str| {
        let properties = "a: {type: string}, b: {type: string}, c: {type: string}";
        let title = "title: \"A letter, with a stamp.\"";
        thing(
            "request",
            &format!(
                "{{type: object, properties: {{{properties}}}, anyOf: [{{required: [a]}}, {{{title}, required: [{asked}]}}]}}"
            ),
        )
    };
    check(
        &branches("a"),
        &branches("a, b, c"),
        &expect![[r#"
            breaking request-branch-asks-for-more thing (request, stops compiling) `a_letter_with_a_stamp`: `b`
              Thing::a_letter_with_a_stamp() does not ask for b => Thing::a_letter_with_a_stamp() asks for b
            breaking request-branch-asks-for-more thing (request, stops compiling) `a_letter_with_a_stamp`: `c`
              Thing::a_letter_with_a_stamp() does not ask for c => Thing::a_letter_with_a_stamp() asks for c
        "#]],
    );
}

#[test]
fn a_schema_that_was_described_is_not_told_to_be_new() {
    check_cases(described());
}

/// A schema that only a parameter uses, as text, and then a model, too.
pub(crate) fn described() -> Vec<Case> {
    let used = |property: &str| {
        let body = "requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/thing'}}}}";
        post(
            &format!(
                "parameters: [{{name: a, in: query, schema: {{$ref: '#/components/schemas/id'}}}}], {body}, responses: {{'204': {{}}}}"
            ),
            &format!(
                "thing: {{type: object, properties: {{{property}}}}}, id: {{oneOf: [{{type: string}}, {{type: integer}}, {{type: boolean}}]}}"
            ),
        )
    };
    let (text, model) = (used("x: {type: string}"), used("x: {type: string}, id: {$ref: '#/components/schemas/id'}"));
    vec![
        case(
            text.clone(),
            model.clone(),
            &["additive schema-type-added id", "additive request-optional-property-added thing.id `id`"],
        ),
        case(model, text, &["breaking schema-type-removed id", "breaking request-property-removed thing.id `id`"]),
    ]
}

#[test]
fn headers_that_differ_by_their_case_alone_are_each_compared_with_itself() {
    let described = |first: &str, second: &str| {
        let header = |name: &str, limit: u8| format!("{name}: {{schema: {{type: string, maxLength: {limit}}}}}");
        post(&format!("responses: {{'204': {{headers: {{{}, {}}}}}}}", header(first, 2), header(second, 3)), "")
    };
    assert_eq!(changes(&described("X-A", "x-a"), &described("X-A", "x-a")), []);
    // Written in another way, a header is the same (RFC 9110, section 5.1).
    assert_eq!(changes(&described("X-A", "X-B"), &described("x-a", "x-b")), []);
}
