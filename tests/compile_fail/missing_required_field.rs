// error: required fields are not set: (html,)

use intercom_client::models::CreateExternalPageRequest;

fn main() {
    let _ = CreateExternalPageRequest::builder().title("Exports").source_id(44).external_id("exports").build();
}
