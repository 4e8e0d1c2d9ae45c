//! Whole descriptions of OpenAPI 3.0, and each once more in the words of 3.1: the same Rust, and no drift.

use codegen_tests::project;
use intercom_codegen::{
    Input, Settings, Source, Tags,
    diff::{Report, Version},
    generate, load,
};
use serde_json::{Map, Value, json};
use xtask::project::read;

/// What a value of a description is.
#[derive(Clone, Copy)]
enum Part {
    Schema,
    /// Its keys are names of schemas.
    Schemas,
    /// Its keys are names of what is no schema.
    Names,
    Other,
    /// An example, or another value that somebody made up.
    Data,
}

impl Part {
    fn below(self, key: &str) -> Self {
        match (self, key) {
            (Self::Data, _) => Self::Data,
            (Self::Schemas, _) => Self::Schema,
            (Self::Names, _) => Self::Other,
            (_, "example" | "examples" | "default" | "enum" | "const") => Self::Data,
            (_, extension) if extension.starts_with("x-") => Self::Data,
            (Self::Schema, "properties") | (Self::Other, "schemas") => Self::Schemas,
            (Self::Schema, "items" | "additionalProperties" | "not") | (Self::Other, "schema") => Self::Schema,
            (Self::Schema, "allOf" | "oneOf" | "anyOf") => Self::Schema,
            (
                Self::Other,
                "responses" | "headers" | "content" | "paths" | "requestBodies" | "encoding" | "variables",
            ) => Self::Names,
            (Self::Schema | Self::Other, _) => Self::Other,
        }
    }
}

/// Counts what is written otherwise, so that a description without such words proves nothing.
#[derive(Debug, Default)]
struct Written {
    nulls: usize,
    constants: usize,
    examples: usize,
    bounds: usize,
    files: usize,
}

/// Writes a part of a description of 3.0 in the words of 3.1.
fn write(value: &mut Value, part: Part, written: &mut Written) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| write(item, part, written)),
        Value::Object(entries) => {
            entries.iter_mut().for_each(|(key, value)| write(value, part.below(key), written));
            if matches!(part, Part::Schema) {
                write_schema(entries, written);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn write_schema(schema: &mut Map<String, Value>, written: &mut Written) {
    for (bound, exclusive) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
        if schema.shift_remove(exclusive) == Some(json!(true))
            && let Some(limit) = schema.shift_remove(bound)
        {
            schema.insert(exclusive.to_owned(), limit);
            written.bounds += 1;
        }
    }
    if let Some(example) = schema.shift_remove("example") {
        schema.insert("examples".to_owned(), json!([example]));
        written.examples += 1;
    }
    for (format, keyword, value) in
        [("byte", "contentEncoding", "base64"), ("binary", "contentMediaType", "application/octet-stream")]
    {
        if schema.get("format") == Some(&json!(format)) {
            schema.shift_remove("format");
            schema.insert(keyword.to_owned(), json!(value));
            written.files += 1;
        }
    }
    let is_nullable = schema.shift_remove("nullable") == Some(json!(true));
    written.nulls += usize::from(is_nullable);
    match (is_nullable, schema.get("type").cloned()) {
        (true, Some(ty)) => {
            schema.insert("type".to_owned(), json!([ty, "null"]));
            if let Some(Value::Array(values)) = schema.get_mut("enum")
                && !values.contains(&Value::Null)
            {
                values.push(Value::Null);
            }
        }
        (true, None) if schema.contains_key("$ref") => {
            let reference = schema.shift_remove("$ref");
            schema.insert("anyOf".to_owned(), json!([{"$ref": reference}, {"type": "null"}]));
        }
        (true, None) => {
            // What says no type stands beside null as a whole; the words about it stay where they are.
            let mut inner = std::mem::take(schema);
            for word in ["title", "description", "deprecated", "readOnly", "writeOnly", "default", "examples"] {
                schema.extend(inner.shift_remove(word).map(|value| (word.to_owned(), value)));
            }
            schema.insert("anyOf".to_owned(), json!([inner, {"type": "null"}]));
        }
        (false, _) => {
            if let Some([value]) = schema.get("enum").and_then(Value::as_array).map(Vec::as_slice) {
                let value = value.clone();
                schema.shift_remove("enum");
                schema.insert("const".to_owned(), value);
                written.constants += 1;
            }
        }
    }
}

/// Checks a description and its twin; says how much of it is written otherwise.
#[track_caller]
fn check(name: &str, text: &str) -> Written {
    let mut twin = load::load(&Source::new(name, text)).expect("it can be read");
    let mut written = Written::default();
    write(&mut twin, Part::Other, &mut written);
    twin["openapi"] = json!("3.1.1");
    let input = |text: String| Input {
        description: Source::new(name, text),
        overlays: Vec::new(),
        tags: Tags::All,
        origin: name.to_owned(),
    };
    let (one, other) = (input(text.to_owned()), input(load::write(&twin)));
    let settings = Settings::default();
    let rust = |input: &Input| generate(input, &settings).expect("it can be generated").output;
    assert!(
        rust(&one) == rust(&other),
        "{name}: another Rust\n{}",
        differences(rust(&one).files(), rust(&other).files())
    );
    let read = |input: &Input| Version::read("1", input, &settings).expect("it can be read");
    for (from, to) in [(&one, &other), (&other, &one)] {
        let report = Report::new(&read(from), &read(to));
        let told = [report.vendor, report.corrections, report.documentation].concat();
        assert!(told.is_empty(), "{name}: {told:#?}");
    }
    written
}

/// The lines of the one that the other has not.
fn differences(
    one: &std::collections::BTreeMap<String, String>,
    other: &std::collections::BTreeMap<String, String>,
) -> String {
    let lines = one.iter().flat_map(|(path, text)| {
        let same: Vec<&str> = other.get(path).map(|text| text.lines().collect()).unwrap_or_default();
        text.lines().filter(move |line| !same.contains(line)).map(move |line| format!("{path}: {line}\n"))
    });
    lines.take(20).collect()
}

#[test]
fn five_whole_descriptions_and_their_twins_are_the_same() {
    let project = project();
    for version in ["2.7", "2.11", "2.14", "2.16", "unstable"] {
        let text = read(&project.spec().join(format!("{version}.yaml"))).expect("it is there");
        let Written { nulls, .. } = check(version, &text);
        assert!(nulls >= 3, "{version}: {nulls} nulls");
    }
}

/// What stands in the folder of the listed descriptions (`cargo xtask corpus --list`): tests go without.
#[test]
fn whole_descriptions_of_five_vendors_and_their_twins_are_the_same() {
    let Some(cache) = std::env::var_os("CORPUS_CACHE").map(std::path::PathBuf::from) else {
        return eprintln!("skipped: `CORPUS_CACHE` names no folder");
    };
    for name in [
        "ably-control-v1.yaml",
        "asana-app-components-oas.yaml",
        "box-openapi-v2025-0.json",
        "docusign-workspaces-rest-swagger.json",
        "vtex-masterdata-api-v10-2.json",
    ] {
        let text = read(&cache.join(name)).expect("it is there");
        eprintln!("{name}: {:?}", check(name, &text));
    }
}

#[test]
fn whole_descriptions_of_the_vendor_and_their_twins_are_the_same() {
    let Some(upstream) = codegen_tests::shared("upstream") else { return };
    let text = read(&upstream.join("2.16.yaml")).expect("it is there");
    let written = check("2.16", &text);
    assert!(written.nulls > 100 && written.constants > 30 && written.examples > 1_000, "{written:?}");
}
