//! The headers of responses.

use crate::{
    diff::{
        change::{
            finding::Finding,
            spot::{Spot, shared},
        },
        comparison::Comparison,
        models::{
            fields::compare_deprecation,
            limits::{limits, tell_limits},
        },
        rules,
        sameness::pairs::Pair,
    },
    ir::{DeclaredHeader, DeclaredResponse},
};

/// The headers of a response: their names have no case (RFC 9110, section 5.1).
pub(super) fn compare_headers<'a>(
    comparison: &mut Comparison<'a>,
    (one, other): Pair<'a, DeclaredResponse>,
    spot: &Spot,
) {
    let find = |headers: &'a [DeclaredHeader], name: &str| {
        // Where two differ by their case alone, each is itself.
        let alike = || headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
        headers.iter().find(|header| header.name == name).or_else(alike)
    };
    for old in &one.headers {
        let part = spot.part(&format!(" header {}", old.name));
        match find(&other.headers, &old.name) {
            Some(new) => compare_header(comparison, (old, new), &part),
            None => {
                let finding = Finding::at(Some(&old.place), Some(&other.place)).detail(old.ty.clone());
                comparison.tell(&rules::HEADER_REMOVED, &part, finding);
            }
        }
    }
    for new in other.headers.iter().filter(|new| find(&one.headers, &new.name).is_none()) {
        let finding = Finding::at(Some(&one.place), Some(&new.place)).detail(new.ty.clone());
        comparison.tell(&rules::HEADER_ADDED, &spot.part(&format!(" header {}", new.name)), finding);
    }
}

fn compare_header<'a>(comparison: &mut Comparison<'a>, (old, new): Pair<'a, DeclaredHeader>, spot: &Spot) {
    let spot = &shared(spot, &old.place, &new.place, "");
    let at = Finding::at(Some(&old.place), Some(&new.place));
    match (old.required, new.required) {
        (false, true) => comparison.tell(&rules::HEADER_BECAME_REQUIRED, spot, at.clone()),
        (true, false) => comparison.tell(&rules::HEADER_BECAME_OPTIONAL, spot, at.clone()),
        (true, true) | (false, false) => {}
    }
    if old.ty != new.ty {
        let finding = at.clone().detail(format!("`{}` → `{}`", old.ty, new.ty));
        comparison.tell(&rules::HEADER_CHANGED, spot, finding);
    }
    tell_limits(comparison, &limits((&old.declared, &new.declared)), &at, spot);
    compare_deprecation(comparison, (old.deprecated, new.deprecated), &at, spot);
}
