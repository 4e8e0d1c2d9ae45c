//! Takes its token from an OAuth 2 server by the grant of client credentials (RFC 6749, section 4.4), keeps it as long as it
//! is valid, and gets another one where the API refuses it.
//!
//! Without these variables it talks to mock servers in its own process:
//!
//! - `OAUTH_TOKEN_URL`: where the server gives tokens
//! - `OAUTH_CLIENT_ID`, `OAUTH_CLIENT_SECRET`: who your app is
//! - `EXTERNAL_PAGE_ID`: the page that is read with the token

use std::{
    env,
    error::Error,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use intercom_client::{Client, ExposeSecret as _, SecretString, TokenError, TokenFuture, TokenSource, reqwest};
use serde::Deserialize;
use url::form_urlencoded;

/// A token is no longer used when it is about to expire: it has to be valid when the request arrives.
const MARGIN: Duration = Duration::from_secs(30);

/// How long the token server may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// How many seconds a token is kept at most: a day.
const LONGEST: u64 = 24 * 60 * 60;

/// The tokens of an app. The client asks for one at each try, and never twice at once.
struct ClientCredentials {
    http: reqwest::Client,
    token_url: String,
    id: String,
    secret: SecretString,
    kept: Mutex<Option<(SecretString, Instant)>>,
}

/// What the server says (RFC 6749, section 5.1).
#[derive(Deserialize)]
struct Granted {
    access_token: String,
    /// Seconds; a server may leave them out.
    expires_in: Option<u64>,
}

impl ClientCredentials {
    fn new(token_url: &str, id: &str, secret: &str) -> reqwest::Result<Self> {
        // The secret goes to this address, and to none that it might lead to.
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).timeout(PATIENCE).build()?;
        Ok(Self {
            http,
            token_url: token_url.to_owned(),
            id: encoded(id),
            secret: encoded(secret).into(),
            kept: Mutex::default(),
        })
    }

    /// The token that is kept, unless it has expired, or is the one that was refused.
    fn valid(&self, refused: Option<&SecretString>) -> Option<SecretString> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let (token, expires) = kept.as_ref()?;
        let is_refused = refused.is_some_and(|refused| refused.expose_secret() == token.expose_secret());
        (*expires > Instant::now() + MARGIN && !is_refused).then(|| token.clone())
    }

    async fn ask(&self) -> Result<SecretString, TokenError> {
        let form =
            form_urlencoded::Serializer::new(String::new()).append_pair("grant_type", "client_credentials").finish();
        let request = self.http.post(&self.token_url).basic_auth(&self.id, Some(self.secret.expose_secret()));
        let request = request.header("content-type", "application/x-www-form-urlencoded").body(form);
        // No connection, and a server in trouble: another time. What it refuses, it will refuse again.
        let response = request.send().await.map_err(|error| TokenError::retryable(error.without_url()))?;
        let status = response.status();
        if !status.is_success() {
            let problem = format!("the token server responded with {status}");
            return Err(if status.is_server_error() {
                TokenError::retryable(problem)
            } else {
                TokenError::new(problem)
            });
        }
        let body = response.bytes().await.map_err(|error| TokenError::retryable(error.without_url()))?;
        // The error of `serde_json` might quote the token.
        let granted = serde_json::from_slice::<Granted>(&body);
        let granted = granted.map_err(|_| TokenError::new("the token server gave something else than a token"))?;
        let token = SecretString::from(granted.access_token);
        // Whatever the server says: a time that far ahead may not exist.
        let seconds = granted.expires_in.unwrap_or(3600).min(LONGEST);
        let expires = Instant::now() + Duration::from_secs(seconds);
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some((token.clone(), expires));
        Ok(token)
    }
}

/// A text as a form has it; so do an id and a secret stand in `Authorization` (RFC 6749, section 2.3.1).
fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

impl TokenSource for ClientCredentials {
    fn token<'a>(&'a self, refused: Option<&'a SecretString>) -> TokenFuture<'a> {
        Box::pin(async move {
            match self.valid(refused) {
                Some(token) => Ok(token),
                None => self.ask().await,
            }
        })
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let Ok(token_url) = env::var("OAUTH_TOKEN_URL") else {
        eprintln!("OAUTH_TOKEN_URL is not set: mock servers in this process respond");
        let server = mock::start().await;
        let source = ClientCredentials::new(&format!("{}/token", server.uri()), "my app", "secret")?;
        let client = Client::builder().token_source(source).base_url(server.uri()).build()?;
        read(&client, "1").await?;
        // The API has forgotten the token meanwhile.
        read(&client, "2").await?;
        println!("{} tokens were given", mock::tokens(&server).await);
        return Ok(());
    };
    let source = ClientCredentials::new(&token_url, &env::var("OAUTH_CLIENT_ID")?, &env::var("OAUTH_CLIENT_SECRET")?)?;
    let client = Client::builder().token_source(source).build()?;
    read(&client, &env::var("EXTERNAL_PAGE_ID")?).await
}

async fn read(client: &Client, id: &str) -> Result<(), Box<dyn Error>> {
    let page = client.ai_content().get_external_page(id).send().await?;
    println!("page {}", page.id);
    Ok(())
}

/// What stands in for the token server and the API.
mod mock {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use serde_json::json;
    use wiremock::{
        Mock, MockServer, Request, ResponseTemplate,
        matchers::{header, method, path},
    };

    /// Gives the tokens `token-1`, `token-2`, …; each is good for one page.
    pub(crate) async fn start() -> MockServer {
        let server = MockServer::start().await;
        let given = AtomicUsize::new(0);
        let give = move |_: &Request| {
            let token = format!("token-{}", given.fetch_add(1, Ordering::Relaxed) + 1);
            ResponseTemplate::new(200)
                .set_body_json(json!({"access_token": token, "token_type": "bearer", "expires_in": 3600}))
        };
        // `my+app:secret` (RFC 7617).
        let token =
            Mock::given(method("POST")).and(path("/token")).and(header("authorization", "Basic bXkrYXBwOnNlY3JldA=="));
        token.respond_with(give).mount(&server).await;
        for id in ["1", "2"] {
            let get = Mock::given(method("GET")).and(path(format!("/ai/external_pages/{id}")));
            let get = get.and(header("authorization", format!("Bearer token-{id}")));
            get.respond_with(ResponseTemplate::new(200).set_body_json(page(id))).mount(&server).await;
        }
        Mock::given(method("GET")).respond_with(ResponseTemplate::new(401)).with_priority(9).mount(&server).await;
        server
    }

    /// How many tokens were given.
    pub(crate) async fn tokens(server: &MockServer) -> usize {
        let requests = server.received_requests().await.unwrap_or_default();
        requests.iter().filter(|request| request.url.path() == "/token").count()
    }

    fn page(id: &str) -> serde_json::Value {
        json!({
            "type": "external_page",
            "id": id,
            "title": "Exports",
            "html": "<p>An export takes about a minute.</p>",
            "url": "https://example.com/help/exports",
            "ai_agent_availability": true,
            "ai_copilot_availability": true,
            "locale": "en",
            "source_id": 44,
            "external_id": "help/exports",
            "created_at": 1_760_518_861,
            "updated_at": 1_760_518_861,
            "last_ingested_at": 1_760_518_861,
        })
    }
}
