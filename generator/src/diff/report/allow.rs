//! Changes that somebody has looked at and lets pass: by fingerprint, with the reason, and until when.

use std::{collections::BTreeSet, sync::Arc};

use serde::Deserialize;

use super::drift::Report;
use crate::{
    error::{Diagnostic, Diagnostics, Errors, Source, meant::choices},
    ir::is_date,
};

/// What stands between a version and the name of its state, where it changes in place: `2.14@8889625`.
pub const STATE: char = '@';

/// An allow-list, as its file has it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Allowances {
    /// The entries.
    pub allow: Vec<Allowance>,
}

/// One change that is let pass.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Allowance {
    /// The older version, or state of a version that changes in place: `2.14@8889625`.
    pub from: String,
    /// The newer one.
    pub to: String,
    /// The change.
    pub fingerprint: String,
    /// Why it may pass.
    pub reason: String,
    /// The last day on which it may, as `2027-01-31`.
    pub expires: String,
}

impl Allowances {
    /// Reads an allow-list, TOML.
    ///
    /// # Errors
    ///
    /// A text that is malformed, or an entry without a reason or with a date that is none.
    pub fn read(source: &Arc<Source>) -> Result<Self, Errors> {
        let list: Self = toml::from_str(&source.text).map_err(|error| {
            let diagnostic = Diagnostic::error(format!("this is no allow-list: {}", error.message()));
            match error.span() {
                Some(span) => diagnostic.at_offset(source, span.start),
                None => diagnostic,
            }
        })?;
        let mut diagnostics = Diagnostics::default();
        for entry in &list.allow {
            if entry.reason.trim().is_empty() {
                let error = Diagnostic::error(format!("`{}` is allowed without a reason", entry.fingerprint));
                diagnostics.push(at_entry(error, source, entry).help("say in `reason` why no app minds"));
            }
            if !is_date(&entry.expires) {
                let error = Diagnostic::error(format!("`{}` is no date", entry.expires));
                diagnostics.push(at_entry(error, source, entry).help("write it as `2027-01-31`"));
            }
        }
        diagnostics.finish().map(|_| list)
    }

    /// Checks that each entry is for versions that there are.
    ///
    /// # Errors
    ///
    /// Each entry that is for another one.
    pub fn check_versions(&self, known: &[String], source: &Arc<Source>) -> Result<(), Errors> {
        let mut diagnostics = Diagnostics::default();
        for entry in &self.allow {
            for version in [&entry.from, &entry.to] {
                let name = version.split(STATE).next().unwrap_or_default();
                if !known.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                    let error = Diagnostic::error(format!(
                        "`{}` is allowed for `{version}`, which is no version",
                        entry.fingerprint
                    ));
                    let known: Vec<&str> = known.iter().map(String::as_str).collect();
                    diagnostics.push(at_entry(error, source, entry).help(choices(name, "versions", &known)));
                }
            }
        }
        diagnostics.finish().map(drop)
    }

    /// Checks the entries for a version that changes in place: `states` are those that are there.
    ///
    /// # Errors
    ///
    /// Each entry that has expired, or whose older state is no longer there.
    pub fn check_states(&self, states: &BTreeSet<String>, today: &str, source: &Arc<Source>) -> Result<(), Errors> {
        let mut diagnostics = Diagnostics::default();
        for entry in self.allow.iter().filter(|entry| entry.from.contains(STATE)) {
            if !states.contains(&entry.from) {
                let error = Diagnostic::error(format!(
                    "`{}` is allowed from {} to {}, and the version is no longer that of {}",
                    entry.fingerprint, entry.from, entry.to, entry.from
                ));
                diagnostics.push(at_entry(error, source, entry).help("delete the entry: its import is made"));
            } else if entry.expires.as_str() < today {
                diagnostics.push(expired(entry, today, source));
            }
        }
        diagnostics.finish().map(drop)
    }

    /// Marks the changes of a report that are let pass. `today` is written as `2027-01-31`.
    ///
    /// # Errors
    ///
    /// Each entry for these two versions that matches no change, or that has expired.
    pub fn apply(&self, report: &mut Report, today: &str, source: &Arc<Source>) -> Result<(), Errors> {
        let mut diagnostics = Diagnostics::default();
        let is_of = |entry: &&Allowance| {
            entry.from.eq_ignore_ascii_case(&report.from) && entry.to.eq_ignore_ascii_case(&report.to)
        };
        for entry in self.allow.iter().filter(is_of).cloned().collect::<Vec<_>>() {
            let Report { vendor, corrections, .. } = &mut *report;
            let found =
                vendor.iter_mut().chain(corrections).find(|known| known.change.fingerprint == entry.fingerprint);
            match found {
                None => {
                    let error = Diagnostic::error(format!(
                        "no change from {} to {} has the fingerprint `{}`",
                        entry.from, entry.to, entry.fingerprint
                    ));
                    let help = "delete the entry, or correct its fingerprint: the report shows one for each change";
                    diagnostics.push(at_entry(error, source, &entry).help(help));
                }
                // Dates of this form sort as they follow each other.
                Some(_) if entry.expires.as_str() < today => {
                    diagnostics.push(expired(&entry, today, source));
                }
                Some(found) => found.allowed = Some(format!("{} (until {})", entry.reason, entry.expires)),
            }
        }
        diagnostics.finish().map(drop)
    }
}

fn expired(entry: &Allowance, today: &str, source: &Arc<Source>) -> Diagnostic {
    let Allowance { fingerprint, expires, .. } = entry;
    let error = Diagnostic::error(format!("`{fingerprint}` was allowed until {expires}, and today is {today}"));
    at_entry(error, source, entry).help("look at the change again: delete the entry, or give it another date")
}

fn at_entry(diagnostic: Diagnostic, source: &Arc<Source>, entry: &Allowance) -> Diagnostic {
    match source.text.find(&format!("\"{}\"", entry.fingerprint)) {
        Some(offset) => diagnostic.at_offset(source, offset),
        None => diagnostic.at_position(source, 1, 1),
    }
}
