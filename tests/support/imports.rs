//! Who names whom: the files of a crate, and the paths that they use.
//!
//! `use crate::{ir::Type, place}` in `lower/enums.rs` -> `lower/enums.rs` names `ir/definition.rs`, where `Type` is defined and
//! `ir.rs` passes it on, and `place.rs`. Paths in code count like imports; of macros, all tokens are searched for paths that
//! begin with `crate`, `$crate`, `super`, `self` or a name that the file imports, but for what `quote!` and its like print.

#[path = "imports/reader.rs"]
mod reader;

use std::collections::{BTreeMap, BTreeSet};

use petgraph::{algo::tarjan_scc, graphmap::DiGraphMap};

pub(crate) use reader::is_test;
use reader::{Segments, Source};

/// The sources of one crate.
pub(crate) struct Imports {
    files: BTreeMap<String, Source>,
    /// Module -> file.
    modules: BTreeMap<Segments, String>,
}

impl Imports {
    /// Reads the sources of a crate: path below `src` -> text.
    ///
    /// # Panics
    ///
    /// Where one of them is not Rust.
    pub(crate) fn read<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut imports = Self { files: BTreeMap::new(), modules: BTreeMap::new() };
        for (path, text) in texts {
            let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
            let module = module(path);
            // A program beside a library is a crate of its own: `crate` is the library.
            if path != "main.rs" {
                imports.modules.insert(module.clone(), path.to_owned());
            }
            imports.files.insert(path.to_owned(), Source::of(module, &file));
        }
        imports
    }

    /// The files, by their paths below `src`.
    pub(crate) fn files(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The paths that a file uses and that begin so: `["crate", "emit"]`, `["syn"]`.
    pub(crate) fn uses(&self, file: &str, prefix: &[&str]) -> Vec<String> {
        let paths = self.files.get(file).into_iter().flat_map(|source| &source.paths);
        let begins_so = |path: &&Segments| path.len() >= prefix.len() && path.iter().zip(prefix).all(|(a, b)| a == b);
        paths.filter(begins_so).map(|path| path.join("::")).collect()
    }

    /// The files that a file names, without itself.
    pub(crate) fn named_by(&self, file: &str) -> BTreeSet<&str> {
        let paths = self.files.get(file).into_iter().flat_map(|source| &source.paths);
        paths.filter_map(|path| self.file_of(path, 0)).filter(|named| *named != file).collect()
    }

    /// The circles: files of which each leads to all others, by way of those that they name. Sorted.
    pub(crate) fn circles(&self) -> Vec<Vec<&str>> {
        let mut graph = DiGraphMap::<&str, ()>::new();
        for file in self.files.keys() {
            for named in self.named_by(file) {
                graph.add_edge(file, named, ());
            }
        }
        let mut circles: Vec<_> = tarjan_scc(&graph).into_iter().filter(|files| files.len() > 1).collect();
        circles.iter_mut().for_each(|files| files.sort_unstable());
        circles.sort();
        circles
    }

    /// The types whose methods stand elsewhere than where they are defined: `lower.rs: Lowering` -> those files.
    pub(crate) fn scattered(&self) -> BTreeMap<String, BTreeSet<&str>> {
        let mut scattered = BTreeMap::<String, BTreeSet<&str>>::new();
        for (file, source) in &self.files {
            for of in &source.methods_of {
                let (Some(home), Some(name)) = (self.file_of(of, 0), of.last()) else { continue };
                if home != file {
                    scattered.entry(format!("{home}: {name}")).or_default().insert(file);
                }
            }
        }
        scattered
    }

    /// The macros of other files that a file calls without importing them, which no path shows: `b.rs calls c! of a.rs`.
    pub(crate) fn by_textual_scope(&self) -> Vec<String> {
        let mut found = Vec::new();
        for (file, source) in &self.files {
            for name in &source.called {
                let home = self.files.iter().find(|(_, other)| other.macros.contains(name));
                found.extend(home.map(|(home, _)| format!("{file} calls {name}! of {home}")));
            }
        }
        found
    }

    /// Where what a path leads to is defined; nothing for other crates.
    fn file_of(&self, path: &[String], passed: usize) -> Option<&str> {
        let length = (1..=path.len()).rev().find(|length| self.modules.contains_key(&path[..*length]))?;
        let (module, rest) = path.split_at(length);
        let file = self.modules[module].as_str();
        // A chain of re-exports that leads back to itself would be none.
        let further = rest.first().filter(|_| passed < 8).and_then(|name| {
            let source = &self.files[file];
            let named = source.passed_on.iter().find(|passed_on| passed_on.0 == *name);
            let named = named.map(|(_, from)| [from, &rest[1..]].concat());
            named.or_else(|| Some([self.glob_with(file, name, passed)?, rest].concat()))
        });
        further.and_then(|from| self.file_of(&from, passed + 1)).or(Some(file))
    }

    /// Of the modules all of which a file passes on, that which has a name: it declares the name, or a macro of it may, or it is
    /// the first.
    fn glob_with(&self, file: &str, name: &String, passed: usize) -> Option<&Segments> {
        let source = &self.files[file];
        if source.declared.contains(name) {
            return None;
        }
        let all = source.passed_on.iter().filter(|(name, _)| name == "*").map(|(_, from)| from);
        let others = all.filter(|from| self.file_of(from, passed + 1).is_some_and(|other| other != file));
        let others: Vec<&Segments> = others.collect();
        let home = |from: &Segments| {
            let inside = [from, std::slice::from_ref(name)].concat();
            self.file_of(&inside, passed + 1).map(|home| &self.files[home])
        };
        let find = |has: fn(&Source, &String) -> bool| {
            others.iter().find(|from| home(from).is_some_and(|home| has(home, name))).copied()
        };
        find(|home, name| home.declared.contains(name))
            .or_else(|| find(|home, name| home.mentioned.contains(name)))
            .or_else(|| others.first().copied())
    }
}

/// `lower/enums.rs` -> `crate::lower::enums`.
fn module(path: &str) -> Segments {
    let names = path.trim_end_matches(".rs").split('/').filter(|name| !["lib", "main", "mod"].contains(name));
    ["crate"].into_iter().chain(names).map(str::to_owned).collect()
}
