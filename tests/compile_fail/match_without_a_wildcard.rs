// error: non-exhaustive patterns: `_` not covered

use intercom_client::models::RecipientType;

fn main() {
    match RecipientType::from("user") {
        RecipientType::User | RecipientType::Lead | RecipientType::Contact | RecipientType::Unknown(_) => {}
    }
}
