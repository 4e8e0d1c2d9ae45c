//! What moves without a change for anybody, what is told once, and what is told beside another name of a type.

use crate::{changes, header, post, thing, whole};

/// Each change in a line: severity, rule, subject, detail.
#[track_caller]
fn check(before: &str, after: &str, expected: &[&str]) {
    let told: Vec<String> = changes(before, after)
        .iter()
        .map(|change| {
            let line = format!("{} {} {} {}", change.severity, change.rule.id, change.subject, change.detail);
            line.trim_end().to_owned()
        })
        .collect();
    assert_eq!(told, expected, "{before}\n->\n{after}");
}

/// The same in both directions: nothing is told there, nor on the way back.
#[track_caller]
fn check_same(one: &str, other: &str) {
    check(one, other, &[]);
    check(other, one, &[]);
}

#[test]
fn an_enum_that_moves_to_a_base_refuses_nothing() {
    let kind = |values: &str| format!("kind: {{type: string, enum: [{values}]}}");
    let own = thing("request", &format!("{{type: object, properties: {{{}, x: {{type: string}}}}}}", kind("a, b")));
    let based = |values: &str| {
        thing(
            "request",
            &format!(
                "{{allOf: [{{$ref: '#/components/schemas/Base'}}, {{type: object, properties: {{x: {{type: string}}}}}}]}}\n\
                 Base: {{type: object, properties: {{{}}}}}",
                kind(values)
            ),
        )
    };
    check(
        &own,
        &based("a, b"),
        &["breaking rust-type-renamed thing.kind `ThingKind` → `BaseKind`", "additive schema-added Base"],
    );
    check(&based("a, b, c"), &based("a, b"), &["breaking request-enum-value-removed Base.kind `c`"]);
    check(&based("a, b"), &based("a, b, c"), &["additive request-enum-value-added Base.kind `c`"]);
}

#[test]
fn a_limit_that_moves_to_a_base_is_the_same() {
    let own = "{type: object, properties: {x: {type: string, maxLength: 5}, y: {type: string}}}\n\
               Base: {type: object, properties: {x: {type: string, maxLength: 5}}}";
    let based = "{allOf: [{$ref: '#/components/schemas/Base'}], type: object, properties: {y: {type: string}}}\n\
                 Base: {type: object, properties: {x: {type: string, maxLength: 5}}}";
    check_same(&thing("request response", own), &thing("request response", based));
}

#[test]
fn a_limit_that_moves_between_a_reference_and_its_schema_is_the_same() {
    let inline = |schema: &str| {
        thing(
            "request",
            &format!("{{type: object, properties: {{a: {schema}}}}}\nName: {{type: string, maxLength: 5}}"),
        )
    };
    let (reference, text) = ("{$ref: '#/components/schemas/Name'}", "{type: string, maxLength: 5}");
    for wrap in [&(|schema: &str| schema.to_owned()) as &dyn Fn(&str) -> String, &|schema| {
        format!("{{type: array, items: {schema}}}")
    }] {
        let limits = |before: &str, after: &str| -> Vec<&str> {
            let found = changes(&inline(&wrap(before)), &inline(&wrap(after)));
            found.iter().map(|change| change.rule.id).filter(|id| *id != "documentation-changed").collect()
        };
        assert_eq!(limits(reference, text), Vec::<&str>::new());
        assert_eq!(limits(text, reference), Vec::<&str>::new());
        assert_eq!(limits(reference, "{type: string, maxLength: 3}"), ["request-limit-tightened"]);
    }
}

#[test]
fn a_reference_to_another_name_of_a_type_has_other_limits() {
    let text = |name: &str| {
        thing(
            "request",
            &format!(
                "{{type: object, properties: {{a: {{$ref: '#/components/schemas/{name}'}}}}}}\n\
                 Long: {{type: string, maxLength: 9}}\nShort: {{type: string, maxLength: 3}}"
            ),
        )
    };
    let found = changes(&text("Long"), &text("Short"));
    let told: Vec<&str> = found.iter().map(|change| change.rule.id).collect();
    assert!(told.contains(&"request-limit-tightened"), "{told:?}");
}

#[test]
fn null_that_moves_between_a_reference_and_its_schema_changes_nothing() {
    let text = |reference: &str, schema: &str| {
        thing(
            "request response",
            &format!(
                "{{type: object, properties: {{k: {reference}}}}}\nK: {{type: object, {schema}properties: {{x: {{type: string}}}}}}"
            ),
        )
    };
    let at_reference = text("{nullable: true, allOf: [{$ref: '#/components/schemas/K'}]}", "");
    let at_schema = text("{$ref: '#/components/schemas/K'}", "nullable: true, ");
    let at_both = text("{nullable: true, allOf: [{$ref: '#/components/schemas/K'}]}", "nullable: true, ");
    check(&at_reference, &at_schema, &["docs-only schema-null-moved K"]);
    check(&at_schema, &at_reference, &["docs-only schema-null-moved K"]);
    check(&at_reference, &at_both, &["docs-only schema-null-moved K"]);
    check_same(&at_schema, &at_both);
}

#[test]
fn a_nullable_union_is_one_row() {
    let alternatives = "oneOf: [{type: string}, {type: integer}]";
    let inline = |nullable: &str| {
        thing("request response", &format!("{{type: object, properties: {{u: {{{nullable}{alternatives}}}}}}}"))
    };
    let shared = |nullable: &str| {
        thing(
            "request response",
            &format!(
                "{{type: object, properties: {{u: {{$ref: '#/components/schemas/U'}}}}}}\nU: {{{nullable}{alternatives}}}"
            ),
        )
    };
    check(
        &inline(""),
        &inline("nullable: true, "),
        &["breaking response-property-became-nullable thing.u now nullable"],
    );
    check(&shared(""), &shared("nullable: true, "), &["breaking schema-null-changed-fields U"]);
    let listed = "oneOf: [{type: string}, {type: integer}, {type: string, nullable: true, enum: [null]}]";
    let by_alternative = thing("request response", &format!("{{type: object, properties: {{u: {{{listed}}}}}}}"));
    check(&inline(""), &by_alternative, &["breaking response-property-became-nullable thing.u now nullable"]);
    let item = |nullable: &str| {
        thing(
            "response",
            &format!(
                "{{type: object, properties: {{u: {{oneOf: [{{type: string, {nullable}}}, {{type: integer}}]}}}}}}"
            ),
        )
    };
    check(&item(""), &item("nullable: true"), &["additive response-property-presence-changed thing.u now nullable"]);
}

#[test]
fn what_a_new_base_brings_is_gained_by_the_schema() {
    let base = "Base: {type: object, required: [kind], properties: {kind: {type: string}}}";
    let own = thing("request", &format!("{{type: object, properties: {{x: {{type: string}}}}}}\n{base}"));
    let based = thing(
        "request",
        &format!(
            "{{allOf: [{{$ref: '#/components/schemas/Base'}}], type: object, properties: {{x: {{type: string}}}}}}\n{base}"
        ),
    );
    check(&own, &based, &["breaking request-required-property-added thing.kind string"]);
    check(&based, &own, &["breaking request-property-removed thing.kind string"]);
}

#[test]
fn what_is_made_of_a_schema_tells_what_it_has_gained() {
    let body = |schema: &str| {
        post(
            &format!(
                "requestBody: {{required: true, content: {{application/json: {{schema: {schema}}}}}}}, responses: {{'204': {{}}}}"
            ),
            "U: {type: object, required: [x], properties: {x: {type: string}}}",
        )
    };
    let u = "{$ref: '#/components/schemas/U'}";
    check(
        &body(u),
        &body(&format!("{{allOf: [{u}], type: object, properties: {{skip: {{type: boolean}}}}}}")),
        &[
            "breaking request-body-type-changed postA `U` → an object of its own",
            "additive request-optional-property-added postA body.skip boolean",
        ],
    );
    let answer = |schema: &str| {
        post(
            &format!("responses: {{'200': {{content: {{application/json: {{schema: {schema}}}}}}}}}"),
            "M: {type: object, properties: {id: {type: string}, x: {type: string}}}",
        )
    };
    let m = "{$ref: '#/components/schemas/M'}";
    let made = format!("{{allOf: [{m}], required: [id]}}");
    check(
        &answer(m),
        &answer(&made),
        &[
            "breaking response-type-changed postA `M` → an object of its own",
            "breaking response-property-became-required postA output.id now required",
        ],
    );
    check(
        &answer(&format!("{{type: array, items: {made}}}")),
        &answer(&format!("{{type: array, items: {m}}}")),
        &[
            "breaking response-type-changed postA list of an object of its own → list of `M`",
            "breaking response-property-became-optional postA output.id now optional",
        ],
    );
    // Another schema is another thing: what it has says nothing of what the first had.
    check(
        &answer(m),
        &answer("{type: object, properties: {id: {type: string}, y: {type: string}}}"),
        &["breaking response-type-changed postA `M` → an object of its own"],
    );
}

/// A query parameter, a header, and a list of either, of this schema.
fn parameters(schema: &str) -> String {
    let parameter = |name: &str, place: &str, schema: &str| format!("{{name: {name}, in: {place}, schema: {schema}}}");
    let list = format!("{{type: array, items: {schema}}}");
    let all = [
        parameter("q", "query", schema),
        parameter("qs", "query", &list),
        parameter("X-H", "header", schema),
        parameter("X-Hs", "header", &list),
    ];
    post(&format!("parameters: [{}], responses: {{'204': {{}}}}", all.join(", ")), "")
}

#[test]
fn alternatives_of_a_parameter_are_told() {
    let three = parameters("{oneOf: [{type: string}, {type: integer}, {type: boolean}]}");
    let two = parameters("{oneOf: [{type: integer}, {type: boolean}]}");
    let one = parameters("{type: string}");
    let told = |severity: &str, rule: &str, detail: &str| -> Vec<String> {
        let subjects = ["header X-H", "header X-Hs[]", "query q", "query qs[]"];
        subjects.map(|subject| format!("{severity} {rule} postA {subject} {detail}")).to_vec()
    };
    let check = |before: &str, after: &str, expected: Vec<String>| {
        check(before, after, &expected.iter().map(String::as_str).collect::<Vec<_>>());
    };
    let ids = parameters("{oneOf: [{type: string}, {type: integer}]}");
    let flags = parameters("{oneOf: [{type: string}, {type: boolean}]}");
    let narrowed = |detail: &str| told("breaking", "request-parameter-types-narrowed", detail);
    let to_text = |detail: &str| told("risky", "request-parameter-types-narrowed-to-text", detail);
    let widened = |detail: &str| told("additive", "request-parameter-types-widened", detail);
    check(&three, &one, to_text("`boolean, integer or string` → `string`"));
    check(&one, &three, widened("`string` → `boolean, integer or string`"));
    check(&three, &two, narrowed("`boolean, integer or string` → `boolean or integer`"));
    check(&two, &three, widened("`boolean or integer` → `boolean, integer or string`"));
    check(&ids, &one, to_text("`integer or string` → `string`"));
    check(&one, &ids, widened("`string` → `integer or string`"));
    check(&three, &ids, to_text("`boolean, integer or string` → `integer or string`"));
    check(&ids, &three, widened("`integer or string` → `boolean, integer or string`"));
    check(&ids, &two, narrowed("`integer or string` → `boolean or integer`"));
    check(&flags, &ids, to_text("`boolean or string` → `integer or string`"));
}

#[test]
fn alternatives_of_a_part_and_of_a_header_of_the_client_are_told() {
    let part = |schema: &str| {
        let body = format!("{{type: object, properties: {{p: {schema}}}}}");
        post(
            &format!(
                "requestBody: {{content: {{multipart/form-data: {{schema: {body}}}}}}}, responses: {{'204': {{}}}}"
            ),
            "",
        )
    };
    let (ids, text) = ("{oneOf: [{type: string}, {type: integer}]}", "{type: string}");
    let (narrowed, widened) =
        ("risky request-parameter-types-narrowed-to-text", "additive request-parameter-types-widened");
    let (less, more) = ("`integer or string` → `string`", "`string` → `integer or string`");
    check(&part(ids), &part(text), &[&format!("{narrowed} postA part p {less}")]);
    check(&part(text), &part(ids), &[&format!("{widened} postA part p {more}")]);
    let (ids_of_all, text_of_all) =
        ("{default: a, oneOf: [{type: string}, {type: integer}]}", "{default: a, type: string}");
    check(&header(ids_of_all), &header(text_of_all), &[&format!("{narrowed} X-Kind {less}")]);
    check(&header(text_of_all), &header(ids_of_all), &[&format!("{widened} X-Kind {more}")]);
    // One alternative may be several types by itself.
    let nested = |schema: &str| {
        let flag = format!("{{oneOf: [{schema}, {{type: boolean}}]}}");
        post(&format!("parameters: [{{name: q, in: query, schema: {flag}}}], responses: {{'204': {{}}}}"), "")
    };
    check(
        &nested(ids),
        &nested(text),
        &[&format!("{narrowed} postA query q `boolean, integer or string` → `boolean or string`")],
    );
}

#[test]
fn what_an_alternative_of_a_parameter_takes_is_told() {
    let text = |values: &str, limit: usize| {
        parameters(&format!("{{oneOf: [{{type: string, enum: [{values}]}}, {{type: integer, maximum: {limit}}}]}}"))
    };
    let found = changes(&text("a, b", 9), &text("a", 5));
    let mut told: Vec<String> =
        found.iter().map(|change| format!("{} {} {}", change.rule.id, change.subject, change.detail)).collect();
    told.sort();
    let mut expected = Vec::new();
    for subject in ["header X-H", "header X-Hs[]", "query q", "query qs[]"] {
        expected.push(format!("request-limit-tightened postA {subject}|integer maximum: `9` → `5`"));
        expected.push(format!("request-limit-tightened postA {subject}|string enum: `[\"a\",\"b\"]` → `[\"a\"]`"));
    }
    expected.sort();
    assert_eq!(told, expected);
}

#[test]
fn a_type_that_no_argument_takes_is_not_written() {
    let text = parameters("{oneOf: [{type: string, enum: [a, b]}, {type: integer}, {type: boolean}]}");
    let version = crate::read(&text);
    let names: Vec<String> = version.vendor.definitions.iter().map(|definition| definition.name.to_string()).collect();
    assert_eq!(names, Vec::<String>::new());
}

/// A query parameter that refers to a union of an enum and an integer, each a component, and one that refers to a text.
fn referring(values: &str, limits: [usize; 2], more: &str) -> String {
    let reference = |name: &str| format!("{{$ref: '#/components/schemas/{name}'}}");
    let parameters = format!(
        "parameters: [{{name: f, in: query, schema: {}}}, {{name: n, in: query, schema: {}}}], responses: {{'204': {{}}}}",
        reference("Filter"),
        reference("Name")
    );
    let schemas = format!(
        "Filter: {{oneOf: [{}, {{type: integer, maximum: {}}}]}}, Word: {{type: string, enum: [{values}]}}, \
         Name: {{type: string, maxLength: {}}}, Event: {{type: object, properties: {{a: {{type: string}}}}}}{more}",
        reference("Word"),
        limits[0],
        limits[1]
    );
    post(&parameters, &schemas)
}

#[test]
fn a_component_that_only_parameters_use_as_text_is_not_written() {
    let names = |text: &str| -> Vec<String> {
        crate::read(text).vendor.definitions.iter().map(|definition| definition.name.to_string()).collect()
    };
    // What nobody uses stays: it may be an event.
    assert_eq!(names(&referring("a, b", [9, 9], "")), ["Event"]);
    // What a model holds stays, and so does what that is made of.
    let held = ", Model: {type: object, properties: {f: {$ref: '#/components/schemas/Filter'}}}";
    assert_eq!(names(&referring("a, b", [9, 9], held)), ["Event", "Filter", "Model", "Word"]);
}

#[test]
fn what_a_component_says_that_is_not_written_is_told_of_its_parameters() {
    check(
        &referring("a, b", [9, 9], ""),
        &referring("a", [5, 7], ""),
        &[
            "breaking request-limit-tightened postA query f|integer maximum: `9` → `5`",
            "breaking request-limit-tightened postA query f|string enum: `[\"a\",\"b\"]` → `[\"a\"]`",
            "breaking request-limit-tightened postA query n maxLength: `9` → `7`",
        ],
    );
}

#[test]
fn what_a_parameter_holds_that_is_taken_as_text_is_told() {
    let text = |limit: usize| {
        let object = format!("{{type: object, properties: {{b: {{type: string, maxLength: {limit}}}}}}}");
        let list = format!("{{type: array, items: {object}}}");
        post(&format!("parameters: [{{name: X-A, in: header, schema: {list}}}], responses: {{'204': {{}}}}"), "")
    };
    let content = |limit: usize| {
        let object =
            format!("{{\"type\":\"object\",\"properties\":{{\"b\":{{\"type\":\"string\",\"maxLength\":{limit}}}}}}}");
        format!("`{{\"type\":\"array\",\"items\":{object}}}`")
    };
    let told = format!("risky request-pattern-changed postA header X-A content: {} → {}", content(9), content(5));
    check(&text(9), &text(5), &[&told]);
}

#[test]
fn alternatives_of_a_header_of_an_answer_are_told() {
    let text = |schema: &str| post(&format!("responses: {{'204': {{headers: {{X-Left: {{schema: {schema}}}}}}}}}"), "");
    let two = "{oneOf: [{type: string}, {type: integer}]}";
    check(
        &text(two),
        &text("{type: integer}"),
        &["risky response-header-changed postA 204 header X-Left `integer or string` → `integer`"],
    );
    check(
        &text(&format!("{{type: array, items: {two}}}")),
        &text("{type: array, items: {type: integer}}"),
        &["risky response-header-changed postA 204 header X-Left `array of integer or string` → `array of integer`"],
    );
}

#[test]
fn what_no_operation_reaches_is_refused_by_no_server() {
    let text = |limit: usize, default: &str| {
        whole(
            "",
            "/a: {get: {operationId: getA, tags: [T], responses: {'204': {}}}}",
            &format!(
                "event: {{type: object, properties: {{a: {{type: string, maxLength: {limit}, default: {default}}}}}}}"
            ),
        )
    };
    check(
        &text(9, "x"),
        &text(5, "y"),
        &[
            "docs-only response-default-changed event.a `\"x\"` → `\"y\"`",
            "docs-only response-limit-changed event.a maxLength: `9` → `5`",
        ],
    );
}

#[test]
fn a_way_to_build_an_object_that_asks_for_a_new_property_breaks() {
    let text = |more: &str, asked: &str| {
        thing(
            "request response",
            &format!(
                "{{type: object, properties: {{a: {{type: string}}, b: {{type: string}}{more}}}, \
                 anyOf: [{{title: one, required: [a]}}, {{title: two, required: [b{asked}]}}]}}"
            ),
        )
    };
    check(
        &text("", ""),
        &text(", c: {type: string}", ", c"),
        &["breaking request-required-property-added thing.c string"],
    );
    check(
        &text("", ""),
        &text(", c: {type: string}", ""),
        &["additive request-optional-property-added thing.c string"],
    );
}

#[test]
fn names_of_variants_in_fingerprints_do_not_depend_on_position() {
    let alternative = |more: &str, limit: &str| {
        format!("{{type: object, required: [x], properties: {{x: {{type: string{limit}}}{more}}}}}")
    };
    let other = |name: &str| format!("{{type: object, required: [{name}], properties: {{{name}: {{type: integer}}}}}}");
    let fingerprint = |order: &dyn Fn(String) -> Vec<String>| -> Vec<(String, String)> {
        let text = |limit: &str| {
            let alternatives = order(alternative("", limit)).join(", ");
            thing("request", &format!("{{type: object, properties: {{u: {{oneOf: [{alternatives}]}}}}}}"))
        };
        let found = changes(&text(", maxLength: 9"), &text(", maxLength: 5"));
        found.into_iter().map(|change| (change.subject, change.fingerprint)).collect()
    };
    let first = fingerprint(&|one| vec![one, other("y"), other("w")]);
    let last = fingerprint(&|one| vec![other("y"), other("w"), one]);
    assert_eq!(first.len(), 1, "{first:?}");
    assert_eq!(first[0].1, last[0].1, "{first:?} {last:?}");
    // Two alternatives that the description does not tell apart by their names: each is known by what it holds.
    let twins = |swap: bool, limit: &str| {
        let (one, two) =
            (alternative(", p: {type: string}", ""), alternative(&format!(", p: {{type: integer{limit}}}"), ""));
        let list = if swap { [two, one] } else { [one, two] };
        thing("request", &format!("{{type: object, properties: {{u: {{oneOf: [{}]}}}}}}", list.join(", ")))
    };
    let limited = |swap: bool| -> Vec<(String, String)> {
        let found = changes(&twins(swap, ""), &twins(swap, ", maximum: 3"));
        found.into_iter().map(|change| (change.rule.id.to_owned(), change.fingerprint)).collect()
    };
    let known = limited(false);
    assert_eq!(known.len(), 1, "{known:?}");
    assert_eq!(known[0].0, "request-limit-tightened");
    assert_eq!(limited(true), known);
}
