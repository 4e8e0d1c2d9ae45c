//! Who names whom: the files of a crate, and the paths that they use.
//!
//! `use crate::{ir::Type, place}` in `lower/enums.rs` -> `lower/enums.rs` names `ir/definition.rs`, where `Type` is defined and
//! `ir.rs` passes it on, and `place.rs`. Paths in code count like imports; of macros, all tokens are searched for paths that
//! begin with `crate`, `$crate` or `super`, but for what `quote!` and its like print.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::{algo::tarjan_scc, graphmap::DiGraphMap};
use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::{
    Attribute, File, Item, ItemImpl, ItemMod, ItemUse, Macro, Path, Token, Type, UseTree, Visibility,
    parse::Parser as _,
    punctuated::Punctuated,
    visit::{self, Visit},
};

/// Macros whose tokens are code of another place.
const PRINTED: [&str; 4] = ["quote", "quote_spanned", "parse_quote", "parse_quote_spanned"];

/// A path from a crate's root: `["crate", "ir", "Type"]`, or that of another crate: `["syn", "File"]`.
type Segments = Vec<String>;

/// The sources of one crate.
pub(crate) struct Imports {
    files: BTreeMap<String, Source>,
    /// Module -> file.
    modules: BTreeMap<Segments, String>,
}

/// What one file says of others.
#[derive(Default)]
struct Source {
    /// Every path that is used, from the root.
    paths: BTreeSet<Segments>,
    /// What the file passes on: its name here (`*` for all) -> where it is from.
    passed_on: BTreeSet<(String, Segments)>,
    /// The types that have an `impl` block of their own here, one that is of no trait.
    methods_of: BTreeSet<Segments>,
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

    /// Where what a path leads to is defined; nothing for other crates.
    fn file_of(&self, path: &[String], passed: usize) -> Option<&str> {
        let length = (1..=path.len()).rev().find(|length| self.modules.contains_key(&path[..*length]))?;
        let (module, rest) = path.split_at(length);
        let file = self.modules[module].as_str();
        // A chain of re-exports that leads back to itself would be none.
        let further = rest.first().filter(|_| passed < 8).and_then(|name| {
            let source = &self.files[file];
            let is_all = |passed_on: &&(String, Segments)| {
                passed_on.0 == "*" && self.file_of(&passed_on.1, passed + 1) != Some(file)
            };
            let named = source.passed_on.iter().find(|passed_on| passed_on.0 == *name);
            let named = named.map(|(_, from)| [from, &rest[1..]].concat());
            // Of several `pub use x::*`, which one has the name is not known: the first that has a file of it.
            named.or_else(|| source.passed_on.iter().find(is_all).map(|(_, from)| [from, rest].concat()))
        });
        further.and_then(|from| self.file_of(&from, passed + 1)).or(Some(file))
    }
}

/// `lower/enums.rs` -> `crate::lower::enums`.
fn module(path: &str) -> Segments {
    let names = path.trim_end_matches(".rs").split('/').filter(|name| !["lib", "main", "mod"].contains(name));
    ["crate"].into_iter().chain(names).map(str::to_owned).collect()
}

impl Source {
    fn of(module: Segments, file: &File) -> Self {
        let mut reader = Reader { source: Self::default(), inside: module, names: BTreeMap::new() };
        // Names first: they hold for the whole file, wherever they stand in it.
        for item in &file.items {
            if let Item::Mod(item) = item {
                reader.names.insert(item.ident.to_string(), further(&reader.inside, &item.ident));
            }
        }
        for item in &file.items {
            if let Item::Use(item) = item {
                reader.visit_item_use(item);
            }
        }
        reader.visit_file(file);
        reader.source
    }
}

/// Reads one file.
struct Reader {
    source: Source,
    /// The module that is being read: that of the file, or one inside it.
    inside: Segments,
    /// What names stand for that the file imports or declares.
    names: BTreeMap<String, Segments>,
}

impl Reader {
    fn import(&mut self, item: &ItemUse) {
        let mut leaves = Vec::new();
        flatten(&item.tree, &mut Vec::new(), &mut leaves);
        for (name, path) in leaves {
            let Some(path) = self.absolute(&path) else { continue };
            if !matches!(item.vis, Visibility::Inherited) {
                self.source.passed_on.insert((name.clone(), path.clone()));
            }
            self.source.paths.insert(path.clone());
            self.names.entry(name).or_insert(path);
        }
    }

    /// A path from the root; nothing where its first name is known to nobody: a local item, or the prelude.
    fn absolute(&self, path: &[String]) -> Option<Segments> {
        let (first, rest) = path.split_first()?;
        let begin = match first.as_str() {
            "crate" | "$crate" => vec!["crate".to_owned()],
            "self" => self.inside.clone(),
            "super" => {
                let ups = 1 + rest.iter().take_while(|name| *name == "super").count();
                let up = self.inside.len().checked_sub(ups)?;
                return Some([&self.inside[..up], &rest[ups - 1..]].concat());
            }
            name => self.names.get(name).cloned().unwrap_or_else(|| vec![name.to_owned()]),
        };
        Some([begin.as_slice(), rest].concat())
    }

    fn read_path(&mut self, path: &[String]) {
        if path.len() > 1 {
            self.source.paths.extend(self.absolute(path));
        }
    }

    /// Paths among tokens: `$crate::tables::builder::provided`.
    fn read_tokens(&mut self, tokens: &TokenStream) {
        let mut tokens = tokens.clone().into_iter().peekable();
        while let Some(token) = tokens.next() {
            let first = match &token {
                TokenTree::Group(group) => {
                    self.read_tokens(&group.stream());
                    continue;
                }
                TokenTree::Ident(ident) if ident == "crate" || ident == "super" => ident.to_string(),
                TokenTree::Ident(ident) if PRINTED.iter().any(|printed| ident == printed) => {
                    if tokens.next_if(is_punct('!')).is_some() {
                        tokens.next_if(|token| matches!(token, TokenTree::Group(_)));
                    }
                    continue;
                }
                _ => continue,
            };
            let mut path = vec![first];
            while tokens.next_if(is_punct(':')).is_some() {
                tokens.next_if(is_punct(':'));
                match tokens.next_if(|token| matches!(token, TokenTree::Ident(_) | TokenTree::Group(_))) {
                    Some(TokenTree::Ident(name)) => path.push(name.to_string()),
                    // `use crate::{ … }` in a macro: each of its names.
                    Some(TokenTree::Group(group)) => self.read_group(&path, &group.stream()),
                    _ => break,
                }
            }
            self.read_path(&path);
        }
    }

    fn read_group(&mut self, prefix: &[String], tokens: &TokenStream) {
        let trees = Punctuated::<UseTree, Token![,]>::parse_terminated.parse2(tokens.clone()).unwrap_or_default();
        for tree in &trees {
            let mut leaves = Vec::new();
            flatten(tree, &mut prefix.to_vec(), &mut leaves);
            leaves.iter().for_each(|(_, path)| self.read_path(path));
        }
    }
}

fn is_punct(wanted: char) -> impl Fn(&TokenTree) -> bool {
    move |token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == wanted)
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item(&mut self, item: &'ast Item) {
        let attributes = match item {
            Item::Mod(item) => &item.attrs,
            Item::Fn(item) => &item.attrs,
            Item::Impl(item) => &item.attrs,
            _ => return visit::visit_item(self, item),
        };
        if !is_test(attributes) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_impl(&mut self, item: &'ast ItemImpl) {
        if let (None, Type::Path(of)) = (&item.trait_, &*item.self_ty) {
            let names: Segments = of.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
            // A name that is imported from nowhere is defined here.
            let is_known = names.first().is_some_and(|first| self.names.contains_key(first) || first == "crate");
            let of = if is_known { self.absolute(&names) } else { None };
            self.source.methods_of.extend(of);
        }
        visit::visit_item_impl(self, item);
    }

    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        let Some((_, items)) = &item.content else { return };
        self.inside.push(item.ident.to_string());
        items.iter().for_each(|item| self.visit_item(item));
        self.inside.pop();
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        if !is_test(&item.attrs) {
            self.import(item);
        }
    }

    fn visit_path(&mut self, path: &'ast Path) {
        let names: Segments = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.read_path(&names);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'ast Macro) {
        self.visit_path(&item.path);
        let is_printed =
            item.path.segments.last().is_some_and(|last| PRINTED.iter().any(|printed| last.ident == printed));
        if !is_printed {
            self.read_tokens(&item.tokens);
        }
    }
}

/// `a::{b, c as d, e::*}` -> `(b, a::b)`, `(d, a::c)`, `(*, a::e)`.
fn flatten(tree: &UseTree, prefix: &mut Segments, leaves: &mut Vec<(String, Segments)>) {
    match tree {
        UseTree::Path(path) => {
            prefix.push(path.ident.to_string());
            flatten(&path.tree, prefix, leaves);
            prefix.pop();
        }
        UseTree::Name(name) if name.ident == "self" => {
            leaves.push((prefix.last().cloned().unwrap_or_default(), prefix.clone()));
        }
        UseTree::Name(name) => leaves.push((name.ident.to_string(), further(prefix, &name.ident))),
        UseTree::Rename(rename) => {
            leaves.push((rename.rename.to_string(), further(prefix, &rename.ident)));
        }
        UseTree::Glob(_) => leaves.push(("*".to_owned(), prefix.clone())),
        UseTree::Group(group) => group.items.iter().for_each(|tree| flatten(tree, prefix, leaves)),
    }
}

fn further(prefix: &[String], name: &Ident) -> Segments {
    [prefix, &[name.to_string()]].concat()
}

/// Whether an item is there in tests alone.
fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let tokens = attribute.meta.require_list().map(|list| list.tokens.to_string());
        attribute.path().is_ident("cfg") && tokens.is_ok_and(|tokens| tokens == "test")
    })
}
