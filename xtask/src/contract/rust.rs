//! JSON as an app would write it: with the builders, enums and unions of a client.
//!
//! `{"name": "Rex", "kind": "dog"}` as a `Pet` ->
//! `client::models::Pet::builder().name(String::from("Rex")).kind(client::models::PetKind::Dog).build()`

use std::collections::BTreeMap;

use intercom_codegen::{
    Api,
    ir::{
        Builder, Definition, Field, IntegerEnum, Kind, Part, Presence, Scalar, StringEnum, Struct, Type, Union,
        UnionVariant,
    },
};
use serde_json::{Map, Value};

use super::written::{Writing, Written, best, said, text_of};
use crate::spelled::{parsed, spelled};

/// Why a builder has no setter for a property.
pub(super) const UNDESCRIBED: &str = "it is not described";

/// Writes the models of a client.
pub(super) struct Writer<'a> {
    definitions: BTreeMap<&'a str, &'a Definition>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let definitions = api.definitions.iter();
        Self { definitions: definitions.map(|definition| (definition.name.as_str(), definition)).collect() }
    }

    /// A value of a type. `path` is where it stands.
    pub(super) fn value(&self, ty: &Type, value: &Value, path: &str) -> Writing {
        let unlike = || Err(format!("{path}: {value} is no {}", spelled(ty)));
        let whole = || {
            value.as_i64().or_else(|| value.as_f64().filter(|number| number.fract() == 0.0).map(|number| number as i64))
        };
        match (ty, value) {
            (Type::Boolean, Value::Bool(value)) => said(value.to_string()),
            (Type::Integer, Value::Number(_)) => whole().map_or_else(unlike, |number| said(format!("{number}i64"))),
            (Type::Unsigned, Value::Number(number)) => {
                number.as_u64().map_or_else(unlike, |number| said(format!("{number}u64")))
            }
            (Type::Number, Value::Number(number)) => said(format!("{:?}f64", number.as_f64().unwrap_or_default())),
            (Type::String, Value::String(text)) => said(text_of(text)),
            (Type::UnixTime, Value::Number(_)) => {
                whole().map_or_else(unlike, |number| said(format!("client::UnixTime::from_secs({number})")))
            }
            (Type::Library(ty), Value::String(text)) => said(parsed(*ty, text)),
            (Type::Value, value) => said(format!("json({:?})", value.to_string())),
            (Type::StringOrInteger, Value::String(text)) => said(format!("client::StringOrInteger::from({text:?})")),
            (Type::StringOrInteger, Value::Number(_)) => {
                whole().map_or_else(unlike, |number| said(format!("client::StringOrInteger::from({number}i64)")))
            }
            (Type::List(item), Value::Array(values)) => self.list(item, values, path),
            (Type::Map(item), Value::Object(values)) => self.map(item, values.iter(), path),
            (Type::OneOrMany(item), Value::Array(values)) => {
                Ok(self.list(item, values, path)?.map(|list| format!("client::OneOrMany::Many({list})")))
            }
            (Type::OneOrMany(item), value) => {
                Ok(self.value(item, value, path)?.map(|one| format!("client::OneOrMany::One({one})")))
            }
            (Type::Nullable(inner), Value::Null) => said(format!("None::<{}>", spelled(inner))),
            (Type::Nullable(inner), value) => Ok(self.value(inner, value, path)?.map(|some| format!("Some({some})"))),
            (Type::Boxed(inner), value) => {
                Ok(self.value(inner, value, path)?.map(|inner| format!("Box::new({inner})")))
            }
            (Type::Named(name), value) => match self.definitions.get(name.as_str()) {
                Some(definition) => self.definition(definition, value, path),
                None => unlike(),
            },
            (
                Type::Boolean
                | Type::Integer
                | Type::Unsigned
                | Type::Number
                | Type::String
                | Type::UnixTime
                | Type::Library(_)
                | Type::StringOrInteger
                | Type::List(_)
                | Type::Map(_),
                _,
            ) => unlike(),
        }
    }

    fn list(&self, item: &Type, values: &[Value], path: &str) -> Writing {
        let written =
            values.iter().enumerate().map(|(index, value)| self.value(item, value, &format!("{path}/{index}")));
        let written: Vec<Written> = written.collect::<Result<_, _>>()?;
        let codes: Vec<&str> = written.iter().map(|written| written.code.as_str()).collect();
        let code = format!("Vec::<{}>::from([{}])", spelled(item), codes.join(", "));
        Ok(Written { code, lost: written.iter().flat_map(|written| written.lost.clone()).collect() })
    }

    fn map<'v>(&self, item: &Type, values: impl Iterator<Item = (&'v String, &'v Value)>, path: &str) -> Writing {
        let mut whole = Written::default();
        for (key, value) in values {
            let written = self.value(item, value, &format!("{path}/{key}"))?;
            whole.code.push_str(&format!("({}, {}), ", text_of(key), written.code));
            whole.lost.extend(written.lost);
        }
        Ok(whole.map(|pairs| format!("std::collections::BTreeMap::<String, {}>::from([{pairs}])", spelled(item))))
    }

    fn definition(&self, definition: &Definition, value: &Value, path: &str) -> Writing {
        let name = format!("client::models::{}", definition.name);
        let unlike = || Err(format!("{path}: {value} is no {name}"));
        match (&definition.kind, value) {
            (Kind::Struct(object), Value::Object(values)) => self.object(&name, object, values, path),
            (Kind::StringEnum(StringEnum { values, unknown }), Value::String(text)) => {
                let known = values.iter().find(|value| value.wire == *text);
                let variant =
                    known.map_or_else(|| format!("{unknown}({})", text_of(text)), |value| value.name.to_string());
                said(format!("{name}::{variant}"))
            }
            (Kind::IntegerEnum(IntegerEnum { values, unknown }), value) => {
                let Some(number) = value.as_i64() else { return unlike() };
                let known = values.iter().find(|value| value.wire == number);
                let variant = known.map_or_else(|| format!("{unknown}({number})"), |value| value.name.to_string());
                said(format!("{name}::{variant}"))
            }
            (Kind::Union(union), value) => self.union(&name, union, value, path),
            (Kind::Tuple(parts), Value::Array(values)) => self.tuple(&name, parts, values, path),
            (Kind::Alias(ty), value) => self.value(ty, value, path),
            (Kind::Newtype(ty), value) => Ok(self.value(ty, value, path)?.map(|inner| format!("{name}({inner})"))),
            (Kind::Struct(_) | Kind::StringEnum(_) | Kind::Tuple(_), _) => unlike(),
        }
    }

    fn tuple(&self, name: &str, parts: &[Part], values: &[Value], path: &str) -> Writing {
        let mut codes = Vec::new();
        let mut lost = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            let path = format!("{path}/{index}");
            let Some(value) = values.get(index) else { return Err(format!("{path}: {name} asks for it")) };
            let written = self.value(&part.ty, value, &path)?;
            codes.push(written.code);
            lost.extend(written.lost);
        }
        lost.extend((parts.len()..values.len()).map(|index| format!("{path}/{index}: {UNDESCRIBED}")));
        Ok(Written { code: format!("{name}({})", codes.join(", ")), lost })
    }

    /// By the variant that its tag leads to, else by the one that says most of it.
    fn union(&self, name: &str, union: &Union, value: &Value, path: &str) -> Writing {
        let tag = union.discriminator.as_ref().and_then(|property| value.get(property)).map(Scalar::of);
        let is_meant = |variant: &&UnionVariant| tag.as_ref().is_none_or(|tag| variant.tags.contains(tag));
        let tried: Vec<Writing> = union
            .variants
            .iter()
            .filter(is_meant)
            .map(|variant| {
                Ok(self.value(&variant.ty, value, path)?.map(|inner| format!("{name}::{}({inner})", variant.name)))
            })
            .collect();
        best(tried, || format!("{path}: no variant of {name} takes {value}"))
    }

    /// By the builder that says most of it.
    fn object(&self, name: &str, object: &Struct, values: &Map<String, Value>, path: &str) -> Writing {
        let tried = object.builders.iter().map(|builder| self.built(name, object, builder, values, path)).collect();
        best(tried, || format!("{path}: {name} has no builder"))
    }

    fn built(
        &self,
        name: &str,
        object: &Struct,
        builder: &Builder,
        values: &Map<String, Value>,
        path: &str,
    ) -> Writing {
        let mut whole = Written::of(format!("{name}::{}()", builder.constructor));
        for &index in &builder.required {
            let field = &object.fields[index];
            let Some(value) = values.get(&field.wire) else {
                return Err(format!("{path}: {name}::{}() asks for `{}`", builder.constructor, field.wire));
            };
            let setter = self.setter(field, value, &format!("{path}/{}", field.wire), true)?;
            whole.code.push_str(&setter.code);
            whole.lost.extend(setter.lost);
        }
        for (key, value) in values {
            let path = format!("{path}/{key}");
            let Some(index) = object.fields.iter().position(|field| field.wire == *key) else { continue };
            let setter = match self.choice(object, builder, index, value) {
                Some(setter) => setter.map(Written::of),
                None if builder.required.contains(&index) => continue,
                None if builder.optional.contains(&index) => self.setter(&object.fields[index], value, &path, false),
                None => Err("no builder that fits has a setter for it".to_owned()),
            };
            match setter {
                Ok(setter) => {
                    whole.code.push_str(&setter.code);
                    whole.lost.extend(setter.lost);
                }
                Err(reason) => whole.lost.push(format!("{path}: {reason}")),
            }
        }
        let more: Vec<(&String, &Value)> =
            values.iter().filter(|(key, _)| object.fields.iter().all(|field| field.wire != **key)).collect();
        match &object.additional {
            Some((name, ty)) if !more.is_empty() => {
                let written = self.map(ty, more.into_iter(), path)?;
                whole.code.push_str(&format!(".{name}({})", written.code));
                whole.lost.extend(written.lost);
            }
            Some(_) => {}
            None => whole.lost.extend(more.iter().map(|(key, _)| format!("{path}/{key}: {UNDESCRIBED}"))),
        }
        Ok(whole.map(|code| format!("{code}.build()")))
    }

    /// What sets a field that the builder sets by itself: nothing for its own value, a choice where it has some. None for any
    /// other field.
    fn choice(
        &self,
        object: &Struct,
        builder: &Builder,
        index: usize,
        value: &Value,
    ) -> Option<Result<String, String>> {
        let variant = self.variant(&object.fields[index].ty, value);
        if let Some((_, own)) = builder.constants.iter().find(|(field, _)| *field == index) {
            let is_own = variant.as_deref() == Some(own.as_str());
            return Some(if is_own { Ok(String::new()) } else { Err(format!("this builder sets it to `{own}`")) });
        }
        let preset = builder.presets.iter().find(|preset| preset.field == index)?;
        let chosen = preset.values.iter().find(|own| variant.as_deref() == Some(own.as_str()));
        Some(match chosen {
            Some(own) => Ok(format!(".{}(client::models::{}::{own})", object.fields[index].name.as_str(), preset.name)),
            None => Err("this builder does not take that value".to_owned()),
        })
    }

    /// The variant of an enum that a value is.
    fn variant(&self, ty: &Type, value: &Value) -> Option<String> {
        let definition = self.definitions.get(ty.name()?.as_str())?;
        let variant = match &definition.kind {
            Kind::StringEnum(list) => list.values.iter().find(|own| *value == own.wire).map(|own| &own.name),
            Kind::IntegerEnum(list) => list.values.iter().find(|own| *value == own.wire).map(|own| &own.name),
            Kind::Alias(ty) => return self.variant(ty, value),
            Kind::Struct(_) | Kind::Union(_) | Kind::Tuple(_) | Kind::Newtype(_) => None,
        };
        variant.map(ToString::to_string)
    }

    fn setter(&self, field: &Field, value: &Value, path: &str, is_required: bool) -> Writing {
        let ty = spelled(&field.ty);
        let called = |code: String| format!(".{}({code})", field.name.as_str());
        let is_option = is_required || field.presence == Presence::RequiredNullable;
        match (field.presence, value) {
            (Presence::OptionalNullable, Value::Null) if !is_required => {
                said(called(format!("client::Nullable::<{ty}>::Null")))
            }
            (Presence::RequiredNullable | Presence::OptionalNullable, Value::Null) => {
                said(called(format!("None::<{ty}>")))
            }
            (Presence::RequiredNullable | Presence::OptionalNullable, value) if is_option => {
                Ok(self.value(&field.ty, value, path)?.map(|code| called(format!("Some({code})"))))
            }
            (_, value) => Ok(self.value(&field.ty, value, path)?.map(called)),
        }
    }
}

#[cfg(test)]
mod tests {
    use intercom_codegen::{Input, Settings, Source, Tags, naming::TypeName, read};
    use serde_json::json;

    use super::*;

    const PETS: &str = r##"{
        "openapi": "3.0.3",
        "info": {"title": "Pets", "version": "1"},
        "paths": {"/pets": {"post": {
            "operationId": "addPet",
            "tags": ["Pets"],
            "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}},
            "responses": {"204": {"description": "Done."}}
        }}},
        "components": {"schemas": {"Pet": {"type": "object", "required": ["name"], "properties": {
            "name": {"type": "string"},
            "kind": {"type": "string", "enum": ["cat", "dog"]},
            "toys": {"type": "array", "items": {"type": "integer"}},
            "home": {"type": "string", "nullable": true},
            "id": {"type": "integer", "readOnly": true}
        }}}}
    }"##;

    fn written(value: Value) -> Writing {
        let description = Source::new("pets.json", PETS);
        let input = Input { description, overlays: Vec::new(), tags: Tags::All, origin: "pets.json".to_owned() };
        let (api, _) = read(&input, &Settings::default()).expect("it is a description");
        let name: Option<&TypeName> =
            api.definitions.iter().map(|definition| &definition.name).find(|name| name.as_str() == "Pet");
        Writer::new(&api).value(&Type::Named(name.expect("there is a pet").clone()), &value, "")
    }

    #[test]
    fn json_is_said_with_builders_and_enums() {
        let pet = written(json!({"kind": "dog", "name": "Rex", "toys": [7], "home": null})).expect("it is a pet");
        let expected = "client::models::Pet::builder().name(String::from(\"Rex\")).kind(client::models::PetKind::Dog)\
                        .toys(Vec::<i64>::from([7i64])).home(client::Nullable::<String>::Null).build()";
        assert_eq!((pet.code.as_str(), pet.lost), (expected, Vec::<String>::new()));
        let other = written(json!({"name": "Rex", "kind": "cow"})).expect("it is a pet").code;
        assert!(other.contains(".kind(client::models::PetKind::Unknown(String::from(\"cow\")))"), "{other}");
    }

    #[test]
    fn what_no_builder_says_is_lost_and_what_is_required_cannot_be() {
        let pet = written(json!({"name": "Rex", "id": 1, "age": 2, "toys": ["a"]})).expect("it is a pet");
        let expected = [
            "/id: no builder that fits has a setter for it",
            "/toys: /toys/0: \"a\" is no i64",
            "/age: it is not described",
        ];
        assert_eq!(pet.lost, expected);
        let told = written(json!({"kind": "dog"})).expect_err("it has no name");
        assert_eq!(told, ": client::models::Pet::builder() asks for `name`");
    }
}
