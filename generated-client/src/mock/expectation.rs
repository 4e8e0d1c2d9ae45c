//! What a mock expects: which calls, how often, and what they are answered with.

use std::fmt::{self, Display};
use std::marker::PhantomData;
use std::ops::{RangeFrom, RangeFull, RangeInclusive, RangeToInclusive};
use std::sync::{Arc, Mutex};

use serde::Serialize;
use serde_json::Value;

use super::answer::{Answer, Encode};
use super::{Call, Inner, Mock, lock};
use crate::generated::ErrorBody;
use crate::wire::operation::{Operation, OperationName};

/// Calls of the operation `O` that are expected. It takes effect with [`returns`](Self::returns) and its siblings.
#[must_use = "nothing is expected until it is said how it is answered"]
pub struct Expectation<O> {
    mock: Arc<Inner>,
    conditions: Vec<Condition>,
    times: Times,
    operation: PhantomData<fn() -> O>,
}

/// What a call has to have.
struct Condition {
    what: String,
    holds: Box<dyn Fn(&Call) -> bool + Send + Sync>,
}

impl<O: Operation> Expectation<O> {
    #[allow(dead_code, reason = "a description may have no operations")]
    pub(crate) fn new(mock: &Mock) -> Self {
        Self { mock: Arc::clone(&mock.inner), conditions: Vec::new(), times: (1..).into(), operation: PhantomData }
    }

    /// Takes only calls with this value for a parameter of the path.
    ///
    /// # Panics
    ///
    /// When the path of the operation has no such parameter.
    #[track_caller]
    pub fn with_path(self, name: &str, value: impl Display) -> Self {
        assert!(O::PATH.contains(&format!("{{{name}}}")), "`{name}` is no parameter of the path `{}`", O::PATH);
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

    /// Answers with success, and this value.
    pub fn returns(self, output: O::Output) -> Expected
    where
        O::Format: Encode<O::Output>,
    {
        self.answers(O::Format::encode(&output))
    }

    /// Answers with this status, and an error as the API's description shapes it.
    ///
    /// # Panics
    ///
    /// When it is no status.
    #[track_caller]
    pub fn returns_error(self, status: u16, body: impl Into<ErrorBody>) -> Expected {
        self.returns_json(status, body.into())
    }

    /// Answers with this status, and a body of JSON: for errors of another shape.
    ///
    /// # Panics
    ///
    /// When it is no status, or the body does not serialise.
    #[track_caller]
    pub fn returns_json(self, status: u16, body: impl Serialize) -> Expected {
        self.answers(Answer::new(status).with_json(body))
    }

    /// Answers with what is built here: headers, a body that is no JSON, a failure of the network.
    pub fn answers(self, answer: Answer) -> Expected {
        self.answers_with(move |_| answer.clone())
    }

    /// Answers with what is made of each call.
    pub fn answers_with(self, answer: impl Fn(&Call) -> Answer + Send + Sync + 'static) -> Expected {
        let Self { mock, conditions, times, .. } = self;
        let operation = OperationName::of::<O>();
        let rule = Rule { operation, conditions, times, answer: Box::new(answer), calls: Mutex::default() };
        Expected(mock.add(rule))
    }
}

impl<O: Operation> fmt::Debug for Expectation<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Expectation").field("operation", &O::ID).finish_non_exhaustive()
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

/// An expectation that a mock has been told.
#[derive(Clone)]
pub struct Expected(Arc<Rule>);

impl Expected {
    /// The calls that it has answered, in their order.
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

/// How many calls are expected, as a number or a range of `usize`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Times {
    least: usize,
    most: usize,
}

impl From<usize> for Times {
    fn from(times: usize) -> Self {
        Self { least: times, most: times }
    }
}

impl From<RangeFrom<usize>> for Times {
    fn from(range: RangeFrom<usize>) -> Self {
        Self { least: range.start, most: usize::MAX }
    }
}

impl From<RangeInclusive<usize>> for Times {
    fn from(range: RangeInclusive<usize>) -> Self {
        Self { least: *range.start(), most: *range.end() }
    }
}

impl From<RangeToInclusive<usize>> for Times {
    fn from(range: RangeToInclusive<usize>) -> Self {
        Self { least: 0, most: range.end }
    }
}

impl From<RangeFull> for Times {
    fn from(_: RangeFull) -> Self {
        Self { least: 0, most: usize::MAX }
    }
}

impl Display for Times {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.least, self.most) {
            (1, 1) => formatter.write_str("once"),
            (1, usize::MAX) => formatter.write_str("at least once"),
            (0, usize::MAX) => formatter.write_str("any number of times"),
            (least, usize::MAX) => write!(formatter, "at least {least} times"),
            (least, most) if least == most => write!(formatter, "{least} times"),
            (least, most) => write!(formatter, "{least} to {most} times"),
        }
    }
}

/// An expectation that is complete.
pub(super) struct Rule {
    operation: OperationName,
    conditions: Vec<Condition>,
    times: Times,
    answer: Box<dyn Fn(&Call) -> Answer + Send + Sync>,
    calls: Mutex<Vec<Call>>,
}

impl Rule {
    pub(super) fn is_of(&self, call: &Call) -> bool {
        call.operation() == self.operation
    }

    /// Takes and counts a call; or says why it does not.
    pub(super) fn take(&self, call: &Call) -> Result<(), String> {
        if let Some(condition) = self.conditions.iter().find(|condition| !(condition.holds)(call)) {
            return Err(format!("{}: it does not hold that {}", self.describe(), condition.what));
        }
        let mut calls = lock(&self.calls);
        if calls.len() >= self.times.most {
            return Err(format!("{}: it has had its calls", self.describe()));
        }
        calls.push(call.clone());
        Ok(())
    }

    pub(super) fn answer(&self, call: &Call) -> Answer {
        (self.answer)(call)
    }

    /// What has not come yet.
    pub(super) fn missing(&self) -> Option<String> {
        let came = lock(&self.calls).len();
        (came < self.times.least).then(|| format!("{}: {came} came", self.describe()))
    }

    fn describe(&self) -> String {
        let conditions: Vec<&str> = self.conditions.iter().map(|condition| condition.what.as_str()).collect();
        let conditions =
            if conditions.is_empty() { String::new() } else { format!(", where {}", conditions.join(" and ")) };
        format!("`{}` {}{conditions}", self.operation.id, self.times)
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
