//! How lists go on: `x-pagination`, an extension of this project, since OpenAPI has no words for it.
//!
//! ```yaml
//! x-pagination:
//!   style: page              # page, cursor or url
//!   parameter: page          # the query parameter that asks for a page; or
//!   body-field: /paging/at   # the JSON pointer to it in the body; with `url`, neither
//!   items: /data             # the JSON pointer to the list of items in a response
//!   next: /pages/next        # the JSON pointer to what leads to the next page, or, with `page`, says that there is one
//!   total-pages: /pages/total_pages  # how many pages there are
//!   page: /pages/page                # with `page` alone: the number of this page
//! ```
//!
//! It is read when all models are there: each pointer has to lead somewhere in them.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::{
    error::Diagnostic,
    ir::{
        Api, BodyKind, Field, Kind, ListPath, Operation, Output, PageParameter, Pagination, PaginationStyle,
        ParameterIn, Type,
    },
    lower::{read::operations::path_operations, state::State},
    naming::TypeName,
    place::Pointer,
};

/// What says how a list goes on.
pub(super) const EXTENSION: &str = "x-pagination";

const HELP: &str = "it has `style` (page, cursor or url), `items` and `next` (JSON pointers into a response), and, for a \
                    page or cursor, `parameter` (of the query) or `body-field` (a JSON pointer into the body)";

/// Reads `x-pagination` of all operations; they are in the order of the description.
pub(super) fn paginate(api: &mut Api, state: &mut State<'_>) {
    let models = api.definitions.iter().map(|definition| (&definition.name, &definition.kind)).collect();
    for (described, operation) in path_operations(state.document).zip(&mut api.operations) {
        let Some(given) = described.operation.extensions.get(EXTENSION) else { continue };
        // It says that there is nothing to describe.
        if *given == Value::Bool(false) {
            continue;
        }
        match pagination(given, operation, &models) {
            Ok(pagination) => operation.pagination = Some(pagination),
            Err(problem) => {
                let place = operation.place.child(EXTENSION);
                let error = Diagnostic::error(format!("`x-pagination` is malformed: {problem}"));
                state.diagnostics.push(error.at(state.source, &place).help(HELP));
            }
        }
    }
}

pub(super) type Models<'a> = HashMap<&'a TypeName, &'a Kind>;

/// One `x-pagination`; its problem where it makes no sense.
pub(super) fn pagination(given: &Value, operation: &Operation, models: &Models<'_>) -> Result<Pagination, String> {
    let given = given.as_object().ok_or("it is no object")?;
    let style = text(given, "style")?.ok_or("`style` is missing")?;
    let known: &[&str] = match style {
        "page" => &["style", "items", "parameter", "body-field", "next", "page", "total-pages"],
        "cursor" => &["style", "items", "parameter", "body-field", "next", "total-pages"],
        "url" => &["style", "items", "next", "total-pages"],
        unknown => return Err(format!("there is no style `{unknown}`")),
    };
    if let Some(key) = given.keys().find(|key| !known.contains(&key.as_str())) {
        return Err(format!("`{key}` means nothing to the style `{style}`"));
    }
    let Output::Json(output) = &operation.output else {
        return Err("the response is not one JSON schema".to_owned());
    };
    let pointer = |key: &str, end: End| -> Result<Option<String>, String> {
        let Some(pointer) = text(given, key)? else { return Ok(None) };
        let (_, ty) = follow(models, output, pointer).map_err(|problem| format!("`{key}` leads nowhere: {problem}"))?;
        match may_be(models, ty, end) {
            true => Ok(Some(pointer.to_owned())),
            false => Err(format!("`{key}` leads to what is no {}", end.name())),
        }
    };
    let next = |end: End| pointer("next", end)?.ok_or_else(|| "`next` is missing".to_owned());
    let total_pages = pointer("total-pages", End::Number)?;
    let style = match style {
        "page" => PaginationStyle::Page {
            parameter: parameter(given, operation, models)?,
            next: pointer("next", End::Any)?,
            page: pointer("page", End::Number)?,
            total_pages,
        },
        "cursor" => PaginationStyle::Cursor {
            parameter: parameter(given, operation, models)?,
            next: next(End::Position)?,
            total_pages,
        },
        _ => PaginationStyle::Url { next: next(End::Address)?, total_pages },
    };
    let items = text(given, "items")?.ok_or("`items` is missing")?;
    let (path, list) = follow(models, output, items).map_err(|problem| format!("`items` leads nowhere: {problem}"))?;
    match (path, resolve(models, list)) {
        (Some(items), Type::List(item)) => Ok(Pagination { style, item: (**item).clone(), items }),
        (None, Type::List(_)) => Err("`items` leads through what is one of several types".to_owned()),
        _ => Err("`items` leads to what is no list".to_owned()),
    }
}

/// What has to stand at the end of a pointer.
#[derive(Clone, Copy, Debug)]
enum End {
    /// Anything: only that it is there counts.
    Any,
    /// A number, or one that is written as text.
    Number,
    /// A text or a number.
    Position,
    /// A text.
    Address,
}

impl End {
    fn name(self) -> &'static str {
        match self {
            Self::Any => "value",
            Self::Number => "number",
            Self::Position => "text or number",
            Self::Address => "text",
        }
    }
}

/// Whether a value of a type may be what is looked for; one of several types is where one of them is.
fn may_be(models: &Models<'_>, ty: &Type, end: End) -> bool {
    match (resolve(models, ty), end) {
        // `follow` goes no further into what is free-form, which has whatever is looked for.
        (_, End::Any) | (Type::Value | Type::Map(_) | Type::String | Type::StringOrInteger, _) => true,
        (Type::Integer | Type::Unsigned | Type::Number, End::Number | End::Position) => true,
        (Type::Nullable(inner), _) => may_be(models, inner, end),
        (Type::Named(name), _) => match models.get(name) {
            Some(Kind::StringEnum(_)) => true,
            Some(Kind::IntegerEnum(_)) => matches!(end, End::Number | End::Position),
            // Alternatives that are unions again may lead in a circle, which `check` reports; here they pass.
            Some(Kind::Union(union)) => union.variants.iter().any(|variant| match resolve(models, &variant.ty) {
                Type::Named(_) => true,
                ty => may_be(models, ty, end),
            }),
            Some(Kind::Struct(_) | Kind::Tuple(_) | Kind::Alias(_) | Kind::Newtype(_)) | None => false,
        },
        // On the wire it is a text.
        (Type::Library(_), End::Position) => true,
        (
            Type::Boolean | Type::UnixTime | Type::Library(_) | Type::List(_) | Type::OneOrMany(_) | Type::Boxed(_),
            _,
        ) => false,
        (Type::Integer | Type::Unsigned | Type::Number, End::Address) => false,
    }
}

fn text<'a>(given: &'a Map<String, Value>, key: &str) -> Result<Option<&'a str>, String> {
    given.get(key).map(|value| value.as_str().ok_or_else(|| format!("`{key}` is no text"))).transpose()
}

/// What asks for a page.
fn parameter(given: &Map<String, Value>, operation: &Operation, models: &Models<'_>) -> Result<PageParameter, String> {
    match (text(given, "parameter")?, text(given, "body-field")?) {
        (Some(name), None) => {
            let is_it = |location: ParameterIn, wire: &str| location == ParameterIn::Query && wire == name;
            match operation.parameters.iter().any(|parameter| is_it(parameter.location, &parameter.wire)) {
                true => Ok(PageParameter::Query(name.to_owned())),
                false => Err(format!("the operation has no query parameter `{name}`")),
            }
        }
        (None, Some(pointer)) => {
            let Some(BodyKind::Json(body, _)) = operation.body.as_ref().map(|body| &body.kind) else {
                return Err("the operation has no JSON body for `body-field`".to_owned());
            };
            match follow(models, body, pointer) {
                Ok(_) if !pointer.is_empty() => Ok(PageParameter::Body(pointer.to_owned())),
                Ok(_) => Err("`body-field` is the whole body".to_owned()),
                Err(problem) => Err(format!("`body-field` leads nowhere: {problem}")),
            }
        }
        _ => Err("one of `parameter` and `body-field` is needed".to_owned()),
    }
}

/// Follows a JSON pointer through the models, and returns the type at its end, with the fields on the way where there is
/// one way only. What is free-form has whatever is looked for, a union what one of its variants has.
fn follow<'a>(models: &Models<'a>, from: &'a Type, pointer: &str) -> Result<(Option<ListPath>, &'a Type), String> {
    // `/pages/next` from `struct List { pages: Pages }`, `struct Pages { next: String }` -> the fields `pages` and `next`, `String`
    if !pointer.is_empty() && !pointer.starts_with('/') {
        return Err(format!("`{pointer}` is no JSON pointer, which begins with a slash"));
    }
    let (nullable, mut current) = match from {
        Type::Nullable(inner) => (true, &**inner),
        ty => (false, ty),
    };
    let mut path = Some(ListPath { pointer: pointer.to_owned(), nullable, fields: Vec::new() });
    for token in Pointer::parse(pointer).tokens() {
        let candidates = match resolve(models, current) {
            free @ (Type::Value | Type::Map(_)) => return Ok((None, free)),
            Type::Named(name) => match models.get(name) {
                Some(Kind::Union(union)) => {
                    path = None;
                    union.variants.iter().map(|variant| resolve(models, &variant.ty)).collect()
                }
                _ => vec![current],
            },
            ty => vec![ty],
        };
        let mut found = candidates.into_iter().filter_map(|ty| field(models, ty, token));
        let found = found.next().ok_or_else(|| format!("there is no field `{token}`"))?;
        if let Some(path) = &mut path {
            path.fields.push((found.name.clone(), found.presence));
        }
        current = &found.ty;
    }
    Ok((path, current))
}

/// The field of an object, by its name on the wire.
fn field<'a>(models: &Models<'a>, ty: &'a Type, wire: &str) -> Option<&'a Field> {
    let Type::Named(name) = resolve(models, ty) else { return None };
    let Kind::Struct(object) = models.get(name)? else { return None };
    object.fields.iter().find(|field| field.wire == wire)
}

/// The type behind aliases and boxes.
pub(super) fn resolve<'a>(models: &Models<'a>, ty: &'a Type) -> &'a Type {
    let mut current = ty;
    // `check` proves that aliases end; until then, they are followed no further than there are models.
    for _ in 0..=models.len() {
        current = match current {
            Type::Boxed(inner) => inner,
            Type::Named(name) => match models.get(name) {
                Some(Kind::Alias(ty)) => ty,
                _ => return current,
            },
            _ => return current,
        };
    }
    current
}
