//! Where the token comes from, and where it goes: fixed, from a source, of one call, of another account; and nowhere else.

#[path = "support/memory.rs"]
mod memory;
#[path = "support/wire.rs"]
mod wire;

use std::{
    io,
    sync::{
        Arc, Mutex, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use futures::future::join_all;
use intercom_client::{
    Client, Error, Retry, SecretString, StatusCode, TokenError, TokenFuture, TokenSource, Transport, TransportFuture,
    TransportRequest, TransportResponse,
    token_source::{from_async_fn, from_fn},
};
use tokio::time::Instant;

use memory::{Script, Scripted, json, status};
use wire::{TOKEN, chain, hello, message, page};

/// What the requests of a script carried in `Authorization`.
fn carried(script: &Script) -> Vec<String> {
    let value = |request: &TransportRequest| {
        request.headers.get("authorization").map_or("nothing", |value| value.to_str().expect("it is text")).to_owned()
    };
    script.seen().iter().map(|seen| value(&seen.request)).collect()
}

/// A source that returns `t1`, `t2`, … and how often it was asked.
fn counting() -> (impl TokenSource, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    (from_fn(move || io::Result::Ok(format!("t{}", counted.fetch_add(1, Ordering::SeqCst) + 1))), asked)
}

/// Keeps its token until the server refuses that, as a source of OAuth 2 does.
#[derive(Debug, Default)]
struct Keeping {
    refreshes: AtomicUsize,
    /// The token that the server refused, as it was asked with it.
    refused: Mutex<Vec<String>>,
}

impl TokenSource for Keeping {
    fn token<'a>(&'a self, refused: Option<&'a SecretString>) -> TokenFuture<'a> {
        Box::pin(async move {
            if let Some(refused) = refused {
                // A refresh takes a while.
                tokio::time::sleep(Duration::from_secs(1)).await;
                self.refreshes.fetch_add(1, Ordering::SeqCst);
                self.refused.lock().expect("nothing panicked").push(secrecy(refused));
            }
            Ok(format!("kept{}", self.refreshes.load(Ordering::SeqCst)).into())
        })
    }
}

fn secrecy(secret: &SecretString) -> String {
    use intercom_client::ExposeSecret as _;
    secret.expose_secret().to_owned()
}

#[tokio::test(start_paused = true)]
async fn a_source_is_asked_at_each_try() {
    let script = Script::new(&[status(503), json(page()), json(page())]);
    let (source, asked) = counting();
    let client = script.configured(|builder| builder.token_source(source));
    client.ai_content().get_external_page("1").send().await.expect("the second try");
    client.clone().ai_content().get_external_page("2").send().await.expect("it succeeds");
    assert_eq!(carried(&script), ["Bearer t1", "Bearer t2", "Bearer t3"]);
    assert_eq!(asked.load(Ordering::SeqCst), 3);
}

#[tokio::test(start_paused = true)]
async fn a_source_may_be_async_and_of_a_type_that_is_chosen_at_run_time() {
    let sources: [Box<dyn TokenSource>; 2] = [
        Box::new(from_fn(|| Ok::<_, TokenError>("now"))),
        Box::new(from_async_fn(|| async {
            tokio::time::sleep(Duration::from_secs(1)).await;
            Ok::<_, io::Error>("later".to_owned())
        })),
    ];
    let script = Script::new(&[json(message())]);
    for source in sources {
        let client = script.configured(|builder| builder.token_source(source));
        client.messages().create(hello()).send().await.expect("it succeeds");
    }
    assert_eq!(carried(&script), ["Bearer now", "Bearer later"]);
}

#[tokio::test(start_paused = true)]
async fn after_a_401_any_call_is_sent_once_more_with_another_token() {
    let script = Script::new(&[status(401), json(message())]);
    let source = Arc::new(Keeping::default());
    let client = script.configured(|builder| builder.token_source(Arc::clone(&source)).retry(Retry::none()));
    client.messages().create(hello()).send().await.expect("the second time");
    assert_eq!(carried(&script), ["Bearer kept0", "Bearer kept1"]);
    assert_eq!(*source.refused.lock().expect("nothing panicked"), ["kept0"]);
    let [first, second] = &script.seen()[..] else { panic!("two requests are expected") };
    assert_eq!(first.request.body, second.request.body);
}

#[tokio::test(start_paused = true)]
async fn a_401_is_reported_where_there_is_no_other_token() {
    async fn refused(script: &Script, client: Client) {
        let error = client.messages().create(hello()).send().await.expect_err("it is refused");
        assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED), "{error}");
        assert!(!carried(script).is_empty());
    }
    // The same as before.
    let script = Script::new(&[status(401)]);
    let same = from_fn(|| Ok::<_, TokenError>("same"));
    refused(&script, script.configured(|builder| builder.token_source(same))).await;
    assert_eq!(carried(&script), ["Bearer same"]);
    // Another one, which is refused as well: once is enough.
    let script = Script::new(&[status(401)]);
    let (source, _) = counting();
    refused(&script, script.configured(|builder| builder.token_source(source))).await;
    assert_eq!(carried(&script), ["Bearer t1", "Bearer t2"]);
    // A fixed one.
    let script = Script::new(&[status(401)]);
    refused(&script, script.configured(|builder| builder.token("fixed"))).await;
    assert_eq!(carried(&script), ["Bearer fixed"]);
    // The source fails now: the server's error response says more.
    let script = Script::new(&[status(401)]);
    let asked = AtomicUsize::new(0);
    let fails = from_fn(move || if asked.fetch_add(1, Ordering::SeqCst) == 0 { Ok("once") } else { Err("no more") });
    refused(&script, script.configured(|builder| builder.token_source(fails))).await;
    assert_eq!(carried(&script), ["Bearer once"]);
    // The time is up before there is another.
    let script = Script::new(&[status(401)]);
    let client = script.configured(|builder| builder.token_source(Keeping::default()));
    refused(&script, client.with_token_source(Slow)).await;
    assert_eq!(carried(&script), ["Bearer first"]);
}

#[tokio::test(start_paused = true)]
async fn retries_stand_beside_the_one_renewal_of_a_call() {
    let script = Script::new(&[status(401)]);
    let (source, _) = counting();
    let client = script.configured(|builder| builder.token_source(source));
    let call = client.messages().create(hello()).with_retry_on(401);
    call.send().await.expect_err("it is refused");
    // The first try with its renewal, and two retries.
    assert_eq!(carried(&script), ["Bearer t1", "Bearer t2", "Bearer t3", "Bearer t4"]);
}

/// Returns one token at once, and never another.
struct Slow;

impl TokenSource for Slow {
    fn token<'a>(&'a self, refused: Option<&'a SecretString>) -> TokenFuture<'a> {
        match refused {
            None => Box::pin(async { Ok("first".to_owned().into()) }),
            Some(_) => Box::pin(std::future::pending()),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn concurrent_calls_share_what_a_source_returns() {
    let script = Script::new(&[json(page())]);
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    let source = from_async_fn(move || {
        let number = counted.fetch_add(1, Ordering::SeqCst) + 1;
        async move {
            tokio::time::sleep(Duration::from_secs(1)).await;
            Ok::<_, TokenError>(format!("t{number}"))
        }
    });
    let client = script.configured(|builder| builder.token_source(source));
    let calls = (0..20).map(|page| client.clone().ai_content().get_external_page(page).send());
    for outcome in join_all(calls).await {
        outcome.expect("it succeeds");
    }
    assert_eq!(carried(&script), vec!["Bearer t1"; 20]);
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}

/// Refuses a token until it is another.
#[derive(Clone, Debug)]
struct Expired(Script);

impl Transport for Expired {
    fn send(&self, request: TransportRequest) -> TransportFuture<'_, TransportResponse> {
        let is_expired = request.headers["authorization"] == "Bearer kept0";
        let response = self.0.send(request);
        Box::pin(async move {
            // All calls are under way by then.
            tokio::time::sleep(Duration::from_secs(1)).await;
            let response = response.await?;
            Ok(if is_expired { TransportResponse::new(StatusCode::UNAUTHORIZED, "") } else { response })
        })
    }
}

#[tokio::test(start_paused = true)]
async fn calls_that_are_refused_together_share_one_refresh() {
    let script = Script::new(&[json(page())]);
    let source = Arc::new(Keeping::default());
    let builder = Client::builder().base_url("https://api.example.com").token_source(Arc::clone(&source));
    let client = builder.transport(Expired(script.clone())).build().expect("it is fine");
    let calls = (0..20).map(|page| client.ai_content().get_external_page(page).send());
    for outcome in join_all(calls).await {
        outcome.expect("it succeeds");
    }
    assert_eq!(source.refreshes.load(Ordering::SeqCst), 1);
    assert_eq!(carried(&script), [vec!["Bearer kept0"; 20], vec!["Bearer kept1"; 20]].concat());
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_given_up_while_its_source_is_asked_blocks_no_other() {
    let script = Script::new(&[json(page())]);
    let asked = AtomicUsize::new(0);
    let source = from_async_fn(move || {
        let is_first = asked.fetch_add(1, Ordering::SeqCst) == 0;
        async move {
            tokio::time::sleep(Duration::from_secs(if is_first { 3600 } else { 1 })).await;
            Ok::<_, TokenError>("t")
        }
    });
    let client = script.configured(|builder| builder.token_source(source));
    let given_up = client.ai_content().get_external_page("1").send();
    tokio::time::timeout(Duration::from_secs(5), given_up).await.expect_err("it takes an hour");
    client.ai_content().get_external_page("2").send().await.expect("it asks anew");
    assert_eq!(script.seen().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_source_that_fails_says_whether_to_try_again() {
    async fn fail(error: TokenError) -> (Error, usize, usize) {
        let script = Script::new(&[json(message())]);
        let asked = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&asked);
        let source = from_fn(move || {
            counted.fetch_add(1, Ordering::SeqCst);
            Err::<String, _>(error.clone())
        });
        let client = script.configured(|builder| builder.token_source(source));
        let error = client.messages().create(hello()).send().await.expect_err("there is no token");
        (error, asked.load(Ordering::SeqCst), script.seen().len())
    }
    let (error, asked, sent) = fail(TokenError::new("the account is closed")).await;
    assert!(matches!(&error, Error::Credentials(error) if !error.is_retryable()), "{error:?}");
    assert_eq!(chain(&error), "there is no token, and nothing was sent: the account is closed");
    assert_eq!((error.is_retryable(), error.status(), asked, sent), (false, None, 1, 0));
    let (error, asked, sent) = fail(TokenError::retryable("the issuer is down")).await;
    assert!(matches!(error, Error::Credentials(_)), "{error:?}");
    assert_eq!((error.is_retryable(), asked, sent), (true, 3, 0));
    // What a client reports in a source is as retryable as it is.
    let lost = Script::new(&[Scripted::Connect]).configured(|builder| builder.retry(Retry::none()));
    let lost = lost.messages().create(hello()).send().await.expect_err("nobody is there");
    assert!(TokenError::from(lost).is_retryable());
    let (error, ..) = fail(TokenError::new(io::Error::other("x"))).await;
    assert!(!error.is_retryable());
}

#[tokio::test(start_paused = true)]
async fn what_a_source_returns_is_checked_as_a_fixed_token_is() {
    for (token, expected) in [
        ("Bearer t", "it begins with `Bearer`, which the client adds by itself: pass the token alone"),
        ("t\n", "it holds a character that a header cannot carry, such as a line break"),
        (" ", "it is empty"),
    ] {
        let script = Script::new(&[json(page())]);
        let client = script.configured(|builder| builder.token_source(from_fn(move || Ok::<_, TokenError>(token))));
        let error = client.ai_content().get_external_page("1").send().await.expect_err("it is no token");
        let expected =
            format!("there is no token, and nothing was sent: what its source gave cannot be used: {expected}");
        assert_eq!(chain(&error), expected);
        assert!(script.seen().is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn after_a_try_that_was_sent_the_error_is_that_of_the_try() {
    let script = Script::new(&[status(503)]);
    let asked = AtomicUsize::new(0);
    let source = from_fn(move || match asked.fetch_add(1, Ordering::SeqCst) {
        0 => Ok("t"),
        _ => Err(TokenError::retryable("the issuer is down")),
    });
    let client = script.configured(|builder| builder.token_source(source));
    let error = client.ai_content().get_external_page("1").send().await.expect_err("it fails");
    assert_eq!(error.status(), Some(StatusCode::SERVICE_UNAVAILABLE), "{error:?}");
    assert_eq!(script.seen().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_time_of_a_source_is_time_of_the_call() {
    let script = Script::new(&[Scripted::Never]);
    let slow = || {
        from_async_fn(|| async {
            tokio::time::sleep(Duration::from_secs(20)).await;
            Ok::<_, TokenError>("t")
        })
    };
    let client = script.configured(|builder| builder.token_source(slow()));
    let call = |seconds| client.messages().create(hello()).with_timeout(Duration::from_secs(seconds)).send();
    let started = Instant::now();
    let error = call(10).await.expect_err("there is no token in time");
    assert!(matches!(error, Error::Credentials(_)), "{error:?}");
    assert!(error.is_retryable());
    assert_eq!(chain(&error), "there is no token, and nothing was sent: its source gave none within 10s");
    assert_eq!((started.elapsed().as_secs(), script.seen().len()), (10, 0));
    // Some of the time is left for the call itself.
    let error = call(30).await.expect_err("there is no response in time");
    assert!(matches!(error, Error::Timeout(_)), "{error:?}");
    assert_eq!((started.elapsed().as_secs(), script.seen().len()), (40, 1));
}

/// A source that makes a blocking call of the client that asks it.
fn blocking() -> (Client, Script) {
    let script = Script::new(&[json(page())]);
    let own: Arc<OnceLock<Client>> = Arc::default();
    let in_source = Arc::clone(&own);
    let source = from_fn(move || {
        let client = in_source.get().expect("it is made by now");
        let page = client.ai_content().get_external_page("1").with_timeout(Duration::from_secs(5)).send_blocking()?;
        Ok::<_, TokenError>(page.id.clone())
    });
    let client = script.configured(|builder| builder.token_source(source));
    assert!(own.set(client.clone()).is_ok());
    (client, script)
}

const WAITS_FOR_ITSELF: &str = "there is no token, and nothing was sent: invalid request: a blocking call within a token \
                                source would wait for itself: await `send` of an operation that asks for no token, or \
                                use another HTTP client";

#[test]
fn a_source_that_makes_a_blocking_call_is_an_error_and_no_hang() {
    let (client, script) = blocking();
    let error = client.ai_content().get_external_page("1").send_blocking().expect_err("it would wait for itself");
    assert_eq!(chain(&error), WAITS_FOR_ITSELF);
    assert!(script.seen().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_source_that_makes_a_blocking_call_within_a_runtime_is_an_error_too() {
    let (client, script) = blocking();
    let error = client.ai_content().get_external_page("1").send().await.expect_err("it would wait for itself");
    assert_eq!(chain(&error), WAITS_FOR_ITSELF);
    assert!(script.seen().is_empty());
}

#[tokio::test]
async fn a_source_that_asks_for_its_own_token_is_an_error_and_no_hang() {
    let script = Script::new(&[json(page())]);
    let own: Arc<OnceLock<Client>> = Arc::default();
    let in_source = Arc::clone(&own);
    let source = from_async_fn(move || {
        let client = in_source.get().expect("it is made by now").clone();
        async move { Ok::<_, TokenError>(client.ai_content().get_external_page("1").send().await?.id.clone()) }
    });
    let client = script.configured(|builder| builder.token_source(source).retry(Retry::none()));
    assert!(own.set(client.clone()).is_ok());
    let error = client.ai_content().get_external_page("1").send().await.expect_err("it would wait for itself");
    let itself = "the source of the token calls an operation that asks for this token";
    let nothing = "there is no token, and nothing was sent";
    assert_eq!(chain(&error), format!("{nothing}: {nothing}: {itself}"));
    assert!(script.seen().is_empty());
}

#[tokio::test]
async fn a_client_for_another_account_shares_all_but_the_token() {
    let script = Script::new(&[json(page())]);
    let client = script.configured(|builder| builder.token("mine"));
    let other = client.with_token("theirs");
    let (source, _) = counting();
    let third = client.with_token_source(source);
    for client in [&client, &other, &third, &client] {
        client.ai_content().get_external_page("1").send().await.expect("it succeeds");
    }
    client.ai_content().get_external_page("1").with_token("once").send().await.expect("it succeeds");
    third.ai_content().get_external_page("1").with_token("once").send().await.expect("it succeeds");
    let expected = ["mine", "theirs", "t1", "mine", "once", "once"].map(|token| format!("Bearer {token}"));
    assert_eq!(carried(&script), expected);
    assert_eq!(other.base_url(), client.base_url());
}

#[tokio::test]
async fn a_token_with_its_prefix_is_refused_with_the_reason() {
    const REASON: &str = "the credential of the scheme `bearerAuth` cannot be used: it begins with `Bearer`, which the \
                          client adds by itself: pass the token alone";
    for token in ["Bearer abc", "bearer abc", " BEARER abc"] {
        let error = Client::builder().token(token).build().expect_err("it is refused");
        assert_eq!(error.to_string(), REASON);
    }
    let error = Client::builder().bearer_auth("Bearer abc").build().expect_err("it is refused");
    assert_eq!(error.to_string(), REASON);
    let script = Script::new(&[json(page())]);
    let client = script.client();
    let requests = [
        client.with_token("Bearer abc").ai_content().get_external_page("1"),
        client.ai_content().get_external_page("1").with_token("Bearer abc"),
    ];
    for request in requests {
        let error = request.send().await.expect_err("it is refused");
        assert!(matches!(error, Error::InvalidRequest(_)), "{error:?}");
        assert_eq!(error.to_string(), format!("invalid request: {REASON}"));
    }
    assert!(script.seen().is_empty());
    // It only looks like one.
    Client::builder().token("BearerToken").build().expect("it is a token");
}

#[test]
fn the_scheme_of_the_token_has_a_setter_of_its_own() {
    let script = Script::new(&[json(page())]);
    let client = script.configured(|builder| builder.token("first").bearer_auth("second"));
    client.ai_content().get_external_page("1").send_blocking().expect("it succeeds");
    assert_eq!(carried(&script), ["Bearer second"]);
}

#[test]
fn a_header_that_would_take_the_place_of_the_token_is_refused() {
    let error = Client::builder().token("t").default_header("Authorization", "x").build().expect_err("one is too many");
    let expected = "the header `authorization` is invalid: the credential of the scheme `bearerAuth` goes there: set one \
                    of them";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn a_header_by_hand_may_be_the_credential_of_all_calls() {
    let script = Script::new(&[json(page())]);
    let builder = Client::builder().default_header("Authorization", "Token x").transport(script.clone());
    let client = builder.build().expect("it is there by hand");
    client.ai_content().get_external_page("1").send_blocking().expect("it succeeds");
    assert_eq!(carried(&script), ["Token x"]);
}

const HELD_UP: &str = "its source was asked by another call and has not returned for 20s: it may be slow, and give a token another \
                       time; or it may be waiting for itself, by a call of an operation that asks for this token, which it makes \
                       in another task or thread";

#[tokio::test(start_paused = true)]
async fn a_call_that_waits_for_a_slow_source_of_another_is_retryable() {
    let script = Script::new(&[json(page())]);
    let source = from_async_fn(|| async {
        tokio::time::sleep(Duration::from_secs(25)).await;
        Ok::<_, TokenError>("slow")
    });
    let client = script.configured(|builder| builder.token_source(source));
    let call = || client.ai_content().get_external_page("1").send();
    let begun = Instant::now();
    let (asks, waits) = futures::future::join(call(), async { (call().await, begun.elapsed()) }).await;
    asks.expect("its source has returned in time");
    let (Err(error), waited) = waits else { panic!("it waits for 20 seconds") };
    assert!(matches!(&error, Error::Credentials(_)) && error.is_retryable(), "{error:?}");
    assert_eq!(chain(&error), format!("there is no token, and nothing was sent: {HELD_UP}"));
    assert_eq!(waited, Duration::from_secs(20));
    assert_eq!(carried(&script), ["Bearer slow"]);
}

#[tokio::test(start_paused = true)]
async fn a_source_that_waits_for_itself_in_another_task_is_reported() {
    let script = Script::new(&[json(page())]);
    let own: Arc<OnceLock<Client>> = Arc::default();
    let in_source = Arc::clone(&own);
    let source = from_async_fn(move || {
        let client = in_source.get().expect("it is made by now").clone();
        async move {
            let call = tokio::spawn(client.ai_content().get_external_page("1").send());
            call.await.expect("nothing panicked")?;
            Ok::<_, TokenError>("never")
        }
    });
    let client = script.configured(|builder| builder.token_source(source));
    assert!(own.set(client.clone()).is_ok());
    let begun = Instant::now();
    let error = client.ai_content().get_external_page("1").send().await.expect_err("it waits for itself");
    assert!(matches!(&error, Error::Credentials(_)) && error.is_retryable(), "{error:?}");
    // Neither of the calls is sent again by itself, or each would ask the source that waits for it.
    let nothing = "there is no token, and nothing was sent";
    assert_eq!(chain(&error), format!("{nothing}: {nothing}: {HELD_UP}"));
    assert_eq!(begun.elapsed(), Duration::from_secs(20));
    assert!(script.seen().is_empty());
}

#[test]
fn an_origin_for_credentials_is_checked() {
    for origin in
        ["", "files.example.com", "https://files.example.com/v1", "http://files.example.com", "https://a@b.example"]
    {
        let error = Client::builder().token("t").credentials_for(origin).build().expect_err("it is no origin");
        let expected = "the setting `credentials_for` cannot be used: it takes an origin, such as \
                        `https://files.example.com` (http is for localhost, and for the hosts that \
                        `ClientBuilder::danger_allow_http` names)";
        assert_eq!(error.to_string(), expected, "{origin}");
    }
    Client::builder().token("t").credentials_for("https://files.example.com:8443/").build().expect("it is an origin");
}

// Secrets

#[track_caller]
fn check_hidden(text: &str) {
    assert!(!text.is_empty() && !text.contains(TOKEN), "{text}");
}

#[tokio::test(start_paused = true)]
async fn no_token_of_any_way_is_in_debug_output_or_an_error() {
    let source = || from_fn(|| Ok::<_, TokenError>(TOKEN));
    let script = Script::new(&[status(401), json(page())]);
    check_hidden(&format!("{:?}", Client::builder().bearer_auth(TOKEN)));
    check_hidden(&format!("{:?}", Client::builder().token_source(source())));
    let client = script.configured(|builder| builder.token_source(source()));
    for client in [client.clone(), client.with_token(TOKEN), client.with_token_source(source())] {
        let request = client.ai_content().get_external_page("1").with_token(TOKEN);
        check_hidden(&format!("{client:?} {client:#?} {request:?} {request:#?}"));
    }
    let refused = client.ai_content().get_external_page("1").send().await.expect_err("it is refused");
    let odd = client.with_token(format!("Bearer {TOKEN}")).ai_content().get_external_page("1");
    let odd = odd.send().await.expect_err("it has its prefix");
    let broken = from_fn(|| Ok::<_, TokenError>(format!("{TOKEN}\n")));
    let broken = client.with_token_source(broken).ai_content().get_external_page("1");
    let broken = broken.send().await.expect_err("it has a line break");
    let built = Client::builder().token(format!("Bearer {TOKEN}")).build().expect_err("it has its prefix");
    for error in [refused, odd, broken, built] {
        check_hidden(&format!("{error:?} {error:#?} {}", chain(&error)));
    }
    let [seen] = &script.seen()[..] else { panic!("one request is expected") };
    check_hidden(&format!("{seen:?} {:?}", seen.request.headers));
}

#[tokio::test]
async fn a_transport_sees_all_headers_and_shows_all_but_credentials() {
    let script = Script::new(&[json(page())]);
    let client = script.configured(|builder| builder.token(TOKEN).default_header("x-app", "shop").user_agent("shop/1"));
    let request = client.ai_content().get_external_page("1");
    let request = request.with_header("cookie", "a=b").with_header("x-request-id", "r1");
    request.with_header("x-api-key", "hidden").send().await.expect("it succeeds");
    let [seen] = &script.seen()[..] else { panic!("one request is expected") };
    let shown = format!("{:?}", seen.request);
    for header in [
        "\"user-agent\": \"shop/1\"",
        "\"intercom-version\": \"2.16\"",
        "\"x-app\": \"shop\"",
        "\"authorization\": Sensitive",
        "\"accept\": \"application/json\"",
        "\"cookie\": \"a=b\"",
        "\"x-request-id\": \"r1\"",
        "\"x-api-key\": Sensitive",
    ] {
        assert!(shown.contains(header), "{header} is not in {shown}");
    }
}
