//! What changes between two descriptions, and what has to be told of it: `tests/drift/matrix.toml` has each change of a property, by
//! who uses the schema that has it; `tests/drift/pairs.toml` has changes of all else that an app uses.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use intercom_codegen::{Input, Source, Tags};
use serde::{Deserialize, de::DeserializeOwned};

use crate::project::Project;

/// What uses a schema.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Users {
    Request,
    Response,
    Both,
    Nobody,
}

impl Users {
    /// In the order of the table's columns.
    const ALL: [Self; 4] = [Self::Request, Self::Response, Self::Both, Self::Nobody];

    fn sends(self) -> bool {
        matches!(self, Self::Request | Self::Both)
    }

    fn receives(self) -> bool {
        matches!(self, Self::Response | Self::Both)
    }

    /// The path item of the operations that use the schema `thing`.
    fn path_item(self) -> String {
        const CONTENT: &str = "application/json: {schema: {$ref: thing}}";
        let sent = format!(
            "post: {{operationId: put#, tags: [T], requestBody: {{required: true, content: {{{CONTENT}}}}}, \
             responses: {{'204': {{description: ''}}}}}}"
        );
        let received = format!(
            "get: {{operationId: get#, tags: [T], responses: {{'200': {{description: '', content: {{{CONTENT}}}}}}}}}"
        );
        let methods = [(self.sends(), sent), (self.receives(), received)];
        methods.into_iter().filter(|(is, _)| *is).map(|(_, text)| text).collect::<Vec<_>>().join(", ")
    }
}

/// A row of the table of properties.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Row {
    name: String,
    before: String,
    after: String,
    #[serde(default)]
    beside: BTreeMap<String, String>,
    plain: [String; 4],
    read_only: Option<[String; 4]>,
    write_only: Option<[String; 4]>,
}

#[derive(Clone, Debug, Deserialize)]
struct Matrix {
    change: Vec<Row>,
}

/// A change of anything else.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    name: String,
    /// The name of the text around what changes.
    within: String,
    before: String,
    after: String,
    /// Components of both, by their names.
    #[serde(default)]
    beside: BTreeMap<String, String>,
    told: String,
}

#[derive(Clone, Debug, Deserialize)]
struct Pairs {
    /// Texts around what changes, by their names: what stands for `WHAT` in one of them changes.
    within: BTreeMap<String, Within>,
    pair: Vec<Pair>,
}

/// A text around what changes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Within {
    /// What follows in the path.
    #[serde(default)]
    path: String,
    /// The operations.
    #[serde(default)]
    operations: String,
    /// A parameter of all operations of all cases.
    #[serde(default)]
    parameter: String,
    /// Components, by their names.
    #[serde(default)]
    components: BTreeMap<String, String>,
}

/// Two versions of a part of a description, and what has to be reported of them.
#[derive(Clone, Debug)]
pub struct Case {
    /// What it is called.
    pub name: String,
    /// How it is before.
    pub before: Part,
    /// How it is after.
    pub after: Part,
    /// Each change: `severity rule (direction, effect)`, after the effect [`OTHERWISE`] where that breaks;
    /// nothing where nothing is told.
    pub told: String,
}

/// A part of a description. In it `#` is the number of the case, and `{$ref: name}` leads to a component of its own.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// What follows in its path.
    path: String,
    /// The operations of its path.
    operations: String,
    /// A parameter of all operations of all cases.
    parameter: String,
    /// Its components.
    components: BTreeMap<String, String>,
}

/// What is said of a change that breaks only code that uses a schema otherwise than it is meant to be used.
pub const OTHERWISE: &str = "but not otherwise used";

impl Case {
    /// Whether an app that uses the schema stops compiling, by what has to be reported.
    #[must_use]
    pub fn breaks(&self) -> bool {
        self.told.contains("stops compiling")
    }

    /// Whether code stops compiling that uses it otherwise than it is meant to be used: that builds what it receives, as a test
    /// does, or reads what it sends.
    #[must_use]
    pub fn breaks_otherwise(&self) -> bool {
        self.told.contains(OTHERWISE)
    }

    /// The ids of the rules that say so.
    #[must_use]
    pub fn breaking_rules(&self) -> Vec<&str> {
        let changes = self.told.split("; ").filter(|change| change.contains("stops compiling"));
        changes.filter_map(|change| change.split(' ').nth(1)).collect()
    }
}

/// All cases.
///
/// # Errors
///
/// A table that can't be read.
pub fn cases(project: &Project) -> Result<Vec<Case>> {
    Ok([properties(project)?, pairs(project)?].concat())
}

fn table<T: DeserializeOwned>(project: &Project, name: &str) -> Result<T> {
    project.toml(&format!("tests/drift/{name}"))
}

/// The cells of the table of properties.
///
/// # Errors
///
/// A table that can't be read.
pub fn properties(project: &Project) -> Result<Vec<Case>> {
    let table: Matrix = table(project, "matrix.toml")?;
    let mut cases = Vec::new();
    for Row { name, before, after, beside, plain, read_only, write_only } in table.change {
        let kinds = [
            ("plain", "", Some(plain)),
            ("read-only", ", readOnly: true", read_only),
            ("write-only", ", writeOnly: true", write_only),
        ];
        for (kind, keyword, told) in kinds {
            for (users, told) in Users::ALL.into_iter().zip(told.into_iter().flatten()) {
                let part = |schema: &str| {
                    let mut components = beside.clone();
                    components.insert("thing".to_owned(), schema.replace(" ACCESS", keyword));
                    Part { operations: users.path_item(), components, ..Part::default() }
                };
                let name = format!("{name}, {kind}, {users:?}");
                cases.push(Case { name, before: part(&before), after: part(&after), told });
            }
        }
    }
    Ok(cases)
}

/// The changes of all else.
fn pairs(project: &Project) -> Result<Vec<Case>> {
    let table: Pairs = table(project, "pairs.toml")?;
    let case = |Pair { name, within, before, after, beside, told }: Pair| {
        let around = table.within.get(&within).with_context(|| format!("error: {name}: there is no `{within}`"))?;
        let part = |what: &str| {
            let fill = |text: &str| if text == "WHAT" { what.to_owned() } else { text.replace("WHAT", what) };
            let all = around.components.iter().chain(&beside);
            Part {
                path: fill(&around.path),
                operations: fill(&around.operations),
                parameter: fill(&around.parameter),
                components: all
                    .map(|(name, text)| (fill(name), fill(text)))
                    .filter(|(_, text)| !text.is_empty())
                    .collect(),
            }
        };
        let (before, after) = (part(&before), part(&after));
        Ok(Case { name, before, after, told })
    };
    table.pair.into_iter().map(case).collect()
}

/// A description of these parts. What stands in the first is called after 0, in the second after 1: whatever names any of it, names
/// the case.
#[must_use]
pub fn description<'c>(parts: impl IntoIterator<Item = &'c Part>) -> String {
    let (mut paths, mut schemas, mut parameters) = (String::new(), String::new(), Vec::new());
    let parts: Vec<&Part> = parts.into_iter().collect();
    for (index, part) in parts.iter().enumerate() {
        let own = |text: &str| {
            let text = text.replace('#', &index.to_string());
            part.components.keys().fold(text, |text, name| {
                text.replace(
                    &format!("{{$ref: {name}}}"),
                    &format!("{{$ref: '#/components/schemas/{}'}}", component(name, index)),
                )
            })
        };
        if !part.operations.is_empty() {
            paths.push_str(&format!("  /things{index}{}: {{{}PARAMETERS}}\n", own(&part.path), own(&part.operations)));
        }
        if !part.parameter.is_empty() {
            parameters.push(format!("{{{}}}", own(&part.parameter)));
        }
        for (name, text) in &part.components {
            schemas.push_str(&format!("    {}: {}\n", component(name, index), own(text)));
        }
    }
    let parameters = parameters.join(", ");
    let parameters = if parameters.is_empty() { parameters } else { format!(", parameters: [{parameters}]") };
    let paths = if paths.is_empty() { " {}\n".to_owned() } else { format!("\n{paths}") };
    let paths = paths.replace("PARAMETERS", &parameters);
    let schemas = if schemas.is_empty() { " {}\n".to_owned() } else { format!("\n{schemas}") };
    format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:{paths}components:\n  schemas:{schemas}  securitySchemes: {{token: {{type: http, scheme: bearer}}}}\n"
    )
}

/// What a component of a case is called: `thing7`, and what stands beside it `thing7_name`.
fn component(name: &str, index: usize) -> String {
    if name == "thing" { format!("thing{index}") } else { format!("thing{index}_{name}") }
}

/// The descriptions of all cases, before and after.
pub(super) fn inputs(cases: &[Case]) -> [Input; 2] {
    let texts = [description(cases.iter().map(|case| &case.before)), description(cases.iter().map(|case| &case.after))];
    texts.map(|text| Input {
        description: Source::new("cases.yaml", text),
        overlays: Vec::new(),
        tags: Tags::All,
        origin: "cases.yaml".to_owned(),
    })
}
