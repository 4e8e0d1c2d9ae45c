//! References into what the description writes otherwise than OpenAPI 3.0: they lead to where that is now.

use std::{collections::HashMap, sync::Arc};

use serde_json::{Value, json};

use super::{
    others::{Site, edit, is_other},
    places::{DEPTH, node},
};
use crate::{
    dialect::{Moved, Now, Where},
    error::{Diagnostic, Source},
    place::Pointer,
    walk::Keys,
};

/// Leads each reference into what has been moved to where it is now: an item of `prefixItems`, an alternative behind null. Returns
/// what such a reference had to be taken as.
pub(super) fn follow(document: &mut Value, moved: &Moved, source: &Arc<Source>) -> Vec<Diagnostic> {
    let now = moved.now();
    if now.is_empty() {
        return Vec::new();
    }
    let mut found: HashMap<String, Where> = HashMap::new();
    edit(document, Keys::Keywords, Site::ROOT, &mut |reference, site| {
        if is_other(reference, site.kind) {
            found.entry(reference.to_owned()).or_insert(Where::Here);
        }
        None
    });
    for (reference, found) in &mut found {
        *found = place(document, &now, &pointer(reference), DEPTH);
        // What leads nowhere is told as it is written.
        if let Where::At(place) | Where::Within(place) = found
            && at(document, place).is_none()
        {
            *found = Where::Here;
        }
    }
    let mut warnings = Vec::new();
    edit(document, Keys::Keywords, Site::ROOT, &mut |reference, site| {
        let (replacement, message) = match found.get(reference)? {
            Where::Here => return None,
            Where::At(place) => return Some(json!({ "$ref": format!("#{place}") })),
            Where::Within(place) => (
                json!({ "$ref": format!("#{place}") }),
                format!("`{reference}` is what is there beside null; it may be null here, too"),
            ),
            Where::Nowhere => (
                json!({}),
                format!(
                    "`{reference}` leads to what is null alone, or fits no value; what stands here is taken as any JSON"
                ),
            ),
        };
        warnings.push(Diagnostic::warning(message).at(source, &site.path.pointer().child("$ref")));
        Some(replacement)
    });
    warnings
}

/// Where that is what the description has at a place, with the references on the way there followed.
fn place(document: &Value, now: &Now<'_>, written: &Pointer, depth: usize) -> Where {
    let tokens = written.tokens();
    let mut above = Pointer::root();
    for (index, token) in tokens.iter().enumerate() {
        let here = match now.place(&above) {
            Where::Here => above.clone(),
            Where::At(place) | Where::Within(place) => place,
            Where::Nowhere => return Where::Nowhere,
        };
        let reference = at(document, &here).and_then(|node| node.get("$ref")).and_then(Value::as_str);
        if let (Some(next), Some(depth)) = (reference.filter(|next| next.starts_with('#')), depth.checked_sub(1)) {
            let next = pointer(next).descendant(&tokens[index..]);
            return match place(document, now, &next, depth) {
                Where::Here => Where::At(next),
                found => found,
            };
        }
        above = above.child(token);
    }
    now.place(written)
}

fn pointer(reference: &str) -> Pointer {
    Pointer::parse(reference.trim_start_matches('#'))
}

fn at<'a>(document: &'a Value, place: &Pointer) -> Option<&'a Value> {
    let tokens: Vec<String> = place.tokens().into_iter().map(str::to_owned).collect();
    node(document, &tokens)
}
