//! The fields of a model can be read and assigned, and taken apart.

use intercom_client::models::{Recipient, RecipientType};

fn main() {
    let mut recipient = Recipient::builder().r#type(RecipientType::User).id("1").build();
    recipient.id = Some("2".into());
    recipient.r#type = Some(RecipientType::Lead);
    let Recipient { id, r#type, .. } = recipient;
    assert_eq!((id, r#type), (Some("2".into()), Some(RecipientType::Lead)));
}
