//! What a schema says about itself, in the words of the client's docs.

use serde_json::Value;

use crate::{
    dialect::path_and_method,
    lower::{shapes::Shape, state::Site, text},
    place::Pointer,
    quoted::code,
};

/// What a schema says about itself: description, default, limits.
pub(super) fn own_docs(shape: &Shape<'_>) -> String {
    let description = shape.description.map(text::markdown).unwrap_or_default();
    let mut notes = Vec::new();
    let is_constant = shape.enumeration.len() == 1;
    if let Some(default) = shape.default.filter(|default| !default.is_null() && !is_constant) {
        notes.push(format!("Default: {}.", plain(default)));
    }
    for (keyword, value) in &shape.limits {
        let count = |what: &str| if value == "1" { what.trim_end_matches('s').to_owned() } else { what.to_owned() };
        notes.push(match *keyword {
            "exclusiveMinimum" => format!("Greater than {value}."),
            "exclusiveMaximum" => format!("Less than {value}."),
            "multipleOf" => format!("A multiple of {value}."),
            "uniqueItems" => "No item twice.".to_owned(),
            "minimum" => format!("At least {value}."),
            "maximum" => format!("At most {value}."),
            "minLength" => format!("At least {value} {}.", count("characters")),
            "maxLength" => format!("At most {value} {}.", count("characters")),
            "minProperties" => format!("At least {value} {}.", if value == "1" { "property" } else { "properties" }),
            "maxProperties" => format!("At most {value} {}.", if value == "1" { "property" } else { "properties" }),
            "minItems" => format!("At least {value} {}.", count("items")),
            "maxItems" => format!("At most {value} {}.", count("items")),
            _ => format!("Matches {}.", code(value)),
        });
    }
    text::append(&description, &notes.join(" "))
}

/// A value without its quotes, as a span of code.
pub(super) fn plain(value: &Value) -> String {
    code(&text::unquoted(value))
}

/// What a definition says about itself: its description, else its title, else what it is of its place. Nothing of a component or an
/// object, of which that says no more than the name.
pub(super) fn definition_docs(shape: &Shape<'_>, site: &Site, fallback: &str) -> String {
    match (shape.description, shape.title) {
        (Some(description), _) if !description.trim().is_empty() => text::markdown(description),
        (_, Some(title)) if !title.trim().is_empty() => text::summary(&text::markdown(title)),
        _ => {
            if site.component.is_some() || fallback.is_empty() {
                return String::new();
            }
            let (name, part) = named(&site.place);
            format!("{fallback} of {part}{}.", code(&name))
        }
    }
}

/// The nearest name above a place, and which part of it the place is.
fn named(place: &Pointer) -> (String, &'static str) {
    let mut part = "";
    let is_component = place.tokens_upwards().last() == Some("components");
    let mut tokens = place.tokens_upwards().peekable();
    while let Some(token) = tokens.next() {
        let above = tokens.peek().copied().unwrap_or_default();
        match token {
            _ if matches!(above, "properties" | "schemas") => return (token.to_owned(), part),
            _ if is_component && matches!(above, "parameters" | "requestBodies" | "responses") => {
                return (token.to_owned(), part);
            }
            "items" => part = "the items of ",
            "additionalProperties" => part = "the values of ",
            "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace" => {
                let (path, method) = path_and_method(above, token);
                return (format!("{} {path}", method.to_uppercase()), part);
            }
            _ => {}
        }
    }
    (place.to_string(), part)
}
