//! Conversions of a moment from and to the types of the crate `chrono`.

use ::chrono::{DateTime, TimeZone, Utc};

use super::{TimeOutOfRange, UnixTime};

impl<Tz: TimeZone> From<DateTime<Tz>> for UnixTime {
    /// Drops the time zone, and what is less than a second: the result is never later than `time`. A leap second counts as
    /// the second before it.
    fn from(time: DateTime<Tz>) -> Self {
        Self(time.timestamp())
    }
}

impl TryFrom<UnixTime> for DateTime<Utc> {
    type Error = TimeOutOfRange;

    fn try_from(time: UnixTime) -> Result<Self, Self::Error> {
        Self::from_timestamp(time.0, 0).ok_or(TimeOutOfRange)
    }
}

#[cfg(test)]
mod tests {
    use ::chrono::FixedOffset;

    use super::*;

    #[track_caller]
    fn check(seconds: i64, nanoseconds: u32, expected: i64) {
        let time = DateTime::from_timestamp(seconds, nanoseconds).expect("it is a moment");
        assert_eq!(UnixTime::from(time), UnixTime::from_secs(expected));
    }

    #[test]
    fn fractions_are_dropped_into_the_past() {
        check(1_700_000_000, 999_999_999, 1_700_000_000);
        check(0, 0, 0);
        // A nanosecond before 1970, and before that a second more.
        check(-1, 999_999_999, -1);
        check(-2, 999_999_999, -2);
    }

    #[test]
    fn a_leap_second_counts_as_the_second_before_it() {
        check(1_483_228_799, 1_500_000_000, 1_483_228_799);
    }

    #[test]
    fn the_first_and_the_last_moment_convert_both_ways() {
        for (time, seconds) in
            [(DateTime::<Utc>::MIN_UTC, -8_334_601_228_800), (DateTime::<Utc>::MAX_UTC, 8_210_266_876_799)]
        {
            assert_eq!(UnixTime::from(time).as_secs(), seconds);
            let back = DateTime::<Utc>::try_from(UnixTime::from_secs(seconds)).expect("it is in range");
            assert_eq!(back.timestamp(), seconds);
        }
        for seconds in [i64::MIN, -8_334_601_228_801, 8_210_266_876_800, i64::MAX] {
            assert_eq!(DateTime::<Utc>::try_from(UnixTime::from_secs(seconds)), Err(TimeOutOfRange), "{seconds}");
        }
    }

    #[test]
    fn a_time_zone_does_not_move_the_moment() {
        let west = FixedOffset::west_opt(5 * 60 * 60).expect("it is an offset");
        let time = DateTime::<Utc>::try_from(UnixTime::from_secs(-1)).expect("it is in range").with_timezone(&west);
        assert_eq!(time.naive_local().to_string(), "1969-12-31 18:59:59");
        assert_eq!(UnixTime::from(time), UnixTime::from_secs(-1));
    }
}
