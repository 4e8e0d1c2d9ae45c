//! Enums are made from text, and matched with a wildcard for values that come later.

use intercom_client::models::{IntercomVersion, MessageMessageType, RecipientType};

fn channel(kind: &MessageMessageType) -> &str {
    match kind {
        MessageMessageType::Email => "by mail",
        MessageMessageType::InApp => "in the app",
        MessageMessageType::Unknown(other) => other,
        _ => "elsewhere",
    }
}

fn main() -> Result<(), std::convert::Infallible> {
    assert_eq!(channel(&MessageMessageType::from("email")), "by mail");
    assert_eq!(channel(&"sms".into()), "sms");
    assert_eq!(RecipientType::from("lead".to_owned()), RecipientType::Lead);
    let version: IntercomVersion = "2.16".parse()?;
    println!("{version} {}", version.as_str());
    Ok(())
}
