//! An app that uses everything of a client: each builder with all of its setters, each field, variant and method.
//!
//! It is only compiled: `any` returns a value of whatever type. What it says is written from the client's model alone, and
//! knows nothing of how changes are reported.

use std::collections::{BTreeMap, BTreeSet};

use intercom_codegen::{
    ir::{
        Api, Argument, Body, BodyKind, Builder, Definition, Field, Group, Kind, Operation, Output, Parameter, Presence,
        Struct, Type, UnionVariant, Usage,
    },
    naming::TypeName,
};

use super::spelled::spelled;

/// How the files begin that use models otherwise than they are meant to be used.
pub const OTHER: &str = "otherwise_";

/// The app's sources: a file for each module of models, another for what it does with them besides, and one for each operation.
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
                let name = format!("src/operation_{}.rs", plain(operation.name.as_str()));
                files.entry(name).or_default().push_str(&used_operation(group, operation));
            }
        }
    }
    let modules =
        files.keys().map(|name| format!("mod {};\n", name.trim_start_matches("src/").trim_end_matches(".rs")));
    let library = format!(
        "//! All of a client, in use.\n#![allow(deprecated, dead_code, unused_imports, unused_variables)]\n\n\
         /// A value of any type.\nfn any<T>() -> T {{\n    loop {{}}\n}}\n\n{}",
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
    let more: String = builder.optional.iter().map(setter).collect();
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

fn used_operation(group: &Group, operation: &Operation) -> String {
    let (required, optional): (Vec<&Parameter>, Vec<&Parameter>) =
        operation.parameters.iter().partition(|parameter| parameter.required);
    let body = operation.body.as_ref();
    let needed = body.filter(|body| body.required).into_iter().flat_map(body_values);
    let arguments: Vec<String> = required.into_iter().map(argument).chain(needed).collect();
    let mut setters: String = optional
        .into_iter()
        .map(|parameter| format!(".{}({})", parameter.name.as_str(), argument(parameter)))
        .collect();
    if let Some(body) = body.filter(|body| !body.required) {
        setters.push_str(&format!(".body({})", body_values(body).join(", ")));
    }
    let result = match &operation.output {
        Output::Empty => "()".to_owned(),
        Output::Json(inner) | Output::JsonOrText(inner) => spelled(inner),
        Output::Text => "String".to_owned(),
        Output::Bytes => "client::Bytes".to_owned(),
        Output::Open => "client::Content".to_owned(),
        Output::ByStatus { name, .. } => format!("client::{}", name.as_str()),
    };
    format!(
        "\npub async fn use_{}_of_{}(api: &client::Client) -> Result<(), client::Error> {{\n    \
         let response = api.{}().{}({}){setters}.send().await?;\n    let _: &{result} = &response;\n    Ok(())\n}}\n",
        plain(operation.name.as_str()),
        plain(group.accessor.as_str()),
        group.accessor.as_str(),
        operation.name.as_str(),
        arguments.join(", ")
    )
}

/// What an argument or setter of a parameter is given.
fn argument(parameter: &Parameter) -> String {
    let given = match parameter.argument() {
        Argument::Displayed | Argument::Text => "String".to_owned(),
        Argument::Converted(own) | Argument::Own(own) => spelled(own),
        Argument::DisplayedItems => "Vec<String>".to_owned(),
        Argument::Items(item) => format!("Vec<{}>", spelled(item)),
        Argument::File => "client::File".to_owned(),
        Argument::Files => "Vec<client::File>".to_owned(),
    };
    format!("any::<{given}>()")
}

fn body_values(body: &Body) -> Vec<String> {
    let held = match &body.kind {
        BodyKind::Json(inner, _) | BodyKind::Form(inner, _) => spelled(inner),
        BodyKind::Text(_) => "String".to_owned(),
        BodyKind::Bytes(_) => "client::Bytes".to_owned(),
        BodyKind::FormData => "client::FormData".to_owned(),
    };
    let content_type = body.asks_for().map(|_| "any::<&str>()".to_owned());
    [format!("any::<{held}>()")].into_iter().chain(content_type).collect()
}

fn field_type(field: &Field) -> String {
    let ty = spelled(&field.ty);
    match field.presence {
        Presence::Required => ty,
        Presence::RequiredNullable | Presence::Optional => format!("Option<{ty}>"),
        Presence::OptionalNullable => format!("client::Nullable<{ty}>"),
    }
}

fn plain(name: &str) -> &str {
    name.trim_start_matches("r#")
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
