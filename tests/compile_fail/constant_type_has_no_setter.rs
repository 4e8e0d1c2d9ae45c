// error: no method named `r#type` found for struct `CreateMessageRequestFromBuilder<MissingFields>` in the current scope

use intercom_client::models::CreateMessageRequestFrom;

fn main() {
    let _ = CreateMessageRequestFrom::builder().r#type("admin").id(394_051).build();
}
