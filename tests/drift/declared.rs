//! What is declared of a value is told once, where it stands: of items, values of maps, alternatives, whole components.

use intercom_codegen::{Settings, Source, diff::diff};

use crate::{
    changes, post, read_with, thing, whole,
    wire::{Case, check_cases},
};

fn case(before: String, after: String, told: &[&'static str]) -> Case {
    Case { before, after, told: told.to_vec() }
}

pub(crate) fn limits() -> Vec<Case> {
    let sent = |schema: &str| thing("request", schema);
    let received = |schema: &str| thing("response", schema);
    let object = |properties: &str| format!("{{type: object, properties: {{{properties}}}}}");
    let text = |limit: usize| format!("{{type: string, maxLength: {limit}}}");
    let items = |limit: usize| object(&format!("a: {{type: array, items: {}}}", text(limit)));
    let values = |limit: usize| object(&format!("a: {{type: object, additionalProperties: {}}}", text(limit)));
    let rest = |limit: usize| {
        format!("{{type: object, properties: {{b: {{type: string}}}}, additionalProperties: {}}}", text(limit))
    };
    let either = |limit: usize| object(&format!("a: {{oneOf: [{{type: boolean}}, {}]}}", text(limit)));
    let many = |limit: usize| object(&format!("a: {{oneOf: [{0}, {{type: array, items: {0}}}]}}", text(limit)));
    let deep = |limit: usize| object(&format!("a: {{type: array, items: {{type: array, items: {}}}}}", text(limit)));
    let parameter = |schema: &str| {
        post(&format!("parameters: [{{name: a, in: query, schema: {schema}}}], responses: {{'204': {{}}}}"), "")
    };
    let body = |schema: &str| {
        post(
            &format!(
                "requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}, responses: {{'204': {{}}}}"
            ),
            "",
        )
    };
    let answer = |schema: &str| {
        post(&format!("responses: {{'200': {{content: {{application/json: {{schema: {schema}}}}}}}}}"), "")
    };
    let list = |limit: usize| format!("{{type: array, items: {}}}", text(limit));
    vec![
        case(sent(&items(5)), sent(&items(3)), &["breaking request-limit-tightened thing.a[] maxLength: `5` → `3`"]),
        case(
            received(&items(5)),
            received(&items(3)),
            &["docs-only response-limit-changed thing.a[] maxLength: `5` → `3`"],
        ),
        case(sent(&values(3)), sent(&values(5)), &["additive request-limit-loosened thing.a{} maxLength: `3` → `5`"]),
        case(sent(&rest(5)), sent(&rest(3)), &["breaking request-limit-tightened thing{} maxLength: `5` → `3`"]),
        case(
            sent(&either(5)),
            sent(&either(3)),
            &["breaking request-limit-tightened thing.a|String maxLength: `5` → `3`"],
        ),
        case(
            sent(&many(5)),
            sent(&many(3)),
            &[
                "breaking request-limit-tightened thing.a|list[] maxLength: `5` → `3`",
                "breaking request-limit-tightened thing.a|one maxLength: `5` → `3`",
            ],
        ),
        case(sent(&deep(5)), sent(&deep(3)), &["breaking request-limit-tightened thing.a[][] maxLength: `5` → `3`"]),
        case(sent(&text(5)), sent(&text(3)), &["breaking request-limit-tightened thing maxLength: `5` → `3`"]),
        case(sent(&list(5)), sent(&list(3)), &["breaking request-limit-tightened thing[] maxLength: `5` → `3`"]),
        case(
            sent("{type: string}"),
            sent("{type: string, format: uuid}"),
            &["risky request-format-changed thing none → `uuid`"],
        ),
        case(
            sent("{type: string, enum: [a, b], default: a}"),
            sent("{type: string, enum: [a, b], default: b}"),
            &["risky request-default-changed thing `\"a\"` → `\"b\"`"],
        ),
        case(
            parameter(&list(5)),
            parameter(&list(3)),
            &["breaking request-limit-tightened postA query a[] maxLength: `5` → `3`"],
        ),
        case(
            parameter("{type: string, default: a}"),
            parameter("{type: string, default: b}"),
            &["risky request-default-changed postA query a `\"a\"` → `\"b\"`"],
        ),
        case(body(&text(5)), body(&text(3)), &["breaking request-limit-tightened postA body maxLength: `5` → `3`"]),
        case(body(&list(5)), body(&list(3)), &["breaking request-limit-tightened postA body[] maxLength: `5` → `3`"]),
        case(
            answer(&list(5)),
            answer(&list(3)),
            &["docs-only response-limit-changed postA 200[] maxLength: `5` → `3`"],
        ),
    ]
}

/// A format is a hint, unless settings make it a type.
#[test]
fn a_format_that_settings_give_a_type_is_told_as_a_type() {
    let settings = "[formats]\ndate-time = \"jiff\"\nuuid = \"uuid\"\n";
    let settings = Settings::read(&Source::new("codegen.toml", settings)).expect("they are settings");
    let visit =
        |at: &str, side: &str| thing(side, &format!("{{type: object, properties: {{a: {{type: string{at}}}}}}}"));
    let told = |(before, after): (&str, &str), side: &str, settings: &Settings| {
        let read = |at: &str| read_with(&visit(at, side), settings).vendor;
        let change = diff(&read(before), &read(after)).remove(0);
        let rust = change.rust.iter().map(|rust| format!("{:?} → {:?}", rust.before, rust.after));
        let rust: Vec<String> = rust.collect();
        (format!("{} {} {}", change.severity, change.rule.id, change.detail), rust.len())
    };
    let (none, time, uuid) = ("", ", format: date-time", ", format: uuid");
    for (pair, side, expected) in [
        ((none, time), "response", "breaking response-property-type-changed string → string of the format `date-time`"),
        ((time, none), "request", "breaking request-property-type-changed string of the format `date-time` → string"),
        (
            (time, uuid),
            "response",
            "breaking response-property-type-changed string of the format `date-time` → string of the format `uuid`",
        ),
    ] {
        assert_eq!(told(pair, side, &settings), (expected.to_owned(), 1), "{pair:?}");
    }
    let as_texts = told((none, time), "request", &Settings::default());
    assert_eq!(as_texts, ("risky request-format-changed none → `date-time`".to_owned(), 1));
}

#[test]
fn limits_are_told_where_they_are_declared() {
    check_cases(limits());
}

#[test]
fn a_bound_that_is_outside_itself_is_one_limit() {
    let number =
        |limits: &str| thing("request", &format!("{{type: object, properties: {{a: {{type: integer, {limits}}}}}}}"));
    check_cases(vec![
        case(
            number("minimum: 3"),
            number("minimum: 3, exclusiveMinimum: true"),
            &["breaking request-limit-tightened thing.a minimum: `3` → `3`, itself excluded"],
        ),
        case(
            number("maximum: 9, exclusiveMaximum: true"),
            number("maximum: 9"),
            &["additive request-limit-loosened thing.a maximum: `9`, itself excluded → `9`"],
        ),
    ]);
}

#[test]
fn a_limit_of_a_component_is_told_once_whoever_refers_to_it() {
    let text = |limit: usize| {
        let reference = "{$ref: '#/components/schemas/name'}";
        thing(
            "request response",
            &format!(
                "{{type: object, properties: {{a: {reference}, b: {reference}, c: {{type: array, items: {reference}}}}}}}\n\
                 name: {{type: string, maxLength: {limit}}}"
            ),
        )
    };
    let found = changes(&text(5), &text(3));
    let [change] = found.as_slice() else { panic!("one change is told, not {found:?}") };
    assert_eq!((change.rule.id, change.subject.as_str()), ("request-limit-tightened", "name"));
    assert_eq!(change.operations, ["getThing", "putThing"]);
    assert_eq!(change.after.as_ref().map(ToString::to_string).as_deref(), Some("/components/schemas/name"));
}

pub(crate) fn keywords() -> Vec<Case> {
    let sent = |schema: &str| thing("request", schema);
    let received = |schema: &str| thing("response", schema);
    let closed = |more: &str| format!("{{type: object, {more} properties: {{a: {{type: string}}}}}}");
    let alternatives = |keyword: &str| {
        format!("{{type: object, properties: {{a: {{{keyword}: [{{type: string}}, {{type: boolean}}]}}}}}}")
    };
    let property = |more: &str| format!("{{type: object, properties: {{a: {{type: string{more}}}}}}}");
    let forbid = "additionalProperties: false,";
    let merged = |more: &str| {
        format!(
            "{{type: object, properties: {{a: {{type: string}}}}, oneOf: [{{type: object, {more} properties: {{b: {{type: string}}}}}}, \
             {{type: object, properties: {{c: {{type: string}}}}}}]}}"
        )
    };
    let form = |size: &str| {
        post(
            &format!(
                "requestBody: {{content: {{multipart/related: {{schema: {{type: object, properties: {{size: {{type: {size}}}}}}}}}}}}}, \
                 responses: {{'204': {{}}}}"
            ),
            "",
        )
    };
    vec![
        case(
            sent(&closed("")),
            sent(&closed(forbid)),
            &["docs-only undeclared-properties-changed thing now forbidden"],
        ),
        case(
            received(&closed(forbid)),
            received(&closed("")),
            &["docs-only undeclared-properties-changed thing no longer forbidden"],
        ),
        case(
            sent(&closed(forbid)),
            sent(&closed("additionalProperties: true,")),
            &["additive additional-properties-added thing"],
        ),
        case(
            sent(&alternatives("oneOf")),
            sent(&alternatives("anyOf")),
            &["risky request-alternatives-keyword-changed thing.a `oneOf` → `anyOf`"],
        ),
        case(
            received(&alternatives("anyOf")),
            received(&alternatives("oneOf")),
            &["docs-only response-alternatives-keyword-changed thing.a `anyOf` → `oneOf`"],
        ),
        case(
            received(&property("")),
            received(&property(", readOnly: true")),
            &["docs-only response-property-read-only-changed thing.a now read-only"],
        ),
        case(
            sent(&property(", writeOnly: true")),
            sent(&property("")),
            &["docs-only request-property-write-only-changed thing.a now not write-only"],
        ),
        case(
            sent(&merged("")),
            sent(&merged("required: [b],")),
            &["risky request-alternatives-require-otherwise thing `[]` or `[]` → `[]` or `[b]`"],
        ),
        case(
            received(&merged("required: [b],")),
            received(&merged("")),
            &["docs-only response-alternatives-require-otherwise thing `[]` or `[b]` → `[]` or `[]`"],
        ),
        case(
            form("string"),
            form("integer"),
            &[
                "risky request-body-content-changed postA `{\"schema\":{\"type\":\"object\",\"properties\":{\"size\":{\"type\":\"string\"}}}}` → `{\"schema\":{\"type\":\"object\",\"properties\":{\"size\":{\"type\":\"integer\"}}}}`",
            ],
        ),
        case(
            sent("{type: object, properties: {a: {type: number, enum: [0.5, 1.5]}}}"),
            sent("{type: object, properties: {a: {type: number, enum: [0.5, 2.5]}}}"),
            &["breaking request-limit-tightened thing.a enum: `[0.5,1.5]` → `[0.5,2.5]`"],
        ),
        case(
            sent("{type: object, properties: {a: {type: boolean, enum: [true]}}}"),
            sent("{type: object, properties: {a: {type: boolean, enum: [true, false]}}}"),
            &["additive request-limit-loosened thing.a enum: `[true]` → `[true,false]`"],
        ),
        case(
            sent("{type: object, properties: {a: {type: integer}}}"),
            sent("{type: object, properties: {a: {type: integer, not: {enum: [4]}}}}"),
            &["breaking request-limit-tightened thing.a not: none → `{\"enum\":[4]}`"],
        ),
    ]
}

#[test]
fn keywords_that_change_no_type_are_told() {
    check_cases(keywords());
}

#[test]
fn an_enum_is_told_wherever_it_stands() {
    let object = |schema: &str| format!("{{type: object, properties: {{a: {schema}}}}}");
    let (one, two) = ("{type: string, enum: [x, y]}", "{type: string, enum: [x, y, z]}");
    let case = |wrap: &dyn Fn(&str) -> String, told: &'static str| {
        let told_back: &'static str =
            Box::leak(told.replace("additive", "breaking").replace("-added", "-removed").into_boxed_str());
        vec![
            case(thing("request", &wrap(one)), thing("request", &wrap(two)), &[told]),
            case(thing("request", &wrap(two)), thing("request", &wrap(one)), &[told_back]),
        ]
    };
    let items = |schema: &str| object(&format!("{{type: array, items: {schema}}}"));
    let values = |schema: &str| object(&format!("{{type: object, additionalProperties: {schema}}}"));
    let alias = |schema: &str| format!("{{$ref: '#/components/schemas/other'}}\nother: {schema}");
    check_cases(
        [
            case(&items, "additive request-enum-value-added thing.a[] `z`"),
            case(&values, "additive request-enum-value-added thing.a{} `z`"),
            case(&alias, "additive request-enum-value-added other `z`"),
        ]
        .concat(),
    );
}

#[test]
fn what_stands_inline_is_deprecated_once() {
    let schema = |more: &str| {
        format!("{{type: object, properties: {{a: {{type: object, {more} properties: {{b: {{type: string}}}}}}}}}}")
    };
    check_cases(vec![case(
        thing("response", &schema("")),
        thing("response", &schema("deprecated: true,")),
        &["risky property-deprecated thing.a"],
    )]);
}

#[test]
fn a_scheme_of_everybody_is_told_once() {
    let text = |scheme: &str| {
        whole("security: [{token: []}]", "/a: {get: {operationId: getA, tags: [T], responses: {'204': {}}}}", "")
            .replace("token: {type: http, scheme: bearer}", scheme)
    };
    check_cases(vec![case(
        text("token: {type: http, scheme: bearer}"),
        text("token: {type: http, scheme: basic}"),
        &[
            "breaking authentication-changed security `Authorization: Bearer` → `Authorization: Basic`",
            "additive security-setter-added token",
        ],
    )]);
}
