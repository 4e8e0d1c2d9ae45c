//! What trials there are, and in which order: each run has some of every kind.

use std::collections::BTreeSet;

use self::{
    List::{Allowances, Sources, Vendor},
    Text::{Description, Other, Overlay, Settings},
    Way::{Bytes, Characters, Nodes},
};

/// What a trial is made of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    /// A description by the tables.
    Made,
    /// A description by the tables, and an overlay for it.
    Overlaid,
    /// A description by the tables, and the project's settings, changed.
    Set,
    /// A description by the tables, and what a change makes of it.
    Pair,
    /// What exists, one of its texts changed.
    Changed(Text, Way),
    /// A description that exists, and what a change makes of it.
    ChangedPair(Way),
    /// A list of the project, changed.
    Listed(List, Way),
}

/// A text that the generator reads.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Text {
    Description,
    /// A file that the references of a description lead to.
    Other,
    Overlay,
    Settings,
}

/// A text that the project's commands read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum List {
    /// Changes that may pass: `spec/drift-allow.toml`.
    Allowances,
    /// Where the vendor publishes: `spec/vendor.toml`.
    Vendor,
    /// Where descriptions are from: `spec/sources.toml`.
    Sources,
}

/// In what a text is changed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Way {
    /// Its bytes, whatever they mean.
    Bytes,
    /// Its characters, by what its syntax acts on.
    Characters,
    /// What it says.
    Nodes,
}

/// The changes of what exists, one after the other.
const CHANGES: [(Text, Way); 20] = [
    (Description, Bytes),
    (Description, Characters),
    (Overlay, Bytes),
    (Description, Nodes),
    (Settings, Bytes),
    (Description, Bytes),
    (Overlay, Characters),
    (Description, Nodes),
    (Settings, Characters),
    (Description, Bytes),
    (Overlay, Nodes),
    (Other, Bytes),
    (Settings, Nodes),
    (Description, Bytes),
    (Overlay, Bytes),
    (Description, Characters),
    (Other, Characters),
    (Description, Nodes),
    (Settings, Bytes),
    (Other, Nodes),
];

const WAYS: [Way; 3] = [Bytes, Characters, Nodes];
const LISTS: [List; 3] = [Allowances, Vendor, Sources];

/// How many trials make a round.
const ROUND: u64 = 20;

/// One of several, by a number that counts on.
fn nth<T: Copy>(of: &[T], number: u64) -> T {
    of[usize::try_from(number).unwrap_or_default() % of.len()]
}

impl Kind {
    /// What the trial of a number is.
    pub(super) fn of(number: u64) -> Self {
        let round = number / ROUND;
        match number % ROUND {
            0..=8 => Self::Made,
            9..=11 => Self::Overlaid,
            12 => Self::Set,
            13 | 14 => Self::Pair,
            within @ 15..=17 => {
                let (text, way) = nth(&CHANGES, round * 3 + within - 15);
                Self::Changed(text, way)
            }
            18 => Self::ChangedPair(nth(&WAYS, round)),
            _ => Self::Listed(nth(&LISTS, round), nth(&WAYS, round / 3)),
        }
    }

    /// All that there are, as a run names them.
    pub(super) fn names() -> BTreeSet<String> {
        (0..60 * ROUND).map(|number| Self::of(number).name()).collect()
    }

    /// How a run names it.
    pub(super) fn name(self) -> String {
        match self {
            Self::Made => "description by the tables".to_owned(),
            Self::Overlaid => "description by the tables, overlay".to_owned(),
            Self::Set => "description by the tables, settings".to_owned(),
            Self::Pair => "description by the tables, later version".to_owned(),
            Self::Changed(text, way) => {
                let text = match text {
                    Description => "description",
                    Other => "file beside a description",
                    Overlay => "overlay",
                    Settings => "settings",
                };
                format!("existing {text}, other {}", way.name())
            }
            Self::ChangedPair(way) => format!("existing description, later version of other {}", way.name()),
            Self::Listed(list, way) => {
                let list = match list {
                    Allowances => "drift-allow.toml",
                    Vendor => "vendor.toml",
                    Sources => "sources.toml",
                };
                format!("{list}, other {}", way.name())
            }
        }
    }
}

impl Way {
    fn name(self) -> &'static str {
        match self {
            Bytes => "bytes",
            Characters => "characters",
            Nodes => "nodes",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_changed_in_every_way() {
        // 4 of descriptions by the tables, 4 texts, the later version, 3 lists.
        assert_eq!(Kind::names().len(), 4 + 3 * (4 + 1 + 3));
        let first: Vec<String> = (9..21).map(|number| Kind::of(number).name()).collect();
        assert_eq!(first[6], "existing description, other bytes");
        assert_eq!(first[9], "existing description, later version of other bytes");
        assert_eq!(first[10], "drift-allow.toml, other bytes");
    }
}
