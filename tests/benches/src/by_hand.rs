//! The calls by hand: reqwest with the settings that the client gives it, serde's derives, and all that the client's models
//! promise: the same fields, and enums that keep a value that nobody knew of.

use std::{fmt, marker::PhantomData, time::Duration};

use anyhow::Result;
use reqwest::{
    RequestBuilder,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue},
};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeOwned, Error, Visitor},
};

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
            .redirect(reqwest::redirect::Policy::none())
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
            from: Sender { r#type: "admin", id: 394_051 },
            to: To { r#type: RecipientType::User, id: "536e564f316c83104c000020".to_owned() },
        };
        let request = self.client.post(format!("{}/messages", self.base_url));
        let request = request.header(CONTENT_TYPE, "application/json").body(serde_json::to_vec(&message)?);
        let message: Message = send(request).await?;
        Ok(message.id.len())
    }

    pub(crate) async fn list(&self) -> Result<usize> {
        let list: ExternalPages = send(self.client.get(format!("{}/ai/external_pages", self.base_url))).await?;
        Ok(list.data.iter().flatten().map(|page| page.title.len()).sum())
    }
}

async fn send<T: DeserializeOwned>(request: RequestBuilder) -> Result<T> {
    let body = request.send().await?.error_for_status()?.bytes().await?;
    Ok(serde_json::from_slice(&body)?)
}

/// Reads a text by means of `From<&str>`, without a copy of it.
fn text<'de, T: for<'a> From<&'a str>, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    struct Text<T>(PhantomData<T>);

    impl<T: for<'a> From<&'a str>> Visitor<'_> for Text<T> {
        type Value = T;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a string")
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
            Ok(T::from(text))
        }
    }

    deserializer.deserialize_str(Text(PhantomData))
}

/// An enum that keeps a text that it does not list.
macro_rules! open_enum {
    ($name:ident { $($variant:ident = $text:literal),+ }) => {
        #[derive(Clone, Debug, PartialEq)]
        pub(crate) enum $name {
            $($variant,)+
            Other(String),
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)+
                    other => Self::Other(other.to_owned()),
                }
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                text(deserializer)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(match self {
                    $(Self::$variant => $text,)+
                    Self::Other(other) => other,
                })
            }
        }
    };
}

open_enum!(RecipientType { User = "user", Lead = "lead", Contact = "contact" });
open_enum!(MessageKind { Email = "email", InApp = "inapp", Facebook = "facebook", Twitter = "twitter" });
open_enum!(ListType { List = "list" });
open_enum!(PagesType { Pages = "pages" });
open_enum!(PageType { ExternalPage = "external_page" });
open_enum!(Locale { En = "en" });

#[derive(Debug, Serialize)]
struct CreateMessage {
    message_type: &'static str,
    body: String,
    from: Sender,
    to: To,
}

#[derive(Debug, Serialize)]
struct Sender {
    r#type: &'static str,
    id: i64,
}

#[derive(Debug, Serialize)]
struct To {
    r#type: RecipientType,
    id: String,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "an app would read them")]
pub(crate) struct Message {
    r#type: String,
    id: String,
    created_at: i64,
    subject: Option<String>,
    body: String,
    pub(crate) message_type: MessageKind,
    conversation_id: Option<String>,
    owner: Option<Owner>,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "an app would read them")]
struct Owner {
    r#type: Option<String>,
    id: Option<Id>,
    name: Option<String>,
    email: Option<String>,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "an app would read them")]
#[serde(untagged)]
enum Id {
    Number(i64),
    Text(String),
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "an app would read them")]
struct ExternalPages {
    r#type: Option<ListType>,
    pages: Option<Pages>,
    total_count: Option<i64>,
    data: Option<Vec<ExternalPage>>,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "an app would read them")]
struct Pages {
    r#type: Option<PagesType>,
    page: Option<i64>,
    next: Option<String>,
    per_page: Option<i64>,
    total_pages: Option<i64>,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "an app would read them")]
pub(crate) struct ExternalPage {
    pub(crate) r#type: PageType,
    id: String,
    title: String,
    html: String,
    url: Option<String>,
    ai_agent_availability: bool,
    ai_copilot_availability: bool,
    ai_sales_agent_availability: Option<bool>,
    fin_availability: Option<bool>,
    pub(crate) locale: Locale,
    source_id: i64,
    external_id: String,
    created_at: i64,
    updated_at: i64,
    last_ingested_at: i64,
}
