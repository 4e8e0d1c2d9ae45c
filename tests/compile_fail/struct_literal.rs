// error: cannot create non-exhaustive struct using struct expression

use intercom_client::models::{Recipient, RecipientType};

fn main() {
    let _ = Recipient {
        r#type: Some(RecipientType::User),
        id: Some("536e564f316c83104c000020".into()),
        user_id: None,
        phone: None,
        name: None,
    };
}
