//! Rows: what codegen costs of ten times as many schemas, twice. Whatever grows faster than its text shows there.

use std::fs;

use anyhow::{Context as _, Result};
use serde_json::{Map, Value, json};

use crate::bench::{
    contestant::Contestant,
    measure::Usage,
    row::{CPU, PEAK, Row, Unit},
    session::Session,
    subject::Subject,
};

/// How many schemas there are.
const SIZES: [usize; 3] = [1_000, 10_000, 100_000];

/// What the rows say of ours.
pub(crate) const FIGURES: [(&str, Unit); 4] = [
    ("10000 schemas, CPU", Unit::Seconds),
    ("10000 schemas, peak memory", Unit::Bytes),
    ("100000 schemas, CPU", Unit::Seconds),
    ("100000 schemas, peak memory", Unit::Bytes),
];

/// The rows. What takes long is run once: a figure that is ten times too large needs no second run.
pub(crate) fn rows(session: &Session) -> Result<Vec<Row>> {
    let mut runs: Vec<Vec<Usage>> = Vec::new();
    for count in SIZES {
        let folder = session.folder("growth");
        fs::create_dir_all(&folder).with_context(|| format!("error: can't make {}", folder.display()))?;
        let path = folder.join(format!("schemas-{count}.json"));
        fs::write(&path, made(count).to_string()).with_context(|| format!("error: can't write {}", path.display()))?;
        let mut usages = Vec::new();
        for subject in Subject::files(&[path])? {
            let ours = Contestant::ours(session, &subject);
            usages.push(ours.generate_anew(session)?);
            fs::remove_dir_all(&ours.folder)?;
        }
        runs.push(usages);
    }
    let rows = SIZES.windows(2).zip(runs.windows(2)).flat_map(|(sizes, runs)| {
        let (what, than) = (format!("{} schemas", sizes[1]), format!("{} schemas", sizes[0]));
        [CPU, PEAK].map(|measure| Row::compared(&what, measure, &runs[1], &than, &runs[0]).goal("<= 12"))
    });
    Ok(rows.collect())
}

/// A description of so many schemas, each of five properties that are others of them: the first leads to all.
fn made(count: usize) -> Value {
    let reference = |index: usize| json!({"$ref": format!("#/components/schemas/S{index}")});
    let property = |index: usize, nth: usize| (format!("p{nth}"), reference((index * 7 + nth * 13 + 1) % count));
    let schema = |index: usize| {
        let properties: Map<String, Value> = (0..5).map(|nth| property(index, nth)).collect();
        (format!("S{index}"), json!({"type": "object", "properties": properties}))
    };
    let schemas: Map<String, Value> = (0..count).map(schema).collect();
    let success = json!({"description": "All.", "content": {"application/json": {"schema": reference(0)}}});
    json!({
        "openapi": "3.0.4",
        "info": {"title": "Many schemas", "version": "1"},
        "paths": {"/schemas": {"get": {"operationId": "listSchemas", "responses": {"200": success}}}},
        "components": {"schemas": schemas},
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_schema_has_five_others() {
        let two = made(2);
        let [first, second] =
            ["#/components/schemas/S0", "#/components/schemas/S1"].map(|target| json!({"$ref": target}));
        let properties = json!({"p0": second, "p1": first, "p2": second, "p3": first, "p4": second});
        assert_eq!(two["components"]["schemas"]["S0"], json!({"type": "object", "properties": properties}));
        assert_eq!(two["components"]["schemas"].as_object().map(Map::len), Some(2));
    }
}
