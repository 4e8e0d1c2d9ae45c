//! What an observer sees of calls: a span each, an event for each retry and each mismatch, and never a secret.

#[path = "support/memory.rs"]
mod memory;
#[path = "support/wire.rs"]
mod wire;

use std::{
    collections::BTreeMap,
    fmt::{Debug, Write as _},
    sync::{
        Arc, LazyLock, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use expect_test::{Expect, expect};
use intercom_client::{Client, Retry, SecretString, TokenError, TokenFuture, TokenSource, token_source::from_fn};
use serde_json::json;
use tracing::{
    Dispatch, Event, Id, Instrument as _, Span, Subscriber,
    field::{Field, Visit},
    info_span,
    span::{Attributes, Record},
    subscriber::DefaultGuard,
};
use tracing_subscriber::{
    Layer, Registry,
    layer::{Context, SubscriberExt as _},
    registry::LookupSpan,
};

use memory::{Script, Scripted, json, status, with_header};
use wire::{TOKEN, hello, message, page, with, without};

/// What was recorded of a span or an event.
#[derive(Debug, Default)]
struct Told {
    /// Of a span.
    id: Option<Id>,
    heading: String,
    fields: BTreeMap<&'static str, String>,
}

impl Visit for Told {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let again = self.fields.insert(field.name(), format!("{value:?}"));
        assert_eq!(again, None, "{} is told twice", field.name());
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.record_debug(field, &format_args!("{value}"));
    }
}

/// Puts down all that is recorded, in the order in which it began.
#[derive(Clone, Debug, Default)]
struct Observer(Arc<Mutex<Vec<Told>>>);

impl Observer {
    /// Observes what this thread does as long as the guard lives.
    ///
    /// With a single subscriber, `tracing` asks the thread that comes first to a span whether anybody wants it, which may be
    /// that of a test without an observer; with two, it asks both.
    fn listen(&self) -> DefaultGuard {
        static ANOTHER: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(Registry::default()));
        LazyLock::force(&ANOTHER);
        tracing::subscriber::set_default(Registry::default().with(self.clone()))
    }

    /// All that was recorded by the client, as text. A wait is not for the test to know.
    fn told(&self) -> String {
        let mut text = String::new();
        for Told { heading, fields, .. } in &*self.0.lock().expect("nothing panicked") {
            writeln!(text, "{heading}").expect("a text can be written to");
            for (name, value) in fields {
                writeln!(text, "  {name}: {value}").expect("a text can be written to");
            }
        }
        text
    }

    #[track_caller]
    fn check(&self, expected: Expect) {
        expected.assert_eq(&self.told());
    }

    /// Checks what was recorded from the first warning on.
    #[track_caller]
    fn check_warnings(&self, expected: Expect) {
        let told = self.told();
        expected.assert_eq(&told[told.find("WARN").expect("there is a warning")..]);
    }

    /// A field of the one span of the client.
    fn field(&self, name: &str) -> Option<String> {
        let told = self.0.lock().expect("nothing panicked");
        let mut spans = told.iter().filter(|told| told.id.is_some() && told.heading.contains("intercom_client"));
        let span = spans.next().expect("there is a span");
        assert!(spans.next().is_none(), "there is one span");
        span.fields.get(name).cloned()
    }
}

impl<S: Subscriber + for<'s> LookupSpan<'s>> Layer<S> for Observer {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let parent = context.span(id).and_then(|span| span.parent().map(|parent| parent.name()));
        let metadata = attributes.metadata();
        let heading = format!(
            "{} span {} {} in {}",
            metadata.level(),
            metadata.target(),
            metadata.name(),
            parent.unwrap_or("nothing")
        );
        let mut told = Told { id: Some(id.clone()), heading, ..Told::default() };
        attributes.record(&mut told);
        self.0.lock().expect("nothing panicked").push(told);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, _: Context<'_, S>) {
        let mut all = self.0.lock().expect("nothing panicked");
        let span = all.iter_mut().find(|told| told.id.as_ref() == Some(id)).expect("the span has begun");
        values.record(span);
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let metadata = event.metadata();
        if !metadata.target().starts_with("intercom_client") {
            return;
        }
        let parent = context.event_span(event).map_or("nothing", |span| span.name());
        let heading = format!("{} event {} in {parent}", metadata.level(), metadata.target());
        let mut told = Told { heading, ..Told::default() };
        event.record(&mut told);
        self.0.lock().expect("nothing panicked").push(told);
    }
}

/// A client with a token of its own, for a script of responses.
fn client(responses: &[Scripted]) -> Client {
    Script::new(responses).configured(|builder| builder.token(TOKEN))
}

#[tokio::test(start_paused = true)]
async fn a_call_is_one_span_within_the_caller_s() {
    let observer = Observer::default();
    let _guard = observer.listen();
    let client = client(&[Scripted::Status(200, vec![("x-request-id", "r1".to_owned())], page().to_string())]);
    let outer = info_span!("order");
    async {
        client.ai_content().get_external_page("21").send().await.expect("it succeeds");
        assert_eq!(Span::current(), outer, "the span of the call is left");
    }
    .instrument(outer.clone())
    .await;
    observer.check(expect![[r#"
        INFO span telemetry order in nothing
        INFO span intercom_client call in order
          http.request.method: GET
          http.response.status_code: 200
          openapi.operation_id: getExternalPage
          otel.kind: client
          otel.name: GET /ai/external_pages/{page_id}
          request_id: r1
          server.address: api.example.com
          server.port: 443
          url.scheme: https
          url.template: /ai/external_pages/{page_id}
    "#]]);
}

#[tokio::test(start_paused = true)]
async fn a_raw_call_is_a_span_too_and_a_base_url_is_reported_without_its_path() {
    let observer = Observer::default();
    let _guard = observer.listen();
    let script = Script::new(&[json(message())]);
    let client = script.configured(|builder| builder.base_url("http://[::1]:8080/v1"));
    client.messages().create(hello()).send_raw().await.expect("it succeeds");
    observer.check(expect![[r#"
        INFO span intercom_client call in nothing
          http.request.method: POST
          http.response.status_code: 200
          openapi.operation_id: createMessage
          otel.kind: client
          otel.name: POST /messages
          server.address: ::1
          server.port: 8080
          url.scheme: http
          url.template: /messages
    "#]]);
}

#[tokio::test(start_paused = true)]
async fn each_retry_is_an_event_and_the_span_counts_them() {
    let observer = Observer::default();
    let _guard = observer.listen();
    let responses = [with_header(503, "retry-after", "0"), Scripted::BrokenWithin(200), json(page())];
    let retry = Retry::default().min_delay(Duration::ZERO).max_delay(Duration::ZERO);
    client(&responses).ai_content().get_external_page("21").with_retry(retry).send().await.expect("the third time");
    observer.check(expect![[r#"
        INFO span intercom_client call in nothing
          http.request.method: GET
          http.request.resend_count: 2
          http.response.status_code: 200
          openapi.operation_id: getExternalPage
          otel.kind: client
          otel.name: GET /ai/external_pages/{page_id}
          server.address: api.example.com
          server.port: 443
          url.scheme: https
          url.template: /ai/external_pages/{page_id}
        INFO event intercom_client in call
          http.request.resend_count: 1
          http.response.status_code: 503
          message: the try failed, and the call is sent again after a wait
          wait_seconds: 0.0
        INFO event intercom_client in call
          error.type: broken
          http.request.resend_count: 2
          http.response.status_code: 200
          message: the try failed, and the call is sent again after a wait
          wait_seconds: 0.0
    "#]]);
}

#[tokio::test(start_paused = true)]
async fn a_retry_that_there_is_no_time_for_is_no_event() {
    let observer = Observer::default();
    let _guard = observer.listen();
    let client = client(&[with_header(503, "retry-after", "3600")]);
    client.ai_content().get_external_page("21").send().await.expect_err("it is not sent again");
    assert!(!observer.told().contains("event"), "{}", observer.told());
    assert_eq!(observer.field("http.request.resend_count"), None);
}

#[tokio::test(start_paused = true)]
async fn an_error_is_of_one_of_few_types() {
    for (response, error_type, status) in [
        (status(404), "404", Some("404")),
        (status(302), "302", Some("302")),
        (json("{"), "decode", Some("200")),
        (Scripted::Connect, "connect", None),
        (Scripted::Broken, "broken", None),
        (Scripted::BrokenWithin(200), "decode", Some("200")),
        (Scripted::BrokenWithin(500), "500", Some("500")),
        (Scripted::GivesUp, "timeout", None),
        (Scripted::Never, "timeout", None),
        (Scripted::Refused, "invalid_request", None),
    ] {
        let observer = Observer::default();
        let _guard = observer.listen();
        let request = client(std::slice::from_ref(&response)).ai_content().get_external_page("21");
        request.with_retry(Retry::none()).send().await.expect_err("it fails");
        assert_eq!(observer.field("error.type").as_deref(), Some(error_type), "{response:?}");
        assert_eq!(observer.field("http.response.status_code").as_deref(), status, "{response:?}");
        assert_eq!(observer.field("otel.status_code").as_deref(), Some("ERROR"), "{response:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn each_place_that_is_not_as_promised_is_a_warning() {
    let observer = Observer::default();
    let _guard = observer.listen();
    let client = client(&[json(with(page(), json!({"id": 21, "source_id": "33"})))]);
    let page = client.ai_content().get_external_page("21").send().await.expect("it is repaired");
    assert_eq!(page.mismatches().len(), 2);
    observer.check_warnings(expect![[r#"
        WARN event intercom_client in call
          json.path: id
          message: the response is not as described, and was repaired
        WARN event intercom_client in call
          json.path: source_id
          message: the response is not as described, and was repaired
    "#]]);
}

#[tokio::test(start_paused = true)]
async fn a_response_of_another_version_is_a_warning() {
    let observer = Observer::default();
    let _guard = observer.listen();
    let response = Scripted::Status(200, vec![("intercom-version", "2.15".to_owned())], page().to_string());
    client(&[response]).ai_content().get_external_page("21").send().await.expect("it decodes");
    observer.check_warnings(expect![[r#"
        WARN event intercom_client in call
          header: Intercom-Version
          message: the response is of another version than was asked for
    "#]]);
}

#[test]
fn a_blocking_call_beside_a_runtime_is_observed_as_any_other() {
    let observer = Observer::default();
    let _guard = observer.listen();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().expect("it can be made");
    let _entered = runtime.enter();
    let call = || client(&[json(page())]).ai_content().get_external_page("21").send_blocking();
    info_span!("app").in_scope(call).expect("it decodes");
    assert!(observer.told().contains("INFO span intercom_client call in app\n"), "{}", observer.told());
}

#[tokio::test(start_paused = true)]
async fn a_response_that_cannot_be_read_is_a_warning() {
    let observer = Observer::default();
    let _guard = observer.listen();
    let client = client(&[json(without(page(), "html"))]);
    client.ai_content().get_external_page("21").send().await.expect_err("a field is missing");
    observer.check_warnings(expect![[r#"
        WARN event intercom_client in call
          json.path: .
          message: the response is not as described, and cannot be read
    "#]]);
}

#[tokio::test(start_paused = true)]
async fn nothing_that_may_be_secret_is_reported() {
    let observer = Observer::default();
    let _guard = observer.listen();
    let secret = "n0b0dy-may-see";
    let error_response = json!({"type": "error.list", "errors": [{"code": secret, "message": secret}]}).to_string();
    let bad = with(page(), json!({"id": [secret], "title": 5, "html": secret}));
    for responses in [
        vec![Scripted::Status(503, vec![("x-private", secret.to_owned())], error_response), json(&bad)],
        vec![Scripted::Broken, json(with(page(), json!({"title": 5, "html": secret})))],
        vec![status(503), Scripted::Connect, Scripted::Never],
        // An address may be signed.
        vec![Scripted::Status(302, vec![("location", format!("https://files.example.com/a?{secret}"))], String::new())],
        vec![Scripted::Status(200, vec![("location", format!("/a?{secret}"))], bad.to_string())],
    ] {
        let request = client(&responses).ai_content().get_external_page(secret);
        // Whatever becomes of it.
        drop(request.with_query("key", secret).with_header("x-key", secret).send().await);
    }
    let message = client(&[json("{")]).messages().create(hello());
    message.with_body_field("note", secret).send().await.expect_err("the response cannot be read");
    let told = observer.told();
    assert!(told.matches(" span ").count() == 6 && told.matches(" event ").count() == 8, "{told}");
    for hidden in [secret, TOKEN, "Bearer", "Hello.", "key"] {
        assert!(!told.contains(hidden), "`{hidden}` is told:\n{told}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_with_another_token_is_an_event_and_no_token_is_reported() {
    let observer = Observer::default();
    let _guard = observer.listen();
    let asked = AtomicUsize::new(0);
    let source = from_fn(move || Ok::<_, TokenError>(format!("{TOKEN}{}", asked.fetch_add(1, Ordering::Relaxed))));
    let script = Script::new(&[status(401), json(page())]);
    let client = script.configured(|builder| builder.token_source(source));
    client.ai_content().get_external_page("21").send().await.expect("the second time");
    let told = observer.told();
    assert!(!told.contains(TOKEN), "{told}");
    let (_, event) = told.split_once("INFO event").expect("there is an event");
    assert!(event.contains("http.response.status_code: 401") && event.contains("wait_seconds: 0.0"), "{told}");
    assert_eq!(observer.field("http.request.resend_count").as_deref(), Some("1"));

    let observer = Observer::default();
    let _guard = observer.listen();
    let source = from_fn(|| Err::<String, _>(TokenError::new(TOKEN)));
    let client = script.configured(|builder| builder.token_source(source));
    client.ai_content().get_external_page("21").send().await.expect_err("there is no token");
    assert!(!observer.told().contains(TOKEN), "{}", observer.told());
    assert_eq!(observer.field("error.type").as_deref(), Some("credentials"));
}

/// Returns a token once; after that it fails, or never returns.
struct Once(Option<TokenError>);

impl TokenSource for Once {
    fn token<'a>(&'a self, refused: Option<&'a SecretString>) -> TokenFuture<'a> {
        match (refused, &self.0) {
            (None, _) => Box::pin(async { Ok("first".to_owned().into()) }),
            (Some(_), Some(error)) => Box::pin(async { Err(error.clone()) }),
            (Some(_), None) => Box::pin(std::future::pending()),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_source_that_fails_after_a_401_is_a_warning_without_its_text() {
    for (source, error_type, is_retryable) in [
        (Once(Some(TokenError::new(TOKEN))), "credentials", false),
        (Once(Some(TokenError::retryable(TOKEN))), "credentials", true),
        (Once(None), "timeout", true),
    ] {
        let observer = Observer::default();
        let _guard = observer.listen();
        let client = Script::new(&[status(401)]).configured(|builder| builder.token_source(source));
        let error = client.ai_content().get_external_page("21").send().await.expect_err("it is refused");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
        let told = observer.told();
        assert!(!told.contains(TOKEN), "{told}");
        let (_, event) = told.split_once("WARN event intercom_client in call\n").expect("there is a warning");
        let expected = format!(
            "  error.type: {error_type}\n  is_retryable: {is_retryable}\n  message: the token was refused, and its source gave no \
             other\n"
        );
        assert_eq!(event, expected);
    }
}

#[tokio::test]
async fn a_call_can_be_sent_from_another_task() {
    let send = client(&[json(page())]).ai_content().get_external_page("21").send();
    tokio::spawn(send).await.expect("nothing panicked").expect("it succeeds");
}
