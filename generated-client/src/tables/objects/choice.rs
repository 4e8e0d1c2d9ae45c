//! Enums of some values of another enum: what a builder takes, where its branch allows no others.

#![allow(unused_imports, unused_macros, reason = "a description may have no such branches")]

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

        impl ::std::convert::From<$name> for $whole {
            fn from(choice: $name) -> Self {
                match choice {
                    $($name::$variant => Self::$variant,)*
                }
            }
        }
    };
}
pub(crate) use choice;
