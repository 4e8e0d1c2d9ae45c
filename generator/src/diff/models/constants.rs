//! Enums of one value: a builder writes them by itself.

use super::{
    asking::{Asking, askers, asking},
    enums::values,
    presence::is_always_there,
};
use crate::{
    diff::{
        change::{Change, finding::Finding, spot::Spot},
        comparison::Comparison,
        rules,
        rules::rule::Rule,
        sameness::{index::component, pairs::Pair},
    },
    ir::{Definition, Field},
};

/// A constant that is another one now, or none, or has become one.
pub(super) struct ConstantChange<'a> {
    rule: &'static Rule,
    enums: Pair<'a, Definition>,
}

/// Whether a constant has changed. A required enum of one value is never asked for: one value more, or less, decides whether a
/// builder asks.
pub(super) fn constant_change<'a>(
    comparison: &Comparison<'a>,
    (old_owner, new_owner): Pair<'a, Definition>,
    (old, new): Pair<'a, Field>,
) -> Option<ConstantChange<'a>> {
    // enum: [cat] -> enum: [cat, dog], required: the builder wrote `cat` by itself and asks for it now.
    // A builder writes what is required also where responses may lack it.
    let is_required = |field: &Field| is_always_there(field) || field.declared.required;
    let are_required = is_required(old) && is_required(new);
    // Where each builder writes a value of its own by itself, none asks for one.
    let asking = |owner| asking(owner, &old.wire);
    let rule: &'static Rule = match (&old.constant, &new.constant) {
        (Some(_), None) if are_required => match asking(new_owner) {
            Asking::Constant => &rules::REQUEST_CONSTANT_BECAME_SEVERAL,
            Asking::Everywhere | Asking::Nowhere => &rules::REQUEST_CONSTANT_BECAME_CHOICE,
        },
        (None, Some(_)) if are_required => match asking(old_owner) {
            Asking::Constant => &rules::REQUEST_SEVERAL_BECAME_CONSTANT,
            Asking::Everywhere | Asking::Nowhere => &rules::REQUEST_CHOICE_BECAME_CONSTANT,
        },
        (Some(_), Some(_)) => &rules::REQUEST_CONSTANT_CHANGED,
        (_, _) => return None,
    };
    let enums = (comparison.before.named(&old.ty)?, comparison.after.named(&new.ty)?);
    (wires(enums.0) != wires(enums.1)).then_some(ConstantChange { rule, enums })
}

/// Whether a change of a constant is told at its spot. Of what is only received, the values are told.
pub(super) fn is_constant_told(spot: &Spot) -> bool {
    spot.usage.request || spot.is_unreached()
}

/// Tells of a constant that is sent; of one that is only received, a test that builds it may have to give a value, which is
/// told at the end.
pub(super) fn tell_constant<'a>(
    comparison: &mut Comparison<'a>,
    change: ConstantChange<'a>,
    owners: Pair<'a, Definition>,
    (old, new): Pair<'a, Field>,
    spot: &Spot,
) {
    let ConstantChange { rule, enums: (before, after) } = change;
    if !is_constant_told(spot) {
        comparison.later.received_constants.push((after.place.clone(), askers(owners, &old.wire)));
        return;
    }
    let finding = Finding::at(Some(&old.place), Some(&new.place)).detail(format!(
        "`[{}]` → `[{}]`",
        wires(before).join(", "),
        wires(after).join(", ")
    ));
    let finding = finding.value(changed_values((before, after)));
    let finding = variants((before, after), finding).rusts(&askers(owners, &old.wire));
    comparison.tell(rule, spot, finding);
    // The values of a schema of its own are told there.
    if component(before).is_none() {
        comparison.told.insert(&before.name);
    }
}

/// Adds to what is told of the values of enums what becomes of the builders that wrote them by themselves. Runs last.
pub(crate) fn tell_received_constants<'a>(comparison: &mut Comparison<'a>) {
    for (place, askers) in std::mem::take(&mut comparison.later.received_constants) {
        let is_value = |change: &&mut Change| {
            let is_told =
                [&rules::RESPONSE_ENUM_VALUE_ADDED, &rules::RESPONSE_ENUM_VALUE_REMOVED].contains(&change.rule);
            is_told && change.after.as_ref().is_some_and(|after| after.tokens().starts_with(place.tokens()))
        };
        comparison.changes.iter_mut().filter(is_value).for_each(|change| change.rust.extend(askers.iter().cloned()));
    }
}

/// The variants that are gone or new.
fn variants((before, after): Pair<'_, Definition>, mut finding: Finding) -> Finding {
    let (old, new) = (values(before), values(after));
    for (_, item) in old.iter().filter(|(wire, _)| new.iter().all(|(known, _)| known != wire)) {
        finding = finding.rust(Some(item.clone()), None);
    }
    for (_, item) in new.iter().filter(|(wire, _)| old.iter().all(|(known, _)| known != wire)) {
        finding = finding.rust(None, Some(item.clone()));
    }
    finding
}

/// Which values there are more or less: where it is one, what is told of the enum alone is called after it, too.
fn changed_values((before, after): Pair<'_, Definition>) -> String {
    let (old, new) = (wires(before), wires(after));
    let gone = old.iter().filter(|wire| !new.contains(wire));
    let mut changed: Vec<&str> =
        gone.chain(new.iter().filter(|wire| !old.contains(wire))).map(String::as_str).collect();
    changed.sort_unstable();
    changed.join(", ")
}

fn wires(definition: &Definition) -> Vec<String> {
    values(definition).into_iter().map(|(wire, _)| wire).collect()
}
