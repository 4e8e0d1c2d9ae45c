// error: cannot create non-exhaustive struct using struct expression

use intercom_client::models::{Recipient, RecipientType};

fn main() {
    let _ = Recipient { r#type: RecipientType::User, id: "536e564f316c83104c000020".to_owned() };
}
