//! What a schema says about itself, in the words of the client's docs.

use serde_json::Value;

use crate::{
    lower::{shapes::Shape, text},
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

/// What a definition says about itself: its description, else its title. Of one that says nothing it is known where it stands.
pub(super) fn definition_docs(shape: &Shape<'_>) -> String {
    match (shape.description, shape.title) {
        (Some(description), _) if !description.trim().is_empty() => text::markdown(description),
        (_, Some(title)) if !title.trim().is_empty() => text::summary(&text::markdown(title)),
        _ => String::new(),
    }
}
