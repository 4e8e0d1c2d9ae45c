//! Path templates: `/pets/{id}`.
//!
//! A path has neither query nor fragment (OpenAPI 3.0.4, section 4.8.8), but descriptions write both: to tell operations
//! of one path apart, and instead of query parameters.

use std::fmt;

use indexmap::IndexSet;

/// A path, taken apart.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Template<'a> {
    /// The path itself.
    path: String,
    /// The query that goes with every request, `name` or `name=value`.
    fixed: Vec<&'a str>,
    /// The query parameters that stand in it: the name on the wire, and the name in braces.
    queries: Vec<(&'a str, &'a str)>,
    /// Whether something follows that is never sent.
    pub(crate) has_fragment: bool,
    /// What stands around a query parameter in its value, and so can't be sent.
    pub(crate) lost: Vec<&'a str>,
}

impl<'a> Template<'a> {
    /// Takes a path of the description apart.
    pub(crate) fn read(whole: &'a str) -> Self {
        // `/a/{b}?v=2&key={c}` -> the path `/a/{b}`, `v=2` with every request, and the query parameter `key`
        let (rest, fragment) = split_outside(whole, '#');
        let mut template = Self { has_fragment: !fragment.is_empty(), ..Self::default() };
        let (path, query) = split_outside(rest, '?');
        for (index, part) in path.split('{').enumerate() {
            match part.split_once('}') {
                // `{?a,b}` and `{&a}` are a query (RFC 6570, sections 3.2.8 and 3.2.9).
                Some((names, after)) if index > 0 && names.starts_with(['?', '&']) => {
                    let names = names[1..].split(',').map(|name| name.trim_end_matches('*'));
                    template.queries.extend(names.map(|name| (name, name)));
                    template.path.push_str(after);
                }
                _ if index > 0 => template.path.push_str(&format!("{{{part}")),
                _ => template.path.push_str(part),
            }
        }
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (wire, value) = pair.split_once('=').unwrap_or((pair, ""));
            match names(value).as_slice() {
                [] if names(wire).is_empty() => template.fixed.push(pair),
                [name] => {
                    template.queries.push((wire, name));
                    template.lost.extend((value.len() != name.len() + 2).then_some(pair));
                }
                // What is only written beside the names, as in `?{a}&{b}`, is theirs.
                _ => {
                    template.queries.extend(names(pair).into_iter().map(|name| (name, name)));
                    template.lost.extend((!value.is_empty()).then_some(pair));
                }
            }
        }
        template
    }

    /// The names in the braces of the path, each once, in the order in which they stand there first.
    pub(crate) fn names(&self) -> Vec<&str> {
        names(&self.path).into_iter().collect::<IndexSet<_>>().into_iter().collect()
    }

    /// The names that stand in the path more than once.
    pub(crate) fn repeated(&self) -> Vec<&str> {
        let all = names(&self.path);
        let is_repeated = |name: &&str| all.iter().filter(|known| *known == name).count() > 1;
        self.names().into_iter().filter(is_repeated).collect()
    }

    /// The query parameters: the name on the wire, and the name in braces.
    pub(crate) fn queries(&self) -> &[(&'a str, &'a str)] {
        &self.queries
    }

    /// The name on the wire of a query parameter that stands in the template.
    pub(crate) fn query(&self, name: &str) -> Option<&'a str> {
        self.queries.iter().find(|(_, known)| *known == name).map(|(wire, _)| *wire)
    }
}

/// What is sent: the path, and the query that never changes.
impl fmt::Display for Template<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.path)?;
        if self.fixed.is_empty() { Ok(()) } else { write!(formatter, "?{}", self.fixed.join("&")) }
    }
}

/// Splits a text at a character that does not stand in braces.
fn split_outside(text: &str, at: char) -> (&str, &str) {
    let mut depth = 0;
    let found = text.char_indices().find(|&(_, character)| {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        character == at && depth == 0
    });
    found.map_or((text, ""), |(index, _)| (&text[..index], &text[index + at.len_utf8()..]))
}

fn names(text: &str) -> Vec<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, sent: &str, names: &[&str], queries: &[(&str, &str)]) {
        let template = Template::read(path);
        assert_eq!((template.to_string().as_str(), template.names().as_slice()), (sent, names));
        assert_eq!(template.queries(), queries);
    }

    #[test]
    fn a_path_is_sent_as_it_is() {
        check("/a/{b}/c.{d}", "/a/{b}/c.{d}", &["b", "d"], &[]);
    }

    #[test]
    fn a_name_that_stands_twice_is_one() {
        check("/a/{b}/c/{d}/{b}", "/a/{b}/c/{d}/{b}", &["b", "d"], &[]);
        assert_eq!(Template::read("/a/{b}/c/{d}/{b}").repeated(), ["b"]);
    }

    #[test]
    fn a_fragment_is_not_sent() {
        check("/a#b={c}", "/a", &[], &[]);
        assert!(Template::read("/a#b").has_fragment);
    }

    #[test]
    fn a_query_is_sent_always_or_a_parameter() {
        check("/a/{b}?v=2&flag&key={c}&{d}", "/a/{b}?v=2&flag", &["b"], &[("key", "c"), ("d", "d")]);
        assert_eq!(Template::read("/a?q=x:{b}&r={c}/{d}&{e}").lost, ["q=x:{b}", "r={c}/{d}"]);
    }

    #[test]
    fn a_query_in_braces_is_parameters() {
        check("/a/{b}{?limit,offset*}", "/a/{b}", &["b"], &[("limit", "limit"), ("offset", "offset")]);
    }
}
