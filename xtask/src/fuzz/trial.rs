//! One trial: an input that nobody has written, and what must hold of whatever the generator makes of it.

use std::{collections::BTreeSet, path::Path, sync::Arc};

use anyhow::{Context as _, Result, ensure};
use arbitrary::Unstructured;
use intercom_codegen::{
    Errors, Generated, Input, Settings, Source, Tags,
    diff::{Report, report::Version, report::render},
    generate, load,
};
use serde_json::{Value, json};

use super::{
    maker::{Counts, description},
    mutation, words,
};
use crate::{files::files_below, project::Project};

/// How many bytes the choices of one trial are made of: what comes behind them is as small as it can be.
const BYTES: usize = 6_000;

/// What real texts there are to change.
pub(super) struct Real {
    descriptions: Vec<String>,
    overlays: Vec<String>,
    settings: String,
}

impl Real {
    /// Those of the project, and of its golden cases.
    ///
    /// # Errors
    ///
    /// A file that can't be read.
    pub(super) fn of(project: &Project) -> Result<Self> {
        let cases = files_below(&project.root().join("tests/golden/cases"))?;
        let ends = |path: &&std::path::PathBuf, name: &str| path.file_name().is_some_and(|file| file == name);
        let descriptions = cases.iter().filter(|path| ends(path, "spec.yaml"));
        let overlays = files_below(&project.spec().join("overlays"))?;
        let read = |path: &std::path::PathBuf| crate::files::read(path);
        Ok(Self {
            descriptions: descriptions.map(read).collect::<Result<_>>()?,
            overlays: overlays.iter().map(read).collect::<Result<_>>()?,
            settings: crate::files::read(&project.spec().join("codegen.toml"))?,
        })
    }
}

/// An input of the generator.
pub(super) struct Trial {
    /// What it is made as.
    kind: Kind,
    input: Input,
    /// The text of the settings.
    settings: String,
    /// For a pair, what the description becomes.
    later: Option<Arc<Source>>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
    /// A description by the tables.
    Description,
    /// A real text, changed.
    Changed,
    /// A description by the tables, and an overlay.
    Overlaid,
    /// A description by the tables, and settings.
    Set,
    /// A description by the tables, and what a change makes of it.
    Pair,
}

/// What came of a trial.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Came {
    Accepted,
    Refused,
}

impl Trial {
    /// The trial of a number, of a seed.
    ///
    /// # Errors
    ///
    /// None: bytes that run out are zeros.
    pub(super) fn new(seed: u64, number: u64, real: &Real, counts: &mut Counts) -> Result<Self> {
        // Each number begins elsewhere in the sequence of its seed.
        let mut random = fastrand::Rng::with_seed(seed ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let chosen: Vec<u8> = (0..BYTES).map(|_| random.u8(..)).collect();
        let bytes = &mut Unstructured::new(&chosen);
        let kind = match number % 10 {
            0..=4 => Kind::Description,
            5 | 6 => Kind::Changed,
            7 => Kind::Overlaid,
            8 => Kind::Set,
            _ => Kind::Pair,
        };
        let mut trial = Self { kind, input: input_of(String::new()), settings: String::new(), later: None };
        if kind == Kind::Changed {
            let text = bytes.choose(&real.descriptions).context("error: there are no golden cases")?;
            trial.input = input_of(mutation::text(bytes, text)?);
            return Ok(trial);
        }
        let document = description(bytes, counts)?;
        match kind {
            Kind::Overlaid => {
                trial.input.overlays = vec![Source::new("overlay.yaml", overlay(bytes, &document, real)?)]
            }
            Kind::Set => trial.settings = settings(bytes, &real.settings)?,
            Kind::Pair => {
                let mut later = document.clone();
                mutation::document(bytes, &mut later)?;
                trial.later = Some(Source::new("later.yaml", load::write(&later)));
            }
            Kind::Description | Kind::Changed => {}
        }
        let is_json = bytes.ratio(1_u8, 3)?;
        let text = if is_json { document.to_string() } else { load::write(&document) };
        trial.input.description = input_of(text).description;
        Ok(trial)
    }

    /// Writes what is read to a folder, for who looks into it.
    ///
    /// # Errors
    ///
    /// A folder that can't be written to.
    pub(super) fn write(&self, folder: &Path) -> Result<()> {
        std::fs::create_dir_all(folder)?;
        let texts = [&self.input.description].into_iter().chain(&self.input.overlays).chain(&self.later);
        for source in texts {
            std::fs::write(folder.join(&source.name), &source.text)?;
        }
        std::fs::write(folder.join("codegen.toml"), &self.settings)?;
        Ok(())
    }

    /// Generates, and checks what must hold whatever came of it.
    ///
    /// # Errors
    ///
    /// What does not hold.
    pub(super) fn run(&self) -> Result<Came> {
        let settings = match Settings::read(&Source::new("codegen.toml", &self.settings)) {
            Ok(settings) => settings,
            Err(errors) => return refused(&errors),
        };
        let generated = match generate(&self.input, &settings) {
            Ok(generated) => generated,
            Err(errors) => return refused(&errors),
        };
        is_told_well(&generated.warnings.iter().take(50).map(ToString::to_string).collect::<Vec<_>>())?;
        is_rust(&generated)?;
        let again = generate(&self.input, &settings)?;
        ensure!(again.output == generated.output, "the same input made other files");
        if let Some(later) = &self.later {
            return compared(&self.input, later, &settings);
        }
        Ok(Came::Accepted)
    }

    /// The input and its settings, where it is a description alone that is accepted: what can be compiled.
    pub(super) fn compilable(self) -> Option<(Input, Settings)> {
        let is_alone = self.kind == Kind::Description && generate(&self.input, &Settings::default()).is_ok();
        is_alone.then(|| (self.input, Settings::default().of_whole_crate()))
    }
}

fn input_of(text: String) -> Input {
    let name = if text.starts_with('{') { "spec.json" } else { "spec.yaml" };
    Input { description: Source::new(name, text), overlays: Vec::new(), tags: Tags::All, origin: name.to_owned() }
}

/// The real settings, changed: now and then as a text, and else in what they say.
fn settings(bytes: &mut Unstructured<'_>, text: &str) -> Result<String> {
    if bytes.ratio(1_u8, 4)? {
        return Ok(mutation::text(bytes, text)?);
    }
    let mut settings: Value = toml::from_str(text).context("error: the project's settings are no TOML")?;
    mutation::document(bytes, &mut settings)?;
    // TOML has no null.
    Ok(toml::to_string(&settings).unwrap_or_default())
}

/// A real overlay that is changed, or one of two actions for places that a description has.
fn overlay(bytes: &mut Unstructured<'_>, document: &Value, real: &Real) -> Result<String> {
    if bytes.ratio(1_u8, 3)? {
        let text = bytes.choose(&real.overlays).context("error: the project has no overlays")?;
        return Ok(mutation::text(bytes, text)?);
    }
    let mut actions = Vec::new();
    for _ in 0..bytes.int_in_range(0..=3_u8)? {
        let target = target(bytes, document)?;
        let modifier = words::one(bytes, &["update", "remove", "copy"])?;
        let value = match modifier.as_str() {
            "remove" => json!(bytes.ratio(2_u8, 3)?),
            "copy" => json!(self::target(bytes, document)?),
            _ => words::json_value(bytes, 3)?,
        };
        actions.push(json!({"target": target, modifier: value}));
    }
    let version = words::one(bytes, &["1.0.0", "1.1.0"])?;
    Ok(load::write(&json!({"overlay": version, "info": {"title": "An overlay", "version": "1"}, "actions": actions})))
}

/// A query for a node, found by walking down, or for many.
fn target(bytes: &mut Unstructured<'_>, document: &Value) -> Result<String> {
    let mut query = String::from("$");
    let mut node = document;
    for _ in 0..bytes.int_in_range(0..=6_u8)? {
        match (node, bytes.int_in_range(0..=11_u8)?) {
            (_, 0) => query.push_str(".*"),
            (_, 1) => query.push_str("..['description']"),
            (Value::Object(entries), _) if !entries.is_empty() => {
                let nth = bytes.int_in_range(0..=entries.len() - 1)?;
                let Some((key, value)) = entries.iter().nth(nth) else { break };
                query.push_str(&format!("[{}]", json!(key)));
                node = value;
            }
            (Value::Array(items), _) if !items.is_empty() => {
                let nth = bytes.int_in_range(0..=items.len() - 1)?;
                query.push_str(&format!("[{nth}]"));
                node = &items[nth];
            }
            _ => break,
        }
    }
    Ok(query)
}

/// What is refused is told with its place, and is no fault of ours.
fn refused(errors: &Errors) -> Result<Came> {
    let told = errors.to_string();
    ensure!(!told.contains("error: internal"), "a fault of the generator:\n{told}");
    is_told_well(&[told])?;
    Ok(Came::Refused)
}

/// No message is without end, or steers a terminal.
fn is_told_well(messages: &[String]) -> Result<()> {
    for message in messages {
        let steers = message.chars().find(|character| character.is_control() && *character != '\n');
        ensure!(steers.is_none(), "a message has the character {steers:?}:\n{message:?}");
        ensure!(message.len() < 200_000, "a message of {} bytes", message.len());
    }
    Ok(())
}

/// All that is made is Rust, in files of names that every system takes.
fn is_rust(generated: &Generated) -> Result<()> {
    let mut folded = BTreeSet::new();
    for (path, text) in generated.output.files() {
        syn::parse_file(text).with_context(|| format!("{path} is no Rust"))?;
        ensure!(path.split('/').all(|part| part.len() < 250), "the name of {path} is too long");
        ensure!(folded.insert(path.to_lowercase()), "two files are called {path}, but for capitals");
    }
    Ok(())
}

/// A description has no drift from itself, and what a change makes of it can be reported.
fn compared(input: &Input, later: &Arc<Source>, settings: &Settings) -> Result<Came> {
    let before = Version::read("1", input, settings)?;
    let same = Report::new(&before, &before);
    ensure!(same.entries().next().is_none(), "it differs from itself:\n{}", render::text(&same));
    let later = Input { description: Arc::clone(later), ..input.clone() };
    match Version::read("2", &later, settings) {
        Ok(after) => {
            for report in [Report::new(&before, &after), Report::new(&after, &before)] {
                is_told_well(&[render::text(&report), render::markdown(&report)])?;
            }
            Ok(Came::Accepted)
        }
        Err(errors) => refused(&errors),
    }
}
