//! What is said of a parameter that both clients have.

use crate::{
    diff::{
        change::{finding::Finding, rust, spot::Spot},
        comparison::Comparison,
        models::{
            fields::compare_deprecation,
            limits::{limits_of, tell_limits},
            types::{exchanged, tell_match},
        },
        rules,
        sameness::{
            index::Index,
            pairs::Pair,
            wire::{text_wire, wire},
        },
    },
    ir::{Expansion, ListStyle, ObjectStyle, Operation, Parameter, ParameterIn, ParameterStyle, Words},
};

/// Where a parameter stands, and what it is in Rust.
pub(super) fn parameter_finding<'a>(
    comparison: &Comparison<'a>,
    (old, new): Pair<'a, Operation>,
    (one, other): Pair<'a, Parameter>,
) -> Finding {
    Finding::at(Some(&one.place), Some(&other.place)).rust(
        Some(rust::parameter(comparison.before.api, old, one)),
        Some(rust::parameter(comparison.after.api, new, other)),
    )
}

/// A parameter that both have.
pub(super) fn compare_parameter<'a>(
    comparison: &mut Comparison<'a>,
    operations: Pair<'a, Operation>,
    (one, other): Pair<'a, Parameter>,
    spot: &Spot,
) {
    let at = parameter_finding(comparison, operations, (one, other));
    let item = Some(rust::parameter(comparison.after.api, operations.1, other));
    let still = Finding::at(Some(&one.place), Some(&other.place)).rust(item.clone(), item);
    if one.wire == other.wire && one.name != other.name && !one.required && !other.required {
        let detail = format!("`{}` → `{}`", one.name, other.name);
        comparison.tell(&rules::MEMBER_RENAMED, spot, at.clone().detail(detail));
    }
    match (one.required, other.required) {
        (false, true) => comparison.tell(&rules::PARAMETER_BECAME_REQUIRED, spot, at.clone()),
        (true, false) => comparison.tell(&rules::PARAMETER_BECAME_OPTIONAL, spot, at.clone()),
        (true, true) | (false, false) => {}
    }
    // What the argument is follows the style, too: a file, a JSON document.
    let is_argument_same = rust::argument_type(one) == rust::argument_type(other);
    let types = comparison.match_types(&one.ty, &other.ty);
    let is_type_same = types.is_same() && (one.style == other.style || is_argument_same);
    tell_match(comparison, types, spot);
    if !is_type_same {
        let detail = format!("{} → {}", written(&comparison.before, one), written(&comparison.after, other));
        let finding = at.clone().detail(detail).rusts(&exchanged(comparison, &one.ty, &other.ty));
        comparison.tell(&rules::PARAMETER_TYPE_CHANGED, spot, finding);
    } else if (&one.style, one.allow_reserved) != (&other.style, other.allow_reserved) && one.location == other.location
    {
        let detail = format!("{} → {}", style(one), style(other));
        comparison.tell(&rules::PARAMETER_STYLE_CHANGED, spot, at.clone().detail(detail));
    }
    // Of another type, the limits are others.
    let declared = ((&one.ty, &one.declared), (&other.ty, &other.declared));
    let limits = is_type_same.then(|| limits_of(comparison, declared));
    if let Some(limits) = &limits {
        tell_limits(comparison, limits, &still, spot);
    }
    if one.docs != other.docs && !limits.is_some_and(|limits| limits.differ()) {
        comparison.tell(&rules::DOCUMENTATION_CHANGED, spot, Finding::at(Some(&one.place), Some(&other.place)));
    }
    compare_deprecation(comparison, (one.deprecated, other.deprecated), &still, spot);
    compare_idempotency_key(comparison, operations, (one, other), spot);
}

/// Whether calls that have this header may be sent twice. Of calls that all have it, the operation tells.
fn compare_idempotency_key<'a>(
    comparison: &mut Comparison<'a>,
    (old, new): Pair<'a, Operation>,
    (one, other): Pair<'a, Parameter>,
    spot: &Spot,
) {
    if one.is_idempotency_key != other.is_idempotency_key && old.idempotent == new.idempotent {
        let shown = |parameter: &Parameter| if parameter.is_idempotency_key { "a key" } else { "no key" };
        let finding = Finding::at(Some(&one.place), Some(&other.place));
        let finding = finding.detail(format!("{} → {}", shown(one), shown(other)));
        comparison.tell(&rules::OPERATION_IDEMPOTENCE_CHANGED, spot, finding);
    }
}

/// The spot of a parameter; one that is a component is called after it, whichever operation refers to it.
pub(super) fn parameter_spot(spot: &Spot, parameter: &Parameter) -> Spot {
    if let ["components", "parameters", name] = parameter.place.tokens().as_slice() {
        return Spot { subject: (*name).to_owned(), key: format!("parameter {name}"), ..spot.clone() };
    }
    own_spot(spot, parameter)
}

/// The spot of a parameter that an operation has got or lost, wherever it is described.
pub(super) fn own_spot(spot: &Spot, parameter: &Parameter) -> Spot {
    spot.part(&format!(" {} {}", location(parameter), parameter.wire))
}

/// What a parameter is on the wire.
fn written(index: &Index<'_>, parameter: &Parameter) -> String {
    match &parameter.style {
        ParameterStyle::File { is_list: false, .. } => "a file".to_owned(),
        ParameterStyle::File { is_list: true, .. } => "files".to_owned(),
        ParameterStyle::Json | ParameterStyle::JsonList => format!("{} as JSON", wire(index, &parameter.ty)),
        ParameterStyle::Text(media_type) => format!("`{media_type}`"),
        ParameterStyle::Scalar | ParameterStyle::List(_) | ParameterStyle::Object(_) | ParameterStyle::Expanded(..) => {
            text_wire(index, &parameter.ty, &parameter.declared)
        }
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
        ParameterStyle::Object(ObjectStyle::Space) => "a=b%201",
        ParameterStyle::Object(ObjectStyle::Pipe) => "a=b|1",
        ParameterStyle::Expanded(words, expansion) => expanded(*words, *expansion),
        ParameterStyle::Json => "a={}",
        ParameterStyle::JsonList => "a={}&a={}",
        ParameterStyle::Text(media_type) => return format!("`{media_type}`"),
        ParameterStyle::File { media_type, .. } => {
            return media_type
                .as_deref()
                .map_or_else(|| "of any type".to_owned(), |media_type| format!("`{media_type}`"));
        }
    };
    let passed = if parameter.allow_reserved { " with reserved characters" } else { "" };
    format!("`{example}`{passed}")
}

/// How a value called `a` stands in a path, by an example.
fn expanded(words: Words, expansion: Expansion) -> &'static str {
    match (words, expansion) {
        (Words::One, Expansion::Simple | Expansion::SimpleExploded) => "1",
        (Words::One, Expansion::Label | Expansion::LabelExploded) => ".1",
        (Words::One, Expansion::Matrix | Expansion::MatrixExploded) => ";a=1",
        (Words::List, Expansion::Simple | Expansion::SimpleExploded) => "1,2",
        (Words::List, Expansion::Label) => ".1,2",
        (Words::List, Expansion::LabelExploded) => ".1.2",
        (Words::List, Expansion::Matrix) => ";a=1,2",
        (Words::List, Expansion::MatrixExploded) => ";a=1;a=2",
        (Words::Object, Expansion::Simple) => "b,1",
        (Words::Object, Expansion::SimpleExploded) => "b=1",
        (Words::Object, Expansion::Label) => ".b,1",
        (Words::Object, Expansion::LabelExploded) => ".b=1",
        (Words::Object, Expansion::Matrix) => ";a=b,1",
        (Words::Object, Expansion::MatrixExploded) => ";b=1",
    }
}

/// Where a parameter is written.
pub(crate) fn location(parameter: &Parameter) -> &'static str {
    match parameter.location {
        ParameterIn::Path => "path",
        ParameterIn::Query => "query",
        ParameterIn::Header => "header",
        ParameterIn::Cookie => "cookie",
        ParameterIn::Part => "part",
        ParameterIn::PartHeader => "header of a part",
    }
}
