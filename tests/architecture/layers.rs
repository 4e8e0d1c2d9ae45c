//! The layers of ARCHITECTURE.md, each crate from the bottom to the top: a file takes from its own floor and from what lies below.

use std::collections::{BTreeMap, BTreeSet};

use xtask::golden::on_disk;

use super::{imports::Imports, project};

/// The Rust files below a folder of the project: path -> text.
pub(super) fn sources(folder: &str) -> BTreeMap<String, String> {
    let files = on_disk(&project().root().join(folder)).expect("the sources can be read");
    files.into_iter().filter(|(path, _)| path.ends_with(".rs")).collect()
}

/// The floor that a file stands on, counted from below: that of the longest path that it is, or is in.
pub(super) fn floor_of(floors: &[&[&str]], file: &str) -> Option<usize> {
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
pub(super) fn check_floors(folder: &str, floors: &[&[&str]], expected: &[&str]) {
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
pub(super) fn check_methods(folder: &str, expected: &[(&str, &[&str])]) {
    let sources = sources(folder);
    let imports = Imports::read(sources.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let expected: BTreeMap<_, BTreeSet<_>> =
        expected.iter().map(|(name, files)| ((*name).to_owned(), files.iter().copied().collect())).collect();
    assert_eq!(imports.scattered(), expected, "{folder}: a type's methods stand in one file");
}

/// Checks that no folder has more files than a reader sees at once, 13, nor so few that they could stand above it, less than 4,
/// but for two lists of folders with their number.
#[track_caller]
pub(super) fn check_folders(folder: &str, large: &[(&str, usize)], small: &[(&str, usize)]) {
    let mut sizes = BTreeMap::<String, usize>::new();
    for path in sources(folder).keys() {
        let place = path.rsplit_once('/').map_or("", |(place, _)| place);
        *sizes.entry(place.to_owned()).or_default() += 1;
    }
    let of = |is_meant: fn(usize) -> bool| -> Vec<_> {
        sizes.iter().filter(|(_, size)| is_meant(**size)).map(|(at, size)| (at.as_str(), *size)).collect()
    };
    assert_eq!(of(|size| size > 13), large, "{folder}");
    assert_eq!(of(|size| size < 4), small, "{folder}");
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
    for (path, text) in [
        ("types.rs", "impl super::state::State { fn b(&self) {} }"),
        ("types.rs", "impl crate::state::State { fn b(&self) {} }"),
        ("lib.rs", "mod state; impl self::state::State { fn b(&self) {} }"),
    ] {
        let expected = BTreeMap::from([("state.rs: State".to_owned(), BTreeSet::from([path]))]);
        assert_eq!(Imports::read([texts[0], (path, text)]).scattered(), expected, "{text}");
    }
}

/// The commands from the bottom to the top.
pub(super) const COMMAND_FLOORS: [&[&str]; 9] = [
    &["base/spelled.rs", "base/app_types.rs"],
    &["base/app_calls.rs"],
    &["base/app.rs", "base/document.rs", "base/fields.rs", "base/outcome.rs", "base/pattern.rs", "base/progress.rs"],
    &["base/project.rs"],
    &["base/input.rs", "base/workspace.rs"],
    &["base/reports/"],
    &["base.rs", "base/reports.rs"],
    // Commands, each a file with a folder of its parts, however few.
    &[
        "bench.rs",
        "bench/",
        "ci.rs",
        "codegen.rs",
        "contract.rs",
        "contract/",
        "corpus.rs",
        "corpus/",
        "drift.rs",
        "drift/",
        "fuzz.rs",
        "fuzz/",
        "golden.rs",
        "golden/",
        "import.rs",
        "import/",
        "update.rs",
        "update/",
    ],
    &["lib.rs", "main.rs"],
];

#[test]
fn the_commands_stand_on_what_they_share() {
    check_floors("xtask/src", &COMMAND_FLOORS, &[]);
    check_methods("xtask/src", &[]);
    check_folders("xtask/src", &[], &[("drift", 1), ("drift/prove", 2), ("golden", 1), ("import", 3)]);
}

/// The generator from the bottom to the top: what is common, the steps before typing, the representation, then the steps on it.
pub(super) const GENERATOR: [&[&str]; 37] = [
    &["place.rs", "place/", "error/", "quoted.rs", "wrap.rs", "wrap/"],
    &["error.rs", "error/source.rs"],
    &["origin.rs"],
    &["naming.rs", "naming/", "output.rs", "versions.rs", "walk.rs"],
    &["settings.rs", "spelling.rs"],
    &["load.rs"],
    &["overlay.rs", "overlay/", "select.rs"],
    &["dialect/parts.rs"],
    &["bundle.rs", "bundle/"],
    &["dialect.rs", "dialect/"],
    &["import.rs", "references.rs", "references/", "typed.rs", "typed/"],
    &["ir.rs", "ir/"],
    // Lowering, and the order of its steps.
    &["lower/merges.rs", "lower/reserved.rs"],
    &["lower/state.rs"],
    &["lower/text.rs", "lower/text/"],
    &["lower/read.rs", "lower/read/"],
    &["lower/shapes.rs", "lower/shapes/"],
    &["lower/alternatives.rs", "lower/alternatives/"],
    &["lower/types.rs", "lower/types/"],
    &["lower/requests.rs", "lower/requests/"],
    &["lower/responses.rs", "lower/responses/"],
    &["lower/calls.rs", "lower/calls/"],
    &["lower/samples.rs", "lower/samples/", "lower/whole.rs", "lower/whole/"],
    &["check.rs", "lower.rs"],
    // The emitters.
    &["emit/context.rs", "emit/file.rs", "emit/tokens.rs", "emit/whereabouts.rs"],
    &["emit/conditions.rs", "emit/security.rs", "emit/types.rs"],
    &["emit/calls/arguments.rs", "emit/calls/samples.rs", "emit/models/"],
    &[
        "emit/calls/imports.rs",
        "emit/calls/methods.rs",
        "emit/calls/pagination.rs",
        "emit/calls/setters.rs",
        "emit/calls/streaming.rs",
        "emit/calls/success.rs",
    ],
    &["emit/calls/mock.rs", "emit/calls/operation.rs"],
    &["emit/calls/groups.rs", "emit/calls/shared.rs"],
    &["emit/calls/operations.rs"],
    &["emit/calls.rs", "emit/models.rs"],
    &["emit/api.rs", "emit/root.rs", "emit/webhooks.rs"],
    &["emit.rs"],
    &["render.rs", "render/", "openings.rs", "scaffold.rs", "scaffold/"],
    &["pipeline.rs"],
    &["diff.rs", "diff/", "lib.rs"],
];

#[test]
fn the_steps_of_the_generator_stand_on_each_other() {
    check_floors("generator/src", &GENERATOR, &[]);
    // At the top stands each step with its file, and what they share.
    // A step has its parts in a folder, however few.
    let small = [("naming", 3), ("place", 3), ("render", 1), ("scaffold", 2), ("wrap", 1)];
    check_folders("generator/src", &[("", 29)], &small);
    check_methods("generator/src", &[]);
}

/// The floors of the comparison of two clients. What is the same is decided below the state, and so can tell nobody.
const COMPARISON: [&[&str]; 12] = [
    &["diff/rules/"],
    &["diff/rules.rs"],
    &["diff/change/"],
    &["diff/change.rs"],
    &["diff/sameness/"],
    &["diff/sameness.rs", "diff/comparison.rs"],
    &["diff/models/"],
    &["diff/models.rs", "diff/calls/"],
    &["diff/calls.rs", "diff/webhooks.rs"],
    &["diff/steps.rs"],
    &["diff/report/"],
    &["diff/report.rs", "diff.rs"],
];

#[test]
fn the_comparison_stands_on_what_is_the_same() {
    let sources = sources("generator/src");
    let imports = Imports::read(sources.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let is_part = |text: &&String| text.starts_with("diff/") || text.starts_with("diff.rs");
    let broken = broken(&imports, &COMPARISON);
    assert_eq!(broken.iter().filter(is_part).collect::<Vec<_>>(), Vec::<&String>::new());
    for place in COMPARISON.iter().copied().flatten() {
        assert!(sources.keys().any(|file| file.starts_with(place)), "there is no {place}");
    }
}

/// The runtime from the bottom to the top, and generated code above it.
pub(super) const RUNTIME: [&[&str]; 13] = [
    &["api.rs"],
    &["json/"],
    &["values/"],
    &["tables/"],
    &["wire/"],
    &["credentials/"],
    &["transport/"],
    &["client/"],
    &["call/"],
    &["lists/", "streams/"],
    &["blocking.rs", "mock/"],
    &["runtime.rs"],
    &["generated/", "guide.rs", "lib.rs"],
];

#[test]
fn the_runtime_stands_on_the_facts_of_an_api() {
    check_floors("generated-client/src", &RUNTIME, &[]);
    // A request is as the floor of calls has it; what generated code and an app give it stands apart there. Floors above add to it what
    // they are about, and generated code to each what only a description knows.
    let request = [
        "blocking.rs",
        "call/content.rs",
        "call/dry_run.rs",
        "call/encode.rs",
        "call/options.rs",
        "generated/api.rs",
        "generated/operations/ai_content.rs",
        "generated/operations/messages.rs",
        "lists/items.rs",
        "streams/events.rs",
    ];
    let added: [(&str, &[&str]); 8] = [
        ("call/request.rs: Request", &request),
        ("call/execute/download.rs: Download", &["blocking.rs"]),
        ("client/api_error.rs: ApiError", &["generated/api.rs"]),
        ("client/builder.rs: ClientBuilder", &["client/http_client.rs", "generated/api.rs"]),
        (
            "client/client.rs: Client",
            &["call/untyped.rs", "generated/api.rs", "generated/groups/ai_content.rs", "generated/groups/messages.rs"],
        ),
        ("lists/items.rs: Items", &["blocking.rs"]),
        ("lists/pages.rs: Pages", &["blocking.rs"]),
        ("streams/events.rs: Events", &["blocking.rs"]),
    ];
    check_methods("generated-client/src", &added);
    // As many as there are models; two tags; implementations of one interface; parts that nobody else asks; tests; libraries of times.
    let small = [
        ("generated", 3),
        ("generated/groups", 3),
        ("generated/operations", 3),
        ("json/explain", 1),
        ("lists/walk", 1),
        ("tables/tests", 2),
        ("transport/body", 2),
        ("values/time", 3),
    ];
    check_folders("generated-client/src", &[("generated/models", 18)], &small);
}
