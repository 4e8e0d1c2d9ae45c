//! Setters take what converts into the field: text, an enum or its text, one recipient or several.

use intercom_client::models::{CreateMessageRequest, CreateMessageRequestFrom, Recipient, RecipientType};

fn main() {
    let from = CreateMessageRequestFrom::builder().id(394_051).build();
    let user = Recipient::builder().r#type(RecipientType::User).id("1").build();
    let lead = Recipient::builder().r#type("lead").id("2".to_owned()).build();
    let body = String::from("Your export is ready.");
    let _ = CreateMessageRequest::in_app().from(from.clone()).body(&body).to(user.clone()).cc([lead.clone()]).build();
    let _ = CreateMessageRequest::in_app().from(from).body(body).to(vec![user, lead]).build();
}
