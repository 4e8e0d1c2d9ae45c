//! The features of tags in a manifest. It belongs to the user: what is missing is added, and nothing else is touched.

use toml_edit::{Array, DocumentMut, Formatted, Item, RawString, TableLike, Value};

use crate::error::{Diagnostic, Errors};

/// What is said above the first of the features.
const COMMENT: &str = "# The operations of a tag, with the models that they reach.\n";

/// How long the line of a list may get.
const WIDTH: usize = 100;

/// Adds the features that a manifest lacks, and those to the default ones: what an app compiled before the tags had
/// features, or the description the tag, it goes on compiling. A feature that is there stays out of the default ones where
/// the user took it out, and a list of these that was removed does not come back.
///
/// # Errors
///
/// A manifest that is no TOML, or whose features are no table.
pub(super) fn add(manifest: &str, features: &[String]) -> Result<String, Errors> {
    let mut document = parse(manifest)?;
    if !document.contains_key("features") && !features.is_empty() {
        document["features"] = toml_edit::table();
        document["features"]["default"] = Array::new().into();
    }
    let Some(item) = document.get_mut("features") else { return Ok(manifest.to_owned()) };
    let is_inline = item.is_inline_table();
    let table = item.as_table_like_mut().ok_or_else(no_table)?;
    let missing: Vec<&String> = features.iter().filter(|feature| !table.contains_key(feature)).collect();
    let Some(first) = missing.first().copied() else { return Ok(manifest.to_owned()) };
    if let Some(default) = table.get_mut("default").and_then(Item::as_array_mut) {
        missing.iter().for_each(|feature| push(default, feature));
        break_line(default);
    }
    let is_first = missing.len() == features.len() && !is_inline;
    missing.iter().for_each(|feature| drop(table.insert(feature, Array::new().into())));
    if let Some(mut key) = table.key_mut(first).filter(|_| is_first) {
        key.leaf_decor_mut().set_prefix(COMMENT);
    }
    Ok(written(&document, manifest))
}

/// The text of a manifest that was read from another. The parser reads either end of a line, and writes one.
pub(super) fn written(document: &DocumentMut, manifest: &str) -> String {
    let text = document.to_string();
    if manifest.contains("\r\n") { text.replace("\r\n", "\n").replace('\n', "\r\n") } else { text }
}

/// The default features of a manifest that turn on nothing, and that another manifest does not know: a tag had them once.
///
/// # Errors
///
/// A manifest that is no TOML, or whose features are no table.
pub(super) fn left_over(manifest: &str, known: &str) -> Result<Vec<String>, Errors> {
    let (document, known) = (parse(manifest)?, parse(known)?);
    let (Some(table), Some(known)) = (features(&document)?, features(&known)?) else { return Ok(Vec::new()) };
    let default: Vec<&str> =
        table.get("default").and_then(Item::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let is_empty = |item: &Item| item.as_array().is_some_and(Array::is_empty);
    let left_over =
        table.iter().filter(|(name, item)| is_empty(item) && default.contains(name) && !known.contains_key(name));
    Ok(left_over.map(|(name, _)| name.to_owned()).collect())
}

pub(super) fn parse(manifest: &str) -> Result<DocumentMut, Errors> {
    let malformed = |error| Diagnostic::error(format!("Cargo.toml is malformed: {error}"));
    manifest.parse().map_err(|error| Errors::from(malformed(error)))
}

fn features(document: &DocumentMut) -> Result<Option<&dyn TableLike>, Errors> {
    document.get("features").map(|item| item.as_table_like().ok_or_else(no_table)).transpose()
}

fn no_table() -> Errors {
    Errors::from(Diagnostic::error("the `features` of Cargo.toml are no table"))
}

/// Adds a word to a list, in a line of its own where the others have theirs. A comment stays behind what it follows.
fn push(list: &mut Array, word: &str) {
    let mut value = Value::String(Formatted::new(word.to_owned()));
    let text = |raw: Option<&RawString>| raw.and_then(RawString::as_str).unwrap_or_default().to_owned();
    if !list.trailing_comma()
        && let Some(last) = list.len().checked_sub(1).and_then(|last| list.get_mut(last))
    {
        let behind = text(last.decor().suffix());
        last.decor_mut().set_suffix("");
        list.set_trailing(behind + list.trailing().as_str().unwrap_or_default());
    }
    let before = text(list.iter().last().and_then(|last| last.decor().prefix()));
    let behind = text(Some(list.trailing()));
    match (before.rsplit_once('\n'), behind.rsplit_once('\n')) {
        (Some((_, indentation)), Some((comment, end))) => {
            value.decor_mut().set_prefix(format!("{}\n{indentation}", comment.trim_end()));
            list.set_trailing(format!("\n{end}"));
        }
        (None, _) | (_, None) => value.decor_mut().set_prefix(if list.is_empty() { "" } else { " " }),
    }
    list.push_formatted(value);
}

/// Gives each word of a list a line of its own, where they are too many for one.
fn break_line(list: &mut Array) {
    let text = list.to_string();
    if text.contains('\n') || text.chars().count() <= WIDTH {
        return;
    }
    list.iter_mut().for_each(|value| *value.decor_mut() = toml_edit::Decor::new("\n    ", ""));
    list.set_trailing_comma(true);
    list.set_trailing("\n");
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    #[track_caller]
    fn check(manifest: &str, features: &[&str], expected: &Expect) {
        let features: Vec<String> = features.iter().map(|&feature| feature.to_owned()).collect();
        let text = add(manifest, &features).expect("the manifest is one");
        expected.assert_eq(&text);
        assert_eq!(add(&text, &features).expect("the manifest is one"), text, "a second run finds nothing to do");
    }

    #[test]
    fn missing_features_are_added_and_are_default() {
        let manifest = "[features] # mine\ndefault = [\"rustls\"]  # all\nrustls = []\n\n[dependencies]\n";
        check(
            manifest,
            &["cats", "dogs"],
            &expect![[r#"
                [features] # mine
                default = ["rustls", "cats", "dogs"]  # all
                rustls = []
                # The operations of a tag, with the models that they reach.
                cats = []
                dogs = []

                [dependencies]
            "#]],
        );
    }

    #[test]
    fn a_feature_that_is_there_stays_as_the_user_left_it() {
        let manifest = "[features]\ndefault = []\ncats = [\"mock\"] # with mock\nmock = []\n";
        check(
            manifest,
            &["cats", "dogs"],
            &expect![[r#"
                [features]
                default = ["dogs"]
                cats = ["mock"] # with mock
                mock = []
                dogs = []
            "#]],
        );
    }

    #[test]
    fn nothing_is_written_where_nothing_is_missing() {
        check("features={cats=[ ]}", &["cats"], &expect!["features={cats=[ ]}"]);
        check("[package]\n", &[], &expect!["[package]\n"]);
    }

    #[test]
    fn a_default_list_that_was_removed_does_not_come_back() {
        check(
            "[features]\nmine = []\n",
            &["cats"],
            &expect![[r#"
            [features]
            mine = []
            # The operations of a tag, with the models that they reach.
            cats = []
        "#]],
        );
    }

    #[test]
    fn a_manifest_without_features_gets_a_default_list_too() {
        check(
            "[package]\nname = \"mine\"\n",
            &["cats"],
            &expect![[r#"
            [package]
            name = "mine"

            [features]
            default = ["cats"]
            # The operations of a tag, with the models that they reach.
            cats = []
        "#]],
        );
    }

    #[test]
    fn lines_end_as_they_did() {
        let added = add("[features]\r\ndefault = []\r\n", &["cats".to_owned()]).expect("the manifest is one");
        assert_eq!(added.matches('\n').count(), added.matches("\r\n").count(), "{added:?}");
    }

    #[test]
    fn an_inline_table_stays_one() {
        check(
            "features = { default = [\"a\"], a = [] }\n",
            &["cats"],
            &expect![[r#"
            features = { default = ["a", "cats"], a = [] , cats = [] }
        "#]],
        );
    }

    #[test]
    fn a_list_of_lines_keeps_its_lines_and_comments() {
        let manifest =
            "[features]\ndefault = [\n  \"a\", # first\n  # the second\n  \"b\", # second\n]\na = []\nb = []\n";
        check(
            manifest,
            &["cats", "dogs"],
            &expect![[r#"
                [features]
                default = [
                  "a", # first
                  # the second
                  "b", # second
                  "cats",
                  "dogs",
                ]
                a = []
                b = []
                # The operations of a tag, with the models that they reach.
                cats = []
                dogs = []
            "#]],
        );
        check(
            "[features]\ndefault = [\n  \"a\" # first\n]\na = []\n",
            &["cats"],
            &expect![[r#"
                [features]
                default = [
                  "a", # first
                  "cats"
                ]
                a = []
                # The operations of a tag, with the models that they reach.
                cats = []
            "#]],
        );
    }

    #[test]
    fn a_long_list_gets_lines() {
        let long = ["a".repeat(40), "b".repeat(40), "c".repeat(40)];
        let manifest = "[features]\ndefault = [\"mine\"]\nmine = []\n";
        let text = add(manifest, &long).expect("the manifest is one");
        let [a, b, c] = &long;
        let default = format!("default = [\n    \"mine\",\n    \"{a}\",\n    \"{b}\",\n    \"{c}\",\n]\n");
        assert!(text.contains(&default), "{text}");
    }

    #[test]
    fn what_is_no_manifest_is_an_error() {
        let error = |manifest: &str| add(manifest, &["cats".to_owned()]).expect_err("it is none").to_string();
        assert!(error("[features").starts_with("error: Cargo.toml is malformed: "), "{}", error("[features"));
        assert_eq!(error("features = 1\n"), "error: the `features` of Cargo.toml are no table");
    }

    #[test]
    fn left_over_is_what_turns_on_nothing_and_nobody_knows() {
        let manifest = "[features]\ndefault = [\"dogs\", \"mine\"]\nmock = []\ncats = []\ndogs = []\nmine = [\"cats\"]\n\
                        flag = []\n";
        let known = "[features]\ndefault = [\"cats\"]\nmock = []\ncats = []\n";
        assert_eq!(left_over(manifest, known), Ok(vec!["dogs".to_owned()]));
        assert_eq!(left_over("[package]\n", known), Ok(Vec::new()));
    }
}
