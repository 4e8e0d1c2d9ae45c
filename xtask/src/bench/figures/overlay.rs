//! Rows: what an overlay costs whose actions look at every node, beside the parse of the same text, and beside the located
//! queries of a library for the same targets.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, ensure};
use intercom_codegen::{Input, Settings, Source, Tags, document};
use serde_json::{Value, json};
use serde_json_path::JsonPath;

use super::codegen::parsing;
use crate::bench::{
    measure::Usage,
    row::{CPU, PEAK, Row, Unit},
    session::Session,
    subject::Subject,
};
use crate::{Outcome, project::read};

/// Applies an overlay to a description as codegen does, and does nothing with it.
#[derive(Clone, Debug, clap::Args)]
pub struct Arguments {
    /// Leave the description as it is; ask the library for the places of what each target selects.
    #[arg(long)]
    pub located: bool,
    /// The overlay, in JSON.
    pub overlay: PathBuf,
    /// The description.
    pub description: PathBuf,
}

/// Runs the process that is measured.
///
/// # Errors
///
/// A text that can't be read, or an overlay that can't be applied.
pub fn run(arguments: &Arguments) -> Result<Outcome> {
    let Arguments { located, overlay, description } = arguments;
    if !located {
        drop(applied(description, &[overlay])?);
        return Ok(Outcome::Fine);
    }
    let document = applied(description, &[])?;
    let overlay: Value = serde_json::from_str(&read(overlay)?).context("error: the overlay is no JSON")?;
    for action in overlay["actions"].as_array().into_iter().flatten() {
        let target = action["target"].as_str().context("error: an action has no target")?;
        drop(JsonPath::parse(target)?.query_located(&document));
    }
    Ok(Outcome::Fine)
}

/// A description with overlays applied; of OpenAPI 3.0 or not.
pub(crate) fn applied(description: &Path, overlays: &[&PathBuf]) -> Result<Value> {
    let source = |path: &Path| Ok(Source::new(path.display().to_string(), read(path)?));
    let overlays = overlays.iter().map(|path| source(path)).collect::<Result<_>>()?;
    let input = Input { description: source(description)?, overlays, tags: Tags::All, origin: String::new() };
    Ok(document(&input, &Settings::default())?)
}

/// What the rows say of ours.
pub(crate) const FIGURES: [(&str, Unit); 2] = [("overlay, CPU", Unit::Seconds), ("overlay, peak memory", Unit::Bytes)];

/// What a description has many of, whoever wrote it. None of these asks for what an action of another has written.
const TARGETS: [&str; 12] = [
    "$..[?@.type == 'string']",
    "$..[?@.type == 'object']",
    "$..[?@.type == 'array']",
    "$..[?@.type == 'integer']",
    "$..[?@.type == 'boolean']",
    "$..[?@.description >= '']",
    "$..[?@.title >= '']",
    "$..[?@.schema]",
    "$..[?@.responses]",
    "$..[?@.required == true]",
    "$..[?@.operationId >= '']",
    "$..[?@['$ref'] >= '']",
];

/// The rows.
pub(crate) fn rows(session: &Session, subject: &Subject) -> Result<Vec<Row>> {
    let text = subject.text();
    let (overlay, note) = overlay(&applied(text, &[])?)?;
    let path = session.folder(&subject.package).join("overlay.json");
    fs::create_dir_all(session.folder(&subject.package))?;
    fs::write(&path, overlay.to_string())?;
    let command = |options: &[&str]| {
        let mut command = Command::new(&session.program);
        command.arg("overlay").args(options).arg(&path).arg(text);
        command
    };
    let (apply, locate, parse) = (command(&[]), command(&["--located"]), parsing(session, &[text, &path]));
    let (mut own, mut located, mut parsed): (Vec<Usage>, Vec<Usage>, Vec<Usage>) = (vec![], vec![], vec![]);
    for _ in 0..session.pairs() {
        session.says("applying an overlay");
        own.push(session.measure(&apply)?);
        session.says("asking for places");
        located.push(session.measure(&locate)?);
        session.says("parsing");
        parsed.push(session.measure(&parse)?);
    }
    Ok(vec![
        Row::compared("overlay", CPU, &own, "parse", &parsed).note(note),
        Row::compared("overlay", CPU, &own, "located queries", &located),
        Row::compared("overlay", PEAK, &own, "parse", &parsed),
    ])
}

/// An action for each target that selects something here, and what they are, in words. Each writes a property of its own, so that
/// no action depends on another one.
fn overlay(document: &Value) -> Result<(Value, String)> {
    let (mut actions, mut nodes) = (Vec::new(), 0);
    for (index, target) in TARGETS.iter().enumerate() {
        let selected = JsonPath::parse(target)?.query(document).len();
        if selected > 0 {
            nodes += selected;
            actions.push(json!({"target": target, "update": {format!("x-measured-{index}"): true}}));
        }
    }
    ensure!(nodes > 0, "none of the overlay's targets selects anything");
    let note = format!(
        "an action for each of {} targets, which select {nodes} nodes in all; each of these processes reads the text, too",
        actions.len()
    );
    let info = json!({"title": "Measured", "version": "1"});
    Ok((json!({"overlay": "1.0.0", "info": info, "actions": actions}), note))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_stands_for_each_target_that_selects_something() {
        let document = json!({"info": {"title": "Pets"}, "components": {"schemas": {
            "Pet": {"type": "object", "properties": {"name": {"type": "string"}, "type": {"type": "string"}}},
        }}});
        let (overlay, note) = overlay(&document).expect("it selects something");
        let actions = overlay["actions"].as_array().expect("they are a list");
        let targets: Vec<&str> = actions.iter().filter_map(|action| action["target"].as_str()).collect();
        assert_eq!(targets, ["$..[?@.type == 'string']", "$..[?@.type == 'object']", "$..[?@.title >= '']"]);
        assert_eq!(actions[1]["update"], json!({"x-measured-1": true}));
        assert_eq!(
            note,
            "an action for each of 3 targets, which select 4 nodes in all; each of these processes reads the text, too"
        );
        assert_eq!(
            super::overlay(&json!({"openapi": "3.0.3"})).expect_err("there is nothing").to_string(),
            "none of the overlay's targets selects anything"
        );
    }
}
