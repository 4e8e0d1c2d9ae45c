//! Sends an in-app message, and creates or updates a page that Fin answers from.
//!
//! Without a token it talks to a mock server in its own process. To talk to the real API, set:
//!
//! - `INTERCOM_ACCESS_TOKEN`, or `INTERCOM_API_KEY`: the access token of your app
//! - `INTERCOM_ADMIN_ID`: the admin who sends the message
//! - `INTERCOM_CONTACT_ID`: the contact who receives it
//! - `INTERCOM_SOURCE_ID`: the content import source that the page goes into

use std::{env, error::Error, fmt::Display, str::FromStr};

use intercom_client::{
    Client,
    models::{CreateExternalPageRequest, CreateMessageRequest, CreateMessageRequestFrom, Recipient, RecipientType},
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // A workspace in Europe or Australia needs `.server(Server::Eu)` or `.server(Server::Au)` too.
    let client = match Client::builder().token_from_env().build() {
        Ok(client) => client,
        Err(error) => {
            eprintln!("{error}: a mock server in this process responds");
            let server = mock::start().await;
            let client = Client::builder().token("mock").base_url(server.uri()).build()?;
            return run(&client, 394_051, "536e564f316c83104c000020", 44).await;
        }
    };
    let contact_id: String = id("INTERCOM_CONTACT_ID")?;
    run(&client, id("INTERCOM_ADMIN_ID")?, &contact_id, id("INTERCOM_SOURCE_ID")?).await
}

async fn run(client: &Client, admin_id: i64, contact_id: &str, source_id: i64) -> Result<(), Box<dyn Error>> {
    // Leave out a required field, and this does not compile.
    let request = CreateMessageRequest::in_app()
        .body("Your export is ready.")
        .from(CreateMessageRequestFrom::builder().id(admin_id).build())
        .to(Recipient::builder().r#type(RecipientType::User).id(contact_id).build())
        .build();
    let message = client.messages().create(request).send().await?;
    println!("message {}", message.id);

    // The source and your own id decide: a page that is there already is updated.
    let request = CreateExternalPageRequest::builder()
        .source_id(source_id)
        .external_id("help/exports")
        .title("Exports")
        .html("<p>An export takes about a minute.</p>")
        .url("https://example.com/help/exports")
        .ai_agent_availability(true)
        .build();
    let page = client.ai_content().create_external_page(request).send().await?;
    println!("page {}", page.id);
    Ok(())
}

/// Reads an id from the environment.
fn id<T: FromStr<Err: Display>>(variable: &str) -> Result<T, String> {
    let text = env::var(variable).map_err(|error| format!("{variable} is needed to talk to the real API: {error}"))?;
    text.parse().map_err(|error| format!("{variable} is `{text}`, which is no id: {error}"))
}

/// What stands in for the real API: it responds as Intercom does, with what it was sent.
mod mock {
    use serde_json::{Value, json};
    use wiremock::{
        Mock, MockServer, Request, ResponseTemplate,
        matchers::{header, method, path},
    };

    pub(crate) async fn start() -> MockServer {
        let server = MockServer::start().await;
        let post = |at: &str| Mock::given(method("POST")).and(path(at)).and(header("authorization", "Bearer mock"));
        post("/messages").respond_with(|request: &Request| respond(request, message)).mount(&server).await;
        post("/ai/external_pages").respond_with(|request: &Request| respond(request, page)).mount(&server).await;
        server
    }

    fn respond(request: &Request, body: fn(&Value) -> Value) -> ResponseTemplate {
        match request.body_json::<Value>() {
            Ok(sent) => ResponseTemplate::new(200).set_body_json(body(&sent)),
            Err(error) => ResponseTemplate::new(400).set_body_json(json!({
                "type": "error.list",
                "request_id": "b68959ea6328",
                "errors": [{"code": "parameter_invalid", "message": error.to_string()}],
            })),
        }
    }

    fn message(sent: &Value) -> Value {
        json!({
            "type": "admin_message",
            "id": "2048312",
            "created_at": 1_760_518_861,
            "body": sent["body"],
            "message_type": "inapp",
        })
    }

    fn page(sent: &Value) -> Value {
        json!({
            "type": "external_page",
            "id": "5017690",
            "title": sent["title"],
            "html": sent["html"],
            "url": sent["url"],
            "ai_agent_availability": sent["ai_agent_availability"].as_bool().unwrap_or(false),
            "ai_copilot_availability": sent["ai_copilot_availability"].as_bool().unwrap_or(false),
            "locale": sent["locale"],
            "source_id": sent["source_id"],
            "external_id": sent["external_id"],
            "created_at": 1_760_518_861,
            "updated_at": 1_760_518_861,
            "last_ingested_at": 1_760_518_861,
        })
    }
}
