//! `mutualTLS`: a scheme of the connection, which no request carries.

use serde_json::{Map, Value};

use super::{parts::PATH_ITEMS, state::Leading};
use crate::{place::Pointer, select::METHODS};

/// Leaves out the schemes that no request carries, there and where they are asked for.
pub(super) fn lead(document: &mut Value, leading: &mut Leading<'_>) {
    let schemes = document.pointer_mut("/components/securitySchemes").and_then(Value::as_object_mut);
    let Some(schemes) = schemes else { return };
    let is_of_the_connection = |scheme: &Value| scheme.get("type").is_some_and(|ty| ty == "mutualTLS");
    let names: Vec<String> =
        schemes.iter().filter(|(_, scheme)| is_of_the_connection(scheme)).map(|(name, _)| name.clone()).collect();
    if names.is_empty() {
        return;
    }
    schemes.retain(|_, scheme| !is_of_the_connection(scheme));
    for name in &names {
        let message = format!(
            "the scheme `{name}` is one of the connection: give the client an HTTP client that has the certificate"
        );
        leading.warn(message, &Pointer::root().descendant(["components", "securitySchemes", name]));
    }
    // [{mutual: [], key: []}] -> [{key: []}]
    let leave_out = |owner: &mut Value| {
        let requirements = owner.get_mut("security").and_then(Value::as_array_mut);
        for requirement in requirements.into_iter().flatten().filter_map(Value::as_object_mut) {
            requirement.retain(|name, _| !names.contains(name));
        }
    };
    leave_out(document);
    for map in PATH_ITEMS {
        let items = document.pointer_mut(map).and_then(Value::as_object_mut);
        for item in items.into_iter().flat_map(Map::values_mut) {
            for method in METHODS {
                item.get_mut(method).into_iter().for_each(leave_out);
            }
        }
    }
}
