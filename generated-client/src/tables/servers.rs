//! The servers of a description, by name.

/// Makes an enum of a table of servers, each with its address.
#[allow(unused_macros, reason = "a description may have no servers")]
macro_rules! servers {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$server_meta:meta])* $server:ident = $url:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$server_meta])* $server,)+
        }

        impl $name {
            /// The servers, each with the name of its variant and its address.
            pub(crate) const ALL: &[(&str, &str)] = &[$((stringify!($server), $url)),+];

            /// The base URL.
            #[must_use]
            pub const fn url(self) -> &'static str {
                match self {
                    $(Self::$server => $url,)+
                }
            }
        }
    };
}

#[allow(unused_imports, reason = "a description may have no servers")]
pub(crate) use servers;
