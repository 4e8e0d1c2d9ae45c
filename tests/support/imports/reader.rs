//! What one file names: its imports, the paths in its code, and the macros that it calls.

#[path = "use_tree.rs"]
mod use_tree;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::{
    Attribute, File, Item, ItemImpl, ItemMacro, ItemMod, ItemUse, Macro, Path, Token, Type, UseTree, Visibility,
    parse::Parser as _,
    punctuated::Punctuated,
    visit::{self, Visit},
};

use use_tree::{flatten, further};

/// Macros whose tokens are code of another place.
const PRINTED: [&str; 4] = ["quote", "quote_spanned", "parse_quote", "parse_quote_spanned"];

/// A path from a crate's root: `["crate", "ir", "Type"]`, or that of another crate: `["syn", "File"]`.
pub(super) type Segments = Vec<String>;

/// What one file says of others.
#[derive(Default)]
pub(super) struct Source {
    /// Every path that is used, from the root.
    pub(super) paths: BTreeSet<Segments>,
    /// What the file passes on: its name here (`*` for all) -> where it is from.
    pub(super) passed_on: BTreeSet<(String, Segments)>,
    /// The types that have an `impl` block of their own here, one that is of no trait.
    pub(super) methods_of: BTreeSet<Segments>,
    /// The names of the items that stand here.
    pub(super) declared: BTreeSet<String>,
    /// The names among the tokens of macros that stand in the place of items: some of them may be those of items.
    pub(super) mentioned: BTreeSet<String>,
    /// The declarative macros that are defined here.
    pub(super) macros: BTreeSet<String>,
    /// The macros that are called by a name alone, one that is neither defined nor imported here.
    pub(super) called: BTreeSet<String>,
}

impl Source {
    pub(super) fn of(module: Segments, file: &File) -> Self {
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
        for item in &file.items {
            reader.declare(item);
        }
        reader.visit_file(file);
        let Self { macros, called, .. } = &mut reader.source;
        called.retain(|name| !macros.contains(name));
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

    /// Puts down what an item is called.
    fn declare(&mut self, item: &Item) {
        let name = match item {
            Item::Const(item) => &item.ident,
            Item::Enum(item) => &item.ident,
            Item::Fn(item) => &item.sig.ident,
            Item::Mod(item) => &item.ident,
            Item::Static(item) => &item.ident,
            Item::Struct(item) => &item.ident,
            Item::Trait(item) => &item.ident,
            Item::Type(item) => &item.ident,
            Item::Union(item) => &item.ident,
            Item::Macro(item) => match &item.ident {
                Some(name) => name,
                None => return self.mention(&item.mac.tokens),
            },
            _ => return,
        };
        self.source.declared.insert(name.to_string());
    }

    fn mention(&mut self, tokens: &TokenStream) {
        for token in tokens.clone() {
            match token {
                TokenTree::Group(group) => self.mention(&group.stream()),
                TokenTree::Ident(name) => {
                    self.source.mentioned.insert(name.to_string());
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }

    /// Puts down that a macro is called by a name alone.
    fn call(&mut self, name: &Ident) {
        let name = name.to_string();
        if !self.names.contains_key(&name) {
            self.source.called.insert(name);
        }
    }

    /// Paths among tokens: `$crate::generated::fields::name`.
    fn read_tokens(&mut self, tokens: &TokenStream) {
        let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
        let is = |index: usize, wanted| tokens.get(index).is_some_and(is_punct(wanted));
        let mut index = 0;
        while let Some(token) = tokens.get(index) {
            index += 1;
            let first = match token {
                TokenTree::Group(group) => {
                    self.read_tokens(&group.stream());
                    continue;
                }
                TokenTree::Ident(ident) => ident,
                TokenTree::Punct(_) | TokenTree::Literal(_) => continue,
            };
            // `$name` is whatever the macro is given.
            let is_given = index > 1 && is(index - 2, '$') && first != "crate";
            if is(index, '!') && matches!(tokens.get(index + 1), Some(TokenTree::Group(_))) {
                if PRINTED.iter().any(|printed| first == printed) {
                    index += 2;
                } else if !is_given && first != "macro_rules" {
                    self.call(first);
                }
                continue;
            }
            let mut path = vec![first.to_string()];
            while is(index, ':') && is(index + 1, ':') {
                index += 2;
                match tokens.get(index) {
                    Some(TokenTree::Ident(name)) => path.push(name.to_string()),
                    // `use crate::{ … }` in a macro: each of its names.
                    Some(TokenTree::Group(group)) => self.read_group(&path, &group.stream()),
                    _ => break,
                }
                index += 1;
            }
            let begins = ["crate", "super", "self"].contains(&path[0].as_str()) || self.names.contains_key(&path[0]);
            if begins && !is_given {
                self.read_path(&path);
            }
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
            let is_known = names.first().is_some_and(|first| {
                self.names.contains_key(first) || ["crate", "self", "super"].contains(&first.as_str())
            });
            let of = if is_known { self.absolute(&names) } else { None };
            self.source.methods_of.extend(of);
        }
        visit::visit_item_impl(self, item);
    }

    fn visit_item_macro(&mut self, item: &'ast ItemMacro) {
        match &item.ident {
            // What a macro is made of: its own name calls nothing.
            Some(name) => {
                self.source.macros.insert(name.to_string());
                self.read_tokens(&item.mac.tokens);
            }
            None => visit::visit_item_macro(self, item),
        }
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
        if let Some(name) = item.path.get_ident() {
            self.call(name);
        }
        let is_printed =
            item.path.segments.last().is_some_and(|last| PRINTED.iter().any(|printed| last.ident == printed));
        if !is_printed {
            self.read_tokens(&item.tokens);
        }
    }
}

/// Whether an item is there in tests alone.
pub(crate) fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let tokens = attribute.meta.require_list().map(|list| list.tokens.to_string());
        attribute.path().is_ident("cfg") && tokens.is_ok_and(|tokens| tokens == "test")
    })
}
