//! Which requests take over what a response has: `From<&Page> for UpdatePage`.

use std::collections::HashMap;

use crate::{
    ir::{Api, Conversion, Definition, Field, Kind, Operation, Presence, Struct, Taken, Type},
    naming::TypeName,
};

/// The methods whose body says what a thing shall be, and whose response, or that of a GET of the same path, says what it is (RFC
/// 9110, section 9.3.4; RFC 5789). A POST makes another thing.
const UPDATES: [&str; 2] = ["PUT", "PATCH"];

/// Adds the conversions to the models that requests send.
pub(super) fn conversions(api: &mut Api) {
    let indexes = api.definitions.iter().enumerate().map(|(index, definition)| (definition.name.clone(), index));
    let indexes: HashMap<TypeName, usize> = indexes.collect();
    let mut reads: HashMap<&str, Vec<&Operation>> = HashMap::new();
    for operation in api.operations.iter().filter(|operation| operation.method == "GET") {
        reads.entry(&operation.path).or_default().push(operation);
    }
    let updates = api.operations.iter().filter(|operation| UPDATES.contains(&operation.method.as_str()));
    let pairs = updates.flat_map(|update| pairs_of(update, reads.get(update.path.as_str()).map_or(&[], Vec::as_slice)));
    let named = |name: &TypeName| indexes.get(name).map(|&index| (index, &api.definitions[index]));
    let found: Vec<(usize, Conversion)> = pairs
        .filter_map(|(target, source)| {
            let ((index, target), (_, source)) = (named(target)?, named(source)?);
            Some((index, conversion(target, source)?))
        })
        .collect();
    for (index, conversion) in found {
        if let Kind::Struct(object) = &mut api.definitions[index].kind
            && object.conversions.iter().all(|known| known.source != conversion.source)
        {
            object.conversions.push(conversion);
        }
    }
}

/// The models of what an operation sends, each with one of what it gets, or what a GET of its path does.
fn pairs_of<'a>(update: &'a Operation, reads: &[&'a Operation]) -> Vec<(&'a TypeName, &'a TypeName)> {
    let sources: Vec<&TypeName> =
        [update].iter().chain(reads).flat_map(|operation| models(&operation.output.types())).collect();
    let bodies = update.kinds().filter_map(|kind| kind.body.as_ref()).filter_map(|body| body.held());
    let targets = models(&bodies.collect::<Vec<_>>());
    targets.into_iter().flat_map(|target| sources.iter().map(move |source| (target, *source))).collect()
}

fn models<'t>(types: &[&'t Type]) -> Vec<&'t TypeName> {
    types.iter().filter_map(|ty| if let Type::Named(name) = ty { Some(name) } else { None }).collect()
}

/// What a request takes over, where the response has all that it requires, though it may lack it.
fn conversion(target: &Definition, source: &Definition) -> Option<Conversion> {
    let (Kind::Struct(object), Kind::Struct(response)) = (&target.kind, &source.kind) else { return None };
    let builder = target.usual_builder()?;
    if target.name == source.name || !target.selection.implies(&source.selection) {
        return None;
    }
    let is_set =
        |index: &usize| builder.constants.iter().any(|(set, _)| set == index) || object.fields[*index].read_only;
    let indexes: Vec<usize> = (0..object.fields.len()).filter(|index| !is_set(index)).collect();
    let taken = |&index: &usize| taken(&object.fields[index], response).map(|taken| (index, taken));
    let taken: Vec<(usize, Taken)> = indexes.iter().filter_map(taken).collect();
    let has = |index: &usize| taken.iter().any(|(known, _)| known == index);
    if taken.is_empty() || !builder.required.iter().all(has) {
        return None;
    }
    // A field that the builder asks for is set for certain, or still asked for.
    let (required, fields): (Vec<_>, Vec<_>) =
        taken.into_iter().partition(|(index, taken)| taken.is_optional && builder.required.contains(index));
    let required: Vec<usize> = required.into_iter().map(|(index, _)| index).collect();
    let is_unlike = |index: &usize| {
        let is_own = |field: &Field| field.wire == object.fields[*index].wire;
        !fields.iter().any(|(taken, _)| taken == index)
            && !required.contains(index)
            && response.fields.iter().any(is_own)
    };
    let unlike = indexes.into_iter().filter(is_unlike).collect();
    let is_worth_it = !fields.is_empty();
    is_worth_it.then(|| Conversion { source: source.name.clone(), fields, required, unlike })
}

/// How a field of a request is taken from a response, if that has it.
fn taken(field: &Field, response: &Struct) -> Option<Taken> {
    let source = response.fields.iter().find(|source| source.wire == field.wire && source.name == field.name)?;
    let converts = match (&source.ty, &field.ty) {
        (one, other) if one == other => false,
        (Type::String | Type::Integer, Type::StringOrInteger) => true,
        _ => return None,
    };
    let is_optional = match (source.presence, field.presence) {
        (Presence::Required, Presence::Required | Presence::Optional | Presence::OptionalNullable) => false,
        (Presence::RequiredNullable, Presence::RequiredNullable)
        | (Presence::OptionalNullable, Presence::OptionalNullable)
            if !converts =>
        {
            false
        }
        (
            Presence::Optional | Presence::RequiredNullable,
            Presence::Required | Presence::Optional | Presence::OptionalNullable,
        ) => true,
        _ => return None,
    };
    Some(Taken { is_optional, converts })
}
