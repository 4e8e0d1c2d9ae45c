// error: no method named `to` found for struct `CreateMessageRequestFromContactBuilder<MissingFields>` in the current scope

use intercom_client::models::{CreateMessageRequest, Recipient};

fn main() {
    let to = Recipient::by_user_id().r#type("user").user_id("7").build();
    let _ = CreateMessageRequest::from_contact().to(to);
}
