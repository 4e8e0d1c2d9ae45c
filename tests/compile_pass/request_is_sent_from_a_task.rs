//! A request owns what it needs: it can be stored in a struct, cloned, and sent from a task that outlives its maker.

use intercom_client::{Client, Error, Request, Response, models, operations::{CreateMessage, GetExternalPage}};

struct Outbox {
    page: Request<GetExternalPage>,
    messages: Vec<Request<CreateMessage>>,
}

fn outbox(client: &Client, page_id: &str, message: models::CreateMessageRequest) -> Outbox {
    let message = client.messages().create(message);
    let page = client.ai_content().get_external_page(page_id).with_query("a", "b");
    Outbox { page, messages: vec![message.clone(), message] }
}

async fn send(outbox: Outbox) -> Result<(), Box<dyn std::error::Error>> {
    let page = tokio::spawn(outbox.page.send());
    let messages = outbox.messages.into_iter().map(|message| tokio::spawn(async move { message.send().await }));
    for message in messages.collect::<Vec<_>>() {
        let message: Result<Response<models::Message>, Error> = message.await?;
        println!("{}", message?.id);
    }
    println!("{}", page.await??.into_inner().title);
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().token("token").build()?;
    let message = models::CreateMessageRequest::in_app()
        .body("Your export is ready.")
        .from(models::CreateMessageRequestFrom::builder().id(394_051).build())
        .to([models::Recipient::builder().r#type("user").id("1").build()])
        .build();
    send(outbox(&client, "5017690", message)).await
}
