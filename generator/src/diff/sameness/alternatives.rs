//! What names an alternative of a union, whatever the others are called.

use super::{index::Index, wire::wire};
use crate::ir::{Field, Kind, UnionVariant};

/// What an alternative is: its name; of one that is only numbered, the properties or the type that it has, with their types
/// where another has the same.
pub(crate) fn alternative(index: &Index<'_>, variants: &[UnionVariant], wanted: &UnionVariant) -> String {
    // Cat -> `Cat`; Variant2 {name, age} -> `{age, name}`; of two such, `{age: integer, name: string}`; of two of those, `…|2`.
    let has_twin = |key: &str, what: &dyn Fn(&UnionVariant) -> String| {
        variants.iter().filter(|variant| what(variant) == key).count() > 1
    };
    if !is_numbered(variants, wanted) {
        return wanted.name.to_string();
    }
    let by_names = |variant: &UnionVariant| what_it_is(index, variant, &|field| field.wire.clone());
    let by_types = |variant: &UnionVariant| {
        what_it_is(index, variant, &|field| format!("{}: {}", field.wire, wire(index, &field.ty)))
    };
    let key = by_names(wanted);
    if !has_twin(&key, &by_names) {
        return key;
    }
    let key = by_types(wanted);
    let earlier = variants.iter().take_while(|variant| *variant != wanted);
    match earlier.filter(|variant| by_types(variant) == key).count() {
        0 => key,
        count => format!("{key}|{}", count + 1),
    }
}

/// Whether the name of an alternative is a number, or has one that only tells it from another: `Variant2`, `Pet` and `Pet2`.
fn is_numbered(variants: &[UnionVariant], wanted: &UnionVariant) -> bool {
    let stem = |variant: &UnionVariant| {
        variant.name.as_str().trim_end_matches(|digit: char| digit.is_ascii_digit()).to_owned()
    };
    let wanted_stem = stem(wanted);
    let mut alike = variants.iter().filter(|variant| stem(variant) == wanted_stem);
    let is_shared = alike.clone().count() > 1 && alike.any(|variant| variant.name.as_str() == wanted_stem);
    is_shared || (wanted_stem == "Variant" && wanted.name.as_str() != wanted_stem)
}

fn what_it_is(index: &Index<'_>, variant: &UnionVariant, told: &dyn Fn(&Field) -> String) -> String {
    match index.named(&variant.ty).map(|definition| &definition.kind) {
        Some(Kind::Struct(object)) => {
            let mut fields: Vec<String> = object.fields.iter().map(told).collect();
            fields.sort_unstable();
            format!("{{{}}}", fields.join(", "))
        }
        Some(
            Kind::StringEnum(_)
            | Kind::IntegerEnum(_)
            | Kind::Union(_)
            | Kind::Tuple(_)
            | Kind::Alias(_)
            | Kind::Newtype(_),
        )
        | None => wire(index, &variant.ty),
    }
}
