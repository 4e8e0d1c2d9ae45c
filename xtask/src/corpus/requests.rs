//! The request examples of descriptions: whether what the builders make of them is the same on the wire.

use anyhow::Result;
use serde::Serialize;

use super::member::Member;
use crate::{
    contract::{
        calls::calls,
        program::{self, Caller},
        reader::Reader,
        written::Writing,
    },
    workspace::Workspace,
};

/// What became of a description's request examples.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Requested {
    /// How many there are.
    pub requests: usize,
    /// How many of them a server reads as they were meant.
    pub equal: usize,
    /// Why the program that sends them does not compile.
    pub unsent: Option<String>,
    /// What is otherwise, each with its operation.
    pub differences: Vec<String>,
}

impl Requested {
    /// Whether all are the same on the wire.
    pub(super) fn is_fine(&self) -> bool {
        self.unsent.is_none() && self.equal == self.requests
    }
}

/// The package of the program that sends a client's request examples.
pub(super) fn program_name(package: &str) -> String {
    format!("{package}-requests")
}

/// The client with the calls that its description has examples of.
fn caller(member: &Member) -> Caller<'_> {
    let Member { package, document, generated, .. } = member;
    let calls = calls(document, &generated.api).into_iter().filter(|call| !call.is_sample).collect();
    Caller { package, api: &generated.api, calls }
}

/// Writes the program of a client that sends its request examples; what each of them could not say.
pub(super) fn add(workspace: &Workspace, member: &Member) -> Result<Vec<Vec<Writing>>> {
    program::add(workspace, &program_name(&member.package), &[caller(member)])
}

/// Sends the request examples of a client, and reads them as a server that knows its description alone.
pub(super) fn send(workspace: &Workspace, member: &Member) -> Result<Requested> {
    let caller = caller(member);
    let mut requested = Requested { requests: caller.calls.len(), ..Requested::default() };
    let sent = match program::run(workspace, &program_name(&member.package), add(workspace, member)?) {
        Ok(sent) => sent,
        Err(error) => {
            requested.unsent = Some(error.to_string());
            return Ok(requested);
        }
    };
    let reader = Reader::new(&member.document)?;
    for (call, sent) in caller.calls.iter().zip(sent.iter().flatten()) {
        let told = reader.unlike(call, sent);
        requested.equal += usize::from(told.is_empty());
        let of_call = told.into_iter().map(|told| format!("request: {} `{}`: {told}", call.operation.id, call.example));
        requested.differences.extend(of_call);
    }
    Ok(requested)
}
