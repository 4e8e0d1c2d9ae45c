// error: the required field `html` is not set
// error: the required field `source_id` is not set

use intercom_client::models::CreateExternalPageRequest;

fn main() {
    let _ = CreateExternalPageRequest::builder().title("Exports").external_id("exports").build();
}
