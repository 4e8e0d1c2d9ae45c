//! Sends a message, and finds the conversation that it becomes when the contact replies. The client has no operation for that
//! search, so it is called by its path.
//!
//! Without a token it talks to a mock server in its own process. To talk to the real API, set:
//!
//! - `INTERCOM_ACCESS_TOKEN`, or `INTERCOM_API_KEY`: the access token of your app
//! - `INTERCOM_ADMIN_ID`: the admin who sends the message
//! - `INTERCOM_CONTACT_ID`: the contact who receives it, and replies

use std::{env, error::Error, time::Duration};

use intercom_client::{
    Client, Error as CallError, Method,
    models::{CreateMessageRequest, CreateMessageRequestFrom, Recipient, RecipientType},
};
use serde::Deserialize;
use serde_json::json;

/// Of what the search finds, only this matters here: other fields are passed over.
#[derive(Deserialize)]
struct Found {
    conversations: Vec<Conversation>,
}

#[derive(Deserialize)]
struct Conversation {
    id: String,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // A workspace in Europe or Australia needs `.server(Server::Eu)` or `.server(Server::Au)` too.
    let client = match Client::builder().token_from_env().build() {
        Ok(client) => client,
        Err(error) => {
            eprintln!("{error}: a mock server in this process responds");
            let server = mock::start().await;
            let client = Client::builder().token("mock").base_url(server.uri()).build()?;
            return run(&client, 394_051, "536e564f316c83104c000020", Duration::ZERO).await;
        }
    };
    let admin_id = env::var("INTERCOM_ADMIN_ID")?.parse()?;
    run(&client, admin_id, &env::var("INTERCOM_CONTACT_ID")?, Duration::from_secs(30)).await
}

async fn run(client: &Client, admin_id: i64, contact_id: &str, pause: Duration) -> Result<(), Box<dyn Error>> {
    let message = CreateMessageRequest::in_app()
        .body("Did the export arrive?")
        .from(CreateMessageRequestFrom::builder().id(admin_id).build())
        .to(Recipient::builder().r#type(RecipientType::User).id(contact_id).build())
        .build();
    let message = client.messages().create(message).send().await?;
    println!("message {}", message.id);

    for _ in 0..20 {
        match conversation_of(client, &message.id, contact_id).await? {
            Some(conversation) => {
                println!("conversation {}", conversation.id);
                return Ok(());
            }
            None => println!("the contact has not replied yet"),
        }
        tokio::time::sleep(pause).await;
    }
    Err("the contact has not replied".into())
}

/// The conversation that began with a message; none until the contact has replied.
async fn conversation_of(
    client: &Client,
    message_id: &str,
    contact_id: &str,
) -> Result<Option<Conversation>, CallError> {
    let query = json!({
        "operator": "AND",
        "value": [
            {"field": "source.id", "operator": "=", "value": message_id},
            {"field": "contact_ids", "operator": "=", "value": contact_id},
        ],
    });
    let search = client.request::<Found>(Method::POST, "/conversations/search").with_json(json!({"query": query}));
    // It is a POST, but changes nothing, so it may be sent again where an idempotent call is.
    let found = search.with_idempotent().send().await?;
    Ok(found.into_inner().conversations.into_iter().next())
}

/// What stands in for the real API: the contact replies after the first search.
mod mock {
    use serde_json::{Value, json};
    use wiremock::{
        Mock, MockServer, ResponseTemplate,
        matchers::{body_partial_json, header, method, path},
    };

    pub(crate) async fn start() -> MockServer {
        let server = MockServer::start().await;
        let message = json!({
            "type": "admin_message",
            "id": "2048312",
            "created_at": 1_760_518_861,
            "body": "Did the export arrive?",
            "message_type": "inapp",
        });
        let post = |at: &str| Mock::given(method("POST")).and(path(at)).and(header("authorization", "Bearer mock"));
        let of_message = json!({"query": {"value": [{"value": "2048312"}, {"field": "contact_ids"}]}});
        let found = |conversations: Value| {
            let list = json!({"type": "conversation.list", "conversations": conversations});
            ResponseTemplate::new(200).set_body_json(list)
        };
        post("/messages").respond_with(ResponseTemplate::new(200).set_body_json(message)).mount(&server).await;
        let search = || post("/conversations/search").and(body_partial_json(&of_message));
        search().respond_with(found(json!([]))).up_to_n_times(1).mount(&server).await;
        search().respond_with(found(json!([{"type": "conversation", "id": "613"}]))).mount(&server).await;
        server
    }
}
