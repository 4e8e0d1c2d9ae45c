//! Sends an in-app message to contacts, one after the other; with `--dry-run` it only shows the requests.
//!
//! The token is read from `INTERCOM_ACCESS_TOKEN`. The program ends with 1 where a message was not sent, and never sends one twice.

use std::process::ExitCode;

use clap::Parser;
use intercom_client::{
    Client, Error,
    models::{CreateMessageRequest, CreateMessageRequestFrom, Recipient, RecipientType},
};

/// Tells contacts something.
#[derive(Parser)]
struct Arguments {
    /// The text, which may be HTML.
    #[arg(long)]
    text: String,
    /// The admin who sends it.
    #[arg(long)]
    admin_id: i64,
    /// Show what would be sent, and send nothing.
    #[arg(long)]
    dry_run: bool,
    /// The ids of the contacts.
    #[arg(required = true)]
    contacts: Vec<String>,
}

#[tokio::main]
async fn main() -> Result<ExitCode, Error> {
    let arguments = Arguments::parse();
    let client = match arguments.dry_run {
        true => Client::builder().token("not sent").build()?,
        false => Client::from_env()?,
    };
    let mut code = ExitCode::SUCCESS;
    for contact in &arguments.contacts {
        let message = CreateMessageRequest::in_app()
            .body(&arguments.text)
            .from(CreateMessageRequestFrom::builder().id(arguments.admin_id).build())
            .to(Recipient::builder().r#type(RecipientType::User).id(contact).build());
        let request = client.messages().create(message.build());
        if arguments.dry_run {
            println!("{}", request.dry_run()?);
            continue;
        }
        match request.send().await {
            Ok(message) => println!("{contact}: message {}", message.id),
            // It is sent, though the response is not as described.
            Err(Error::Decode(sent)) => println!("{contact}: message {}", sent.pointer("/id").unwrap_or_default()),
            Err(error) => {
                eprintln!("{contact}: {error}");
                code = ExitCode::FAILURE;
            }
        }
    }
    Ok(code)
}
