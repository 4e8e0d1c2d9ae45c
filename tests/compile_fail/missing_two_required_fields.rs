// error: required fields are not set: (html, source_id)

use intercom_client::models::CreateExternalPageRequest;

fn main() {
    let _ = CreateExternalPageRequest::builder().title("Exports").external_id("exports").build();
}
