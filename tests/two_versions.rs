//! Two versions in one program: all of it speaks 2.16, but for what only Preview has. Two clients are two crates, each called after its
//! version, so that cargo takes both; they share nothing but what the app gives both.

use intercom_client_2_16::{Client, Error, models::ExternalPage};
use intercom_client_preview::{Client as Preview, models::CreateMessageRequest};
use wiremock::{Mock, MockServer, ResponseTemplate, matchers::header};

/// The app's own, with a client of each version.
struct Intercom {
    stable: Client,
    preview: Preview,
}

impl Intercom {
    async fn page(&self, id: &str) -> Result<ExternalPage, Error> {
        Ok(self.stable.ai_content().get_external_page(id).send().await?.into_inner())
    }
}

#[tokio::test]
async fn each_version_is_asked_for_by_its_own_client() {
    let server = MockServer::start().await;
    let no_page = ResponseTemplate::new(404);
    Mock::given(header("Intercom-Version", "2.16")).respond_with(no_page).expect(1).mount(&server).await;
    let refused = ResponseTemplate::new(422);
    Mock::given(header("Intercom-Version", "Preview")).respond_with(refused).expect(1).mount(&server).await;
    let intercom = Intercom {
        stable: Client::builder().token("t").base_url(server.uri()).build().expect("it is well set up"),
        preview: Preview::builder().token("t").base_url(server.uri()).build().expect("it is well set up"),
    };
    let Err(Error::Api(error)) = intercom.page("21").await else { panic!("there is no page") };
    assert_eq!(error.status(), 404);
    let body = r#"{"message_type": "sms", "body": "Hello.", "from": {"type": "admin", "id": 1}, "to": {"type": "user", "id": "u1"}}"#;
    let message: CreateMessageRequest = serde_json::from_str(body).expect("it is a message");
    let sent = intercom.preview.messages().create(message).send().await;
    assert!(matches!(sent, Err(intercom_client_preview::Error::Api(error)) if error.status() == 422));
}
