//! Models: structs, enums, unions, aliases.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Conversion, Declared, Selection, Type, Union};
use crate::{
    naming::{FieldName, MethodName, ModuleName, TypeName, VariantName},
    place::Pointer,
};

/// A named type of the generated crate.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// Its name.
    pub name: TypeName,
    /// The module (and file) that it stands in.
    pub module: ModuleName,
    /// Where the description has it.
    pub place: Pointer,
    /// What it is.
    pub docs: String,
    /// Whether the description advises against it.
    pub deprecated: bool,
    /// Whether null is a value of it, by its own word.
    pub nullable: bool,
    /// Who reaches it.
    pub usage: Usage,
    /// Which tags reach it, and so compile it.
    pub selection: Selection,
    /// What the description says of a value of it, where it is a component; of an inline schema, its owner has it.
    pub declared: Declared,
    /// A value of it that the description gives as an example, where it is a component.
    pub example: Option<Value>,
    /// What it is made of.
    pub kind: Kind,
}

impl Definition {
    /// Whether a field of it is never sent, because only the server sets it, though a request may hold a value that has it.
    #[must_use]
    pub fn withholds(&self, field: &Field) -> bool {
        self.usage.request && field.read_only && field.presence == Presence::Optional
    }

    /// The builder of a struct, where it is the only one and asks for what the struct must have: then its fields tell all of it.
    #[must_use]
    pub fn usual_builder(&self) -> Option<&Builder> {
        let Kind::Struct(object) = &self.kind else { return None };
        let [builder] = object.builders.as_slice() else { return None };
        let set = |indexes: &[usize]| indexes.iter().copied().collect::<BTreeSet<_>>();
        let (required, optional) = (set(&builder.required), set(&builder.optional));
        let constants: BTreeSet<usize> = builder.constants.iter().map(|(index, _)| *index).collect();
        let follows = |(index, field): (usize, &Field)| match field.presence {
            Presence::Required => required.contains(&index) || constants.contains(&index),
            Presence::RequiredNullable => required.contains(&index),
            Presence::Optional if self.withholds(field) => {
                !required.contains(&index) && !optional.contains(&index) && !constants.contains(&index)
            }
            Presence::Optional | Presence::OptionalNullable => optional.contains(&index),
        };
        (builder.presets.is_empty() && object.fields.iter().enumerate().all(follows)).then_some(builder)
    }
}

/// Which side of the wire reaches a definition.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Usage {
    /// A request's body or parameter does.
    pub request: bool,
    /// A response does.
    pub response: bool,
}

impl Usage {
    /// What either reaches.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self { request: self.request || other.request, response: self.response || other.response }
    }
}

/// The kinds of definitions.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// An object with properties.
    Struct(Struct),
    /// Strings of a list; others are kept as they came.
    StringEnum(StringEnum),
    /// Integers of a list; others are kept as they came.
    IntegerEnum(IntegerEnum),
    /// One of several types.
    Union(Union),
    /// A list of a fixed length, whose items have types of their own.
    Tuple(Vec<Part>),
    /// Another name of a type.
    Alias(Type),
    /// A type that contains itself by way of a list or map: a name alone can't do that in Rust.
    Newtype(Type),
}

impl Kind {
    /// The types that a definition is made of.
    #[must_use]
    pub fn types(&self) -> Vec<&Type> {
        match self {
            Self::Struct(Struct { fields, additional, .. }) => {
                fields.iter().map(|field| &field.ty).chain(additional.iter().map(|(_, ty)| ty)).collect()
            }
            Self::StringEnum(_) | Self::IntegerEnum(_) => Vec::new(),
            Self::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
            Self::Tuple(parts) => parts.iter().map(|part| &part.ty).collect(),
            Self::Alias(ty) | Self::Newtype(ty) => vec![ty],
        }
    }

    /// The same, for changing them.
    pub fn types_mut(&mut self) -> Vec<&mut Type> {
        match self {
            Self::Struct(Struct { fields, additional, .. }) => {
                fields.iter_mut().map(|field| &mut field.ty).chain(additional.iter_mut().map(|(_, ty)| ty)).collect()
            }
            Self::StringEnum(_) | Self::IntegerEnum(_) => Vec::new(),
            Self::Union(union) => union.variants.iter_mut().map(|variant| &mut variant.ty).collect(),
            Self::Tuple(parts) => parts.iter_mut().map(|part| &mut part.ty).collect(),
            Self::Alias(ty) | Self::Newtype(ty) => vec![ty],
        }
    }
}

/// An object with properties.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Struct {
    /// The properties, in the order of the description.
    pub fields: Vec<Field>,
    /// The type of all other properties, if the description has one.
    pub additional: Option<(FieldName, Type)>,
    /// Whether no `Debug` and no error shows what these hold.
    pub hides_additional: bool,
    /// Whether the description forbids all other properties.
    pub closed: bool,
    /// What each of its alternatives requires, where all of them are this one struct.
    pub alternatives: Vec<Vec<String>>,
    /// One, or one for each branch of an `anyOf` of `required` lists.
    pub builders: Vec<Builder>,
    /// The models of responses whose fields it takes over.
    pub conversions: Vec<Conversion>,
}

/// A property.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The key in JSON.
    pub wire: String,
    /// Where the description has it.
    pub place: Pointer,
    /// The field, and the setter of the builder.
    pub name: FieldName,
    /// The type of a value that is there.
    pub ty: Type,
    /// Whether it may be missing or null.
    pub presence: Presence,
    /// What it is, with units, default and limits.
    pub docs: String,
    /// Whether the description advises against it.
    pub deprecated: bool,
    /// The schemas whose `required` names it: its owner, parts and branches of it.
    pub required_in: Vec<Pointer>,
    /// Whether `required` names it but no `properties` declare it.
    pub undeclared: bool,
    /// Whether only the server sets it.
    pub read_only: bool,
    /// Whether only requests carry it.
    pub write_only: bool,
    /// Whether no `Debug` and no error shows what it holds.
    pub sensitive: bool,
    /// A value that the description gives as an example.
    pub example: Option<Value>,
    /// The only value that it can have: never asked for, written by itself.
    pub constant: Option<VariantName>,
    /// What the description says of it, word by word.
    pub declared: Declared,
}

/// Whether a property may be missing or null, and so what stands around its type.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Presence {
    /// `T`.
    Required,
    /// `Option<T>`, written as null.
    RequiredNullable,
    /// `Option<T>`, left out where it is `None`.
    Optional,
    /// `Nullable<T>`: left out, null, or a value. Where no request reaches it, this becomes [`Presence::Optional`].
    OptionalNullable,
}

impl Presence {
    /// Whether null is a value.
    #[must_use]
    pub const fn takes_null(self) -> bool {
        matches!(self, Self::RequiredNullable | Self::OptionalNullable)
    }
}

/// One way to build a struct.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Builder {
    /// What the description calls the branch: its constructor, its title, else what it fixes or requires; nothing without branches.
    pub wire: String,
    /// Where the description has it.
    pub place: Pointer,
    /// The builder's type.
    pub name: TypeName,
    /// The struct's function that starts it.
    pub constructor: MethodName,
    /// Whether it is what the only way to build the struct would be: it is the only one, or called so.
    pub is_usual: bool,
    /// What it builds, if the description says so.
    pub docs: String,
    /// Indexes of the fields that must be set.
    pub required: Vec<usize>,
    /// Indexes of the fields that may be set.
    pub optional: Vec<usize>,
    /// Indexes of the fields that it leaves out always.
    pub excluded: Vec<usize>,
    /// Fields that it sets by itself.
    pub constants: Vec<(usize, VariantName)>,
    /// Fields that it sets by itself unless an app sets them.
    pub presets: Vec<Preset>,
}

/// A field that a builder sets by itself unless an app sets it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Preset {
    /// Its index.
    pub field: usize,
    /// The type of what the setter takes: an enum of these values alone.
    pub name: TypeName,
    /// The variants of the field's own enum that the builder can set, the first by itself.
    pub values: Vec<VariantName>,
}

/// Strings of a list.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StringEnum {
    /// The values, in the order of the description.
    pub values: Vec<EnumValue<String>>,
    /// The variant for all others.
    pub unknown: VariantName,
}

/// Integers of a list.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct IntegerEnum {
    /// The values, in the order of the description.
    pub values: Vec<EnumValue<i64>>,
    /// The variant for all others.
    pub unknown: VariantName,
}

/// A value of an enum.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct EnumValue<T> {
    /// The value on the wire.
    pub wire: T,
    /// Where the description has it.
    pub place: Pointer,
    /// Its variant.
    pub name: VariantName,
    /// What it means.
    pub docs: String,
}

/// An item of a tuple.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Where the description has it.
    pub place: Pointer,
    /// Its type.
    pub ty: Type,
    /// What it is.
    pub docs: String,
    /// Whether no `Debug` and no error shows what it holds.
    pub sensitive: bool,
    /// What the description says of it, word by word.
    pub declared: Declared,
}
