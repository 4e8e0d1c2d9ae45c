//! What comes back: successes, errors, their media types and headers.

use super::{
    Comparison, Finding,
    index::Index,
    operations::Pair,
    rules, rust,
    types::{Spot, shared, wire},
};
use crate::{
    ir::{Answer, AnswerHeader, Operation, Output, OutputVariant, StatusPattern, Type, Usage},
    naming::TypeName,
    place::Pointer,
};

impl<'a> Comparison<'a> {
    pub(super) fn answers(&mut self, (old, new): Pair<'a>, spot: &Spot) {
        let spot = &Spot { usage: Usage { request: false, response: true }, ..spot.clone() };
        let is_same = self.output((old, new), spot);
        let others = self.errors((old, new), spot);
        if is_same && old.accept != new.accept {
            let shown = |accept: &Option<String>| accept.clone().unwrap_or_else(|| "application/json".to_owned());
            let finding = Finding::at(Some(&old.place.child("responses")), Some(&new.place.child("responses")))
                .detail(format!("`{}` → `{}`", shown(&old.accept), shown(&new.accept)));
            self.tell(&rules::RESPONSE_MEDIA_TYPE_CHANGED, spot, finding);
        }
        for (one, other) in answer_pairs(old, new) {
            let part = shared(spot, &one.place, &other.place, &format!(" {}", one.status));
            let is_told = one.is_success && (!is_same || old.accept != new.accept);
            if !is_told && !one.media_types.is_empty() && !other.media_types.is_empty() {
                self.media_types((one, other), &part);
            }
            // Of another type, the limits are others.
            let has_same_body = if one.is_success { is_same } else { !others.contains(&one.status.as_str()) };
            if has_same_body {
                let at = Finding::at(Some(&one.place), Some(&other.place));
                self.limits((&one.declared, &other.declared), &at, &part);
            }
            self.headers((one, other), &part);
        }
    }

    /// Whether the method gives the same as before; if not, that is told.
    fn output(&mut self, (old, new): Pair<'a>, spot: &Spot) -> bool {
        let place = (old.place.child("responses"), new.place.child("responses"));
        let at = Finding::at(Some(&place.0), Some(&place.1));
        let part = spot.part(" output");
        if let (Output::ByStatus { name: one, variants: before }, Output::ByStatus { name: other, variants: after }) =
            (&old.output, &new.output)
        {
            self.statuses((one, before), (other, after), &at, &part, spot);
            return true;
        }
        let (gone, more) = moved_statuses(old, new);
        let methods = (rust::method(self.before.api, old), rust::method(self.after.api, new));
        if self.is_same_output(&old.output, &new.output, &part) {
            let still = at.rust(Some(methods.1.clone()), Some(methods.1));
            self.success_statuses((&gone, &more), &still, spot);
            return true;
        }
        let types = self.output_types(&old.output, &new.output);
        let signed = |sign: &str, statuses: &[&str]| -> Vec<String> {
            statuses.iter().map(|status| format!("{sign} `{status}`")).collect()
        };
        let statuses = [signed("−", &gone), signed("+", &more)].concat();
        let detail = if statuses.is_empty() { types } else { format!("{types} ({})", statuses.join(", ")) };
        let redefined = match (&old.output, &new.output) {
            (Output::Json(before), Output::Json(after)) => {
                self.derived(before, after, &part);
                self.redefined(before, after)
            }
            (_, _) => Vec::new(),
        };
        // What several operations share is told where it stands.
        let of_all = only_success(old).zip(only_success(new)).filter(|(one, other)| {
            one.status == other.status && shared(spot, &one.place, &other.place, "").key != spot.key
        });
        let (spot, at) = match of_all {
            Some((one, other)) => {
                (&shared(spot, &one.place, &other.place, ""), Finding::at(Some(&one.place), Some(&other.place)))
            }
            None => (spot, at),
        };
        let finding = at.rust(Some(methods.0), Some(methods.1)).detail(detail).rusts(&redefined);
        self.tell(&rules::OUTPUT_CHANGED, spot, finding);
        false
    }

    /// From what to what: names of types that stand inline say nothing, since each operation has its own.
    fn output_types(&self, old: &Output, new: &Output) -> String {
        let (one, other) = match (old, new) {
            (Output::Json(before), Output::Json(after)) => (wire(&self.before, before), wire(&self.after, after)),
            (_, _) => (format!("`{}`", rust::output(old)), format!("`{}`", rust::output(new))),
        };
        format!("{one} → {other}")
    }

    /// The statuses of what the method gives as before.
    fn success_statuses(&mut self, (gone, more): (&[&str], &[&str]), still: &Finding, spot: &Spot) {
        if let ([one], [other]) = (gone, more) {
            let finding = still.clone().detail(format!("`{one}` → `{other}`"));
            return self.tell(&rules::SUCCESS_CHANGED, spot, finding);
        }
        for status in gone {
            let finding = still.clone().detail(format!("`{status}`")).value((*status).to_owned());
            self.tell(&rules::SUCCESS_REMOVED, spot, finding);
        }
        for status in more {
            let finding = still.clone().detail(format!("`{status}`")).value((*status).to_owned());
            self.tell(&rules::SUCCESS_ADDED, spot, finding);
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
        (old, before): (&'a TypeName, &'a [OutputVariant]),
        (new, after): (&'a TypeName, &'a [OutputVariant]),
        at: &Finding,
        part: &Spot,
        spot: &Spot,
    ) {
        let item = |owner: &TypeName, variant: &OutputVariant| Some(rust::output_variant(owner, variant));
        for one in before {
            let shown = status(one.status);
            let at = at.clone().detail(format!("`{shown}`")).value(shown.clone());
            let Some(other) = after.iter().find(|other| other.status == one.status) else {
                self.tell(&rules::SUCCESS_REMOVED, spot, at.rust(item(old, one), None));
                continue;
            };
            if !self.is_same_output(&one.output, &other.output, &part.part(&format!(" {shown}"))) {
                if let (Output::Json(before), Output::Json(after)) = (&one.output, &other.output) {
                    self.derived(before, after, &part.part(&format!(" {shown}")));
                }
                let detail = format!("`{shown}`: {}", self.output_types(&one.output, &other.output));
                self.tell(&rules::OUTPUT_CHANGED, spot, at.detail(detail).rust(item(old, one), item(new, other)));
            } else if one.docs != other.docs {
                self.tell(&rules::DOCUMENTATION_CHANGED, spot, at);
            }
        }
        for other in after.iter().filter(|other| before.iter().all(|one| one.status != other.status)) {
            let shown = status(other.status);
            let finding = at.clone().detail(format!("`{shown}`")).value(shown);
            self.tell(&rules::SUCCESS_ADDED, spot, finding.rust(None, item(new, other)));
        }
    }

    /// The errors that are declared. All of them arrive as `Error`. Gives the statuses of those whose bodies are others.
    fn errors(&mut self, (old, new): Pair<'a>, spot: &Spot) -> Vec<&'a str> {
        let mut others: Vec<&'a str> = Vec::new();
        let place = (old.place.child("responses"), new.place.child("responses"));
        for one in &old.errors {
            let Some(other) = new.errors.iter().find(|other| other.status == one.status) else {
                let finding = Finding::at(Some(&place.0.child(&one.status)), Some(&place.1))
                    .detail(format!("`{}`", one.status))
                    .value(one.status.clone());
                self.tell(&rules::ERROR_STATUS_REMOVED, spot, finding);
                continue;
            };
            let places = (answer_place(old, &one.status), answer_place(new, &one.status));
            let at = Finding::at(Some(&places.0), Some(&places.1));
            let (spot, at) = match shared(spot, &places.0, &places.1, "") {
                of_all if of_all.key != spot.key => (&of_all.clone(), at),
                _ => (spot, at.value(one.status.clone())),
            };
            let part = spot.part(&format!(" {}", one.status));
            let is_same = match (&one.ty, &other.ty) {
                (Some(before), Some(after)) => self.is_same(before, after, &part),
                (before, after) => before.is_none() && after.is_none(),
            };
            if !is_same {
                if let (Some(before), Some(after)) = (&one.ty, &other.ty) {
                    self.derived(before, after, &part);
                }
                others.push(&one.status);
                let shown = |index: &Index<'a>, ty: &Option<Type>| {
                    ty.as_ref().map_or_else(|| "none".to_owned(), |ty| wire(index, ty))
                };
                let types = format!("{} → {}", shown(&self.before, &one.ty), shown(&self.after, &other.ty));
                let detail = format!("`{}`: {types}", one.status);
                self.tell(&rules::ERROR_BODY_CHANGED, spot, at.clone().detail(detail));
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
        others
    }

    /// The media types that are not the one that the client asks for.
    fn media_types(&mut self, (one, other): (&'a Answer, &'a Answer), spot: &Spot) {
        let at = Finding::at(Some(&one.place), Some(&other.place));
        for name in one.media_types.iter().filter(|name| !other.media_types.contains(name)) {
            let finding = at.clone().detail(format!("`{name}`")).value(name.clone());
            self.tell(&rules::RESPONSE_MEDIA_TYPE_REMOVED, spot, finding);
        }
        for name in other.media_types.iter().filter(|name| !one.media_types.contains(name)) {
            let finding = at.clone().detail(format!("`{name}`")).value(name.clone());
            self.tell(&rules::RESPONSE_MEDIA_TYPE_ADDED, spot, finding);
        }
    }

    /// The headers of an answer: their names have no case (RFC 9110, section 5.1).
    fn headers(&mut self, (one, other): (&'a Answer, &'a Answer), spot: &Spot) {
        let find = |headers: &'a [AnswerHeader], name: &str| {
            headers.iter().find(|header| header.name.eq_ignore_ascii_case(name))
        };
        for old in &one.headers {
            let part = spot.part(&format!(" header {}", old.name));
            match find(&other.headers, &old.name) {
                Some(new) => self.header((old, new), &part),
                None => {
                    let finding = Finding::at(Some(&old.place), Some(&other.place)).detail(old.ty.clone());
                    self.tell(&rules::HEADER_REMOVED, &part, finding);
                }
            }
        }
        for new in other.headers.iter().filter(|new| find(&one.headers, &new.name).is_none()) {
            let finding = Finding::at(Some(&one.place), Some(&new.place)).detail(new.ty.clone());
            self.tell(&rules::HEADER_ADDED, &spot.part(&format!(" header {}", new.name)), finding);
        }
    }

    fn header(&mut self, (old, new): (&'a AnswerHeader, &'a AnswerHeader), spot: &Spot) {
        let spot = &shared(spot, &old.place, &new.place, "");
        let at = Finding::at(Some(&old.place), Some(&new.place));
        match (old.required, new.required) {
            (false, true) => self.tell(&rules::HEADER_BECAME_REQUIRED, spot, at.clone()),
            (true, false) => self.tell(&rules::HEADER_BECAME_OPTIONAL, spot, at.clone()),
            (true, true) | (false, false) => {}
        }
        if old.ty != new.ty {
            let finding = at.clone().detail(format!("`{}` → `{}`", old.ty, new.ty));
            self.tell(&rules::HEADER_CHANGED, spot, finding);
        }
        self.limits((&old.declared, &new.declared), &at, spot);
        self.deprecated((old.deprecated, new.deprecated), &at, spot);
    }
}

/// The answers of both: of one status, or the only success of either.
fn answer_pairs<'a>(old: &'a Operation, new: &'a Operation) -> Vec<(&'a Answer, &'a Answer)> {
    let same = |one: &'a Answer| {
        let other = new.answers.iter().find(|other| other.status == one.status && other.is_success == one.is_success);
        other.map(|other| (one, other))
    };
    let mut pairs: Vec<(&Answer, &Answer)> = old.answers.iter().filter_map(same).collect();
    let (gone, more) = moved_statuses(old, new);
    if let ([gone], [more]) = (gone.as_slice(), more.as_slice()) {
        let of = |operation: &'a Operation, status: &str| operation.answers.iter().find(|known| known.status == status);
        pairs.extend(of(old, gone).zip(of(new, more)));
    }
    pairs
}

/// A status as the description writes it.
fn status(pattern: StatusPattern) -> String {
    match pattern {
        StatusPattern::Code(code) => code.to_string(),
        StatusPattern::Class(class) => format!("{class}XX"),
        StatusPattern::Default => "default".to_owned(),
    }
}

/// The answer of an operation that has one success.
fn only_success(operation: &Operation) -> Option<&Answer> {
    let mut successes = operation.answers.iter().filter(|answer| answer.is_success);
    successes.next().filter(|_| successes.next().is_none())
}

/// The statuses of successes that are gone, and those that are new.
fn moved_statuses<'a>(old: &'a Operation, new: &'a Operation) -> (Vec<&'a str>, Vec<&'a str>) {
    let statuses = |operation: &'a Operation| -> Vec<&'a str> {
        let successes = operation.answers.iter().filter(|answer| answer.is_success);
        successes.map(|answer| answer.status.as_str()).collect()
    };
    let (before, after) = (statuses(old), statuses(new));
    let gone = before.iter().filter(|status| !after.contains(status)).copied().collect();
    let more = after.iter().filter(|status| !before.contains(status)).copied().collect();
    (gone, more)
}

/// Where the answer of a status stands.
fn answer_place(operation: &Operation, status: &str) -> Pointer {
    let answer = operation.answers.iter().find(|answer| answer.status == status);
    answer.map_or_else(|| operation.place.child("responses").child(status), |answer| answer.place.clone())
}
