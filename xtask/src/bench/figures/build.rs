//! Rows: a debug build of the generated crate alone, its dependencies built before, without incremental compilation.

use std::{
    fs::File,
    path::{Path, PathBuf},
    process::Command,
    time::SystemTime,
};

use anyhow::{Context as _, Result};

use crate::bench::{
    contestant::Contestant,
    measure::Usage,
    row::{CPU, PEAK, Row, Unit, add_runs, no_runs},
    session::{Session, run},
};

/// What the rows say of ours.
pub(crate) const FIGURES: [(&str, Unit); 4] = [
    ("build, CPU", Unit::Seconds),
    ("build, peak memory", Unit::Bytes),
    ("build, all features, CPU", Unit::Seconds),
    ("build, all features, peak memory", Unit::Bytes),
];

/// All features of a generated crate but those that only turn on one of reqwest's: TLS of the system wants a library of it.
const FEATURES: &str = "blocking,chrono,jiff,middleware,mock,time,tracing";

/// The rows: with the default features, which leave nothing of the models out, beside peers; then with all of them.
pub(crate) fn rows(session: &Session, ours: &Contestant, peers: &[Contestant]) -> Result<Vec<Row>> {
    let mut rows = default_features(session, ours, peers)?;
    let all = Build::prepare(session, ours, &["--features", FEATURES])?;
    let runs: Vec<Usage> = (0..session.long_pairs()).map(|_| all.measure()).collect::<Result<_>>()?;
    rows.push(Row::of_runs("build, all features", CPU, &runs));
    rows.push(Row::of_runs("build, all features", PEAK, &runs));
    Ok(rows)
}

fn default_features(session: &Session, ours: &Contestant, peers: &[Contestant]) -> Result<Vec<Row>> {
    let build = Build::prepare(session, ours, &[])?;
    let builds: Vec<Result<Build<'_>>> = peers.iter().map(|peer| Build::prepare(session, peer, &[])).collect();
    let mut own: Vec<Usage> = Vec::new();
    let mut peer_runs = no_runs(&builds);
    for _ in 0..session.long_pairs() {
        own.push(build.measure()?);
        add_runs(&builds, &mut peer_runs, Build::measure);
    }
    let mut rows = vec![Row::of_runs("build", CPU, &own), Row::of_runs("build", PEAK, &own)];
    let peers: Vec<&str> = peers.iter().map(|peer| peer.name.as_str()).collect();
    rows.extend(Row::beside_peers("build", CPU, &own, &peers, &peer_runs, Some("<= 0.40")));
    rows.extend(Row::beside_peers("build", PEAK, &own, &peers, &peer_runs, Some("<= 0.7")));
    Ok(rows)
}

/// A crate that can be built again and again.
struct Build<'s> {
    session: &'s Session,
    what: String,
    folder: PathBuf,
    target: PathBuf,
    arguments: Vec<&'static str>,
}

impl<'s> Build<'s> {
    /// Builds the crate with its dependencies.
    fn prepare(session: &'s Session, contestant: &Contestant, features: &[&'static str]) -> Result<Self> {
        let arguments = [&["build", "--lib", "--quiet"], features].concat();
        let folder = contestant.crate_folder(session)?;
        // One for the crates of all subjects: they have the same dependencies.
        let target = session.folder("target").join(&contestant.name);
        let what = format!("{}, {}", contestant.name, arguments.join(" "));
        let build = Self { session, what, folder, target, arguments };
        session.says(&format!("building the dependencies of {}", build.what));
        run(&mut build.command())?;
        Ok(build)
    }

    fn command(&self) -> Command {
        let mut command = self.session.cargo(&self.arguments, &self.target);
        command.current_dir(&self.folder);
        command
    }

    /// Builds the crate alone.
    fn measure(&self) -> Result<Usage> {
        self.session.says(&self.what);
        touch(&self.folder.join("src/lib.rs"))?;
        self.session.measure(&self.command())
    }
}

/// Makes cargo build a crate again.
fn touch(path: &Path) -> Result<()> {
    let file =
        File::options().append(true).open(path).with_context(|| format!("error: can't open {}", path.display()))?;
    Ok(file.set_modified(SystemTime::now())?)
}
