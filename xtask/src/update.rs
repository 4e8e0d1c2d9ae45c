//! `cargo xtask update`: a checkout of what the vendor publishes -> descriptions, client, goldens, changelog, and the text of the pull
//! request that brings them. It reads and writes files, and asks git what they were: a workflow brings the checkout, and opens the pull
//! request.

mod base;
mod body;
mod listing;
mod vendor;

use std::{collections::BTreeMap, fs, path::PathBuf};

use anyhow::{Context as _, Result};
use intercom_codegen::{
    Files, Settings,
    diff::{Report, report::render},
    import::Content,
};

pub(crate) use self::vendor::Vendor;
use self::{
    base::Base,
    body::{Origin, Update, Version, body},
    listing::{Place, place, with_version},
    vendor::Published,
};
use crate::{
    codegen,
    files::{on_disk, read},
    golden::{self, Blessed},
    import::{self, Request, Step},
    outcome::{Outcome, print},
    project::Project,
    reports,
};

/// From where to update, and where to.
#[derive(Clone, Debug, clap::Args)]
pub struct Arguments {
    /// A checkout of the vendor's repository, laid out as spec/vendor.toml says.
    #[arg(long, value_name = "FOLDER")]
    pub from: PathBuf,
    /// The commit that is checked out there.
    #[arg(long, value_name = "COMMIT")]
    pub source_commit: Option<String>,
    /// The commit of this project that changes are counted from; without it, the newest that the branch shares with `origin/HEAD`, or the
    /// last one where there is no such branch.
    #[arg(long, value_name = "COMMIT")]
    pub base: Option<String>,
    /// Writes the text of the pull request to a file; without it, it is printed behind what is reported meanwhile.
    #[arg(long, value_name = "FILE")]
    pub body: Option<PathBuf>,
}

/// Runs the command. A version that can't be imported, or that our overlays do not fit, stops none of the others: a person has to look
/// at it, and the next run makes what this one could not. What is reported is all that has changed since the base, whichever run has
/// made it.
///
/// # Errors
///
/// A folder without descriptions, settings that are malformed, a base that is not there, or a file that can't be read or written.
pub fn run(project: &Project, arguments: &Arguments) -> Result<Outcome> {
    let vendor = Vendor::read(project)?;
    let published = vendor.published(&arguments.from)?;
    let base = Base::of(project, arguments.base.as_deref())?;
    let mut update = Update::default();
    import_all(project, &base, arguments, published, &mut update)?;
    regenerate(project, &mut update)?;
    if update.tasks.is_empty() && update.versions.is_empty() && !update.has_written {
        print("nothing has changed\n");
        return Ok(Outcome::Fine);
    }
    let settings = project.settings()?;
    let origin = Origin {
        repository: &vendor.repository,
        commit: arguments.source_commit.as_deref(),
        base: base.commit.as_deref(),
        pinned: &settings.api_version,
        client: &reports::client_version(project)?,
    };
    let text = body(&update, &origin);
    match &arguments.body {
        Some(path) => fs::write(path, text).with_context(|| format!("error: can't write {}", path.display()))?,
        None => print(&format!("\n{text}")),
    }
    Ok(if update.tasks.is_empty() { Outcome::Changed } else { Outcome::NeedsPerson })
}

/// Imports what has changed, the older versions first: each is compared with the one before as it is now.
fn import_all(
    project: &Project,
    base: &Base,
    arguments: &Arguments,
    published: Published,
    update: &mut Update,
) -> Result<()> {
    let Published { versions, unreadable } = published;
    for (name, error) in unreadable {
        update.add(format!("`{name}` is no description of a version: see whether the vendor corrects it"), Some(error));
    }
    let mut settings = project.settings()?;
    let mut found = BTreeMap::new();
    for (version, names) in versions {
        let index = match place(&version, &settings.api_versions) {
            Place::Older => {
                print(&format!("{version}: older than all versions of spec/codegen.toml, left out\n"));
                continue;
            }
            Place::Unknown => {
                let names = names.join(", ");
                let what = format!("{names} is of a version that has no number, {version}: add it to `api-versions`");
                update.add(format!("{what} in spec/codegen.toml, at its place in the order"), None);
                continue;
            }
            Place::Before(index) => Some(index),
            Place::Listed => None,
        };
        let [name] = names.as_slice() else {
            update.add(format!("{version} has several descriptions, {}: import one by hand", names.join(", ")), None);
            continue;
        };
        index.into_iter().for_each(|index| settings.api_versions.insert(index, version.clone()));
        let known = settings.api_versions.iter().find(|known| known.eq_ignore_ascii_case(&version));
        found.extend(known.map(|known| (known.clone(), name.clone())));
    }
    for version in settings.api_versions.clone() {
        match found.get(&version) {
            Some(name) => import_one((project, base), arguments, &mut settings, (&version, name), update)?,
            None => print(&format!("{version}: not there, stays as it is\n")),
        }
    }
    Ok(())
}

/// Imports a version, and lists it where it is new.
fn import_one(
    (project, base): (&Project, &Base),
    arguments: &Arguments,
    settings: &mut Settings,
    (version, name): (&str, &str),
    update: &mut Update,
) -> Result<()> {
    let request = Request {
        file: &arguments.from.join(name),
        shown: name.to_owned(),
        name: name.to_owned(),
        version,
        content: Content::Structure,
        commit: arguments.source_commit.clone(),
        reason: None,
    };
    let mut import = match import::prepare(project, &base.project, settings, &request) {
        Ok(import) => import,
        Err(error) => {
            update.add(format!("{version} can't be imported from `{name}`"), Some(error));
            let is_listed = |known: &String| project.spec().join(format!("{known}.yaml")).exists();
            settings.api_versions.retain(|known| known != version || is_listed(known));
            return Ok(());
        }
    };
    let Step { is_same, is_new, is_corrected, .. } = import.step;
    let missing = import.step.missing.to_write();
    missing.into_iter().for_each(|what| update.add(format!("{version}: {what}"), None));
    // Whoever fails behind this finds the section written, and the description as it was.
    let report = report(project, settings, version, &mut import.step, update)?;
    if !is_same {
        list(project, version)?;
        import.write(project, settings)?;
        update.has_written = true;
    }
    if report.is_none() && !is_new {
        print(&format!("{version}: {}\n", if is_same { "no change" } else { "as it was" }));
        return Ok(());
    }
    let changes = report.as_ref().map_or_else(|| "nothing to compare with".to_owned(), render::summary);
    print(&format!("{version}: {}, {changes}\n", if is_new { "new" } else { "changed in place" }));
    update.versions.push(Version { name: version.to_owned(), is_new, report, is_corrected });
    Ok(())
}

/// Gives a version its entry in spec/codegen.toml, if it has none.
fn list(project: &Project, version: &str) -> Result<()> {
    let path = project.spec().join("codegen.toml");
    if let Place::Before(index) = place(version, &project.settings()?.api_versions) {
        let text = with_version(&read(&path)?, version, index)?;
        Files::new(BTreeMap::from([("codegen.toml".to_owned(), text)])).apply_files(&project.spec())?;
    }
    Ok(())
}

/// What changes with a version, with what may pass marked, and its section in the changelog. Of a version that an earlier run has
/// imported and could not generate from, that is what it is now, with the corrections that somebody has made meanwhile.
fn report(
    project: &Project,
    settings: &Settings,
    version: &str,
    step: &mut Step,
    update: &mut Update,
) -> Result<Option<Report>> {
    let is_later = step.is_new && step.is_same && step.report.is_none() && step.unfit.is_none();
    let before = settings.version_before(version).filter(|_| is_later);
    let later = before.and_then(|before| reports::report(project, (before, version), &[]).ok());
    let Some(mut report) = step.report.take().or(later) else { return Ok(None) };
    if let Err(error) = reports::allow(project, None, &mut report) {
        update.add(format!("{version}: spec/drift-allow.toml does not fit what has changed"), Some(error));
    }
    if report.entries().next().is_some() {
        reports::write_changelog(project, &report)?;
    }
    Ok(Some(report))
}

/// Brings the client and the goldens up to date, as far as versions can be generated from.
fn regenerate(project: &Project, update: &mut Update) -> Result<()> {
    let settings = project.settings()?;
    let (goldens, failed) = golden::possible(project)?;
    if !failed.contains_key(&settings.api_version) {
        let folder = project.client().join("src/generated");
        let before = on_disk(&folder)?;
        let arguments = codegen::Arguments::default();
        codegen::run(project, &arguments)?;
        update.has_written |= on_disk(&folder)? != before;
        let generated = codegen::generated(&arguments, &codegen::input(project, &arguments, &settings)?, &settings)?;
        update.has_written |= show(project, &codegen::summary(&generated))?;
    }
    let Blessed { written, removed } = golden::bless(project, &goldens)?;
    print(&format!("{} goldens, {written} files written, {removed} removed\n", goldens.len()));
    update.has_written |= written + removed > 0;
    for (version, error) in failed {
        let what = "nothing can be generated: fix each overlay action as its help says, and what else is reported";
        update.add(format!("{version}: {what}"), Some(error));
    }
    if let Err(error) = reports::check_allowances(project, &import::states(project, &settings)?) {
        update.add("spec/drift-allow.toml: fix its entries".to_owned(), Some(error));
    }
    Ok(())
}

/// Brings the line up to date that README.md shows of `codegen`; returns whether it was another one.
fn show(project: &Project, summary: &str) -> Result<bool> {
    const END: &str = " lines, up to date";
    let path = project.root().join("README.md");
    let text = read(&path)?;
    let shown = |line: &str| if line.ends_with(END) { format!("{summary}, up to date\n") } else { format!("{line}\n") };
    let text: String = text.lines().map(shown).collect();
    Ok(!Files::new(BTreeMap::from([("README.md".to_owned(), text)])).apply_files(project.root())?.is_empty())
}
