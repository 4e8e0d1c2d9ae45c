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
    /// The places of what the query lacks: `$.a.b.c` -> `/a/b`, where there is an `a` without a `b`. None where they are not
    /// known: a filter may mean anything.
    pub(super) fn missing(&self, document: &Value) -> Vec<Pointer> {
        let mut start = 0;
        for end in steps(&self.text) {
            let leads_nowhere = |path: JsonPath| path.query(document).is_empty();
            if JsonPath::parse(&self.text[..end]).is_ok_and(leads_nowhere) {
                let step = &self.text[start..end];
                let before = Self::read(&self.text[..start]);
                let nodes = before.map(|before| before.select(document)).unwrap_or_default();
                let places = nodes.iter().map(|(place, node)| Some(place.child(child_of(node, step)?)));
                return places.collect::<Option<_>>().unwrap_or_default();
            }
            start = end;
        }
        Vec::new()
    }
}

/// The token of an item that a list lacks, whichever it is (RFC 6901, section 4).
pub(super) const ITEM_TO_COME: &str = "-";

/// The token of the child that a step of a query means: `.b` or `['b']` of an object, any item of a list.
fn child_of<'s>(node: &Value, step: &'s str) -> Option<&'s str> {
    if node.is_array() {
        return Some(ITEM_TO_COME);
    }
    let quoted = |quote: char| {
        let name = step.strip_prefix('[')?.strip_suffix(']')?.strip_prefix(quote)?.strip_suffix(quote)?;
        (!name.contains(['\\', quote])).then_some(name)
    };
    let plain = step.strip_prefix('.').filter(|name| !name.contains(['.', '*', '[']));
    plain.or_else(|| quoted('\'')).or_else(|| quoted('"'))
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
    fn the_places_of_what_is_missing_are_found() {
        let document = json!({"a": [{"b": 1}], "c.d": {"e": {}}, "f": [{}, {}]});
        for (query, expected) in [
            ("$.x.y", &["/x"][..]),
            ("$.a[?@.b == 2 && @['.'] == '].'].b", &["/a/-"]),
            ("$['c.d'].e.f.g", &["/c.d/e/f"]),
            ("$['c.d'][\"e\"]['x.y'].g", &["/c.d/e/x.y"]),
            ("$.f.*.g", &["/f/0/g", "/f/1/g"]),
            ("$.a[1]", &["/a/-"]),
            ("$['c.d'][?@.x]", &[]),
            ("$['x', 'y']", &[]),
            ("$..x.y", &[]),
            ("$.a", &[]),
        ] {
            let missing = Query::read(query).expect("it is a query").missing(&document);
            assert_eq!(missing.iter().map(ToString::to_string).collect::<Vec<_>>(), expected, "{query}");
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
