//! What a method gives: the successes of an operation.

use crate::{
    diff::{
        change::{
            finding::Finding,
            item::RustChange,
            rust,
            spot::{Spot, shared},
        },
        comparison::Comparison,
        models::types::{exchanged, lost, queue_derived, tell_match},
        rules,
        sameness::{pairs::Pair, types::Match, wire::wire},
    },
    ir::{DeclaredResponse, Operation, Output, OutputVariant, StatusPattern},
    naming::TypeName,
};

/// Whether the method gives the same as before. Of several successes, each is compared for itself.
pub(super) fn match_successes<'a>(comparison: &Comparison<'a>, (old, new): Pair<'a, Operation>) -> Match<'a> {
    match (&old.output, &new.output) {
        (Output::ByStatus { .. }, Output::ByStatus { .. }) => Match::of(true),
        (before, after) => match_outputs(comparison, before, after),
    }
}

/// Tells what is different of what the method gives.
pub(super) fn compare_success<'a>(
    comparison: &mut Comparison<'a>,
    found: Match<'a>,
    (old, new): Pair<'a, Operation>,
    spot: &Spot,
) {
    let place = (old.place.child("responses"), new.place.child("responses"));
    let at = Finding::at(Some(&place.0), Some(&place.1));
    let part = spot.part(" output");
    if let (Output::ByStatus { name: one, variants: before }, Output::ByStatus { name: other, variants: after }) =
        (&old.output, &new.output)
    {
        return compare_statuses(comparison, (one, before), (other, after), &at, &part, spot);
    }
    if !found.is_same() {
        return tell_other_output(comparison, (old, new), at, spot);
    }
    tell_match(comparison, found, &part);
    let (gone, more) = moved_statuses(old, new);
    let method = rust::method(comparison.after.api, new);
    let still = at.rust(Some(method.clone()), Some(method));
    tell_moved_statuses(comparison, (&gone, &more), &still, spot);
}

/// A method that gives something else.
fn tell_other_output<'a>(comparison: &mut Comparison<'a>, (old, new): Pair<'a, Operation>, at: Finding, spot: &Spot) {
    let part = spot.part(" output");
    let (gone, more) = moved_statuses(old, new);
    let methods = (rust::method(comparison.before.api, old), rust::method(comparison.after.api, new));
    let types = output_types(comparison, &old.output, &new.output);
    let signed = |sign: &str, statuses: &[&str]| -> Vec<String> {
        statuses.iter().map(|status| format!("{sign} `{status}`")).collect()
    };
    let statuses = [signed("−", &gone), signed("+", &more)].concat();
    let detail = if statuses.is_empty() { types } else { format!("{types} ({})", statuses.join(", ")) };
    let redefined = match (&old.output, &new.output) {
        (Output::Json(before) | Output::JsonOrText(before), Output::Json(after) | Output::JsonOrText(after)) => {
            queue_derived(comparison, before, after, &part);
            exchanged(comparison, before, after)
        }
        (before, _) => lost_with(comparison, before),
    };
    // What several operations share is told where it stands.
    let of_all = only_success(old).zip(only_success(new)).filter(|(one, other)| {
        one.status == other.status && shared(spot, &one.place, &other.place, "").key != spot.key
    });
    let (spot, at) = match of_all {
        Some((one, other)) => {
            (&shared(spot, &one.place, &other.place, ""), Finding::at(Some(&one.place), Some(&other.place)))
        }
        None => (spot, at),
    };
    let finding = at.rust(Some(methods.0), Some(methods.1)).detail(detail).rusts(&redefined);
    comparison.tell(&rules::OUTPUT_CHANGED, spot, finding);
}

/// From what to what: names of types that stand inline say nothing, since each operation has its own.
fn output_types<'a>(comparison: &Comparison<'a>, old: &Output, new: &Output) -> String {
    let (one, other) = match (old, new) {
        (Output::Json(before) | Output::JsonOrText(before), Output::Json(after) | Output::JsonOrText(after)) => {
            (wire(&comparison.before, before), wire(&comparison.after, after))
        }
        (_, _) => (format!("`{}`", rust::output(old)), format!("`{}`", rust::output(new))),
    };
    format!("{one} → {other}")
}

/// The statuses of what the method gives as before.
fn tell_moved_statuses<'a>(
    comparison: &mut Comparison<'a>,
    (gone, more): (&[&str], &[&str]),
    still: &Finding,
    spot: &Spot,
) {
    if let ([one], [other]) = (gone, more) {
        let finding = still.clone().detail(format!("`{one}` → `{other}`"));
        return comparison.tell(&rules::SUCCESS_CHANGED, spot, finding);
    }
    for status in gone {
        let finding = still.clone().detail(format!("`{status}`")).value((*status).to_owned());
        comparison.tell(&rules::SUCCESS_REMOVED, spot, finding);
    }
    for status in more {
        let finding = still.clone().detail(format!("`{status}`")).value((*status).to_owned());
        comparison.tell(&rules::SUCCESS_ADDED, spot, finding);
    }
}

/// Whether two outputs are the same.
fn match_outputs<'a>(comparison: &Comparison<'a>, old: &'a Output, new: &'a Output) -> Match<'a> {
    match (old, new) {
        (Output::Json(before) | Output::JsonOrText(before), Output::Json(after) | Output::JsonOrText(after)) => {
            comparison.match_types(before, after)
        }
        (Output::Empty, Output::Empty)
        | (Output::Text, Output::Text)
        | (Output::Bytes, Output::Bytes)
        | (Output::Open, Output::Open) => Match::of(true),
        (_, _) => Match::Different,
    }
}

/// Several successes, each with its status.
fn compare_statuses<'a>(
    comparison: &mut Comparison<'a>,
    (old, before): (&'a TypeName, &'a [OutputVariant]),
    (new, after): (&'a TypeName, &'a [OutputVariant]),
    at: &Finding,
    part: &Spot,
    spot: &Spot,
) {
    let item = |owner: &TypeName, variant: &OutputVariant| Some(rust::output_variant(owner, variant));
    for one in before {
        let shown = status(one.status);
        let at = at.clone().detail(format!("`{shown}`")).value(shown.clone());
        let Some(other) = after.iter().find(|other| other.status == one.status) else {
            let gone = lost_with(comparison, &one.output);
            comparison.tell(&rules::SUCCESS_REMOVED, spot, at.rust(item(old, one), None).rusts(&gone));
            continue;
        };
        let found = match_outputs(comparison, &one.output, &other.output);
        let is_same = found.is_same();
        tell_match(comparison, found, &part.part(&format!(" {shown}")));
        if !is_same {
            if let (
                Output::Json(before) | Output::JsonOrText(before),
                Output::Json(after) | Output::JsonOrText(after),
            ) = (&one.output, &other.output)
            {
                queue_derived(comparison, before, after, &part.part(&format!(" {shown}")));
            }
            let detail = format!("`{shown}`: {}", output_types(comparison, &one.output, &other.output));
            let gone = lost_with(comparison, &one.output);
            let finding = at.detail(detail).rust(item(old, one), item(new, other)).rusts(&gone);
            comparison.tell(&rules::OUTPUT_CHANGED, spot, finding);
        } else if one.docs != other.docs {
            comparison.tell(&rules::DOCUMENTATION_CHANGED, spot, at);
        }
    }
    for other in after.iter().filter(|other| before.iter().all(|one| one.status != other.status)) {
        let shown = status(other.status);
        let finding = at.clone().detail(format!("`{shown}`")).value(shown);
        comparison.tell(&rules::SUCCESS_ADDED, spot, finding.rust(None, item(new, other)));
    }
}

/// The types that are gone with what a method gave.
fn lost_with<'a>(comparison: &Comparison<'a>, output: &Output) -> Vec<RustChange> {
    match output {
        Output::Json(ty) | Output::JsonOrText(ty) => lost(comparison, ty),
        Output::ByStatus { variants, .. } => {
            variants.iter().flat_map(|variant| lost_with(comparison, &variant.output)).collect()
        }
        Output::Empty | Output::Text | Output::Bytes | Output::Open => Vec::new(),
    }
}

/// A status as the description writes it.
fn status(pattern: StatusPattern) -> String {
    match pattern {
        StatusPattern::Code(code) => code.to_string(),
        StatusPattern::Class(class) => format!("{class}XX"),
        StatusPattern::Default => "default".to_owned(),
    }
}

/// The response of an operation that has one success.
fn only_success(operation: &Operation) -> Option<&DeclaredResponse> {
    let mut successes = operation.responses.iter().filter(|response| response.is_success);
    successes.next().filter(|_| successes.next().is_none())
}

/// The statuses of successes that are gone, and those that are new.
pub(super) fn moved_statuses<'a>(old: &'a Operation, new: &'a Operation) -> (Vec<&'a str>, Vec<&'a str>) {
    let statuses = |operation: &'a Operation| -> Vec<&'a str> {
        let successes = operation.responses.iter().filter(|response| response.is_success);
        successes.map(|response| response.status.as_str()).collect()
    };
    let (before, after) = (statuses(old), statuses(new));
    let gone = before.iter().filter(|status| !after.contains(status)).copied().collect();
    let more = after.iter().filter(|status| !before.contains(status)).copied().collect();
    (gone, more)
}
