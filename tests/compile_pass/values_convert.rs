//! Setters take what converts into the field: text, an enum or its text, an id as text or as a number, one recipient or
//! several.

use intercom_client::models::{CreateMessageRequest, CreateMessageRequestFrom, Recipient, RecipientType};

fn main() {
    let from = CreateMessageRequestFrom::builder().id(394_051).build();
    let user = Recipient::builder().r#type(RecipientType::User).id("1").build();
    let lead = Recipient::builder().r#type("lead").id("2".to_owned()).build();
    let by_user_id = Recipient::by_user_id().r#type(RecipientType::Contact).user_id(70_u32).build();
    let body = String::from("Your export is ready.");
    let _ = CreateMessageRequest::in_app().from(from.clone()).body(&body).to(user.clone()).cc([lead.clone()]).build();
    let _ = CreateMessageRequest::in_app().from(from).body(body).to(vec![user, lead, by_user_id]).build();
    let _ = CreateMessageRequestFrom::user().id("536e564f316c83104c000020").build();
}
