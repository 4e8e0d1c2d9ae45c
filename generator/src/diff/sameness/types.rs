//! Where a comparison stands, and whether two types are the same one.

use std::rc::Rc;

use super::{
    Comparison, Direction, Finding, Rule,
    index::{Index, carried, component},
    rules, rust,
};
use crate::{
    ir::{Definition, Field, Kind, Type, Usage},
    naming::TypeName,
    place::Pointer,
};

/// A spot in both descriptions.
#[derive(Clone, Debug, Default)]
pub(super) struct Spot {
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

/// Which operations reach a spot: looked up only where something is told of it.
#[derive(Clone, Debug)]
pub(super) enum Reach {
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
    pub(super) fn of(before: Option<&Definition>, after: Option<&Definition>) -> Self {
        Self::Of(Rc::new([before, after].map(|definition| definition.map(|definition| definition.name.clone()))))
    }
}

impl Spot {
    /// A part of it: `.name`, `[]`.
    pub(super) fn part(&self, suffix: &str) -> Self {
        Self { subject: format!("{}{suffix}", self.subject), key: format!("{}{suffix}", self.key), ..self.clone() }
    }

    /// A property, as either description has it: what only one side of the wire carries is nothing for the other.
    pub(super) fn carrying(&self, fields: &[&Field]) -> Self {
        Self { usage: carried(self.usage, self.usage.request, fields), ..self.clone() }
    }

    /// Whether it is a schema that no operation reaches: nobody knows who would send it.
    pub(super) fn is_unreached(&self) -> bool {
        self.usage == Usage::default() && self.schema.is_some()
    }

    /// The side of the wire that a change is on: where the spot is, unless the rule knows only one.
    pub(super) fn direction(&self, rule: &Rule) -> Direction {
        match (rule.direction, self.usage.request, self.usage.response) {
            _ if self.is_unreached() => Direction::Both,
            (Direction::Both, true, false) => Direction::Request,
            (Direction::Both, false, true) => Direction::Response,
            (Direction::Request | Direction::Response, true, true) if self.schema.is_some() => Direction::Both,
            (direction, _, _) => direction,
        }
    }

    /// Of the rules for either side, the gravest one that counts here. What nobody reaches counts for both, since its type is
    /// in the crate all the same; of two that are as grave, the one that says nothing of a server.
    pub(super) fn rule(
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

impl<'a> Comparison<'a> {
    /// Whether two types are the same one. Definitions inside them that stand inline become a pair, to be compared.
    pub(super) fn is_same(&mut self, before: &'a Type, after: &'a Type, spot: &Spot) -> bool {
        match (before, after) {
            (Type::Named(one), Type::Named(other)) => {
                self.is_pair(one, other, spot) || self.is_same_by_alias(before, after, spot)
            }
            (Type::List(before), Type::List(after)) => self.is_same(before, after, &spot.part("[]")),
            (Type::Map(before), Type::Map(after)) => self.is_same(before, after, &spot.part("{}")),
            (Type::OneOrMany(before), Type::OneOrMany(after))
            | (Type::Nullable(before), Type::Nullable(after))
            | (Type::Boxed(before), Type::Boxed(after)) => self.is_same(before, after, spot),
            // Whether a schema may be null is told of the schema.
            (Type::Nullable(before), Type::Named(_)) if self.follows_null(before, after) => {
                self.is_same(before, after, spot)
            }
            (Type::Named(_), Type::Nullable(after)) if self.follows_null(before, after) => {
                self.is_same(before, after, spot)
            }
            (before, after) => before == after || self.is_same_by_alias(before, after, spot),
        }
    }

    /// Whether two types are the same one where one of them is called by another name: in Rust, that is the same type.
    fn is_same_by_alias(&mut self, before: &'a Type, after: &'a Type, spot: &Spot) -> bool {
        let (one, other) = (self.before.alias(before), self.after.alias(after));
        if one.is_none() && other.is_none() {
            return false;
        }
        let meaning = (one.map_or(before, |(_, meaning)| meaning), other.map_or(after, |(_, meaning)| meaning));
        let is_same = self.is_same(meaning.0, meaning.1, spot);
        if is_same {
            self.tell(&rules::DOCUMENTATION_CHANGED, spot, Finding::default());
        }
        is_same
    }

    /// Whether two types name one schema that may be null on one side only.
    fn follows_null(&self, before: &Type, after: &Type) -> bool {
        let definitions = (self.before.named(before), self.after.named(after));
        let (Some(old), Some(new)) = definitions else { return false };
        old.nullable != new.nullable && self.pairs.get(&old.name).is_some_and(|known| **known == new.name)
    }

    fn is_pair(&mut self, before: &'a TypeName, after: &'a TypeName, spot: &Spot) -> bool {
        if let Some(known) = self.pairs.get(before) {
            return *known == after;
        }
        let (Some(old), Some(new)) = (self.before.definitions.get(before), self.after.definitions.get(after)) else {
            return before == after;
        };
        let are_inline = component(old).is_none() && component(new).is_none();
        // A schema that has moved out of the place where it stood inline, or into one, keeps its name in Rust.
        let has_moved = before == after && !self.paired.contains(after);
        if !(are_inline || has_moved) || std::mem::discriminant(&old.kind) != std::mem::discriminant(&new.kind) {
            return false;
        }
        if before != after && !spot.is_renamed {
            let finding = Finding::at(Some(&old.place), Some(&new.place))
                .rust(Some(rust::definition(old)), Some(rust::definition(new)));
            let finding = finding.detail(format!("`{before}` → `{after}`"));
            self.tell(&rules::TYPE_RENAMED, spot, finding);
        }
        self.pairs.insert(before, after);
        self.paired.insert(after);
        self.pending.push((before, after, spot.clone()));
        true
    }
}

/// The spot of what may be a component that several operations refer to: it is called after the component, whoever uses it;
/// else it is a part of the operation.
pub(super) fn shared(spot: &Spot, before: &Pointer, after: &Pointer, suffix: &str) -> Spot {
    match (before.tokens(), after.tokens()) {
        ([components, kind, name], [_, same, _]) if components == "components" && kind == same => {
            Spot { subject: name.clone(), key: format!("{kind} {name}"), ..spot.clone() }
        }
        (_, _) => spot.part(suffix),
    }
}

/// What a type is on the wire.
pub(super) fn wire(index: &Index<'_>, ty: &Type) -> String {
    match ty {
        Type::Boolean => "boolean".to_owned(),
        Type::Integer => "integer".to_owned(),
        Type::Number => "number".to_owned(),
        Type::String => "string".to_owned(),
        Type::UnixTime => "seconds since 1970".to_owned(),
        Type::Value => "any JSON".to_owned(),
        Type::StringOrInteger => "string or integer".to_owned(),
        Type::List(item) => format!("list of {}", wire(index, item)),
        Type::Map(value) => format!("map of {}", wire(index, value)),
        Type::OneOrMany(item) => format!("{0} or list of {0}", wire(index, item)),
        Type::Nullable(inner) => format!("{} or null", wire(index, inner)),
        Type::Boxed(inner) => wire(index, inner),
        Type::Named(name) => {
            index.definitions.get(name).map_or_else(|| name.to_string(), |found| wire_name(index, found))
        }
    }
}

fn wire_name(index: &Index<'_>, definition: &Definition) -> String {
    if let Some(name) = component(definition) {
        return format!("`{name}`");
    }
    kind(index, definition)
}

/// What a definition is on the wire, whatever it is called.
pub(super) fn kind(index: &Index<'_>, definition: &Definition) -> String {
    match &definition.kind {
        Kind::Struct(_) => "an object of its own".to_owned(),
        Kind::StringEnum(_) => "an enum of strings".to_owned(),
        Kind::IntegerEnum(_) => "an enum of integers".to_owned(),
        Kind::Union(_) => "one of several".to_owned(),
        Kind::Alias(ty) | Kind::Newtype(ty) => wire(index, ty),
    }
}
