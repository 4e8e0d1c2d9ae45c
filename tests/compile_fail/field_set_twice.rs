// error: the field `id` has been set already

use intercom_client::models::Recipient;

fn main() {
    let _ = Recipient::builder().id("1").id("2").r#type("user").build();
}
