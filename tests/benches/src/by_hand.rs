//! The calls by hand: reqwest, serde's derives, and the time limits that the client has by default.

use std::time::Duration;

use anyhow::Result;
use reqwest::{
    RequestBuilder,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// A connection pool and the server's address.
#[derive(Debug)]
pub struct Api {
    client: reqwest::Client,
    base_url: String,
}

impl Api {
    pub(crate) fn new(base_url: &str) -> Result<Self> {
        let headers = HeaderMap::from_iter([
            (ACCEPT, HeaderValue::from_static("application/json")),
            (AUTHORIZATION, HeaderValue::from_static("Bearer a-token")),
            ("intercom-version".try_into()?, HeaderValue::from_static("2.16")),
        ]);
        let client = reqwest::Client::builder()
            .default_headers(headers)
            .user_agent("by-hand/0.1.0")
            .connect_timeout(Duration::from_secs(10))
            .timeout(Duration::from_secs(60))
            .build()?;
        Ok(Self { client, base_url: base_url.to_owned() })
    }

    pub(crate) async fn get(&self) -> Result<usize> {
        let id = "21";
        let page: ExternalPage = send(self.client.get(format!("{}/ai/external_pages/{id}", self.base_url))).await?;
        Ok(page.title.len())
    }

    pub(crate) async fn post(&self) -> Result<usize> {
        let message = CreateMessage {
            message_type: "in_app",
            body: "Hello.".to_owned(),
            from: From { r#type: "admin", id: 394_051 },
            to: To { r#type: "user", id: "536e564f316c83104c000020".to_owned() },
        };
        let request = self.client.post(format!("{}/messages", self.base_url));
        let request = request.header(CONTENT_TYPE, "application/json").body(serde_json::to_vec(&message)?);
        let message: Message = send(request).await?;
        Ok(message.id.len())
    }

    pub(crate) async fn list(&self) -> Result<usize> {
        let list: ExternalPages = send(self.client.get(format!("{}/ai/external_pages", self.base_url))).await?;
        Ok(list.data.iter().map(|page| page.title.len()).sum())
    }
}

async fn send<T: DeserializeOwned>(request: RequestBuilder) -> Result<T> {
    let body = request.send().await?.error_for_status()?.bytes().await?;
    Ok(serde_json::from_slice(&body)?)
}

#[derive(Debug, Serialize)]
struct CreateMessage {
    message_type: &'static str,
    body: String,
    from: From,
    to: To,
}

#[derive(Debug, Serialize)]
struct From {
    r#type: &'static str,
    id: i64,
}

#[derive(Debug, Serialize)]
struct To {
    r#type: &'static str,
    id: String,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "an app would read them")]
struct Message {
    r#type: MessageType,
    id: String,
    created_at: i64,
    body: Option<String>,
    message_type: MessageKind,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum MessageType {
    AdminMessage,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum MessageKind {
    Inapp,
    Email,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "an app would read them")]
struct ExternalPages {
    r#type: ListType,
    pages: Option<Pages>,
    total_count: i64,
    data: Vec<ExternalPage>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum ListType {
    List,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "an app would read them")]
struct Pages {
    page: i64,
    next: Option<String>,
    per_page: i64,
    total_pages: i64,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "an app would read them")]
struct ExternalPage {
    r#type: PageType,
    id: String,
    title: String,
    html: String,
    url: Option<String>,
    ai_agent_availability: bool,
    ai_copilot_availability: bool,
    ai_sales_agent_availability: Option<bool>,
    fin_availability: Option<bool>,
    locale: Locale,
    source_id: i64,
    external_id: String,
    created_at: i64,
    updated_at: i64,
    last_ingested_at: i64,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum PageType {
    ExternalPage,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Locale {
    En,
}
