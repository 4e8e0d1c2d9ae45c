//! Rust types.

use crate::naming::TypeName;

/// A Rust type.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum Type {
    /// `bool`.
    Boolean,
    /// `i64`.
    Integer,
    /// `u64`: never below zero, and possibly beyond `i64`.
    Unsigned,
    /// `f64`.
    Number,
    /// `String`.
    String,
    /// Seconds since 1970.
    UnixTime,
    /// Any JSON.
    Value,
    /// A text or a whole number.
    StringOrInteger,
    /// `Vec<T>`.
    List(Box<Type>),
    /// `BTreeMap<String, T>`.
    Map(Box<Type>),
    /// One value, or a list of them.
    OneOrMany(Box<Type>),
    /// `Option<T>` inside another type: an item that can be null.
    Nullable(Box<Type>),
    /// `Box<T>`: breaks a cycle.
    Boxed(Box<Type>),
    /// A definition.
    Named(TypeName),
}

impl Type {
    /// The type that this one is made of, if it is made of one.
    #[must_use]
    pub fn inner(&self) -> Option<&Self> {
        match self {
            Self::List(inner)
            | Self::Map(inner)
            | Self::OneOrMany(inner)
            | Self::Nullable(inner)
            | Self::Boxed(inner) => Some(inner),
            Self::Boolean
            | Self::Integer
            | Self::Unsigned
            | Self::Number
            | Self::String
            | Self::UnixTime
            | Self::Value
            | Self::StringOrInteger
            | Self::Named(_) => None,
        }
    }

    /// This type and those that it is made of, from the outside in.
    pub fn parts(&self) -> impl Iterator<Item = &Self> {
        std::iter::successors(Some(self), |ty| ty.inner())
    }

    /// The definition in its middle.
    #[must_use]
    pub fn name(&self) -> Option<&TypeName> {
        self.parts().find_map(|part| if let Self::Named(name) = part { Some(name) } else { None })
    }
}
