//! What a change does to an app is decided by the items of Rust before and after, not by the kind of change alone.

use intercom_codegen::diff::Change;

use crate::{changes, header, post, thing, whole};

/// Each change in a line: severity, what an app notices, rule, subject.
#[track_caller]
fn check(before: &str, after: &str, expected: &[&str]) {
    let told: Vec<String> = changes(before, after)
        .iter()
        .map(|change| {
            let Change { severity, effect, rule, subject, .. } = change;
            format!("{severity}, {effect}: {} {subject}", rule.id)
        })
        .collect();
    assert_eq!(told, expected, "{before}\n->\n{after}");
}

/// What becomes of `thing`, which is sent, or received, or both.
#[track_caller]
fn check_thing(sides: &str, before: &str, after: &str, expected: &[&str]) {
    check(&thing(sides, before), &thing(sides, after), expected);
}

fn object(properties: &str) -> String {
    format!("{{type: object, properties: {{{properties}}}}}")
}

fn required(properties: &str) -> String {
    format!("{{type: object, required: [a], properties: {{{properties}}}}}")
}

fn parameters(parameters: &str) -> String {
    post(&format!("parameters: [{parameters}], responses: {{'204': {{}}}}"), "")
}

#[test]
fn a_name_that_is_neither_in_rust_nor_on_the_wire_is_documentation() {
    let operation = |id: &str, tag: &str| {
        whole("", &format!("/a: {{get: {{operationId: {id}, tags: [{tag}], responses: {{'204': {{}}}}}}}}"), "")
    };
    check(
        &operation("do_it", "things"),
        &operation("doIt", "Things"),
        &["docs-only, nothing to do: operation-renamed doIt", "docs-only, nothing to do: tag-renamed things"],
    );
}

#[test]
fn a_field_whose_type_follows_who_uses_it_is_told() {
    let nullable = object("a: {type: string, nullable: true}");
    check(
        &thing("response", &nullable),
        &thing("request response", &nullable),
        &[
            "breaking, stops compiling: field-type-follows-usage thing.a",
            "additive, nothing to do: operation-added putThing",
        ],
    );
    let read_only = required("a: {type: string, readOnly: true}");
    check(
        &thing("request response", &read_only),
        &thing("response", &read_only),
        &[
            "breaking, stops compiling: operation-removed putThing",
            "breaking, stops compiling: field-type-follows-usage thing.a",
        ],
    );
    check_thing(
        "request response",
        &required("a: {type: string}"),
        &required("a: {type: string, writeOnly: true}"),
        &["breaking, stops compiling: response-property-became-write-only thing.a"],
    );
    check_thing(
        "response",
        &object("a: {type: string}"),
        &object("a: {type: string, writeOnly: true}"),
        &["risky, behaves differently: response-property-became-write-only thing.a"],
    );
    check_thing(
        "response",
        &object("a: {type: string, writeOnly: true}"),
        &object("a: {type: string}"),
        &["additive, nothing to do: response-property-no-longer-write-only thing.a"],
    );
}

#[test]
fn another_default_server_is_told() {
    let servers = |servers: &str| whole(&format!("servers: [{servers}]"), "", "");
    let (one, two) = ("{url: 'https://a.example.com', x-name: One}", "{url: 'https://b.example.com', x-name: Two}");
    check(
        &servers(&format!("{one}, {two}")),
        &servers(&format!("{two}, {one}")),
        &["risky, behaves differently: default-server-changed servers"],
    );
}

#[test]
fn where_the_signature_stays_an_app_compiles() {
    let parameter = |name: &str, location: &str, ty: &str| {
        format!("{{name: {name}, in: {location}, required: true, schema: {{type: {ty}}}}}")
    };
    check(
        &parameters(&parameter("q", "query", "string")),
        &parameters(&parameter("q", "header", "string")),
        &["risky, behaves differently: request-parameter-moved postA query q"],
    );
    check(
        &parameters(&parameter("q", "query", "integer")),
        &parameters(&parameter("q", "query", "string")),
        &["risky, behaves differently: request-parameter-type-changed postA query q"],
    );
    let two = |names: [&str; 2]| parameters(&names.map(|name| parameter(name, "query", "string")).join(", "));
    check(
        &two(["page_from", "page_to"]),
        &two(["page_start", "page_end"]),
        &[
            "risky, behaves differently: request-required-parameter-renamed postA query page_from",
            "risky, behaves differently: request-required-parameter-renamed postA query page_to",
        ],
    );
    // Another thing in the same place: no compiler knows, but nothing is right any more.
    for (one, other) in [("email", "phone"), ("account_id", "user_id")] {
        let found =
            changes(&parameters(&parameter(one, "query", "string")), &parameters(&parameter(other, "query", "string")));
        let told: Vec<String> = found.iter().map(|change| format!("{} {}", change.severity, change.rule.id)).collect();
        assert_eq!(told, ["breaking request-parameter-removed", "breaking request-required-parameter-added"], "{one}");
    }
    let body = |media_type: &str| {
        let schema = object("x: {type: string}");
        post(
            &format!(
                "requestBody: {{required: true, content: {{{media_type}: {{schema: {{$ref: '#/components/schemas/e'}}}}}}}}, responses: {{'204': {{}}}}"
            ),
            &format!("e: {schema}"),
        )
    };
    check(
        &body("application/json"),
        &body("application/x-www-form-urlencoded"),
        &["risky, behaves differently: request-body-media-type-changed postA"],
    );
    check_thing(
        "request",
        &object("fooBar: {type: string}"),
        &object("foo_bar: {type: string}"),
        &["risky, behaves differently: request-property-renamed thing.fooBar"],
    );
}

#[test]
fn arguments_of_two_types_that_change_places_do_not_compile() {
    let name = "{name: name, in: query, required: true, schema: {type: string}}";
    let size = "{name: size, in: query, required: true, schema: {type: integer}}";
    check(
        &parameters(&format!("{name}, {size}")),
        &parameters(&format!("{size}, {name}")),
        &["breaking, stops compiling: request-arguments-reordered postA"],
    );
}

#[test]
fn missing_and_null_are_one_in_a_response() {
    check_thing(
        "response",
        &object("a: {type: string, nullable: true}"),
        &required("a: {type: string, nullable: true}"),
        &["additive, nothing to do: response-property-presence-changed thing.a"],
    );
    check_thing(
        "response",
        &required("a: {type: string, nullable: true}"),
        &object("a: {type: string}"),
        &["additive, nothing to do: response-property-presence-changed thing.a"],
    );
}

#[test]
fn a_builder_is_said_to_ask_only_where_it_does() {
    check_thing(
        "request",
        &object("a: {type: string, readOnly: true}"),
        &required("a: {type: string, readOnly: true}"),
        &["additive, nothing to do: request-property-presence-changed thing.a"],
    );
    for values in ["x", "x, y"] {
        let before = object(&format!("a: {{type: string, enum: [{values}]}}"));
        let found = changes(&thing("request", &before), &thing("request", &required("a: {type: string, enum: [x]}")));
        let ids: Vec<&str> = found.iter().map(|change| change.rule.id).collect();
        assert!(ids.contains(&"request-property-became-constant"), "{values}: {ids:?}");
        assert!(!ids.contains(&"request-property-became-required"), "{values}: {ids:?}");
    }
    check_thing(
        "request",
        &required("a: {type: string, enum: [x]}"),
        &object("a: {type: string, enum: [x]}"),
        &["risky, behaves differently: request-constant-became-optional thing.a"],
    );
}

#[test]
fn a_constant_of_another_value_is_sent_without_a_word() {
    check_thing(
        "request",
        &required("a: {type: string, enum: [x]}"),
        &required("a: {type: string, enum: [y]}"),
        &["risky, behaves differently: request-constant-changed thing.a"],
    );
}

#[test]
fn a_member_that_takes_the_name_of_another_is_told() {
    check_thing(
        "response",
        &object("a: {type: string}, A: {type: string}"),
        &object("A: {type: string}"),
        &[
            "breaking, stops compiling: rust-member-renamed thing.A",
            "breaking, stops compiling: response-property-removed thing.a",
        ],
    );
    check_thing(
        "response",
        "{type: string, enum: [a, A]}",
        "{type: string, enum: [A]}",
        &[
            "breaking, stops compiling: response-enum-value-removed thing",
            "breaking, stops compiling: rust-member-renamed thing",
        ],
    );
}

#[test]
fn alternatives_in_another_order_have_other_names_and_are_the_same() {
    let one = object("x: {type: string}");
    let two = object("y: {type: integer}");
    check_thing(
        "response",
        &format!("{{oneOf: [{one}, {two}]}}"),
        &format!("{{oneOf: [{two}, {one}]}}"),
        &["breaking, stops compiling: rust-member-renamed thing"],
    );
}

#[test]
fn parameters_of_a_path_are_the_same_by_their_positions() {
    let path = |names: [&str; 2]| {
        let parameter = |name: &str| format!("{{name: {name}, in: path, required: true, schema: {{type: string}}}}");
        let parameters = names.map(parameter).join(", ");
        let path = format!("/a/{{{}}}/b/{{{}}}", names[0], names[1]);
        whole(
            "",
            &format!(
                "'{path}': {{get: {{operationId: getA, tags: [T], parameters: [{parameters}], responses: {{'204': {{}}}}}}}}"
            ),
            "",
        )
    };
    check(
        &path(["one", "two"]),
        &path(["two", "one"]),
        &[
            "docs-only, nothing to do: path-parameter-renamed /a/{one}/b/{two}",
            "docs-only, nothing to do: path-parameter-renamed /a/{one}/b/{two}",
        ],
    );
}

#[test]
fn a_response_that_may_be_null_is_told_once() {
    let found = changes(
        &thing("response", &object("a: {type: string}")),
        &thing("response", &object("a: {type: string}").replace("type: object", "type: object, nullable: true")),
    );
    let [change] = found.as_slice() else { panic!("one change is told, not {found:?}") };
    assert_eq!((change.rule.id, change.rust.len()), ("schema-null-changed-fields", 1));
}

/// What is said of `thing.a`, which is sent and received.
#[track_caller]
fn check_reason(before: &str, after: &str, expected: &str) {
    let found = changes(&thing("request response", before), &thing("request response", after));
    let [change] = found.as_slice() else { panic!("one change is told, not {found:?}") };
    assert_eq!(change.reason, expected, "{before} -> {after}");
}

#[test]
fn where_both_sides_have_it_each_is_told_what_to_do() {
    check_reason(
        &object("a: {type: string}"),
        &required("a: {type: string}"),
        "the builder asks for it: set it, since `build` does not compile without it; in responses, its field is no `Option` any \
         more: take the value as it is",
    );
    check_reason(
        &object("a: {type: string, enum: [x, y]}"),
        &object("a: {type: string, enum: [x]}"),
        "its variant is gone, and the server refuses the value: send another one; in responses, its variant is gone, and a value \
         that still comes is kept as an unknown one: leave its arm out",
    );
    // What the other side has nothing to do about is not said.
    check_reason(
        &object("a: {type: string, maxLength: 9}"),
        &object("a: {type: string, maxLength: 5}"),
        "the server refuses what it took before: keep to the new limit",
    );
}

#[test]
fn another_name_of_the_same_shape_is_said_to_be_one() {
    let text = |ty: &str, property: &str| {
        let to = format!("{{type: object, properties: {{id: {{type: {ty}}}}}}}");
        let schema = if property.is_empty() { to.clone() } else { property.to_owned() };
        // The schema is new: what is known to be the same has its name.
        let to = if property.is_empty() { String::new() } else { format!("\nto: {to}") };
        thing("request", &format!("{}{to}", object(&format!("a: {schema}"))))
    };
    let one = "{$ref: '#/components/schemas/to'}";
    let list = format!("{{oneOf: [{one}, {{type: array, items: {one}}}]}}");
    let reason = |before: &str, after: &str| {
        let found = changes(before, after);
        let change = found.iter().find(|change| change.rule.id == "request-property-type-changed").expect("it is told");
        change.reason.to_string()
    };
    let inline = text("string", "");
    let told = "its setter takes another type: give it the new one, as the line of Rust says";
    let same = format!("{told}; it has the shape that it had: write its new name");
    assert_eq!(reason(&inline, &text("string", one)), same);
    assert_eq!(reason(&inline, &text("string", &list)), format!("{same}; one value is given as before"));
    assert_eq!(reason(&inline, &text("integer", one)), told);
}

#[test]
fn a_header_that_loses_a_value_says_what_becomes_of_its_default() {
    let reason = |before: &str, after: &str| {
        let found = changes(&header(before), &header(after));
        let [change] = found.as_slice() else { panic!("one change is told, not {found:?}") };
        (change.rule.id, change.reason.to_string())
    };
    let lost =
        "what is marked `−` has no variant any more, though the catch-all variant still sends it: name another one";
    let one = "{type: string, default: a, enum: [a, b]}";
    assert_eq!(reason(one, "{type: string, default: a, enum: [a]}"), ("client-header-value-removed", lost.to_owned()));
    assert_eq!(
        reason(one, "{type: string, default: b, enum: [b]}"),
        ("client-header-value-removed", format!("{lost}; an app that sets none sends the new default"))
    );
}

#[test]
fn types_that_are_gone_with_what_held_them_are_listed() {
    let kind = |name: &str| format!("{{type: string, enum: [{name}, b]}}");
    let parameter = format!("{{name: q, in: query, schema: {}}}", kind("a"));
    let body = |schema: &str| {
        format!("requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}, responses: {{'204': {{}}}}")
    };
    let output =
        |schema: &str| format!("responses: {{'200': {{content: {{application/json: {{schema: {schema}}}}}}}}}");
    let gone = |before: &str, after: &str| -> Vec<String> {
        let found = changes(&post(before, ""), &post(after, ""));
        let rust = found.iter().flat_map(|change| &change.rust).filter(|rust| rust.after.is_none());
        rust.filter_map(|rust| rust.before.as_ref()).map(|item| item.path.clone()).collect()
    };
    let none = "responses: {'204': {}}";
    let held = object(&format!("k: {}", kind("a")));
    let asked = format!("parameters: [{parameter}], {none}");
    let other = format!("parameters: [{{name: q, in: query, schema: {{type: integer}}}}], {none}");
    let list = "{type: array, items: {type: string}}";
    let all = [
        gone(&asked, none),
        gone(&asked, &other),
        gone(&body(&held), none),
        gone(&body(&held), &body(list)),
        gone(&output(&held), none),
        gone(&output(&held), &output(list)),
    ];
    let expected: [&[&str]; 6] = [
        &["PostAq", "Request<PostA>::q"],
        &["PostAq"],
        &["PostABody", "PostABodyK"],
        &["PostABody", "PostABodyK"],
        &["PostAOutput", "PostAOutputK"],
        &["PostAOutput", "PostAOutputK"],
    ];
    assert_eq!(all, expected);
}

#[test]
fn names_that_have_nothing_in_common_are_no_rename() {
    check_thing(
        "request",
        &object("email: {type: string}"),
        &object("limit: {type: string}"),
        &[
            "breaking, stops compiling: request-property-removed thing.email",
            "additive, nothing to do: request-optional-property-added thing.limit",
        ],
    );
    // What kind of value it is says nothing of whose.
    check_thing(
        "request",
        &object("user_id: {type: string}"),
        &object("team_id: {type: string}"),
        &[
            "breaking, stops compiling: request-property-removed thing.user_id",
            "additive, nothing to do: request-optional-property-added thing.team_id",
        ],
    );
}
