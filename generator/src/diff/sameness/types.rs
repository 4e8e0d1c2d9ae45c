//! Whether two types are the same one.

use super::{
    index::{Index, component},
    known::Known,
    pairs::Pair,
};
use crate::{
    ir::{Definition, Type},
    naming::TypeName,
};

/// Whether two types are the same one.
pub(crate) enum Match<'a> {
    /// They are two.
    Different,
    /// They are one, where what this lists is, from the inside to the outside: most often nothing.
    Same(Vec<Link<'a>>),
}

/// What makes two types the same one, at a part of the spot where they stand: `[]`, `[]{}`.
pub(crate) enum Link<'a> {
    /// Two definitions that are not known to be one yet: they are, and to be compared.
    Pair { definitions: Pair<'a, Definition>, part: String },
    /// One is called by another name.
    Alias { part: String },
}

impl Match<'_> {
    /// Whether they are one.
    pub(crate) fn is_same(&self) -> bool {
        matches!(self, Self::Same(_))
    }

    /// Nothing but the answer.
    pub(crate) fn of(is_same: bool) -> Self {
        if is_same { Self::Same(Vec::new()) } else { Self::Different }
    }
}

/// Two clients, and what is known to be the same in them.
#[derive(Clone, Copy)]
pub(crate) struct Clients<'s, 'a> {
    pub before: &'s Index<'a>,
    pub after: &'s Index<'a>,
    pub known: &'s Known<'a>,
}

/// Whether two types are the same one.
pub(crate) fn match_types<'a>(clients: Clients<'_, 'a>, (before, after): Pair<'a, Type>) -> Match<'a> {
    // [Pet], [Pet] -> one, where `Pet` is a component that both have; [{…}], [{…}] -> one, and what stands inline is a pair to
    // be compared at `[]`; Name (a string), string -> one by another name; [Pet], Pet -> two.
    match_parts(clients, (before, after), "")
}

fn match_parts<'a>(clients: Clients<'_, 'a>, (before, after): Pair<'a, Type>, part: &str) -> Match<'a> {
    match (before, after) {
        (Type::Named(one), Type::Named(other)) => match match_names(clients, (one, other), part) {
            Match::Different => match_aliases(clients, (before, after), part),
            same @ Match::Same(_) => same,
        },
        (Type::List(before), Type::List(after)) => match_parts(clients, (before, after), &format!("{part}[]")),
        (Type::Map(before), Type::Map(after)) => match_parts(clients, (before, after), &format!("{part}{{}}")),
        (Type::OneOrMany(before), Type::OneOrMany(after))
        | (Type::Nullable(before), Type::Nullable(after))
        | (Type::Boxed(before), Type::Boxed(after)) => match_parts(clients, (before, after), part),
        // Whether a schema may be null is told of the schema.
        (Type::Nullable(before), Type::Named(_)) if follows_null(clients, (before, after)) => {
            match_parts(clients, (before, after), part)
        }
        (Type::Named(_), Type::Nullable(after)) if follows_null(clients, (before, after)) => {
            match_parts(clients, (before, after), part)
        }
        (before, after) if before == after => Match::of(true),
        (before, after) => match_aliases(clients, (before, after), part),
    }
}

/// Whether two types are the same one where one of them is called by another name: in Rust, that is the same type.
fn match_aliases<'a>(clients: Clients<'_, 'a>, (before, after): Pair<'a, Type>, part: &str) -> Match<'a> {
    let (one, other) = (clients.before.alias(before), clients.after.alias(after));
    if one.is_none() && other.is_none() {
        return Match::Different;
    }
    let meaning = (one.map_or(before, |(_, meaning)| meaning), other.map_or(after, |(_, meaning)| meaning));
    match match_parts(clients, meaning, part) {
        Match::Different => Match::Different,
        Match::Same(mut links) => {
            links.push(Link::Alias { part: part.to_owned() });
            Match::Same(links)
        }
    }
}

/// Whether two types name one schema that may be null on one side only.
fn follows_null(clients: Clients<'_, '_>, (before, after): Pair<'_, Type>) -> bool {
    let definitions = (clients.before.named(before), clients.after.named(after));
    let (Some(old), Some(new)) = definitions else { return false };
    old.nullable != new.nullable && clients.known.are_pair(&old.name, &new.name)
}

fn match_names<'a>(clients: Clients<'_, 'a>, (before, after): Pair<'a, TypeName>, part: &str) -> Match<'a> {
    if let Some(known) = clients.known.newer(before) {
        return Match::of(known == after);
    }
    let (Some(old), Some(new)) = (clients.before.definitions.get(before), clients.after.definitions.get(after)) else {
        return Match::of(before == after);
    };
    let are_inline = component(old).is_none() && component(new).is_none();
    // A schema that has moved out of the place where it stood inline, or into one, keeps its name in Rust.
    let has_moved = before == after && !clients.known.has_newer(after);
    if !(are_inline || has_moved) || std::mem::discriminant(&old.kind) != std::mem::discriminant(&new.kind) {
        return Match::Different;
    }
    Match::Same(vec![Link::Pair { definitions: (*old, *new), part: part.to_owned() }])
}
