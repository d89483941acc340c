//! How much of a product there was, in the client's unit.

use kernel::{Exact, Overflow, Period};
use model::{Fold, Meter};

use crate::usage::{Readings, average_of_reading};

/// What a series that folds as `meter` does came to, in the client's unit.
///
/// A level that averages below zero (changes are missing before it) counts as zero.
pub(super) fn of_series(meter: &Meter, key: &str, period: Period, readings: &Readings) -> Result<Exact, Overflow> {
    let quantity = match (&meter.fold, readings.get(key)) {
        (_, None) => return Ok(Exact::ZERO),
        (Fold::TimeWeighted { each, .. }, Some(reading)) => {
            average_of_reading(*each, period, reading)?.max(Exact::ZERO)
        }
        (_, Some(reading)) => reading.quantity,
    };
    quantity.over(meter.unit.of.into())
}
