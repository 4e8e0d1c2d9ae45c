//! The headers that a client sends with every request.

use crate::{
    diff::{
        change::{finding::Finding, item::Item, rust, spot::Spot},
        comparison::Comparison,
        models::{
            enums,
            limits::{limits, tell_limits},
            types::tell_match,
        },
        rules,
        rules::rule::Rule,
        sameness::{index::Index, pairs::Pair, wire::text_wire},
    },
    ir::{ClientHeader, Declared},
};

/// A header is one line, whatever it has gained and lost.
pub(super) fn compare_client_headers<'a>(comparison: &mut Comparison<'a>) {
    let (before, after) = (&comparison.before.api.client_headers, &comparison.after.api.client_headers);
    for header in before {
        let spot = Spot::of_client(&header.header, "header").sent();
        match after.iter().find(|same| same.header.eq_ignore_ascii_case(&header.header)) {
            Some(same) => compare_client_header(comparison, (header, same), &spot),
            None => {
                let finding = Finding::at(Some(&header.place), None)
                    .rust(Some(rust::setter(header.setter.as_str(), &header.ty)), None);
                comparison.tell(&rules::CLIENT_HEADER_REMOVED, &spot, finding);
            }
        }
    }
    for header in after {
        if before.iter().all(|known| !known.header.eq_ignore_ascii_case(&header.header)) {
            let finding = Finding::at(None, Some(&header.place))
                .rust(None, Some(rust::setter(header.setter.as_str(), &header.ty)));
            comparison.tell(&rules::CLIENT_HEADER_ADDED, &Spot::of_client(&header.header, "header").sent(), finding);
        }
    }
}

fn compare_client_header<'a>(comparison: &mut Comparison<'a>, (old, new): Pair<'a, ClientHeader>, spot: &Spot) {
    if let Some(definition) = comparison.before.named(&old.ty) {
        comparison.told.insert(&definition.name);
    }
    let place = |index: &Index<'_>, header: &ClientHeader| {
        index.named(&header.ty).map_or_else(|| header.place.clone(), |definition| definition.place.clone())
    };
    let at = Finding::at(Some(&place(&comparison.before, old)), Some(&place(&comparison.after, new)));
    let types = comparison.match_types(&old.ty, &new.ty);
    let is_same = types.is_same();
    tell_match(comparison, types, spot);
    if !is_same {
        let written = |index: &Index<'_>, header: &ClientHeader| text_wire(index, &header.ty, &header.declared);
        let finding = at
            .detail(format!("{} → {}", written(&comparison.before, old), written(&comparison.after, new)))
            .rust(Some(rust::setter(old.setter.as_str(), &old.ty)), Some(rust::setter(new.setter.as_str(), &new.ty)));
        return comparison.tell(&rules::CLIENT_HEADER_TYPE_CHANGED, spot, finding);
    }
    let declared = [old, new].map(|header| Declared { default: None, ..header.declared.clone() });
    tell_limits(comparison, &limits((&declared[0], &declared[1])), &at, spot);
    if old.docs != new.docs {
        comparison.tell(&rules::DOCUMENTATION_CHANGED, spot, Finding::at(Some(&old.place), Some(&new.place)));
    }
    compare_header_values(comparison, (old, new), at, spot);
}

/// The values of a header, and the one that is its default.
fn compare_header_values<'a>(
    comparison: &mut Comparison<'a>,
    (old, new): Pair<'a, ClientHeader>,
    at: Finding,
    spot: &Spot,
) {
    let (one, other) = (values(&comparison.before, old), values(&comparison.after, new));
    let gone: Vec<_> = one.iter().filter(|(wire, _)| other.iter().all(|(known, _)| known != wire)).collect();
    let more: Vec<_> = other.iter().filter(|(wire, _)| one.iter().all(|(known, _)| known != wire)).collect();
    let follows = |header: &ClientHeader, version: &str| header.default.as_deref() == Some(version);
    let is_version = follows(old, &comparison.before.api.version) && follows(new, &comparison.after.api.version);
    let rule: &'static Rule = match (gone.is_empty(), old.default == new.default, more.is_empty()) {
        (false, _, _) => &rules::CLIENT_HEADER_VALUE_REMOVED,
        (true, false, _) if is_version => &rules::CLIENT_HEADER_VERSION_MOVED,
        (true, false, _) => &rules::CLIENT_HEADER_DEFAULT_CHANGED,
        (true, true, false) => &rules::CLIENT_HEADER_VALUE_ADDED,
        (true, true, true) => return,
    };
    let mut parts: Vec<String> = Vec::new();
    if old.default != new.default {
        let shown = |default: &Option<String>| default.as_deref().unwrap_or("none").to_owned();
        parts.push(format!("default `{}` → `{}`", shown(&old.default), shown(&new.default)));
    }
    parts.extend(gone.iter().map(|(wire, _)| format!("− `{wire}`")));
    parts.extend(more.iter().map(|(wire, _)| format!("+ `{wire}`")));
    // What is said of lost values says nothing of the default.
    let moves = match (old.default == new.default, gone.is_empty()) {
        (true, _) | (_, true) => None,
        (false, false) if is_version => Some("the default moves with the API version, as before"),
        (false, false) => Some("an app that sets none sends the new default"),
    };
    let mut finding = at.detail(parts.join(", ")).more(moves);
    for (_, item) in gone {
        finding = finding.rust(Some(item.clone()), None);
    }
    for (_, item) in more {
        finding = finding.rust(None, Some(item.clone()));
    }
    comparison.tell(rule, spot, finding);
}

/// The values of a header, each with its variant.
fn values(index: &Index<'_>, header: &ClientHeader) -> Vec<(String, Item)> {
    index.named(&header.ty).map(enums::values).unwrap_or_default()
}
