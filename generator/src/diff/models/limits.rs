//! Defaults, formats and limits: what the docs say of a value and the server may enforce.

use std::{borrow::Cow, cmp::Ordering};

use serde_json::Value;

use crate::{
    diff::{
        change::{finding::Finding, spot::Spot},
        comparison::Comparison,
        rules,
        rules::rule::Rule,
        sameness::{
            index::Index,
            numbers::Number,
            pairs::Pair,
            wire::{TYPES, types_in_words},
        },
    },
    ir::{Declared, Inside, Type},
};

/// What is declared of a value on either side, and what of that differs.
pub(crate) struct Limits<'d> {
    old: Cow<'d, Declared>,
    new: Cow<'d, Declared>,
    differences: Vec<Difference>,
}

impl Limits<'_> {
    /// Whether anything differs, but for the values inside.
    pub(crate) fn differ(&self) -> bool {
        !self.differences.is_empty()
    }
}

/// What is declared of a value.
pub(crate) fn limits<'d>((old, new): Pair<'d, Declared>) -> Limits<'d> {
    Limits { old: Cow::Borrowed(old), new: Cow::Borrowed(new), differences: differences(old, new) }
}

/// The same, of values of these types. What a schema says that is another name of a type is told of the schema, unless
/// only one of the values refers to it: for a value, that is the same.
pub(crate) fn limits_of<'d>(
    comparison: &Comparison<'_>,
    (old, new): ((&Type, &'d Declared), (&Type, &'d Declared)),
) -> Limits<'d> {
    let are_same = match (old.0, new.0) {
        (Type::Named(one), Type::Named(other)) => comparison.known.are_pair(one, other),
        (_, _) => false,
    };
    // Name {maxLength: 5}, {$ref: Name} -> {type: string, maxLength: 5}: the same limit, said elsewhere.
    let is_one = are_same || (comparison.before.alias(old.0).is_none() && comparison.after.alias(new.0).is_none());
    if is_one {
        return limits((old.1, new.1));
    }
    let (old, new) = (joined(&comparison.before, old.0, old.1), joined(&comparison.after, new.0, new.1));
    let differences = differences(&old, &new);
    Limits { old: Cow::Owned(old), new: Cow::Owned(new), differences }
}

/// Tells what is declared otherwise of a value, and of the values inside it.
pub(crate) fn tell_limits(comparison: &mut Comparison<'_>, limits: &Limits<'_>, at: &Finding, spot: &Spot) {
    let Limits { old, new, differences } = limits;
    for Difference { request, response, detail, keyword } in differences {
        let rule = match spot.rule(Some(request), Some(response)) {
            // Of what nobody is known to send, no server is known to refuse anything.
            Some(_) if spot.is_unreached() => Some(*response),
            Some(rule) if *rule == rules::REQUEST_DEFAULT_CHANGED && (old.required || new.required) => {
                Some(&rules::REQUIRED_DEFAULT_CHANGED)
            }
            rule => rule,
        };
        if let Some(rule) = rule {
            comparison.tell(rule, spot, at.clone().detail(detail).value(*keyword));
        }
    }
    let pairs = inside_pairs(old, new);
    for (index, (one, other)) in pairs.iter().enumerate() {
        let at = Finding { before: Some(one.place.clone()), after: Some(other.place.clone()), ..at.clone() };
        let part = match pairs[..index].iter().filter(|(earlier, _)| earlier.part == one.part).count() {
            0 => spot.part(&one.part),
            count => spot.part(&format!("{}|{}", one.part, count + 1)),
        };
        let inside = limits_of(comparison, ((&one.ty, &one.declared), (&other.ty, &other.declared)));
        tell_limits(comparison, &inside, &at, &part);
    }
}

/// What is declared of a value, and of the type that it has another name for, and so on.
fn joined(index: &Index<'_>, ty: &Type, own: &Declared) -> Declared {
    let (mut declared, mut next) = (own.clone(), index.alias(ty));
    while let Some((alias, meaning)) = next {
        declared = with(&declared, &alias.declared);
        next = index.alias(meaning);
    }
    declared
}

/// What is declared of a value, and what the schema says that it refers to.
fn with(own: &Declared, schema: &Declared) -> Declared {
    let is_new = |(keyword, _): &&(&str, String)| own.limits.iter().all(|(known, _)| known != keyword);
    Declared {
        default: own.default.clone().or_else(|| schema.default.clone()),
        format: own.format.clone().or_else(|| schema.format.clone()),
        limits: own.limits.iter().chain(schema.limits.iter().filter(is_new)).cloned().collect(),
        inside: own.inside.iter().chain(&schema.inside).cloned().collect(),
        ..own.clone()
    }
}

/// What is said otherwise of a value.
struct Difference {
    request: &'static Rule,
    response: &'static Rule,
    detail: String,
    keyword: &'static str,
}

fn differences(old: &Declared, new: &Declared) -> Vec<Difference> {
    let shown = |text: &Option<String>| text.as_ref().map_or_else(|| "none".to_owned(), |text| format!("`{text}`"));
    let mut found = Vec::new();
    if old.default != new.default {
        found.push(Difference {
            request: &rules::REQUEST_DEFAULT_CHANGED,
            response: &rules::RESPONSE_DEFAULT_CHANGED,
            detail: format!("{} → {}", shown(&old.default), shown(&new.default)),
            keyword: "default",
        });
    }
    if old.format != new.format {
        found.push(Difference {
            request: &rules::REQUEST_FORMAT_CHANGED,
            response: &rules::RESPONSE_FORMAT_CHANGED,
            detail: format!("{} → {}", shown(&old.format), shown(&new.format)),
            keyword: "format",
        });
    }
    // That there are alternatives now, or none any more, is told of the type.
    if let (Some(one), Some(other)) = (old.alternatives, new.alternatives)
        && one != other
    {
        found.push(Difference {
            request: &rules::REQUEST_ALTERNATIVES_CHANGED,
            response: &rules::RESPONSE_ALTERNATIVES_CHANGED,
            detail: format!("`{one}` → `{other}`"),
            keyword: "alternatives",
        });
    }
    for keyword in keywords(old, new) {
        let (one, other) = (Limit::of(old, keyword), Limit::of(new, keyword));
        if let Some(request) = request_rule(keyword, one, other) {
            let shown = |limit: Option<Limit<'_>>| limit.map_or_else(|| "none".to_owned(), Limit::shown);
            let types = |limit: Option<Limit<'_>>| types_in_words(limit.unwrap_or(Limit::TEXT).value);
            let detail = match keyword {
                TYPES => format!("`{}` → `{}`", types(one), types(other)),
                keyword => format!("{keyword}: {} → {}", shown(one), shown(other)),
            };
            found.push(Difference { request, response: &rules::RESPONSE_LIMIT_CHANGED, detail, keyword });
        }
    }
    found
}

/// The values inside both, each with its counterpart: the first of a name with the first, the second with the second.
fn inside_pairs<'d>(old: &'d Declared, new: &'d Declared) -> Vec<(&'d Inside, &'d Inside)> {
    let mut left: Vec<&Inside> = new.inside.iter().collect();
    let mut pairs = Vec::new();
    for one in &old.inside {
        if let Some(position) = left.iter().position(|other| other.part == one.part) {
            pairs.push((one, left.remove(position)));
        }
    }
    pairs
}

/// A limit, and whether a bound is outside itself.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Limit<'d> {
    value: &'d str,
    is_exclusive: bool,
}

impl<'d> Limit<'d> {
    /// Of a value that is written as text, without a word: it is one.
    const TEXT: Limit<'static> = Limit { value: r#"["string"]"#, is_exclusive: false };

    fn of(declared: &'d Declared, keyword: &str) -> Option<Self> {
        let (known, value) = declared.limits.iter().find(|(known, _)| bound(known) == keyword)?;
        Some(Self { value, is_exclusive: *known != keyword })
    }

    fn shown(self) -> String {
        if self.is_exclusive { format!("`{}`, itself excluded", self.value) } else { format!("`{}`", self.value) }
    }

    fn values(self) -> Vec<Value> {
        serde_json::from_str(self.value).unwrap_or_default()
    }

    /// Whether a list of values is a part of another.
    fn values_are_in(self, other: Self) -> bool {
        let others = other.values();
        self.values().iter().all(|value| others.contains(value))
    }

    fn number(self) -> Option<Number> {
        Number::parse(self.value)
    }
}

/// The keyword of a bound, whether the bound is outside itself or not.
fn bound(keyword: &'static str) -> &'static str {
    match keyword {
        "exclusiveMinimum" => "minimum",
        "exclusiveMaximum" => "maximum",
        keyword => keyword,
    }
}

/// The keywords of both, each once.
fn keywords(old: &Declared, new: &Declared) -> Vec<&'static str> {
    let mut keywords: Vec<&'static str> =
        old.limits.iter().chain(&new.limits).map(|(keyword, _)| bound(keyword)).collect();
    keywords.sort_unstable();
    keywords.dedup();
    keywords
}

/// What another limit means for a value that is sent.
fn request_rule(keyword: &str, old: Option<Limit<'_>>, new: Option<Limit<'_>>) -> Option<&'static Rule> {
    // maxLength: none -> 10: tightened; minimum: 3 -> 1: loosened; multipleOf: 4 -> 6: neither.
    match (old, new) {
        (None, None) => None,
        (one, other) if keyword == TYPES => types_rule(one.unwrap_or(Limit::TEXT), other.unwrap_or(Limit::TEXT)),
        // No text is shorter than nothing.
        (None, Some(limit)) if keyword.starts_with("min") && keyword != "minimum" && limit.value == "0" => {
            Some(&rules::REQUEST_LIMIT_LOOSENED)
        }
        (None, Some(_)) => Some(&rules::REQUEST_LIMIT_TIGHTENED),
        (Some(_), None) => Some(&rules::REQUEST_LIMIT_LOOSENED),
        (Some(one), Some(other)) if one == other => None,
        (Some(one), Some(other)) if keyword == "enum" => Some(tightened(!one.values_are_in(other))),
        (Some(one), Some(other)) if keyword == "multipleOf" => Some(match (one.number(), other.number()) {
            (Some(before), Some(after)) if before.is_multiple_of(after) => &rules::REQUEST_LIMIT_LOOSENED,
            (Some(before), Some(after)) if after.is_multiple_of(before) => &rules::REQUEST_LIMIT_TIGHTENED,
            (_, _) => &rules::REQUEST_PATTERN_CHANGED,
        }),
        (Some(one), Some(other)) => {
            let order = one.number().zip(other.number()).and_then(|(before, after)| after.compare(before));
            match order {
                Some(Ordering::Equal) => Some(tightened(other.is_exclusive)),
                Some(order) if keyword.starts_with("min") => Some(tightened(order == Ordering::Greater)),
                Some(order) if keyword.starts_with("max") => Some(tightened(order == Ordering::Less)),
                Some(_) | None => Some(&rules::REQUEST_PATTERN_CHANGED),
            }
        }
    }
}

/// What it means for a value that is written as text that it is of other types: a text says all that another type could,
/// but the server may read it as something else.
fn types_rule(one: Limit<'_>, other: Limit<'_>) -> Option<&'static Rule> {
    match (one.values_are_in(other), other.values_are_in(one)) {
        (true, true) => None,
        (true, false) => Some(&rules::PARAMETER_TYPES_WIDENED),
        (false, _) if Limit::TEXT.values_are_in(other) => Some(&rules::PARAMETER_TYPES_NARROWED_TO_TEXT),
        (false, _) => Some(&rules::PARAMETER_TYPES_NARROWED),
    }
}

fn tightened(is_tighter: bool) -> &'static Rule {
    if is_tighter { &rules::REQUEST_LIMIT_TIGHTENED } else { &rules::REQUEST_LIMIT_LOOSENED }
}
