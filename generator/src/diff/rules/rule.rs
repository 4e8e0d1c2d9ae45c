//! What a rule is: a kind of change, with its severity and the reason for it.

use std::fmt;

use serde::Serialize;

/// How much a change asks of an app, the most severe first.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// An app that uses the place has to be changed.
    Breaking,
    /// An app goes on compiling, but something may behave differently.
    Risky,
    /// Nothing has to be changed: there is something new to use, or a demand less.
    Additive,
    /// Only what the documentation shows is different.
    DocsOnly,
}

/// Which side of the wire a change is on.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// What a client sends.
    Request,
    /// What it receives.
    Response,
    /// Both, or the operation or client as a whole.
    Both,
}

/// What an app notices that is built with the newer client.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// It stops compiling where it uses the place.
    Compile,
    /// It compiles and behaves differently.
    Behaviour,
    /// Nothing.
    None,
}

/// A kind of change.
#[derive(Debug, Eq, PartialEq)]
pub struct Rule {
    /// Its name, for people and for allow-lists; it never changes.
    pub id: &'static str,
    /// The side of the wire that it is about.
    pub direction: Direction,
    /// How much it asks of an app.
    pub severity: Severity,
    /// What an app notices.
    pub effect: Effect,
    /// What has happened, in a few words.
    pub title: &'static str,
    /// Why it has this severity.
    pub reason: &'static str,
}

/// A table of rules, and a name for each.
macro_rules! rules {
    ($table:ident:
     $($name:ident = $id:literal: $direction:ident $severity:ident $effect:ident, $title:literal, $reason:literal;)*) => {
        $(
            pub(crate) static $name: Rule = Rule {
                id: $id,
                direction: Direction::$direction,
                severity: Severity::$severity,
                effect: Effect::$effect,
                title: $title,
                reason: $reason,
            };
        )*

        pub(super) static $table: &[&Rule] = &[$(&$name),*];
    };
}

pub(crate) use rules;

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Breaking => "breaking",
            Self::Risky => "risky",
            Self::Additive => "additive",
            Self::DocsOnly => "docs-only",
        })
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Request => "request",
            Self::Response => "response",
            Self::Both => "both",
        })
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Compile => "stops compiling",
            Self::Behaviour => "behaves differently",
            Self::None => "nothing to do",
        })
    }
}
