//! The parameters of an operation: in Rust, arguments where they are required, setters where they are not.

use std::collections::BTreeSet;

use super::{
    Comparison, Finding, Rule,
    index::{Index, blank},
    renames, rules, rust,
    types::{Spot, wire},
};
use crate::{
    ir::{Cookie, ListStyle, ObjectStyle, Operation, Parameter, ParameterIn, ParameterStyle, Usage},
    place::Pointer,
};

/// An operation of either side.
type Operations<'a> = (&'a Operation, &'a Operation);
/// A parameter of either side.
type Pair<'a> = (&'a Parameter, &'a Parameter);

impl<'a> Comparison<'a> {
    pub(super) fn parameters(&mut self, (old, new): Operations<'a>, spot: &Spot) {
        let spot = &Spot { usage: Usage { request: true, response: false }, ..spot.clone() };
        // In a path, names are not on the wire: where the rest of it is the same, positions count.
        let is_path_same = blank(&old.path) == blank(&new.path);
        let is_positional = |one: &Parameter| is_path_same && one.location == ParameterIn::Path;
        let is_same = |one: &Parameter, other: &Parameter| {
            one.location == other.location && one.wire == other.wire && !is_positional(one)
        };
        let missing = |from: &'a [Parameter], in_: &[Parameter]| -> Vec<(usize, &'a Parameter)> {
            from.iter().enumerate().filter(|(_, one)| !in_.iter().any(|other| is_same(one, other))).collect()
        };
        let mut removed = missing(&old.parameters, &new.parameters);
        let mut added = missing(&new.parameters, &old.parameters);
        let in_path = path_pairs(&mut removed, &mut added, is_positional);
        let moved = renames::take_pairs(&mut removed, &mut added, |one| one.1.wire.clone(), |one| one.1.wire.clone());
        let moved: Vec<Pair<'a>> = moved.into_iter().map(|((_, one), (_, other))| (one, other)).collect();
        let renamed = renames::parameters(&mut removed, &mut added);
        let kept = old
            .parameters
            .iter()
            .filter_map(|one| new.parameters.iter().find(|other| is_same(one, other)).map(|other| (one, other)));
        let kept: Vec<Pair<'a>> = kept.collect();
        for &pair in in_path.iter().filter(|(one, other)| one.wire != other.wire) {
            self.path_parameter_renamed((old, new), pair, spot);
        }
        for &(one, other) in &moved {
            let detail = format!("{} → {}", location(one), location(other));
            let finding = self.parameter_finding((old, new), (one, other)).detail(detail).value(location(other));
            self.tell(&rules::PARAMETER_MOVED, &part(spot, one), finding);
        }
        for &pair in &renamed {
            self.parameter_renamed((old, new), pair, spot);
        }
        for (_, parameter) in removed {
            let finding = Finding::at(Some(&parameter.place), Some(&new.place)).rust(
                Some(rust::parameter(self.before.api, old, parameter)),
                after_item(self, new, parameter.required),
            );
            self.tell(&rules::PARAMETER_REMOVED, &own(spot, parameter), finding);
        }
        for (_, parameter) in added {
            let rule =
                if parameter.required { &rules::REQUIRED_PARAMETER_ADDED } else { &rules::OPTIONAL_PARAMETER_ADDED };
            let before = parameter.required.then(|| rust::method(self.before.api, old));
            let finding = Finding::at(Some(&old.place), Some(&parameter.place))
                .rust(before, Some(rust::parameter(self.after.api, new, parameter)));
            self.tell(rule, &own(spot, parameter), finding);
        }
        self.cookies((old, new), spot);
        let pairs: Vec<Pair<'a>> = in_path.into_iter().chain(moved).chain(renamed).chain(kept).collect();
        self.order((old, new), &pairs, spot);
        for pair in pairs {
            self.parameter((old, new), pair, &part(spot, pair.0));
        }
    }

    /// The cookies of an operation, which no argument or setter sends.
    fn cookies(&mut self, (old, new): Operations<'a>, spot: &Spot) {
        let names = old.cookies.iter().chain(&new.cookies).map(|cookie| cookie.name.as_str());
        for name in names.collect::<BTreeSet<_>>() {
            let find = |operation: &'a Operation| operation.cookies.iter().find(|cookie| cookie.name == name);
            let (one, other) = (find(old), find(new));
            let required = |cookie: Option<&Cookie>| cookie.map(|cookie| cookie.required);
            let place = |cookie: Option<&'a Cookie>, operation: &'a Operation| {
                cookie.map_or(&operation.place, |cookie| &cookie.place)
            };
            let shown = |required: Option<bool>| match required {
                None => "none",
                Some(false) => "optional",
                Some(true) => "required",
            };
            let rule: &'static Rule = match (required(one), required(other)) {
                (before, after) if before == after => continue,
                (_, Some(true)) => &rules::REQUIRED_COOKIE_ADDED,
                (_, _) => &rules::COOKIE_CHANGED,
            };
            let finding = Finding::at(Some(place(one, old)), Some(place(other, new))).detail(format!(
                "{} → {}",
                shown(required(one)),
                shown(required(other))
            ));
            self.tell(rule, &spot.part(&format!(" cookie {name}")), finding);
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
            (ParameterIn::Query | ParameterIn::Header | ParameterIn::Part, true) => &rules::REQUIRED_PARAMETER_RENAMED,
            (ParameterIn::Query | ParameterIn::Header | ParameterIn::Part, false) => &rules::OPTIONAL_PARAMETER_RENAMED,
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
        let item = Some(rust::parameter(self.after.api, operations.1, other));
        let still = Finding::at(Some(&one.place), Some(&other.place)).rust(item.clone(), item);
        if one.wire == other.wire && one.name != other.name && !one.required && !other.required {
            let detail = format!("`{}` → `{}`", one.name, other.name);
            self.tell(&rules::MEMBER_RENAMED, spot, at.clone().detail(detail));
        }
        match (one.required, other.required) {
            (false, true) => self.tell(&rules::PARAMETER_BECAME_REQUIRED, spot, at.clone()),
            (true, false) => self.tell(&rules::PARAMETER_BECAME_OPTIONAL, spot, at.clone()),
            (true, true) | (false, false) => {}
        }
        // What the argument is follows the style, too: a file, a JSON document.
        let is_argument_same = rust::argument_type(one) == rust::argument_type(other);
        let is_type_same = self.is_same(&one.ty, &other.ty, spot) && (one.style == other.style || is_argument_same);
        if !is_type_same {
            let detail = format!("{} → {}", written(&self.before, one), written(&self.after, other));
            let finding = at.clone().detail(detail).rusts(&self.redefined(&one.ty, &other.ty));
            self.tell(&rules::PARAMETER_TYPE_CHANGED, spot, finding);
        } else if one.style != other.style && one.location == other.location {
            let detail = format!("{} → {}", style(one), style(other));
            self.tell(&rules::PARAMETER_STYLE_CHANGED, spot, at.clone().detail(detail));
        }
        // Of another type, the limits are others.
        let declared = ((&one.ty, &one.declared), (&other.ty, &other.declared));
        let is_limited_otherwise = is_type_same && self.limits_of(declared, &still, spot);
        if one.docs != other.docs && !is_limited_otherwise {
            self.tell(&rules::DOCUMENTATION_CHANGED, spot, Finding::at(Some(&one.place), Some(&other.place)));
        }
        self.deprecated((one.deprecated, other.deprecated), &still, spot);
        self.idempotency_key(operations, (one, other), spot);
    }

    /// Whether calls that have this header may be sent twice. Of calls that all have it, the operation tells.
    fn idempotency_key(&mut self, (old, new): Operations<'a>, (one, other): Pair<'a>, spot: &Spot) {
        if one.is_idempotency_key != other.is_idempotency_key && old.idempotent == new.idempotent {
            let shown = |parameter: &Parameter| if parameter.is_idempotency_key { "a key" } else { "no key" };
            let finding = Finding::at(Some(&one.place), Some(&other.place));
            let finding = finding.detail(format!("{} → {}", shown(one), shown(other)));
            self.tell(&rules::OPERATION_IDEMPOTENCE_CHANGED, spot, finding);
        }
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

/// Takes the parameters that are the same by their positions.
fn path_pairs<'a>(
    removed: &mut Vec<(usize, &'a Parameter)>,
    added: &mut Vec<(usize, &'a Parameter)>,
    is_positional: impl Fn(&Parameter) -> bool,
) -> Vec<Pair<'a>> {
    let in_path = |list: &mut Vec<(usize, &'a Parameter)>| -> Vec<&'a Parameter> {
        let (in_path, rest): (Vec<_>, Vec<_>) = list.drain(..).partition(|(_, parameter)| is_positional(parameter));
        *list = rest;
        in_path.into_iter().map(|(_, parameter)| parameter).collect()
    };
    in_path(removed).into_iter().zip(in_path(added)).collect()
}

/// The spot of a parameter; one that is a component is called after it, whichever operation refers to it.
fn part(spot: &Spot, parameter: &Parameter) -> Spot {
    if let [components, parameters, name] = parameter.place.tokens()
        && components == "components"
        && parameters == "parameters"
    {
        return Spot { subject: name.clone(), key: format!("parameter {name}"), ..spot.clone() };
    }
    own(spot, parameter)
}

/// The spot of a parameter that an operation has got or lost, wherever it is described.
fn own(spot: &Spot, parameter: &Parameter) -> Spot {
    spot.part(&format!(" {} {}", location(parameter), parameter.wire))
}

/// What a parameter is on the wire.
fn written(index: &Index<'_>, parameter: &Parameter) -> String {
    match &parameter.style {
        ParameterStyle::File { is_list: false, .. } => "a file".to_owned(),
        ParameterStyle::File { is_list: true, .. } => "files".to_owned(),
        ParameterStyle::Json => format!("{} as JSON", wire(index, &parameter.ty)),
        ParameterStyle::Text(media_type) => format!("`{media_type}`"),
        ParameterStyle::Scalar | ParameterStyle::List(_) | ParameterStyle::Object(_) => wire(index, &parameter.ty),
    }
}

/// How a parameter is written, by an example.
fn style(parameter: &Parameter) -> String {
    let example = match &parameter.style {
        ParameterStyle::Scalar => "a=1",
        ParameterStyle::List(ListStyle::Repeat) => "a=1&a=2",
        ParameterStyle::List(ListStyle::Comma) => "a=1,2",
        ParameterStyle::List(ListStyle::Space) => "a=1%202",
        ParameterStyle::List(ListStyle::Pipe) => "a=1|2",
        ParameterStyle::Object(ObjectStyle::Deep) => "a[b]=1",
        ParameterStyle::Object(ObjectStyle::Form) => "b=1",
        ParameterStyle::Object(ObjectStyle::Comma) => "a=b,1",
        ParameterStyle::Json => "a={}",
        ParameterStyle::Text(media_type) => return format!("`{media_type}`"),
        ParameterStyle::File { media_type, .. } => {
            return media_type
                .as_deref()
                .map_or_else(|| "of any type".to_owned(), |media_type| format!("`{media_type}`"));
        }
    };
    format!("`{example}`")
}

fn location(parameter: &Parameter) -> &'static str {
    match parameter.location {
        ParameterIn::Path => "path",
        ParameterIn::Query => "query",
        ParameterIn::Header => "header",
        ParameterIn::Part => "part",
    }
}
