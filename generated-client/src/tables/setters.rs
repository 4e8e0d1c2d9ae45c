//! The setters of a builder that leave its type as it is.

#![allow(dead_code, unused_imports, unused_macros, reason = "a description may have no builders")]

/// Gives a field that is always the same, which in the model may be optional.
pub(crate) fn constant<T, U: From<T>>(value: T) -> U {
    U::from(value)
}

/// The setters of what may be left out, the same for every builder: optional fields, those that may be null too, and all
/// other properties. Takes the model, and the rows of each kind behind a semicolon.
macro_rules! setters {
    (
        $model:ident;
        $($(#[$optional_attribute:meta])* $optional:ident: $optional_type:ty,)*;
        $($(#[$nullable_attribute:meta])* $nullable:ident: $nullable_type:ty,)*;
        $($(#[$preset_attribute:meta])* $preset:ident: $choice:ty as $preset_type:ty = $preset_value:expr,)*;
        $($additional:ident: $additional_type:ty,)?
    ) => {
        $(
            #[doc = ::std::concat!(
                "Sets [`", $crate::tables::field_name::field_name!($optional), "`](", ::std::stringify!($model), "::",
                $crate::tables::field_name::field_name!($optional), ")."
            )]
            $(#[$optional_attribute])*
            pub fn $optional(mut self, $optional: impl ::std::convert::Into<$optional_type>) -> Self {
                self.parts.$optional = ::std::option::Option::Some($optional.into());
                self
            }
        )*

        $(
            #[doc = ::std::concat!(
                "Sets [`", $crate::tables::field_name::field_name!($nullable), "`](", ::std::stringify!($model), "::",
                $crate::tables::field_name::field_name!($nullable), "), or clears it with `None`."
            )]
            $(#[$nullable_attribute])*
            pub fn $nullable(
                mut self,
                $nullable: impl ::std::convert::Into<$crate::values::nullable::Nullable<$nullable_type>>,
            ) -> Self {
                self.parts.$nullable = $nullable.into();
                self
            }
        )*

        $(
            #[doc = ::std::concat!(
                "Sets [`", $crate::tables::field_name::field_name!($preset), "`](", ::std::stringify!($model), "::",
                $crate::tables::field_name::field_name!($preset), "), which is `", ::std::stringify!($preset_value), "` without it."
            )]
            $(#[$preset_attribute])*
            pub fn $preset(mut self, $preset: $choice) -> Self {
                self.parts.$preset = $crate::tables::setters::constant::<$preset_type, _>($preset.into());
                self
            }
        )*

        $(
            #[doc = ::std::concat!(
                "Sets [`", $crate::tables::field_name::field_name!($additional), "`](", ::std::stringify!($model), "::",
                $crate::tables::field_name::field_name!($additional), "): what no other field is for."
            )]
            pub fn $additional(mut self, $additional: impl ::std::convert::Into<$additional_type>) -> Self {
                self.parts.$additional = $additional.into();
                self
            }
        )?
    };
}
pub(crate) use setters;
