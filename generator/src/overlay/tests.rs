//! What overlays make of small documents, and what is said.

use serde_json::json;

use super::*;

/// Applies actions to a document, and returns what was reported, each in a line.
fn run(actions: &str, document: Value, is_strict: bool) -> (Value, Vec<String>) {
    let text = format!("overlay: 1.1.0\ninfo: {{title: t, version: 1.0.0}}\nactions:\n{actions}");
    run_all(&[&text], document, is_strict)
}

fn run_all(overlays: &[&str], mut document: Value, is_strict: bool) -> (Value, Vec<String>) {
    let versions = ["1", "2", "3"].map(str::to_owned);
    let description = Description { name: "a/spec.yaml", version: "2", versions: &versions, is_strict };
    let sources: Vec<_> = overlays.iter().map(|text| Source::new("o.yaml", *text)).collect();
    let said = match read(&sources).and_then(|overlays| super::apply(&overlays, &mut document, &description)) {
        Ok(warnings) => warnings,
        Err(errors) => errors.diagnostics().to_vec(),
    };
    (document, said.into_iter().map(|diagnostic| diagnostic.message).collect())
}

fn apply(actions: &str, document: Value) -> Result<Value, String> {
    let (document, said) = run(actions, document, true);
    if said.is_empty() { Ok(document) } else { Err(said.join("\n")) }
}

#[track_caller]
fn check(actions: &str, document: Value, expected: Value) {
    assert_eq!(apply(actions, document), Ok(expected));
}

#[track_caller]
fn check_error(actions: &str, document: Value, expected: &str) {
    assert_eq!(apply(actions, document), Err(expected.to_owned()));
}

#[test]
fn objects_merge_recursively() {
    check(
        "- {target: $.a, update: {b: {c: 2}, d: 3}}",
        json!({"a": {"b": {"c": 1, "x": 0}}}),
        json!({"a": {"b": {"c": 2, "x": 0}, "d": 3}}),
    );
}

#[test]
fn an_array_takes_a_list_or_one_item() {
    check(
        "- {target: $.a, update: [2, 3]}\n- {target: $.a, update: {b: 1}}",
        json!({"a": [1]}),
        json!({"a": [1, 2, 3, {"b": 1}]}),
    );
}

#[test]
fn a_primitive_is_replaced() {
    check("- {target: $.a.b, update: y}", json!({"a": {"b": "x"}}), json!({"a": {"b": "y"}}));
}

#[test]
fn every_selected_node_is_updated() {
    check("- {target: '$.*', update: {x: 1}}", json!({"a": {}, "b": {}}), json!({"a": {"x": 1}, "b": {"x": 1}}));
}

#[test]
fn several_items_of_an_array_are_removed() {
    check("- {target: '$.a[?@ < 3]', remove: true}", json!({"a": [1, 5, 2, 7]}), json!({"a": [5, 7]}));
}

#[test]
fn a_key_is_removed_and_the_order_of_the_rest_stays() {
    let document = apply("- {target: $.b, remove: true}", json!({"a": 1, "b": 2, "c": 3, "d": 4})).expect("applies");
    assert_eq!(document.to_string(), r#"{"a":1,"c":3,"d":4}"#);
}

#[test]
fn copy_merges_one_node_into_the_targets() {
    check(
        "- {target: $.b, copy: $.a}",
        json!({"a": {"x": 1}, "b": {"y": 2}}),
        json!({"a": {"x": 1}, "b": {"y": 2, "x": 1}}),
    );
}

#[test]
fn a_copy_of_many_nodes_is_an_error() {
    check_error("- {target: $.b, copy: '$.*'}", json!({"a": {}, "b": {}}), "`$.*` selects 2 nodes");
}

#[test]
fn a_target_that_selects_nothing_is_an_error() {
    check_error("- {target: $.x, update: {}}", json!({}), "the target `$.x` selects nothing in version 2");
}

#[test]
fn an_action_for_other_versions_is_passed_over() {
    check("- {target: $.x, update: {}, x-api-versions: '3..'}", json!({}), json!({}));
}

#[test]
fn an_action_holds_for_the_versions_that_it_claims() {
    for claim in ["'2'", "1..2", "[1..1, '2']"] {
        let action = format!("- {{target: $.a, update: {{x: 1}}, x-api-versions: {claim}}}");
        check(&action, json!({"a": {}}), json!({"a": {"x": 1}}));
    }
}

#[test]
fn a_misspelt_field_is_an_error_and_a_foreign_extension_is_none() {
    check_error(
        "- {target: $.a, update: {}, x-api-version: 1..1}",
        json!({"a": {}}),
        "an action has no field `x-api-version`",
    );
    check_error("- {target: $.a, updates: {}}", json!({"a": {}}), "an action has no field `updates`");
    check("- {target: $.a, update: {}, x-other: 1}", json!({"a": {}}), json!({"a": {}}));
}

#[test]
fn null_is_an_update_and_the_document_stays() {
    check("- {target: $.a, update: null}", json!({"a": 1}), json!({"a": null}));
    check_error("- {target: $, remove: true}", json!({}), "the whole document can't be removed");
}

#[test]
fn an_unknown_version_in_a_range_is_an_error() {
    check_error("- {target: $.a, update: {}, x-api-versions: 9..}", json!({"a": {}}), "`9` is no known API version");
}

#[test]
fn values_that_do_not_fit_are_an_error() {
    check_error("- {target: $.a, update: [1]}", json!({"a": {}}), "an array does not merge into an object at #/a");
    check_error("- {target: $, update: {a: {}}}", json!({"a": 1}), "an object does not merge into a number at #/a");
    check_error("- {target: $, update: {a: }}", json!({"a": {}}), "null does not merge into an object at #/a");
    check_error(
        "- {target: $.a, copy: $.b}",
        json!({"a": {}, "b": true}),
        "a boolean does not merge into an object at #/a",
    );
}

#[test]
fn where_one_node_is_of_another_kind_none_is_changed() {
    let document = json!({"a": {"x": {}}, "b": {"x": 1}});
    let (after, said) = run("- {target: '$.*', update: {x: {y: 1}}}", document.clone(), true);
    assert_eq!((after, said), (document, vec!["an object does not merge into a number at #/b/x".to_owned()]));
    let document = json!({"a": {}, "b": [], "c": 1});
    let (after, said) = run("- {target: '$.*', update: {x: 1}}", document.clone(), true);
    assert_eq!(after, document);
    assert_eq!(said, ["the target selects an object at #/a and an array at #/b"]);
}

#[test]
fn what_is_removed_before_can_be_replaced() {
    check(
        "- {target: $.a.type, remove: true}\n- {target: $.a, update: {type: string}}",
        json!({"a": {"type": ["null", "string"]}}),
        json!({"a": {"type": "string"}}),
    );
}

#[test]
fn an_action_without_a_modifier_does_nothing() {
    let does_nothing = "the action does nothing: it has none of `update`, `copy` and `remove: true`";
    for action in ["- {target: $.a}", "- {target: $.a, remove: false}"] {
        let (after, said) = run(action, json!({"a": 1}), true);
        assert_eq!((after, said), (json!({"a": 1}), vec![does_nothing.to_owned()]));
    }
}

#[test]
fn beside_remove_an_update_has_no_impact() {
    check("- {target: $.a, update: {x: 1}, remove: true}", json!({"a": {}}), json!({}));
    check("- {target: $.a, update: {x: 1}, remove: false}", json!({"a": {}}), json!({"a": {"x": 1}}));
}

#[test]
fn in_a_foreign_overlay_a_target_that_selects_nothing_is_a_warning() {
    let actions = "- {target: $.x, update: {}}\n- {target: $.a, update: {b: 1}}";
    let (after, said) = run(actions, json!({"a": {}}), false);
    assert_eq!(after, json!({"a": {"b": 1}}));
    assert_eq!(said, ["the target `$.x` selects nothing in version 2"]);
}

#[test]
fn all_faults_are_told_at_once() {
    check_error(
        "- {target: $.x, remove: true}\n- {target: $, remove: true}\n- {target: $.y, update: 1}",
        json!({}),
        "the target `$.x` selects nothing in version 2\nthe whole document can't be removed\nthe target `$.y` selects nothing in version 2",
    );
    check_error(
        "- {target: x, remove: true}\n- {target: $, copy: $.a, update: 1}",
        json!({}),
        "`x` is no JSONPath of RFC 9535, from character 1 on\nan action has both `update` and `copy`; the specification says of each that it yields to the other",
    );
}

#[test]
fn what_a_failed_action_would_have_made_is_not_missed() {
    // The update fails, so `n` is not there; `z` would not be there either way.
    let actions =
        "- {target: $.a, update: {n: {}, b: []}}\n- {target: $.a.n, update: {x: 1}}\n- {target: $.a.z, remove: true}";
    check_error(
        actions,
        json!({"a": {"b": {}}}),
        "an array does not merge into an object at #/a/b\nthe target `$.a.z` selects nothing in version 2",
    );
    // What was to be removed first is still there.
    check_error(
        "- {target: $.a.type, x-api-versions: '9', remove: true}\n- {target: $.a, update: {type: s}}",
        json!({"a": {"type": []}}),
        "`9` is no known API version",
    );
    // An item of a list that no action has added.
    check_error(
        "- {target: $.a, update: {l: [{i: 1}], b: []}}\n- {target: '$.a.l[?@.i == 1]', update: {r: 1}}",
        json!({"a": {"b": {}, "l": []}}),
        "an array does not merge into an object at #/a/b",
    );
    // Nothing is hidden that another action speaks of, too.
    check_error(
        "- {target: '$[?@.n == 1]', update: {r: {s: 1}}}\n- {target: '$[?@.n == 1].r.s', update: 2}",
        json!({"a": {}}),
        "the target `$[?@.n == 1]` selects nothing in version 2\nthe target `$[?@.n == 1].r.s` selects nothing in version 2",
    );
    check_error(
        "- {target: $.b, copy: $.x.y}\n- {target: $.b.y, remove: true}",
        json!({"b": {}}),
        "`$.x.y` selects 0 nodes",
    );
    // What would have been copied makes no other kind of its target.
    check_error(
        "- {target: $.b, copy: $.x.y}\n- {target: $.b, update: [1]}",
        json!({"b": {}}),
        "`$.x.y` selects 0 nodes\nan array does not merge into an object at #/b",
    );
}

#[test]
fn a_fault_elsewhere_is_reported_whatever_its_names() {
    let document = json!({"a": {"n": [], "p": {}}, "b": {"n": []}, "c": {}});
    let actions = "- {target: $.a, update: {n: s, d: {}}}\n- {target: $.b, update: {n: s}}\n- {target: $.c.d, update: {}}\n\
                   - {target: $.a.d, update: {}}\n- {target: $.A.n, remove: true}\n- {target: \"$['a']['d'].e\", remove: true}";
    check_error(
        actions,
        document,
        "a string does not merge into an array at #/a/n\na string does not merge into an array at #/b/n\n\
         the target `$.c.d` selects nothing in version 2\nthe target `$.A.n` selects nothing in version 2",
    );
}

#[test]
fn no_overlay_is_applied_where_one_can_not_be_read() {
    let fine = "overlay: 1.1.0\ninfo: {title: t, version: '1'}\nactions: [{target: $.x, update: 1}]";
    for broken in ["overlay: 1.1.0\ninfo: {title: o", "overlay: 1.1.0\ninfo: {title: t, version: '1'}\nactions: []"] {
        let (document, said) = run_all(&[broken, fine], json!({"x": 0}), true);
        assert_eq!((document, said.len()), (json!({"x": 0}), 1), "{said:?}");
    }
}

#[test]
fn an_extension_like_ours_is_ours_in_an_action_alone() {
    let overlay = "overlay: 1.1.0\nx-api-version: 3\ninfo: {title: t, version: '1', x-api-versions: [a]}\n\
                   actions: [{target: $.x, update: 1}]";
    assert_eq!(run_all(&[overlay], json!({"x": 0}), true), (json!({"x": 1}), Vec::new()));
}

#[test]
fn an_overlay_may_say_for_which_document_it_is() {
    let overlay = |extends: &str| {
        format!(
            "overlay: 1.0.0\ninfo: {{title: t, version: '1'}}\nextends: {extends}\nactions: [{{target: $, update: {{}}}}]"
        )
    };
    for extends in ["spec.yaml", "./spec.yaml", "https://example.com/b/spec.yaml?x=/y#z", "'/sp%65c.yaml'"] {
        assert_eq!(run_all(&[&overlay(extends)], json!({}), true).1, [""; 0], "{extends}");
    }
    let said = run_all(&[&overlay("other/spec.json")], json!({}), true).1;
    assert_eq!(said, ["the overlay is for `other/spec.json`, and is applied to `a/spec.yaml`"]);
}

#[test]
fn an_update_brings_nothing_to_life() {
    let document = json!({"components": {"schemas": {"a": {"properties": {"b": {}}}, "c": {}}}});
    let actions = "- {target: '$.components.schemas.*', update: {properties: {b: {description: d}}}}\n\
                   - {target: $.components.schemas.a.properties.b, update: {type: string}}";
    let (after, said) = run(actions, document.clone(), true);
    assert_eq!(
        said,
        ["the update would bring `#/components/schemas/c/properties/b` to life: version 2 does not have it"]
    );
    assert_eq!(after.pointer("/components/schemas/c"), Some(&json!({})), "nothing of the action is done");
    // An overlay of another hand may mean it: it is done, and reported.
    let (after, said) = run(actions, document, false);
    assert_eq!(said, ["the update brings `#/components/schemas/c/properties/b` to life: version 2 does not have it"]);
    assert_eq!(after.pointer("/components/schemas/c"), Some(&json!({"properties": {"b": {"description": "d"}}})));
    assert_eq!(
        after.pointer("/components/schemas/a/properties/b"),
        Some(&json!({"description": "d", "type": "string"}))
    );
    // It may say no more of a response.
    let document = json!({"paths": {"/a": {"get": {"responses": {}}}}});
    let response = "- {target: $.paths.*.get, update: {responses: {'204': {description: d}}}}";
    assert_eq!(run(response, document.clone(), false).1, [""; 0]);
    assert_eq!(run(response, document, true).1.len(), 1);
}
