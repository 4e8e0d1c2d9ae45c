//! Typestate builders: `build` does not compile until every required field is set, and rustc names those missing.
//!
//! The state of a builder is a list of the fields still to be set, written as a type: `(subject, (body, ()))`. A setter takes
//! its field out of the list, wherever it stands; [`Complete`](super::required::Complete) holds for the empty list alone. The
//! names are [`markers`](super::required::markers) in a module `required` that is in scope where the builder stands.

#![allow(unused_imports, unused_macros, reason = "a description may have no branches")]

/// Makes one of the builders of a model that has several, or one whose builder asks for something else than its fields tell.
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
/// The rows may have attributes, for the setter.
macro_rules! builder {
    (
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
        $crate::tables::objects::builder::typestate! {
            pub struct $builder($model);
            $($($required: $required_type,)*)?
        }

        #[allow(deprecated, unused_mut)]
        impl $builder {
            pub(crate) fn new() -> Self {
                let mut parts = <$model as $crate::tables::objects::object::Object>::parts();
                $($crate::tables::objects::setters::set_to::<$constant_type, _>(&mut parts.$constant, $constant_value);)*
                $($crate::tables::objects::setters::set::<$preset_type, _>(&mut parts.$preset, $preset_value);)*
                Self { parts, state: ::std::marker::PhantomData }
            }
        }

        #[allow(deprecated, clippy::disallowed_names, clippy::should_implement_trait)]
        impl<MissingFields> $builder<MissingFields> {
            $($($crate::tables::objects::setters::setter! {
                [#[doc = $crate::tables::objects::field_name::sets!($model $required)] $(#[$required_attribute])*] $required, required $required_type, $builder
            })*)?
            $($($crate::tables::objects::setters::setter! {
                [#[doc = $crate::tables::objects::field_name::sets!($model $optional)] $(#[$optional_attribute])*] $optional, optional $optional_type
            })*)?
            $($($crate::tables::objects::setters::setter! {
                [#[doc = $crate::tables::objects::field_name::sets!($model $nullable)] $(#[$nullable_attribute])*] $nullable, nullable $nullable_type
            })*)?
            $($crate::tables::objects::setters::setter! {
                [/** What no other field is for. */] $additional, others $additional_type
            })?
            $(
                #[doc = $crate::tables::objects::field_name::sets!($model $preset)]
                #[doc = ::std::concat!("It is `", ::std::stringify!($preset_value), "` unless it is set.")]
                $(#[$preset_attribute])*
                pub fn $preset(mut self, $preset: $choice) -> Self {
                    $crate::tables::objects::setters::set::<$preset_type, _>(&mut self.parts.$preset, $preset);
                    self
                }
            )*
        }
    };
}
pub(crate) use builder;

/// The type of a builder whose state is the list of these fields, all but its setters.
macro_rules! typestate {
    (pub struct $builder:ident($model:ident); $($required:ident: $required_type:ty,)*) => {
        #[doc = ::std::concat!("Builds the model [`", ::std::stringify!($model), "`].")]
        ///
        /// Required:
        $(#[doc = $crate::tables::objects::field_name::item!($required)])*
        #[must_use = "a builder does nothing until `build`"]
        pub struct $builder<MissingFields = $crate::tables::objects::required::missing!($($required)*)> {
            parts: <$model as $crate::tables::objects::object::Object>::Parts,
            state: ::std::marker::PhantomData<fn() -> MissingFields>,
        }

        impl<MissingFields> $builder<MissingFields> {
            #[doc = ::std::concat!("The [`", ::std::stringify!($model), "`], once every required field is set.")]
            #[must_use]
            // In one line, so that rustc shows no more of it.
            pub fn build(self) -> $model where MissingFields: $crate::tables::objects::required::Complete {
                $crate::tables::objects::object::Object::whole(self.parts)
            }
        }

        impl<MissingFields> ::std::clone::Clone for $builder<MissingFields> {
            fn clone(&self) -> Self {
                Self { parts: self.parts.clone(), state: ::std::marker::PhantomData }
            }
        }

        impl<MissingFields> ::std::fmt::Debug for $builder<MissingFields> {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter.debug_tuple(::std::stringify!($builder)).field(&self.parts).finish()
            }
        }
    };
}
pub(crate) use typestate;
