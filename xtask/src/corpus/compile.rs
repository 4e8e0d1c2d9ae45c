//! What rustc, clippy and rustdoc say of the crates.

use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader},
    process::Stdio,
};

use anyhow::{Context as _, Result, bail};
use serde::Serialize;
use serde_json::Value;

use crate::{
    Progress,
    workspace::{LINTS, Workspace},
};

/// How often the compiler and its tools complain of a crate.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Checked {
    /// Errors of any of them.
    pub errors: usize,
    /// Warnings of rustc.
    pub rustc: usize,
    /// Warnings of clippy: its defaults, and what is in [`LINTS`].
    pub clippy: usize,
    /// Warnings of rustdoc.
    pub rustdoc: usize,
    /// What they say, each as it is shown to a user.
    pub complaints: Vec<String>,
}

impl Checked {
    /// Whether nobody complains.
    pub(super) fn is_fine(&self) -> bool {
        self.complaints.is_empty()
    }

    /// Counts a message of the compiler's.
    fn count(&mut self, message: &Value) {
        let code = message["code"]["code"].as_str().unwrap_or_default();
        let has_place = message["spans"].as_array().is_some_and(|spans| !spans.is_empty());
        // "2 warnings emitted" and the like are about the others.
        if code.is_empty() && !has_place {
            return;
        }
        let counter = match (message["level"].as_str(), code) {
            (Some("error"), _) => &mut self.errors,
            (Some("warning"), code) if code.starts_with("clippy::") => &mut self.clippy,
            (Some("warning"), code) if code.starts_with("rustdoc::") => &mut self.rustdoc,
            (Some("warning"), _) => &mut self.rustc,
            _ => return,
        };
        *counter += 1;
        self.complaints.push(message["rendered"].as_str().unwrap_or_default().trim_end().to_owned());
    }
}

/// Checks packages of a workspace: package -> what was said of it.
pub(super) fn check(workspace: &Workspace, packages: &[&str]) -> Result<BTreeMap<String, Checked>> {
    let selected = packages.iter().flat_map(|package| ["--package", package]);
    let options = ["--keep-going", "--message-format", "json"].into_iter().chain(selected);
    let options: Vec<&str> = options.collect();
    let lints = LINTS.iter().flat_map(|lint| ["-W", lint]);
    let clippy: Vec<&str> = ["clippy"].into_iter().chain(options.iter().copied()).chain(["--"]).chain(lints).collect();
    let rustdoc: Vec<&str> = ["doc", "--no-deps"].into_iter().chain(options).collect();
    let mut checked: BTreeMap<String, Checked> = BTreeMap::new();
    for (arguments, what) in [(clippy, "checked"), (rustdoc, "documented")] {
        let progress = Progress::of(packages.len());
        progress.begins("cargo builds what they stand on");
        follow(workspace, &arguments, packages, |package, heard| {
            let checked = checked.entry(package.to_owned()).or_default();
            match heard {
                Heard::Said(message) => checked.count(message),
                Heard::Done => {
                    progress.done(&format!("{package}: {what}, {} complaints so far", checked.complaints.len()))
                }
            }
        })?;
    }
    Ok(checked)
}

/// How rustc fares with the tags of a crate, each of them alone.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Alone {
    /// How many selections were compiled: each feature, and none.
    pub selections: usize,
    /// How many of them rustc complains of.
    pub incomplete: usize,
    /// What it says, each below the name of the feature.
    pub complaints_alone: Vec<String>,
}

impl Alone {
    pub(super) fn is_fine(&self) -> bool {
        self.incomplete == 0
    }
}

/// Compiles a package with each of its tags' features alone, and with none of them.
pub(super) fn check_alone(workspace: &Workspace, package: &str, features: &[&str]) -> Result<Alone> {
    let mut alone = Alone::default();
    let progress = Progress::of(features.len() + 1);
    for feature in [""].into_iter().chain(features.iter().copied()) {
        let name = if feature.is_empty() { "no feature" } else { feature };
        progress.begins(&format!("checking {package} with {name}"));
        let selected = format!("rustls,{feature}");
        let selected = ["--no-default-features", "--features", &selected];
        let arguments = [&["check", "--message-format", "json", "--package", package], selected.as_slice()].concat();
        let mut checked = Checked::default();
        follow(workspace, &arguments, &[package], |_, heard| match heard {
            Heard::Said(message) => checked.count(message),
            Heard::Done => {}
        })?;
        progress.done(&format!("{package} with {name}: {} complaints", checked.complaints.len()));
        alone.selections += 1;
        alone.incomplete += usize::from(!checked.is_fine());
        let complaints = checked.complaints.into_iter();
        alone.complaints_alone.extend(complaints.map(|complaint| format!("with {name} alone: {complaint}")));
    }
    Ok(alone)
}

/// What cargo says of a package.
enum Heard<'m> {
    /// A message of the compiler's or of one of its tools.
    Said(&'m Value),
    /// It is done with it.
    Done,
}

/// Runs cargo and hears what it says of the packages as it comes.
fn follow(
    workspace: &Workspace,
    arguments: &[&str],
    packages: &[&str],
    mut hear: impl FnMut(&str, Heard<'_>),
) -> Result<()> {
    let mut cargo = workspace.cargo(arguments);
    let mut cargo = cargo.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().context("error: can't start cargo")?;
    let told = cargo.stderr.take().context("error: cargo has no standard error")?;
    let told = std::thread::spawn(move || std::io::read_to_string(told).unwrap_or_default());
    let messages = cargo.stdout.take().context("error: cargo has no standard output")?;
    let mut is_heard = false;
    for line in BufReader::new(messages).lines() {
        let Ok(message) = serde_json::from_str::<Value>(&line?) else { continue };
        let target = message["target"]["name"].as_str().unwrap_or_default().replace('_', "-");
        if !packages.contains(&target.as_str()) {
            continue;
        }
        is_heard = true;
        match message["reason"].as_str() {
            Some("compiler-message") => hear(&target, Heard::Said(&message["message"])),
            Some("compiler-artifact") => hear(&target, Heard::Done),
            _ => {}
        }
    }
    let status = cargo.wait().context("error: cargo was lost")?;
    let told = told.join().unwrap_or_default();
    if !status.success() && !is_heard {
        bail!("error: cargo {} failed\n{told}", arguments.join(" "));
    }
    Ok(())
}
