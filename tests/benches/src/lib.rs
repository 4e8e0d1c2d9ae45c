//! The same calls in two ways, through the client and by hand, against a server that costs next to nothing.

pub mod by_client;
pub mod by_hand;
pub mod server;

use std::str::FromStr;

use anyhow::{Error, Result, bail};

/// What is called.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Call {
    /// An external page is fetched.
    Get,
    /// A message is sent.
    Post,
    /// A page of a list is fetched, with fifty external pages.
    List,
}

impl FromStr for Call {
    type Err = Error;

    fn from_str(word: &str) -> Result<Self> {
        match word {
            "get" => Ok(Self::Get),
            "post" => Ok(Self::Post),
            "list" => Ok(Self::List),
            _ => bail!("there is no call `{word}`"),
        }
    }
}

/// Who calls.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Way {
    /// The generated client.
    Client,
    /// The generated client without a credential: the app has set the same header for all of its requests.
    Header,
    /// reqwest and structs with derived serde, as somebody writes them who needs these calls and no more, with the same
    /// settings, the same fields, and enums that keep what they do not know.
    Hand,
}

impl FromStr for Way {
    type Err = Error;

    fn from_str(word: &str) -> Result<Self> {
        match word {
            "client" => Ok(Self::Client),
            "header" => Ok(Self::Header),
            "hand" => Ok(Self::Hand),
            _ => bail!("there is no way `{word}` of calling"),
        }
    }
}

/// One that can make the calls.
#[derive(Debug)]
pub enum Caller {
    /// The generated client.
    Client(by_client::Api),
    /// By hand.
    Hand(by_hand::Api),
}

impl Caller {
    /// A caller of the server at a base URL.
    ///
    /// # Errors
    ///
    /// A base URL that is none.
    pub fn new(way: Way, base_url: &str) -> Result<Self> {
        Ok(match way {
            Way::Client => Self::Client(by_client::Api::new(base_url)?),
            Way::Header => Self::Client(by_client::Api::with_header(base_url)?),
            Way::Hand => Self::Hand(by_hand::Api::new(base_url)?),
        })
    }

    /// Makes a call, and returns the number of bytes of text in the response's title, id or titles: the same in both ways.
    ///
    /// # Errors
    ///
    /// A call that fails.
    pub async fn call(&self, call: Call) -> Result<usize> {
        match (self, call) {
            (Self::Client(api), Call::Get) => api.get().await,
            (Self::Client(api), Call::Post) => api.post().await,
            (Self::Client(api), Call::List) => api.list().await,
            (Self::Hand(api), Call::Get) => api.get().await,
            (Self::Hand(api), Call::Post) => api.post().await,
            (Self::Hand(api), Call::List) => api.list().await,
        }
    }
}

#[cfg(test)]
mod tests {
    use intercom_client::models;

    use super::*;

    #[tokio::test]
    async fn all_ways_read_the_same() {
        let base_url = server::start().expect("a server on loopback");
        for (call, expected) in [(Call::Get, 13), (Call::Post, 4), (Call::List, 50 * 13)] {
            for way in [Way::Client, Way::Header, Way::Hand] {
                let caller = Caller::new(way, &base_url).expect("the base URL is one");
                // Twice: the second time on the same connection.
                for _ in 0..2 {
                    assert_eq!(caller.call(call).await.expect("the call succeeds"), expected, "{call:?} by {way:?}");
                }
            }
        }
    }

    #[test]
    fn an_unknown_value_is_kept_in_both_ways() {
        let mut page = server::page();
        (page["type"], page["locale"]) = ("a_new_kind".into(), "eo".into());
        let by_hand: by_hand::ExternalPage = serde_json::from_value(page.clone()).expect("it is read by hand");
        assert_eq!(by_hand.r#type, by_hand::PageType::Other("a_new_kind".to_owned()));
        assert_eq!(by_hand.locale, by_hand::Locale::Other("eo".to_owned()));
        let by_client: models::ExternalPage = serde_json::from_value(page).expect("the client reads it");
        assert_eq!((by_client.r#type.as_ref(), by_client.locale.as_ref()), ("a_new_kind", "eo"));

        let mut message = server::message();
        message["message_type"] = "pigeon".into();
        let by_hand: by_hand::Message = serde_json::from_value(message.clone()).expect("it is read by hand");
        assert_eq!(by_hand.message_type, by_hand::MessageKind::Other("pigeon".to_owned()));
        let by_client: models::Message = serde_json::from_value(message).expect("the client reads it");
        assert_eq!(by_client.message_type.as_ref(), "pigeon");
    }
}
