//! Names do not depend on the order in which a description says what it says.

use std::{collections::BTreeMap, fs, sync::Arc};

use codegen_tests::{project, upstream};
use intercom_codegen::{
    Input, Settings, Source, Tags, generate,
    ir::{Group, Kind, Operation, Output},
    load,
    naming::FeatureName,
    read,
};
use serde_json::{Map, Value};
use xtask::{golden, input};

/// Another order of the same things.
type Permutation = fn(usize) -> Vec<usize>;

const PERMUTATIONS: [Permutation; 2] = [
    |length| (0..length).rev().collect(),
    // Every third, then those behind them: neighbours part, and so do the first and the last.
    |length| (0..3).flat_map(|start| (start..length).step_by(3)).collect(),
];

/// What has no order by OpenAPI's rules: paths, their operations, components, and the tags that are declared.
fn reorder(document: &mut Value, permutation: Permutation) {
    for key in ["paths", "components"] {
        let Some(node) = document.get_mut(key) else { continue };
        node.as_object_mut().into_iter().flat_map(Map::values_mut).for_each(|node| reorder_entries(node, permutation));
    }
    document.get_mut("paths").into_iter().for_each(|paths| reorder_entries(paths, permutation));
    if let Some(Value::Array(tags)) = document.get_mut("tags") {
        *tags = permutation(tags.len()).into_iter().map(|index| tags[index].clone()).collect();
    }
}

fn reorder_entries(node: &mut Value, permutation: Permutation) {
    if let Value::Object(entries) = node {
        let old: Vec<(String, Value)> = std::mem::take(entries).into_iter().collect();
        entries.extend(permutation(old.len()).into_iter().map(|index| old[index].clone()));
    }
}

fn reordered(input: &Input, permutation: Permutation) -> Input {
    let mut document = load::load(&input.description).expect("the description can be read");
    reorder(&mut document, permutation);
    let name = &input.description.name;
    let description = match &input.description.folder {
        Some(folder) => Source::in_folder(name, document.to_string(), Arc::clone(folder)),
        None => Source::new(name, document.to_string()),
    };
    Input { description, ..input.clone() }
}

/// Everything that has a name: where it stands -> its names.
fn names(input: &Input, settings: &Settings) -> BTreeMap<String, String> {
    let (api, _) = read(input, settings).expect("the description is valid");
    let mut names = BTreeMap::new();
    for definition in &api.definitions {
        names.insert(format!("{} in {}", definition.name, definition.module), definition.place.to_string());
    }
    for operation in &api.operations {
        names.insert(operation.place.to_string(), format!("{:?} {}", operation.names, operation.type_name));
    }
    for group in &api.groups {
        let feature = group.feature.as_ref().map_or("no feature", FeatureName::as_str);
        names.insert(group.tag.clone(), format!("{} {} {} {feature}", group.name, group.accessor, group.module));
    }
    names
}

/// The files of the models, text for text.
fn models(input: &Input, settings: &Settings) -> BTreeMap<String, String> {
    let mut files = generate(input, settings).expect("the description is valid").output.files().clone();
    files.retain(|path, _| path.starts_with("models/"));
    files
}

#[test]
fn the_order_of_a_case_changes_no_name_and_no_model() {
    let folders = golden::case_folders(&project()).expect("the cases can be read");
    assert!(folders.len() > 300);
    for folder in folders {
        let (input, settings) = golden::case(&folder).expect("the case is valid");
        let expected = (names(&input, &settings), models(&input, &settings));
        for permutation in PERMUTATIONS {
            let input = reordered(&input, permutation);
            assert_eq!((names(&input, &settings), models(&input, &settings)), expected, "{}", folder.display());
        }
    }
}

#[test]
fn the_order_of_a_whole_description_changes_no_name() {
    for file in upstream() {
        let text = fs::read_to_string(&file).expect("the description can be read");
        let description: Arc<Source> = Source::new(file.display().to_string(), text);
        let input = Input { description, overlays: Vec::new(), tags: Tags::All, origin: String::new() };
        let settings = Settings::default();
        let expected = names(&input, &settings);
        assert!(expected.len() > 300);
        for permutation in PERMUTATIONS {
            assert_eq!(names(&reordered(&input, permutation), &settings), expected, "{}", file.display());
        }
    }
}

/// The methods of each group, with the operations that they begin.
fn methods(input: &Input, settings: &Settings) -> BTreeMap<String, BTreeMap<String, String>> {
    let (api, _) = read(input, settings).expect("the description is valid");
    let of_group = |group: &Group| {
        let kinds = group.operations.iter().flat_map(|&index| api.operations[index].kinds());
        kinds.map(|kind| (kind.name_in(&group.tag).to_string(), kind.id.clone())).collect()
    };
    api.groups.iter().map(|group| (group.tag.clone(), of_group(group))).collect()
}

/// An id that several operations have is told by the path, which the ids are not.
#[test]
fn a_method_has_the_same_name_whatever_other_tags_are_asked_for() {
    let folders = golden::case_folders(&project()).expect("the cases can be read");
    let cases = folders.iter().map(|folder| golden::case(folder).expect("the case is valid"));
    let whole = upstream().into_iter().take(1).map(|file| {
        let text = fs::read_to_string(&file).expect("the description can be read");
        let description = Source::new(file.display().to_string(), text);
        (Input { description, overlays: Vec::new(), tags: Tags::All, origin: String::new() }, Settings::default())
    });
    let mut compared = 0;
    for (input, settings) in cases.chain(whole) {
        let all = methods(&input, &settings);
        for (tag, names) in all.iter().filter(|_| all.len() > 1) {
            let alone = Input { tags: Tags::Only(vec![tag.clone()]), ..input.clone() };
            let Ok(_) = read(&alone, &settings) else { continue };
            let alone = methods(&alone, &settings);
            assert_eq!(
                alone.get(tag).map(BTreeMap::keys).into_iter().flatten().collect::<Vec<_>>(),
                names.keys().collect::<Vec<_>>()
            );
            compared += 1;
        }
    }
    assert!(compared > 20, "{compared}");
}

/// The lines of the changelog that lead from the names of version 0.1 to those of today. A method was called as `Mock` calls it.
#[test]
fn the_changelog_leads_from_old_names_to_new_ones() {
    let project = project();
    let settings = project.settings().expect("the settings are valid");
    // The version that 0.1 was for, whatever the client is pinned to since.
    let input = input::of_version(&project, "2.16", &settings).expect("the description can be read");
    let (api, _) = read(&input, &settings).expect("the description is valid");
    let mut lines = Vec::new();
    for group in &api.groups {
        for operation in group.operations.iter().flat_map(|&index| api.operations[index].kinds()) {
            let (old, new) = (&operation.expectation, operation.name_in(&group.tag));
            if old != new {
                lines.push((format!("{}().{old}", group.accessor), format!("{}().{new}", group.accessor)));
            }
        }
        lines.push((group.name.to_string(), format!("groups::{}", group.name)));
    }
    for operation in api.operations.iter().flat_map(Operation::kinds) {
        let outputs = match &operation.output {
            Output::ByStatus { name, .. } => Some(name),
            _ => None,
        };
        let errors = operation.error_enum.as_ref().map(|errors| &errors.name);
        let names = [&operation.type_name].into_iter().chain(outputs).chain(errors);
        lines.extend(names.map(|name| (name.to_string(), format!("operations::{name}"))));
    }
    for definition in &api.definitions {
        let Kind::Struct(object) = &definition.kind else { continue };
        let builders = object.builders.iter().map(|builder| &builder.name);
        lines.extend(builders.map(|name| (format!("models::{name}"), format!("models::builders::{name}"))));
    }
    let lines: Vec<String> = lines.into_iter().map(|(old, new)| format!("| `{old}` | `{new}` |")).collect();
    let changelog = fs::read_to_string(project.root().join("CHANGELOG.md")).expect("the changelog can be read");
    let table = changelog.split("| version 0.1 | today |\n|---|---|\n").nth(1).expect("the changelog has the table");
    assert_eq!(table.split("\n\n").next(), Some(lines.join("\n").as_str()));
}
