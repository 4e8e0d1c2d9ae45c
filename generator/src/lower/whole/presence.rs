//! Which fields must be there: what only one side sets, and what has one value.

use std::collections::HashMap;

use crate::{
    ir::{Api, IntegerEnum, Kind, Presence, StringEnum, Type},
    lower::state::State,
    naming::{TypeName, VariantName},
    place::Pointer,
    settings::RequiredInResponses,
};

/// Settings that name schemas may be those of several descriptions, but a name that leads nowhere here is reported.
pub(super) fn check_settings(state: &mut State<'_>) {
    let settings = state.settings;
    let RequiredInResponses::Named(schemas) = &settings.required_in_responses else { return };
    let place = Pointer::root().child("components").child("schemas");
    let unknown: Vec<&String> = schemas.keys().filter(|name| !state.components.contains_key(name.as_str())).collect();
    for name in unknown {
        state.warn(format!("`required-in-responses` names `{name}`, which is no component schema here"), &place);
    }
}

/// What only one side sets is optional where the other side has the same model; and "left out" and "null" are only kept
/// apart where a request can say either.
pub(super) fn presence(api: &mut Api, required_in_responses: &RequiredInResponses) {
    for definition in &mut api.definitions {
        let usage = definition.usage;
        let may_be_missing = |place: &Pointer| required_in_responses.may_be_missing(component(place));
        let owner_may_lack = may_be_missing(&definition.place);
        let Kind::Struct(object) = &mut definition.kind else { continue };
        for field in &mut object.fields {
            // Of several that require it, one that responses keep to is enough.
            let is_required = matches!(field.presence, Presence::Required | Presence::RequiredNullable);
            let may_be_missing = is_required && (owner_may_lack || field.required_in.iter().all(may_be_missing));
            // What is required but nowhere declared is asked of requests; of responses it is not to be relied on. So is
            // what is required of responses that do not keep to it.
            let unsure = (field.undeclared || may_be_missing) && usage.response;
            let one_sided = unsure || (field.read_only && usage.request) || (field.write_only && usage.response);
            field.presence = match field.presence {
                // A request can still say null.
                Presence::RequiredNullable if may_be_missing && usage.request && usage.response && !field.read_only => {
                    Presence::OptionalNullable
                }
                Presence::Required if one_sided => Presence::Optional,
                Presence::RequiredNullable | Presence::OptionalNullable if one_sided => Presence::Optional,
                Presence::OptionalNullable if !usage.request => Presence::Optional,
                presence => presence,
            };
        }
        for builder in &mut object.builders {
            let read_only = |index: &usize| usage.request && object.fields[*index].read_only;
            builder.required.retain(|index| !read_only(index));
            builder.optional.retain(|index| !read_only(index));
            builder.excluded.retain(|index| !read_only(index));
        }
    }
}

/// The component schema that a place is in.
fn component(place: &Pointer) -> Option<&str> {
    place.component("schemas").map(|(name, _)| name)
}

/// A required enum of one value is a constant, in a builder also where responses may lack it.
pub(super) fn constants(api: &mut Api) {
    let single: HashMap<TypeName, VariantName> = api
        .definitions
        .iter()
        .filter_map(|definition| Some((definition.name.clone(), only_value(&definition.kind)?.clone())))
        .collect();
    for definition in &mut api.definitions {
        let Kind::Struct(object) = &mut definition.kind else { continue };
        for (index, field) in object.fields.iter_mut().enumerate() {
            let Type::Named(name) = &field.ty else { continue };
            let Some(value) = single.get(name) else { continue };
            match field.presence {
                Presence::Required => field.constant = Some(value.clone()),
                Presence::Optional if field.declared.required => {}
                Presence::Optional | Presence::RequiredNullable | Presence::OptionalNullable => continue,
            }
            for builder in &mut object.builders {
                if builder.required.contains(&index) {
                    builder.required.retain(|other| *other != index);
                    builder.constants.push((index, value.clone()));
                    field.constant = Some(value.clone());
                }
            }
        }
    }
}

/// The value of an enum that has no other.
fn only_value(kind: &Kind) -> Option<&VariantName> {
    match kind {
        Kind::StringEnum(StringEnum { values, .. }) if values.len() == 1 => Some(&values[0].name),
        Kind::IntegerEnum(IntegerEnum { values, .. }) if values.len() == 1 => Some(&values[0].name),
        Kind::StringEnum(_)
        | Kind::IntegerEnum(_)
        | Kind::Struct(_)
        | Kind::Union(_)
        | Kind::Tuple(_)
        | Kind::Alias(_)
        | Kind::Newtype(_) => None,
    }
}
