// error: no method named `message_type` found for struct `CreateMessageRequestInAppBuilder<MissingFields>` in the current scope

use intercom_client::models::CreateMessageRequest;

fn main() {
    let _ = CreateMessageRequest::in_app().message_type("email");
}
