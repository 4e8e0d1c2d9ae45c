//! Which part of a client an app compiles.

use std::collections::BTreeSet;

use crate::naming::FeatureName;

/// The features of tags that compile a part of the client.
#[derive(Clone, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub enum Selection {
    /// It is there whatever is chosen: each tag needs it, or none, or the client itself.
    #[default]
    Always,
    /// It is there with any one of these.
    Any(BTreeSet<FeatureName>),
}

impl Selection {
    /// Whether all that compiles this part compiles the other one, too.
    #[must_use]
    pub fn implies(&self, other: &Self) -> bool {
        match (self, other) {
            (_, Self::Always) => true,
            (Self::Always, Self::Any(_)) => false,
            (Self::Any(features), Self::Any(others)) => features.is_subset(others),
        }
    }

    /// What compiles one of two parts.
    #[must_use]
    pub fn or(self, other: &Self) -> Self {
        match (self, other) {
            (Self::Any(mut features), Self::Any(others)) => {
                features.extend(others.iter().cloned());
                Self::Any(features)
            }
            (Self::Always, _) | (_, Self::Always) => Self::Always,
        }
    }
}
