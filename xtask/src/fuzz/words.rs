//! What stands in the fields of a description that holds it: names, texts and values, such as descriptions have, and such as nobody
//! would write.

use arbitrary::{Result, Unstructured};
use serde_json::{Value, json};

/// Names of properties, parameters and operations. Some are alike in Rust, some are no identifiers, some are taken.
const NAMES: [&str; 40] = [
    "id",
    "name",
    "pet",
    "Pet",
    "petName",
    "pet_name",
    "pet-name",
    "type",
    "kind",
    "data",
    "next",
    "errors",
    "default",
    "self",
    "Self",
    "crate",
    "err",
    "Err",
    "ok",
    "Ok",
    "Some",
    "None",
    "async",
    "r#type",
    "a.b",
    "a/b",
    "a~b",
    "$ref",
    "0",
    "2.10",
    "-1",
    "%41",
    "\u{e9}t\u{e9}",
    "\u{540d}\u{524d}",
    "builder",
    "send",
    "clone",
    "X-Trace-Id",
    " ",
    "{id}",
];

/// Prose, with what Markdown, comments and terminals act on.
const TEXTS: [&str; 26] = [
    "",
    "A pet.",
    "The id of a pet",
    "* one\n* two\n\nand more",
    "1. one\n2. two",
    "```json\n{\"a\": 1}\n```",
    "```\nopen",
    "    indented code",
    "# A heading",
    "[a link](https://example.com/a_(b))",
    "[`Pet`]",
    "<b>bold</b>",
    "a | b\n--|--\n1 | 2",
    "{% note %}\nA note.\n{% /note %}",
    "`code",
    "*/ // /* \"",
    "\\",
    "a\u{0}b",
    "\u{1b}[31mred",
    "\u{202e}turned",
    "\u{2028}",
    "line\r\nline",
    "https://example.com/?a=b&c=d",
    "[0, 1) and [0, 1)",
    "\u{1f600}",
    "2.10",
];

/// Numbers at the edges of their types, and between them.
const NUMBERS: [&str; 16] = [
    "0",
    "1",
    "-1",
    "2",
    "255",
    "2147483647",
    "4294967296",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "-9223372036854775808",
    "0.5",
    "1.0",
    "1e3",
    "1e400",
];

const URLS: [&str; 9] = [
    "https://api.example.com",
    "https://api.example.com/v1/",
    "/v1",
    "http://localhost:8080",
    "https://{region}.example.com",
    "//example.com",
    "not a url",
    "",
    "https://user:word@example.com?a=b#c",
];

const PATTERNS: [&str; 6] = ["^[a-z]+$", "\\d{3}", "(", "^\\p{L}*$", "", "[^\n]"];

const PATHS: [&str; 12] = [
    "/pets",
    "/pets/{id}",
    "/pets/{id}/toys/{name}",
    "/shops/{id}.json",
    "/",
    "/{id}",
    "/pets/{id}/{id}",
    "/a b",
    "/pets?all=true",
    "/pets/{pet-name}",
    "/Pets",
    "pets",
];

const STATUSES: [&str; 12] = ["200", "201", "204", "2XX", "302", "400", "404", "4XX", "500", "default", "0200", "20X"];

const MEDIA_TYPES: [&str; 16] = [
    "application/json",
    "application/json; charset=utf-8",
    "application/problem+json",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "multipart/mixed",
    "text/plain",
    "text/csv",
    "text/event-stream",
    "application/x-ndjson",
    "application/octet-stream",
    "image/*",
    "*/*",
    "application/xml",
    "application/vnd.pets.v2+json",
    "",
];

/// One of several.
pub(super) fn one(bytes: &mut Unstructured<'_>, of: &[&str]) -> Result<String> {
    bytes.choose(of).map(|word| (*word).to_owned())
}

/// A name; at times a long one.
pub(super) fn name(bytes: &mut Unstructured<'_>) -> Result<String> {
    let name = one(bytes, &NAMES)?;
    let is_long = bytes.ratio(1_u16, 400)?;
    Ok(if is_long { name.repeat(300) } else { name })
}

pub(super) fn text(bytes: &mut Unstructured<'_>) -> Result<String> {
    let more = one(bytes, &TEXTS)?;
    Ok(if bytes.ratio(1_u8, 4)? { format!("{}\n\n{more}", one(bytes, &TEXTS)?) } else { more })
}

/// A number as JSON writes it; what no `f64` has is one nevertheless where the text is read.
pub(super) fn number(bytes: &mut Unstructured<'_>) -> Result<Value> {
    let text = one(bytes, &NUMBERS)?;
    Ok(serde_json::from_str(&text).unwrap_or_else(|_| json!(text)))
}

pub(super) fn url(bytes: &mut Unstructured<'_>) -> Result<String> {
    one(bytes, &URLS)
}

pub(super) fn pattern(bytes: &mut Unstructured<'_>) -> Result<String> {
    one(bytes, &PATTERNS)
}

pub(super) fn path(bytes: &mut Unstructured<'_>) -> Result<String> {
    one(bytes, &PATHS)
}

pub(super) fn status(bytes: &mut Unstructured<'_>) -> Result<String> {
    one(bytes, &STATUSES)
}

pub(super) fn media_type(bytes: &mut Unstructured<'_>) -> Result<String> {
    one(bytes, &MEDIA_TYPES)
}

/// Any JSON, a few levels deep.
pub(super) fn json_value(bytes: &mut Unstructured<'_>, depth: u8) -> Result<Value> {
    Ok(match bytes.int_in_range(0..=if depth == 0 { 4_u8 } else { 6 })? {
        0 => Value::Null,
        1 => json!(bytes.ratio(1_u8, 2)?),
        2 => number(bytes)?,
        3 => json!(name(bytes)?),
        4 => json!(text(bytes)?),
        5 => {
            (0..bytes.int_in_range(0..=3_u8)?).map(|_| json_value(bytes, depth - 1)).collect::<Result<Vec<_>>>()?.into()
        }
        _ => {
            let entry = |_| Ok((name(bytes)?, json_value(bytes, depth - 1)?));
            Value::Object((0..2_u8).map(entry).collect::<Result<_>>()?)
        }
    })
}
