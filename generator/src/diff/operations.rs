//! Tags and operations: which are there, what each is called, what it takes and gives.

use super::{
    Comparison, Finding,
    index::{Index, blank, operation_key},
    rules, rust,
    types::{Spot, wire},
};
use crate::ir::{Body, BodyKind, Group, Operation, Output, OutputVariant, Usage};

/// An operation of either side.
type Pair<'a> = (&'a Operation, &'a Operation);

impl<'a> Comparison<'a> {
    pub(super) fn tags(&mut self) {
        let (before, after) = (&self.before.api.groups, &self.after.api.groups);
        for group in before.iter().filter(|group| find(after, &group.tag).is_none()) {
            let stay =
                self.operations.pairs.iter().map(|(index, _)| index).filter(|index| group.operations.contains(index));
            let methods = stay.map(|&index| rust::method_in(Some(group), &self.before.api.operations[index]));
            let finding = Finding::default().rust(Some(rust::accessor(group)), None).gone(methods);
            let spot = tag_spot(self.before.api.operations.as_slice(), group);
            self.tell(&rules::TAG_REMOVED, &spot, finding);
        }
        for group in after {
            let spot = tag_spot(self.after.api.operations.as_slice(), group);
            match find(before, &group.tag) {
                None => {
                    let known = self.operations.pairs.iter().map(|(_, index)| index);
                    let joined = known.filter(|index| group.operations.contains(index));
                    let methods = joined.map(|&index| rust::method_in(Some(group), &self.after.api.operations[index]));
                    let finding = Finding::default().rust(None, Some(rust::accessor(group))).added(methods);
                    self.tell(&rules::TAG_ADDED, &spot, finding);
                }
                Some(known) if known.docs != group.docs => {
                    self.tell(&rules::DOCUMENTATION_CHANGED, &spot, Finding::default().value("tag"));
                }
                Some(_) => {}
            }
        }
    }

    pub(super) fn operations(&mut self) {
        for &index in &self.operations.removed.clone() {
            let operation = &self.before.api.operations[index];
            let finding = Finding::at(Some(&operation.place), None)
                .detail(format!("`{} {}`", operation.method, operation.path))
                .gone(rust::methods(self.before.api, index));
            self.tell(&rules::OPERATION_REMOVED, &spot(operation), finding);
        }
        for &index in &self.operations.added.clone() {
            let operation = &self.after.api.operations[index];
            let finding = Finding::at(None, Some(&operation.place))
                .detail(format!("`{} {}`", operation.method, operation.path))
                .added(rust::methods(self.after.api, index));
            self.tell(&rules::OPERATION_ADDED, &spot(operation), finding);
        }
        for (one, other) in self.operations.pairs.clone() {
            let pair = (&self.before.api.operations[one], &self.after.api.operations[other]);
            self.operation(pair, (one, other));
        }
    }

    fn operation(&mut self, (old, new): Pair<'a>, positions: (usize, usize)) {
        let mut spot = Spot { key: operation_key(old), ..spot(new) };
        let at = Finding::at(Some(&old.place), Some(&new.place));
        let methods =
            at.clone().rust(Some(rust::method(self.before.api, old)), Some(rust::method(self.after.api, new)));
        let item = Some(rust::method(self.after.api, new));
        let still = at.clone().rust(item.clone(), item);
        if (&old.name, &old.type_name) != (&new.name, &new.type_name) {
            let detail = format!("`{}` → `{}`", old.id, new.id);
            self.tell(&rules::OPERATION_RENAMED, &spot, methods.clone().detail(detail));
            spot.is_renamed = true;
        }
        if (&old.method, blank(&old.path)) != (&new.method, blank(&new.path)) {
            let detail = format!("`{} {}` → `{} {}`", old.method, old.path, new.method, new.path);
            self.tell(&rules::OPERATION_MOVED, &spot, at.clone().detail(detail));
        }
        self.memberships((old, new), positions, &spot);
        match (old.deprecated, new.deprecated) {
            (false, true) => self.tell(&rules::OPERATION_DEPRECATED, &spot, still),
            (true, false) => self.tell(&rules::OPERATION_UNDEPRECATED, &spot, still),
            (true, true) | (false, false) => {}
        }
        if old.docs != new.docs {
            self.tell(&rules::DOCUMENTATION_CHANGED, &spot, at.clone().value("operation"));
        }
        if old.idempotent != new.idempotent {
            let told = |idempotent: Option<bool>| match idempotent {
                Some(true) => "may be sent twice",
                Some(false) => "must not be sent twice",
                None => "by its method",
            };
            let detail = format!("{} → {}", told(old.idempotent), told(new.idempotent));
            self.tell(&rules::OPERATION_IDEMPOTENCE_CHANGED, &spot, at.clone().detail(detail));
        }
        match (&old.pagination, &new.pagination) {
            (None, Some(_)) => self.tell(&rules::PAGINATION_ADDED, &spot, at),
            (Some(_), None) => self.tell(&rules::PAGINATION_REMOVED, &spot, at),
            (Some(one), Some(other)) if one != other => self.tell(&rules::PAGINATION_CHANGED, &spot, at),
            (_, _) => {}
        }
        self.parameters((old, new), &spot);
        self.body((old, new), &spot);
        self.output((old, new), &spot);
        self.errors((old, new), &spot);
    }

    /// The tags of an operation; one that is new or gone as a whole is told for itself.
    fn memberships(&mut self, (old, new): Pair<'a>, (one, other): (usize, usize), spot: &Spot) {
        let (before, after) = (&self.before.api.groups, &self.after.api.groups);
        let at = || Finding::at(Some(&old.place.child("tags")), Some(&new.place.child("tags")));
        for group in before.iter().filter(|group| group.operations.contains(&one)) {
            if find(after, &group.tag).is_some_and(|same| !same.operations.contains(&other)) {
                let finding = at().detail(format!("`{}`", group.tag)).value(group.tag.clone());
                let finding = finding.rust(Some(rust::method_in(Some(group), old)), None);
                self.tell(&rules::OPERATION_LEFT_TAG, spot, finding);
            }
        }
        for group in after.iter().filter(|group| group.operations.contains(&other)) {
            if find(before, &group.tag).is_some_and(|same| !same.operations.contains(&one)) {
                let finding = at().detail(format!("`{}`", group.tag)).value(group.tag.clone());
                let finding = finding.rust(None, Some(rust::method_in(Some(group), new)));
                self.tell(&rules::OPERATION_JOINED_TAG, spot, finding);
            }
        }
    }

    fn body(&mut self, (old, new): Pair<'a>, spot: &Spot) {
        let place = (old.place.child("requestBody"), new.place.child("requestBody"));
        let at = Finding::at(Some(&place.0), Some(&place.1));
        // A body that is required, here or there, is an argument: then both have the method.
        let is_argument = [&old.body, &new.body].into_iter().flatten().any(|body| body.required);
        let item = |index: &Index<'_>, operation: &Operation| match &operation.body {
            Some(body) => Some(rust::body(index.api, operation, body)),
            None => is_argument.then(|| rust::method(index.api, operation)),
        };
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
        match (one.required, other.required) {
            (false, true) => self.tell(&rules::BODY_BECAME_REQUIRED, spot, at.clone()),
            (true, false) => self.tell(&rules::BODY_BECAME_OPTIONAL, spot, at.clone()),
            (true, true) | (false, false) => {}
        }
        if one.docs != other.docs {
            let finding = Finding::at(Some(&place.0), Some(&place.1)).value("body");
            self.tell(&rules::DOCUMENTATION_CHANGED, spot, finding);
        }
        self.body_kind((one, other), at, spot);
    }

    fn body_kind(&mut self, (one, other): (&'a Body, &'a Body), at: Finding, spot: &Spot) {
        let types = match (&one.kind, &other.kind) {
            (BodyKind::Json(before, _) | BodyKind::Form(before), BodyKind::Json(after, _) | BodyKind::Form(after)) => {
                Some((before, after))
            }
            (_, _) => None,
        };
        if let Some((before, after)) = types {
            let part = Spot { usage: Usage { request: true, response: false }, ..spot.part(" body") };
            if !self.is_same(before, after, &part) {
                let detail = format!("{} → {}", wire(&self.before, before), wire(&self.after, after));
                let finding = at.detail(detail).rusts(&self.redefined(before, after));
                return self.tell(&rules::BODY_TYPE_CHANGED, spot, finding);
            }
        }
        match (&one.kind, &other.kind) {
            (BodyKind::Form(_), BodyKind::Form(_))
            | (BodyKind::FormData, BodyKind::FormData)
            | (BodyKind::Multipart, BodyKind::Multipart) => {}
            (BodyKind::Json(_, before), BodyKind::Json(_, after)) if before == after => {}
            (BodyKind::Text(before), BodyKind::Text(after)) | (BodyKind::Bytes(before), BodyKind::Bytes(after))
                if before == after => {}
            (BodyKind::Json(..) | BodyKind::Form(_), BodyKind::Json(..) | BodyKind::Form(_))
            | (BodyKind::Text(_), BodyKind::Text(_))
            | (BodyKind::Bytes(_), BodyKind::Bytes(_)) => self.tell(&rules::BODY_MEDIA_TYPE_CHANGED, spot, at),
            (_, _) => self.tell(&rules::BODY_TYPE_CHANGED, spot, at),
        }
    }

    fn output(&mut self, (old, new): Pair<'a>, spot: &Spot) {
        let place = (old.place.child("responses"), new.place.child("responses"));
        let at = Finding::at(Some(&place.0), Some(&place.1))
            .rust(Some(rust::method(self.before.api, old)), Some(rust::method(self.after.api, new)));
        let part = Spot { usage: Usage { request: false, response: true }, ..spot.part(" output") };
        if let (Output::ByStatus { variants: before, .. }, Output::ByStatus { variants: after, .. }) =
            (&old.output, &new.output)
        {
            return self.statuses((before, after), &at, &part, spot);
        }
        if !self.is_same_output(&old.output, &new.output, &part) {
            let detail = format!("`{}` → `{}`", rust::output(&old.output), rust::output(&new.output));
            let redefined = match (&old.output, &new.output) {
                (Output::Json(before), Output::Json(after)) => self.redefined(before, after),
                (_, _) => Vec::new(),
            };
            self.tell(&rules::OUTPUT_CHANGED, spot, at.detail(detail).rusts(&redefined));
        }
    }

    fn is_same_output(&mut self, old: &'a Output, new: &'a Output, spot: &Spot) -> bool {
        match (old, new) {
            (Output::Json(before), Output::Json(after)) => self.is_same(before, after, spot),
            (Output::Empty, Output::Empty) | (Output::Text, Output::Text) | (Output::Bytes, Output::Bytes) => true,
            (_, _) => false,
        }
    }

    /// Several successes, each with its status.
    fn statuses(
        &mut self,
        (before, after): (&'a [OutputVariant], &'a [OutputVariant]),
        at: &Finding,
        part: &Spot,
        spot: &Spot,
    ) {
        for one in before {
            let Some(other) = after.iter().find(|other| other.status == one.status) else {
                let finding = at.clone().detail(format!("`{}`", one.name)).value(one.name.to_string());
                self.tell(&rules::SUCCESS_REMOVED, spot, finding);
                continue;
            };
            if !self.is_same_output(&one.output, &other.output, &part.part(&format!(" {}", one.name))) {
                let finding = at.clone().detail(format!("`{}`", one.name)).value(one.name.to_string());
                self.tell(&rules::OUTPUT_CHANGED, spot, finding);
            }
        }
        for other in after.iter().filter(|other| before.iter().all(|one| one.status != other.status)) {
            let finding = at.clone().detail(format!("`{}`", other.name)).value(other.name.to_string());
            self.tell(&rules::SUCCESS_ADDED, spot, finding);
        }
    }

    /// The errors that are declared. All of them arrive as `Error`.
    fn errors(&mut self, (old, new): Pair<'a>, spot: &Spot) {
        let place = (old.place.child("responses"), new.place.child("responses"));
        for one in &old.errors {
            let Some(other) = new.errors.iter().find(|other| other.status == one.status) else {
                let finding = Finding::at(Some(&place.0.child(&one.status)), Some(&place.1))
                    .detail(format!("`{}`", one.status))
                    .value(one.status.clone());
                self.tell(&rules::ERROR_STATUS_REMOVED, spot, finding);
                continue;
            };
            let at = Finding::at(Some(&place.0.child(&one.status)), Some(&place.1.child(&one.status)));
            let at = at.value(one.status.clone());
            let part =
                Spot { usage: Usage { request: false, response: true }, ..spot.part(&format!(" {}", one.status)) };
            let is_same = match (&one.ty, &other.ty) {
                (Some(before), Some(after)) => self.is_same(before, after, &part),
                (before, after) => before.is_none() && after.is_none(),
            };
            if !is_same {
                self.tell(&rules::ERROR_BODY_CHANGED, spot, at.clone().detail(format!("`{}`", one.status)));
            }
            if one.docs != other.docs {
                self.tell(&rules::DOCUMENTATION_CHANGED, spot, at);
            }
        }
        for other in new.errors.iter().filter(|other| old.errors.iter().all(|one| one.status != other.status)) {
            let finding = Finding::at(Some(&place.0), Some(&place.1.child(&other.status)))
                .detail(format!("`{}`", other.status))
                .value(other.status.clone());
            self.tell(&rules::ERROR_STATUS_ADDED, spot, finding);
        }
    }
}

fn find<'g>(groups: &'g [Group], tag: &str) -> Option<&'g Group> {
    groups.iter().find(|group| group.tag == tag)
}

fn spot(operation: &Operation) -> Spot {
    Spot {
        subject: operation.id.clone(),
        key: operation_key(operation),
        operations: vec![operation.id.clone()],
        ..Spot::default()
    }
}

fn tag_spot(operations: &[Operation], group: &Group) -> Spot {
    Spot {
        subject: group.tag.clone(),
        key: format!("tag {}", group.tag),
        operations: group.operations.iter().map(|&index| operations[index].id.clone()).collect(),
        ..Spot::default()
    }
}
