//! The fields of a model can be read and assigned, and taken apart.

use intercom_client::models::{Recipient, RecipientType};

fn main() {
    let mut recipient = Recipient::builder().r#type(RecipientType::User).id("1").build();
    recipient.id = "2".to_owned();
    recipient.r#type = RecipientType::Lead;
    let Recipient { id, r#type, .. } = recipient;
    assert_eq!((id.as_str(), r#type), ("2", RecipientType::Lead));
}
