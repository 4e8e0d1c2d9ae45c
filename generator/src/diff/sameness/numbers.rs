//! Numbers that a description sets as limits: which is greater, and which is a multiple of which.

use std::cmp::Ordering;

/// A number. Of whole ones each digit counts: 2^53 and 2^53 + 1 are one `f64`.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Number {
    Whole(i128),
    Fraction(f64),
}

impl Number {
    /// A number as JSON writes it.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let whole = text.parse().ok().map(Self::Whole);
        whole.or_else(|| text.parse().ok().map(Self::Fraction))
    }

    pub(crate) fn compare(self, other: Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Whole(one), Self::Whole(other)) => Some(one.cmp(&other)),
            (one, other) => one.approximate().partial_cmp(&other.approximate()),
        }
    }

    pub(crate) fn is_multiple_of(self, other: Self) -> bool {
        match (self, other) {
            (Self::Whole(one), Self::Whole(other)) => one.checked_rem(other) == Some(0),
            (one, other) => one.approximate() % other.approximate() == 0.0,
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "beside a fraction, no more digits count than an `f64` has")]
    fn approximate(self) -> f64 {
        match self {
            Self::Whole(number) => number as f64,
            Self::Fraction(number) => number,
        }
    }
}
