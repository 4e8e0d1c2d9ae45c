//! The layers of ARCHITECTURE.md, each crate from the bottom to the top: a file takes from its own floor and from what lies below.

use std::collections::{BTreeMap, BTreeSet};

use xtask::{golden::on_disk, project::Project};

use super::imports::Imports;

/// The Rust files below a folder of the project: path -> text.
fn sources(folder: &str) -> BTreeMap<String, String> {
    let files = on_disk(&Project::here().root().join(folder)).expect("the sources can be read");
    files.into_iter().filter(|(path, _)| path.ends_with(".rs")).collect()
}

/// The floor that a file stands on, counted from below: that of the longest path that it is, or is in.
fn floor_of(floors: &[&[&str]], file: &str) -> Option<usize> {
    let places = floors.iter().enumerate().flat_map(|(floor, places)| places.iter().map(move |place| (floor, *place)));
    let around = places.filter(|(_, place)| file == *place || (place.ends_with('/') && file.starts_with(place)));
    around.max_by_key(|(_, place)| place.len()).map(|(floor, _)| floor)
}

/// What stands against the order of floors: a file that has none, or one that names a file above it.
fn broken(imports: &Imports, floors: &[&[&str]]) -> Vec<String> {
    let mut broken = Vec::new();
    for file in imports.files() {
        let Some(floor) = floor_of(floors, file) else {
            broken.push(format!("{file} stands on no floor"));
            continue;
        };
        let above = imports.named_by(file).into_iter().filter(|named| floor_of(floors, named) > Some(floor));
        broken.extend(above.map(|named| format!("{file} names {named}, which is above it")));
    }
    broken
}

/// Checks a crate: its floors from the bottom to the top, each a list of files (`api.rs`) and folders (`wire/`). What still stands
/// against their order is listed.
#[track_caller]
fn check_floors(folder: &str, floors: &[&[&str]], expected: &[&str]) {
    let sources = sources(folder);
    let imports = Imports::read(sources.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    assert_eq!(broken(&imports, floors), expected, "{folder}");
    for place in floors.iter().copied().flatten() {
        let is_there = sources.keys().any(|file| file == place || (place.ends_with('/') && file.starts_with(place)));
        assert!(is_there, "{folder} has no {place}");
    }
}

/// Checks that the methods of a type stand where it is defined, but for a list: the type -> the files that add to it.
#[track_caller]
fn check_methods(folder: &str, expected: &[(&str, &[&str])]) {
    let sources = sources(folder);
    let imports = Imports::read(sources.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let expected: BTreeMap<_, BTreeSet<_>> =
        expected.iter().map(|(name, files)| ((*name).to_owned(), files.iter().copied().collect())).collect();
    assert_eq!(imports.scattered(), expected, "{folder}: a type's methods stand in one file");
}

/// Checks that no folder has more files than a reader sees at once, 13, but for a list of folders with their number.
#[track_caller]
fn check_folders(folder: &str, expected: &[(&str, usize)]) {
    let mut sizes = BTreeMap::<String, usize>::new();
    for path in sources(folder).keys() {
        let place = path.rsplit_once('/').map_or("", |(place, _)| place);
        *sizes.entry(place.to_owned()).or_default() += 1;
    }
    let large: Vec<_> = sizes.iter().filter(|(_, size)| **size > 13).map(|(at, size)| (at.as_str(), *size)).collect();
    assert_eq!(large, expected, "{folder}");
}

#[test]
fn a_file_that_names_one_above_it_is_found() {
    let texts = [("low.rs", "use crate::{high::{self, Thing}};"), ("high.rs", "pub struct Thing;"), ("lib.rs", "")];
    let floors: [&[&str]; 2] = [&["low.rs"], &["high.rs", "lib.rs"]];
    assert_eq!(broken(&Imports::read(texts), &floors), ["low.rs names high.rs, which is above it"]);
    let fine = [("low.rs", "pub struct Low;"), ("high.rs", "use crate::low::Low;"), ("new.rs", "")];
    assert_eq!(broken(&Imports::read(fine), &floors), ["new.rs stands on no floor"]);
}

#[test]
fn the_longest_path_says_the_floor() {
    let floors: [&[&str]; 3] = [&["wire/path.rs"], &["wire/"], &["wire.rs"]];
    assert_eq!(floor_of(&floors, "wire/path.rs"), Some(0));
    assert_eq!(floor_of(&floors, "wire/query.rs"), Some(1));
    assert_eq!(floor_of(&floors, "wire.rs"), Some(2));
    assert_eq!(floor_of(&floors, "wired.rs"), None);
}

#[test]
fn methods_that_stand_elsewhere_are_found() {
    let texts = [
        ("state.rs", "pub struct State; impl State { fn a(&self) {} }"),
        ("types.rs", "use super::state::{State}; impl State { fn b(&self) {} } impl Clone for State {}"),
        ("lib.rs", "mod state; mod types;"),
    ];
    let expected = BTreeMap::from([("state.rs: State".to_owned(), BTreeSet::from(["types.rs"]))]);
    assert_eq!(Imports::read(texts).scattered(), expected);
}

/// Commands, each a file with a folder of its parts.
const COMMANDS: [&str; 15] = [
    "bench.rs",
    "bench/",
    "ci.rs",
    "codegen.rs",
    "corpus.rs",
    "corpus/",
    "drift.rs",
    "golden.rs",
    "import.rs",
    "import/",
    "lib.rs",
    "main.rs",
    "prove.rs",
    "prove/",
    "workspace.rs",
];

#[test]
fn the_commands_stand_on_what_they_share() {
    check_floors("xtask/src", &[&["files.rs"], &["project.rs"], &COMMANDS], &[]);
    check_methods("xtask/src", &[]);
    check_folders("xtask/src", &[("bench", 18)]);
}

#[test]
fn the_runtime_stands_on_the_facts_of_an_api() {
    let floors: [&[&str]; 12] = [
        &["api.rs"],
        &["json/"],
        &["values/"],
        &["tables/"],
        &["wire/"],
        &["credentials/"],
        &["client/"],
        &["call/"],
        &["lists/"],
        &["blocking.rs", "mock/"],
        &["runtime.rs"],
        &["generated/", "lib.rs"],
    ];
    // The builders' markers of required fields are one list for all models.
    check_floors("generated-client/src", &floors, &["tables/builder.rs names generated/fields.rs, which is above it"]);
    // A request is as the floor of calls has it; what generated code and an app give it stands apart there. Floors above add to it what
    // they are about, and generated code to each what only a description knows.
    let request = [
        "blocking.rs",
        "call/encode.rs",
        "call/options.rs",
        "generated/ai_content.rs",
        "generated/api.rs",
        "generated/messages.rs",
        "lists/pages.rs",
    ];
    let added: [(&str, &[&str]); 8] = [
        ("call/request.rs: Request", &request),
        ("client/api_error.rs: ApiError", &["generated/api.rs"]),
        ("client/builder.rs: ClientBuilder", &["generated/api.rs"]),
        ("client/client.rs: Client", &["generated/ai_content.rs", "generated/api.rs", "generated/messages.rs"]),
        ("lists/pages.rs: Items", &["blocking.rs"]),
        ("lists/pages.rs: Pages", &["blocking.rs"]),
        ("mock/expectation.rs: Expectation", &["generated/mock.rs"]),
        ("mock/mod.rs: Mock", &["generated/mock.rs"]),
    ];
    check_methods("generated-client/src", &added);
    // As many as the description has models.
    check_folders("generated-client/src", &[("generated/models", 17)]);
}

/// What lowering stands on.
const BELOW_LOWER: [&str; 12] = [
    "error.rs",
    "ir.rs",
    "ir/",
    "load.rs",
    "naming.rs",
    "origin.rs",
    "place.rs",
    "select.rs",
    "settings.rs",
    "spelling.rs",
    "versions.rs",
    "walk.rs",
];

/// The layers of lowering.
const LOWER: [&[&str]; 10] = [
    &["lower/reserved.rs"],
    &["lower/state.rs"],
    &["lower/text.rs", "lower/text/"],
    &["lower/read.rs", "lower/read/"],
    &["lower/shapes.rs", "lower/shapes/"],
    &["lower/types.rs", "lower/types/"],
    &["lower/requests.rs", "lower/requests/"],
    &["lower/answers.rs", "lower/answers/"],
    &["lower/calls.rs", "lower/calls/"],
    &["lower/whole.rs", "lower/whole/"],
];

/// The order of lowering's steps, and what takes no part in them.
const ABOVE_LOWER: [&str; 17] = [
    "check.rs",
    "diff.rs",
    "diff/",
    "emit.rs",
    "emit/",
    "import.rs",
    "lib.rs",
    "lower.rs",
    "output.rs",
    "overlay.rs",
    "overlay/",
    "references.rs",
    "render.rs",
    "scaffold.rs",
    "scaffold/",
    "typed.rs",
    "typed/",
];

#[test]
fn lowering_stands_in_layers() {
    let floors: Vec<&[&str]> = [&BELOW_LOWER[..]].into_iter().chain(LOWER).chain([&ABOVE_LOWER[..]]).collect();
    check_floors("generator/src", &floors, &[]);
    check_folders("generator/src/lower", &[]);
    let sources = sources("generator/src");
    let imports = Imports::read(sources.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let scattered = imports.scattered().into_keys().filter(|of| of.starts_with("lower"));
    assert_eq!(scattered.collect::<Vec<_>>(), [""; 0], "a type's methods stand in one file");
}
