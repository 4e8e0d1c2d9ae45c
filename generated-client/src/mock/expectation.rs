//! What a mock expects: which calls, how often, and what it responds with.

use std::fmt::{self, Display};
use std::marker::PhantomData;
use std::sync::{Arc, Mutex};

use http::Method;
use serde::Serialize;
use serde_json::Value;

use super::call::Call;
use super::response::{Encode, MockResponse};
use super::rules::{Condition, Rule, Rules, Times, lock};
use crate::wire::format::Decode;
use crate::wire::operation::{Endpoint, OperationName};

/// Calls of the operation `O` that are expected. It takes effect with [`returns`](Self::returns) and its siblings.
#[must_use = "nothing is expected until it is said what the response is"]
pub struct Expectation<O> {
    rules: Arc<Rules>,
    operation: OperationName,
    method: Method,
    conditions: Vec<Condition>,
    times: Times,
    endpoint: PhantomData<fn() -> O>,
}

impl<O> Expectation<O> {
    pub(super) fn new(rules: &Arc<Rules>, operation: OperationName, method: Method) -> Self {
        let rules = Arc::clone(rules);
        Self { rules, operation, method, conditions: Vec::new(), times: (1..).into(), endpoint: PhantomData }
    }
}

impl<O: Endpoint> Expectation<O> {
    /// Takes only calls with this value for a parameter of the path.
    ///
    /// # Panics
    ///
    /// When the path of the operation has no such parameter.
    #[track_caller]
    pub fn with_path(self, name: &str, value: impl Display) -> Self {
        let path = self.operation.path;
        assert!(path.contains(&format!("{{{name}}}")), "`{name}` is no parameter of the path `{path}`");
        let (name, value) = (name.to_owned(), value.to_string());
        self.with(format!("`{name}` is `{value}` in the path"), move |call| {
            call.path_parameter(&name).as_ref() == Some(&value)
        })
    }

    /// Takes only calls with this value for a query parameter.
    pub fn with_query(self, name: &str, value: impl Display) -> Self {
        let (name, value) = (name.to_owned(), value.to_string());
        self.with(format!("the query has `{name}={value}`"), move |call| call.query(&name).contains(&value))
    }

    /// Takes only calls with this value for a header.
    pub fn with_header(self, name: &str, value: impl Display) -> Self {
        let (name, value) = (name.to_owned(), value.to_string());
        self.with(format!("the header `{name}` is `{value}`"), move |call| call.header(&name) == Some(value.as_str()))
    }

    /// Takes only calls whose body is JSON that has at least this in it: fields that are not named may be anything,
    /// lists have the same length.
    ///
    /// # Panics
    ///
    /// When it does not serialise.
    #[track_caller]
    pub fn with_body(self, part: impl Serialize) -> Self {
        let part = match serde_json::to_value(part) {
            Ok(part) => part,
            Err(error) => panic!("what the body should have does not serialise: {error}"),
        };
        self.with(format!("the body has {part}"), move |call| call.json::<Value>().is_ok_and(|body| has(&body, &part)))
    }

    /// Takes only calls for which `holds` does; `what` says so to people.
    pub fn when(self, what: &str, holds: impl Fn(&Call) -> bool + Send + Sync + 'static) -> Self {
        self.with(what.to_owned(), holds)
    }

    fn with(mut self, what: String, holds: impl Fn(&Call) -> bool + Send + Sync + 'static) -> Self {
        self.conditions.push(Condition { what, holds: Box::new(holds) });
        self
    }

    /// How many calls are expected: a number, or a range such as `0..=2` or `..`. At least one unless it is said here.
    ///
    /// Calls beyond it go to the next expectation that takes them.
    pub fn times(mut self, times: impl Into<Times>) -> Self {
        self.times = times.into();
        self
    }

    /// Responds with success, and this value.
    pub fn returns(self, output: O::Output) -> Expected
    where
        O::Format: Encode<O::Output>,
    {
        let statuses = if O::Format::IS_READ { O::STATUSES } else { &[] };
        self.responds(O::Format::encode(&output).with_status_of(statuses))
    }

    /// Responds with this status, and a body of JSON: for errors of another shape.
    ///
    /// # Panics
    ///
    /// When it is no status, or the body does not serialise.
    #[track_caller]
    pub fn returns_json(self, status: u16, body: impl Serialize) -> Expected {
        self.responds(MockResponse::new(status).with_json(body))
    }

    /// Responds with what is built here: headers, a body that is no JSON, a failure of the network.
    pub fn responds(self, response: MockResponse) -> Expected {
        self.responds_with(move |_| response.clone())
    }

    /// Responds with what the function makes of each call.
    pub fn responds_with(self, respond: impl Fn(&Call) -> MockResponse + Send + Sync + 'static) -> Expected {
        let Self { rules, operation, method, conditions, times, endpoint: _ } = self;
        let rule = Rule { operation, method, conditions, times, respond: Box::new(respond), calls: Mutex::default() };
        Expected(rules.add(rule))
    }
}

impl<O> fmt::Debug for Expectation<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Expectation").field("operation", &self.operation.id).finish_non_exhaustive()
    }
}

/// Whether JSON has at least all that a part of it has.
fn has(whole: &Value, part: &Value) -> bool {
    match (whole, part) {
        (Value::Object(whole), Value::Object(part)) => {
            part.iter().all(|(key, part)| whole.get(key).is_some_and(|whole| has(whole, part)))
        }
        (Value::Array(whole), Value::Array(part)) => {
            whole.len() == part.len() && whole.iter().zip(part).all(|(whole, part)| has(whole, part))
        }
        _ => whole == part,
    }
}

/// An expectation that a mock has.
#[derive(Clone)]
pub struct Expected(Arc<Rule>);

impl Expected {
    /// The calls that it has responded to, in their order.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        lock(&self.0.calls).clone()
    }
}

impl fmt::Debug for Expected {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Expected")
            .field("operation", &self.0.operation.id)
            .field("calls", &self.calls())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_body_has_a_part_of_itself_and_nothing_else() {
        let body = json!({"a": 1, "b": {"c": [1, {"d": 2, "e": 3}], "f": null}});
        for part in [
            json!({}),
            json!({"a": 1}),
            json!({"b": {}}),
            json!({"b": {"c": [1, {"e": 3}]}}),
            json!({"b": {"f": null}}),
        ] {
            assert!(has(&body, &part), "{part}");
        }
        for part in [
            json!({"a": 2}),
            json!({"a": "1"}),
            json!({"x": null}),
            json!({"b": {"c": [1]}}),
            json!({"b": {"c": [{"e": 3}, 1]}}),
            json!({"b": {"f": 0}}),
            json!([]),
            json!(null),
        ] {
            assert!(!has(&body, &part), "{part}");
        }
    }
}
