// error: no method named `message_type` found for struct `CreateMessageRequestEmailBuilder<MissingFields>` in the current scope

use intercom_client::models::CreateMessageRequest;

fn main() {
    let _ = CreateMessageRequest::email().message_type("inapp");
}
