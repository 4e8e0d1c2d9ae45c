//! What can only be known of the whole: who reaches a model, which fields are constants, where a circle needs a box, which tags
//! compile what.

mod boxes;
pub(crate) mod facts;
mod features;
mod pagination;
mod presence;
mod reach;
mod sizes;

use super::state::State;
use crate::ir::Api;

/// Completes what has been lowered.
pub(crate) fn complete(api: &mut Api, state: &mut State<'_>) {
    reach::drop_dead(api);
    reach::newtypes(api);
    reach::usage(api);
    presence::presence(api, &state.settings.required_in_responses);
    presence::constants(api);
    boxes::boxes(api);
    sizes::box_large_variants(api);
    features::assign(api);
    pagination::paginate(api, state);
}
