//! Rows: the markers of required fields, how many there are, and what they cost rustc.

use std::{collections::BTreeSet, fs, process::Command};

use anyhow::{Context as _, Result};
use intercom_codegen::{Api, ir::Kind};

use crate::bench::{
    measure::Usage,
    row::{CPU, Row, Unit},
    samples::Samples,
    session::Session,
    subject::Subject,
};

/// What the rows say of ours.
pub(crate) const FIGURES: [(&str, Unit); 2] =
    [("markers of required fields", Unit::Types), ("markers of required fields, CPU", Unit::Seconds)];

/// The rows: how many types there are, and a crate of nothing else beside one that is empty.
pub(crate) fn rows(session: &Session, subject: &Subject) -> Result<Vec<Row>> {
    let (api, _) = subject.api(&session.project)?;
    let names = names(&api);
    let types: String = names.iter().map(|name| format!("pub enum {name} {{}}\n")).collect();
    let [markers, empty] = [("markers", &*types), ("empty", "")].map(|(name, text)| compiler(session, name, text));
    let (markers, empty) = (markers?, empty?);
    let (mut ours, mut beside): (Vec<Usage>, Vec<Usage>) = (Vec::new(), Vec::new());
    for _ in 0..session.pairs() {
        ours.push(session.measure(&markers)?);
        beside.push(session.measure(&empty)?);
    }
    Ok(vec![
        Row::alone("markers of required fields", Unit::Types, &Samples::count(names.len())),
        Row::compared("markers of required fields", CPU, &ours, "an empty crate", &beside),
    ])
}

/// The names of all fields that a builder asks for: each is a type.
fn names(api: &Api) -> BTreeSet<&str> {
    let objects = api.definitions.iter().filter_map(|definition| match &definition.kind {
        Kind::Struct(object) => Some(object),
        _ => None,
    });
    let required = objects.flat_map(|object| {
        let indexes = object.builders.iter().flat_map(|builder| &builder.required);
        indexes.map(|&index| object.fields[index].name.as_str())
    });
    required.collect()
}

/// The compiler of a crate with this text, for what `cargo check` makes of it.
fn compiler(session: &Session, name: &str, text: &str) -> Result<Command> {
    let folder = session.folder("markers");
    fs::create_dir_all(&folder).with_context(|| format!("error: can't make {}", folder.display()))?;
    let file = folder.join(name).with_extension("rs");
    let text = format!("#![allow(missing_docs, non_camel_case_types)]\n{text}");
    fs::write(&file, text).with_context(|| format!("error: can't write {}", file.display()))?;
    let mut command = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    command
        .args(["--crate-type", "lib", "--edition", "2024", "--emit", "metadata", "--out-dir"])
        .arg(&folder)
        .arg(&file);
    Ok(command)
}
