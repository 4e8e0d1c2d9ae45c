//! Decodes the examples of a file, each with the model of its operation and status, and prints what came of them.
//!
//! A file holds a list of `[decoder, status, body]`. For each it prints, under the default policy and under the tolerant
//! one, `{"written": JSON, "repaired": [path, …]}`, or `{"path": …, "reason": …}` where it does not decode.

mod decoders;

use client::{Bytes, Client, DecodePolicy, Error, Operation, Request, StatusCode, Value};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;

/// Decodes a body.
type Decoder = fn(&Client, StatusCode, Bytes) -> Value;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("name the file of the examples")?;
    let examples: Vec<(usize, u16, Value)> = serde_json::from_slice(&std::fs::read(path)?)?;
    let client = |policy| decoders::client().base_url("https://api.example").decode_policy(policy).build();
    let clients = [client(DecodePolicy::default())?, client(DecodePolicy::Tolerant)?];
    let mut results: Vec<[Value; 2]> = Vec::new();
    for (decoder, status, body) in examples {
        let (status, body) = (StatusCode::from_u16(status)?, Bytes::from(body.to_string()));
        results.push(clients.each_ref().map(|client| decoders::DECODERS[decoder](client, status, body.clone())));
    }
    println!("{}", serde_json::to_string(&results)?);
    Ok(())
}

/// Reads a success, and writes what it holds.
fn success<O: Operation>(
    client: &Client,
    status: StatusCode,
    body: Bytes,
    write: fn(&O::Output) -> Value,
) -> Value {
    match Request::<O>::read_recorded(client, status, body) {
        Ok(response) => {
            let repaired: Vec<&str> = response.mismatches().iter().map(|mismatch| mismatch.path()).collect();
            json!({ "written": write(&response), "repaired": repaired })
        }
        Err(error) => told(&error),
    }
}

/// Reads an error response by the model `T`, the one of the client's errors or one of its own.
fn error_response<O: Operation, T: Serialize + DeserializeOwned>(
    client: &Client,
    status: StatusCode,
    body: Bytes,
) -> Value {
    match Request::<O>::read_recorded(client, status, body) {
        Err(Error::Api(error)) => match error.json::<T>() {
            Ok(model) => json!({ "written": model }),
            Err(problem) => json!({ "path": problem.path(), "reason": problem.to_string() }),
        },
        Err(error) => told(&error),
        Ok(_) => json!({ "path": null, "reason": "it was taken for a success" }),
    }
}

/// The JSON of a model.
fn json<T: Serialize>(model: &T) -> Value {
    serde_json::to_value(model).unwrap_or_default()
}

/// Where and why a response does not decode.
fn told(error: &Error) -> Value {
    let mut reason = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        reason = cause.to_string();
        source = cause.source();
    }
    let path = if let Error::Decode(failure) = error { failure.path().map(str::to_owned) } else { None };
    json!({ "path": path, "reason": reason })
}
