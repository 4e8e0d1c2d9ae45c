//! The setters of a builder, each with the words of its field.

#![allow(dead_code, unused_imports, unused_macros, reason = "a description may have no builders")]

use super::choice::Choice;
use crate::values::nullable::Nullable;

/// Sets a field, which in the model may be optional.
pub(crate) fn set<T, F: From<T>>(field: &mut F, value: impl Into<T>) {
    set_to(field, value.into());
}

/// Sets a field to a value of just this type.
pub(crate) fn set_to<T, F: From<T>>(field: &mut F, value: T) {
    *field = F::from(value);
}

/// Sets a field to one of the values that a branch allows.
pub(crate) fn set_choice<C: Choice, F: From<C::Whole>>(field: &mut F, choice: C) {
    set_to(field, choice.whole());
}

/// Sets a field that may be left out.
pub(crate) fn set_optional<T>(field: &mut Option<T>, value: impl Into<T>) {
    *field = Some(value.into());
}

/// Sets or clears a field that may be left out.
pub(crate) fn set_nullable<T>(field: &mut Nullable<T>, value: impl Into<Nullable<T>>) {
    *field = value.into();
}

/// One setter of a builder, whose fields as far as they are set are its `parts`. A constant has none. What it does is done by a
/// function, since rustc checks the body of each setter.
macro_rules! setter {
    ([$($attribute:tt)*] $field:ident, required $ty:ty, $builder:ident) => {
        $($attribute)*
        pub fn $field<FieldIndex, OtherFields>(
            mut self,
            $field: impl ::std::convert::Into<$ty>,
        ) -> $builder<OtherFields>
        where
            MissingFields: $crate::tables::objects::required::Without<required::$field, FieldIndex, Rest = OtherFields>,
        {
            $crate::tables::objects::setters::set::<$ty, _>(&mut self.parts.$field, $field);
            $builder { parts: self.parts, state: ::std::marker::PhantomData }
        }
    };
    ([$($attribute:tt)*] $field:ident, optional $ty:ty) => {
        $($attribute)*
        pub fn $field(mut self, $field: impl ::std::convert::Into<$ty>) -> Self {
            $crate::tables::objects::setters::set_optional(&mut self.parts.$field, $field);
            self
        }
    };
    ([$($attribute:tt)*] $field:ident, nullable $ty:ty) => {
        $($attribute)*
        pub fn $field(mut self, $field: impl ::std::convert::Into<$crate::values::nullable::Nullable<$ty>>) -> Self {
            $crate::tables::objects::setters::set_nullable(&mut self.parts.$field, $field);
            self
        }
    };
    ([$($attribute:tt)*] $field:ident, preset $choice:ident) => {
        $($attribute)*
        pub fn $field(mut self, $field: $choice) -> Self {
            $crate::tables::objects::setters::set_choice(&mut self.parts.$field, $field);
            self
        }
    };
    ([$($attribute:tt)*] $field:ident, others $ty:ty) => {
        $($attribute)*
        pub fn $field(mut self, $field: impl ::std::convert::Into<$ty>) -> Self {
            self.parts.$field = $field.into();
            self
        }
    };
    ([$($attribute:tt)*] $field:ident, withheld $ty:ty) => {};
    ([$($attribute:tt)*] $field:ident, constant $ty:ident) => {};
}
pub(crate) use setter;
