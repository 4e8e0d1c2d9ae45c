//! What a change does to an app. A rule says what it does as a rule; the items of Rust, before and after, have the last word.

use std::borrow::Cow;

use crate::{
    diff::{
        change::{
            finding::Finding,
            item::{Item, Role, RustChange},
        },
        rules,
        rules::rule::{Direction, Effect, Rule, Severity},
    },
    ir::Usage,
};

/// What a change does to an app, and why.
pub(super) struct Impact {
    pub severity: Severity,
    pub effect: Effect,
    pub reason: &'static str,
}

/// The rules about names in the description: no request or response has them.
const NAMES: [&Rule; 6] = [
    &rules::OPERATION_RENAMED,
    &rules::METHOD_RENAMED,
    &rules::SCHEMA_RENAMED,
    &rules::TYPE_RENAMED,
    &rules::MEMBER_RENAMED,
    &rules::TAG_RENAMED,
];

/// The rules about arguments: where one takes the place of another, nothing that an app says of it is right.
const ARGUMENTS: [&Rule; 2] = [&rules::PARAMETER_REMOVED, &rules::REQUIRED_PARAMETER_ADDED];

/// The impact of what a rule found. Three ways lead off the rule's own: a break that Rust does not show is none of the
/// compiler's; a change of the wire that Rust does show is one; and so is a harmless one where it is read, too.
pub(super) fn of(rule: &Rule, usage: Usage, rust: &[RustChange]) -> Impact {
    let is_field = |change: &&RustChange| change.before.iter().any(Item::is_field);
    let is_call = |change: &&RustChange| change.before.iter().any(|item| matches!(item.role, Role::Call { .. }));
    let breaks = |change: &RustChange| stops_compiling(change, usage);
    match rule.effect {
        Effect::Compile if !rust.is_empty() && !rust.iter().any(breaks) => unseen(rule),
        Effect::Behaviour if rule.severity == Severity::Breaking && rust.iter().filter(is_call).any(breaks) => Impact {
            severity: rule.severity,
            effect: Effect::Compile,
            reason: "its arguments have other types now: give it those, as the line of Rust says",
        },
        Effect::Behaviour | Effect::None if rust.iter().filter(is_field).any(breaks) => Impact {
            severity: Severity::Breaking,
            effect: Effect::Compile,
            reason: match (usage.request, usage.response) {
                (true, true) => "responses have the field, too, and its type is different now: read it as that one",
                (false, true) => "its field has another type now: read it as that one",
                (true, false) | (false, false) => "its field has another type now: set and read it as that one",
            },
        },
        Effect::Compile | Effect::Behaviour | Effect::None => {
            Impact { severity: rule.severity, effect: rule.effect, reason: rule.reason }
        }
    }
}

/// A reason, with what the rule of the other side asks of an app, and with what is to be said besides.
pub(super) fn with_more(reason: &'static str, finding: &Finding) -> Cow<'static, str> {
    let beside = finding.beside.and_then(|rule| {
        let is_sent = rule.direction == Direction::Request;
        let other = of(rule, Usage { request: is_sent, response: !is_sent }, &finding.rust).reason;
        // Behind a colon stands what there is to do.
        let asks = other.contains(": ") && other != reason;
        asks.then(|| format!("in {}, {other}", if is_sent { "requests" } else { "responses" }))
    });
    let more = beside.into_iter().chain(finding.more.map(str::to_owned));
    more.fold(Cow::Borrowed(reason), |reason, more| Cow::Owned(format!("{reason}; {more}")))
}

/// The impact of what Rust does not show, though the rule says so.
fn unseen(rule: &Rule) -> Impact {
    if NAMES.contains(&rule) {
        let reason = "on the wire nothing changes, and Rust's names are the same";
        return Impact { severity: Severity::DocsOnly, effect: Effect::None, reason };
    }
    let (severity, reason) = if ARGUMENTS.contains(&rule) {
        (
            rule.severity,
            "the code of an app compiles as before, but what it gives for one argument is sent as another: give each argument what it means now",
        )
    } else {
        (
            Severity::Risky,
            "the code of an app compiles as before, but what goes over the wire is different: look at what the app sends and reads there",
        )
    };
    Impact { severity, effect: Effect::Behaviour, reason }
}

/// Whether an app that uses any of these stops compiling.
pub(crate) fn stop_compiling(rust: &[RustChange], usage: Usage) -> bool {
    rust.iter().any(|change| stops_compiling(change, usage))
}

/// Whether an app that uses an item as it is meant to be used stops compiling: it reads the fields of what it receives, and
/// sets those of what it sends. What nobody reaches may be used either way.
fn stops_compiling(change: &RustChange, usage: Usage) -> bool {
    let Some(before) = &change.before else { return false };
    let is_unreached = !usage.request && !usage.response;
    let is_read = usage.response || is_unreached;
    let is_written = usage.request || is_unreached;
    let is_used = is_written || !before.is_for_building();
    let Some(after) = &change.after else { return is_used };
    match before.role {
        Role::Field { .. } => (is_read && !before.reads_as(after)) || (is_written && !before.is_written_as(after)),
        Role::Call { .. } | Role::Constructor(_) | Role::Setter | Role::Name => is_used && !before.is_written_as(after),
    }
}
