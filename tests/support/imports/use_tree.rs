//! Imports, taken apart: each name, and what it stands for.

use proc_macro2::Ident;
use syn::UseTree;

use super::Segments;

/// `a::{b, c as d, e::*}` -> `(b, a::b)`, `(d, a::c)`, `(*, a::e)`.
pub(super) fn flatten(tree: &UseTree, prefix: &mut Segments, leaves: &mut Vec<(String, Segments)>) {
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

pub(super) fn further(prefix: &[String], name: &Ident) -> Segments {
    [prefix, &[name.to_string()]].concat()
}
