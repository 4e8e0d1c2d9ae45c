//! Readers of other people: programs that know a description, and are handed the requests in a file.

use std::{fs, path::Path, process::Command};

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::{Value, json};

use super::{calls::Call, program::Sent};
use crate::project::Project;

/// A reader of other people.
#[derive(Clone, Copy, Debug, Eq, PartialEq, clap::ValueEnum)]
pub enum Other {
    /// The package `openapi-core` of Python, by the python3 of the path.
    OpenapiCore,
    /// Prism (npm: @stoplight/prism-http), by the node of the path; its packages are looked for in the current folder.
    Prism,
}

impl Other {
    /// What it is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::OpenapiCore => "openapi-core",
            Self::Prism => "prism",
        }
    }

    fn command(self, project: &Project) -> Result<Command> {
        let (program, script) = match self {
            Self::OpenapiCore => ("python3", "xtask/program/openapi_core_reader.py"),
            Self::Prism => ("node", "xtask/program/prism_reader.cjs"),
        };
        let script = project.root().join(script);
        ensure!(script.exists(), "error: there is no {}", script.display());
        let mut command = Command::new(program);
        command.arg(script);
        Ok(command)
    }

    /// What it refuses of each call that was sent.
    pub(super) fn refusals(
        self,
        project: &Project,
        folder: &Path,
        document: &Value,
        calls: &[Call<'_>],
        sent: &[Sent],
    ) -> Result<Vec<Vec<String>>> {
        let requests: Vec<Value> = calls
            .iter()
            .zip(sent)
            .map(|(call, sent)| json!({ "template": call.operation.path, "request": sent.request.as_ref().ok() }))
            .collect();
        let file = folder.join("read.json");
        let text = json!({ "description": document, "origin": "https://api.example.com", "requests": requests });
        fs::write(&file, text.to_string()).with_context(|| format!("error: can't write {}", file.display()))?;
        let output = self.command(project)?.arg(&file).output();
        let output = output.with_context(|| format!("error: can't start {}", self.name()))?;
        if !output.status.success() {
            bail!("error: {} failed\n{}", self.name(), String::from_utf8_lossy(&output.stderr).trim_end());
        }
        let refusals: Vec<Vec<String>> =
            serde_json::from_slice(&output.stdout).with_context(|| format!("error: {} prints no JSON", self.name()))?;
        ensure!(refusals.len() == calls.len(), "error: {} did not read every request", self.name());
        Ok(refusals)
    }
}
