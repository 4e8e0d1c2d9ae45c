// error: required fields are not set: (subject,)

use intercom_client::models::{CreateMessageRequest, CreateMessageRequestFrom, Recipient, RecipientType};

fn main() {
    let _ = CreateMessageRequest::email()
        .body("Your export is ready.")
        .template("plain")
        .from(CreateMessageRequestFrom::builder().id(394_051).build())
        .to(Recipient::builder().r#type(RecipientType::User).id("536e564f316c83104c000020").build())
        .build();
}
