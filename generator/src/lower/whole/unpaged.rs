//! Lists that look as if they went on, of which nothing says how: a hint, with the line that would say it.
//!
//! Names are all that there is to go by, so nothing is generated from them: a list that is read on by a guess ends too early, or never.

use serde_json::{Map, Value};

use super::pagination::{EXTENSION, Models, pagination, resolve};
use crate::{
    error::Diagnostic,
    ir::{Api, Field, Kind, Operation, Output, ParameterIn, Type},
    lower::{read::operations::path_operations, state::State},
    place::Pointer,
};

/// Query parameters that ask for a page by a position, in small letters alone.
const CURSORS: &[&str] = &[
    "after",
    "continuationtoken",
    "cursor",
    "marker",
    "nextcursor",
    "nexttoken",
    "pageafter",
    "pagecursor",
    "pagetoken",
    "startcursor",
    "startingafter",
];

/// Query parameters that ask for a page by its number.
const NUMBERS: &[&str] = &["page", "pageindex", "pageno", "pagenum", "pagenumber"];

/// What a response calls the position of the next page.
const NEXT_CURSORS: &[&str] =
    &["endcursor", "nextcursor", "nextmarker", "nextpagecursor", "nextpagetoken", "nextstartingafter", "nexttoken"];

/// What a response calls the address of the next page.
const NEXT_URLS: &[&str] = &["nextlink", "nextpagelink", "nextpageurl", "nexturl", "odatanextlink"];

/// What a response calls the number of all pages.
const TOTALS: &[&str] = &["lastpage", "numpages", "pagecount", "pagestotal", "totalpages"];

/// What has the list, where there are several.
const LISTS: &[&str] = &["data", "entries", "items", "objects", "records", "results", "value", "values"];

/// What a response puts around what it says of its pages.
const AROUND: &[&str] = &[
    "cursor",
    "cursors",
    "links",
    "meta",
    "metadata",
    "next",
    "nextpage",
    "page",
    "pageinfo",
    "pages",
    "paging",
    "pagination",
    "responsemetadata",
];

/// How deep that is looked for.
const DEPTH: usize = 3;

/// Tells of each operation that looks like a list in pages, with what an overlay would say of it.
pub(super) fn hint(api: &Api, state: &mut State<'_>) {
    let models = api.definitions.iter().map(|definition| (&definition.name, &definition.kind)).collect();
    for (described, operation) in path_operations(state.document).zip(&api.operations) {
        if !described.operation.extensions.contains_key(EXTENSION) {
            let guessed = guess(operation, &models);
            // What is proposed is accepted.
            let guessed = guessed.filter(|guessed| pagination(guessed, operation, &models).is_ok());
            guessed.iter().for_each(|guessed| tell(operation, guessed, state));
        }
    }
}

fn tell(operation: &Operation, described: &Value, state: &mut State<'_>) {
    let words = described.as_object().into_iter().flatten();
    let words = words.map(|(key, value)| format!("{key}: {}", shown(value.as_str().unwrap_or_default())));
    let line = format!("{EXTENSION}: {{{}}}", words.collect::<Vec<_>>().join(", "));
    let hint =
        Diagnostic::warning("this looks like a list in pages, and nothing says how it goes on: it has no `items`");
    let help = format!("if it is one, say so in an overlay: `{line}`; else `{EXTENSION}: false`");
    state.diagnostics.push(hint.at(state.source, &operation.place).help(help));
}

/// A text in YAML's flow style: one that means something else there stands between quotes.
fn shown(text: &str) -> String {
    let is_plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '/' | '-' | '.' | '$');
    if !text.is_empty() && text.chars().all(is_plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "''"))
    }
}

/// A name by its letters and digits: `next_page[cursor]` -> `nextpagecursor`.
fn plain(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).map(|letter| letter.to_ascii_lowercase()).collect()
}

/// What `x-pagination` would say of an operation.
fn guess(operation: &Operation, models: &Models<'_>) -> Option<Value> {
    // GET ?cursor -> {data: [Pet], paging: {next_cursor}}: style: cursor, parameter: cursor, items: /data, next: /paging/next_cursor
    let Output::Json(output) = &operation.output else { return None };
    if operation.method != "GET" {
        return None;
    }
    let items = list(models, output)?;
    let mut around = Vec::new();
    collect(models, output, &Pointer::root(), DEPTH, &mut around);
    let asks = |names: &[&str]| {
        let queries = operation.parameters.iter().filter(|parameter| parameter.location == ParameterIn::Query);
        queries.map(|parameter| parameter.wire.as_str()).find(|wire| names.contains(&plain(wire).as_str()))
    };
    let said = |is_it: &dyn Fn(&[String]) -> bool| {
        around.iter().find(|(tokens, _)| is_it(tokens)).map(|(_, pointer)| pointer.to_string())
    };
    let is_named = |tokens: &[String], names: &[&str]| tokens.last().is_some_and(|last| names.contains(&last.as_str()));
    let is_url = |tokens: &[String]| match tokens {
        [links, next] if links == "links" => next == "next",
        [links, next, address] if links == "links" && next == "next" => address == "href",
        tokens => is_named(tokens, NEXT_URLS),
    };
    let mut described = Map::new();
    let mut say =
        |key: &str, value: Option<String>| described.extend(value.map(|value| (key.to_owned(), value.into())));
    let cursor = asks(CURSORS).and_then(|parameter| {
        let own = plain(parameter);
        // `next: {after}` for `after`; `cursor` for `cursor`.
        let is_own = |tokens: &[String]| match tokens {
            [name] => own == "cursor" && *name == own,
            [.., above, name] => *name == own && matches!(above.as_str(), "next" | "nextpage" | "cursors"),
            [] => false,
        };
        Some((parameter, said(&|tokens| is_named(tokens, NEXT_CURSORS) || is_own(tokens))?))
    });
    if let Some((parameter, next)) = cursor {
        say("style", Some("cursor".to_owned()));
        say("parameter", Some(parameter.to_owned()));
        say("items", Some(items));
        say("next", Some(next));
    } else if let Some(next) = said(&is_url) {
        say("style", Some("url".to_owned()));
        say("items", Some(items));
        say("next", Some(next));
    } else {
        let parameter = asks(NUMBERS)?;
        say("style", Some("page".to_owned()));
        say("parameter", Some(parameter.to_owned()));
        say("items", Some(items));
    }
    say("total-pages", said(&|tokens| is_named(tokens, TOTALS)));
    Some(Value::Object(described))
}

/// Where the list of a response is: the response itself, its only list, or that of several whose name says no more.
fn list(models: &Models<'_>, output: &Type) -> Option<String> {
    let fields = match present(models, output) {
        Type::List(_) => return Some(String::new()),
        ty => fields(models, ty)?,
    };
    let lists: Vec<&Field> =
        fields.iter().filter(|field| matches!(present(models, &field.ty), Type::List(_))).collect();
    let list = match lists.as_slice() {
        [list] => list,
        lists => lists.iter().find(|list| LISTS.contains(&plain(&list.wire).as_str()))?,
    };
    Some(Pointer::root().child(&list.wire).to_string())
}

/// What a response says in words and numbers, and in what it puts around these: the names on the way, plain, and the pointer.
fn collect(models: &Models<'_>, ty: &Type, at: &Pointer, depth: usize, found: &mut Vec<(Vec<String>, Pointer)>) {
    let Some(fields) = fields(models, present(models, ty)).filter(|_| depth > 0) else { return };
    for field in fields {
        let pointer = at.child(&field.wire);
        let name = plain(&field.wire);
        if AROUND.contains(&name.as_str()) {
            collect(models, &field.ty, &pointer, depth - 1, found);
        }
        found.push((pointer.tokens().iter().map(|token| plain(token)).collect(), pointer));
    }
}

fn fields<'a>(models: &Models<'a>, ty: &'a Type) -> Option<&'a [Field]> {
    let Type::Named(name) = ty else { return None };
    match models.get(name)? {
        Kind::Struct(object) => Some(&object.fields),
        Kind::StringEnum(_)
        | Kind::IntegerEnum(_)
        | Kind::Union(_)
        | Kind::Tuple(_)
        | Kind::Alias(_)
        | Kind::Newtype(_) => None,
    }
}

/// The type of a value that is there.
fn present<'a>(models: &Models<'a>, ty: &'a Type) -> &'a Type {
    match resolve(models, ty) {
        Type::Nullable(inner) => resolve(models, inner),
        ty => ty,
    }
}
