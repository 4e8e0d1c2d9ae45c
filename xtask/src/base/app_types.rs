//! Fields and names as an app writes them.

use intercom_codegen::ir::{Field, Presence};

use super::spelled::spelled;

pub(super) fn field_type(field: &Field) -> String {
    let ty = spelled(&field.ty);
    match field.presence {
        Presence::Required => ty,
        Presence::RequiredNullable | Presence::Optional => format!("Option<{ty}>"),
        Presence::OptionalNullable => format!("client::Nullable<{ty}>"),
    }
}

pub(super) fn plain(name: &str) -> &str {
    name.trim_start_matches("r#")
}
