//! Changes of a client's models that no description asks for: a field more, or each field once more. What is measured is what
//! the emitters make of them.

use intercom_codegen::{
    Api,
    ir::{Definition, Field, Kind, Presence, Struct, Type},
    naming::{FieldName, Naming, Scope},
};

/// Each field of each struct once more: its line in the table, and with that its setter and the marker of a required one.
pub fn each_twice(api: &mut Api) {
    for definition in &mut api.definitions {
        let Kind::Struct(object) = &mut definition.kind else { continue };
        let mut scope = scope(object);
        for index in 0..object.fields.len() {
            let original = object.fields[index].clone();
            let again = renamed(&original, &format!("{} again", original.wire), &mut scope);
            add_like(object, index, again);
        }
    }
}

/// A text that may be missing, in the model that an app most likely reads: the first struct that responses hold, else the first
/// of all. Nothing where there is no struct with a field. It gives what the model is called.
pub fn one_more(api: &mut Api) -> Option<String> {
    let is_struct =
        |definition: &Definition| matches!(&definition.kind, Kind::Struct(object) if !object.fields.is_empty());
    let is_answer = |definition: &Definition| definition.usage.response && is_struct(definition);
    let index = api.definitions.iter().position(is_answer).or_else(|| api.definitions.iter().position(is_struct))?;
    let definition = &mut api.definitions[index];
    let Kind::Struct(object) = &mut definition.kind else { return None };
    let mut scope = scope(object);
    let added = Field {
        ty: Type::String,
        presence: Presence::Optional,
        docs: "A field that was added.".to_owned(),
        deprecated: false,
        undeclared: false,
        read_only: false,
        write_only: false,
        constant: None,
        ..renamed(&object.fields[0], "added", &mut scope)
    };
    let index = object.fields.len();
    object.fields.push(added);
    object.builders.iter_mut().for_each(|builder| builder.optional.push(index));
    Some(definition.name.to_string())
}

/// The names that the fields of a struct have taken.
fn scope(object: &Struct) -> Scope {
    let mut scope = Scope::default();
    let names = object.fields.iter().map(|field| &field.name).chain(object.additional.iter().map(|(name, _)| name));
    names.for_each(|name: &FieldName| scope.take(name.as_str()));
    scope
}

/// The field with another name, on the wire and in Rust.
fn renamed(field: &Field, wire: &str, scope: &mut Scope) -> Field {
    Field { wire: wire.to_owned(), name: Naming::default().field(wire, scope), ..field.clone() }
}

/// Adds a field that each builder treats like another one. A preset has a type of its own, which can't be there twice: its like
/// is set to the first of the values.
fn add_like(object: &mut Struct, like: usize, field: Field) {
    let index = object.fields.len();
    object.fields.push(field);
    for builder in &mut object.builders {
        let lists = [&mut builder.required, &mut builder.optional, &mut builder.excluded];
        lists.into_iter().filter(|list| list.contains(&like)).for_each(|list| list.push(index));
        let presets = builder.presets.iter().filter_map(|preset| Some((preset.field, preset.values.first()?)));
        let mut set = builder.constants.iter().map(|(field, value)| (*field, value)).chain(presets);
        let constant = set.find(|(field, _)| *field == like).map(|(_, value)| (index, value.clone()));
        builder.constants.extend(constant);
    }
}

#[cfg(test)]
mod tests {
    use intercom_codegen::{Input, Settings, Source, Tags, print, read};

    use super::*;

    const PETS: &str = r##"{
        "openapi": "3.0.3",
        "info": {"title": "Pets", "version": "1"},
        "paths": {"/pets": {"post": {
            "operationId": "addPet",
            "tags": ["Pets"],
            "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Draft"}}}},
            "responses": {"200": {"description": "It.", "content": {"application/json": {
                "schema": {"$ref": "#/components/schemas/Pet"}
            }}}}
        }}},
        "components": {"schemas": {
            "Draft": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]},
            "Pet": {"type": "object", "properties": {"id": {"type": "integer"}}}
        }}
    }"##;

    fn pets() -> Api {
        let description = Source::new("pets.json", PETS);
        let input = Input { description, overlays: Vec::new(), tags: Tags::All, origin: "pets.json".to_owned() };
        read(&input, &Settings::default()).expect("it is a description").0
    }

    /// How often each of these stands in the code of a client.
    fn count<const N: usize>(api: &Api, words: [&str; N]) -> [usize; N] {
        let code: String = print(api, "pets.json").files().values().map(String::as_str).collect();
        words.map(|word| code.matches(word).count())
    }

    #[test]
    fn each_field_is_written_twice() {
        let mut api = pets();
        each_twice(&mut api);
        // A line of a table is the field, how it is read and written, and its setter.
        let again = [r#"pub name_again: String as "name again","#, r#"pub id_again?: i64 as "id again","#];
        let words = ["pub name: String,", again[0], "pub id?: i64,", again[1]];
        assert_eq!(count(&api, words), [1, 1, 1, 1]);
        // The markers of what is required.
        assert_eq!(count(&api, ["markers!(name, name_again);"]), [1]);
    }

    #[test]
    fn a_model_of_answers_gets_an_optional_field() {
        let mut api = pets();
        assert_eq!(count(&api, ["added"]), [0]);
        assert_eq!(one_more(&mut api).as_deref(), Some("Pet"));
        assert_eq!(count(&api, ["pub added?: String,"]), [1]);
        api.definitions.clear();
        assert_eq!(one_more(&mut api), None);
    }
}
