//! Path templates: `/pages/{id}` and a value become `/pages/a%2Fb`.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::wire::problems::InvalidRequest;

/// What is escaped in a path segment, a query name or a query value: all but RFC 3986's unreserved characters.
pub(crate) const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Puts `value` in the place of `{name}`, as one percent-encoded segment.
///
/// A value that is empty, `.` or `..` is refused: it would make another path of it (RFC 3986, 5.2.4).
pub(crate) fn fill(path: &str, name: &str, value: &str) -> Result<String, InvalidRequest> {
    match value {
        "" => Err(InvalidRequest::new(format!("the path parameter `{name}` is empty"))),
        "." | ".." => {
            Err(InvalidRequest::new(format!("the path parameter `{name}` is `{value}`, which would change the path")))
        }
        _ => {
            let segment: Cow<'_, str> = utf8_percent_encode(value, ESCAPED).into();
            Ok(replaced(path, name, &segment))
        }
    }
}

/// Puts a list in the place of `{name}`, as one segment: its values percent-encoded, with commas between them.
pub(crate) fn fill_list(path: &str, name: &str, values: &[String]) -> Result<String, InvalidRequest> {
    if let [value] = values {
        return fill(path, name, value);
    }
    if values.is_empty() || values.iter().any(String::is_empty) {
        let reason = format!("the path parameter `{name}` is an empty list, or has an empty value");
        return Err(InvalidRequest::new(reason));
    }
    let encoded: Vec<_> = values.iter().map(|value| utf8_percent_encode(value, ESCAPED).to_string()).collect();
    Ok(replaced(path, name, &encoded.join(",")))
}

/// Puts a segment in the place of `{name}`, wherever that stands.
fn replaced(path: &str, name: &str, segment: &str) -> String {
    let mut filled = String::with_capacity(path.len() + segment.len());
    let mut rest = path;
    while let Some((before, from)) = rest.split_once('{') {
        filled.push_str(before);
        match from.strip_prefix(name).and_then(|after| after.strip_prefix('}')) {
            Some(after) => {
                filled.push_str(segment);
                rest = after;
            }
            None => {
                filled.push('{');
                rest = from;
            }
        }
    }
    filled.push_str(rest);
    filled
}

/// Checks a template that an app has written: a path, all of it below the address of the server, whatever its parameters become.
pub(crate) fn check_template(template: &str) -> Result<(), InvalidRequest> {
    let problem = |what: &str| Err(InvalidRequest::new(format!("the path `{template}` {what}")));
    let Some(segments) = template.strip_prefix('/') else {
        return problem("does not begin with `/`: it is added to the address of the client's server");
    };
    if template.contains('?') {
        return problem("has a query: add it with `with_query`");
    }
    let may_stand = |character: char| character.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@%/{}".contains(character);
    if let Some(character) = template.chars().find(|&character| !may_stand(character)) {
        return problem(&format!("has `{}`, which no path has (RFC 3986, 3.3)", character.escape_debug()));
    }
    let mut segments = segments.split('/').peekable();
    while let Some(segment) = segments.next() {
        if segment.is_empty() && segments.peek().is_some() {
            return problem("has an empty segment");
        }
        if matches!(&*percent_decode_str(segment).decode_utf8_lossy(), "." | "..") {
            return problem(&format!("has the segment `{segment}`, which would lead to another path"));
        }
        if !has_whole_parameters(segment) {
            return problem("has a parameter that is none: it is a name in braces, such as `{id}`");
        }
    }
    Ok(())
}

/// Whether each brace of a segment is one of a pair around a name.
fn has_whole_parameters(segment: &str) -> bool {
    let mut pieces = segment.split('{');
    let is_text = |piece: &str| !piece.contains('}');
    let is_named = |piece: &str| piece.split_once('}').is_some_and(|(name, rest)| !name.is_empty() && is_text(rest));
    pieces.next().is_none_or(is_text) && pieces.all(is_named)
}

/// Whether a path has a parameter that is not filled yet.
pub(crate) fn has_parameter(path: &str, name: &str) -> bool {
    path.split('{').skip(1).any(|piece| piece.split_once('}').is_some_and(|(known, _)| known == name))
}

/// Checks that every parameter of the path has been filled.
pub(crate) fn check_filled(path: &str) -> Result<(), InvalidRequest> {
    match path.split_once('{') {
        None => Ok(()),
        Some((_, rest)) => {
            let name = rest.split_once('}').map_or(rest, |(name, _)| name);
            Err(InvalidRequest::new(format!("the path parameter `{name}` is not set")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: &str, expected: Result<&str, &str>) {
        let path = fill("/a/{id}/b", "id", value).map_err(|problem| problem.reason().to_owned());
        assert_eq!(path.as_deref(), expected.map_err(str::to_owned).as_deref());
    }

    #[test]
    fn a_value_is_one_escaped_segment() {
        check("a-b_c.d~1", Ok("/a/a-b_c.d~1/b"));
        check("a/b?c#d e%", Ok("/a/a%2Fb%3Fc%23d%20e%25/b"));
        check("../x", Ok("/a/..%2Fx/b"));
        check("%2e%2e", Ok("/a/%252e%252e/b"));
        check("..\\", Ok("/a/..%5C/b"));
        check("é", Ok("/a/%C3%A9/b"));
        check("{id}", Ok("/a/%7Bid%7D/b"));
        check("...", Ok("/a/.../b"));
    }

    #[test]
    fn a_parameter_is_filled_wherever_it_stands_and_no_other_one() {
        let fill = |path, name| fill(path, name, "7").map_err(|problem| problem.reason().to_owned());
        assert_eq!(fill("/{id}/x/{id}.json", "id").as_deref(), Ok("/7/x/7.json"));
        assert_eq!(fill("/{ids}/{i}/{id", "id").as_deref(), Ok("/{ids}/{i}/{id"));
        assert_eq!(fill("/{{id}}", "id").as_deref(), Ok("/{7}"));
        assert_eq!(fill("/a", "id").as_deref(), Ok("/a"));
    }

    #[test]
    fn a_value_that_would_change_the_path_is_refused() {
        check("", Err("the path parameter `id` is empty"));
        check(".", Err("the path parameter `id` is `.`, which would change the path"));
        check("..", Err("the path parameter `id` is `..`, which would change the path"));
    }

    #[test]
    fn a_parameter_that_is_not_filled_is_named() {
        let problem = check_filled("/a/1/{rest}").expect_err("`rest` is missing");
        assert_eq!(problem.reason(), "the path parameter `rest` is not set");
        assert!(check_filled("/a/1").is_ok());
    }

    #[track_caller]
    fn check_of_template(template: &str, expected: Result<(), &str>) {
        let checked = check_template(template).map_err(|problem| problem.reason().to_owned());
        assert_eq!(checked, expected.map_err(|what| format!("the path `{template}` {what}")));
    }

    #[test]
    fn a_template_is_a_path() {
        for template in
            ["/", "/a", "/a/", "/contacts/{id}/notes", "/v1.0/{from}...{to}", "/a:b/@me/%7E", "/..a/{b}.json"]
        {
            check_of_template(template, Ok(()));
        }
    }

    #[test]
    fn a_template_that_would_lead_elsewhere_is_refused() {
        const RELATIVE: &str = "does not begin with `/`: it is added to the address of the client's server";
        for template in ["", "contacts", "https://evil.example/a", ".evil.example", "@evil.example/", "{id}"] {
            check_of_template(template, Err(RELATIVE));
        }
        for template in ["//evil.example/a", "/a//b", "/https://evil.example"] {
            check_of_template(template, Err("has an empty segment"));
        }
        for dots in [".", "..", "%2e%2E", ".%2e"] {
            let what = format!("has the segment `{dots}`, which would lead to another path");
            check_of_template(&format!("/a/{dots}/b"), Err(&what));
            check_of_template(&format!("/{dots}"), Err(&what));
        }
        check_of_template("/a?x=1", Err("has a query: add it with `with_query`"));
        for (template, character) in
            [("/a#b", "#"), ("/a\\..\\b", "\\\\"), ("/.\t./a", "\\t"), ("/a b", " "), ("/\u{e9}", "\u{e9}")]
        {
            let what = format!("has `{character}`, which no path has (RFC 3986, 3.3)");
            check_of_template(template, Err(&what));
        }
    }

    #[test]
    fn a_parameter_of_a_template_is_a_name_in_braces() {
        for template in ["/{", "/}", "/{}", "/{id", "/id}", "/{{id}}", "/{a{b}}", "/{a/b}"] {
            check_of_template(template, Err("has a parameter that is none: it is a name in braces, such as `{id}`"));
        }
        assert!(has_parameter("/a/{id}.{kind}", "kind"));
        assert!(!has_parameter("/a/{id}/b", "b") && !has_parameter("/a/{ids}", "id") && !has_parameter("/id", "id"));
    }

    #[test]
    fn a_list_is_one_segment() {
        let fill = |values: &[&str]| {
            let values: Vec<_> = values.iter().map(|value| (*value).to_owned()).collect();
            fill_list("/a/{ids}", "ids", &values).map_err(|problem| problem.reason().to_owned())
        };
        assert_eq!(fill(&["1", "2/3", "4,5"]).as_deref(), Ok("/a/1,2%2F3,4%2C5"));
        assert_eq!(fill(&["1"]).as_deref(), Ok("/a/1"));
        let empty = "the path parameter `ids` is an empty list, or has an empty value".to_owned();
        assert_eq!(fill(&[]), Err(empty.clone()));
        assert_eq!(fill(&["", ""]), Err(empty));
        assert_eq!(fill(&[".."]), Err("the path parameter `ids` is `..`, which would change the path".to_owned()));
    }
}
