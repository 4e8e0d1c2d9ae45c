//! The fields that a builder still has to be told, as a type: pairs in pairs, `(subject, (body, ()))`.

#![allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    unused_macros,
    reason = "a description may have no builders, or none with a required field"
)]

use std::marker::PhantomData;

/// No required field is missing. What rustc shows as `{Self}` is the list itself, so that one message names them all.
#[diagnostic::on_unimplemented(
    message = "required fields are not set: {Self}",
    label = "set them before `build`; the builder's page in the docs names all that are required"
)]
pub trait Complete {}

#[diagnostic::do_not_recommend]
impl Complete for () {}

/// The list has the field `F`, at `Index`; `Rest` is the list without it.
#[diagnostic::on_unimplemented(
    message = "the field `{F}` has been set already",
    label = "each required field of a builder is set once"
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

impl<F, Rest> Without<F, Here> for (F, Rest) {
    type Rest = Rest;
}

impl<F, G, Rest: Without<F, Index>, Index> Without<F, There<Index>> for (G, Rest) {
    type Rest = (G, Rest::Rest);
}

/// Makes a marker for each name of a required field: `markers!(subject, body);`. rustc shows a marker without its path where
/// no other public type or module that an app sees has its name.
macro_rules! markers {
    ($($field:ident),* $(,)?) => {
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
