//! A library that knows Intercom by a trait of its own: its tests have a fake, and neither a server nor the feature `mock`.

use intercom_client::{ApiError, Client, Error, HeaderMap, StatusCode, models::ExternalPage};

/// Where articles are published.
trait Library {
    /// The title of a page.
    fn title(&self, page_id: &str) -> impl Future<Output = Result<String, Error>> + Send;
}

impl Library for Client {
    async fn title(&self, page_id: &str) -> Result<String, Error> {
        let page: ExternalPage = self.ai_content().get_external_page(page_id).send().await?.into_inner();
        Ok(page.title)
    }
}

/// What the library does: a page that is gone is no error to it.
async fn caption(library: &impl Library, page_id: &str) -> Result<Option<String>, Error> {
    match library.title(page_id).await {
        Ok(title) => Ok(Some(format!("“{title}”"))),
        Err(Error::Api(error)) if error.status() == StatusCode::NOT_FOUND => Ok(None),
        Err(error) => Err(error),
    }
}

/// A library with one page.
struct Fake;

impl Library for Fake {
    async fn title(&self, page_id: &str) -> Result<String, Error> {
        let refused = |status, body: &'static str| Err(ApiError::from_parts(status, HeaderMap::new(), body).into());
        match page_id {
            "21" => Ok("Exports".to_owned()),
            "22" => refused(StatusCode::FORBIDDEN, r#"{"type": "error.list", "errors": [{"code": "forbidden"}]}"#),
            _ => refused(StatusCode::NOT_FOUND, ""),
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    assert_eq!(caption(&Fake, "21").await?.as_deref(), Some("“Exports”"));
    assert_eq!(caption(&Fake, "20").await?, None);
    let Err(Error::Api(error)) = caption(&Fake, "22").await else { panic!("it is refused") };
    assert_eq!(error.code(), Some("forbidden"));
    // The same with the real one, where there is a token.
    match Client::from_env() {
        Ok(client) => println!("{:?}", caption(&client, "21").await?),
        Err(error) => println!("the fake does as the library expects; {error}"),
    }
    Ok(())
}
