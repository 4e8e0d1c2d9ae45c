//! The rules: none is dead, and each tells of what it is about.

use std::collections::BTreeSet;

use codegen_tests::project;
use intercom_codegen::diff::{RULES, Severity};

use crate::{changes, declared, details, header, post, step, thing, two, webhooks, whole, wire};

#[test]
fn the_ids_of_rules_are_unique() {
    let mut ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), RULES.len());
}

/// Pairs of descriptions, each with the rules that tell of it, and no other does.
fn cases() -> Vec<(String, String, Vec<&'static str>)> {
    const NONE: &str = "responses: {'204': {}}";
    let servers = |servers: &str| whole(&format!("servers: [{servers}]"), "", "");
    let one = "{url: 'https://a.example.com', x-name: One}";
    let other = "{url: 'https://b.example.com', x-name: Two}";
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
    let streamed = |media_type: &str, schema: &str| {
        let stream = format!("{media_type}: {{schema: {schema}}}");
        answers(&format!("'200': {{content: {{application/json: {{schema: {{type: object}}}}, {stream}}}}}"), "")
    };
    let branches = |branches: &str| {
        sent(&format!(
            "{{type: object, properties: {{a: {{type: string}}, b: {{type: string}}, c: {{type: string}}}}, anyOf: [{branches}]}}"
        ))
    };
    let (branch_a, branch_b) = ("{title: one, required: [a]}", "{title: two, required: [b]}");
    let object = |properties: &str| format!("{{type: object, properties: {{{properties}}}}}");
    let required = |properties: &str| format!("{{type: object, required: [a], properties: {{{properties}}}}}");
    let either = |schemas: &str| format!("{{oneOf: [{schemas}]}}");
    let tuple = |schemas: &str| format!("{{prefixItems: [{schemas}], items: false}}");
    let hooks = |hooks: &str| webhooks(hooks, "type: object, properties: {name: {type: string}}");
    let mut cases = vec![
        (servers(""), servers(one), vec!["server-added"]),
        (servers(one), servers(""), vec!["server-removed"]),
        (servers(one), servers("{url: 'https://b.example.com', x-name: One}"), vec!["server-changed"]),
        (servers(&format!("{one}, {other}")), servers(&format!("{other}, {one}")), vec!["default-server-changed"]),
        (secured("token"), secured("basic"), vec!["authentication-changed", "security-setter-added"]),
        (two(["T", "T"], NONE), two(["T", "U"], NONE), vec!["operation-left-tag", "tag-added"]),
        (two(["T", "U"], NONE), two(["T", "T"], NONE), vec!["operation-joined-tag", "tag-removed"]),
        (
            whole("", "/a: {get: {operationId: listPets, tags: [Pets], responses: {}}}", ""),
            whole(
                "",
                "/a: {get: {operationId: listPets, tags: [Pets], responses: {}}, post: {operationId: list, tags: [Pets], responses: {}}}",
                "",
            ),
            vec!["method-renamed", "operation-added"],
        ),
        (
            header("{type: string, default: '1'}"),
            header("{type: integer, default: 1}"),
            vec!["client-header-type-changed"],
        ),
        (
            header("{type: string, default: a, enum: [a, b]}"),
            header("{type: string, default: a, enum: [a]}"),
            vec!["client-header-value-removed"],
        ),
        (
            header("{type: string, default: a, enum: [a]}"),
            header("{type: string, default: a, enum: [a, b]}"),
            vec!["client-header-value-added"],
        ),
        (
            header("{type: string, default: a}"),
            header("{type: string, default: b}"),
            vec!["client-header-default-changed"],
        ),
        (two(["T", "T"], NONE), header("{type: string, default: a}"), vec!["client-header-added", "operation-added"]),
        (
            header("{type: string, default: a}"),
            two(["T", "T"], NONE),
            vec!["client-header-removed", "operation-removed"],
        ),
        (
            whole("", &format!("/a: {{get: {{operationId: getA, tags: [T], {NONE}}}}}"), ""),
            whole("", &format!("/b: {{get: {{operationId: getA, tags: [T], {NONE}}}}}"), ""),
            vec!["operation-moved"],
        ),
        (hooks("a.b: Pet"), hooks("a.b: Pet, c: Pet"), vec!["webhook-added"]),
        (hooks("a.b: Pet, c: Pet"), hooks("a.b: Pet"), vec!["webhook-removed"]),
        (hooks("a.b: Pet"), hooks("a_b: Pet"), vec!["webhook-renamed"]),
        (hooks("a.b: Pet, c: Pet"), hooks("c: Pet, a.b: Pet"), vec![]),
        (hooks("added: Pet"), hooks("came: Pet"), vec!["webhook-and-variant-renamed"]),
        (hooks("added: Pet, b: Cat"), hooks("came: Pet, b: Cat"), vec!["webhook-and-variant-renamed"]),
        // Of several with one payload, nobody knows which one it is: it may be another event.
        (hooks("added: Pet, b: Pet"), hooks("left: Pet, b: Pet"), vec!["webhook-added", "webhook-removed"]),
        (hooks("added: Pet, b: Pet"), hooks("came: Pet"), vec!["webhook-added", "webhook-removed"]),
        (hooks("added: Pet"), hooks("came: Cat"), vec!["webhook-added", "webhook-removed"]),
        (hooks("a.b: Pet"), hooks("a.b: Cat"), vec!["webhook-payload-changed"]),
        (post(NONE, ""), post(&format!("deprecated: true, {NONE}"), ""), vec!["operation-deprecated"]),
        (post(&format!("deprecated: true, {NONE}"), ""), post(NONE, ""), vec!["operation-undeprecated"]),
        (post(NONE, ""), post(&format!("x-idempotent: true, {NONE}"), ""), vec!["operation-idempotence-changed"]),
        (
            parameters("{name: X-Call, in: header, required: true, schema: {type: string}}"),
            parameters("{name: X-Call, in: header, required: true, x-idempotency-key: true, schema: {type: string}}"),
            vec!["operation-idempotence-changed", "documentation-changed"],
        ),
        (
            parameters("{name: Idempotency-Key, in: header, x-idempotency-key: false, schema: {type: string}}"),
            parameters("{name: Idempotency-Key, in: header, schema: {type: string}}"),
            vec!["documentation-changed", "operation-idempotence-changed"],
        ),
        (
            streamed("text/plain", "{type: string}"),
            streamed("text/event-stream", "{type: string}"),
            vec!["response-media-type-added", "response-media-type-removed", "stream-added"],
        ),
        (
            streamed("text/event-stream", "{type: string}"),
            streamed("text/plain", "{type: string}"),
            vec!["response-media-type-added", "response-media-type-removed", "stream-removed"],
        ),
        (
            streamed("text/event-stream", "{type: integer}"),
            streamed("text/event-stream", "{type: boolean}"),
            vec!["stream-changed"],
        ),
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
        (
            answers(&format!("'204': {{}}, '400': {}, '404': {}", json("{type: string}"), json("{type: integer}")), ""),
            answers(&format!("'204': {{}}, '400': {}, '404': {}", json("{type: string}"), json("{type: boolean}")), ""),
            vec!["response-error-type-changed", "response-error-variant-changed"],
        ),
        (
            answers(&format!("'204': {{}}, '400': {}, '404': {}", json("{type: string}"), json("{type: integer}")), ""),
            answers(&format!("'204': {{}}, '400': {}", json("{type: string}")), ""),
            vec!["response-error-status-removed", "response-error-variant-changed"],
        ),
        (
            answers(&format!("'204': {{}}, '400': {}", json("{type: string}")), ""),
            answers(&format!("'204': {{}}, '400': {}, '404': {}", json("{type: string}"), json("{type: integer}")), ""),
            vec!["response-error-status-added", "response-error-variant-added"],
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
    let ids = parameter("schema: {oneOf: [{type: string}, {type: integer}]}");
    let flags = parameter("schema: {oneOf: [{type: boolean}, {type: integer}]}");
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
        (&optional, &ids, "request-parameter-types-widened"),
        (&ids, &optional, "request-parameter-types-narrowed-to-text"),
        (&ids, &flags, "request-parameter-types-narrowed"),
        (&list(true), &list(false), "request-parameter-style-changed"),
        (&optional, &optional.replace("in: query", "in: header"), "request-parameter-moved"),
        (&needed, &needed.replace("name: a", "name: a_b"), "request-required-parameter-renamed"),
        (
            &optional.replace("name: a", "name: per_page"),
            &optional.replace("name: a", "name: page_size"),
            "request-optional-parameter-renamed",
        ),
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
            &sent,
            required("a: {type: string, readOnly: true}"),
            required("a: {type: string}"),
            "request-required-property-no-longer-read-only",
        ),
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
        (
            &received,
            tuple("{type: string}, {type: boolean}"),
            tuple("{type: string}, {type: boolean}, {type: number}"),
            "tuple-item-added",
        ),
        (
            &received,
            tuple("{type: string}, {type: boolean}, {type: number}"),
            tuple("{type: string}, {type: boolean}"),
            "tuple-item-removed",
        ),
        (
            &sent,
            tuple("{type: string}, {type: boolean}"),
            tuple("{type: string}, {type: integer}"),
            "tuple-item-changed",
        ),
        (
            &sent,
            tuple("{type: string}, {type: boolean}"),
            "{type: array, items: {type: string}}".to_owned(),
            "schema-kind-changed",
        ),
    ] {
        let (before, after) = both(case, &before, &after);
        cases.push((before, after, vec![rule]));
    }
    let values = |values: &str| received(&format!("{{type: string, enum: [{values}]}}"));
    cases.push((values("x"), values("x, unknown"), vec!["enum-catch-all-renamed", "response-enum-value-added"]));
    let tagged = |kind: &str| {
        let alternative = |name: &str| {
            format!(
                "{{title: {name}, type: object, required: [{kind}], properties: {{{kind}: {{type: string, enum: [{name}]}}}}}}"
            )
        };
        received(&either(&format!("{}, {}", alternative("one"), alternative("two"))))
    };
    cases.push((tagged("kind"), tagged("sort"), vec!["discriminator-changed", "response-property-renamed"]));
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
    let sets = |values: &str| {
        sent(&format!(
            "{{type: object, properties: {{kind: {{type: string, enum: [x, y, z]}}, a: {{type: string}}}}, anyOf: \
             [{{x-constructor: one, required: [kind], properties: {{kind: {{enum: [{values}]}}}}}}, {{title: two, required: [a]}}]}}"
        ))
    };
    let sender = |values: &str, branches: &str| {
        sent(&format!(
            "{{type: object, required: [kind], properties: {{kind: {{type: string, enum: [{values}]}}}}, anyOf: [{branches}]}}"
        ))
    };
    let of = |value: &str| {
        format!("{{x-constructor: {value}, required: [kind], properties: {{kind: {{enum: [{value}]}}}}}}")
    };
    let (alone, both) = (sender("x", ""), sender("x, y", &format!("{}, {}", of("x"), of("y"))));
    let plain = both.replace("x-constructor: x", "x-constructor: builder");
    let new = vec!["request-constant-became-several", "request-branch-added"];
    let gone = vec!["request-several-became-constant", "request-branch-removed"];
    cases.push((alone.clone(), plain.clone(), new));
    cases.push((plain, alone, gone));
    cases.push((sets("x"), sets("y"), vec!["request-branch-sets-otherwise"]));
    cases.push((sets("x, y"), sets("y, x"), vec!["request-branch-sets-otherwise"]));
    cases.push((sets("x"), sets("x, y"), vec!["request-branch-takes-other-values"]));
    cases.push((sets("x, y"), sets("x"), vec!["request-branch-takes-fewer-values"]));
    cases.push((
        sets("x, y"),
        sets("x, z"),
        vec!["request-branch-takes-fewer-values", "request-branch-takes-other-values"],
    ));
    // Of a `oneOf`: of an `anyOf`, a builder sets only what its branch requires.
    let optional = sets("x").replace("required: [kind]", "required: [a]").replace("anyOf", "oneOf");
    let unset = optional.replace("properties: {kind: {enum: [x]}}", "description: Nothing.");
    cases.push((optional.clone(), unset.clone(), vec!["request-branch-stops-setting", "documentation-changed"]));
    cases.push((unset.clone(), optional, vec!["request-branch-starts-setting", "documentation-changed"]));
    let excludes = unset.replace("description: Nothing.", "description: Nothing., not: {required: [kind]}");
    assert_ne!(excludes, unset);
    cases.push((unset.clone(), excludes.clone(), vec!["request-branch-excludes"]));
    cases.push((excludes, unset, vec!["request-branch-no-longer-excludes"]));
    // What it is asked for now, it does not set any more: that is told once.
    let asked = sets("x").replace(", properties: {kind: {enum: [x]}}", "");
    cases.push((sets("x"), asked.clone(), vec!["request-branch-asks-for-more"]));
    cases.push((asked, sets("x"), vec!["request-branch-starts-setting"]));
    let inline = |other: &str| {
        thing(
            "response",
            &format!("{}\n{other}: {{type: string}}", object("a: {type: object, properties: {x: {type: string}}}")),
        )
    };
    cases.push((inline("unused"), inline("thing_a"), vec!["rust-type-renamed", "schema-added", "schema-removed"]));
    cases
}

/// Pairs of descriptions for what the changes of a project's own versions show, too: of the kinds of changes that a
/// property can have, one for each.
fn properties() -> Vec<(String, String, Vec<&'static str>)> {
    let object = |properties: &str| format!("{{type: object, properties: {{{properties}}}}}");
    let required = |properties: &str| format!("{{type: object, required: [a], properties: {{{properties}}}}}");
    let (text, either) = ("a: {type: string}", "a: {type: string, nullable: true}");
    let (one, two) = ("a: {type: string, enum: [x]}", "a: {type: string, enum: [x, y]}");
    let list = "a: {oneOf: [{type: string}, {type: array, items: {type: string}}]}";
    let ids = "a: {oneOf: [{type: string}, {type: integer}]}";
    let limited = |limit: usize, default: usize| format!("a: {{type: integer, maximum: {limit}, default: {default}}}");
    [
        ("request", object(text), required(text), vec!["request-property-became-required"]),
        ("request", required(text), object(text), vec!["request-property-became-optional"]),
        ("request", object(text), object(either), vec!["request-property-became-nullable"]),
        ("request", required(text), required(either), vec!["request-required-property-became-nullable"]),
        ("request", object(text), object(list), vec!["request-property-takes-list"]),
        ("request", object(text), object(ids), vec!["request-property-takes-text-and-integers"]),
        ("request", object("a: {type: integer}"), object(ids), vec!["request-property-takes-text-and-integers"]),
        ("request", object(ids), object(text), vec!["request-property-type-changed"]),
        ("response", object(text), object(ids), vec!["response-property-type-changed"]),
        ("request", object(&limited(9, 1)), object(&limited(5, 1)), vec!["request-limit-tightened"]),
        ("request", object(&limited(9, 1)), object(&limited(9, 2)), vec!["request-default-changed"]),
        ("request", required(&limited(9, 1)), required(&limited(9, 2)), vec!["required-default-changed"]),
        ("request", object(two), object(one), vec!["request-enum-value-removed"]),
        ("request", object(one), object(two), vec!["request-enum-value-added"]),
        (
            "request",
            object("b: {type: string}"),
            required("b: {type: string}, a: {type: integer}"),
            vec!["request-required-property-added"],
        ),
        (
            "request",
            object("b: {type: string}"),
            required("b: {type: string}, a: {type: string, enum: [x]}"),
            vec!["request-constant-property-added"],
        ),
        ("request", object(one), required(one), vec!["request-property-became-constant"]),
        ("request", required(one), object(one), vec!["request-constant-became-optional"]),
        ("request", required(one), required("a: {type: string, enum: [y]}"), vec!["request-constant-changed"]),
        (
            "request",
            object("a: {type: string, readOnly: true}"),
            required("a: {type: string, readOnly: true}"),
            vec!["request-property-presence-changed"],
        ),
        ("response", object(text), required(text), vec!["response-property-became-required"]),
        ("response", required(text), object(text), vec!["response-property-became-optional"]),
        ("response", required(text), required(either), vec!["response-property-became-nullable"]),
        ("response", object(text), object(either), vec!["response-property-presence-changed"]),
        ("response", object(text), object(list), vec!["response-property-type-changed"]),
        ("response", object(&limited(9, 1)), object(&limited(5, 1)), vec!["response-limit-changed"]),
        ("response", object(&limited(9, 1)), object(&limited(9, 2)), vec!["response-default-changed"]),
        ("response", object(two), object(one), vec!["response-enum-value-removed"]),
        ("response", object(one), object(two), vec!["response-enum-value-added"]),
        (
            "response",
            object("b: {type: string}"),
            object("b: {type: string}, a: {type: integer}"),
            vec!["response-property-added"],
        ),
        ("response", object("a_b: {type: string}"), object("a_c: {type: string}"), vec!["response-property-renamed"]),
        (
            "response",
            object(text),
            object("a: {type: string, writeOnly: true}"),
            vec!["response-property-became-write-only"],
        ),
        (
            "response",
            object("a: {type: string, writeOnly: true}"),
            object(text),
            vec!["response-property-no-longer-write-only"],
        ),
        (
            "response",
            object("a: {type: string}, A: {type: string}"),
            object("A: {type: string}"),
            vec!["response-property-removed", "rust-member-renamed"],
        ),
        ("response", object(text), object("a: {type: string, description: Text.}"), vec!["documentation-changed"]),
    ]
    .into_iter()
    .map(|(sides, before, after, rules)| (thing(sides, &before), thing(sides, &after), rules))
    .collect()
}

/// The ids of all rules that tell of a pair, each once; before it the severity, where that is not the rule's own.
fn told(before: &str, after: &str) -> BTreeSet<String> {
    let found = changes(before, after);
    let told = found.iter().map(|change| match change.severity == change.rule.severity {
        true => change.rule.id.to_owned(),
        false => format!("{} {}", change.severity, change.rule.id),
    });
    told.collect()
}

fn ids(before: &str, after: &str) -> BTreeSet<&'static str> {
    changes(before, after).iter().map(|change| change.rule.id).collect()
}

#[test]
fn each_rule_is_told_of_what_it_is_about_and_none_is_dead() {
    let mut shown: BTreeSet<&str> = BTreeSet::new();
    let mut wrong = String::new();
    for (before, after, expected) in cases().into_iter().chain(properties()) {
        let told = told(&before, &after);
        if told != expected.iter().map(|&rule| rule.to_owned()).collect() {
            wrong.push_str(&format!("{expected:?}, but {told:?}\n"));
        }
        shown.extend(ids(&before, &after));
    }
    assert_eq!(wrong, "");
    let settings = project().settings().expect("the settings are valid");
    for (from, to) in settings.steps() {
        let report = step(from, to);
        shown.extend(report.entries().chain(&report.documentation).map(|entry| entry.change.rule.id));
    }
    let literal = [
        wire::cookies(),
        wire::security(),
        wire::servers(),
        wire::answers(),
        wire::bodies(),
        declared::limits(),
        details::described(),
        declared::keywords(),
    ];
    for case in literal.into_iter().flatten() {
        shown.extend(ids(&case.before, &case.after));
    }
    // What needs more than a line stands in tests of its own: `sameness`, `directions`, `impact` and `kinds`.
    let elsewhere = [
        "operation-renamed",
        "request-arguments-reordered",
        "schema-null-changed-fields",
        "schema-renamed",
        "tag-renamed",
        "field-type-follows-usage",
        "schema-null-moved",
    ];
    shown.extend(elsewhere);
    let dead: Vec<&str> = RULES.iter().map(|rule| rule.id).filter(|id| !shown.contains(id)).collect();
    assert_eq!(dead, Vec::<&str>::new());
}

#[test]
fn what_asks_something_of_an_app_says_what_to_do() {
    // Behind the colon stands an instruction: it begins with a verb, and not with what is the case.
    let told = RULES.iter().filter(|rule| matches!(rule.severity, Severity::Breaking | Severity::Risky));
    for rule in told {
        let (fact, instruction) =
            rule.reason.split_once(": ").unwrap_or_else(|| panic!("{}: {}", rule.id, rule.reason));
        let verb = instruction.split([' ', ',']).next().unwrap_or_default();
        assert!(!fact.is_empty() && VERBS.contains(&verb), "{}: {instruction}", rule.id);
    }
}

#[test]
fn what_asks_nothing_of_an_app_has_no_instruction() {
    // A colon leads to an instruction: what follows another one would be read as one.
    let told = RULES.iter().filter(|rule| matches!(rule.severity, Severity::Additive | Severity::DocsOnly));
    for (rule, instruction) in told.filter_map(|rule| Some((rule, rule.reason.split_once(": ")?.1))) {
        let verb = instruction.split([' ', ',']).next().unwrap_or_default();
        assert!(VERBS.contains(&verb), "{}: {instruction}", rule.id);
    }
}

/// What an app can be asked to do.
const VERBS: [&str; 23] = [
    "ask", "build", "call", "do", "fix", "give", "handle", "keep", "leave", "let", "look", "name", "parse", "plan",
    "put", "read", "say", "see", "send", "set", "take", "use", "write",
];
