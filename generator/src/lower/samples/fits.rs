//! Whether JSON may be a value of a type, and how much of it the type has a place for.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::{
    ir::{Builder, Declared, Definition, Kind, Struct, Type},
    naming::{TypeName, VariantName},
};

/// How deep JSON is looked at, and types that are made of each other.
const DEPTH: usize = 128;

/// The models by their names.
pub(super) struct Definitions<'a>(HashMap<&'a TypeName, &'a Definition>);

/// How JSON fits a type, from the worst to the best.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Fit {
    /// Whether each part of it fits that the type has a place for, and the type has one for some.
    is_whole: bool,
    /// How many scalars and empty lists and objects in it the type has a place for, as the runtime counts them.
    explained: usize,
}

impl Fit {
    const LEAF: Self = Self { is_whole: true, explained: 1 };

    /// How a list or an object fits whose parts fit so; one that is empty is a leaf.
    fn of(mut parts: impl Iterator<Item = Option<Self>>) -> Option<Self> {
        let Some(first) = parts.next() else { return Some(Self::LEAF) };
        parts.try_fold(first?, |sum, part| {
            let Self { is_whole, explained } = part?;
            Some(Self { is_whole: sum.is_whole && is_whole, explained: sum.explained + explained })
        })
    }
}

impl<'a> Definitions<'a> {
    pub(super) fn of(definitions: &'a [Definition]) -> Self {
        Self(definitions.iter().map(|definition| (&definition.name, definition)).collect())
    }

    pub(super) fn get(&self, name: &TypeName) -> Option<&'a Definition> {
        self.0.get(name).copied()
    }

    /// How JSON fits a type; nothing where it is no value of it: of another kind, not among the values of an enum, or without what each
    /// way to build a struct asks for.
    pub(super) fn fit(&self, ty: &Type, value: &Value) -> Option<Fit> {
        Fits { definitions: self, found: HashMap::new() }.fit(ty, value, DEPTH)
    }

    /// Whether JSON may be a value of a type.
    pub(super) fn fits(&self, ty: &Type, value: &Value) -> bool {
        self.fit(ty, value).is_some()
    }

    /// The default of a value, where it is one.
    pub(super) fn default_of(&self, ty: &Type, declared: &Declared) -> Option<Value> {
        let default = serde_json::from_str(declared.default.as_deref()?).ok()?;
        self.fits(ty, &default).then_some(default)
    }

    /// The builder whose constants the example has, and that sets most of its fields; of equals the first.
    pub(super) fn builder_of<'s>(&self, object: &'s Struct, given: &Map<String, Value>) -> Option<&'s Builder> {
        let has = |index: &usize| given.contains_key(&object.fields[*index].wire);
        let allows = |index: usize, values: &[VariantName]| {
            let field = &object.fields[index];
            given.get(&field.wire).is_none_or(|given| values.iter().any(|own| self.is_value(&field.ty, given, own)))
        };
        let keeps = |builder: &&Builder| {
            let mut constants = builder.constants.iter();
            builder.required.iter().all(has)
                && constants.all(|(index, value)| allows(*index, std::slice::from_ref(value)))
                && builder.presets.iter().all(|preset| allows(preset.field, &preset.values))
        };
        let says = |builder: &&Builder| {
            let constants = builder.constants.iter().map(|(index, _)| index);
            let presets = builder.presets.iter().map(|preset| &preset.field);
            let set = builder.required.iter().chain(&builder.optional).chain(constants).chain(presets);
            set.filter(|index| has(index)).count()
        };
        object.builders.iter().filter(keeps).rev().max_by_key(says)
    }

    /// Whether JSON is this variant of an enum.
    fn is_value(&self, ty: &Type, value: &Value, variant: &VariantName) -> bool {
        match ty.name().and_then(|name| self.get(name)).map(|definition| &definition.kind) {
            Some(Kind::StringEnum(list)) => list.values.iter().any(|own| own.name == *variant && *value == own.wire),
            Some(Kind::IntegerEnum(list)) => list.values.iter().any(|own| own.name == *variant && *value == own.wire),
            Some(Kind::Alias(ty)) => self.is_value(ty, value, variant),
            Some(Kind::Struct(_) | Kind::Union(_) | Kind::Newtype(_) | Kind::Tuple(_)) | None => false,
        }
    }
}

/// One look at JSON. What was found of each part is kept: where models lead to each other in several ways, it would be looked at without
/// end.
struct Fits<'d, 'a> {
    definitions: &'d Definitions<'a>,
    found: HashMap<(&'a TypeName, *const Value), Option<Fit>>,
}

impl Fits<'_, '_> {
    fn fit(&mut self, ty: &Type, value: &Value, depth: usize) -> Option<Fit> {
        let depth = depth.checked_sub(1)?;
        let is_leaf = match (ty, value) {
            (Type::Boolean, value) => value.is_boolean(),
            (Type::String, value) => value.is_string(),
            (Type::Number, value) => value.is_number(),
            (Type::Integer | Type::UnixTime, value) => value.is_i64(),
            (Type::Unsigned, value) => value.is_u64(),
            (Type::StringOrInteger, value) => value.is_string() || value.is_i64(),
            (Type::Library(ty), value) => value.as_str().is_some_and(|text| ty.reads(text)),
            (Type::Nullable(_), Value::Null) => true,
            (Type::Value, Value::Array(items)) => return Fit::of(items.iter().map(|item| self.fit(ty, item, depth))),
            (Type::Value, Value::Object(all)) => return Fit::of(all.values().map(|value| self.fit(ty, value, depth))),
            (Type::Value, Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => true,
            (Type::List(item), Value::Array(items)) => {
                return Fit::of(items.iter().map(|value| self.fit(item, value, depth)));
            }
            (Type::Map(held), Value::Object(all)) => {
                return Fit::of(all.values().map(|value| self.fit(held, value, depth)));
            }
            (Type::List(_) | Type::Map(_), _) => false,
            (Type::OneOrMany(item), Value::Array(items)) => {
                let many = Fit::of(items.iter().map(|value| self.fit(item, value, depth)));
                return many.or_else(|| self.fit(item, value, depth));
            }
            (Type::OneOrMany(inner) | Type::Nullable(inner) | Type::Boxed(inner), value) => {
                return self.fit(inner, value, depth);
            }
            (Type::Named(name), value) => return self.named(name, value, depth),
        };
        is_leaf.then_some(Fit::LEAF)
    }

    fn named(&mut self, name: &TypeName, value: &Value, depth: usize) -> Option<Fit> {
        let definition = self.definitions.get(name)?;
        let key = (&definition.name, std::ptr::from_ref(value));
        if let Some(found) = self.found.get(&key) {
            return *found;
        }
        let found = match &definition.kind {
            Kind::Struct(object) => value.as_object().and_then(|given| self.object(object, given, depth)),
            Kind::StringEnum(list) => list.values.iter().any(|own| *value == own.wire).then_some(Fit::LEAF),
            Kind::IntegerEnum(list) => list.values.iter().any(|own| *value == own.wire).then_some(Fit::LEAF),
            Kind::Union(union) => union.variants.iter().filter_map(|variant| self.fit(&variant.ty, value, depth)).max(),
            Kind::Tuple(parts) => value.as_array().filter(|items| items.len() >= parts.len()).and_then(|items| {
                Fit::of(parts.iter().zip(items).map(|(part, value)| self.fit(&part.ty, value, depth)))
            }),
            Kind::Alias(ty) | Kind::Newtype(ty) => self.fit(ty, value, depth),
        };
        self.found.insert(key, found);
        found
    }

    /// An object may have what the struct has no place for, but for one that forbids it, and what does not fit: that will be left out.
    fn object(&mut self, object: &Struct, given: &Map<String, Value>, depth: usize) -> Option<Fit> {
        let has = |index: &usize| given.contains_key(&object.fields[*index].wire);
        if !object.builders.iter().any(|builder| builder.required.iter().all(has)) {
            return None;
        }
        if given.is_empty() {
            return Some(Fit::LEAF);
        }
        let mut fit = Fit { is_whole: true, explained: 0 };
        for (key, value) in given {
            let field = object.fields.iter().find(|field| field.wire == *key);
            let part = match (field, &object.additional) {
                (Some(field), _) if value.is_null() && field.presence.takes_null() => Some(Fit::LEAF),
                (Some(field), _) => self.fit(&field.ty, value, depth),
                (None, Some((_, ty))) => self.fit(ty, value, depth),
                (None, None) => Some(Fit { is_whole: !object.closed, explained: 0 }),
            };
            fit.is_whole &= part.is_some_and(|part| part.is_whole);
            fit.explained += part.map_or(0, |part| part.explained);
        }
        // As little as a type of which nothing fits: one that has no place for anything.
        fit.is_whole &= fit.explained > 0;
        Some(fit)
    }
}
