//! The documents for those who change the project: the overview names every file once, and what a document names is there.

mod command;
#[path = "workflows.rs"]
mod workflows;

use std::{collections::BTreeSet, fs};

use codegen_tests::project;
use xtask::golden::on_disk;

use super::layers::{COMMAND_FLOORS, GENERATOR, RUNTIME, floor_of};

/// The overview, and how many lines it may have: what a person reads before looking for a file.
const OVERVIEW: (&str, usize) = ("ARCHITECTURE.md", 150);

/// The crates whose files the overview names, with their floors from the bottom to the top.
const CRATES: [(&str, &[&[&str]]); 3] =
    [("generator/src/", &GENERATOR), ("generated-client/src/", &RUNTIME), ("xtask/src/", &COMMAND_FLOORS)];

fn read(document: &str) -> String {
    fs::read_to_string(project().root().join(document)).expect("the document can be read")
}

/// The hand-written files of a crate.
fn files(folder: &str) -> BTreeSet<String> {
    let files = on_disk(&project().root().join(folder)).expect("the sources can be read");
    files.into_keys().filter(|path| path.ends_with(".rs") && !path.starts_with("generated/")).collect()
}

/// What stands in code font.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// The part of a document below a heading, up to the next one.
fn section<'t>(text: &'t str, heading: &str) -> &'t str {
    let (_, rest) = text.split_once(&format!("{heading}\n")).unwrap_or_else(|| panic!("there is no `{heading}`"));
    rest.find("\n#").map_or(rest, |end| &rest[..end])
}

/// A row of the code map, as the names of files without `.rs`: those in its second cell, below the folder in its first one if
/// that has one, and the folder itself, `lower/types/`.
fn row(line: &str) -> Option<Vec<String>> {
    let mut cells = line.strip_prefix('|')?.split('|');
    let (place, names) = (cells.next()?, cells.next()?);
    let folder = code(place).next();
    let below = code(names).map(|name| format!("{}{name}", folder.unwrap_or_default()));
    Some(folder.map(str::to_owned).into_iter().chain(below).collect())
}

/// The files that a table of the code map names: for each row of it, paths among those that are there. What is wrong is told.
fn named(table: &str, files: &BTreeSet<String>) -> (Vec<Vec<String>>, Vec<String>) {
    // `lower/types/` -> `lower/types.rs`, or `lower/types/mod.rs`; `lower/types/enums` -> `lower/types/enums.rs`
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    let mut rows = Vec::new();
    for names in table.lines().filter_map(row) {
        let mut found = Vec::new();
        for name in names {
            let folder = name.strip_suffix('/');
            let paths = [format!("{}.rs", folder.unwrap_or(&name)), format!("{name}mod.rs")];
            let Some(path) = paths.into_iter().find(|path| files.contains(path)) else {
                let is_folder = folder.is_some() && files.iter().any(|file| file.starts_with(&name));
                wrong.extend((!is_folder).then(|| format!("there is no {name}")));
                continue;
            };
            if !seen.insert(path.clone()) {
                wrong.push(format!("{path} is named twice"));
            }
            found.push(path);
        }
        rows.push(found);
    }
    wrong.extend(files.difference(&seen).map(|file| format!("{file} is not named")));
    (rows, wrong)
}

/// The table of a crate in the code map.
fn table<'t>(overview: &'t str, folder: &str) -> &'t str {
    let heading = overview.lines().find(|line| line.starts_with("### ") && line.ends_with(&format!("`{folder}`")));
    section(overview, heading.unwrap_or_else(|| panic!("the code map has no {folder}")))
}

#[test]
fn every_file_is_named_once_in_the_overview() {
    let overview = read(OVERVIEW.0);
    for (folder, _) in CRATES {
        let (_, wrong) = named(table(&overview, folder), &files(folder));
        assert_eq!(wrong, [""; 0], "{folder}");
    }
}

#[test]
fn the_overview_goes_from_the_bottom_up() {
    let overview = read(OVERVIEW.0);
    for (folder, floors) in CRATES {
        let (rows, _) = named(table(&overview, folder), &files(folder));
        let lowest = rows.iter().filter_map(|row| row.iter().filter_map(|file| floor_of(floors, file)).min());
        let lowest: Vec<_> = lowest.collect();
        assert!(lowest.is_sorted(), "{folder}: {lowest:?} of {rows:#?}");
        assert!(lowest.len() > 5, "{folder}");
    }
}

#[test]
fn the_overview_stays_an_overview() {
    let lines = read(OVERVIEW.0).lines().count();
    assert!(lines <= OVERVIEW.1, "{} has {lines} lines", OVERVIEW.0);
}

#[test]
fn what_the_code_map_lacks_or_has_twice_is_found() {
    let files = ["lib.rs", "load.rs", "low.rs", "low/bits.rs", "wire/mod.rs", "wire/path.rs", "wire/path/tests.rs"];
    let files = files.into_iter().map(str::to_owned).collect();
    let check = |table: &str, expected: &[&str]| assert_eq!(named(table, &files).1, expected, "{table}");
    let whole = "| place | files |\n|---|---|\n| first | `lib`, `load` reads |\n| `low/` | `bits` |\n| `wire/` | `path` (`path/tests`) |\n";
    check(whole, &[]);
    check(&whole.replace("`bits`", "bits"), &["low/bits.rs is not named"]);
    check(&whole.replace("| `low/` | `bits` |\n", ""), &["low.rs is not named", "low/bits.rs is not named"]);
    check(&whole.replace("`path` (", "`path` and `path` ("), &["wire/path.rs is named twice"]);
    check(&whole.replace("`load`", "`load`, `low`"), &["low.rs is named twice"]);
    check(&whole.replace("`bits`", "`bits`, `bytes`"), &["there is no low/bytes"]);
    check(&format!("{whole}| `high/` | |\n"), &["there is no high/"]);
    let rows = [
        &["lib.rs", "load.rs"][..],
        &["low.rs", "low/bits.rs"],
        &["wire/mod.rs", "wire/path.rs", "wire/path/tests.rs"],
    ];
    let (found, _) = named(whole, &files);
    assert_eq!(found.iter().filter(|row| !row.is_empty()).collect::<Vec<_>>(), rows.iter().collect::<Vec<_>>());
}

/// The files that a text names which are not there, below the project or one of its crates.
fn missing(text: &str) -> Vec<&str> {
    let root = project().root().to_owned();
    let is_there = |path: &str| {
        let crates = CRATES.iter().map(|(folder, _)| *folder);
        [""].into_iter().chain(crates).any(|folder| root.join(folder).join(path).is_file())
    };
    // `generator/src/emit/`: folders are named, too, but not each `a/b` is one.
    code(text).filter(|name| name.ends_with(".rs") && !name.contains(['*', '<', ' ']) && !is_there(name)).collect()
}

#[test]
fn what_the_documents_name_is_there() {
    assert_eq!(missing("`lower.rs`, `no/such.rs` and `xtask/src/ci.rs`"), ["no/such.rs"]);
    for document in [OVERVIEW.0, "generator/DECISIONS.md", "generator/DRIFT.md", "generator/SETTINGS.md"] {
        assert_eq!(missing(&read(document)), [""; 0], "{document}");
    }
}

/// The tours, each as its title and the files that it names.
fn tours(overview: &str) -> Vec<(&str, Vec<&str>)> {
    let text = section(overview, "## One schema, one call, one change, top to bottom");
    let tours = text.split("\n**").skip(1);
    let is_file = |name: &&str| name.ends_with(".rs");
    tours.map(|tour| (tour.split("**").next().unwrap_or_default(), code(tour).filter(is_file).collect())).collect()
}

#[test]
fn a_tour_passes_each_file_once() {
    let overview = read(OVERVIEW.0);
    let tours = tours(&overview);
    assert_eq!(tours.iter().map(|(title, _)| *title).collect::<Vec<_>>(), ["One schema", "One call", "One change"]);
    let all: Vec<_> = CRATES.iter().map(|(folder, _)| files(folder)).collect();
    for (title, passed) in tours {
        let mut seen = BTreeSet::new();
        let twice: Vec<_> = passed.iter().filter(|file| !seen.insert(**file)).collect();
        assert_eq!(twice, [&""; 0], "{title}");
        let unclear = passed.iter().filter(|file| all.iter().filter(|files| files.contains(**file)).count() != 1);
        assert_eq!(unclear.collect::<Vec<_>>(), [&""; 0], "{title}");
    }
}

#[test]
fn contributing_names_the_emitter_of_each_kind_of_file() {
    let contributing = read("CONTRIBUTING.md");
    let table = section(&contributing, "## Where generated code is emitted");
    let emitters = files("generator/src/emit");
    let mut named = BTreeSet::new();
    for line in table.lines().filter(|line| line.starts_with('|')) {
        let Some(names) = line.split('|').nth(2) else { continue };
        named.extend(code(names).filter(|name| name.ends_with(".rs") && !name.starts_with("generator/")));
    }
    let gone: Vec<_> = named.iter().filter(|name| !emitters.contains(**name)).collect();
    assert_eq!(gone, [&""; 0]);
    // What all emitters share makes no kind of file.
    let shared = ["calls.rs", "conditions.rs", "context.rs", "file.rs", "tokens.rs", "types.rs", "whereabouts.rs"];
    let unnamed = emitters.iter().map(String::as_str).filter(|name| !named.contains(name) && !shared.contains(name));
    assert_eq!(unnamed.collect::<Vec<_>>(), [""; 0], "these emit nothing that CONTRIBUTING.md tells of");
}

/// The links of a document to files that are not there.
fn broken_links(document: &str, text: &str) -> Vec<String> {
    let around = project().root().join(document);
    let folder = around.parent().expect("a document is in a folder");
    let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let files = links.filter(|link| !link.contains("://") && !link.starts_with('#'));
    let is_gone = |link: &&str| !folder.join(link.split('#').next().unwrap_or_default()).exists();
    files.filter(is_gone).map(str::to_owned).collect()
}

#[test]
fn links_between_documents_lead_somewhere() {
    assert_eq!(broken_links("README.md", "[a](ARCHITECTURE.md) [b](no.md#x) [c](#x) [d](https://x.y/z)"), ["no.md#x"]);
    let further =
        ["README.md", "CONTRIBUTING.md", "generator/DECISIONS.md", "generator/DRIFT.md", "generator/SETTINGS.md"];
    for document in [OVERVIEW.0].into_iter().chain(further) {
        assert_eq!(broken_links(document, &read(document)), [""; 0], "{document}");
    }
}
