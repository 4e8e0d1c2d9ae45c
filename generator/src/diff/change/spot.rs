//! Where a comparison stands.

use std::rc::Rc;

use crate::{
    diff::rules::rule::{Direction, Rule},
    ir::{Definition, Field, Usage},
    naming::TypeName,
    place::Pointer,
};

/// A spot in both descriptions.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spot {
    /// What a report calls it.
    pub subject: String,
    /// What a fingerprint calls it.
    pub key: String,
    /// The component that it is in.
    pub schema: Option<String>,
    /// The operations that reach it.
    pub operations: Reach,
    /// Which sides of the wire reach it.
    pub usage: Usage,
    /// Whether what it stands in has another name, so that its types have, too.
    pub is_renamed: bool,
}

/// What a change at a spot is called after.
#[derive(Clone, Debug)]
pub(crate) struct Called {
    /// What a report calls it.
    pub subject: String,
    /// What a fingerprint calls it.
    pub key: String,
    /// The component that it is in.
    pub schema: Option<String>,
}

/// Which operations reach a spot: looked up only where something is reported of it.
#[derive(Clone, Debug)]
pub(crate) enum Reach {
    /// Those of these ids.
    These(Rc<[String]>),
    /// Those that reach the older definition or the newer one.
    Of(Rc<[Option<TypeName>; 2]>),
}

impl Default for Reach {
    fn default() -> Self {
        Self::These(Rc::default())
    }
}

impl Reach {
    pub(crate) fn of(before: Option<&Definition>, after: Option<&Definition>) -> Self {
        Self::Of(Rc::new([before, after].map(|definition| definition.map(|definition| definition.name.clone()))))
    }
}

impl Spot {
    /// The spot of a part of the client as a whole.
    pub(crate) fn of_client(subject: &str, kind: &str) -> Self {
        Self { subject: subject.to_owned(), key: format!("client {kind} {subject}"), ..Self::default() }
    }

    /// The same, of what requests carry.
    pub(crate) fn sent(self) -> Self {
        Self { usage: Usage { request: true, response: false }, ..self }
    }

    /// The same, of what responses carry.
    pub(crate) fn received(self) -> Self {
        Self { usage: Usage { request: false, response: true }, ..self }
    }

    /// A part of it: `.name`, `[]`.
    pub(crate) fn part(&self, suffix: &str) -> Self {
        Self { subject: format!("{}{suffix}", self.subject), key: format!("{}{suffix}", self.key), ..self.clone() }
    }

    /// A property, as either description has it: what only one side of the wire carries is nothing for the other.
    pub(crate) fn carrying(&self, fields: &[&Field]) -> Self {
        Self { usage: carried(self.usage, self.usage.request, fields), ..self.clone() }
    }

    /// Whether it is a schema that no operation reaches: nobody knows who would send it.
    pub(crate) fn is_unreached(&self) -> bool {
        self.usage == Usage::default() && self.schema.is_some()
    }

    /// The side of the wire that a change is on: where the spot is, unless the rule knows only one.
    pub(crate) fn direction(&self, rule: &Rule) -> Direction {
        match (rule.direction, self.usage.request, self.usage.response) {
            _ if self.is_unreached() => Direction::Both,
            (Direction::Both, true, false) => Direction::Request,
            (Direction::Both, false, true) => Direction::Response,
            (Direction::Request | Direction::Response, true, true) if self.schema.is_some() => Direction::Both,
            (direction, _, _) => direction,
        }
    }

    /// Of the rules for either side, the most severe one that counts here. What nobody reaches counts for both, since its type is
    /// in the crate all the same; of two that are as severe, the one that says nothing of a server.
    pub(crate) fn rule(
        &self,
        request: Option<&'static Rule>,
        response: Option<&'static Rule>,
    ) -> Option<&'static Rule> {
        let Usage { request: sent, response: received } = self.usage;
        let is_unreached = !sent && !received;
        let request = request.filter(|_| sent || is_unreached);
        let response = response.filter(|_| received || is_unreached);
        let rules = if is_unreached { [response, request] } else { [request, response] };
        rules.into_iter().flatten().min_by_key(|rule| rule.severity)
    }
}

/// The spot of what may be a component that several operations refer to: it is called after the component, whoever uses it;
/// else it is a part of the operation.
pub(crate) fn shared(spot: &Spot, before: &Pointer, after: &Pointer, suffix: &str) -> Spot {
    match (before.tokens().as_slice(), after.tokens().as_slice()) {
        (["components", kind, name], [_, same, _]) if kind == same => {
            Spot { subject: (*name).to_owned(), key: format!("{kind} {name}"), ..spot.clone() }
        }
        (_, _) => spot.part(suffix),
    }
}

/// Which of these sides of the wire carry a property of what they carry: no request has one that is read-only, no response
/// one that is write-only, in either description. One that would be nowhere then is a response's: there, it can be read.
pub(crate) fn carried(sides: Usage, is_sent: bool, fields: &[&Field]) -> Usage {
    let read_only = fields.iter().any(|field| field.read_only);
    let write_only = fields.iter().any(|field| field.write_only) && is_sent && !read_only;
    Usage {
        request: sides.request && !read_only,
        response: (sides.response && !write_only) || (sides.request && read_only),
    }
}
