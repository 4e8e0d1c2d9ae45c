//! The bodies of requests.

use super::{
    Comparison, Finding,
    index::Index,
    operations::Pair,
    rules, rust,
    types::{Spot, shared, wire},
};
use crate::ir::{Body, BodyKind, Operation, Usage};

impl<'a> Comparison<'a> {
    pub(super) fn body(&mut self, (old, new): Pair<'a>, spot: &Spot) {
        let spot = &Spot { usage: Usage { request: true, response: false }, ..spot.clone() };
        let place = |operation: &Operation| {
            let body = operation.body.as_ref();
            body.map_or_else(|| operation.place.child("requestBody"), |body| body.place.clone())
        };
        let place = (place(old), place(new));
        let at = Finding::at(Some(&place.0), Some(&place.1));
        // A body that is required, here or there, is an argument: then both have the method.
        let is_argument = [&old.body, &new.body].into_iter().flatten().any(|body| body.required);
        let item = |index: &Index<'_>, operation: &Operation| match &operation.body {
            Some(body) => Some(rust::body(index.api, operation, body)),
            None => is_argument.then(|| rust::method(index.api, operation)),
        };
        let still = at.clone().rust(item(&self.after, new), item(&self.after, new));
        let at = at.rust(item(&self.before, old), item(&self.after, new));
        let (one, other) = match (&old.body, &new.body) {
            (None, None) => return,
            (None, Some(body)) => {
                let rule = if body.required { &rules::REQUIRED_BODY_ADDED } else { &rules::OPTIONAL_BODY_ADDED };
                return self.tell(rule, spot, at);
            }
            (Some(_), None) => return self.tell(&rules::BODY_REMOVED, spot, at),
            (Some(one), Some(other)) => (one, other),
        };
        let spot = &shared(spot, &one.place, &other.place, "");
        match (one.required, other.required) {
            (false, true) => self.tell(&rules::BODY_BECAME_REQUIRED, spot, at.clone()),
            (true, false) => self.tell(&rules::BODY_BECAME_OPTIONAL, spot, at.clone()),
            (true, true) | (false, false) => {}
        }
        if one.docs != other.docs {
            let finding = Finding::at(Some(&place.0), Some(&place.1)).value("body");
            self.tell(&rules::DOCUMENTATION_CHANGED, spot, finding);
        }
        if self.body_kind((one, other), at, spot) {
            self.body_content((one, other), &still, spot);
        }
    }

    /// What is said of a body of the same kind.
    fn body_content(&mut self, (one, other): (&'a Body, &'a Body), still: &Finding, spot: &Spot) {
        self.body_media_types((one, other), still, spot);
        if one.written != other.written {
            let shown =
                |body: &Body| body.written.as_ref().map_or_else(|| "none".to_owned(), |text| format!("`{text}`"));
            let finding = still.clone().detail(format!("{} → {}", shown(one), shown(other)));
            self.tell(&rules::BODY_CONTENT_CHANGED, spot, finding);
        }
        match (one.declared.nullable, other.declared.nullable) {
            (false, true) => self.tell(&rules::SCHEMA_BECAME_NULLABLE, &spot.part(" body"), still.clone()),
            (true, false) => self.tell(&rules::SCHEMA_NO_LONGER_NULLABLE, &spot.part(" body"), still.clone()),
            (true, true) | (false, false) => {}
        }
        self.limits((&one.declared, &other.declared), still, &spot.part(" body"));
    }

    /// Whether both are written in the same way; if not, that is told.
    fn body_kind(&mut self, (one, other): (&'a Body, &'a Body), at: Finding, spot: &Spot) -> bool {
        let types = match (&one.kind, &other.kind) {
            (
                BodyKind::Json(before, _) | BodyKind::Form(before, _),
                BodyKind::Json(after, _) | BodyKind::Form(after, _),
            ) => Some((before, after)),
            (_, _) => None,
        };
        if let Some((before, after)) = types
            && !self.is_same(before, after, &spot.part(" body"))
        {
            self.derived(before, after, &spot.part(" body"));
            let detail = format!("{} → {}", wire(&self.before, before), wire(&self.after, after));
            let finding = at.detail(detail).rusts(&self.redefined(before, after));
            self.tell(&rules::BODY_TYPE_CHANGED, spot, finding);
            return false;
        }
        let rule = match (&one.kind, &other.kind) {
            (BodyKind::Form(..), BodyKind::Form(..))
            | (BodyKind::FormData, BodyKind::FormData)
            | (BodyKind::Multipart, BodyKind::Multipart) => return true,
            (BodyKind::Json(_, before), BodyKind::Json(_, after)) if before == after => return true,
            (BodyKind::Text(before), BodyKind::Text(after)) | (BodyKind::Bytes(before), BodyKind::Bytes(after))
                if before == after =>
            {
                return true;
            }
            (BodyKind::Json(..) | BodyKind::Form(..), BodyKind::Json(..) | BodyKind::Form(..))
            | (BodyKind::Text(_), BodyKind::Text(_))
            | (BodyKind::Bytes(_), BodyKind::Bytes(_)) => &rules::BODY_MEDIA_TYPE_CHANGED,
            (_, _) => &rules::BODY_TYPE_CHANGED,
        };
        let shown =
            |body: &Body| body.media_types.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        self.tell(rule, spot, at.detail(format!("{} → {}", shown(one), shown(other))));
        false
    }

    /// The media types that are not the one that the client sends.
    fn body_media_types(&mut self, (one, other): (&'a Body, &'a Body), still: &Finding, spot: &Spot) {
        for name in one.media_types.iter().filter(|name| !other.media_types.contains(name)) {
            let finding = still.clone().detail(format!("`{name}`")).value(name.clone());
            self.tell(&rules::REQUEST_MEDIA_TYPE_REMOVED, spot, finding);
        }
        for name in other.media_types.iter().filter(|name| !one.media_types.contains(name)) {
            let finding = still.clone().detail(format!("`{name}`")).value(name.clone());
            self.tell(&rules::REQUEST_MEDIA_TYPE_ADDED, spot, finding);
        }
    }
}
