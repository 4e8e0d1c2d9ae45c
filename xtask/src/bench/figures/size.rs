//! Rows: how much code there is.

use std::collections::BTreeMap;

use anyhow::Result;

use intercom_codegen::output::SAMPLES;

use crate::bench::{
    contestant::Contestant,
    expand,
    row::{Row, Unit},
    samples::Samples,
    session::Session,
    subject::Subject,
};

/// What the project wants the client of the vendor's whole description to have at most.
const LINES: &str = "<= 30000 lines";

/// What the rows say of ours.
pub(crate) const FIGURES: [(&str, Unit); 3] = [
    ("generated files", Unit::Files),
    ("generated lines", Unit::Lines),
    ("generated lines, macros expanded", Unit::Lines),
];

/// The rows. Ours are the generated files alone, of peers all below `src`.
pub(crate) fn rows(session: &Session, subject: &Subject, ours: &Contestant, peers: &[Contestant]) -> Result<Vec<Row>> {
    let mut own = ours.sources(session)?;
    let is_compiled = |path: &str| !path.starts_with(SAMPLES);
    own.retain(|path, _| path.strip_prefix("generated/").is_some_and(is_compiled));
    let mut rows = vec![Row::alone("generated files", Unit::Files, &Samples::count(own.len()))];
    let own = lines(&own);
    let row = |own: &Samples| Row::alone("generated lines", Unit::Lines, own);
    rows.push(if subject.is_the_whole_api() { row(&own).goal(LINES) } else { row(&own) });
    for peer in peers {
        rows.push(match peer.sources(session) {
            Ok(sources) => row(&own).beside(&peer.name, &own, &lines(&sources)),
            Err(error) => row(&own).note(format!("{}: {error:#}", peer.name)),
        });
    }
    let generated = subject.generate(&session.project);
    let expanded = generated.and_then(|generated| expand::generated(session, &subject.package, &generated));
    let name = "generated lines, macros expanded";
    rows.push(match expanded {
        Ok(expanded) => Row::alone(name, Unit::Lines, &Samples::count(expanded.generated)),
        Err(error) => Row::missing(name, Unit::Lines, &format!("{error:#}")),
    });
    Ok(rows)
}

fn lines(sources: &BTreeMap<String, String>) -> Samples {
    Samples::count(sources.values().map(|text| text.lines().count()).sum())
}
