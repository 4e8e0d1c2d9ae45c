//! The list of changes that may pass: `spec/drift-allow.toml`.

use std::{
    collections::BTreeSet,
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

use anyhow::Result;
use intercom_codegen::{
    Source,
    diff::{
        Report,
        report::allow::{Allowances, STATE},
    },
    ir::is_date,
};
use intercom_codegen_cli::files::read;

use super::versions::report;
use crate::base::project::Project;

/// Marks what `spec/drift-allow.toml` lets pass on a day; without one, today.
///
/// # Errors
///
/// A list that is malformed, or an entry that matches nothing or has expired.
pub fn allow(project: &Project, day: Option<&str>, report: &mut Report) -> Result<()> {
    if let Some((list, source)) = allowances(project)? {
        let day = day.map_or_else(today, str::to_owned);
        list.apply(report, &day, &source)?;
    }
    Ok(())
}

/// The allow-list, if there is one, with its text.
fn allowances(project: &Project) -> Result<Option<(Allowances, Arc<Source>)>> {
    let path = project.spec().join("drift-allow.toml");
    if !path.exists() {
        return Ok(None);
    }
    let source = Source::new(project.shown(&path), read(&path)?);
    let list = Allowances::read(&source)?;
    list.check_versions(&project.settings()?.api_versions, &source)?;
    Ok(Some((list, source)))
}

/// Checks the whole allow-list, of whatever versions its entries are. What is allowed for an import that changes a version in
/// place is checked by that import, and has to be deleted when it is made: `states` are those that the versions are in.
///
/// # Errors
///
/// An entry that matches nothing, or that has expired today, or whose import is made.
pub fn check_allowances(project: &Project, states: &BTreeSet<String>) -> Result<()> {
    let Some((list, source)) = allowances(project)? else { return Ok(()) };
    list.check_states(states, &today(), &source)?;
    let steps: BTreeSet<(&str, &str)> =
        list.allow.iter().map(|entry| (entry.from.as_str(), entry.to.as_str())).collect();
    for (from, to) in steps.into_iter().filter(|(from, _)| !from.contains(STATE)) {
        list.apply(&mut report(project, (from, to), &[])?, &today(), &source)?;
    }
    Ok(())
}

/// Reads the day that is checked against.
///
/// # Errors
///
/// What is not written as `2027-01-31`.
pub fn day(text: &str) -> Result<String, String> {
    if is_date(text) { Ok(text.to_owned()) } else { Err("a day is written as `2027-01-31`".to_owned()) }
}

/// The day, in UTC, as `2027-01-31`.
fn today() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_secs());
    let days = i64::try_from(seconds / 86_400).unwrap_or(0);
    // Howard Hinnant, "chrono-compatible low-level date algorithms", civil_from_days.
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}
