//! Enums: their values, each for itself.

use crate::{
    diff::{
        change::{finding::Finding, item::Item, rust, spot::Spot},
        comparison::Comparison,
        rules,
        sameness::pairs::Pair,
    },
    ir::{Definition, EnumValue, Kind},
    naming::VariantName,
};

/// The values of an enum, each for itself.
pub(super) fn compare_values<'a, T: PartialEq + ToString>(
    comparison: &mut Comparison<'a>,
    (old, new): Pair<'a, Definition>,
    (before, after): (&[EnumValue<T>], &[EnumValue<T>]),
    spot: &Spot,
) {
    for value in before.iter().filter(|value| after.iter().all(|known| known.wire != value.wire)) {
        let finding = Finding::at(Some(&value.place), Some(&new.place.child("enum")))
            .detail(format!("`{}`", value.wire.to_string()))
            .value(value.wire.to_string())
            .rust(Some(rust::member(&old.name, &value.name, None)), None);
        comparison.tell_side(&rules::REQUEST_ENUM_VALUE_REMOVED, &rules::RESPONSE_ENUM_VALUE_REMOVED, spot, finding);
    }
    for value in after {
        let known = before.iter().find(|known| known.wire == value.wire);
        if let Some(known) = known.filter(|known| known.name != value.name) {
            let finding = Finding::at(Some(&known.place), Some(&value.place))
                .detail(format!("`{}`", value.wire.to_string()))
                .value(value.wire.to_string())
                .rust(
                    Some(rust::member(&old.name, &known.name, None)),
                    Some(rust::member(&new.name, &value.name, None)),
                );
            comparison.tell(&rules::MEMBER_RENAMED, spot, finding);
        }
        match known {
            Some(known) if known.docs != value.docs => {
                let finding = Finding::at(Some(&known.place), Some(&value.place)).value(value.wire.to_string());
                comparison.tell(&rules::DOCUMENTATION_CHANGED, spot, finding);
            }
            Some(_) => {}
            None => {
                let finding = Finding::at(Some(&old.place.child("enum")), Some(&value.place))
                    .detail(format!("`{}`", value.wire.to_string()))
                    .value(value.wire.to_string())
                    .rust(None, Some(rust::member(&new.name, &value.name, None)));
                comparison.tell_side(
                    &rules::REQUEST_ENUM_VALUE_ADDED,
                    &rules::RESPONSE_ENUM_VALUE_ADDED,
                    spot,
                    finding,
                );
            }
        }
    }
}

/// The variant of what is not listed.
pub(super) fn compare_catch_all<'a>(
    comparison: &mut Comparison<'a>,
    (old, new): Pair<'a, Definition>,
    (before, after): (&VariantName, &VariantName),
    spot: &Spot,
) {
    if before != after {
        let finding = Finding::at(Some(&old.place), Some(&new.place))
            .rust(Some(rust::member(&old.name, before, None)), Some(rust::member(&new.name, after, None)));
        comparison.tell(&rules::CATCH_ALL_RENAMED, spot, finding);
    }
}

/// The values of an enum, each with its variant.
pub(crate) fn values(definition: &Definition) -> Vec<(String, Item)> {
    let item = |name: &_| rust::member(&definition.name, name, None);
    match &definition.kind {
        Kind::StringEnum(list) => list.values.iter().map(|value| (value.wire.clone(), item(&value.name))).collect(),
        Kind::IntegerEnum(list) => {
            list.values.iter().map(|value| (value.wire.to_string(), item(&value.name))).collect()
        }
        Kind::Struct(_) | Kind::Union(_) | Kind::Tuple(_) | Kind::Alias(_) | Kind::Newtype(_) => Vec::new(),
    }
}
