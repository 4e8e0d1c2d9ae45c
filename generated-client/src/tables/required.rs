//! The fields that a builder still has to be told, as a type.

#![allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    unused_macros,
    reason = "a description may have no builders, or none with a required field"
)]

use std::marker::PhantomData;

/// The field `F` is not set yet, nor are those in `Rest`.
#[derive(Debug)]
pub struct Missing<F, Rest>(PhantomData<fn() -> (F, Rest)>);

/// No required field is missing.
pub trait Complete {}

impl Complete for () {}

/// The list has the field `F`, at `Index`; `Rest` is the list without it.
#[diagnostic::on_unimplemented(
    message = "this field has been set already",
    label = "each field of a builder is set once"
)]
pub trait Without<F, Index> {
    /// The list without the field.
    type Rest;
}

/// The index of the first of a list.
#[derive(Debug)]
pub enum Here {}

/// The index of what stands at `Index` after the first.
#[derive(Debug)]
pub struct There<Index>(PhantomData<fn() -> Index>);

impl<F, Rest> Without<F, Here> for Missing<F, Rest> {
    type Rest = Rest;
}

impl<F, G, Rest: Without<F, Index>, Index> Without<F, There<Index>> for Missing<G, Rest> {
    type Rest = Missing<G, Rest::Rest>;
}

/// Makes a marker for every required field, with the message rustc shows where it is missing.
///
/// Takes `pub const FIELD: &str = "MESSAGE";`, any number of times.
macro_rules! required_fields {
    ($(pub const $field:ident: &str = $message:literal;)*) => { $(
        #[allow(non_camel_case_types)]
        #[doc(hidden)]
        pub enum $field {}

        const _: () = {
            // Nothing implements it. Without the lifetime rustc would say so here, and not where `build` is called.
            #[diagnostic::on_unimplemented(message = $message, label = "set it before `build`")]
            #[allow(unreachable_pub)]
            pub trait Provided<'a> {}

            impl<'a, Rest> $crate::tables::required::Complete for $crate::tables::required::Missing<$field, Rest>
            where
                Rest: $crate::tables::required::Complete,
                $field: Provided<'a>,
            {
            }
        };
    )* };
}
pub(crate) use required_fields;
