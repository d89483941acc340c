//! The time library of the house, named once so that its next major version is one change.

pub use jiff::{
    SignedDuration, Span, Timestamp, ToSpan, Unit, Zoned,
    civil::{self, Date, DateTime, Time, Weekday},
    tz::TimeZone,
};
