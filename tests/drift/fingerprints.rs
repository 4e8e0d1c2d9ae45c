//! What the name of a change depends on: what it is, and where it is declared; never a position.

use crate::{changes, thing, whole};

#[test]
fn what_an_operation_drops_is_not_what_another_drops() {
    let text = |uses: [bool; 2]| {
        let operation = |(name, is_used): (&str, bool)| {
            let parameters = if is_used { "{$ref: '#/components/parameters/limit'}" } else { "" };
            format!(
                "/{name}: {{get: {{operationId: {name}, tags: [T], parameters: [{parameters}], responses: {{'204': {{}}}}}}}}"
            )
        };
        let paths: Vec<String> = ["a", "b"].into_iter().zip(uses).map(operation).collect();
        whole("", &paths.join(", "), "").replace(
            "securitySchemes",
            "parameters: {limit: {name: limit, in: query, schema: {type: integer}}}, securitySchemes",
        )
    };
    let told = |after| -> Vec<(String, String)> {
        let found = changes(&text([true, true]), &text(after));
        found.into_iter().map(|change| (change.subject, change.fingerprint)).collect()
    };
    let (one, other) = (told([false, true]), told([true, false]));
    assert_eq!((one[0].0.as_str(), other[0].0.as_str()), ("a query limit", "b query limit"));
    assert_eq!(told([false, false]), [one, other].concat());
}

#[test]
fn a_fingerprint_does_not_count_alternatives() {
    let alternative =
        |name: &str| format!("{{type: object, required: [{name}], properties: {{{name}: {{type: string}}}}}}");
    let text = |names: &[&str]| {
        let alternatives: Vec<String> = names.iter().map(|name| alternative(name)).collect();
        thing("response", &format!("{{oneOf: [{}]}}", alternatives.join(", ")))
    };
    let added = |names: &[&str]| -> String {
        let found = changes(&text(&["a", "b"]), &text(names));
        let change = found.iter().find(|change| change.rule.id == "alternative-added").expect("it is told");
        change.fingerprint.clone()
    };
    assert_eq!(added(&["a", "b", "c"]), added(&["c", "a", "b"]));
    assert_ne!(added(&["a", "b", "c"]), added(&["a", "b", "d"]));
    let limited = |names: &[&str]| -> String {
        let before = text(names);
        let after = before.replace("properties: {a: {type: string", "properties: {a: {maxLength: 3, type: string");
        let found = changes(&before, &after);
        let [change] = found.as_slice() else { panic!("one change is told, not {found:?}") };
        change.fingerprint.clone()
    };
    assert_eq!(limited(&["a", "b"]), limited(&["b", "a"]));
}
