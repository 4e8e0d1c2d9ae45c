//! Why the generator warns of foreign descriptions, or takes none: `tests/corpus-reasons.toml` has a reason for each kind.

use std::collections::BTreeMap;

use anyhow::Result;
use serde::Deserialize;

use super::row::Row;
use crate::{pattern::fits, project::Project};

/// The reasons of the project.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Reasons {
    /// Of warnings.
    #[serde(rename = "warning")]
    warnings: Vec<Reason>,
    /// Of descriptions that nothing is generated from.
    #[serde(rename = "refused")]
    refusals: Vec<Reason>,
}

/// A kind of message, and why it is right.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reason {
    /// The description, where it is about one alone.
    name: Option<String>,
    /// The message, with `…` in the place of whatever differs.
    says: String,
    /// Why.
    #[expect(dead_code, reason = "it is written for people, and has to be there")]
    reason: String,
}

impl Reasons {
    /// Reads the project's reasons.
    ///
    /// # Errors
    ///
    /// Reasons that can't be read, or are not as described.
    pub fn of(project: &Project) -> Result<Self> {
        project.toml("tests/corpus-reasons.toml")
    }

    /// Whether a description may be refused with this message.
    pub(super) fn allow(&self, description: &str, refusal: &str) -> bool {
        self.refusals.iter().any(|reason| reason.is_about(description) && reason.fits(refusal))
    }

    /// The warnings of rows that have no reason: each kind once, with how often it comes and where first.
    pub(super) fn missing(&self, rows: &[Row]) -> Vec<String> {
        let mut kinds: BTreeMap<String, (usize, &str)> = BTreeMap::new();
        for row in rows {
            let has_reason = |message: &str| {
                self.warnings.iter().any(|reason| reason.is_about(&row.description) && reason.fits(message))
            };
            for message in row.messages.iter().filter(|message| !has_reason(message)) {
                kinds.entry(kind(message)).or_insert((0, &row.description)).0 += 1;
            }
        }
        let told = kinds.into_iter().map(|(kind, (times, first))| format!("{times} × {kind} (first in {first})"));
        told.collect()
    }

    /// The reasons that nothing needs, where these rows are all of the list.
    pub(super) fn left_over(&self, rows: &[Row]) -> Vec<&str> {
        let warned = |reason: &Reason, row: &Row| row.messages.iter().any(|message| reason.fits(message));
        let refused = |reason: &Reason, row: &Row| row.refused.as_ref().is_some_and(|refusal| reason.fits(refusal));
        let is_idle = |reason: &&Reason, needs: &dyn Fn(&Reason, &Row) -> bool| {
            !rows.iter().any(|row| reason.is_about(&row.description) && needs(reason, row))
        };
        let warnings = self.warnings.iter().filter(|reason| is_idle(reason, &warned));
        let refusals = self.refusals.iter().filter(|reason| is_idle(reason, &refused));
        warnings.chain(refusals).map(|reason| reason.says.as_str()).collect()
    }
}

impl Reason {
    /// Whether it is about a description, which a row calls by its file.
    fn is_about(&self, description: &str) -> bool {
        let stem = std::path::Path::new(description).file_stem().unwrap_or_default().to_string_lossy();
        self.name.as_ref().is_none_or(|name| *name == stem)
    }

    /// Whether a message is of this kind.
    fn fits(&self, message: &str) -> bool {
        fits(&self.says, message)
    }
}

/// A message without what is quoted in it: "`a` leads nowhere" -> "`…` leads nowhere".
fn kind(message: &str) -> String {
    let parts = message.lines().next().unwrap_or_default().split('`').enumerate();
    let parts = parts.map(|(index, part)| if index % 2 == 0 { part } else { "…" });
    parts.collect::<Vec<_>>().join("`")
}

#[cfg(test)]
mod tests {
    use super::*;

    const REASONS: &str = "[[warning]]\nsays = \"`…` leads nowhere; …\"\nreason = \"It does.\"\n\n[[warning]]\nname = \
                           \"pets\"\nsays = \"a tag twice\"\nreason = \"It is.\"\n\n[[refused]]\nname = \"dogs\"\nsays = \
                           \"error: … another document…\"\nreason = \"One file alone.\"\n";

    fn row(description: &str, messages: &[&str], refused: Option<&str>) -> Row {
        let messages = messages.iter().map(|&message| message.to_owned()).collect();
        Row { description: description.to_owned(), messages, refused: refused.map(str::to_owned), ..Row::default() }
    }

    fn reasons() -> Reasons {
        toml::from_str(REASONS).expect("they are reasons")
    }

    #[test]
    fn what_has_no_reason_is_told_once_for_each_kind() {
        let rows = [
            row("a/pets.yaml", &["`b` leads nowhere; it is left out", "a tag twice", "`c` is odd", "`d` is odd"], None),
            row("cats.json", &["a tag twice", "`` leads nowhere; ", "well, `b` leads nowhere; it is left out"], None),
        ];
        let expected = [
            "2 × `…` is odd (first in a/pets.yaml)",
            "1 × a tag twice (first in cats.json)",
            "1 × well, `…` leads nowhere; it is left out (first in cats.json)",
        ];
        assert_eq!(reasons().missing(&rows), expected);
    }

    #[test]
    fn a_refusal_is_allowed_to_one_description_alone() {
        let refusal = "error: `x.yaml#/a` is in another document\n --> dogs.json:1:1";
        assert!(reasons().allow("/cache/dogs.json", refusal));
        assert!(!reasons().allow("/cache/cats.json", refusal));
        assert!(!reasons().allow("/cache/dogs.json", "error: it is no description"));
    }

    #[test]
    fn reasons_that_nothing_needs_are_left_over() {
        let rows =
            [row("pets.yaml", &["`b` leads nowhere; it is left out"], None), row("dogs.json", &["a tag twice"], None)];
        assert_eq!(reasons().left_over(&rows), ["a tag twice", "error: … another document…"]);
    }
}
