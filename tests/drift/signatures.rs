//! What of Rust changes with a type that something else holds, names or asks for.

use expect_test::expect;

use crate::{check, post, thing, whole};

/// An operation that gives this, with a schema `out` that may be null or not.
fn given(responses: &str, schemas: &str, is_nullable: bool) -> String {
    let out = format!("out: {{type: object, nullable: {is_nullable}, properties: {{id: {{type: string}}}}}}");
    whole(
        "",
        &format!("/a: {{get: {{operationId: getA, tags: [T], responses: {{{responses}}}}}}}"),
        &format!("{out}, {schemas}"),
    )
}

fn json(schema: &str) -> String {
    format!("content: {{application/json: {{schema: {schema}}}}}")
}

const OUT: &str = "{$ref: '#/components/schemas/out'}";

#[test]
fn whatever_holds_a_schema_that_may_be_null_now_is_told_with_it() {
    let whole = |schema: &str| {
        let thing = format!("thing: {schema}");
        let responses = format!("'200': {{{}}}", json("{$ref: '#/components/schemas/thing'}"));
        [false, true].map(|is_nullable| given(&responses, &thing, is_nullable))
    };
    let [before, after] = whole(&format!(
        "{{type: object, additionalProperties: {OUT}, properties: {{a: {{type: array, items: {OUT}}}}}}}"
    ));
    check(
        &before,
        &after,
        &expect![[r#"
        breaking schema-null-changed-fields out (response, stops compiling) 
          Thing::a Option<Vec<Out>> => Thing::a Option<Vec<Option<Out>>>
          Thing::additional_properties BTreeMap<String, Out> => Thing::additional_properties BTreeMap<String, Option<Out>>
    "#]],
    );
    let [before, after] = whole(&format!("{{type: array, items: {OUT}}}"));
    check(
        &before,
        &after,
        &expect![[r#"
        breaking schema-null-changed-fields out (response, stops compiling) 
          Thing type = Vec<Out> => Thing type = Vec<Option<Out>>
    "#]],
    );
    let [before, after] = whole(&format!("{{oneOf: [{{type: string}}, {{type: array, items: {OUT}}}]}}"));
    check(
        &before,
        &after,
        &expect![[r#"
        breaking schema-null-changed-fields out (response, stops compiling) 
          Thing::List Vec<Out> => Thing::List Vec<Option<Out>>
    "#]],
    );
    let inside = format!("{{type: object, required: [x], properties: {{x: {OUT}}}}}");
    let [before, after] = whole(&format!("{{type: object, required: [w], properties: {{w: {inside}}}}}"));
    check(
        &before,
        &after,
        &expect![[r#"
        breaking schema-null-changed-fields out (response, stops compiling) 
          ThingW::x Out => ThingW::x Option<Out>
    "#]],
    );
    let two = format!("'200': {{{}}}, '202': {{}}", json(OUT));
    check(
        &given(&two, "", false),
        &given(&two, "", true),
        &expect![[r#"
        breaking schema-null-changed-fields out (response, stops compiling) 
          GetAOutput::Ok Out => GetAOutput::Ok Option<Out>
    "#]],
    );
}

#[test]
fn a_builder_asks_for_what_is_no_longer_read_only_and_has_no_setter_for_what_is() {
    let schema = |required: &str, is_read_only: bool| {
        format!("{{type: object, {required} properties: {{k: {{type: string, readOnly: {is_read_only}}}}}}}")
    };
    let thing = |required, is_read_only| thing("request", &schema(required, is_read_only));
    check(
        &thing("required: [k],", true),
        &thing("required: [k],", false),
        &expect![[r#"
        breaking request-required-property-no-longer-read-only thing.k (request, stops compiling) 
          - => ThingBuilder::k 
          Thing::builder() does not ask for k => Thing::builder() asks for k
          Thing::k Option<String> => Thing::k String
    "#]],
    );
    check(
        &thing("", true),
        &thing("", false),
        &expect![[r#"
        additive request-property-no-longer-read-only thing.k (request, nothing to do) 
          - => ThingBuilder::k 
          Thing::k Option<String> => Thing::k Option<String>
    "#]],
    );
    check(
        &thing("required: [k],", false),
        &thing("required: [k],", true),
        &expect![[r#"
        breaking request-property-became-read-only thing.k (request, stops compiling) 
          Thing::builder() asks for k => Thing::builder() does not ask for k
          Thing::k String => Thing::k Option<String>
          ThingBuilder::k  => -
    "#]],
    );
    check(
        &thing("", false),
        &thing("", true),
        &expect![[r#"
        breaking request-property-became-read-only thing.k (request, stops compiling) 
          Thing::k Option<String> => Thing::k Option<String>
          ThingBuilder::k  => -
    "#]],
    );
}

#[test]
fn an_enum_of_another_kind_is_another_type() {
    let kinds =
        ["{type: string, enum: [a, b]}", "{type: integer, enum: [1, 2]}", "{oneOf: [{type: string}, {type: boolean}]}"];
    let [strings, integers, union] = kinds.map(|kind| thing("request response", kind));
    check(
        &strings,
        &integers,
        &expect![[r#"
            breaking schema-kind-changed thing (both, stops compiling) an enum of strings → an enum of integers
              Thing enum of strings => Thing enum of integers
        "#]],
    );
    check(
        &strings,
        &union,
        &expect![[r#"
            breaking schema-kind-changed thing (both, stops compiling) an enum of strings → one of several
              Thing enum of strings => Thing union
        "#]],
    );
    let [strings, integers, _] =
        kinds.map(|kind| thing("response", &format!("{{type: object, properties: {{a: {kind}}}}}")));
    check(
        &strings,
        &integers,
        &expect![[r#"
        breaking response-property-type-changed thing.a (response, stops compiling) an enum of strings → an enum of integers
          Thing::a Option<ThingA> => Thing::a Option<ThingA>
          ThingA enum of strings => ThingA enum of integers
    "#]],
    );
    let [strings, integers, _] = kinds.map(|kind| {
        post(&format!("parameters: [{{name: x, in: query, schema: {kind}}}], responses: {{'204': {{}}}}"), "")
    });
    check(
        &strings,
        &integers,
        &expect![[r#"
        breaking request-parameter-type-changed postA query x (request, stops compiling) an enum of strings → an enum of integers
          PostAx enum of strings => PostAx enum of integers
          Request<PostA>::x impl Into<PostAx> => Request<PostA>::x impl Into<PostAx>
    "#]],
    );
}

#[test]
fn an_argument_that_is_written_otherwise_is_of_another_type() {
    let part = |schema: &str| {
        let schema = format!("{{type: object, required: [file], properties: {{file: {schema}}}}}");
        post(
            &format!(
                "requestBody: {{content: {{multipart/form-data: {{schema: {schema}}}}}}}, responses: {{'204': {{}}}}"
            ),
            "",
        )
    };
    check(
        &part("{type: string}"),
        &part("{type: string, format: binary}"),
        &expect![[r#"
        breaking request-parameter-type-changed postA part file (request, stops compiling) string → a file
          T::post_a (file: impl Display) -> () => T::post_a (file: File) -> ()
    "#]],
    );
    let parameter =
        |what: &str| post(&format!("parameters: [{{name: x, in: query, {what}}}], responses: {{'204': {{}}}}"), "");
    check(
        &parameter("schema: {type: string}"),
        &parameter(&json("{type: string}")),
        &expect![[r#"
        breaking request-parameter-type-changed postA query x (request, stops compiling) string → string as JSON
          Request<PostA>::x impl Display => Request<PostA>::x String
    "#]],
    );
}

#[test]
fn ways_to_build_what_is_only_received_are_none_for_an_app() {
    let branches = |branches: &str| {
        format!("{{type: object, properties: {{a: {{type: string}}, b: {{type: string}}}}, anyOf: [{branches}]}}")
    };
    let (before, after) =
        (branches("{required: [a]}, {required: [b]}"), branches("{required: [a]}, {required: [a, b]}"));
    check(
        &thing("response", &before),
        &thing("response", &after),
        &expect![[r#"
        breaking response-alternatives-require-otherwise thing (response, stops compiling) `[a]` or `[b]` → `[a, b]` or `[a]`
          Thing::a Option<String> => Thing::a String
          Thing::with_a() asks for a => Thing::builder() asks for a
          Thing::with_b() asks for b => -
    "#]],
    );
    check(
        &thing("request", &before),
        &thing("request", &after),
        &expect![[r#"
        breaking request-branch-removed thing (request, stops compiling) `with_b`
          Thing::a Option<String> => Thing::a String
          Thing::with_b() asks for b => -
        breaking request-branch-renamed thing (request, stops compiling) `with_a` → `builder`
          Thing::with_a() asks for a => Thing::builder() asks for a
        additive request-branch-added thing (request, nothing to do) `with_b`
          - => Thing::with_b() asks for a, b
    "#]],
    );
}
