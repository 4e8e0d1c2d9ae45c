//! JSONPath queries (RFC 9535): read, asked of a document, and explained where they can't be read.

use std::{collections::HashSet, ptr};

use serde_json::Value;
use serde_json_path::JsonPath;

use super::advice::{advice, step};
use crate::place::Pointer;

/// A query with its text.
#[derive(Debug)]
pub(super) struct Query {
    pub text: String,
    path: JsonPath,
}

/// Why a text is no query, and how to write it.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Unreadable {
    pub message: String,
    pub help: String,
}

impl Query {
    /// Reads a query.
    pub(super) fn read(text: &str) -> Result<Self, Unreadable> {
        match JsonPath::parse(text) {
            Ok(path) => Ok(Self { text: text.to_owned(), path }),
            Err(error) => Err(Unreadable {
                message: format!("`{text}` is no JSONPath of RFC 9535, from character {} on", error.position() + 1),
                help: advice(text),
            }),
        }
    }

    /// All selected nodes with their places, each once: after what it stands in, and items of an array in their order.
    pub(super) fn select<'d>(&self, document: &'d Value) -> Vec<Selected<'d>> {
        // A query that descends looks at every node. Asking it for places makes one for each; a walk of ours only for those
        // that are selected.
        if self.text.contains("..") {
            let mut wanted: HashSet<*const Value> =
                self.path.query(document).iter().map(|node| ptr::from_ref(*node)).collect();
            let mut found = Vec::new();
            locate(document, &mut Vec::new(), &mut wanted, &mut found);
            return found;
        }
        let located = self.path.query_located(document).dedup();
        located.iter().map(|found| (Pointer::parse(&found.location().to_json_pointer()), found.node())).collect()
    }
}

impl Query {
    /// The first step of the query that leads nowhere: `$.a.b.c` -> `.b`, where there is an `a` without a `b`.
    pub(super) fn first_miss(&self, document: &Value) -> &str {
        let mut start = 0;
        for end in steps(&self.text) {
            let leads_nowhere = |path: JsonPath| path.query(document).is_empty();
            if JsonPath::parse(&self.text[..end]).is_ok_and(leads_nowhere) {
                return &self.text[start..end];
            }
            start = end;
        }
        ""
    }
}

/// Where the steps of a query end.
fn steps(text: &str) -> Vec<usize> {
    let (mut ends, mut depth, mut quote) = (Vec::new(), 0_usize, None);
    let mut before = ' ';
    for (index, character) in text.char_indices() {
        match (quote, character) {
            (Some(open), _) => quote = if character == open && before != '\\' { None } else { Some(open) },
            (None, '\'' | '"') => quote = Some(character),
            (None, '[') => {
                if depth == 0 && before != '.' {
                    ends.push(index);
                }
                depth += 1;
            }
            (None, ']') => depth = depth.saturating_sub(1),
            (None, '.') if depth == 0 && before != '.' => ends.push(index),
            (None, _) => {}
        }
        before = character;
    }
    ends.push(text.len());
    ends
}

/// A node and its place.
pub(super) type Selected<'d> = (Pointer, &'d Value);

/// A step on the way to a node.
enum Step<'d> {
    Key(&'d str),
    Item(usize),
}

/// Finds the places of nodes by their addresses; ends where none is wanted any more.
fn locate<'d>(
    node: &'d Value,
    way: &mut Vec<Step<'d>>,
    wanted: &mut HashSet<*const Value>,
    found: &mut Vec<Selected<'d>>,
) {
    if wanted.is_empty() {
        return;
    }
    if wanted.remove(&ptr::from_ref(node)) {
        let place = way.iter().map(|step| match step {
            Step::Key(key) => (*key).to_owned(),
            Step::Item(index) => index.to_string(),
        });
        found.push((Pointer::root().descendant(place), node));
    }
    let mut below = |step: Step<'d>, node: &'d Value| {
        way.push(step);
        locate(node, way, wanted, found);
        way.pop();
    };
    match node {
        Value::Object(entries) => entries.iter().for_each(|(key, node)| below(Step::Key(key), node)),
        Value::Array(items) => items.iter().enumerate().for_each(|(index, node)| below(Step::Item(index), node)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A place as a query that selects it and nothing else: `$.paths['/a'].get.tags[0]`.
pub(super) fn query_of(document: &Value, pointer: &Pointer) -> String {
    let mut written = "$".to_owned();
    let mut node = Some(document);
    for token in pointer.tokens() {
        let is_item = node.is_some_and(Value::is_array);
        written.push_str(&if is_item { format!("[{token}]") } else { step(".", token) });
        node = node.and_then(|node| match node {
            Value::Object(entries) => entries.get(token),
            Value::Array(items) => items.get(token.parse::<usize>().ok()?),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
        });
    }
    written
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_message_says_where_and_in_no_parsers_words() {
        let unreadable = Query::read("$.a.b-c").expect_err("it is no query");
        assert_eq!(unreadable.message, "`$.a.b-c` is no JSONPath of RFC 9535, from character 6 on");
    }

    #[test]
    fn each_node_is_selected_once_after_what_it_stands_in() {
        let document = json!({"a": [0, 1, {"a": 2}], "b": {"a": 3}});
        let select = |query: &str| {
            let query = Query::read(query).expect("it is a query");
            query.select(&document).iter().map(|(place, _)| place.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(select("$..a"), ["/a", "/a/2/a", "/b/a"]);
        assert_eq!(select("$.a[1, 0, 1]"), ["/a/0", "/a/1"]);
        assert_eq!(select("$"), [""]);
        assert_eq!(select("$.c"), [""; 0]);
    }

    #[test]
    fn the_first_step_that_leads_nowhere_is_found() {
        let document = json!({"a": [{"b": 1}], "c.d": {"e": {}}});
        for (query, expected) in [
            ("$.x.y", ".x"),
            ("$.a[?@.b == 2 && @['.'] == '].'].b", "[?@.b == 2 && @['.'] == '].']"),
            ("$['c.d'].e.f.g", ".f"),
            ("$..x.y", "..x"),
            ("$.a[0]..['z']", "..['z']"),
            ("$.a", ""),
        ] {
            assert_eq!(Query::read(query).expect("it is a query").first_miss(&document), expected);
        }
    }

    #[test]
    fn a_place_is_a_query() {
        let document = json!({"paths": {"/a": {"get": {"tags": ["x"]}}}, "0": 1});
        let query = |pointer: &str| query_of(&document, &Pointer::parse(pointer));
        assert_eq!(query("/paths/~1a/get/tags/0"), "$.paths['/a'].get.tags[0]");
        assert_eq!(query("/0"), "$['0']");
        assert_eq!(query(""), "$");
    }
}
