//! The rules: every kind of change that can be told, a table for each subject.

mod bodies;
mod client;
mod operations;
mod properties;
pub(crate) mod rule;
mod schemas;

use std::sync::LazyLock;

use self::rule::Rule;
pub(crate) use self::{bodies::*, client::*, operations::*, properties::*, schemas::*};

/// All rules, as the table of the documentation has them.
pub static RULES: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
    [CLIENT, SECURITY, OPERATIONS, PARAMETERS, BODIES, SCHEMAS, REQUESTS, RESPONSES, PARTS, WEBHOOKS].concat()
});

/// The table of all rules, in Markdown.
#[must_use]
pub fn table() -> String {
    let mut text =
        "| rule | what has changed | side | severity | an app | because |\n|---|---|---|---|---|---|\n".to_owned();
    for Rule { id, direction, severity, effect, title, reason } in RULES.iter() {
        text.push_str(&format!("| `{id}` | {title} | {direction} | {severity} | {effect} | {reason} |\n"));
    }
    text
}
