//! What is the same thing on both sides, though it may be called otherwise. Only what nothing else could be is a rename.

use std::collections::{BTreeMap, BTreeSet};

use super::index::{Index, OperationPairs, component, operation_key};
use crate::{
    ir::{Definition, Field, Group, Kind, Parameter, ParameterIn, Type, UnionVariant},
    naming::TypeName,
};

/// How deep a shape is looked into.
const DEPTH: usize = 5;

/// Pairs operations: by method and path without the names of parameters, then by id.
pub(super) fn operations(before: &Index<'_>, after: &Index<'_>) -> OperationPairs {
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
pub(super) fn tags<'a>(
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

/// Takes out of both lists what has the same key, where nothing else in either list has it.
pub(super) fn take_pairs<T: Clone + PartialEq, K: Ord>(
    before: &mut Vec<T>,
    after: &mut Vec<T>,
    key_before: impl Fn(&T) -> K,
    key_after: impl Fn(&T) -> K,
) -> Vec<(T, T)> {
    let mut keys: BTreeMap<K, (Vec<T>, Vec<T>)> = BTreeMap::new();
    before.iter().for_each(|item| keys.entry(key_before(item)).or_default().0.push(item.clone()));
    after.iter().for_each(|item| keys.entry(key_after(item)).or_default().1.push(item.clone()));
    let mut pairs = Vec::new();
    for candidates in keys.into_values() {
        if let ([one], [other]) = (candidates.0.as_slice(), candidates.1.as_slice()) {
            before.retain(|item| item != one);
            after.retain(|item| item != other);
            pairs.push((one.clone(), other.clone()));
        }
    }
    pairs
}

/// Pairs component schemas: by name, then by shape. A schema whose parts are renamed, too, is recognised once they are.
pub(super) fn schemas<'a>(before: &Index<'a>, after: &Index<'a>) -> BTreeMap<&'a TypeName, &'a TypeName> {
    let (old, new) = (&before.components, &after.components);
    let mut pairs: BTreeMap<&TypeName, &TypeName> = BTreeMap::new();
    for (name, definition) in old {
        if let Some(same) = new.get(name) {
            pairs.insert(&definition.name, &same.name);
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
        Kind::Union(_) => true,
        Kind::Alias(_) | Kind::Newtype(_) => false,
    };
    removed.retain(|name| says_enough(before, name));
    added.retain(|name| says_enough(after, name));
    loop {
        // Names of the newer client, so that both sides say the same.
        let newer = |name: &TypeName| pairs.get(name).map(|name| name.to_string());
        let known: BTreeSet<&TypeName> = pairs.values().copied().collect();
        let same = |name: &TypeName| known.contains(name).then(|| name.to_string());
        let found = take_pairs(
            &mut removed,
            &mut added,
            |name| Shapes { index: before, newer: &newer }.of_definition(before.definitions[*name], &[]),
            |name| Shapes { index: after, newer: &same }.of_definition(after.definitions[*name], &[]),
        );
        if found.is_empty() {
            return pairs;
        }
        pairs.extend(found);
    }
}

/// The definitions that are the same one: of the older client -> of the newer, and those of the newer.
pub(super) type Known<'k, 'a> = (&'k BTreeMap<&'a TypeName, &'a TypeName>, &'k BTreeSet<&'a TypeName>);

/// Pairs fields of other names: those that have one name in Rust and one type, then the only ones of their shape on either
/// side. A scalar has too little shape to be told by it; its names must be alike, too.
pub(super) fn fields<'a>(
    before: (&Index<'_>, &mut Vec<(usize, &'a Field)>),
    after: (&Index<'_>, &mut Vec<(usize, &'a Field)>),
    (pairs, known): Known<'_, '_>,
) -> Vec<(&'a Field, &'a Field)> {
    if before.1.is_empty() || after.1.is_empty() {
        return Vec::new();
    }
    let newer = |name: &TypeName| pairs.get(name).map(|name| name.to_string());
    let same = |name: &TypeName| known.contains(name).then(|| name.to_string());
    let old = Shapes { index: before.0, newer: &newer };
    let new = Shapes { index: after.0, newer: &same };
    let (mut removed, mut added) = (before.1.clone(), after.1.clone());
    let shape = |shapes: &Shapes<'_>, field: &Field| {
        format!("{} {:?} {}", shapes.of_type(&field.ty, &[]), field.presence, field.declared.words())
    };
    // What is only spelt otherwise has the same name in Rust, whatever else is said of it.
    let spelt = |shapes: &Shapes<'_>, field: &Field| (field.name.to_string(), shapes.of_type(&field.ty, &[]));
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
pub(super) type Paired<'a, T> = (Vec<(&'a T, &'a T)>, Vec<&'a T>, Vec<&'a T>);

/// Pairs the variants of a union: of one name and shape, then of one shape, then of one name.
pub(super) fn variants<'a>(
    before: (&Index<'_>, &'a [UnionVariant]),
    after: (&Index<'_>, &'a [UnionVariant]),
    (pairs, known): Known<'_, '_>,
) -> Paired<'a, UnionVariant> {
    let newer = |name: &TypeName| pairs.get(name).map(|name| name.to_string());
    let same = |name: &TypeName| known.contains(name).then(|| name.to_string());
    let old = Shapes { index: before.0, newer: &newer };
    let new = Shapes { index: after.0, newer: &same };
    let (mut removed, mut added): (Vec<_>, Vec<_>) = (before.1.iter().collect(), after.1.iter().collect());
    let shape = |shapes: &Shapes<'_>, variant: &UnionVariant| shapes.of_type(&variant.ty, &[]);
    let named = |shapes: &Shapes<'_>, variant: &UnionVariant| format!("{} {}", variant.name, shape(shapes, variant));
    let mut found = take_pairs(&mut removed, &mut added, |one| named(&old, one), |other| named(&new, other));
    found.extend(take_pairs(&mut removed, &mut added, |one| shape(&old, one), |other| shape(&new, other)));
    found.extend(take_pairs(&mut removed, &mut added, |one| one.name.to_string(), |other| other.name.to_string()));
    (found, removed, added)
}

/// Pairs parameters of other names: those of one name in Rust, then arguments of one type at one position, since Rust knows
/// them by it; setters by the same measure as fields.
pub(super) fn parameters<'a>(
    before: &mut Vec<(usize, &'a Parameter)>,
    after: &mut Vec<(usize, &'a Parameter)>,
) -> Vec<(&'a Parameter, &'a Parameter)> {
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
    matches!(ty, Type::Boolean | Type::Integer | Type::Number | Type::String | Type::UnixTime | Type::Value)
}

/// Words that say what kind of value it is and not whose: names that share no other have nothing in common.
const GENERIC: [&str; 8] = ["id", "ids", "name", "type", "at", "is", "key", "value"];

/// Whether two names share a word that says something, or differ in a letter or two, as where a misspelling was corrected.
fn are_alike(one: &str, other: &str) -> bool {
    let is_misspelt = similar::TextDiff::from_chars(one, other).ratio() >= 0.8;
    let (one, other) = (words(one), words(other));
    let mut shared = one.intersection(&other);
    is_misspelt || one == other || shared.any(|word| !GENERIC.contains(&word.as_str()))
}

/// The words of a name in any case: of `audienceIds` and `audience_ids`, `audience` and `ids`.
fn words(name: &str) -> BTreeSet<String> {
    let mut spaced = String::new();
    for character in name.chars() {
        if character.is_uppercase() {
            spaced.push(' ');
        }
        spaced.push(if character.is_alphanumeric() { character } else { ' ' });
    }
    spaced.split_whitespace().map(str::to_lowercase).collect()
}

/// What schemas are, whatever they are called.
struct Shapes<'s> {
    index: &'s Index<'s>,
    /// What a component is called in the newer client, if it is there.
    newer: &'s dyn Fn(&TypeName) -> Option<String>,
}

impl Shapes<'_> {
    /// `above` are the definitions that this one stands in.
    fn of_definition(&self, definition: &Definition, above: &[&TypeName]) -> String {
        let above = &[above, &[&definition.name]].concat();
        match &definition.kind {
            Kind::Struct(object) => {
                let fields = object.fields.iter().map(|field| {
                    format!("{}: {} {}", field.wire, self.of_type(&field.ty, above), field.declared.words())
                });
                let additional = object.additional.iter().map(|(_, ty)| format!("*: {}", self.of_type(ty, above)));
                let branches = object.builders.iter().map(|builder| format!("by {}", builder.wire));
                let mut parts: Vec<String> = fields.chain(additional).chain(branches).collect();
                parts.sort_unstable();
                format!("{{{}}}", parts.join(", "))
            }
            Kind::StringEnum(list) => {
                let mut values: Vec<&str> = list.values.iter().map(|value| value.wire.as_str()).collect();
                values.sort_unstable();
                format!("{values:?}")
            }
            Kind::IntegerEnum(list) => {
                let mut values: Vec<i64> = list.values.iter().map(|value| value.wire).collect();
                values.sort_unstable();
                format!("{values:?}")
            }
            Kind::Union(union) => {
                let mut types: Vec<String> =
                    union.variants.iter().map(|variant| self.of_type(&variant.ty, above)).collect();
                types.sort_unstable();
                format!("({})", types.join(" | "))
            }
            Kind::Alias(ty) | Kind::Newtype(ty) => self.of_type(ty, above),
        }
    }

    fn of_type(&self, ty: &Type, above: &[&TypeName]) -> String {
        let inner = |inner: &Type| self.of_type(inner, above);
        match ty {
            Type::List(item) => format!("[{}]", inner(item)),
            Type::Map(value) => format!("{{{}}}", inner(value)),
            Type::OneOrMany(item) => format!("one or many {}", inner(item)),
            Type::Nullable(ty) => format!("{}?", inner(ty)),
            Type::Boxed(ty) => inner(ty),
            Type::Named(name) => {
                let Some(definition) = self.index.definitions.get(name) else { return name.to_string() };
                // What leads back to where it stands has that for its shape: so many steps up.
                let up = above.iter().rev().position(|known| *known == name);
                match (component(definition), (self.newer)(name), up) {
                    (Some(_), Some(name), _) => name,
                    (_, _, Some(steps)) => format!("{steps} up"),
                    (_, _, None) if above.len() > DEPTH => "…".to_owned(),
                    (_, _, None) => self.of_definition(definition, above),
                }
            }
            scalar => format!("{scalar:?}"),
        }
    }
}
