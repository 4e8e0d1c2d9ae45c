//! Conversions of a moment from and to the types of the crate `jiff`.

use ::jiff::{Timestamp, Zoned};

use super::{TimeOutOfRange, UnixTime};

impl From<Timestamp> for UnixTime {
    /// Drops what is less than a second: the result is never later than `time`.
    fn from(time: Timestamp) -> Self {
        // jiff drops it towards 1970, which before 1970 is later.
        Self(time.as_second() - i64::from(time.subsec_nanosecond() < 0))
    }
}

impl From<Zoned> for UnixTime {
    /// Drops the time zone, and what is less than a second.
    fn from(time: Zoned) -> Self {
        time.timestamp().into()
    }
}

impl TryFrom<UnixTime> for Timestamp {
    type Error = TimeOutOfRange;

    fn try_from(time: UnixTime) -> Result<Self, Self::Error> {
        Self::from_second(time.0).map_err(|_| TimeOutOfRange)
    }
}

#[cfg(test)]
mod tests {
    use ::jiff::tz::{Offset, TimeZone};

    use super::*;

    #[track_caller]
    fn check(seconds: i64, nanoseconds: i32, expected: i64) {
        let time = Timestamp::new(seconds, nanoseconds).expect("it is a moment");
        assert_eq!(UnixTime::from(time), UnixTime::from_secs(expected));
    }

    #[test]
    fn fractions_are_dropped_into_the_past() {
        check(1_700_000_000, 999_999_999, 1_700_000_000);
        check(0, 0, 0);
        check(0, -1, -1);
        check(-1, 0, -1);
        check(-1, -1, -2);
        check(-2, 1, -2);
    }

    #[test]
    fn the_first_and_the_last_moment_convert_both_ways() {
        for (time, seconds) in [(Timestamp::MIN, -377_705_023_201), (Timestamp::MAX, 253_402_207_200)] {
            assert_eq!(UnixTime::from(time).as_secs(), seconds);
            let back = Timestamp::try_from(UnixTime::from_secs(seconds)).expect("it is in range");
            assert_eq!(back.as_second(), seconds);
        }
        for seconds in [i64::MIN, -377_705_023_202, 253_402_207_201, i64::MAX] {
            assert_eq!(Timestamp::try_from(UnixTime::from_secs(seconds)), Err(TimeOutOfRange), "{seconds}");
        }
    }

    #[test]
    fn a_time_zone_does_not_move_the_moment() {
        let time = Timestamp::from_second(1_700_000_000).expect("it is a moment");
        let zoned = time.to_zoned(TimeZone::fixed(Offset::constant(-5)));
        assert_eq!(zoned.hour(), 17);
        assert_eq!(UnixTime::from(zoned), UnixTime::from_secs(1_700_000_000));
    }
}
