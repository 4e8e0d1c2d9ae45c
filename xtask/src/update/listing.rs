//! A new version's entry in `api-versions` of spec/codegen.toml, at its place in the order.

use anyhow::{Context as _, Result};
use toml_edit::{DocumentMut, Formatted, Value};

/// Where a version belongs among those that are listed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Place {
    /// It is listed.
    Listed,
    /// In front of the one with this index.
    Before(usize),
    /// It is older than all of them, and nobody has asked for it.
    Older,
    /// A word has no place that could be told from it.
    Unknown,
}

/// `2.17` among `unstable`, `2.9`, `2.16`, `preview`: before `preview`.
pub(super) fn place(version: &str, listed: &[String]) -> Place {
    if listed.iter().any(|known| known.eq_ignore_ascii_case(version)) {
        return Place::Listed;
    }
    let Some(number) = number(version) else { return Place::Unknown };
    let numbers = listed.iter().enumerate().filter_map(|(index, known)| Some((index, self::number(known)?)));
    let mut is_numbered = false;
    let mut last_older = None;
    for (index, known) in numbers {
        is_numbered = true;
        if known < number {
            last_older = Some(index);
        }
    }
    match last_older {
        Some(index) => Place::Before(index + 1),
        None if is_numbered => Place::Older,
        None => Place::Unknown,
    }
}

/// The numbers of a version: `2.10` is newer than `2.9`.
fn number(version: &str) -> Option<Vec<u64>> {
    version.split('.').map(|part| part.parse().ok()).collect()
}

/// The settings' text with a version more in `api-versions`; all else is as it was.
///
/// # Errors
///
/// A text without that list.
pub(super) fn with_version(settings: &str, version: &str, index: usize) -> Result<String> {
    let mut document: DocumentMut = settings.parse().context("error: spec/codegen.toml is malformed")?;
    let list = document.get_mut("api-versions").and_then(|list| list.as_array_mut());
    let list = list.context("error: spec/codegen.toml has no list `api-versions`")?;
    let mut value = Value::String(Formatted::new(version.to_owned()));
    // As its neighbour stands there: behind a space, or in a line of its own.
    if let Some(neighbour) = index.checked_sub(1).and_then(|before| list.get(before.max(1)).or(list.get(before))) {
        let prefix = neighbour.decor().prefix().cloned().unwrap_or_default();
        *value.decor_mut() = toml_edit::Decor::new(if list.len() == 1 { " ".into() } else { prefix }, "");
    }
    list.insert_formatted(index, value);
    Ok(document.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(version: &str, listed: &[&str], expected: Place) {
        let listed: Vec<String> = listed.iter().map(|&version| version.to_owned()).collect();
        assert_eq!(place(version, &listed), expected);
    }

    #[test]
    fn a_number_stands_behind_the_last_that_is_smaller() {
        let listed = ["unstable", "2.9", "2.10", "2.16", "preview"];
        check("2.17", &listed, Place::Before(4));
        check("3.0", &listed, Place::Before(4));
        check("2.12", &listed, Place::Before(3));
        check("2.9.1", &listed, Place::Before(2));
        check("2.100", &["2.16"], Place::Before(1));
    }

    #[test]
    fn what_is_older_than_all_or_is_a_word_has_no_place() {
        check("2.6", &["unstable", "2.7", "preview"], Place::Older);
        check("Beta", &["unstable", "2.7", "preview"], Place::Unknown);
        check("2.6", &["unstable"], Place::Unknown);
        check("Preview", &["unstable", "2.7", "preview"], Place::Listed);
    }

    #[test]
    fn nothing_else_of_the_settings_changes() {
        let added = |text: &str, index: usize| with_version(text, "2.17", index).expect("it has the list");
        let text = "# a\napi-version = \"2.16\" # b\napi-versions = [\"old\", \"2.16\", \"preview\"] # c\n\n[x] # d\n";
        let expected = text.replace("\"2.16\", \"preview\"", "\"2.16\", \"2.17\", \"preview\"");
        assert_eq!(added(text, 2), expected);
        assert_eq!(added("api-versions = [\"2.16\"]\n", 1), "api-versions = [\"2.16\", \"2.17\"]\n");
        let lines = "api-versions = [\n    \"2.15\",\n    \"2.16\",\n]\n";
        assert_eq!(added(lines, 2), "api-versions = [\n    \"2.15\",\n    \"2.16\",\n    \"2.17\",\n]\n");
        assert!(with_version("x = 1\n", "2.17", 0).is_err());
    }
}
