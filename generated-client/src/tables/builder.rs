//! Typestate builders: `build` does not compile until every required field is set, and rustc names those missing.
//!
//! The state of a builder is a list of the fields still to be set, written as a type: `(subject, (body, ()))`. A setter takes
//! its field out of the list, wherever it stands; [`Complete`](super::required::Complete) holds for the empty list alone. The
//! names are [`markers`](super::required::markers) in a module `required` that is in scope where the builder stands.

#![allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    unused_macros,
    reason = "a description may have no builders, or none with a required field"
)]

/// A builder, in its first state.
pub(crate) trait Build {
    /// The fields as far as they are set.
    type Parts;
}

/// Takes out a required field; in the model it may be optional, where only this builder requires it.
pub(crate) fn provided<T, U: From<T>>(field: Option<T>) -> U {
    U::from(field.expect("a complete builder has all required fields"))
}

/// The state of a builder of which all these fields are missing. Eight at a time, so that rustc's recursion limit
/// is far away.
macro_rules! missing {
    () => { () };
    ($a:ident $b:ident $c:ident $d:ident $e:ident $f:ident $g:ident $h:ident $($rest:ident)*) => {
        $crate::tables::builder::missing!(
            @one $a $crate::tables::builder::missing!(
            @one $b $crate::tables::builder::missing!(
            @one $c $crate::tables::builder::missing!(
            @one $d $crate::tables::builder::missing!(
            @one $e $crate::tables::builder::missing!(
            @one $f $crate::tables::builder::missing!(
            @one $g $crate::tables::builder::missing!(
            @one $h $crate::tables::builder::missing!($($rest)*)))))))))
    };
    (@one $field:ident $rest:ty) => {
        (required::$field, $rest)
    };
    ($field:ident $($rest:ident)*) => {
        (required::$field, $crate::tables::builder::missing!($($rest)*))
    };
}
pub(crate) use missing;

/// Makes the builder of a model: a struct, a setter per field, and `build`.
///
/// Takes items, each group at most once and in this order:
///
/// ```text
/// builder! {
///     pub struct ModelBuilder(Model);
///     struct Required { url: String }         // `build` needs it; the model's field is String or Option<String>
///     struct Optional { status: Status }      // the model's field is Option<Status>
///     struct Nullable { ids: Vec<i64> }       // the model's field is Nullable<Vec<i64>>
///     struct Additional { more: Map }         // the model's field is a Map, empty unless it is set
///     const r#type: Kind = Kind::Page;        // any number: a field that the builder always sets to this
///     #[default(LetterForm)]
///     const form: Form = LetterForm::Plain;   // any number: a field that it sets to this, or to what it is told of these
/// }
/// ```
///
/// The builder and the rows may have attributes, the latter for the setter (`#[deprecated]`). A model may have several
/// builders. Where nothing is required there is no state to keep: such a builder holds the model itself, which rustc gets
/// done with in half the time.
macro_rules! builder {
    (
        $(#[$attribute:meta])*
        pub struct $builder:ident($model:ident $(,)?);
        $(struct Optional {
            $($(#[$optional_attribute:meta])* $optional:ident: $optional_type:ty),* $(,)?
        })?
        $(struct Nullable {
            $($(#[$nullable_attribute:meta])* $nullable:ident: $nullable_type:ty),* $(,)?
        })?
        $(struct Additional {
            $additional:ident: $additional_type:ty $(,)?
        })?
        $(const $constant:ident: $constant_type:ty = $constant_value:expr;)*
        $(
            #[default($choice:ident)]
            $(#[$preset_attribute:meta])*
            const $preset:ident: $preset_type:ty = $preset_value:expr;
        )*
    ) => {
        $(#[$attribute])*
        #[doc = ::std::concat!("Builds the model [`", ::std::stringify!($model), "`].")]
        #[derive(Clone)]
        #[must_use = "a builder does nothing until `build`"]
        pub struct $builder {
            parts: $model,
        }

        // A field may be called `add` or `sub`, as the methods of traits are.
        #[allow(deprecated, clippy::disallowed_names, clippy::should_implement_trait)]
        impl $builder {
            pub(crate) fn new() -> Self {
                let parts = $model {
                    $($($optional: ::std::option::Option::None,)*)?
                    $($($nullable: $crate::values::nullable::Nullable::Absent,)*)?
                    $($additional: ::std::default::Default::default(),)?
                    $($constant: $crate::tables::setters::constant::<$constant_type, _>($constant_value),)*
                    $($preset: $crate::tables::setters::constant::<$preset_type, _>($preset_value.into()),)*
                };
                Self { parts }
            }

            $crate::tables::setters::setters! {
                $model;
                $($($(#[$optional_attribute])* $optional: $optional_type,)*)?;
                $($($(#[$nullable_attribute])* $nullable: $nullable_type,)*)?;
                $($(#[$preset_attribute])* $preset: $choice as $preset_type = $preset_value,)*;
                $($additional: $additional_type,)?
            }

            #[doc = ::std::concat!("The [`", ::std::stringify!($model), "`].")]
            #[must_use]
            pub fn build(self) -> $model {
                self.parts
            }
        }

        impl ::std::fmt::Debug for $builder {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter.debug_tuple(::std::stringify!($builder)).field(&self.parts).finish()
            }
        }
    };
    (
        $(#[$attribute:meta])*
        pub struct $builder:ident($model:ident $(,)?);
        $(struct Required {
            $($(#[$required_attribute:meta])* $required:ident: $required_type:ty),* $(,)?
        })?
        $(struct Optional {
            $($(#[$optional_attribute:meta])* $optional:ident: $optional_type:ty),* $(,)?
        })?
        $(struct Nullable {
            $($(#[$nullable_attribute:meta])* $nullable:ident: $nullable_type:ty),* $(,)?
        })?
        $(struct Additional {
            $additional:ident: $additional_type:ty $(,)?
        })?
        $(const $constant:ident: $constant_type:ty = $constant_value:expr;)*
        $(
            #[default($choice:ident)]
            $(#[$preset_attribute:meta])*
            const $preset:ident: $preset_type:ty = $preset_value:expr;
        )*
    ) => {
        $(#[$attribute])*
        #[doc = ::std::concat!("Builds the model [`", ::std::stringify!($model), "`].")]
        ///
        /// Required:
        $($(#[doc = ::std::concat!(" - `", $crate::tables::field_name::field_name!($required), "`")])*)?
        #[must_use = "a builder does nothing until `build`"]
        pub struct $builder<MissingFields = $crate::tables::builder::missing!($($($required)*)?)> {
            parts: <$builder as $crate::tables::builder::Build>::Parts,
            state: ::std::marker::PhantomData<fn() -> MissingFields>,
        }

        #[allow(deprecated)]
        const _: () = {
            #[derive(Clone)]
            #[allow(unreachable_pub)]
            pub struct BuilderParts {
                $($($required: ::std::option::Option<$required_type>,)*)?
                $($($optional: ::std::option::Option<$optional_type>,)*)?
                $($($nullable: $crate::values::nullable::Nullable<$nullable_type>,)*)?
                $($preset: $preset_type,)*
                $($additional: $additional_type,)?
            }

            impl $crate::tables::builder::Build for $builder {
                type Parts = BuilderParts;
            }

            impl $builder {
                pub(crate) fn new() -> Self {
                    let parts = BuilderParts {
                        $($($required: ::std::option::Option::None,)*)?
                        $($($optional: ::std::option::Option::None,)*)?
                        $($($nullable: $crate::values::nullable::Nullable::Absent,)*)?
                        $($preset: $preset_value.into(),)*
                        $($additional: ::std::default::Default::default(),)?
                    };
                    Self { parts, state: ::std::marker::PhantomData }
                }
            }
        };

        #[allow(deprecated, clippy::disallowed_names, clippy::should_implement_trait)]
        impl<MissingFields> $builder<MissingFields> {
            $($(
                #[doc = ::std::concat!(
                    "Sets [`", $crate::tables::field_name::field_name!($required), "`](", ::std::stringify!($model), "::",
                    $crate::tables::field_name::field_name!($required), ")."
                )]
                $(#[$required_attribute])*
                pub fn $required<FieldIndex, OtherFields>(
                    mut self,
                    $required: impl ::std::convert::Into<$required_type>,
                ) -> $builder<OtherFields>
                where
                    MissingFields: $crate::tables::required::Without<
                        required::$required,
                        FieldIndex,
                        Rest = OtherFields,
                    >,
                {
                    self.parts.$required = ::std::option::Option::Some($required.into());
                    $builder { parts: self.parts, state: ::std::marker::PhantomData }
                }
            )*)?

            $crate::tables::setters::setters! {
                $model;
                $($($(#[$optional_attribute])* $optional: $optional_type,)*)?;
                $($($(#[$nullable_attribute])* $nullable: $nullable_type,)*)?;
                $($(#[$preset_attribute])* $preset: $choice as $preset_type = $preset_value,)*;
                $($additional: $additional_type,)?
            }

            #[doc = ::std::concat!("The [`", ::std::stringify!($model), "`], once every required field is set.")]
            #[must_use]
            // In one line, so that rustc shows no more of it.
            pub fn build(self) -> $model where MissingFields: $crate::tables::required::Complete {
                $model {
                    $($($required: $crate::tables::builder::provided(self.parts.$required),)*)?
                    $($($optional: self.parts.$optional,)*)?
                    $($($nullable: self.parts.$nullable,)*)?
                    $($additional: self.parts.$additional,)?
                    $($constant: $crate::tables::setters::constant::<$constant_type, _>($constant_value),)*
                    $($preset: $crate::tables::setters::constant::<$preset_type, _>(self.parts.$preset),)*
                }
            }
        }

        impl<MissingFields> ::std::clone::Clone for $builder<MissingFields> {
            fn clone(&self) -> Self {
                Self { parts: self.parts.clone(), state: ::std::marker::PhantomData }
            }
        }

        #[allow(deprecated)]
        impl<MissingFields> ::std::fmt::Debug for $builder<MissingFields> {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter
                    .debug_struct(::std::stringify!($builder))
                    $($(.field($crate::tables::field_name::field_name!($required), &self.parts.$required))*)?
                    $($(.field($crate::tables::field_name::field_name!($optional), &self.parts.$optional))*)?
                    $($(.field($crate::tables::field_name::field_name!($nullable), &self.parts.$nullable))*)?
                    $(.field($crate::tables::field_name::field_name!($preset), &self.parts.$preset))*
                    $(.field($crate::tables::field_name::field_name!($additional), &self.parts.$additional))?
                    .finish()
            }
        }
    };
}
pub(crate) use builder;
