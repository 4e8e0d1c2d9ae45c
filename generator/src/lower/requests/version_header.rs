//! The header that tells the API's version.

use openapiv3::{MediaType, ParameterData, ParameterSchemaOrContent, ReferenceOr, Schema};

use super::declared_headers::{Header, named_setter, word};
use crate::{
    error::Diagnostic,
    ir::{ClientHeader, Declared, Type, VersionHeader},
    lower::{
        read::{references::place_of, schemas::Node},
        shapes::flatten,
        state::State,
    },
    naming::Scope,
    place::Pointer,
    settings::Settings,
};

/// The header of the API's version, as the settings name it.
pub(crate) fn version_header(settings: &Settings) -> Option<VersionHeader> {
    let header = settings.client.version_header.clone()?;
    let aliases = settings.client.version_aliases.clone().into_iter().collect();
    Some(VersionHeader { header, aliases })
}

/// Reports a header of the version where there is no version to send.
pub(super) fn check_stated(state: &mut State<'_>, header: Option<&str>) {
    if let Some(header) = header.filter(|_| state.document.info.version.is_empty()) {
        let message = format!("the header `{header}` sends the version, and the description states none");
        let place = Pointer::root().child("info");
        let error =
            Diagnostic::error(message).at(state.source, &place).help("write `version`, with an overlay for example");
        state.diagnostics.push(error);
    }
}

/// Reports where a default or the values of the version's header lack the version of the description.
pub(super) fn check_version<'a>(state: &mut State<'a>, header: &Header<'a>) {
    let version = state.document.info.version.as_str();
    let schemas = header.declarations.iter().flat_map(|(data, place)| schemas(data, place));
    for (schema, place) in schemas {
        let node = Node::new(schema, place);
        let shape = flatten(state.document, &node).unwrap_or_default();
        let place = place_of(schema, node.place.clone());
        let values: Vec<String> = shape.enumeration.iter().filter_map(word).collect();
        if let Some(default) = shape.default.and_then(word).filter(|default| default != version) {
            let message = format!("the header `{}` says `{default}` where the version is `{version}`", header.name);
            tell_of_version(state, message, &place.child("default"));
        }
        if !values.is_empty() && values.iter().all(|value| value != version) {
            let message = format!("the values of the header `{}` lack the version, `{version}`", header.name);
            tell_of_version(state, message, &place.child("enum"));
        }
    }
}

/// What a declaration says of a header's values: its schema, or that of its media type.
fn schemas<'a>(data: &'a ParameterData, place: &Pointer) -> Vec<(&'a ReferenceOr<Schema>, Pointer)> {
    match &data.format {
        ParameterSchemaOrContent::Schema(schema) => vec![(schema, place.child("schema"))],
        ParameterSchemaOrContent::Content(content) => {
            let place = place.child("content");
            let schema = |(name, media): (&String, &'a MediaType)| {
                media.schema.as_ref().map(|schema| (schema, place.child(name).child("schema")))
            };
            content.iter().filter_map(schema).collect()
        }
    }
}

/// An error that is reported once, with the place of the version in its help.
fn tell_of_version(state: &mut State<'_>, message: String, place: &Pointer) {
    let found = state.source.positions().find(&state.source.text, &Pointer::parse("/info/version"));
    let found = found.map(|(line, column)| format!(":{line}:{column}")).unwrap_or_default();
    let help = format!(
        "the version stands at {}{found}, #/info/version; correct what is wrong of the two, with an overlay for example",
        state.source.name
    );
    let error = Diagnostic::error(message).at(state.source, place).help(help);
    if !state.diagnostics.contains(&error) {
        state.diagnostics.push(error);
    }
}

/// The version's header where no operation declares it: it is sent all the same.
pub(super) fn undeclared_version(state: &State<'_>, name: &str, scope: &mut Scope) -> ClientHeader {
    let setter = named_setter(state, name).unwrap_or(name);
    ClientHeader {
        header: name.to_owned(),
        place: Pointer::parse("/info/version"),
        setter: state.naming.method(setter, scope),
        ty: Type::String,
        default: Some(state.document.info.version.clone()),
        docs: String::new(),
        declared: Declared::default(),
    }
}
