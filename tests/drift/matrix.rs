//! Who uses a schema, and what of its property changes: each cell of the table in `matrix.toml`.

use intercom_codegen::diff::Change;
use xtask::{
    project::Project,
    prove::cases::{cases, description},
};

use crate::changes;

#[test]
fn each_cell_of_the_table_is_told() {
    let mut wrong = String::new();
    for case in cases(&Project::here()).expect("the table can be read") {
        let [before, after] = [&case.before, &case.after].map(|schema| description([(&case, schema.as_str())]));
        let told: Vec<String> = changes(&before, &after)
            .iter()
            .map(|Change { severity, rule, direction, effect, .. }| {
                format!("{severity} {} ({direction}, {effect})", rule.id)
            })
            .collect();
        if told.join("; ") != case.told {
            wrong.push_str(&format!("{}: {}\n  but it has to be: {}\n", case.name, told.join("; "), case.told));
        }
    }
    assert_eq!(wrong, "");
}
