//! Path templates that an app has written, for which nothing is described.

use percent_encoding::percent_decode_str;

use crate::wire::problems::InvalidRequest;

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

#[cfg(test)]
mod tests {
    use super::*;

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
}
