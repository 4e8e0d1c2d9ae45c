//! Rows: how long who works on an app waits: one line of a model has changed, `cargo check` runs again.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};

use super::{
    contestant::Contestant,
    measure::Usage,
    row::{CPU, Row, Unit, WALL, add_runs, no_runs},
    session::{Session, run},
};

/// What the rows tell of ours.
pub(super) const FIGURES: [(&str, Unit); 4] = [
    ("check after a line changed, CPU", Unit::Seconds),
    ("check after a line changed, wall", Unit::Seconds),
    ("check of an app after it, CPU", Unit::Seconds),
    ("check of an app after it, wall", Unit::Seconds),
];

/// The rows: the crate, then an app that depends on it.
pub(super) fn rows(session: &Session, ours: &Contestant, peers: &[Contestant]) -> Result<Vec<Row>> {
    let check = Check::prepare(session, ours)?;
    let checks: Vec<Result<Check<'_>>> = peers.iter().map(|peer| Check::prepare(session, peer)).collect();
    let names: Vec<&str> = peers.iter().map(|peer| peer.name.as_str()).collect();
    let mut rows = Vec::new();
    for (what, of) in [("check after a line changed", Part::Crate), ("check of an app after it", Part::App)] {
        let mut own: Vec<Usage> = Vec::new();
        let mut peer_runs = no_runs(&checks);
        for number in 0..session.long_pairs() {
            own.push(check.measure(of, number)?);
            add_runs(&checks, &mut peer_runs, |check| check.measure(of, number));
        }
        rows.extend([Row::of_runs(what, CPU, &own), Row::of_runs(what, WALL, &own)]);
        rows.extend(Row::beside_peers(what, CPU, &own, &names, &peer_runs, None));
    }
    Ok(rows)
}

/// What is checked again.
#[derive(Clone, Copy, Debug)]
enum Part {
    Crate,
    App,
}

/// A crate and an app on it, both checked before.
struct Check<'s> {
    session: &'s Session,
    name: String,
    folder: PathBuf,
    app: PathBuf,
    target: PathBuf,
    /// The file with the model, and its text.
    model: (PathBuf, String),
}

impl<'s> Check<'s> {
    fn prepare(session: &'s Session, contestant: &Contestant) -> Result<Self> {
        let folder = contestant.crate_folder(session)?;
        let sources = contestant.sources(session)?;
        let (path, text) = sources.into_iter().find(|(path, text)| is_model(path, text)).context("it has no model")?;
        let check = Self {
            session,
            name: contestant.name.clone(),
            app: add_app(&folder)?,
            target: session.folder("target").join(&contestant.name),
            model: (folder.join("src").join(path), text),
            folder,
        };
        for part in [Part::Crate, Part::App] {
            session.says(&format!("checking the dependencies of {}", check.name));
            run(&mut check.command(part))?;
        }
        Ok(check)
    }

    fn command(&self, part: Part) -> std::process::Command {
        let (arguments, folder): (&[&str], _) = match part {
            Part::Crate => (&["check", "--quiet", "--lib"], &self.folder),
            Part::App => (&["check", "--quiet"], &self.app),
        };
        let mut command = self.session.cargo(arguments, &self.target);
        command.current_dir(folder).env("CARGO_INCREMENTAL", "1");
        command
    }

    /// Changes a line, and checks.
    fn measure(&self, part: Part, number: usize) -> Result<Usage> {
        self.session.says(&format!("{}, check after a line of {} changed", self.name, self.model.0.display()));
        let (path, text) = &self.model;
        let changed =
            with_another_line(text, &format!("{number}, {part:?}")).context("the model has no documentation")?;
        fs::write(path, changed)?;
        let usage = self.session.measure(&self.command(part));
        fs::write(path, text)?;
        usage
    }
}

/// Whether a file has models, and one with documentation.
fn is_model(path: &str, text: &str) -> bool {
    let mut parts = path.split('/');
    parts.any(|part| part.starts_with("model") || part.starts_with("type")) && with_another_line(text, "").is_some()
}

/// The text with another last line of the documentation of its first struct. It is for people, and yet the whole struct with
/// all that is derived for it is read anew.
fn with_another_line(text: &str, words: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let item = lines.iter().position(|line| line.starts_with("pub struct "))?;
    let line = lines[..item].iter().rposition(|line| line.starts_with("///"))?;
    let mut changed: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
    changed[line].push_str(&format!(" ({words})"));
    Some(changed.join("\n") + "\n")
}

/// Writes an app that depends on a crate, beside it, and gives its folder.
fn add_app(folder: &Path) -> Result<PathBuf> {
    let manifest: toml::Table = fs::read_to_string(folder.join("Cargo.toml"))?.parse()?;
    let package = manifest["package"]["name"].as_str().context("the crate has no name")?.to_owned();
    let mut app = folder.to_owned().into_os_string();
    app.push("-app");
    let app = PathBuf::from(app);
    let path = toml::Value::String(folder.display().to_string());
    fs::create_dir_all(app.join("src"))?;
    fs::write(
        app.join("Cargo.toml"),
        format!(
            "[package]\nname = \"app\"\nedition = \"2024\"\n\n[dependencies]\n{package} = {{ path = {path} }}\n\n[workspace]\n"
        ),
    )?;
    fs::copy(folder.join("Cargo.lock"), app.join("Cargo.lock"))?;
    let name = package.replace('-', "_");
    fs::write(app.join("src/main.rs"), format!("//! An app.\n\nuse {name} as _;\n\nfn main() {{}}\n"))?;
    Ok(app)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODEL: &str =
        "use x;\n\n/// A page.\n/// Of a book.\n#[derive(Debug)]\npub struct Page {\n    /// Its id.\n    id: u8,\n}\n";

    #[test]
    fn one_line_of_a_model_is_another() {
        let expected = MODEL.replace("/// Of a book.", "/// Of a book. (1, Crate)");
        assert_eq!(with_another_line(MODEL, "1, Crate"), Some(expected));
        assert_eq!(with_another_line("pub struct Page;\n", "1"), None);
    }

    #[test]
    fn models_stand_where_their_name_says() {
        assert!(is_model("generated/models/page.rs", MODEL));
        assert!(is_model("types.rs", MODEL));
        assert!(!is_model("client.rs", MODEL));
    }
}
