//! Boxes around the variants that would make a union far larger than its others, since every value would take their room; and around
//! the fields of a struct that has no end in practice: what holds five of what holds five, and so on.

use std::collections::{HashMap, HashSet};

use super::boxes::{boxed, by_value};
use crate::{
    ir::{Api, Field, Kind, Output, OutputVariant, Presence, Struct, Type, Union},
    naming::TypeName,
};

/// How many bytes the largest variant may have more than the next. Clippy complains above 200 (`large_enum_variant`);
/// sizes are estimated here.
const DIFFERENCE: usize = 150;

/// The size of a `String`, `Vec` or `BTreeMap`.
const COLLECTION: usize = 24;

/// The size of a `serde_json::Value`, which every union has a variant of.
const VALUE: usize = 32;

/// The size of a word: an integer, a float, a box, or what tells variants apart.
const WORD: usize = 8;

/// How many bytes a struct may have. No description that people use has one near it; rustc refuses far larger ones.
const ROOM: usize = 1 << 16;

/// Boxes variants until none is far larger than the next, and fields until their struct has an end.
pub(super) fn box_large_variants(api: &mut Api) {
    // enum Animal { Ant(Ant), Whale(Whale) }, where a Whale is far larger than an Ant -> Whale(Box<Whale>)
    let kinds: HashMap<&TypeName, &Kind> =
        api.definitions.iter().map(|definition| (&definition.name, &definition.kind)).collect();
    let mut sizes: HashMap<TypeName, usize> = HashMap::new();
    let mut open: HashSet<&TypeName> = HashSet::new();
    let mut large: HashMap<TypeName, Vec<usize>> = HashMap::new();
    // What a definition is made of has its size first, but for what stands around it: a circle has none. The stack is our own:
    // chains of definitions have no limit. What waits in it for its turn is put on top once more where somebody needs it.
    let mut pending: Vec<&TypeName> = api.definitions.iter().map(|definition| &definition.name).collect();
    while let Some(name) = pending.last().copied() {
        let kind = kinds.get(name).copied();
        open.insert(name);
        let parts = kind.into_iter().flat_map(Kind::types).filter_map(by_value);
        let missing: Vec<&TypeName> = parts.filter(|part| !sizes.contains_key(*part) && !open.contains(part)).collect();
        if !missing.is_empty() {
            pending.extend(missing);
            continue;
        }
        match (kind, sizes.contains_key(name)) {
            (Some(Kind::Union(union)), false) => drop(large.insert(name.clone(), large_variants(union, &sizes))),
            (Some(Kind::Struct(object)), false) => drop(large.insert(name.clone(), large_fields(object, &sizes))),
            _ => {}
        }
        if let Some(kind) = kind {
            let size = size_of_kind(kind, large.get(name).map_or(&[], Vec::as_slice), &sizes);
            sizes.insert(name.clone(), size);
        }
        open.remove(name);
        pending.pop();
    }
    for operation in &mut api.operations {
        if let Output::ByStatus { variants, .. } = &mut operation.output {
            box_large_outputs(variants, &sizes);
        }
        if let Some(errors) = &mut operation.error_enum {
            box_large_outputs(&mut errors.variants, &sizes);
        }
    }
    for definition in &mut api.definitions {
        for &index in large.get(&definition.name).into_iter().flatten() {
            match &mut definition.kind {
                Kind::Union(union) => {
                    let ty = &mut union.variants[index].ty;
                    *ty = Type::Boxed(Box::new(ty.clone()));
                }
                Kind::Struct(object) => object.fields[index].ty = boxed(&object.fields[index].ty),
                Kind::StringEnum(_) | Kind::IntegerEnum(_) | Kind::Tuple(_) | Kind::Alias(_) | Kind::Newtype(_) => {}
            }
        }
    }
}

/// Boxes what is far larger than what other statuses bring.
fn box_large_outputs(variants: &mut [OutputVariant], sizes: &HashMap<TypeName, usize>) {
    let types: Vec<&Type> = variants.iter().map(|variant| held(&variant.output)).collect();
    for index in large_types(&types, 0, sizes) {
        if let Output::Json(ty) | Output::JsonOrText(ty) = &mut variants[index].output {
            *ty = Type::Boxed(Box::new(ty.clone()));
        }
    }
}

/// What a response is held in: nothing is small, and so are text and bytes.
fn held(output: &Output) -> &Type {
    match output {
        Output::Json(ty) | Output::JsonOrText(ty) => ty,
        Output::Empty | Output::Text | Output::Bytes | Output::Open | Output::ByStatus { .. } => &Type::Boolean,
    }
}

/// The variants of a union that need a box.
fn large_variants(union: &Union, sizes: &HashMap<TypeName, usize>) -> Vec<usize> {
    let types: Vec<&Type> = union.variants.iter().map(|variant| &variant.ty).collect();
    large_types(&types, VALUE, sizes)
}

/// The fields of a struct that need a box: the largest ones, until the rest has room.
fn large_fields(object: &Struct, sizes: &HashMap<TypeName, usize>) -> Vec<usize> {
    let size = |index: usize| size_of_field(&object.fields[index], sizes);
    let mut total: usize = (0..object.fields.len()).map(size).sum();
    let models = (0..object.fields.len()).filter(|&index| by_value(&object.fields[index].ty).is_some());
    let mut models: Vec<(usize, usize)> = models.map(|index| (size(index), index)).collect();
    models.sort_unstable();
    let mut large = Vec::new();
    while total > ROOM
        && let Some((size, index)) = models.pop()
    {
        total -= size;
        large.push(index);
    }
    large
}

/// Which of several types need a box beside one of the `least` size. Only models get one: everything else is small.
fn large_types(types: &[&Type], least: usize, sizes: &HashMap<TypeName, usize>) -> Vec<usize> {
    // sizes of 24, 40 and 600 -> the last needs a box
    let mut variants: Vec<(usize, usize)> =
        types.iter().enumerate().map(|(index, ty)| (size(ty, sizes), index)).collect();
    variants.sort_unstable();
    let mut large = Vec::new();
    while let Some((largest, index)) = variants.pop() {
        let next = variants.last().map_or(least, |(size, _)| (*size).max(least));
        if largest.saturating_sub(next) <= DIFFERENCE || !matches!(types[index], Type::Named(_)) {
            break;
        }
        large.push(index);
    }
    large
}

fn size_of_kind(kind: &Kind, boxed: &[usize], sizes: &HashMap<TypeName, usize>) -> usize {
    match kind {
        Kind::Struct(Struct { fields, additional, .. }) => {
            let size = |(index, field)| if boxed.contains(&index) { WORD } else { size_of_field(field, sizes) };
            let fields: usize = fields.iter().enumerate().map(size).sum();
            (fields + additional.as_ref().map_or(0, |_| COLLECTION)).next_multiple_of(WORD)
        }
        Kind::StringEnum(_) => COLLECTION,
        Kind::IntegerEnum(_) => 2 * WORD,
        Kind::Union(union) => {
            let variants = union.variants.iter().enumerate().filter(|(index, _)| !boxed.contains(index));
            variants.map(|(_, variant)| size(&variant.ty, sizes)).fold(VALUE, usize::max) + WORD
        }
        Kind::Tuple(parts) => parts.iter().map(|part| size(&part.ty, sizes)).sum::<usize>().next_multiple_of(WORD),
        Kind::Alias(ty) | Kind::Newtype(ty) => size(ty, sizes),
    }
}

fn size_of_field(field: &Field, sizes: &HashMap<TypeName, usize>) -> usize {
    match field.presence {
        Presence::Required => size(&field.ty, sizes),
        Presence::RequiredNullable | Presence::Optional | Presence::OptionalNullable => optional(&field.ty, sizes),
    }
}

/// The size of an `Option`: most types have a value to spare that stands for `None`.
fn optional(ty: &Type, sizes: &HashMap<TypeName, usize>) -> usize {
    let tag = if matches!(
        ty,
        Type::Integer | Type::Unsigned | Type::Number | Type::UnixTime | Type::Library(_) | Type::Map(_)
    ) {
        WORD
    } else {
        0
    };
    size(ty, sizes) + tag
}

fn size(ty: &Type, sizes: &HashMap<TypeName, usize>) -> usize {
    match ty {
        Type::Boolean => 1,
        Type::Integer | Type::Unsigned | Type::Number | Type::UnixTime | Type::Boxed(_) => WORD,
        Type::Library(_) => 2 * WORD,
        Type::String | Type::List(_) | Type::Map(_) => COLLECTION,
        Type::Value | Type::StringOrInteger => VALUE,
        Type::OneOrMany(inner) => size(inner, sizes).max(COLLECTION) + WORD,
        Type::Nullable(inner) => optional(inner, sizes),
        Type::Named(name) => sizes.get(name).copied().unwrap_or(WORD),
    }
}
