//! Values for samples: what the description gives as an example, else something plausible by type, format and name.

use serde_json::{Map, Value};

use super::{
    fits::{Definitions, fits},
    known::{FIELDS, ITEMS, Known, TIME, json},
};
use crate::{
    ir::{Builder, Definition, Expression, Field, Kind, Part, Presence, Scalar, Struct, Type, Union, UnionVariant},
    naming::{TypeName, VariantName},
};

/// How deep values of which the description gives no end may stand in each other.
const DEPTH: usize = 24;

/// What takes a value, and so how it is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Taker {
    /// Something that it becomes: `impl Into<String>`.
    Into,
    /// Its very type.
    Typed,
    /// Its very type, which nothing but the value says: an item of what becomes a `Vec`.
    Inferred,
}

/// The models, whose values are asked for.
pub(super) struct Values<'a> {
    definitions: Definitions<'a>,
}

impl<'a> Values<'a> {
    pub(super) fn new(definitions: &'a [Definition]) -> Self {
        Self { definitions: Definitions::of(definitions) }
    }

    /// A value of a type; none where each would hold another one without end.
    pub(super) fn value(&self, ty: &'a Type, known: Known<'_>, taker: Taker) -> Option<Expression> {
        self.inside(ty, known, taker, &mut Vec::new())
    }

    /// The same, inside of values of these types.
    fn inside(&self, ty: &'a Type, known: Known<'_>, taker: Taker, open: &mut Vec<&'a TypeName>) -> Option<Expression> {
        let known = known.with(known.example.filter(|example| !example.is_null()));
        // What stands in another value has to be of its very type.
        let within = if taker == Taker::Typed { Taker::Typed } else { Taker::Inferred };
        Some(match ty {
            Type::Boolean => Expression::Boolean(known.example.and_then(Value::as_bool).unwrap_or(true)),
            Type::Integer => Expression::Integer(known.integer().unwrap_or(1), taker == Taker::Inferred),
            Type::Unsigned => {
                let number = known.example.and_then(Value::as_u64);
                Expression::Unsigned(number.unwrap_or(1), taker != Taker::Typed)
            }
            Type::Number => Expression::Number(known.example.and_then(Value::as_f64).unwrap_or(1.0)),
            Type::String => Expression::Text(known.text(), taker != Taker::Into),
            Type::UnixTime => Expression::Time(known.integer().unwrap_or(TIME)),
            Type::Library(ty) => {
                let known = Known { format: Some(ty.format()), ..known };
                Expression::Parsed(known.text(), *ty)
            }
            Type::Value => json(&known.json(), taker == Taker::Into),
            Type::StringOrInteger => {
                let number = known.example.and_then(Value::as_i64).map(|number| Expression::Integer(number, false));
                let plain = number.unwrap_or_else(|| Expression::Text(known.text(), false));
                if taker == Taker::Into { plain } else { Expression::StringOrInteger(Box::new(plain)) }
            }
            Type::List(item) => self.list(ty, item, known, taker, open),
            Type::Map(held) => self.map(ty, held, known, taker, open),
            Type::OneOrMany(item) => {
                let example =
                    known.example.and_then(|example| example.as_array().map_or(Some(example), |all| all.first()));
                let one = self.inside(item, known.with(example), within, open)?;
                // Whatever is no list becomes one value by itself.
                let is_taken = taker == Taker::Into && !matches!(**item, Type::List(_));
                if is_taken { one } else { Expression::One(Box::new(one)) }
            }
            Type::Nullable(inner) => match self.inside(inner, known, within, open) {
                Some(value) => Expression::Present(Box::new(value)),
                None => Expression::Absent((**inner).clone()),
            },
            Type::Boxed(inner) if taker == Taker::Into => self.inside(inner, known, Taker::Inferred, open)?,
            Type::Boxed(inner) => Expression::Boxed(Box::new(self.inside(inner, known, taker, open)?)),
            Type::Named(name) => self.named(name, known, taker, open)?,
        })
    }

    /// The first items of the example; one where there is no example, none where there is none that ends.
    fn list(
        &self,
        ty: &'a Type,
        item: &'a Type,
        known: Known<'_>,
        taker: Taker,
        open: &mut Vec<&'a TypeName>,
    ) -> Expression {
        let within = if taker == Taker::Typed { Taker::Typed } else { Taker::Inferred };
        let given = known.example.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let given = given.iter().filter(|value| fits(&self.definitions, item, value, DEPTH)).take(ITEMS).map(Some);
        let mut items: Vec<Expression> =
            given.filter_map(|example| self.inside(item, known.with(example), within, open)).collect();
        if items.is_empty() {
            items.extend(self.inside(item, known.with(None), within, open));
        }
        if items.is_empty() { Expression::Empty(ty.clone()) } else { Expression::List(items, taker != Taker::Into) }
    }

    fn map(
        &self,
        ty: &'a Type,
        held: &'a Type,
        known: Known<'_>,
        taker: Taker,
        open: &mut Vec<&'a TypeName>,
    ) -> Expression {
        let given = known.example.and_then(Value::as_object).into_iter().flatten();
        let given = given.filter(|(_, value)| fits(&self.definitions, held, value, DEPTH)).take(ITEMS);
        let within = if taker == Taker::Typed { Taker::Typed } else { Taker::Inferred };
        let mut entries: Vec<(String, Expression)> = given
            .filter_map(|(key, value)| Some((key.clone(), self.inside(held, known.with(Some(value)), within, open)?)))
            .collect();
        if entries.is_empty() {
            let value = self.inside(held, Known { name: "value", ..known.with(None) }, within, open);
            entries.extend(value.map(|value| ("key".to_owned(), value)));
        }
        if entries.is_empty() { Expression::Empty(ty.clone()) } else { Expression::Map(entries, taker != Taker::Into) }
    }

    fn named(
        &self,
        name: &'a TypeName,
        known: Known<'_>,
        taker: Taker,
        open: &mut Vec<&'a TypeName>,
    ) -> Option<Expression> {
        let definition = self.definitions.get(name)?;
        if open.contains(&name) || open.len() >= DEPTH {
            return None;
        }
        let known = known.with(known.example.or(definition.example.as_ref()));
        let variant = |variant: &VariantName| Expression::Variant(name.clone(), variant.clone(), None);
        open.push(name);
        let value = match &definition.kind {
            Kind::Struct(object) => self.built(name, object, known, open),
            Kind::StringEnum(list) => {
                let given = list.values.iter().find(|value| known.example.is_some_and(|given| *given == value.wire));
                given.or_else(|| list.values.first()).map(|value| variant(&value.name))
            }
            Kind::IntegerEnum(list) => {
                let given = list.values.iter().find(|value| known.integer() == Some(value.wire));
                given.or_else(|| list.values.first()).map(|value| variant(&value.name))
            }
            Kind::Union(union) => self.variant(name, union, known, open),
            Kind::Alias(ty) => self.inside(ty, known, taker, open),
            Kind::Newtype(ty) => {
                let inner = self.inside(ty, known, Taker::Typed, open);
                inner.map(|inner| Expression::Tuple(name.clone(), vec![inner]))
            }
            Kind::Tuple(parts) => {
                let given = known.example.and_then(Value::as_array);
                let item = |(index, part): (usize, &'a Part)| {
                    let example = given.and_then(|given| given.get(index));
                    let example = example.filter(|example| fits(&self.definitions, &part.ty, example, DEPTH));
                    self.inside(&part.ty, known.with(example), Taker::Typed, open)
                };
                let items: Option<_> = parts.iter().enumerate().map(item).collect();
                items.map(|items| Expression::Tuple(name.clone(), items))
            }
        };
        open.pop();
        value
    }

    /// The variant that the example is, else the first one of which there is a value.
    fn variant(
        &self,
        name: &TypeName,
        union: &'a Union,
        known: Known<'_>,
        open: &mut Vec<&'a TypeName>,
    ) -> Option<Expression> {
        let tag = union.discriminator.as_ref().and_then(|property| known.example?.get(property)).map(Scalar::of);
        let is_meant = |variant: &&UnionVariant| match (known.example, &tag) {
            (Some(_), Some(tag)) => variant.tags.contains(tag),
            (Some(example), None) => fits(&self.definitions, &variant.ty, example, DEPTH),
            (None, _) => false,
        };
        let meant = union.variants.iter().filter(is_meant).map(|variant| (variant, known));
        let others = union.variants.iter().map(|variant| (variant, known.with(None)));
        meant.chain(others).find_map(|(variant, known)| {
            let held = self.inside(&variant.ty, known, Taker::Typed, open)?;
            Some(Expression::Variant(name.clone(), variant.name.clone(), Some(Box::new(held))))
        })
    }

    /// By the builder that says most of the example, else by the first. What it asks for is set, and what the example has besides; of
    /// a body without either, the first field, since an empty one shows nothing.
    fn built(
        &self,
        name: &TypeName,
        object: &'a Struct,
        known: Known<'_>,
        open: &mut Vec<&'a TypeName>,
    ) -> Option<Expression> {
        let given = known.example.and_then(Value::as_object);
        let builder = given.and_then(|given| self.builder_of(object, given)).or_else(|| object.builders.first())?;
        let mut set = Vec::new();
        for &index in &builder.required {
            set.push((index, self.field(&object.fields[index], given, open)?));
        }
        let value_of = |field: &Field| given.and_then(|given| given.get(&field.wire));
        let may_be_set = |index: &&usize| !object.fields[**index].deprecated;
        let is_given = |index: &&usize| {
            let field = &object.fields[**index];
            value_of(field).is_some_and(|value| !value.is_null() && fits(&self.definitions, &field.ty, value, DEPTH))
        };
        for &index in builder.optional.iter().filter(may_be_set).filter(is_given).take(FIELDS) {
            set.extend(self.field(&object.fields[index], given, open).map(|value| (index, value)));
        }
        if set.is_empty() && open.len() == 1 {
            let mut optional = builder.optional.iter().filter(may_be_set);
            set.extend(optional.find_map(|&index| Some((index, self.field(&object.fields[index], None, open)?))));
        }
        set.sort_by_key(|(index, _)| *index);
        let fields = set.into_iter().map(|(index, value)| (object.fields[index].name.clone(), value)).collect();
        Some(Expression::Built(name.clone(), builder.constructor.clone(), fields))
    }

    /// The builder whose constants the example has, and that sets most of its fields; of equals the first.
    fn builder_of(&self, object: &'a Struct, given: &Map<String, Value>) -> Option<&'a Builder> {
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
    fn is_value(&self, ty: &Type, value: &Value, constant: &VariantName) -> bool {
        let kind = ty.name().and_then(|name| self.definitions.get(name)).map(|definition| &definition.kind);
        match kind {
            Some(Kind::StringEnum(list)) => list.values.iter().any(|own| own.name == *constant && *value == own.wire),
            Some(Kind::IntegerEnum(list)) => list.values.iter().any(|own| own.name == *constant && *value == own.wire),
            Some(Kind::Alias(ty)) => self.is_value(ty, value, constant),
            Some(Kind::Struct(_) | Kind::Union(_) | Kind::Newtype(_) | Kind::Tuple(_)) | None => false,
        }
    }

    fn field(
        &self,
        field: &'a Field,
        given: Option<&Map<String, Value>>,
        open: &mut Vec<&'a TypeName>,
    ) -> Option<Expression> {
        let given = given.and_then(|given| given.get(&field.wire));
        let given = given.filter(|value| fits(&self.definitions, &field.ty, value, DEPTH));
        let example = given.or(field.example.as_ref());
        let known = Known { name: &field.wire, format: field.declared.format.as_deref(), example };
        let taker = match (field.presence, &field.ty) {
            (Presence::Required | Presence::Optional, _) | (Presence::OptionalNullable, Type::String) => Taker::Into,
            (Presence::RequiredNullable | Presence::OptionalNullable, _) => Taker::Inferred,
        };
        let value = self.inside(&field.ty, known, taker, open);
        let can_be_null = field.presence == Presence::RequiredNullable;
        value.or_else(|| can_be_null.then(|| Expression::Absent(field.ty.clone())))
    }
}
