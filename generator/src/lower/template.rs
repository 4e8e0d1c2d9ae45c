//! Path templates: `/pets/{id}`.
//!
//! A path has neither query nor fragment (OpenAPI 3.0.4, section 4.8.8), but descriptions write both: to tell operations
//! of one path apart, and instead of query parameters.

use std::fmt;

/// A path, taken apart.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Template<'a> {
    /// The path itself.
    path: &'a str,
    /// The query that goes with every request, `name` or `name=value`.
    fixed: Vec<&'a str>,
    /// The query parameters that stand in it: the name on the wire, and the name in braces.
    queries: Vec<(&'a str, &'a str)>,
    /// Whether something follows that is never sent.
    pub(super) has_fragment: bool,
}

impl<'a> Template<'a> {
    /// Takes a path of the description apart.
    pub(super) fn read(path: &'a str) -> Self {
        let (rest, fragment) = path.split_once('#').unwrap_or((path, ""));
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let mut template = Self { path, has_fragment: !fragment.is_empty(), ..Self::default() };
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (wire, value) = pair.split_once('=').unwrap_or((pair, ""));
            match names(value).as_slice() {
                [name] if value.len() == name.len() + 2 => template.queries.push((wire, name)),
                [] if names(wire).is_empty() => template.fixed.push(pair),
                // What is only written beside the names, as in `?{a}&{b}`, is theirs.
                _ => template.queries.extend(names(pair).into_iter().map(|name| (name, name))),
            }
        }
        template
    }

    /// The names in the braces of the path, in their order.
    pub(super) fn names(&self) -> Vec<&'a str> {
        names(self.path)
    }

    /// The query parameters: the name on the wire, and the name in braces.
    pub(super) fn queries(&self) -> &[(&'a str, &'a str)] {
        &self.queries
    }

    /// The name on the wire of a query parameter that stands in the template.
    pub(super) fn query(&self, name: &str) -> Option<&'a str> {
        self.queries.iter().find(|(_, known)| *known == name).map(|(wire, _)| *wire)
    }
}

/// What is sent: the path, and the query that never changes.
impl fmt::Display for Template<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.path)?;
        if self.fixed.is_empty() { Ok(()) } else { write!(formatter, "?{}", self.fixed.join("&")) }
    }
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
    fn a_fragment_is_not_sent() {
        check("/a#b={c}", "/a", &[], &[]);
        assert!(Template::read("/a#b").has_fragment);
    }

    #[test]
    fn a_query_is_sent_always_or_a_parameter() {
        check("/a/{b}?v=2&flag&key={c}&{d}", "/a/{b}?v=2&flag", &["b"], &[("key", "c"), ("d", "d")]);
        check("/a?q={b}-{c}", "/a", &[], &[("b", "b"), ("c", "c")]);
    }
}
