//! The calls of a client, each recorded by a transport that responds with 400.

#![allow(deprecated, unused_imports, dead_code)]

use std::{
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex},
};

use serde_json::{Value, json as object};
use the_client as client;
use client::{Client, ClientBuilder, StatusCode, Transport, TransportFuture, TransportRequest, TransportResponse};

/// A call.
type Call = fn(&Client) -> Pin<Box<dyn Future<Output = Result<(), client::Error>> + '_>>;

/// Keeps the last request.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Option<TransportRequest>>>);

impl Transport for Recorder {
    fn send(&self, request: TransportRequest) -> TransportFuture<'_, TransportResponse> {
        if let Ok(mut last) = self.0.lock() {
            *last = Some(request);
        }
        Box::pin(async { Ok(TransportResponse::new(StatusCode::BAD_REQUEST, "")) })
    }
}

/// Makes the calls, one after the other.
pub fn record() -> Vec<Value> {
    let recorder = Recorder::default();
    let api = match build().base_url("https://api.example.com").transport(recorder.clone()).build() {
        Ok(api) => api,
        Err(error) => return CALLS.iter().map(|_| object!({ "failed": error.to_string() })).collect(),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let Ok(runtime) = runtime else { return Vec::new() };
    let mut record = |call: &Call| {
        let result = runtime.block_on(call(&api));
        let request = recorder.0.lock().ok().and_then(|mut last| last.take());
        match (request, result) {
            (Some(request), _) => shown(&request),
            (None, Err(error)) => object!({ "failed": error.to_string() }),
            (None, Ok(())) => object!({ "failed": "nothing was sent" }),
        }
    };
    CALLS.iter().map(|call| record(call)).collect()
}

fn shown(request: &TransportRequest) -> Value {
    let headers = request.headers.iter();
    let headers: Vec<(&str, String)> =
        headers.map(|(name, value)| (name.as_str(), String::from_utf8_lossy(value.as_bytes()).into_owned())).collect();
    let query = request.url.query().map(|query| format!("?{query}")).unwrap_or_default();
    object!({
        "method": request.method.as_str(),
        "target": format!("{}{query}", request.url.path()),
        "headers": headers,
        "body": request.body.as_ref().map(|body| String::from_utf8_lossy(body).into_owned()),
    })
}

/// Any JSON.
fn json(text: &str) -> client::Value {
    text.parse().unwrap_or_default()
}
