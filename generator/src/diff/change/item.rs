//! An item of the generated crate, before and after a change, and how an app uses it.

use std::collections::BTreeSet;

use serde::Serialize;

/// An item of the generated crate.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Item {
    /// Its path below the crate: `Message::subject`.
    pub path: String,
    /// What it is: a type for a field, the arguments and what it gives for a method; nothing where the path says it all.
    pub signature: String,
    /// How an app uses it.
    #[serde(skip)]
    pub(super) role: Role,
}

/// How an app uses an item, and so what of its signature matters.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Role {
    /// It calls it: with arguments of these types, for a result of that one.
    Call { takes: Vec<String>, gives: String },
    /// It reads it, and sets it with a setter that takes this type.
    Field { takes: String },
    /// It starts a builder with it, which asks for these fields.
    Constructor(BTreeSet<String>),
    /// It sets a field of a builder with it.
    Setter,
    /// It names it.
    Name,
}

impl Item {
    pub(crate) fn new(path: String, signature: impl Into<String>) -> Self {
        Self { path, signature: signature.into(), role: Role::Name }
    }

    pub(super) fn of_role(self, role: Role) -> Self {
        Self { role, ..self }
    }

    /// Whether it is a field.
    pub(crate) fn is_field(&self) -> bool {
        matches!(self.role, Role::Field { .. })
    }

    /// Whether its signature speaks of several things of a description: all that a method takes, or a builder asks for.
    pub(crate) fn is_shared(&self) -> bool {
        match self.role {
            Role::Call { .. } | Role::Constructor(_) => true,
            Role::Field { .. } | Role::Setter | Role::Name => false,
        }
    }

    /// Whether it is of use only to code that builds something.
    pub(crate) fn is_for_building(&self) -> bool {
        matches!(self.role, Role::Constructor(_) | Role::Setter)
    }

    /// Whether all that reads or names this one goes on compiling with another in its place.
    pub(super) fn reads_as(&self, other: &Self) -> bool {
        let is_same = match (&self.role, &other.role) {
            (Role::Call { .. }, Role::Call { .. }) => self.role == other.role,
            (Role::Constructor(old), Role::Constructor(new)) => new.is_subset(old),
            (_, _) => self.signature == other.signature,
        };
        self.path == other.path && is_same
    }

    /// Whether all that calls this one, or builds with it, goes on compiling with another in its place.
    pub(super) fn is_written_as(&self, other: &Self) -> bool {
        let is_same = match (&self.role, &other.role) {
            (Role::Call { takes, gives }, Role::Call { takes: more, gives: result }) => {
                takes.len() == more.len()
                    && takes.iter().zip(more).all(|(old, new)| accepts(new, old))
                    && gives == result
            }
            (Role::Field { takes: old }, Role::Field { takes: new }) => accepts(new, old),
            (Role::Constructor(old), Role::Constructor(new)) => new.is_subset(old),
            (_, _) => self.signature == other.signature,
        };
        self.path == other.path && is_same
    }
}

/// Whether an argument of one type takes whatever that of another took.
fn accepts(new: &str, old: &str) -> bool {
    let takes_text = new == "impl Display" && matches!(old, "bool" | "i64" | "f64");
    let takes_either = new == "StringOrInteger" && matches!(old, "String" | "i64");
    let converts = ["impl Into<{}>", "OneOrMany<{}>", "impl Into<OneOrMany<{}>>", "impl Into<Nullable<{}>>"];
    let mut converts = converts.into_iter().map(|outer| outer.replace("{}", old));
    new == old || takes_text || takes_either || converts.any(|known| known == new)
}

/// An item of the generated crate, before and after.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub struct RustChange {
    /// What it was.
    pub before: Option<Item>,
    /// What it is.
    pub after: Option<Item>,
}

impl RustChange {
    /// Whether an item that was there is gone or has another signature: by the letter of Semantic Versioning a breaking
    /// change, whatever apps do with it. The names of arguments are no part of a signature.
    #[must_use]
    pub fn breaks(&self) -> bool {
        let Some(before) = &self.before else { return false };
        !self.after.as_ref().is_some_and(|after| before.reads_as(after))
    }
}
