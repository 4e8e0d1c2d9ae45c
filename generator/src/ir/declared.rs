//! What a description says of a value, word by word.

use super::Type;
use crate::place::Pointer;

/// What a description says of a value's presence and range. Generated code enforces none of it and documents all; two
/// versions of a description are compared by it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Declared {
    /// Whether a value must be there, whatever branch of an `anyOf` it is in.
    pub required: bool,
    /// Whether null is a value at this place: not by the word of a schema that it refers to.
    pub nullable: bool,
    /// `default`, as JSON.
    pub default: Option<String>,
    /// `format`.
    pub format: Option<String>,
    /// `minimum`, `maxLength`, `pattern`, …
    pub limits: Vec<(&'static str, String)>,
    /// The keyword of its alternatives: `oneOf`, `anyOf`, or both.
    pub alternatives: Option<&'static str>,
    /// What it says of the values inside that stand inline and are no fields or variants: items, values of a map.
    pub inside: Vec<Inside>,
}

/// A value inside another one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Inside {
    /// Which one: `[]`, `{}`, `|one` and `|list` of alternatives that need no variants, nothing where it is the whole.
    pub part: String,
    /// Where the description has it.
    pub place: Pointer,
    /// The type of it.
    pub ty: Type,
    /// What it says of it.
    pub declared: Declared,
}

impl Declared {
    /// The same, of a value whose type says whether it may be null, or that can't be.
    #[must_use]
    pub fn of_value(&self) -> Self {
        Self { nullable: false, ..self.clone() }
    }

    /// All that is said, wherever it stands: what says the same has the same text.
    #[must_use]
    pub fn words(&self) -> String {
        let Self { required, nullable, default, format, limits, alternatives, inside } = self;
        let inside: Vec<String> =
            inside.iter().map(|Inside { part, declared, .. }| format!("{part} {}", declared.words())).collect();
        format!("{required} {nullable} {default:?} {format:?} {limits:?} {alternatives:?} {inside:?}")
    }
}
