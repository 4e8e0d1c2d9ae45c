//! A generator and the crate that it makes: ours, or a peer's.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
    str::FromStr,
    time::SystemTime,
};

use anyhow::{Context as _, Result, anyhow, bail, ensure};

use super::{callgrind, measure::Usage, session::Session, subject::Subject};
use crate::files::on_disk;

/// Another generator: `NAME=COMMAND`.
#[derive(Clone, Debug, PartialEq)]
pub struct Peer {
    name: String,
    words: Vec<String>,
}

impl FromStr for Peer {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self> {
        let (name, command) = text.split_once('=').context("a peer is NAME=COMMAND")?;
        ensure!(
            !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_.".contains(letter)),
            "the name of a peer has letters, digits, `-`, `_` and `.`"
        );
        let words = shlex::split(command).context("the command has a quote that does not end")?;
        ensure!(!words.is_empty(), "the peer has no command");
        ensure!(command.contains("{out}"), "the command does not say where `{{out}}` is, the folder that it writes");
        Ok(Self { name: name.to_owned(), words })
    }
}

/// A generator at work on a subject.
#[derive(Clone, Debug)]
pub(super) struct Contestant {
    pub name: String,
    /// The folder that it writes.
    pub folder: PathBuf,
    words: Vec<String>,
    /// Why there is no crate, where it could not generate one.
    failure: Option<String>,
}

impl Contestant {
    /// Ours.
    pub(super) fn ours(session: &Session, subject: &Subject) -> Self {
        let folder = session.folder(&subject.package).join("ours");
        let program = session.program.display().to_string();
        let project = session.project.root().display().to_string();
        let mut words = vec![program, "--project".to_owned(), project, "codegen".to_owned()];
        words.extend(subject.arguments());
        words.extend(["--out".to_owned(), folder.display().to_string()]);
        Self { name: "ours".to_owned(), folder, words, failure: None }
    }

    /// A peer's, with `{spec}` and `{out}` filled in.
    pub(super) fn peer(session: &Session, subject: &Subject, peer: &Peer) -> Self {
        let folder = session.folder(&subject.package).join(&peer.name);
        let (spec, out) = (subject.text().display().to_string(), folder.display().to_string());
        let words = peer.words.iter().map(|word| word.replace("{spec}", &spec).replace("{out}", &out)).collect();
        Self { name: peer.name.clone(), folder, words, failure: None }
    }

    /// The same, told one word more.
    pub(super) fn told(mut self, word: &str) -> Self {
        self.words.push(word.to_owned());
        self
    }

    /// Generates into an empty folder.
    pub(super) fn generate_anew(&self, session: &Session) -> Result<Usage> {
        self.empty()?;
        self.generate(session)
    }

    /// Generates into an empty folder, or keeps why it can't: whoever asks for the crate is told.
    pub(super) fn generate_or_fail(&mut self, session: &Session) {
        self.failure = self.generate_anew(session).err().map(|error| format!("{error:#}"));
    }

    fn empty(&self) -> Result<()> {
        if self.folder.exists() {
            fs::remove_dir_all(&self.folder)
                .with_context(|| format!("error: can't empty {}", self.folder.display()))?;
        }
        Ok(fs::create_dir_all(&self.folder)?)
    }

    /// Generates again.
    pub(super) fn generate(&self, session: &Session) -> Result<Usage> {
        session.says(&format!("{} generates", self.name));
        let mut command = Command::new(&self.words[0]);
        session.measure(command.args(&self.words[1..]))
    }

    /// The instructions of generating into an empty folder.
    pub(super) fn instructions(&self, session: &Session) -> Result<u64> {
        self.empty()?;
        let arguments: Vec<&str> = self.words[1..].iter().map(String::as_str).collect();
        callgrind::instructions(session, Path::new(&self.words[0]), &arguments)
    }

    /// The folder with the manifest of the crate, as a workspace of its own: the folder that was written, or the only one in
    /// it that has a manifest.
    pub(super) fn crate_folder(&self, session: &Session) -> Result<PathBuf> {
        if let Some(failure) = &self.failure {
            bail!("there is no crate, since the command failed: {failure}");
        }
        let below = fs::read_dir(&self.folder)?.filter_map(|entry| Some(entry.ok()?.path()));
        let mut folders = [self.folder.clone()].into_iter().chain(below);
        let folder = folders.find(|folder| folder.join("Cargo.toml").exists());
        let folder = folder.ok_or_else(|| anyhow!("there is no Cargo.toml in {}", self.folder.display()))?;
        let manifest = folder.join("Cargo.toml");
        let text = fs::read_to_string(&manifest)?;
        if !text.contains("[workspace]") {
            fs::write(&manifest, format!("{text}\n[workspace]\n"))?;
        }
        let lock = folder.join("Cargo.lock");
        if self.name == "ours" && !lock.exists() {
            // The versions that the project is tested with; cargo takes out what the crate does not need.
            fs::copy(session.project.root().join("Cargo.lock"), lock)?;
        }
        Ok(folder)
    }

    /// The Rust below `src`: path -> text.
    pub(super) fn sources(&self, session: &Session) -> Result<BTreeMap<String, String>> {
        let mut sources = on_disk(&self.crate_folder(session)?.join("src"))?;
        sources.retain(|path, _| path.ends_with(".rs"));
        Ok(sources)
    }

    /// When each file was written.
    pub(super) fn times(&self) -> Result<BTreeMap<String, SystemTime>> {
        let files = on_disk(&self.folder)?;
        files.into_keys().map(|path| Ok((path.clone(), modified(&self.folder.join(path))?))).collect()
    }
}

fn modified(path: &Path) -> Result<SystemTime> {
    Ok(fs::metadata(path)?.modified()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_peer_has_a_name_and_a_command() {
        let peer: Peer = "other=other 'generate it' {spec} -o {out}/client".parse().expect("it is one");
        let words = ["other", "generate it", "{spec}", "-o", "{out}/client"].map(str::to_owned).to_vec();
        assert_eq!(peer, Peer { name: "other".to_owned(), words });
    }

    #[test]
    fn what_is_no_peer_is_refused() {
        let check = |text: &str, expected: &str| {
            assert_eq!(text.parse::<Peer>().expect_err("it is none").to_string(), expected);
        };
        check("other", "a peer is NAME=COMMAND");
        check("an other=x {out}", "the name of a peer has letters, digits, `-`, `_` and `.`");
        check("other=x '{out}", "the command has a quote that does not end");
        check("other=x {spec}", "the command does not say where `{out}` is, the folder that it writes");
    }
}
