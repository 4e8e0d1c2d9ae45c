//! The layers of ARCHITECTURE.md, each crate from the bottom to the top: a file takes from its own floor and from what lies below.

use std::collections::{BTreeMap, BTreeSet};

use syn::{FnArg, ImplItem, Item, ReceiverKind, ReturnType, Signature, Type};
use xtask::{golden::on_disk, project::Project};

use super::imports::Imports;

/// The Rust files below a folder of the project: path -> text.
fn sources(folder: &str) -> BTreeMap<String, String> {
    let files = on_disk(&Project::here().root().join(folder)).expect("the sources can be read");
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
const COMMANDS: [&str; 12] = [
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
    "prove.rs",
    "prove/",
];

/// The commands from the bottom to the top.
pub(super) const COMMAND_FLOORS: [&[&str]; 7] = [
    &["base/app.rs", "base/fields.rs", "base/files.rs", "base/outcome.rs"],
    &["base/project.rs"],
    &["base/input.rs", "base/workspace.rs"],
    &["base/reports/"],
    &["base.rs", "base/reports.rs"],
    &COMMANDS,
    &["lib.rs", "main.rs"],
];

#[test]
fn the_commands_stand_on_what_they_share() {
    check_floors("xtask/src", &COMMAND_FLOORS, &[]);
    check_methods("xtask/src", &[]);
    check_folders("xtask/src", &[("bench", 20)]);
}

/// The generator from the bottom to the top: what is common, the steps before typing, the representation, then the steps on it.
pub(super) const GENERATOR: [&[&str]; 32] = [
    &["place.rs", "error/reads.rs"],
    &["error.rs"],
    &["origin.rs"],
    &["naming.rs", "naming/", "output.rs", "versions.rs", "walk.rs"],
    &["settings.rs", "spelling.rs"],
    &["load.rs"],
    &["overlay.rs", "overlay/", "select.rs"],
    &["import.rs", "references.rs", "references/", "typed.rs", "typed/"],
    &["ir.rs", "ir/"],
    // Lowering, and the order of its steps.
    &["lower/reserved.rs"],
    &["lower/state.rs"],
    &["lower/text.rs", "lower/text/"],
    &["lower/read.rs", "lower/read/"],
    &["lower/shapes.rs", "lower/shapes/"],
    &["lower/types.rs", "lower/types/"],
    &["lower/requests.rs", "lower/requests/"],
    &["lower/responses.rs", "lower/responses/"],
    &["lower/calls.rs", "lower/calls/"],
    &["lower/whole.rs", "lower/whole/"],
    &["check.rs", "lower.rs"],
    // The emitters.
    &["emit/context.rs", "emit/file.rs", "emit/tokens.rs"],
    &["emit/conditions.rs", "emit/security.rs", "emit/types.rs"],
    &["emit/calls/arguments.rs", "emit/models/"],
    &[
        "emit/calls/imports.rs",
        "emit/calls/methods.rs",
        "emit/calls/pagination.rs",
        "emit/calls/setters.rs",
        "emit/calls/success.rs",
    ],
    &["emit/calls/mock.rs", "emit/calls/operations.rs"],
    &["emit/calls/groups.rs", "emit/calls/shared.rs"],
    &["emit/calls.rs", "emit/models.rs"],
    &["emit/api.rs", "emit/root.rs"],
    &["emit.rs"],
    &["render.rs", "scaffold.rs", "scaffold/"],
    &["pipeline.rs"],
    &["diff.rs", "diff/", "lib.rs"],
];

#[test]
fn the_steps_of_the_generator_stand_on_each_other() {
    check_floors("generator/src", &GENERATOR, &[]);
    // At the top stands each step with its file, and what they share.
    check_folders("generator/src", &[("", 24)]);
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
    &["diff/calls.rs"],
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

/// The functions of a source that change a state and give something back, too: a question asks, what tells is another function.
fn questions_that_tell(text: &str, state: &str) -> Vec<String> {
    let file = syn::parse_file(text).expect("the source is Rust");
    let is_state =
        |ty: &Type| matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == state));
    let changes = |argument: &FnArg, is_own: bool| match argument {
        FnArg::Receiver(receiver) => is_own && matches!(receiver.kind, ReceiverKind::Reference(_, _, Some(_))),
        FnArg::Typed(argument) => {
            matches!(&*argument.ty, Type::Reference(to) if to.mutability.is_some() && is_state(&to.elem))
        }
    };
    let tells = |signature: &Signature, is_own: bool| {
        let changes = signature.inputs.iter().any(|argument| changes(argument, is_own));
        let gives = !matches!(signature.output, ReturnType::Default);
        (changes && gives).then(|| signature.ident.to_string())
    };
    let of_item = |item: &Item| match item {
        Item::Fn(item) => tells(&item.sig, false).into_iter().collect(),
        Item::Impl(block) => {
            let is_own = is_state(&block.self_ty);
            let methods = block.items.iter().filter_map(|item| match item {
                ImplItem::Fn(method) => tells(&method.sig, is_own),
                _ => None,
            });
            methods.collect()
        }
        _ => Vec::new(),
    };
    file.items.iter().flat_map(of_item).collect()
}

#[test]
fn a_question_that_tells_is_found() {
    let text = "struct State; impl State { fn a(&mut self) -> bool { true } fn b(&mut self) {} fn c(&self) -> bool { true } }
        struct Other; impl Other { fn d(&mut self) -> bool { true } }
        fn e<'a>(state: &mut State<'a>, of: u8) -> bool { true } fn f(state: &State) -> bool { true } fn g(state: &mut State) {}";
    assert_eq!(questions_that_tell(text, "State"), ["a", "e"]);
}

#[test]
fn no_question_of_the_comparison_tells() {
    let sources = sources("generator/src/diff");
    let found = sources.iter().flat_map(|(path, text)| {
        questions_that_tell(text, "Comparison").into_iter().map(move |name| format!("{path}: {name}"))
    });
    assert_eq!(found.collect::<Vec<_>>(), Vec::<String>::new());
    assert!(sources["comparison.rs"].contains("pub(crate) struct Comparison<'a>"));
}

/// The runtime from the bottom to the top, and generated code above it.
pub(super) const RUNTIME: [&[&str]; 12] = [
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

#[test]
fn the_runtime_stands_on_the_facts_of_an_api() {
    check_floors("generated-client/src", &RUNTIME, &[]);
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
    check_folders("generated-client/src", &[("generated/models", 18)]);
}
