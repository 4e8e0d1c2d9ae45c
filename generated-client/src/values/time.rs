//! A moment, in seconds since 1970, which is how many APIs write it.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "jiff")]
mod jiff;
#[cfg(feature = "time")]
mod time_crate;

/// A moment: whole **seconds** since 1970-01-01T00:00:00Z, written as an integer.
///
/// Milliseconds in its place are not noticed by the server, and corrupt data; that is why this is a type and not a
/// plain integer. [`UnixTime::now`] and the conversions from [`SystemTime`] are always right, and so are those from the
/// types of the crates `jiff`, `chrono` and `time`, each of which is there with the feature of its name.
///
/// A conversion into it drops what is less than a second, so that the moment is never later than it was; one out of it
/// says [`TimeOutOfRange`] where the other type ends before it.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct UnixTime(i64);

impl UnixTime {
    /// The moment so many **seconds** after 1970-01-01T00:00:00Z (before it, where negative).
    #[must_use]
    pub const fn from_secs(seconds: i64) -> Self {
        Self(seconds)
    }

    /// The seconds since 1970-01-01T00:00:00Z; negative before it.
    #[must_use]
    pub const fn as_secs(self) -> i64 {
        self.0
    }

    /// The present moment, by the clock of this machine.
    #[must_use]
    pub fn now() -> Self {
        SystemTime::now().into()
    }
}

impl From<SystemTime> for UnixTime {
    /// Drops what is less than a second: the result is never later than `time`.
    fn from(time: SystemTime) -> Self {
        match time.duration_since(UNIX_EPOCH) {
            Ok(after) => Self(i64::try_from(after.as_secs()).unwrap_or(i64::MAX)),
            Err(error) => {
                let before = error.duration();
                let whole = i64::try_from(before.as_secs()).unwrap_or(i64::MAX);
                Self(-whole - i64::from(before.subsec_nanos() > 0))
            }
        }
    }
}

impl TryFrom<UnixTime> for SystemTime {
    type Error = TimeOutOfRange;

    fn try_from(time: UnixTime) -> Result<Self, Self::Error> {
        let distance = Duration::from_secs(time.0.unsigned_abs());
        let moment = if time.0 < 0 { UNIX_EPOCH.checked_sub(distance) } else { UNIX_EPOCH.checked_add(distance) };
        moment.ok_or(TimeOutOfRange)
    }
}

/// A [`UnixTime`] lies further from 1970 than the other type can say.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the time is out of range")]
pub struct TimeOutOfRange;

impl fmt::Display for UnixTime {
    /// The seconds, as an integer.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl Serialize for UnixTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.0)
    }
}

impl<'de> Deserialize<'de> for UnixTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_i64(IntegerVisitor("seconds since 1970 as an integer")).map(Self)
    }
}

/// Reads an integer, or a float without a fraction; holds what is expected, for the error.
pub(crate) struct IntegerVisitor(pub(crate) &'static str);

impl Visitor<'_> for IntegerVisitor {
    type Value = i64;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<i64, E> {
        Ok(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<i64, E> {
        i64::try_from(value).map_err(|_| E::invalid_value(Unexpected::Unsigned(value), &self))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<i64, E> {
        /// 2^63: the first float above every `i64`; its negative is `i64::MIN`.
        const LIMIT: f64 = 9_223_372_036_854_775_808.0;
        if value.fract() == 0.0 && (-LIMIT..LIMIT).contains(&value) {
            Ok(value as i64)
        } else {
            Err(E::invalid_value(Unexpected::Float(value), &self))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(json: &str) -> Result<i64, String> {
        serde_json::from_str::<UnixTime>(json).map(UnixTime::as_secs).map_err(|error| error.to_string())
    }

    #[test]
    fn integers_and_whole_floats_decode() {
        assert_eq!(decode("1700000000"), Ok(1_700_000_000));
        assert_eq!(decode("-1"), Ok(-1));
        assert_eq!(decode("1700000000.0"), Ok(1_700_000_000));
        assert_eq!(decode("1.7e9"), Ok(1_700_000_000));
    }

    #[test]
    fn fractions_and_giants_do_not_decode() {
        for json in ["1.5", "1e300", "18446744073709551615", r#""1700000000""#, "null"] {
            assert!(decode(json).is_err(), "{json}");
        }
    }

    #[test]
    fn it_is_written_as_an_integer() {
        assert_eq!(serde_json::to_string(&UnixTime::from_secs(1_700_000_000)).expect("it serialises"), "1700000000");
        assert_eq!(UnixTime::from_secs(-5).to_string(), "-5");
    }

    #[test]
    fn system_time_converts_both_ways() {
        let time = UNIX_EPOCH + Duration::from_millis(1_700_000_000_999);
        assert_eq!(UnixTime::from(time), UnixTime::from_secs(1_700_000_000));
        assert_eq!(UnixTime::from(UNIX_EPOCH - Duration::from_millis(1)), UnixTime::from_secs(-1));
        assert_eq!(SystemTime::try_from(UnixTime::from_secs(-1)), Ok(UNIX_EPOCH - Duration::from_secs(1)));
    }
}
