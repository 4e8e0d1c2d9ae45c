// error: the required field `type` is not set
// error: the required field `id` is not set

use intercom_client::models::Recipient;

fn main() {
    let _ = Recipient::builder().build();
}
