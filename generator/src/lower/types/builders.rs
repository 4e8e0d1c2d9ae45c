//! The builders of an object: one, or one for each way to build it.

use indexmap::IndexSet;
use serde_json::Value;

use crate::{
    ir::{Builder, Field, Kind, Presence, Preset},
    lower::{
        alternatives::{Branch, USUAL, intersection, narrows_in_vain},
        reserved::CONSTRUCTORS,
        state::State,
    },
    naming::{Scope, TypeName, VariantName},
    place::Pointer,
};

/// The builders of a struct with this name, place and fields: one, or one for each branch.
pub(super) fn builders<'a>(
    state: &mut State<'a>,
    name: &TypeName,
    place: &Pointer,
    branches: &[Branch<'a>],
    fields: &[Field],
) -> Vec<Builder> {
    if branches.is_empty() {
        let name = state.naming.type_name(&format!("{name}Builder"), &mut state.type_names);
        let constructor = state.naming.method(USUAL, &mut Scope::default());
        let (required, optional) = (0..fields.len())
            .partition(|&index| matches!(fields[index].presence, Presence::Required | Presence::RequiredNullable));
        return vec![Builder {
            wire: String::new(),
            place: place.clone(),
            name,
            constructor,
            is_usual: true,
            docs: String::new(),
            required,
            optional,
            excluded: Vec::new(),
            constants: Vec::new(),
            presets: Vec::new(),
        }];
    }
    let common = intersection(branches.iter().map(|branch| &branch.required));
    let mut scope = Scope::reserving(CONSTRUCTORS);
    branches.iter().map(|branch| builder(state, name, branch, &common, fields, &mut scope)).collect()
}

/// The builder of a branch, which takes no value that the branch fixes.
fn builder<'a>(
    state: &mut State<'a>,
    owner: &TypeName,
    branch: &Branch<'a>,
    common: &IndexSet<&str>,
    fields: &[Field],
    scope: &mut Scope,
) -> Builder {
    let words = branch.words(common);
    let kind = words.as_ref().map(|words| state.naming.camel(words)).unwrap_or_default();
    let name = state.naming.type_name(&format!("{owner}{kind}Builder"), &mut state.type_names);
    let constructor = state.naming.method(words.as_deref().unwrap_or(USUAL), scope);
    let mut constants = Vec::new();
    let mut presets = Vec::new();
    for fixed in &branch.fixed {
        let Some(field) = fields.iter().position(|field| field.wire == fixed.wire) else { continue };
        match variants_of(state, &fields[field], &fixed.values).as_deref() {
            None | Some([]) => {
                let reason = "the property's own type has no variants for these values";
                narrows_in_vain(state, fixed.wire, reason, &fixed.place);
            }
            Some([value]) => constants.push((field, value.clone())),
            Some(values) => {
                let words = format!("{owner}{kind}{}", state.naming.camel(fixed.wire));
                let name = state.naming.type_name(&words, &mut state.type_names);
                presets.push(Preset { field, name, values: values.to_vec() });
            }
        }
    }
    let is_free = |index: &usize| {
        constants.iter().all(|(set, _)| set != index) && presets.iter().all(|preset| preset.field != *index)
    };
    let is_of = |index: usize, wires: &IndexSet<&str>| wires.contains(fields[index].wire.as_str());
    let (required, others): (Vec<usize>, Vec<usize>) =
        (0..fields.len()).filter(is_free).partition(|&index| is_of(index, &branch.required));
    let (excluded, optional) = others.into_iter().partition(|&index| is_of(index, &branch.excluded));
    Builder {
        wire: branch.wire(),
        place: branch.place.clone(),
        name,
        constructor,
        is_usual: branch.constructor.as_deref() == Some(USUAL),
        docs: branch.docs.clone(),
        required,
        optional,
        excluded,
        constants,
        presets,
    }
}

/// The variants that a field has for these values.
fn variants_of(state: &State<'_>, field: &Field, values: &[Value]) -> Option<Vec<VariantName>> {
    let kind = state.kind_of(&field.ty)?;
    let variant = |value: &Value| match kind {
        Kind::StringEnum(known) => {
            known.values.iter().find(|known| value.as_str() == Some(&known.wire)).map(|known| known.name.clone())
        }
        Kind::IntegerEnum(known) => {
            known.values.iter().find(|known| value.as_i64() == Some(known.wire)).map(|known| known.name.clone())
        }
        Kind::Struct(_) | Kind::Union(_) | Kind::Tuple(_) | Kind::Alias(_) | Kind::Newtype(_) => None,
    };
    values.iter().map(variant).collect()
}
