//! The rules: none is dead, and each tells of what it is about.

use std::collections::BTreeSet;

use intercom_codegen::diff::RULES;

use crate::{changes, header, post, thing, two, whole};

#[test]
fn the_ids_of_rules_are_unique() {
    let mut ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), RULES.len());
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
