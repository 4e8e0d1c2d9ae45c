//! The text of a pull request: what has changed, how severe it is, which version the crate must have next, what is left to do.

use intercom_codegen::{
    Errors,
    diff::{
        Report,
        report::{changelog, render},
    },
};

/// A version that an update brings.
pub(super) struct Version {
    pub name: String,
    /// Whether the project had no description of it.
    pub is_new: bool,
    /// What changes: since the description that was there, or, of a new version, since the version before.
    pub report: Option<Report>,
    /// Whether our overlays count in that.
    pub is_corrected: bool,
}

/// Something that only a person can do.
pub(super) struct Task {
    pub what: String,
    /// What the generator says of it.
    pub errors: Option<String>,
}

/// What an update has come to.
#[derive(Default)]
pub(super) struct Update {
    pub versions: Vec<Version>,
    pub tasks: Vec<Task>,
    /// Whether a file has changed.
    pub has_written: bool,
}

impl Update {
    /// Adds something that only a person can do, with what the generator says of it.
    pub(super) fn add(&mut self, what: String, error: Option<anyhow::Error>) {
        let said = |error: anyhow::Error| match error.downcast_ref::<Errors>() {
            Some(errors) => errors.to_string(),
            None => format!("{error:#}"),
        };
        self.tasks.push(Task { what, errors: error.map(said) });
    }
}

/// Where the descriptions are from, and what the client is now.
pub(super) struct Origin<'o> {
    pub repository: &'o str,
    pub commit: Option<&'o str>,
    /// The commit of the project that changes are counted from.
    pub base: Option<&'o str>,
    /// The API version that the client speaks.
    pub pinned: &'o str,
    /// The client's own version.
    pub client: &'o str,
}

/// How many characters GitHub takes.
const LIMIT: usize = 65_536;

/// What stands at the end of a text that was too long.
const CUT: &str =
    "\n… the rest is too long for a pull request: `tests/golden/drift` and CHANGELOG.md have all of it.\n";

/// The whole text.
pub(super) fn body(update: &Update, origin: &Origin<'_>) -> String {
    let Origin { repository, commit, base, .. } = origin;
    let commit = commit.map(|commit| format!(" at `{commit}`")).unwrap_or_default();
    let base = base.map(|base| format!(" It tells what has changed since {base}.")).unwrap_or_default();
    let mut text = format!("Made by `cargo xtask update` from {repository}{commit}.{base}\n");
    if update.versions.is_empty() {
        text.push_str("\nNo description has changed; what is made of them has.\n");
    } else {
        text.push_str(&overview(update, origin));
    }
    if !update.tasks.is_empty() {
        text.push_str("\n## For a person to do\n\n");
        update.tasks.iter().for_each(|task| text.push_str(&item(task)));
        text.push_str("\nThen run the same command again, in this branch: it makes what could not be made yet.\n");
    }
    let reports = update.versions.iter().filter_map(|version| Some((version.is_corrected, version.report.as_ref()?)));
    for (is_corrected, report) in reports {
        text.push_str(&format!("\n{}", render::markdown(report)));
        if !is_corrected {
            text.push_str("\nCompared without our corrections, which do not fit.\n");
        }
    }
    within(text, LIMIT)
}

/// A line for each version.
fn overview(update: &Update, origin: &Origin<'_>) -> String {
    let mut text = "\n| version | | changes | suggested version of the crate |\n|---|---|---|---|\n".to_owned();
    for Version { name, is_new, report, .. } in &update.versions {
        let how = if *is_new { "new" } else { "changed in place" };
        let (changes, suggested) = match report {
            Some(report) => (render::summary(report), changelog::suggestion(report, origin.client)),
            None => ("nothing to compare with".to_owned(), "–".to_owned()),
        };
        text.push_str(&format!("| {name} | {how} | {changes} | {suggested} |\n"));
    }
    let pinned = origin.pinned;
    text.push_str(&format!("\nThe client speaks {pinned}, as before. `cargo xtask ci` is what must pass.\n"));
    if let Some(newest) = update.versions.iter().rfind(|version| version.is_new).map(|version| &version.name) {
        text.push_str(&format!(
            "`cargo xtask bench --bless` counts the goldens of one version more; `api-version = \"{newest}\"` in spec/codegen.toml moves \
             the client, and then CONTRIBUTING.md lists what names a field by hand.\n"
        ));
    }
    text
}

/// A task with its errors, in a list that GitHub ticks off.
fn item(Task { what, errors }: &Task) -> String {
    let Some(errors) = errors else { return format!("- [ ] {what}\n") };
    // A fence is longer than any that it encloses (CommonMark 0.31.2, section 4.5).
    let longest = errors.split(|letter| letter != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    let indented: String = errors.trim_end().lines().map(|line| format!("  {line}\n").replace("  \n", "\n")).collect();
    format!("- [ ] {what}\n\n  {fence}text\n{indented}  {fence}\n")
}

/// A text of at most so many characters, cut between two lines.
fn within(mut text: String, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text;
    }
    let kept: usize = text.chars().take(limit - CUT.chars().count()).map(char::len_utf8).sum();
    text.truncate(text[..kept].rfind('\n').map_or(0, |end| end + 1));
    text + CUT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_is_cut_between_lines() {
        let line = "ä line of words\n";
        assert_eq!(within(line.repeat(3), 48), line.repeat(3));
        let cut = within(line.repeat(30), 150);
        assert_eq!(cut, format!("{}{CUT}", line.repeat(3)));
        assert!(cut.chars().count() <= 150);
    }

    #[test]
    fn errors_stand_in_a_fence_that_they_do_not_close() {
        let task = Task { what: "Fix it.".to_owned(), errors: Some("one\n\n```\n".to_owned()) };
        assert_eq!(item(&task), "- [ ] Fix it.\n\n  ````text\n  one\n\n  ```\n  ````\n");
    }
}
