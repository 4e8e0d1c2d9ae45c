//! Every sample response of the pinned description reaches the client over HTTP, and nothing of it is lost; every sample of
//! a request is read and written by its model.

use std::collections::BTreeSet;

use codegen_tests::project;
use intercom_client::{Client, DecodePolicy, Error, Retry, models};
use intercom_codegen::{Tags, document};
use serde_json::{Map, Value, json};
use wiremock::{Mock, MockServer, ResponseTemplate, matchers};

/// A sample, and where it stands.
struct Sample {
    operation_id: String,
    status: String,
    name: String,
    value: Value,
}

/// What the description has: samples, and the responds with a body that have none.
#[derive(Default)]
struct Samples {
    found: Vec<Sample>,
    missing: Vec<String>,
}

/// The version that the client is generated from, with the project's overlays.
fn description() -> Value {
    let project = project();
    let settings = project.settings().expect("the settings can be read");
    let input = project.input(&settings.api_version, Tags::All, &settings).expect("the description can be read");
    document(&input, &settings).expect("the overlays fit")
}

/// The samples of its responses.
fn samples() -> Samples {
    let document = description();
    let mut samples = Samples::default();
    for operation in object(&document["paths"]).values().flat_map(|path| object(path).values()) {
        let Some(operation_id) = operation.get("operationId").and_then(Value::as_str) else { continue };
        for (status, response) in object(&operation["responses"]) {
            for (media_type, content) in response.get("content").into_iter().flat_map(object) {
                assert_eq!(media_type, "application/json", "{operation_id} {status}");
                samples.add(operation_id, status, content);
            }
        }
    }
    samples
}

impl Samples {
    fn add(&mut self, operation_id: &str, status: &str, content: &Value) {
        let examples = content.get("examples").map(object);
        if examples.is_none_or(Map::is_empty) {
            self.missing.push(format!("{operation_id} {status}"));
        }
        self.found.extend(examples.into_iter().flatten().map(|(name, example)| Sample {
            operation_id: operation_id.to_owned(),
            status: status.to_owned(),
            name: name.clone(),
            value: example.get("value").expect("an example has a value").clone(),
        }));
    }
}

fn object(value: &Value) -> &Map<String, Value> {
    value.as_object().expect("the description has an object here")
}

/// Calls an operation, and returns what the client made of the response, written back as JSON.
async fn call(client: &Client, operation_id: &str) -> Result<Value, Error> {
    let messages = client.messages();
    let ai_content = client.ai_content();
    match operation_id {
        "createMessage" => messages.create(message()).send().await.map(|model| json!(*model)),
        "RetrieveWhatsAppMessageStatus" => {
            messages.retrieve_whatsapp_message_status("1").send().await.map(|model| json!(*model))
        }
        "getWhatsAppMessageStatus" => messages.get_whatsapp_message_status("1").send().await.map(|model| json!(*model)),
        "listContentImportSources" => ai_content.list_content_import_sources().send().await.map(|model| json!(*model)),
        "createContentImportSource" => {
            let request = models::CreateContentImportSourceRequest::builder().url("u").build();
            ai_content.create_content_import_source(request).send().await.map(|model| json!(*model))
        }
        "getContentImportSource" => ai_content.get_content_import_source("1").send().await.map(|model| json!(*model)),
        "updateContentImportSource" => {
            let request = models::UpdateContentImportSourceRequest::builder().sync_behavior("api").url("u").build();
            ai_content.update_content_import_source("1", request).send().await.map(|model| json!(*model))
        }
        "deleteContentImportSource" => {
            ai_content.delete_content_import_source("1").send().await.map(|model| json!(*model))
        }
        "listExternalPages" => ai_content.list_external_pages().send().await.map(|model| json!(*model)),
        "createExternalPage" => {
            let request = models::CreateExternalPageRequest::builder();
            let request = request.title("t").html("h").source_id(1).external_id("e").build();
            ai_content.create_external_page(request).send().await.map(|model| json!(*model))
        }
        "getExternalPage" => ai_content.get_external_page("1").send().await.map(|model| json!(*model)),
        "updateExternalPage" => {
            let request = models::UpdateExternalPageRequest::builder();
            let request = request.title("t").html("h").url("u").source_id(1).build();
            ai_content.update_external_page("1", request).send().await.map(|model| json!(*model))
        }
        "deleteExternalPage" => ai_content.delete_external_page("1").send().await.map(|model| json!(*model)),
        operation_id => panic!("add the operation `{operation_id}` to this match"),
    }
}

fn message() -> models::CreateMessageRequest {
    let to = models::Recipient::builder().r#type("user").id("u1").build();
    models::CreateMessageRequest::in_app()
        .body("b")
        .from(models::CreateMessageRequestFrom::builder().id(1).build())
        .to(to)
        .build()
}

/// Serves a sample, and returns the model that the client made of it, written back as JSON.
async fn round_trip(sample: &Sample) -> Value {
    let Sample { operation_id, status, name, value } = sample;
    let code: u16 = status.parse().expect("the status is a number");
    let server = MockServer::start().await;
    let response = ResponseTemplate::new(code).set_body_json(value);
    Mock::given(matchers::any()).respond_with(response).expect(1).mount(&server).await;
    let builder = Client::builder().token("t").base_url(server.uri()).decode_policy(DecodePolicy::Strict);
    let client = builder.retry(Retry::none()).build().expect("the base URL is fine");
    match call(&client, operation_id).await {
        Ok(model) => {
            assert!((200..300).contains(&code), "{operation_id} {status} {name} is no success");
            model
        }
        Err(Error::Api(error)) => {
            assert_eq!(error.status().as_u16(), code);
            let text = |pointer| value.pointer(pointer).and_then(Value::as_str);
            assert_eq!(error.code(), text("/errors/0/code"), "{operation_id} {status} {name}");
            assert_eq!(error.message(), text("/errors/0/message").or(text("/message")));
            assert_eq!(error.request_id(), text("/request_id"));
            let body = error.body().unwrap_or_else(|| panic!("{operation_id} {status} {name} is no error body"));
            json!(body)
        }
        Err(error) => panic!("{operation_id} {status} {name}: {error:?}"),
    }
}

/// Adds the JSON pointers of what `written` lacks of `sample`, but for fields that are null.
///
/// Panics where a value changed, or one was added.
fn compare(sample: &Value, written: &Value, at: &str, lost: &mut Vec<String>) {
    match (sample, written) {
        (Value::Object(sample), Value::Object(written)) => {
            let added: Vec<_> = written.keys().filter(|name| !sample.contains_key(*name)).collect();
            assert!(added.is_empty(), "{at}: nobody sent {added:?}");
            for (name, value) in sample {
                let at = format!("{at}/{name}");
                match written.get(name) {
                    Some(written) => compare(value, written, &at, lost),
                    None if value.is_null() => {}
                    None => lost.push(at),
                }
            }
        }
        (Value::Array(sample), Value::Array(written)) => {
            assert_eq!(sample.len(), written.len(), "{at}");
            for (number, (sample, written)) in sample.iter().zip(written).enumerate() {
                compare(sample, written, &format!("{at}/{number}"), lost);
            }
        }
        (sample, written) => assert_eq!(sample, written, "{at}"),
    }
}

#[tokio::test]
async fn every_sample_decodes_and_only_undeclared_fields_are_not_in_the_model() {
    let samples = samples().found;
    let mut lost = Vec::new();
    for sample in &samples {
        let model = round_trip(sample).await;
        compare(
            &sample.value,
            &model,
            &format!("{} {} {}", sample.operation_id, sample.status, sample.name),
            &mut lost,
        );
    }
    lost.sort_unstable();
    // Fields that no description declares: `Response::pointer` reads them.
    assert_eq!(
        lost,
        [
            "createMessage 200 undeclared_field/language",
            "getExternalPage 200 undeclared_field/owner",
            "getExternalPage 200 undeclared_field/word_count",
            "getWhatsAppMessageStatus 200 first_page/events/0/user_id",
        ]
    );
}

#[test]
fn every_response_with_a_body_has_a_sample() {
    let Samples { found, missing } = samples();
    assert!(missing.is_empty(), "add samples to spec/overlays/samples.overlay.yaml: {missing:#?}");
    let responses: BTreeSet<_> =
        found.iter().map(|sample| (sample.operation_id.as_str(), sample.status.as_str())).collect();
    let operations: BTreeSet<_> = responses.iter().map(|(operation_id, _)| operation_id).collect();
    assert_eq!(operations.len(), 13, "{operations:#?}");
    assert_eq!(responses.iter().filter(|(_, status)| status.starts_with('2')).count(), 12, "{responses:#?}");
}

/// What the model of an operation's body makes of a sample, written back as JSON.
fn request(operation_id: &str, sample: Value) -> serde_json::Result<Value> {
    match operation_id {
        "createMessage" => serde_json::from_value(sample).map(|body: models::CreateMessageRequest| json!(body)),
        "createContentImportSource" => {
            serde_json::from_value(sample).map(|body: models::CreateContentImportSourceRequest| json!(body))
        }
        "updateContentImportSource" => {
            serde_json::from_value(sample).map(|body: models::UpdateContentImportSourceRequest| json!(body))
        }
        "createExternalPage" => {
            serde_json::from_value(sample).map(|body: models::CreateExternalPageRequest| json!(body))
        }
        "updateExternalPage" => {
            serde_json::from_value(sample).map(|body: models::UpdateExternalPageRequest| json!(body))
        }
        operation_id => panic!("add the operation `{operation_id}` to this match"),
    }
}

#[test]
fn every_sample_of_a_request_is_read_and_written_as_it_is() {
    let document = description();
    let mut seen = 0;
    for operation in object(&document["paths"]).values().flat_map(|path| object(path).values()) {
        let Some(content) = operation.pointer("/requestBody/content/application~1json") else { continue };
        let operation_id = operation["operationId"].as_str().expect("it has an id");
        let examples = object(content.get("examples").unwrap_or_else(|| panic!("add a sample of {operation_id}")));
        for (name, example) in examples {
            let sample = &example["value"];
            let written = request(operation_id, sample.clone()).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(&written, sample, "{operation_id} {name}");
            seen += 1;
        }
    }
    assert_eq!(seen, 12);
}

#[test]
#[should_panic(expected = "nobody sent [\"extra\"]")]
fn an_added_field_is_noticed() {
    compare(&json!({}), &json!({"extra": null}), "", &mut Vec::new());
}

#[test]
fn a_lost_field_is_noticed_unless_it_is_null() {
    let mut lost = Vec::new();
    let sample = json!({"a": [{"b": 1, "c": null}], "d": null});
    compare(&sample, &json!({"a": [{}]}), "", &mut lost);
    assert_eq!(lost, ["/a/0/b"]);
}
