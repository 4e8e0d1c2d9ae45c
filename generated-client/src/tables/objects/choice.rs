//! Enums of some values of another enum: what a builder takes, where its branch allows no others.

#![allow(dead_code, unused_imports, unused_macros, reason = "a description may have no such branches")]

/// Some of the values of an enum.
pub(crate) trait Choice {
    /// The enum of all of them.
    type Whole;

    /// The value.
    fn whole(self) -> Self::Whole;
}

/// Makes an enum whose variants are variants of another one, which it converts into:
///
/// ```text
/// choice! {
///     /// The values of `form` that a letter has.
///     pub enum LetterForm { Plain, Bold }
///     type Whole = Form;
/// }
/// ```
macro_rules! choice {
    ($(#[$attribute:meta])* pub enum $name:ident { $($variant:ident),* $(,)? } type Whole = $whole:ident;) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $(
                #[doc = ::std::concat!("[`", ::std::stringify!($whole), "::", ::std::stringify!($variant), "`].")]
                $variant,
            )*
        }

        impl $crate::tables::objects::choice::Choice for $name {
            type Whole = $whole;

            fn whole(self) -> $whole {
                match self {
                    $(Self::$variant => $whole::$variant,)*
                }
            }
        }

        impl ::std::convert::From<$name> for $whole {
            fn from(choice: $name) -> Self {
                $crate::tables::objects::choice::Choice::whole(choice)
            }
        }
    };
}
pub(crate) use choice;
