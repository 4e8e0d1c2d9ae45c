//! Rust types, which fields of one another takes over, and values as an app writes them.

use crate::naming::{FieldName, MethodName, TypeName, VariantName};

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
    /// A text that settings give a type of a library.
    Library(LibraryType),
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
            | Self::Library(_)
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

/// A type of a library for texts of one format. It reads and writes the text by itself, in the form of its standard.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum LibraryType {
    /// `jiff::Timestamp`: a point in time.
    JiffTimestamp,
    /// `jiff::civil::Date`: a day.
    JiffDate,
    /// `chrono::DateTime<chrono::Utc>`: a point in time.
    ChronoDateTime,
    /// `chrono::NaiveDate`: a day.
    ChronoDate,
    /// `uuid::Uuid`.
    Uuid,
}

impl LibraryType {
    /// The crate.
    #[must_use]
    pub const fn library(self) -> &'static str {
        match self {
            Self::JiffTimestamp | Self::JiffDate => "jiff",
            Self::ChronoDateTime | Self::ChronoDate => "chrono",
            Self::Uuid => "uuid",
        }
    }

    /// The `format` of the texts.
    #[must_use]
    pub const fn format(self) -> &'static str {
        match self {
            Self::JiffTimestamp | Self::ChronoDateTime => "date-time",
            Self::JiffDate | Self::ChronoDate => "date",
            Self::Uuid => "uuid",
        }
    }

    /// The type, as a program writes it whose crates are those of this prefix: `jiff::civil::Date`.
    #[must_use]
    pub fn path(self, prefix: &str) -> String {
        match self {
            Self::JiffTimestamp => format!("{prefix}jiff::Timestamp"),
            Self::JiffDate => format!("{prefix}jiff::civil::Date"),
            Self::ChronoDateTime => format!("{prefix}chrono::DateTime<{prefix}chrono::Utc>"),
            Self::ChronoDate => format!("{prefix}chrono::NaiveDate"),
            Self::Uuid => format!("{prefix}uuid::Uuid"),
        }
    }
}

/// What a model that requests send takes over from one that responses hold.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Conversion {
    /// The model of the response.
    pub source: TypeName,
    /// The indexes of the fields that are taken over.
    pub fields: Vec<(usize, Taken)>,
    /// Indexes of the fields that are required, and that the response may lack.
    pub required: Vec<usize>,
    /// Indexes of the fields that have another type in the response.
    pub unlike: Vec<usize>,
}

/// How a field is taken from the response's field of its name.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Taken {
    /// Whether the response may lack it.
    pub is_optional: bool,
    /// Whether its type is another one there, which converts into this.
    pub converts: bool,
}

/// How a call of an operation may look.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// The arguments of its method.
    pub arguments: Vec<Expression>,
    /// What sets its body, where that may be left out.
    pub body: Vec<Expression>,
}

/// A value as an app writes it.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// `true`.
    Boolean(bool),
    /// `7`, or `7_i64` where nothing else says its type.
    Integer(i64, bool),
    /// The same of a number that is never below zero.
    Unsigned(u64, bool),
    /// `1.5`.
    Number(f64),
    /// `"a"`, or `"a".to_owned()` where it is a `String`.
    Text(String, bool),
    /// Seconds since 1970.
    Time(i64),
    /// A text that becomes a type of a library.
    Parsed(String, LibraryType),
    /// What becomes any JSON, where it has to be that already.
    Json(Box<Expression>),
    /// JSON's null.
    Null,
    /// A list of JSON.
    JsonList(Vec<Expression>),
    /// An object of JSON.
    JsonObject(Vec<(String, Expression)>),
    /// What becomes a text or a whole number, where it has to be one already.
    StringOrInteger(Box<Expression>),
    /// `[a, b]`, or `Vec::from([a, b])` where it is a `Vec`.
    List(Vec<Expression>, bool),
    /// The pairs of a map; where it is a `BTreeMap`, that.
    Map(Vec<(String, Expression)>, bool),
    /// A list or a map of this type, without items.
    Empty(Type),
    /// `None` of this type.
    Absent(Type),
    /// `Some(a)`.
    Present(Box<Expression>),
    /// `Box::new(a)`.
    Boxed(Box<Expression>),
    /// `OneOrMany::One(a)`.
    One(Box<Expression>),
    /// `OneOrMany::Many(a)`.
    Many(Box<Expression>),
    /// A variant of an enum, with what it holds.
    Variant(TypeName, VariantName, Option<Box<Expression>>),
    /// A struct whose fields have no names.
    Tuple(TypeName, Vec<Expression>),
    /// A struct, by the function that begins to build it and what is set.
    Built(TypeName, MethodName, Vec<(FieldName, Expression)>),
    /// A file.
    File,
    /// A form whose parts nobody describes: names and texts.
    FormData(Vec<(String, Expression)>),
}
