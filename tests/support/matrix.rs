//! Every style of a parameter with every value: a description with an operation for each cell, and what each is to send.
//!
//! What is expected is copied from two tables: "Style Examples" of OpenAPI 3.0.4 (section 4.8.12.5), and the examples of RFC 6570
//! (sections 3.2.2 to 3.2.9). Nothing of it is computed.

use serde_json::{Value, json};

/// A parameter, and what its call sends.
pub(crate) struct Cell {
    /// The operation.
    pub(crate) operation: String,
    /// `path`, `query`, `header` or `cookie`.
    pub(crate) place: &'static str,
    /// The text in that place; nothing where no request may be made of it.
    pub(crate) expected: Option<&'static str>,
    parameter: Value,
}

impl Cell {
    /// The cell with what stands in its place.
    pub(crate) fn shown(&self, text: Option<&str>) -> String {
        let Self { place, parameter, .. } = self;
        let (style, explode, schema) = (&parameter["style"], &parameter["explode"], &parameter["schema"]);
        format!("{place} {style} {explode} {schema} {} -> {}", parameter["example"], text.unwrap_or("refused"))
    }
}

/// "Style Examples": of the parameter `color` what an empty text, a text, a list and an object become.
type StyleExample = (&'static str, bool, [Option<&'static str>; 4]);

const STYLE_EXAMPLES: [StyleExample; 11] = [
    (
        "matrix",
        false,
        [Some(";color"), Some(";color=blue"), Some(";color=blue,black,brown"), Some(";color=R,100,G,200,B,150")],
    ),
    (
        "matrix",
        true,
        [Some(";color"), Some(";color=blue"), Some(";color=blue;color=black;color=brown"), Some(";R=100;G=200;B=150")],
    ),
    ("label", false, [Some("."), Some(".blue"), Some(".blue,black,brown"), Some(".R,100,G,200,B,150")]),
    ("label", true, [Some("."), Some(".blue"), Some(".blue.black.brown"), Some(".R=100.G=200.B=150")]),
    ("simple", false, [Some(""), Some("blue"), Some("blue,black,brown"), Some("R,100,G,200,B,150")]),
    ("simple", true, [Some(""), Some("blue"), Some("blue,black,brown"), Some("R=100,G=200,B=150")]),
    (
        "form",
        false,
        [Some("color="), Some("color=blue"), Some("color=blue,black,brown"), Some("color=R,100,G,200,B,150")],
    ),
    (
        "form",
        true,
        [Some("color="), Some("color=blue"), Some("color=blue&color=black&color=brown"), Some("R=100&G=200&B=150")],
    ),
    (
        "spaceDelimited",
        false,
        [None, None, Some("color=blue%20black%20brown"), Some("color=R%20100%20G%20200%20B%20150")],
    ),
    (
        "pipeDelimited",
        false,
        [None, None, Some("color=blue%7Cblack%7Cbrown"), Some("color=R%7C100%7CG%7C200%7CB%7C150")],
    ),
    ("deepObject", true, [None, None, None, Some("color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150")]),
];

/// A style, whether it is exploded, and expressions with what they become.
type Expressions = (&'static str, bool, &'static [(&'static str, &'static str)]);

/// RFC 6570: the expressions of its examples, by the style that stands for their operator, and what they become. `{+…}` is a query with
/// `allowReserved`.
const EXPRESSIONS: [Expressions; 9] = [
    (
        "simple",
        false,
        &[
            ("var", "value"),
            ("hello", "Hello%20World%21"),
            ("half", "50%25"),
            ("x", "1024"),
            ("list", "red,green,blue"),
            ("keys", "semi,%3B,dot,.,comma,%2C"),
        ],
    ),
    ("simple", true, &[("list", "red,green,blue"), ("keys", "semi=%3B,dot=.,comma=%2C")]),
    (
        "label",
        false,
        &[("who", ".fred"), ("half", ".50%25"), ("list", ".red,green,blue"), ("keys", ".semi,%3B,dot,.,comma,%2C")],
    ),
    ("label", true, &[("list", ".red.green.blue"), ("keys", ".semi=%3B.dot=..comma=%2C")]),
    (
        "matrix",
        false,
        &[
            ("who", ";who=fred"),
            ("half", ";half=50%25"),
            ("empty", ";empty"),
            ("list", ";list=red,green,blue"),
            ("keys", ";keys=semi,%3B,dot,.,comma,%2C"),
        ],
    ),
    ("matrix", true, &[("list", ";list=red;list=green;list=blue"), ("keys", ";semi=%3B;dot=.;comma=%2C")]),
    (
        "form",
        false,
        &[
            ("who", "who=fred"),
            ("half", "half=50%25"),
            ("x", "x=1024"),
            ("empty", "empty="),
            ("list", "list=red,green,blue"),
            ("keys", "keys=semi,%3B,dot,.,comma,%2C"),
        ],
    ),
    ("form", true, &[("list", "list=red&list=green&list=blue"), ("keys", "semi=%3B&dot=.&comma=%2C")]),
    (
        "reserved",
        false,
        &[("var", "var=value"), ("hello", "hello=Hello%20World!"), ("half", "half=50%25"), ("path", "path=/foo/bar")],
    ),
];

/// The variables of RFC 6570, section 3.2.
fn variable(name: &str) -> (Value, Value) {
    let text = |value: &str| (json!({"type": "string"}), json!(value));
    match name {
        "var" => text("value"),
        "hello" => text("Hello World!"),
        "half" => text("50%"),
        "who" => text("fred"),
        "path" => text("/foo/bar"),
        "empty" => text(""),
        "x" => (json!({"type": "integer"}), json!(1024)),
        "list" => (json!({"type": "array", "items": {"type": "string"}}), json!(["red", "green", "blue"])),
        _ => {
            let word = json!({"type": "string"});
            let properties = json!({"semi": word, "dot": word, "comma": word});
            (json!({"type": "object", "properties": properties}), json!({"semi": ";", "dot": ".", "comma": ","}))
        }
    }
}

/// The ways in which a schema says the kinds of "Style Examples": each sends the same.
fn schemas() -> [Vec<Value>; 4] {
    let component = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let part = |name: &str| json!({ "allOf": [component(name)], "description": "A part." });
    let integer = json!({"type": "integer"});
    [
        vec![json!({"type": "string"}), json!({"type": "string", "nullable": true}), json!({})],
        vec![
            json!({"type": "string"}),
            json!({"type": "string", "enum": ["blue", "black"]}),
            component("Name"),
            part("Name"),
        ],
        vec![
            json!({"type": "array", "items": {"type": "string"}}),
            json!({"type": "array", "items": component("Name")}),
            json!({"type": "array", "items": {}}),
            component("Names"),
            part("Names"),
        ],
        vec![
            json!({"type": "object", "properties": {"R": integer, "G": integer, "B": integer}}),
            component("Color"),
            part("Color"),
            json!({"allOf": [component("Color"), {"properties": {"alpha": {"type": "number"}}}]}),
        ],
    ]
}

/// The places where parameters of a style stand (OpenAPI 3.0.4, section 4.8.12.3).
fn places(style: &str) -> &'static [&'static str] {
    match style {
        "matrix" | "label" => &["path"],
        "simple" => &["path", "header"],
        "form" => &["query", "cookie"],
        _ => &["query"],
    }
}

/// All cells.
pub(crate) fn cells() -> Vec<Cell> {
    let mut cells = Vec::new();
    let mut add = |name: &str, style: &str, explode: bool, (schema, value): (Value, Value), expected: &'static str| {
        for &place in places(style) {
            let is_word = !value.is_array() && !value.is_object();
            // A cookie is a word, and neither it nor a header has percent-encoding (appendix D).
            let is_defined = match place {
                "header" => name == "color" && value != "",
                "cookie" => is_word && value != "" && name != "half",
                _ => true,
            };
            if !is_defined {
                continue;
            }
            // A segment that is empty, or a dot, makes another path.
            let is_refused = place == "path" && matches!(expected, "" | ".");
            let mut parameter = json!({
                "name": name, "in": place, "required": true, "style": style, "explode": explode, "schema": schema,
                "example": value,
            });
            if style == "reserved" {
                parameter["style"] = json!("form");
                parameter["allowReserved"] = json!(true);
            }
            let operation = format!("cell{}", cells.len());
            let expected = (!is_refused).then_some(expected);
            cells.push(Cell { operation, place, expected, parameter });
        }
    };
    let values = [json!(""), json!("blue"), json!(["blue", "black", "brown"]), json!({"R": 100, "G": 200, "B": 150})];
    for (style, explode, expected) in STYLE_EXAMPLES {
        for ((expected, schemas), value) in expected.into_iter().zip(schemas()).zip(&values) {
            let Some(expected) = expected else { continue };
            schemas.into_iter().for_each(|schema| add("color", style, explode, (schema, value.clone()), expected));
        }
    }
    for (style, explode, expressions) in EXPRESSIONS {
        for (name, expected) in expressions {
            add(name, style, explode, variable(name), expected);
        }
    }
    // Words are written in one way, whatever their type.
    for (ty, value, expected) in
        [("integer", json!(-7), "n=-7"), ("number", json!(0.5), "n=0.5"), ("boolean", json!(true), "n=true")]
    {
        for explode in [false, true] {
            add("n", "form", explode, (json!({ "type": ty }), value.clone()), expected);
        }
    }
    cells
}

/// The description with an operation for each cell.
pub(crate) fn description(cells: &[Cell]) -> Value {
    let mut paths = serde_json::Map::new();
    for Cell { operation, place, parameter, .. } in cells {
        let rest = if *place == "path" {
            format!("/{{{}}}", parameter["name"].as_str().unwrap_or_default())
        } else {
            String::new()
        };
        let responses = json!({"204": {"description": "Done."}});
        let get =
            json!({"operationId": operation, "tags": ["Cells"], "parameters": [parameter], "responses": responses});
        paths.insert(format!("/{operation}{rest}"), json!({ "get": get }));
    }
    let integer = json!({"type": "integer"});
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Cells", "version": "1"},
        "paths": paths,
        "components": {"schemas": {
            "Name": {"type": "string", "enum": ["blue", "black", "brown"]},
            "Names": {"type": "array", "items": {"$ref": "#/components/schemas/Name"}},
            "Color": {"type": "object", "properties": {"R": integer, "G": integer, "B": integer}},
        }},
    })
}
