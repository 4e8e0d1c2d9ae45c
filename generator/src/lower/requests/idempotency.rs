//! Which operations may be sent twice.

use serde_json::Value;

use crate::{
    ir::Parameter,
    lower::{read::operations::PathOperation, text},
};

/// Whether an operation may be sent twice because of the key that every call of it has. Where a key changes nothing, since
/// the method or the description says whether it may, it is a header as any other.
pub(crate) fn idempotence(described: &PathOperation<'_>, parameters: &mut [Parameter]) -> Option<bool> {
    let said = described.operation.extensions.get("x-idempotent").and_then(Value::as_bool);
    let decides = said.is_none() && matches!(described.method, "post" | "patch");
    for parameter in parameters.iter_mut().filter(|parameter| parameter.is_idempotency_key) {
        parameter.is_idempotency_key = decides;
        if decides {
            parameter.docs = match parameter.docs.as_str() {
                "" => "The key of this call, with which it is safe to send again, and is retried so.".to_owned(),
                text => text::append(text, "With this key, the call is safe to send again, and is retried so."),
            };
        }
    }
    let has_key = parameters.iter().any(|parameter| parameter.is_idempotency_key && parameter.required);
    said.or(has_key.then_some(true))
}
