//! What a part of a client is in Rust, as text: for a report, not for a compiler.

use crate::{
    diff::change::item::{Item, Role},
    ir::{
        Api, Argument, Authentication, Body, BodyKind, Builder, Definition, Field, Group, Kind, Operation, Output,
        OutputVariant, Parameter, Presence, Type,
    },
    naming::TypeName,
};

/// A type.
pub(crate) fn ty(ty: &Type) -> String {
    match ty {
        Type::Boolean => "bool".to_owned(),
        Type::Integer => "i64".to_owned(),
        Type::Unsigned => "u64".to_owned(),
        Type::Number => "f64".to_owned(),
        Type::String => "String".to_owned(),
        Type::UnixTime => "UnixTime".to_owned(),
        Type::Library(ty) => ty.path(""),
        Type::Value => "Value".to_owned(),
        Type::StringOrInteger => "StringOrInteger".to_owned(),
        Type::List(item) => format!("Vec<{}>", self::ty(item)),
        Type::Map(value) => format!("BTreeMap<String, {}>", self::ty(value)),
        Type::OneOrMany(item) => format!("OneOrMany<{}>", self::ty(item)),
        Type::Nullable(inner) => format!("Option<{}>", self::ty(inner)),
        Type::Boxed(inner) => format!("Box<{}>", self::ty(inner)),
        Type::Named(name) => name.to_string(),
    }
}

/// The type of a field, with what its presence puts around it.
fn field_type(field: &Field) -> String {
    let ty = ty(&field.ty);
    match field.presence {
        Presence::Required => ty,
        Presence::RequiredNullable | Presence::Optional => format!("Option<{ty}>"),
        Presence::OptionalNullable => format!("Nullable<{ty}>"),
    }
}

/// A definition.
pub(crate) fn definition(definition: &Definition) -> Item {
    let kind = match &definition.kind {
        Kind::Struct(_) => "struct".to_owned(),
        Kind::StringEnum(_) => "enum of strings".to_owned(),
        Kind::IntegerEnum(_) => "enum of integers".to_owned(),
        Kind::Union(_) => "union".to_owned(),
        Kind::Alias(inner) => format!("type = {}", ty(inner)),
        Kind::Tuple(parts) => {
            let parts: Vec<String> = parts.iter().map(|part| ty(&part.ty)).collect();
            format!("struct({})", parts.join(", "))
        }
        Kind::Newtype(inner) => format!("struct({})", ty(inner)),
    };
    Item::new(definition.name.to_string(), kind)
}

/// A field.
pub(crate) fn field(owner: &TypeName, field: &Field) -> Item {
    // What may be left out is set by its value.
    let takes = match field.presence {
        Presence::RequiredNullable => format!("Option<{}>", ty(&field.ty)),
        Presence::OptionalNullable => format!("impl Into<Nullable<{}>>", ty(&field.ty)),
        Presence::Required | Presence::Optional => ty(&field.ty),
    };
    Item::new(format!("{owner}::{}", field.name), field_type(field)).of_role(Role::Field { takes })
}

/// A member that is a name alone, or a name with a type: a variant, a map.
pub(crate) fn member(owner: &TypeName, name: &impl ToString, holds: Option<&Type>) -> Item {
    Item::new(format!("{owner}::{}", name.to_string()), holds.map(ty).unwrap_or_default())
}

/// The map of what a struct does not declare.
pub(crate) fn map(owner: &TypeName, name: &impl ToString, holds: &Type) -> Item {
    member(owner, name, Some(&Type::Map(Box::new(holds.clone()))))
}

/// A constructor, with the fields that its builder asks for.
pub(crate) fn constructor(owner: &TypeName, builder: &Builder, fields: &[Field]) -> Item {
    let asked: Vec<&str> =
        builder.required.iter().map(|&index| fields[index].name.as_str().trim_start_matches("r#")).collect();
    let asks = if asked.is_empty() { String::new() } else { format!("asks for {}", asked.join(", ")) };
    let asked = asked.into_iter().map(str::to_owned).collect();
    Item::new(format!("{owner}::{}()", builder.constructor), asks).of_role(Role::Constructor(asked))
}

/// A constructor, with no more than whether its builder asks for a field.
pub(crate) fn asker(owner: &TypeName, builder: &Builder, field: &Field, asks: bool) -> Item {
    let name = field.name.as_str().trim_start_matches("r#");
    let says = if asks { format!("asks for {name}") } else { format!("does not ask for {name}") };
    let asked = asks.then(|| name.to_owned()).into_iter().collect();
    Item::new(format!("{owner}::{}()", builder.constructor), says).of_role(Role::Constructor(asked))
}

/// A constructor, with nothing of what its builder asks for.
pub(crate) fn way(owner: &TypeName, builder: &Builder) -> Item {
    Item::new(format!("{owner}::{}()", builder.constructor), "")
}

/// The setter of a field in a builder.
pub(crate) fn field_setter(builder: &Builder, field: &Field) -> Item {
    Item::new(format!("{}::{}", builder.name, field.name), "").of_role(Role::Setter)
}

/// The method of an operation in its first group.
pub(crate) fn method(api: &Api, operation: &Operation) -> Item {
    // The operation stands in the client itself: it is the same one if it is at the same place.
    let is_it = |&index: &usize| api.operations[index].kinds().any(|kind| std::ptr::eq(kind, operation));
    let is_in = |group: &&Group| group.operations.iter().any(is_it);
    let group = api.groups.iter().find(is_in).expect("every operation is in a group");
    method_in(group, operation)
}

/// The methods of an operation in all of its groups.
pub(crate) fn methods(api: &Api, index: usize) -> Vec<Item> {
    let groups = api.groups.iter().filter(|group| group.operations.contains(&index));
    groups.map(|group| method_in(group, &api.operations[index])).collect()
}

/// The method of an operation in a group.
pub(crate) fn method_in(group: &Group, operation: &Operation) -> Item {
    let required = operation.parameters.iter().filter(|parameter| parameter.required);
    let mut arguments: Vec<String> =
        required.map(|parameter| format!("{}: {}", parameter.name, argument_type(parameter))).collect();
    arguments.extend(operation.body.as_ref().filter(|body| body.required).map(body_argument));
    let gives = output(&operation.output);
    let signature = format!("({}) -> {gives}", arguments.join(", "));
    let takes =
        arguments.iter().map(|argument| argument.split_once(": ").map_or("", |(_, ty)| ty).to_owned()).collect();
    Item::new(format!("{}::{}", group.name, operation.name_in(&group.tag)), signature)
        .of_role(Role::Call { takes, gives })
}

/// The type of an operation.
pub(crate) fn operation_type(operation: &Operation) -> Item {
    Item::new(operation.type_name.to_string(), "enum")
}

/// The struct of a group.
pub(crate) fn group(group: &Group) -> Item {
    Item::new(group.name.to_string(), "struct")
}

/// The method of the client that returns a group.
pub(crate) fn accessor(group: &Group) -> Item {
    Item::new(format!("Client::{}", group.accessor), group.name.to_string())
}

/// The setter of an optional parameter; of a required one the method that takes it.
pub(crate) fn parameter(api: &Api, operation: &Operation, parameter: &Parameter) -> Item {
    if parameter.required {
        return method(api, operation);
    }
    call(format!("Request<{}>::{}", operation.type_name, parameter.name), argument_type(parameter))
}

/// The setter of an optional body; of a required one the method that takes it.
pub(crate) fn body(api: &Api, operation: &Operation, body: &Body) -> Item {
    if body.required {
        return method(api, operation);
    }
    call(format!("Request<{}>::body", operation.type_name), body_argument(body))
}

/// A method of one argument that returns the thing itself.
fn call(path: String, takes: String) -> Item {
    Item::new(path, takes.clone()).of_role(Role::Call { takes: vec![takes], gives: String::new() })
}

/// A setter of the client.
pub(crate) fn setter(name: &str, takes: &Type) -> Item {
    call(format!("ClientBuilder::{name}"), format!("impl Into<{}>", ty(takes)))
}

/// A setter of the client for the credential of a scheme.
pub(crate) fn credential(name: &str, authentication: &Authentication) -> Item {
    let arguments = if *authentication == Authentication::Basic { 2 } else { 1 };
    let takes = vec!["impl Into<String>".to_owned(); arguments];
    let role = Role::Call { takes: takes.clone(), gives: String::new() };
    Item::new(format!("ClientBuilder::{name}"), takes.join(", ")).of_role(role)
}

/// The function of the client's builder that takes a source of a credential.
pub(crate) fn credential_source(name: &str) -> Item {
    let takes = "impl TokenSource".to_owned();
    let role = Role::Call { takes: vec![takes.clone()], gives: String::new() };
    Item::new(format!("ClientBuilder::{name}"), takes).of_role(role)
}

/// A variant of `Server`.
pub(crate) fn server(name: &impl ToString) -> Item {
    Item::new(format!("Server::{}", name.to_string()), "")
}

/// The type of error bodies.
pub(crate) fn error_body(model: Option<&Type>) -> Item {
    Item::new("ErrorBody".to_owned(), model.map_or_else(|| "Value".to_owned(), ty))
}

/// One of several successes.
pub(crate) fn output_variant(owner: &TypeName, variant: &OutputVariant) -> Item {
    Item::new(format!("{owner}::{}", variant.name), output(&variant.output))
}

/// What a success brings.
pub(crate) fn output(output: &Output) -> String {
    match output {
        Output::Empty => "()".to_owned(),
        Output::Json(inner) | Output::JsonOrText(inner) => ty(inner),
        Output::Text => "String".to_owned(),
        Output::Bytes => "Bytes".to_owned(),
        Output::Open => "Content".to_owned(),
        Output::ByStatus { name, .. } => name.to_string(),
    }
}

/// The type of the argument or setter of a parameter.
pub(crate) fn argument_type(parameter: &Parameter) -> String {
    match parameter.argument() {
        Argument::Displayed => "impl Display".to_owned(),
        Argument::Text => "impl Into<String>".to_owned(),
        Argument::Converted(own) => format!("impl Into<{}>", ty(own)),
        Argument::Own(own) => ty(own),
        Argument::DisplayedItems => "impl IntoIterator<Item = impl Display>".to_owned(),
        Argument::Items(item) => format!("impl IntoIterator<Item = {}>", ty(item)),
        Argument::File => "File".to_owned(),
        Argument::Files => "impl IntoIterator<Item = File>".to_owned(),
    }
}

fn body_argument(body: &Body) -> String {
    let held = match &body.kind {
        BodyKind::Json(inner, _) | BodyKind::Form(inner, _) => ty(inner),
        BodyKind::Text(_) => "impl Into<String>".to_owned(),
        BodyKind::Bytes(_) => "impl Into<Upload>".to_owned(),
        BodyKind::FormData => "FormData".to_owned(),
    };
    let content_type = if body.asks_for().is_some() { ", content_type: &str" } else { "" };
    format!("body: {held}{content_type}")
}
