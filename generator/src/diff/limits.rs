//! Defaults, formats and limits: what the docs tell of a value and the server may enforce.

use super::{Comparison, Finding, Rule, rules, types::Spot};
use crate::ir::Declared;

impl Comparison<'_> {
    /// Compares what is declared of a value, and says whether that differs.
    pub(super) fn limits(&mut self, (old, new): (&Declared, &Declared), at: &Finding, spot: &Spot) -> bool {
        let shown = |text: &Option<String>| text.as_ref().map_or_else(|| "none".to_owned(), |text| format!("`{text}`"));
        let mut found: Vec<(&'static Rule, &'static Rule, String, &'static str)> = Vec::new();
        if old.default != new.default {
            let detail = format!("{} → {}", shown(&old.default), shown(&new.default));
            found.push((&rules::REQUEST_DEFAULT_CHANGED, &rules::RESPONSE_DEFAULT_CHANGED, detail, "default"));
        }
        if old.format != new.format {
            let detail = format!("{} → {}", shown(&old.format), shown(&new.format));
            found.push((&rules::REQUEST_FORMAT_CHANGED, &rules::RESPONSE_FORMAT_CHANGED, detail, "format"));
        }
        for keyword in keywords(old, new) {
            let limit = |declared: &Declared| {
                declared.limits.iter().find(|(known, _)| *known == keyword).map(|(_, value)| value.clone())
            };
            let (one, other) = (limit(old), limit(new));
            if let Some(rule) = request_rule(keyword, one.as_deref(), other.as_deref()) {
                let detail = format!("{keyword}: {} → {}", shown(&one), shown(&other));
                found.push((rule, &rules::RESPONSE_LIMIT_CHANGED, detail, keyword));
            }
        }
        let differs = !found.is_empty();
        for (request, response, detail, value) in found {
            if let Some(rule) = spot.rule(Some(request), Some(response)) {
                self.tell(rule, spot, at.clone().detail(detail).value(value));
            }
        }
        differs
    }
}

/// The keywords of both, each once.
fn keywords(old: &Declared, new: &Declared) -> Vec<&'static str> {
    let mut keywords: Vec<&'static str> = old.limits.iter().chain(&new.limits).map(|(keyword, _)| *keyword).collect();
    keywords.sort_unstable();
    keywords.dedup();
    keywords
}

/// What another limit means for a value that is sent.
fn request_rule(keyword: &str, old: Option<&str>, new: Option<&str>) -> Option<&'static Rule> {
    let number = |text: &str| text.parse::<f64>().ok();
    match (old, new) {
        (None, None) => None,
        (None, Some(_)) => Some(&rules::REQUEST_LIMIT_TIGHTENED),
        (Some(_), None) => Some(&rules::REQUEST_LIMIT_LOOSENED),
        (Some(one), Some(other)) if one == other => None,
        (Some(one), Some(other)) => match (number(one), number(other)) {
            (Some(one), Some(other)) if keyword.to_lowercase().contains("min") => Some(tightened(other > one)),
            (Some(one), Some(other)) if keyword.to_lowercase().contains("max") => Some(tightened(other < one)),
            (_, _) => Some(&rules::REQUEST_PATTERN_CHANGED),
        },
    }
}

fn tightened(is_tighter: bool) -> &'static Rule {
    if is_tighter { &rules::REQUEST_LIMIT_TIGHTENED } else { &rules::REQUEST_LIMIT_LOOSENED }
}
