use kernel::{
    Clock,
    time::{Timestamp, Unit},
};

/// The machine's clock, cut to the microsecond: what PostgreSQL keeps, so that memory and database agree.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where the time comes from")]
    fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        let cut = jiff::TimestampRound::new().smallest(Unit::Microsecond).mode(jiff::RoundMode::Floor);
        now.round(cut).unwrap_or(now)
    }
}
