//! What a mock has been told to expect, and what has come.

use std::fmt::{self, Display};
use std::ops::{RangeFrom, RangeFull, RangeInclusive, RangeToInclusive};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::Method;

use super::call::Call;
use super::response::MockResponse;
use crate::api::Api;
use crate::wire::operation::OperationName;

/// What a mock shares with its clients.
pub(crate) struct Rules {
    /// The facts of the API.
    pub(super) api: &'static Api,
    pub(super) rules: Mutex<Vec<Arc<Rule>>>,
    pub(super) calls: Mutex<Vec<Call>>,
    pub(super) unexpected: Mutex<Vec<String>>,
    /// Whether that was done since the last call.
    pub(super) is_verified: AtomicBool,
}

impl Rules {
    /// Those of a mock that expects nothing yet.
    pub(super) fn none(api: &'static Api) -> Self {
        Self {
            api,
            rules: Mutex::default(),
            calls: Mutex::default(),
            unexpected: Mutex::default(),
            is_verified: AtomicBool::new(false),
        }
    }

    pub(super) fn add(&self, rule: Rule) -> Arc<Rule> {
        let rule = Arc::new(rule);
        lock(&self.rules).push(Arc::clone(&rule));
        rule
    }

    /// The expectation that takes a call, which is counted; or why none does.
    pub(super) fn take(&self, call: &Call) -> Result<Arc<Rule>, String> {
        let rules = lock(&self.rules);
        let mut reasons = Vec::new();
        for rule in rules.iter().filter(|rule| rule.is_of(call)) {
            match rule.take(call) {
                Ok(()) => return Ok(Arc::clone(rule)),
                Err(reason) => reasons.push(format!("\n  - {reason}")),
            }
        }
        let reasons =
            if reasons.is_empty() { " no expectation of that operation".to_owned() } else { reasons.concat() };
        Err(format!("unexpected call of `{}`: {call}:{reasons}", call.operation().id))
    }
}

/// What a call has to have.
pub(super) struct Condition {
    pub(super) what: String,
    pub(super) holds: Box<dyn Fn(&Call) -> bool + Send + Sync>,
}

/// An expectation that is complete.
pub(super) struct Rule {
    pub(super) operation: OperationName,
    /// Its method: what an app calls by a path alone is known by both.
    pub(super) method: Method,
    pub(super) conditions: Vec<Condition>,
    pub(super) times: Times,
    pub(super) respond: Box<dyn Fn(&Call) -> MockResponse + Send + Sync>,
    pub(super) calls: Mutex<Vec<Call>>,
}

impl Rule {
    fn is_of(&self, call: &Call) -> bool {
        call.operation() == self.operation && *call.method() == self.method
    }

    /// Takes and counts a call; or says why it does not.
    fn take(&self, call: &Call) -> Result<(), String> {
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

    pub(super) fn response(&self, call: &Call) -> MockResponse {
        (self.respond)(call)
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

/// A test that panics while it holds a mock's lock has failed already.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
