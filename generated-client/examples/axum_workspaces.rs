//! A server for many workspaces: each request names one, and one client speaks for all of them, with the token of that workspace.
//!
//! `INTERCOM_TOKENS` has the tokens: `acme=token,umbrella=token`. Then `GET /acme/pages/21` is a page of the workspace `acme`.

use std::{collections::HashMap, env, error::Error as StdError, sync::Arc};

use axum::{
    Json, Router,
    extract::{Path, State},
    http::StatusCode,
    routing::get,
};
use intercom_client::{Client, Error, RateLimiter, models::ExternalPage};

/// A client for each workspace. All of them share their connections; each has a rate limit of its own.
struct Workspaces(HashMap<String, Client>);

impl Workspaces {
    /// Clients for tokens as `INTERCOM_TOKENS` has them.
    fn new(tokens: &str) -> Result<Self, Error> {
        let shared = Client::builder().token("none").rate_limiter(RateLimiter::new()).build()?;
        let named = tokens.split(',').filter_map(|entry| entry.split_once('='));
        Ok(Self(named.map(|(name, token)| (name.to_owned(), shared.with_token(token))).collect()))
    }
}

async fn page(
    State(workspaces): State<Arc<Workspaces>>,
    Path((workspace, id)): Path<(String, String)>,
) -> Result<Json<ExternalPage>, StatusCode> {
    let client = workspaces.0.get(&workspace).ok_or(StatusCode::NOT_FOUND)?;
    match client.ai_content().get_external_page(id).send().await {
        Ok(page) => Ok(Json(page.into_inner())),
        Err(Error::Api(error)) if error.status() == 404 => Err(StatusCode::NOT_FOUND),
        Err(error) => {
            eprintln!("{workspace}: {error}");
            Err(if error.is_retryable() { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::BAD_GATEWAY })
        }
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn StdError>> {
    let workspaces = Arc::new(Workspaces::new(&env::var("INTERCOM_TOKENS")?)?);
    let app = Router::new().route("/{workspace}/pages/{id}", get(page)).with_state(workspaces);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    println!("http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, app).await?)
}
