//! The builder that follows from the fields of a model.

#![allow(
    unused_imports,
    unused_macros,
    reason = "a description may have no objects, or only such as have builders of their own"
)]

/// Makes the builder of a model, and the function that begins to build.
macro_rules! usual_builder {
    // Nothing is required, so there is no state to keep: rustc gets done with it in half the time.
    (
        $(#[$constructor_attribute:meta])*
        pub fn $constructor:ident() -> $builder:ident;
        pub struct $model:ident {
            $(
                $(#[$field_attribute:meta])*
                pub $field:ident
                $(?: $optional:ty $(as $optional_wire:literal)?,)?
                $(? (read only): $withheld:ty $(as $withheld_wire:literal)?,)?
                $(? or null: $nullable:ty $(as $nullable_wire:literal)?,)?
                $(= $constant:ident :: $value:ident $(as $constant_wire:literal)?,)?
            )*
            $(..$others:ident: $others_type:ty,)?
        }
    ) => {
        #[doc = ::std::concat!("Builds the model [`", ::std::stringify!($model), "`].")]
        #[derive(Clone)]
        #[must_use = "a builder does nothing until `build`"]
        pub struct $builder {
            parts: $model,
        }

        // A field may be called `add` or `sub`, as the methods of traits are.
        #[allow(deprecated, missing_docs, clippy::disallowed_names, clippy::should_implement_trait)]
        impl $builder {
            $($crate::tables::objects::setters::setter! {
                [$(#[$field_attribute])*] $field $(, optional $optional)? $(, withheld $withheld)? $(, nullable $nullable)? $(, constant $constant)?
            })*
            $($crate::tables::objects::setters::setter! {
                [/** What no other field is for. */] $others, others $others_type
            })?

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

        impl $model {
            $(#[$constructor_attribute])*
            pub fn $constructor() -> $builder {
                $builder { parts: <Self as $crate::tables::objects::object::Object>::parts() }
            }
        }
    };
    (
        $(#[$constructor_attribute:meta])*
        pub fn $constructor:ident() -> $builder:ident;
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
        $crate::tables::objects::builder::typestate! {
            pub struct $builder($model);
            $($($field: $required,)? $($field: $null,)?)*
        }

        #[allow(deprecated, missing_docs, clippy::disallowed_names, clippy::should_implement_trait)]
        impl<MissingFields> $builder<MissingFields> {
            $($crate::tables::objects::setters::setter! {
                [$(#[$field_attribute])*] $field
                $(, required $required, $builder)? $(, required ::std::option::Option<$null>, $builder)?
                $(, optional $optional)? $(, withheld $withheld)? $(, nullable $nullable)? $(, constant $constant)?
            })*
            $($crate::tables::objects::setters::setter! {
                [/** What no other field is for. */] $others, others $others_type
            })?
        }

        impl $model {
            $(#[$constructor_attribute])*
            pub fn $constructor() -> $builder {
                let parts = <Self as $crate::tables::objects::object::Object>::parts();
                $builder { parts, state: ::std::marker::PhantomData }
            }
        }
    };
}
pub(crate) use usual_builder;
