//! Path templates: `/pages/{id}` and a value become `/pages/a%2Fb`.

use crate::json::tree::{Tree, pairs};
use crate::wire::problems::InvalidRequest;
use crate::wire::sent::escaping::encode;
use crate::wire::sent::expansion::Expansion;

/// Puts a word in the place of `{name}`, percent-encoded, as a part of one segment.
///
/// One that is empty is refused where nothing stands beside it, and so is one that makes the segment `.` or `..`: it would make
/// another path of it (RFC 3986, 5.2.4).
pub(crate) fn fill(path: &str, name: &str, word: &str, expansion: Expansion) -> Result<String, InvalidRequest> {
    let is_bare = matches!(expansion, Expansion::Simple | Expansion::SimpleExploded);
    if word.is_empty() && is_bare {
        return Err(InvalidRequest::new(format!("the path parameter `{name}` is empty")));
    }
    filled(path, name, &expansion.words(&encode(name), &[encode(word)]))
}

/// Puts a list in the place of `{name}`: its values are percent-encoded, what stands between them is not.
pub(crate) fn fill_list(
    path: &str,
    name: &str,
    words: &[String],
    expansion: Expansion,
) -> Result<String, InvalidRequest> {
    if let [word] = words {
        return fill(path, name, word, expansion);
    }
    if words.is_empty() || words.iter().any(String::is_empty) {
        let reason = format!("the path parameter `{name}` is an empty list, or has an empty value");
        return Err(InvalidRequest::new(reason));
    }
    let encoded: Vec<String> = words.iter().map(|word| encode(word)).collect();
    filled(path, name, &expansion.words(&encode(name), &encoded))
}

/// Puts the fields of an object in the place of `{name}`; a null field is left out. What is no object, as one of a union's alternatives
/// may be, is a word.
pub(crate) fn fill_object(
    path: &str,
    name: &str,
    value: &Tree,
    expansion: Expansion,
) -> Result<String, InvalidRequest> {
    let Tree::Object(fields) = value else {
        let word = value.word().filter(|_| !value.is_null());
        let word = word.ok_or_else(|| InvalidRequest::no_object(&format!("path parameter `{name}`")))?;
        return fill(path, name, &word, expansion);
    };
    let pairs = pairs(fields).map_err(InvalidRequest::no_word)?;
    if pairs.is_empty() {
        return Err(InvalidRequest::new(format!(
            "the path parameter `{name}` is an object without a field that is set"
        )));
    }
    let encoded: Vec<_> = pairs.iter().map(|(key, word)| (encode(key), encode(word))).collect();
    filled(path, name, &expansion.pairs(&encode(name), &encoded))
}

/// The path with a text in the place of `{name}`, unless that changes the path.
fn filled(path: &str, name: &str, text: &str) -> Result<String, InvalidRequest> {
    let filled = replaced(path, name, text);
    match filled.split('/').find(|segment| matches!(*segment, "." | "..")) {
        Some(segment) => {
            let makes = if segment == text { "is" } else { "makes a segment" };
            let reason = format!("the path parameter `{name}` {makes} `{segment}`, which would change the path");
            Err(InvalidRequest::new(reason))
        }
        None => Ok(filled),
    }
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

    fn reason(filled: Result<String, InvalidRequest>) -> Result<String, String> {
        filled.map_err(|problem| problem.reason().to_owned())
    }

    #[track_caller]
    fn check(value: &str, expected: Result<&str, &str>) {
        let path = reason(fill("/a/{id}/b", "id", value, Expansion::Simple));
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
        let fill = |path, name| reason(fill(path, name, "7", Expansion::Simple));
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
    fn a_dot_beside_something_else_changes_no_path() {
        let dot = reason(fill("/{a}.{b}", "a", ".", Expansion::Simple)).expect("`/..{b}` is not whole yet");
        assert_eq!(reason(fill(&dot, "b", "x", Expansion::Simple)).as_deref(), Ok("/..x"));
        let refused = |what| Err(format!("the path parameter `a` {what}, which would change the path"));
        assert_eq!(reason(fill("/{a}", "a", "", Expansion::Label)), refused("is `.`"));
        assert_eq!(reason(fill("/{a}", "a", ".", Expansion::Label)), refused("is `..`"));
        assert_eq!(reason(fill("/.{a}", "a", ".", Expansion::Simple)), refused("makes a segment `..`"));
        assert_eq!(reason(fill("/{a}", "a", "..", Expansion::Label)).as_deref(), Ok("/..."));
        assert_eq!(reason(fill("/x{a}", "a", "", Expansion::Label)).as_deref(), Ok("/x."));
        assert_eq!(reason(fill("/{a}", "a", "", Expansion::Matrix)).as_deref(), Ok("/;a"));
    }

    #[test]
    fn a_parameter_that_is_not_filled_is_named() {
        let problem = check_filled("/a/1/{rest}").expect_err("`rest` is missing");
        assert_eq!(problem.reason(), "the path parameter `rest` is not set");
        assert!(check_filled("/a/1").is_ok());
    }

    #[test]
    fn a_list_is_one_segment() {
        let fill = |values: &[&str], expansion| {
            let values: Vec<_> = values.iter().map(|value| (*value).to_owned()).collect();
            reason(fill_list("/a/{ids}", "ids", &values, expansion))
        };
        assert_eq!(fill(&["1", "2/3", "4,5"], Expansion::Simple).as_deref(), Ok("/a/1,2%2F3,4%2C5"));
        assert_eq!(fill(&["1"], Expansion::Simple).as_deref(), Ok("/a/1"));
        assert_eq!(fill(&["3", "4;"], Expansion::MatrixExploded).as_deref(), Ok("/a/;ids=3;ids=4%3B"));
        assert_eq!(fill(&["3", "."], Expansion::LabelExploded).as_deref(), Ok("/a/.3.."));
        let empty = "the path parameter `ids` is an empty list, or has an empty value".to_owned();
        assert_eq!(fill(&[], Expansion::Simple), Err(empty.clone()));
        assert_eq!(fill(&["", ""], Expansion::Simple), Err(empty));
        let changing = "the path parameter `ids` is `..`, which would change the path".to_owned();
        assert_eq!(fill(&[".."], Expansion::Simple), Err(changing));
    }

    #[test]
    fn an_object_is_one_segment() {
        let fill = |json: &str, expansion| {
            let value: Tree = serde_json::from_str(json).expect("it is JSON");
            reason(fill_object("/a/{color}", "color", &value, expansion))
        };
        let color = r#"{"R":100,"G":200,"name":"a=b,c"}"#;
        assert_eq!(fill(color, Expansion::Simple).as_deref(), Ok("/a/R,100,G,200,name,a%3Db%2Cc"));
        assert_eq!(fill(color, Expansion::SimpleExploded).as_deref(), Ok("/a/R=100,G=200,name=a%3Db%2Cc"));
        let empty = "the path parameter `color` is an object without a field that is set".to_owned();
        assert_eq!(fill(r#"{"R":null}"#, Expansion::Simple), Err(empty));
        let nested = "the field `R` is a list or an object, which its style cannot write".to_owned();
        assert_eq!(fill(r#"{"R":[1]}"#, Expansion::Simple), Err(nested));
        assert_eq!(fill("7", Expansion::Simple).as_deref(), Ok("/a/7"));
        assert_eq!(fill("\"b/c\"", Expansion::MatrixExploded).as_deref(), Ok("/a/;color=b%2Fc"));
        for json in ["null", "[1]"] {
            let refused = "the path parameter `color` is not an object".to_owned();
            assert_eq!(fill(json, Expansion::Simple), Err(refused), "{json}");
        }
    }
}
