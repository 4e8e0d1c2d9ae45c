//! Typestate builders: `build` does not compile until every required field is set, and rustc names those missing.
//!
//! The state of a builder is a list of the fields still to be set, written as a type: `(subject, (body, ()))`. A setter takes
//! its field out of the list, wherever it stands; [`Complete`](super::required::Complete) holds where nothing is missing. The
//! names are [`markers`](super::required::markers) in a module `required` that is in scope where the builder stands.

#![allow(unused_imports, unused_macros, reason = "a description may have no branches")]

/// Makes one of the builders of a model that has several, or one that asks for something else than the fields tell.
///
/// What stands between the braces says what it asks for, each line at most once and in this order, but for the last two:
///
/// ```text
/// pub fn email() -> MessageEmailBuilder {
///     requires subject, body or null;         // `build` needs them; null is a value of `body`
///     without phone;                          // it leaves this out
///     const kind = MessageKind::Email;        // it always sets this; any number of them
///     default style = EmailStyle::Plain;      // it sets this, or what it is told of the `EmailStyle`s; any number of them
/// }
/// ```
///
/// All other fields may be set.
macro_rules! branch_builder {
    (
        ($d:tt) // A dollar sign, for the macro that this one makes.
        pub struct $builder:ident {
            $(requires $($required:ident $(or $null:ident)?),+ $(,)?;)?
            $(without $($absent:ident),+ $(,)?;)?
            $(const $constant:ident = $constant_type:ident :: $value:ident;)*
            $(default $preset:ident = $choice:ident :: $first:ident;)*
        }
        pub struct $model:ident {
            $(
                $(#[$field_attribute:meta])*
                pub $field:ident
                $(: $must:ty $(as $must_wire:literal)?,)?
                $(or null: $must_or_null:ty $(as $must_or_null_wire:literal)?,)?
                $(?: $optional:ty $(as $optional_wire:literal)?,)?
                $(? (read only): $withheld:ty $(as $withheld_wire:literal)?,)?
                $(? or null: $nullable:ty $(as $nullable_wire:literal)?,)?
            )*
            $(..$others:ident: $others_type:ty,)?
        }
    ) => {
        $crate::tables::objects::builder::typestate! {
            pub struct $builder($model);
            $($($required,)+)?
        }

        // The setter of a field: of one that is named above, as it says there, else as the struct says.
        macro_rules! __setter {
            $($(
                ([$d($d attribute:tt)*] $required, $d how:ident $d ty:ty) => {
                    $crate::tables::objects::setters::setter! {
                        [$d($d attribute)*] $required, required $crate::tables::objects::builder::asked!($d ty $(, or $null)?), $builder
                    }
                };
            )+)?
            $($(([$d($d attribute:tt)*] $absent, $d how:ident $d ty:ty) => {};)+)?
            $(([$d($d attribute:tt)*] $constant, $d how:ident $d ty:ty) => {};)*
            $(
                ([$d($d attribute:tt)*] $preset, $d how:ident $d ty:ty) => {
                    $crate::tables::objects::setters::setter! {
                        [
                            $d($d attribute)*
                            #[doc = ""]
                            #[doc = ::std::concat!("It is `", ::std::stringify!($choice::$first), "` unless it is set.")]
                        ] $preset, preset $choice
                    }
                };
            )*
            ([$d($d attribute:tt)*] $d field:ident, $d how:ident $d ty:ty) => {
                $crate::tables::objects::setters::setter! { [$d($d attribute)*] $d field, $d how $d ty }
            };
        }

        #[allow(deprecated, missing_docs, clippy::disallowed_names, clippy::should_implement_trait)]
        impl<MissingFields> $builder<MissingFields> {
            $(__setter! {
                [$(#[$field_attribute])*] $field
                $(, withheld $must)? $(, withheld $must_or_null)? $(, optional $optional)? $(, withheld $withheld)? $(, nullable $nullable)?
            })*
            $($crate::tables::objects::setters::setter! {
                [/** What no other field is for. */] $others, others $others_type
            })?
        }
    };
}
pub(crate) use branch_builder;

/// The function that begins to build a branch.
macro_rules! constructor {
    (
        $(#[$attribute:meta])*
        pub fn $constructor:ident() -> $builder:ident {
            $(requires $($required:ident $(or $null:ident)?),+ $(,)?;)?
            $(without $($absent:ident),+ $(,)?;)?
            $(const $constant:ident = $constant_type:ident :: $value:ident;)*
            $(default $preset:ident = $choice:ident :: $first:ident;)*
        }
    ) => {
        $(#[$attribute])*
        #[allow(deprecated, unused_mut)]
        pub fn $constructor() -> $builder {
            let mut parts = <Self as $crate::tables::objects::object::Object>::parts();
            $($crate::tables::objects::setters::set_to(&mut parts.$constant, $constant_type::$value);)*
            $($crate::tables::objects::setters::set_choice(&mut parts.$preset, $choice::$first);)*
            $builder { parts, state: ::std::marker::PhantomData }
        }
    };
}
pub(crate) use constructor;

/// What the setter of a required field takes.
macro_rules! asked {
    ($ty:ty) => {
        $ty
    };
    ($ty:ty, or null) => {
        ::std::option::Option<$ty>
    };
}
pub(crate) use asked;

/// Makes a model, or a builder that still asks for what is required, take over what a model of a response has.
macro_rules! conversion {
    (
        $model:ident
        impl From<&$source:ident> for $target:ident {
            $(takes $($field:ident $(as $ty:ident)?),+ $(,)?;)?
            $(may take $($optional:ident $(as $optional_ty:ident)?),+ $(,)?;)?
            $(requires $($required:ident),+ $(,)?;)?
        }
    ) => {
        #[doc = ::std::concat!("Takes over what the [`", ::std::stringify!($source), "`] has.")]
        #[allow(deprecated, unused_parens)]
        impl ::std::convert::From<&$source> for $target $(<$crate::tables::objects::required::missing!($($required)+)>)? {
            fn from(source: &$source) -> Self {
                use $crate::tables::objects::setters;
                let mut parts = <$model as $crate::tables::objects::object::Object>::parts();
                $($(setters::set_to(&mut parts.$field, $($ty::from)? (source.$field.clone()));)+)?
                $($(
                    if let ::std::option::Option::Some(value) = &source.$optional {
                        setters::set_to(&mut parts.$optional, $($optional_ty::from)? (value.clone()));
                    }
                )+)?
                $crate::tables::objects::builder::taken!($target, parts $(, $($required)+)?)
            }
        }
    };
}
pub(crate) use conversion;

/// What has been taken over: the model, or a builder that asks for more.
macro_rules! taken {
    ($model:ident, $parts:ident) => {
        $crate::tables::objects::object::Object::whole($parts)
    };
    ($builder:ident, $parts:ident, $($required:ident)+) => {
        $builder { parts: $parts, state: ::std::marker::PhantomData }
    };
}
pub(crate) use taken;

/// The type of a builder whose state is the list of these fields, all but its setters.
macro_rules! typestate {
    (pub struct $builder:ident($model:ident); $($required:ident $(: $required_type:ty)?,)*) => {
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
            pub fn build(self) -> $model where MissingFields: $crate::tables::objects::required::Missing<Named: $crate::tables::objects::required::Complete> {
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
                $crate::tables::objects::object::show_builder::<$model>(formatter, ::std::stringify!($builder), &self.parts)
            }
        }
    };
}
pub(crate) use typestate;
