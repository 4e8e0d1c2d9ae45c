//! The content of a request. Where a server takes several kinds (JSON, a form, text, bytes), each is a way of its own to send the
//! operation: the first by the operation's own method, which a kind that is offered besides does not change.

pub(crate) mod bodies;
mod choice;
mod encodings;
mod parts;

use self::{
    bodies::body,
    choice::{Described, offers},
    parts::parts,
};
use super::state::Calls;
use crate::{
    ir::{Body, Parameter},
    lower::{
        read::{
            operations::PathOperation,
            references::{place_of, resolve_body},
        },
        state::Site,
    },
    naming::Scope,
};

/// One way to send an operation.
#[derive(Clone, Debug, Default)]
pub(crate) struct Content {
    /// What the methods of all ways but the first end with: `as form`.
    pub suffix: &'static str,
    /// The media type.
    pub media_type: String,
    /// The parts of a form.
    pub parts: Vec<Parameter>,
    /// What is said of parts that have no names.
    pub further: &'static str,
    /// The body that is no form of parts.
    pub body: Option<Body>,
    /// Whether a form of parts is sent even where none is set.
    pub is_form: bool,
}

/// The ways to send an operation; one where it takes no content. `scope` has the names of its parameters.
pub(crate) fn contents<'a>(
    calls: &mut Calls<'a>,
    operation: &PathOperation<'a>,
    site: &Site,
    scope: &Scope,
) -> Vec<Content> {
    let Some(declared) = operation.operation.request_body.as_ref() else { return vec![Content::default()] };
    let place = place_of(declared, operation.place.child("requestBody"));
    let Some(body) = resolve_body(calls.types.state.document, declared) else {
        let place = operation.place.child("requestBody");
        calls.types.state.warn("the reference leads nowhere; the body is taken as any JSON", &place);
        return vec![Content { body: Some(bodies::unknown(place)), ..Content::default() }];
    };
    let described = Described { body, place };
    let offers = offers(calls.types.state.document, &described);
    let first = offers.first().map(|offer| offer.kind);
    let mut seen = Vec::new();
    let contents = offers.into_iter().map(|offer| {
        let words = if Some(offer.kind) == first { "" } else { offer.kind.words() };
        let site = site.part(&format!("{words}Body"), &site.place);
        let form = parts(calls, &described, &offer, &site, &mut scope.clone());
        let suffix = offer.kind.suffix();
        let media_type = offer.name.to_owned();
        match form {
            Some((parts, further)) => {
                Content { suffix, media_type, parts, further, body: None, is_form: body.required }
            }
            None => {
                let body = self::body(calls, &described, &offer, &site, &mut seen);
                Content { suffix, media_type, body: Some(body), ..Content::default() }
            }
        }
    });
    let contents: Vec<Content> = contents.collect();
    if contents.is_empty() { vec![Content::default()] } else { contents }
}
