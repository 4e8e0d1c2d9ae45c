//! Identifiers, typed by their use.

use std::fmt;

macro_rules! identifiers {
    ($($(#[$docs:meta])* $name:ident;)*) => { $(
        $(#[$docs])*
        #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub struct $name(pub(super) String);

        impl $name {
            /// The identifier as it stands in Rust source; a keyword bears the prefix `r#`.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    )* };
}

identifiers! {
    /// A struct, enum or alias: `ExternalPage`.
    TypeName;
    /// A variant of an enum: `InApp`.
    VariantName;
    /// A field, and the setter of the same name: `source_id`.
    FieldName;
    /// A method or a parameter of one: `create_message`.
    MethodName;
    /// A module, and the file of the same name: `ai_content`.
    ModuleName;
    /// A cargo feature: `ai-content`.
    FeatureName;
}

impl MethodName {
    /// The name as a text shows it: without the prefix of a keyword.
    #[must_use]
    pub fn plain(&self) -> &str {
        self.0.strip_prefix("r#").unwrap_or(&self.0)
    }
}

impl ModuleName {
    /// The name of the module's file, without its ending.
    #[must_use]
    pub fn file_stem(&self) -> &str {
        self.0.strip_prefix("r#").unwrap_or(&self.0)
    }
}
