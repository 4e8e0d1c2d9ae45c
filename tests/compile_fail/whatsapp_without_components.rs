// error: required fields are not set: (components,)

use intercom_client::models::{CreateMessageRequest, CreateMessageRequestFrom, Recipient, RecipientType};

fn main() {
    let _ = CreateMessageRequest::whatsapp()
        .body("A WhatsApp message has no body of its own.")
        .template("export_ready")
        .from(CreateMessageRequestFrom::builder().id(394_051).build())
        .to(Recipient::builder().r#type(RecipientType::User).id("536e564f316c83104c000020").build())
        .build();
}
