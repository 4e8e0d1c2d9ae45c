// error: required fields are not set: (r#type, id)

use intercom_client::models::Recipient;

fn main() {
    let _ = Recipient::builder().build();
}
