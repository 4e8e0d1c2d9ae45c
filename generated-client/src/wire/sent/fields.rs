//! Forms of fields, `application/x-www-form-urlencoded`, each field as the description's `encoding` says (OpenAPI 3.0.4, Encoding
//! Object).

use crate::json::tree::{Fields, Tree};
use crate::wire::problems::InvalidRequest;
use crate::wire::sent::escaping::Reserved;
use crate::wire::sent::query::Query;

/// How a field is written whose `encoding` says it; a word is a word in each style but JSON.
#[derive(Clone, Copy, Debug)]
#[allow(dead_code, reason = "which of them a generated client needs depends on its description")]
pub(crate) enum FieldStyle {
    /// `meta[a][b]=1&items[0]=x`: `deepObject`.
    Deep,
    /// `ids=1&ids=2`, and of an object `a=1&b=2`: `form`, exploded.
    Form,
    /// `ids=1,2`, and of an object `filter=a,1,b,2`: `form`, not exploded.
    Comma,
    /// `ids=1%202`: `spaceDelimited`.
    Space,
    /// `ids=1%7C2`: `pipeDelimited`.
    Pipe,
    /// As JSON, words too; of a list each item.
    Json,
}

/// The text of a form. Words are as they are, a list is a field for each item, an object is JSON; but for the fields of which `styles`
/// says more, and for those in which reserved characters pass. A null field is left out.
pub(crate) fn form(fields: &Fields, styles: &[(&str, FieldStyle)], reserved: &[&str]) -> Result<Query, InvalidRequest> {
    // {"a": [1, 2], "b": {"c": 3}} -> a=1&a=2&b={"c":3}, and where `b` is deep, b[c]=3 (all of it escaped)
    let mut form = Query::default();
    for (name, field) in fields.iter().filter(|(_, field)| !field.is_null()) {
        let style = styles.iter().find(|(known, _)| known == name).map(|(_, style)| *style);
        let passes = reserved.contains(&name.as_str());
        let reserved = if passes { Reserved::Passed } else { Reserved::Escaped };
        match (style, field) {
            (Some(FieldStyle::Deep), _) => push_indexed(&mut form, name, field, reserved),
            (Some(FieldStyle::Form), Tree::Object(fields)) => form.push_flat(fields, reserved)?,
            (Some(FieldStyle::Comma), _) => push_delimited(&mut form, name, field, ",", reserved)?,
            (Some(FieldStyle::Space), _) => push_delimited(&mut form, name, field, "%20", reserved)?,
            (Some(FieldStyle::Pipe), _) => push_delimited(&mut form, name, field, "%7C", reserved)?,
            (Some(FieldStyle::Json), Tree::List(items)) => {
                items.iter().for_each(|item| form.push(name, &item.json()));
            }
            (Some(FieldStyle::Json), Tree::Leaf(_) | Tree::Object(_)) => form.push(name, &field.json()),
            (Some(FieldStyle::Form) | None, Tree::List(items)) => {
                items.iter().for_each(|item| form.push_item(name, item, reserved));
            }
            (Some(FieldStyle::Form) | None, Tree::Leaf(_)) | (None, Tree::Object(_)) => {
                form.push_item(name, field, reserved);
            }
        }
    }
    Ok(form)
}

/// Adds a list or an object as one value.
fn push_delimited(
    form: &mut Query,
    name: &str,
    value: &Tree,
    delimiter: &str,
    reserved: Reserved,
) -> Result<(), InvalidRequest> {
    match value {
        Tree::Leaf(_) => form.push_item(name, value, reserved),
        Tree::Object(fields) => form.push_pairs(name, fields, delimiter, reserved)?,
        Tree::List(items) => {
            let words: Option<Vec<String>> = items.iter().map(Tree::word).collect();
            form.push_joined(name, &words.ok_or_else(|| InvalidRequest::no_word(name))?, delimiter, reserved)?;
        }
    }
    Ok(())
}

/// Adds a value with its keys and indexes in brackets.
fn push_indexed(form: &mut Query, name: &str, value: &Tree, reserved: Reserved) {
    match value {
        Tree::Object(fields) => {
            fields.iter().for_each(|(key, field)| push_indexed(form, &format!("{name}[{key}]"), field, reserved));
        }
        Tree::List(items) => {
            let items = items.iter().enumerate();
            items.for_each(|(index, item)| push_indexed(form, &format!("{name}[{index}]"), item, reserved));
        }
        Tree::Leaf(_) => form.push_item(name, value, reserved),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A form of one field: how its encoding writes it.
    #[track_caller]
    fn check(style: Option<FieldStyle>, json: &str, expected: &str) {
        let Ok(Tree::Object(fields)) = serde_json::from_str(&format!("{{\"v\":{json}}}")) else { panic!("it is JSON") };
        let styles: Vec<(&str, FieldStyle)> = style.map(|style| ("v", style)).into_iter().collect();
        let form = form(&fields, &styles, &[]).map_err(|problem| problem.reason().to_owned());
        assert_eq!(form.as_ref().map(Query::as_str), Ok(expected), "{style:?} {json}");
    }

    /// The table "Style Examples" of OpenAPI 3.0.4, by which a form is written as a query is.
    #[test]
    fn an_encoding_with_a_style_writes_as_a_query_does() {
        const LIST: &str = r#"["blue","black","brown"]"#;
        const OBJECT: &str = r#"{"R":100,"G":200,"B":150}"#;
        check(Some(FieldStyle::Form), "\"\"", "v=");
        check(Some(FieldStyle::Form), "\"blue\"", "v=blue");
        check(Some(FieldStyle::Form), LIST, "v=blue&v=black&v=brown");
        check(Some(FieldStyle::Form), OBJECT, "R=100&G=200&B=150");
        check(Some(FieldStyle::Comma), "\"blue\"", "v=blue");
        check(Some(FieldStyle::Comma), LIST, "v=blue,black,brown");
        check(Some(FieldStyle::Comma), OBJECT, "v=R,100,G,200,B,150");
        check(Some(FieldStyle::Space), LIST, "v=blue%20black%20brown");
        check(Some(FieldStyle::Space), OBJECT, "v=R%20100%20G%20200%20B%20150");
        check(Some(FieldStyle::Pipe), LIST, "v=blue%7Cblack%7Cbrown");
        check(Some(FieldStyle::Pipe), OBJECT, "v=R%7C100%7CG%7C200%7CB%7C150");
        check(Some(FieldStyle::Deep), OBJECT, "v%5BR%5D=100&v%5BG%5D=200&v%5BB%5D=150");
        check(Some(FieldStyle::Comma), r#"["a,b","c d"]"#, "v=a%2Cb,c%20d");
    }

    #[test]
    fn an_encoding_without_a_style_writes_by_media_type() {
        check(None, "\"a b\"", "v=a%20b");
        check(None, "null", "");
        check(None, r#"["a",1]"#, "v=a&v=1");
        check(None, r#"{"R":100}"#, "v=%7B%22R%22%3A100%7D");
        check(None, r#"[{"R":1},{"R":2}]"#, "v=%7B%22R%22%3A1%7D&v=%7B%22R%22%3A2%7D");
        check(Some(FieldStyle::Json), "\"a\"", "v=%22a%22");
        check(Some(FieldStyle::Json), "[1,\"a\"]", "v=1&v=%22a%22");
        check(Some(FieldStyle::Json), r#"{"R":100}"#, "v=%7B%22R%22%3A100%7D");
    }

    #[test]
    fn what_is_deep_has_its_indexes_in_brackets() {
        let json = r#"[{"price":"p"},"q",{"a":{"b":null,"c":true}}]"#;
        check(Some(FieldStyle::Deep), json, "v%5B0%5D%5Bprice%5D=p&v%5B1%5D=q&v%5B2%5D%5Ba%5D%5Bc%5D=true");
    }

    #[test]
    fn reserved_characters_pass_in_the_fields_that_say_so() {
        let Ok(Tree::Object(fields)) = serde_json::from_str(r#"{"a":"x/y&%2F","b":"x/y","c":["x:y"]}"#) else {
            panic!("it is JSON")
        };
        let form = form(&fields, &[("c", FieldStyle::Comma)], &["a", "c"]).expect("it can be written");
        assert_eq!(form.as_str(), "a=x/y%26%2F&b=x%2Fy&c=x:y");
    }

    #[test]
    fn what_a_style_cannot_write_is_refused() {
        let Ok(Tree::Object(fields)) = serde_json::from_str(r#"{"v":{"a":[1]}}"#) else { panic!("it is JSON") };
        let problem = form(&fields, &[("v", FieldStyle::Comma)], &[]).err().expect("there is none");
        assert_eq!(problem.reason(), "the field `a` is a list or an object, which its style cannot write");
    }
}
