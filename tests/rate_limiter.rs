//! Calls that wait for the server's rate limit before it is reached; the clock stands still while they do.

use std::time::Duration;

use futures::future::join_all;
use intercom_client::{Client, Error, Method, RateLimiter, Retry};

use crate::memory::{Script, Scripted, with_header};

/// A response at second 0 of a window that ends at second 10.
fn left(calls: u64) -> Scripted {
    let headers = [
        ("x-ratelimit-limit", "3".to_owned()),
        ("x-ratelimit-remaining", calls.to_string()),
        ("x-ratelimit-reset", "1760000010".to_owned()),
        ("date", "Thu, 09 Oct 2025 08:53:20 GMT".to_owned()),
    ];
    Scripted::Status(204, headers.to_vec(), String::new())
}

fn limited(script: &Script) -> Client {
    script.configured(|builder| builder.rate_limiter(RateLimiter::new()))
}

async fn call(client: &Client) -> Result<(), Error> {
    client.request::<()>(Method::GET, "/a").send().await.map(drop)
}

#[tokio::test(start_paused = true)]
async fn a_call_waits_for_the_next_window_where_the_server_would_refuse_it() {
    let script = Script::new(&[left(2), left(1), left(0), left(2)]);
    let client = limited(&script);
    call(&client).await.expect("nothing is known");
    for done in join_all([call(&client), call(&client.clone()), call(&client)]).await {
        done.expect("there is room sooner or later");
    }
    assert_eq!(script.seconds(), [0, 0, 0, 10]);
}

#[tokio::test(start_paused = true)]
async fn nothing_waits_unless_it_is_asked_for() {
    let script = Script::new(&[left(0)]);
    let client = script.client();
    for _ in 0..3 {
        call(&client).await.expect("the server takes it");
    }
    assert_eq!(script.seconds(), [0, 0, 0]);
}

#[tokio::test(start_paused = true)]
async fn another_account_has_a_window_of_its_own() {
    let script = Script::new(&[left(0)]);
    let client = limited(&script);
    call(&client).await.expect("nothing is known");
    call(&client.with_token("other")).await.expect("nothing is known of it");
    client.request::<()>(Method::GET, "/a").with_token("third").send().await.expect("nothing is known of it");
    let same = script.configured(|builder| builder.rate_limiter(RateLimiter::new()));
    call(&same).await.expect("it was given another limiter");
    assert_eq!(script.seconds(), [0, 0, 0, 0]);
    call(&client).await.expect("there is room sooner or later");
    assert_eq!(script.seconds()[4], 10);
}

#[tokio::test(start_paused = true)]
async fn a_wait_beyond_the_time_of_the_call_is_an_error_at_once() {
    let script = Script::new(&[left(0)]);
    let client = limited(&script);
    call(&client).await.expect("nothing is known");
    let request = client.request::<()>(Method::GET, "/a").with_timeout(Duration::from_secs(5));
    let error = request.send().await.expect_err("it would take too long");
    let expected = "the rate limit has no calls left for 10s, and the call may not wait so long; nothing was sent";
    assert_eq!((error.to_string().as_str(), error.is_retryable()), (expected, true));
    let Error::RateLimit(limit) = error else { panic!("it is no `Error::RateLimit`") };
    assert_eq!(limit.wait(), Some(Duration::from_secs(10)));
    assert_eq!(script.seconds(), [0]);
}

#[tokio::test(start_paused = true)]
async fn after_a_429_all_wait_as_long_as_the_server_asks() {
    let script = Script::new(&[with_header(429, "retry-after", "30"), left(2)]);
    let client = limited(&script);
    let refused = client.request::<()>(Method::GET, "/a").with_retry(Retry::none()).send().await;
    assert_eq!(refused.expect_err("it is not sent again").status().map(|status| status.as_u16()), Some(429));
    call(&client).await.expect("there is room sooner or later");
    assert_eq!(script.seconds(), [0, 30]);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_given_up_holds_nobody_back() {
    let script = Script::new(&[left(2), Scripted::Never]);
    let client = limited(&script);
    call(&client).await.expect("nothing is known");
    for _ in 0..2 {
        let given_up = tokio::time::timeout(Duration::from_secs(1), call(&client)).await;
        assert!(given_up.is_err(), "there is never a response");
    }
    assert_eq!(script.seconds(), [0, 0, 1]);
    let third = tokio::time::timeout(Duration::from_secs(20), call(&client)).await;
    assert!(third.is_err(), "there is never a response");
    assert_eq!(script.seconds()[3], 10, "the server may have counted those two");
}

#[tokio::test(start_paused = true)]
async fn a_server_may_ask_for_any_wait() {
    let script = Script::new(&[with_header(429, "retry-after", "18446744073709551615")]);
    let client = limited(&script);
    let request = || client.request::<()>(Method::GET, "/a").with_retry(Retry::none());
    assert!(matches!(request().send().await, Err(Error::Api(_))), "nothing is known");
    assert!(matches!(request().send().await, Err(Error::RateLimit(_))), "no call has so much time");
    let forever = tokio::time::timeout(Duration::from_secs(1), request().with_timeout(Duration::MAX).send()).await;
    assert!(forever.is_err(), "who gives it all the time waits as long as the server says");
    assert_eq!(script.seconds(), [0]);
}
