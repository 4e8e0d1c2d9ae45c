//! What came of all trials, in numbers.

use std::collections::BTreeMap;

use comfy_table::{CellAlignment, Table, presets};
use serde::{Deserialize, Serialize};

use super::{fields::Object, kinds::Kind, maker::Counts, objects::OBJECTS};

/// How often a run that counts makes each field of the specification's tables, at least.
pub(super) const LEAST: u64 = 100;

/// A trial that is over.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Done {
    /// The name of its kind.
    pub(super) kind: String,
    pub(super) is_refused: bool,
    /// The fields that it has.
    pub(super) made: Counts,
}

/// What came of all trials.
#[derive(Debug, Default)]
pub(super) struct Tally {
    counts: Counts,
    /// Kind -> how many were accepted, and how many refused.
    came: BTreeMap<String, (u64, u64)>,
    /// The numbers of those that found something.
    pub(super) findings: Vec<u64>,
}

impl Tally {
    pub(super) fn add(&mut self, done: Done) {
        let (accepted, refused) = self.came.entry(done.kind).or_default();
        *(if done.is_refused { refused } else { accepted }) += 1;
        done.made.into_iter().for_each(|(field, count)| *self.counts.entry(field).or_default() += count);
    }

    /// How many trials there were.
    pub(super) fn trials(&self) -> u64 {
        let (accepted, refused) = self.sums();
        accepted + refused + self.findings.len() as u64
    }

    fn sums(&self) -> (u64, u64) {
        self.came.values().fold((0, 0), |(accepted, refused), came| (accepted + came.0, refused + came.1))
    }

    /// What was made less often than a run that counts has to: fields of the tables, and kinds of trials, with how often.
    pub(super) fn rare(&self) -> Vec<String> {
        let fields = fields().map(|field| (self.made(&field), field)).filter(|(made, _)| *made < LEAST);
        let mut rare: Vec<String> = fields.map(|(made, field)| format!("{field} ({made})")).collect();
        rare.dedup();
        rare.extend(
            Kind::names().into_iter().filter(|kind| !self.came.contains_key(kind)).map(|kind| format!("{kind} (0)")),
        );
        rare
    }

    fn made(&self, field: &str) -> u64 {
        self.counts.get(field).copied().unwrap_or_default()
    }

    /// All of it, as a run prints it.
    pub(super) fn table(&self) -> String {
        let mut table = Table::new();
        table.load_style(presets::NOTHING);
        table.set_header(["trials", "accepted", "refused with a reason"]);
        let row =
            |name: &str, (accepted, refused): (u64, u64)| [name.to_owned(), accepted.to_string(), refused.to_string()];
        for (kind, came) in &self.came {
            table.add_row(row(kind, *came));
        }
        let sums = self.sums();
        table.add_row(row("all", sums));
        for index in [1, 2] {
            table.column_mut(index).into_iter().for_each(|column| column.set_cell_alignment(CellAlignment::Right));
        }
        let rarest = fields().map(|field| (self.made(&field), field)).min().unwrap_or_default();
        format!(
            "{}\n{} fields of the specification's tables, each made {} times or more ({})\n{} trials: {} accepted, {} refused with a \
             reason, {} findings\n",
            table.trim_fmt(),
            fields().count(),
            rarest.0,
            rarest.1,
            self.trials(),
            sums.0,
            sums.1,
            self.findings.len()
        )
    }
}

/// All fields of the tables, as they are counted.
fn fields() -> impl Iterator<Item = String> {
    OBJECTS.iter().flat_map(|object| object.fields.iter().map(|field| key(object, field.name)))
}

/// What a field is counted as.
pub(super) fn key(object: &Object, field: &str) -> String {
    format!("{}: {field}", object.name)
}

#[cfg(test)]
impl Tally {
    /// One that has counted what it has to.
    pub(super) fn whole() -> Self {
        Self {
            counts: fields().map(|field| (field, LEAST)).collect(),
            came: Kind::names().into_iter().map(|kind| (kind, (1, 0))).collect(),
            findings: Vec::new(),
        }
    }

    pub(super) fn with_findings(count: u64) -> Self {
        Self { findings: (0..count).collect(), ..Self::default() }
    }

    pub(super) fn of(counts: Counts) -> Self {
        Self { counts, ..Self::whole() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_that_no_description_has_is_named() {
        let rare = Tally::default().rare();
        assert!(rare.contains(&"Schema Object: minLength (0)".to_owned()), "{rare:?}");
        assert!(rare.contains(&"OAuth Flow Object: tokenUrl (0)".to_owned()), "{rare:?}");
        assert!(rare.contains(&"vendor.toml, other bytes (0)".to_owned()), "{rare:?}");
        assert_eq!(Tally::whole().rare(), [""; 0]);
    }

    #[test]
    fn a_trial_is_counted_by_its_kind() {
        let mut tally = Tally::default();
        let done = |is_refused| Done {
            kind: "settings".to_owned(),
            is_refused,
            made: Counts::from([("Tag Object: name".to_owned(), 2)]),
        };
        [false, true, true].into_iter().for_each(|is_refused| tally.add(done(is_refused)));
        tally.findings.push(3);
        let table = tally.table();
        assert!(table.contains(" settings         1                      2\n"), "{table}");
        assert!(table.ends_with("4 trials: 1 accepted, 2 refused with a reason, 1 findings\n"), "{table}");
        assert_eq!(tally.made("Tag Object: name"), 6);
    }
}
