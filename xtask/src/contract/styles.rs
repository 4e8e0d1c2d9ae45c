//! Parameters as a server reads them: text -> JSON, by their style (OpenAPI 3.0.4, sections 4.8.12 and C).
//!
//! It is written from the specification's tables alone, and shares nothing with what writes parameters.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use crate::document::{entries, items, of_item, resolve};

/// What values a schema has.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Shape {
    Scalar,
    List,
    Object,
}

/// How a parameter, or a property of a form, is written.
pub(super) struct Styled<'a> {
    pub(super) document: &'a Value,
    pub(super) name: &'a str,
    pub(super) style: &'a str,
    pub(super) explode: bool,
    pub(super) schema: &'a Value,
}

impl<'a> Styled<'a> {
    /// By the keywords of a parameter, or of an encoding; `usual` is the style without one.
    pub(super) fn new(
        document: &'a Value,
        name: &'a str,
        keywords: &'a Value,
        schema: &'a Value,
        usual: &'a str,
    ) -> Self {
        let style = keywords.get("style").and_then(Value::as_str).unwrap_or(usual);
        let explode = keywords.get("explode").and_then(Value::as_bool).unwrap_or(style == "form");
        Self { document, name, style, explode, schema }
    }

    /// What stands at a placeholder of a path.
    pub(super) fn path(&self, raw: &str) -> Option<Value> {
        let shape = self.shape();
        match self.style {
            "label" => {
                let separator = if self.explode { '.' } else { ',' };
                self.joined(raw.strip_prefix('.')?, separator, shape)
            }
            "matrix" => self.matrix(raw.strip_prefix(';')?, shape),
            _ => self.joined(raw, ',', shape),
        }
    }

    /// The value of a header, which nothing is encoded in.
    pub(super) fn header(&self, text: &str) -> Option<Value> {
        self.joined(&text.replace('%', "%25"), ',', self.shape())
    }

    /// The value of a query, a form or the cookies: takes its pairs out of all.
    pub(super) fn pairs(&self, pairs: &mut Vec<(String, String)>) -> Option<Value> {
        let shape = self.shape();
        let name = self.name;
        match (self.style, shape) {
            ("deepObject", _) => {
                let key_of =
                    |name_of: &str| Some(name_of.strip_prefix(name)?.strip_prefix('[')?.strip_suffix(']')?.to_owned());
                self.object(taken(pairs, |own| key_of(&decoded(own))))
            }
            ("form", Shape::Object) if self.explode => {
                let others = self.is_open();
                let is_own = |own: &str| self.property(own).is_some() || others;
                self.object(taken(pairs, |own| Some(decoded(own)).filter(|own| is_own(own))))
            }
            ("form", Shape::List) if self.explode => {
                let values = taken(pairs, |own| (decoded(own) == name).then(String::new));
                let values: Vec<Value> =
                    values.iter().enumerate().map(|(index, (_, value))| self.item(index, value)).collect();
                (!values.is_empty()).then(|| values.into())
            }
            _ => {
                let (_, raw) = taken(pairs, |own| (decoded(own) == name).then(String::new)).pop()?;
                let raw = match self.style {
                    "pipeDelimited" => raw.replace("%7C", ",").replace("%7c", ",").replace('|', ","),
                    "spaceDelimited" => raw.replace("%20", ",").replace('+', ","),
                    _ => raw,
                };
                self.joined_pairwise(&raw, ',', shape)
            }
        }
    }

    fn matrix(&self, raw: &str, shape: Shape) -> Option<Value> {
        match shape {
            Shape::Object if self.explode => self.object(raw.split(';').filter_map(equation).collect()),
            Shape::List if self.explode => {
                let own = raw.split(';').map(|own| equation(own).filter(|(name, _)| name == self.name));
                let own: Option<Vec<_>> = own.collect();
                own.map(|own| own.iter().enumerate().map(|(index, (_, value))| self.item(index, value)).collect())
            }
            _ => self.joined_pairwise(raw.strip_prefix(self.name)?.strip_prefix('=')?, ',', shape),
        }
    }

    /// Of an exploded object `R=100,G=200`, else as [`Self::joined_pairwise`].
    fn joined(&self, raw: &str, separator: char, shape: Shape) -> Option<Value> {
        if shape == Shape::Object && self.explode {
            return self.object(raw.split(separator).map(equation).collect::<Option<Vec<_>>>()?);
        }
        self.joined_pairwise(raw, separator, shape)
    }

    /// A word; a list; or of an object `R,100,G,200`.
    fn joined_pairwise(&self, raw: &str, separator: char, shape: Shape) -> Option<Value> {
        let parts = || raw.split(separator);
        match shape {
            Shape::Scalar => Some(typed(self.document, self.schema, &decoded(raw))),
            Shape::List => Some(parts().enumerate().map(|(index, part)| self.item(index, part)).collect()),
            Shape::Object => {
                let parts: Vec<String> = parts().map(str::to_owned).collect();
                let pairs = parts.chunks_exact(2).map(|pair| (decoded(&pair[0]), pair[1].clone()));
                self.object(pairs.collect())
            }
        }
    }

    fn item(&self, index: usize, raw: &str) -> Value {
        let schema = self.whole().and_then(|schema| of_item(schema, index));
        schema.map_or_else(|| decoded(raw).into(), |schema| typed(self.document, schema, &decoded(raw)))
    }

    fn object(&self, pairs: Vec<(String, String)>) -> Option<Value> {
        let mut object = Map::new();
        for (key, raw) in pairs {
            let schema = self.property(&key);
            let text = decoded(&raw);
            object.insert(key, schema.map_or_else(|| json!(text), |schema| typed(self.document, schema, &text)));
        }
        (!object.is_empty()).then_some(Value::Object(object))
    }

    fn whole(&self) -> Option<&'a Value> {
        resolve(self.document, self.schema)
    }

    fn property(&self, name: &str) -> Option<&'a Value> {
        parts(self.document, self.schema).into_iter().find_map(|schema| schema.get("properties")?.get(name))
    }

    /// Whether it may have properties that nobody describes.
    fn is_open(&self) -> bool {
        parts(self.document, self.schema).iter().all(|schema| schema.get("properties").is_none())
    }

    fn shape(&self) -> Shape {
        let types: Vec<&str> = types(self.document, self.schema);
        let has_properties = parts(self.document, self.schema).iter().any(|schema| schema.get("properties").is_some());
        match types.as_slice() {
            types if types.contains(&"array") => Shape::List,
            types if types.contains(&"object") || (types.is_empty() && has_properties) => Shape::Object,
            _ => Shape::Scalar,
        }
    }
}

/// A schema with its parts and alternatives.
fn parts<'a>(document: &'a Value, schema: &'a Value) -> Vec<&'a Value> {
    let mut found: Vec<&Value> = Vec::new();
    let mut pending = vec![schema];
    while let Some(schema) = pending.pop().and_then(|schema| resolve(document, schema)) {
        if !found.iter().any(|known| std::ptr::eq(*known, schema)) {
            found.push(schema);
            pending.extend(["allOf", "oneOf", "anyOf"].iter().flat_map(|key| items(schema.get(*key))));
        }
    }
    found
}

fn types<'a>(document: &'a Value, schema: &'a Value) -> Vec<&'a str> {
    parts(document, schema).into_iter().filter_map(|schema| schema.get("type")?.as_str()).collect()
}

/// A word as its schema's type has it: a number where it is one, else a text.
pub(super) fn typed(document: &Value, schema: &Value, text: &str) -> Value {
    let types = types(document, schema);
    let is_number = types.iter().any(|ty| matches!(*ty, "integer" | "number" | "boolean"));
    let number = || serde_json::from_str::<Value>(text).ok().filter(|value| value.is_number() || value.is_boolean());
    // A text of an enum is one, though it reads like a number.
    let is_text = types.contains(&"string")
        && parts(document, schema).iter().any(|schema| items(schema.get("enum")).any(|value| value == text));
    if is_number && !is_text { number().unwrap_or_else(|| text.into()) } else { text.into() }
}

/// The pairs whose names are meant, each with what it is called in the value; they are taken out of all.
fn taken(pairs: &mut Vec<(String, String)>, meant: impl Fn(&str) -> Option<String>) -> Vec<(String, String)> {
    let mut taken = Vec::new();
    pairs.retain(|(name, value)| match meant(name) {
        Some(key) => {
            taken.push((key, value.clone()));
            false
        }
        None => true,
    });
    taken
}

fn equation(text: &str) -> Option<(String, String)> {
    let (key, value) = text.split_once('=')?;
    Some((decoded(key), value.to_owned()))
}

/// A text without its percent-encoding.
pub(super) fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// The pairs of a query or of a form (of which `plus` is a space), still encoded.
pub(super) fn pairs_of(text: &str, separator: &str, plus_is_space: bool) -> Vec<(String, String)> {
    let pairs = text.split(separator).filter(|pair| !pair.is_empty());
    let plain = |text: &str| if plus_is_space { text.replace('+', "%20") } else { text.to_owned() };
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (plain(name), plain(value)))
        .collect()
}

/// The properties of a schema, with those of its parts.
pub(super) fn properties<'a>(document: &'a Value, schema: &'a Value) -> Vec<(&'a String, &'a Value)> {
    parts(document, schema).into_iter().flat_map(|schema| entries(schema.get("properties"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema(shape: &str) -> Value {
        match shape {
            "list" => json!({"type": "array", "items": {"type": "string"}}),
            "object" => json!({"type": "object", "properties": {"R": {"type": "integer"}, "G": {"type": "integer"}}}),
            _ => json!({"type": "string"}),
        }
    }

    /// The rows of the table "Style Examples" (OpenAPI 3.0.4, section 4.8.12.5).
    #[track_caller]
    fn check(place: &str, style: &str, explode: bool, shape: &str, raw: &str) {
        let (document, schema) = (json!({}), schema(shape));
        let keywords = json!({"style": style, "explode": explode});
        let styled = Styled::new(&document, "color", &keywords, &schema, "form");
        let read = match place {
            "path" => styled.path(raw),
            _ => styled.pairs(&mut pairs_of(raw, "&", false)),
        };
        let expected = match shape {
            "list" => json!(["blue", "black", "brown"]),
            "object" => json!({"R": 100, "G": 200}),
            _ => json!("blue"),
        };
        assert_eq!(read, Some(expected), "{style} {explode} {raw}");
    }

    #[test]
    fn paths_of_each_style() {
        check("path", "simple", false, "word", "blue");
        check("path", "simple", false, "list", "blue,black,brown");
        check("path", "simple", false, "object", "R,100,G,200");
        check("path", "simple", true, "object", "R=100,G=200");
        check("path", "label", false, "word", ".blue");
        check("path", "label", false, "list", ".blue,black,brown");
        check("path", "label", true, "list", ".blue.black.brown");
        check("path", "label", false, "object", ".R,100,G,200");
        check("path", "label", true, "object", ".R=100.G=200");
        check("path", "matrix", false, "word", ";color=blue");
        check("path", "matrix", false, "list", ";color=blue,black,brown");
        check("path", "matrix", true, "list", ";color=blue;color=black;color=brown");
        check("path", "matrix", false, "object", ";color=R,100,G,200");
        check("path", "matrix", true, "object", ";R=100;G=200");
    }

    #[test]
    fn queries_of_each_style() {
        check("query", "form", true, "word", "color=blue");
        check("query", "form", false, "list", "color=blue,black,brown");
        check("query", "form", true, "list", "color=blue&color=black&color=brown");
        check("query", "form", false, "object", "color=R,100,G,200");
        check("query", "form", true, "object", "R=100&G=200");
        check("query", "spaceDelimited", false, "list", "color=blue%20black%20brown");
        check("query", "spaceDelimited", false, "object", "color=R%20100%20G%20200");
        check("query", "pipeDelimited", false, "list", "color=blue%7Cblack%7Cbrown");
        check("query", "pipeDelimited", false, "object", "color=R%7C100%7CG%7C200");
        check("query", "deepObject", true, "object", "color%5BR%5D=100&color%5BG%5D=200");
    }

    /// A row of another style, or another parameter, is no value of this one.
    #[test]
    fn what_is_in_another_style_is_not_read() {
        let (document, schema) = (json!({}), schema("list"));
        for (style, explode, raw) in [
            ("label", false, "blue,black,brown"),
            ("label", true, ";color=blue;color=black"),
            ("matrix", false, ";size=blue,black,brown"),
            ("matrix", false, "blue,black,brown"),
            ("matrix", true, ";size=blue;size=black"),
            ("matrix", true, ";color=blue;size=black"),
            ("matrix", true, ";blue;black"),
        ] {
            let keywords = json!({"style": style, "explode": explode});
            let read = Styled::new(&document, "color", &keywords, &schema, "simple").path(raw);
            assert_eq!(read, None, "{style} {explode} {raw}");
        }
    }

    #[test]
    fn what_joins_a_list_is_encoded_in_its_items() {
        let (document, schema) = (json!({}), schema("list"));
        let keywords = json!({"style": "form", "explode": false});
        let read = Styled::new(&document, "color", &keywords, &schema, "form").pairs(&mut pairs_of(
            "color=a%2Cb,c%26d",
            "&",
            false,
        ));
        assert_eq!(read, Some(json!(["a,b", "c&d"])));
    }
}
