// error: the required field `html` is not set

use intercom_client::models::CreateExternalPageRequest;

fn main() {
    let _ = CreateExternalPageRequest::builder().title("Exports").source_id(44).external_id("exports").build();
}
