//! What a model tells of itself, so that generic code reads, writes and builds it.

#![allow(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "a description may have no objects, or none with a map of all other properties"
)]

use std::collections::BTreeMap;
use std::fmt::{self, Debug, DebugStruct};

use serde::Serialize;
use serde::de::MapAccess;

use super::key::Hashes;
use super::property;
use crate::json::sent::is_withheld;
use crate::values::nullable::Nullable;

/// An object with properties, as [`model!`](super::model::model) makes it of its table. A property is called by its index in
/// that table.
pub(crate) trait Object: Sized {
    /// The name of its type.
    const NAME: &'static str;
    /// The names of its properties in JSON, in the order of the description.
    const NAMES: &'static [&'static str];
    /// The same by their hashes.
    const HASHES: &'static Hashes = &Hashes::new(Self::NAMES);
    /// The properties that must be there.
    const REQUIRED: &'static [usize];
    /// Whether it has a map of all other properties.
    const KEEPS_OTHERS: bool;
    /// Whether requests send it, and responses hold it: nothing that came may be read as absent, because what is written back
    /// would delete it.
    const IS_SENT: bool = false;
    /// The properties whose values are in no `Debug` and no error.
    const SENSITIVE: &'static [usize] = &[];
    /// Whether the values of all other properties are not, either.
    const HIDES_OTHERS: bool = false;
    /// Its fields as far as they are known. Where nothing is required, that is the model itself.
    type Parts;

    /// What is known before anything is read or set.
    fn parts() -> Self::Parts;

    /// The model, once all that is required is known.
    fn whole(parts: Self::Parts) -> Self;

    /// Reads the value of a property.
    fn read<'de, A: MapAccess<'de>>(parts: &mut Self::Parts, index: usize, values: &mut A) -> Result<(), A::Error>;

    /// Reads the value of a property that is none of them.
    fn read_other<'de, A: MapAccess<'de>>(
        _parts: &mut Self::Parts,
        _name: String,
        values: &mut A,
    ) -> Result<(), A::Error> {
        property::pass(values)
    }

    /// Writes the properties that are there.
    fn write<W: Write>(&self, to: &mut W);
}

/// What the properties of an object are written to. An error ends the writing, and is kept for the end.
pub(crate) trait Write {
    /// Writes a property.
    fn property<T: Serialize>(&mut self, name: &'static str, value: &T);

    /// Writes all other properties.
    fn others<T: Serialize>(&mut self, others: &BTreeMap<String, T>);

    /// Writes a property, unless it is left out.
    fn optional<T: Serialize>(&mut self, name: &'static str, value: &Option<T>) {
        if value.is_some() {
            self.property(name, value);
        }
    }

    /// Writes a property that only the server sets, unless it is left out, or would be sent.
    fn withheld<T: Serialize>(&mut self, name: &'static str, value: &Option<T>) {
        if !is_withheld(value) {
            self.property(name, value);
        }
    }

    /// Writes a property, unless it is left out.
    fn nullable<T: Serialize>(&mut self, name: &'static str, value: &Nullable<T>) {
        if !value.is_absent() {
            self.property(name, value);
        }
    }
}

/// The fields of a model as far as they are known, while it is read or built: `__Parts`, and `whole`, which makes the model of them.
macro_rules! parts {
    // Nothing has to be given: what is known is the model itself.
    (
        $model:ident
        $(pub $field:ident $(?: $optional:ty,)? $(? or null: $nullable:ty,)? $(= $constant:ident,)?)*
        $(..$others:ident: $others_type:ty)?
    ) => {
        type __Parts = $model;

        fn whole(parts: __Parts) -> $model {
            parts
        }

        impl ::std::default::Default for $model {
            fn default() -> Self {
                <Self as $crate::tables::objects::object::Object>::parts()
            }
        }
    };
    (
        $model:ident
        $(
            pub $field:ident
            $(: $required:ty,)?
            $(or null: $null:ty,)?
            $(?: $optional:ty,)?
            $(? or null: $nullable:ty,)?
            $(= $constant:ident,)?
        )*
        $(..$others:ident: $others_type:ty)?
    ) => {
        #[derive(Clone, Debug)]
        #[allow(unreachable_pub)]
        pub struct __Parts {
            $(
                $field:
                    $(::std::option::Option<$required>)?
                    $(::std::option::Option<$null>)?
                    $(::std::option::Option<$optional>)?
                    $($crate::values::nullable::Nullable<$nullable>)?
                    $($constant)?,
            )*
            $($others: $others_type,)?
        }

        #[allow(irrefutable_let_patterns)]
        fn whole(parts: __Parts) -> $model {
            let __Parts {
                $($field: $crate::tables::objects::object::known!($field $($required)?),)*
                $($others,)?
            } = parts else {
                $crate::tables::objects::property::incomplete()
            };
            $model { $($field,)* $($others,)? }
        }
    };
}
pub(crate) use parts;

/// What a field is in a model that is complete.
macro_rules! known {
    ($field:ident) => {
        $field
    };
    ($field:ident $required:ty) => {
        ::std::option::Option::Some($field)
    };
}
pub(crate) use known;

/// A model that is shown, without what is sensitive.
pub(crate) struct Shown<'a, 'b> {
    shown: DebugStruct<'a, 'b>,
    sensitive: &'static [usize],
    hides_others: bool,
    /// The next field.
    index: usize,
}

impl<'a, 'b> Shown<'a, 'b> {
    pub(crate) fn of<T: Object>(formatter: &'a mut fmt::Formatter<'b>) -> Self {
        let shown = formatter.debug_struct(T::NAME);
        Self { shown, sensitive: T::SENSITIVE, hides_others: T::HIDES_OTHERS, index: 0 }
    }

    pub(crate) fn field(mut self, name: &str, value: &dyn Debug) -> Self {
        let is_hidden = self.sensitive.contains(&self.index);
        self.index += 1;
        self.add(name, value, is_hidden)
    }

    /// All other properties.
    pub(crate) fn others(self, name: &str, values: &dyn Debug) -> Self {
        let is_hidden = self.hides_others;
        self.add(name, values, is_hidden)
    }

    pub(crate) fn finish(mut self) -> fmt::Result {
        self.shown.finish()
    }

    fn add(mut self, name: &str, value: &dyn Debug, is_hidden: bool) -> Self {
        let hidden = format_args!("***");
        self.shown.field(name, if is_hidden { &hidden } else { value });
        self
    }
}

/// Shows a builder of the model `T`, unless something in it is sensitive.
pub(crate) fn show_builder<T: Object>(
    formatter: &mut fmt::Formatter<'_>,
    builder: &str,
    parts: &dyn Debug,
) -> fmt::Result {
    if T::SENSITIVE.is_empty() && !T::HIDES_OTHERS {
        formatter.debug_tuple(builder).field(parts).finish()
    } else {
        formatter.debug_struct(builder).finish_non_exhaustive()
    }
}

/// The error of a value that cannot be read, without it where it is sensitive.
pub(crate) fn without_value<E: serde::de::Error>(error: E, is_sensitive: bool) -> E {
    if is_sensitive { E::custom("a value that is not as described, and not shown") } else { error }
}

/// The error of a value that is shown nowhere.
pub(crate) fn hides<E: serde::de::Error>(error: E) -> E {
    without_value(error, true)
}

/// The `Debug` of a model that hides some of what it holds.
macro_rules! debug {
    (
        pub struct $model:ident {
            $(
                $(#[$field_attribute:meta])*
                pub $field:ident
                $(: $required:ty $(as $required_wire:literal)?,)?
                $(or null: $null:ty $(as $null_wire:literal)?,)?
                $(?: $optional:ty $(as $optional_wire:literal)?,)?
                $(? (read only): $withheld:ty $(as $withheld_wire:literal)?,)?
                $(? or null: $nullable:ty $(as $nullable_wire:literal)?,)?
                $(= $constant:ident :: $value:ident $(as $constant_wire:literal)?,)?
            )*
            $(..$others:ident: $others_type:ty,)?
        }
    ) => {
        #[allow(deprecated)]
        impl ::std::fmt::Debug for $model {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::tables::objects::object::Shown::of::<Self>(formatter)
                    $(.field(::std::stringify!($field), &self.$field))*
                    $(.others(::std::stringify!($others), &self.$others))?
                    .finish()
            }
        }
    };
}
pub(crate) use debug;
