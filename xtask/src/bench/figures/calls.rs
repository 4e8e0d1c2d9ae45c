//! Rows: the instructions of a call through the project's client, beside those of the same call by hand.

use std::path::Path;

use anyhow::Result;

use crate::bench::{
    callgrind,
    row::{Row, Unit},
    samples::Samples,
    session::Session,
};

/// The calls: the program's argument, what the table says, and the goal.
const CALLS: [(&str, &str, &str); 3] = [
    ("get", "call, GET", "<= 1.02"),
    ("post", "call, POST", "<= 1.02"),
    ("list", "call, a list of 50 external pages", "<= 1.01"),
];

/// How often a call is made: the difference is that of calls alone, on a connection that is open.
const TIMES: (u64, u64) = (100, 400);

/// What calls by hand are.
const BY_HAND: &str = "by hand: reqwest with the same settings, structs with derived serde and the same fields, enums that keep unknown texts";

/// The rows.
pub(crate) fn rows(session: &Session) -> Vec<Row> {
    match callgrind::is_here().and_then(|()| session.release("client-benches")) {
        Ok(program) => CALLS.map(|call| row(session, &program, call)).to_vec(),
        Err(error) => {
            CALLS.map(|(_, figure, _)| Row::missing(figure, Unit::Instructions, &format!("{error:#}"))).to_vec()
        }
    }
}

fn row(session: &Session, program: &Path, (call, figure, goal): (&str, &str, &'static str)) -> Row {
    let rounds = || -> Result<(Vec<f64>, Vec<f64>)> {
        let round = |_| Ok((of_a_call(session, program, call, "client")?, of_a_call(session, program, call, "hand")?));
        let rounds: Vec<(f64, f64)> = (0..session.long_pairs()).map(round).collect::<Result<_>>()?;
        Ok(rounds.into_iter().unzip())
    };
    match rounds() {
        Ok((ours, hand)) => {
            let (ours, hand) = (Samples::new(ours), Samples::new(hand));
            Row::alone(figure, Unit::Instructions, &ours)
                .beside("by hand", &ours, &hand)
                .goal(goal)
                .note(BY_HAND.to_owned())
        }
        Err(error) => Row::missing(figure, Unit::Instructions, &format!("{error:#}")),
    }
}

/// The instructions of each call through the client: what the table says -> how many.
pub(crate) fn counts(session: &Session) -> Result<Vec<(&'static str, u64)>> {
    let program = session.release("client-benches")?;
    CALLS.iter().map(|(call, figure, _)| Ok((*figure, of_a_call(session, &program, call, "client")? as u64))).collect()
}

fn of_a_call(session: &Session, program: &Path, call: &str, way: &str) -> Result<f64> {
    let (few, many) = TIMES;
    let instructions = |times: u64| callgrind::instructions(session, program, &[call, way, &times.to_string()]);
    let (of_few, of_many) = (instructions(few)?, instructions(many)?);
    Ok(of_many.saturating_sub(of_few) as f64 / (many - few) as f64)
}
