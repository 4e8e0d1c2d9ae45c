//! The libraries of which types are, in a manifest. It belongs to the user: what is missing is added, and nothing else is touched.

use std::collections::BTreeSet;

use toml::Table;
use toml_edit::{Array, InlineTable, Item, TableLike, Value};

use super::features::{parse, written};
use crate::error::{Diagnostic, Errors};

/// A library of which types are, because settings say so.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Library {
    /// The crate.
    pub name: String,
    /// The version that a new manifest asks for.
    pub version: String,
    /// The features without which its types read and write no JSON, or lack what an app makes them with.
    pub features: &'static [&'static str],
}

/// The libraries of these names, in the versions of a workspace.
///
/// # Errors
///
/// A manifest of a workspace that is no TOML, or lacks one of them.
pub(super) fn of(names: &BTreeSet<&'static str>, workspace: &str) -> Result<Vec<Library>, Errors> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let workspace: Table = workspace.parse().map_err(|error| malformed(&error))?;
    let known = workspace.get("workspace").and_then(|workspace| workspace.get("dependencies"));
    let library = |name: &&'static str| {
        let dependency = known.and_then(|known| known.get(name));
        let version = dependency.and_then(|dependency| dependency.get("version").unwrap_or(dependency).as_str());
        let version = version.ok_or_else(|| malformed(&format!("it has no version of `{name}`")))?;
        Ok(Library { name: (*name).to_owned(), version: version.to_owned(), features: features_of(name) })
    };
    names.iter().map(library).collect()
}

fn malformed(reason: &dyn std::fmt::Display) -> Errors {
    Errors::from(Diagnostic::error(format!("the template's manifest is malformed: {reason}")))
}

fn features_of(name: &str) -> &'static [&'static str] {
    match name {
        // The present is what an app compares with, and sends.
        "chrono" => &["now", "serde"],
        _ => &["serde", "std"],
    }
}

/// Makes a manifest depend on libraries, always: a feature that brought one of them goes on to mean what else it did.
///
/// # Errors
///
/// A manifest that is no TOML, or whose dependencies are no table.
pub(super) fn add(manifest: &str, libraries: &[Library]) -> Result<String, Errors> {
    if libraries.is_empty() {
        return Ok(manifest.to_owned());
    }
    let mut document = parse(manifest)?;
    let dependencies = document.entry("dependencies").or_insert_with(toml_edit::table);
    let dependencies = dependencies
        .as_table_like_mut()
        .ok_or_else(|| Errors::from(Diagnostic::error("the `dependencies` of Cargo.toml are no table")))?;
    let names = libraries.iter().map(|library| library.name.as_str());
    let optional: Vec<&str> = names.filter(|name| is_optional(dependencies, name)).collect();
    libraries.iter().for_each(|library| depend(dependencies, library));
    if let Some(features) = document.get_mut("features").and_then(Item::as_table_like_mut) {
        optional.into_iter().for_each(|name| turn_on(features, name));
    }
    Ok(written(&document, manifest))
}

fn is_optional(dependencies: &dyn TableLike, name: &str) -> bool {
    let dependency = dependencies.get(name).and_then(Item::as_table_like);
    dependency.and_then(|dependency| dependency.get("optional")).and_then(Item::as_bool) == Some(true)
}

/// Has features go on to mean what they did, of a dependency that was optional: cargo refuses those that turn on what is always there.
fn turn_on(features: &mut dyn TableLike, name: &str) {
    // `dep:jiff` goes, `jiff?/std` becomes `jiff/std`; without the first, cargo has a feature `jiff` that nobody wrote down.
    let (dependency, weak) = (format!("dep:{name}"), format!("{name}?/"));
    let mut is_named = features.contains_key(name);
    for (_, turned_on) in features.iter_mut() {
        let Some(turned_on) = turned_on.as_array_mut() else { continue };
        is_named |= turned_on.iter().any(|value| value.as_str() == Some(&dependency));
        turned_on.retain(|value| value.as_str() != Some(&dependency));
        for value in turned_on.iter_mut() {
            let of_library = value.as_str().and_then(|value| value.strip_prefix(&weak)).map(str::to_owned);
            if let Some(feature) = of_library {
                let decor = value.decor().clone();
                *value = format!("{name}/{feature}").into();
                *value.decor_mut() = decor;
            }
        }
    }
    if !is_named {
        features.insert(name, toml_edit::value(Array::new()));
    }
}

/// Has a library among the dependencies, with its features.
fn depend(dependencies: &mut dyn TableLike, library: &Library) {
    let Library { name, version, features } = library;
    if !dependencies.contains_key(name) {
        let mut dependency = InlineTable::new();
        dependency.insert("version", version.as_str().into());
        dependency.insert("default-features", false.into());
        dependency.insert("features", Array::from_iter(features.iter().copied()).into());
        dependencies.insert(name, toml_edit::value(dependency));
        return;
    }
    let Some(item) = dependencies.get_mut(name) else { return };
    // `jiff = "0.2"` has no room for features.
    if let Some(version) = item.as_str() {
        let dependency = InlineTable::from_iter([("version", Value::from(version))]);
        *item = toml_edit::value(dependency);
    }
    let Some(dependency) = item.as_table_like_mut() else { return };
    dependency.remove("optional");
    let turned_on = dependency.entry("features").or_insert_with(|| toml_edit::value(Array::new()));
    let Some(turned_on) = turned_on.as_array_mut() else { return };
    for feature in *features {
        if !turned_on.iter().any(|known| known.as_str() == Some(feature)) {
            turned_on.push(*feature);
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn library(name: &str, version: &str) -> Library {
        Library { name: name.to_owned(), version: version.to_owned(), features: features_of(name) }
    }

    #[track_caller]
    fn check(manifest: &str, libraries: &[Library], expected: &Expect) {
        let text = add(manifest, libraries).expect("the manifest is one");
        expected.assert_eq(&text);
        assert_eq!(add(&text, libraries).expect("the manifest is one"), text, "a second run finds nothing to do");
    }

    #[test]
    fn a_library_that_lacks_is_added() {
        check(
            "[package]\nname = \"a\" # mine\n",
            &[library("uuid", "1.2.3")],
            &expect![[r#"
            [package]
            name = "a" # mine

            [dependencies]
            uuid = { version = "1.2.3", default-features = false, features = ["serde", "std"] }
        "#]],
        );
    }

    #[test]
    fn a_library_that_was_optional_is_always_there() {
        let manifest = "[features]\ndefault = [\"jiff\"]\n# Conversions.\njiff = [\"dep:jiff\"]\n\n[dependencies]\nchrono = \"0.4\"\njiff = { \
                        version = \"0.2\", optional = true } # mine\n";
        let libraries = [library("chrono", "9"), library("jiff", "9")];
        check(
            manifest,
            &libraries,
            &expect![[r#"
            [features]
            default = ["jiff"]
            # Conversions.
            jiff = []

            [dependencies]
            chrono = { version = "0.4", features = ["now", "serde"] }
            jiff = { version = "0.2", features = ["serde", "std"] } # mine
        "#]],
        );
    }

    #[test]
    fn a_feature_that_nobody_wrote_down_is_there_still() {
        let manifest = "[features]\ndefault = [\"uuid\"]\nzones = [\"jiff?/tz-system\", \"jiff\"]\n\n[dependencies]\njiff = { version = \
                        \"0.2\", optional = true }\nuuid = { version = \"1\", optional = true }\n";
        check(
            manifest,
            &[library("jiff", "9"), library("uuid", "9")],
            &expect![[r#"
            [features]
            default = ["uuid"]
            zones = ["jiff/tz-system", "jiff"]
            jiff = []
            uuid = []

            [dependencies]
            jiff = { version = "0.2", features = ["serde", "std"] }
            uuid = { version = "1", features = ["serde", "std"] }
        "#]],
        );
    }

    #[test]
    fn a_table_of_its_own_keeps_what_it_says() {
        let manifest = "[dependencies.uuid]\nworkspace = true\nfeatures = [\"v4\"]\n";
        check(
            manifest,
            &[library("uuid", "1")],
            &expect![[r#"
            [dependencies.uuid]
            workspace = true
            features = ["v4", "serde", "std"]
        "#]],
        );
    }

    #[test]
    fn without_libraries_nothing_is_touched() {
        check("a  =  1\r\n", &[], &expect!["a  =  1\r\n"]);
        let error = add("dependencies = 1", &[library("uuid", "1")]).expect_err("no table");
        assert_eq!(error.to_string(), "error: the `dependencies` of Cargo.toml are no table");
    }
}
