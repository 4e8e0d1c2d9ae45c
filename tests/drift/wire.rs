//! What no type of Rust shows: credentials, servers, statuses, media types, headers.

use crate::{changes, post, whole};

/// A pair of descriptions, and each change between them: severity, rule, subject, detail.
#[derive(Clone)]
pub(crate) struct Case {
    pub before: String,
    pub after: String,
    pub told: Vec<&'static str>,
}

pub(crate) fn case(before: String, after: String, told: &[&'static str]) -> Case {
    Case { before, after, told: told.to_vec() }
}

/// Checks that each change is told, once, and nothing else is.
#[track_caller]
pub(crate) fn check_cases(cases: Vec<Case>) {
    for Case { before, after, told: expected } in cases {
        let told: Vec<String> = changes(&before, &after)
            .iter()
            .map(|change| {
                let text = format!("{} {} {} {}", change.severity, change.rule.id, change.subject, change.detail);
                text.trim_end().to_owned()
            })
            .collect();
        assert_eq!(told, expected, "{before}\n->\n{after}");
    }
}

/// Two operations of which the first asks for this, with all asking for a token; other schemes have scopes.
fn secured(own: &str) -> String {
    described(own, "[{token: []}]", "https://a.example.com")
}

fn described(own: &str, all: &str, url: &str) -> String {
    let flow = format!("{{clientCredentials: {{tokenUrl: '{url}', scopes: {{read: Read., write: Write.}}}}}}");
    format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\nsecurity: {all}\n\
         paths: {{/a: {{get: {{operationId: getA, tags: [T], {own} responses: {{'204': {{}}}}}}}}, \
         /b: {{get: {{operationId: getB, tags: [T], responses: {{'204': {{}}}}}}}}}}\n\
         components: {{securitySchemes: {{token: {{type: http, scheme: bearer}}, basic: {{type: http, scheme: basic}}, \
         grant: {{type: oauth2, flows: {flow}}}}}}}\n"
    )
}

pub(crate) fn security() -> Vec<Case> {
    let all = |all: &str| described("", all, "https://a.example.com");
    let everywhere = |all: &str| {
        let own = "tags: [T], security: [{token: []}],";
        described("", all, "https://a.example.com").replace("tags: [T],", own)
    };
    let granted = |scopes: &str| secured(&format!("security: [{{grant: [{scopes}]}}],"));
    let elsewhere = described("security: [{grant: []}],", "[{token: []}]", "https://b.example.com");
    let renamed = secured("").replace("token: ", "bearer: ");
    let in_header =
        secured("").replace("basic: {type: http, scheme: basic}", "basic: {type: apiKey, in: header, name: X}");
    vec![
        case(secured("security: [],"), secured(""), &["breaking security-added getA none → `token`"]),
        case(secured(""), secured("security: [],"), &["additive security-removed getA `token` → none"]),
        case(
            secured(""),
            secured("security: [{}, {token: []}],"),
            &["additive security-removed getA `token` → none or `token`"],
        ),
        case(
            secured(""),
            secured("security: [{basic: []}],"),
            &["breaking security-changed getA `token` → `basic`", "additive security-setter-added basic"],
        ),
        case(secured(""), secured("security: [{token: []}],"), &[]),
        case(
            secured(""),
            secured("security: [{token: []}, {basic: []}],"),
            &["additive security-setter-added basic", "additive security-alternative-added getA `basic`"],
        ),
        case(
            secured("security: [{token: []}, {basic: []}],"),
            secured(""),
            &["breaking security-setter-removed basic", "breaking security-alternative-removed getA `basic`"],
        ),
        case(
            secured(""),
            secured("security: [{token: [], basic: []}],"),
            &["breaking security-changed getA `token` → `basic` and `token`", "additive security-setter-added basic"],
        ),
        case(granted("read"), granted("read, write"), &["risky security-scope-added getA `grant`: `write`"]),
        case(granted("read, write"), granted("write"), &["additive security-scope-removed getA `grant`: `read`"]),
        case(
            granted(""),
            elsewhere,
            &[
                "risky security-scheme-details-changed grant `flows/clientCredentials/tokenUrl`: `https://a.example.com` → `https://b.example.com`",
            ],
        ),
        case(
            all("[{token: []}]"),
            all("[{token: []}, {grant: [read]}]"),
            &["additive security-setter-added grant", "additive security-alternative-added security `grant`"],
        ),
        case(
            all("[{token: []}]"),
            all("[{basic: []}]"),
            &[
                "breaking authentication-changed security `Authorization: Bearer` → `Authorization: Basic`",
                "additive security-setter-added basic",
            ],
        ),
        // The token is that of the first scheme in use, and so another one.
        case(
            described("security: [{grant: []}],", "[]", "https://a.example.com"),
            described("security: [{token: []}, {grant: []}],", "[]", "https://a.example.com"),
            &[
                "breaking authentication-changed security `grant` → `token`",
                "additive security-alternative-added getA `token`",
            ],
        ),
        // Another name of a scheme is on no wire, but its setter is called after it.
        case(secured(""), renamed.clone(), &["additive security-setter-added bearer"]),
        case(renamed.clone(), renamed.replace("bearer: ", "access: "), &["breaking security-setter-changed bearer"]),
        // Nobody asks for it.
        case(secured(""), in_header, &[]),
        // What there is twice is the same twice.
        case(
            granted("read").replace("[{grant: [read]}]", "[{grant: [read]}, {grant: [write]}]"),
            granted("read").replace("[{grant: [read]}]", "[{grant: [read]}, {grant: [write]}]"),
            &[],
        ),
        case(
            granted("read").replace("[{grant: [read]}]", "[{grant: [read]}, {basic: []}]"),
            granted("read").replace("[{grant: [read]}]", "[{grant: [read, write]}, {basic: [write]}]"),
            &["risky security-scope-added getA `basic`: `write`", "risky security-scope-added getA `grant`: `write`"],
        ),
        // What each says for itself counts.
        case(
            everywhere("[{token: []}]"),
            everywhere("[]"),
            &["docs-only security-default-changed security `token` → none"],
        ),
        case(
            everywhere("[]"),
            everywhere("[{token: []}]"),
            &["docs-only security-default-changed security none → `token`"],
        ),
        case(everywhere("[]"), all("[{token: []}]"), &["docs-only security-default-changed security none → `token`"]),
        case(all("[{token: []}]"), all("[]"), &["additive security-removed security `token` → none"]),
        case(
            secured("security: [{basic: []}],"),
            secured("security: [{basic: []}],")
                .replace("basic: {type: http, scheme: basic}", "basic: {type: apiKey, in: header, name: X}"),
            &[
                "breaking security-scheme-changed basic `in`: none → `header`, `name`: none → `X`, `scheme`: `basic` → none, `type`: `http` → `apiKey`",
                "breaking security-setter-changed basic",
            ],
        ),
    ]
}

pub(crate) fn cookies() -> Vec<Case> {
    let cookie = |what: &str| post(&format!("parameters: [{what}], responses: {{'204': {{}}}}"), "");
    let of =
        |required: bool| cookie(&format!("{{name: sid, in: cookie, required: {required}, schema: {{type: string}}}}"));
    vec![
        case(cookie(""), of(true), &["breaking request-required-parameter-added postA cookie sid"]),
        case(of(false), of(true), &["breaking request-parameter-became-required postA cookie sid"]),
        case(cookie(""), of(false), &["additive request-optional-parameter-added postA cookie sid"]),
        case(of(true), cookie(""), &["breaking request-parameter-removed postA cookie sid"]),
    ]
}

pub(crate) fn servers() -> Vec<Case> {
    const NONE: &str = "responses: {'204': {}}";
    const ALL: &str = "servers: [{url: 'https://example.com'}]";
    let own =
        |servers: &str| whole(ALL, &format!("/a: {{post: {{operationId: postA, tags: [T], {servers} {NONE}}}}}"), "");
    let of_path = |servers: &str| {
        let operation = |method: &str| format!("{method}: {{operationId: {method}A, tags: [T], {NONE}}}");
        whole(ALL, &format!("/a: {{{servers} {}, {}}}", operation("get"), operation("put")), "")
    };
    let relative = |url: &str| whole(&format!("servers: [{{url: {url}}}]"), "", "");
    let one = "servers: [{url: 'https://a.example.com'}],";
    let two = "servers: [{url: 'https://b.example.com'}],";
    vec![
        case(own(""), own(one), &["risky operation-servers-changed postA those of all → `https://a.example.com`"]),
        case(own(one), own(""), &["risky operation-servers-changed postA `https://a.example.com` → those of all"]),
        case(
            own(one),
            own(two),
            &["risky operation-servers-changed postA `https://a.example.com` → `https://b.example.com`"],
        ),
        case(of_path(""), of_path(two), &["risky operation-servers-changed /a those of all → `https://b.example.com`"]),
        case(
            of_path(one),
            of_path(two),
            &["risky operation-servers-changed /a `https://a.example.com` → `https://b.example.com`"],
        ),
        // One of another name is the same one.
        case(
            whole("servers: [{url: 'https://a.example.com', x-name: One}]", "", ""),
            whole(
                "servers: [{url: 'https://a.example.com', x-name: Two}, {url: 'https://b.example.com', x-name: Three}]",
                "",
                "",
            ),
            &["breaking rust-member-renamed One `One` → `Two`", "additive server-added Three `https://b.example.com`"],
        ),
        case(relative("/v1"), relative("/v2"), &["risky relative-server-changed servers `/v1` → `/v2`"]),
    ]
}

pub(crate) fn answers() -> Vec<Case> {
    let answers = |answers: &str| post(&format!("responses: {{{answers}}}"), "");
    let json = |status: &str| format!("'{status}': {{content: {{application/json: {{schema: {{type: string}}}}}}}}");
    let of = |types: &[&str]| {
        let content: Vec<String> = types.iter().map(|name| format!("{name}: {{schema: {{type: string}}}}")).collect();
        answers(&format!("'200': {{content: {{{}}}}}", content.join(", ")))
    };
    let header = |header: &str| answers(&format!("'204': {{headers: {{{header}}}}}"));
    vec![
        case(
            answers(&json("200")),
            answers(&json("201")),
            &["risky response-success-status-changed postA `200` → `201`"],
        ),
        case(
            answers(&json("200")),
            answers("'204': {}"),
            &["breaking response-type-changed postA `String` → `()` (− `200`, + `204`)"],
        ),
        case(
            answers(&json("200")),
            answers(&format!("{}, {}", json("200"), json("201"))),
            &["additive response-success-status-added postA `201`"],
        ),
        case(
            answers(&format!("{}, {}", json("200"), json("201"))),
            answers(&json("200")),
            &["risky response-success-status-removed postA `201`"],
        ),
        case(
            answers(&json("200")),
            answers(&format!("{}, '204': {{}}", json("200"))),
            &["breaking response-type-changed postA `String` → `PostAOutput` (+ `204`)"],
        ),
        case(
            answers(&format!("{}, '202': {{}}, '204': {{}}", json("200"))),
            answers(&format!("{}, '204': {{}}", json("200"))),
            &["breaking response-success-status-removed postA `202`"],
        ),
        case(
            answers("'204': {}, '400': {}"),
            answers("'204': {}, '404': {}"),
            &["additive response-error-status-added postA `404`", "additive response-error-status-removed postA `400`"],
        ),
        case(
            of(&["application/json"]),
            of(&["application/vnd.a+json"]),
            &[
                "risky response-media-type-changed postA `application/json` → `application/vnd.a+json, application/json`",
            ],
        ),
        case(
            of(&["application/json"]),
            of(&["application/json", "text/csv"]),
            &["additive response-media-type-added postA 200 `text/csv`"],
        ),
        case(
            of(&["application/json", "text/csv"]),
            of(&["application/json"]),
            &["docs-only response-media-type-removed postA 200 `text/csv`"],
        ),
        case(of(&["text/csv"]), of(&["application/zip"]), &["breaking response-type-changed postA `String` → `Bytes`"]),
        case(
            header(""),
            header("X-Left: {schema: {type: integer}}"),
            &["additive response-header-added postA 204 header X-Left integer"],
        ),
        case(
            header("X-Left: {schema: {type: integer}}"),
            header(""),
            &["risky response-header-removed postA 204 header X-Left integer"],
        ),
        case(
            header("X-Left: {schema: {type: integer}}"),
            header("x-left: {schema: {type: string, maxLength: 3}}"),
            &[
                "risky response-header-changed postA 204 header X-Left `integer` → `string`",
                "docs-only response-limit-changed postA 204 header X-Left maxLength: none → `3`",
            ],
        ),
        case(
            header("X-Left: {schema: {type: string}}"),
            header("X-Left: {required: true, schema: {type: string}}"),
            &["additive response-header-became-required postA 204 header X-Left"],
        ),
        case(
            header("X-Left: {required: true, schema: {type: string}}"),
            header("X-Left: {schema: {type: string}}"),
            &["risky response-header-became-optional postA 204 header X-Left"],
        ),
    ]
}

pub(crate) fn bodies() -> Vec<Case> {
    let body = |types: &[&str]| {
        let content: Vec<String> = types.iter().map(|name| format!("{name}: {{schema: {{type: string}}}}")).collect();
        post(&format!("requestBody: {{content: {{{}}}}}, responses: {{'204': {{}}}}", content.join(", ")), "")
    };
    vec![
        case(
            body(&["application/json"]),
            body(&["multipart/form-data"]),
            &["breaking request-body-type-changed postA `application/json` → `multipart/form-data`"],
        ),
        case(
            body(&["application/json"]),
            body(&["application/vnd.a+json"]),
            &["risky request-body-media-type-changed postA `application/json` → `application/vnd.a+json`"],
        ),
        case(
            body(&["application/json"]),
            body(&["application/json", "application/xml"]),
            &[
                "additive request-media-type-added postA `application/xml`",
                "additive request-other-body-added postA bytes",
            ],
        ),
        case(
            body(&["application/json", "application/xml"]),
            body(&["application/json"]),
            &[
                "breaking request-other-body-removed postA bytes",
                "docs-only request-media-type-removed postA `application/xml`",
            ],
        ),
    ]
}

#[test]
fn who_may_call_an_operation_is_told() {
    check_cases(security());
}

#[test]
fn cookies_are_parameters() {
    check_cases(cookies());
}

#[test]
fn servers_of_single_operations_and_paths_are_told() {
    check_cases(servers());
}

#[test]
fn statuses_media_types_and_headers_of_answers_are_told() {
    check_cases(answers());
}

#[test]
fn media_types_of_bodies_are_told() {
    check_cases(bodies());
}
