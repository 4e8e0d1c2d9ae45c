//! Rows: how long who works on an app waits: a model has got a field, `cargo check` runs again.
//!
//! The field is an optional text, written as each generator writes one: ours emits the changed model anew; into a peer's model the
//! line is written. It is taken away again, unmeasured, before the next round: each begins where the first began.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail};

use crate::bench::{
    contestant::Contestant,
    measure::Usage,
    row::{CPU, Row, Unit, WALL, add_runs, no_runs},
    session::{Session, run},
    subject::Subject,
};
use crate::{app, fields};

/// What the rows say of ours.
pub(crate) const FIGURES: [(&str, Unit); 4] = [
    ("check after a field was added, CPU", Unit::Seconds),
    ("check after a field was added, wall", Unit::Seconds),
    ("check of an app after it, CPU", Unit::Seconds),
    ("check of an app after it, wall", Unit::Seconds),
];

/// The rows: the crate beside those of peers, then an app that uses all of ours. An app of a peer's crate cannot be written,
/// since nothing tells what the crate has.
pub(crate) fn rows(session: &Session, subject: &Subject, ours: &Contestant, peers: &[Contestant]) -> Result<Vec<Row>> {
    let (check, app) = ours_and_app(session, subject, ours)?;
    let checks: Vec<Result<Check<'_>>> = peers.iter().map(|peer| of_peer(session, peer)).collect();
    let names: Vec<&str> = peers.iter().map(|peer| peer.name.as_str()).collect();
    let (mut own, mut of_app): (Vec<Usage>, Vec<Usage>) = (Vec::new(), Vec::new());
    let mut peer_runs = no_runs(&checks);
    for _ in 0..session.long_pairs() {
        own.push(check.measure()?);
        add_runs(&checks, &mut peer_runs, Check::measure);
    }
    for _ in 0..session.long_pairs() {
        of_app.push(app.measure()?);
    }
    let (what, of) = ("check after a field was added", "check of an app after it");
    let mut rows = vec![Row::of_runs(what, CPU, &own), Row::of_runs(what, WALL, &own)];
    rows.extend(Row::beside_peers(what, CPU, &own, &names, &peer_runs, None));
    rows.extend([Row::of_runs(of, CPU, &of_app), Row::of_runs(of, WALL, &of_app)]);
    Ok(rows)
}

/// A crate or an app that is checked again and again.
struct Check<'s> {
    session: &'s Session,
    name: String,
    /// Where cargo is called.
    folder: PathBuf,
    target: PathBuf,
    change: Vec<Changed>,
}

/// A file of the crate without the field and with it.
#[derive(Clone, Debug)]
struct Changed {
    path: PathBuf,
    before: String,
    after: String,
}

/// Our crate, and an app that uses all of it, both checked before.
fn ours_and_app<'s>(session: &'s Session, subject: &Subject, ours: &Contestant) -> Result<(Check<'s>, Check<'s>)> {
    let folder = ours.crate_folder(session)?;
    let target = session.folder("target").join(&ours.name);
    let (api, origin) = subject.api(&session.project)?;
    let app = add_app(&folder, &app::app(&api))?;
    let mut changed = api.clone();
    let model = fields::one_more(&mut changed).context("it has no model that could have a field more")?;
    let (before, after) = (intercom_codegen::print(&api, &origin), intercom_codegen::print(&changed, &origin));
    let files = after.files().iter().map(|(path, after)| Changed {
        path: folder.join("src/generated").join(path),
        before: before.files().get(path).cloned().unwrap_or_default(),
        after: after.clone(),
    });
    let change: Vec<Changed> = files.filter(|file| file.before != file.after).collect();
    let name = |what: &str| format!("{what}, {model} with a field more");
    let of_crate = Check { session, name: name("ours"), folder, target: target.clone(), change: change.clone() };
    let of_app = Check { session, name: name("an app"), folder: app, target, change };
    for check in [&of_crate, &of_app] {
        check.run()?;
    }
    Ok((of_crate, of_app))
}

/// How many models of a peer are tried: one that is built somewhere, field by field, takes no further one.
const TRIES: usize = 8;

/// A peer's crate, checked before, with the first model that takes a field.
fn of_peer<'s>(session: &'s Session, peer: &Contestant) -> Result<Check<'s>> {
    let folder = peer.crate_folder(session)?;
    let target = session.folder("target").join(&peer.name);
    let mut check = Check { session, name: peer.name.clone(), folder, target, change: Vec::new() };
    check.run()?;
    let sources = peer.sources(session)?;
    let models = sources.iter().filter(|(path, _)| is_of_models(path));
    let candidates = models.flat_map(|(path, text)| with_a_field_more(text).map(move |after| (path, text, after)));
    let mut refused = None;
    for (path, before, after) in candidates.take(TRIES) {
        let path = check.folder.join("src").join(path);
        check.change = vec![Changed { path, before: before.clone(), after }];
        match check.changed(|| check.run()) {
            Ok(()) => return Ok(check),
            Err(error) => refused = Some(error),
        }
    }
    match refused {
        Some(error) => bail!("none of its first {TRIES} models takes a field more: {error:#}"),
        None => bail!("there is no struct in a file called after models or types"),
    }
}

impl Check<'_> {
    fn command(&self) -> Command {
        let mut command = self.session.cargo(&["check", "--quiet", "--lib"], &self.target);
        command.current_dir(&self.folder).env("CARGO_INCREMENTAL", "1");
        command
    }

    /// Checks, unmeasured.
    fn run(&self) -> Result<()> {
        self.session.says(&format!("checking {}", self.name));
        run(&mut self.command()).map(drop)
    }

    /// Adds the field, checks, takes it away, and checks.
    fn measure(&self) -> Result<Usage> {
        let usage = self.changed(|| {
            self.session.says(&format!("{}, cargo check", self.name));
            self.session.measure(&self.command())
        })?;
        self.run()?;
        Ok(usage)
    }

    /// Does something while the field is there.
    fn changed<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let write = |text: fn(&Changed) -> &String| -> Result<()> {
            self.change.iter().try_for_each(|file| Ok(fs::write(&file.path, text(file))?))
        };
        write(|file| &file.after)?;
        let done = work();
        write(|file| &file.before)?;
        done
    }
}

/// Whether a file is called after models or types, or stands in a folder that is.
fn is_of_models(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with("model") || part.starts_with("type"))
}

/// A text with a field more in one of its structs, of each struct.
fn with_a_field_more(text: &str) -> impl Iterator<Item = String> {
    let lines: Vec<&str> = text.lines().collect();
    let is_struct = |line: &str| line.trim_start().starts_with("pub struct ") && line.ends_with('{');
    let structs: Vec<usize> = (0..lines.len()).filter(|index| is_struct(lines[*index])).collect();
    structs.into_iter().map(move |index| {
        let (before, after) = lines.split_at(index + 1);
        format!("{}\n    pub added: Option<String>,\n{}\n", before.join("\n"), after.join("\n"))
    })
}

/// Writes an app that depends on a crate, beside it, and returns its folder.
fn add_app(folder: &Path, sources: &BTreeMap<String, String>) -> Result<PathBuf> {
    let manifest: toml::Table = fs::read_to_string(folder.join("Cargo.toml"))?.parse()?;
    let package = manifest["package"]["name"].as_str().context("the crate has no name")?.to_owned();
    let mut app = folder.to_owned().into_os_string();
    app.push("-app");
    let app = PathBuf::from(app);
    if app.exists() {
        fs::remove_dir_all(&app)?;
    }
    fs::create_dir_all(app.join("src"))?;
    let path = toml::Value::String(folder.display().to_string());
    let manifest = format!(
        "[package]\nname = \"app\"\nedition = \"2024\"\n\n[dependencies]\nclient = {{ package = {package:?}, path = {path} }}\n\n\
         [workspace]\n"
    );
    fs::write(app.join("Cargo.toml"), manifest)?;
    fs::copy(folder.join("Cargo.lock"), app.join("Cargo.lock"))?;
    for (path, text) in sources {
        fs::write(app.join(path), text)?;
    }
    Ok(app)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_struct_of_a_peer_gets_a_field() {
        let text = "use x;\n\npub struct Page {\n    id: u8,\n}\n\npub struct Unit;\npub struct Book {}\npub struct List {\n}\n";
        let changed: Vec<String> = with_a_field_more(text).collect();
        let line = "    pub added: Option<String>,\n";
        let (page, list) = ("pub struct Page {\n", "pub struct List {\n");
        let expected = [page, list].map(|head| text.replace(head, &format!("{head}{line}")));
        assert_eq!(changed, expected);
    }

    #[test]
    fn models_stand_where_their_name_says() {
        assert!(is_of_models("generated/models/page.rs"));
        assert!(is_of_models("types.rs"));
        assert!(!is_of_models("client.rs"));
    }
}
