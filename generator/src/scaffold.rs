//! A complete crate around generated code: the runtime beside it, a manifest, a readme.

mod features;
mod libraries;

use std::collections::BTreeMap;

use heck::ToKebabCase;
use toml::{Table, Value};

pub use self::libraries::Library;
use crate::{
    error::{Diagnostic, Errors},
    ir::{Api, Group},
    output::{Files, MARKER},
    quoted::is_refused,
};

/// What of a crate is generated, and where a fault is fixed: for whoever changes it, person or program.
const AGENTS: &str = include_str!("scaffold/AGENTS.md");

/// The crate whose runtime is copied.
#[derive(Clone, Debug, Default)]
pub struct Template {
    /// The hand-written files below `src`: path -> text.
    pub runtime: BTreeMap<String, String>,
    /// Its `Cargo.toml`.
    pub manifest: String,
    /// The workspace's `Cargo.toml`, from which inherited values are taken.
    pub workspace: String,
}

/// What a crate is called, and where it stands.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Package {
    /// Its name; without one, it is called after the API and its version.
    pub name: Option<String>,
    /// Whether it stands below the manifest of a workspace. Else its own manifest begins one, so that it can be built as it is.
    pub in_workspace: bool,
}

/// A crate.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Scaffold {
    /// What every run brings up to date: the runtime and the generated code.
    pub managed: Files,
    /// What is written once and belongs to the user from then on: `Cargo.toml`, `README.md`, `AGENTS.md`.
    pub initial: Files,
    /// The cargo features of the tags, which a manifest must have.
    pub features: Vec<String>,
    /// The libraries of which types are, which a manifest must depend on.
    pub libraries: Vec<Library>,
}

/// The manifest of a crate that is there already.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Manifest {
    /// Its text with the features that it lacked.
    pub text: String,
    /// Features that no tag carries any more. They are harmless, and apps may name them: whoever owns the manifest decides
    /// when they go.
    pub left_over: Vec<String>,
}

impl Scaffold {
    /// Brings a manifest up to date: the features of tags are added, and the libraries of which types are; all else is as the user left
    /// it.
    ///
    /// # Errors
    ///
    /// A manifest that is no TOML, or whose features or dependencies are no table.
    pub fn manifest(&self, current: &str) -> Result<Manifest, Errors> {
        let known = self.initial.files().get("Cargo.toml").map_or("", String::as_str);
        let text = features::add(&libraries::add(current, &self.libraries)?, &self.features)?;
        Ok(Manifest { text, left_over: features::left_over(current, known)? })
    }
}

/// Puts a crate around generated code.
///
/// # Errors
///
/// A template whose manifests are no TOML.
pub fn scaffold(api: &Api, generated: &Files, template: &Template, package: &Package) -> Result<Scaffold, Errors> {
    let name = package.name.clone().unwrap_or_else(|| package_name(&api.title, &api.version));
    let features: Vec<String> = api.features().map(ToString::to_string).collect();
    let libraries = libraries::of(&api.libraries, &template.workspace)?;
    let manifest = manifest(template, &name, &api.title, package.in_workspace)?;
    let manifest = features::add(&libraries::add(&manifest, &libraries)?, &features)?;
    let readme = readme(api, &name);
    let mut managed: BTreeMap<String, String> = template
        .runtime
        .iter()
        .map(|(path, text)| (format!("src/{path}"), format!("{MARKER}: the runtime, copied.\n{text}")))
        .collect();
    managed.extend(generated.files().iter().map(|(path, text)| (format!("src/generated/{path}"), text.clone())));
    let initial = [("AGENTS.md", AGENTS.to_owned()), ("Cargo.toml", manifest), ("README.md", readme)];
    let initial = initial.into_iter().map(|(path, text)| (path.to_owned(), text)).collect();
    Ok(Scaffold { managed: Files::new(managed), initial: Files::new(initial), features, libraries })
}

/// A name that crates.io would take: letters and digits, beginning with a letter. It has the version, since cargo takes no two packages
/// of one name and version into a program: `Pets API`, `2.1` -> `pets-client-2-1`.
fn package_name(title: &str, version: &str) -> String {
    let kebab = |text: &str| {
        let ascii = text.chars().map(|character| if character.is_ascii_alphanumeric() { character } else { ' ' });
        ascii.collect::<String>().to_kebab_case()
    };
    let name = kebab(title);
    let name = name.trim_end_matches("-api");
    let prefix = if name.starts_with(|first: char| first.is_ascii_alphabetic()) { "" } else { "api" };
    let parts = [prefix, name, "client", &kebab(version)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

/// The template's manifest, standing alone: inherited values filled in.
fn manifest(template: &Template, package: &str, title: &str, in_workspace: bool) -> Result<String, Errors> {
    let parse = |text: &str| {
        text.parse::<Table>()
            .map_err(|error| Errors::from(Diagnostic::error(format!("the template's manifest is malformed: {error}"))))
    };
    let (mut manifest, workspace) = (parse(&template.manifest)?, parse(&template.workspace)?);
    let inherited =
        |path: &[&str]| path.iter().try_fold(workspace.get("workspace")?, |value, key| value.get(key)).cloned();
    if let Some(Value::Table(values)) = manifest.get_mut("package") {
        for (key, value) in values.iter_mut().filter(|(_, value)| value.get("workspace").is_some()) {
            *value = inherited(&["package", key]).unwrap_or_else(|| value.clone());
        }
        values.insert("name".to_owned(), package.into());
        let title: String = title.chars().filter(|letter| letter.is_whitespace() || !is_refused(*letter)).collect();
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        values.insert("description".to_owned(), format!("A client of the {title}.").into());
        for key in ["documentation", "homepage", "repository", "keywords", "include"] {
            values.remove(key);
        }
        values.insert("readme".to_owned(), "README.md".into());
        values.insert("categories".to_owned(), vec![Value::from("api-bindings")].into());
        // Whether it is for others, and under which licence, is for its owner to say.
        values.insert("publish".to_owned(), false.into());
    }
    for section in ["dependencies"] {
        let Some(Value::Table(dependencies)) = manifest.get_mut(section) else { continue };
        for (name, value) in dependencies.iter_mut() {
            let Value::Table(own) = &*value else { continue };
            if own.get("workspace").is_some() {
                *value = dependency(own, inherited(&["dependencies", name]));
            }
        }
    }
    for key in ["dev-dependencies", "lints", "example", "test", "bench"] {
        manifest.remove(key);
    }
    if !in_workspace {
        manifest.insert("workspace".to_owned(), Table::new().into());
    }
    Ok(toml::to_string(&manifest).expect("a table that was parsed can be written"))
}

/// A workspace's dependency with what a member adds to it.
fn dependency(own: &Table, inherited: Option<Value>) -> Value {
    let mut merged = match inherited {
        Some(Value::Table(table)) => table,
        Some(version) => Table::from_iter([("version".to_owned(), version)]),
        None => Table::new(),
    };
    for (key, value) in own.iter().filter(|(key, _)| *key != "workspace") {
        match (merged.get_mut(key), value) {
            (Some(Value::Array(all)), Value::Array(more)) => {
                all.extend(more.iter().filter(|feature| !all.contains(feature)).cloned().collect::<Vec<_>>())
            }
            (_, value) => drop(merged.insert(key.clone(), value.clone())),
        }
    }
    match (merged.len(), merged.get("version")) {
        (1, Some(version)) => version.clone(),
        _ => Value::Table(merged),
    }
}

/// The front page. What the description says is cleaned before it gets here: it is read by rustdoc.
fn readme(api: &Api, package: &str) -> String {
    let library = package.replace('-', "_");
    let operations = operations(api, package);
    let parts = [api.summary.as_str(), api.docs.as_str(), "Generated from the API's OpenAPI description."];
    let introduction = parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("\n\n");
    let token = if api.authentication().is_none() { "" } else { ".token(\"…\")" };
    let base_url = if api.servers.is_empty() { ".base_url(\"https://…\")" } else { "" };
    format!(
        "# {library}\n\n{introduction}\n\n```no_run\n# fn main() -> Result<(), {library}::Error> {{\nlet client = \
         {library}::Client::builder(){token}{base_url}.build()?;\n# let _ = client;\n# Ok(())\n# }}\n```\n\nThe operations, by \
         tag:\n\n{operations}"
    )
}

/// The tags, with their features where they have some. A link to what a feature takes away would lead nowhere.
fn operations(api: &Api, package: &str) -> String {
    let row = |group: &Group| match &group.feature {
        Some(feature) => format!("| `Client::{}` | `{feature}` |\n", group.accessor.plain()),
        None => format!("- [`Client::{}`]\n", group.accessor.plain()),
    };
    let rows: String = api.groups.iter().map(row).collect();
    let Some(feature) = api.features().next() else { return rows };
    format!(
        "| operations | feature |\n|---|---|\n{rows}\nAll these features are on by default. An app that needs a few of them \
         compiles no others:\n\n```toml\n[dependencies]\n{package} = {{ path = \"…\", default-features = false, features = \
         [\"rustls\", \"{feature}\"] }}\n```\n"
    )
}
