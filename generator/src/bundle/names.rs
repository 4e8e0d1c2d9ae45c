//! What a part of another file is called that becomes a component.

use std::collections::HashSet;

use super::files::Target;

/// The collections in which parts have names.
const COLLECTIONS: [&str; 10] = [
    "components",
    "schemas",
    "parameters",
    "responses",
    "requestBodies",
    "headers",
    "mediaTypes",
    "definitions",
    "$defs",
    "properties",
];

/// A name for a target that nobody has yet: by what it is called in its file; else with the name of the file in front, then with
/// the path of the file, then with a number.
pub(super) fn name(target: &Target, taken: &HashSet<String>) -> String {
    // `schemas/pet.yaml` -> `pet`; `pets/index.yaml` -> `pets`; `common.yaml#/definitions/Address` -> `Address`
    let path = target.file.rsplit_once('.').map_or(target.file.as_str(), |(path, _)| path);
    let mut folders = path.rsplit('/');
    let stem = folders.by_ref().find(|part| *part != "index" && *part != "_index").unwrap_or("index");
    let mut tokens = target.pointer.tokens();
    tokens.retain(|token| !COLLECTIONS.contains(token));
    let own = tokens.join("_");
    let in_file = [&[stem], tokens.as_slice()].concat().join("_");
    let by_path = [&[path.replace('/', "_").as_str()], tokens.as_slice()].concat().join("_");
    let is_name = !own.is_empty() && !own.starts_with(|first: char| first.is_ascii_digit());
    let numbered = (2..).map(|number| format!("{by_path}_{number}"));
    let mut names = is_name.then_some(own).into_iter().chain([in_file, by_path.clone()]).chain(numbered);
    names.find(|name| !taken.contains(name)).unwrap_or(by_path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Pointer;

    #[test]
    fn a_part_is_called_after_itself_then_after_its_file() {
        let name = |file: &str, pointer: &str, taken: &[&str]| {
            let target = Target { file: file.to_owned(), pointer: Pointer::parse(pointer) };
            name(&target, &taken.iter().map(|name| (*name).to_owned()).collect())
        };
        assert_eq!(name("schemas/Pet.yaml", "", &[]), "Pet");
        assert_eq!(name("pets/index.yaml", "", &[]), "pets");
        assert_eq!(name("common.yaml", "/definitions/Address", &[]), "Address");
        assert_eq!(name("common.yaml", "/Address/properties/city", &[]), "Address_city");
        assert_eq!(name("schemas/Pet.yaml", "/0", &[]), "Pet_0");
        assert_eq!(name("common.yaml", "/Address", &["Address"]), "common_Address");
        assert_eq!(name("a/common.yaml", "/Address", &["Address", "common_Address"]), "a_common_Address");
        assert_eq!(name("Pet.yaml", "", &["Pet"]), "Pet_2");
    }
}
