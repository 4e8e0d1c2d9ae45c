//! JSONPath queries (RFC 9535): read, asked of a document, and explained where they can't be read.

use std::{collections::HashSet, ptr};

use serde_json::Value;
use serde_json_path::JsonPath;

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

/// What other dialects of JSONPath have and RFC 9535 has not, with what to write.
const DIALECTS: [(&str, &str); 8] = [
    ("!==", "write `!=`"),
    ("===", "write `==`"),
    ("=~", "write `match(@.name, 'expression')`"),
    ("@property", "there is no name for the key of a node: list the keys as `['a', 'b']`"),
    ("@parent", "there is no way to a parent: select it with a filter on its child, as in `[?@.child]`"),
    ("@path", "there is no name for the path of a node: write the path itself"),
    ("^", "there is no way to a parent: select it with a filter on its child, as in `[?@.child]`"),
    ("~", "there is no name for the key of a node: select the node itself"),
];

/// How to write a query that can't be read.
fn advice(text: &str) -> String {
    let readable = |text: &str| JsonPath::parse(text).is_ok();
    let rooted = format!("$.{text}");
    if !text.starts_with('$') && readable(&rooted) {
        return format!("a query begins at the root: `{rooted}`");
    }
    let bracketed = bracketed(text);
    if readable(&bracketed) {
        return format!("a name with other characters than letters, digits and `_` stands in brackets: `{bracketed}`");
    }
    // What stands in quotes is a name or a text.
    let unquoted: String = text.split(['\'', '"']).step_by(2).collect();
    match DIALECTS.iter().find(|(mark, _)| unquoted.contains(mark)) {
        Some((mark, instead)) => format!("`{mark}` is not part of RFC 9535: {instead}"),
        None => "names are written `$.a.b` or `$['a-b']`, filters `[?@.name == 'text']`".to_owned(),
    }
}

/// The query with each name that follows a dot in brackets, where it has characters that a bare name must not have:
/// `$.a./b-c.get` -> `$.a['/b-c'].get`.
fn bracketed(text: &str) -> String {
    let mut written = String::new();
    let mut rest = text;
    let mut open = 0_usize;
    while let Some(character) = rest.chars().next() {
        if character == '\'' || character == '"' {
            let end = rest[1..].find(character).map_or(rest.len(), |end| end + 2);
            written.push_str(&rest[..end]);
            rest = &rest[end..];
        } else if character == '.' {
            let name = rest.trim_start_matches('.');
            let dots = &rest[..rest.len() - name.len()];
            let (name, after) = name.split_at(name.find(|next| ends_name(next, open > 0)).unwrap_or(name.len()));
            written.push_str(&step(dots, name));
            rest = after;
        } else {
            open = match character {
                '[' => open + 1,
                ']' => open.saturating_sub(1),
                _ => open,
            };
            written.push(character);
            rest = &rest[character.len_utf8()..];
        }
    }
    written
}

/// Whether a character ends a name that follows a dot; in a filter, spaces and operators do, too.
fn ends_name(character: char, in_filter: bool) -> bool {
    matches!(character, '.' | '[') || (in_filter && (character.is_whitespace() || "=!<>&|()],".contains(character)))
}

/// A step to a name: `.name`, or `['na-me']`.
fn step(dots: &str, name: &str) -> String {
    let is_bare = |name: &str| {
        let is_letter = |character: char| character.is_alphabetic() || character == '_';
        name.starts_with(is_letter) && name.chars().all(|character| is_letter(character) || character.is_ascii_digit())
    };
    if name.is_empty() || name == "*" || is_bare(name) {
        return format!("{dots}{name}");
    }
    let descends = if dots.len() > 1 { dots } else { "" };
    // Some dialects write a backslash before what they take for a mark.
    format!("{descends}['{}']", name.replace('\\', "").replace('\'', "\\'"))
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

    #[track_caller]
    fn check_advice(query: &str, expected: &str) {
        let unreadable = Query::read(query).expect_err("it is no query");
        assert_eq!(unreadable.help, expected, "{query}");
    }

    #[test]
    fn names_that_need_brackets_are_shown_with_them() {
        for (query, expected) in [
            ("$.components.schemas.A-B", "$.components.schemas['A-B']"),
            ("$.paths./v2/x.get", "$.paths['/v2/x'].get"),
            ("$.components.schemas.S.allOf[0].$ref", "$.components.schemas.S.allOf[0]['$ref']"),
            ("$..x-group", "$..['x-group']"),
            (r"$..\@type", "$..['@type']"),
            ("$.paths.*.get[?@.x-traits.paged]", "$.paths.*.get[?@['x-traits'].paged]"),
            ("$.servers[?(@.x-kind=='a.b-c')].url", "$.servers[?(@['x-kind']=='a.b-c')].url"),
            ("$.components.schemas.My Pet.title", "$.components.schemas['My Pet'].title"),
        ] {
            let brackets = "a name with other characters than letters, digits and `_` stands in brackets";
            check_advice(query, &format!("{brackets}: `{expected}`"));
        }
    }

    #[test]
    fn other_dialects_are_named() {
        let parent = "there is no way to a parent: select it with a filter on its child, as in `[?@.child]`";
        for (query, expected) in [
            ("$.a[?(@.b === 'c')]", "`===` is not part of RFC 9535: write `==`"),
            ("$.a[?@.b !== 1]", "`!==` is not part of RFC 9535: write `!=`"),
            ("$.a[?(@.b =~ /c/)]", "`=~` is not part of RFC 9535: write `match(@.name, 'expression')`"),
            (
                "$.a[?(@property == 'b')]",
                "`@property` is not part of RFC 9535: there is no name for the key of a node: list the keys as `['a', 'b']`",
            ),
            ("$.a[?(@parent.b)]", &format!("`@parent` is not part of RFC 9535: {parent}")),
            ("$.a[?@.b]^", &format!("`^` is not part of RFC 9535: {parent}")),
            ("$.a[*]~", "`~` is not part of RFC 9535: there is no name for the key of a node: select the node itself"),
            ("info.title", "a query begins at the root: `$.info.title`"),
            ("$.a[", "names are written `$.a.b` or `$['a-b']`, filters `[?@.name == 'text']`"),
            ("$.a['b===c'", "names are written `$.a.b` or `$['a-b']`, filters `[?@.name == 'text']`"),
        ] {
            check_advice(query, expected);
        }
    }

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
