//! The fields that a builder still has to be told, as a type: pairs in pairs, `(subject, (body, ()))`; and how rustc names them.

#![allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    unused_macros,
    reason = "a description may have no builders, or none with a required field"
)]

use std::marker::PhantomData;

/// A list of fields. rustc shows a type that is long or nested no further than some width, so that not all of a list can be shown.
pub trait Missing {
    /// As many of them as can, side by side, for an error to show.
    type Named;
}

/// In an error: what is missing besides.
#[derive(Debug)]
pub enum AndOthers {}

impl Missing for () {
    type Named = ();
}

impl<A> Missing for (A, ()) {
    type Named = (A,);
}

impl<A, B> Missing for (A, (B, ())) {
    type Named = (A, B);
}

impl<A, B, C> Missing for (A, (B, (C, ()))) {
    type Named = (A, B, C);
}

impl<A, B, C, D> Missing for (A, (B, (C, (D, ())))) {
    type Named = (A, B, C, D);
}

impl<A, B, C, D, E> Missing for (A, (B, (C, (D, (E, ()))))) {
    type Named = (A, B, C, D, E);
}

impl<A, B, C, D, E, F, Rest> Missing for (A, (B, (C, (D, (E, (F, Rest)))))) {
    type Named = (A, B, C, D, E, AndOthers);
}

/// No required field is missing. What rustc shows as `{Self}` is what is, so that one message names all of it.
#[diagnostic::on_unimplemented(
    message = "required fields are not set: {Self}",
    label = "set them before `build`; the builder's page in the docs names all that are required"
)]
pub trait Complete {}

#[diagnostic::do_not_recommend]
impl Complete for () {}

/// The list has the field `F`, at `Index`; `Rest` is the list without it. Without a label, that is what rustc
/// says where it happens, and not in a line more.
#[diagnostic::on_unimplemented(message = "the field `{F}` has been set already")]
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

// rustc would name the rest of the list in place of the field, and show both of these.
#[diagnostic::do_not_recommend]
impl<F, Rest> Without<F, Here> for (F, Rest) {
    type Rest = Rest;
}

#[diagnostic::do_not_recommend]
impl<F, G, Rest: Without<F, Index>, Index> Without<F, There<Index>> for (G, Rest) {
    type Rest = (G, Rest::Rest);
}

/// Makes a marker for each name of a required field: `markers!(subject, body);`. rustc shows a marker without its path where
/// no other public type or module that an app sees has its name; so it does what it says of them.
macro_rules! markers {
    ($($field:ident),* $(,)?) => {
        #[allow(unused_imports, reason = "what rustc shows is public, whether or not something names it")]
        pub use $crate::tables::objects::required::{AndOthers, Complete, There, Without};

        $(
            #[allow(missing_docs, non_camel_case_types)]
            pub enum $field {}
        )*
    };
}
pub(crate) use markers;

/// The state of a builder of which all these fields are missing. Eight at a time, so that rustc's recursion limit
/// is far away.
macro_rules! missing {
    () => { () };
    (@one $field:ident $rest:ty) => { (required::$field, $rest) };
    ($a:ident $b:ident $c:ident $d:ident $e:ident $f:ident $g:ident $h:ident $($rest:ident)*) => {
        $crate::tables::objects::required::missing!(
            @one $a $crate::tables::objects::required::missing!(
            @one $b $crate::tables::objects::required::missing!(
            @one $c $crate::tables::objects::required::missing!(
            @one $d $crate::tables::objects::required::missing!(
            @one $e $crate::tables::objects::required::missing!(
            @one $f $crate::tables::objects::required::missing!(
            @one $g $crate::tables::objects::required::missing!(
            @one $h $crate::tables::objects::required::missing!($($rest)*)))))))))
    };
    ($field:ident $($rest:ident)*) => {
        (required::$field, $crate::tables::objects::required::missing!($($rest)*))
    };
}
pub(crate) use missing;
