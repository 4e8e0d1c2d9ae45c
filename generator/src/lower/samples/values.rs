//! Values for samples: what the description gives as an example, else something plausible by type, format and name.

use std::cell::Cell;

use serde_json::{Map, Value};

use super::{
    fits::Definitions,
    known::{FIELDS, ITEMS, Known, TIME, json},
};
use crate::{
    ir::{Definition, Expression, Field, Kind, Part, Presence, Scalar, Struct, Type, Union, UnionVariant},
    naming::{TypeName, VariantName},
};

/// How deep values may stand in each other.
const DEPTH: usize = 24;

/// How many values of models one may be made of: where each must have two of the next, there are soon more than anybody reads.
const MODELS: usize = 500;

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

impl Taker {
    /// What takes a value that stands in another one: that has to be of its very type.
    fn within(self) -> Self {
        if self == Self::Typed { Self::Typed } else { Self::Inferred }
    }
}

/// The models, whose values are asked for.
pub(super) struct Values<'a> {
    pub(super) definitions: Definitions<'a>,
    /// How many values of models there may still be.
    left: Cell<usize>,
}

impl<'a> Values<'a> {
    pub(super) fn new(definitions: &'a [Definition]) -> Self {
        Self { definitions: Definitions::of(definitions), left: Cell::new(MODELS) }
    }

    /// A value of a type; none where each would hold another one without end, or more than anybody reads.
    pub(super) fn value(&self, ty: &'a Type, known: Known<'_>, taker: Taker) -> Option<Expression> {
        self.left.set(MODELS);
        self.inside(ty, known, taker, &mut Vec::new())
    }

    /// The same, inside of values of these types.
    fn inside(&self, ty: &'a Type, known: Known<'_>, taker: Taker, open: &mut Vec<&'a TypeName>) -> Option<Expression> {
        let is_null = known.example.is_some_and(Value::is_null);
        let known = known.with(known.example.filter(|_| !is_null || *ty == Type::Value));
        Some(match ty {
            Type::Boolean => Expression::Boolean(known.boolean()),
            Type::Integer => {
                let number = known.integer().unwrap_or_else(|| known.plausible_integer());
                Expression::Integer(number, taker == Taker::Inferred)
            }
            Type::Unsigned => {
                let plausible = || u64::try_from(known.plausible_integer()).unwrap_or(1);
                Expression::Unsigned(known.unsigned().unwrap_or_else(plausible), taker != Taker::Typed)
            }
            Type::Number => {
                let number = known.example.and_then(Value::as_f64).filter(|number| number.is_finite());
                Expression::Number(number.unwrap_or_else(|| known.plausible_number()))
            }
            Type::String => Expression::Text(known.text(), taker != Taker::Into),
            Type::UnixTime => Expression::Time(known.integer().unwrap_or(TIME)),
            Type::Library(ty) => known.parsed(*ty),
            Type::Value => json(&known.json(), taker == Taker::Into),
            Type::StringOrInteger => {
                let number = known.example.and_then(Value::as_i64).map(|number| Expression::Integer(number, false));
                let plain = number.unwrap_or_else(|| Expression::Text(known.text(), false));
                if taker == Taker::Into { plain } else { Expression::StringOrInteger(Box::new(plain)) }
            }
            Type::List(item) => self.list(item, known, taker, open),
            Type::Map(held) => self.map(ty, held, known, taker, open),
            Type::OneOrMany(item) => self.one_or_many(item, known, taker, open)?,
            Type::Nullable(inner) if is_null => Expression::Absent((**inner).clone()),
            Type::Nullable(inner) => match self.inside(inner, known, taker.within(), open) {
                Some(value) => Expression::Present(Box::new(value)),
                None => Expression::Absent((**inner).clone()),
            },
            Type::Boxed(inner) if taker == Taker::Into => self.inside(inner, known, Taker::Inferred, open)?,
            Type::Boxed(inner) => Expression::Boxed(Box::new(self.inside(inner, known, taker, open)?)),
            Type::Named(name) => self.named(name, known, taker, open)?,
        })
    }

    /// The first items of the example that are some; one where there is none, unless the example is empty or none ends.
    fn list(&self, item: &'a Type, known: Known<'_>, taker: Taker, open: &mut Vec<&'a TypeName>) -> Expression {
        let given = known.example.and_then(Value::as_array);
        let examples = given.into_iter().flatten().filter(|value| self.definitions.fits(item, value)).take(ITEMS);
        let mut items: Vec<Expression> = examples
            .filter_map(|example| self.inside(item, known.part("[]", Some(example)), taker.within(), open))
            .collect();
        if items.is_empty() && given.is_none_or(|given| !given.is_empty()) {
            items.extend(self.inside(item, known.part("[]", None), taker.within(), open));
        }
        if items.is_empty() {
            Expression::Empty(Type::List(Box::new(item.clone())))
        } else {
            Expression::List(items, taker != Taker::Into)
        }
    }

    fn map(
        &self,
        ty: &'a Type,
        held: &'a Type,
        known: Known<'_>,
        taker: Taker,
        open: &mut Vec<&'a TypeName>,
    ) -> Expression {
        let given = known.example.and_then(Value::as_object);
        let examples = given.into_iter().flatten().filter(|(_, value)| self.definitions.fits(held, value)).take(ITEMS);
        let known = Known { name: "value", ..known };
        let mut entries: Vec<(String, Expression)> = examples
            .filter_map(|(key, value)| {
                Some((key.clone(), self.inside(held, known.part("{}", Some(value)), taker.within(), open)?))
            })
            .collect();
        if entries.is_empty() && given.is_none_or(|given| !given.is_empty()) {
            let value = self.inside(held, known.part("{}", None), taker.within(), open);
            entries.extend(value.map(|value| ("key".to_owned(), value)));
        }
        if entries.is_empty() { Expression::Empty(ty.clone()) } else { Expression::Map(entries, taker != Taker::Into) }
    }

    /// A list where the example is one; else one value.
    fn one_or_many(
        &self,
        item: &'a Type,
        known: Known<'_>,
        taker: Taker,
        open: &mut Vec<&'a TypeName>,
    ) -> Option<Expression> {
        // Whatever is no list becomes one value by itself, and a list of such values several.
        let is_taken = taker == Taker::Into && !matches!(item, Type::List(_));
        let given = known.example.and_then(Value::as_array);
        if given.is_some_and(|items| items.iter().any(|value| self.definitions.fits(item, value)) || items.is_empty()) {
            let many = self.list(item, known, if is_taken { taker } else { taker.within() }, open);
            return Some(if is_taken { many } else { Expression::Many(Box::new(many)) });
        }
        let is_text = is_taken && *item == Type::String;
        let one = self.inside(item, known, if is_text { taker } else { taker.within() }, open)?;
        Some(if is_taken { one } else { Expression::One(Box::new(one)) })
    }

    fn named(
        &self,
        name: &'a TypeName,
        known: Known<'_>,
        taker: Taker,
        open: &mut Vec<&'a TypeName>,
    ) -> Option<Expression> {
        let definition = self.definitions.get(name)?;
        self.left.set(self.left.get().checked_sub(1)?);
        // An example ends by itself.
        if (known.example.is_none() && open.contains(&name)) || open.len() >= DEPTH {
            return None;
        }
        let default = definition.declared.default.as_deref().and_then(|default| serde_json::from_str(default).ok());
        let known = known.with(known.example.or(definition.example.as_ref()).or(default.as_ref()));
        let known = known.of_model(&definition.declared);
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
                    let example = example.filter(|example| self.definitions.fits(&part.ty, example));
                    let known = Known { declared: Some(&part.declared), example, ..known };
                    self.inside(&part.ty, known, Taker::Typed, open)
                };
                let items: Option<_> = parts.iter().enumerate().map(item).collect();
                items.map(|items| Expression::Tuple(name.clone(), items))
            }
        };
        open.pop();
        value
    }

    /// The variant whose tag the example has, or that has a place for most of it, as the runtime chooses; else the first one of which there
    /// is a value.
    fn variant(
        &self,
        name: &TypeName,
        union: &'a Union,
        known: Known<'_>,
        open: &mut Vec<&'a TypeName>,
    ) -> Option<Expression> {
        let tag = union.discriminator.as_ref().and_then(|property| known.example?.get(property)).map(Scalar::of);
        let fit = |variant: &&UnionVariant| self.definitions.fit(&variant.ty, known.example?);
        let meant = match &tag {
            Some(tag) => union.variants.iter().find(|variant| variant.tags.contains(tag)),
            // Of equals the first.
            None => union.variants.iter().rev().filter(|variant| fit(variant).is_some()).max_by_key(fit),
        };
        let meant = meant.map(|variant| (variant, known));
        let others = union.variants.iter().map(|variant| (variant, known.with(None)));
        meant.into_iter().chain(others).find_map(|(variant, known)| {
            let known = Known { declared: Some(&variant.declared), ..known };
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
        let builder =
            given.and_then(|given| self.definitions.builder_of(object, given)).or_else(|| object.builders.first())?;
        let mut set = Vec::new();
        for &index in &builder.required {
            set.push((index, self.field(&object.fields[index], given, open)?));
        }
        let value_of = |field: &Field| given.and_then(|given| given.get(&field.wire));
        let may_be_set = |index: &&usize| !object.fields[**index].deprecated;
        let is_given = |index: &&usize| {
            let field = &object.fields[**index];
            value_of(field).is_some_and(|value| is_null_of(field, value) || self.definitions.fits(&field.ty, value))
        };
        for &index in builder.optional.iter().filter(may_be_set).filter(is_given).take(FIELDS) {
            set.extend(self.field(&object.fields[index], given, open).map(|value| (index, value)));
        }
        if set.is_empty() && given.is_none() && open.len() == 1 {
            let mut optional = builder.optional.iter().filter(may_be_set);
            set.extend(optional.find_map(|&index| Some((index, self.field(&object.fields[index], None, open)?))));
        }
        set.sort_by_key(|(index, _)| *index);
        let fields = set.into_iter().map(|(index, value)| (object.fields[index].name.clone(), value)).collect();
        Some(Expression::Built(name.clone(), builder.constructor.clone(), fields))
    }

    fn field(
        &self,
        field: &'a Field,
        given: Option<&Map<String, Value>>,
        open: &mut Vec<&'a TypeName>,
    ) -> Option<Expression> {
        let given = given.and_then(|given| given.get(&field.wire));
        let given = given.filter(|value| is_null_of(field, value) || self.definitions.fits(&field.ty, value));
        // Inside of a value of its own type it would hold itself.
        let is_inside = field.ty.name().is_some_and(|name| open.contains(&name));
        let own = field.example.as_ref().filter(|_| !is_inside);
        let default = self.definitions.default_of(&field.ty, &field.declared).filter(|_| !is_inside);
        let example = given.or(own).or(default.as_ref());
        if example.is_some_and(|example| is_null_of(field, example)) {
            return Some(Expression::Absent(field.ty.clone()));
        }
        let known = Known { name: &field.wire, declared: Some(&field.declared), example };
        let taker = match (field.presence, &field.ty) {
            // Where a builder asks for it and responses may lack it, a setter takes an `Option`.
            (Presence::OptionalNullable, Type::String) if field.declared.required => Taker::Inferred,
            (Presence::Required | Presence::Optional, _) | (Presence::OptionalNullable, Type::String) => Taker::Into,
            (Presence::RequiredNullable | Presence::OptionalNullable, _) => Taker::Inferred,
        };
        let value = self.inside(&field.ty, known, taker, open);
        let can_be_null = field.presence == Presence::RequiredNullable;
        value.or_else(|| can_be_null.then(|| Expression::Absent(field.ty.clone())))
    }
}

/// Whether JSON is the null of a field, unless its type can be any JSON.
fn is_null_of(field: &Field, value: &Value) -> bool {
    value.is_null() && field.presence.takes_null()
}
