//! `cargo xtask drift --prove`: an app that uses all of a client goes on compiling exactly where the report says so.
//!
//! All rows and cells of the tables of changes are one pair of descriptions. The app is written from the older client, and compiled
//! with the newer one; each error of rustc belongs to the file of one cell.

pub mod cases;
pub mod semver;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use anyhow::{Context as _, Result, ensure};
use intercom_codegen::Settings;
use serde_json::Value;

use self::cases::Case;
use crate::{Outcome, app, print, project::Project, workspace::Workspace};

/// The crates of a proof: the client before and after, each with the same app.
#[derive(Debug)]
pub struct Proof {
    cases: Vec<Case>,
    workspace: Workspace,
}

/// The members of the workspace: of either side, the client and the app.
const SIDES: [[&str; 2]; 2] = [["client-before", "app-before"], ["client-after", "app-after"]];

impl Proof {
    /// Writes the crates below a folder.
    ///
    /// # Errors
    ///
    /// A table that can't be read, or a file that can't be written.
    pub fn write(project: &Project, folder: &Path) -> Result<Self> {
        let cases = cases::cases(project)?;
        let workspace = Workspace::new(project, folder, SIDES.as_flattened())?;
        let [before, after] = cases::inputs(&cases);
        let api = workspace.add_client(SIDES[0][0], &before, &Settings::default())?.api;
        workspace.add_client(SIDES[1][0], &after, &Settings::default())?;
        let app = app::app(&api);
        for [client, name] in SIDES {
            add_app(&workspace, name, client, &app)?;
        }
        Ok(Self { cases, workspace })
    }

    /// Where what the table says and what rustc says differ, a line each.
    ///
    /// # Errors
    ///
    /// An app that does not even compile with the client that it was written for.
    pub fn differences(&self) -> Result<Vec<String>> {
        let before = errors(&self.workspace, SIDES[0][1])?;
        ensure!(before.is_empty(), "error: the app does not compile with the older client: {before:?}");
        let broken = errors(&self.workspace, SIDES[1][1])?;
        let cell = |file: &String| {
            number(file).with_context(|| format!("error: rustc complains of {file}, which is no cell's"))
        };
        let (otherwise, as_meant): (Vec<&String>, Vec<&String>) =
            broken.keys().partition(|file| file.contains(app::OTHER));
        let as_meant: BTreeSet<usize> = as_meant.into_iter().map(cell).collect::<Result<_>>()?;
        let otherwise: BTreeSet<usize> = otherwise.into_iter().map(cell).collect::<Result<_>>()?;
        let mut lines = Vec::new();
        for (index, case) in self.cases.iter().enumerate() {
            let mut check = |who: &str, says: bool, does: bool| {
                let does_what = if does { "stops compiling" } else { "goes on compiling" };
                if says != does {
                    lines.push(format!("{}: {}, but {who} {does_what}", case.name, case.told));
                }
            };
            check("an app", case.breaks(), as_meant.contains(&index));
            // What breaks anyhow needs no second word.
            if !case.breaks() {
                let who = "code that builds what it receives, or reads what it sends,";
                check(who, case.breaks_otherwise(), otherwise.contains(&index));
            }
        }
        Ok(lines)
    }
}

fn add_app(workspace: &Workspace, name: &str, client: &str, app: &BTreeMap<String, String>) -> Result<()> {
    let manifest = format!(
        "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         client = {{ package = {client:?}, path = \"../{client}\" }}\n"
    );
    let mut files: BTreeMap<&str, String> = app.iter().map(|(path, text)| (path.as_str(), text.clone())).collect();
    files.insert("Cargo.toml", manifest);
    workspace.add_crate(name, &files)
}

/// The errors of rustc in an app: file -> the first of them.
fn errors(workspace: &Workspace, app: &str) -> Result<BTreeMap<String, String>> {
    let output = workspace.cargo(&["check", "--quiet", "--package", app, "--message-format", "json"]).output()?;
    let mut found = BTreeMap::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(message) = serde_json::from_str::<Value>(line) else { continue };
        let message = &message["message"];
        // Others show where something similar is, which may be in the client.
        let spans = message["spans"].as_array();
        let primary = spans.and_then(|spans| spans.iter().find(|span| span["is_primary"] == true));
        let file = primary.and_then(|span| span["file_name"].as_str());
        if let (Some("error"), Some(file)) = (message["level"].as_str(), file) {
            let text = message["message"].as_str().unwrap_or_default();
            found.entry(file.to_owned()).or_insert_with(|| text.to_owned());
        }
    }
    let is_told = output.status.success() == found.is_empty();
    ensure!(is_told, "error: cargo check failed:\n{}", String::from_utf8_lossy(&output.stderr));
    Ok(found)
}

/// The cell that a file or an item is of: `src/models_thing12.rs`, `Thing12A` -> 12.
fn number(name: &str) -> Option<usize> {
    let digits = name.split(|character: char| !character.is_ascii_digit()).find(|digits| !digits.is_empty())?;
    digits.parse().ok()
}

/// Runs the command.
///
/// # Errors
///
/// A table that can't be read, or crates that can't be written or compiled.
pub fn run(project: &Project) -> Result<Outcome> {
    let folder = project.root().join("target/drift-proof");
    let proof = Proof::write(project, &folder)?;
    let mut wrong = proof.differences()?;
    print(&format!("{} changes: rustc agrees with all but {}\n", proof.cases.len(), wrong.len()));
    match semver::differences(project, &proof.cases, &proof.workspace, SIDES.map(|[client, _]| client))? {
        Some(found) => {
            print(&format!("cargo-semver-checks agrees, but for {} without a reason\n", found.len()));
            wrong.extend(found);
        }
        None => print(
            "cargo-semver-checks is not installed, so it was not asked\nhelp: `cargo install cargo-semver-checks --locked`\n",
        ),
    }
    wrong.iter().for_each(|line| eprintln!("error: {line}"));
    Ok(if wrong.is_empty() { Outcome::Fine } else { Outcome::CheckFailed })
}
