//! How to write a query that is no JSONPath of RFC 9535, though other tools take it.

use serde_json_path::JsonPath;

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
pub(super) fn advice(text: &str) -> String {
    let readable = |text: &str| JsonPath::parse(text).is_ok();
    let rooted = format!("$.{text}");
    if !text.starts_with('$') && readable(&rooted) {
        return format!("a query begins at the root: `{rooted}`");
    }
    let bracketed = bracketed(text);
    // A mark at the end is no part of a name: `$.info.title^` asks for the parent.
    let is_marked = text.ends_with(['^', '~']);
    if !is_marked && readable(&bracketed) {
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
pub(super) fn step(dots: &str, name: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_advice(query: &str, expected: &str) {
        assert!(JsonPath::parse(query).is_err(), "{query}");
        assert_eq!(advice(query), expected, "{query}");
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
            ("$.info.title^", &format!("`^` is not part of RFC 9535: {parent}")),
            (
                "$.paths.*~",
                "`~` is not part of RFC 9535: there is no name for the key of a node: select the node itself",
            ),
            ("info.title", "a query begins at the root: `$.info.title`"),
            ("$.a[", "names are written `$.a.b` or `$['a-b']`, filters `[?@.name == 'text']`"),
            ("$.a['b===c'", "names are written `$.a.b` or `$['a-b']`, filters `[?@.name == 'text']`"),
        ] {
            check_advice(query, expected);
        }
    }
}
