//! Proves what the emitters rely on. A breach is a fault of this generator, not of the description; it is told, not emitted.

use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

use crate::{
    error::{Diagnostic, Diagnostics, Errors, Source},
    ir::{Api, BodyKind, Kind, Output, ParameterIn, Presence, Type},
    naming::TypeName,
    place::Pointer,
};

/// Checks a lowered client and gives it back, from now on read-only.
///
/// # Errors
///
/// Each rule that is broken, with the place in the description that broke it.
pub fn check(api: Api, source: &Arc<Source>) -> Result<Api, Errors> {
    let mut diagnostics = Diagnostics::default();
    let names: HashSet<&TypeName> = api.definitions.iter().map(|definition| &definition.name).collect();
    let mut breach = |place: &Pointer, message: String| {
        diagnostics.push(
            Diagnostic::error(format!("internal: {message}"))
                .at(source, place)
                .help("this is a fault of the generator: please report it"),
        );
    };
    if names.len() != api.definitions.len() {
        breach(&Pointer::root(), "two definitions have one name".to_owned());
    }
    for definition in &api.definitions {
        for name in definition.kind.types().into_iter().filter_map(Type::name).filter(|name| !names.contains(name)) {
            breach(&definition.place, format!("`{name}` has no definition"));
        }
        let Kind::Struct(object) = &definition.kind else { continue };
        for builder in &object.builders {
            let mut set: Vec<usize> = builder
                .required
                .iter()
                .chain(&builder.optional)
                .copied()
                .chain(builder.constants.iter().map(|(index, _)| *index))
                .collect();
            set.sort_unstable();
            let read_only = |index: &usize| object.fields[*index].read_only && definition.usage.request;
            let all: Vec<usize> = (0..object.fields.len()).filter(|index| !read_only(index)).collect();
            if set != all {
                breach(&definition.place, format!("`{}` does not set each field once", builder.name));
            }
        }
        for field in object
            .fields
            .iter()
            .filter(|field| field.presence == Presence::OptionalNullable && !definition.usage.request)
        {
            breach(&definition.place, format!("`{}` tells null from absent, but no request reaches it", field.name));
        }
    }
    for (index, operation) in api.operations.iter().enumerate() {
        let mut types: Vec<&Type> = operation.parameters.iter().map(|parameter| &parameter.ty).collect();
        if let Some(BodyKind::Json(ty, _) | BodyKind::Form(ty)) = operation.body.as_ref().map(|body| &body.kind) {
            types.push(ty);
        }
        if let Output::Json(ty) = &operation.output {
            types.push(ty);
        }
        for name in types.into_iter().filter_map(Type::name).filter(|name| !names.contains(name)) {
            breach(&operation.place, format!("`{name}` has no definition"));
        }
        let in_path = operation.parameters.iter().filter(|parameter| parameter.location == ParameterIn::Path).count();
        if in_path != operation.path.matches('{').count() {
            breach(&operation.place, "the path and its parameters differ".to_owned());
        }
        if !api.groups.iter().any(|group| group.operations.contains(&index)) {
            breach(&operation.place, "the operation is in no group".to_owned());
        }
    }
    let definitions = api.definitions.iter().map(|definition| (&definition.name, &definition.kind)).collect();
    for definition in api.definitions.iter().filter(|definition| leads_to_itself(&definitions, &definition.name)) {
        let error = Diagnostic::error(format!("the schema of `{}` leads to nothing but itself", definition.name));
        diagnostics.push(
            error.at(source, &definition.place).help("say what it is: give one of the schemas on the way a type"),
        );
    }
    diagnostics.finish().map(|_| api)
}

/// `a: {$ref: b}` and `b: {$ref: a}` say nothing, nor does an alternative that is the whole again: reading such a value
/// would never end.
fn leads_to_itself(definitions: &BTreeMap<&TypeName, &Kind>, name: &TypeName) -> bool {
    let mut seen = HashSet::new();
    let mut pending = vec![name];
    while let Some(current) = pending.pop() {
        let types = match definitions.get(current).copied() {
            Some(Kind::Alias(ty)) => vec![ty],
            Some(Kind::Union(union)) => union.variants.iter().map(|variant| &variant.ty).collect(),
            Some(Kind::Struct(_) | Kind::StringEnum(_) | Kind::IntegerEnum(_) | Kind::Newtype(_)) | None => Vec::new(),
        };
        let is_direct = |ty: &&Type| !ty.parts().any(|part| matches!(part, Type::List(_) | Type::Map(_)));
        for next in types.into_iter().filter(is_direct).filter_map(Type::name) {
            if next == name {
                return true;
            }
            if seen.insert(next) {
                pending.push(next);
            }
        }
    }
    false
}
