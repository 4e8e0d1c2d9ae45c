// error: required fields are not set: (subject, body, template, intercom_client::models::required::from, to)

use intercom_client::models::CreateMessageRequest;

fn main() {
    let _ = CreateMessageRequest::email().build();
}
