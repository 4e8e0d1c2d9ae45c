//! What an app that uses everything of a client does with its operations and headers.

use intercom_codegen::ir::{Argument, Body, BodyKind, ClientHeader, Group, Operation, Output, Parameter, Type};

use super::{app_types::plain, spelled::spelled};

/// A type of the app's own, which is given wherever any text is taken: what takes `String` alone does not take it.
pub(super) const TEXT: &str = "crate::Text";

/// What it does with an operation of a group, and what else it may do with it: leave it to an argument of what type a value is.
/// The latter is nothing where each argument takes several.
pub(super) fn used_operation(group: &Group, operation: &Operation) -> (String, Option<String>) {
    // Nothing else than its own type can be meant there.
    let is_told = |parameter: &Parameter| matches!(parameter.argument(), Argument::Own(_) | Argument::File);
    let inferred = |parameter: &Parameter| if is_told(parameter) { "any()".to_owned() } else { argument(parameter) };
    let otherwise = operation.parameters.iter().any(is_told).then(|| called(group, operation, &inferred));
    (called(group, operation, &argument), otherwise)
}

fn called(group: &Group, operation: &Operation, argument: &dyn Fn(&Parameter) -> String) -> String {
    let (required, optional): (Vec<&Parameter>, Vec<&Parameter>) =
        operation.parameters.iter().partition(|parameter| parameter.required);
    let body = operation.body.as_ref();
    let needed = body.filter(|body| body.required).into_iter().flat_map(body_values);
    let arguments: Vec<String> = required.into_iter().map(argument).chain(needed).collect();
    let pages = match operation.pagination {
        Some(_) => "    let _ = request().items();\n    let _ = request().pages();\n",
        None => "",
    };
    let streamed = operation.streaming.iter().map(|streaming| {
        format!(
            "    let mut events = request().send_events().await?.into_inner();\n    let _: Option<{}> = events.try_next().await?;\n",
            spelled(&streaming.item)
        )
    });
    let more: String = [pages.to_owned()].into_iter().chain(streamed).collect();
    let mut setters: String = optional
        .into_iter()
        .map(|parameter| format!(".{}({})", parameter.name.as_str(), argument(parameter)))
        .collect();
    if let Some(body) = body.filter(|body| !body.required) {
        setters.push_str(&format!(".body({})", body_values(body).join(", ")));
    }
    let result = match &operation.output {
        Output::Empty => "()".to_owned(),
        Output::Json(inner) | Output::JsonOrText(inner) => spelled(inner),
        Output::Text => "String".to_owned(),
        Output::Bytes => "client::Bytes".to_owned(),
        Output::Open => "client::Content".to_owned(),
        Output::ByStatus { name, .. } => format!("client::operations::{}", name.as_str()),
    };
    format!(
        "\npub async fn use_{}_of_{}(api: &client::Client) -> Result<(), client::Error> {{\n    \
         let request = || api.{}().{}({}){setters};\n    let response = request().send().await?;\n    \
         let _: &{result} = &response;\n{}{more}    Ok(())\n}}\n",
        plain(operation.name_in(&group.tag).as_str()),
        plain(group.accessor.as_str()),
        group.accessor.as_str(),
        operation.name_in(&group.tag).as_str(),
        arguments.join(", "),
        used_output(&operation.output)
    )
}

/// The variants of what a success brings, where that depends on its status.
fn used_output(output: &Output) -> String {
    let Output::ByStatus { name, variants } = output else { return String::new() };
    let arms = variants.iter().map(|variant| {
        let pattern = match &variant.output {
            Output::Empty | Output::ByStatus { .. } => variant.name.to_string(),
            Output::Json(_) | Output::JsonOrText(_) | Output::Text | Output::Bytes | Output::Open => {
                format!("{}(inner)", variant.name)
            }
        };
        let held = match &variant.output {
            Output::Json(inner) | Output::JsonOrText(inner) => format!("let _: {} = inner;", spelled(inner)),
            Output::Text => "let _: String = inner;".to_owned(),
            Output::Bytes => "let _: client::Bytes = inner;".to_owned(),
            Output::Open => "let _: client::Content = inner;".to_owned(),
            Output::Empty | Output::ByStatus { .. } => String::new(),
        };
        format!("        client::operations::{name}::{pattern} => {{ {held} }}\n")
    });
    format!("    match any::<client::operations::{name}>() {{\n{}        _ => {{}}\n    }}\n", arms.collect::<String>())
}

/// A header, set for the client and for one request.
pub(super) fn used_header(header: &ClientHeader) -> String {
    let setter = header.setter.as_str();
    let value = if header.ty == Type::String { TEXT.to_owned() } else { spelled(&header.ty) };
    let of_request = format!("with_{}", plain(setter));
    format!(
        "\npub fn use_it<O: client::Operation>(request: client::Request<O>) {{\n    \
         let _ = client::Client::builder().{setter}(any::<{value}>());\n    \
         let _ = request.{of_request}(any::<{value}>());\n}}\n"
    )
}

/// What an argument or setter of a parameter is given.
fn argument(parameter: &Parameter) -> String {
    let given = match parameter.argument() {
        Argument::Displayed | Argument::Text => TEXT.to_owned(),
        Argument::Converted(own) | Argument::Own(own) => spelled(own),
        Argument::DisplayedItems => format!("Vec<{TEXT}>"),
        Argument::Items(item) => format!("Vec<{}>", spelled(item)),
        Argument::File => "client::File".to_owned(),
        Argument::Files => "Vec<client::File>".to_owned(),
    };
    format!("any::<{given}>()")
}

/// What a body is given, and its content type where that is asked for.
fn body_values(body: &Body) -> Vec<String> {
    let held = match &body.kind {
        BodyKind::Json(inner, _) | BodyKind::Form(inner, _) => spelled(inner),
        BodyKind::Text(_) => TEXT.to_owned(),
        BodyKind::Bytes(_) => "client::Bytes".to_owned(),
        BodyKind::FormData => "client::FormData".to_owned(),
    };
    let content_type = body.asks_for().map(|_| "any::<&str>()".to_owned());
    [format!("any::<{held}>()")].into_iter().chain(content_type).collect()
}
