// error: this method takes 1 argument but 0 arguments were supplied

use intercom_client::Client;

fn main() -> Result<(), intercom_client::Error> {
    let client = Client::builder().token("token").build()?;
    let _ = client.messages().get_whatsapp_message_status();
    Ok(())
}
