//! What is said of the values that fit an alternative, and the rules that follow from it.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::{
    ir::{Limit, Rule, Scalar},
    lower::shapes::Shape,
    place::Pointer,
};

/// What is said of one value.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Said {
    /// The scalars that it can be; any, where there are none.
    pub values: Vec<Scalar>,
    limits: Vec<Limit>,
    /// Whether it is of a type, and that is not null.
    forbids_null: bool,
}

impl Said {
    /// What a schema says of a value, which is the whole of what an alternative describes, or something in it.
    pub(super) fn of(shape: &Shape<'_>, is_whole: bool) -> Self {
        // An enum of texts or integers has a type of its own, which tells by itself what is none of it.
        let is_told = is_whole && !matches!(shape.ty, Some("number" | "boolean"));
        let listed = shape.enumeration.iter().filter(|value| !is_told && !value.is_array() && !value.is_object());
        let mut values: Vec<Scalar> = listed.map(Scalar::of).collect();
        if shape.nullable && !values.is_empty() && !values.contains(&Scalar::Null) {
            values.push(Scalar::Null);
        }
        let limits = shape.limits.iter().filter_map(|(keyword, at)| limit(keyword, at)).collect();
        let forbids_null = shape.ty.is_some() && !shape.nullable && !values.contains(&Scalar::Null);
        Self { values, limits, forbids_null }
    }

    /// Whether it has one value, null aside.
    pub(super) fn is_constant(&self) -> bool {
        let count = self.values.iter().filter(|value| **value != Scalar::Null).count();
        count == 1 || (count == 0 && !self.values.is_empty())
    }

    pub(super) fn has_limits(&self) -> bool {
        !self.limits.is_empty()
    }

    /// A number that two of which the same is said have, and few others.
    pub(super) fn fingerprint(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.values.iter().for_each(|value| value.read_as().hash(&mut hasher));
        self.limits.iter().for_each(|limit| format!("{limit:?}").hash(&mut hasher));
        hasher.finish()
    }

    pub(super) fn or(mut self, other: &Self) -> Self {
        let more: Vec<Scalar> = other.values.iter().filter(|value| !contains(&self.values, value)).cloned().collect();
        self.values.extend(more);
        self
    }

    /// Whether no value fits both.
    pub(super) fn excludes(&self, other: &Self) -> bool {
        if !self.values.is_empty() && !other.values.is_empty() {
            return self.values.iter().all(|value| !contains(&other.values, value));
        }
        let none_keeps = |values: &[Scalar], other: &Self| {
            let is_none = |value: &Scalar| {
                (*value == Scalar::Null && other.forbids_null) || other.limits.iter().any(|limit| breaks(value, *limit))
            };
            !values.is_empty() && values.iter().all(is_none)
        };
        let apart = self.limits.iter().any(|limit| other.limits.iter().any(|others| are_apart(*limit, *others)));
        none_keeps(&self.values, other) || none_keeps(&other.values, self) || apart
    }

    /// Whether a value that another alternative lists is none of this one's.
    fn forbids(&self, value: &Scalar) -> bool {
        if self.values.is_empty() {
            *value == Scalar::Null && self.forbids_null
        } else {
            !contains(&self.values, value)
        }
    }

    /// The rules by which another alternative, which may say something of the same place, is told from this one.
    pub(super) fn rules(&self, place: &Pointer, other: Option<&Self>) -> Vec<Rule> {
        if other == Some(self) {
            return Vec::new();
        }
        if self.is_constant() {
            return vec![Rule::Only(place.clone(), self.values.clone())];
        }
        let Some(other) = other else { return Vec::new() };
        let foreign: Vec<Scalar> = other.values.iter().filter(|value| self.forbids(value)).cloned().collect();
        let mut rules = Vec::new();
        if !foreign.is_empty() {
            rules.push(Rule::Not(place.clone(), foreign));
        }
        let apart = |limit: &&Limit| {
            other.limits.iter().any(|others| are_apart(**limit, *others))
                || (!other.values.is_empty() && other.values.iter().all(|value| breaks(value, **limit)))
        };
        rules.extend(self.limits.iter().filter(apart).map(|limit| Rule::Limit(place.clone(), *limit)));
        rules
    }
}

/// Whether a list has a value, or one that is read as it: what a client does not tell apart excludes nothing.
fn contains(values: &[Scalar], value: &Scalar) -> bool {
    values.iter().any(|known| known.is_read_as(value))
}

fn limit(keyword: &str, at: &str) -> Option<Limit> {
    let number = || at.parse().ok();
    let count = || at.parse().ok();
    match keyword {
        "minimum" => number().map(Limit::AtLeast),
        "maximum" => number().map(Limit::AtMost),
        "exclusiveMinimum" => number().map(Limit::MoreThan),
        "exclusiveMaximum" => number().map(Limit::LessThan),
        "minLength" | "minItems" | "minProperties" => count().map(Limit::Shortest),
        "maxLength" | "maxItems" | "maxProperties" => count().map(Limit::Longest),
        _ => None,
    }
}

/// Whether a scalar does not keep to a limit.
fn breaks(value: &Scalar, limit: Limit) -> bool {
    let number = |keeps: &dyn Fn(f64) -> bool| value.as_number().is_some_and(|number| !keeps(number));
    let length = |keeps: &dyn Fn(usize) -> bool| match value {
        Scalar::Text(text) => !keeps(text.chars().count()),
        Scalar::Null | Scalar::Boolean(_) | Scalar::Integer(_) | Scalar::Number(_) => false,
    };
    match limit {
        Limit::AtLeast(at) => number(&|number| number >= at),
        Limit::AtMost(at) => number(&|number| number <= at),
        Limit::MoreThan(at) => number(&|number| number > at),
        Limit::LessThan(at) => number(&|number| number < at),
        Limit::Shortest(at) => length(&|length| length >= at),
        Limit::Longest(at) => length(&|length| length <= at),
    }
}

/// Whether no value keeps to both limits.
fn are_apart(one: Limit, other: Limit) -> bool {
    match (one, other) {
        (Limit::AtLeast(from), Limit::AtMost(to)) | (Limit::AtMost(to), Limit::AtLeast(from)) => from > to,
        (Limit::AtLeast(from) | Limit::MoreThan(from), Limit::AtMost(to) | Limit::LessThan(to))
        | (Limit::AtMost(to) | Limit::LessThan(to), Limit::AtLeast(from) | Limit::MoreThan(from)) => from >= to,
        (Limit::Shortest(from), Limit::Longest(to)) | (Limit::Longest(to), Limit::Shortest(from)) => from > to,
        (_, _) => false,
    }
}

/// Adds a rule to those that there are; of one place, all counts.
pub(super) fn add(rules: &mut Vec<Rule>, rule: &Rule) {
    for known in rules.iter_mut() {
        match (known, rule) {
            (Rule::Only(known, _), Rule::Not(place, _)) if known == place => return,
            (Rule::Not(known, values), Rule::Not(place, more)) if known == place => {
                let new: Vec<Scalar> = more.iter().filter(|value| !values.contains(value)).cloned().collect();
                values.extend(new);
                return;
            }
            (Rule::Without(known), Rule::Without(more)) => {
                let new: Vec<Pointer> = more.iter().filter(|place| !known.contains(place)).cloned().collect();
                known.extend(new);
                return;
            }
            (known, rule) if known == rule => return,
            (_, _) => {}
        }
    }
    if let Rule::Only(place, _) = rule {
        rules.retain(|known| !matches!(known, Rule::Not(known, _) if known == place));
    }
    rules.push(rule.clone());
}
