//! Rows: how often memory is allocated for a call through the project's client with a fixed token, beside the same client without
//! a credential, and beside the call by hand.

use std::{path::Path, process::Command};

use anyhow::{Context as _, Result};

use crate::bench::{
    row::{Row, Unit},
    samples::Samples,
    session::{Session, run},
};

/// The calls: how the program is told, and what the table says.
const CALLS: [(&str, &str); 2] = [("get", "allocations of a call, GET"), ("post", "allocations of a call, POST")];

/// How often a call is made, on a connection that is open.
const TIMES: u32 = 200;

/// What a client without a credential is.
const NO_CREDENTIAL: &str = "without a credential, the app sets the header of the same text for all of its requests";

/// The rows.
pub(crate) fn rows(session: &Session) -> Vec<Row> {
    let missing = |figure: &str, error: &anyhow::Error| Row::missing(figure, Unit::Allocations, &format!("{error:#}"));
    let of = |program: &Path, call: &str, figure: &str| match of_call(session, program, call, figure) {
        Ok(rows) => rows,
        Err(error) => vec![missing(figure, &error)],
    };
    match session.release_of("client-benches", "allocations") {
        Ok(program) => CALLS.iter().flat_map(|(call, figure)| of(&program, call, figure)).collect(),
        Err(error) => CALLS.iter().map(|(_, figure)| missing(figure, &error)).collect(),
    }
}

fn of_call(session: &Session, program: &Path, call: &str, figure: &str) -> Result<Vec<Row>> {
    let (mut client, mut header, mut hand) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..session.long_pairs() {
        for (way, numbers) in [("client", &mut client), ("header", &mut header), ("hand", &mut hand)] {
            session.says(&format!("counting the allocations of {call}, {way}"));
            let told = run(Command::new(program).args([call, way, &TIMES.to_string()]))?;
            let number: f64 = told.trim().parse().context("error: the program does not tell a number")?;
            numbers.push(number / f64::from(TIMES));
        }
    }
    let [client, header, hand] = [client, header, hand].map(Samples::new);
    let row = || Row::alone(figure, Unit::Allocations, &client);
    Ok(vec![
        row().beside("no credential", &client, &header).goal("<= 1").note(NO_CREDENTIAL.to_owned()),
        row().beside("by hand", &client, &hand),
    ])
}
