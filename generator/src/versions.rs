//! Which versions of an API something holds for: a version or an inclusive range, or a list of them.
//!
//! `2.12..2.14`, `2.12..` and `..2.11` follow the order in which the versions are given; a version's name is compared
//! without regard to capitals.

use serde::Deserialize;

/// A version or range, or a list of them.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Versions {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

/// Why a range says nothing.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum RangeError {
    /// A version that is not among the known ones.
    #[error("`{0}` is no known API version")]
    Unknown(String),
    /// A range whose end is before its beginning, or an empty list.
    #[error("`{0}` holds for no version")]
    Empty(String),
}

impl Versions {
    /// Whether `version` is among them; `known` are all versions, oldest first.
    ///
    /// # Errors
    ///
    /// A version that is not known, or a range that holds for none.
    pub fn contain(&self, version: &str, known: &[String]) -> Result<bool, RangeError> {
        let ranges = match self {
            Self::One(range) => std::slice::from_ref(range),
            Self::Many(ranges) => ranges.as_slice(),
        };
        if ranges.is_empty() {
            return Err(RangeError::Empty("[]".to_owned()));
        }
        let position = |name: &str| {
            known
                .iter()
                .position(|known| known.eq_ignore_ascii_case(name))
                .ok_or_else(|| RangeError::Unknown(name.to_owned()))
        };
        let wanted = position(version)?;
        let mut holds = false;
        for range in ranges {
            let (first, last) = match range.split_once("..") {
                None => (position(range)?, position(range)?),
                Some((first, last)) => (
                    if first.is_empty() { 0 } else { position(first)? },
                    if last.is_empty() { known.len() } else { position(last)? },
                ),
            };
            if last < first {
                return Err(RangeError::Empty(range.clone()));
            }
            holds |= (first..=last).contains(&wanted);
        }
        Ok(holds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contain(ranges: &[&str]) -> Result<bool, RangeError> {
        let known = ["1", "2", "Preview"].map(str::to_owned);
        Versions::Many(ranges.iter().map(|&range| range.to_owned()).collect()).contain("2", &known)
    }

    #[test]
    fn ranges_include_both_ends_and_may_be_open() {
        for ranges in [&["2"][..], &["1..2"], &["2..preview"], &["2.."], &["..2"], &[".."], &["1", "2"]] {
            assert_eq!(contain(ranges), Ok(true), "{ranges:?}");
        }
        for ranges in [&["1"][..], &["PREVIEW.."], &["..1"], &["1", "preview"]] {
            assert_eq!(contain(ranges), Ok(false), "{ranges:?}");
        }
    }

    #[test]
    fn what_holds_for_no_version_is_an_error() {
        assert_eq!(contain(&[]), Err(RangeError::Empty("[]".to_owned())));
        assert_eq!(contain(&["2..1"]), Err(RangeError::Empty("2..1".to_owned())));
        assert_eq!(contain(&["9.."]), Err(RangeError::Unknown("9".to_owned())));
    }
}
