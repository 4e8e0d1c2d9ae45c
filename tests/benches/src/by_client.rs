//! The calls through the generated client.

use anyhow::Result;
use intercom_client::{
    Client,
    models::{CreateMessageRequest, CreateMessageRequestFrom, Recipient, RecipientType},
};

/// The client of a server.
#[derive(Debug)]
pub struct Api(Client);

impl Api {
    pub(crate) fn new(base_url: &str) -> Result<Self> {
        Ok(Self(Client::builder().token("a-token").base_url(base_url).build()?))
    }

    pub(crate) fn with_header(base_url: &str) -> Result<Self> {
        Ok(Self(Client::builder().default_header("authorization", "Bearer a-token").base_url(base_url).build()?))
    }

    pub(crate) async fn get(&self) -> Result<usize> {
        let page = self.0.ai_content().get_external_page("21").send().await?;
        Ok(page.title.len())
    }

    pub(crate) async fn post(&self) -> Result<usize> {
        let message = CreateMessageRequest::in_app()
            .body("Hello.")
            .from(CreateMessageRequestFrom::builder().id(394_051).build())
            .to(Recipient::builder().r#type(RecipientType::User).id("536e564f316c83104c000020").build())
            .build();
        let message = self.0.messages().create(message).send().await?;
        Ok(message.id.len())
    }

    pub(crate) async fn list(&self) -> Result<usize> {
        let list = self.0.ai_content().list_external_pages().send().await?;
        Ok(list.data.iter().flatten().map(|page| page.title.len()).sum())
    }
}
