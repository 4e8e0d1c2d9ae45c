//! Two clients -> what has changed between them, and what an app has to change because of it.
//!
//! [`diff`] compares two intermediate representations. It knows nothing of texts: positions are looked up when a
//! [`report`] is made, which also joins what the vendor changed with what the client changes.
//!
//! From the bottom to the top: `rules` are the kinds of changes, `change` is what a change is, `sameness` decides what is the
//! same, `comparison` is the state, `models`, `calls` and `webhooks` compare, `steps` says in which order, [`report`] shows.

mod calls;
mod change;
mod comparison;
mod models;
pub mod report;
mod rules;
mod sameness;
mod steps;
mod webhooks;

pub use self::{
    change::{
        Change,
        item::{Item, RustChange},
    },
    report::{Entry, Location, Origin, Report, Version},
    rules::{
        RULES,
        rule::{Direction, Effect, Rule, Severity},
        table,
    },
    steps::diff,
};
