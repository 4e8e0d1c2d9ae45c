//! One trial: an input that nobody has written, and what comes of it.

use std::{collections::BTreeSet, path::Path, sync::Arc};

use anyhow::{Result, ensure};
use arbitrary::Unstructured;
use intercom_codegen::{
    Input, Settings, Source, Tags,
    diff::{
        Report,
        report::{
            Version,
            allow::{Allowances, STATE},
            render,
        },
    },
    generate, load,
};
use serde_json::{Value, json};

use super::{
    checks::{is_reported, is_rust, refused},
    kinds::{Kind, List, Text, Way},
    maker::{Counts, description},
    mutation,
    real::{Existing, File, Others, Real},
};
use crate::{import::sources_of, update::Vendor};

/// How many bytes the choices of one trial are made of: what comes behind them is as small as it can be.
const BYTES: usize = 6_000;

/// The versions of a pair, and the day on which they are compared.
const VERSIONS: [&str; 2] = ["1", "2"];
const TODAY: &str = "2027-01-31";

/// An input of the generator, or of a command.
pub(super) struct Trial {
    pub(super) kind: Kind,
    description: File,
    others: Others,
    overlays: Vec<File>,
    settings: File,
    /// For a pair, what the description becomes.
    later: Option<File>,
    list: Option<(List, File)>,
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
        let kind = Kind::of(number);
        match kind {
            Kind::Changed(text, way) => {
                let mut trial = Self::existing(kind, real.one(bytes, text)?);
                trial.one_of(bytes, text)?.changed(bytes, way)?;
                Ok(trial)
            }
            Kind::ChangedPair(way) => {
                let mut trial = Self::existing(kind, real.version(bytes)?);
                let later = if bytes.ratio(1_u8, 2)? {
                    real.version(bytes)?.description.as_bytes()
                } else {
                    &trial.description.bytes
                };
                let mut later = File::new("later.yaml", later);
                later.changed(bytes, way)?;
                trial.later = Some(later);
                Ok(trial)
            }
            // Nothing of a description is read beside these.
            Kind::Listed(list @ (List::Vendor | List::Sources), way) => {
                Self::existing(kind, &Existing::default()).with_list(bytes, (list, real.list(list).to_owned()), way)
            }
            _ => Self::made(kind, bytes, real, counts),
        }
    }

    /// What exists, as it is.
    fn existing(kind: Kind, existing: &Existing) -> Self {
        let overlay = |text: &String| File::new("overlay.yaml", text.as_str());
        Self {
            kind,
            description: description_file(&existing.description),
            others: Others(existing.others.iter().map(|(path, text)| File::new(path, text.as_str())).collect()),
            overlays: existing.overlays.iter().map(overlay).collect(),
            settings: File::new("codegen.toml", existing.settings.as_str()),
            later: None,
            list: None,
        }
    }

    /// One of its texts.
    fn one_of(&mut self, bytes: &mut Unstructured<'_>, text: Text) -> Result<&mut File> {
        Ok(match text {
            Text::Description => &mut self.description,
            Text::Other => bytes.choose_index(self.others.0.len()).map(|nth| &mut self.others.0[nth])?,
            Text::Overlay => bytes.choose_index(self.overlays.len()).map(|nth| &mut self.overlays[nth])?,
            Text::Settings => &mut self.settings,
        })
    }

    /// What begins with a description by the tables.
    fn made(kind: Kind, bytes: &mut Unstructured<'_>, real: &Real, counts: &mut Counts) -> Result<Self> {
        let document = description(bytes, counts)?;
        let is_json = bytes.ratio(1_u8, 3)?;
        let text = if is_json { document.to_string() } else { load::write(&document) };
        let mut trial = Self::existing(kind, &Existing { description: text, ..Existing::default() });
        match kind {
            Kind::Overlaid => trial.overlays = vec![File::new("overlay.yaml", mutation::overlay(bytes, &document)?)],
            Kind::Set => {
                let way = if bytes.ratio(1_u8, 4)? { Way::Characters } else { Way::Nodes };
                trial.settings.bytes = real.settings().into();
                trial.settings.changed(bytes, way)?;
            }
            Kind::Pair | Kind::Listed(List::Allowances, _) => {
                let mut later = document;
                mutation::document(bytes, &mut later)?;
                trial.later = Some(File::new("later.yaml", load::write(&later)));
            }
            _ => {}
        }
        if let Kind::Listed(list, way) = kind {
            let text = real.list(list).to_owned() + &trial.allowances(bytes.ratio(1_u8, 3)?)?;
            return trial.with_list(bytes, (list, text), way);
        }
        Ok(trial)
    }

    /// The same with a list, changed.
    fn with_list(self, bytes: &mut Unstructured<'_>, (list, text): (List, String), way: Way) -> Result<Self> {
        let mut file = File::new("list.toml", text);
        file.changed(bytes, way)?;
        Ok(Self { list: Some((list, file)), ..self })
    }

    /// An entry for each change of a pair, and now and then for one that there is not.
    fn allowances(&self, has_more: bool) -> Result<String> {
        let report = self.version(0).and_then(|before| Ok(Report::new(&before, &self.version(1)?))).ok();
        let of_pair = report.iter().flat_map(Report::entries).map(|entry| entry.change.fingerprint.clone()).take(5);
        let entry = |fingerprint: String| json!({"from": VERSIONS[0], "to": VERSIONS[1], "fingerprint": fingerprint, "reason": "Seen.", "expires": "2027-06-30"});
        let entries: Vec<Value> = of_pair.chain(has_more.then(|| "16d1aa65ebe2".to_owned())).map(entry).collect();
        Ok(toml::to_string(&json!({"allow": entries}))?)
    }

    /// Writes what is read to a folder, for who looks into it.
    ///
    /// # Errors
    ///
    /// A folder that can't be written to.
    pub(super) fn write(&self, folder: &Path) -> Result<()> {
        let list = self.list.iter().map(|(_, file)| file);
        let files =
            [&self.description, &self.settings].into_iter().chain(&self.others.0).chain(&self.later).chain(list);
        for file in files {
            let path = folder.join(&file.name);
            std::fs::create_dir_all(path.parent().unwrap_or(folder))?;
            std::fs::write(path, &file.bytes)?;
        }
        for (nth, overlay) in self.overlays.iter().enumerate() {
            std::fs::write(folder.join(format!("{nth}.{}", overlay.name)), &overlay.bytes)?;
        }
        Ok(())
    }

    /// Generates, and checks what must hold whatever came of it: what it is refused with, or nothing.
    ///
    /// # Errors
    ///
    /// What does not hold.
    pub(super) fn run(&self) -> Result<Option<String>> {
        if let Some((list, file)) = &self.list {
            return self.listed(*list, file);
        }
        let (input, settings) = match self.read() {
            Ok(read) => read,
            Err(error) => return refused(error),
        };
        let generated = match generate(&input, &settings) {
            Ok(generated) => generated,
            Err(errors) => return refused(errors),
        };
        is_rust(&generated)?;
        let again = generate(&input, &settings)?;
        ensure!(again.output == generated.output, "the same input made other files");
        if self.later.is_some() { self.compared() } else { Ok(None) }
    }

    /// What the generator reads.
    fn read(&self) -> Result<(Input, Settings)> {
        let settings = Settings::read(&self.settings.source()?)?;
        let File { name, .. } = &self.description;
        let description = Source::in_folder(name, self.description.text()?, Arc::new(self.others.clone()));
        let overlays = self.overlays.iter().map(File::source).collect::<Result<_>>()?;
        Ok((Input { description, overlays, tags: Tags::All, origin: name.clone() }, settings))
    }

    /// The first of a pair, or the second.
    fn version(&self, nth: usize) -> Result<Version> {
        let (mut input, settings) = self.read()?;
        if let Some(later) = self.later.as_ref().filter(|_| nth == 1) {
            input.description = later.source()?;
        }
        Ok(Version::read(VERSIONS[nth], &input, &settings)?)
    }

    /// A description has no drift from itself, and what a change makes of it can be reported.
    fn compared(&self) -> Result<Option<String>> {
        let before = match self.version(0) {
            Ok(before) => before,
            Err(error) => return refused(error),
        };
        let same = Report::new(&before, &before);
        ensure!(same.entries().next().is_none(), "it differs from itself:\n{}", render::text(&same));
        match self.version(1) {
            Ok(after) => {
                is_reported(&Report::new(&before, &after))?;
                is_reported(&Report::new(&after, &before))?;
                Ok(None)
            }
            Err(error) => refused(error),
        }
    }

    /// What a list lets pass, or what it says.
    fn listed(&self, list: List, file: &File) -> Result<Option<String>> {
        let read = match list {
            List::Vendor => file.text().and_then(|text| Vendor::of(&text).map(drop)),
            List::Sources => file.text().and_then(|text| sources_of(&text).map(drop)),
            List::Allowances => self.allowed(file),
        };
        match read {
            Ok(()) => Ok(None),
            Err(error) => refused(error),
        }
    }

    fn allowed(&self, file: &File) -> Result<()> {
        let source = file.source()?;
        let list = Allowances::read(&source)?;
        let mut report = Report::new(&self.version(0)?, &self.version(1)?);
        let checked = list.check_versions(&VERSIONS.map(str::to_owned), &source);
        let in_place = list.check_states(&BTreeSet::from([format!("1{STATE}8889625")]), TODAY, &source);
        let applied = list.apply(&mut report, TODAY, &source);
        is_reported(&report)?;
        Ok(checked.and(in_place).and(applied)?)
    }

    /// The input and its settings, where it is a description alone that is accepted: what can be compiled.
    pub(super) fn compilable(self) -> Option<(Input, Settings)> {
        let (input, settings) = self.read().ok().filter(|_| self.kind == Kind::Made)?;
        generate(&input, &settings).is_ok().then(|| (input, settings.of_whole_crate()))
    }
}

fn description_file(text: &str) -> File {
    File::new(if text.starts_with('{') { "spec.json" } else { "spec.yaml" }, text)
}
