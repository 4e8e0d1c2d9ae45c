//! An app that uses everything of a client: each builder with all of its setters, each field, variant, header and method.
//!
//! It is only compiled: `any` returns a value of whatever type. What it says is written from the client's model alone, and
//! knows nothing of how changes are reported.

use std::collections::{BTreeMap, BTreeSet};

use intercom_codegen::{
    ir::{Api, Builder, Definition, Field, Kind, Presence, Preset, Struct, Type, UnionVariant, Usage},
    naming::TypeName,
};

use super::{
    app_calls::{used_header, used_operation},
    app_types::{field_type, plain},
    spelled::spelled,
};

/// A type of the app's own that can be given as a text.
const TEXT: &str = r#"/// A text.
pub struct Text;

impl std::fmt::Display for Text {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a text")
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.to_string()
    }
}
"#;

/// How the files begin that use models otherwise than they are meant to be used.
pub const OTHER: &str = "otherwise_";

/// The app's sources: a file for each module of models, another for what it does with them besides, one for each operation, and
/// one for each header of the client.
#[must_use]
pub fn app(api: &Api) -> BTreeMap<String, String> {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let sent = sent(api);
    for definition in &api.definitions {
        // What no request can carry is built by servers, and by tests.
        let is_received = definition.usage.request && !sent.contains(&definition.name);
        let usage = if is_received { Usage { request: false, response: true } } else { definition.usage };
        let definition = &Definition { usage, ..definition.clone() };
        let name = format!("src/models_{}.rs", definition.module.file_stem());
        files.entry(name).or_default().push_str(&used_definition(definition));
        if let Kind::Struct(object) = &definition.kind {
            let (name, text) =
                (format!("src/{OTHER}{}.rs", definition.module.file_stem()), used_otherwise(definition, object));
            files.entry(name).or_default().push_str(&text);
        }
    }
    for group in &api.groups {
        for &index in &group.operations {
            for operation in api.operations[index].kinds() {
                let name = plain(operation.expectation.as_str());
                let (as_meant, otherwise) = used_operation(group, operation);
                files.entry(format!("src/operation_{name}.rs")).or_default().push_str(&as_meant);
                if let Some(otherwise) = otherwise {
                    files.entry(format!("src/{OTHER}operation_{name}.rs")).or_default().push_str(&otherwise);
                }
            }
        }
    }
    for header in &api.client_headers {
        let name = plain(header.setter.as_str());
        files.insert(format!("src/header_{name}.rs"), used_header(header));
    }
    let modules =
        files.keys().map(|name| format!("mod {};\n", name.trim_start_matches("src/").trim_end_matches(".rs")));
    let library = format!(
        "//! All of a client, in use.\n#![allow(deprecated, dead_code, unused_imports, unused_variables)]\n\n\
         /// A value of any type.\nfn any<T>() -> T {{\n    loop {{}}\n}}\n\n{TEXT}\n{}",
        modules.collect::<String>()
    );
    for text in files.values_mut() {
        text.insert_str(0, "use crate::any;\n");
    }
    files.insert("src/lib.rs".to_owned(), library);
    files
}

/// The types that requests carry: none that stands below what only a server sets.
fn sent(api: &Api) -> BTreeSet<TypeName> {
    let mut pending: Vec<&Type> = Vec::new();
    for operation in &api.operations {
        pending.extend(operation.sent());
    }
    let mut sent = BTreeSet::new();
    while let Some(ty) = pending.pop() {
        let Some(definition) = api.definitions.iter().find(|definition| ty.name() == Some(&definition.name)) else {
            continue;
        };
        if sent.insert(definition.name.clone()) {
            match &definition.kind {
                Kind::Struct(object) => {
                    let fields = object.fields.iter().filter(|field| !field.read_only);
                    pending.extend(fields.map(|field| &field.ty));
                    pending.extend(object.additional.iter().map(|(_, held)| held));
                }
                kind @ (Kind::StringEnum(_)
                | Kind::IntegerEnum(_)
                | Kind::Union(_)
                | Kind::Tuple(_)
                | Kind::Alias(_)
                | Kind::Newtype(_)) => {
                    pending.extend(kind.types());
                }
            }
        }
    }
    sent
}

fn used_definition(definition: &Definition) -> String {
    let name = definition.name.as_str();
    let path = format!("client::models::{name}");
    let uses = match &definition.kind {
        Kind::Struct(object) => used_struct(&path, object, definition.usage, true),
        Kind::StringEnum(list) => {
            used_enum(&path, list.values.iter().map(|value| value.name.as_str()), list.unknown.as_str())
        }
        Kind::IntegerEnum(list) => {
            used_enum(&path, list.values.iter().map(|value| value.name.as_str()), list.unknown.as_str())
        }
        Kind::Union(union) => {
            let variants = union.variants.iter().map(|UnionVariant { name, ty, .. }| {
                let (name, ty) = (name.as_str(), spelled(ty));
                format!(
                    "    let _ = {path}::{name}(any::<{ty}>());\n    \
                     if let {path}::{name}(inner) = any() {{\n        let _: {ty} = inner;\n    }}\n"
                )
            });
            variants.collect()
        }
        Kind::Tuple(parts) => {
            let types: Vec<String> = parts.iter().map(|part| spelled(&part.ty)).collect();
            let made: Vec<String> = types.iter().map(|ty| format!("any::<{ty}>()")).collect();
            let names: Vec<String> = (0..types.len()).map(|index| format!("item{index}")).collect();
            let taken: String =
                names.iter().zip(&types).map(|(name, ty)| format!("    let _: {ty} = {name};\n")).collect();
            let (made, names) = (made.join(", "), names.join(", "));
            format!("    let _ = {path}({made});\n    let {path}({names}) = any();\n{taken}")
        }
        Kind::Alias(ty) => format!("    let _: {path} = any::<{}>();\n", spelled(ty)),
        Kind::Newtype(_) => format!("    let _ = any::<{path}>();\n"),
    };
    format!("\npub fn {}() {{\n{uses}}}\n", format!("use_{name}").to_lowercase())
}

fn used_enum<'v>(path: &str, values: impl Iterator<Item = &'v str>, unknown: &str) -> String {
    let values: Vec<&str> = values.collect();
    let named: String = values.iter().map(|value| format!("    let _ = {path}::{value};\n")).collect();
    let arms: String = values.iter().map(|value| format!("        {path}::{value} => {{}}\n")).collect();
    format!("{named}    match any() {{\n{arms}        {path}::{unknown}(..) => {{}}\n        _ => {{}}\n    }}\n")
}

/// What else an app may do with a struct: its tests build what it receives, and it may read what it sends.
fn used_otherwise(definition: &Definition, object: &Struct) -> String {
    let name = definition.name.as_str();
    let uses = used_struct(&format!("client::models::{name}"), object, definition.usage, false);
    format!("\npub fn {}() {{\n{uses}}}\n", format!("use_{name}_otherwise").to_lowercase())
}

/// What an app does with a struct as it is meant: it builds what it sends, and reads what it receives, or what only a server
/// sets. What no operation reaches, it may use either way. Else all the rest that can be done with it.
fn used_struct(path: &str, object: &Struct, usage: Usage, as_meant: bool) -> String {
    let Usage { request, response } = usage;
    let is_unreached = !request && !response;
    let mut text = String::new();
    if (request || is_unreached) == as_meant {
        text.extend(object.builders.iter().map(|builder| built(path, object, builder)));
    }
    // No response has what only requests carry.
    let is_read = |field: &&Field| match (response || is_unreached, request) {
        (true, true) => !field.write_only,
        (true, false) => true,
        (false, _) => field.read_only,
    };
    text.push_str(&format!("    let read = any::<{path}>();\n"));
    let read = object.fields.iter().filter(|field| is_read(field) == as_meant);
    text.extend(read.map(|field| format!("    let _: &{} = &read.{};\n", field_type(field), field.name.as_str())));
    if (response || is_unreached) == as_meant {
        let map = object.additional.iter();
        text.extend(map.map(|(name, held)| {
            format!("    let _: &std::collections::BTreeMap<String, {}> = &read.{};\n", spelled(held), name.as_str())
        }));
    }
    text
}

/// With what has to be set, and with all that can be, as people write it: a text is a `&str`, an integer an `i32` where it fits.
fn built(path: &str, object: &Struct, builder: &Builder) -> String {
    let setter = |&index: &usize| {
        let field = &object.fields[index];
        let value = match (field.presence, &field.ty) {
            (Presence::RequiredNullable, _) => format!("Option<{}>", spelled(&field.ty)),
            // What can be null takes no other number than its own.
            (Presence::OptionalNullable, Type::Integer | Type::Unsigned | Type::Number) => spelled(&field.ty),
            (_, Type::String) => "&'static str".to_owned(),
            (_, Type::Integer) => "i32".to_owned(),
            (_, Type::Unsigned) => "u32".to_owned(),
            (_, Type::Number) => "f32".to_owned(),
            (Presence::Required | Presence::Optional | Presence::OptionalNullable, _) => spelled(&field.ty),
        };
        format!(".{}(any::<{value}>())", field.name.as_str())
    };
    let asked: String = builder.required.iter().map(setter).collect();
    let chosen =
        |preset: &Preset| format!(".{}(any::<client::models::{}>())", object.fields[preset.field].name, preset.name);
    let others = object
        .additional
        .iter()
        .map(|(name, held)| format!(".{name}(any::<std::collections::BTreeMap<String, {}>>())", spelled(held)));
    let more: String =
        builder.optional.iter().map(setter).chain(builder.presets.iter().map(chosen)).chain(others).collect();
    let constructor = builder.constructor.as_str();
    let nullable = builder.optional.iter().map(|&index| &object.fields[index]);
    let nullable = nullable.filter(|field| field.presence == Presence::OptionalNullable).map(|field| {
        format!("    let _ = {path}::{constructor}().{}(any::<{}>());\n", field.name.as_str(), field_type(field))
    });
    format!(
        "    let _: {path} = {path}::{constructor}(){asked}.build();\n    \
         let _: {path} = {path}::{constructor}(){asked}{more}.build();\n{}",
        nullable.collect::<String>()
    )
}

#[cfg(test)]
mod tests {
    use intercom_codegen::{Input, Settings, Source, Tags, read};

    use super::*;

    #[test]
    fn keywords_and_numbers_that_can_be_null_are_used_as_rust_wants_them() {
        let text = r##"{
            "openapi": "3.0.3",
            "info": {"title": "Macros", "version": "1"},
            "paths": {"/macros": {"post": {
                "operationId": "addMacro",
                "tags": ["Macros"],
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/macro"}}}},
                "responses": {"204": {"description": "Done."}}
            }}},
            "components": {"schemas": {
                "macro": {"type": "object", "properties": {
                    "shelf": {"type": "integer", "nullable": true},
                    "pages": {"type": "integer"}
                }}
            }}
        }"##;
        let description = Source::new("macros.json", text);
        let input = Input { description, overlays: Vec::new(), tags: Tags::All, origin: "macros.json".to_owned() };
        let (api, _) = read(&input, &Settings::default()).expect("it is a description");
        let app = app(&api);
        assert!(app["src/lib.rs"].contains("mod models_macro;\n"), "{}", app["src/lib.rs"]);
        let uses = &app["src/models_macro.rs"];
        assert!(uses.contains(".shelf(any::<i64>())"), "{uses}");
        assert!(uses.contains(".pages(any::<i32>())"), "{uses}");
    }
}
