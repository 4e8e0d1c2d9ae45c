//! What the tables of the OpenAPI Specification are made of.

/// An object of the specification.
pub(super) struct Object {
    /// As its section is called.
    pub(super) name: &'static str,
    /// Where components of its kind stand.
    pub(super) components: Option<&'static str>,
    /// What it may have.
    pub(super) fields: &'static [Field],
}

/// A field of an object.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) holds: Holds,
    /// Whether the object has none of the others without it.
    pub(super) is_required: bool,
    /// The first and the last minor version of OpenAPI 3 that has it.
    pub(super) versions: (u8, u8),
}

/// What stands in a field.
pub(super) enum Holds {
    Text,
    Url,
    Boolean,
    /// A number of things: an integer, not below zero.
    Count,
    Number,
    Json,
    /// What a property, parameter or operation is called.
    Name,
    Names,
    /// A component of the schemas.
    NameOfSchema,
    Pattern,
    /// The tags of an operation.
    Tags,
    /// What a requirement asks of a scheme.
    Scopes,
    /// One type, and in 3.1 a list of them, too.
    TypeNames,
    /// One of these words.
    Word(&'static [&'static str]),
    Is(&'static Object),
    /// The object, or a reference to a component of its kind.
    Component(&'static Object),
    ListOf(&'static Holds),
    KeyedBy(Keys, &'static Holds),
}

/// What the keys of a map are.
pub(super) enum Keys {
    AnyName,
    Paths,
    Statuses,
    MediaTypes,
    Variables,
    Schemes,
    /// Names of components.
    Components,
    /// Expressions that a value at run time is written for.
    Runtimes,
}

const ALL: (u8, u8) = (0, 2);
pub(super) const OF_3_0: (u8, u8) = (0, 0);
pub(super) const SINCE_3_1: (u8, u8) = (1, 2);
pub(super) const SINCE_3_2: (u8, u8) = (2, 2);

pub(super) const fn may(name: &'static str, holds: Holds) -> Field {
    Field { name, holds, is_required: false, versions: ALL }
}

pub(super) const fn must(name: &'static str, holds: Holds) -> Field {
    Field { name, holds, is_required: true, versions: ALL }
}

pub(super) const fn only(versions: (u8, u8), field: Field) -> Field {
    Field { versions, ..field }
}
