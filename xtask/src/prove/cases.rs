//! The table of changes of a property, by who uses the schema that has it: `tests/drift/matrix.toml`.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use intercom_codegen::{Input, Source, Tags};
use serde::Deserialize;

use crate::project::{Project, read};

/// What uses a schema.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Users {
    /// A request.
    Request,
    /// A response.
    Response,
    /// A request and a response.
    Both,
    /// No operation.
    Nobody,
}

impl Users {
    /// In the order of the table's columns.
    pub const ALL: [Self; 4] = [Self::Request, Self::Response, Self::Both, Self::Nobody];

    fn sends(self) -> bool {
        matches!(self, Self::Request | Self::Both)
    }

    fn receives(self) -> bool {
        matches!(self, Self::Response | Self::Both)
    }
}

/// A row of the table.
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
struct Table {
    change: Vec<Row>,
}

/// A cell of the table: a schema in two versions, and what has to be told of it.
#[derive(Clone, Debug)]
pub struct Case {
    /// What it is called.
    pub name: String,
    /// What uses the schema.
    pub users: Users,
    /// The schema before.
    pub before: String,
    /// The schema after.
    pub after: String,
    /// The components that either may refer to, by their names: `{$ref: name}`.
    pub beside: BTreeMap<String, String>,
    /// Each change: `severity rule (direction, effect)`, after the effect [`OTHERWISE`] where that breaks;
    /// nothing where nothing is told.
    pub told: String,
}

/// What is said of a change that breaks only code that uses a schema otherwise than it is meant to be used.
pub const OTHERWISE: &str = "but not otherwise used";

impl Case {
    /// Whether an app that uses the schema stops compiling, by what has to be told.
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

/// All cells.
///
/// # Errors
///
/// A table that can't be read.
pub fn cases(project: &Project) -> Result<Vec<Case>> {
    let path = project.root().join("tests/drift/matrix.toml");
    let table: Table = toml::from_str(&read(&path)?).with_context(|| format!("error: {}", path.display()))?;
    let mut cases = Vec::new();
    for Row { name, before, after, beside, plain, read_only, write_only } in table.change {
        let kinds = [
            ("plain", "", Some(plain)),
            ("read-only", ", readOnly: true", read_only),
            ("write-only", ", writeOnly: true", write_only),
        ];
        for (kind, keyword, told) in kinds {
            for (users, told) in Users::ALL.into_iter().zip(told.into_iter().flatten()) {
                let schema = |text: &str| text.replace(" ACCESS", keyword);
                let name = format!("{name}, {kind}, {users:?}");
                let (before, after, beside) = (schema(&before), schema(&after), beside.clone());
                cases.push(Case { name, users, before, after, beside, told });
            }
        }
    }
    Ok(cases)
}

/// A description whose schema `thing0` is that of the first case, `thing1` that of the second; each is used as its case
/// says. What stands beside a schema is called after it, `thing0_name`: whatever names either, names the cell.
#[must_use]
pub fn description<'c>(cases: impl IntoIterator<Item = (&'c Case, &'c str)>) -> String {
    let (mut paths, mut schemas) = (String::new(), String::new());
    for (index, (case, schema)) in cases.into_iter().enumerate() {
        let reference = format!("application/json: {{schema: {{$ref: '#/components/schemas/thing{index}'}}}}");
        let sent = format!(
            "post: {{operationId: put{index}, tags: [T], requestBody: {{required: true, content: {{{reference}}}}}, \
             responses: {{'204': {{description: ''}}}}}}"
        );
        let received = format!(
            "get: {{operationId: get{index}, tags: [T], responses: {{'200': {{description: '', content: {{{reference}}}}}}}}}"
        );
        let methods = [(case.users.sends(), sent), (case.users.receives(), received)];
        let methods: Vec<String> = methods.into_iter().filter(|(is, _)| *is).map(|(_, text)| text).collect();
        if !methods.is_empty() {
            paths.push_str(&format!("  /things{index}: {{{}}}\n", methods.join(", ")));
        }
        let own = |text: &str| {
            case.beside.keys().fold(text.to_owned(), |text, name| {
                text.replace(
                    &format!("{{$ref: {name}}}"),
                    &format!("{{$ref: '#/components/schemas/thing{index}_{name}'}}"),
                )
            })
        };
        schemas.push_str(&format!("    thing{index}: {}\n", own(schema)));
        for (name, text) in &case.beside {
            schemas.push_str(&format!("    thing{index}_{name}: {}\n", own(text)));
        }
    }
    let paths = if paths.is_empty() { " {}\n".to_owned() } else { format!("\n{paths}") };
    format!("openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:{paths}components:\n  schemas:\n{schemas}")
}

/// The descriptions of all cells, before and after.
pub(super) fn inputs(cases: &[Case]) -> [Input; 2] {
    let before: Vec<(&Case, &str)> = cases.iter().map(|case| (case, case.before.as_str())).collect();
    let after: Vec<(&Case, &str)> = cases.iter().map(|case| (case, case.after.as_str())).collect();
    [before, after].map(|schemas| Input {
        description: Source::new("matrix.yaml", description(schemas)),
        overlays: Vec::new(),
        tags: Tags::All,
        origin: "matrix.yaml".to_owned(),
    })
}
