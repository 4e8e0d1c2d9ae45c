//! What belongs to the whole client: the error model, the headers of the rate limit.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::{
    ir::{ErrorModel, RateLimitHeaders, Type},
    lower::{read::operations::path_operations, responses::errors::error_references, types::Types},
    settings::{FormatSettings, RateLimitSettings, Settings, TimeLibrary, UuidLibrary},
};

/// The model of error bodies: the settings name it, else most error responses have it.
pub(crate) fn error_model(types: &Types<'_>) -> ErrorModel {
    let state = &types.state;
    let settings = &state.settings.error;
    let named = settings.schema.as_ref().and_then(|name| state.components.get_key_value(name.get_ref().as_str()));
    let mut counts: IndexMap<String, usize> = IndexMap::new();
    for operation in path_operations(state.document) {
        for reference in error_references(state.document, operation.operation) {
            *counts.entry(reference).or_default() += 1;
        }
    }
    // Of several that are as frequent, the first in the alphabet.
    let most = counts
        .iter()
        .max_by_key(|(name, count)| (**count, std::cmp::Reverse(*name)))
        .and_then(|(name, _)| state.components.get_key_value(name.as_str()));
    let model = named.or(most);
    ErrorModel {
        ty: model.map(|(_, component)| Type::Named(component.name.clone())),
        code: settings.code.clone(),
        message: settings.message.clone(),
        request_id: settings.request_id.clone(),
        is_sensitive: model.is_some_and(|(name, _)| types.has_sensitive(name)),
        hidden: Vec::new(),
    }
}

/// The headers of the rate limit, which no description declares in a way that distinguishes them.
pub(crate) fn rate_limit(settings: &Settings) -> RateLimitHeaders {
    let RateLimitSettings { limit, remaining, reset } = settings.rate_limit.clone();
    RateLimitHeaders { limit, remaining, reset }
}

/// The crates that the settings name, whether or not a type of theirs is needed now: a property more brings no new dependency.
pub(crate) fn libraries(settings: &Settings) -> BTreeSet<&'static str> {
    let FormatSettings { date_time, date, uuid } = settings.formats;
    let times = [date_time, date].into_iter().flatten().map(|library| match library {
        TimeLibrary::Jiff => "jiff",
        TimeLibrary::Chrono => "chrono",
    });
    times.chain(uuid.map(|UuidLibrary::Uuid| "uuid")).collect()
}
