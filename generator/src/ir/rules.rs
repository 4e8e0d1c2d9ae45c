//! Unions, and what tells their alternatives apart: what each allows of a value.

use std::fmt;

use serde_json::Value;

use super::{Declared, Type};
use crate::{naming::VariantName, place::Pointer};

/// One of several types.
#[derive(Clone, Debug, PartialEq)]
pub struct Union {
    /// The property that tells the variants apart (OpenAPI 3.0.4, section 4.8.25).
    pub discriminator: Option<String>,
    /// The variants, in the order of the description.
    pub variants: Vec<UnionVariant>,
    /// The variant for everything else.
    pub unknown: VariantName,
    /// What of it is not to be shown.
    pub hides: Hides,
}

/// What `Debug` does not show of a union.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Hides {
    /// It shows all.
    Nothing,
    /// A value that none of the variants is, since it may have what one of them hides by itself.
    Unknown,
    /// Any value: of one variant none is to be shown, and which one it is, only the value says.
    All,
}

/// A variant of a union.
#[derive(Clone, Debug, PartialEq)]
pub struct UnionVariant {
    /// Its name.
    pub name: VariantName,
    /// Where the description has it.
    pub place: Pointer,
    /// What it holds.
    pub ty: Type,
    /// The values of the discriminator that lead to it: scalars of the property's type.
    pub tags: Vec<Scalar>,
    /// What it allows of a value, where no discriminator decides.
    pub rules: Vec<Rule>,
    /// What it is.
    pub docs: String,
    /// What the description says of it, word by word.
    pub declared: Declared,
}

/// What an alternative allows of a value, so that another one can be told from it. What is left out breaks no rule.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// What stands there is one of these scalars.
    Only(Pointer, Vec<Scalar>),
    /// It is none of these, which other alternatives have.
    Not(Pointer, Vec<Scalar>),
    /// It keeps to a limit.
    Limit(Pointer, Limit),
    /// Nothing stands at any of these places.
    Without(Vec<Pointer>),
}

/// A limit of a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Limit {
    /// Of a number: `minimum`.
    AtLeast(f64),
    /// Of a number: `maximum`.
    AtMost(f64),
    /// Of a number: `exclusiveMinimum`.
    MoreThan(f64),
    /// Of a number: `exclusiveMaximum`.
    LessThan(f64),
    /// Of the number of characters, items or properties: `minLength`, `minItems`, `minProperties`.
    Shortest(usize),
    /// The same: `maxLength`, `maxItems`, `maxProperties`.
    Longest(usize),
}

/// A value that a description gives to a property.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar {
    /// `null`.
    Null,
    /// A boolean.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Number(f64),
    /// A text, and what stands for itself as one: an integer that is none of `i64`.
    Text(String),
}

impl Scalar {
    /// What a JSON value is as a scalar.
    #[must_use]
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(boolean) => Self::Boolean(*boolean),
            Value::Number(number) => match (number.as_i64(), number.as_f64().filter(|_| number.is_f64())) {
                (Some(integer), _) => Self::Integer(integer),
                (None, Some(number)) => Self::Number(number),
                (None, None) => Self::Text(number.to_string()),
            },
            Value::String(text) => Self::Text(text.clone()),
            Value::Array(_) | Value::Object(_) => Self::Text(value.to_string()),
        }
    }

    /// The number that it is.
    #[must_use]
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Self::Integer(integer) => Some(*integer as f64),
            Self::Number(number) => Some(*number),
            Self::Null | Self::Boolean(_) | Self::Text(_) => None,
        }
    }

    /// What those have in common that a client takes for each other.
    pub(crate) fn read_as(&self) -> ReadAs<'_> {
        // `1`, `1.0`, `"1"` and `"1.0"` -> the number 1, though a text is taken for no other text
        let number = |number: f64| ReadAs::Number((number + 0.0).to_bits());
        match self {
            Self::Null => ReadAs::Null,
            Self::Boolean(boolean) => ReadAs::Boolean(*boolean),
            Self::Integer(integer) => number(*integer as f64),
            Self::Number(known) => number(*known),
            Self::Text(text) => match (text.parse(), text.parse()) {
                (Ok(boolean), _) => ReadAs::Boolean(boolean),
                (_, Ok(known)) => number(known),
                _ => ReadAs::Text(text),
            },
        }
    }

    /// Whether a client takes the one for the other: 1 is 1.0, and a number or a boolean may come as its text.
    pub(crate) fn is_read_as(&self, other: &Self) -> bool {
        if let (Some(one), Some(other)) = (self.as_number(), other.as_number()) {
            return one == other;
        }
        match (self, other) {
            (Self::Text(text), Self::Integer(_) | Self::Number(_)) => text.parse().ok() == other.as_number(),
            (Self::Text(text), Self::Boolean(boolean)) => text.parse() == Ok(*boolean),
            (Self::Integer(_) | Self::Number(_) | Self::Boolean(_), Self::Text(_)) => other.is_read_as(self),
            (_, _) => self == other,
        }
    }
}

/// What scalars have in common that a client may take for each other.
#[derive(Debug, Eq, Hash, PartialEq)]
pub(crate) enum ReadAs<'a> {
    Null,
    Boolean(bool),
    /// The bits of a number.
    Number(u64),
    Text(&'a str),
}

impl fmt::Display for Scalar {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => formatter.write_str("null"),
            Self::Boolean(boolean) => boolean.fmt(formatter),
            Self::Integer(integer) => integer.fmt(formatter),
            Self::Number(number) => number.fmt(formatter),
            Self::Text(text) => text.fmt(formatter),
        }
    }
}
