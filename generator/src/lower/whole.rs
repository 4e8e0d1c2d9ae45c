//! What can only be known of the whole: who reaches a model, which fields are constants, where a circle needs a box, which tags
//! compile what.

mod boxes;
mod conversions;
mod dead;
pub(crate) mod facts;
mod features;
mod hidden;
mod openings;
mod pagination;
mod presence;
mod reach;
mod sizes;
mod unpaged;

pub(crate) use self::openings::openings;
use super::state::State;
use crate::{
    ir::{Api, Type},
    place::Pointer,
};

/// Completes what has been lowered. `texts` are the parameters that are written as something else than the type of their schema,
/// by their places, with that type.
pub(crate) fn complete(api: &mut Api, state: &mut State<'_>, texts: &[(Pointer, Type)]) {
    let is_type = |name: &str| {
        let mut components = state.components.values();
        components.any(|known| known.own.as_str() == name)
            || api.definitions.iter().any(|known| known.name.as_str() == name)
    };
    state.merges.finish(is_type, &mut state.diagnostics);
    dead::drop_dead(api, texts);
    reach::newtypes(api);
    reach::usage(api);
    presence::check_settings(state);
    presence::presence(api, &state.settings.required_in_responses);
    presence::constants(api);
    boxes::boxes(api);
    sizes::box_large_variants(api);
    features::assign(api);
    conversions::conversions(api);
    pagination::paginate(api, state);
    hidden::hide(api);
    unpaged::hint(api, state);
}
