//! Names do not depend on the order in which a description says what it says.

use std::{collections::BTreeMap, fs, sync::Arc};

use codegen_tests::upstream;
use intercom_codegen::{Input, Settings, Source, Tags, generate, load, naming::FeatureName, read};
use serde_json::{Map, Value};
use xtask::{golden, project::Project};

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
        names.insert(operation.place.to_string(), format!("{} {}", operation.name, operation.type_name));
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
    let folders = golden::case_folders(&Project::here()).expect("the cases can be read");
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
