//! Conversions of a moment from and to the types of the crate `time`.

use ::time::{OffsetDateTime, UtcDateTime};

use super::{TimeOutOfRange, UnixTime};

impl From<OffsetDateTime> for UnixTime {
    /// Drops the offset, and what is less than a second: the result is never later than `time`.
    fn from(time: OffsetDateTime) -> Self {
        Self(time.unix_timestamp())
    }
}

impl From<UtcDateTime> for UnixTime {
    /// Drops what is less than a second: the result is never later than `time`.
    fn from(time: UtcDateTime) -> Self {
        Self(time.unix_timestamp())
    }
}

impl TryFrom<UnixTime> for OffsetDateTime {
    type Error = TimeOutOfRange;

    /// The moment in UTC.
    fn try_from(time: UnixTime) -> Result<Self, Self::Error> {
        Self::from_unix_timestamp(time.0).map_err(|_| TimeOutOfRange)
    }
}

impl TryFrom<UnixTime> for UtcDateTime {
    type Error = TimeOutOfRange;

    fn try_from(time: UnixTime) -> Result<Self, Self::Error> {
        Self::from_unix_timestamp(time.0).map_err(|_| TimeOutOfRange)
    }
}

#[cfg(test)]
mod tests {
    use ::time::UtcOffset;

    use super::*;

    #[track_caller]
    fn check(nanoseconds: i128, expected: i64) {
        let time = UtcDateTime::from_unix_timestamp_nanos(nanoseconds).expect("it is a moment");
        assert_eq!(UnixTime::from(time), UnixTime::from_secs(expected));
        assert_eq!(UnixTime::from(OffsetDateTime::from(time)), UnixTime::from_secs(expected));
    }

    #[test]
    fn fractions_are_dropped_into_the_past() {
        check(1_700_000_000_999_999_999, 1_700_000_000);
        check(0, 0);
        check(-1, -1);
        check(-1_000_000_000, -1);
        check(-1_000_000_001, -2);
    }

    #[test]
    fn the_first_and_the_last_moment_convert_both_ways() {
        for (time, seconds) in [(UtcDateTime::MIN, -377_705_116_800), (UtcDateTime::MAX, 253_402_300_799)] {
            assert_eq!(UnixTime::from(time).as_secs(), seconds);
            let back = OffsetDateTime::try_from(UnixTime::from_secs(seconds)).expect("it is in range");
            assert_eq!(back.unix_timestamp(), seconds);
            assert_eq!(UtcDateTime::try_from(UnixTime::from_secs(seconds)), Ok(UtcDateTime::from(back)));
        }
        for seconds in [i64::MIN, -377_705_116_801, 253_402_300_800, i64::MAX] {
            assert_eq!(OffsetDateTime::try_from(UnixTime::from_secs(seconds)), Err(TimeOutOfRange), "{seconds}");
            assert_eq!(UtcDateTime::try_from(UnixTime::from_secs(seconds)), Err(TimeOutOfRange), "{seconds}");
        }
    }

    #[test]
    fn an_offset_does_not_move_the_moment() {
        let west = UtcOffset::from_hms(-5, 0, 0).expect("it is an offset");
        let time = OffsetDateTime::try_from(UnixTime::from_secs(-1)).expect("it is in range").to_offset(west);
        assert_eq!(time.hour(), 18);
        assert_eq!(UnixTime::from(time), UnixTime::from_secs(-1));
    }
}
