//! The parameters of an operation: in Rust, arguments where they are required, setters where they are not.

use super::{
    Comparison, Finding,
    index::blank,
    renames, rules, rust,
    types::{Spot, wire},
};
use crate::{
    ir::{Operation, Parameter, ParameterIn, Usage},
    place::Pointer,
};

/// An operation of either side.
type Operations<'a> = (&'a Operation, &'a Operation);
/// A parameter of either side.
type Pair<'a> = (&'a Parameter, &'a Parameter);

impl<'a> Comparison<'a> {
    pub(super) fn parameters(&mut self, (old, new): Operations<'a>, spot: &Spot) {
        let spot = &Spot { usage: Usage { request: true, response: false }, ..spot.clone() };
        let is_same = |one: &Parameter, other: &Parameter| one.location == other.location && one.wire == other.wire;
        let missing = |from: &'a [Parameter], in_: &[Parameter]| -> Vec<(usize, &'a Parameter)> {
            from.iter().enumerate().filter(|(_, one)| !in_.iter().any(|other| is_same(one, other))).collect()
        };
        let mut removed = missing(&old.parameters, &new.parameters);
        let mut added = missing(&new.parameters, &old.parameters);
        let in_path = path_pairs((old, new), &mut removed, &mut added);
        let renamed = renames::parameters(&mut removed, &mut added);
        let kept = old
            .parameters
            .iter()
            .filter_map(|one| new.parameters.iter().find(|other| is_same(one, other)).map(|other| (one, other)));
        let kept: Vec<Pair<'a>> = kept.collect();
        for &pair in &in_path {
            self.path_parameter_renamed((old, new), pair, spot);
        }
        for &pair in &renamed {
            self.parameter_renamed((old, new), pair, spot);
        }
        for (_, parameter) in removed {
            let finding = Finding::at(Some(&parameter.place), Some(&new.place)).rust(
                Some(rust::parameter(self.before.api, old, parameter)),
                after_item(self, new, parameter.required),
            );
            self.tell(&rules::PARAMETER_REMOVED, &part(spot, parameter), finding);
        }
        for (_, parameter) in added {
            let rule =
                if parameter.required { &rules::REQUIRED_PARAMETER_ADDED } else { &rules::OPTIONAL_PARAMETER_ADDED };
            let before = parameter.required.then(|| rust::method(self.before.api, old));
            let finding = Finding::at(Some(&old.place), Some(&parameter.place))
                .rust(before, Some(rust::parameter(self.after.api, new, parameter)));
            self.tell(rule, &part(spot, parameter), finding);
        }
        let pairs: Vec<Pair<'a>> = in_path.into_iter().chain(renamed).chain(kept).collect();
        self.order((old, new), &pairs, spot);
        for pair in pairs {
            self.parameter((old, new), pair, &part(spot, pair.0));
        }
    }

    /// One change for a path, whichever operations it has.
    fn path_parameter_renamed(&mut self, (old, new): Operations<'a>, (one, other): Pair<'a>, spot: &Spot) {
        let path = |operation: &Operation| Pointer::root().descendant(["paths", operation.path.as_str()]);
        let spot =
            Spot { subject: old.path.clone(), key: format!("{} {}", blank(&old.path), one.wire), ..spot.clone() };
        let finding = Finding::at(Some(&path(old)), Some(&path(new)))
            .detail(format!("`{{{}}}` → `{{{}}}`", one.wire, other.wire))
            .value(other.wire.clone())
            .rust(Some(rust::method(self.before.api, old)), Some(rust::method(self.after.api, new)));
        self.tell(&rules::PATH_PARAMETER_RENAMED, &spot, finding);
    }

    fn parameter_renamed(&mut self, (old, new): Operations<'a>, (one, other): Pair<'a>, spot: &Spot) {
        let rule = match (one.location, one.required) {
            (ParameterIn::Path, _) => return self.path_parameter_renamed((old, new), (one, other), spot),
            (ParameterIn::Query | ParameterIn::Header, true) => &rules::REQUIRED_PARAMETER_RENAMED,
            (ParameterIn::Query | ParameterIn::Header, false) => &rules::OPTIONAL_PARAMETER_RENAMED,
        };
        let finding = self
            .parameter_finding((old, new), (one, other))
            .detail(format!("`{}` → `{}`", one.wire, other.wire))
            .value(other.wire.clone());
        self.tell(rule, &part(spot, one), finding);
    }

    fn parameter_finding(&self, (old, new): Operations<'a>, (one, other): Pair<'a>) -> Finding {
        Finding::at(Some(&one.place), Some(&other.place))
            .rust(Some(rust::parameter(self.before.api, old, one)), Some(rust::parameter(self.after.api, new, other)))
    }

    fn parameter(&mut self, operations: Operations<'a>, (one, other): Pair<'a>, spot: &Spot) {
        let at = self.parameter_finding(operations, (one, other));
        match (one.required, other.required) {
            (false, true) => self.tell(&rules::PARAMETER_BECAME_REQUIRED, spot, at.clone()),
            (true, false) => self.tell(&rules::PARAMETER_BECAME_OPTIONAL, spot, at.clone()),
            (true, true) | (false, false) => {}
        }
        if !self.is_same(&one.ty, &other.ty, spot) {
            let detail = format!("{} → {}", wire(&self.before, &one.ty), wire(&self.after, &other.ty));
            self.tell(&rules::PARAMETER_TYPE_CHANGED, spot, at.clone().detail(detail));
        } else if one.style != other.style {
            self.tell(&rules::PARAMETER_STYLE_CHANGED, spot, at.clone());
        }
        let is_limited_otherwise = self.limits((&one.declared, &other.declared), &at, spot);
        if one.docs != other.docs && !is_limited_otherwise {
            self.tell(&rules::DOCUMENTATION_CHANGED, spot, Finding::at(Some(&one.place), Some(&other.place)));
        }
        self.deprecated((one.deprecated, other.deprecated), &at, spot);
    }

    /// Whether the arguments that stay stand in the same order.
    fn order(&mut self, (old, new): Operations<'a>, pairs: &[Pair<'a>], spot: &Spot) {
        let position = |operation: &Operation, wanted: &Parameter| {
            operation.parameters.iter().filter(|parameter| parameter.required).position(|known| known == wanted)
        };
        let mut positions: Vec<(usize, usize)> =
            pairs.iter().filter_map(|(one, other)| Some((position(old, one)?, position(new, other)?))).collect();
        positions.sort_unstable();
        if !positions.is_sorted_by_key(|(_, after)| *after) {
            let finding = Finding::at(Some(&old.place), Some(&new.place))
                .rust(Some(rust::method(self.before.api, old)), Some(rust::method(self.after.api, new)));
            self.tell(&rules::PARAMETERS_REORDERED, spot, finding);
        }
    }
}

/// The method that has lost an argument; of a setter that is gone, nothing.
fn after_item(comparison: &Comparison<'_>, new: &Operation, was_required: bool) -> Option<rust::Item> {
    was_required.then(|| rust::method(comparison.after.api, new))
}

/// Where the path is the same but for the names in it, its parameters are the same by their positions.
fn path_pairs<'a>(
    (old, new): Operations<'a>,
    removed: &mut Vec<(usize, &'a Parameter)>,
    added: &mut Vec<(usize, &'a Parameter)>,
) -> Vec<Pair<'a>> {
    if blank(&old.path) != blank(&new.path) {
        return Vec::new();
    }
    let is_in_path = |parameter: &Parameter| parameter.location == ParameterIn::Path;
    let pairs: Vec<Pair<'a>> = removed
        .iter()
        .filter(|(_, parameter)| is_in_path(parameter))
        .filter_map(|(position, one)| {
            added.iter().find(|(same, other)| same == position && is_in_path(other)).map(|(_, other)| (*one, *other))
        })
        .collect();
    removed.retain(|(_, parameter)| !pairs.iter().any(|(one, _)| one == parameter));
    added.retain(|(_, parameter)| !pairs.iter().any(|(_, other)| other == parameter));
    pairs
}

fn part(spot: &Spot, parameter: &Parameter) -> Spot {
    let location = match parameter.location {
        ParameterIn::Path => "path",
        ParameterIn::Query => "query",
        ParameterIn::Header => "header",
    };
    spot.part(&format!(" {location} {}", parameter.wire))
}
