//! Models: a struct as the description has it, from which follows how it is read, written and built.

#![allow(dead_code, unused_imports, unused_macros, reason = "a description may have no objects")]

/// Makes a model: the struct, serde, its builder, and the function that begins to build.
///
/// ```text
/// model! {
///     /// A pet.
///     pub struct Pet {
///         /// Its id.
///         pub id: i64,                                // it must be there: the builder asks for it
///         /// When it was born.
///         pub born?: String as "birthDate",           // it may be left out: an `Option`, called `birthDate` in JSON
///         /// Its number.
///         pub number? (read only): i64,               // only the server sets it: no request has it, and no setter
///         /// Its tag.
///         pub tag or null: String,                    // it must be there, but can be null: an `Option`
///         /// Its owner.
///         pub owner? or null: String,                 // it may be left out, or null: a `Nullable`
///         /// Always a cat.
///         pub r#type = PetType::Cat,                  // a `PetType` that the builder sets to this
///         ..more: BTreeMap<String, Value>,            // all other properties
///     }
///     const IS_SENT: bool = true;                     // requests send it, and responses hold it
///     hides born, tag;                                // `Debug` shows `***` in their place, and no error quotes them
///     hides ..more;                                   // nor what all other properties hold
///     /// Builds a [`Pet`].
///     pub fn builder() -> PetBuilder;                 // left out where nothing builds it
/// }
/// ```
///
/// What it takes over from a model that a response holds follows:
///
/// ```text
///     impl From<&Cat> for PetBuilder {                // `for Pet`, if nothing is required besides
///         takes id, owner as StringOrInteger;         // it is there, perhaps as another type
///         may take born;                              // it may be missing there
///         requires tag;                               // so may this, which is still asked for
///     }
/// ```
///
/// Where there are several ways to build it, or one that does not follow from the fields, each says [what it asks
/// for](super::builder::branch_builder): `pub fn email() -> PetEmailBuilder { requires owner; }`.
macro_rules! model {
    (
        $(#[$attribute:meta])*
        pub struct $model:ident $fields:tt
        $(const IS_SENT: bool = $is_sent:literal;)?
        $(hides $($hidden:ident),+;)? $(hides ..$hidden_others:ident;)?
        $($(#[$constructor_attribute:meta])* pub fn $constructor:ident() -> $builder:ident;)?
        $(impl From<&$source:ident> for $target:ident { $($takes:tt)* })*
    ) => {
        $crate::tables::objects::model::object! {
            $(#[$attribute])*
            pub struct $model $fields
            $(const IS_SENT: bool = $is_sent;)?
            $(hides $($hidden),+;)? $(hides ..$hidden_others;)?
        }
        $(
            $crate::tables::objects::usual_builder::usual_builder! {
                $(#[$constructor_attribute])*
                pub fn $constructor() -> $builder;
                pub struct $model $fields
            }
        )?
        $(
            $crate::tables::objects::builder::conversion! {
                $model
                impl From<&$source> for $target { $($takes)* }
            }
        )*
    };
    (
        $(#[$attribute:meta])*
        pub struct $model:ident $fields:tt
        $(const IS_SENT: bool = $is_sent:literal;)?
        $(hides $($hidden:ident),+;)? $(hides ..$hidden_others:ident;)?
        $($(#[$constructor_attribute:meta])* pub fn $constructor:ident() -> $builder:ident $asks:tt)+
    ) => {
        $crate::tables::objects::model::object! {
            $(#[$attribute])*
            pub struct $model $fields
            $(const IS_SENT: bool = $is_sent;)?
            $(hides $($hidden),+;)? $(hides ..$hidden_others;)?
        }

        impl $model {
            $($crate::tables::objects::builder::constructor! {
                $(#[$constructor_attribute])*
                pub fn $constructor() -> $builder $asks
            })+
        }

        $($crate::tables::objects::builder::branch_builder! {
            ($)
            pub struct $builder $asks
            pub struct $model $fields
        })+
    };
}
pub(crate) use model;

/// The struct of a model, and how it is read, written and shown.
macro_rules! object {
    (
        $(#[$attribute:meta])*
        pub struct $model:ident $fields:tt
        $(const IS_SENT: bool = $is_sent:literal;)?
    ) => {
        $crate::tables::objects::model::structure! {
            // Of a field that the description only names, nothing is said.
            #[allow(missing_docs)]
            $(#[$attribute])*
            #[derive(Debug)]
            pub struct $model $fields
            $(const IS_SENT: bool = $is_sent;)?
        }
    };
    (
        $(#[$attribute:meta])*
        pub struct $model:ident $fields:tt
        $(const IS_SENT: bool = $is_sent:literal;)?
        $(hides $($hidden:ident),+;)? $(hides ..$hidden_others:ident;)?
    ) => {
        $crate::tables::objects::model::structure! {
            // Of a field that the description only names, nothing is said.
            #[allow(missing_docs)]
            $(#[$attribute])*
            pub struct $model $fields
            $(const IS_SENT: bool = $is_sent;)?
            $(hides $($hidden),+;)? $(hides ..$hidden_others;)?
        }
        $crate::tables::objects::object::debug! {
            pub struct $model $fields
        }
    };
}
pub(crate) use object;

/// The struct of a model, and how it is read and written, but for its `Debug`.
macro_rules! structure {
    (
        $(#[$attribute:meta])*
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
        $(const IS_SENT: bool = $is_sent:literal;)?
        $(hides $($hidden:ident),+;)? $(hides ..$hidden_others:ident;)?
    ) => {
        $(#[$attribute])*
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub struct $model {
            $(
                $(#[$field_attribute])*
                pub $field:
                    $($required)?
                    $(::std::option::Option<$null>)?
                    $(::std::option::Option<$optional>)?
                    $(::std::option::Option<$withheld>)?
                    $($crate::values::nullable::Nullable<$nullable>)?
                    $($constant)?,
            )*
            $(
                /// All other properties.
                pub $others: $others_type,
            )?
        }

        #[allow(deprecated)]
        const _: () = {
            #[allow(non_camel_case_types)]
            enum __Field { $($field,)* }

            $crate::tables::objects::object::parts! {
                $model
                $(pub $field $(: $required,)? $(or null: $null,)? $(?: $optional,)? $(?: $withheld,)? $(? or null: $nullable,)? $(= $constant,)?)*
                $(..$others: $others_type)?
            }

            impl $crate::tables::objects::object::Object for $model {
                const NAME: &'static str = ::std::stringify!($model);
                const NAMES: &'static [&'static str] = &[$(
                    $crate::tables::objects::field_name::wire_name!(
                        $field $($($required_wire)?)? $($($null_wire)?)? $($($optional_wire)?)? $($($withheld_wire)?)? $($($nullable_wire)?)?
                            $($($constant_wire)?)?
                    ),
                )*];
                const REQUIRED: &'static [usize] = &[$(
                    $($crate::tables::objects::property::index!(__Field $field $required),)?
                    $($crate::tables::objects::property::index!(__Field $field $constant),)?
                )*];
                const KEEPS_OTHERS: bool = $crate::tables::objects::property::is_there!($($others)?);
                $(const IS_SENT: bool = $is_sent;)?
                $(const SENSITIVE: &'static [usize] = &[$(__Field::$hidden as usize),+];)?
                $(const HIDES_OTHERS: bool = $crate::tables::objects::property::is_there!($hidden_others);)?
                type Parts = __Parts;

                fn parts() -> __Parts {
                    __Parts {
                        $(
                            $field:
                                $(::std::option::Option::<$required>::None)?
                                $(::std::option::Option::<$null>::None)?
                                $(::std::option::Option::<$optional>::None)?
                                $(::std::option::Option::<$withheld>::None)?
                                $($crate::values::nullable::Nullable::<$nullable>::Absent)?
                                $($constant::$value)?,
                        )*
                        $($others: <$others_type>::new(),)?
                    }
                }

                fn whole(parts: __Parts) -> Self {
                    whole(parts)
                }

                #[allow(unused_variables)]
                fn read<'de, __A: ::serde::de::MapAccess<'de>>(
                    parts: &mut __Parts,
                    index: usize,
                    values: &mut __A,
                ) -> ::std::result::Result<(), __A::Error> {
                    use $crate::tables::objects::property;
                    match index {
                        $(
                            index if index == __Field::$field as usize => {
                                $(property::read_required::<$required, ::std::option::Option<$required>, __A>(values, &mut parts.$field))?
                                $(property::read_required::<::std::option::Option<$null>, _, __A>(values, &mut parts.$field))?
                                $(property::read::<::std::option::Option<$optional>, __A>(values, &mut parts.$field, Self::IS_SENT))?
                                $(property::read::<::std::option::Option<$withheld>, __A>(values, &mut parts.$field, Self::IS_SENT))?
                                $(property::read::<$crate::values::nullable::Nullable<$nullable>, __A>(
                                    values, &mut parts.$field, Self::IS_SENT,
                                ))?
                                $(property::read_required::<$constant, _, __A>(values, &mut parts.$field))?
                            }
                        )*
                        _ => property::pass(values),
                    }
                }

                $(
                    fn read_other<'de, __A: ::serde::de::MapAccess<'de>>(
                        parts: &mut __Parts,
                        name: ::std::string::String,
                        values: &mut __A,
                    ) -> ::std::result::Result<(), __A::Error> {
                        $crate::tables::objects::property::read_other(values, name, &mut parts.$others)
                    }
                )?

                #[allow(unused_variables)]
                fn write<__W: $crate::tables::objects::object::Write>(&self, to: &mut __W) {
                    $(
                        $(to.property::<$required>($crate::tables::objects::field_name::wire_name!($field $($required_wire)?), &self.$field);)?
                        $(to.property::<::std::option::Option<$null>>($crate::tables::objects::field_name::wire_name!($field $($null_wire)?), &self.$field);)?
                        $(to.optional::<$optional>($crate::tables::objects::field_name::wire_name!($field $($optional_wire)?), &self.$field);)?
                        $(to.withheld::<$withheld>($crate::tables::objects::field_name::wire_name!($field $($withheld_wire)?), &self.$field);)?
                        $(to.nullable::<$nullable>($crate::tables::objects::field_name::wire_name!($field $($nullable_wire)?), &self.$field);)?
                        $(to.property::<$constant>($crate::tables::objects::field_name::wire_name!($field $($constant_wire)?), &self.$field);)?
                    )*
                    $(to.others(&self.$others);)?
                }
            }

            impl<'de> ::serde::Deserialize<'de> for $model {
                fn deserialize<__D: ::serde::Deserializer<'de>>(
                    deserializer: __D,
                ) -> ::std::result::Result<Self, __D::Error> {
                    $crate::tables::objects::read::read(deserializer)
                }
            }

            impl ::serde::Serialize for $model {
                fn serialize<__S: ::serde::Serializer>(
                    &self,
                    serializer: __S,
                ) -> ::std::result::Result<__S::Ok, __S::Error> {
                    $crate::tables::objects::write::write(self, serializer)
                }
            }
        };
    };
}
pub(crate) use structure;
