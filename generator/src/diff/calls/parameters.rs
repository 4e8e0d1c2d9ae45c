//! The parameters of an operation: which are there. In Rust, arguments where they are required, setters where they are not.

use super::arguments::{compare_parameter, location, own_spot, parameter_finding, parameter_spot};
use crate::{
    diff::{
        change::{finding::Finding, item::Item, rust, spot::Spot},
        comparison::Comparison,
        models::types::{gained, lost},
        rules,
        sameness::{
            index::blank,
            pairs::{Pair, take_pairs},
            renames,
        },
    },
    ir::{Operation, Parameter, ParameterIn},
    place::Pointer,
};

/// Parameters, each with its position in its operation.
type Positioned<'a> = Vec<(usize, &'a Parameter)>;

/// Compares the parameters of an operation.
pub(super) fn compare_parameters<'a>(comparison: &mut Comparison<'a>, operations: Pair<'a, Operation>, spot: &Spot) {
    compare_those(comparison, operations, spot, |_| true);
}

/// Compares the parts of a form that an operation takes beside another body; its other parameters are those that it has anyway.
pub(super) fn compare_parts<'a>(comparison: &mut Comparison<'a>, operations: Pair<'a, Operation>, spot: &Spot) {
    compare_those(comparison, operations, spot, |parameter| {
        matches!(parameter.location, ParameterIn::Part | ParameterIn::PartHeader)
    });
}

fn compare_those<'a>(
    comparison: &mut Comparison<'a>,
    (old, new): Pair<'a, Operation>,
    spot: &Spot,
    is_meant: fn(&Parameter) -> bool,
) {
    let spot = &spot.clone().sent();
    // /pets/{id} -> /pets/{pet_id}: one argument at one position; ?sort -> header `sort`: moved; ?page_size -> ?pageSize: renamed.
    // In a path, names are not on the wire: where the rest of it is the same, positions count.
    let is_path_same = blank(&old.path) == blank(&new.path);
    let is_positional = |one: &Parameter| is_path_same && one.location == ParameterIn::Path;
    let is_same = |one: &Parameter, other: &Parameter| {
        one.location == other.location && one.part == other.part && one.wire == other.wire && !is_positional(one)
    };
    let missing = |from: &'a [Parameter], in_: &[Parameter]| -> Positioned<'a> {
        let is_missing = |one: &Parameter| is_meant(one) && !in_.iter().any(|other| is_same(one, other));
        from.iter().enumerate().filter(|(_, one)| is_missing(one)).collect()
    };
    let mut removed = missing(&old.parameters, &new.parameters);
    let mut added = missing(&new.parameters, &old.parameters);
    let in_path = path_pairs(&mut removed, &mut added, is_positional);
    let moved = take_pairs(&mut removed, &mut added, |one| one.1.wire.clone(), |one| one.1.wire.clone());
    let moved: Vec<Pair<'a, Parameter>> = moved.into_iter().map(|((_, one), (_, other))| (one, other)).collect();
    let renamed = renames::parameters(&mut removed, &mut added);
    let kept = old
        .parameters
        .iter()
        .filter(|one| is_meant(one))
        .filter_map(|one| new.parameters.iter().find(|other| is_same(one, other)).map(|other| (one, other)));
    let kept: Vec<Pair<'a, Parameter>> = kept.collect();
    for &pair in in_path.iter().filter(|(one, other)| one.wire != other.wire) {
        tell_renamed_path_parameter(comparison, (old, new), pair, spot);
    }
    for &(one, other) in &moved {
        let detail = format!("{} → {}", location(one), location(other));
        let finding = parameter_finding(comparison, (old, new), (one, other)).detail(detail).value(location(other));
        comparison.tell(&rules::PARAMETER_MOVED, &parameter_spot(spot, one), finding);
    }
    for &pair in &renamed {
        tell_renamed_parameter(comparison, (old, new), pair, spot);
    }
    tell_unpaired(comparison, (old, new), (removed, added), spot);
    let pairs: Vec<Pair<'a, Parameter>> = in_path.into_iter().chain(moved).chain(renamed).chain(kept).collect();
    compare_order(comparison, (old, new), &pairs, spot);
    for pair in pairs {
        compare_parameter(comparison, (old, new), pair, &parameter_spot(spot, pair.0));
    }
}

/// What only one of both has.
fn tell_unpaired<'a>(
    comparison: &mut Comparison<'a>,
    (old, new): Pair<'a, Operation>,
    (removed, added): (Positioned<'a>, Positioned<'a>),
    spot: &Spot,
) {
    for (_, parameter) in removed {
        let finding = Finding::at(Some(&parameter.place), Some(&new.place)).rust(
            Some(rust::parameter(comparison.before.api, old, parameter)),
            after_item(comparison, new, parameter.required),
        );
        let finding = finding.rusts(&lost(comparison, &parameter.ty));
        comparison.tell(&rules::PARAMETER_REMOVED, &own_spot(spot, parameter), finding);
    }
    for (_, parameter) in added {
        let rule = if parameter.required { &rules::REQUIRED_PARAMETER_ADDED } else { &rules::OPTIONAL_PARAMETER_ADDED };
        let before = parameter.required.then(|| rust::method(comparison.before.api, old));
        let finding = Finding::at(Some(&old.place), Some(&parameter.place))
            .rust(before, Some(rust::parameter(comparison.after.api, new, parameter)))
            .rusts(&gained(comparison, &parameter.ty));
        comparison.tell(rule, &own_spot(spot, parameter), finding);
    }
}

/// One change for a path, whichever operations it has.
fn tell_renamed_path_parameter<'a>(
    comparison: &mut Comparison<'a>,
    (old, new): Pair<'a, Operation>,
    (one, other): Pair<'a, Parameter>,
    spot: &Spot,
) {
    let path = |operation: &Operation| Pointer::root().descendant(["paths", operation.path.as_str()]);
    let spot = Spot { subject: old.path.clone(), key: format!("{} {}", blank(&old.path), one.wire), ..spot.clone() };
    let finding = Finding::at(Some(&path(old)), Some(&path(new)))
        .detail(format!("`{{{}}}` → `{{{}}}`", one.wire, other.wire))
        .value(other.wire.clone())
        .rust(Some(rust::method(comparison.before.api, old)), Some(rust::method(comparison.after.api, new)));
    comparison.tell(&rules::PATH_PARAMETER_RENAMED, &spot, finding);
}

fn tell_renamed_parameter<'a>(
    comparison: &mut Comparison<'a>,
    (old, new): Pair<'a, Operation>,
    (one, other): Pair<'a, Parameter>,
    spot: &Spot,
) {
    let rule = match (one.location, one.required) {
        (ParameterIn::Path, _) => return tell_renamed_path_parameter(comparison, (old, new), (one, other), spot),
        (_, true) => &rules::REQUIRED_PARAMETER_RENAMED,
        (_, false) => &rules::OPTIONAL_PARAMETER_RENAMED,
    };
    let finding = parameter_finding(comparison, (old, new), (one, other))
        .detail(format!("`{}` → `{}`", one.wire, other.wire))
        .value(other.wire.clone());
    comparison.tell(rule, &parameter_spot(spot, one), finding);
}

/// Whether the arguments that stay stand in the same order.
fn compare_order<'a>(
    comparison: &mut Comparison<'a>,
    (old, new): Pair<'a, Operation>,
    pairs: &[Pair<'a, Parameter>],
    spot: &Spot,
) {
    let position = |operation: &Operation, wanted: &Parameter| {
        operation.parameters.iter().filter(|parameter| parameter.required).position(|known| known == wanted)
    };
    let mut positions: Vec<(usize, usize)> =
        pairs.iter().filter_map(|(one, other)| Some((position(old, one)?, position(new, other)?))).collect();
    positions.sort_unstable();
    if !positions.is_sorted_by_key(|(_, after)| *after) {
        let finding = Finding::at(Some(&old.place), Some(&new.place))
            .rust(Some(rust::method(comparison.before.api, old)), Some(rust::method(comparison.after.api, new)));
        comparison.tell(&rules::PARAMETERS_REORDERED, spot, finding);
    }
}

/// The method that has lost an argument; of a setter that is gone, nothing.
fn after_item(comparison: &Comparison<'_>, new: &Operation, was_required: bool) -> Option<Item> {
    was_required.then(|| rust::method(comparison.after.api, new))
}

/// Takes the parameters that are the same by their positions.
fn path_pairs<'a>(
    removed: &mut Vec<(usize, &'a Parameter)>,
    added: &mut Vec<(usize, &'a Parameter)>,
    is_positional: impl Fn(&Parameter) -> bool,
) -> Vec<Pair<'a, Parameter>> {
    let in_path = |list: &mut Vec<(usize, &'a Parameter)>| -> Vec<&'a Parameter> {
        let (in_path, rest): (Vec<_>, Vec<_>) = list.drain(..).partition(|(_, parameter)| is_positional(parameter));
        *list = rest;
        in_path.into_iter().map(|(_, parameter)| parameter).collect()
    };
    in_path(removed).into_iter().zip(in_path(added)).collect()
}
