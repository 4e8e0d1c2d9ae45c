//! How long a file and a function may be: what a reader holds in mind at once.
//!
//! rustfmt's indentation shows where an item ends: the first closing brace below its first line that stands as far to the right
//! closes it.

use std::{collections::BTreeMap, fs};

use codegen_tests::project;
use xtask::golden::on_disk;

/// How many lines a file may have without its tests.
const FILE: usize = 300;

/// How many lines a function or a declarative macro may have without what `quote!` prints.
const FUNCTION: usize = 60;

/// What is too long in a source, with its lines: the file itself, as no name, and its functions.
fn too_long(text: &str) -> Vec<(String, usize)> {
    let lines = without_tests(text);
    let mut long: Vec<_> = (lines.len() > FILE).then(|| (String::new(), lines.len())).into_iter().collect();
    for (index, line) in lines.iter().enumerate() {
        let Some(name) = function(line) else { continue };
        let length = end(&lines, index) + 1 - index;
        let length = length - printed(&lines[index..index + length]);
        if length > FUNCTION {
            long.push((name.to_owned(), length));
        }
    }
    long
}

/// The lines of a source but for those that are there in tests alone.
pub(super) fn without_tests(text: &str) -> Vec<&str> {
    let lines: Vec<&str> = text.lines().collect();
    let mut kept = Vec::new();
    let mut index = 0;
    while index < lines.len() {
        if lines[index].trim_start() == "#[cfg(test)]" && index + 1 < lines.len() {
            index = end(&lines, index + 1) + 1;
        } else {
            kept.push(lines[index]);
            index += 1;
        }
    }
    kept
}

/// The name of the function, or of the declarative macro, that begins in a line, if one does.
fn function(line: &str) -> Option<&str> {
    if let Some(name) = line.trim_start().strip_prefix("macro_rules! ") {
        return name.split_whitespace().next();
    }
    let (before, name) = line.split_once("fn ")?;
    let is_word = |word: &str| ["async", "const", "extern", "unsafe"].contains(&word) || word.starts_with("pub");
    let name = name.split(['(', '<']).next()?;
    let is_name = !name.is_empty() && name.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    (before.split_whitespace().all(is_word) && is_name).then_some(name)
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The index of the line with which an item ends that begins at one: its closing brace, or a semicolon where it has no body.
fn end(lines: &[&str], begin: usize) -> usize {
    let at = indentation(lines[begin]);
    let ends_here = |line: &str| line.ends_with(';') || line.ends_with('}');
    if ends_here(lines[begin]) {
        return begin;
    }
    let closes = |line: &&str| indentation(line) == at && line.trim_start().starts_with(['}', ')']) && ends_here(line);
    let found = lines[begin + 1..].iter().position(closes);
    found.map_or(begin, |found| begin + 1 + found)
}

/// How many lines `quote!` prints, and closes with.
fn printed(lines: &[&str]) -> usize {
    let mut printed = 0;
    let mut index = 0;
    while index < lines.len() {
        let line = lines[index];
        index += 1;
        if line.contains("quote!") && line.ends_with(['{', '(']) {
            let at = indentation(line);
            let closes = |line: &&str| indentation(line) == at && line.trim_start().starts_with(['}', ')']);
            let length = lines[index..].iter().position(closes).map_or(0, |found| found + 1);
            printed += length;
            index += length;
        }
    }
    printed
}

/// Checks the files and functions of a crate. What still is too long is listed with its lines: it may get shorter, not longer.
#[track_caller]
fn check(folder: &str, expected: &[(&str, usize)]) {
    let files = on_disk(&project().root().join(folder)).expect("the sources can be read");
    let is_counted =
        |path: &str| path.ends_with(".rs") && !path.ends_with("/tests.rs") && !path.starts_with("generated/");
    let files = files.into_iter().filter(|(path, _)| is_counted(path));
    let found: BTreeMap<String, usize> = files
        .flat_map(|(path, text)| {
            let long = too_long(&text).into_iter();
            long.map(move |(name, lines)| {
                (if name.is_empty() { path.clone() } else { format!("{path}: {name}") }, lines)
            })
            .collect::<Vec<_>>()
        })
        .collect();
    let listed: BTreeMap<&str, usize> = expected.iter().copied().collect();
    let grown: Vec<_> =
        found.iter().filter(|(name, lines)| listed.get(name.as_str()).is_none_or(|listed| listed < lines)).collect();
    assert!(grown.is_empty(), "{folder}: longer than {FILE} lines a file or {FUNCTION} a function: {grown:#?}");
    let done: Vec<_> = listed.keys().filter(|name| !found.contains_key(**name)).collect();
    assert!(done.is_empty(), "{folder}: no longer too long, and so no longer to be listed: {done:#?}");
}

#[test]
fn a_file_counts_without_its_tests() {
    let lines = |count: usize| "const A: u8 = 0;\n".repeat(count);
    let tests = format!("#[cfg(test)]\nmod tests {{\n{}}}\n", lines(200));
    assert_eq!(too_long(&format!("{}{tests}", lines(300))), []);
    assert_eq!(too_long(&format!("{}{tests}", lines(301))), [(String::new(), 301)]);
}

#[test]
fn a_function_counts_without_what_it_prints() {
    let body = |count: usize| "        a();\n".repeat(count);
    let printed = format!("    quote! {{\n{}    }}\n", body(80));
    // Its first and last line count, and so does that of the macro's name.
    assert_eq!(too_long(&format!("fn f() {{\n{}{printed}}}\n", body(57))), []);
    assert_eq!(too_long(&format!("fn f() {{\n{}{printed}}}\n", body(58))), [("f".to_owned(), 61)]);
    let method = format!(
        "impl A {{\n    /// Docs.\n    pub(super) const fn m<T>(\n        &self,\n    ) -> T {{\n{}    }}\n}}\n",
        body(57)
    );
    assert_eq!(too_long(&method), [("m".to_owned(), 61)]);
    let of_macro = format!("macro_rules! m {{\n    () => {{\n{}    }};\n}}\n", body(57));
    assert_eq!(too_long(&of_macro), [("m".to_owned(), 61)]);
    assert_eq!(too_long(&format!("#[cfg(test)]\nmod tests {{\n    fn f() {{\n{}    }}\n}}\n", body(80))), []);
}

#[test]
fn files_and_functions_of_the_generator_are_short() {
    check("generator/src", &[]);
}

#[test]
fn files_and_functions_of_the_client_are_short() {
    // Declarative macros, each of which writes what one kind of model is.
    let macros = [
        ("tables/enums.rs: integer_enum", 80),
        ("tables/enums.rs: string_enum", 103),
        ("tables/objects/builder.rs: branch_builder", 66),
        ("tables/objects/model.rs: structure", 154),
        ("tables/objects/usual_builder.rs: usual_builder", 97),
    ];
    check("generated-client/src", &macros);
}

#[test]
fn files_and_functions_of_the_commands_are_short() {
    check("xtask/src", &[]);
    check("generator/cli/src", &[]);
}

#[test]
fn files_and_functions_of_these_tests_are_short() {
    check("tests/architecture", &[]);
    check("tests/support", &[]);
    let lines =
        fs::read_to_string(project().root().join("tests/architecture.rs")).expect("it can be read").lines().count();
    assert!(lines <= FILE, "tests/architecture.rs has {lines} lines");
}
