//! Makes the calls of some clients, and prints the request of each: `{"method", "target", "headers", "body"}`, or
//! `{"failed": …}` where none was sent. A list for each client.

// The clients.

use serde_json::{Value, json};

/// The clients, each with what makes its calls.
const CLIENTS: &[(&str, fn() -> Vec<Value>)] = &[
    // Their calls.
];

fn main() {
    let all: Vec<Vec<Value>> = CLIENTS.iter().map(|(_, record)| record()).collect();
    println!("{}", json!(all));
}
