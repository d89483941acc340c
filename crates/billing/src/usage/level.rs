use kernel::{Decimal, Exact, Overflow, Period, time::Timestamp};

/// The average of a level over a period: each level weighs as long as it lasts.
pub fn average_level(_period: Period, _carried: Decimal, _levels: &[(Timestamp, Decimal)]) -> Result<Exact, Overflow> {
    todo!()
}
