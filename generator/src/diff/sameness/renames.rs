//! What is the same thing on both clients, though it may be called otherwise. Only what nothing else could be is a rename.

use std::collections::BTreeMap;

use super::{
    index::{Index, OperationPairs, operation_key},
    known::Known,
    likeness::are_alike,
    pairs::{Pair, take_pairs},
    shapes::Shapes,
};
use crate::{
    ir::{Field, Group, Kind, Parameter, ParameterIn, Scheme, Type, UnionVariant},
    naming::TypeName,
};

/// Pairs operations: by method and path without the names of parameters, then by id.
pub(crate) fn operations(before: &Index<'_>, after: &Index<'_>) -> OperationPairs {
    let (old, new) = (&before.api.operations, &after.api.operations);
    let mut removed: Vec<usize> = (0..old.len()).collect();
    let mut added: Vec<usize> = (0..new.len()).collect();
    let mut pairs =
        take_pairs(&mut removed, &mut added, |&index| operation_key(&old[index]), |&index| operation_key(&new[index]));
    pairs.extend(take_pairs(&mut removed, &mut added, |&index| old[index].id.clone(), |&index| new[index].id.clone()));
    pairs.sort_unstable();
    OperationPairs { pairs, removed, added }
}

/// Pairs tags: by name, then by their operations, where all of them stay, whatever is new.
pub(crate) fn tags<'a>(
    (before, after): (&'a [Group], &'a [Group]),
    operations: &OperationPairs,
) -> BTreeMap<&'a str, &'a str> {
    let (mut removed, mut added): (Vec<&Group>, Vec<&Group>) = (before.iter().collect(), after.iter().collect());
    let name = |group: &&'a Group| group.tag.as_str();
    let mut pairs = take_pairs(&mut removed, &mut added, name, name);
    let newer = |index: &usize| operations.pairs.iter().find(|(one, _)| one == index).map(|(_, other)| *other);
    removed.retain(|group| group.operations.iter().all(|index| newer(index).is_some()));
    added.retain(|group| group.operations.iter().any(|index| !operations.added.contains(index)));
    let sorted = |mut indexes: Vec<usize>| {
        indexes.sort_unstable();
        indexes
    };
    pairs.extend(take_pairs(
        &mut removed,
        &mut added,
        |group| sorted(group.operations.iter().filter_map(newer).collect()),
        |group| sorted(group.operations.iter().copied().filter(|index| !operations.added.contains(index)).collect()),
    ));
    pairs.into_iter().map(|(one, other)| (one.tag.as_str(), other.tag.as_str())).collect()
}

/// Pairs component schemas: by name, then by shape. A schema whose parts are renamed, too, is recognised once they are.
pub(crate) fn schemas<'a>(before: &Index<'a>, after: &Index<'a>) -> Known<'a> {
    let (old, new) = (&before.components, &after.components);
    // Cat {name, owner: Owner}, Owner {…} -> Kitten {name, owner: Person}, Person {…}: first Owner is Person, then Cat is Kitten.
    let mut known = Known::default();
    for (name, definition) in old {
        if let Some(same) = new.get(name) {
            known.add(&definition.name, &same.name);
        }
    }
    let mut removed: Vec<&TypeName> =
        old.iter().filter(|(name, _)| !new.contains_key(*name)).map(|(_, definition)| &definition.name).collect();
    let mut added: Vec<&TypeName> =
        new.iter().filter(|(name, _)| !old.contains_key(*name)).map(|(_, definition)| &definition.name).collect();
    let says_enough = |index: &Index<'_>, name: &TypeName| match &index.definitions[name].kind {
        Kind::Struct(object) => !object.fields.is_empty(),
        Kind::StringEnum(list) => list.values.len() > 1,
        Kind::IntegerEnum(list) => list.values.len() > 1,
        Kind::Union(_) | Kind::Tuple(_) => true,
        Kind::Alias(_) | Kind::Newtype(_) => false,
    };
    removed.retain(|name| says_enough(before, name));
    added.retain(|name| says_enough(after, name));
    loop {
        let (shapes, newer) = (Shapes::older(before, &known), Shapes::newer(after, &known));
        let found = take_pairs(
            &mut removed,
            &mut added,
            |name| shapes.of_definition(before.definitions[*name], &[]),
            |name| newer.of_definition(after.definitions[*name], &[]),
        );
        if found.is_empty() {
            known.name_components(before, after);
            return known;
        }
        found.into_iter().for_each(|(one, other)| known.add(one, other));
    }
}

/// Pairs fields of other names: those that have one name in Rust and one type, then the only ones of their shape on either
/// side. A scalar has too little shape to be told by it; its names must be alike, too.
pub(crate) fn fields<'a>(
    before: (&Index<'a>, &mut Vec<(usize, &'a Field)>),
    after: (&Index<'a>, &mut Vec<(usize, &'a Field)>),
    known: &Known<'a>,
) -> Vec<Pair<'a, Field>> {
    if before.1.is_empty() || after.1.is_empty() {
        return Vec::new();
    }
    let (old, new) = (Shapes::older(before.0, known), Shapes::newer(after.0, known));
    // audienceIds: [string] -> audience_ids: [string] by the name in Rust; pets: [Pet] -> animals: [Pet] by the shape;
    // width: integer -> total: integer are two, since any integer has that shape.
    let (mut removed, mut added) = (before.1.clone(), after.1.clone());
    let shape = |shapes: &Shapes<'_, '_>, field: &Field| {
        format!("{} {:?} {}", shapes.of_type(&field.ty, &[]), field.presence, field.declared.words())
    };
    // What is only spelt otherwise has the same name in Rust, whatever else is said of it.
    let spelt = |shapes: &Shapes<'_, '_>, field: &Field| (field.name.to_string(), shapes.of_type(&field.ty, &[]));
    let mut found =
        take_pairs(&mut removed, &mut added, |(_, field)| spelt(&old, field), |(_, field)| spelt(&new, field));
    found.extend(take_pairs(&mut removed, &mut added, |(_, one)| shape(&old, one), |(_, one)| shape(&new, one)));
    let is_likely =
        |one: &(usize, &Field), other: &(usize, &Field)| !is_scalar(&one.1.ty) || are_alike(&one.1.wire, &other.1.wire);
    let found: Vec<_> = found.into_iter().filter(|(one, other)| is_likely(one, other)).collect();
    before.1.retain(|field| found.iter().all(|(one, _)| one != field));
    after.1.retain(|field| found.iter().all(|(_, other)| other != field));
    found.into_iter().map(|((_, one), (_, other))| (one, other)).collect()
}

/// What has been paired, and what is left of either side.
pub(super) type Paired<'a, T> = (Vec<Pair<'a, T>>, Vec<&'a T>, Vec<&'a T>);

/// Pairs the variants of a union: of one name and shape, then of one shape, then of one name.
pub(crate) fn variants<'a>(
    before: (&Index<'a>, &'a [UnionVariant]),
    after: (&Index<'a>, &'a [UnionVariant]),
    known: &Known<'a>,
) -> Paired<'a, UnionVariant> {
    let (old, new) = (Shapes::older(before.0, known), Shapes::newer(after.0, known));
    let (mut removed, mut added): (Vec<_>, Vec<_>) = (before.1.iter().collect(), after.1.iter().collect());
    let shape = |shapes: &Shapes<'_, '_>, variant: &UnionVariant| shapes.of_type(&variant.ty, &[]);
    let named =
        |shapes: &Shapes<'_, '_>, variant: &UnionVariant| format!("{} {}", variant.name, shape(shapes, variant));
    let mut found = take_pairs(&mut removed, &mut added, |one| named(&old, one), |other| named(&new, other));
    found.extend(take_pairs(&mut removed, &mut added, |one| shape(&old, one), |other| shape(&new, other)));
    found.extend(take_pairs(&mut removed, &mut added, |one| one.name.to_string(), |other| other.name.to_string()));
    (found, removed, added)
}

/// Pairs parameters of other names: those of one name in Rust, then arguments of one type at one position, since Rust knows
/// them by it; setters by the same measure as fields.
pub(crate) fn parameters<'a>(
    before: &mut Vec<(usize, &'a Parameter)>,
    after: &mut Vec<(usize, &'a Parameter)>,
) -> Vec<Pair<'a, Parameter>> {
    let shape = |(_, parameter): &(usize, &Parameter)| {
        format!("{:?} {:?} {} {}", parameter.location, parameter.ty, parameter.required, parameter.declared.words())
    };
    let (mut removed, mut added) = (before.clone(), after.clone());
    let spelt = |(_, parameter): &(usize, &Parameter)| {
        let Parameter { location, name, ty, required, .. } = parameter;
        format!("{name} {location:?} {ty:?} {required}")
    };
    let mut found = take_pairs(&mut removed, &mut added, spelt, spelt);
    let at_position = |one: &(usize, &Parameter)| (one.1.required.then_some(one.0), shape(one));
    found.extend(take_pairs(&mut removed, &mut added, at_position, at_position));
    found.extend(take_pairs(&mut removed, &mut added, shape, shape));
    // In a path, the place says enough; elsewhere, another name is another thing unless it is alike.
    let is_likely =
        |one: &Parameter, other: &Parameter| one.location == ParameterIn::Path || are_alike(&one.wire, &other.wire);
    let found: Vec<_> = found.into_iter().filter(|(one, other)| is_likely(one.1, other.1)).collect();
    before.retain(|parameter| found.iter().all(|(one, _)| one != parameter));
    after.retain(|parameter| found.iter().all(|(_, other)| other != parameter));
    found.into_iter().map(|((_, one), (_, other))| (one, other)).collect()
}

fn is_scalar(ty: &Type) -> bool {
    matches!(
        ty,
        Type::Boolean
            | Type::Integer
            | Type::Unsigned
            | Type::Number
            | Type::String
            | Type::UnixTime
            | Type::Library(_)
            | Type::Value
    )
}

/// Pairs schemes: by name, then by what they say.
pub(crate) fn schemes<'a>(before: &'a [Scheme], after: &'a [Scheme]) -> Vec<Pair<'a, Scheme>> {
    let (mut removed, mut added): (Vec<_>, Vec<_>) = (before.iter().collect(), after.iter().collect());
    let name = |scheme: &&Scheme| scheme.name.clone();
    let details = |scheme: &&Scheme| scheme.details.clone();
    let mut pairs = take_pairs(&mut removed, &mut added, name, name);
    pairs.extend(take_pairs(&mut removed, &mut added, details, details));
    pairs
}
