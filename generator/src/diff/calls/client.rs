//! The client as a whole: its credential, its version, the model of errors.

use super::{
    client_headers::compare_client_headers, schemes::is_authentication_told, security::compare_security,
    servers::compare_servers,
};
use crate::{
    diff::{
        change::{finding::Finding, rust, spot::Spot},
        comparison::Comparison,
        models::types::tell_match,
        rules,
        sameness::{index::Index, types::Match, wire::wire},
    },
    ir::{Api, Authentication, Type},
    place::Pointer,
};

/// Compares the client as a whole.
pub(crate) fn compare_client<'a>(comparison: &mut Comparison<'a>) {
    compare_servers(comparison);
    compare_authentication(comparison);
    compare_security(comparison, &Spot::of_client("security", "").sent());
    compare_documentation(comparison);
    compare_client_headers(comparison);
    compare_error_model(comparison);
}

/// What the client says of itself. A version that a header of the client carries is told there.
fn compare_documentation<'a>(comparison: &mut Comparison<'a>) {
    let (before, after) = (comparison.before.api, comparison.after.api);
    let follows =
        |api: &Api| api.client_headers.iter().any(|header| header.default.as_deref() == Some(api.version.as_str()));
    let is_version_told = follows(before) && follows(after);
    let is_same = (&before.title, &before.docs) == (&after.title, &after.docs)
        && (before.version == after.version || is_version_told);
    if !is_same {
        let place = Pointer::root().child("info");
        let finding = Finding::at(Some(&place), Some(&place));
        comparison.tell(&rules::DOCUMENTATION_CHANGED, &Spot::of_client("info", ""), finding);
    }
}

fn compare_authentication<'a>(comparison: &mut Comparison<'a>) {
    let (before, after) = (comparison.before.api.authentication(), comparison.after.api.authentication());
    if is_authentication_told(comparison) {
        let place = Pointer::root().child("security");
        let finding = Finding::at(Some(&place), Some(&place));
        let finding = if before == after {
            let name = |api: &Api| api.token_scheme.clone().unwrap_or_default();
            finding.detail(format!("`{}` → `{}`", name(comparison.before.api), name(comparison.after.api)))
        } else {
            finding.detail(format!("{} → {}", credentials(before), credentials(after)))
        };
        comparison.tell(&rules::AUTHENTICATION_CHANGED, &Spot::of_client("security", ""), finding);
    }
}

fn compare_error_model<'a>(comparison: &mut Comparison<'a>) {
    let spot = Spot::of_client("errors", "").received();
    let (before, after) = (comparison.before.api.error.ty.as_ref(), comparison.after.api.error.ty.as_ref());
    let models = match (before, after) {
        (Some(before), Some(after)) => comparison.match_types(before, after),
        (before, after) => Match::of(before.is_none() && after.is_none()),
    };
    let is_same = models.is_same();
    tell_match(comparison, models, &spot);
    if !is_same {
        let place = |index: &Index<'a>, model: Option<&Type>| {
            let definition = model.and_then(Type::name).and_then(|name| index.definitions.get(name));
            definition.map_or_else(|| Pointer::root().child("paths"), |definition| definition.place.clone())
        };
        let shown = |index: &Index<'a>, model: Option<&Type>| {
            model.map_or_else(|| "any JSON".to_owned(), |model| wire(index, model))
        };
        let detail = format!("{} → {}", shown(&comparison.before, before), shown(&comparison.after, after));
        let places = (place(&comparison.before, before), place(&comparison.after, after));
        let finding = Finding::at(Some(&places.0), Some(&places.1))
            .detail(detail)
            .rust(Some(rust::error_body(before)), Some(rust::error_body(after)));
        comparison.tell(&rules::ERROR_MODEL_CHANGED, &spot, finding);
    }
}

fn credentials(authentication: Option<&Authentication>) -> String {
    match authentication {
        None => "none".to_owned(),
        Some(Authentication::Bearer) => "`Authorization: Bearer`".to_owned(),
        Some(Authentication::Basic) => "`Authorization: Basic`".to_owned(),
        Some(Authentication::Header(name)) => format!("the header `{name}`"),
        Some(Authentication::Query(name)) => format!("the query parameter `{name}`"),
        Some(Authentication::Cookie(name)) => format!("the cookie `{name}`"),
    }
}
