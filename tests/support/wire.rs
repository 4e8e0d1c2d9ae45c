//! What the wire tests share: a server on loopback with a client of it, what the server saw, and bodies to respond with.

#![allow(dead_code, reason = "each test file that includes this uses its own part of it")]

use std::{error::Error as StdError, time::Duration};

use intercom_client::{
    Client, Error, Value,
    models::{CreateMessageRequest, CreateMessageRequestFrom, Recipient, RecipientType},
};
use serde_json::json;
use wiremock::{Mock, MockServer, Request, ResponseTemplate, matchers};

/// The client's token: it must be seen by the server, and by nobody else. No encoding changes it, so that it is found.
pub(crate) const TOKEN: &str = "dG9rOnRoYXQtbm9ib2R5LW1heS1zZWU";

/// The value of `Intercom-Version` that the client sends by itself; tests of another version's client set it when they
/// are compiled.
pub(crate) const VERSION: &str = match option_env!("WIRE_VERSION") {
    Some(version) => version,
    None => "2.16",
};

/// The value of `User-Agent`: name and version of the package, which a test may have renamed.
pub(crate) const USER_AGENT: &str = match option_env!("WIRE_USER_AGENT") {
    Some(user_agent) => user_agent,
    None => "intercom-client/0.1.0",
};

/// A server with the same response to every request, and a client of it.
pub(crate) struct Api {
    pub(crate) server: MockServer,
    pub(crate) client: Client,
}

impl Api {
    /// Responds with JSON.
    pub(crate) async fn json(status: u16, body: Value) -> Self {
        Self::responding(ResponseTemplate::new(status).set_body_json(body)).await
    }

    /// Responds with a body that may be no JSON.
    pub(crate) async fn text(status: u16, body: &str) -> Self {
        Self::responding(ResponseTemplate::new(status).set_body_raw(body, "text/html")).await
    }

    /// Responds after a time that no test waits for.
    pub(crate) async fn slow() -> Self {
        Self::responding(ResponseTemplate::new(200).set_body_json(message()).set_delay(Duration::from_secs(30))).await
    }

    pub(crate) async fn responding(response: ResponseTemplate) -> Self {
        let server = MockServer::start().await;
        Mock::given(matchers::any()).respond_with(response).mount(&server).await;
        let client = client(&server.uri());
        Self { server, client }
    }

    /// All that the server saw, in the order in which it came.
    pub(crate) async fn requests(&self) -> Vec<Request> {
        self.server.received_requests().await.expect("the server records requests")
    }

    /// The one request that the server saw.
    pub(crate) async fn sent(&self) -> Sent {
        let requests = self.requests().await;
        let [request] = requests.as_slice() else { panic!("one request is expected: {requests:#?}") };
        Sent { host: self.server.address().to_string(), request: request.clone() }
    }
}

/// A client that sends to a base URL.
pub(crate) fn client(base_url: &str) -> Client {
    Client::builder().token(TOKEN).base_url(base_url).build().expect("the token and the base URL are fine")
}

/// A request as the server saw it.
pub(crate) struct Sent {
    host: String,
    request: Request,
}

impl Sent {
    /// The method and the target, as in `GET /pages?page=1`.
    pub(crate) fn line(&self) -> String {
        let url = &self.request.url;
        let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
        format!("{} {}{query}", self.request.method, url.path())
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.request.headers.get(name).map(|value| value.to_str().expect("the header is text"))
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.request.body).expect("the body is JSON")
    }

    /// Checks all of a request that has no body: its line, and its headers, nothing more and nothing less.
    #[track_caller]
    pub(crate) fn check(&self, line: &str) {
        assert_eq!(self.line(), line);
        assert_eq!(self.headers(), self.expected_headers(&[]));
        assert!(self.request.body.is_empty(), "there is a body");
    }

    /// Checks all of a request that has a JSON body.
    #[track_caller]
    pub(crate) fn check_json(&self, line: &str, body: &Value) {
        assert_eq!(self.line(), line);
        let length = format!("content-length: {}", self.request.body.len());
        assert_eq!(self.headers(), self.expected_headers(&[length.as_str(), "content-type: application/json"]));
        assert_eq!(&self.json(), body);
    }

    fn headers(&self) -> Vec<String> {
        let headers = self.request.headers.iter();
        let mut headers: Vec<_> =
            headers.map(|(name, value)| format!("{name}: {}", value.to_str().expect("the header is text"))).collect();
        headers.sort_unstable();
        headers
    }

    fn expected_headers(&self, more: &[&str]) -> Vec<String> {
        let mut headers = vec![
            "accept: application/json".to_owned(),
            format!("authorization: Bearer {TOKEN}"),
            format!("host: {}", self.host),
            format!("intercom-version: {VERSION}"),
            format!("user-agent: {USER_AGENT}"),
        ];
        headers.extend(more.iter().map(|&header| header.to_owned()));
        headers.sort_unstable();
        headers
    }
}

/// An error with all its causes, as a log would show them.
pub(crate) fn chain(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

/// An object with some of its fields added or replaced.
pub(crate) fn with(mut object: Value, fields: Value) -> Value {
    let (Value::Object(target), Value::Object(fields)) = (&mut object, fields) else { panic!("both are objects") };
    target.extend(fields);
    object
}

/// An object without one of its fields.
pub(crate) fn without(mut object: Value, field: &str) -> Value {
    let removed = object.as_object_mut().and_then(|fields| fields.remove(field));
    assert!(removed.is_some(), "there is no `{field}`");
    object
}

/// A message, as a response has it.
pub(crate) fn message() -> Value {
    json!({
        "type": "admin_message",
        "id": "2001",
        "created_at": 1_760_000_000,
        "body": "<p>Hello.</p>",
        "message_type": "inapp",
    })
}

/// A content import source, as a response has it.
pub(crate) fn source() -> Value {
    json!({
        "type": "content_import_source",
        "id": 33,
        "last_synced_at": 1_760_000_000,
        "sync_behavior": "api",
        "status": "active",
        "url": "https://help.example.com",
        "created_at": 1_750_000_000,
        "updated_at": 1_755_000_000,
        "audience_ids": [5, 6],
    })
}

/// An external page, as a response has it.
pub(crate) fn page() -> Value {
    json!({
        "type": "external_page",
        "id": "21",
        "title": "Opening hours",
        "html": "<p>Nine to five.</p>",
        "url": "https://help.example.com/hours",
        "ai_agent_availability": true,
        "ai_copilot_availability": false,
        "fin_availability": true,
        "locale": "en",
        "source_id": 33,
        "external_id": "hours",
        "created_at": 1_750_000_000,
        "updated_at": 1_755_000_000,
        "last_ingested_at": 1_760_000_000,
    })
}

/// A list that a page number leads through, with these entries.
pub(crate) fn list(data: &[Value], next: Option<&str>) -> Value {
    json!({
        "type": "list",
        "pages": {"type": "pages", "page": 1, "next": next, "per_page": 2, "total_pages": 3},
        "total_count": 5,
        "data": data,
    })
}

/// The admin who sends.
pub(crate) fn admin() -> CreateMessageRequestFrom {
    CreateMessageRequestFrom::builder().id(394_051).build()
}

pub(crate) fn user(id: &str) -> Recipient {
    Recipient::builder().r#type(RecipientType::User).id(id).build()
}

pub(crate) fn lead(id: &str) -> Recipient {
    Recipient::builder().r#type(RecipientType::Lead).id(id).build()
}

/// An in-app message to one user, for tests that are about something else.
pub(crate) fn hello() -> CreateMessageRequest {
    CreateMessageRequest::in_app().body("Hello.").from(admin()).to(user("u1")).build()
}

/// The body of [`hello`].
pub(crate) fn hello_json() -> Value {
    json!({
        "message_type": "inapp",
        "body": "Hello.",
        "from": {"type": "admin", "id": 394_051},
        "to": {"type": "user", "id": "u1"},
    })
}
