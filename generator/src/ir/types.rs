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

    /// Whether it surely reads a text: `date-time` and `date` of RFC 3339, section 5.6, `uuid` of RFC 9562, section 4.
    #[must_use]
    pub fn reads(self, text: &str) -> bool {
        match self {
            Self::JiffTimestamp | Self::ChronoDateTime => is_date_time(text),
            Self::JiffDate | Self::ChronoDate => is_date(text),
            Self::Uuid => {
                let lengths = text.split('-').map(str::len);
                lengths.eq([8, 4, 4, 4, 12])
                    && text.split('-').all(|group| group.chars().all(|digit| digit.is_ascii_hexdigit()))
            }
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

/// Whether a text is a day of the Gregorian calendar, written as `2027-01-31` (RFC 3339, section 5.6: `full-date`).
#[must_use]
pub fn is_date(text: &str) -> bool {
    numbers(text, '-', &[4, 2, 2]).is_some_and(|parts| {
        let (year, month, day) = (parts[0], parts[1], parts[2]);
        let is_leap_year = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            2 if is_leap_year => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => 0,
        };
        (1..=days).contains(&day)
    })
}

/// Whether a text is a point in time, written as `2027-01-31T09:30:00Z` (RFC 3339, section 5.6: `date-time`), but for leap seconds, which the
/// libraries for such types do not keep.
fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't']) else { return false };
    let Some(end) = time.find(['Z', 'z', '+', '-']) else { return false };
    let (time, offset) = time.split_at(end);
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let is_offset = match offset.strip_prefix(['+', '-']) {
        Some(offset) => numbers(offset, ':', &[2, 2]).is_some_and(|parts| parts[0] < 24 && parts[1] < 60),
        None => offset.len() == 1,
    };
    let is_fraction = (1..=9).contains(&fraction.len()) && fraction.bytes().all(|digit| digit.is_ascii_digit());
    let is_time = numbers(time, ':', &[2, 2, 2]).is_some_and(|parts| parts[0] < 24 && parts[1] < 60 && parts[2] < 60);
    is_date(date) && is_time && is_fraction && is_offset
}

/// Numbers of so many digits each, with a character between them.
fn numbers(text: &str, between: char, digits: &[usize]) -> Option<Vec<u32>> {
    let parts: Vec<&str> = text.split(between).collect();
    let are_all = parts.iter().map(|part| part.len()).eq(digits.iter().copied());
    let number = |part: &&str| part.bytes().all(|digit| digit.is_ascii_digit()).then(|| part.parse().ok()).flatten();
    if are_all { parts.iter().map(number).collect() } else { None }
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

#[cfg(test)]
mod tests {
    use super::LibraryType::{ChronoDate, JiffTimestamp, Uuid};

    #[test]
    fn a_text_of_a_format_is_told_from_others() {
        for (ty, text, expected) in [
            (JiffTimestamp, "1985-04-12T23:20:50.52Z", true),
            (JiffTimestamp, "1996-12-19t16:39:57-08:00", true),
            (JiffTimestamp, "1990-12-31T23:59:60Z", false),
            (JiffTimestamp, "2020-01-01 10:00", false),
            (JiffTimestamp, "2020-01-01T10:00:00", false),
            (JiffTimestamp, "2020-01-01T10:00:00+1:00", false),
            (JiffTimestamp, "2020-01-01T24:00:00Z", false),
            (JiffTimestamp, "2020-01-01T10:00:00.Z", false),
            (JiffTimestamp, "yesterday", false),
            (ChronoDate, "2024-02-29", true),
            (ChronoDate, "2023-02-29", false),
            (ChronoDate, "1900-02-29", false),
            (ChronoDate, "2023-04-31", false),
            (ChronoDate, "2023-13-01", false),
            (ChronoDate, "01/02/2020", false),
            (ChronoDate, "+020-01-01", false),
            (Uuid, "f81d4fae-7dec-11d0-a765-00a0c91e6bf6", true),
            (Uuid, "f81d4fae7dec11d0a76500a0c91e6bf6", false),
            (Uuid, "g81d4fae-7dec-11d0-a765-00a0c91e6bf6", false),
        ] {
            assert_eq!(ty.reads(text), expected, "{text}");
        }
    }
}
