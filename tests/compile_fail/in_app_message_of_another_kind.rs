// error: mismatched types

use intercom_client::models::CreateMessageRequest;

fn main() {
    let _ = CreateMessageRequest::in_app().message_type("email");
}
